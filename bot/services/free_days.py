"""Days for what is no part of the rhythm and need not come at once: those without a message, in
weeks with fewer than five."""

from datetime import date, datetime, time, timedelta

from bot.services.planning import came, outlook
from bot.services.who import House
from bot.storage import Connection, outgoing
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, Kind, NewRow, OutgoingRecord, State
from habits.calendar import (
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

MOST_A_WEEK = 5
_USUAL = time(9, 0)
_SEARCHED = timedelta(days=21)
_LOOK_BACK = timedelta(days=14)
_WAITING = (Kind.NOTICE, Kind.TODAY)


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
) -> None:
    """Plan a message of that kind for `wished` (UTC) where that lies within work hours on a free
    day, else for the morning of the next such day. Where one waits there already, it will do."""
    off = house.off(manager, now)
    first = local_date(next_work_moment(wished, manager.schedule, off), manager.zone)
    rows = outgoing.of_manager(connection, manager.id, first - _LOOK_BACK)
    known = {row.key: row for row in rows}
    waiting = {row.local_date: row.kind for row in rows if _waits(row)}
    taken = _taken(connection, house, manager, first, now)
    for day in work_dates_from(first, manager.schedule, off):
        if waiting.get(day) is kind:
            return
        row = known.get(_key(kind, manager, day))
        if day in waiting or (row is not None and not _can_come_again(row)):
            continue
        if not _is_free(day, taken | waiting.keys(), manager):
            continue
        due = instant(day, morning(manager.hours), manager.zone)
        if day == first and within_hours(wished, manager.schedule, off):
            due = wished
        if due < now or not within_hours(due, manager.schedule, off):
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
) -> bool:
    """Whether the day of a row that is due is still free."""
    day = local_date(now, manager.zone)
    return _is_free(day, _taken(connection, house, manager, day, now, but=row.id), manager)


def waiting_rows(
    connection: Connection, manager: ManagerRecord, kind: Kind, now: datetime
) -> list[OutgoingRecord]:
    """The planned rows of that kind."""
    first = local_date(now, manager.zone) - _LOOK_BACK
    rows = outgoing.of_manager(connection, manager.id, first)
    return [row for row in rows if row.kind is kind and row.state is State.PLANNED]


def _is_free(day: date, taken: set[date], manager: ManagerRecord) -> bool:
    week = week_of(day, manager.work_days)
    in_the_week = {one for one in taken if week_of(one, manager.work_days) == week}
    return day not in taken and len(in_the_week) < MOST_A_WEEK


def _taken(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    first: date,
    now: datetime,
    but: str = "",
) -> set[date]:
    """The local dates, from the week of `first` on, on which another message came, or one of the
    rhythm is to come."""
    today = local_date(now, manager.zone)
    week = week_of(first, manager.work_days)
    seen = outlook(connection, manager, week, first + _SEARCHED, house.off(manager, now))
    to_come = {
        one.local_date
        for one in seen.planned
        if isinstance(one, Moment) and one.local_date >= today
    }
    late = {
        local_date(row.due_at, manager.zone)
        for row in seen.rows
        if row.kind in RHYTHM and row.state is State.PLANNED
    }
    return {one.day for one in came(seen.rows, manager.zone, but)} | to_come | late


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
