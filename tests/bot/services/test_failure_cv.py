"""A failure CV is its manager's own, and the team reads it only while they show it."""

import pytest

from bot.services.failure_cv import LONGEST_LINE, MOST_LINES, FailureCv, NotShown
from bot.services.posts import confirm
from bot.services.team_messages import PostMessage
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import NotHere, NotStarted, WrongField
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, World

LINES = "2019: sold the wrong plan\n\n  2021: hired in a hurry  "


@pytest.fixture
async def cv(world: World) -> FailureCv:
    await world.walk_to(MONDAY)
    Team(world)
    return FailureCv(world.house)


async def posted(world: World, habit: str = "human_flaw") -> str:
    def change(connection: object) -> str:
        return confirm(
            connection,  # type: ignore[arg-type]
            world.house,
            world.manager(),
            habit=habit,
            recipient="C0TEAM",
            audience=Audience.TEAM_CHANNEL,
            parts=(Part("", "I once sent the offer to the rival"),),
            prompt=None,
            now=world.now,
        )

    post = world.database.write_now(change)
    await world.walk(minutes=1)
    return post


def cards(world: World) -> list[PostMessage]:
    told = [*world.messenger.sent, *world.messenger.updated]
    return [one.message for one in told if isinstance(one.message, PostMessage)]


async def test_it_is_private_until_its_owner_shows_it_and_closed_at_once_after(
    world: World, cv: FailureCv
) -> None:
    post = await posted(world)
    own = await cv.keep(OWNER, LINES, False, "key-1")
    assert own.lines == ("2019: sold the wrong plan", "2021: hired in a hurry")
    with pytest.raises(NotShown):
        await cv.read(BEN, post, visitor=False)
    assert not cards(world)[-1].has_cv

    await cv.keep(OWNER, LINES, True, "key-2")
    page = await cv.read(BEN, post, visitor=False)
    assert (page.author, page.lines) == (OWNER.user, own.lines)
    await world.showing.sweep()
    assert cards(world)[-1].has_cv

    await cv.keep(OWNER, LINES, False, "key-3")
    with pytest.raises(NotShown):
        await cv.read(BEN, post, visitor=False)
    await world.showing.sweep()
    assert not cards(world)[-1].has_cv
    assert (await cv.own(OWNER)).lines == own.lines


async def test_only_the_posts_of_this_habit_lead_to_it_and_only_people_of_this_workspace_read_it(
    world: World, cv: FailureCv
) -> None:
    await cv.keep(OWNER, LINES, True, "key-1")
    other = await posted(world, "share_why")
    post = await posted(world)
    for who, one, visitor in (
        (BEN, other, False),
        (BEN, "0123456789abcdef", False),
        (STRANGER, post, False),
        (BEN, post, True),
    ):
        with pytest.raises(NotHere):
            await cv.read(who, one, visitor=visitor)


async def test_each_manager_has_a_list_of_their_own(cv: FailureCv) -> None:
    await cv.keep(OWNER, LINES, True, "key-1")
    assert (await cv.own(MATE)).lines == ()
    with pytest.raises(NotStarted):
        await cv.own(OUTSIDER)
    with pytest.raises(NotStarted):
        await cv.keep(OUTSIDER, LINES, True, "key-2")


async def test_a_form_that_comes_twice_changes_nothing_the_second_time(cv: FailureCv) -> None:
    await cv.keep(OWNER, LINES, True, "key-1")
    await cv.keep(OWNER, "", False, "key-2")
    await cv.keep(OWNER, LINES, True, "key-1")
    own = await cv.own(OWNER)
    assert own.lines == ()
    assert not own.shown


@pytest.mark.parametrize(
    "text", ["\n".join(["a line"] * (MOST_LINES + 1)), "x" * (LONGEST_LINE + 1), "", "x" * 3000]
)
async def test_what_cannot_be_shown_is_refused_in_words(cv: FailureCv, text: str) -> None:
    with pytest.raises(WrongField):
        await cv.keep(OWNER, text, True, "key-1")
