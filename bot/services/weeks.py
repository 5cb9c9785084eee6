"""The week: what is coming up, which habits happened, and the week at a glance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.services.messages import CheckInMessage, WeekLine, WeekStartMessage, WeekView
from bot.services.planning import outlook
from bot.services.prompts import Click
from bot.services.recaps import said_times
from bot.services.showing import check_in_message, noted_otherwise, week_start_message
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    inbound,
    managers,
    outgoing,
    practices,
    prompts,
    sending,
    weeks,
)
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, Kind, OutgoingRecord, State
from bot.storage.practices import PracticeRecord, Source
from habits.calendar import instant, local, local_date, week_of
from habits.catalogue import Catalogue
from habits.errors import HabitsError, UnknownPrompt
from habits.people import Place
from habits.planning import Moment, Planned
from habits.plans import EVENTS
from habits.prompts import CHANGEABLE_FOR, Answer

_WHOLE_WEEK = timedelta(days=6)
_ANSWERED = {
    Answer.DONE: "done",
    Answer.SKIPPED: "skipped",
    Answer.DID_NOT_COME_UP: "did not come up",
}
_NAMES = {Place.START: "week start", Place.PROMPT: "prompt", Place.CHECK_IN: "check-in"}


class NothingTicked(HabitsError):
    """Save was pressed without a tick; silence is not a no."""

    def __init__(self, none: str) -> None:
        super().__init__(f"Tick what fits first, or press *{none}*.")


class TooLate(HabitsError):
    """The message is too old to be answered."""

    def __init__(self) -> None:
        super().__init__(
            "This message is more than a week old. `/trust done` logs a habit any day."
        )


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
        known = [event for event in events if event in set(EVENTS)]
        if not known and not none:
            raise NothingTicked("None of these")
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

    async def week(self, who: Who) -> WeekView:
        return await self._house.database.read(self._week, who)

    def _expect(
        self, connection: Connection, who: Who, row: str, events: list[str], click: Click
    ) -> ShownWeek:
        now = self._house.clock.now()
        manager, found = _own_row(connection, who, row, Kind.START, now)
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
        manager, found = _own_row(connection, who, row, Kind.CHECK_IN, now)
        week = found.week or found.local_date
        done = practices.between(connection, manager.id, week, week + _WHOLE_WEEK)
        if not (habits or none or noted_otherwise(done)):
            raise NothingTicked("None this week")
        _take_as_proof(connection, found, click, now)
        if inbound.first_time(connection, who.workspace, click.key, now):
            weeks.answer(connection, manager.id, week, Place.CHECK_IN, habits, now)
            _top_up(connection, manager, found, week, habits, now)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, found.id, now)

    def _again(self, connection: Connection, who: Who, row: str) -> ShownWeek:
        now = self._house.clock.now()
        manager = active_manager(connection, who)
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
            connection, self._house, active_manager(connection, who), self._house.clock.now()
        )


def week_view(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> WeekView:
    """This week: each message with where it stands, and what was done."""
    first = week_of(local_date(now, manager.zone), manager.work_days)
    last = first + _WHOLE_WEEK
    seen = outlook(connection, manager, first, last, house.off(manager, now))
    rows = [row for row in seen.rows if row.kind in RHYTHM and first <= row.local_date <= last]
    ended = [row for row in rows if row.state not in (State.PLANNED, State.WITHDRAWN)]
    taken = {(row.place, row.week) for row in ended}
    coming = [one for one in seen.planned if (one.place, one.week) not in taken]
    if focus_name(connection, house, manager) is None:
        coming = []  # without a habit nothing is sent
    lines = [_row_line(connection, house, manager, row, now) for row in ended]
    lines += [_planned_line(manager, one) for one in coming if _worth_saying(one, manager)]
    lines += _asked_lines(connection, house, manager, first, last)
    done = practices.between(connection, manager.id, first, last)
    return WeekView(
        lines=tuple(sorted(lines, key=lambda line: line.at)),
        done=_done_words(done, house.catalogue),
    )


def _done_words(done: Sequence[PracticeRecord], catalogue: Catalogue) -> tuple[str, ...]:
    """Each habit once a day, e.g. "Share why on Tuesday (twice)"."""
    times = Counter((one.habit, one.about_day) for one in done if one.habit in catalogue.habits)
    return tuple(
        f"{catalogue.habits[habit].name} on {day:%A}{f' ({said_times(n)})' if n > 1 else ''}"
        for (habit, day), n in times.items()
    )


def _own_row(
    connection: Connection, who: Who, row: str, kind: Kind, now: datetime
) -> tuple[ManagerRecord, OutgoingRecord]:
    manager = active_manager(connection, who)
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


def _row_line(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    row: OutgoingRecord,
    now: datetime,
) -> WeekLine:
    place = Place(row.place or Place.PROMPT)
    what = _NAMES[place]
    stands = _row_stands(row)
    if row.state is State.SENT and row.prompt:
        record = prompts.get(connection, row.workspace, row.prompt)
        if record is not None:
            habit = house.catalogue.habits.get(record.prompt.habit)
            what = f"prompt for {habit.name if habit else record.prompt.habit}"
            answer = record.prompt.answer
            until = record.prompt.snoozed_until
            if answer is not None:
                stands = _ANSWERED[answer]
            elif until is not None and until > now:
                back = local(until, manager.zone)
                stands = f"comes back {back:%A} at {back:%H:%M}"
    elif row.state is State.SENT:
        said = weeks.answered(connection, manager.id, row.week or row.local_date, place)
        stands = "no answer yet" if said is None else "answered"
    return WeekLine(local(row.due_at, manager.zone), what, stands)


def _row_stands(row: OutgoingRecord) -> str:
    match row.state:
        case State.SENT:
            return "no answer yet"
        case State.SENDING:
            return "on its way"
        case State.UNKNOWN:
            return "I do not know if it reached you, sorry"
        case State.EXPIRED:
            return "not sent, I was not running, sorry"
        case State.FAILED:
            return "Slack did not take it, sorry"
        case State.PLANNED | State.WITHDRAWN:
            return ""


def _planned_line(manager: ManagerRecord, planned: Planned) -> WeekLine:
    name = _NAMES[planned.place]
    if isinstance(planned, Moment):
        return WeekLine(local(planned.asked_at, manager.zone), name, "to come")
    at = instant(planned.local_date, planned.local_time, planned.zone)
    aware = local(at, manager.zone)
    return WeekLine(aware, name, f"not this week. {planned.reason}")


def _worth_saying(planned: Planned, manager: ManagerRecord) -> bool:
    """What was never going to come needs no line: days before the start."""
    return isinstance(planned, Moment) or planned.local_date >= local_date(
        manager.started_at, manager.zone
    )


def _asked_lines(
    connection: Connection, house: House, manager: ManagerRecord, first: date, last: date
) -> list[WeekLine]:
    """Prompts the manager asked for and answered."""
    lines: list[WeekLine] = []
    for record in prompts.asked_between(connection, manager.id, first, last):
        answer = record.prompt.answer
        if record.prompt.origin == "asked" and answer is not None:
            habit = house.catalogue.habits.get(record.prompt.habit)
            name = habit.name if habit else record.prompt.habit
            at = local(record.prompt.asked_at, manager.zone)
            lines.append(WeekLine(at, f"{name}, when you asked", _ANSWERED[answer]))
    return lines


def focus_name(connection: Connection, house: House, manager: ManagerRecord) -> str | None:
    """The name of the habit that the manager works on."""
    active = managers.habits_of(connection, manager.id)
    habit = house.catalogue.habits.get(active[0].habit) if active else None
    return habit.name if habit else None
