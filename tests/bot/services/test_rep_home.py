"""What somebody in a team sees of themselves: their managers, what is open, ways to ask."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection

from bot.services.home import Home
from bot.services.rep_home import AGREE, CHANGE, DELETE, NOTE, RepHomes
from bot.services.rep_things import RepThing, RepThings
from bot.services.team_messages import Way
from bot.services.who import House, Who
from bot.storage import pair_notes
from bot.storage.pair_notes import NoteState
from bot.storage.roster import Ended
from habits.errors import NotHere
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, World

GAME = "game"


@pytest.fixture
async def team(world: World) -> Team:
    await world.walk_to(MONDAY)
    return Team(world)


@pytest.fixture
def homes(world: World) -> RepHomes:
    return RepHomes(world.house)


async def test_before_the_first_message_arrived_there_is_nothing_to_see(
    world: World, team: Team, homes: RepHomes
) -> None:
    with pytest.raises(NotHere):
        await homes.view(BEN)
    await team.told()
    with pytest.raises(NotHere):
        await homes.view(BEN)
    assert (await Home(world.house).view(BEN)).rep is None


async def test_a_rep_sees_whose_team_they_are_in_until_they_leave(
    world: World, team: Team, homes: RepHomes
) -> None:
    entry = await team.introduced()
    shown = await homes.view(BEN)
    assert [one.manager for one in shown.managers] == [OWNER.user]
    assert not shown.leads
    assert (await Home(world.house).view(BEN)).rep == shown
    await team.reps.leave(BEN, entry, Ended.LEFT)
    with pytest.raises(NotHere):
        await homes.view(BEN)


async def test_a_note_that_waits_for_the_reps_line_is_open_until_it_is_written(
    team: Team, homes: RepHomes
) -> None:
    await team.introduced()
    note = team.keep()
    assert (await homes.view(BEN)).things == ()
    for _ in range(40):
        if team.forms():
            break
        await team.world.walk(hours=3)
    [thing] = (await homes.view(BEN)).things
    assert (thing.kind, thing.id) == (NOTE, note)
    await team.returned(note)
    assert (await homes.view(BEN)).things == ()


@pytest.mark.parametrize("way", [AGREE, DELETE])
async def test_a_note_that_was_handed_over_is_answered_from_home_and_goes(
    world: World, team: Team, homes: RepHomes, way: str
) -> None:
    await team.introduced()
    values = {"deal": "Nordwind", "next_test": "Ask who signs"}
    note = team.keep(habit="blame_free_debrief", values=values)
    for _ in range(40):
        if (await homes.view(BEN)).things:
            break
        await world.walk(hours=3)
    [thing] = (await homes.view(BEN)).things
    assert "The last line is yours" not in thing.text
    assert "Ask who signs" in thing.own
    assert [one.value for one in thing.ways] == [AGREE, CHANGE, DELETE]
    with pytest.raises(NotHere):
        await homes.take(AMY, NOTE, note, way, "foreign")
    for _ in range(2):
        assert (await homes.take(BEN, NOTE, note, way, "one-press")).things == ()
    found = world.database.read_now(pair_notes.of_rep, BEN.workspace, BEN.user)
    assert [one.state for one in found] == ([NoteState.AGREED] if way == AGREE else [])


async def test_somebody_who_leads_a_team_and_is_in_another_sees_both(
    world: World, team: Team, homes: RepHomes
) -> None:
    team.joins(MATE, "Mate")
    await team.introduced(MATE)
    shown = await homes.view(MATE)
    assert shown.leads
    home = await Home(world.house).view(MATE)
    assert home.started
    assert home.rep == shown
    assert (await Home(world.house).view(OWNER)).rep is None


@pytest.mark.parametrize("who", [AMY, OUTSIDER, STRANGER, OWNER])
async def test_nobody_else_has_a_reps_home(team: Team, homes: RepHomes, who: Who) -> None:
    await team.introduced()
    with pytest.raises(NotHere):
        await homes.view(who)
    with pytest.raises(NotHere):
        await homes.take(who, NOTE, "0123456789abcdef", "write", "key")


async def test_a_press_that_comes_twice_is_taken_once(world: World, team: Team) -> None:
    taken: list[str] = []

    def items(connection: Connection, house: House, who: Who, now: datetime) -> list[RepThing]:
        del connection, house, now
        return [RepThing(GAME, "g1", f"A game of {who.user}", ways=(Way("play", "Play"),))]

    def take(
        connection: Connection, house: House, who: Who, item: str, value: str, now: datetime
    ) -> None:
        del connection, house, who, now
        taken.append(f"{item}:{value}")

    tools = replace(world.house.tools, of_reps={GAME: RepThings(items, take)})
    homes = RepHomes(replace(world.house, tools=tools))
    await team.introduced()
    [thing] = (await homes.view(BEN)).things
    for _ in range(2):
        shown = await homes.take(BEN, GAME, thing.id, "play", "one-press")
    assert taken == ["g1:play"]
    assert shown.things == (thing,)
    with pytest.raises(NotHere):
        await homes.take(BEN, "nonsense", thing.id, "play", "another")
