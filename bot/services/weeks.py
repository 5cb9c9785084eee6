"""The week: what is coming up, which habits happened, and the week at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.services import dosing
from bot.services.check_ins import check_in_message, noted_otherwise
from bot.services.focusing import choose_next
from bot.services.glance import week_view
from bot.services.messages import CheckInMessage, WeekStartMessage
from bot.services.prompts import Click
from bot.services.today_answers import take_follow_up
from bot.services.views import WeekView
from bot.services.week_starts import week_start_message
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    inbound,
    outgoing,
    practices,
    sending,
    weeks,
)
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord, State
from bot.storage.practices import Source
from habits.errors import HabitsError, UnknownPrompt
from habits.people import Place
from habits.plans import EVENTS
from habits.prompts import CHANGEABLE_FOR
from habits.texts import say

_WHOLE_WEEK = timedelta(days=6)


class NothingTicked(HabitsError):
    """Save was pressed without a tick; silence is not a no."""

    def __init__(self, none: str) -> None:
        super().__init__(say("check_in.tick_first", none=none))


class TooLate(HabitsError):
    """The message is too old to be answered."""

    def __init__(self) -> None:
        super().__init__(say("check_in.too_late"))


@dataclass(frozen=True)
class ShownWeek:
    """What the clicked message shows now; `row` and `version` say what to mark as shown."""

    message: WeekStartMessage | CheckInMessage
    row: str | None = None
    version: int = 0


class Weeks:
    """What managers tick, and what their week looks like."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def expect(
        self, who: Who, row: str, events: Sequence[str], click: Click, *, none: bool = False
    ) -> ShownWeek:
        """Keep what is coming up; `none` is an explicit "none of these". Raises NothingTicked."""
        known: list[str] = [event for event in events if event in set(EVENTS)]
        if not known and not none:
            raise NothingTicked(say("week_start.none"))
        return await self._house.database.write(self._expect, who, row, known, click)

    async def happened(
        self, who: Who, row: str, habits: Sequence[str], click: Click, *, none: bool = False
    ) -> ShownWeek:
        """Keep which habits happened. Raises NothingTicked."""
        known = [habit for habit in habits if habit in self._house.catalogue.habits]
        return await self._house.database.write(self._happened, who, row, known, click, none)

    async def again(self, who: Who, row: str) -> ShownWeek:
        """The boxes once more; what was ticked stands until it is saved anew."""
        return await self._house.database.read(self._again, who, row)

    async def focus(self, who: Who, row: str, habit: str, click: Click) -> ShownWeek:
        """The week after that of the check-in is about `habit`. Raises UnknownHabit."""
        return await self._house.database.write(self._focus, who, row, habit, click)

    async def answer_follow_up(
        self, who: Who, row: str, follow_up: str, given: str, click: Click
    ) -> ShownWeek:
        """Answer what a form asks again, with a usual answer or one of the habit's own; "not yet"
        asks once more a week later. Raises NotHere."""
        return await self._house.database.write(
            self._answer_follow_up, who, row, follow_up, given, click
        )

    async def week(self, who: Who) -> WeekView:
        return await self._house.database.read(self._week, who)

    def _expect(
        self, connection: Connection, who: Who, row: str, events: list[str], click: Click
    ) -> ShownWeek:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.START, now)
        _take_as_proof(connection, found, click, now)
        if inbound.first_time(connection, who.workspace, click.key, now):
            week = found.week or found.local_date
            weeks.answer(connection, manager.id, week, Place.START, events, now)
            weeks.expect(connection, manager.id, week, events, now)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, found.id, now)

    def _happened(
        self,
        connection: Connection,
        who: Who,
        row: str,
        habits: list[str],
        click: Click,
        none: bool,
    ) -> ShownWeek:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.CHECK_IN, now)
        week = found.week or found.local_date
        done = practices.between(connection, manager.id, week, week + _WHOLE_WEEK)
        if not habits and not none:
            noted = noted_otherwise(done)
            raise NothingTicked(say("check_in.nothing_more") if noted else say("check_in.none"))
        _take_as_proof(connection, found, click, now)
        if inbound.first_time(connection, who.workspace, click.key, now):
            weeks.answer(connection, manager.id, week, Place.CHECK_IN, habits, now)
            _top_up(connection, manager, found, week, habits, now)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, found.id, now)

    def _focus(
        self, connection: Connection, who: Who, row: str, habit: str, click: Click
    ) -> ShownWeek:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.CHECK_IN, now)
        self._house.catalogue.get(habit)
        if inbound.first_time(connection, who.workspace, click.key, now):
            week = found.week or found.local_date
            choose_next(connection, self._house, manager, habit, now, after=week)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, found.id, now)

    def _answer_follow_up(
        self,
        connection: Connection,
        who: Who,
        row: str,
        follow_up: str,
        given: str,
        click: Click,
    ) -> ShownWeek:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.CHECK_IN, now)
        if inbound.first_time(connection, who.workspace, click.key, now):
            take_follow_up(connection, self._house, manager, follow_up, given, now)
        return self._shown(connection, manager, found.id, now)

    def _again(self, connection: Connection, who: Who, row: str) -> ShownWeek:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        shown = self._shown(connection, manager, row, now)
        before = (*(shown.message.ticked or ()), *shown.message.before)
        return ShownWeek(replace(shown.message, ticked=None, before=before))

    def _shown(
        self, connection: Connection, manager: ManagerRecord, row: str, now: datetime
    ) -> ShownWeek:
        found = outgoing.get(connection, manager.workspace, row)
        if found is None or found.manager != manager.id:
            raise UnknownPrompt
        worded = week_start_message if found.kind is Kind.START else check_in_message
        message = worded(connection, self._house, found, manager, now)
        return ShownWeek(message, found.id, found.version)

    def _week(self, connection: Connection, who: Who) -> WeekView:
        return week_view(
            connection,
            self._house,
            active_manager(connection, who, self._house),
            self._house.clock.now(),
        )


def own_row(
    connection: Connection, house: House, who: Who, row: str, kind: Kind, now: datetime
) -> tuple[ManagerRecord, OutgoingRecord]:
    """The manager with their own message that can still be answered. Raises NotStarted,
    UnknownPrompt, TooLate."""
    manager = active_manager(connection, who, house)
    found = outgoing.get(connection, who.workspace, row)
    if found is None or found.manager != manager.id or found.kind is not kind:
        raise UnknownPrompt
    if now > found.due_at + CHANGEABLE_FOR:
        raise TooLate
    return manager, found


def _take_as_proof(
    connection: Connection, row: OutgoingRecord, click: Click, now: datetime
) -> None:
    unsure = row.state in (State.UNKNOWN, State.SENDING)
    if unsure and click.channel and click.ts:
        sending.settle_sent(connection, row.id, click.channel, click.ts, now)


def _top_up(
    connection: Connection,
    manager: ManagerRecord,
    row: OutgoingRecord,
    week: date,
    habits: list[str],
    now: datetime,
) -> None:
    """At least one practice for each ticked habit in that week; what else was recorded stays."""
    practices.take_back(connection, manager.id, Source.CHECK_IN, row.id)
    done = {
        one.habit for one in practices.between(connection, manager.id, week, week + _WHOLE_WEEK)
    }
    for habit in habits:
        if habit not in done:
            practices.record(
                connection, manager.id, habit, row.local_date, Source.CHECK_IN, row.id, now
            )
    dosing.done(connection, manager.id, now)
