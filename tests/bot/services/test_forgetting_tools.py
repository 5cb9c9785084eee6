"""What calls, promises and useful failures keep of somebody goes with them, and with age."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from bot.services.export_page import page_of
from bot.services.exporting import as_told
from bot.services.reps import Reps
from bot.services.retention import Retention
from bot.services.tools import Agreement
from bot.storage import exporting, naming, outgoing
from bot.storage.consents import About, ConsentRecord, State
from bot.storage.naming import Entries
from bot.storage.outgoing import Kind
from bot.storage.tables import outgoing as outgoing_table
from bot.storage.team_tables import posts
from bot.storage.tool_tables import (
    awards,
    consents,
    lunch_stories,
    nominations,
    obstacles,
    promises,
    stories,
    votes,
)
from habits.texts import say
from tests.bot.full import fill
from tests.bot.team import AMY, BEN
from tests.bot.world import OWNER, WORKSPACE, World

Rows = list[Mapping[str, Any]]


@pytest.fixture
def kept(world: World) -> World:
    """The owner keeps one thing of each kind with Ben."""
    world.database.write_now(fill, world.manager().id, BEN.user, world.now)
    return world


def rows(world: World, table: Table) -> Rows:
    ask = select(table).order_by(*table.primary_key)
    return world.database.read_now(lambda c: [dict(row) for row in c.execute(ask).mappings()])


def change(world: World, table: Table, **values: Any) -> None:
    world.database.write_now(lambda c: c.execute(update(table).values(**values)))


async def erase(world: World) -> None:
    await Reps(world.house).erase(BEN, "click:1")


def named(world: World, user: str) -> Entries:
    return world.database.read_now(naming.entries_naming, WORKSPACE, user)


async def test_with_a_story_goes_where_it_was_put_up_and_the_award_stays(kept: World) -> None:
    await erase(kept)
    for table in (stories, nominations, votes, lunch_stories):
        assert rows(kept, table) == [], table.name
    assert len(rows(kept, awards)) == 1


async def test_what_others_were_asked_about_a_story_that_goes_is_not_asked_any_more(
    kept: World,
) -> None:
    change(kept, consents, person=AMY.user, state=State.ASKED)
    await erase(kept)
    [left] = rows(kept, consents)
    assert (left["person"], left["state"]) == (AMY.user, State.OVER)
    assert (left["parts"], left["suggested"]) == (None, None)


async def test_words_that_others_agreed_to_go_when_they_name_the_person(kept: World) -> None:
    change(kept, consents, person=AMY.user, subject="a-post", state=State.YES)
    await erase(kept)
    [left] = rows(kept, consents)
    assert (left["state"], left["parts"], left["suggested"]) == (State.YES, None, None)


async def test_a_story_somebody_told_of_another_stays_without_their_name(kept: World) -> None:
    change(kept, stories, owner=AMY.user, told_by=BEN.user, body={"learned": "Ask <@U0BEN> first"})
    change(kept, consents, person=AMY.user)
    [before] = rows(kept, stories)
    await erase(kept)
    words = {"learned": "Ask <@U0BEN> first".replace(f"<@{BEN.user}>", say("reps.somebody"))}
    assert rows(kept, stories) == [{**before, "told_by": "", "body": words}]


async def test_a_post_that_tells_a_story_without_its_name_loses_its_words(kept: World) -> None:
    change(kept, posts, author=None, parts=[{"label": "", "text": "Ask first"}])
    await erase(kept)
    [left] = rows(kept, posts)
    assert left["parts"] is None


async def test_a_question_for_agreement_that_waits_is_taken_back(kept: World) -> None:
    [consent] = rows(kept, consents)

    def wait(connection: Connection) -> None:
        [row, *_] = rows(kept, outgoing_table)
        waiting = {"id": "consent", "key": "consent", "kind": Kind.CONSENT, "state": "planned"}
        about = {"subject": consent["id"], "recipient": BEN.user, "prompt": None}
        connection.execute(insert(outgoing_table).values(**{**row, **waiting, **about}))

    kept.database.write_now(wait)
    await erase(kept)
    find = outgoing.of_subject
    [left] = kept.database.read_now(find, WORKSPACE, Kind.CONSENT, consent["id"])
    assert (left.state, left.content) == (outgoing.State.WITHDRAWN, None)


async def test_who_erases_agrees_to_nothing_any_more(kept: World) -> None:
    led: list[tuple[str, State]] = []

    def no(_c: Connection, _h: object, _m: object, one: ConsentRecord, _at: object) -> None:
        led.append(("no", one.state))

    def withdrawn(_c: Connection, _h: object, _m: object, one: ConsentRecord, _at: object) -> None:
        led.append(("withdrawn", one.state))

    told = Agreement(yes=no, no=no, change=no, withdrawn=withdrawn)
    tools = replace(kept.house.tools, agreements={About.STORY: told})
    [row] = rows(kept, consents)
    change(kept, consents, subject="a-story")
    other = {"id": "other", "subject": "another", "state": State.CHANGE}
    kept.database.write_now(lambda c: c.execute(insert(consents).values(**{**row, **other})))
    await Reps(replace(kept.house, tools=tools)).erase(BEN, "click:1")
    assert sorted(led) == [("no", State.TIME_UP), ("withdrawn", State.YES)]
    assert rows(kept, consents) == []


def test_a_manager_is_not_named_by_what_is_their_own(kept: World) -> None:
    change(kept, stories, owner=OWNER.user)
    assert named(kept, OWNER.user) == Entries()
    assert named(kept, BEN.user).stories == 0
    found = kept.database.read_now(exporting.kept_about, WORKSPACE, OWNER.user)
    assert found.naming == {}


async def test_a_no_and_silence_lose_their_words_at_the_same_time_and_a_yes_keeps_them(
    kept: World,
) -> None:
    ends = kept.now + timedelta(hours=48)
    [row] = rows(kept, consents)
    states = (State.YES, State.NO, State.TIME_UP, State.ASKED)

    def ask(connection: Connection) -> None:
        for state in states:
            asked = {"id": state, "state": state, "ends_at": ends, "answered_at": None}
            connection.execute(insert(consents).values(**{**row, **asked}))

    kept.database.write_now(ask)

    async def worded() -> set[str]:
        await Retention(kept.house).let_go()
        return {one["id"] for one in rows(kept, consents) if one["parts"] is not None} & {*states}

    kept.clock.advance(hours=71)
    assert await worded() == {*states}
    kept.clock.advance(hours=2)
    assert await worded() == {State.YES, State.ASKED}


def test_a_manager_cannot_read_from_their_export_whether_somebody_said_no(kept: World) -> None:
    def told(state: State, **more: Any) -> object:
        change(kept, consents, state=state, named=None, suggested=None, **more)
        found = kept.database.read_now(exporting.kept_about, WORKSPACE, OWNER.user)
        return found.own["consents"]

    assert told(State.NO, answered_at=kept.now) == told(State.TIME_UP, answered_at=None)


async def test_open_promises_and_unanswered_obstacles_stay_however_old(kept: World) -> None:
    change(kept, promises, closed_at=None, state="open")
    change(kept, obstacles, answered_at=None, state="open")
    kept.clock.advance(days=800)
    await Retention(kept.house).let_go()
    assert (len(rows(kept, promises)), len(rows(kept, obstacles))) == (1, 1)
    change(kept, promises, closed_at=kept.now, state="kept")
    kept.clock.advance(days=370)
    await Retention(kept.house).let_go()
    assert (len(rows(kept, promises)), len(rows(kept, obstacles))) == (0, 1)


def test_the_page_of_an_export_tells_a_call_in_words(kept: World) -> None:
    for who, part in ((OWNER, "own"), (BEN, "naming_you")):
        found = kept.database.read_now(exporting.kept_about, WORKSPACE, who.user)
        told = as_told(found, who, kept.now)
        page = page_of({**told, part: {"rides": told[part]["rides"]}})
        assert "<dt>Did it help</dt><dd>Partly</dd>" in page
        assert "Own words" in page


def test_of_a_managers_own_lists_somebody_reads_only_that_they_are_named(kept: World) -> None:
    found = kept.database.read_now(exporting.kept_about, WORKSPACE, BEN.user)
    lists = {
        "promises": {"id", "person", "manager"},
        "experiments": {"id", "owner", "manager"},
        "gaps": {"id", "expert", "manager"},
        "contacts": {"person", "manager"},
    }
    for table, columns in lists.items():
        assert [row.keys() for row in found.naming[table]] == [columns]
