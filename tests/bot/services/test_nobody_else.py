"""What is one person's is not there for anybody else: a colleague, an admin, the manager's boss.

Roles of Slack give nothing: the services get no word about them. Whoever asks for somebody
else's thing reads the same as for one that never was.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.services.award_views import AwardFilled
from bot.services.awards import Awards
from bot.services.cards import Cards
from bot.services.filter import Filter
from bot.services.filter_views import Ask, AskForm, BundleFilled, Filled
from bot.services.form_views import FormOf
from bot.services.forms import Filled as FormFilled
from bot.services.forms import Forms
from bot.services.held_drafts import HeldDrafts
from bot.services.lunch_views import LunchPage, TellFilled
from bot.services.lunches import Lunches
from bot.services.obstacles import Obstacles
from bot.services.pair_agreeing import SharedNotes
from bot.services.post_actions import Posts
from bot.services.promises import Noting, Promises
from bot.services.ride_asking import WantedCall
from bot.services.rides import Rides
from bot.services.running_order import RunningOrders
from bot.services.today import follow_up_later
from bot.services.today_answers import TodayAnswers
from bot.services.waiting import FOLLOW_UP, QUESTION
from bot.services.who import Who
from bot.storage import follow_ups, questions, rides, stories
from bot.storage.outgoing import Kind
from bot.storage.roster import Ended
from habits.errors import HabitsError
from habits.filtering import Choice
from habits.lunches import Wish
from habits.prompts import Answer
from habits.riding import Act, Role
from tests.bot.services.test_filter import FakePlaces
from tests.bot.services.test_posts import posted
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import MATE, OWNER, World

NEVER_WAS = "0123456789abcdef"
WEEK = date(2026, 3, 2)


@dataclass
class Things:
    """One id of everything that somebody owns, and whom to ask about it."""

    world: World
    team: Team
    filter: Filter
    forms: Forms
    today: TodayAnswers
    notes: SharedNotes
    ids: dict[str, str]


@pytest.fixture
async def things(world: World) -> Things:
    await world.walk_to(MONDAY)
    team = Team(world)
    entry = await team.introduced()
    note = team.keep()
    handed_over = team.keep(habit="stay_talk", values={})
    meeting = await team.meets()
    await world.walk(minutes=1)
    start = world.row(kind=Kind.START)
    places = FakePlaces()
    below = Posts(world.house, world.people)
    forms = Forms(world.house, world.people, places, below)
    filtering = Filter(world.house, places)
    form = await filtering.open(OWNER, Ask(text="Fill in the survey"))
    assert isinstance(form, AskForm)
    await filtering.take(OWNER, form.request, Filled(choice=Choice.BATCH), team.key())
    post = await posted(world)
    await below.ask(MATE, post, "Until when?", team.key())
    manager = world.manager()

    def later(connection: Any) -> None:
        now = world.now
        follow_up_later(connection, world.house, manager, "share_why", post, {"open": "?"}, now)

    world.database.write_now(later)
    [question] = world.database.read_now(questions.open_of, manager.id)
    follow_up = world.database.read_now(follow_ups.open_on, manager.id, date(2026, 12, 31))[0]
    prompt, _ = await world.first_prompt()
    call = await _call(world, entry, team.key())
    award, nomination = await _award(world, team)
    lunch, offered = await _lunch(world, team)
    firm = {"rep": BEN.user, "gap": "Notes", "help": "Mine", "date": "2026-06-01", "hold": True}
    await forms.check(OWNER, FormOf("firm_and_fair"), FormFilled(firm, None))
    ids = {
        "held": world.row(kind=Kind.HELD).id,
        "award": award,
        "nomination": nomination,
        "lunch": lunch,
        "offered": offered,
        "call": call,
        "entry": entry,
        "promise": await _promise(world),
        "obstacle": await _obstacle(world, entry),
        "note": note,
        "handed over": handed_over,
        "meeting": meeting,
        "start": start.id,
        "ask": form.request,
        "post": post,
        "question": question.id,
        "follow-up": follow_up.id,
        "prompt": prompt,
    }
    today, notes = TodayAnswers(world.house), SharedNotes(world.house)
    return Things(world, team, filtering, forms, today, notes, ids)


async def _award(world: World, team: Team) -> tuple[str, str]:
    """An award for which a story of the owner is put up."""

    def tell(connection: Connection) -> str:
        told = {"tried": "A demo", "know_now": "Ask first"}
        return stories.add(
            connection,
            workspace=OWNER.workspace,
            manager=world.manager().id,
            owner=OWNER.user,
            told_by=OWNER.user,
            body=told,
            named=True,
            state=stories.State.WAITING,
            at=world.now,
        )

    story = world.database.write_now(tell)
    was, posted_at = (stories.State.WAITING,), world.now
    change = stories.change
    world.database.write_now(change, story, stories.State.POSTED, was=was, posted_at=posted_at)
    filled = AwardFilled(story, "Ask first", "The mug", "", date(2026, 3, 5))
    window = await Awards(world.house, FakePlaces()).put_up(OWNER, filled, team.key())
    return window.award, window.up[0].lesson.nomination


async def _lunch(world: World, team: Team) -> tuple[str, str]:
    """A lunch with its day, and a story that Ben would tell there."""
    lunches = Lunches(world.house, FakePlaces())
    seen = await lunches.preview(OWNER, Wish("Lunch", date(2026, 6, 12), "", "Mine"))
    await lunches.invite(OWNER, seen.draft, "C0TEAM", team.key())
    window = await lunches.window(OWNER)
    assert isinstance(window, LunchPage)
    filled = TellFilled(tried="A demo", know_now="Ask first")
    told = await RunningOrders(world.house).tell(BEN, window.lunch, filled, team.key())
    return window.lunch, told.offered[0][0]


async def _call(world: World, entry: str, key: str) -> str:
    """A call for which the rep asked."""
    on = date(2026, 3, 19)
    wanted = WantedCall(entry, "Acme", "Your title", Role.LISTEN, on, time(13), 30)
    await Rides(world.house).ask(BEN, wanted, key)
    [kept] = world.database.read_now(rides.open_of_rep, BEN.workspace, BEN.user)
    return kept.id


async def _promise(world: World) -> str:
    noting = Noting("Send the list", BEN.user, date(2026, 4, 17))
    found = await Promises(world.house, world.people).note(OWNER, noting, "promise")
    return found.open[0].id


async def _obstacle(world: World, entry: str) -> str:
    obstacles = Obstacles(world.house, world.people)
    return (await obstacles.tell(BEN, entry, "Legal", "", "obstacle")).found[0].id


def _promises(things: "Things") -> Promises:
    return Promises(things.world.house, things.world.people)


def _obstacles(things: "Things") -> Obstacles:
    return Obstacles(things.world.house, things.world.people)


Call = Callable[[Things, Who, str], Awaitable[Any]]

OF_A_MANAGER: dict[str, tuple[str, Call]] = {
    "read a held draft": ("held", lambda t, who, one: HeldDrafts(t.world.house).form_of(who, one)),
    "throw a held draft away": (
        "held",
        lambda t, who, one: HeldDrafts(t.world.house).throw_away(who, one, t.team.key()),
    ),
    "answer a prompt": (
        "prompt",
        lambda t, who, one: t.world.prompts.answer(who, one, Answer.DONE, t.world.click()),
    ),
    "why a prompt": ("prompt", lambda t, who, one: t.world.prompts.why(who, one)),
    "a form from a prompt": (
        "prompt",
        lambda t, who, one: t.forms.open(who, FormOf("share_why", prompt=one)),
    ),
    "a card from a prompt": (
        "prompt",
        lambda t, who, one: Cards(t.world.house, t.world.people).save(
            who, FormOf("people_first", prompt=one), "people", {}, t.team.key()
        ),
    ),
    "expect a week": (
        "start",
        lambda t, who, one: t.world.weeks.expect(who, one, ["lost_deal"], t.world.click()),
    ),
    "decide an ask again": ("ask", lambda t, who, one: t.filter.again(who, one)),
    "take an ask": (
        "ask",
        lambda t, who, one: t.filter.take(who, one, Filled(choice=Choice.ABSORB), t.team.key()),
    ),
    "drop an ask": ("ask", lambda t, who, one: t.filter.drop(who, one)),
    "say a reply": ("ask", lambda t, who, one: t.filter.said(who, one, 0)),
    "close a question": (
        "question",
        lambda t, who, one: t.today.done(who, QUESTION, one, t.world.click()),
    ),
    "answer a follow-up": (
        "follow-up",
        lambda t, who, one: t.today.done(who, FOLLOW_UP, one, t.world.click()),
    ),
    "change a 1:1": ("meeting", lambda t, who, one: t.team.one_on_ones.time_form(who, one)),
    "drop a 1:1": ("meeting", lambda t, who, one: t.team.one_on_ones.drop_time(who, one)),
}
OF_PROMISES: dict[str, Call] = {
    "read a promise": lambda t, who, one: _promises(t).one(who, one),
    "keep a promise": lambda t, who, one: _promises(t).done(who, one, t.team.key()),
    "open a promise again": lambda t, who, one: _promises(t).again(who, one, t.team.key()),
    "move a promise": lambda t, who, one: _promises(t).move(
        who, one, date(2026, 4, 20), "Later", t.team.key()
    ),
    "hand a promise back": lambda t, who, one: _promises(t).hand_back(
        who, one, "Ask Amy", t.team.key()
    ),
}
OF_OBSTACLES: dict[str, Call] = {
    "read an obstacle": lambda t, who, one: _obstacles(t).form(who, one),
    "take an obstacle on": lambda t, who, one: _obstacles(t).take(
        who, one, date(2026, 4, 20), t.team.key()
    ),
    "write an answer": lambda t, who, one: _obstacles(t).check(who, one, "gone", "Done"),
    "answer an obstacle": lambda t, who, one: _obstacles(t).answer(who, one, "d", t.team.key()),
}
OF_A_MANAGER |= {
    "see an award": (
        "award",
        lambda t, who, one: Awards(t.world.house, FakePlaces()).preview(who, one, AwardFilled()),
    ),
    "call off an award": (
        "award",
        lambda t, who, one: Awards(t.world.house, FakePlaces()).call_off(who, one, t.world.click()),
    ),
    "take a lesson out": (
        "nomination",
        lambda t, who, one: Awards(t.world.house, FakePlaces()).take_out(who, one, t.world.click()),
    ),
    "see a lunch": (
        "lunch",
        lambda t, who, one: Lunches(t.world.house, FakePlaces()).page(who, one),
    ),
    "move a lunch": (
        "lunch",
        lambda t, who, one: Lunches(t.world.house, FakePlaces()).change(
            who, one, Wish("Lunch", date(2026, 6, 11), "", "Mine"), t.team.key()
        ),
    ),
    "call off a lunch": (
        "lunch",
        lambda t, who, one: Lunches(t.world.house, FakePlaces()).call_off(
            who, one, t.world.click()
        ),
    ),
    "the running order": (
        "lunch",
        lambda t, who, one: RunningOrders(t.world.house).order(who, one),
    ),
    "choose stories": (
        "lunch",
        lambda t, who, one: RunningOrders(t.world.house).choose(
            who, one, [t.ids["offered"]], t.team.key()
        ),
    ),
    "the next lunch": (
        "lunch",
        lambda t, who, one: Lunches(t.world.house, FakePlaces()).form(who, one, 6),
    ),
}
OF_TWO: dict[str, Call] = {
    "read a call": lambda t, who, one: Rides(t.world.house).call(who, one),
    "another time": lambda t, who, one: Rides(t.world.house).other_time(
        who, one, date(2026, 3, 20), time(10), t.team.key()
    ),
    "say no to a call": lambda t, who, one: Rides(t.world.house).decline(
        who, one, "No time", t.team.key()
    ),
    "write about a call": lambda t, who, one: Rides(t.world.house).debrief(
        who, one, {"did_well": "a", "we_do": "b"}, "", t.team.key()
    ),
    "a file of a call": lambda t, who, one: Rides(t.world.house).calendar_entry(who, one),
}
"""What is there for a rep and their manager alone."""
OF_A_REP: dict[str, tuple[str, Call]] = {
    "read a rep's form": ("note", lambda t, who, one: t.team.coach.rep_form(who, one)),
    "write a rep's form": (
        "note",
        lambda t, who, one: t.team.coach.write(who, one, {"next_step": "x"}, t.team.key()),
    ),
    "decline": ("note", lambda t, who, one: t.team.coach.decline(who, one)),
    "delete a note": ("note", lambda t, who, one: t.team.coach.delete(who, one)),
    "agree to a note": ("handed over", lambda t, who, one: t.notes.agree(who, one)),
    "read a note to change it": ("handed over", lambda t, who, one: t.notes.form(who, one)),
    "change a note": (
        "handed over",
        lambda t, who, one: t.notes.change(who, one, {"outcome": "held"}, t.team.key()),
    ),
    "take a story for the lunch back": (
        "offered",
        lambda t, who, one: RunningOrders(t.world.house).take_back(who, one, t.world.click()),
    ),
    "take an obstacle back": (
        "obstacle",
        lambda t, who, one: _obstacles(t).take_back(who, one),
    ),
    # Whoever leaves takes the rest along.
    "leave": ("entry", lambda t, who, one: t.team.reps.leave(who, one, Ended.LEFT)),
    "come back": ("entry", lambda t, who, one: t.team.reps.again(who, one)),
}


OF_A_MANAGER |= {name: ("promise", call) for name, call in OF_PROMISES.items()}
OF_A_MANAGER |= {name: ("obstacle", call) for name, call in OF_OBSTACLES.items()}
for name, act in (("accept", Act.ACCEPT), ("take back", Act.TAKE_BACK), ("miss", Act.DID_NOT)):
    OF_TWO[f"{name} a call"] = lambda t, who, one, act=act: Rides(t.world.house).act(
        who, one, act, t.team.key()
    )


async def words_of(call: Awaitable[Any]) -> str:
    """The refusal that somebody reads; "" where there was none."""
    try:
        await call
    except HabitsError as refused:
        return f"{type(refused).__name__}: {refused}"
    return ""


async def boss_of_the_owner(things: Things) -> Who:
    """A manager in whose team the owner is."""
    boss = things.world.add_manager("U0BOSS")
    await things.team.introduced(OWNER, boss)
    return boss


async def test_a_managers_things_are_not_there_for_anybody_else(things: Things) -> None:
    admin = things.world.add_manager("U0ADMIN")
    boss = await boss_of_the_owner(things)
    for name, (kind, call) in OF_A_MANAGER.items():
        for who in (MATE, admin, boss):
            theirs = await words_of(call(things, who, things.ids[kind]))
            nothing = await words_of(call(things, who, NEVER_WAS))
            assert theirs == nothing != "", f"{name}, asked by {who.user}"


async def test_a_reps_things_are_not_there_for_anybody_else(things: Things) -> None:
    """But a note of two, which either of them may delete."""
    boss = await boss_of_the_owner(things)
    for name, (kind, call) in OF_A_REP.items():
        others = (MATE, boss) if name == "delete a note" else (OWNER, MATE, boss)
        for who in others:
            theirs = await words_of(call(things, who, things.ids[kind]))
            nothing = await words_of(call(things, who, NEVER_WAS))
            assert theirs == nothing != "", f"{name}, asked by {who.user}"


async def test_a_call_is_there_for_its_two_alone(things: Things) -> None:
    boss = await boss_of_the_owner(things)
    for name, call in OF_TWO.items():
        for who in (MATE, boss):
            theirs = await words_of(call(things, who, things.ids["call"]))
            nothing = await words_of(call(things, who, NEVER_WAS))
            assert theirs == nothing != "", f"{name}, asked by {who.user}"
    for who in (OWNER, BEN):
        await OF_TWO["read a call"](things, who, things.ids["call"])


async def test_their_owner_finds_each_of_them(things: Things) -> None:
    """Else the tests above would say nothing."""
    for owner, calls in ((OWNER, OF_A_MANAGER), (BEN, OF_A_REP)):
        first: dict[str, Call] = {}
        for kind, call in calls.values():
            first.setdefault(kind, call)
        for kind, call in first.items():
            await call(things, owner, things.ids[kind])


async def test_a_bundle_holds_only_ones_own_asks(things: Things) -> None:
    filled = BundleFilled(ticked=(things.ids["ask"],))
    form = await things.filter.bundle.form(MATE, filled)
    assert (form.asks, form.ticked) == ((), ())
