"""Being away by Slack status: noticed, asked about once, and left out where the manager agrees."""

from datetime import date, datetime, timedelta

from bot.services.away import AwayOffer, offers_afterwards, work_days_away
from bot.services.planning import plan_manager
from bot.services.time_off import end_time_off, leave_out
from bot.services.today import planned_anew, remind
from bot.services.who import House
from bot.services.zones import zone_planned_anew
from bot.storage import Connection, away, managers
from bot.storage.away import AwayAnswer, AwayRecord
from bot.storage.excuses import Why
from bot.storage.managers import ManagerRecord
from habits.calendar import local_date
from habits.errors import NotHere

_JUST_NOW = timedelta(days=2)
_A_MOMENT = timedelta(seconds=1)


def status_told(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    says_away: bool,
    until: datetime | None,
    now: datetime,
) -> None:
    """Slack says what the manager's status is: away `until` a UTC instant (None: without an end),
    or not away. Kept are only times of more than a quarter of a work day."""
    runs = away.running(connection, manager.id, now)
    if not says_away or (until is not None and until <= now):
        if runs is not None:
            _ends(connection, house, manager, runs, now, now)
        over = offers_afterwards(connection, house, manager, now)
        if any(_is_new(one, manager, now) for one in over):
            remind(connection, house, manager, now)
    elif runs is None:
        begun = AwayRecord("", manager.id, now, until, None)
        if until is None or work_days_away(house, manager, begun, now):
            away.begin(connection, manager.id, now, until)
    else:
        _ends(connection, house, manager, runs, until, now)


def answer_away(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    away_id: str,
    answer: AwayAnswer,
    now: datetime,
) -> None:
    """Leave the days out, or not. Raises NotHere."""
    record = away.get(connection, manager.id, away_id)
    if record is None:
        raise NotHere
    if record.answer is answer:
        return
    away.answer(connection, record.id, answer)
    if answer is AwayAnswer.LEAVE_OUT:
        _leave_out(connection, house, manager, record, now)
    elif record.answer is AwayAnswer.LEAVE_OUT:
        _count_again(connection, manager, record, now)
        _plan_anew(connection, house, manager, now)


def is_here(connection: Connection, manager: ManagerRecord, now: datetime) -> bool:
    """The manager wants messages although the status says away, and the days to come count; False
    where it does not say so. The caller plans anew."""
    record = away.running(connection, manager.id, now)
    if record is None or record.answer is AwayAnswer.HERE:
        return False
    away.answer(connection, record.id, AwayAnswer.HERE)
    _count_again(connection, manager, record, now)
    return True


def is_here_on(
    connection: Connection, manager: ManagerRecord, first: date, last: date, now: datetime
) -> None:
    """The manager wants messages on these dates. Where the status that runs says away on one of
    them, they are here: else its next change would leave the dates out again."""
    record = away.running(connection, manager.id, now)
    if record is None:
        return
    begins = local_date(record.since, manager.zone)
    ends = local_date(record.until - _A_MOMENT, manager.zone) if record.until else date.max
    if begins <= last and first <= ends:
        is_here(connection, manager, now)


def asked_again(connection: Connection, manager: ManagerRecord, now: datetime) -> None:
    """The manager comes back after they left: about a status that still runs, and whose days they
    left out then, they are asked anew."""
    record = away.running(connection, manager.id, now)
    if record is not None and record.answer is AwayAnswer.LEAVE_OUT:
        away.answer(connection, record.id, None)


def _is_new(offer: AwayOffer, manager: ManagerRecord, now: datetime) -> bool:
    return offer.until is not None and offer.until >= local_date(now - _JUST_NOW, manager.zone)


def _ends(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    record: AwayRecord,
    until: datetime | None,
    now: datetime,
) -> None:
    """It ends at another instant than was known; what was left out follows."""
    ended = AwayRecord(record.id, record.manager, record.since, until, record.answer)
    days = work_days_away(house, manager, ended, now)
    if record.until != until:
        away.ends(connection, record.id, until)
    if until is not None and not days:
        away.forget(connection, record.id)
    if record.answer is AwayAnswer.LEAVE_OUT:
        first = local_date(record.since, manager.zone)
        end_time_off(connection, manager, first, date.max, (Why.AWAY,))
        _leave_out(connection, house, manager, ended, now)


def _leave_out(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    record: AwayRecord,
    now: datetime,
) -> None:
    """Its work days do not count, and nothing comes on those to come."""
    days = work_days_away(house, manager, record, now)
    if days:
        leave_out(connection, manager, (days[0], days[-1]), Why.AWAY)
    _plan_anew(connection, house, manager, now)


def _count_again(
    connection: Connection, manager: ManagerRecord, record: AwayRecord, now: datetime
) -> None:
    """What was left out of it from today on counts; what is past stays left out."""
    if record.until is None or record.until > now:
        first = max(local_date(now, manager.zone), local_date(record.since, manager.zone))
        end_time_off(connection, manager, first, date.max, (Why.AWAY,))


def _plan_anew(connection: Connection, house: House, manager: ManagerRecord, now: datetime) -> None:
    """Where the time off changed, the messages find their days again."""
    after = managers.get(connection, manager.id)
    if after is None or after.time_off == manager.time_off:
        return
    plan_manager(connection, after, now, house.off(after, now))
    planned_anew(connection, house, after, now)
    zone_planned_anew(connection, house, after, now)
