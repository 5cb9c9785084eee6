"""What a sent message should show now, and bringing it up to date."""

import logging
from datetime import datetime

from bot.services.check_ins import check_in_message
from bot.services.doable import has_form
from bot.services.form_drafts import NEVER_KEPT
from bot.services.messages import (
    Message,
    PromptAnswered,
    PromptClosed,
    PromptMessage,
    PromptOpen,
    PromptPast,
    PromptSnoozed,
    PromptState,
)
from bot.services.ports import Refused, Sent
from bot.services.voices import VOICES
from bot.services.waiting import given_for
from bot.services.week_starts import week_start_message
from bot.services.who import House
from bot.storage import Connection, active_habits, managers, outgoing, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord, State
from bot.storage.prompts import PromptRecord
from habits.calendar import local, local_date
from habits.prompts import CHANGEABLE_FOR, Answer, Origin, is_open
from habits.snoozing import snooze_choices

logger = logging.getLogger(__name__)

SWEPT_AT_ONCE = 5
# From its claim on, a Later asks the prompt anew: the older message must not do so, too.
_ON_ITS_WAY = (State.SENDING, State.SENT, State.UNKNOWN)


class Showing:
    """Keeps messages in Slack equal to what is stored."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def sweep(self) -> None:
        """Close what is over and mend messages that show an old form: a few at a time, since
        Slack allows about fifty updates a minute and clicks need some of them."""
        await self._house.database.write(close_prompts, self._house.clock.now())
        for row in await self._house.database.read(outgoing.stale, SWEPT_AT_ONCE):
            await self._mend(row)

    async def mend_prompt(self, prompt: str) -> None:
        """Bring every message of one prompt up to date now."""
        rows = await self._house.database.read(outgoing.of_prompt, prompt)
        for row in rows:
            if row.channel and row.version != row.shown_version:
                await self._mend(row)

    async def mend_subject(self, workspace: str, kind: Kind, subject: str) -> None:
        """Bring the messages about one thing up to date now."""
        find = outgoing.of_subject
        for row in await self._house.database.read(find, workspace, kind, subject):
            if row.channel and row.version != row.shown_version:
                await self._mend(row)

    async def shown(self, row: str | None, version: int) -> None:
        """A click's own answer put this form there."""
        if row is not None:
            await self._house.database.write(outgoing.shown, row, version)

    async def _mend(self, row: OutgoingRecord) -> None:
        message = await self._house.database.read(self._message, row)
        if message is None or row.channel is None or row.ts is None:
            await self._house.database.write(outgoing.shown, row.id, row.version)
            return
        content = self._house.messenger.render(message)
        match await self._house.messenger.update(row.channel, row.ts, content):
            case Sent():
                await self._house.database.write(outgoing.shown, row.id, row.version)
            case Refused(why):
                # The message is gone or can no longer be edited: leave it in peace.
                logger.warning("message.cannot_be_updated", extra={"row": row.id, "why": why})
                await self._house.database.write(outgoing.shown, row.id, row.version)
            case other:
                logger.info("message.update_waits", extra={"row": row.id, "why": other.why})

    def _message(self, connection: Connection, row: OutgoingRecord) -> Message | None:
        manager = managers.get(connection, row.manager)
        return (
            None
            if manager is None
            else message_of(connection, self._house, row, manager, self._house.clock.now())
        )


def close_prompts(connection: Connection, now: datetime) -> None:
    """Prompts that can no longer be put off lose their Later."""
    for prompt in prompts.mark_closed(connection, now):
        rows = outgoing.of_prompt(connection, prompt)
        outgoing.shows_something_else(connection, [row.id for row in rows])


def message_of(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> Message | None:
    """What a rhythm message or a Later says at `now`; None for rows with words of their own."""
    match row.kind:
        case Kind.START:
            return week_start_message(connection, house, row, manager, now)
        case Kind.CHECK_IN:
            return check_in_message(connection, house, row, manager, now)
        case Kind.PROMPT | Kind.LATER:
            record = prompts.get(connection, row.workspace, row.prompt or "")
            if record is None:
                return None
            newer = [
                other
                for other in outgoing.of_prompt(connection, record.prompt.id)
                if other.state in _ON_ITS_WAY and other.due_at > row.due_at
            ]
            came_back = newer[0].due_at if newer else None
            return prompt_message(connection, house, record, manager, now, came_back)
        case Kind.NOTICE | Kind.REPLY:
            return None
        case _:
            voice = VOICES.get(row.kind)
            return None if voice is None else voice(connection, house, row, manager, now)


def prompt_message(
    connection: Connection,
    house: House,
    record: PromptRecord,
    manager: ManagerRecord,
    now: datetime,
    came_back: datetime | None = None,
) -> PromptMessage:
    """A prompt as it stands. `came_back`: when a Later brought it back, for the older message."""
    habit = house.catalogue.habits.get(record.prompt.habit)
    return PromptMessage(
        prompt=record.prompt.id,
        habit=habit.name if habit else record.prompt.habit,
        lead=record.lead,
        line=record.line,
        good_for=habit.why if habit and record.with_why else None,
        state=_state(house, record, manager, now, came_back),
        doable=habit is not None and has_form(habit),
        theirs=active_habits.is_active(connection, manager.id, record.prompt.habit),
        also=_given_for_today(connection, house, record, manager, now),
    )


def _given_for_today(
    connection: Connection,
    house: House,
    record: PromptRecord,
    manager: ManagerRecord,
    now: datetime,
) -> int:
    """How many things the manager gave somebody this very day for, while the prompt is new: on
    its day no message of their own comes."""
    day = record.prompt.about_day
    if record.prompt.origin is not Origin.SCHEDULED or local_date(now, manager.zone) != day:
        return 0
    given = given_for(connection, house, manager, day, now)
    return sum(one.due_on == day for one in given)


def _state(
    house: House,
    record: PromptRecord,
    manager: ManagerRecord,
    now: datetime,
    came_back: datetime | None,
) -> PromptState:
    prompt = record.prompt
    too_old = now > prompt.asked_at + CHANGEABLE_FOR
    if prompt.answer is not None:
        habit = house.catalogue.habits.get(prompt.habit)
        asks = prompt.answer is Answer.DONE and manager.keeps_notes
        asks = asks and prompt.habit not in NEVER_KEPT
        note = habit.reflection if habit and asks else None
        return PromptAnswered(prompt.answer, changeable=not too_old, note=note)
    if too_old:
        return PromptPast(prompt.habit)
    until = came_back or prompt.snoozed_until
    if until is not None and (came_back or until > now):
        back = local(until, manager.zone)
        today = back.date() == local(now, manager.zone).date()
        return PromptSnoozed(back, came=came_back is not None, today=today)
    if is_open(prompt, now):
        return PromptOpen(snooze_choices(now, manager.schedule, house.off(manager, now)))
    return PromptClosed()
