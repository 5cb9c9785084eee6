"""Spans of dates on which a manager has time off: planned, merged, ended."""

from datetime import date, datetime, timedelta

from bot.storage import Connection, excuses, managers
from bot.storage.excuses import Why
from bot.storage.managers import ManagerRecord
from habits.absence import Span, merged
from habits.calendar import ONE_DAY, local_date

LONGEST = timedelta(days=366)
OFF = (Why.TIME_OFF, Why.AWAY)
"""What makes up the time off; a break that began at once is counted by itself."""


def next_time_off(manager: ManagerRecord, today: date) -> Span | None:
    """The next span that begins after the manager's local date `today`."""
    return min((span for span in manager.time_off if span[0] > today), default=None)


def still_to_come(manager: ManagerRecord, today: date) -> tuple[Span, ...]:
    """The spans that run on the local date `today` or begin later."""
    return tuple(span for span in manager.time_off if span[1] >= today)


def leave_out(connection: Connection, manager: ManagerRecord, span: Span, why: Why) -> None:
    """These dates do not count, and nothing comes on them."""
    excuses.add(connection, manager.id, *span, why)
    _settle(connection, manager)


def begin_break(connection: Connection, manager: ManagerRecord, last: date, now: datetime) -> None:
    """Nothing comes from today to the local date `last`; a break that lasts longer stays."""
    today = local_date(now, manager.zone)
    until = max(last + ONE_DAY, manager.paused_until or today)
    managers.pause(connection, manager.id, until)
    excuses.take_back(connection, manager.id, today, date.max, [Why.BREAK])
    excuses.add(connection, manager.id, today, until - ONE_DAY, Why.BREAK)


def end_time_off(
    connection: Connection,
    manager: ManagerRecord,
    first: date,
    last: date,
    why: tuple[Why, ...] = OFF,
) -> None:
    """The dates from `first` to `last` count again, and messages come on them."""
    excuses.take_back(connection, manager.id, first, last, why)
    _settle(connection, manager)


def end_all(connection: Connection, manager: ManagerRecord, today: date) -> None:
    """From the local date `today` on nothing is left out any more."""
    excuses.take_back(connection, manager.id, today, date.max, tuple(Why))
    _settle(connection, manager)


def end_running(connection: Connection, manager: ManagerRecord, today: date) -> bool:
    """End the time off that runs on the local date `today`, from that day on; False where there
    is none."""
    running = [span for span in manager.time_off if span[0] <= today <= span[1]]
    for _, last in running:
        end_time_off(connection, manager, today, last)
    return bool(running)


def _settle(connection: Connection, manager: ManagerRecord) -> None:
    spans = merged(excuses.spans(connection, manager.id, OFF))
    managers.has_time_off(connection, manager.id, spans)
