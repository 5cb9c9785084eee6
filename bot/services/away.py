"""What a Slack status and Do Not Disturb say about when a manager can be reached."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.services.who import House
from bot.storage import Connection, away, excuses
from bot.storage.away import AwayAnswer, AwayRecord
from bot.storage.excuses import Why
from bot.storage.managers import ManagerRecord
from habits.absence import covered, days_away, quiet_window
from habits.calendar import ONE_DAY, instant, local_date

_ASKED_FOR = timedelta(days=28)
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class AwayOffer:
    """Days to leave out because the Slack status said away, with local dates. `first` to `last`
    are the work days away, `until` the last date of the status: both None where it runs without an
    end."""

    away: str
    first: date
    last: date | None
    until: date | None


def running(connection: Connection, manager: ManagerRecord, now: datetime) -> AwayRecord | None:
    """The time away that keeps messages back at the UTC instant `now`; None as well where the
    manager said that they are here."""
    found = away.running(connection, manager.id, now)
    return None if found is None or found.answer is AwayAnswer.HERE else found


def quiet_until(manager: ManagerRecord, now: datetime) -> datetime | None:
    """The UTC instant at which the manager's Do Not Disturb ends; None where it does not run."""
    if manager.quiet_from is None or manager.quiet_until is None:
        return None
    window = quiet_window(manager.quiet_from, manager.quiet_until, now, manager.zone)
    return None if window is None else window[1]


def offered(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> AwayOffer | None:
    """The break to offer while the status says away; None where nothing is to be asked."""
    found = away.running(connection, manager.id, now)
    if found is None or found.answer is not None:
        return None
    return _offer(connection, house, manager, found, now)


def offers_afterwards(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> list[AwayOffer]:
    """The days to leave out after the status said away, for four weeks."""
    over = away.over_without_answer(connection, manager.id, now - _ASKED_FOR, now)
    found = (_offer(connection, house, manager, one, now) for one in over)
    return [one for one in found if one is not None]


def work_days_away(
    house: House, manager: ManagerRecord, record: AwayRecord, now: datetime
) -> tuple[date, ...]:
    """The work dates that it covers; without an end, those up to today, today included."""
    begins = manager.schedule.hours.start
    tomorrow = instant(local_date(now, manager.zone) + ONE_DAY, begins, manager.zone)
    off = house.off(manager, now)
    return days_away(record.since, record.until or tomorrow, manager.schedule, off)


def _offer(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    record: AwayRecord,
    now: datetime,
) -> AwayOffer | None:
    """None where all of it is left out already."""
    days = work_days_away(house, manager, record, now)
    if record.until is not None:
        if not days or covered(days, excuses.spans(connection, manager.id, list(Why))):
            return None
        until = local_date(record.until - _A_MOMENT, manager.zone)
        return AwayOffer(record.id, days[0], days[-1], until)
    if days and covered(days, excuses.spans(connection, manager.id, list(Why))):
        return None
    return AwayOffer(record.id, local_date(record.since, manager.zone), None, None)
