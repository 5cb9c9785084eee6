"""Who takes part: naming a person, telling them first, the first message, leaving."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from bot.services import obstacle_moments, rep_forms, ride_moments
from bot.services.forgetting import NO_LONGER_WANTED, quote_no_more, remove_times
from bot.services.team_messages import IntroMessage
from bot.services.who import House, Who
from bot.storage import Connection, managers, one_on_ones, outgoing, people, roster
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import TO_REPS, Kind, NewRow, OutgoingRecord, State
from bot.storage.people import PersonRecord
from bot.storage.roster import BY_THE_REP, Ended, RosterRecord, Standing
from habits.calendar import local_date
from habits.errors import HabitsError, NotHere, WrongField
from habits.texts import say

_LOOK_BACK = timedelta(days=30)
_UNDER_WAY = (State.PLANNED, State.SENDING)


class TellFirst(HabitsError):
    """A form names a person whom the manager did not tell about the bot yet."""

    def __init__(self, user: str, name: str) -> None:
        super().__init__(say("reps.tell.first", name=name))
        self.user = user
        self.name = name


class TakesNoPart(WrongField):
    """The person said that the bot is not for them."""

    def __init__(self, field: str, name: str) -> None:
        super().__init__(field, say("reps.takes_no_part", name=name))


def name_of(connection: Connection, workspace: str, user: str) -> str:
    """What Slack calls the person; never empty."""
    return people.name_of(connection, workspace, user) or say("reps.somebody")


def name_in(known: Mapping[str, PersonRecord], user: str) -> str:
    """What Slack calls one of several people; never empty."""
    person = known.get(user)
    return person.name if person is not None and person.name else say("reps.somebody")


def may_be_named(
    connection: Connection, manager: ManagerRecord, rep: str, field: str = "rep"
) -> None:
    """Whether a form may go on that names this person in `field`.

    Raises TellFirst, TakesNoPart, and WrongField for somebody who is gone or oneself.
    """
    if rep == manager.user:
        raise WrongField(field, say("reps.pick.yourself"))
    name = name_of(connection, manager.workspace, rep)
    person = people.get(connection, manager.workspace, rep)
    if person is not None and person.deleted:
        raise WrongField(field, say("reps.pick.gone", name=name))
    entry = roster.last(connection, manager.id, rep)
    if entry is not None and entry.ended in BY_THE_REP:
        raise TakesNoPart(field, name)
    if entry is None or entry.until is not None or not _was_told(connection, entry):
        raise TellFirst(rep, name)


def takes_part(connection: Connection, manager: str, rep: str) -> bool:
    """Whether the person got the first message and did not leave."""
    entry = roster.current(connection, manager, rep)
    return entry is not None and entry.state is Standing.INTRODUCED


def announced(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, now: datetime
) -> None:
    """The manager told the person: from now on they are in the team, and the first message may
    go. Raises NotHere for nobody, WrongField, TakesNoPart."""
    if not rep:
        raise NotHere
    with suppress(TellFirst):
        may_be_named(connection, manager, rep)
        return  # They were told before.
    entry = roster.current(connection, manager.id, rep)
    made = (
        roster.add(connection, manager.workspace, manager.id, rep, now)
        if entry is None
        else entry.id
    )
    _introduce(connection, house, manager, made, rep, now)


def introduced(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    """The first message arrived: what waited for it may follow."""
    del channel, ts
    entry = roster.get(connection, row.workspace, row.subject or "")
    manager = managers.get(connection, row.manager)
    if entry is None or manager is None:
        return
    roster.arrived(connection, entry.id)
    if entry.until is None:
        rep_forms.queue_waiting(connection, house, manager, entry.user, now)
        ride_moments.follow_intro(connection, house, manager, entry.user, now)


def not_introduced(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """The first message surely never arrived: the manager tells the person again. Of somebody who
    was never reached nothing is kept; whoever left stays so, and so does whom an earlier message
    may have reached, since its buttons name the entry."""
    del house, why, now
    entry = roster.get(connection, row.workspace, row.subject or "")
    if entry is None or entry.until is not None or entry.state is not Standing.ANNOUNCED:
        return
    rows = outgoing.of_subject(connection, row.workspace, Kind.INTRO, entry.id)
    if not any(one.state is State.UNKNOWN for one in rows if one.id != row.id):
        roster.remove(connection, entry.id)


def leave(
    connection: Connection, house: House, who: Who, entry_id: str, why: Ended, now: datetime
) -> RosterRecord:
    """The person ends it, with nobody told why; the entry as it is then. Raises NotHere."""
    entry = _own(connection, who, entry_id)
    if entry.until is None:
        _end(connection, house, entry, why, now)
        # A reminder that leads to a form which is refused would only be in the way.
        times = [one.id for one in one_on_ones.of_rep(connection, entry.manager, entry.user)]
        remove_times(connection, entry.workspace, times, NO_LONGER_WANTED)
    return _own(connection, who, entry_id)


def again(
    connection: Connection, house: House, who: Who, entry_id: str, now: datetime
) -> RosterRecord:
    """The person takes part again; the entry as it is then. Raises NotHere."""
    entry = _own(connection, who, entry_id)
    other = roster.current(connection, entry.manager, entry.user)
    manager = managers.get(connection, entry.manager)
    if manager is None or (other is not None and other.id != entry.id):
        raise NotHere
    if entry.until is not None:
        roster.again(connection, entry.id)
        if entry.state is Standing.INTRODUCED:
            rep_forms.queue_waiting(connection, house, manager, entry.user, now)
        elif not _was_told(connection, entry):
            _introduce(connection, house, manager, entry.id, entry.user, now)
        _show_anew(_rows_to(connection, entry, now), connection)
    return _own(connection, who, entry_id)


def gone(connection: Connection, house: House, workspace: str, user: str, now: datetime) -> None:
    """The person is no longer in Slack: no list of a manager keeps them as a member."""
    for entry in roster.of_user(connection, workspace, user):
        _end(connection, house, entry, Ended.GONE, now)
    times = one_on_ones.of_person(connection, workspace, user)
    remove_times(connection, workspace, times, NO_LONGER_WANTED)


def intro_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> IntroMessage | None:
    """The first message to a rep as it stands."""
    del house, manager, now
    entry = roster.get(connection, row.workspace, row.subject or "")
    if entry is None or (entry.until is not None and row.ts is None):
        return None
    return shown(connection, entry)


def shown(connection: Connection, entry: RosterRecord) -> IntroMessage:
    """The first message of an entry, as it stands."""
    return IntroMessage(
        entry=entry.id,
        manager=entry.manager_user,
        manager_name=name_of(connection, entry.workspace, entry.manager_user),
        team=entry.workspace,
        over=entry.until is not None,
        not_mine=entry.ended is Ended.NOT_MINE,
    )


def _introduce(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    entry: str,
    rep: str,
    now: datetime,
) -> None:
    """Let the first message go out, in the rep's work hours. A row keeps its key for ever, so one
    that was taken back goes out as another row."""
    earlier = outgoing.of_subject(connection, manager.workspace, Kind.INTRO, entry)
    times = rep_forms.when(connection, house, manager, rep, now, now)
    row = NewRow(
        workspace=manager.workspace,
        key=f"intro:{entry}:{len(earlier)}",
        kind=Kind.INTRO,
        manager=manager.id,
        recipient=rep,
        local_date=times.local_date,
        asked_at=now,
        due_at=times.due_at,
        window_ends=times.window_ends,
        subject=entry,
    )
    outgoing.add(connection, [row])


def _was_told(connection: Connection, entry: RosterRecord) -> bool:
    """Nobody knows whether a message arrived whose outcome is unknown: then telling the person
    once more is better than a form that never comes."""
    if entry.state is not Standing.ANNOUNCED:
        return entry.state is Standing.INTRODUCED
    rows = outgoing.of_subject(connection, entry.workspace, Kind.INTRO, entry.id)
    return any(row.state in _UNDER_WAY for row in rows)


def _own(connection: Connection, who: Who, entry_id: str) -> RosterRecord:
    """An entry that is about the person themselves, current or ended by them."""
    entry = roster.get(connection, who.workspace, entry_id)
    if entry is None or entry.user != who.user or entry.ended is Ended.GONE:
        raise NotHere
    return entry


def _end(
    connection: Connection, house: House, entry: RosterRecord, why: Ended, now: datetime
) -> None:
    roster.end(connection, entry.id, why, now)
    ride_moments.end_of_pair(connection, entry.workspace, entry.manager, entry.user)
    obstacle_moments.end_of_pair(connection, entry.workspace, entry.manager, entry.user)
    manager = managers.get(connection, entry.manager)
    if manager is not None:
        for left in house.tools.rep_left:
            left(connection, house, manager, entry.user, now)
    rows = _rows_to(connection, entry, now)
    outgoing.withdraw(connection, [row.id for row in rows], NO_LONGER_WANTED)
    _show_anew(rows, connection)
    quote_no_more(connection, house, entry.workspace, entry.user, entry.manager)


def _rows_to(connection: Connection, entry: RosterRecord, now: datetime) -> list[OutgoingRecord]:
    since: date = local_date(now, "UTC") - _LOOK_BACK
    return [
        row
        for row in outgoing.of_manager(connection, entry.manager, since)
        if row.kind in TO_REPS and row.recipient == entry.user
    ]


def _show_anew(rows: Sequence[OutgoingRecord], connection: Connection) -> None:
    outgoing.shows_something_else(connection, [row.id for row in rows if row.ts is not None])
