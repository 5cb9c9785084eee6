"""A week at a glance: each message with where it stands, and what was done."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.services.messages import WeekLine, WeekView
from bot.services.planning import WAS_DOWN, outlook
from bot.services.recaps import said_times
from bot.services.who import House
from bot.storage import Connection, active_habits, practices, prompts, weeks
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, OutgoingRecord, State
from bot.storage.practices import PracticeRecord
from habits.calendar import instant, local, local_date, week_of
from habits.catalogue import Catalogue
from habits.people import Place
from habits.planning import Moment, Planned
from habits.prompts import Answer, Origin

_WHOLE_WEEK = timedelta(days=6)
_ANSWERED = {
    Answer.DONE: "done",
    Answer.SKIPPED: "skipped",
    Answer.DID_NOT_COME_UP: "did not come up",
}
_NAMES = {Place.START: "week start", Place.PROMPT: "prompt", Place.CHECK_IN: "check-in"}


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
            down = row.reason == WAS_DOWN
            return "not sent, I was not running, sorry" if down else "not sent in time, sorry"
        case State.FAILED:
            return "could not be sent, sorry"
        case State.PLANNED | State.WITHDRAWN:
            return ""


def _planned_line(manager: ManagerRecord, planned: Planned) -> WeekLine:
    name = _NAMES[planned.place]
    if isinstance(planned, Moment):
        return WeekLine(local(planned.asked_at, manager.zone), name, "to come")
    at = instant(planned.local_date, planned.local_time, planned.zone)
    aware = local(at, manager.zone)
    return WeekLine(aware, name, f"not this week: {planned.reason}")


def _worth_saying(planned: Planned, manager: ManagerRecord) -> bool:
    """What was never going to come needs no line: days before the start."""
    return isinstance(planned, Moment) or planned.local_date >= local_date(
        manager.started_at, manager.zone
    )


def _asked_lines(
    connection: Connection, house: House, manager: ManagerRecord, first: date, last: date
) -> list[WeekLine]:
    """Prompts the manager asked for, answered or put off."""
    lines: list[WeekLine] = []
    for record in prompts.asked_between(connection, manager.id, first, last):
        prompt = record.prompt
        if prompt.origin is not Origin.ASKED:
            continue
        habit = house.catalogue.habits.get(prompt.habit)
        what = f"{habit.name if habit else prompt.habit}, when you asked"
        at = local(prompt.asked_at, manager.zone)
        if prompt.answer is not None:
            lines.append(WeekLine(at, what, _ANSWERED[prompt.answer]))
        elif prompt.snoozed_until is not None:
            back = local(prompt.snoozed_until, manager.zone)
            lines.append(WeekLine(at, what, f"comes back {back:%A} at {back:%H:%M}"))
    return lines


def focus_name(connection: Connection, house: House, manager: ManagerRecord) -> str | None:
    """The name of the habit that the manager works on."""
    active = active_habits.of_manager(connection, manager.id)
    habit = house.catalogue.habits.get(active[0].habit) if active else None
    return habit.name if habit else None
