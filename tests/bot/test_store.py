"""Opening the store: its key is made once, kept safe, and must read what is there."""

import shutil
import stat
from pathlib import Path

import pytest

from bot.app.store import NoDatabase, WrongKey, key_file, open_database, open_existing
from bot.storage import workspaces
from bot.storage.types import new_key
from config.settings import Settings, read_settings
from tests.bot.fakes import SUNDAY
from tests.bot.world import WORKSPACE


def settings_in(folder: Path, **more: str) -> Settings:
    url = {"TRUST_DATABASE_URL": f"sqlite:///{folder}/trust.db"}
    return read_settings(url | more, tokens=False)


def fill(settings: Settings) -> None:
    database = open_database(settings)
    database.write_now(workspaces.add_workspace, WORKSPACE, SUNDAY)
    database.close()


def test_a_key_is_made_beside_the_database_for_the_owner_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "new")
    fill(settings)
    key = key_file(settings)
    assert key == tmp_path / "new" / "trust.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    fill(settings)
    assert key.read_text() == before
    assert not list((tmp_path / "new").glob("*.part"))


def test_the_rest_of_a_key_that_was_never_finished_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "trust.key.part").touch()
    fill(settings_in(tmp_path))


def test_a_lost_key_is_found_out_at_the_start(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    fill(settings)
    (tmp_path / "trust.key").unlink()
    with pytest.raises(WrongKey, match="Put the old key back"):
        open_database(settings)


def test_whoever_only_looks_makes_neither_a_database_nor_a_key(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "data")
    with pytest.raises(NoDatabase, match=r"no database at .*/data/trust\.db yet"):
        open_existing(settings)
    assert not (tmp_path / "data").exists()
    fill(settings)
    open_existing(settings).close()
    (tmp_path / "data/trust.key").unlink()
    with pytest.raises(WrongKey):
        open_existing(settings)
    assert not (tmp_path / "data/trust.key").exists()


def test_keys_of_the_settings_take_the_place_of_the_file_and_may_be_changed(
    tmp_path: Path,
) -> None:
    old, new = new_key(), new_key()
    fill(settings_in(tmp_path, TRUST_KEYS=old))
    assert not (tmp_path / "trust.key").exists()
    with pytest.raises(WrongKey):
        open_database(settings_in(tmp_path, TRUST_KEYS=new))
    open_database(settings_in(tmp_path, TRUST_KEYS=f"{new},{old}")).close()


def test_a_database_carried_elsewhere_with_its_key_opens(tmp_path: Path) -> None:
    fill(settings_in(tmp_path / "here"))
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    open_database(settings_in(tmp_path / "there")).close()
