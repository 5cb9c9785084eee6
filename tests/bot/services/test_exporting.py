"""A manager's export tells nothing that a rep did to keep out, and names nobody by id."""

import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import update

from bot.services.exporting import export_of
from bot.services.who import Who
from bot.storage.roster import Ended
from bot.storage.tables import notes, outgoing
from bot.storage.team_tables import requests
from habits.texts import say
from tests.bot.full import fill
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import OWNER, World


def exported(world: World, who: Who = OWNER) -> dict[str, Any]:
    made = world.database.read_now(export_of, who, world.now)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made.body)) as folder:
        return json.loads(folder.read("data.json"))["own"]


async def erases(team: Team, entry: str) -> None:
    del entry
    await team.reps.erase(BEN, team.key())


async def leaves(team: Team, entry: str) -> None:
    await team.reps.leave(BEN, entry, Ended.LEFT)


async def is_not_theirs(team: Team, entry: str) -> None:
    await team.reps.leave(BEN, entry, Ended.NOT_MINE)


async def is_gone(team: Team, entry: str) -> None:
    del entry
    await team.world.people.changed(OWNER.workspace, team.gone(), "gone:1")


async def stays(team: Team, entry: str) -> None:
    """The manager removes the 1:1 themselves."""
    del entry
    for one in await team.one_on_ones.times(OWNER):
        await team.one_on_ones.drop_time(OWNER, one.id)


ENDS: list[Callable[[Team, str], Awaitable[None]]] = [erases, leaves, is_not_theirs, is_gone, stays]


@pytest.mark.parametrize("ends", ENDS)
async def test_no_export_of_a_manager_tells_how_it_ended_with_a_rep(
    world: World, ends: Callable[[Team, str], Awaitable[None]]
) -> None:
    await world.walk_to(MONDAY)
    team = Team(world)
    entry = await team.introduced()
    team.keep()
    await team.meets()
    await ends(team, entry)
    with_the_rep = ("intro", "rep-form", "one-on-one")
    rows = [row for row in exported(world)["outgoing"] if row["kind"] in with_the_rep]
    assert {row["kind"] for row in rows} == set(with_the_rep)
    assert [row["reason"] for row in rows if row["reason"] is not None] == []


async def test_what_a_rep_did_is_written_to_no_row(world: World) -> None:
    """One reason stands for all that a rep can do, in the database as well."""
    await world.walk_to(MONDAY)
    reasons: set[str | None] = set()
    team = Team(world)
    entry = await team.introduced()
    for ends in (leaves, erases):
        await team.reps.again(BEN, entry)
        team.keep()
        await team.meets()
        await ends(team, entry)
        reasons |= {row.reason for row in world.rows() if row.state == "withdrawn"}
    assert reasons == {"no longer wanted"}


def test_nobody_who_is_mentioned_stands_in_an_export_by_id(world: World) -> None:
    """Known to the bot or not; the person themselves stay as they are."""
    team = Team(world)
    mentioned = f"<@U0CARLA> told <@U0DAN|dan>, <@{BEN.user}> and <@{OWNER.user}> for UNICEF"

    def write(connection: Any) -> None:
        fill(connection, world.manager().id, BEN.user, world.now)
        connection.execute(update(requests).values(body=mentioned))
        connection.execute(update(notes).values(body=mentioned))
        connection.execute(update(outgoing).values(content={"text": mentioned}))

    team.world.database.write_now(write)
    told = exported(world)
    nobody = say("reps.somebody")
    wanted = f"{nobody} told {nobody}, Ben and <@{OWNER.user}> for UNICEF"
    bodies = [told["requests"][0]["body"], told["notes"][0]["body"]]
    assert bodies == [wanted, wanted]
    assert {row["content"]["text"] for row in told["outgoing"]} == {wanted}
