"""The beginning of help on a call: a rep asks for it, or a manager offers it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.services import ride_moments
from bot.services.away import running
from bot.services.taking_part import may_be_named, name_of, takes_part
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, managers, people, prompts, rides, roster
from bot.storage.managers import ManagerRecord
from bot.storage.rides import NewRide, RideRecord
from bot.storage.roster import RosterRecord, Standing
from habits.calendar import ONE_DAY, back_on, instant, local_date, work_dates_from
from habits.errors import NotHere, NotStarted, WrongField
from habits.filling import clean
from habits.phrases import day as day_words
from habits.riding import FURTHEST, LENGTHS, Role, Side, begin
from habits.texts import say

LONGEST_DEAL = 80
LONGEST_NEED = 150
MOST_OPEN = 10
"""Requests and booked calls of one pair at a time."""


@dataclass(frozen=True)
class TeamChoice:
    """A manager whom a rep can ask, by the id of their place in the team."""

    entry: str
    name: str


@dataclass(frozen=True)
class CallForm:
    """A fresh form. `teams` are those the rep can ask, empty for a manager's offer; `day` is the
    next work day in the zone of who fills it in."""

    teams: tuple[TeamChoice, ...]
    day: date
    prompt: str = ""


@dataclass(frozen=True)
class WantedCall:
    """What was filled in. `whom` is the id of a place in a team for a rep who asks, a user's id
    for a manager who offers; `day` and `at` are local to who filled it in."""

    whom: str
    deal: str
    need: str
    role: Role
    day: date
    at: time
    minutes: int
    prompt: str = ""


@dataclass(frozen=True)
class Asked:
    """It is on its way to somebody of that name. `away_until`: they read it on that date."""

    name: str
    away_until: date | None = None
    waits_for_intro: bool = False


def teams_of(connection: Connection, who: Who) -> list[RosterRecord]:
    """The teams of the person whose manager they can ask: the first message arrived, and the
    manager still uses the bot."""
    found: list[RosterRecord] = []
    for entry in roster.of_user(connection, who.workspace, who.user):
        manager = managers.get(connection, entry.manager)
        if entry.state is Standing.INTRODUCED and manager is not None and manager.is_active:
            found.append(entry)
    return found


def ask_form(connection: Connection, house: House, who: Who) -> CallForm:
    """Raises NotStarted for who is in no team."""
    teams = teams_of(connection, who)
    if not teams:
        raise NotStarted
    manager = managers.get(connection, teams[0].manager)
    assert manager is not None  # noqa: S101  (`teams_of` read it)
    zone = _zone(connection, who, manager)
    choices = tuple(
        TeamChoice(one.id, name_of(connection, who.workspace, one.manager_user)) for one in teams
    )
    return CallForm(choices, _next_work_day(house, manager, zone))


def offer_form(connection: Connection, house: House, who: Who, prompt: str) -> CallForm:
    """Raises NotStarted."""
    manager = active_manager(connection, who, house)
    return CallForm((), _next_work_day(house, manager, manager.zone), prompt)


def ask(connection: Connection, house: House, who: Who, wanted: WantedCall, key: str) -> Asked:
    """The rep asks; `key` names the sending. Raises NotHere, WrongField."""
    now = house.clock.now()
    entry = next((one for one in teams_of(connection, who) if one.id == wanted.whom), None)
    manager = None if entry is None else managers.get(connection, entry.manager)
    if manager is None:
        raise NotHere
    name = name_of(connection, who.workspace, manager.user)
    starts_at = starts(wanted.day, wanted.at, _zone(connection, who, manager), now)
    until = away_until(connection, manager, now)
    reads = ride_moments.managers_read_at(connection, house, manager, now)
    may_be_read(reads, starts_at, name, until)
    new = _new(connection, manager, who.user, Side.REP, wanted, starts_at, now)
    if inbound.first_time(connection, who.workspace, key, now):
        ride = _keep(connection, new)
        ride_moments.tell(connection, house, manager, ride, Side.MANAGER, now)
        ride_moments.tell_when_silent(connection, house, manager, ride, now)
    return Asked(name, until)


def offer(connection: Connection, house: House, who: Who, wanted: WantedCall, key: str) -> Asked:
    """The manager offers; `key` names the sending. Raises TellFirst, TakesNoPart, WrongField,
    NotStarted."""
    now = house.clock.now()
    manager = active_manager(connection, who, house)
    may_be_named(connection, manager, wanted.whom, "rep")
    name = name_of(connection, who.workspace, wanted.whom)
    starts_at = starts(wanted.day, wanted.at, manager.zone, now)
    reads = ride_moments.read_by_rep_at(connection, house, manager, wanted.whom, now)
    may_be_read(reads, starts_at, name, None)
    new = _new(connection, manager, wanted.whom, Side.MANAGER, wanted, starts_at, now)
    here = takes_part(connection, manager.id, wanted.whom)
    if inbound.first_time(connection, who.workspace, key, now):
        ride = _keep(connection, new)
        if here:
            ride_moments.tell(connection, house, manager, ride, Side.REP, now)
    return Asked(name, waits_for_intro=not here)


def starts(day: date, at: time, zone: str, now: datetime) -> datetime:
    """The UTC instant of a local time. Raises WrongField for one that is past or too far."""
    found = instant(day, at, zone)
    if found <= now:
        raise WrongField("day", say("calls.faults.past"))
    if found > now + FURTHEST:
        raise WrongField("day", say("calls.faults.far"))
    return found


def may_be_read(reads: datetime, starts_at: datetime, name: str, away: date | None) -> None:
    """Raises WrongField where somebody reads it from the UTC instant `reads` on, which is too
    late for the call. `away`: the date on which they are back."""
    if reads < starts_at:
        return
    if away is not None:
        raise WrongField("day", say("calls.faults.away", name=name, day=day_words(away)))
    raise WrongField("day", say("calls.faults.soon", name=name))


def away_until(connection: Connection, manager: ManagerRecord, now: datetime) -> date | None:
    """The local date on which a manager reads messages again who is on a break, or whose Slack
    status says away; None for who is here, and where nobody knows."""
    status = running(connection, manager, now)
    if status is not None and status.until is not None:
        return local_date(status.until, manager.zone)
    return back_on(local_date(now, manager.zone), manager.schedule)


def _new(
    connection: Connection,
    manager: ManagerRecord,
    rep: str,
    asked_by: Side,
    wanted: WantedCall,
    starts_at: datetime,
    now: datetime,
) -> NewRide:
    deal, need = _line(wanted.deal), _line(wanted.need)
    if not deal:
        raise WrongField("deal", say("calls.faults.missing"))
    if not need and asked_by is Side.REP:
        raise WrongField("need", say("calls.faults.missing"))
    for field, text, longest in (("deal", deal, LONGEST_DEAL), ("need", need, LONGEST_NEED)):
        if len(text) > longest:
            raise WrongField(field, say("calls.faults.long", count=longest))
    if wanted.minutes not in LENGTHS:
        raise WrongField("minutes", say("calls.faults.missing"))
    open_now = [
        one
        for one in rides.open_of_manager(connection, manager.id)
        if one.rep == rep and now < one.ride.starts_at
    ]
    # Of offers the rep may have declined some: their number would tell.
    if asked_by is Side.REP and len(open_now) >= MOST_OPEN:
        raise WrongField("deal", say("calls.faults.many", count=MOST_OPEN))
    prompt = prompts.get(connection, manager.workspace, wanted.prompt) if wanted.prompt else None
    own = prompt is not None and prompt.prompt.manager == manager.id
    return NewRide(
        workspace=manager.workspace,
        manager=manager.id,
        rep=rep,
        ride=begin(asked_by, starts_at, wanted.minutes),
        role=wanted.role,
        body={"deal": deal, "need": need},
        at=now,
        prompt=wanted.prompt if own else None,
    )


def _keep(connection: Connection, new: NewRide) -> RideRecord:
    made = rides.add(connection, new)
    kept = rides.get(connection, new.workspace, made)
    assert kept is not None  # noqa: S101  (it was written above)
    return kept


def _zone(connection: Connection, who: Who, manager: ManagerRecord) -> str:
    person = people.get(connection, who.workspace, who.user)
    return person.zone if person else manager.zone


def _next_work_day(house: House, manager: ManagerRecord, zone: str) -> date:
    now = house.clock.now()
    tomorrow = local_date(now, zone) + ONE_DAY
    return next(work_dates_from(tomorrow, manager.schedule, house.off(manager, now)), tomorrow)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
