"""What managers answer to what waited, from the Today message, Home or a check-in."""

from dataclasses import dataclass
from datetime import datetime

from bot.services.form_views import FormOf
from bot.services.leaving_out import answer_away
from bot.services.prompts import Click
from bot.services.team_messages import TodayMessage
from bot.services.today import shown_anew, today_voice
from bot.services.waiting import AWAY, FOLLOW_UP, QUESTION, waiting
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, follow_ups, inbound, outgoing, questions
from bot.storage.away import AwayAnswer
from bot.storage.follow_ups import FollowUpAnswer
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
from habits.calendar import ONE_WEEK, local_date
from habits.errors import NotHere

_MOST_IN_A_WINDOW = 30
"""Slack takes a hundred blocks; each thing has up to three."""


@dataclass(frozen=True)
class ShownToday:
    """What the clicked message shows now, None where nothing was clicked but Home; `row` and
    `version` say what to mark as shown."""

    message: TodayMessage | None
    row: str | None = None
    version: int = 0


class TodayAnswers:
    """[Done] and [Not now] under what waited."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def done(self, who: Who, kind: str, item: str, click: Click) -> ShownToday:
        """Raises NotHere for what is unknown or somebody else's."""
        given = FollowUpAnswer.DONE
        return await self._house.database.write(self._answer, who, kind, item, given, click)

    async def take(self, who: Who, kind: str, item: str, value: str, click: Click) -> ShownToday:
        """One of an item's own ways. Raises NotHere, and whatever the tool refuses with."""
        return await self._house.database.write(self._take, who, kind, item, value, click)

    async def opened_by(self, who: Who, follow_up: str) -> FormOf:
        """The form that answers a follow-up. Raises NotHere."""
        return await self._house.database.read(self._opened_by, who, follow_up)

    async def everything(self, who: Who) -> TodayMessage:
        """All that waits, as far as a window can hold it."""
        return await self._house.database.read(self._everything, who)

    async def one(self, who: Who, kind: str, item: str) -> TodayMessage:
        """One thing alone; nothing once it waits no more, as for what is somebody else's."""
        return await self._house.database.read(self._one, who, kind, item)

    async def not_now(self, who: Who, kind: str, item: str, click: Click) -> ShownToday:
        """Raises NotHere."""
        given = FollowUpAnswer.NOT_NOW
        return await self._house.database.write(self._answer, who, kind, item, given, click)

    def _everything(self, connection: Connection, who: Who) -> TodayMessage:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        today = local_date(now, manager.zone)
        items = waiting(connection, self._house, manager, today, now)
        return TodayMessage(
            tuple(items[:_MOST_IN_A_WINDOW]), max(0, len(items) - _MOST_IN_A_WINDOW)
        )

    def _answer(
        self,
        connection: Connection,
        who: Who,
        kind: str,
        item: str,
        given: FollowUpAnswer,
        click: Click,
    ) -> ShownToday:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if inbound.first_time(connection, who.workspace, click.key, now):
            if kind == FOLLOW_UP:
                answer_follow_up(connection, manager, item, given, now)
            elif kind == QUESTION:
                _close_question(connection, manager, item, now)
            elif kind == AWAY:
                left_out = given is FollowUpAnswer.DONE
                said = AwayAnswer.LEAVE_OUT if left_out else AwayAnswer.HERE
                answer_away(connection, self._house, manager, item, said, now)
                shown_anew(connection, manager, now)
            else:
                raise NotHere
        return self._shown(connection, manager, click, now)

    def _take(
        self, connection: Connection, who: Who, kind: str, item: str, value: str, click: Click
    ) -> ShownToday:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if inbound.first_time(connection, who.workspace, click.key, now):
            if kind == FOLLOW_UP:
                take_follow_up(connection, self._house, manager, item, value, now)
            elif kind in self._house.tools.waiting:
                self._house.tools.waiting[kind].take(
                    connection, self._house, manager, item, value, now
                )
            else:
                raise NotHere
            shown_anew(connection, manager, now)
        return self._shown(connection, manager, click, now)

    def _opened_by(self, connection: Connection, who: Who, follow_up: str) -> FormOf:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = follow_ups.get(connection, manager.id, follow_up)
        asks = None if found is None else self._house.tools.asked_again.get(found.habit)
        if found is None or asks is None:
            raise NotHere
        asked = asks.word(connection, self._house, manager, found, now)
        if asked is None or not asked.opens:
            raise NotHere
        return FormOf(asked.opens, record=found.id)

    def _one(self, connection: Connection, who: Who, kind: str, item: str) -> TodayMessage:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        day = local_date(now, manager.zone)
        found = waiting(connection, self._house, manager, day, now)
        return TodayMessage(tuple(one for one in found if (one.kind, one.id) == (kind, item)))

    def _shown(
        self, connection: Connection, manager: ManagerRecord, click: Click, now: datetime
    ) -> ShownToday:
        row = _clicked(connection, manager, click)
        if row is None:
            return ShownToday(None)
        message = today_voice(connection, self._house, row, manager, now)
        return ShownToday(message, row.id, row.version)


def answer_follow_up(
    connection: Connection,
    manager: ManagerRecord,
    follow_up: str,
    given: FollowUpAnswer,
    now: datetime,
) -> None:
    """Keep the answer; "not yet" asks once more a week later. Messages that show it change.
    Raises NotHere."""
    found = follow_ups.get(connection, manager.id, follow_up)
    if found is None:
        raise NotHere
    if given is FollowUpAnswer.NOT_YET:
        follow_ups.put_off(connection, found, local_date(now, manager.zone) + ONE_WEEK)
    else:
        follow_ups.answer(connection, manager.id, follow_up, given, now)
    shown_anew(connection, manager, now)


def take_follow_up(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: str,
    value: str,
    now: datetime,
) -> None:
    """The usual answers, or one of the habit's own ways. Raises NotHere."""
    if value in set(FollowUpAnswer):
        answer_follow_up(connection, manager, follow_up, FollowUpAnswer(value), now)
        return
    found = follow_ups.get(connection, manager.id, follow_up)
    asks = None if found is None else house.tools.asked_again.get(found.habit)
    if found is None or asks is None or asks.take is None:
        raise NotHere
    asks.take(connection, house, manager, found, value, now)
    shown_anew(connection, manager, now)


def _close_question(
    connection: Connection, manager: ManagerRecord, question: str, now: datetime
) -> None:
    if questions.get(connection, manager.id, question) is None:
        raise NotHere
    questions.close(connection, manager.id, question, now)
    shown_anew(connection, manager, now)


def _clicked(connection: Connection, manager: ManagerRecord, click: Click) -> OutgoingRecord | None:
    if not click.channel or not click.ts:
        return None
    row = outgoing.of_message(connection, manager.id, click.channel, click.ts)
    return row if row is not None and row.kind is Kind.TODAY else None
