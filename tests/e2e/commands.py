"""The command line as an operator runs it: a process of its own, its words and its exit code."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

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
    """Run a command to its end."""
    process = await _begin(arguments, settings)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    return Ended(process.returncode or 0, out.decode(), err.decode())


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
