"""The award of a month: put up, agreed to, voted for, given, taken back."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.services.award_views import AwardFilled, AwardWindow, ResultMessage, VoteMessage
from bot.services.awards import Awards
from bot.services.consents import Consents
from bot.services.form_endings import TextChanged
from bot.services.nominating import nominations_known, story_gone
from bot.services.places import Standing
from bot.services.ports import Refused
from bot.services.post_actions import NotForVisitors, Posts
from bot.services.taking_part import TellFirst
from bot.services.voting import Voting
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import awards, consents, practices, stories
from bot.storage.consents import About
from bot.storage.outgoing import Kind
from bot.storage.stories import State, StoryRecord
from bot.storage.tool_tables import votes
from habits.awards import Award, Nomination
from habits.errors import NotHere, WrongField
from tests.bot.fakes import SentMessage
from tests.bot.services.test_filter import FakePlaces
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, World

CHANNEL = "C0TEAM"
THURSDAY = date(2026, 3, 5)


class Prize:
    """A team with stories, and the services of the award."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.team = Team(world)
        self.places = FakePlaces()
        self.awards = Awards(world.house, self.places)
        self.voting = Voting(world.house)
        self.consents = Consents(world.house)

    def story(
        self, owner: Who, known: str, *, named: bool = True, told_by: Who | None = None
    ) -> str:
        """A story that was posted just now."""

        def add(connection: Connection) -> str:
            made = stories.add(
                connection,
                workspace=owner.workspace,
                manager=self.world.manager().id,
                owner=owner.user,
                told_by=(told_by or owner).user,
                body={"tried": "A demo without notes", "cost": "An hour", "know_now": known},
                named=named,
                state=State.WAITING,
                at=self.world.now,
            )
            stories.change(
                connection, made, State.POSTED, was=(State.WAITING,), posted_at=self.world.now
            )
            return made

        return self.world.database.write_now(add)

    async def up(self, story: str, **changed: Any) -> AwardWindow:
        filled = {"story": story, "citation": "Ask first", "trophy": "The mug"} | changed
        filled.setdefault("vote_until", THURSDAY)
        return await self.awards.put_up(OWNER, AwardFilled(**filled), self.team.key())

    def nomination(self, story: str) -> awards.NominationRecord:
        [found] = self.world.database.read_now(awards.of_story, story)
        return found

    def award(self) -> awards.AwardRecord:
        found = self.world.database.read_now(
            awards.of_month, self.world.manager().id, date(2026, 3, 1)
        )
        assert found is not None
        return found

    async def says(self, who: Who, answer: str, story: str) -> None:
        subject = self.nomination(story).id
        [asked] = self.world.database.read_now(consents.newest_about, About.NOMINATION, subject)
        key = self.team.key()
        if answer == "yes":
            await self.consents.yes(who, asked.id, key)
        elif answer == "no":
            await self.consents.no(who, asked.id, key)
        else:
            await self.consents.take_back(who, asked.id, key)

    async def opened(self) -> None:
        """Two lessons are in, and the card with the votes is out."""
        self.mine = self.story(OWNER, "Test on Mondays")
        self.bens = self.story(BEN, "Ask who decides")
        await self.up(self.mine)
        await self.world.walk(minutes=1)
        await self.up(self.bens)
        await self.world.walk(minutes=1)
        await self.says(BEN, "yes", self.bens)
        await self.posted()

    async def posted(self, chosen: str = "") -> None:
        filled = AwardFilled(trophy="The mug", vote_until=THURSDAY, chosen=chosen)
        seen = await self.awards.preview(OWNER, self.award().id, filled)
        await self.awards.post(OWNER, seen.award, seen.shown, CHANNEL, self.team.key())
        await self.world.walk(minutes=1)

    async def vote(self, who: Who, story: str, **more: Any) -> str:
        about = self.nomination(story).id
        return await self.voting.vote(who, about, **({"visitor": False} | more))

    def cards(self, kind: type) -> list[SentMessage]:
        sent = self.world.messenger.to(CHANNEL)
        return [one for one in sent if isinstance(one.message, kind)]

    def shown(self) -> Any:
        """What the newest change of a card shows."""
        changed = [one.message for one in self.world.messenger.updated]
        cards = [one for one in changed if isinstance(one, VoteMessage | ResultMessage)]
        return cards[-1]

    def marks(self) -> int:
        ask = select(func.count()).select_from(votes)
        return self.world.database.read_now(lambda c: c.execute(ask).scalar_one())

    def done(self) -> int:
        manager = self.world.manager().id
        first, last = date(2026, 1, 1), date(2026, 12, 31)
        found = self.world.database.read_now(practices.between, manager, first, last)
        return sum(one.habit == "fun_award" for one in found)

    async def night(self) -> None:
        """It is the morning after the vote, and cards show what holds."""
        await self.world.walk_to(datetime.fromisoformat("2026-03-06T09:00:00+00:00"))
        await self.world.showing.sweep()


@pytest.fixture
async def prize(world: World) -> Prize:
    await world.walk_to(MONDAY)
    prize = Prize(world)
    await prize.team.introduced(BEN)
    await prize.team.introduced(AMY)
    return prize


async def test_the_managers_own_story_is_in_at_once_and_others_are_asked(prize: Prize) -> None:
    mine, bens = prize.story(OWNER, "Test on Mondays"), prize.story(BEN, "Ask who decides")
    window = await prize.awards.window(OWNER)
    assert [one.story for one in window.stories] == [mine, bens]
    assert (window.story, window.citation) == (mine, "Test on Mondays")
    await prize.up(mine)
    window = await prize.up(bens)
    assert {one.state for one in window.up} == {Nomination.IN, Nomination.ASKED}
    assert (window.may_open, window.may_give) == (False, True)
    await prize.world.walk(minutes=1)
    await prize.says(BEN, "yes", bens)
    window = await prize.awards.window(OWNER)
    assert (window.may_open, window.may_give) == (True, False)


async def test_one_lesson_is_given_without_a_vote_and_counts_once(prize: Prize) -> None:
    mine = prize.story(OWNER, "Test on Mondays")
    await prize.up(mine)
    await prize.posted()
    [card] = prize.cards(ResultMessage)
    assert isinstance(card.message, ResultMessage)
    assert [one.owner for one in card.message.winners] == [OWNER.user]
    assert card.message.votes == 0
    assert prize.done() == 1
    assert prize.award().state is Award.GIVEN
    window = await prize.awards.window(OWNER)
    assert window.keepers[0].trophy == "The mug"


async def test_each_has_one_vote_which_can_be_changed_and_nobody_sees_how_it_stands(
    prize: Prize,
) -> None:
    await prize.opened()
    [card] = prize.cards(VoteMessage)
    assert "votes" not in vars(card.message)
    await prize.vote(BEN, prize.bens)
    await prize.vote(AMY, prize.bens)
    words = await prize.vote(AMY, prize.mine)
    assert "lesson 1" in words
    await prize.vote(MATE, prize.mine)
    assert prize.marks() == 3
    assert prize.done() == 0
    await prize.night()
    [result] = prize.cards(ResultMessage)
    assert isinstance(result.message, ResultMessage)
    assert [one.owner for one in result.message.winners] == [OWNER.user]
    assert (result.message.votes, result.message.of_votes) == (2, 3)
    assert prize.done() == 1


async def test_what_could_tell_who_voted_is_gone_once_it_is_counted(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(BEN, prize.mine)
    assert prize.award().salt is not None
    await prize.night()
    assert prize.marks() == 0
    assert prize.award().salt is None
    assert isinstance(prize.shown(), VoteMessage)
    assert prize.shown().over


async def test_nobody_can_vote_once_the_day_is_over(prize: Prize) -> None:
    await prize.opened()
    await prize.world.walk_to(datetime.fromisoformat("2026-03-05T17:00:01+00:00"))
    assert "over" in await prize.vote(BEN, prize.mine)


async def test_as_many_votes_for_both_share_the_trophy(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(BEN, prize.mine)
    await prize.vote(AMY, prize.bens)
    await prize.night()
    [result] = prize.cards(ResultMessage)
    assert isinstance(result.message, ResultMessage)
    assert len(result.message.winners) == 2
    [log] = (await prize.awards.window(OWNER)).keepers
    assert len(log.names) == 2


async def test_where_nobody_votes_the_manager_chooses(prize: Prize) -> None:
    await prize.opened()
    await prize.night()
    assert prize.cards(ResultMessage) == []
    assert prize.award().state is Award.COUNTED
    assert prize.done() == 0
    await prize.posted(chosen=prize.nomination(prize.bens).id)
    [result] = prize.cards(ResultMessage)
    assert isinstance(result.message, ResultMessage)
    assert [one.owner for one in result.message.winners] == [BEN.user]


async def test_a_yes_taken_back_takes_the_lesson_off_the_card_and_its_votes_with_it(
    prize: Prize,
) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.says(BEN, "withdrawn", prize.bens)
    await prize.world.showing.sweep()
    assert [one.owner for one in prize.shown().lessons] == [OWNER.user]
    assert prize.marks() == 0
    with pytest.raises(NotHere):
        await prize.vote(AMY, prize.bens)


async def test_a_winner_who_takes_it_back_leaves_nothing_of_it_in_the_channel(
    prize: Prize,
) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.night()
    await prize.says(BEN, "withdrawn", prize.bens)
    prize.world.messenger.updated.clear()
    await prize.world.showing.sweep()
    shown = [one.message for one in prize.world.messenger.updated]
    results = [one for one in shown if isinstance(one, ResultMessage)]
    assert [one.winners for one in results] == [()]
    for one in shown:
        if isinstance(one, VoteMessage):
            assert BEN.user not in [each.owner for each in one.lessons]


async def test_a_withdrawn_story_is_put_up_no_longer(prize: Prize) -> None:
    await prize.opened()

    def goes(connection: Connection) -> None:
        story = stories.get(connection, OWNER.workspace, prize.bens)
        assert isinstance(story, StoryRecord)
        now = prize.world.now
        story_gone(connection, prize.world.house, prize.world.manager(), story, now)

    prize.world.database.write_now(goes)
    assert prize.nomination(prize.bens).state is Nomination.OUT


async def test_a_no_and_silence_look_alike_until_the_time_to_answer_is_over(prize: Prize) -> None:
    bens, amys = prize.story(BEN, "Ask who decides"), prize.story(AMY, "Call back at once")
    await prize.up(bens)
    await prize.up(amys)
    await prize.world.walk(minutes=1)
    await prize.says(BEN, "no", bens)
    states = {one.state for one in (await prize.awards.window(OWNER)).up}
    assert states == {Nomination.ASKED}
    await prize.world.walk(days=7)
    await prize.consents.settle()
    assert (await prize.awards.window(OWNER)).up == ()


async def test_a_name_is_never_shown_without_a_yes_to_it(prize: Prize) -> None:
    bens = prize.story(BEN, "Ask who decides", named=False)
    window = await prize.awards.window(OWNER)
    assert [one.owner_name for one in window.stories] == [None]
    await prize.up(bens)
    await prize.world.walk(minutes=1)
    await prize.says(BEN, "yes", bens)
    await prize.posted()
    [card] = prize.cards(ResultMessage)
    assert isinstance(card.message, ResultMessage)
    assert [one.owner for one in card.message.winners] == [None]
    window = await prize.awards.window(OWNER)
    assert window.keepers[0].names == ("One of us",)


async def test_whoever_was_not_told_about_the_bot_is_told_first(prize: Prize) -> None:
    story = prize.story(OUTSIDER, "Read the contract", told_by=OWNER)
    with pytest.raises(TellFirst):
        await prize.up(story)


async def test_what_is_wrong_is_said_and_nothing_is_put_up(prize: Prize) -> None:
    mine = prize.story(OWNER, "Test on Mondays")
    with pytest.raises(WrongFields) as refused:
        await prize.up(mine, trophy="x" * 3000, citation="", vote_until=date(2026, 3, 8))
    assert set(refused.value.faults) == {"trophy", "citation", "vote_until"}
    with pytest.raises(WrongFields):
        await prize.up("strange")
    assert (await prize.awards.window(OWNER)).up == ()


async def test_the_same_form_twice_and_the_same_post_twice_change_nothing(prize: Prize) -> None:
    mine = prize.story(OWNER, "Test on Mondays")
    filled = AwardFilled(mine, "Ask first", "The mug", "", THURSDAY)
    for _ in range(2):
        window = await prize.awards.put_up(OWNER, filled, "one key")
    assert len(window.up) == 1
    seen = await prize.awards.preview(OWNER, window.award, filled)
    for _ in range(2):
        await prize.awards.post(OWNER, seen.award, seen.shown, CHANNEL, "another key")
    await prize.world.walk(minutes=1)
    assert len(prize.cards(ResultMessage)) == 1
    assert prize.done() == 1


async def test_a_card_that_changed_since_the_preview_is_not_posted(prize: Prize) -> None:
    mine = prize.story(OWNER, "Test on Mondays")
    window = await prize.up(mine)
    filled = AwardFilled(trophy="The mug", vote_until=THURSDAY)
    seen = await prize.awards.preview(OWNER, window.award, filled)
    await prize.awards.take_out(OWNER, seen.shown[0], prize.world.click())
    with pytest.raises(TextChanged):
        await prize.awards.post(OWNER, seen.award, seen.shown, CHANNEL, prize.team.key())


async def test_a_channel_without_the_bot_or_archived_is_answered(prize: Prize) -> None:
    window = await prize.up(prize.story(OWNER, "Test on Mondays"))
    filled = AwardFilled(trophy="The mug", vote_until=THURSDAY)
    seen = await prize.awards.preview(OWNER, window.award, filled)
    for standing in (Standing.NOT_IN, Standing.ARCHIVED):
        prize.places.told[CHANNEL] = standing
        with pytest.raises(WrongField):
            await prize.awards.post(OWNER, seen.award, seen.shown, CHANNEL, prize.team.key())


async def test_a_result_that_slack_refuses_counts_for_nothing_and_can_be_posted_again(
    prize: Prize,
) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.world.walk_to(datetime.fromisoformat("2026-03-05T17:00:00+00:00"))
    prize.world.messenger.outcomes.append(Refused("is_archived"))
    await prize.night()
    if prize.award().state is Award.GIVEN:
        pytest.skip("another message took the refusal")
    assert prize.award().state is Award.COUNTED
    assert prize.done() == 0
    await prize.posted()
    assert prize.award().state is Award.GIVEN
    assert prize.done() == 1


async def test_a_card_that_slack_refuses_leaves_the_award_as_it_was(prize: Prize) -> None:
    prize.world.messenger.outcomes.clear()
    mine, bens = prize.story(OWNER, "Test on Mondays"), prize.story(BEN, "Ask who decides")
    await prize.up(mine)
    await prize.up(bens)
    await prize.world.walk(minutes=1)
    await prize.says(BEN, "yes", bens)
    prize.world.messenger.outcomes.append(Refused("is_archived"))
    await prize.posted()
    assert prize.award().state is Award.GATHERING
    assert prize.award().salt is None
    assert (await prize.awards.window(OWNER)).may_open


async def test_a_vote_that_is_called_off_has_no_result(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.awards.call_off(OWNER, prize.award().id, prize.world.click())
    await prize.night()
    assert prize.cards(ResultMessage) == []
    assert prize.marks() == 0
    assert prize.shown().called_off


async def test_others_find_nothing_of_it(prize: Prize) -> None:
    await prize.opened()
    award, about = prize.award().id, prize.nomination(prize.mine).id
    for who in (MATE,):
        with pytest.raises(NotHere):
            await prize.awards.preview(who, award, AwardFilled())
        with pytest.raises(NotHere):
            await prize.awards.take_out(who, about, prize.world.click())
        with pytest.raises(NotHere):
            await prize.awards.call_off(who, award, prize.world.click())
    with pytest.raises(NotHere):
        await prize.voting.vote(STRANGER, about, visitor=False)
    with pytest.raises(NotForVisitors):
        await prize.voting.vote(BEN, about, visitor=True)


async def test_a_line_names_the_trophy_only_while_something_is_in(prize: Prize) -> None:
    def known() -> Any:
        manager, now = prize.world.manager(), prize.world.now
        return prize.world.database.read_now(nominations_known, prize.world.house, manager, now)

    assert known() is None
    await prize.up(prize.story(OWNER, "Test on Mondays"))
    assert list(known().fillings.values()) == ["The mug"]
    await prize.posted()
    assert known() is None


async def test_that_helped_works_below_the_result(prize: Prize) -> None:
    await prize.up(prize.story(OWNER, "Test on Mondays"))
    await prize.posted()
    below = Posts(prize.world.house, prize.world.people)
    post = prize.award().result_post
    assert post is not None
    assert await below.helped(BEN, post)
    assert prize.world.row(kind=Kind.POST, subject=post).recipient == CHANNEL
