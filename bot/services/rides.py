"""Help on calls: asked for or offered, answered, booked, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from bot.services import ride_asking, ride_moments
from bot.services.doing import done_by_tool
from bot.services.ride_asking import LONGEST_NEED, Asked, CallForm, WantedCall
from bot.services.ride_messages import RideShown
from bot.services.ride_steps import (
    RIDE_ALONG,
    CallRefused,
    after,
    calls_of_rep,
    close_begun,
    follow,
    is_offer_out,
    mine,
    take,
)
from bot.services.ride_voices import manager_of, shown_to, zone_of
from bot.services.taking_part import name_of
from bot.services.today import shown_anew
from bot.services.who import House, Who
from bot.storage import Connection, inbound, managers, rides
from habits.calendar_file import Event, calendar_file
from habits.errors import NotHere, NotStarted, WrongField
from habits.filling import clean
from habits.riding import Act, Side, State, Why
from habits.texts import say, say_each

HELPED = ("it_helped", "partly", "not_this_time")


@dataclass(frozen=True)
class Calls:
    """The calls of somebody that wait or are booked, and what they can begin."""

    calls: tuple[RideShown, ...]
    may_ask: bool
    may_offer: bool


@dataclass(frozen=True)
class CalendarEntry:
    """A file for somebody's calendar, and the call it is about as they read it."""

    name: str
    body: bytes
    call: RideShown


class Rides:
    """Every method that takes the id of a call raises NotHere for everybody but its two, and
    CallRefused for what cannot be done with it. `key` names a press or a sending."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def calls(self, who: Who) -> Calls:
        """Raises NotStarted for who neither leads nor is in a team."""
        return await self._house.database.read(self._calls, who)

    async def ask_form(self, who: Who) -> CallForm:
        return await self._house.database.read(ride_asking.ask_form, self._house, who)

    async def offer_form(self, who: Who, prompt: str = "") -> CallForm:
        return await self._house.database.read(ride_asking.offer_form, self._house, who, prompt)

    async def ask(self, who: Who, wanted: WantedCall, key: str) -> Asked:
        return await self._house.database.write(ride_asking.ask, self._house, who, wanted, key)

    async def offer(self, who: Who, wanted: WantedCall, key: str) -> Asked:
        return await self._house.database.write(ride_asking.offer, self._house, who, wanted, key)

    async def call(self, who: Who, ride: str) -> RideShown:
        return await self._house.database.read(self._call, who, ride)

    async def act(self, who: Who, ride: str, act: Act, key: str) -> RideShown | None:
        """Anything but another time, a manager's no and how it was; None where nothing is kept."""
        return await self._house.database.write(self._act, who, ride, act, key)

    async def decline(self, who: Who, ride: str, because: str, key: str) -> RideShown:
        """The manager's no, with a reason for the rep. Raises WrongField."""
        return await self._house.database.write(self._decline, who, ride, because, key)

    async def other_time(self, who: Who, ride: str, day: date, at: time, key: str) -> Asked:
        """Raises WrongField."""
        return await self._house.database.write(self._other_time, who, ride, day, at, key)

    async def debrief(
        self, who: Who, ride: str, lines: Mapping[str, str], helped: str, key: str
    ) -> str | None:
        """What one of the two writes: it took place. The prompt that was answered by it. Raises
        WrongField."""
        return await self._house.database.write(self._debrief, who, ride, lines, helped, key)

    async def calendar_entry(self, who: Who, ride: str) -> CalendarEntry:
        return await self._house.database.read(self._calendar_entry, who, ride)

    async def close(self) -> None:
        """End what nobody answered until it began."""
        await self._house.database.write(close_begun, self._house.clock.now())

    # --- transactions ----------------------------------------------------------------------

    def _calls(self, connection: Connection, who: Who) -> Calls:
        now = self._house.clock.now()
        manager = managers.of_user(connection, who.workspace, who.user)
        leads = manager is not None and manager.is_active
        teams = ride_asking.teams_of(connection, who)
        if not leads and not teams:
            raise NotStarted
        found = rides.open_of_manager(connection, manager.id) if manager and leads else []
        found = [one for one in found if not is_offer_out(one)]
        found += calls_of_rep(connection, who, now)
        ahead = [one for one in found if now < one.ride.ends_at]
        shown = [
            shown_to(connection, self._house, side, one, leader, now)
            for one in sorted(ahead, key=lambda one: one.ride.starts_at)
            if (leader := manager_of(connection, one)) is not None
            for side in [Side.REP if one.rep == who.user else Side.MANAGER]
        ]
        return Calls(tuple(shown), may_ask=bool(teams), may_offer=leads)

    def _call(self, connection: Connection, who: Who, ride_id: str) -> RideShown:
        ride, side, manager = mine(connection, self._house, who, ride_id)
        return shown_to(connection, self._house, side, ride, manager, self._house.clock.now())

    def _act(
        self, connection: Connection, who: Who, ride_id: str, act: Act, key: str
    ) -> RideShown | None:
        now = self._house.clock.now()
        ride, side, manager = mine(connection, self._house, who, ride_id)
        if not inbound.first_time(connection, who.workspace, key, now):
            return shown_to(connection, self._house, side, ride, manager, now)
        changed = take(connection, self._house, ride, side, manager, act, now)
        if changed is None:
            return None
        return shown_to(connection, self._house, side, changed, manager, now)

    def _decline(
        self, connection: Connection, who: Who, ride_id: str, because: str, key: str
    ) -> RideShown:
        now = self._house.clock.now()
        ride, side, manager = mine(connection, self._house, who, ride_id)
        reason = _written(because, "because", required=True)
        if side is not Side.MANAGER:
            raise NotHere
        if inbound.first_time(connection, who.workspace, key, now):
            new = after(ride, side, Act.DECLINE, now)
            rides.becomes(connection, ride.id, new, because=reason, answered_at=now)
            ride = follow(connection, self._house, ride, side, manager, now)
        return shown_to(connection, self._house, side, ride, manager, now)

    def _other_time(
        self, connection: Connection, who: Who, ride_id: str, day: date, at: time, key: str
    ) -> Asked:
        now = self._house.clock.now()
        house = self._house
        ride, side, manager = mine(connection, self._house, who, ride_id)
        starts_at = ride_asking.starts(day, at, zone_of(connection, side, ride, manager), now)
        if side is Side.REP:
            name = name_of(connection, who.workspace, manager.user)
            reads = ride_moments.managers_read_at(connection, house, manager, now)
            until = ride_asking.away_until(connection, manager, now)
        else:
            name = name_of(connection, who.workspace, ride.rep)
            reads = ride_moments.read_by_rep_at(connection, house, manager, ride.rep, now)
            until = None
        ride_asking.may_be_read(reads, starts_at, name, until)
        if inbound.first_time(connection, who.workspace, key, now):
            new = after(ride, side, Act.OTHER_TIME, now, starts_at)
            rides.becomes(connection, ride.id, new, answered_at=now)
            follow(connection, self._house, ride, side, manager, now)
        return Asked(name, until)

    def _debrief(
        self,
        connection: Connection,
        who: Who,
        ride_id: str,
        lines: Mapping[str, str],
        helped: str,
        key: str,
    ) -> str | None:
        now = self._house.clock.now()
        ride, side, manager = mine(connection, self._house, who, ride_id)
        fields = ("did_well", "we_do") if side is Side.MANAGER else ("customer_needs",)
        required = side is Side.MANAGER
        written = {one: _written(lines.get(one, ""), one, required=required) for one in fields}
        if not inbound.first_time(connection, who.workspace, key, now):
            return None
        new = after(ride, side, Act.TOOK_PLACE, now)
        if side is Side.MANAGER:
            rides.becomes(connection, ride.id, new, debrief=written)
        else:
            said = helped if helped in HELPED else None
            rides.becomes(connection, ride.id, new, rep_body=written, helped=said)
        ride_moments.shown_anew(connection, ride)
        shown_anew(connection, manager, now)
        if ride.ride.state is State.HELD:
            return None
        return done_by_tool(connection, manager, RIDE_ALONG, ride.id, now, prompt=ride.prompt)

    def _calendar_entry(self, connection: Connection, who: Who, ride_id: str) -> CalendarEntry:
        ride, side, manager = mine(connection, self._house, who, ride_id)
        if ride.ride.state is not State.BOOKED:
            raise CallRefused(Why.OVER)
        now = self._house.clock.now()
        shown = shown_to(connection, self._house, side, ride, manager, now)
        name = shown.other_name
        to_rep = say_each("calls.roles_of.rep", ride.role, name=name)
        to_manager = say_each("calls.roles_of.manager", ride.role, name=name)
        event = Event(
            id=ride.id,
            title=say_each("calls.file.title", side, deal=shown.deal, name=name),
            text=to_rep if side is Side.REP else to_manager,
            starts_at=ride.ride.starts_at,
            minutes=ride.ride.minutes,
            made_at=now,
        )
        return CalendarEntry(f"call-{shown.at:%Y-%m-%d}.ics", calendar_file(event), shown)


def _written(text: str, field: str, *, required: bool) -> str:
    line = " ".join(clean(text).split())
    if required and not line:
        raise WrongField(field, say("calls.faults.missing"))
    if len(line) > LONGEST_NEED:
        raise WrongField(field, say("calls.faults.long", count=LONGEST_NEED))
    return line
