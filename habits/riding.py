"""Help on a call: who may do what, from the first word to what came of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LENGTHS = (30, 45, 60)
"""Minutes that a call can take."""

REMINDED_BEFORE = timedelta(minutes=15)
FURTHEST = timedelta(days=365)


class Side(StrEnum):
    """The two of a call: the rep leads it, the manager helps."""

    REP = "rep"
    MANAGER = "manager"

    @property
    def other(self) -> "Side":
        return Side.MANAGER if self is Side.REP else Side.REP


class Role(StrEnum):
    """What the manager does on the call; the rep leads it in any case."""

    LISTEN = "listen"
    OPEN_A_DOOR = "open_a_door"
    EXPERT = "expert"


class State(StrEnum):
    """WITH_MANAGER and WITH_REP: that side is to answer. BOOKED: both want it. HELD: it took
    place; NOT_HELD: somebody said that it did not. DECLINED: the manager said no, with a reason.
    TAKEN_BACK: the rep needs it no more. CALLED_OFF: one of them called a booked call off.
    UNANSWERED: its time came before an answer did."""

    WITH_MANAGER = "with-manager"
    WITH_REP = "with-rep"
    BOOKED = "booked"
    HELD = "held"
    NOT_HELD = "not-held"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"
    CALLED_OFF = "called-off"
    UNANSWERED = "unanswered"


class Act(StrEnum):
    """What one of the two can do."""

    ACCEPT = "accept"
    OTHER_TIME = "other-time"
    DECLINE = "decline"
    TAKE_BACK = "take-back"
    CALL_OFF = "call-off"
    TOOK_PLACE = "took-place"
    DID_NOT = "did-not"


class Why(StrEnum):
    """Why something cannot be done."""

    NOT_YOURS = "not_yours"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    OVER = "over"
    PAST = "past"


@dataclass(frozen=True)
class Ride:
    """A call on which the manager helps, asked for by one side, at the UTC instant `starts_at`."""

    asked_by: Side
    state: State
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_open(self) -> bool:
        """Somebody is still to answer."""
        return self.state in _TURN


@dataclass(frozen=True)
class Erased:
    """Nothing of it is kept: what a rep declines leaves no trace."""


@dataclass(frozen=True)
class Refused:
    why: Why


Outcome = Ride | Erased | Refused

_TURN = {State.WITH_MANAGER: Side.MANAGER, State.WITH_REP: Side.REP}
_WITH = {side: state for state, side in _TURN.items()}
_AFTERWARDS = (State.BOOKED, State.NOT_HELD, State.HELD)


def begin(asked_by: Side, starts_at: datetime, minutes: int) -> Ride:
    """A request or an offer: the other side is to answer."""
    return Ride(asked_by, _WITH[asked_by.other], starts_at, minutes)


def step(ride: Ride, side: Side, act: Act, now: datetime, at: datetime | None = None) -> Outcome:
    """What becomes of it when that side does this at the UTC instant `now`; `at` is the instant
    that OTHER_TIME suggests."""
    match act:
        case Act.TOOK_PLACE | Act.DID_NOT:
            return _afterwards(ride, act, now)
        case Act.CALL_OFF:
            return _booked(ride, now) or replace(ride, state=State.CALLED_OFF)
        case Act.TAKE_BACK:
            return _take_back(ride, side, now)
        case Act.OTHER_TIME:
            return _other_time(ride, side, now, at)
        case Act.ACCEPT:
            return _turn(ride, side, now) or replace(ride, state=State.BOOKED)
        case Act.DECLINE:
            return _turn(ride, side, now) or _declined(ride, side)


def lapse(ride: Ride, now: datetime) -> Ride | Erased:
    """What nobody answered until the call began. An offer that the rep did not answer vanishes, as
    a declined one does."""
    if not ride.is_open or now < ride.starts_at:
        return ride
    if ride.asked_by is Side.MANAGER and ride.state is State.WITH_REP:
        return Erased()
    return replace(ride, state=State.UNANSWERED)


def _declined(ride: Ride, side: Side) -> Outcome:
    if side is Side.MANAGER:
        return replace(ride, state=State.DECLINED)
    return Erased() if ride.asked_by is Side.MANAGER else replace(ride, state=State.TAKEN_BACK)


def _take_back(ride: Ride, side: Side, now: datetime) -> Outcome:
    """The rep needs it no more, whoever is to answer. Of an offer for which they suggested another
    time it is a late no; one that waits for them they decline."""
    if side is not Side.REP:
        return Refused(Why.NOT_YOURS)
    if not ride.is_open:
        return Refused(Why.OVER)
    offered = ride.asked_by is Side.MANAGER
    if offered and ride.state is State.WITH_REP:
        return Refused(Why.NOT_YOURS)
    if now >= ride.starts_at:
        return Refused(Why.TOO_LATE)
    return Erased() if offered else replace(ride, state=State.TAKEN_BACK)


def _other_time(ride: Ride, side: Side, now: datetime, at: datetime | None) -> Outcome:
    refused = _booked(ride, now) if ride.state is State.BOOKED else _turn(ride, side, now)
    if refused is not None:
        return refused
    if at is None or not now < at <= now + FURTHEST:
        return Refused(Why.PAST)
    return replace(ride, state=_WITH[side.other], starts_at=at)


def _afterwards(ride: Ride, act: Act, now: datetime) -> Outcome:
    if ride.state not in _AFTERWARDS:
        return Refused(Why.OVER)
    if now < ride.starts_at:
        return Refused(Why.TOO_EARLY)
    if act is Act.TOOK_PLACE:
        return replace(ride, state=State.HELD)
    return ride if ride.state is State.HELD else replace(ride, state=State.NOT_HELD)


def _booked(ride: Ride, now: datetime) -> Refused | None:
    if ride.state is not State.BOOKED:
        return Refused(Why.OVER)
    return Refused(Why.TOO_LATE) if now >= ride.starts_at else None


def _turn(ride: Ride, side: Side, now: datetime) -> Refused | None:
    """What keeps that side from answering."""
    if not ride.is_open:
        return Refused(Why.OVER)
    if _TURN[ride.state] is not side:
        return Refused(Why.NOT_YOURS)
    return Refused(Why.TOO_LATE) if now >= ride.starts_at else None
