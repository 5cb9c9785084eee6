"""A draft that its writer holds for half an hour: it waits, and comes back with the tone check."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.services.form_views import FormOf, HeldBack
from bot.services.lateness import late_words
from bot.services.posts import KEPT_FOR
from bot.services.team_messages import HeldMessage
from bot.services.tools import Finished
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, drafts, inbound, outgoing
from bot.storage.drafts import DraftRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord, State
from habits.calendar import ONE_WEEK, local, local_date, next_work_moment, work_dates_from
from habits.errors import NotHere
from habits.filling import Values

HELD_HABIT = "firm_and_fair"
"""The habit whose form has the box."""

_HOLD = "hold"
_DATE = "date"
_FROM = "held:from"
_PROMPT = "held:prompt"
"""Which text was held, and the prompt it was written for: kept beside what was made of it since. No
field has a colon in its name."""
_HELD_FOR = timedelta(minutes=30)
_OVER = "the draft is done with"


class HeldDrafts:
    """[Read it again] and [Throw it away]. Raises NotHere for a message that is not theirs."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def form_of(self, who: Who, row: str) -> FormOf | None:
        """The form in which the draft stands; None where it is no longer there."""
        return await self._house.database.read(self._form_of, who, row)

    async def throw_away(self, who: Who, row: str, key: str) -> HeldMessage:
        """Nothing of it is kept; what the message shows then. `key` names the press."""
        return await self._house.database.write(self._throw_away, who, row, key)

    async def shown(self, who: Who, row: str) -> HeldMessage:
        """What the message shows now."""
        return await self._house.database.read(self._shown, who, row)

    def _form_of(self, connection: Connection, who: Who, row_id: str) -> FormOf | None:
        row, manager = self._own(connection, who, row_id)
        kept = _draft_of(connection, row, manager, self._house.clock.now())
        return None if kept is None else FormOf(kept.form, str(kept.hidden.get(_PROMPT, "")))

    def _throw_away(self, connection: Connection, who: Who, row_id: str, key: str) -> HeldMessage:
        row, manager = self._own(connection, who, row_id)
        now = self._house.clock.now()
        is_there = _draft_of(connection, row, manager, now) is not None
        if is_there and inbound.first_time(connection, who.workspace, key, now):
            drafts.forget(connection, manager.id, row.subject or "")
            done_with(connection, manager, row.subject or "")
        return self._shown(connection, who, row_id)

    def _shown(self, connection: Connection, who: Who, row_id: str) -> HeldMessage:
        row, manager = self._own(connection, who, row_id)
        return _message(connection, self._house, row, manager, self._house.clock.now())

    def _own(
        self, connection: Connection, who: Who, row_id: str
    ) -> tuple[OutgoingRecord, ManagerRecord]:
        manager = active_manager(connection, who, self._house)
        row = outgoing.get(connection, who.workspace, row_id)
        if row is None or row.manager != manager.id or row.kind is not Kind.HELD:
            raise NotHere
        return row, manager


def begun(
    connection: Connection, house: House, manager: ManagerRecord, of: FormOf, now: datetime
) -> Values:
    """The next date stands in the form already: in a week, on a work day."""
    del connection, of
    wished = local_date(now, manager.zone) + ONE_WEEK
    days = work_dates_from(wished, manager.schedule, house.off(manager, now))
    return {_DATE: next(days, wished).isoformat()}


def hold(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    of: FormOf,
    kept: DraftRecord,
    now: datetime,
) -> HeldBack | None:
    """Where the box is ticked, the draft waits for half an hour, or for the next work morning."""
    if kept.filled.get(_HOLD) is not True:
        return None
    due = next_work_moment(now + _HELD_FOR, manager.schedule, house.off(manager, now))
    # The box is for once: what came back is read and said.
    filled = {name: value for name, value in kept.filled.items() if name != _HOLD}
    hidden = {**kept.hidden, _FROM: kept.id, _PROMPT: of.prompt}
    waiting = replace(kept, filled=filled, hidden=hidden, kept_until=due + KEPT_FOR)
    drafts.keep(connection, manager.id, waiting)
    done_with(connection, manager, kept.form)
    row = NewRow(
        workspace=manager.workspace,
        key=_key(manager, kept.id),
        kind=Kind.HELD,
        manager=manager.id,
        recipient=manager.user,
        local_date=local_date(due, manager.zone),
        asked_at=due,
        due_at=due,
        subject=kept.form,
    )
    outgoing.add(connection, [row])
    habit = house.catalogue.get(HELD_HABIT)
    at = local(due, manager.zone)
    return HeldBack(habit.name, at, today=at.date() == local_date(now, manager.zone))


def said_after_all(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> None:
    """It was said: no draft comes back, and one that came closes."""
    del house
    done_with(connection, manager, finished.of.habit)


def done_with(connection: Connection, manager: ManagerRecord, form: str) -> None:
    """What would bring the draft back does not come; messages that brought it close."""
    rows = outgoing.of_subject(connection, manager.workspace, Kind.HELD, form)
    mine = [row for row in rows if row.manager == manager.id]
    outgoing.withdraw(connection, [row.id for row in mine], _OVER)
    outgoing.shows_something_else(
        connection, [row.id for row in mine if row.state is State.SENT and row.ts is not None]
    )


def held_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> HeldMessage | None:
    """The draft is back; None where it never needs to come."""
    message = _message(connection, house, row, manager, now)
    return None if row.ts is None and not message.waits else message


def _draft_of(
    connection: Connection, row: OutgoingRecord, manager: ManagerRecord, now: datetime
) -> DraftRecord | None:
    """The draft that this message brings back, however it was changed since; None once it is gone,
    also where another one stands in its form."""
    kept = drafts.get(connection, manager.id, row.subject or "", now)
    if kept is None or _key(manager, str(kept.hidden.get(_FROM, ""))) != row.key:
        return None
    return kept


def _key(manager: ManagerRecord, draft: str) -> str:
    return f"held:{manager.id}:{draft}"


def _message(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> HeldMessage:
    habit = house.catalogue.habits.get(row.subject or "")
    kept = _draft_of(connection, row, manager, now)
    return HeldMessage(
        row=row.id,
        habit=habit.name if habit else "",
        lead=late_words(row, manager, row.sent_at or now),
        waits=habit is not None and kept is not None,
    )
