"""A week at a glance: each message with where it stands, and what was done."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.services.focusing import working_on
from bot.services.planning import WAS_DOWN, outlook
from bot.services.recaps import said_times
from bot.services.views import WeekLine, WeekView
from bot.services.who import House
from bot.storage import Connection, practices, prompts, weeks
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, OutgoingRecord, State
from bot.storage.practices import PracticeRecord
from habits.calendar import instant, local, local_date, week_of
from habits.catalogue import Catalogue
from habits.people import Place
from habits.phrases import clock, weekday
from habits.planning import Moment, Planned
from habits.prompts import Origin
from habits.rhythm import name_of
from habits.texts import say, say_each

_WHOLE_WEEK = timedelta(days=6)


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
    habits = habit_names(connection, house, manager, now)
    if not habits:
        coming = []  # without a habit nothing is sent
    lines = [_row_line(connection, house, manager, row, now) for row in ended]
    lines += [_planned_line(manager, one) for one in coming if _worth_saying(one, manager)]
    lines += _asked_lines(connection, house, manager, first, last)
    done = practices.between(connection, manager.id, first, last)
    return WeekView(
        lines=tuple(sorted(lines, key=lambda line: line.at)),
        done=_done_words(done, house.catalogue),
        habits=habits,
    )


def _done_words(done: Sequence[PracticeRecord], catalogue: Catalogue) -> tuple[str, ...]:
    """Each habit once a day, e.g. "Share why on Tuesday (twice)"."""
    times = Counter((one.habit, one.about_day) for one in done if one.habit in catalogue.habits)
    return tuple(
        _done_on(catalogue.habits[habit].name, day, n) for (habit, day), n in times.items()
    )


def _done_on(habit: str, day: date, number: int) -> str:
    if number == 1:
        return say("week.done_on", habit=habit, weekday=weekday(day))
    times = said_times(number)
    return say("week.done_on_often", habit=habit, weekday=weekday(day), times=times)


def _row_line(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    row: OutgoingRecord,
    now: datetime,
) -> WeekLine:
    place = Place(row.place or Place.PROMPT)
    what = name_of(place)
    stands = _row_stands(row)
    if row.state is State.SENT and row.prompt:
        record = prompts.get(connection, row.workspace, row.prompt)
        if record is not None:
            habit = house.catalogue.habits.get(record.prompt.habit)
            what = say("week.prompt_for", habit=habit.name if habit else record.prompt.habit)
            answer = record.prompt.answer
            until = record.prompt.snoozed_until
            if answer is not None:
                stands = say_each("week.answers", answer)
            elif until is not None and until > now:
                stands = _comes_back(until, manager)
    elif row.state is State.SENT:
        said = weeks.answered(connection, manager.id, row.week or row.local_date, place)
        stands = say("week.no_answer_yet" if said is None else "week.answered")
    return WeekLine(local(row.due_at, manager.zone), what, stands)


def _row_stands(row: OutgoingRecord) -> str:
    match row.state:
        case State.SENT:
            return say("week.no_answer_yet")
        case State.SENDING:
            return say("week.on_its_way")
        case State.UNKNOWN:
            return say("week.unknown")
        case State.EXPIRED:
            down = row.reason == WAS_DOWN
            return say("week.was_down" if down else "week.too_late")
        case State.FAILED:
            return say("week.failed")
        case State.PLANNED | State.WITHDRAWN:
            return ""


def _planned_line(manager: ManagerRecord, planned: Planned) -> WeekLine:
    name = name_of(planned.place)
    if isinstance(planned, Moment):
        return WeekLine(local(planned.asked_at, manager.zone), name, say("week.to_come"))
    at = instant(planned.local_date, planned.local_time, planned.zone)
    aware = local(at, manager.zone)
    return WeekLine(aware, name, say("week.not_this_week", reason=planned.reason))


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
        if prompt.origin is Origin.SCHEDULED:
            continue
        habit = house.catalogue.habits.get(prompt.habit)
        name = habit.name if habit else prompt.habit
        if prompt.origin is Origin.ASKED:
            what = say("week.when_asked", habit=name)
        else:
            what = say("week.when_it_came_up", habit=name)
        at = local(prompt.asked_at, manager.zone)
        if prompt.answer is not None:
            lines.append(WeekLine(at, what, say_each("week.answers", prompt.answer)))
        elif prompt.snoozed_until is not None:
            lines.append(WeekLine(at, what, _comes_back(prompt.snoozed_until, manager)))
    return lines


def _comes_back(until: datetime, manager: ManagerRecord) -> str:
    back = local(until, manager.zone)
    return say("week.comes_back", weekday=weekday(back), at=clock(back))


def focus_name(connection: Connection, house: House, manager: ManagerRecord) -> str | None:
    """The name of the habit that this week is about."""
    names = habit_names(connection, house, manager, house.clock.now())
    return names[0] if names else None


def habit_names(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> tuple[str, ...]:
    """The names of the active habits, the focus of the week first."""
    known = house.catalogue.habits
    active = working_on(connection, manager, now)
    return tuple(known[one.habit].name for one in active if one.habit in known)
