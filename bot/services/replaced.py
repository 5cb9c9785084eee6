"""The scheduled prompt of a week gives way to the one that came as the answer to an event."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time

from bot.storage import Connection, outgoing, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord, State
from habits.calendar import ONE_WEEK, local_date, week_named, week_of
from habits.prompts import Origin
from habits.texts import say


def event_dates(connection: Connection, manager: ManagerRecord, first: date) -> list[date]:
    """The manager's dates on which an event was answered with its prompt, from a week before
    `first` on."""
    since = datetime.combine(first - ONE_WEEK, time(), UTC)
    asked = prompts.decided_since(connection, manager.id, Origin.EVENT, since)
    return [local_date(at, manager.zone) for at in asked]


def is_replaced(connection: Connection, manager: ManagerRecord, row: OutgoingRecord) -> bool:
    """Whether the row is a scheduled prompt in whose week one came as the answer to an event."""
    return replaces(event_dates(connection, manager, row.local_date), manager, row)


def replaces(events: Collection[date], manager: ManagerRecord, row: OutgoingRecord) -> bool:
    """The same, where the dates of the events are known."""
    if row.kind is not Kind.PROMPT or row.week is None:
        return False
    week = week_named(row.week, manager.work_days)
    return any(week_of(day, manager.work_days) == week for day in events)


def withdraw_replaced(
    connection: Connection, rows: Sequence[OutgoingRecord], now: datetime
) -> None:
    """Take back those of the rows that wait, also where a first try surely failed."""
    waiting = [row for row in rows if row.state is State.PLANNED]
    for row in waiting:
        if row.prompt is not None:
            prompts.never_shown(connection, row.prompt, now)
    outgoing.withdraw(connection, [row.id for row in waiting], say("rhythm.why.replaced"))
