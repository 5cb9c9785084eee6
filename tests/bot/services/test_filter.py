"""Asks from outside: decided once, held, delayed, passed on, bundled, and nobody else's."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text, update

from bot.services.asks import summary, waiting
from bot.services.deciding import AlreadyPassedOn
from bot.services.drawing import ask
from bot.services.filter import Filter
from bot.services.filter_views import (
    Ask,
    AskForm,
    BundleFilled,
    Decided,
    Filled,
    Standing,
    TeamPreview,
)
from bot.services.forms import Forms
from bot.services.messages import CheckInMessage
from bot.services.own_posts import PostGone
from bot.services.places import Standing as Place
from bot.services.ports import Refused
from bot.services.post_actions import Posts
from bot.services.team_messages import TodayMessage
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import follow_ups, posts, practices, prompts, requests, teams
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.outgoing import Kind, State
from bot.storage.practices import PracticeRecord
from bot.storage.prompts import PromptRecord
from bot.storage.tables import prompts as prompts_table
from habits.calendar import local_date
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import HabitsError, NotHere, NotStarted, WrongField
from habits.filtering import Choice, Summary
from habits.prompts import Origin
from tests.bot.world import LONG_AGO, MATE, OUTSIDER, OWNER, STOCKHOLM, World

TEAM = "C0TEAM"
ASK = Ask("Can the team send me all numbers?", "U0HEAD", "C0ALL", "1.0001")


@dataclass
class FakePlaces:
    """Says of each channel what a test told it; the bot is in all others."""

    told: dict[str, Place] = field(default_factory=dict)

    async def standing(self, channel: str) -> Place:
        return self.told.get(channel, Place.IN)


@pytest.fixture
def places() -> FakePlaces:
    return FakePlaces()


@pytest.fixture
def service(world: World, places: FakePlaces) -> Filter:
    return Filter(world.house, places, "our-bot")


class Desk:
    """A manager at work with the filter."""

    def __init__(self, world: World, service: Filter, who: Who = OWNER) -> None:
        self.world = world
        self.service = service
        self.who = who
        self._sent = 0

    async def opened(self, ask: Ask = ASK) -> AskForm:
        form = await self.service.open(self.who, ask)
        assert isinstance(form, AskForm)
        return form

    async def new(self, text: str = "An ask") -> AskForm:
        """The form for a message that nobody filtered before."""
        self._sent += 1
        self.world.clock.advance(seconds=1)
        return await self.opened(replace(ASK, text=text, ts=f"2.{self._sent:04d}"))

    async def decides(
        self, choice: Choice, *, text: str = "An ask", key: str = "", **filled: Any
    ) -> Decided:
        form = await self.new(text)
        return await self.take(form.request, choice, key=key, **filled)

    async def take(self, request: str, choice: Choice, *, key: str = "", **filled: Any) -> Decided:
        self._sent += 1
        return await self.service.take(
            self.who, request, Filled(choice, **filled), key or f"{self.who.user} {self._sent}"
        )

    async def previews(self, form: AskForm, **filled: Any) -> TeamPreview:
        return await self.service.preview(self.who, form.request, Filled(Choice.PASS_ON, **filled))

    def request(self, request: str) -> requests.RequestRecord:
        manager = self.world.manager(self.who).id
        found = self.world.database.read_now(requests.get, manager, request)
        assert found is not None
        return found

    def done(self) -> list[PracticeRecord]:
        """What counts as done, ever."""
        manager = self.world.manager(self.who).id
        first, last = date(2020, 1, 1), date(2030, 1, 1)
        return self.world.database.read_now(practices.between, manager, first, last)

    async def listed(self) -> list[str]:
        return [one.ask for one in (await self.service.ledger(self.who)).waiting]

    def today(self) -> date:
        return local_date(self.world.now, STOCKHOLM)


@pytest.fixture
def desk(world: World, service: Filter) -> Desk:
    return Desk(world, service)


@pytest.fixture
def below(world: World) -> Posts:
    return Posts(world.house, world.people)


@pytest.fixture
def forms(world: World, places: FakePlaces, below: Posts) -> Forms:
    return Forms(world.house, world.people, places, below)


# --- deciding ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        (Choice.ABSORB, requests.State.CLOSED),
        (Choice.ANSWER_NOW, requests.State.CLOSED),
        (Choice.DECLINE, requests.State.CLOSED),
        (Choice.DELAY, requests.State.DELAYED),
        (Choice.BATCH, requests.State.HELD),
    ],
)
async def test_a_decision_is_kept_and_counts_once(
    desk: Desk, choice: Choice, state: requests.State
) -> None:
    form = await desk.opened()
    decided = await desk.take(form.request, choice, minutes=20)
    kept = desk.request(form.request)
    assert (kept.choice, kept.state, kept.minutes) == (choice, state, 20)
    assert [one.habit for one in desk.done()] == ["filter_request"]
    assert (decided.say is not None) == choice.has_reply
    if decided.say is not None:
        assert decided.say.to == "U0HEAD"


async def test_the_same_form_sent_twice_is_one_decision(desk: Desk) -> None:
    form = await desk.opened()
    first = await desk.take(form.request, Choice.DECLINE, key="twice", reply="No.")
    second = await desk.take(form.request, Choice.DECLINE, key="twice", reply="No.")
    assert first.say == second.say
    assert len(desk.done()) == 1


async def test_the_same_message_again_is_the_decision_that_stands(desk: Desk) -> None:
    form = await desk.opened()
    assert (await desk.opened()).request == form.request, "nothing was decided yet"
    await desk.take(form.request, Choice.BATCH)
    desk.world.clock.advance(days=2)
    standing = await desk.service.open(OWNER, ASK)
    assert isinstance(standing, Standing)
    assert standing.choice is Choice.BATCH
    assert standing.decided == desk.today() - timedelta(days=2)


async def test_deciding_again_counts_no_second_time(desk: Desk) -> None:
    decided = await desk.decides(Choice.DELAY, reason="later", reply="Later.")
    form = await desk.service.again(OWNER, decided.request)
    assert (form.choice, form.reason) == (Choice.DELAY, "later")
    await desk.take(decided.request, Choice.ABSORB)
    kept = desk.request(decided.request)
    assert (kept.choice, kept.state, kept.again_on) == ("absorb", requests.State.CLOSED, None)
    assert kept.reason is None
    assert len(desk.done()) == 1


async def test_a_decision_answers_the_open_prompt_of_the_habit(desk: Desk) -> None:
    [prompt] = desk.world.database.write_now(prompts_for, desk.world, OWNER, "filter_request", "p")
    decided = await desk.decides(Choice.ABSORB)
    assert decided.prompt == prompt.prompt.id
    assert (await desk.decides(Choice.ABSORB)).prompt is None
    assert len(desk.done()) == 2


@pytest.mark.parametrize("choice", [one for one in Choice if one is not Choice.PASS_ON])
async def test_safety_pay_and_hr_are_refused_under_the_choice(desk: Desk, choice: Choice) -> None:
    form = await desk.opened()
    with pytest.raises(WrongFields) as refused:
        await desk.take(form.request, choice, sensitive=True)
    assert refused.value.faults == {
        "choice": "Safety, pay and HR matters have to be passed on. Choose “Pass it on”."
    }
    assert desk.request(form.request).state is requests.State.NEW
    assert desk.done() == []


async def test_nothing_chosen_is_refused_and_so_is_an_ask_by_hand_without_words(
    desk: Desk,
) -> None:
    form = await desk.opened(Ask())
    with pytest.raises(WrongFields) as refused:
        await desk.service.take(OWNER, form.request, Filled(), "key")
    assert list(refused.value.faults) == ["choice"]
    with pytest.raises(WrongFields) as refused:
        await desk.take(form.request, Choice.BATCH, ask="  ")
    assert list(refused.value.faults) == ["ask"]
    await desk.take(form.request, Choice.BATCH, ask="A call: numbers", requester="U0HEAD")
    kept = desk.request(form.request)
    assert (kept.body, kept.requester) == ("A call: numbers", "U0HEAD")


async def test_what_people_wrote_is_encrypted(desk: Desk) -> None:
    form = await desk.opened(replace(ASK, text="NUMBERS PLEASE"))
    await desk.take(form.request, Choice.DECLINE, reason="NO TIME", reply="SORRY NO")
    rows = desk.world.database.read_now(
        lambda c: c.execute(text("SELECT * FROM requests")).mappings().all()
    )
    stored = b"".join(bytes(one) for one in rows[0].values() if isinstance(one, bytes | memoryview))
    assert b"gAAAA" in stored
    for words in (b"NUMBERS", b"NO TIME", b"SORRY"):
        assert words not in stored
    assert "SORRY NO" not in str(rows)


async def test_at_most_a_thousand_characters_are_kept(desk: Desk) -> None:
    form = await desk.opened(replace(ASK, text="x" * 3000))
    assert len(desk.request(form.request).body) == 1000


async def test_what_was_opened_and_not_decided_is_forgotten_after_a_day(
    desk: Desk, forms: Forms
) -> None:
    form = await desk.opened()
    theirs = await Desk(desk.world, desk.service, MATE).opened()
    decided = await desk.decides(Choice.BATCH)
    desk.world.clock.advance(hours=23)
    await forms.forget_drafts()
    assert (await desk.opened()).request == form.request
    desk.world.clock.advance(hours=1)
    await forms.forget_drafts()
    kept = desk.world.database.read_now(lambda c: c.execute(text("SELECT id FROM requests")).all())
    assert [one for (one,) in kept] == [decided.request]
    for who, request in ((OWNER, form.request), (MATE, theirs.request)):
        with pytest.raises(NotHere):
            await desk.service.again(who, request)


# --- whose it is ---------------------------------------------------------------------------


async def test_a_foreign_ask_and_one_that_never_was_are_not_here(
    world: World,
    desk: Desk,
    service: Filter,
) -> None:
    mine = (await desk.decides(Choice.BATCH)).request
    for request in (mine, "never-was"):
        with pytest.raises(NotHere):
            await service.again(MATE, request)
        with pytest.raises(NotHere):
            await service.form(MATE, request, Filled(Choice.DELAY))
        with pytest.raises(NotHere):
            await service.take(MATE, request, Filled(Choice.ABSORB), "key")
        with pytest.raises(NotHere):
            await service.preview(MATE, request, Filled(Choice.PASS_ON))
        with pytest.raises(NotHere):
            await service.drop(MATE, request)
        with pytest.raises(NotHere):
            await service.said(MATE, request, 1)
        with pytest.raises(NotHere):
            await service.post(MATE, request, TEAM)
        with pytest.raises(NotHere):
            await service.bundle.post(MATE, request, TEAM)
    assert desk.request(mine).state is requests.State.HELD
    assert (await service.ledger(MATE)).waiting == ()


async def test_a_preview_of_somebody_else_cannot_be_posted(
    desk: Desk,
    service: Filter,
) -> None:
    preview = await desk.previews(await desk.opened())
    with pytest.raises(NotHere):
        await service.post(MATE, preview.draft, TEAM)
    assert desk.world.rows() == []


async def test_each_manager_decides_on_a_message_alone(
    desk: Desk,
    service: Filter,
) -> None:
    form = await desk.opened()
    await desk.take(form.request, Choice.BATCH)
    theirs = await service.open(MATE, ASK)
    assert isinstance(theirs, AskForm)
    assert theirs.request != form.request


async def test_whoever_has_not_started_has_no_filter(service: Filter) -> None:
    with pytest.raises(NotStarted):
        await service.open(OUTSIDER, ASK)
    with pytest.raises(NotStarted):
        await service.ledger(OUTSIDER)
    with pytest.raises(NotStarted):
        await service.bundle.form(OUTSIDER)


# --- what waits ----------------------------------------------------------------------------


async def test_held_asks_wait_always_and_delayed_ones_from_their_day_on(desk: Desk) -> None:
    day = desk.today() + timedelta(days=3)
    await desk.decides(Choice.BATCH, text="held")
    await desk.decides(Choice.DELAY, text="delayed", deadline=day)
    await desk.decides(Choice.ABSORB, text="absorbed")
    assert await desk.listed() == ["held", "delayed"]

    def found(today: date) -> list[str]:
        manager = desk.world.manager()
        listed = desk.world.database.read_now(waiting, manager, today)
        return [f"{one.ask} {one.age}" for one in listed]

    assert found(day - timedelta(days=1)) == ["held 2 days"] or found(day - timedelta(days=1)) == [
        "held since Sunday"
    ]
    assert [one.split()[0] for one in found(day)] == ["held", "delayed"]


async def test_a_delayed_ask_plans_a_message_for_its_day(desk: Desk) -> None:
    day = desk.today() + timedelta(days=4)
    await desk.decides(Choice.DELAY, deadline=day)
    [row] = [one for one in desk.world.rows() if one.kind is Kind.TODAY]
    assert row.local_date >= day


@pytest.mark.parametrize("dropped", [False, True])
async def test_a_message_that_brought_an_ask_shows_no_longer_what_was_decided(
    desk: Desk, dropped: bool
) -> None:
    decided = await desk.decides(Choice.DELAY, deadline=date(2026, 3, 4))
    await desk.world.walk_to(datetime(2026, 3, 4, 10, tzinfo=UTC))
    message = desk.world.messenger.to(OWNER.user)[-1].message
    assert isinstance(message, TodayMessage)
    assert [one.id for one in message.items] == [decided.request]
    if dropped:
        await desk.service.drop(OWNER, decided.request)
    else:
        await desk.take(decided.request, Choice.ABSORB)
    await desk.world.showing.sweep()
    assert TodayMessage(()) in [one.message for one in desk.world.messenger.updated]


@pytest.mark.parametrize("emptied", [False, True])
async def test_a_check_in_that_brought_held_asks_follows_the_bundle(
    desk: Desk, emptied: bool
) -> None:
    decided = await desk.decides(Choice.BATCH)
    await desk.world.walk_to(datetime(2026, 3, 6, 16, tzinfo=UTC))
    message = desk.world.messenger.to(OWNER.user)[-1].message
    assert isinstance(message, CheckInMessage)
    assert [one.id for one in message.follow_ups] == [decided.request]
    if emptied:
        await desk.service.bundle.empty(OWNER, "key")
    else:
        preview = await desk.service.bundle.preview(OWNER, BundleFilled((decided.request,)))
        await desk.service.bundle.post(OWNER, preview.draft, TEAM)
    await desk.world.showing.sweep()
    updated = [one.message for one in desk.world.messenger.updated]
    shown = [one for one in updated if isinstance(one, CheckInMessage)][-1]
    assert decided.request not in [one.id for one in shown.follow_ups]


async def test_a_dropped_ask_waits_no_longer_and_stays_counted(desk: Desk) -> None:
    decided = await desk.decides(Choice.BATCH, minutes=30)
    ledger = await desk.service.drop(OWNER, decided.request)
    assert ledger.waiting == ()
    assert ledger.summary == Summary(1, 1, 30)


async def test_the_sum_counts_local_days_and_leaves_out_what_went_to_the_team(
    desk: Desk,
) -> None:
    first = desk.today()
    await desk.decides(Choice.BATCH, minutes=20)
    await desk.decides(Choice.PASS_ON, minutes=500, audience=Audience.OWN_VOICE)
    desk.world.clock.advance(days=1)
    await desk.decides(Choice.ABSORB, minutes=40)

    def summed(begin: date, end: date) -> Summary:
        return desk.world.database.read_now(summary, desk.world.manager(), begin, end)

    assert summed(first, first) == Summary(1, 2, 20)
    assert summed(first, first + timedelta(days=1)) == Summary(2, 3, 60)
    desk.world.clock.advance(days=28)
    assert (await desk.service.ledger(OWNER)).summary == Summary()


async def test_a_line_that_speaks_of_waiting_asks_comes_only_while_some_are_held(
    desk: Desk,
) -> None:
    def drawn(habit: str, key: str) -> set[str]:
        made = desk.world.database.write_now(prompts_for, desk.world, OWNER, habit, key, 25)
        return {one.wording for one in made}

    for habit, line in (("filter_request", "filter_request/3"), ("weekly_batch", "weekly_batch/1")):
        assert line not in drawn(habit, "nothing")
        decided = await desk.decides(Choice.BATCH)
        assert line in drawn(habit, "held")
        await desk.take(decided.request, Choice.DELAY)
        assert line not in drawn(habit, "delayed")


def prompts_for(
    connection: Connection, world: World, who: Who, habit: str, key: str, times: int = 1
) -> list[PromptRecord]:
    """Prompts as they would be worded now, each as if no other had been shown."""
    manager = world.manager(who)
    active = ActiveHabitRecord("", habit, world.now, None)
    made: list[PromptRecord] = []
    for n in range(times):
        name = ask(
            connection,
            world.house,
            manager,
            active,
            origin=Origin.ASKED,
            lead="",
            key=f"{habit} {key} {n}",
            planned_for=world.now,
            now=world.now,
        )
        record = prompts.get(connection, who.workspace, name)
        assert record is not None
        made.append(record)
        if times > 1:
            connection.execute(update(prompts_table).values(closed=True, asked_at=LONG_AGO))
    return made


# --- passing on ----------------------------------------------------------------------------


async def test_a_preview_decides_nothing_and_shows_the_exact_text(desk: Desk) -> None:
    form = await desk.opened()
    preview = await desk.previews(form, reason="the audit is near", deadline=date(2026, 3, 6))
    assert [(part.label, part.text) for part in preview.parts] == [
        ("The ask", ASK.text),
        ("Why", "The audit is near."),
        ("By when", "Friday 6 March"),
        ("First step", "Read it, and tell me if the date does not work."),
    ]
    assert preview.channel is None
    assert desk.request(form.request).state is requests.State.NEW
    again = await desk.opened()
    assert (again.choice, again.reason) == (Choice.PASS_ON, "the audit is near"), "kept for a day"


async def test_what_was_previewed_is_posted_once_and_the_reply_comes_after(desk: Desk) -> None:
    form = await desk.opened()
    preview = await desk.previews(form)
    first = await desk.service.post(OWNER, preview.draft, TEAM)
    second = await desk.service.post(OWNER, preview.draft, TEAM)
    assert first.say is not None
    assert first.say == second.say
    assert first.say.to == "U0HEAD"
    [row] = [one for one in desk.world.rows() if one.kind is Kind.POST]
    assert (row.recipient, row.subject) == (TEAM, preview.draft)
    assert desk.request(form.request).post == preview.draft
    assert [one.habit for one in desk.done()] == ["filter_request"]
    channel = desk.world.database.read_now(teams.channel_of, desk.world.manager().id)
    assert channel == TEAM
    assert (await desk.service.said(OWNER, form.request, 1)).say is None


async def test_what_the_team_has_cannot_be_decided_again(desk: Desk) -> None:
    form = await desk.opened()
    preview = await desk.previews(form)
    await desk.service.post(OWNER, preview.draft, TEAM)
    for tried in (
        desk.service.again(OWNER, form.request),
        desk.take(form.request, Choice.ABSORB),
        desk.previews(form),
    ):
        with pytest.raises(AlreadyPassedOn):
            await tried
    standing = await desk.service.open(OWNER, ASK)
    assert isinstance(standing, Standing)
    assert standing.final


async def test_passing_on_what_was_delayed_counts_no_second_time(desk: Desk) -> None:
    decided = await desk.decides(Choice.DELAY)
    form = await desk.service.again(OWNER, decided.request)
    preview = await desk.previews(form)
    await desk.service.post(OWNER, preview.draft, TEAM)
    assert len(desk.done()) == 1


async def test_a_post_that_slack_refuses_brings_the_ask_back_to_the_list(desk: Desk) -> None:
    desk.world.clock.advance(days=1, hours=-1)  # Monday, 11:00 UTC
    form = await desk.opened()
    preview = await desk.previews(form)
    await desk.service.post(OWNER, preview.draft, TEAM)
    desk.world.messenger.outcomes.append(Refused("not_in_channel"))
    await desk.world.deliver()
    row = desk.world.row(kind=Kind.POST)
    assert row.state is State.FAILED
    assert await desk.listed() == [ASK.text]
    assert desk.done() == []
    again = await desk.opened()
    assert again.request == form.request
    await desk.take(form.request, Choice.BATCH)
    assert len(desk.done()) == 1


async def test_an_ask_that_came_back_is_undecided_and_counts_as_nothing(desk: Desk) -> None:
    desk.world.messenger.outcomes.append(Refused("is_archived"))
    form = await desk.opened()
    preview = await desk.previews(form)
    await desk.service.post(OWNER, preview.draft, TEAM)
    await desk.world.deliver()
    assert (await desk.service.ledger(OWNER)).summary == Summary()
    await desk.service.drop(OWNER, form.request)
    assert (await desk.service.ledger(OWNER)).summary == Summary(1, 1)


async def test_withdrawing_a_post_brings_its_ask_back_and_counts_it_no_second_time(
    desk: Desk, below: Posts
) -> None:
    form = await desk.opened()
    preview = await desk.previews(form, reason="the audit is near")
    await desk.service.post(OWNER, preview.draft, TEAM)
    await desk.world.deliver()
    await below.withdraw(OWNER, preview.draft)
    assert await desk.listed() == [ASK.text]
    assert (await desk.service.ledger(OWNER)).summary == Summary()
    assert follow_ups_of(desk) == []
    again = await desk.opened()
    assert (again.request, again.reason) == (form.request, "the audit is near")
    await desk.take(form.request, Choice.BATCH)
    assert len(desk.done()) == 1
    assert (await desk.service.ledger(OWNER)).summary == Summary(1, 1)


@pytest.mark.parametrize("gone", [False, True])
async def test_a_bundle_that_stands_no_longer_brings_its_asks_back(
    desk: Desk, below: Posts, gone: bool
) -> None:
    await desk.decides(Choice.BATCH, text="Ask 0")
    form = await desk.service.bundle.form(OWNER)
    preview = await desk.service.bundle.preview(OWNER, BundleFilled(form.ticked))
    await desk.service.bundle.post(OWNER, preview.draft, TEAM)
    await desk.world.deliver()
    assert await desk.listed() == []
    assert len(follow_ups_of(desk)) == 1
    if gone:
        desk.world.messenger.updates.append(Refused("message_not_found"))
        with pytest.raises(PostGone):
            await below.reword(OWNER, preview.draft, (Part("", "Better"),), {})
    else:
        await below.withdraw(OWNER, preview.draft)
    assert await desk.listed() == ["Ask 0"]
    assert (await desk.service.ledger(OWNER)).summary == Summary(1, 1)
    assert follow_ups_of(desk) == [], "nobody asks about a bundle that is gone"


def follow_ups_of(desk: Desk) -> list[follow_ups.FollowUpRecord]:
    """All that will be asked later, however late."""
    manager = desk.world.manager(desk.who).id
    return desk.world.database.read_now(follow_ups.open_on, manager, date(2030, 1, 1))


async def test_a_channel_that_cannot_be_posted_in_is_refused_under_its_field(
    desk: Desk, places: FakePlaces
) -> None:
    preview = await desk.previews(await desk.opened())
    for place, words in ((Place.NOT_IN, "/invite @our-bot"), (Place.ARCHIVED, "archived")):
        places.told[TEAM] = place
        with pytest.raises(WrongField, match=words) as refused:
            await desk.service.post(OWNER, preview.draft, TEAM)
        assert refused.value.field == "channel"
        with pytest.raises(WrongField, match=words):
            await desk.service.bundle.post(OWNER, "any", TEAM)
    assert [one for one in desk.world.rows() if one.kind is Kind.POST] == []


async def test_what_is_not_for_everybody_is_said_to_one_and_then_the_reply(desk: Desk) -> None:
    form = await desk.opened()
    shown = await desk.service.form(OWNER, form.request, Filled(Choice.PASS_ON, sensitive=True))
    assert shown.audience is Audience.OWN_VOICE
    decided = await desk.take(
        form.request,
        Choice.PASS_ON,
        sensitive=True,
        audience=Audience.OWN_VOICE,
        person="U0REP",
        reply="I take care of it.",
    )
    assert decided.say is not None
    assert (decided.say.to, decided.say.for_team) == ("U0REP", True)
    then = await desk.service.said(OWNER, form.request, 1)
    assert then.say is not None
    assert (then.say.to, then.say.text) == ("U0HEAD", "I take care of it.")
    over = await desk.service.said(OWNER, form.request, 2)
    assert (over.choice, over.say, over.aloud) == (Choice.PASS_ON, None, True)
    again = await desk.service.said(OWNER, form.request, 1)
    assert again.say is None, "nothing of it is kept"
    assert [one for one in desk.world.rows() if one.kind is Kind.POST] == []


# --- the bundle ----------------------------------------------------------------------------


async def test_the_bundle_takes_what_is_ticked_and_leaves_the_rest(desk: Desk) -> None:
    asks = [await desk.decides(Choice.BATCH, text=f"Ask {n}") for n in range(3)]
    form = await desk.service.bundle.form(OWNER)
    assert form.note == "• Ask 0\n• Ask 1\n• Ask 2"
    assert form.ticked == tuple(one.request for one in asks)
    filled = BundleFilled(ticked=tuple(one.request for one in asks[:2]))
    preview = await desk.service.bundle.preview(OWNER, filled)
    assert [(part.label, part.text) for part in preview.parts] == [("", "• Ask 0\n• Ask 1")]
    for _ in range(2):
        await desk.service.bundle.post(OWNER, preview.draft, TEAM)
    assert await desk.listed() == ["Ask 2"]
    [row] = [one for one in desk.world.rows() if one.kind is Kind.POST]
    post = desk.world.database.read_now(posts.get, OWNER.workspace, row.subject or "")
    assert post is not None
    assert (post.habit, post.recipient) == ("weekly_batch", TEAM)
    habits = [one.habit for one in desk.done()]
    assert habits.count("weekly_batch") == 1
    assert (await desk.service.ledger(OWNER)).summary == Summary(1, 3)


async def test_a_bundle_that_slack_refuses_brings_its_asks_back(desk: Desk) -> None:
    desk.world.clock.advance(days=1, hours=-1)
    await desk.decides(Choice.BATCH, text="Ask 0")
    form = await desk.service.bundle.form(OWNER)
    preview = await desk.service.bundle.preview(OWNER, BundleFilled(form.ticked))
    await desk.service.bundle.post(OWNER, preview.draft, TEAM)
    assert await desk.listed() == []
    desk.world.messenger.outcomes.append(Refused("is_archived"))
    await desk.world.deliver()
    assert await desk.listed() == ["Ask 0"]
    assert "weekly_batch" not in [one.habit for one in desk.done()]


async def test_the_batch_is_emptied_once(desk: Desk) -> None:
    await desk.decides(Choice.BATCH)
    await desk.decides(Choice.DELAY, text="delayed")
    for _ in range(2):
        await desk.service.bundle.empty(OWNER, "key")
    assert await desk.listed() == ["delayed"]
    assert [one.habit for one in desk.done()].count("weekly_batch") == 1
    assert (await desk.service.ledger(OWNER)).summary.held == 2


async def test_a_note_needs_words_and_an_end(desk: Desk) -> None:
    for note in ("", "  ", "x" * 601):
        with pytest.raises(WrongFields) as refused:
            await desk.service.bundle.preview(OWNER, BundleFilled(note=note))
        assert list(refused.value.faults) == ["note"]


async def test_ticks_of_somebody_elses_asks_are_left_out(
    world: World,
    desk: Desk,
    service: Filter,
) -> None:
    theirs = await Desk(world, service, MATE).decides(Choice.BATCH, text="theirs")
    await desk.decides(Choice.BATCH, text="mine")
    preview = await service.bundle.preview(OWNER, BundleFilled((theirs.request,), note="A note"))
    await service.bundle.post(OWNER, preview.draft, TEAM)
    assert await desk.listed() == ["mine"]
    assert await Desk(world, service, MATE).listed() == ["theirs"]


async def test_ten_asks_can_be_ticked_and_more_stay(desk: Desk) -> None:
    for n in range(12):
        await desk.decides(Choice.BATCH, text=f"Ask {n} " + "long " * 50)
    form = await desk.service.bundle.form(OWNER)
    assert (len(form.asks), form.more) == (10, 2)
    assert len(form.note) <= 600
    with pytest.raises(HabitsError):
        await desk.service.bundle.post(OWNER, "never-was", TEAM)
