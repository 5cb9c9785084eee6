"""What may change about an award that others agreed to or vote for, and how its vote ends."""

from datetime import UTC, date, datetime, time

import pytest

from bot.services.award_views import AwardFilled, ResultMessage, VoteMessage
from bot.services.messages import NoticeMessage
from bot.services.ports import Unknown
from bot.services.post_actions import Posts
from bot.services.prompts import Click
from bot.services.wanted import WrongFields
from bot.slack.blocks.awards import award_window
from bot.slack.ids import ActionId, Field
from bot.storage import consents, outgoing, people, roster
from bot.storage.consents import About
from bot.storage.outgoing import Kind, OutgoingRecord
from bot.storage.people import PersonRecord
from bot.storage.roster import Ended
from habits.awards import Award, Nomination
from habits.errors import WrongField
from habits.people import Hours
from tests.bot.fakes import FakePerson, SentMessage
from tests.bot.services.test_awards import CHANNEL, THURSDAY, Prize
from tests.bot.team import AMY, BEN, MONDAY
from tests.bot.world import OWNER, WORKSPACE, World, wanted

CLOSE = datetime(2026, 3, 5, 17, tzinfo=UTC)
"""Thursday, 18:00 in Stockholm: nobody can vote any more."""


@pytest.fixture
async def prize(world: World) -> Prize:
    await world.walk_to(MONDAY)
    prize = Prize(world)
    await prize.team.introduced(BEN)
    await prize.team.introduced(AMY)
    return prize


def asked(prize: Prize, story: str) -> consents.ConsentRecord:
    subject = prize.nomination(story).id
    [one] = prize.world.database.read_now(consents.newest_about, About.NOMINATION, subject)
    return one


def result_row(prize: Prize) -> OutgoingRecord:
    found = prize.world.database.read_now(
        outgoing.of_subject, WORKSPACE, Kind.AWARD, prize.award().id
    )
    return found[-1]


# --- the prize ------------------------------------------------------------------------------


async def test_the_trophy_stays_as_it_was_when_the_first_owner_was_asked(prize: Prize) -> None:
    mine, bens = prize.story(OWNER, "Test on Mondays"), prize.story(BEN, "Ask who decides")
    await prize.up(mine, trophy="The hat")
    await prize.up(bens)
    await prize.world.walk(minutes=1)
    for answered in (False, True):
        if answered:
            await prize.says(BEN, "yes", bens)
        with pytest.raises(WrongFields) as refused:
            await prize.up(prize.story(OWNER, "Call first"), trophy="Fool of the month")
        assert set(refused.value.faults) == {"trophy"}
        changed = AwardFilled(trophy="Fool of the month", vote_until=THURSDAY)
        with pytest.raises(WrongFields):
            await prize.awards.preview(OWNER, prize.award().id, changed)
        assert prize.award().trophy == "The mug"
    assert "The mug" in asked(prize, bens).parts[0].label


async def test_the_window_asks_for_no_trophy_once_somebody_was_asked(prize: Prize) -> None:
    mine, bens = prize.story(OWNER, "Test on Mondays"), prize.story(BEN, "Ask who decides")
    assert Field.TROPHY in str(award_window(await prize.awards.window(OWNER)))
    fixed = award_window(await prize.up(bens))
    blocks = {str(one.get("block_id")) for one in fixed["blocks"]}
    assert not blocks & {Field.TROPHY, Field.IDEA}
    assert "The mug" in str(fixed)
    await prize.up(mine, trophy="")
    await prize.world.walk(minutes=1)
    await prize.says(BEN, "yes", bens)
    await prize.awards.take_out(OWNER, prize.nomination(bens).id, prize.world.click())
    free = award_window(await prize.awards.window(OWNER))
    assert Field.TROPHY in {one.get("block_id") for one in free["blocks"]}


# --- the end of the vote --------------------------------------------------------------------


async def counted_once(prize: Prize) -> None:
    """The vote ends when the card said it would, its row is never taken back before, and one
    result follows."""
    await prize.vote(BEN, prize.mine)
    assert "over" not in await prize.vote(AMY, prize.mine)
    while prize.award().state is Award.OPEN and prize.world.now < datetime(2026, 3, 12, tzinfo=UTC):
        assert result_row(prize).state is not outgoing.State.WITHDRAWN
        await prize.voting.settle()
        await prize.world.walk(hours=3)
        if prize.world.now >= CLOSE:
            assert "over" in await prize.vote(BEN, prize.bens)
    await prize.world.walk(hours=1)
    [card] = prize.cards(ResultMessage)
    assert isinstance(card.message, ResultMessage)
    assert (card.message.votes, card.message.of_votes) == (2, 2)
    assert prize.award().state is Award.GIVEN


async def test_a_vote_ends_as_it_was_opened_though_the_manager_travels(prize: Prize) -> None:
    await prize.opened()
    now, zone = prize.world.now, "America/New_York"
    person = PersonRecord(WORKSPACE, OWNER.user, zone, deleted=False, refreshed_at=now)
    prize.world.directory.known[OWNER.user] = FakePerson(OWNER.user, zone)
    prize.world.database.write_now(people.save, person)
    await counted_once(prize)


async def test_a_vote_ends_as_it_was_opened_though_the_manager_works_longer(prize: Prize) -> None:
    await prize.opened()
    await prize.world.preferences.change(OWNER, wanted(hours=Hours(time(8), time(21))))
    await counted_once(prize)


# --- a result of which nobody knows ---------------------------------------------------------


async def unsure(prize: Prize) -> SentMessage:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    prize.world.clock.move_to(datetime(2026, 3, 6, 7, 30, tzinfo=UTC))
    prize.world.messenger.outcomes.append(Unknown("timeout"))
    await prize.world.deliver()
    [card] = prize.cards(ResultMessage)
    assert result_row(prize).state is outgoing.State.UNKNOWN
    return card


async def test_the_manager_hears_where_to_look_for_a_result_of_which_nobody_knows(
    prize: Prize,
) -> None:
    await unsure(prize)
    await prize.world.walk(minutes=5)
    told = [one.message for one in prize.world.messenger.to(OWNER.user)]
    assert sum(isinstance(one, NoticeMessage) for one in told) == 1
    assert len(prize.cards(ResultMessage)) == 1


async def test_a_press_proves_that_a_result_arrived_and_it_changes_with_the_winners_yes(
    prize: Prize,
) -> None:
    card = await unsure(prize)
    post = prize.award().result_post
    assert post is not None
    click = Click("a press", card.channel, card.ts, row=card.marker)
    await Posts(prize.world.house, prize.world.people).helped(AMY, post, click)
    assert result_row(prize).state is outgoing.State.SENT
    await prize.says(BEN, "withdrawn", prize.bens)
    await prize.world.showing.sweep()
    changed = {(one.channel, one.ts): one.message for one in prize.world.messenger.updated}
    shown = changed[card.channel, card.ts]
    assert isinstance(shown, ResultMessage)
    assert shown.winners == ()


# --- no dead end ----------------------------------------------------------------------------


async def test_the_day_for_votes_can_be_picked_anew_when_it_passed_while_owners_were_asked(
    prize: Prize,
) -> None:
    mine, bens = prize.story(OWNER, "Test on Mondays"), prize.story(BEN, "Ask who decides")
    await prize.up(mine, vote_until=date(2026, 3, 4))
    await prize.up(bens, vote_until=date(2026, 3, 4))
    await prize.world.walk_to(datetime(2026, 3, 5, 9, tzinfo=UTC))
    await prize.says(BEN, "yes", bens)
    window = await prize.awards.window(OWNER)
    assert window.may_open
    [field] = [
        one for one in award_window(window)["blocks"] if one.get("block_id") == Field.VOTE_UNTIL
    ]
    assert field["accessory"]["action_id"] == ActionId.AWARD_UNTIL
    assert field["accessory"]["initial_date"] == window.vote_until.isoformat()
    assert window.vote_until > date(2026, 3, 5)
    seen = await prize.awards.preview(OWNER, window.award, AwardFilled())
    assert isinstance(seen.card, VoteMessage)
    assert seen.card.until == window.vote_until
    picked = AwardFilled(vote_until=date(2026, 3, 10))
    seen = await prize.awards.preview(OWNER, window.award, picked)
    assert isinstance(seen.card, VoteMessage)
    assert seen.card.until == date(2026, 3, 10)


async def test_after_no_award_nothing_is_in_and_the_award_can_begin_again(prize: Prize) -> None:
    await prize.opened()
    first = prize.award().post
    await prize.vote(AMY, prize.bens)
    await prize.awards.call_off(OWNER, prize.award().id, prize.world.click())
    assert asked(prize, prize.bens).state is consents.State.OVER
    assert prize.nomination(prize.mine).state is Nomination.OUT
    window = await prize.awards.window(OWNER)
    assert (window.may_open, window.may_give, window.up) == (False, False, ())
    assert {one.story for one in window.stories} == {prize.mine, prize.bens}
    for story in (prize.mine, prize.bens):
        await prize.up(story)
        await prize.world.walk(minutes=1)
    await prize.says(BEN, "yes", prize.bens)
    await prize.posted()
    assert prize.award().post != first
    assert len(prize.cards(VoteMessage)) == 2
    await prize.vote(AMY, prize.mine)
    await prize.night()
    [card] = prize.cards(ResultMessage)
    assert isinstance(card.message, ResultMessage)
    assert [one.owner for one in card.message.winners] == [OWNER.user]


async def test_an_owner_who_is_asked_hears_that_there_is_no_award(prize: Prize) -> None:
    mine, bens = prize.story(OWNER, "Test on Mondays"), prize.story(BEN, "Ask who decides")
    await prize.up(mine)
    await prize.up(bens)
    await prize.world.walk(minutes=1)
    await prize.awards.call_off(OWNER, prize.award().id, prize.world.click())
    assert asked(prize, bens).state is consents.State.OVER
    assert prize.nomination(bens).state is Nomination.OUT


async def test_a_vote_that_would_be_over_when_its_card_comes_is_not_opened(prize: Prize) -> None:
    mine, bens = prize.story(OWNER, "Test on Mondays"), prize.story(BEN, "Ask who decides")
    await prize.up(mine)
    await prize.up(bens)
    await prize.world.walk(minutes=1)
    await prize.says(BEN, "yes", bens)
    filled = AwardFilled(trophy="The mug", vote_until=THURSDAY)
    await prize.world.walk_to(datetime(2026, 3, 5, 9, tzinfo=UTC))
    seen = await prize.awards.preview(OWNER, prize.award().id, filled)
    for late in (datetime(2026, 3, 5, 16, 55, tzinfo=UTC), datetime(2026, 3, 6, 8, tzinfo=UTC)):
        await prize.world.walk_to(late)
        with pytest.raises(WrongField):
            await prize.awards.post(OWNER, seen.award, seen.shown, CHANNEL, prize.team.key())
        with pytest.raises(WrongFields):
            await prize.awards.preview(OWNER, prize.award().id, filled)
        assert (await prize.awards.window(OWNER)).vote_until > late.date()
    assert prize.award().state is Award.GATHERING
    seen = await prize.awards.preview(OWNER, prize.award().id, AwardFilled())
    await prize.awards.post(OWNER, seen.award, seen.shown, CHANNEL, prize.team.key())
    await prize.world.walk(minutes=1)
    [card] = prize.cards(VoteMessage)
    assert isinstance(card.message, VoteMessage)
    assert not card.message.over


# --- who left -------------------------------------------------------------------------------


async def test_whose_unnamed_lesson_it_is_stays_unsaid_though_they_left(prize: Prize) -> None:
    bens = prize.story(BEN, "Ask who decides", named=False)
    amys = prize.story(AMY, "Call first", named=False)
    entry = prize.world.database.read_now(roster.current, prize.world.manager().id, BEN.user)
    assert entry is not None
    await prize.team.reps.leave(BEN, entry.id, Ended.LEFT)
    before = len(prize.world.messenger.to(BEN.user))
    await prize.up(amys)
    window = await prize.up(bens)
    assert [one.state for one in window.up] == [Nomination.ASKED] * 2
    assert asked(prize, bens).ends_at == asked(prize, amys).ends_at
    await prize.world.walk(hours=3)
    assert len(prize.world.messenger.to(BEN.user)) == before
    await prize.world.walk(days=7)
    await prize.consents.settle()
    assert (await prize.awards.window(OWNER)).up == ()
