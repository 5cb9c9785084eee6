"""P2: processor time for one delivered prompt, everything included, against a bare POST.

Claim, choose, render, fence, send, settle: of many prompts that fall due in one moment, as the
pace hands them out (twenty at a time), and of one alone. The same bodies go out once more through
aiohttp and through Slack's SDK alone, to the same listener, whose own time counts for nobody.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from bench import house
from bench.figures import Bench, Figure, Figures, ratios
from bench.other_side import TEAM, OtherSide, other_side
from bot.app import off_around
from bot.clock import SystemMachine
from bot.services.all_tools import ALL_TOOLS
from bot.services.delivery import Delivery, Limits
from bot.services.planning_ahead import Planning
from bot.services.who import House
from bot.slack.clients import Clients, open_clients
from bot.slack.messenger import SlackMessenger
from bot.storage import Connection, Database
from bot.storage.outgoing import Kind
from bot.storage.tables import decisions, managers, outgoing, prompts
from bot.tasks import Tasks
from config.content import load

_SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
_BEGAN = _SUNDAY - timedelta(weeks=4)
_LATER = datetime(2100, 1, 1, tzinfo=UTC)
_MOST = 2.5
_TOKEN = "xoxb-bench"

Spent = dict[str, list[float]]
"""Way of sending -> seconds of processor time for one message, one value a round."""


class _Clock:
    """Each look takes a millisecond, so that the pace holds nothing back."""

    def __init__(self) -> None:
        self.at = _SUNDAY

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


@dataclass(frozen=True)
class _Office:
    """A workspace of managers, all of whose next prompts can fall due in one moment."""

    database: Database
    clock: _Clock
    clients: Clients
    planning: Planning
    delivery: Delivery
    tasks: Tasks

    async def all_due(self) -> list[str]:
        """It is the moment after the week's prompts fell due, and none was sent yet; their ids."""
        self.clock.at = _SUNDAY
        self.database.write_now(_clear)
        await self.planning.plan_everybody()
        rows, self.clock.at = self.database.write_now(_prompts_alone)
        return rows

    async def deliver(self) -> None:
        await self.delivery.tick()
        await self.tasks.idle()


def measure(bench: Bench) -> Figures:
    spent = asyncio.run(_spent(bench))
    bare = spent["bare POST"]
    return {
        "in batches / bare POST": Figure(ratios(spent["in batches"], bare), at_most=_MOST),
        "one by one / bare POST": Figure(ratios(spent["one by one"], bare)),
        "SDK alone / bare POST": Figure(ratios(spent["SDK alone"], bare)),
        **{name: Figure([1e6 * one for one in took], "us") for name, took in spent.items()},
    }


async def _spent(bench: Bench) -> Spent:
    many, few = bench.size(400, 20), bench.size(60, 2)
    spent: Spent = defaultdict(list)
    async with other_side() as slack, _office(bench, slack, many) as office:
        await _round(slack, office, many, few)  # fills caches
        for _ in range(bench.rounds):
            for name, took in (await _round(slack, office, many, few)).items():
                spent[name].append(took)
    return spent


async def _round(slack: OtherSide, office: _Office, many: int, few: int) -> dict[str, float]:
    await office.all_due()
    in_batches = await _cpu(office.deliver()) / many
    bodies = await slack.taken()
    if len(bodies) != many:
        raise RuntimeError(f"{len(bodies)} of {many} prompts were delivered")
    bare = await _cpu(_post(slack, office.clients, bodies)) / many
    alone = await _cpu(_with_sdk(office.clients, bodies)) / many
    await slack.taken()
    rows = await office.all_due()
    office.database.write_now(_hold, rows, _LATER)
    one_by_one = 0.0
    for row in rows[:few]:
        office.database.write_now(_hold, [row], None)
        one_by_one += await _cpu(office.deliver()) / few
    if len(await slack.taken()) != few:
        raise RuntimeError("not every prompt was delivered alone")
    return {
        "in batches": in_batches,
        "one by one": one_by_one,
        "SDK alone": alone,
        "bare POST": bare,
    }


async def _cpu(work: Awaitable[None]) -> float:
    """Seconds that all threads of this process were at work."""
    began = time.process_time()
    await work
    return time.process_time() - began


async def _post(slack: OtherSide, clients: Clients, bodies: Sequence[str]) -> None:
    headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": "application/json"}
    for body in bodies:
        async with clients.session.post(
            f"{slack.api}chat.postMessage", data=body.encode(), headers=headers
        ) as answer:
            await answer.json()


async def _with_sdk(clients: Clients, bodies: Sequence[str]) -> None:
    for body in bodies:
        await clients.send.api_call("chat.postMessage", json=json.loads(body))


def _clear(connection: Connection) -> None:
    for table in (outgoing, decisions, prompts):
        connection.execute(delete(table))
    connection.execute(update(managers).values(planned_until=_SUNDAY, acted_at=_SUNDAY))


def _prompts_alone(connection: Connection) -> tuple[list[str], datetime]:
    """Leave only the prompts that are planned; their ids, and when the last one falls due."""
    connection.execute(delete(outgoing).where(outgoing.c.kind != Kind.PROMPT))
    rows = connection.execute(select(outgoing.c.id, outgoing.c.due_at)).all()
    return [row.id for row in rows], max(row.due_at for row in rows)


def _hold(connection: Connection, rows: Sequence[str], until: datetime | None) -> None:
    connection.execute(update(outgoing).where(outgoing.c.id.in_(rows)).values(not_before=until))


@asynccontextmanager
async def _office(bench: Bench, slack: OtherSide, many: int) -> AsyncIterator[_Office]:
    database = house.fresh(bench.folder)
    database.write_now(house.started, TEAM, house.users(many), _BEGAN)
    clients = await open_clients(_TOKEN, slack.api, 10)
    clock, tasks = _Clock(), Tasks()
    home = House(database, clock, load(None), off_around, SlackMessenger(clients.send), ALL_TOOLS)
    delivery = Delivery(home, SystemMachine(), tasks, Limits(per_minute=1e9))
    try:
        yield _Office(database, clock, clients, Planning(home), delivery, tasks)
    finally:
        await clients.close()
        database.close()
