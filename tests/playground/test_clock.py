"""The clock walks from one due instant to the next and waits for every bot that follows it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.clock import Clock, from_iso, iso
from bot.playground.server import Running
from tests.playground.driver import Driver, connected

STARTED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class FakeBot:
    """Follows the clock as the real bot does and remembers the instants at which it woke."""

    def __init__(self, driver: Driver, client: AsyncWebClient) -> None:
        self.woken: list[datetime] = []
        self.due: list[datetime] = []
        self.writes_to: dict[
            datetime, str
        ] = {}  # due instant -> person; U0MAYA where it names nobody
        self.always_due: str | None = None
        self.follows = asyncio.Event()
        self._driver = driver
        self._client = client

    async def follow(self) -> None:
        seen, next_due = -1, None
        while True:
            report: dict[str, Any] = {"follower": "bot-1", "seen": seen, "idle": seen >= 0}
            said = await self._driver.post("clock/follow", **report, next_due=next_due)
            if said["turn"] == seen:
                continue
            seen, now = said["turn"], from_iso(said["now"])
            for instant in [due for due in self.due if due <= now]:
                self.due.remove(instant)
                self.woken.append(instant)
                await self._client.chat_postMessage(
                    channel=self.writes_to.get(instant, "U0MAYA"), text=iso(instant)
                )
            next_due = iso(min(self.due)) if self.due else self.always_due
            self.follows.set()


@asynccontextmanager
async def following(bot: FakeBot) -> AsyncIterator[None]:
    task = asyncio.create_task(bot.follow())
    await bot.follows.wait()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def bot(driver: Driver, client: AsyncWebClient) -> FakeBot:
    return FakeBot(driver, client)


async def test_a_walk_stops_at_every_due_instant(driver: Driver, bot: FakeBot) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(hours=n) for n in (1, 5, 30)]
    wanted = [*bot.due]
    async with following(bot):
        walked = await driver.post("clock", advance_seconds=86_400)
        assert bot.woken == wanted[:2]
        assert walked["stops"] == 3
        assert from_iso(walked["now"]) >= start + timedelta(days=1)
        await driver.post("clock", to=iso(start + timedelta(hours=31)))
    assert bot.woken == wanted
    sent = (await driver.get("messages"))["messages"]
    # Each message stands at the instant for which it was meant.
    stamps = [datetime.fromtimestamp(float(m["ts"]), UTC) - from_iso(m["text"]) for m in sent]
    assert all(timedelta() <= late < timedelta(minutes=1) for late in stamps)


@pytest.mark.parametrize("machine", [time.monotonic])
async def test_a_hundred_stops_are_quick(driver: Driver, bot: FakeBot) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(hours=n) for n in range(1, 101)]
    async with following(bot):
        walked = await driver.post("clock", advance_seconds=101 * 3600)
    assert (len(bot.woken), walked["stops"]) == (100, 101)
    assert 0 < walked["seconds_per_stop"] < 0.06


async def test_walks_queue_and_each_goes_its_whole_way(driver: Driver, bot: FakeBot) -> None:
    async with following(bot):
        await asyncio.gather(*(driver.post("clock", advance_seconds=3600) for _ in range(3)))
    assert (await driver.get("clock"))["offset_seconds"] > 3 * 3600 - 60


async def test_a_reset_ends_the_walk_under_way(
    driver: Driver, bot: FakeBot, running: Running
) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(hours=n) for n in range(1, 500)]
    async with following(bot), driver.stream() as hints:
        walk = asyncio.create_task(driver.post("clock", advance_seconds=500 * 3600))
        async for hint in hints:
            if hint["type"] == "message":
                break
        bot.due.clear()
        await driver.post("reset")
        walked = await walk
        assert walked["stops"] < 500
        assert (await driver.get("clock"))["offset_seconds"] == 0


async def test_next_message_stops_at_the_first_one(driver: Driver, bot: FakeBot) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(days=2), start + timedelta(days=3)]
    first = iso(bot.due[0])
    async with following(bot):
        walked = await driver.post("clock", next_message=True)
    assert walked["message"]["text"] == first
    assert from_iso(walked["now"]) < start + timedelta(days=2, minutes=1)


async def test_next_message_for_a_person_walks_past_what_others_get_and_counts_it(
    driver: Driver, bot: FakeBot
) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(days=n) for n in (1, 2, 3, 4)]
    bot.writes_to = {bot.due[2]: "U0BEN"}
    third = iso(bot.due[2])
    async with following(bot):
        walked = await driver.post("clock", next_message=True, user="U0BEN")
    assert (walked["message"]["text"], walked["message"]["channel"]) == (third, "D0BEN")
    assert (walked["moved"], walked["why"]) == (True, None)
    assert walked["others"] == {"U0MAYA": 2}


async def test_what_the_whole_channel_sees_is_a_next_message_for_its_members(
    driver: Driver, bot: FakeBot
) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(days=1), start + timedelta(days=2)]
    bot.writes_to = dict.fromkeys(bot.due, "C0TEAM")
    async with following(bot):
        walked = await driver.post("clock", next_message=True, user="U0BEN")
    assert (walked["message"]["channel"], walked["others"]) == ("C0TEAM", {})
    assert from_iso(walked["now"]) < start + timedelta(days=1, minutes=1)


async def test_with_nothing_planned_the_clock_stays_where_it_is(
    driver: Driver, bot: FakeBot
) -> None:
    for follower in (contextlib.nullcontext(), following(bot)):
        async with follower:
            walked = await driver.post("clock", next_message=True, user="U0MAYA")
        assert (walked["message"], walked["moved"]) == (None, False)
        assert (walked["why"], walked["others"]) == ("nothing_planned", {})
    assert (await driver.get("clock"))["offset_seconds"] == 0


async def test_without_a_message_the_walk_ends_after_two_weeks(
    driver: Driver, bot: FakeBot
) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(days=15)]
    async with following(bot):
        walked = await driver.post("clock", next_message=True)
    assert (walked["message"], walked["stops"]) == (None, 1)
    assert walked["why"] == "nothing_in_14_days"
    assert start + timedelta(days=14) <= from_iso(walked["now"]) < start + timedelta(days=15)


async def test_a_walk_that_finds_only_what_others_get_ends_after_two_weeks_and_says_so(
    driver: Driver, bot: FakeBot
) -> None:
    start = from_iso((await driver.get("state"))["now"])
    bot.due = [start + timedelta(days=n) for n in (1, 13, 15)]
    async with following(bot):
        walked = await driver.post("clock", next_message=True, user="U0NOAH")
    assert (walked["message"], walked["why"]) == (None, "only_for_others")
    assert walked["others"] == {"U0MAYA": 2}
    assert start + timedelta(days=14) <= from_iso(walked["now"]) < start + timedelta(days=15)


async def test_the_next_message_is_asked_for_by_a_known_person_or_nobody(driver: Driver) -> None:
    await driver.post("clock", next_message=True, user="U0NOBODY")
    assert driver.status == 404
    await driver.post("clock", advance_seconds=60, user="U0MAYA")
    assert driver.status == 400
    assert (await driver.get("clock"))["offset_seconds"] == 0


async def test_a_due_instant_in_the_past_does_not_hold_the_clock(
    driver: Driver, bot: FakeBot
) -> None:
    bot.always_due = "2020-01-01T00:00:00Z"
    async with following(bot):
        walked = await driver.post("clock", advance_seconds=5)
    assert walked["stops"] == 5


async def test_a_follower_that_hung_up_is_not_waited_for(running: Running, driver: Driver) -> None:
    async with aiohttp.ClientSession() as session:
        leaver = Driver(running, session)
        await leaver.post("clock/follow", follower="leaver", seen=-1, idle=False, next_due=None)
        assert (await driver.get("clock"))["followers"][0]["idle"] is False
    walked = await driver.post("clock", advance_seconds=3600)
    assert walked["stops"] == 1
    assert (await driver.get("clock"))["followers"] == []


async def test_the_clock_never_goes_back(driver: Driver) -> None:
    assert (await driver.post("clock", advance_seconds=-1))["error"] == "invalid_arguments"
    await driver.post("clock", advance_seconds=1e15)
    assert driver.status == 400
    await driver.post("clock", to="2020-01-01T00:00:00Z")
    assert driver.status == 400
    await driver.post("clock", to="tomorrow")
    assert driver.status == 400


async def test_wait_returns_when_the_bot_is_at_rest(
    app: AsyncApp, driver: Driver, bot: FakeBot
) -> None:
    now = from_iso((await driver.get("state"))["now"])

    @app.command("/trust")
    async def answer(ack: Any) -> None:
        bot.due = [now]
        await ack()

    async with following(bot), connected(app):
        await driver.post("command", user="U0MAYA", command="/trust", text="", wait=True)
        assert bot.woken == [now]


@pytest.mark.parametrize("ack_seconds", [0.05])
async def test_an_event_that_is_not_acknowledged_comes_again_by_the_calendar(
    app: AsyncApp, driver: Driver
) -> None:
    attempts: list[tuple[str, int]] = []

    @app.event("message")
    async def heard(body: Any, request: Any) -> None:
        number = int(request.headers["x-slack-retry-num"][0])
        attempts.append((body["event_id"], number))
        raise RuntimeError("not now")

    @app.error
    async def failed(error: Exception) -> Any:
        from slack_bolt.response import BoltResponse

        return BoltResponse(status=500, body=str(error))

    async with connected(app):
        said = await driver.post("message", user="U0MAYA", channel="D0MAYA", text="hello")
        assert said["acknowledged"] is False
        await driver.post("clock", advance_seconds=400)
    assert [number for _, number in attempts] == [0, 1, 2, 3]
    assert len({event_id for event_id, _ in attempts}) == 1
    states = [e["state"] for e in (await driver.get("envelopes"))["envelopes"]]
    assert states == ["unacknowledged"] * 4


def test_stamps_grow_even_when_time_stands_still() -> None:
    clock = Clock(lambda: STARTED)
    stamps = [clock.stamp() for _ in range(3)]
    assert stamps == ["1795420800.000000", "1795420800.000001", "1795420800.000002"]
    clock.move_to(STARTED + timedelta(minutes=1))
    assert clock.stamp() == "1795420860.000000"
    clock.move_to(STARTED)
    assert clock.now() == STARTED + timedelta(minutes=1)
