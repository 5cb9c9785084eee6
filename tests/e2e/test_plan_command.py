"""The commands that look ahead, look after the database, and look at the habits."""

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from habits.rhythm import Why
from tests.e2e.commands import ROOT, trust_habits
from tests.e2e.slack import JSON, Slack, started

FIELDS = {
    "workspace": str,
    "manager": str,
    "place": str,
    "local_date": str,
    "local_time": str,
    "zone": str,
    "asked_at": str | None,
    "due_at": str | None,
    "status": str,
    "reason": str | None,
}


@pytest.fixture
def database(tmp_path: Path) -> dict[str, str]:
    return {"TRUST_DATABASE_URL": f"sqlite:///{tmp_path}/trust.db"}


def tokens() -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def christmas() -> date:
    """The 20th of December that comes next."""
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    return date(today.year + (today > date(today.year, 12, 18)), 12, 20)


def nothing_in(folder: Path) -> bool:
    return not any(folder.iterdir())


async def plan(database: dict[str, str], *arguments: str) -> list[JSON]:
    ended = await trust_habits("plan", *arguments, "--json", **database)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


# --- plan ---------------------------------------------------------------------------------


async def test_the_plan_tells_when_each_message_comes(
    slack: Slack, database: dict[str, str]
) -> None:
    await started(slack, "U0MAYA", country="SE")
    await started(slack, "U0NOAH", country="US")
    lines = await plan(database, "--days", "30")
    assert {line["manager"] for line in lines} == {"U0MAYA", "U0NOAH"}
    assert len([line for line in lines if line["status"] == "planned"]) >= 16
    for line in lines:
        assert line.keys() == FIELDS.keys()
        assert all(isinstance(line[name], kind) for name, kind in FIELDS.items())
        assert line["workspace"] == "T0PLAY"
        assert line["place"] in ("start", "prompt-1", "check-in")
        if line["status"] == "planned":
            asked, due = (datetime.fromisoformat(line[name]) for name in ("asked_at", "due_at"))
            local = asked.astimezone(ZoneInfo(line["zone"]))
            assert f"{local:%Y-%m-%d %H:%M}" == f"{line['local_date']} {line['local_time']}"
            assert timedelta(minutes=2) <= due - asked <= timedelta(minutes=10)
            assert line["reason"] is None
        else:
            assert line["status"] == "skipped"
            assert line["reason"]
            assert line["asked_at"] is line["due_at"] is None
    assert lines == sorted(lines, key=lambda line: (line["local_date"], line["local_time"]))
    first = date.fromisoformat(lines[0]["local_date"])
    last = date.fromisoformat(lines[-1]["local_date"])
    assert last - first < timedelta(days=30)


async def test_each_day_without_a_message_has_its_reason(
    slack: Slack, database: dict[str, str]
) -> None:
    await started(slack, "U0MAYA", country="SE")
    lines = await plan(database, "--from", christmas().isoformat(), "--days", "366")
    skipped = {line["reason"]: line for line in lines if line["status"] == "skipped"}
    easter = skipped["Easter Monday is a day off"]
    assert easter["place"] == "start"
    assert date.fromisoformat(easter["local_date"]).weekday() == 0
    assert not skipped.keys() & set(Why), "a code is no reason"


async def test_the_plan_as_text_names_day_person_and_reason(
    slack: Slack, database: dict[str, str]
) -> None:
    await started(slack, "U0MAYA", country="SE")
    arguments = ("--from", christmas().isoformat(), "--days", "14")
    ended = await trust_habits("plan", *arguments, **database, COLUMNS="200")
    assert ended.code == 0
    assert "U0MAYA" in ended.out
    assert "check-in" in ended.out
    assert f"{christmas():%b}" in ended.out


async def test_a_plan_of_nobody_says_so_and_where_it_looked(
    database: dict[str, str], tmp_path: Path
) -> None:
    await trust_habits("migrate", **database)
    ended = await trust_habits("plan", "--days", "7", **database)
    assert (ended.code, ended.out) == (
        0,
        f"Database: {tmp_path}/trust.db\nNobody has started yet, so nothing is planned.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--days", "0"), "not a number of days from 1 to 366"),
        (("--days", "x"), "not a number of days from 1 to 366"),
        (("--days", "7", "--from", "24.11.2026"), "not a date like 2026-11-24"),
        ((), "--days"),
    ],
)
async def test_a_plan_for_days_that_cannot_be_is_refused_with_words(
    arguments: tuple[str, ...], words: str
) -> None:
    ended = await trust_habits("plan", *arguments)
    assert ended.code == 2
    assert words in ended.err
    assert "Traceback" not in ended.err


# --- the database -----------------------------------------------------------------------------


async def test_migrate_brings_a_new_database_up_and_then_has_nothing_to_do(
    database: dict[str, str],
) -> None:
    first = await trust_habits("migrate", **database)
    second = await trust_habits("migrate", **database)
    assert (first.code, second.code) == (0, 0)
    assert second.out == first.out.replace(".\n", ", nothing to do.\n")


@pytest.mark.parametrize("command", [("plan", "--days", "7"), ("backup", "copy.db")])
async def test_without_a_database_there_is_nothing_to_read_and_nothing_is_made(
    command: tuple[str, ...], database: dict[str, str], tmp_path: Path
) -> None:
    ended = await trust_habits(*command, **database)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"There is no database at {tmp_path}/trust.db yet. "
        "`trust-habits run` makes it on its first start.\n"
    )
    assert nothing_in(tmp_path)


async def test_check_before_the_first_run_looks_at_the_rest_and_makes_nothing(
    database: dict[str, str], tmp_path: Path
) -> None:
    ended = await trust_habits("check", **database, **tokens())
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "Settings: in order.",
        "Habits: 36.",
        f"Database: none at {tmp_path}/trust.db yet; the first run makes it.",
    ]
    assert nothing_in(tmp_path)


async def test_check_says_what_is_in_order(database: dict[str, str], tmp_path: Path) -> None:
    await trust_habits("migrate", **database)
    ended = await trust_habits("check", **database, **tokens())
    assert (ended.code, ended.err) == (0, "")
    for words in ("Settings: in order.", "Habits: 36.", "Database: schema ", "Key: "):
        assert words in ended.out
    assert f"{tmp_path}/trust.key" in ended.out


async def test_check_refuses_a_key_that_does_not_fit(
    slack: Slack, database: dict[str, str]
) -> None:
    other = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    for command in ("check", "run"):
        ended = await trust_habits(command, **database, **tokens(), TRUST_KEYS=other)
        assert ended.code == 2
        assert "The database was written with another key." in ended.err
        assert other not in ended.err


async def test_a_backup_of_a_running_bot_holds_all_that_was_there(
    slack: Slack, database: dict[str, str], tmp_path: Path
) -> None:
    await started(slack, "U0MAYA")
    target = tmp_path / "backup.db"
    ended = await trust_habits("backup", str(target), **database)
    assert (ended.code, ended.err) == (0, "")
    assert f"{tmp_path}/trust.key" in ended.out
    with closing(sqlite3.connect(target)) as copy:
        [(user,)] = copy.execute('SELECT "user" FROM managers').fetchall()
        assert user == "U0MAYA"
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again = await trust_habits("backup", str(target), **database)
    assert again.code == 2
    assert "Traceback" not in again.err


# --- habits and the manifest --------------------------------------------------------------------


async def test_our_own_habits_are_in_order() -> None:
    ended = await trust_habits("habits", "lint")
    assert (ended.code, ended.out, ended.err) == (0, "36 habits, all in order.\n", "")


async def test_a_folder_of_habits_is_told_what_to_correct(tmp_path: Path) -> None:
    own = (ROOT / "config/habits/share_why.yaml").read_text()
    (tmp_path / "share_why.yaml").write_text(own.replace("theme: 2", "theme: two"))
    ended = await trust_habits("habits", "lint", str(tmp_path))
    assert ended.code == 1
    assert ended.out.startswith("share_why.yaml, line 3, theme: ")
    assert ended.err == "1 thing to correct in 1 file.\n"


async def test_only_files_with_something_to_correct_are_counted(tmp_path: Path) -> None:
    own = (ROOT / "config/habits/share_why.yaml").read_text()
    (tmp_path / "share_why.yaml").write_text(own)
    (tmp_path / "one.yaml").write_text("key: one\n")
    (tmp_path / "two.yml").write_text(own)
    ended = await trust_habits("habits", "lint", str(tmp_path))
    assert ended.err == "2 things to correct in 2 files.\n"


async def test_a_folder_that_is_not_there_has_no_lines_and_no_files(tmp_path: Path) -> None:
    ended = await trust_habits("habits", "lint", str(tmp_path / "nope"))
    assert (ended.code, ended.err) == (1, "")
    assert ended.out == (
        f"{tmp_path}/nope: No such file or directory; "
        "expected a folder with one <key>.yaml for each habit.\n"
    )


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
async def test_a_port_that_cannot_be_is_refused_with_words(port: str) -> None:
    ended = await trust_habits("play", "--no-open", f"--port={port}")
    assert ended.code == 2
    assert f"“{port}” is not a port from 1 to 65535" in ended.err
    assert "Traceback" not in ended.err


async def test_help_keeps_the_capitals_of_names() -> None:
    told = await trust_habits("play", "--help")
    assert "The bot beside a Slack look-alike in your browser." in told.out


async def test_the_manifest_is_printed_as_slack_takes_it() -> None:
    ended = await trust_habits("manifest")
    assert ended.code == 0
    assert yaml.safe_load(ended.out)["features"]["slash_commands"][0]["command"] == "/trust"
