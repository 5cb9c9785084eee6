"""Calls, obstacles and promises: what a team asks of its manager, and what they said they do."""

from datetime import time

from bot.services.messages import Message
from bot.services.obstacle_messages import ObstacleMessage
from bot.services.obstacle_messages import Place as OfObstacle
from bot.services.promises import Noting
from bot.services.ride_asking import WantedCall
from bot.services.ride_messages import Place, RideMessage
from bot.services.team_messages import TodayItem
from bot.services.who import Who
from habits.riding import Act, Role
from tests.simulator.part import Part
from tests.simulator.screen import Seen

ASKS = 0.05
"""So many calls a week does each rep ask for, as a rule."""
IS_BLOCKED = 0.04
OFFERS = 0.2
NOTES = 0.1
PROMISES = 0.7


class Helping(Part):
    def week(self) -> None:
        for rep in self.here:
            for _ in range(self.often(ASKS)):
                self.life.plan_rep(rep, self.some_time(), lambda rep=rep: self.asks(rep))
            for _ in range(self.often(IS_BLOCKED)):
                self.life.plan_rep(rep, self.some_time(), lambda rep=rep: self.is_blocked(rep))
        for rate, act in (
            (OFFERS, self.offers), (NOTES, self.notes), (PROMISES, self.promises),
            (PROMISES / 2, self.looks_at_promises),
        ):  # fmt: skip
            for _ in range(self.often(rate)):
                self.life.plan(self.some_time(), act)

    # --- calls ------------------------------------------------------------------------------

    async def asks(self, rep: Who) -> None:
        form = await self.tools.rides.ask_form(rep)
        with self.if_it_still_can():
            await self.tools.rides.ask(rep, self._wanted(rep, form.teams[0].entry), self.key())
            self.used("calls", by=rep)

    async def offers(self) -> None:
        rep = self.some_rep()
        if rep is not None:
            with self.if_it_still_can():
                await self.tools.rides.offer(self.who, self._wanted(rep, rep.user), self.key())
                self.used("calls", "offers to join a call")

    def _wanted(self, rep: Who, whom: str) -> WantedCall:
        deal = f"Bakery {self.write(rep).mark}"
        asker = self.who if whom == rep.user else rep
        day, at = self.work_day(asker, self.chance.randint(2, 9)), self._hour()
        role = self.chance.choice(list(Role))
        return WantedCall(whom, deal, "They doubt the dates", role, day, at, 30)

    def _hour(self) -> time:
        return time(self.chance.randint(9, 16), self.chance.choice((0, 30)))

    def reads(self, seen: Seen) -> None:
        match seen.message:
            case RideMessage() as message:
                self.life.plan(self.soon(), lambda: self.answers_call(self.who, message))
            case ObstacleMessage(place=OfObstacle.TOLD, obstacle=one) if one is not None:
                self.life.plan(self.soon(), lambda: self.answers_obstacle(one.id))
            case _:
                pass

    def rep_reads(self, rep: Who, message: Message) -> None:
        if isinstance(message, RideMessage):
            self.life.plan_rep(rep, self.soon(), lambda: self.answers_call(rep, message))

    async def answers_call(self, who: Who, message: RideMessage) -> None:
        """Whoever reads how a call stands may answer, suggest, decline, call off, or say how it
        was; or nothing at all."""
        roll = self.chance.random()
        if message.ride is None or roll > 0.85:
            return
        with self.if_it_still_can():
            shown = await self.tools.rides.call(who, message.ride.id)
            if message.place is Place.DEBRIEF:
                await self._how_it_was(who, shown.id, roll)
                return
            if Act.ACCEPT in shown.ways and roll < 0.55:
                await self.tools.rides.act(who, shown.id, Act.ACCEPT, self.key())
            elif Act.OTHER_TIME in shown.ways and roll < 0.63:
                day = self.work_day(who, self.chance.randint(2, 8))
                await self.tools.rides.other_time(who, shown.id, day, self._hour(), self.key())
            elif Act.DECLINE in shown.ways and roll >= 0.63:
                if who == self.who:
                    because = "I am at a fair that day"
                    await self.tools.rides.decline(who, shown.id, because, self.key())
                else:
                    await self.tools.rides.act(who, shown.id, Act.DECLINE, self.key())
            elif Act.CALL_OFF in shown.ways and roll >= 0.78:
                await self.tools.rides.act(who, shown.id, Act.CALL_OFF, self.key())
            else:
                return
            self.used("calls", "answers about a call", by=who)

    async def _how_it_was(self, who: Who, ride: str, roll: float) -> None:
        if roll > 0.75:
            await self.tools.rides.act(who, ride, Act.DID_NOT, self.key())
        elif who == self.who:
            lines = {"did_well": "You asked first", "we_do": "Send both dates"}
            await self.tools.rides.debrief(who, ride, lines, "", self.key())
        else:
            lines = {"customer_needs": "One date that holds"}
            await self.tools.rides.debrief(who, ride, lines, "it_helped", self.key())
        self.used("calls", "says how a call was", by=who)

    # --- obstacles --------------------------------------------------------------------------

    async def is_blocked(self, rep: Who) -> None:
        own = await self.tools.obstacles.own(rep)
        blocked = f"The demo account is locked {self.write(rep).mark}"
        with self.if_it_still_can():
            entry = own.teams[0].entry
            await self.tools.obstacles.tell(rep, entry, blocked, "Two demos", self.key())
            self.used("obstacles", by=rep)
        if self.chance.random() < 0.1:
            self.life.plan_rep(rep, self.soon(60), lambda: self.takes_back(rep))

    async def takes_back(self, rep: Who) -> None:
        own = await self.tools.obstacles.own(rep)
        if own.found:
            await self.tools.obstacles.take_back(rep, own.found[0].id)

    async def notes(self) -> None:
        rep = self.some_rep()
        if rep is not None:
            form = await self.tools.obstacles.note_form(self.who)
            blocked = f"The price list is old {self.write(rep).mark}"
            with self.if_it_still_can():
                await self.tools.obstacles.note(
                    self.who, rep.user, blocked, form.due_on, self.key()
                )
                self.used("obstacles", "notes an obstacle")

    async def answers_obstacle(self, obstacle: str) -> None:
        if self.chance.random() < 0.5:
            await self._takes(obstacle)
        elif self.chance.random() < 0.6:
            await self._answers(obstacle)

    async def _takes(self, obstacle: str) -> None:
        with self.if_it_still_can():
            due = self.work_day(self.who, 3)
            await self.tools.obstacles.take(self.who, obstacle, due, self.key())
            self.used("obstacles", "takes an obstacle on")

    async def _answers(self, obstacle: str) -> None:
        with self.if_it_still_can():
            ending = self.chance.choice(["gone", "answered", "stays"])
            words = "I asked them to open it today"
            seen = await self.tools.obstacles.check(self.who, obstacle, ending, words)
            await self.tools.obstacles.answer(self.who, obstacle, seen.draft, self.key())
            self.used("obstacles", "answers an obstacle")

    # --- promises ---------------------------------------------------------------------------

    async def promises(self) -> None:
        rep = self.some_rep() if self.chance.random() < 0.7 else None
        words = f"Send the price list {self.write().mark}"
        due = self.work_day(self.who, self.chance.randint(1, 10))
        noting = Noting(words, None if rep is None else rep.user, due)
        await self.tools.promises.note(self.who, noting, self.key())
        self.used("promises", "notes a promise")

    async def looks_at_promises(self) -> None:
        """One of the list is closed or moved, before anything asks."""
        found = (await self.tools.promises.all(self.who)).open
        if found:
            await self._promise(self.chance.choice(found).id, self.chance.choice("dmh"))

    async def _promise(self, promise: str, how: str) -> None:
        told = "It takes until then, since I wait for a number"
        with self.if_it_still_can():
            match how:
                case "d":
                    await self.tools.promises.done(self.who, promise, self.key())
                case "m":
                    due = self.work_day(self.who, self.chance.randint(2, 8))
                    await self.tools.promises.move(self.who, promise, due, told, self.key())
                case _:
                    await self.tools.promises.hand_back(self.who, promise, told, self.key())
            self.used("promises", "closes or moves a promise")

    # --- what waits -------------------------------------------------------------------------

    async def deals_with(self, item: TodayItem, way: str) -> bool:
        match item.kind, way:
            case "promise", "move" | "hand-back":
                await self._promise(item.id, way[0])
            case "obstacle", "answer":
                await self._answers(item.id)
            case "obstacle", _:
                await self._takes(item.id)
            case "ride", "debrief":
                with self.if_it_still_can():
                    await self._how_it_was(self.who, item.id, 0)
            case "ride", _:
                with self.if_it_still_can():
                    await self.tools.rides.act(self.who, item.id, Act.ACCEPT, self.key())
                    self.used("calls", "accepts a call")
            case _:
                return False
        return True
