"""A year of a company: everybody lives, the bot walks, and what was seen is written down."""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from bot.storage import companies
from habits.catalogue import Catalogue
from habits.company import Company as Set
from tests.bot.databases import sqlite_template
from tests.bot.fakes import FakeClock
from tests.simulator.diary import Diary
from tests.simulator.inline import simulated
from tests.simulator.life import Agenda, Life
from tests.simulator.missing import Turns, Watched
from tests.simulator.people import COMPANIES, Manager
from tests.simulator.screen import Log, Seen
from tests.simulator.town import Town

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
_A_SECOND = timedelta(seconds=1)


@dataclass
class Year:
    """What happened. `watched` is how much came to each, as the store said at each stop."""

    begin: datetime
    end: datetime
    managers: list[Manager]
    diaries: list[Diary]
    log: Log
    decisions: dict[str, dict[str, Any]]
    watched: dict[str, Watched]
    stops: int
    homes_seen: int
    seconds: float


Progress = Callable[[datetime, int], None]


@contextmanager
def scratch() -> Generator[Path]:
    """A database with the schema, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="trust-habits-simulator-") as folder:
        yield sqlite_template(Path(folder))


async def live(
    path: Path,
    catalogue: Catalogue,
    managers: list[Manager],
    seed: int,
    weeks: int,
    progress: Progress | None = None,
) -> Year:
    """Let them live for so many weeks; `path` is a database with the schema and no rows."""
    clock = FakeClock(BEGIN)
    with simulated(clock, seed):
        town = Town(path, catalogue, clock)
        try:
            return await _Walk(town, managers, seed).until(BEGIN + timedelta(weeks=weeks), progress)
        finally:
            town.close()


class _Walk:
    def __init__(self, town: Town, managers: list[Manager], seed: int) -> None:
        self._town = town
        self._agenda = Agenda()
        self._managers = managers
        self._lives = {
            user: Life(town, self._agenda, manager, user, BEGIN, seed)
            for user, manager in ((f"U0M{number:03d}", one) for number, one in enumerate(managers))
        }
        self._read = 0
        self._watched: dict[str, Watched] = defaultdict(lambda: Watched([], [], []))
        for workspace, company in COMPANIES.items():
            town.database.write_now(_set, workspace, company, BEGIN)

    async def until(self, end: datetime, progress: Progress | None) -> Year:
        town, began, stops = self._town, time.perf_counter(), 0
        while True:
            stops += 1
            await self._agenda.do_what_is_due(town.now)
            due = await town.planning.next_due()
            if due is None or due <= town.now:
                due = await town.settle()
            await town.tidy()
            self._look_at_doses()
            await self._show_messages()
            if town.now >= end:
                break
            soon = town.now + _A_SECOND
            wanted = (end, due, self._agenda.next_at)
            town.clock.move_to(max(soon, min(one for one in wanted if one is not None)))
            if progress is not None:
                progress(town.now, len(town.log.seen))
        return Year(
            begin=BEGIN,
            end=end,
            managers=self._managers,
            diaries=[life.diary for life in self._lives.values()],
            log=town.log,
            decisions=town.database.read_now(_decisions),
            watched=self._watched,
            stops=stops,
            homes_seen=town.homes_seen,
            seconds=time.perf_counter() - began,
        )

    async def _show_messages(self) -> None:
        fresh = self._town.log.seen[self._read :]
        self._read += len(fresh)
        for seen in fresh:
            await self._show(seen)

    async def _show(self, seen: Seen) -> None:
        user, _, rep = seen.recipient.partition("R")
        if (life := self._lives.get(user)) is not None:
            if rep:
                await life.rep_reads(seen)
            else:
                life.reads(seen)
        elif (author := self._lives.get(f"U{user[1:]}")) is not None:
            author.team_reads(seen)

    def _look_at_doses(self) -> None:
        for user, *dose in self._town.database.read_now(_doses):
            watched = self._watched[user]
            seen = (watched.eased, watched.turns, watched.reviews)
            for changes, now in zip(seen, dose, strict=True):
                if not changes or changes[-1][1] != now:
                    changes.append((self._town.now, now))


def _set(connection: Connection, workspace: str, company: Any, now: datetime) -> None:
    chosen = Set(
        most_a_week=company.most_a_week, year_begins=company.year_begins, days=company.days
    )
    companies.save(connection, workspace, chosen, now)


_DOSES = (
    "SELECT user, eased_at, prompt_turns, reviewed_week, (SELECT max(every) FROM active_habits"
    " WHERE manager = managers.id AND until IS NULL) FROM managers"
)


def _doses(connection: Connection) -> list[tuple[Any, ...]]:
    found = connection.exec_driver_sql(_DOSES)
    return [
        (user, _instant(eased), _turns(turns), (week, every))
        for user, eased, turns, week, every in found
    ]


@cache
def _instant(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored).replace(tzinfo=UTC)


@cache
def _turns(stored: str | None) -> Turns:
    turns = json.loads(stored or "[]") or []
    return tuple((every, date.fromisoformat(day) if day else None) for every, day in turns)


def _decisions(connection: Connection) -> dict[str, dict[str, Any]]:
    found = connection.execute(text("SELECT prompt, record FROM decisions"))
    return {row.prompt: json.loads(row.record) for row in found}
