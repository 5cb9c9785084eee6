"""Whoever a text names reads it first: asked, answered, changed, taken back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.services.consent_messages import ConsentMessage, ConsentStands
from bot.services.consents import CONSENT, Consents, ItIsOver, part_field
from bot.services.form_views import Confirmed, Ended, Ending, FormOf, Preview
from bot.services.forms import Filled, Forms
from bot.services.own_posts import OthersAgreed
from bot.services.ports import NotSent
from bot.services.post_actions import Posts
from bot.services.reps import Reps
from bot.services.team_messages import PostMessage, TodayItem
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import consents, posts, practices
from bot.storage.consents import About, ConsentRecord, State
from bot.storage.posts import PostRecord
from bot.storage.posts import State as PostState
from bot.storage.roster import Ended as RosterEnded
from habits.catalogue_lists import Audience
from habits.errors import NotHere
from habits.filling import Values
from tests.bot.services.test_forms import FakePlaces
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, WORKSPACE, World

CHANNEL = "C0TEAM"
THANKS: Values = {"rep": BEN.user, "did": "You stayed late", "effect": "The demo worked"}
THANK = FormOf("contribution")


@dataclass
class Asking:
    """A manager whose text names Ben, and what became of it."""

    world: World
    team: Team
    forms: Forms
    consents: Consents
    posts: Posts

    async def ask(self, values: Values = THANKS, of: FormOf = THANK) -> str:
        """The manager asks first; the post's id."""
        checked = await self.forms.check(OWNER, of, Filled(values, Audience.TEAM_CHANNEL))
        assert isinstance(checked, Preview)
        agreed = Confirmed(checked.draft, CHANNEL, agreed=checked.consent is not None)
        ended = await self.forms.finish(OWNER, of, agreed)
        assert ended.how is Ending.ASKED
        await self.world.walk(minutes=30)
        return ended.post

    def asked(self, post: str, who: Who = BEN) -> ConsentRecord:
        read = self.world.database.read_now
        found = read(consents.newest_about, About.POST, post)
        return next(one for one in found if one.person == who.user)

    def post(self, post: str) -> PostRecord:
        found = self.world.database.read_now(posts.get, WORKSPACE, post)
        assert found is not None
        return found

    def shown(self, who: Who = BEN) -> list[ConsentMessage]:
        """What a person was sent about their consent."""
        sent = self.world.messenger.to(who.user)
        return [one.message for one in sent if isinstance(one.message, ConsentMessage)]

    async def items(self, who: Who = OWNER) -> list[TodayItem]:
        everything = await self.world.waits.everything(who)
        return [one for one in everything.items if one.kind == CONSENT]

    async def take(self, item: TodayItem, value: str) -> None:
        await self.world.waits.take(OWNER, CONSENT, item.id, value, self.world.click())

    def in_channel(self) -> list[PostMessage]:
        """What stands in the channel."""
        gone = set(self.world.messenger.deleted)
        return [
            one.message
            for one in self.world.messenger.to(CHANNEL)
            if isinstance(one.message, PostMessage) and (one.channel, one.ts) not in gone
        ]

    def counted(self) -> int:
        manager = self.world.manager().id

        def count(connection: Connection) -> int:
            return len([one for one in _practices(connection, manager) if one == THANK.habit])

        return self.world.database.read_now(count)

    async def time_is_up(self) -> None:
        await self.world.walk(days=8)
        await self.consents.settle()


def _practices(connection: Connection, manager: str) -> list[str]:
    ask = practices.practices.select().where(practices.practices.c.manager == manager)
    return [row.habit for row in connection.execute(ask)]


@pytest.fixture
async def asking(world: World) -> Asking:
    world.clock.move_to(MONDAY)
    team = Team(world)
    for rep in (BEN, AMY):
        await team.introduced(rep)
    published = Posts(world.house, world.people)
    forms = Forms(world.house, world.people, FakePlaces(), published)
    return Asking(world, team, forms, Consents(world.house), published)


def key(asking: Asking) -> str:
    return asking.team.key()


# --- asking -----------------------------------------------------------------------------------


async def test_whoever_is_named_reads_the_exact_text_before_it_stands(asking: Asking) -> None:
    post = await asking.ask()
    [message] = asking.shown()
    assert message.stands is ConsentStands.ASKED
    assert message.parts == asking.post(post).parts
    assert message.channel == CHANNEL
    assert asking.in_channel() == []
    assert asking.counted() == 0


async def test_with_the_yes_it_goes_out_and_counts_once(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    pressed = key(asking)
    for _ in range(2):
        await asking.consents.yes(BEN, consent, pressed)
        await asking.world.walk(minutes=1)
    assert len(asking.in_channel()) == 1
    assert asking.counted() == 1
    assert asking.post(post).state is PostState.POSTED


async def test_of_several_all_have_to_agree(asking: Asking) -> None:
    values: Values = {
        "story": "The clinic saves an hour a day",
        "what": "They plan in the morning",
        "who": (BEN.user, AMY.user),
    }
    fields = asking.world.house.catalogue.get("purpose").tool.fields
    filled = {one.id: values.get(one.id, "Some words") for one in fields if one.required}
    post = await asking.ask({**filled, "who": (BEN.user, AMY.user)}, FormOf("purpose"))
    await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    await asking.world.walk(minutes=1)
    assert asking.in_channel() == []
    await asking.consents.yes(AMY, asking.asked(post, AMY).id, key(asking))
    await asking.world.walk(minutes=1)
    assert len(asking.in_channel()) == 1


async def test_other_words_go_out_once_the_manager_takes_them_up(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    words = {place: f"Mine: {part.text}" for place, part in enumerate(consent.parts) if part.text}
    await asking.consents.change(BEN, consent.id, words, None, key(asking))
    [item] = await asking.items()
    assert "Mine: " in item.own
    await asking.take(item, item.ways[0].value)
    await asking.world.walk(minutes=1)
    [standing] = asking.in_channel()
    assert [part.text for part in standing.parts if part.text] == list(words.values())
    assert await asking.items() == []


async def test_the_manager_may_leave_other_words_at_that(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    words = {place: "Other" for place, part in enumerate(consent.parts) if part.text}
    await asking.consents.change(BEN, consent.id, words, None, key(asking))
    [item] = await asking.items()
    await asking.take(item, "leave")
    assert asking.post(post).state is PostState.NOT_POSTED
    assert asking.asked(post).state is State.OVER
    assert (await asking.forms.open(OWNER, THANK)).kept


async def test_the_same_words_sent_back_are_a_yes(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    words = {place: part.text for place, part in enumerate(consent.parts)}
    await asking.consents.change(BEN, consent.id, words, None, key(asking))
    assert asking.asked(post).state is State.YES


async def test_words_that_cannot_be_taken_are_refused_at_their_field(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    place = next(n for n, part in enumerate(consent.parts) if part.text)
    words = {n: part.text for n, part in enumerate(consent.parts)}
    for text in ("", "x" * 3000):
        with pytest.raises(WrongFields) as refused:
            await asking.consents.change(BEN, consent.id, words | {place: text}, None, key(asking))
        assert part_field(place) in refused.value.faults
    assert asking.asked(post).state is State.ASKED


async def test_whoever_asked_can_stop_it(asking: Asking) -> None:
    post = await asking.ask()
    with pytest.raises(NotHere):
        await asking.consents.call_off(MATE, post)
    await asking.consents.call_off(OWNER, post)
    assert asking.asked(post).state is State.OVER
    with pytest.raises(ItIsOver):
        await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    await asking.world.walk(minutes=1)
    assert asking.in_channel() == []


async def test_home_shows_what_waits_for_a_yes_and_takes_it_back(asking: Asking) -> None:
    post = await asking.ask()
    home = await asking.world.home.view(OWNER)
    assert [one.post for one in home.posts] == [post]
    assert (await asking.posts.withdraw(OWNER, post)).how is Ending.NOT_ASKED
    assert asking.asked(post).state is State.OVER


async def test_a_text_to_which_somebody_said_yes_stays_as_it_is(asking: Asking) -> None:
    post = await asking.ask()
    await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    await asking.world.walk(minutes=1)
    with pytest.raises(OthersAgreed):
        await asking.posts.to_edit(OWNER, post)


# --- a no, and silence ------------------------------------------------------------------------


async def seen_by_manager(asking: Asking) -> Any:
    """All that could tell a manager what happened."""
    items = [(one.text, one.own, one.ways) for one in await asking.items()]
    sent = [
        (one.at, type(one.message).__name__)
        for one in asking.world.messenger.to(OWNER.user)
        if one.at > MONDAY
    ]
    home = await asking.world.home.view(OWNER)
    return items, sent, [one.post for one in home.posts]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(hours=st.lists(st.integers(0, 70), min_size=1, max_size=3))
async def test_a_no_and_silence_look_the_same_at_every_moment(
    asking: Asking, hours: list[int]
) -> None:
    """One after the other in the same world: the second manager's view is the first's."""
    seen: list[list[Any]] = []
    for says_no in (True, False):
        post = await asking.ask()
        consent = asking.asked(post)
        if says_no:
            await asking.consents.no(BEN, consent.id, key(asking))
        views: list[Any] = []
        for distance in sorted(hours):
            asking.world.clock.move_to(consent.asked_at + timedelta(hours=distance))
            await asking.consents.settle()
            items, _, home = await seen_by_manager(asking)
            views.append((items, len(home)))
        asking.world.clock.move_to(max(consent.ends_at, asking.world.now))
        await asking.consents.settle()
        items, _, home = await seen_by_manager(asking)
        views.append((items, len(home)))
        seen.append(views)
        stored = asking.asked(post)
        assert stored.state is State.TIME_UP
        for item in await asking.items():
            await asking.take(item, "seen")
        asking.world.clock.move_to(MONDAY + timedelta(days=14 * len(seen)))
    assert seen[0] == seen[1]


async def test_what_was_not_posted_is_a_draft_again(asking: Asking) -> None:
    post = await asking.ask()
    await asking.consents.no(BEN, asking.asked(post).id, key(asking))
    assert await asking.items() == []
    await asking.time_is_up()
    [item] = await asking.items()
    assert await asking.consents.draft_of(OWNER, item.id) == THANK
    assert (await asking.forms.open(OWNER, THANK)).values["did"] == THANKS["did"]
    assert await asking.items() == []
    assert asking.counted() == 0


# --- taken back -------------------------------------------------------------------------------


async def test_a_yes_taken_back_before_it_goes_out_posts_nothing(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))
    await asking.consents.take_back(BEN, consent, key(asking))
    await asking.world.walk(hours=1)
    assert asking.in_channel() == []
    assert asking.counted() == 0


async def test_a_yes_taken_back_while_it_is_sent_leaves_nothing(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))

    async def meanwhile() -> None:
        asking.world.messenger.while_sending = None
        await asking.consents.take_back(BEN, consent, key(asking))

    asking.world.messenger.while_sending = meanwhile
    await asking.world.deliver()
    await asking.consents.take_down()
    assert len(asking.world.messenger.deleted) == 1
    assert asking.in_channel() == []


async def test_a_yes_taken_back_afterwards_takes_it_down_until_it_is_gone(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))
    await asking.world.walk(days=3)
    await asking.consents.take_back(BEN, consent, key(asking))
    asking.world.messenger.updates.append(NotSent("slack is away"))
    await asking.consents.take_down()
    await asking.consents.take_down()
    await asking.consents.take_down()
    assert len(asking.world.messenger.deleted) == 2, "once more, and then no more"
    assert asking.post(post).parts is None
    [item] = await asking.items()
    assert BEN.user not in item.text
    await asking.take(item, "seen")
    assert await asking.items() == []


async def test_whoever_left_can_still_take_a_yes_back(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))
    await asking.world.walk(minutes=1)
    reps = Reps(asking.world.house)
    [entry] = [one.entry for one in (await reps.view(BEN)).managers]
    await asking.team.reps.leave(BEN, entry, RosterEnded.LEFT)
    await asking.consents.take_back(BEN, consent, key(asking))
    await asking.consents.take_down()
    assert asking.in_channel() == []


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [AMY, OWNER, OUTSIDER, STRANGER])
async def test_only_the_person_asked_can_answer(asking: Asking, who: Who) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    for answer in (asking.consents.yes, asking.consents.no, asking.consents.take_back):
        with pytest.raises(NotHere):
            await answer(who, consent, key(asking))
    with pytest.raises(NotHere):
        await asking.consents.form(who, consent)
    assert asking.asked(post).state is State.ASKED


async def test_after_the_time_an_answer_changes_nothing(asking: Asking) -> None:
    post = await asking.ask()
    await asking.time_is_up()
    with pytest.raises(ItIsOver):
        await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    assert asking.in_channel() == []


def test_what_a_form_ended_with_names_the_post() -> None:
    assert Ended(Ending.ASKED, "Thank you").post == ""
