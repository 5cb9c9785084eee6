"""Nobody but this machine and the playground's own page may use the playground."""

import aiohttp
import pytest

from bot.playground.guard import is_loopback
from bot.playground.server import Running, serve
from tests.playground.driver import Driver


@pytest.mark.parametrize("path", ["/_control/state", "/api/auth.test", "/"])
async def test_a_name_that_merely_points_here_is_refused(
    running: Running, http: aiohttp.ClientSession, path: str
) -> None:
    port = running.url.rpartition(":")[2]
    headers = {"Host": f"evil.example:{port}"}
    async with http.get(running.url + path, headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]) == (403, "not_loopback")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_another_site_may_not_act(
    running: Running, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    for path in ("/_control/reset", "/api/chat.postMessage"):
        async with http.post(running.url + path, headers=headers, json={}) as answer:
            assert (await answer.json())["error"] == "foreign_origin"
    async with http.get(f"{running.url}/link/", headers=headers) as answer:
        assert answer.status == 403


async def test_the_own_page_may_act(running: Running, http: aiohttp.ClientSession) -> None:
    headers = {"Origin": running.url, "Sec-Fetch-Site": "same-origin"}
    async with http.post(f"{running.url}/_control/reset", headers=headers, json={}) as answer:
        assert answer.status == 200


async def test_an_address_that_others_reach_has_to_be_asked_for() -> None:
    with pytest.raises(ValueError, match="other machines"):
        await serve(host="192.0.2.1")


async def test_told_so_it_answers_other_machines(http: aiohttp.ClientSession) -> None:
    running = await serve(anyone=True)
    headers = {"Host": "playground.internal"}
    async with http.get(f"{running.url}/_control/state", headers=headers) as answer:
        assert answer.status == 200
    await running.stop()


@pytest.mark.parametrize("host", ["127.0.0.1:80", "localhost", "[::1]:8910"])
def test_these_names_are_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "127.0.0.1.evil.example", "192.168.0.2", "[::1", "playground"]
)
def test_these_names_are_not(host: str) -> None:
    assert not is_loopback(host)


async def test_files_beside_the_pages_stay_private(
    running: Running, http: aiohttp.ClientSession
) -> None:
    for path in ("/pages/%2e%2e/server.py", "/pages/..%2fserver.py", "/pages/nothing.js"):
        async with http.get(running.url + path) as answer:
            assert answer.status == 404


async def test_a_call_that_is_not_understood_says_what_it_takes(driver: Driver) -> None:
    said = await driver.post("message", user="U0MAYA", channel="D0MAYA", words="hi")
    assert (driver.status, said["error"]) == (400, "invalid_arguments")
    assert "text" in said["detail"]
    assert (await driver.get("messages"))["messages"] == []
    assert (await driver.post("fly"))["error"] == "unknown_call"
    missing = await driver.post("message", user="U0NOBODY", text="hi")
    assert (driver.status, missing["error"]) == (404, "user_not_found")
    outside = await driver.post("message", user="U0NOAH", channel="C0TEAM", text="hi")
    assert (driver.status, outside["error"]) == (409, "not_in_channel")


async def test_reset_brings_the_first_day_back(driver: Driver) -> None:
    before = await driver.get("state")
    await driver.post("message", user="U0MAYA", channel="D0MAYA", text="hi")
    await driver.post("user", name="Ida Berg", tz="Europe/Oslo")
    await driver.post("clock", advance_seconds=3600)
    await driver.post("app", scopes=[])
    await driver.post("reset")
    after = await driver.get("state")
    for moving in ("now", "offset_seconds"):
        before.pop(moving)
    assert after.pop("offset_seconds") == 0
    after.pop("now")
    assert after == before
    assert (await driver.get("messages"))["messages"] == []


async def test_the_stream_tells_what_changed(driver: Driver) -> None:
    async with driver.stream() as hints:
        posted = await driver.post("message", user="U0MAYA", channel="D0MAYA", text="hi")
        hint = await anext(hints)
    assert hint == {
        "type": "message",
        "change": "posted",
        "channel": "D0MAYA",
        "ts": posted["ts"],
        "user": "U0MAYA",
    }
