"""No line of a prompt says what is not so: fourteen weeks of a busy manager, judged from outside.

States are made only by what people do and by the passing of time.
"""

import random
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.services import drawing
from bot.services.award_views import AwardFilled
from bot.services.awards import Awards
from bot.services.experiments import Experiments
from bot.services.filter import Filter
from bot.services.filter_views import Ask, AskForm, Filled
from bot.services.form_views import Confirmed, FormOf, OwnVoice, Preview
from bot.services.forms import Filled as FormFilled
from bot.services.forms import Forms
from bot.services.lunch_views import LunchForm, LunchPage
from bot.services.lunches import Lunches
from bot.services.messages import WeekStartMessage
from bot.services.obstacles import Obstacles
from bot.services.post_actions import Posts
from bot.services.posts import confirm
from bot.services.promises import Noting, Promises
from bot.services.ride_asking import WantedCall
from bot.services.rides import Rides
from bot.services.talks import PROTECT_TIME, booked
from bot.services.tools import Finished
from bot.storage import admissions, prompts, rides, stories
from bot.storage.prompts import PromptRecord
from habits.catalogue import Catalogue
from habits.catalogue_lists import Audience, Need
from habits.composing import Part
from habits.filtering import Choice
from habits.lunches import Wish
from habits.plans import EVENTS
from habits.prompts import Answer
from habits.riding import Act, Role, State
from tests.bot.databases import copy_of
from tests.bot.services.test_filter import FakePlaces
from tests.bot.team import AMY, BEN, Team
from tests.bot.true_lines import ONLY_WHERE_NAMED, TRUTH, Moment, last_steps
from tests.bot.world import OWNER, World, wanted

WEEKS = 14
CAME_UP = ("escalation", "customer_win", "shared_mistake", "review_ahead")
"""What lines speak of that no week start names."""
STEPS = ("Call the buyer on Friday", "Ask Nord for the plan", "Send two dates")


@pytest.fixture
def database(template: Any, tmp_path: Any) -> Any:
    """SQLite alone: the facts do not depend on the database, and the judge's SQL is SQLite's."""
    database = copy_of(template, tmp_path, haste=True)
    yield database
    database.close()


class Busy:
    """A manager who does a little of everything, by chance but always the same."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.team = Team(world)
        self.filter = Filter(world.house, FakePlaces())
        posts = Posts(world.house, world.people)
        self.forms = Forms(world.house, world.people, FakePlaces(), posts)
        self.chance = random.Random(7)  # noqa: S311  (a test that repeats itself)
        self._weeks_seen: set[str] = set()
        self._days = 0

    async def begins(self) -> None:
        await self.world.walk_to(datetime.fromisoformat("2026-03-02T09:00:00+00:00"))
        for rep in (BEN, AMY):
            await self.team.introduced(rep)

    async def does_something(self) -> None:
        await self._says_what_is_coming()
        await self._names_what_came_up()
        deeds = (
            self._takes_an_ask,
            self._empties,
            self._coaches,
            self._directs,
            self._books,
            self._joins,
            self._promises,
            self._clears,
        )
        deeds += (self._owns_a_mistake, self._backs_a_test)
        for deed in deeds:
            if self.chance.random() < 0.25:
                await deed()
        await self._sets_a_lunch()
        await self._puts_up_a_lesson()

    async def _says_what_is_coming(self) -> None:
        for sent in self.world.messenger.to(OWNER.user):
            message = sent.message
            if isinstance(message, WeekStartMessage) and message.row not in self._weeks_seen:
                self._weeks_seen.add(message.row)
                events = self.chance.sample(sorted(EVENTS), 2)
                click = self.world.click()
                await self.world.weeks.expect(OWNER, message.row, events, click)

    async def _names_what_came_up(self) -> None:
        """Each of them now and then, with days on which none is named."""
        self._days += 1
        turn, rest = divmod(self._days, 2)
        if rest:
            event = CAME_UP[turn % len(CAME_UP)]
            await self.world.happening.happened(OWNER, event, self.team.key())
            await self.world.walk(minutes=1)

    async def _takes_an_ask(self) -> None:
        form = await self.filter.open(OWNER, Ask(text="Please fill in the survey"))
        assert isinstance(form, AskForm)
        choice = self.chance.choice((Choice.BATCH, Choice.ABSORB))
        await self.filter.take(OWNER, form.request, Filled(choice=choice), self.team.key())

    async def _sets_a_lunch(self) -> None:
        """Seven weeks ahead; some days after it, what was learned is told."""
        lunches, today = Lunches(self.world.house, FakePlaces()), self.world.now.date()
        window = await lunches.window(OWNER)
        if isinstance(window, LunchForm) and today.day in range(9, 20):
            on = today + timedelta(days=7 * 7 + 2)
            wish = Wish("Hall of Shame lunch", on, "", "I was wrong")
            seen = await lunches.preview(OWNER, wish)
            await lunches.invite(OWNER, seen.draft, "C0TEAM", self.team.key())
        elif isinstance(window, LunchPage) and today - window.on > timedelta(days=3):
            await lunches.learnings(OWNER, window.lunch, "Ask first")
            await lunches.tell_learnings(OWNER, window.lunch, "C0TEAM", self.team.key())

    async def timely(self) -> list[str]:
        """What is true on a few days alone is asked about on those days."""
        lunches, today = Lunches(self.world.house, FakePlaces()), self.world.now.date()
        window = await lunches.window(OWNER)
        away = (window.on - today).days if isinstance(window, LunchPage) else 0
        near = any(abs(away - mark) < 5 for mark in (42, 14, 0))
        named = self.world.database.read_now(admissions.open_of, self.world.manager().id)
        quiet = ["fix_repeat"] * (not named)
        return ["hall_of_shame_lunch"] * near + ["fun_award"] * (today.day > 26) + quiet

    async def _puts_up_a_lesson(self) -> None:
        """Late in the month, a story of their own; in the next one it is called off."""
        given, today = Awards(self.world.house, FakePlaces()), self.world.now.date()
        window = await given.window(OWNER)
        if window.month != today.replace(day=1):
            await given.call_off(OWNER, window.award, self.world.click())
        elif today.day > 20 and not window.up:

            def tell(connection: Connection) -> str:
                manager, now = self.world.manager(), self.world.now
                told = stories.add(
                    connection,
                    workspace=OWNER.workspace,
                    manager=manager.id,
                    owner=OWNER.user,
                    told_by=OWNER.user,
                    body={"know_now": "Ask first"},
                    named=True,
                    state=stories.State.WAITING,
                    at=now,
                )
                was, state = (stories.State.WAITING,), stories.State.POSTED
                stories.change(connection, told, state, was=was, posted_at=now)
                return told

            story = self.world.database.write_now(tell)
            until = today + timedelta(days=7 - today.weekday())
            filled = AwardFilled(story, "Ask first", "The mug", "", until)
            await given.put_up(OWNER, filled, self.team.key())

    async def _empties(self) -> None:
        await self.filter.bundle.empty(OWNER, self.team.key())

    async def _coaches(self) -> None:
        rep = self.chance.choice((BEN, AMY))
        today = self.world.now.date()
        for one in await self.team.one_on_ones.times(OWNER):
            if one.user == rep.user:
                await self.team.one_on_ones.drop_time(OWNER, one.id)
        days = [today + timedelta(days=n) for n in range(1, 6)]
        day = self.chance.choice([one for one in days if one.weekday() < 5])
        await self.team.meets(rep, on=day, weeks=2)
        if self.chance.random() < 0.6:
            note = self.team.keep(rep)
            await self.world.walk(minutes=1)
            step = {"next_step": self.chance.choice(STEPS)}
            await self.team.returned(note, step, rep)

    async def _directs(self) -> None:
        def change(connection: Connection) -> None:
            confirm(
                connection,
                self.world.house,
                self.world.manager(),
                habit="direction",
                recipient="C0TEAM",
                audience=Audience.TEAM_CHANNEL,
                parts=(Part("", "Renewals first"),),
                prompt=None,
                now=self.world.now,
            )

        self.world.database.write_now(change)
        await self.world.walk(minutes=1)

    async def _owns_a_mistake(self) -> None:
        """A change is named, and weeks later it holds."""
        manager = self.world.manager().id
        found = self.world.database.read_now(admissions.open_of, manager)
        if not found:
            await self._says("admit_mistake", did_effect="I was late.", change="I come early.")
        elif self.world.now - found[0].at > timedelta(days=24):
            await self._says("fix_repeat", change="I come early.", state="holds", line="It does.")

    async def _says(self, habit: str, **values: str) -> None:
        of = FormOf(habit)
        shown = await self.forms.check(OWNER, of, FormFilled(values, Audience.OWN_VOICE))
        assert isinstance(shown, OwnVoice)
        await self.forms.said(OWNER, habit, shown.token, self.team.key())

    async def _backs_a_test(self) -> None:
        """One at a time: agreed on with Ben, and given up some days after its time."""
        tests = Experiments(self.world.house)
        today = self.world.now.date()
        for one in await tests.running(OWNER):
            if one.stop_on is None or one.stop_on < today - timedelta(days=2):
                await tests.drop(OWNER, one.id)
            return
        values = {"test": "Call old leads", "owner": BEN.user}
        habit = self.chance.choice(("bless_risk", "act_fast"))
        more = {"stop": f"{today + timedelta(days=4)}", "topic": "Pricing"}
        of = FormOf(habit)
        filled = FormFilled({**values, **more}, Audience.PAIR_NOTE)
        preview = await self.forms.check(OWNER, of, filled)
        assert isinstance(preview, Preview)
        await self.forms.finish(OWNER, of, Confirmed(preview.draft))

    async def _books(self) -> None:
        """Two talks in the days to come."""
        today = self.world.now.date()
        first, second = self.chance.sample(range(1, 8), 2)

        def book(connection: Connection) -> None:
            values = {
                "day_1": str(today + timedelta(days=first)),
                "hour_1": "09:00",
                "day_2": str(today + timedelta(days=second)),
                "hour_2": "15:00",
            }
            source = self.team.key()
            of, now = FormOf(PROTECT_TIME), self.world.now
            done = Finished(of, source, values, Audience.PRIVATE, None, now)
            booked(connection, self.world.house, self.world.manager(), done)

        self.world.database.write_now(book)

    async def _joins(self) -> None:
        """Help on a call in the days to come, which the rep wants."""
        calls, day = Rides(self.world.house), self.chance.randint(1, 4)
        on = self.world.now.date() + timedelta(days=day)
        offer = WantedCall(BEN.user, "Acme", "", Role.LISTEN, on, time(14), 30)
        await calls.offer(OWNER, offer, self.team.key())
        offered = self.world.database.read_now(rides.open_of_rep, OWNER.workspace, BEN.user)
        for one in offered:
            if one.ride.state is State.WITH_REP and self.world.now < one.ride.starts_at:
                await calls.act(BEN, one.id, Act.ACCEPT, self.team.key())

    async def _promises(self) -> None:
        """One at a time: noted one day, kept on another."""
        promises = Promises(self.world.house, self.world.people)
        found = (await promises.all(OWNER)).open
        for one in found:
            await promises.done(OWNER, one.id, self.team.key())
        if not found:
            due = self.world.now.date() + timedelta(days=2)
            await promises.note(OWNER, Noting("Send the list", BEN.user, due), self.team.key())

    async def _clears(self) -> None:
        """What is in Ben's way, until it is answered."""
        obstacles = Obstacles(self.world.house, self.world.people)
        found = (await obstacles.queue(OWNER)).open
        for one in found:
            seen = await obstacles.check(OWNER, one.id, "gone", "Done")
            await obstacles.answer(OWNER, one.id, seen.draft, self.team.key())
        if not found:
            [team] = (await obstacles.own(BEN)).teams
            await obstacles.tell(BEN, team.entry, "Legal", "", self.team.key())

    async def is_asked(self, habit: str) -> PromptRecord:
        """A prompt for that habit, drawn now: one that was drawn earlier is answered first."""
        await self.world.preferences.change(OWNER, _focus(habit))
        record = await self._asks()
        return record if record.prompt.asked_at == self.world.now else await self._asks()

    async def _asks(self) -> PromptRecord:
        shown = await self.world.prompts.today(OWNER, self.team.key())
        record = self.world.database.read_now(prompts.get, OWNER.workspace, shown.prompt)
        assert record is not None
        await self.world.prompts.answer(OWNER, shown.prompt, Answer.SKIPPED, self.world.click())
        return record


def _focus(habit: str) -> Any:
    chosen = wanted()
    return type(chosen)(habit, None, chosen.times)


def untrue(connection: Connection, manager: str, now: datetime, facts: Collection[str]) -> set[str]:
    """The facts that the judge sees otherwise, in either direction."""
    at = Moment(connection, manager, now)
    truth = {need for need, holds in TRUTH.items() if holds(at)}
    return truth ^ set(facts)


def _lines_with_needs(catalogue: Catalogue) -> set[str]:
    """Those whose needs something can make true by now."""
    return {
        one.id
        for habit in catalogue.habits.values()
        for one in habit.wordings
        if one.needs and set(one.needs) <= set(TRUTH)
    }


async def _walk(
    world: World, weeks: int = WEEKS
) -> tuple[list[str], dict[str, set[bool]], set[str]]:
    """What was untrue; the values each need was seen with; the wordings that could be
    drawn."""
    busy = Busy(world)
    await busy.begins()
    catalogue = world.house.catalogue
    lines = _lines_with_needs(catalogue)
    needy = sorted({one.partition("/")[0] for one in lines})
    wrong: list[str] = []
    seen: dict[str, set[bool]] = defaultdict(set)
    drawn: set[str] = set()
    day = date(2026, 3, 3)
    turn = 0
    while day < date(2026, 3, 2) + timedelta(weeks=weeks):
        if day.weekday() < 5:
            await world.walk_to(datetime.fromisoformat(f"{day}T08:20:00+00:00"))
            await busy.does_something()
            # Lines that no day could draw so far come first; all others keep their turn.
            missing = {one.partition("/")[0] for one in lines - drawn}
            late = [one for one in needy if one in missing] or needy
            habits = [
                late[turn % len(late)],
                late[(turn + 1) % len(late)],
                late[(turn + 2) % len(late)],
                needy[turn % len(needy)],
            ]
            turn += 1
            for habit in dict.fromkeys((*habits, *await busy.timely())):
                wrong += await _judge(busy, habit, seen, drawn)
        day += timedelta(days=1)
    return wrong, seen, drawn


async def _judge(busy: Busy, habit: str, seen: dict[str, set[bool]], drawn: set[str]) -> list[str]:
    world = busy.world
    record = await busy.is_asked(habit)
    assert record.prompt.asked_at == world.now
    manager = world.manager().id
    decision = world.database.read_now(prompts.decision_of, record.prompt.id)
    assert decision is not None
    facts = set(decision["situation"]["facts"])
    named = {need for one in world.house.catalogue.get(habit).wordings for need in one.needs}
    unasked = ONLY_WHERE_NAMED - named
    false = world.database.read_now(untrue, manager, world.now, facts) - unasked
    for need in TRUTH.keys() - unasked:
        seen[need].add(need in facts)
    drawn.update(decision["eligible"])
    wrong = [f"{world.now:%a %d %b} {record.wording}: {need}" for need in sorted(false)]
    known = {one.id: one for one in world.house.catalogue.get(habit).wordings}
    for wording in known.keys() & set(decision["eligible"]):
        needs = set(known[wording].needs)
        wrong += [f"{wording} needs {one}" for one in sorted(needs - facts)]
    if record.wording == "coach_11/3":
        steps = world.database.read_now(
            lambda connection: last_steps(Moment(connection, manager, world.now))
        )
        wrong += [] if any(step in record.line for step in steps) else [record.line]
    return wrong


async def test_every_line_is_true_when_it_is_drawn(world: World) -> None:
    wrong, seen, drawn = await _walk(world)
    assert wrong == [], "\n".join(wrong)
    assert {need: values for need, values in seen.items() if values != {True, False}} == {}
    never = _lines_with_needs(world.house.catalogue) - drawn
    assert never == set(), "lines with needs that no state of the walk brought up"


async def test_a_fact_that_is_forced_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "true_of_asks", lambda *_: frozenset({Need.OPEN_BATCH}))
    wrong, _, _ = await _walk(world, weeks=2)
    assert any(one.endswith(": open_batch") for one in wrong)
