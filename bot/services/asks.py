"""Asks that wait for the manager, and what came of all of them: for other conversations."""

from datetime import date, time

from bot.services.filter_views import Waiting
from bot.storage import Connection, requests
from bot.storage.managers import ManagerRecord
from bot.storage.requests import RequestRecord
from habits.calendar import ONE_DAY, instant, local_date
from habits.catalogue_lists import Need
from habits.filtering import Summary, age, summed_up


def waiting(connection: Connection, manager: ManagerRecord, today: date) -> list[Waiting]:
    """What the manager may want to look at on the local date `today`, the oldest first: delayed
    asks whose day has come, and all that is held for the weekly bundle."""
    everything = listed(connection, manager, today)
    return [one for one in everything if one.again_on is None or one.again_on <= today]


def listed(connection: Connection, manager: ManagerRecord, today: date) -> list[Waiting]:
    """All that is held or delayed, the oldest first."""
    return [_waiting(manager, one, today) for one in requests.waiting(connection, manager.id)]


def summary(connection: Connection, manager: ManagerRecord, first: date, last: date) -> Summary:
    """What came in on the manager's local dates `first` to `last`, ends included."""
    begin = instant(first, time.min, manager.zone)
    end = instant(last + ONE_DAY, time.min, manager.zone)
    found = requests.counted(connection, manager.id, begin, end)
    return summed_up([(one.choice, one.minutes, one.post) for one in found])


def true_of_asks(connection: Connection, manager: ManagerRecord) -> frozenset[Need]:
    """The needs that asks make true."""
    held = requests.any_held(connection, manager.id)
    return frozenset({Need.OPEN_BATCH}) if held else frozenset()


def _waiting(manager: ManagerRecord, record: RequestRecord, today: date) -> Waiting:
    return Waiting(
        request=record.id,
        ask=record.body,
        requester=record.requester,
        age=age(local_date(record.at, manager.zone), today),
        again_on=record.again_on,
    )
