"""What other parts of the bot ask about calls: what waits, for whom, and what is true of them."""

from datetime import date, datetime, time, timedelta

from bot.services.meetings import clip
from bot.services.rep_things import RepThing, RepThings
from bot.services.ride_steps import RIDE_ALONG, calls_of_rep, mine, take
from bot.services.ride_voices import manager_of, zone_of
from bot.services.taking_part import name_of, takes_part
from bot.services.team_messages import TodayItem, Way
from bot.services.tools import Known, WaitingKind
from bot.services.who import House, Who
from bot.storage import Connection, rides
from bot.storage.managers import ManagerRecord
from habits.calendar import ONE_DAY, instant, local, local_date
from habits.catalogue_lists import SlotSource
from habits.errors import NotHere
from habits.phrases import day_and_time
from habits.riding import Act, Side, State
from habits.texts import say, say_each

RIDE = "ride"
"""The kind of what waits."""
DEBRIEF = "debrief"
"""The way to say how a call was."""

_ASKED_FOR = timedelta(days=7)
"""For so long Home asks how a call was."""


def _waiting(
    connection: Connection, house: House, manager: ManagerRecord, day: date, until: datetime
) -> list[TodayItem]:
    """Requests to answer, and calls that are over without a word on how they were."""
    del day
    habit = house.catalogue.habits.get(RIDE_ALONG)
    title = habit.name if habit else say("calls.title")
    items: list[TodayItem] = []
    for one in rides.open_of_manager(connection, manager.id):
        ends, came = one.ride.ends_at, one.answered_at or one.at
        name = name_of(connection, manager.workspace, one.rep)
        at = day_and_time(local(one.ride.starts_at, manager.zone))
        if one.ride.state is State.WITH_MANAGER and came <= until < one.ride.starts_at:
            text = say("calls.waits.request", name=name, at=at)
            if one.ride.asked_by is Side.MANAGER:
                text = say("calls.waits.other_time", name=name, at=at)
            ways = (Way("answer", say("calls.waits.answer"), opens=True),)
        elif one.ride.state is State.BOOKED and ends <= until < ends + _ASKED_FOR:
            text = say("calls.waits.debrief", name=name, at=at)
            write = Way(DEBRIEF, say("calls.buttons.write"), opens=True)
            ways = (write, Way(Act.DID_NOT, say("calls.buttons.did_not")))
        else:
            continue
        deal = one.body.get("deal", "")
        items.append(TodayItem(RIDE, one.id, text, title=title, own=deal, ways=ways))
    return items


def _take_waiting(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    ride_id: str,
    value: str,
    now: datetime,
) -> None:
    ride = rides.get(connection, manager.workspace, ride_id)
    if ride is None or ride.manager != manager.id or value != Act.DID_NOT:
        raise NotHere
    take(connection, house, ride, Side.MANAGER, manager, Act.DID_NOT, now)


WAITING = WaitingKind(_waiting, _take_waiting)


def booked_call(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    """The next call that is booked for today or tomorrow and has not begun."""
    del house
    ends = instant(local_date(now, manager.zone) + 2 * ONE_DAY, time.min, manager.zone)
    found = rides.booked_between(connection, manager.id, now, ends)
    here = (one for one in found if takes_part(connection, manager.id, one.rep))
    ride = next(here, None)
    if ride is None:
        return None
    name = name_of(connection, manager.workspace, ride.rep)
    return Known({SlotSource.RIDE_REP: clip(name, SlotSource.RIDE_REP.longest)}, ride.rep)


def _of_rep(connection: Connection, house: House, who: Who, now: datetime) -> list[RepThing]:
    """What the rep asked for, was offered, or has booked."""
    del house
    things: list[RepThing] = []
    for one in calls_of_rep(connection, who, now):
        manager = manager_of(connection, one)
        if manager is None:
            continue
        name = name_of(connection, who.workspace, manager.user)
        at = day_and_time(local(one.ride.starts_at, zone_of(connection, Side.REP, one, manager)))
        text = say_each("calls.of_rep", one.ride.state, name=name, at=at)
        match one.ride.state:
            case State.WITH_MANAGER if one.ride.asked_by is Side.MANAGER:
                text = say("calls.of_rep.suggested", name=name, at=at)
                way = Way(Act.TAKE_BACK, say("calls.buttons.not_needed"))
            case State.WITH_MANAGER:
                way = Way(Act.TAKE_BACK, say("calls.buttons.take_back"))
            case State.WITH_REP:
                way = Way("answer", say("calls.buttons.answer"), opens=True)
            case _:
                # Its window tells whether there is time for the other one to read of it.
                way = Way("open", say("calls.list.open"), opens=True)
        things.append(RepThing(RIDE, one.id, text, own=one.body.get("deal", ""), ways=(way,)))
    return [*_lines_to_add(connection, who, now), *things]


def _lines_to_add(connection: Connection, who: Who, now: datetime) -> list[RepThing]:
    """Calls that are over, of which the rep has not said how they were."""
    things: list[RepThing] = []
    for one in rides.over_of_rep(connection, who.workspace, who.user, now - _ASKED_FOR, now):
        manager = manager_of(connection, one)
        if manager is None or not takes_part(connection, one.manager, one.rep):
            continue
        if now < one.ride.ends_at or one.rep_body is not None:
            continue
        name = name_of(connection, who.workspace, manager.user)
        at = day_and_time(local(one.ride.starts_at, zone_of(connection, Side.REP, one, manager)))
        ways = [Way(DEBRIEF, say("calls.buttons.write_rep"), opens=True)]
        if one.ride.state is State.BOOKED:
            ways.append(Way(Act.DID_NOT, say("calls.buttons.did_not")))
        text = say("calls.waits.debrief", name=name, at=at)
        things.append(RepThing(RIDE, one.id, text, one.body.get("deal", ""), tuple(ways)))
    return things


def _take_of_rep(
    connection: Connection, house: House, who: Who, ride_id: str, value: str, now: datetime
) -> None:
    ride, side, manager = mine(connection, house, who, ride_id)
    if side is not Side.REP or value not in (Act.TAKE_BACK, Act.DID_NOT):
        raise NotHere
    take(connection, house, ride, side, manager, Act(value), now)


OF_REPS = RepThings(_of_rep, _take_of_rep)
