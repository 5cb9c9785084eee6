"""The arrows between the packages hold, and a breach of any of them is noticed."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

ARROWS = "bot uses config uses habits, never the other way"
PURE = "habits is pure: no Slack, no SQL, no clock, no network"
INSIDE = "inside bot: edges call services, services call storage"
NO_SLACK = "services, storage and the scheduler do not know Slack"
NO_SQL = "SQL stays in storage"
PROTOCOL = "the playground only speaks Slack's protocol"
PROTECTED = "only the command line starts the playground"


@dataclass(frozen=True)
class Breach:
    """An import that must not be: `module` gets a line importing `imported`."""

    contract: str
    module: str
    imported: str

    def __str__(self) -> str:
        return f"{self.module} -> {self.imported}"


BREACHES = [
    Breach(ARROWS, "habits.errors", "config"),
    Breach(ARROWS, "habits.errors", "bot"),
    Breach(ARROWS, "config", "bot.tasks"),
    *(
        Breach(PURE, "habits.people", library)
        for library in (
            "slack_bolt",
            "slack_sdk",
            "sqlalchemy",
            "alembic",
            "apscheduler",
            "aiohttp",
            "asyncio",
            "yaml",
            "holidays",
        )
    ),
    Breach(INSIDE, "bot.app", "bot.cli"),
    Breach(INSIDE, "bot.listeners", "bot.app"),
    Breach(INSIDE, "bot.listeners", "bot.scheduler"),
    Breach(INSIDE, "bot.scheduler", "bot.health"),
    Breach(INSIDE, "bot.slack", "bot.listeners"),
    Breach(INSIDE, "bot.services", "bot.slack"),
    Breach(INSIDE, "bot.storage", "bot.services"),
    Breach(INSIDE, "bot.tasks", "bot.storage"),
    Breach(INSIDE, "bot.tasks", "bot.failpoints"),
    Breach(NO_SLACK, "bot.services", "slack_sdk"),
    Breach(NO_SLACK, "bot.storage", "slack_sdk"),
    Breach(NO_SLACK, "bot.scheduler", "slack_bolt"),
    Breach(NO_SQL, "bot.listeners", "sqlalchemy"),
    Breach(NO_SQL, "bot.slack", "sqlalchemy"),
    Breach(NO_SQL, "bot.services", "alembic"),
    Breach(NO_SQL, "bot.scheduler", "sqlalchemy"),
    Breach(PROTOCOL, "bot.playground", "bot.app"),
    Breach(PROTOCOL, "bot.playground", "bot.slack"),
    Breach(PROTOCOL, "bot.playground", "config"),
    Breach(PROTOCOL, "bot.playground", "habits.people"),
    Breach(PROTOCOL, "bot.playground", "slack_bolt"),
    Breach(PROTECTED, "bot.app", "bot.playground"),
    Breach(PROTECTED, "bot.services", "bot.playground"),
]


@dataclass(frozen=True)
class Verdict:
    """What import-linter said of each contract, and its whole report."""

    kept: frozenset[str]
    broken: frozenset[str]
    report: str


def lint_imports(folder: Path) -> Verdict:
    run = subprocess.run(  # noqa: S603 -- our own tool on our own copy
        [LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    said = re.findall(r"^(.+) (KEPT|BROKEN)(?: .*)?$", run.stdout, re.MULTILINE)
    verdict = Verdict(
        kept=frozenset(name for name, state in said if state == "KEPT"),
        broken=frozenset(name for name, state in said if state == "BROKEN"),
        report=run.stdout + run.stderr,
    )
    assert (run.returncode == 0) == (bool(said) and not verdict.broken), verdict.report
    return verdict


def contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three packages and the contracts."""
    folder = tmp_path_factory.mktemp("packages")
    for package in ("bot", "config", "habits"):
        ignored = shutil.ignore_patterns("__pycache__", "pages")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def copy(tmp_path: Path, packages: Path) -> Path:
    """The same, free to be spoilt: a file that is written anew is this test's alone."""
    shutil.copytree(packages, tmp_path, copy_function=os.link, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def add_import(copy: Path) -> Callable[[str, str], None]:
    def add(module: str, imported: str) -> None:
        path = copy.joinpath(*module.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        assert path.is_dir() or file.exists(), f"{module} is gone: choose another one here"
        words = file.read_text()
        file.unlink()
        file.write_text(f"{words}\nimport {imported}\n")

    return add


def test_all_contracts_hold(copy: Path) -> None:
    verdict = lint_imports(copy)
    assert verdict.kept == contracts(), verdict.report


def test_every_contract_has_a_breach_that_tries_it() -> None:
    assert {breach.contract for breach in BREACHES} == contracts()


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_a_forbidden_import_breaks_its_contract(
    breach: Breach, copy: Path, add_import: Callable[[str, str], None]
) -> None:
    add_import(breach.module, breach.imported)
    verdict = lint_imports(copy)
    assert breach.contract in verdict.broken, verdict.report
    assert re.search(rf"{breach.module} -> {breach.imported}\b", verdict.report), verdict.report


def test_a_new_module_in_bot_must_be_given_its_place(copy: Path) -> None:
    (copy / "bot" / "attic.py").write_text('"""A room that nobody planned."""\n')
    verdict = lint_imports(copy)
    assert INSIDE in verdict.broken
    assert "bot.attic" in verdict.report
