"""Rate limits count by the playground's calendar; faults strike as a seed says."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.faults import Faults
from bot.playground.refusals import BadCall
from tests.playground.driver import Driver


async def posts_until_refused(client: AsyncWebClient, channels: list[str]) -> tuple[int, int]:
    """How many posts went through, and the seconds of Retry-After that ended it."""
    for number in range(1000):
        try:
            await client.chat_postMessage(channel=channels[number % len(channels)], text="x")
        except SlackApiError as error:
            answer = error.response
            return number, int(answer.headers["Retry-After"]) if answer.status_code == 429 else 0
    raise AssertionError("never refused")


async def test_a_channel_takes_a_burst_and_then_one_message_a_second(
    client: AsyncWebClient, driver: Driver
) -> None:
    count, retry_after = await posts_until_refused(client, ["U0MAYA", "D0MAYA"])
    assert (count, retry_after) == (5, 1)
    await client.chat_postMessage(channel="U0BEN", text="another conversation")
    await driver.post("clock", advance_seconds=1)
    await client.chat_postMessage(channel="U0MAYA", text="one more")


async def test_a_workspace_takes_some_hundred_posts_a_minute(
    client: AsyncWebClient, driver: Driver
) -> None:
    people = [f"P{number}" for number in range(62)]
    made = [(await driver.post("user", name=name, tz="UTC"))["user"]["dm"] for name in people]
    count, _ = await posts_until_refused(client, made)
    assert 300 <= count < 310
    await driver.post("clock", advance_seconds=60)
    assert (await posts_until_refused(client, made))[0] >= 300


async def test_a_method_has_its_tier(client: AsyncWebClient) -> None:
    for _ in range(20):
        await client.users_list(limit=1)
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.users_list(limit=1)
    await client.users_info(user="U0BEN")


async def test_a_lost_answer_is_a_message_that_was_posted(
    client: AsyncWebClient, driver: Driver
) -> None:
    await driver.post("faults", seed=1, lost_answer=1.0, methods=["chat.postMessage"])
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel="U0MAYA", text="hello")
    await client.users_info(user="U0BEN")
    assert (await driver.last_message())["text"] == "hello"
    assert (await driver.get("log"))["calls"][0]["fault"] == "lost_answer"


async def test_a_refused_call_did_nothing(client: AsyncWebClient, driver: Driver) -> None:
    await driver.post("faults", http_500=1.0)
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.chat_postMessage(channel="U0MAYA", text="hello")
    await driver.post("faults", ratelimited=1.0, retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U0MAYA", text="hello")
    assert caught.value.response.headers["Retry-After"] == "7"
    await driver.post("faults")
    await client.chat_postMessage(channel="U0MAYA", text="at last")
    assert [m["text"] for m in (await driver.get("messages"))["messages"]] == ["at last"]


async def test_a_slack_may_refuse_a_type_of_blocks(client: AsyncWebClient, driver: Driver) -> None:
    await driver.post("faults", refuse_blocks=["divider"])
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel="U0MAYA", text="x", blocks=[{"type": "divider"}])
    await driver.post("faults")
    await client.chat_postMessage(channel="U0MAYA", text="x", blocks=[{"type": "divider"}])


async def test_refused_sockets_leave_the_app_outside(
    client: AsyncWebClient, http: aiohttp.ClientSession, driver: Driver
) -> None:
    await driver.post("faults", refuse_sockets=True)
    opened = await client.apps_connections_open(app_token="xapp-playground")
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect(opened["url"])
    assert (await driver.get("state"))["app"]["connected"] is False


def test_the_same_seed_draws_the_same_faults() -> None:
    def drawn(seed: int) -> list[str | None]:
        faults = Faults(seed=seed, lost_answer=0.2, http_500=0.2, ratelimited=0.2)
        return [faults.draw("chat.postMessage") for _ in range(200)]

    assert drawn(7) == drawn(7) != drawn(8)
    assert {*drawn(7)} == {"lost_answer", "http_500", "ratelimited", None}
    assert 40 < drawn(7).count(None) < 120


@pytest.mark.parametrize("wishes", [{"lost": 1.0}, {"lost_answer": "often"}, {"methods": "all"}])
def test_a_fault_that_is_not_understood_is_refused(wishes: dict[str, object]) -> None:
    with pytest.raises(BadCall):
        Faults.from_call(wishes)
