"""The clock begins where it is told to, and named places in time can be walked to."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.playground.clock import from_iso, iso
from bot.playground.server import serve
from tests.playground.driver import Driver


@pytest.mark.parametrize("days", [-63, 0, 40])
async def test_the_clock_begins_at_the_moment_that_was_asked_for(days: int) -> None:
    begins = datetime.now(UTC) + timedelta(days=days)
    running = await serve(begins=begins)
    try:
        async with aiohttp.ClientSession() as http:
            driver = Driver(running, http)
            for _ in range(2):
                now = from_iso((await driver.get("state"))["now"])
                assert abs(now - begins) < timedelta(seconds=5)
                posted = await driver.post("message", user="U0MAYA", text="hello")
                assert abs(float(posted["ts"]) - begins.timestamp()) < 5
                await driver.post("clock", advance_seconds=3600)
                await driver.post("reset")
    finally:
        await running.stop()


async def test_marks_lie_ahead_in_order_and_vanish_when_their_time_has_passed(
    driver: Driver,
) -> None:
    now = from_iso((await driver.get("state"))["now"])
    near, far = iso(now + timedelta(hours=2)), iso(now + timedelta(days=2))
    wanted = [
        {"label": "+ to next week", "to": far},
        {"label": "+ to check-in", "to": near, "about": "The week is looked back on."},
        {"label": "long ago", "to": iso(now - timedelta(days=1))},
    ]
    async with driver.stream() as hints:
        await driver.post("marks", marks=wanted)
        assert (await anext(hints))["type"] == "marks"
    shown = (await driver.get("state"))["marks"]
    assert [mark["label"] for mark in shown] == ["+ to check-in", "+ to next week"]
    assert shown[0] == {
        "label": "+ to check-in",
        "to": near,
        "about": "The week is looked back on.",
    }
    await driver.post("clock", to=near)
    assert [m["label"] for m in (await driver.get("state"))["marks"]] == ["+ to next week"]
    await driver.post("marks", marks=[])
    assert (await driver.get("state"))["marks"] == []


async def test_a_mark_needs_a_label_and_an_instant(driver: Driver) -> None:
    there = "2130-01-01T00:00:00Z"
    for marks in ([{"label": "soon"}], [{"label": "soon", "to": "soon"}], "soon", [{"to": there}]):
        await driver.post("marks", marks=marks)
        assert driver.status == 400
