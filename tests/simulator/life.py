"""Managers living through the weeks: they answer what comes and do what they do besides."""

import heapq
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import count
from random import Random

from bot.services.messages import (
    CheckInMessage,
    HelpAsked,
    PromptMessage,
    PromptOpen,
    RatingAsked,
    TwelveWeeksAsked,
    WeekStartMessage,
)
from bot.services.team_messages import PostMessage, RepFormMessage, TodayItem, TodayMessage
from bot.services.who import Who
from bot.storage.roster import Ended
from habits.coaching import UsualTime
from habits.errors import NotHere
from habits.filtering import Choice
from habits.plans import EVENTS
from habits.prompts import Answer
from tests.simulator.days import is_away
from tests.simulator.desk import Desk
from tests.simulator.diary import Diary, Words
from tests.simulator.filling import Filling
from tests.simulator.helping import Helping
from tests.simulator.part import Part
from tests.simulator.people import COMPANIES, Manager
from tests.simulator.screen import Seen
from tests.simulator.telling import Telling
from tests.simulator.town import Town

Act = Callable[[], Awaitable[object]]
WEEK = timedelta(days=7)
_HOUR = timedelta(hours=1)
_ASKED = "What does it mean for March?"
_COMES_UP = ("lost deal", "decision_ahead", "customer_call", "new_person")


class Agenda:
    """What people are going to do, in order."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Act]] = []
        self._count = 0

    def add(self, moment: datetime, act: Act) -> None:
        self._count += 1
        heapq.heappush(self._heap, (moment, self._count, act))

    @property
    def next_at(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    async def do_what_is_due(self, now: datetime) -> None:
        while self._heap and self._heap[0][0] <= now:
            await heapq.heappop(self._heap)[2]()


class Life:
    """One manager. All chance comes from `seed` and who they are, so that nobody else's life
    changes when somebody is added."""

    def __init__(
        self, town: Town, agenda: Agenda, manager: Manager, user: str, begin: datetime, seed: int
    ) -> None:
        self.manager = manager
        self.seed = seed
        self.chance = Random(f"{seed} {user}")  # noqa: S311  (a game of chance)
        self.diary = Diary(user, manager.workspace, manager.character, COMPANIES[manager.workspace])
        self.desk = Desk(town, self.diary)
        self.town = town
        self._agenda = agenda
        self._begin = begin
        self._reps = [f"{user}R{number}" for number in range(manager.reps)]
        self.stories: dict[str, tuple[Words, str]] = {}
        """What was told, by the story's id, with its owner."""
        at_work, numbers = Random(f"{seed} {user} at work"), count()  # noqa: S311
        kinds = (Helping, Telling, Filling) if manager.tools else ()
        self._work: list[Part] = [kind(self, at_work, numbers) for kind in kinds]
        agenda.add(begin + manager.starts_after, self._start)

    @property
    def where(self) -> str:
        return f"in {self.manager.workspace} at {self.town.now}, seed {self.seed}"

    @property
    def is_silent(self) -> bool:
        week = (self.town.now - self._begin) // WEEK
        return any(first <= week <= last for first, last in self.manager.silent)

    # --- the year ---------------------------------------------------------------------------

    async def _start(self) -> None:
        manager = self.manager
        await self.desk.start(manager.habit, manager.times)
        for week, name, values in manager.plans:
            moment = self._begin + week * WEEK + self.chance.uniform(0, 12) * _HOUR
            act = getattr(self.desk, name)
            self._agenda.add(moment, self._told(lambda act=act, values=values: act(**values)))
        for number, rep in enumerate(self._reps):
            who = Who(manager.workspace, rep)
            zone = manager.zone_of_rep(number)
            self.diary.zones_of_reps[rep] = zone
            self.town.lives_here(who, zone)
            self._plan(
                self.town.now + timedelta(days=1 + number, hours=1),
                lambda rep=rep, number=number: self._meet(rep, number),
            )
        for week, number in manager.leaves:
            self._agenda.add(self._begin + week * WEEK, lambda rep=number: self._leaves(rep))
        self._agenda.add(self.town.now + WEEK, self._week)

    async def _leaves(self, number: int) -> None:
        """A rep does not want to take part any more."""
        rep = Who(self.manager.workspace, self._reps[number])
        entry = (await self.town.reps.view(rep)).managers[0].entry
        await self.town.reps.leave(rep, entry, Ended.LEFT)
        self.diary.left[rep.user] = self.town.now

    async def _meet(self, rep: str, number: int) -> None:
        await self.town.people.member(self.desk.who, rep, "rep")
        await self.desk.introduce(rep)
        first = self.desk.today + timedelta(days=7)
        weekday = self.manager.times.work_days[number % len(self.manager.times.work_days)]
        first += timedelta(days=(weekday - first.weekday()) % 7)
        await self.desk.meet(rep, UsualTime(first, time(13 + number % 3, 30), 1))

    async def _week(self) -> None:
        """What is done besides, at moments of the coming week."""
        self._agenda.add(self.town.now + WEEK, self._week)
        for part in self._work:
            part.week()
        acts: dict[str, Act] = {
            "why": self.desk.share_why,
            "log": lambda: self.desk.log(self.manager.habit),
            "ask": self.desk.ask_for_one,
            "note": lambda: self.desk.type("A thought for myself."),
            "happened": lambda: self.desk.came_up(self.chance.choice(_COMES_UP)),
            "home": self.desk.look_at_home,
        }
        for name in sorted(self.manager.does & acts.keys()):
            if self.chance.random() < 0.5:
                self._plan(self._some_time(), acts[name])
        if "filter" in self.manager.does:
            for _ in range(self.chance.randint(0, 2)):
                choice = self.chance.choice([Choice.ABSORB, Choice.BATCH, Choice.DELAY])
                self._plan(self._some_time(), lambda choice=choice: self.desk.filter(choice))
        if "coach" in self.manager.does:
            for rep in self._reps:
                if self.chance.random() < 0.25:
                    self._plan(self._some_time(), lambda rep=rep: self._coach(rep))

    async def _coach(self, rep: str) -> None:
        if rep in self.taking_part():
            await self.desk.coach(rep)

    def taking_part(self) -> list[str]:
        """The reps whose first message came, and who did not leave."""
        return [one for one in self._reps if self.town.log.of.get(one) and not self._left(one)]

    def _left(self, rep: str) -> bool:
        return rep in self.diary.left

    # --- what comes -------------------------------------------------------------------------

    def reads(self, seen: Seen) -> None:
        """A message appeared: perhaps it is answered after a while."""
        for part in self._work:
            part.reads(seen)
        if self.is_silent or self.chance.random() >= self.manager.manners.answers:
            return
        wait = self.chance.uniform(*self.manager.manners.within) * _HOUR
        match seen.message:
            case PromptMessage() as message:
                self._plan(seen.at + wait, lambda: self._answer(seen, message))
            case WeekStartMessage() as message:
                self._plan(seen.at + wait, lambda: self._expect(seen, message))
            case CheckInMessage() as message:
                self._plan(seen.at + wait, lambda: self._check_in(seen, message))
            case TodayMessage() as message:
                self._plan(seen.at + wait, lambda: self._deal_with(seen, message))
            case _:
                pass

    async def rep_reads(self, seen: Seen) -> None:
        """A rep writes their part, as a rule."""
        who = Who(self.manager.workspace, seen.recipient)
        for part in self._work:
            part.rep_reads(who, seen.message)
        if self._work or not isinstance(seen.message, RepFormMessage):
            return
        if self.chance.random() < 0.8:
            note = seen.message.note
            wait = self.chance.uniform(0.5, 20) * _HOUR

            async def write() -> None:
                values = {"next_step": "Call the buyer on Friday"}
                await self.town.coach.write(who, note, values, f"{note}:{who.user}")
                self.desk.done("coach_11")

            self._agenda.add(seen.at + wait, write)

    def team_reads(self, seen: Seen) -> None:
        """A post appeared in the team's channel: it helps some, and some ask about it."""
        for part in self._work:
            part.team_reads(seen.message)
        if not isinstance(seen.message, PostMessage):
            return
        post = seen.message.post
        for rep in self._reps:
            who, roll = Who(self.manager.workspace, rep), self.chance.random()
            when = seen.at + self.chance.uniform(0.2, 30) * _HOUR
            if roll < 0.3:
                self._agenda.add(when, lambda who=who: self._asks_about(who, post))
            elif roll < 0.6:
                self._agenda.add(when, lambda who=who: self._was_helped(who, post))

    async def _asks_about(self, who: Who, post: str) -> None:
        # It may have been taken down meanwhile.
        with suppress(NotHere):
            await self.town.posts.ask(who, post, _ASKED, f"{post}:{who.user}")

    async def _was_helped(self, who: Who, post: str) -> None:
        with suppress(NotHere):
            await self.town.posts.helped(who, post)

    async def _answer(self, seen: Seen, message: PromptMessage) -> None:
        manners, roll = self.manager.manners, self.chance.random()
        habit = self._habit_of(message)
        if roll < manners.done:
            await self.desk.answer(seen, message.prompt, Answer.DONE, habit)
        elif roll < manners.done + manners.skip:
            await self.desk.answer(seen, message.prompt, Answer.SKIPPED, habit)
        elif roll < manners.done + manners.skip + manners.later:
            offered = message.state.later if isinstance(message.state, PromptOpen) else ()
            if offered:
                await self.desk.later(seen, message.prompt, self.chance.choice(offered))

    def _habit_of(self, message: PromptMessage) -> str:
        habits = self.town.house.catalogue.habits.values()
        return next(one.key for one in habits if one.name == message.habit)

    async def _expect(self, seen: Seen, message: WeekStartMessage) -> None:
        count = self.chance.choice([0, 1, 1, 2])
        events = self.chance.sample([event.value for event in EVENTS], count)
        await self.desk.expect(seen, message.row, events)

    async def _check_in(self, seen: Seen, message: CheckInMessage) -> None:
        ticks = self.manager.manners.ticks
        ticked = [one.value for one in message.habits if self.chance.random() < ticks]
        if isinstance(message.question, HelpAsked) and self.manager.helped_by:
            await self.desk.what_would_help(seen, message.row, self.manager.helped_by)
        for item in message.follow_ups:
            if item.kind == "follow-up":
                await self.desk.follow_up(seen, message.row, item, self.chance.random() < 0.7)
        if message.habits and (ticked or not message.noted):
            message = await self.desk.happened(seen, message.row, ticked)
        match message.question:
            case RatingAsked(habit):
                await self.desk.rate(seen, message.row, habit, self.chance.randint(3, 7))
            case TwelveWeeksAsked(habit):
                await self.desk.keep(seen, message.row, habit)
            case _:
                pass
        if "focus" in self.manager.does and message.focus and self.chance.random() < 0.1:
            offered = (*message.focus.choices, *message.focus.others)
            chosen = self.chance.choice([one.value for one in offered])
            await self.desk.next_focus(seen, message.row, chosen)

    async def _deal_with(self, seen: Seen, message: TodayMessage) -> None:
        items = {(one.kind, one.id): one for one in message.items}
        if self._work:
            # What was done meanwhile is not there any more.
            now = await self.town.waits.everything(self.desk.who)
            items = {(one.kind, one.id): one for one in now.items if (one.kind, one.id) in items}
        for item in items.values():
            if self._work and item.ways:
                await self._goes_a_way(seen, item)
            elif item.kind in ("follow-up", "question"):
                await self.desk.deal_with(seen, item, self.chance.random() < 0.6)

    async def _goes_a_way(self, seen: Seen, item: TodayItem) -> None:
        """One of its own ways, or none of them for now."""
        roll = self.chance.random()
        way = item.ways[int(roll * len(item.ways))]
        if roll > 0.9:
            return
        if not way.opens:
            await self.desk.goes(seen, item, way.value)
            return
        dealt = [await part.deals_with(item, way.value) for part in self._work]
        assert sum(dealt) == 1, (item, way)

    # --- when -------------------------------------------------------------------------------

    def _plan(self, moment: datetime, act: Act) -> None:
        """Who is silent by then does nothing."""

        async def unless_silent() -> None:
            if not self.is_silent:
                await act()

        self._agenda.add(moment, self._told(unless_silent))

    def plan(self, moment: datetime, act: Act) -> None:
        """The same with a tool; nobody does that on a break."""

        async def unless_away() -> None:
            if not is_away(self.town.now, self.diary):
                await act()

        self._plan(moment, unless_away)

    def plan_rep(self, rep: Who, moment: datetime, act: Act) -> None:
        """Something a rep does, unless they left by then."""

        async def unless_left() -> None:
            if not self._left(rep.user):
                await act()

        self._agenda.add(moment, self._told(unless_left))

    def _told(self, act: Act) -> Act:
        """An error says who did what when."""

        async def do() -> None:
            try:
                await act()
            except Exception as error:
                error.add_note(f"done by {self.diary.user}, {self.manager.character}, {self.where}")
                raise

        return do

    def _some_time(self) -> datetime:
        return self.town.now + self.chance.uniform(1, 160) * _HOUR
