"""A server that forks: lives one life of the bot itself, then starts the others as its children.

What the first one imported and compiled, no child has to.

Reads one JSON object a line from stdin, `{"settings": {...}, "log": path, "broken": name}`, and
writes `{"pid": n}` for it; writes `{"ended": n, "status": s}` when a child is gone. `broken`
names a guard that this life lacks: only so can a test show that the judge would notice.
"""

import asyncio
import json
import os
import select
import signal
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.app import Bot, open_database
from bot.failpoints import reach
from bot.playground import server as playground
from bot.services.delivery import Delivery
from bot.storage import Connection, sending
from bot.storage.outgoing import OutgoingRecord
from config.content import load
from config.logging import configure
from config.settings import Settings, read_settings
from config.wordings import load_texts
from habits import texts
from tests.faults.lives import REPS, STOCKHOLM, add_managers, environment, next_tuesday
from tests.warm import warm

CATALOGUE = load(None)


def plan_again_whatever_was_tried(connection: Connection, workspace: str) -> list[OutgoingRecord]:
    """In place of `sending.recover`: as if no intent had been written."""
    connection.exec_driver_sql(
        "UPDATE outgoing SET state = 'planned', owner = NULL, lease_until = NULL"
        " WHERE state = 'sending'"
    )
    return []


async def ticked_off_first(self: Delivery, ready: list[Any]) -> list[Any]:
    """In place of `Delivery._fenced`: done first, sent afterwards."""

    def tick_off(connection: Connection) -> None:
        for one in ready:
            sending.settle_sent(connection, one.row.id, "D0", "1.0", self._house.clock.now())

    await self._house.database.write(tick_off)
    reach("delivery.fenced")
    return ready


def break_guard(name: str) -> None:
    match name:
        case "intent":
            sending.recover = plan_again_whatever_was_tried
        case "order":
            Delivery._fenced = ticked_off_first  # type: ignore[method-assign]
        case "":
            pass
        case _:
            raise ValueError(name)


def live(settings: Settings, log: Path, broken: str) -> int:
    """One life of the bot, in the child."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    configure("INFO", "text")
    break_guard(broken)

    async def run() -> int:
        return await Bot(settings, CATALOGUE, warm(open_database(settings))).run()

    return asyncio.run(run())


async def live_here(folder: Path) -> None:
    """A day of a bot with three managers, in this process; it leaves no thread behind."""
    running = await playground.serve()
    settings = read_settings(environment(running.url, folder))
    database = warm(open_database(settings))
    zones: dict[str, str] = dict.fromkeys(REPS[:3], STOCKHOLM.key)
    midnight = next_tuesday()
    database.write_now(add_managers, zones, midnight - timedelta(hours=4))
    running.playground.clock.move_to(midnight + timedelta(hours=12, minutes=30))
    bot = Bot(settings, CATALOGUE, database)
    await bot.start()
    while not running.playground.followers.live():
        await running.playground.followers._reported.wait(1.0)
    await running.playground.walk.by(timedelta(days=1))
    await bot.stop()
    await running.stop()


def serve() -> None:
    """Until stdin closes."""
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    asked = b""
    _say(ready=True)
    while True:
        ready, _, _ = select.select([0, awake], [], [])
        if awake in ready:
            os.read(awake, 1024)
            _bury()
        if 0 in ready:
            read = os.read(0, 65536)
            if not read:
                return
            *lines, asked = (asked + read).split(b"\n")
            for line in lines:
                _start(json.loads(line))


def _start(wish: dict[str, Any]) -> None:
    pid = os.fork()
    if pid:
        _say(pid=pid)
        return
    code = 1
    try:
        code = live(read_settings(wish["settings"]), Path(wish["log"]), wish["broken"])
    finally:
        os._exit(code)


def _bury() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        _say(ended=pid, status=status)


def _say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    texts.use(load_texts())
    with TemporaryDirectory() as folder:
        asyncio.run(live_here(Path(folder)))
    serve()
