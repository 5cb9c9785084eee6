"""A server that forks: imports the bot once, then starts each life of it as a child.

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
from pathlib import Path
from typing import Any

from bot.app import Bot, open_database
from bot.failpoints import reach
from bot.services.delivery import Delivery
from bot.storage import Connection, sending
from bot.storage.outgoing import OutgoingRecord
from config.content import load
from config.logging import configure
from config.settings import Settings, read_settings
from config.wordings import load_texts
from habits import texts

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
        return await Bot(settings, CATALOGUE, open_database(settings)).run()

    return asyncio.run(run())


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
    serve()
