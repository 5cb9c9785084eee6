"""What a message about a call says, when it goes out and when it is shown anew."""

from datetime import datetime, timedelta

from bot.services.ride_messages import Place, RideMessage, RideShown
from bot.services.ride_moments import reads_too_late, rows_of
from bot.services.taking_part import name_of, takes_part
from bot.services.today import remind
from bot.services.who import House
from bot.storage import Connection, managers, outgoing, people, rides
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
from bot.storage.outgoing import State as RowState
from bot.storage.rides import RideRecord
from habits.calendar import local
from habits.composing import Part
from habits.riding import Act, Refused, Side, State, step
from habits.texts import say, say_each

_TO_REPS = (Kind.HELP_REP, Kind.CALL_REP)
_OFFERED_WAYS = (
    Act.ACCEPT,
    Act.OTHER_TIME,
    Act.DECLINE,
    Act.TAKE_BACK,
    Act.CALL_OFF,
    Act.TOOK_PLACE,
    Act.DID_NOT,
)
_LATER = timedelta(minutes=1)
_TO_BE_TOLD = {
    Side.MANAGER: (State.WITH_MANAGER, State.BOOKED, State.CALLED_OFF),
    Side.REP: (State.WITH_REP, State.BOOKED, State.DECLINED, State.CALLED_OFF),
}
"""What somebody hears who was told nothing of it yet."""


def ride_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> RideMessage | None:
    """How it stands; None where there is nothing to say any more."""
    reader = Side.REP if row.kind in _TO_REPS else Side.MANAGER
    place = Place(row.place) if row.place in set(Place) else Place.NEWS
    ride = rides.get(connection, row.workspace, row.subject or "")
    if row.ts is None and (ride is None or not _is_news(connection, place, reader, ride, manager)):
        return None
    other = ride.rep if ride and reader is Side.MANAGER else manager.user
    known = ride is not None or reader is Side.REP
    here = ride is not None and takes_part(connection, ride.manager, ride.rep)
    shown = shown_to(connection, house, reader, ride, manager, now) if ride and here else None
    return RideMessage(
        place=place,
        reader=reader,
        other=other if known else "",
        other_name=name_of(connection, row.workspace, other) if known else say("reps.somebody"),
        team=row.workspace,
        ride=shown,
        older=_has_newer(connection, row),
        manager_left=not manager.is_active,
    )


def shown_to(
    connection: Connection,
    house: House,
    reader: Side,
    ride: RideRecord,
    manager: ManagerRecord,
    now: datetime,
) -> RideShown:
    """A call as that side reads it at the UTC instant `now`."""
    other = manager.user if reader is Side.REP else ride.rep
    wrote = ride.rep_body if reader is Side.REP else ride.debrief
    return RideShown(
        id=ride.id,
        reader=reader,
        other=other,
        other_name=name_of(connection, ride.workspace, other),
        team=ride.workspace,
        state=ride.ride.state,
        asked_by=ride.ride.asked_by,
        role=ride.role,
        deal=ride.body.get("deal", ""),
        need=ride.body.get("need", ""),
        at=local(ride.ride.starts_at, zone_of(connection, reader, ride, manager)),
        minutes=ride.ride.minutes,
        ways=tuple(act for act in _OFFERED_WAYS if _can(ride, reader, act, now)),
        because=ride.because or "",
        lines=_lines(ride),
        own_lines=wrote or {},
        wrote=wrote is not None,
        helped=ride.helped or "",
        unheard=reads_too_late(connection, house, manager, ride, reader.other, now),
    )


def ride_sent(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    """Earlier messages to the same person point to this one."""
    del house, channel, ts, now
    if row.place in (Place.NEWS, Place.DEBRIEF):
        earlier = [
            one.id
            for one in rows_of(connection, row.workspace, row.subject or "")
            if one.recipient == row.recipient and one.ts is not None and one.id != row.id
        ]
        outgoing.shows_something_else(connection, earlier)


def ride_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """What could not reach the manager in time lies on their Home: a Today message brings it."""
    del why
    manager = managers.get(connection, row.manager)
    to_manager = row.kind is Kind.HELP and row.place == Place.NEWS
    if to_manager and manager is not None and manager.is_active:
        remind(connection, house, manager, now)


def zone_of(connection: Connection, reader: Side, ride: RideRecord, manager: ManagerRecord) -> str:
    """The zone in which that side reads times."""
    if reader is Side.MANAGER:
        return manager.zone
    person = people.get(connection, ride.workspace, ride.rep)
    return person.zone if person else manager.zone


def manager_of(connection: Connection, ride: RideRecord) -> ManagerRecord | None:
    """None where they do not use the bot any more."""
    found = managers.get(connection, ride.manager)
    return found if found is not None and found.is_active else None


def _is_news(
    connection: Connection, place: Place, reader: Side, ride: RideRecord, manager: ManagerRecord
) -> bool:
    """Whether there is still something to say to somebody who did not read it yet."""
    if not takes_part(connection, manager.id, ride.rep):
        return False
    match place:
        case Place.NEWS:
            return ride.ride.state in _TO_BE_TOLD[reader]
        case Place.SILENT:
            return ride.ride.state is State.WITH_MANAGER
        case Place.SOON:
            return ride.ride.state is State.BOOKED
        case Place.DEBRIEF:
            mine = ride.debrief if reader is Side.MANAGER else ride.rep_body
            return ride.ride.state in (State.BOOKED, State.HELD) and mine is None


def _can(ride: RideRecord, side: Side, act: Act, now: datetime) -> bool:
    # Any later instant will do: a window of its own asks for it.
    at = max(now, ride.ride.starts_at) + _LATER
    return not isinstance(step(ride.ride, side, act, now, at), Refused)


def _has_newer(connection: Connection, row: OutgoingRecord) -> bool:
    """Whether a later message to the same person shows how it stands."""
    if (row.place != Place.NEWS and row.place != Place.SILENT) or row.sent_at is None:
        return False
    return any(
        other.recipient == row.recipient
        and other.state is RowState.SENT
        and other.sent_at is not None
        and other.sent_at > row.sent_at
        and other.place in (Place.NEWS, Place.DEBRIEF)
        for other in rows_of(connection, row.workspace, row.subject or "")
    )


def _lines(ride: RideRecord) -> tuple[Part, ...]:
    """What both wrote, the manager's first."""
    return tuple(
        Part(say_each("calls.lines", name), text)
        for lines in (ride.debrief, ride.rep_body)
        for name, text in (lines or {}).items()
        if text
    )
