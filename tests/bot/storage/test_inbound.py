"""The same click or event twice has one effect, also when both come at once."""

import threading
from datetime import timedelta

from bot.storage import Database, inbound, workspaces
from tests.bot.fakes import SUNDAY
from tests.bot.world import WORKSPACE


def known(database: Database, key: str, workspace: str = WORKSPACE) -> bool:
    return not database.write_now(inbound.first_time, workspace, key, SUNDAY)


def test_a_key_is_new_once_in_each_workspace(database: Database) -> None:
    for workspace in (WORKSPACE, "T2"):
        database.write_now(workspaces.add_workspace, workspace, SUNDAY)
        assert not known(database, "click", workspace)
        assert known(database, "click", workspace)
        assert not known(database, "another click", workspace)


def test_of_many_that_come_at_once_one_is_the_first(database: Database) -> None:
    database.write_now(workspaces.add_workspace, WORKSPACE, SUNDAY)
    for n in range(10):
        start, first = threading.Barrier(4), []

        def arrive(key: str, start: threading.Barrier, first: list[bool]) -> None:
            start.wait()
            first.append(database.write_now(inbound.first_time, WORKSPACE, key, SUNDAY))

        threads = [
            threading.Thread(target=arrive, args=(f"click-{n}", start, first)) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(first) == [False, False, False, True]


def test_old_keys_are_forgotten_and_newer_ones_kept(database: Database) -> None:
    database.write_now(workspaces.add_workspace, WORKSPACE, SUNDAY)
    database.write_now(inbound.first_time, WORKSPACE, "old", SUNDAY)
    database.write_now(inbound.first_time, WORKSPACE, "new", SUNDAY + timedelta(seconds=1))
    assert database.write_now(inbound.forget, SUNDAY + timedelta(seconds=1)) == 1
    assert known(database, "new")
    assert not known(database, "old")
