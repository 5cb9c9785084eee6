"""A world in which reps and a manager help each other on calls."""

from datetime import date, time
from typing import Any

from bot.services.ride_asking import WantedCall
from bot.services.ride_messages import Place, RideMessage
from bot.services.rides import Rides
from bot.services.who import Who
from bot.storage import practices, rides
from bot.storage.rides import RideRecord
from habits.riding import Act, Role
from tests.bot.fakes import SentMessage
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import OWNER, WORKSPACE, World

TUESDAY = date(2026, 3, 3)
DEAL = "Acme renewal"


class Helping:
    """A world in which calls are helped on. Ben is in London, the owner in Stockholm."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.team = Team(world)
        self.rides = Rides(world.house)
        self.entry = ""

    async def begins(self) -> "Helping":
        await self.world.walk_to(MONDAY)
        self.team.joins(BEN, "Ben", "Europe/London")
        self.entry = await self.team.introduced()
        return self

    def wanted(self, whom: str = "", **facts: Any) -> WantedCall:
        usual: dict[str, Any] = {
            "whom": whom or self.entry,
            "deal": DEAL,
            "need": "Somebody who knows the CFO",
            "role": Role.LISTEN,
            "day": TUESDAY,
            "at": time(13),
            "minutes": 30,
        }
        return WantedCall(**(usual | facts))

    async def asked(self, **facts: Any) -> RideRecord:
        await self.rides.ask(BEN, self.wanted(**facts), self.team.key())
        await self.world.walk(minutes=1)
        return self.newest()

    async def offered(self, **facts: Any) -> RideRecord:
        await self.rides.offer(OWNER, self.wanted(BEN.user, **facts), self.team.key())
        await self.world.walk(minutes=1)
        return self.newest()

    async def booked(self, **facts: Any) -> RideRecord:
        ride = await self.asked(**facts)
        await self.act(OWNER, ride, Act.ACCEPT)
        return self.now(ride)

    async def act(self, who: Who, ride: RideRecord, act: Act) -> None:
        await self.rides.act(who, ride.id, act, self.team.key())
        await self.world.walk(minutes=1)

    def newest(self) -> RideRecord:
        found = self.world.database.read_now(rides.of_pair, self.world.manager().id, BEN.user)
        return max(found, key=lambda one: one.at)

    def now(self, ride: RideRecord) -> RideRecord:
        found = self.world.database.read_now(rides.get, WORKSPACE, ride.id)
        assert found is not None
        return found

    def sent(self, who: Who, place: Place = Place.NEWS) -> list[SentMessage]:
        return [
            one
            for one in self.world.messenger.to(who.user)
            if isinstance(one.message, RideMessage) and one.message.place is place
        ]

    def shown(self, who: Who, place: Place = Place.NEWS) -> RideMessage:
        found = self.sent(who, place)[-1].message
        assert isinstance(found, RideMessage)
        return found

    def updated(self, who: Who) -> RideMessage:
        """What the newest message about a call was changed to last."""
        sent = self.sent(who)[-1]
        changed = [one for one in self.world.messenger.updated if one.ts == sent.ts]
        assert isinstance(changed[-1].message, RideMessage)
        return changed[-1].message

    def done(self) -> int:
        manager = self.world.manager().id
        found = self.world.database.read_now(
            practices.between, manager, date(2026, 1, 1), date(2026, 12, 31)
        )
        return sum(one.habit == "ride_along" for one in found)
