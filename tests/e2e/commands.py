"""The command line as an operator runs it: a process of its own, its words and its exit code."""

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This machine's own variables without any setting of the bot, and these settings."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRUST_", "SLACK_", "COV_"))
    }
    return own | dict(settings)


async def trust_habits(*arguments: str, **settings: str) -> Ended:
    """Run a command to its end, in a process that need not import everything again."""
    return await asyncio.to_thread(_forks().run, arguments, environment(settings))


async def trust_habits_anew(*arguments: str, **settings: str) -> Ended:
    """The same in a process that begins with nothing, as an operator's does."""
    process = await _begin(arguments, settings)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    return Ended(process.returncode or 0, out.decode(), err.decode())


class _Forks:
    """Has commands run by `tests.e2e.forks`, one after the other."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.forks"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._close)

    def run(self, arguments: Sequence[str], environment: Mapping[str, str]) -> Ended:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        with self._one_at_a_time, TemporaryDirectory() as folder:
            out, err = Path(folder) / "out", Path(folder) / "err"
            wish = [list(arguments), dict(environment), str(out), str(err)]
            self._server.stdin.write(json.dumps(wish) + "\n")
            self._server.stdin.flush()
            code = int(self._server.stdout.readline())
            return Ended(code, out.read_text(), err.read_text())

    def _close(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(10)
        self._server.stdout.close()


_forks = cache(_Forks)


@asynccontextmanager
async def running(
    *arguments: str, **settings: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, asyncio.StreamReader]]:
    """A command that goes on until the end of the block, with what it prints."""
    process = await _begin(arguments, settings)
    assert process.stdout is not None
    try:
        yield process, process.stdout
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.communicate()


async def _begin(
    arguments: tuple[str, ...], settings: Mapping[str, str]
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=ROOT,
        env=environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
