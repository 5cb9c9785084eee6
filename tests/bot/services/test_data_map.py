"""What docs/privacy.md says of each column is what happens in exports, on erase and with age."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from bot.services.erasing import erase_person
from bot.services.exporting import export_of
from bot.services.reps import Reps
from bot.services.retention import Retention, year_before
from bot.services.who import Who
from bot.storage import invitations, people
from bot.storage.outgoing import Kind
from bot.storage.tables import inbound, metadata
from tests.bot.data_map import Rule, rules
from tests.bot.fakes import FakePerson
from tests.bot.full import SHARED, fill, fill_many
from tests.bot.team import AMY, BEN
from tests.bot.world import MATE, OUTSIDER, OWNER, WORKSPACE, World

RULES = {place: found[0] for place, found in rules().items()}
NAMES = {OWNER.user: "Olga Owner", MATE.user: "Mika Mate", BEN.user: "Ben", AMY.user: "Amy"}
OF_A_MANAGER = [name for name in metadata.tables if "manager" in metadata.tables[name].c]
Rows = dict[str, list[dict[str, Any]]]


def of_table(name: str) -> dict[str, Rule]:
    return {column: rule for (table, column), rule in RULES.items() if table == name}


def all_rows(world: World) -> Rows:
    """The whole database, what is encrypted in the clear."""

    def read(connection: Connection) -> Rows:
        return {
            name: [
                dict(row)
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for name, table in metadata.tables.items()
        }

    return world.database.read_now(read)


@pytest.fixture
def full(world: World) -> World:
    """Two managers of whom everything is kept, each with a rep."""
    for user, name in NAMES.items():
        known = people.PersonRecord(
            WORKSPACE, user, "Europe/Stockholm", deleted=False, refreshed_at=world.now, name=name
        )
        world.database.write_now(people.save, known)
        world.directory.known[user] = FakePerson(user)

    def write(connection: Connection) -> None:
        for who, rep in ((OWNER, BEN), (MATE, AMY)):
            fill(connection, world.manager(who).id, rep.user, world.now)
            for user in (who.user, rep.user):
                row = {"workspace": WORKSPACE, "key": f"click:{user}:1", "at": world.now}
                connection.execute(insert(inbound).values(**row))
        invitations.add(connection, WORKSPACE, [OWNER.user, MATE.user], world.now)

    world.database.write_now(write)
    return world


# --- the table and the schema -----------------------------------------------------------------


def test_every_column_of_every_table_has_one_rule_and_no_rule_is_left_over() -> None:
    columns = {(table, column.name) for table, of in metadata.tables.items() for column in of.c}
    assert columns - rules().keys() == set(), "a column without a rule in docs/privacy.md"
    assert rules().keys() - columns == set(), "a rule in docs/privacy.md without a column"
    assert [place for place, found in rules().items() if len(found) > 1] == []


def test_every_rule_is_one_of_those_that_are_explained() -> None:
    for place, rule in RULES.items():
        assert rule.export in ("own", "by name", "no"), place
        assert rule.rep_export in ("own", "by name", "no", None), place
        assert rule.erase in ("row goes", "stays"), place
        assert rule.rep_erase in ("row goes", "cut", "changes", "stays", None), place
        assert rule.until, place


def test_no_row_goes_for_one_of_its_columns_alone() -> None:
    for table in metadata.tables:
        found = of_table(table).values()
        assert len({rule.erase for rule in found}) == 1, table
        goes = {rule.rep_erase == "row goes" for rule in found}
        assert len(goes) == 1, table


# --- export -----------------------------------------------------------------------------------


def exported(world: World, who: Who) -> dict[str, Any]:
    made = world.database.read_now(export_of, who, world.now)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made.body)) as folder:
        assert folder.namelist() == ["data.json", "page.html"]
        page = folder.read("page.html").decode()
        told = json.loads(folder.read("data.json"))
    assert "<script" not in page
    assert "http" not in page
    return told


def test_a_managers_export_holds_what_the_table_says(full: World) -> None:
    told = exported(full, OWNER)["own"]
    manager = full.manager().id
    before = all_rows(full)
    told_of = [
        name for name in OF_A_MANAGER if {r.export for r in of_table(name).values()} != {"no"}
    ]
    own: dict[str, Any] = dict.fromkeys(told_of, ("manager", manager))
    own |= dict.fromkeys(("managers", "people", "invitations"), ("user", OWNER.user))
    own["inbound"] = ("key", f"click:{OWNER.user}:1")
    assert told.keys() == own.keys()
    for name, (column, value) in own.items():
        stored = [one for one in before[name] if one[column] == value]
        if "workspace" in metadata.tables[name].c:
            stored = [one for one in stored if one["workspace"] == WORKSPACE]
        assert len(told[name]) == len(stored), name
        for shown, kept in zip(told[name], stored, strict=True):
            _as_the_table_says(name, {c: r.export for c, r in of_table(name).items()}, shown, kept)


def test_a_reps_export_holds_what_the_table_says(full: World) -> None:
    told = exported(full, BEN)
    named = {
        "roster": "user", "one_on_ones": "rep", "pair_notes": "rep", "questions": "asker",
        "requests": "requester", "outgoing": "recipient", "posts": "author", "consents": "person",
        "stories": "owner", "nominations": "story", "lunch_stories": "story", "rides": "rep",
        "obstacles": "rep", "promises": "person", "admissions": "recipient",
        "experiments": "owner", "gaps": "expert", "contacts": "person",
    }  # fmt: skip
    assert told["own"].keys() == {"people", "inbound"}
    assert told["naming_you"].keys() == named.keys()
    before = all_rows(full)
    his = (BEN.user, *story_ids(before, BEN.user))
    for name, column in named.items():
        [kept] = [one for one in before[name] if one[column] in his]
        [shown] = told["naming_you"][name]
        wanted = {c: r.rep_export or "no" for c, r in of_table(name).items()}
        _as_the_table_says(name, wanted, shown, kept)
    with_a_rep = {
        table for (table, _), rule in RULES.items() if rule.rep_export not in (None, "no")
    }
    assert with_a_rep == {*named, "people", "inbound"}


def _as_the_table_says(
    name: str, wanted: dict[str, str], shown: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert shown.keys() == {column for column, how in wanted.items() if how != "no"}, name
    for column, value in shown.items():
        if wanted[column] == "by name":
            assert value in {*NAMES.values(), OWNER.user}, (name, column)
        elif isinstance(kept[column], str | int | float | bool):
            with_a_rep = name == "outgoing" and column in ("channel", "reason") and value is None
            assert value == kept[column] or with_a_rep, (name, column)
        else:
            assert (value is None) == (kept[column] is None), (name, column)


@pytest.mark.parametrize("who", [OWNER, BEN])
def test_nobody_elses_id_stands_in_an_export(full: World, who: Who) -> None:
    told = json.dumps(exported(full, who))
    others = {*NAMES, OUTSIDER.user} - {who.user}
    assert [user for user in others if user in told] == []


def test_of_other_managers_nothing_is_in_an_export(full: World) -> None:
    for who in (OWNER, BEN):
        told = json.dumps(exported(full, who))
        assert full.manager(MATE).id not in told
        assert NAMES[AMY.user] not in told


def test_nothing_is_made_for_somebody_of_whom_nothing_is_kept(full: World) -> None:
    assert full.database.read_now(export_of, Who(WORKSPACE, "U0NOBODY"), full.now) is None


def test_instants_are_utc_and_the_page_shows_words_as_they_were_written(full: World) -> None:
    typed = "<script>alert(1)</script> & 'so'"
    notes = metadata.tables["notes"]
    full.database.write_now(lambda c: c.execute(notes.update().values(body=typed)))
    made = full.database.read_now(export_of, OWNER, full.now)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made.body)) as folder:
        page = folder.read("page.html").decode()
        told = json.loads(folder.read("data.json"))
    [note] = told["own"]["notes"]
    assert (note["body"], note["at"]) == (typed, "2026-03-01T12:00:00Z")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x27;so&#x27;" in page
    assert "<script" not in page


# --- erase ------------------------------------------------------------------------------------


async def test_what_a_manager_erases_goes_as_the_table_says_and_nothing_else(full: World) -> None:
    manager, before = full.manager().id, all_rows(full)
    await full.preferences.leave(OWNER, erase=True)
    after = all_rows(full)
    own_posts = {one["id"] for one in before["posts"] if one["manager"] == manager}
    for name in metadata.tables:
        goes = {rule.erase for rule in of_table(name).values()} == {"row goes"}

        def theirs(row: dict[str, Any]) -> bool:
            users = {row.get("user"), *str(row.get("key", "")).split(":")}
            here = row.get("workspace", WORKSPACE) == WORKSPACE
            own = row.get("manager") == manager or row.get("post") in own_posts
            # Ben stands in no list any more, so he is forgotten as well.
            return own or (here and bool(users & {OWNER.user}) and "manager" not in row)

        expected = [row for row in before[name] if not (goes and theirs(row))]
        if name == "people":
            expected = [row for row in expected if row["user"] != BEN.user]
        assert after[name] == expected, name


async def test_what_a_rep_erases_goes_as_the_table_says_and_nothing_else(full: World) -> None:
    before = all_rows(full)
    await Reps(full.house).erase(BEN, f"click:{BEN.user}:2")
    after = all_rows(full)
    stories = set(story_ids(before, BEN.user))
    put_up = {row["id"] for row in before["nominations"] if row["story"] in stories}
    for name in metadata.tables:
        if name == "inbound":
            continue  # its key is that of the press
        kept = {key_of(name, row): row for row in after[name]}
        fresh = kept.keys() - {key_of(name, row) for row in before[name]}
        # What was posted with a yes that is taken back goes, and its author hears so.
        assert all(kept[key]["kind"] == Kind.TODAY for key in fresh), name
        for row in before[name]:
            found = kept.get(key_of(name, row))
            of_his = row.get("story") in stories or row.get("nomination") in put_up
            if not (names_ben(row) or of_his):
                assert found == row, name
            else:
                _goes_as_the_table_says(name, row, found)
    pressed = [row["key"] for row in after["inbound"]]
    assert f"click:{BEN.user}:1" not in pressed
    assert f"click:{OWNER.user}:1" in pressed


def key_of(table: str, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in metadata.tables[table].primary_key)


def story_ids(rows: Rows, owner: str) -> list[str]:
    """A story's places elsewhere name nobody; they are about whose story it is."""
    return [row["id"] for row in rows["stories"] if row["owner"] == owner]


def names_ben(row: dict[str, Any]) -> bool:
    return BEN.user in str(row)


def _goes_as_the_table_says(name: str, row: dict[str, Any], found: dict[str, Any] | None) -> None:
    wanted = {column: rule.rep_erase for column, rule in of_table(name).items()}
    if "row goes" in wanted.values():
        assert found is None, name
        return
    assert found is not None, name
    for column, how in wanted.items():
        if how in ("cut", "changes"):
            assert found[column] != row[column] or row[column] is None, (name, column)
            assert BEN.user not in str(found[column]), (name, column)
        else:
            assert found[column] == row[column], (name, column)


def test_after_an_erase_by_the_operator_only_the_mark_that_somebody_left_is_kept(
    full: World,
) -> None:
    for who in (OWNER, BEN):
        full.database.write_now(erase_person, full.house, who, full.now)
    left = {name: [row for row in rows if names(row)] for name, rows in all_rows(full).items()}
    assert {name for name, rows in left.items() if rows} == {"people"}
    assert [row["workspace"] for row in left["people"]] == ["T2"]

    full.database.write_now(erase_person, full.house, AMY, full.now)
    kept = {
        name: rows
        for name, found in all_rows(full).items()
        if (rows := [row for row in found if AMY.user in str(row)])
    }
    assert kept.keys() == {"roster", "outgoing"}
    assert [row["ended"] for row in kept["roster"]] == ["left"]
    assert [row["content"] for row in kept["outgoing"]] == [None]


def names(row: dict[str, Any]) -> bool:
    return OWNER.user in str(row) or BEN.user in str(row)


# --- kept until -------------------------------------------------------------------------------

STAYS = (
    *("week_totals", "focuses", "ratings", "teams", "roster", "one_on_ones", "drafts"),
    "own_lists",
)
"""Sums, the newest of their kind, what nobody ended; drafts have a job of their own."""


async def test_what_is_older_than_its_time_goes_and_the_rest_stays(full: World) -> None:
    long_ago = full.now - timedelta(days=430)

    def write(connection: Connection) -> None:
        for table in reversed(metadata.sorted_tables):
            if table.name not in SHARED:
                connection.execute(table.delete())
        fill(connection, full.manager().id, BEN.user, long_ago, long_ago.date())
        fill(connection, full.manager(MATE).id, AMY.user, full.now, full.now.date())

    full.database.write_now(write)
    before = all_rows(full)
    await Retention(full.house).let_go()
    after = all_rows(full)
    manager = full.manager().id
    for name in OF_A_MANAGER:
        until = {rule.until for rule in of_table(name).values()}
        stays = name in STAYS
        mine = [row for row in after[name] if row["manager"] == manager]
        assert bool(mine) == stays, (name, until)
        others = [row for row in before[name] if row["manager"] != manager]
        assert [row for row in after[name] if row["manager"] != manager] == others, name
        if not stays:
            assert any("12 months" in said for said in until), name


async def test_practices_become_sums_by_week_and_none_is_counted_twice(full: World) -> None:
    manager = full.manager().id
    long_ago = year_before(full.now).date() - timedelta(days=30)

    def write(connection: Connection) -> None:
        fill_many(connection, WORKSPACE, manager, BEN.user, 1000, long_ago)

    full.database.write_now(write)
    for _ in range(2):
        await Retention(full.house).let_go()
    rows = all_rows(full)
    sums = [row for row in rows["week_totals"] if row["manager"] == manager]
    assert sum(row["times"] for row in sums) == 100 + 1
    assert {row["week"].weekday() for row in sums} == {0}
    assert [row for row in rows["practices"] if row["about_day"] <= long_ago] == []


async def test_who_left_a_year_ago_is_forgotten(full: World) -> None:
    await full.preferences.leave(OWNER, erase=False)
    full.clock.advance(days=360)
    await Retention(full.house).let_go()
    assert await full.preferences.is_known(OWNER)
    full.clock.advance(days=10)
    await Retention(full.house).let_go()
    assert not await full.preferences.is_known(OWNER)
    assert await full.preferences.is_known(MATE)


# --- many rows --------------------------------------------------------------------------------


def test_ten_thousand_rows_are_exported_and_then_erased(full: World) -> None:
    manager = full.manager().id

    def write(connection: Connection) -> None:
        fill_many(connection, WORKSPACE, manager, BEN.user, 10_000, full.now.date())

    full.database.write_now(write)
    assert sum(len(rows) for rows in exported(full, OWNER)["own"].values()) > 10_000
    full.database.write_now(erase_person, full.house, BEN, full.now)
    assert exported(full, BEN)["naming_you"].keys() == {"roster", "outgoing"}
    full.database.write_now(erase_person, full.house, OWNER, full.now)
    assert not any(rows.get(manager) for rows in counted(full).values())


def counted(world: World) -> dict[str, dict[str, int]]:
    """Rows by table and manager."""

    def read(connection: Connection) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for name in OF_A_MANAGER:
            column = metadata.tables[name].c.manager
            rows = connection.execute(select(column, func.count()).group_by(column))
            found[name] = {row[0]: row[1] for row in rows}
        return found

    return world.database.read_now(read)
