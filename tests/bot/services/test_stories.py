"""Useful failures: one's own at once, another's with their yes, always to be taken back."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from bot.services.consent_messages import ConsentMessage
from bot.services.consents import Consents
from bot.services.erasing import erase_naming
from bot.services.form_views import FormOf
from bot.services.messages import NoticeMessage
from bot.services.own_posts import NotTheAuthor
from bot.services.ports import Refused, SendOutcome, Unknown
from bot.services.post_actions import Posts
from bot.services.prompts import Click
from bot.services.stories import ASKED_AGAIN, STORY, begin_thanks, stories_of
from bot.services.taking_part import TellFirst
from bot.services.team_messages import NotPostedMessage, PostMessage
from bot.services.telling import NoChannel, NotTheTeller, Stories, StoryPreview, ToldStory
from bot.services.tools import AskedNow
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.slack.blocks.notices import notice
from bot.slack.blocks.posts import not_posted
from bot.storage import Connection, awards, consents, follow_ups, posts, stories, teams
from bot.storage.consents import About
from bot.storage.stories import State
from habits.awards import Nomination
from habits.errors import NotHere, NotStarted
from habits.failures import FAILURE, THANKS
from habits.failures import OWNER as OWNER_FIELD
from habits.filling import Values
from habits.texts import say
from tests.bot.services.test_forms import FakePlaces
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import OUTSIDER, OWNER, WORKSPACE, World

CHANNEL = "C0TEAM"
TOLD: Values = {"tried": "A price test", "cost": "Two weeks", "know_now": "Ask for the budget"}


@dataclass
class Telling:
    world: World
    team: Team
    stories: Stories
    consents: Consents

    async def tell(self, who: Who = OWNER, owner: str = "", *, named: bool = True) -> str:
        """Somebody tells one; the story's id."""
        preview = await self.check(who, owner, named=named)
        await self.stories.finish(who, preview.story, CHANNEL)
        await self.world.walk(minutes=30)
        return preview.story

    async def check(
        self, who: Who = OWNER, owner: str = "", *, named: bool = True, values: Values = TOLD
    ) -> StoryPreview:
        form = await self.stories.open(who)
        return await self.stories.check(who, ToldStory(values, form.team, owner, named))

    def state(self, story: str) -> State:
        found = self.world.database.read_now(stories.get, WORKSPACE, story)
        assert found is not None
        return found.state

    def post(self, story: str) -> str:
        found = self.world.database.read_now(stories.get, WORKSPACE, story)
        assert found is not None
        assert found.post is not None
        return found.post

    def consent(self, story: str) -> str:
        read = self.world.database.read_now
        [found] = read(consents.newest_about, About.STORY, story)
        return found.id

    def in_channel(self) -> list[PostMessage]:
        gone = set(self.world.messenger.deleted)
        return [
            one.message
            for one in self.world.messenger.to(CHANNEL)
            if isinstance(one.message, PostMessage) and (one.channel, one.ts) not in gone
        ]

    def choose_channel(self) -> None:
        manager = self.world.manager().id
        self.world.database.write_now(teams.choose_channel, manager, CHANNEL)


@pytest.fixture
async def telling(world: World) -> Telling:
    world.clock.move_to(MONDAY)
    team = Team(world)
    await team.introduced()
    told = Stories(world.house, world.people, FakePlaces())
    return Telling(world, team, told, Consents(world.house))


async def test_a_manager_s_own_goes_out_at_once(telling: Telling) -> None:
    story = await telling.tell()
    assert telling.state(story) is State.POSTED
    [post] = telling.in_channel()
    assert post.teller is None
    assert "Two weeks" in str(post.parts)


async def test_whether_it_could_win_is_asked_until_it_was_put_up(telling: Telling) -> None:
    story = await telling.tell()
    world, manager = telling.world, telling.world.manager()
    [asked] = world.database.read_now(follow_ups.open_on, manager.id, date(2026, 12, 31))

    def word(connection: Connection) -> AskedNow | None:
        return ASKED_AGAIN.word(connection, world.house, manager, asked, world.now)

    def put_up(connection: Connection) -> None:
        award = awards.begin(connection, manager.id, date(2026, 3, 1), "Cup", world.now)
        awards.put_up(connection, award, story, "Brave", Nomination.ASKED, world.now)

    assert world.database.read_now(word) is not None
    world.database.write_now(put_up)
    assert world.database.read_now(word) is None


async def test_another_s_waits_until_the_manager_went_first(telling: Telling) -> None:
    assert not (await telling.stories.open(OWNER)).went_first
    with pytest.raises(WrongFields) as refused:
        await telling.check(OWNER, BEN.user)
    assert "Going first" in refused.value.faults[OWNER_FIELD]
    await telling.tell()
    assert (await telling.stories.open(OWNER)).went_first
    assert (await telling.check(OWNER, BEN.user)).asks == BEN.user


async def test_whom_the_manager_did_not_tell_about_the_bot_is_told_first(telling: Telling) -> None:
    await telling.tell()
    with pytest.raises(TellFirst):
        await telling.check(OWNER, AMY.user)
    kept = await telling.stories.open(OWNER)
    assert kept.kept
    assert kept.owner == AMY.user


@pytest.mark.parametrize("named", [True, False])
async def test_another_s_stands_there_as_they_wish_and_goes_with_their_yes(
    telling: Telling, *, named: bool
) -> None:
    await telling.tell()
    story = await telling.tell(OWNER, BEN.user)
    assert telling.state(story) is State.ASKING
    consent = telling.consent(story)
    await telling.consents.yes(BEN, consent, telling.team.key(), named=named)
    await telling.world.walk(minutes=1)
    post = telling.in_channel()[-1]
    assert (BEN.user in str(post.parts)) is named
    await telling.world.walk(days=1)
    await telling.consents.take_back(BEN, consent, telling.team.key())
    await telling.consents.take_down()
    assert len(telling.in_channel()) == 1
    assert telling.state(story) is State.WITHDRAWN


async def test_a_no_leaves_the_story_untold(telling: Telling) -> None:
    await telling.tell()
    story = await telling.tell(OWNER, BEN.user)
    await telling.consents.no(BEN, telling.consent(story), telling.team.key())
    await telling.world.walk(days=8)
    await telling.consents.settle()
    assert telling.state(story) is State.NOT_POSTED
    assert len(telling.in_channel()) == 1
    form = await telling.stories.open(OWNER)
    assert form.values["know_now"] == TOLD["know_now"]


async def test_a_rep_tells_their_own_without_the_manager(telling: Telling) -> None:
    telling.choose_channel()
    story = await telling.tell(BEN)
    [post] = telling.in_channel()
    assert post.teller == BEN.user
    assert not [
        one
        for one in telling.world.messenger.to(BEN.user)
        if isinstance(one.message, ConsentMessage)
    ]
    read = telling.world.database.read_now
    assert [one.id for one in read(stories_of, WORKSPACE, BEN.user)] == [story]
    with pytest.raises(NotHere):
        await telling.stories.take_back(OWNER, story, telling.team.key())
    await telling.stories.take_back(BEN, story, telling.team.key())
    await telling.consents.take_down()
    assert telling.in_channel() == []


async def test_without_the_name_nothing_tells_the_manager_whose_it_is(telling: Telling) -> None:
    telling.choose_channel()
    await telling.tell(BEN, named=False)
    [post] = telling.in_channel()
    assert post.teller == ""
    assert BEN.user not in repr(post)
    waits = await telling.world.waits.everything(OWNER)
    assert [one for one in waits.items if one.kind == STORY] == []
    home = await telling.world.home.view(OWNER)
    assert home.posts == ()


async def test_a_rep_hears_so_where_the_team_has_no_channel(telling: Telling) -> None:
    with pytest.raises(NoChannel):
        await telling.check(BEN)


async def test_nobody_without_a_team_tells_one(telling: Telling) -> None:
    for who in (OUTSIDER, AMY):
        with pytest.raises(NotStarted):
            await telling.stories.open(who)


async def test_the_manager_is_offered_to_say_thank_you(telling: Telling) -> None:
    await telling.tell()
    story = await telling.tell(OWNER, BEN.user)
    await telling.consents.yes(BEN, telling.consent(story), telling.team.key(), named=True)
    await telling.world.walk(minutes=1)
    [item] = [
        one for one in (await telling.world.waits.everything(OWNER)).items if one.kind == STORY
    ]
    assert item.id == story
    await telling.stories.thank(OWNER, story)
    world = telling.world
    of, manager = FormOf(THANKS, record=story), world.manager()
    begun = world.database.read_now(begin_thanks, world.house, manager, of, world.now)
    assert begun == {"rep": BEN.user, "tried": "A price test", "learned": "Ask for the budget"}
    assert [one for one in (await world.waits.everything(OWNER)).items if one.kind == STORY] == []


async def test_the_owner_reads_the_channel_in_which_it_will_stand(telling: Telling) -> None:
    await telling.tell()
    preview = await telling.check(OWNER, BEN.user)
    await telling.stories.finish(OWNER, preview.story, "C0WHOLECOMPANY")
    await telling.world.walk(minutes=30)
    [asked] = [
        one.message
        for one in telling.world.messenger.to(BEN.user)
        if isinstance(one.message, ConsentMessage)
    ]
    await telling.consents.yes(BEN, telling.consent(preview.story), telling.team.key(), named=True)
    await telling.world.walk(minutes=1)
    posted = [one for one in telling.world.messenger.sent if isinstance(one.message, PostMessage)]
    assert asked.channel == posted[-1].recipient == "C0WHOLECOMPANY"


async def test_that_a_rep_s_story_helped_is_no_credit_of_the_manager_s(telling: Telling) -> None:
    telling.choose_channel()
    for named in (True, False):
        post = telling.post(await telling.tell(BEN, named=named))
        published = Posts(telling.world.house, telling.world.people)
        assert await published.helped(OWNER, post) == say("posts.helped.first")
        assert await published.helped(BEN, post) == say("posts.helped.own")
    since, manager = MONDAY - timedelta(days=1), telling.world.manager().id
    assert telling.world.database.read_now(posts.helped_since, manager, since) == {}
    own = telling.post(await telling.tell())
    assert await published.helped(OWNER, own) == say("posts.helped.own")
    await published.helped(BEN, own)
    assert telling.world.database.read_now(posts.helped_since, manager, since) == {FAILURE: 1}


async def test_once_its_teller_erased_a_story_is_still_not_the_manager_s(telling: Telling) -> None:
    telling.choose_channel()
    post = telling.post(await telling.tell(BEN))
    telling.world.database.write_now(erase_naming, telling.world.house, BEN)
    assert (await telling.world.home.view(OWNER)).posts == ()
    found = telling.world.database.read_now(posts.get, WORKSPACE, post)
    assert found is not None
    assert found.author == ""
    with pytest.raises(NotTheAuthor):
        await Posts(telling.world.house, telling.world.people).to_edit(OWNER, post)


async def test_a_story_whose_arrival_a_press_proves_stands(telling: Telling) -> None:
    preview = await telling.check()
    await telling.stories.finish(OWNER, preview.story, CHANNEL)
    telling.world.messenger.outcomes.append(Unknown("timeout"))
    await telling.world.deliver()
    assert telling.state(preview.story) is State.WAITING
    [card] = telling.world.messenger.to(CHANNEL)
    press = Click("pressed", card.channel, card.ts, card.marker)
    published = Posts(telling.world.house, telling.world.people)
    await published.helped(BEN, telling.post(preview.story), press)
    assert telling.state(preview.story) is State.POSTED
    assert (await telling.stories.open(OWNER)).went_first


async def test_taken_back_from_a_post_of_which_nobody_knew_it_is_deleted(telling: Telling) -> None:
    telling.choose_channel()
    preview = await telling.check(BEN)
    await telling.stories.finish(BEN, preview.story, CHANNEL)
    telling.world.messenger.outcomes.append(Unknown("timeout"))
    await telling.world.deliver()
    [card] = telling.world.messenger.to(CHANNEL)
    press = Click("pressed", card.channel, card.ts, card.marker)
    with pytest.raises(NotTheTeller, match="Only the person who told it can take it back"):
        await telling.stories.take_back_post(AMY, telling.post(preview.story), press)
    elsewhere = Who("T2", BEN.user)
    with pytest.raises(NotHere):
        await telling.stories.take_back_post(elsewhere, telling.post(preview.story), press)
    await telling.stories.take_back_post(BEN, telling.post(preview.story), press)
    await telling.consents.take_down()
    assert telling.world.messenger.deleted == [(card.channel, card.ts)]


@pytest.mark.parametrize("outcome", [Refused("is_archived"), Unknown("timeout")])
async def test_what_a_rep_hears_of_their_own_story_ends_with_a_way_to_reply(
    telling: Telling, outcome: SendOutcome
) -> None:
    telling.choose_channel()
    preview = await telling.check(BEN)
    await telling.stories.finish(BEN, preview.story, CHANNEL)
    telling.world.messenger.outcomes.append(outcome)
    await telling.world.walk(minutes=5)
    [told] = [
        one.message
        for one in telling.world.messenger.to(BEN.user)
        if isinstance(one.message, NotPostedMessage | NoticeMessage)
    ]
    shown = not_posted(told) if isinstance(told, NotPostedMessage) else notice(told)
    [reply] = shown.blocks[-1]["elements"][-1:]
    assert OWNER.user in reply["url"]


async def test_sent_twice_it_goes_out_once(telling: Telling) -> None:
    preview = await telling.check()
    for _ in range(2):
        await telling.stories.finish(OWNER, preview.story, CHANNEL)
        await telling.world.walk(minutes=1)
    assert len(telling.in_channel()) == 1


async def test_a_text_that_is_too_long_is_refused_and_kept(telling: Telling) -> None:
    with pytest.raises(WrongFields):
        await telling.check(values={**TOLD, "know_now": "x" * 3000})
    assert len(str((await telling.stories.open(OWNER)).values["know_now"])) == 3000
