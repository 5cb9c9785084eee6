"""A copy that is sure to open, made while the bot writes."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import Database, inbound, workspaces
from bot.storage.backup import CannotBackUp, back_up
from tests.bot.databases import KEY, copy_of
from tests.bot.fakes import SUNDAY
from tests.bot.world import WORKSPACE


@pytest.fixture
def source(template: Path, tmp_path: Path) -> Iterator[Database]:
    database = copy_of(template, tmp_path)
    database.write_now(workspaces.add_workspace, WORKSPACE, SUNDAY)
    yield database
    database.close()


def rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT count(*) FROM inbound").fetchone()[0]


def test_a_copy_made_while_others_write_is_whole(source: Database, tmp_path: Path) -> None:
    assert source.path is not None
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            source.write_now(inbound.first_time, WORKSPACE, f"key-{n}", SUNDAY)
            n += 1
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(10)
    try:
        sizes = [back_up(source.path, tmp_path / f"copy-{n}.db") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    counts = [rows(tmp_path / f"copy-{n}.db") for n in range(3)]
    assert counts == sorted(counts)
    assert counts[0] > 0
    assert sizes[0] == (tmp_path / "copy-0.db").stat().st_size


def test_a_copy_is_a_database_that_the_bot_opens(source: Database, tmp_path: Path) -> None:
    assert source.path is not None
    back_up(source.path, tmp_path / "copy.db")
    copy = Database(f"sqlite:///{tmp_path}/copy.db", [KEY])
    assert copy.read_now(workspaces.keys_fit)
    copy.close()


def test_a_file_that_is_there_is_never_written_over(source: Database, tmp_path: Path) -> None:
    assert source.path is not None
    kept = tmp_path / "kept.db"
    kept.write_text("precious")
    with pytest.raises(CannotBackUp, match="exists already"):
        back_up(source.path, kept)
    assert kept.read_text() == "precious"


def test_a_copy_of_nothing_or_to_nowhere_is_refused(source: Database, tmp_path: Path) -> None:
    assert source.path is not None
    with pytest.raises(CannotBackUp, match="There is no database"):
        back_up(tmp_path / "none.db", tmp_path / "copy.db")
    with pytest.raises(CannotBackUp, match="There is no folder"):
        back_up(source.path, tmp_path / "none" / "copy.db")


def test_what_is_no_database_leaves_no_copy_behind(tmp_path: Path) -> None:
    source = tmp_path / "source.db"
    source.write_bytes(b"this is not a database, however long it may be" * 100)
    with pytest.raises(CannotBackUp, match="could not be written"):
        back_up(source, tmp_path / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source.db"]


def test_the_rest_of_a_copy_that_was_cut_off_is_no_hindrance(
    source: Database, tmp_path: Path
) -> None:
    assert source.path is not None
    (tmp_path / "copy.db.part").write_text("half")
    back_up(source.path, tmp_path / "copy.db")
    assert rows(tmp_path / "copy.db") == 0
    assert not (tmp_path / "copy.db.part").exists()
