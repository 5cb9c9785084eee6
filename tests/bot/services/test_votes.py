"""A vote for the award from its opening to its end, also where somebody leaves meanwhile."""

from datetime import UTC, date, datetime

import pytest

from bot.services.award_views import ResultMessage, VoteMessage
from bot.storage import roster
from bot.storage.roster import Ended
from habits.awards import Award, Nomination
from habits.errors import NotHere
from tests.bot.fakes import FakePerson
from tests.bot.services.test_awards import CHANNEL, Prize
from tests.bot.team import AMY, BEN, MONDAY
from tests.bot.world import MATE, OWNER, STOCKHOLM, WORKSPACE, World

CLOSE = datetime(2026, 3, 5, 17, tzinfo=UTC)
"""Thursday, 18:00 in Stockholm: nobody can vote any more."""


@pytest.fixture
async def prize(world: World) -> Prize:
    await world.walk_to(MONDAY)
    prize = Prize(world)
    await prize.team.introduced(BEN)
    await prize.team.introduced(AMY)
    return prize


async def leaves(prize: Prize, rep: str) -> None:
    entry = prize.world.database.read_now(roster.current, prize.world.manager().id, rep)
    assert entry is not None
    who = next(one for one in (BEN, AMY) if one.user == rep)
    await prize.team.reps.leave(who, entry.id, Ended.LEFT)


async def test_the_same_press_twice_is_one_vote(prize: Prize) -> None:
    await prize.opened()
    click = prize.world.click()
    for _ in range(2):
        await prize.vote(BEN, prize.mine, click=click)
    assert prize.marks() == 1


async def test_marks_go_when_the_vote_closes_though_its_result_comes_later(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.world.walk_to(CLOSE)
    await prize.voting.settle()
    assert prize.marks() == 0
    assert prize.award().salt is None
    assert prize.award().state is Award.OPEN
    await prize.night()
    [result] = prize.cards(ResultMessage)
    assert isinstance(result.message, ResultMessage)
    assert (result.message.votes, result.message.of_votes) == (1, 1)
    assert [one.owner for one in result.message.winners] == [BEN.user]


async def test_nothing_is_counted_before_the_vote_is_over(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.voting.settle()
    assert prize.marks() == 1
    assert prize.award().salt is not None


async def test_whoever_won_and_took_it_back_before_the_result_does_not_win(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.vote(BEN, prize.bens)
    await prize.vote(MATE, prize.mine)
    await prize.world.walk_to(CLOSE)
    await prize.voting.settle()
    await prize.says(BEN, "withdrawn", prize.bens)
    await prize.night()
    [result] = prize.cards(ResultMessage)
    assert isinstance(result.message, ResultMessage)
    assert [one.owner for one in result.message.winners] == [OWNER.user]
    assert (result.message.votes, result.message.of_votes) == (1, 1)


async def test_a_result_that_will_never_go_out_is_the_managers_to_post(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    prize.world.change_rows(state="withdrawn")
    await prize.world.walk_to(CLOSE)
    await prize.voting.settle()
    assert prize.award().state is Award.COUNTED
    window = await prize.awards.window(OWNER)
    assert window.may_give
    await prize.posted()
    [result] = prize.cards(ResultMessage)
    assert isinstance(result.message, ResultMessage)
    assert [one.owner for one in result.message.winners] == [BEN.user]


async def test_a_break_of_the_manager_keeps_neither_marks_nor_the_result_for_ever(
    prize: Prize,
) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.world.preferences.pause(OWNER, date(2026, 3, 16))
    await prize.world.walk_to(CLOSE)
    await prize.voting.settle()
    assert prize.marks() == 0
    await prize.world.walk_to(datetime(2026, 3, 17, 9, tzinfo=UTC))
    await prize.voting.settle()
    assert len(prize.cards(ResultMessage)) == 1


async def test_when_the_manager_leaves_the_vote_ends_and_its_marks_go(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.world.preferences.leave(OWNER, erase=False)
    await prize.voting.settle()
    assert prize.marks() == 0
    assert prize.award().salt is None
    assert prize.award().state is Award.OFF
    await prize.night()
    assert prize.cards(ResultMessage) == []
    assert prize.shown().called_off
    with pytest.raises(NotHere):
        await prize.vote(BEN, prize.mine)


async def test_when_the_manager_is_gone_from_slack_the_marks_go(prize: Prize) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    left = FakePerson(OWNER.user, STOCKHOLM, deleted=True)
    await prize.world.people.changed(WORKSPACE, left, "event:1")
    await prize.voting.settle()
    assert prize.marks() == 0
    assert prize.award().salt is None


async def test_a_rep_who_leaves_is_neither_on_the_card_nor_in_the_next_award(
    prize: Prize,
) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await leaves(prize, BEN.user)
    await prize.world.showing.sweep()
    assert prize.nomination(prize.bens).state is Nomination.OUT
    assert [one.owner for one in prize.shown().lessons] == [OWNER.user]
    assert prize.marks() == 0


async def test_an_award_that_somebody_has_stays_when_they_leave_until_they_take_it_back(
    prize: Prize,
) -> None:
    await prize.opened()
    await prize.vote(AMY, prize.bens)
    await prize.night()
    await leaves(prize, BEN.user)
    await prize.world.showing.sweep()
    assert prize.nomination(prize.bens).won
    await prize.says(BEN, "withdrawn", prize.bens)
    prize.world.messenger.updated.clear()
    await prize.world.showing.sweep()
    shown = [one.message for one in prize.world.messenger.updated]
    assert [one.winners for one in shown if isinstance(one, ResultMessage)] == [()]


async def test_what_a_rep_was_asked_before_they_left_looks_like_no_answer(prize: Prize) -> None:
    bens = prize.story(BEN, "Ask who decides")
    await prize.up(bens)
    await leaves(prize, BEN.user)
    states = {one.state for one in (await prize.awards.window(OWNER)).up}
    assert states == {Nomination.ASKED}


async def test_a_yes_after_the_vote_was_opened_changes_no_card(prize: Prize) -> None:
    """Lessons have numbers, and people voted for those."""
    amys = prize.story(AMY, "Call back at once")
    await prize.up(amys)
    await prize.opened()
    [card] = prize.cards(VoteMessage)
    assert prize.nomination(amys).state is Nomination.OUT
    assert isinstance(card.message, VoteMessage)
    assert len(card.message.lessons) == 2
    assert card.recipient == CHANNEL
