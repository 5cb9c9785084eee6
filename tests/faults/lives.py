"""A bot that dies and comes back: its playground, its database, and the judge of what was seen."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from sqlalchemy import Connection, update

from bot.app import open_database
from bot.playground.server import Running
from bot.services.standing import Standing, standing_now
from bot.storage import Database, active_habits, managers, outgoing, people, workspaces
from bot.storage.managers import Preferences
from bot.storage.outgoing import OutgoingRecord, State
from bot.storage.people import PersonRecord
from bot.storage.tables import workspaces as workspaces_table
from config.settings import read_settings
from habits.people import MONDAY_TO_FRIDAY, Hours, Rhythm
from tests.warm import warm

JSON = dict[str, Any]
ROOT = Path(__file__).parents[2]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
WORKSPACE = "T0PLAY"
BOT_USER = "U0TRUST"
REPS = ("U0BEN", "U0AISHA", "U0DIEGO", "U0LENA", "U0TOMAS", "U0PRIYA")
"""People of the playground, in zones from London to Berlin; here they are managers."""

ENDED = (State.WITHDRAWN, State.EXPIRED, State.FAILED, State.UNKNOWN)

# Machine time made short: a lease outlives its owner by a second.
HASTE = {
    "TRUST_LEASE_SECONDS": "1.0",
    "TRUST_HTTP_TIMEOUT_SECONDS": "0.5",
    "TRUST_SETTLE_SECONDS": "0.05",
    "TRUST_MARGIN_SECONDS": "0.15",
}
WITHIN_SECONDS = 20.0


def next_tuesday() -> datetime:
    """Midnight, in Stockholm, of the first Tuesday at least two days from the real today."""
    day = datetime.now(STOCKHOLM).date() + timedelta(days=2)
    while day.weekday() != 1:
        day += timedelta(days=1)
    return datetime.combine(day, time(), STOCKHOLM)


def environment(url: str, folder: Path) -> dict[str, str]:
    """The settings of a bot beside the playground at `url`, with its database in `folder`."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-playground",
        "SLACK_APP_TOKEN": "xapp-playground",
        "SLACK_API_URL": f"{url}/api/",
        "TRUST_CLOCK_URL": url,
        "TRUST_DATABASE_URL": f"sqlite:///{folder}/trust.db",
        "TRUST_HEALTH_PORT": "0",
        **HASTE,
    }


def add_managers(connection: Connection, zones: Mapping[str, str], started: datetime) -> None:
    """Make these people (user -> zone) managers who have a habit and the usual times."""
    chosen = Preferences(MONDAY_TO_FRIDAY, Hours(), None, Rhythm())
    workspaces.add_workspace(connection, WORKSPACE, started)
    for user, zone in zones.items():
        person = PersonRecord(WORKSPACE, user, zone, deleted=False, refreshed_at=started)
        people.save(connection, person)
        manager = managers.start(connection, WORKSPACE, user, chosen, started)
        active_habits.work_on(connection, manager, "share_why", None, started)


class Life:
    """A running bot. `ended` holds its wait status."""

    def __init__(self, pid: int, ended: "asyncio.Future[int]") -> None:
        self.pid = pid
        self.ended = ended

    async def kill(self) -> None:
        if not self.ended.done():
            os.kill(self.pid, signal.SIGKILL)
        await self.ended

    async def died(self, poke: Callable[[], None]) -> None:
        """Wait until it was killed from within, waking it now and then: a lease may have to end
        before it comes to the point."""
        async with asyncio.timeout(WITHIN_SECONDS):
            while not self.ended.done():
                poke()
                await asyncio.wait({self.ended}, timeout=0.2)
        status = self.ended.result()
        assert os.WIFSIGNALED(status), f"it ended by itself, with status {status}"
        assert os.WTERMSIG(status) == signal.SIGKILL


class Forks:
    """The server that forks bots. Its words are read while a test's event loop runs."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forks"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._heard = b""
        self._born: deque[asyncio.Future[int]] = deque()
        self._ended: dict[int, asyncio.Future[int]] = {}

    def listen(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.add_reader(self._words(), self._read)

    def stop_listening(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.remove_reader(self._words())

    async def start(self, settings: Mapping[str, str], log: Path, broken: str) -> Life:
        loop = asyncio.get_running_loop()
        born = loop.create_future()
        self._born.append(born)
        wish = {"settings": dict(settings), "log": str(log), "broken": broken}
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(wish).encode() + b"\n")
        async with asyncio.timeout(WITHIN_SECONDS):
            pid = await born
        return Life(pid, self._ended[pid])

    def close(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(10)
        self._server.stdout.close()

    def _words(self) -> int:
        assert self._server.stdout is not None
        return self._server.stdout.fileno()

    def _read(self) -> None:
        *lines, self._heard = (self._heard + os.read(self._words(), 65536)).split(b"\n")
        for line in lines:
            match json.loads(line):
                case {"pid": pid}:
                    born = self._born.popleft()
                    self._ended[pid] = born.get_loop().create_future()
                    born.set_result(pid)
                case {"ended": pid, "status": status}:
                    self._ended.pop(pid).set_result(status)


@dataclass
class Town:
    """A playground with managers, a database, and a bot that may die."""

    running: Running
    http: aiohttp.ClientSession
    forks: Forks
    folder: Path
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    lives: list[Life] = field(default_factory=list[Life])

    def __post_init__(self) -> None:
        self.environment = {**environment(self.running.url, self.folder), **self.more}
        self.database: Database = warm(open_database(read_settings(self.environment)))

    # --- time -------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.running.playground.clock.now()

    @property
    def tuesday(self) -> datetime:
        return next_tuesday()

    def jump_to(self, moment: datetime) -> None:
        """Move the clock while no bot is there to follow."""
        self.running.playground.clock.move_to(moment.astimezone(UTC))

    async def walk_to(self, moment: datetime) -> None:
        await self.post("clock", to=moment.astimezone(UTC).isoformat())

    async def post(self, call: str, **body: Any) -> JSON:
        async with self.http.post(f"{self.running.url}/_control/{call}", json=body) as answer:
            told: JSON = await answer.json()
        assert told.get("ok"), told
        return told

    # --- the bot ----------------------------------------------------------------------------

    async def live(self, failpoint: str = "", *, broken: str = "") -> Life:
        """Start a bot and have it look at the clock once it follows."""
        settings = {**self.environment, "TRUST_FAILPOINT": failpoint}
        life = await self.forks.start(settings, self.folder / "bot.log", broken)
        self.lives.append(life)
        followers = self.running.playground.followers
        async with asyncio.timeout(WITHIN_SECONDS):
            while not followers.live() and not life.ended.done():
                await followers._reported.wait(1.0)
        followers.poke()
        return life

    async def dies_at(self, failpoint: str, *, broken: str = "") -> None:
        life = await self.live(failpoint, broken=broken)
        await life.died(self.running.playground.followers.poke)

    def leases_end(self) -> None:
        """As if the second had passed for which a dead bot still holds its workspace: a short
        life of its successor may be over before that."""
        self.database.write_now(
            lambda c: c.execute(update(workspaces_table).values(lease_until=None))
        )

    async def calm(self) -> None:
        """Let seconds pass until nothing that is due waits and nothing is on its way."""
        async with asyncio.timeout(WITHIN_SECONDS):
            while True:
                await self.post("clock", advance_seconds=1)
                if not any(self._is_under_way(row) for row in self.rows()):
                    return

    def _is_under_way(self, row: OutgoingRecord) -> bool:
        due = max(row.due_at, row.not_before or row.due_at)
        return row.state is State.SENDING or (row.state is State.PLANNED and due <= self.now)

    # --- the store --------------------------------------------------------------------------

    def seed(self, users: Sequence[str], started: datetime) -> None:
        """Make these people managers who have a habit and the usual times."""
        known = self.running.playground.workspace.people
        zones = {user: known[user].tz if user in known else STOCKHOLM.key for user in users}
        self.database.write_now(add_managers, zones, started)

    def rows(self) -> list[OutgoingRecord]:
        def ask(connection: Connection) -> list[OutgoingRecord]:
            everybody = managers.every_active(connection)
            long_ago = self.tuesday.date() - timedelta(days=60)
            return [
                row
                for one in everybody
                for row in outgoing.of_manager(connection, one.id, long_ago)
            ]

        return self.database.read_now(ask)

    def standing(self) -> Standing:
        return self.database.read_now(standing_now, self.now)

    # --- what people see --------------------------------------------------------------------

    def seen(self) -> list[JSON]:
        """The bot's own messages that are visible."""
        return [
            one
            for one in self.running.playground.workspace.log()
            if one["user"] == BOT_USER and not one["deleted"] and "ephemeral_to" not in one
        ]

    async def end(self) -> None:
        for life in self.lives:
            await life.kill()
        self.database.close()


@dataclass(frozen=True)
class Verdict:
    """Users who missed a message without a word, who got one twice, and who may have missed
    one: the bot says of these that it does not know."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unsure: tuple[str, ...] = ()


def judge(town: Town, expected: Mapping[str, int]) -> Verdict:
    """Compare what should have come with what is visible; rows are only asked for excuses."""
    rows = town.rows()
    seen = Counter(one["channel"] for one in town.seen())
    markers = Counter(marker for one in town.seen() for marker in markers_of(one))
    lost, doubled, unsure = [], [], []
    for user, count in expected.items():
        ended = [row for row in rows if row.recipient == user and row.state in ENDED]
        assert all(row.reason for row in ended), "a row ended without a reason"
        visible = seen[f"D{user[1:]}"]
        if visible > count:
            doubled.append(user)
        elif visible + len(ended) < count:
            lost.append(user)
        elif visible < count and any(row.state is State.UNKNOWN for row in ended):
            unsure.append(user)
    twice = {marker for marker, times in markers.items() if times > 1}
    doubled += [row.recipient for row in rows if row.id in twice and row.recipient not in doubled]
    return Verdict(tuple(lost), tuple(doubled), tuple(unsure))


def markers_of(message: JSON) -> list[str]:
    ids = [str(block.get("block_id", "")) for block in message.get("blocks") or []]
    return [name.removeprefix("row.") for name in ids if name.startswith("row.")]
