"""What follows when one of the two does something about a call."""

from dataclasses import replace
from datetime import datetime

from bot.services import ride_moments
from bot.services.ride_voices import manager_of
from bot.services.taking_part import takes_part
from bot.services.today import shown_anew
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, rides
from bot.storage.managers import ManagerRecord
from bot.storage.rides import RideRecord
from habits.errors import HabitsError, NotHere
from habits.riding import Act, Erased, Refused, Ride, Side, State, Why, lapse, step
from habits.texts import say_each

RIDE_ALONG = "ride_along"
_LAPSED_AT_ONCE = 100


class CallRefused(HabitsError):
    """It cannot be done with this call, or not any more."""

    def __init__(self, why: Why) -> None:
        super().__init__(say_each("calls.refused", why))


def mine(
    connection: Connection, house: House, who: Who, ride_id: str
) -> tuple[RideRecord, Side, ManagerRecord]:
    """A call of this very person, their side of it, and its manager. Raises NotHere."""
    ride = rides.get(connection, who.workspace, ride_id)
    manager = None if ride is None else manager_of(connection, ride)
    if ride is None or manager is None:
        raise NotHere
    if who.user == manager.user:
        return ride, Side.MANAGER, active_manager(connection, who, house)
    if who.user != ride.rep or not takes_part(connection, manager.id, ride.rep):
        raise NotHere
    return ride, Side.REP, manager


def take(
    connection: Connection,
    house: House,
    ride: RideRecord,
    side: Side,
    manager: ManagerRecord,
    act: Act,
    now: datetime,
) -> RideRecord | None:
    """Do it, and let the other side hear; None where nothing of it is kept. Raises CallRefused."""
    outcome = step(ride.ride, side, act, now)
    taken_back = act is Act.TAKE_BACK and not isinstance(outcome, Refused)
    if taken_back and ride_moments.was_booked(connection, ride):
        # Who has a call in their calendar hears that it is off, also while it was to move.
        outcome = replace(ride.ride, state=State.CALLED_OFF)
    match outcome:
        case Refused(why):
            raise CallRefused(why)
        case Erased():
            ride_moments.leave_no_trace(connection, ride)
            if ride.ride.state is State.WITH_MANAGER:
                shown_anew(connection, manager, now)
            return None
        case Ride():
            if act is Act.DECLINE and side is Side.MANAGER:
                raise NotHere  # It needs a reason, which a window asks for.
            rides.becomes(connection, ride.id, outcome, answered_at=now)
            return follow(connection, house, ride, side, manager, now)


def follow(
    connection: Connection,
    house: House,
    before: RideRecord,
    side: Side,
    manager: ManagerRecord,
    now: datetime,
) -> RideRecord:
    """What follows from a change by that side: who hears it, and which moments are to come."""
    ride = rides.get(connection, before.workspace, before.id)
    assert ride is not None  # noqa: S101  (its caller changed it)
    state = ride.ride.state
    ride_moments.knows(connection, ride, side)
    if state is not State.BOOKED and before.ride.state is State.BOOKED:
        ride_moments.no_moments(connection, ride)
    match state:
        case State.BOOKED:
            ride_moments.tell(connection, house, manager, ride, side.other, now)
            ride_moments.plan_moments(connection, house, manager, ride, now)
        case State.WITH_MANAGER | State.WITH_REP | State.DECLINED | State.CALLED_OFF:
            ride_moments.tell(connection, house, manager, ride, side.other, now)
        case _:
            ride_moments.tell_nobody(connection, ride)
    if state is State.WITH_MANAGER:
        ride_moments.tell_when_silent(connection, house, manager, ride, now)
    ride_moments.shown_anew(connection, ride)
    shown_anew(connection, manager, now)
    return ride


def close_begun(connection: Connection, now: datetime) -> None:
    """End what nobody answered until it began: offers go, requests say so."""
    for ride in rides.begun(connection, now, _LAPSED_AT_ONCE):
        match lapse(ride.ride, now):
            case Erased():
                ride_moments.leave_no_trace(connection, ride)
            case Ride() as ended:
                rides.becomes(connection, ride.id, ended)
                ride_moments.tell_nobody(connection, ride)
                ride_moments.shown_anew(connection, ride)


def calls_of_rep(connection: Connection, who: Who, now: datetime) -> list[RideRecord]:
    """A rep's own calls that wait or are booked and did not begin, of every manager."""
    found = rides.open_of_rep(connection, who.workspace, who.user)
    return [
        one
        for one in found
        if now < one.ride.starts_at and takes_part(connection, one.manager, one.rep)
    ]


def is_offer_out(ride: RideRecord) -> bool:
    """An offer that the rep has not answered looks like one that they declined: it is not there."""
    return ride.ride.asked_by is Side.MANAGER and ride.ride.state is State.WITH_REP


def after(
    ride: RideRecord, side: Side, act: Act, now: datetime, at: datetime | None = None
) -> Ride:
    """Raises CallRefused."""
    match step(ride.ride, side, act, now, at):
        case Refused(why):
            raise CallRefused(why)
        case Erased():
            raise NotHere
        case Ride() as new:
            return new
