"""A story without a name: nothing that a manager can open, export or press tells whose it is."""

import io
import json
import zipfile
from typing import Any

import pytest

from bot.services.consents import Consents
from bot.services.exporting import Exporting
from bot.services.ports import Refused, SendOutcome, Unknown
from bot.services.post_actions import Posts
from bot.services.telling import Stories
from tests.bot.services.test_awards import Prize
from tests.bot.services.test_forms import FakePlaces
from tests.bot.services.test_stories import CHANNEL, Telling
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import OWNER, World


@pytest.fixture
async def prize(world: World) -> Prize:
    world.clock.move_to(MONDAY)
    begun = Prize(world)
    await begun.team.introduced()
    return begun


async def exported(world: World) -> Any:
    export = await Exporting(world.house).of(OWNER)
    assert export is not None
    with zipfile.ZipFile(io.BytesIO(export.body)) as folder:
        return json.loads(folder.read("data.json"))["own"]


def asked(own: Any) -> tuple[list[str], list[str]]:
    """Whom the export says that the manager asked, and whom the bot wrote to about it."""
    people = [one["person"] for one in own.get("consents", ())]
    messages = [one["recipient"] for one in own["outgoing"] if one["kind"] == "consent"]
    return people, messages


@pytest.mark.parametrize("named", [True, False])
async def test_put_up_for_the_award_it_is_told_only_with_the_name(
    prize: Prize, *, named: bool
) -> None:
    story = prize.story(BEN, "Ask who decides", named=named)
    await prize.up(story)
    await prize.world.walk(minutes=1)
    await prize.says(BEN, "yes", story)
    own = await exported(prize.world)
    assert len(own["nominations"]) == 1
    assert asked(own) == ((["Ben"], ["Ben"]) if named else ([], []))


async def test_whom_the_manager_asked_themselves_they_know(prize: Prize) -> None:
    story = prize.story(BEN, "Ask who decides", named=False, told_by=OWNER)
    await prize.up(story)
    await prize.world.walk(minutes=1)
    assert asked(await exported(prize.world)) == (["Ben"], ["Ben"])


@pytest.mark.parametrize("outcome", [Refused("is_archived"), Unknown("timeout")])
async def test_what_became_of_it_is_told_to_its_teller_alone(
    world: World, outcome: SendOutcome
) -> None:
    world.clock.move_to(MONDAY)
    team = Team(world)
    await team.introduced()
    telling = Telling(
        world, team, Stories(world.house, world.people, FakePlaces()), Consents(world.house)
    )
    telling.choose_channel()
    preview = await telling.check(BEN, named=False)
    await telling.stories.finish(BEN, preview.story, CHANNEL)
    world.messenger.outcomes.append(outcome)
    await world.walk(minutes=5)
    assert [one for one in world.rows() if one.kind == "reply" and one.recipient == BEN.user]
    own = await exported(world)
    assert own["posts"][0]["author"] == ""
    assert [one for one in own["outgoing"] if one["kind"] == "reply"] == []


async def test_home_offers_nothing_for_a_card_that_is_worded_from_other_records(
    prize: Prize,
) -> None:
    await prize.opened()
    published = Posts(prize.world.house, prize.world.people)
    for one in (await prize.world.home.view(OWNER)).posts:
        await published.to_withdraw(OWNER, one.post)
    assert (await prize.world.home.view(OWNER)).posts == ()
