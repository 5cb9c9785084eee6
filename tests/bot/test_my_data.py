"""The operator's commands for a person's data: what they write, ask, erase and say."""

import io
import json
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.app import open_database
from bot.cli.my_data import CannotWrite, NotConfirmed, WhichWorkspace, erase, export_person
from bot.storage import Database
from config.settings import Settings, read_settings
from habits.catalogue import Catalogue
from tests.bot.databases import KEY, copy_of
from tests.bot.full import fill
from tests.bot.team import BEN
from tests.bot.world import MATE, OWNER, World

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(template: Path, tmp_path: Path, catalogue: Catalogue) -> Settings:
    """Of a bot whose database holds two managers, one with a rep."""
    database: Database = copy_of(template, tmp_path, haste=True)
    world = World(database, catalogue)
    world.begin()
    database.write_now(fill, world.manager().id, BEN.user, world.now)
    database.close()
    variables = {"TRUST_DATABASE_URL": f"sqlite:///{tmp_path}/trust.db", "TRUST_KEYS": KEY}
    return read_settings(variables, tokens=False)


@pytest.mark.parametrize("before", [None, 0o644])
def test_an_export_is_written_for_the_operator_alone(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], before: int | None
) -> None:
    """Also over a file that others may read."""
    file = tmp_path / "owner.zip"
    if before is not None:
        file.write_bytes(b"old")
        file.chmod(before)
    assert export_person(settings, OWNER.user, OWNER.workspace, file) == 0
    with zipfile.ZipFile(file) as folder:
        told = json.loads(folder.read("data.json"))
    assert (told["user"], len(told["own"]["notes"])) == (OWNER.user, 1)
    assert file.stat().st_mode & 0o077 == 0
    assert capsys.readouterr().out.startswith(f"{file}: ")


def test_an_export_without_a_name_is_told_in_full_and_kept_out_of_the_repository(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export_person(settings, OWNER.user, OWNER.workspace, None) == 0
    [file] = tmp_path.glob("*.zip")
    assert capsys.readouterr().out.startswith(f"{file}: ")
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert any(fnmatch(file.name, pattern) for pattern in ignored)


def test_nothing_is_erased_without_a_yes(
    settings: Settings, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotConfirmed):
        erase(settings, catalogue, OWNER.user, OWNER.workspace, sure=False)
    assert "  notes: 1\n" in capsys.readouterr().out
    database = open_database(settings)
    world = World(database, catalogue)
    assert world.manager(OWNER).is_active
    database.close()


class Terminal(io.StringIO):
    """Somebody types at it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("typed", ["", "no\n"], ids=["the end", "no"])
def test_whoever_ends_the_input_or_says_no_erases_nothing(
    settings: Settings,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert erase(settings, catalogue, OWNER.user, OWNER.workspace, sure=False) == 1
    assert capsys.readouterr().out.endswith("Nothing was erased.\n")


def test_an_erase_says_what_goes_and_what_stays(
    settings: Settings, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase(settings, catalogue, BEN.user, BEN.workspace, sure=True) == 0
    told = capsys.readouterr().out
    assert "  pair_notes: 1 (naming them; goes)\n" in told
    assert "  roster: 1 (naming them; ends, and stays as ended)\n" in told
    assert "they left a team" in told
    assert erase(settings, catalogue, OWNER.user, OWNER.workspace, sure=True) == 0
    capsys.readouterr()
    for who in (OWNER, BEN):
        assert erase(settings, catalogue, who.user, who.workspace, sure=True) == 0
        assert capsys.readouterr().out == f"Nothing is kept about {who.user} in T1.\n"
        assert export_person(settings, who.user, who.workspace, None) == 0
        assert capsys.readouterr().out == f"Nothing is kept about {who.user} in T1.\n"
    database = open_database(settings)
    assert World(database, catalogue).manager(MATE).is_active
    database.close()


def test_of_several_workspaces_one_has_to_be_named(settings: Settings) -> None:
    for given in (None, "T9"):
        with pytest.raises(WhichWorkspace, match="In the database: T1, T2"):
            export_person(settings, OWNER.user, given, None)


def test_a_file_that_cannot_be_written_is_said_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="Choose another with --out"):
        export_person(settings, OWNER.user, OWNER.workspace, tmp_path / "no" / "x.zip")
