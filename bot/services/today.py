"""The Today message: what waited, at most one message a day and never beside another."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.services.free_days import may_come_today, morning, plan_on_a_free_day, waiting_rows
from bot.services.team_messages import TodayItem, TodayMessage
from bot.services.waiting import AT_MOST, waiting_in_messages
from bot.services.who import House
from bot.storage import Connection, follow_ups, managers, outgoing
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord, State
from habits.calendar import instant, local_date
from habits.catalogue_lists import FollowedUpBy
from habits.following import Done, due_dates

_GATHERED_FOR = timedelta(minutes=30)
_SHOWN_FOR = timedelta(days=8)


def remind(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    now: datetime,
    on: date | None = None,
    *,
    dated: bool = False,
) -> None:
    """Something waits for the manager (from their local date `on`, else from now): see that a
    Today message brings it, on the first free day. `dated`: the manager gave that day to somebody,
    so it comes however much others asked that week."""
    if on is None or on <= local_date(now, manager.zone):
        wished = now + _GATHERED_FOR
    else:
        wished = instant(on, morning(manager.schedule.hours), manager.zone)
    plan_on_a_free_day(connection, house, manager, Kind.TODAY, wished, now, dated=dated)


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
        follow_ups.add(connection, manager.id, habit.key, source_id, now, day)
        if habit.tool.follow_up.by is FollowedUpBy.TIMER:
            remind(connection, house, manager, now, on=day)


def planned_anew(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> None:
    """Work days, hours or a break changed: each Today message to come finds its day again."""
    moved = waiting_rows(connection, manager, Kind.TODAY, now)
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
        return _message(waiting_in_messages(connection, house, manager, day, row.sent_at))
    fresh = _new_items(connection, house, manager, now)
    if not fresh:
        return None
    dated = any(one.due_on is not None for one in fresh)
    if not may_come_today(connection, house, manager, row, now, dated=dated):
        _plan(connection, house, manager, now, now)
        return None
    day = local_date(now, manager.zone)
    everything = waiting_in_messages(connection, house, manager, day, now)
    items = [*fresh, *(one for one in everything if one not in fresh)]
    return _message(sorted(items, key=lambda one: one.due_on is None))


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
    items = waiting_in_messages(connection, house, manager, local_date(now, manager.zone), now)
    last = outgoing.last_sent(connection, manager.id, Kind.TODAY)
    if last is None:
        return items
    seen = waiting_in_messages(connection, house, manager, local_date(last, manager.zone), last)
    return [one for one in items if one.id not in {each.id for each in seen}]


def _plan(
    connection: Connection, house: House, manager: ManagerRecord, wished: datetime, now: datetime
) -> None:
    plan_on_a_free_day(connection, house, manager, Kind.TODAY, wished, now)


def shown_anew(connection: Connection, manager: ManagerRecord, now: datetime) -> None:
    """What waits changed: messages that show it follow."""
    first = local_date(now - _SHOWN_FOR, manager.zone)
    rows = outgoing.of_manager(connection, manager.id, first)
    shown = [
        row.id
        for row in rows
        if row.kind in (Kind.TODAY, Kind.CHECK_IN, Kind.START) and row.state is State.SENT
    ]
    outgoing.shows_something_else(connection, shown)
