"""The rows of outgoing about a call: how it stands, that it begins, and how it was."""

from datetime import date, datetime, timedelta

from bot.services import rep_forms
from bot.services.away import running
from bot.services.forgetting import NO_LONGER_WANTED
from bot.services.ride_messages import Place
from bot.services.who import House
from bot.storage import Connection, letting_go, outgoing, rides
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord, State
from bot.storage.rides import RideRecord
from habits.calendar import end_of_hours, local_date, next_work_moment, work_dates_from
from habits.riding import REMINDED_BEFORE, Side
from habits.riding import State as Standing

KINDS = (Kind.HELP, Kind.HELP_REP, Kind.CALL, Kind.CALL_REP)
_NEWS = {Side.MANAGER: Kind.HELP, Side.REP: Kind.HELP_REP}
_MOMENT = {Side.MANAGER: Kind.CALL, Side.REP: Kind.CALL_REP}
_DAYS_TO_ANSWER = 3
_BEFORE_IT_BEGINS = timedelta(hours=1)
_CHANGED = "the call is at another time, or no more"
_TOO_LATE = "it would come after the call began"
_NOT_OUT = (State.PLANNED, State.WITHDRAWN, State.EXPIRED)


def read_at(house: House, manager: ManagerRecord, now: datetime) -> datetime:
    """The UTC instant from which on the manager can be written to."""
    if manager.schedule.hours_apart:
        return now
    return next_work_moment(now, manager.schedule, house.off(manager, now))


def managers_read_at(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> datetime:
    """The same where their Slack status is heeded as well, if it says when it ends."""
    status = running(connection, manager, now)
    here = now if status is None or status.until is None else max(now, status.until)
    return read_at(house, manager, here)


def read_by_rep_at(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, now: datetime
) -> datetime:
    """The same for the rep."""
    return rep_forms.when(connection, house, manager, rep, now, now).due_at


def tell(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    ride: RideRecord,
    side: Side,
    now: datetime,
) -> None:
    """Let that side hear how it stands, in their hours and before the call, or not at all; what
    they were about to hear is taken back."""
    knows(connection, ride, side)
    due, ends, day = _times(connection, house, manager, ride, side, now)
    ends = min(ends, ride.ride.starts_at)
    _add(connection, manager, ride, _NEWS[side], Place.NEWS, due, ends, day, now)
    if due >= ends:
        waiting = _planned(connection, ride, (_NEWS[side],), (Place.NEWS,))
        outgoing.withdraw(connection, waiting, _TOO_LATE)


def knows(connection: Connection, ride: RideRecord, side: Side) -> None:
    """That side hears something newer, or did it themselves: what they were about to hear is taken
    back."""
    waiting = _planned(connection, ride, (_NEWS[side],), (Place.NEWS, Place.SILENT))
    outgoing.withdraw(connection, waiting, _CHANGED)


def reads_too_late(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    ride: RideRecord,
    side: Side,
    now: datetime,
) -> bool:
    """Whether that side does not hear before the call what the other one did last."""
    told = [
        row
        for row in outgoing.of_subject(connection, ride.workspace, _NEWS[side], ride.id)
        if row.place == Place.NEWS and ride.answered_at and row.asked_at >= ride.answered_at
    ]
    begins = ride.ride.starts_at
    if not told or now >= begins or any(row.state not in _NOT_OUT for row in told):
        return False
    if side is Side.REP:
        return read_by_rep_at(connection, house, manager, ride.rep, now) >= begins
    return managers_read_at(connection, house, manager, now) >= begins


def was_booked(connection: Connection, ride: RideRecord) -> bool:
    """Whether both wanted it once: then they were to be reminded."""
    return bool(outgoing.of_subject(connection, ride.workspace, Kind.CALL, ride.id))


def tell_when_silent(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    ride: RideRecord,
    now: datetime,
) -> None:
    """Unless the manager answers within three work days, or an hour before the call, the rep
    hears that they did not."""
    reads = managers_read_at(connection, house, manager, now)
    due, ends, _ = _times(connection, house, manager, ride, Side.MANAGER, reads)
    begins = ride.ride.starts_at
    at = min(ends, begins - min(_BEFORE_IT_BEGINS, (begins - due) / 2))
    times = rep_forms.when(connection, house, manager, ride.rep, max(at, now), now)
    if times.due_at < begins:
        ends = min(times.window_ends, begins)
        kind, place = Kind.HELP_REP, Place.SILENT
        _add(connection, manager, ride, kind, place, times.due_at, ends, times.local_date, now)


def plan_moments(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    ride: RideRecord,
    now: datetime,
) -> None:
    """A booked call: both are reminded a quarter of an hour before, and asked once it is over."""
    begins, ends = ride.ride.starts_at, ride.ride.ends_at
    for side in Side:
        remind = begins - REMINDED_BEFORE
        if remind > now:
            day = local_date(remind, manager.zone)
            kind = _MOMENT[side]
            _add(connection, manager, ride, kind, Place.SOON, remind, begins, day, now)
        due, until, day = _times(connection, house, manager, ride, side, max(ends, now))
        _add(connection, manager, ride, _MOMENT[side], Place.DEBRIEF, due, until, day, now)


def no_moments(connection: Connection, ride: RideRecord) -> None:
    """It is not booked any more, or at another time."""
    kinds = (Kind.CALL, Kind.CALL_REP)
    planned = _planned(connection, ride, kinds, (Place.SOON, Place.DEBRIEF))
    outgoing.withdraw(connection, planned, _CHANGED)


def tell_nobody(connection: Connection, ride: RideRecord) -> None:
    """It is over before somebody heard of it."""
    planned = _planned(connection, ride, KINDS, tuple(Place))
    outgoing.withdraw(connection, planned, _CHANGED)


def shown_anew(connection: Connection, ride: RideRecord) -> None:
    """Messages about it show what holds now."""
    rows = [row.id for row in rows_of(connection, ride.workspace, ride.id) if row.ts is not None]
    outgoing.shows_something_else(connection, rows)


def leave_no_trace(connection: Connection, ride: RideRecord) -> None:
    """The rep said no, or did not answer an offer: it is gone. What the manager was shown stays as
    it is, but what they could still answer says that it is not planned any more."""
    tell_nobody(connection, ride)
    to_reps = (Kind.HELP_REP, Kind.CALL_REP)
    for kind in KINDS if ride.ride.state is Standing.WITH_MANAGER else to_reps:
        letting_go.end_all_about(connection, ride.workspace, kind, [ride.id], NO_LONGER_WANTED)
    rides.remove(connection, [ride.id])


def end_of_pair(connection: Connection, workspace: str, manager: str, rep: str) -> None:
    """The rep takes no part any more: their calls go, and messages about them say so."""
    ids = [one.id for one in rides.of_pair(connection, manager, rep)]
    for kind in KINDS:
        letting_go.end_all_about(connection, workspace, kind, ids, NO_LONGER_WANTED)
    rides.remove(connection, ids)


def manager_left(connection: Connection, manager: str) -> None:
    """Messages to reps say that the manager does not use the bot any more."""
    for ride in rides.open_of_manager(connection, manager):
        shown_anew(connection, ride)


def follow_intro(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, now: datetime
) -> None:
    """The rep's first message arrived: the offers that waited for it may follow."""
    for ride in rides.of_pair(connection, manager.id, rep):
        told = outgoing.of_subject(connection, ride.workspace, Kind.HELP_REP, ride.id)
        waits = ride.ride.state is Standing.WITH_REP and now < ride.ride.starts_at
        if waits and not any(row.state is not State.WITHDRAWN for row in told):
            tell(connection, house, manager, ride, Side.REP, now)


def rows_of(connection: Connection, workspace: str, ride: str) -> list[OutgoingRecord]:
    """Every row about a call."""
    return [row for kind in KINDS for row in outgoing.of_subject(connection, workspace, kind, ride)]


def _times(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    ride: RideRecord,
    side: Side,
    wished: datetime,
) -> tuple[datetime, datetime, date]:
    """When that side can read something from `wished` (UTC) on, until when, and the local date."""
    if side is Side.REP:
        times = rep_forms.when(connection, house, manager, ride.rep, wished, wished)
        return times.due_at, times.window_ends, times.local_date
    due = read_at(house, manager, wished)
    day = local_date(due, manager.zone)
    if manager.schedule.hours_apart:
        return due, due + timedelta(days=_DAYS_TO_ANSWER), day
    days = work_dates_from(day, manager.schedule, house.off(manager, wished))
    last = [next(days) for _ in range(_DAYS_TO_ANSWER + 1)][-1]
    return due, end_of_hours(last, manager.schedule), day


def _planned(
    connection: Connection,
    ride: RideRecord,
    kinds: tuple[Kind, ...],
    places: tuple[Place, ...],
) -> list[str]:
    return [
        row.id
        for row in rows_of(connection, ride.workspace, ride.id)
        if row.kind in kinds and row.place in places and row.state is State.PLANNED
    ]


def _add(
    connection: Connection,
    manager: ManagerRecord,
    ride: RideRecord,
    kind: Kind,
    place: Place,
    due: datetime,
    ends: datetime,
    day: date,
    now: datetime,
) -> None:
    # A row keeps its key for ever, so each one has a number of its own.
    number = len(outgoing.of_subject(connection, ride.workspace, kind, ride.id))
    to_rep = kind in (Kind.HELP_REP, Kind.CALL_REP)
    row = NewRow(
        workspace=manager.workspace,
        key=f"{place}:{kind}:{ride.id}:{number}",
        kind=kind,
        manager=manager.id,
        recipient=ride.rep if to_rep else manager.user,
        local_date=day,
        asked_at=now,
        due_at=due,
        window_ends=ends,
        place=place,
        subject=ride.id,
    )
    outgoing.add(connection, [row])
