"""Managers living through the weeks: they answer what comes and do what they do besides."""

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
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
from bot.services.team_messages import PostMessage, RepFormMessage, TodayMessage
from bot.services.who import Who
from habits.coaching import UsualTime
from habits.filtering import Choice
from habits.plans import EVENTS
from habits.prompts import Answer
from tests.simulator.desk import Desk
from tests.simulator.diary import Diary
from tests.simulator.people import COMPANIES, Manager
from tests.simulator.town import Seen, Town

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
        self._town = town
        self._agenda = agenda
        self._begin = begin
        self._reps = [f"{user}R{number}" for number in range(manager.reps)]
        agenda.add(begin + manager.starts_after, self._start)

    @property
    def where(self) -> str:
        return f"in {self.manager.workspace} at {self._town.now}, seed {self.seed}"

    @property
    def is_silent(self) -> bool:
        week = (self._town.now - self._begin) // WEEK
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
            self._town.lives_here(who, manager.times.zone)
            self._plan(
                self._town.now + timedelta(days=1 + number, hours=1),
                lambda rep=rep, number=number: self._meet(rep, number),
            )
        self._agenda.add(self._town.now + WEEK, self._week)

    async def _meet(self, rep: str, number: int) -> None:
        await self._town.people.member(self.desk.who, rep, "rep")
        await self.desk.introduce(rep)
        first = self.desk.today + timedelta(days=7)
        weekday = self.manager.times.work_days[number % len(self.manager.times.work_days)]
        first += timedelta(days=(weekday - first.weekday()) % 7)
        await self.desk.meet(rep, UsualTime(first, time(13 + number % 3, 30), 1))

    async def _week(self) -> None:
        """What is done besides, at moments of the coming week."""
        self._agenda.add(self._town.now + WEEK, self._week)
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
                if self.chance.random() < 0.4:
                    self._plan(self._some_time(), lambda rep=rep: self._coach(rep))

    async def _coach(self, rep: str) -> None:
        if any(who == rep for _, who in self._introduced()):
            await self.desk.coach(rep)

    def _introduced(self) -> list[tuple[datetime, str]]:
        return [(seen.at, rep) for rep in self._reps for seen in self._town.log.of.get(rep, ())[:1]]

    # --- what comes -------------------------------------------------------------------------

    def reads(self, seen: Seen) -> None:
        """A message appeared: perhaps it is answered after a while."""
        if self.is_silent or self.chance.random() >= self.manager.manners.answers:
            return
        wait = self.chance.uniform(*self.manager.manners.within) * _HOUR
        match seen.message:
            case PromptMessage():
                self._plan(seen.at + wait, lambda: self._answer(seen, seen.message))
            case WeekStartMessage():
                self._plan(seen.at + wait, lambda: self._expect(seen, seen.message))
            case CheckInMessage():
                self._plan(seen.at + wait, lambda: self._check_in(seen, seen.message))
            case TodayMessage():
                self._plan(seen.at + wait, lambda: self._deal_with(seen, seen.message))
            case _:
                pass

    async def rep_reads(self, seen: Seen) -> None:
        """A rep writes their part, as a rule."""
        if isinstance(seen.message, RepFormMessage) and self.chance.random() < 0.8:
            note, who = seen.message.note, Who(self.manager.workspace, seen.recipient)
            wait = self.chance.uniform(0.5, 20) * _HOUR

            async def write() -> None:
                values = {"next_step": "Call the buyer on Friday"}
                await self._town.coach.write(who, note, values, f"{note}:{who.user}")
                self.desk.done("coach_11")

            self._agenda.add(seen.at + wait, write)

    def team_reads(self, seen: Seen) -> None:
        """A post appeared in the team's channel: it helps some, and some ask about it."""
        if not isinstance(seen.message, PostMessage):
            return
        post = seen.message.post
        for rep in self._reps:
            who, roll = Who(self.manager.workspace, rep), self.chance.random()
            when = seen.at + self.chance.uniform(0.2, 30) * _HOUR
            if roll < 0.3:
                key = f"{post}:{rep}"
                self._agenda.add(
                    when,
                    lambda who=who, key=key: self._town.posts.ask(who, post, _ASKED, key),
                )
            elif roll < 0.6:
                self._agenda.add(when, lambda who=who: self._town.posts.helped(who, post))

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
        habits = self._town.house.catalogue.habits.values()
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
        for item in message.items:
            if item.kind in ("follow-up", "question"):
                await self.desk.deal_with(seen, item, self.chance.random() < 0.6)

    # --- when -------------------------------------------------------------------------------

    def _plan(self, moment: datetime, act: Act) -> None:
        """Who is silent by then does nothing."""

        async def unless_silent() -> None:
            if not self.is_silent:
                await act()

        self._agenda.add(moment, self._told(unless_silent))

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
        return self._town.now + self.chance.uniform(1, 160) * _HOUR
