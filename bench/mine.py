"""DATA: exporting and erasing ten thousand rows about one manager."""

import time
from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient

from bench import house
from bench.figures import Bench, Figure, Figures
from bench.other_side import TEAM
from bot.app import off_around
from bot.clock import SystemClock
from bot.services.all_tools import ALL_TOOLS
from bot.services.erasing import erase_person
from bot.services.exporting import export_of
from bot.services.who import House, Who
from bot.slack.messenger import SlackMessenger
from config.content import load
from tests.bot.full import fill_many

_MOST_SECONDS = 60.0


def measure(bench: Bench) -> Figures:
    rows = bench.size(10_000, 100)
    database = house.fresh(bench.folder)
    messenger = SlackMessenger(AsyncWebClient())
    home = House(database, SystemClock(), load(None), off_around, messenger, ALL_TOOLS)
    export: list[float] = []
    erase: list[float] = []
    now = datetime.now(UTC)
    # Whole seconds each: three of them say enough.
    for turn in range(min(bench.rounds, 3)):
        who = Who(TEAM, f"U{turn:06d}")
        [manager] = database.write_now(house.started, TEAM, [who.user], now)
        database.write_now(fill_many, TEAM, manager, "U0REP", rows, now.date())
        began = time.perf_counter()
        if database.read_now(export_of, who, now) is None:
            raise RuntimeError("nothing was exported")
        export.append(time.perf_counter() - began)
        began = time.perf_counter()
        database.write_now(erase_person, home, who, now)
        erase.append(time.perf_counter() - began)
        if database.read_now(export_of, who, now) is not None:
            raise RuntimeError("something is left")
    database.close()
    return {
        f"export of {rows} rows": Figure(export, "s", at_most=_MOST_SECONDS),
        f"erasing {rows} rows": Figure(erase, "s", at_most=_MOST_SECONDS),
    }
