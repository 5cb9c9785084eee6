"""P1: `/trust today`, from the request to its ack, over real Socket Mode on loopback.

The whole bot beside two apps of Bolt that only ack, in the same process, each with two sockets
of the same kind. "again" shows the prompt that is open (one read, one write with fsync); "new"
chooses one first and keeps it with its decision. Beside them, one change of one row is timed:
thread, transaction and fsync, without which no answer can be kept.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import update

from bench import house
from bench.figures import Bench, Figure, Figures, percentile, ratios
from bench.other_side import TEAM, OtherSide, other_side
from bot.app import Bot
from bot.slack.connection import two_lines
from bot.storage import Connection, Database
from bot.storage.tables import prompts
from bot.tasks import InFlight
from config.content import load
from config.settings import read_settings

_OURS, _BARE, _DEFAULT = "xapp-ours", "xapp-bare", "xapp-default"
_WRITE = "one empty change"
_LINES = 2
_MOST = {(1, "p50"): 3.0, (1, "p99"): 4.0, (10, "p50"): 5.0, (100, "p50"): 5.0}
_FASTER_THAN_DEFAULT = 4.0

Times = dict[tuple[str, int, str], list[float]]
"""For side, number at once and percentile: seconds, one value a round."""


def measure(bench: Bench) -> Figures:
    times = asyncio.run(_times(bench))
    figures: dict[str, Figure] = {}
    for (at_once, percent), most in _MOST.items():
        bare = times[_BARE, at_once, percent]
        for shape, goal in (("again", most), ("new", None)):
            ours = times[shape, at_once, percent]
            name = f"{shape}, {percent} at {at_once}"
            figures[f"{name} / bare"] = Figure(ratios(ours, bare), at_most=goal)
            figures[f"{name}"] = Figure([1e3 * one for one in ours], "ms")
        figures[f"bare, {percent} at {at_once}"] = Figure([1e3 * one for one in bare], "ms")
    bare, write = times[_BARE, 1, "p50"], times[_WRITE, 1, "p50"]
    floor = [(ack + change) / ack for ack, change in zip(bare, write, strict=True)]
    figures["floor: bare and one empty change, p50 at 1 / bare"] = Figure(floor)
    figures["one empty change, p50"] = Figure([1e3 * one for one in write], "ms")
    faster = ratios(times[_DEFAULT, 1, "p50"], times["again", 1, "p50"])
    figures["default Bolt / again, p50 at 1"] = Figure(faster, at_least=_FASTER_THAN_DEFAULT)
    return figures


async def _times(bench: Bench) -> Times:
    times: Times = defaultdict(list)
    sizes = {1: bench.size(300, 3), 10: bench.size(300, 10), 100: bench.size(500, 20)}
    everybody = house.users(max(sizes.values()))
    async with other_side() as slack, _three_apps(bench, slack, everybody) as database:
        for at_once in sizes:
            await _one(slack, database, "new", everybody[: sizes[at_once]], at_once)
        for turn in range(bench.rounds):
            for at_once, size in sizes.items():
                asked = everybody[:size]
                sides = ["new", "again", _BARE, *([_DEFAULT, _WRITE] if at_once == 1 else [])]
                for side in sides[turn % len(sides) :] + sides[: turn % len(sides)]:
                    few = asked[: max(1, size // 10)] if side == _DEFAULT else asked
                    took = await _one(slack, database, side, few, at_once)
                    times[side, at_once, "p50"].append(percentile(took, 50))
                    times[side, at_once, "p99"].append(percentile(took, 99))
    return times


async def _one(
    slack: OtherSide, database: Database, side: str, asked: list[str], at_once: int
) -> list[float]:
    """Seconds that each request took."""
    if side == _WRITE:
        return [await _written(database, n) for n in range(len(asked))]
    if side == "new":
        await database.write(_end_prompts)
    token = side if side in (_BARE, _DEFAULT) else _OURS
    acks = await slack.commands(token, asked, at_once)
    if token == _OURS and not all(ack["blocks"] for ack in acks):
        raise RuntimeError("not every `/trust today` was answered with a prompt")
    return [ack["seconds"] for ack in acks]


async def _written(database: Database, number: int) -> float:
    """Seconds until a change of one row was on the disk: what any answer that is kept costs."""
    began = time.perf_counter()
    await database.write(_touch, number)
    return time.perf_counter() - began


def _touch(connection: Connection, number: int) -> None:
    connection.exec_driver_sql("UPDATE workspaces SET bucket = ?", (number % 20,))


def _end_prompts(connection: Connection) -> None:
    connection.execute(update(prompts).values(closes_at=prompts.c.asked_at))


@asynccontextmanager
async def _three_apps(
    bench: Bench, slack: OtherSide, everybody: list[str]
) -> AsyncIterator[Database]:
    settings = read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_APP_TOKEN": _OURS,
            "SLACK_API_URL": slack.api,
            "TRUST_HEALTH_PORT": "0",
        }
    )
    database = house.fresh(bench.folder)
    database.write_now(house.started, TEAM, everybody, datetime.now(UTC))
    bot = Bot(settings, load(None), database)
    await bot.start()
    lines = [line for token in (_BARE, _DEFAULT) for line in _lines(slack, token)]
    try:
        for line in lines:
            await line.connect()
        for token in (_OURS, _BARE, _DEFAULT):
            await slack.connected(token, _LINES)
        yield database
    finally:
        for line in lines:
            await line.close()
        await bot.stop()


def _lines(slack: OtherSide, token: str) -> list[Any]:
    return two_lines(_only_acks(slack, at_once=token == _BARE), token, InFlight())


def _only_acks(slack: OtherSide, *, at_once: bool) -> AsyncApp:
    known = AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_user_id="U0BOT", bot_id="B0BOT", bot_token="xoxb-b"
    )

    async def authorize() -> AuthorizeResult:
        return known

    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    client = AsyncWebClient(token="xoxb-b", base_url=slack.api)
    app = AsyncApp(client=client, authorize=authorize, process_before_response=at_once)

    async def ack_alone(ack: Any) -> None:
        await ack()

    app.command("/trust")(ack_alone)
    return app
