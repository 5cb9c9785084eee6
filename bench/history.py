"""A large database: ten million practices of twelve months, and weekly totals before that.

Filled by SQL inside SQLite, with rows in the order of their keys; kept between runs for as long as
the schema stays as it is. Some managers have everything else of three years as well.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.schema import CreateTable

from bench import house
from bench.figures import Bench
from bot.storage import Connection, Database
from bot.storage.outgoing import Kind
from bot.storage.tables import (
    decisions,
    focuses,
    metadata,
    opportunities,
    outgoing,
    prompts,
    ratings,
    strengths,
    week_answers,
)
from bot.storage.types import new_key
from habits.people import Place

WORKSPACE = "T0BENCH"
NOW = datetime(2026, 10, 14, 9, tzinfo=UTC)
HABITS = ("share_why", "coach_11", "listen_first")
EACH = 400
"""Practices of one manager in twelve months: about eight a week."""
_ROWS = 10_000_000
_SPACES = 15
"""Other workspaces; the first one has two managers of five."""
_TOTALS_WEEKS = 104
_LOOKED_AT = 200
_MONDAY = date(2026, 10, 12)
_MESSAGES = (
    (Kind.START, Place.START),
    (Kind.PROMPT, Place.PROMPT),
    (Kind.CHECK_IN, Place.CHECK_IN),
)


@dataclass(frozen=True)
class History:
    """`users` are those of the first workspace who have everything of three years."""

    database: Database
    users: Sequence[str]
    practices: int
    managers: int
    size: int


def history(bench: Bench) -> History:
    """The database: the one of the last run where it still fits, else a new one."""
    people = max(50, int(_ROWS / EACH * bench.scale)) if not bench.quick else 20
    looked_at = min(_LOOKED_AT, people * 2 // 5)
    kept = bench.folder if bench.quick else bench.cache
    path = kept / f"history-{_fingerprint()}-{people}.db"
    if not path.exists():
        for old in kept.glob("history-*"):
            old.unlink()
        _fill(bench, path, people, looked_at)
    key = path.with_suffix(".key").read_text()
    database = Database(f"sqlite:///{path}", [key])
    size = path.stat().st_size
    return History(database, house.users(looked_at), people * EACH, people, size)


def _fingerprint() -> str:
    """Changes with the schema and with this file."""
    tables = "".join(str(CreateTable(table)) for table in metadata.sorted_tables)
    return hashlib.sha256((tables + Path(__file__).read_text()).encode()).hexdigest()[:12]


def _fill(bench: Bench, path: Path, people: int, looked_at: int) -> None:
    partial = bench.folder / "filling.db"
    database = house.fresh(bench.folder, partial.name, key := new_key())
    began = NOW - timedelta(weeks=156)
    [template] = database.write_now(house.started, WORKSPACE, ["U0TEMPLATE"], began)
    database.close()
    with closing(sqlite3.connect(partial, isolation_level=None)) as raw:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("BEGIN")
        _many_people(raw, template, people)
        _many_practices(raw, people)
        raw.execute("COMMIT")
        raw.execute("ANALYZE")
    database = Database(f"sqlite:///{partial}", [key])
    database.write_now(_three_years, looked_at)
    database.close()
    with closing(sqlite3.connect(partial)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.with_suffix(".key").write_text(key)
    partial.rename(path)


def _many_people(raw: sqlite3.Connection, template: str, people: int) -> None:
    """Copies of one manager: `U000000` with the id `m0000000`, and so on."""
    for n in range(1, _SPACES + 1):
        _copied(raw, "workspaces", "id = ?", [WORKSPACE], {"id": f"'T{n:06d}'"})
    place = f"CASE WHEN i % 5 < 2 THEN '{WORKSPACE}' ELSE printf('T%06d', 1 + i % {_SPACES}) END"
    numbers = _numbers(people)
    # In the first workspace they are numbered without gaps.
    user = "printf('U%06d', CASE WHEN i % 5 < 2 THEN i / 5 * 2 + i % 5 ELSE 500000 + i END)"
    copied = {"user": user, "workspace": place}
    _copied(raw, "people", "user = ?", ["U0TEMPLATE"], copied, numbers)
    _copied(raw, "managers", "id = ?", [template], {"id": _manager("i"), **copied}, numbers)
    _copied(
        raw,
        "active_habits",
        "manager = ?",
        [template],
        {
            "id": "printf('a%08d', i)",
            "manager": _manager(f"i / {len(HABITS)}"),
            "habit": _one_of("i"),
        },
        _numbers(people * len(HABITS)),
    )


def _many_practices(raw: sqlite3.Connection, people: int) -> None:
    raw.execute("DROP INDEX ix_practices_manager_about_day")
    raw.execute(
        f"WITH {_numbers(people * EACH)} INSERT INTO practices "
        "(id, manager, habit, about_day, source, source_id, at) "
        f"SELECT printf('p%010d', i), {_manager(f'i / {EACH}')}, {_one_of('i')}, "
        f"date('{NOW:%Y-%m-%d}', ((i % {EACH}) * 364 / {EACH} - 364) || ' days'), 'command', "
        f"printf('s%010d', i), '{NOW:%Y-%m-%d} 09:00:00.000000' FROM numbers"
    )
    raw.execute("CREATE INDEX ix_practices_manager_about_day ON practices (manager, about_day)")
    per_manager = 2 * _TOTALS_WEEKS
    raw.execute(
        f"WITH {_numbers(people * per_manager)} INSERT INTO week_totals "
        "(manager, habit, week, times) "
        f"SELECT {_manager(f'i / {per_manager}')}, "
        f"{_one_of(f'(i % {per_manager}) / {_TOTALS_WEEKS}')}, "
        f"date('{_MONDAY}', ((i % {_TOTALS_WEEKS} - {_TOTALS_WEEKS + 53}) * 7) || ' days'), "
        "1 + i % 4 FROM numbers"
    )


def _copied(
    raw: sqlite3.Connection,
    table: str,
    which: str,
    values: Sequence[str],
    changed: dict[str, str],
    numbers: str = "numbers(i) AS (SELECT 0)",
) -> None:
    """Copies of a row, one for each number, with other values in some columns."""
    names = [column.name for column in metadata.tables[table].columns]
    told = [changed.get(name, f'one."{name}"') for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    raw.execute(
        f"WITH {numbers}, one AS (SELECT * FROM {table} WHERE {which}) "
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(told)} FROM numbers, one",
        values,
    )


def _numbers(count: int) -> str:
    return (
        "RECURSIVE numbers(i) AS "
        f"(SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {count})"
    )


def _manager(number: str) -> str:
    return f"printf('m%07d', {number})"


def _one_of(number: str) -> str:
    cases = " ".join(f"WHEN {n} THEN '{habit}'" for n, habit in enumerate(HABITS))
    return f"CASE ({number}) % {len(HABITS)} {cases} END"


def _three_years(connection: Connection, looked_at: int) -> None:
    """What else three years leave behind, for those of the first workspace who are looked at."""
    made: dict[Any, list[dict[str, Any]]] = {}
    for place in range(looked_at):
        manager = f"m{place // 2 * 5 + place % 2:07d}"
        for weeks_ago in range(156):
            for table, row in _week(manager, f"U{place:06d}", weeks_ago):
                made.setdefault(table, []).append(row)
    for table in (prompts, decisions, outgoing, week_answers, opportunities, focuses, strengths,
                  ratings):  # fmt: skip
        connection.execute(insert(table), made[table])


def _week(manager: str, user: str, weeks_ago: int) -> list[tuple[Any, dict[str, Any]]]:
    week = _MONDAY - timedelta(weeks=weeks_ago)
    at = datetime.combine(week, time(8), UTC)
    habit = HABITS[weeks_ago % len(HABITS)]
    name = f"{manager}-{weeks_ago}"
    own = {"manager": manager, "week": week}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (prompts, {
            "id": name, "workspace": WORKSPACE, "manager": manager, "origin": "scheduled",
            "habit": habit, "wording": f"{habit}/{weeks_ago % 9}", "line": "Tell one why today.",
            "lead": "It is Tuesday.", "with_why": False, "about_day": week, "asked_at": at,
            "closes_at": at + timedelta(days=1), "closed": True, "snoozes": 0,
            "answer": "done", "answered_at": at,
        }),
        (decisions, {"prompt": name, "manager": manager, "decided_at": at, "policy": "bench",
                     "record": {"eligible": [habit] * 9}}),
        (week_answers, {**own, "place": Place.START, "ticks": ["team_meeting"],
                        "answered_at": at}),
        (week_answers, {**own, "place": Place.CHECK_IN, "ticks": [habit], "answered_at": at}),
        (opportunities, {**own, "event": "team_meeting", "happened": 1, "at": at}),
        (focuses, {**own, "habit": habit}),
        (strengths, {**own, "habit": habit, "score": 0.5}),
        (ratings, {**own, "habit": habit, "value": 5, "rated_at": at}),
    ]  # fmt: skip
    for day, (kind, place) in enumerate(_MESSAGES):
        when = at + timedelta(days=2 * day)
        if when < NOW:
            rows.append(
                (outgoing, {
                    "id": f"{name}-{day}", "workspace": WORKSPACE, "key": f"{name}-{day}",
                    "kind": kind, "manager": manager, "recipient": user, "place": place,
                    "local_date": when.date(), "week": week,
                    "prompt": name if kind is Kind.PROMPT else None, "asked_at": when,
                    "due_at": when, "state": "sent", "attempt": 1, "intent_at": when,
                    "intent_attempt": 1, "channel": f"D{user[1:]}", "ts": f"{when.timestamp():.6f}",
                    "sent_at": when, "version": 0, "shown_version": 0,
                })
            )  # fmt: skip
    return rows
