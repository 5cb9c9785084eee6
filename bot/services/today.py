"""The Today message: what waited, at most one message a day and never beside another."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.services.planning import outlook
from bot.services.team_messages import TodayItem, TodayMessage
from bot.services.waiting import AT_MOST, waiting
from bot.services.who import House
from bot.storage import Connection, follow_ups, managers, outgoing
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, Kind, NewRow, OutgoingRecord, State
from habits.calendar import (
    end_of_hours,
    instant,
    local_date,
    next_work_moment,
    within_hours,
    work_dates_from,
)
from habits.catalogue_lists import FollowedUpBy
from habits.following import Done, due_dates
from habits.people import Hours
from habits.planning import Moment

_GATHERED_FOR = timedelta(minutes=30)
_USUAL = time(9, 0)
_SEARCHED = timedelta(days=21)
_LOOK_BACK = timedelta(days=14)
_LEFT_OR_LEAVES = (State.SENDING, State.SENT, State.UNKNOWN)
_ONE_A_DAY = (*RHYTHM, Kind.NOTICE, Kind.TODAY)


def remind(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    now: datetime,
    on: date | None = None,
) -> None:
    """Something waits for the manager (from their local date `on`, else from now): see that a
    Today message brings it, on the first work day that has no other message."""
    if on is None or on <= local_date(now, manager.zone):
        wished = now + _GATHERED_FOR
    else:
        wished = instant(on, _morning(manager.hours), manager.zone)
    _plan(connection, house, manager, wished, now)


def follow_up_later(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit_key: str,
    source_id: str,
    values: Mapping[str, object],
    now: datetime,
) -> None:
    """A habit was done with its form, filled with `values`: ask its question when it is due."""
    habit = house.catalogue.habits.get(habit_key)
    if habit is None:
        return
    done = Done(local_date(now, manager.zone), manager.schedule, house.off(manager, now))
    for day in due_dates(habit, values, done):
        follow_ups.add(connection, manager.id, habit.key, source_id, day)
        if habit.tool.follow_up.by is FollowedUpBy.TIMER:
            remind(connection, house, manager, now, on=day)


def planned_anew(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> None:
    """Work days, hours or a break changed: each Today message to come finds its day again."""
    today = local_date(now, manager.zone)
    moved = [
        row
        for row in outgoing.of_manager(connection, manager.id, today - _LOOK_BACK)
        if row.kind is Kind.TODAY and row.state is State.PLANNED
    ]
    outgoing.withdraw(connection, [row.id for row in moved], "the settings changed")
    if moved and _new_items(connection, house, manager, now):
        remind(connection, house, manager, now)
    for row in moved:
        _plan(connection, house, manager, max(row.asked_at, now), now)


def today_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> TodayMessage | None:
    """What waits, the new before the old; None where nothing is new since the last one, or where
    another message came that day after all: then it comes another day. A message that was sent
    shows what is left of it."""
    if row.sent_at is not None:
        day = local_date(row.sent_at, manager.zone)
        return _message(waiting(connection, house, manager, day, row.sent_at))
    fresh = _new_items(connection, house, manager, now)
    if not fresh:
        return None
    day = local_date(now, manager.zone)
    if day in _taken(connection, house, manager, day, day, now, but=row.id):
        _plan(connection, house, manager, now, now)
        return None
    everything = waiting(connection, house, manager, day, now)
    return _message([*fresh, *(one for one in everything if one not in fresh)])


def today_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, _why: str, now: datetime
) -> None:
    """It could not go out that day: what still waits comes another day."""
    manager = managers.get(connection, row.manager)
    if manager is None or not manager.is_active:
        return
    if _new_items(connection, house, manager, now):
        _plan(connection, house, manager, now, now)


def _message(items: Sequence[TodayItem]) -> TodayMessage:
    return TodayMessage(tuple(items[:AT_MOST]), more=max(0, len(items) - AT_MOST))


def _new_items(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> list[TodayItem]:
    """What waits and was not waiting yet when the last Today message went out."""
    items = waiting(connection, house, manager, local_date(now, manager.zone), now)
    last = outgoing.last_sent(connection, manager.id, Kind.TODAY)
    if last is None:
        return items
    seen = waiting(connection, house, manager, local_date(last, manager.zone), last)
    return [one for one in items if one.id not in {each.id for each in seen}]


def _plan(
    connection: Connection, house: House, manager: ManagerRecord, wished: datetime, now: datetime
) -> None:
    """Plan for `wished` (UTC) where that lies within work hours on a day without a message, else
    for the morning of the next such day."""
    off = house.off(manager, now)
    first = local_date(next_work_moment(wished, manager.schedule, off), manager.zone)
    taken = _taken(connection, house, manager, first, first + _SEARCHED, now)
    known = {
        row.key: row for row in outgoing.of_manager(connection, manager.id, first - _LOOK_BACK)
    }
    for day in work_dates_from(first, manager.schedule, off):
        row = known.get(_key(manager, day))
        if row is not None and row.state is State.PLANNED:
            return
        if day in taken or (row is not None and row.state is not State.WITHDRAWN):
            continue
        due = instant(day, _morning(manager.hours), manager.zone)
        if day == first and within_hours(wished, manager.schedule, off):
            due = wished
        if due < now or not within_hours(due, manager.schedule, off):
            continue
        ends = end_of_hours(day, manager.schedule)
        if row is not None:
            outgoing.revive(connection, row.id, asked_at=due, due_at=due, window_ends=ends)
        else:
            outgoing.add(connection, [_row(manager, day, due, ends)])
        return


def _taken(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    first: date,
    last: date,
    now: datetime,
    but: str = "",
) -> set[date]:
    """The local dates on which another message came or is to come."""
    seen = outlook(connection, manager, first, last, house.off(manager, now))
    came = {
        local_date(row.sent_at or row.due_at, manager.zone)
        for row in seen.rows
        if row.kind in _ONE_A_DAY and row.state in _LEFT_OR_LEAVES and row.id != but
    }
    to_come = {one.local_date for one in seen.planned if isinstance(one, Moment)}
    late = {
        local_date(row.due_at, manager.zone)
        for row in seen.rows
        if row.kind in RHYTHM and row.state is State.PLANNED
    }
    return came | to_come | late


def _key(manager: ManagerRecord, day: date) -> str:
    return f"{Kind.TODAY}:{manager.id}:{day}"


def _row(manager: ManagerRecord, day: date, due: datetime, ends: datetime) -> NewRow:
    return NewRow(
        workspace=manager.workspace,
        key=_key(manager, day),
        kind=Kind.TODAY,
        manager=manager.id,
        recipient=manager.user,
        local_date=day,
        asked_at=due,
        due_at=due,
        window_ends=ends,
    )


def _morning(hours: Hours) -> time:
    return _USUAL if hours.start <= _USUAL < hours.end else hours.start
