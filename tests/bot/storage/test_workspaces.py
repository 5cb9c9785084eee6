"""Who may send for a workspace, and how fast."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.storage import Database, workspaces
from bot.storage.outgoing import State
from bot.storage.tables import workspaces as table
from bot.storage.types import new_key
from tests.bot.databases import KEY, copy_of
from tests.bot.storage.conftest import LEASE, NOON, PACE, Rows
from tests.bot.world import WORKSPACE

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def lease_ends(database: Database) -> None:
    database.write_now(lambda c: c.execute(update(table).values(lease_until=LONG_AGO)))


def test_a_workspace_that_is_known_stays_as_it_is(database: Database) -> None:
    database.write_now(workspaces.add_workspace, WORKSPACE, NOON)
    database.write_now(workspaces.block, WORKSPACE, NOON + timedelta(hours=1))
    database.write_now(workspaces.add_workspace, WORKSPACE, NOON + timedelta(days=1))
    assert database.write_now(workspaces.tokens, WORKSPACE, NOON, PACE) == 0


def test_only_a_workspace_with_something_to_do_is_leased(rows: Rows) -> None:
    assert rows.lease("one") == []
    row = rows.add(due_at=NOON + timedelta(seconds=1))
    assert rows.lease("one") == []
    assert rows.lease("one", NOON + timedelta(seconds=1)) == [WORKSPACE]
    rows.change(row, not_before=NOON + timedelta(minutes=1))
    assert rows.lease("one", NOON + timedelta(seconds=59)) == []
    assert rows.lease("one", NOON + timedelta(seconds=60)) == [WORKSPACE]


@pytest.mark.parametrize("state", [s for s in State if s not in (State.PLANNED, State.SENDING)])
def test_what_has_ended_is_nothing_to_do(rows: Rows, state: State) -> None:
    rows.change(rows.add(), state=state)
    assert rows.lease("one") == []


def test_a_row_whose_sender_is_gone_is_something_to_do(rows: Rows) -> None:
    row = rows.change(rows.add(), state=State.SENDING, lease_until=datetime(2100, 1, 1, tzinfo=UTC))
    assert rows.lease("one") == []
    rows.change(row, lease_until=LONG_AGO)
    assert rows.lease("one") == [WORKSPACE]


def test_a_lease_keeps_others_out_until_it_ends(rows: Rows) -> None:
    rows.add()
    assert rows.lease("one") == [WORKSPACE]
    assert rows.lease("two") == []
    assert rows.lease("one") == [WORKSPACE]
    lease_ends(rows.database)
    assert rows.lease("two") == [WORKSPACE]
    assert not rows.database.write_now(workspaces.extend, WORKSPACE, "one", LEASE)
    assert rows.database.write_now(workspaces.extend, WORKSPACE, "two", LEASE)


def test_a_lease_is_given_back_only_by_its_owner(rows: Rows) -> None:
    rows.add()
    rows.lease("one")
    rows.database.write_now(workspaces.release, WORKSPACE, "two")
    assert rows.lease("two") == []
    rows.database.write_now(workspaces.release, WORKSPACE, "one")
    assert rows.lease("two") == [WORKSPACE]


def test_a_workspace_that_slack_asked_to_wait_is_left_alone(rows: Rows) -> None:
    rows.add()
    rows.database.write_now(workspaces.block, WORKSPACE, NOON + timedelta(seconds=30))
    assert rows.lease("one", NOON + timedelta(seconds=29)) == []
    assert rows.lease("one", NOON + timedelta(seconds=30)) == [WORKSPACE]


def test_two_who_want_a_workspace_at_once_never_both_get_it(rows: Rows) -> None:
    rows.add()
    for _ in range(15):
        start, got = threading.Barrier(3), {}

        def ask(owner: str, start: threading.Barrier, got: dict[str, list[str]]) -> None:
            start.wait()
            got[owner] = rows.lease(owner)

        asking = [
            threading.Thread(target=ask, args=(owner, start, got)) for owner in ("a", "b", "c")
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert sorted(got.values()) == [[], [], [WORKSPACE]]
        lease_ends(rows.database)


# --- pace -----------------------------------------------------------------------------------


def tokens(rows: Rows, after: float) -> int:
    at = NOON + timedelta(seconds=after)
    return rows.database.write_now(workspaces.tokens, WORKSPACE, at, PACE)


def test_the_bucket_fills_at_the_pace_and_holds_no_more_than_a_burst(rows: Rows) -> None:
    assert tokens(rows, 0) == 20
    rows.database.write_now(workspaces.spend, WORKSPACE, 20)
    assert tokens(rows, 0) == 0
    assert tokens(rows, 0.3) == 0
    assert tokens(rows, 1.01) == 3
    assert tokens(rows, 5.01) == 15
    assert tokens(rows, 3600) == 20


def test_a_fraction_is_kept_for_the_next_time(rows: Rows) -> None:
    tokens(rows, 0)
    rows.database.write_now(workspaces.spend, WORKSPACE, 20)
    for tenth in range(1, 4):
        last = tokens(rows, tenth / 10)
    assert last == 0
    assert tokens(rows, 0.34) == 1


def test_a_clock_set_back_gives_nothing_away(rows: Rows) -> None:
    tokens(rows, 0)
    rows.database.write_now(workspaces.spend, WORKSPACE, 20)
    assert tokens(rows, -3600) == 0


# --- keys -----------------------------------------------------------------------------------


def test_an_empty_database_fits_every_key(template: Path, tmp_path: Path) -> None:
    database = copy_of(template, tmp_path)
    assert database.read_now(workspaces.keys_fit)
    database.close()


def test_keys_that_do_not_read_what_is_stored_are_found_out(template: Path, tmp_path: Path) -> None:
    database = copy_of(template, tmp_path)
    database.write_now(workspaces.add_workspace, WORKSPACE, NOON)
    url = f"sqlite:///{database.path}"
    database.close()
    for keys, fit in (([new_key()], False), ([new_key(), KEY], True), ([KEY], True)):
        other = Database(url, keys)
        assert other.read_now(workspaces.keys_fit) is fit
        other.close()
