"""P6: Home of managers with three years of history, and a company's figures, among ten million
practices."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bench.figures import Bench, Figure, Figures, percentile
from bench.history import NOW, WORKSPACE, History, history
from bot.app import off_around
from bot.services.all_tools import ALL_TOOLS
from bot.services.home import Home
from bot.services.who import House, Who
from bot.slack.blocks.home import home as page
from bot.slack.messenger import SlackMessenger
from bot.storage import companies
from config.content import load

_MOST_MS = 10.0


class _Clock:
    def now(self) -> datetime:
        return NOW


def measure(bench: Bench) -> Figures:
    began = time.perf_counter()
    found = history(bench)
    filled = time.perf_counter() - began
    try:
        return _told(found, filled, asyncio.run(_took(bench, found)))
    finally:
        found.database.close()


def _told(found: History, filled: float, took: dict[str, list[list[float]]]) -> Figures:
    figures: dict[str, Figure] = {}
    for name, rounds in took.items():
        for percent in (50, 99):
            goal = _MOST_MS if percent == 99 else None
            values = [1e3 * percentile(one, percent) for one in rounds]
            figures[f"{name}, p{percent}"] = Figure(values, "ms", at_most=goal)
    figures["practices"] = Figure([found.practices / 1e6], "million")
    figures["managers"] = Figure([found.managers], "")
    figures["file"] = Figure([found.size / 1e6], "MB")
    figures["filled or opened in"] = Figure([filled], "s")
    return figures


async def _took(bench: Bench, found: History) -> dict[str, list[list[float]]]:
    """Seconds of each build, by round."""
    messenger = SlackMessenger(AsyncWebClient())
    house = House(found.database, _Clock(), load(None), off_around, messenger, ALL_TOOLS)
    home = Home(house)

    async def build(user: str) -> None:
        view = await home.view(Who(WORKSPACE, user))
        if not view.started or len(view.habits) != 3:
            raise RuntimeError(f"Home of {user} lacks its habits")
        page(view)

    async def count(_user: str) -> None:
        await found.database.read(companies.count_active, WORKSPACE)

    took: dict[str, list[list[float]]] = {"Home": [], "company figures": []}
    for turn in range(bench.rounds + 1):
        for name, work in (("Home", build), ("company figures", count)):
            users = found.users if name == "Home" else found.users[: bench.size(50, 3)]
            seconds = await _each(work, users)
            if turn > 0:  # the first one fills caches
                took[name].append(seconds)
    return took


async def _each(work: Callable[[str], Awaitable[None]], users: Sequence[str]) -> list[float]:
    seconds: list[float] = []
    for user in users:
        began = time.perf_counter()
        await work(user)
        seconds.append(time.perf_counter() - began)
    return seconds
