"""The bot beside the playground, on this machine alone."""

import argparse
import asyncio
import errno
import os
import signal
import sys
import tempfile
import webbrowser
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.demo_time import begins, first_monday
from bot.clock import SystemClock, SystemMachine
from config.content import load
from config.settings import read_settings

USUAL_PORT = 8899
_BOT_TOKEN = "xoxb-playground"  # noqa: S105  (the playground takes only this one)
_APP_TOKEN = "xapp-playground"  # noqa: S105
_CONNECTED_WITHIN_SECONDS = 30


def play(chosen: argparse.Namespace) -> int:
    """Serve the playground and run the bot against it until Ctrl+C or SIGTERM."""
    try:
        import bot.playground.server  # noqa: F401  (only to see whether it is there)
    except ModuleNotFoundError:
        print(
            "The playground is not part of the image: `make play` starts it in a checkout.",
            file=sys.stderr,
        )
        return 2
    return asyncio.run(_play(chosen))


async def _play(chosen: argparse.Namespace) -> int:
    monday = None if chosen.empty or chosen.no_bot else first_monday(SystemClock().now())
    running = await _serve(chosen.port, monday)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        if chosen.no_bot:
            _say_how_to_connect(running.url)
            await _open_page(running.url, opens=not chosen.no_open)
            await stop.wait()
            return 0
        if chosen.data is not None and chosen.data.exists() and not chosen.data.is_dir():
            print(f"{chosen.data} is a file. Name a folder with --data.", file=sys.stderr)
            return 2
        with ExitStack() as cleanup:
            folder = chosen.data or Path(
                cleanup.enter_context(tempfile.TemporaryDirectory(prefix="trust-habits-"))
            )
            if monday is not None and not (folder / "trust.db").exists():
                await _tell_story(running, folder, monday)
            return await _with_bot(running, folder, stop, opens=not chosen.no_open)
    finally:
        await running.stop()


async def _tell_story(running: Any, folder: Path, monday: date) -> None:
    """The weeks pass before the page opens."""
    from bot.cli.demo_story import tell_story

    settings = read_settings(_environment(running.url, folder))
    await tell_story(running.playground, monday, settings, load(settings.habits_folder))


async def _serve(port: int | None, monday: date | None) -> Any:
    import yaml

    import config
    from bot.playground.server import serve

    starts = None if monday is None else begins(monday)
    manifest = yaml.safe_load((Path(config.__file__).parent / "slack-manifest.yaml").read_text())
    try:
        return await serve(USUAL_PORT if port is None else port, manifest=manifest, begins=starts)
    except OSError as error:
        if port is not None:
            why = "is taken" if error.errno == errno.EADDRINUSE else "may not be used here"
            print(f"Port {port} {why}. Name another one with --port.", file=sys.stderr)
            raise SystemExit(2) from None
        return await serve(0, manifest=manifest, begins=starts)


async def _with_bot(running: Any, folder: Path, stop: asyncio.Event, *, opens: bool) -> int:
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=_environment(running.url, folder)
    )
    ended = asyncio.create_task(bot.wait())
    stopped = asyncio.create_task(stop.wait())
    try:
        if await _connected(running, ended, stopped):
            await _open_page(running.url, opens=opens)
            await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done() and not stop.is_set():
            print("The bot has stopped; its last words are above.", file=sys.stderr)
            return 1
        return 0
    finally:
        if not ended.done():
            bot.terminate()
            await ended
        stopped.cancel()


async def _connected(running: Any, *ends: "asyncio.Task[Any]") -> bool:
    """Wait until the bot is there; False when it, or the person, ended first."""
    there = asyncio.create_task(_first_socket(running))
    try:
        async with asyncio.timeout(_CONNECTED_WITHIN_SECONDS):
            await asyncio.wait({there, *ends}, return_when=asyncio.FIRST_COMPLETED)
    except TimeoutError:
        print("The bot takes long to connect; the page opens anyway.", file=sys.stderr)
        return True
    finally:
        there.cancel()
    return not any(one.done() for one in ends)


async def _first_socket(running: Any) -> None:
    machine = SystemMachine()
    while running.playground.sockets.count == 0:
        await machine.sleep(0.05)


async def _open_page(url: str, *, opens: bool) -> None:
    print(f"\n  trust-habits plays at {url}\n  Type /trust there. Ctrl+C ends it.\n", flush=True)
    if opens:
        # Some browsers are started in the foreground and would hold everything up.
        await asyncio.to_thread(webbrowser.open, url)


def _say_how_to_connect(url: str) -> None:
    print("A Slack look-alike without a bot. To run one against it, in another terminal:\n")
    for name, value in _settings(url).items():
        print(f"  export {name}={value}")
    print("  trust-habits run", flush=True)


def _settings(url: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": _BOT_TOKEN,
        "SLACK_APP_TOKEN": _APP_TOKEN,
        "SLACK_API_URL": f"{url}/api/",
        "TRUST_CLOCK_URL": url,
    }


def _environment(url: str, folder: Path) -> dict[str, str]:
    """The machine's own environment without settings meant for a real Slack."""
    folder.mkdir(parents=True, exist_ok=True)
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRUST_", "SLACK_"))
    }
    return own | {
        **_settings(url),
        "TRUST_DATABASE_URL": f"sqlite:///{folder.resolve()}/trust.db",
        "TRUST_HEALTH_PORT": "0",
        "TRUST_LOG_FORMAT": "text",
        "TRUST_LOG_LEVEL": "WARNING",
    }
