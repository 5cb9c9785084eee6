"""A manager's time zone changed: they are told once, on a day without another message."""

from datetime import datetime, timedelta

from bot.services.free_days import may_come_today, plan_on_a_free_day, waiting_rows
from bot.services.messages import NoticeMessage
from bot.services.planning import outlook
from bot.services.who import House
from bot.storage import Connection, managers, outgoing
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
from habits.calendar import local, local_date
from habits.phrases import clock, weekday
from habits.planning import Moment
from habits.texts import say

_LOOK_AHEAD = timedelta(days=10)


def tell_new_zone(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> None:
    """Plan the notice; it takes the place of one that still waits."""
    waiting = waiting_rows(connection, manager, Kind.NOTICE, now)
    outgoing.withdraw(connection, [row.id for row in waiting], "a newer notice takes its place")
    plan_on_a_free_day(connection, house, manager, Kind.NOTICE, now, now)


def zone_planned_anew(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> None:
    """Work days, hours or a break changed: a notice that waits finds its day again."""
    waiting = waiting_rows(connection, manager, Kind.NOTICE, now)
    outgoing.withdraw(connection, [row.id for row in waiting], "the settings changed")
    for row in waiting:
        wished = max(row.asked_at, now)
        plan_on_a_free_day(connection, house, manager, Kind.NOTICE, wished, now)


def zone_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> NoticeMessage | None:
    """The zone as it is now; None where another message came that day after all: then it comes
    another day."""
    if not may_come_today(connection, house, manager, row, now):
        plan_on_a_free_day(connection, house, manager, Kind.NOTICE, now, now)
        return None
    today = local_date(now, manager.zone)
    off = house.off(manager, now)
    planned = outlook(connection, manager, today, today + _LOOK_AHEAD, off).planned
    coming = [one for one in planned if isinstance(one, Moment) and one.due_at > now]
    return NoticeMessage(say("zone.changed"), _lines(manager, coming))


def zone_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, _why: str, now: datetime
) -> None:
    """It could not go out that day: it comes another day."""
    manager = managers.get(connection, row.manager)
    if manager is not None and manager.is_active:
        plan_on_a_free_day(connection, house, manager, Kind.NOTICE, now, now)


def zone_words(zone: str) -> str:
    """What people call a zone: "Europe/Berlin" is "Berlin"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _lines(manager: ManagerRecord, coming: list[Moment]) -> tuple[str, ...]:
    moved = say("zone.moved_along", zone=zone_words(manager.zone))
    if not coming:
        return (moved,)
    at = local(coming[0].asked_at, manager.zone)
    return (moved, say("zone.next", weekday=weekday(at), at=clock(at)))
