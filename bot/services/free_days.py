"""Days for what is no part of the rhythm and need not come at once: those without a message, in
weeks with room for one more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.services.planning import KINDS, ONE_A_DAY, has_left, outlook
from bot.services.who import House
from bot.storage import Connection, outgoing
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, Kind, NewRow, OutgoingRecord, State
from habits.calendar import (
    ONE_DAY,
    end_of_hours,
    instant,
    local_date,
    next_work_moment,
    week_of,
    within_hours,
    work_dates_from,
)
from habits.people import Hours
from habits.planning import Moment
from habits.quiet import is_quarter_end
from habits.rhythm import LEAST_APART

_USUAL = time(9, 0)
_SEARCHED = timedelta(days=21)
_LOOK_BACK = timedelta(days=14)
_WAITING = (Kind.NOTICE, Kind.TODAY)


@dataclass(frozen=True)
class _Other:
    """A message beside which this one must find room; `at` is UTC, `day` the manager's."""

    day: date
    at: datetime
    kind: Kind


def morning(hours: Hours) -> time:
    """When such a message comes on a day of its own."""
    return _USUAL if hours.start <= _USUAL < hours.end else hours.start


def plan_on_a_free_day(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    kind: Kind,
    wished: datetime,
    now: datetime,
    *,
    dated: bool = False,
) -> None:
    """Plan a message of that kind for `wished` (UTC) where that lies within work hours on a free
    day, else for the morning of the next such day; either later, where it would come too soon
    after another. Where one waits there already, it will do. Nothing is planned for those to whom
    nothing can come. `dated`: it brings something for which the manager gave that day."""
    if manager.schedule.hours_apart:
        return
    off = house.off(manager, now)
    first = local_date(next_work_moment(wished, manager.schedule, off), manager.zone)
    rows = outgoing.of_manager(connection, manager.id, first - _LOOK_BACK)
    known = {row.key: row for row in rows}
    waiting = {row.local_date: row for row in rows if _waits(row)}
    others = _others(connection, house, manager, first, now)
    others += [_Other(day, row.due_at, row.kind) for day, row in waiting.items()]
    for day in work_dates_from(first, manager.schedule, off):
        if day in waiting and waiting[day].kind is kind:
            return
        row = known.get(_key(kind, manager, day))
        if day in waiting or (row is not None and not _can_come_again(row)):
            continue
        if not _is_free(day, others, manager, off, dated=dated):
            continue
        due = instant(day, morning(manager.schedule.hours), manager.zone)
        if day == first and within_hours(wished, manager.schedule, off):
            due = wished
        due = _far_enough(due, others)
        if (
            due < now
            or not within_hours(due, manager.schedule, off)
            or local_date(due, manager.zone) != day
        ):
            continue
        ends = end_of_hours(day, manager.schedule)
        if row is not None:
            outgoing.revive(connection, row.id, asked_at=due, due_at=due, window_ends=ends)
        else:
            outgoing.add(connection, [_row(kind, manager, day, due, ends)])
        return


def may_come_today(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    row: OutgoingRecord,
    now: datetime,
    *,
    dated: bool = False,
) -> bool:
    """Whether the day of a row that is due is still free, and nothing came or comes too near."""
    day = local_date(now, manager.zone)
    others = _others(connection, house, manager, day, now, but=row.id)
    off = house.off(manager, now)
    return _is_free(day, others, manager, off, dated=dated) and _far_enough(now, others) == now


def waiting_rows(
    connection: Connection, manager: ManagerRecord, kind: Kind, now: datetime
) -> list[OutgoingRecord]:
    """The planned rows of that kind."""
    first = local_date(now, manager.zone) - _LOOK_BACK
    rows = outgoing.of_manager(connection, manager.id, first)
    return [row for row in rows if row.kind is kind and row.state is State.PLANNED]


def _is_free(
    day: date,
    others: Sequence[_Other],
    manager: ManagerRecord,
    days_off: Mapping[date, str],
    *,
    dated: bool,
) -> bool:
    """Whether one more message may come on the work date: none does yet, its week has room, and
    its quarter does not end."""
    week = week_of(day, manager.work_days)
    in_the_week = [one for one in others if week_of(one.day, manager.work_days) == week]
    days = {one.day for one in in_the_week if one.kind is not Kind.HELP}
    # What people asked for counts for the week alone, and never against a day that was given.
    asked = 0 if dated else sum(one.kind is Kind.HELP for one in in_the_week)
    if day in days or len(days) + asked >= manager.company.most_a_week:
        return False
    schedule = manager.schedule
    return not is_quarter_end(day, schedule.year_begins, schedule.work_days, days_off)


def _far_enough(wished: datetime, others: Sequence[_Other]) -> datetime:
    """The first instant from `wished` on that keeps 20 hours from all the others. A check-in may
    follow sooner."""
    at = wished
    for one in sorted(others, key=lambda other: other.at):
        may_follow = one.kind is Kind.HELP or (one.kind is Kind.CHECK_IN and one.at > at)
        if abs(one.at - at) < LEAST_APART and not may_follow:
            at = one.at + LEAST_APART
    return at


def _others(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    first: date,
    now: datetime,
    but: str = "",
) -> list[_Other]:
    """What came from the week before `first` on, and what of the rhythm is to come."""
    today = local_date(now, manager.zone)
    begin = week_of(first, manager.work_days) - ONE_DAY
    seen = outlook(connection, manager, begin, first + _SEARCHED, house.off(manager, now))
    found = [
        _Other(one.local_date, one.due_at, KINDS[one.place])
        for one in seen.planned
        if isinstance(one, Moment) and one.local_date >= today
    ]
    for row in seen.rows:
        if row.id != but and row.kind in (*ONE_A_DAY, Kind.HELP) and has_left(row):
            at = row.sent_at or row.intent_at or row.due_at
            found.append(_Other(local_date(at, manager.zone), at, row.kind))
        elif row.kind in RHYTHM and row.state is State.PLANNED:
            # What is late comes as soon as it can.
            at = max(row.due_at, now)
            found.append(_Other(local_date(at, manager.zone), at, row.kind))
    return found


def _waits(row: OutgoingRecord) -> bool:
    return row.kind in _WAITING and row.state is State.PLANNED


def _can_come_again(row: OutgoingRecord) -> bool:
    return row.state is State.WITHDRAWN and row.intent_at is None


def _key(kind: Kind, manager: ManagerRecord, day: date) -> str:
    return f"{kind}:{manager.id}:{day}"


def _row(kind: Kind, manager: ManagerRecord, day: date, due: datetime, ends: datetime) -> NewRow:
    return NewRow(
        workspace=manager.workspace,
        key=_key(kind, manager, day),
        kind=kind,
        manager=manager.id,
        recipient=manager.user,
        local_date=day,
        asked_at=due,
        due_at=due,
        window_ends=ends,
    )
