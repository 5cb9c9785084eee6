"""Socket Mode: tickets are for one use, payloads go to one socket, a cut connection comes back."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.driver import Driver, connected


async def a_socket(
    client: AsyncWebClient, http: aiohttp.ClientSession
) -> aiohttp.ClientWebSocketResponse:
    opened = await client.apps_connections_open(app_token="xapp-playground")
    return await http.ws_connect(opened["url"])


async def test_a_ticket_admits_once(client: AsyncWebClient, http: aiohttp.ClientSession) -> None:
    opened = await client.apps_connections_open(app_token="xapp-playground")
    async with http.ws_connect(opened["url"]) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["connection_info"]) == ("hello", {"app_id": "A0TRUST"})
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(opened["url"])


async def test_an_eleventh_socket_is_sent_away(
    client: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    sockets = [await a_socket(client, http) for _ in range(11)]
    goodbye = await sockets[-1].receive_json()
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
    for socket in sockets:
        await socket.close()


async def test_each_payload_goes_to_one_socket_in_turn(
    client: AsyncWebClient, http: aiohttp.ClientSession, driver: Driver
) -> None:
    sockets = [await a_socket(client, http) for _ in range(2)]
    for socket in sockets:
        await socket.receive_json()
    for socket in (*sockets, sockets[0]):
        said = asyncio.create_task(driver.post("open_home", user="U0MAYA"))
        envelope: dict[str, Any] = await socket.receive_json()
        assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
        assert envelope["payload"]["event"]["type"] == "app_home_opened"
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await said)["acknowledged"] is True
    for socket in sockets:
        await socket.close()


@pytest.mark.parametrize("how", ["disconnect", "warning", "link_disabled"])
async def test_a_farewell_names_its_reason(
    client: AsyncWebClient, http: aiohttp.ClientSession, driver: Driver, how: str
) -> None:
    socket = await a_socket(client, http)
    await socket.receive_json()
    await driver.post("cut", how=how)
    reason = "refresh_requested" if how == "disconnect" else how
    assert (await socket.receive_json())["reason"] == reason
    still_open = (await driver.get("state"))["app"]["connected"]
    assert still_open is (how == "warning")
    await socket.close()


async def test_an_app_that_is_told_to_reconnect_is_reached_again(
    app: AsyncApp, driver: Driver
) -> None:
    @app.command("/trust")
    async def answer(ack: Any) -> None:
        await ack("here")

    async with connected(app), driver.stream() as hints:
        await driver.post("cut", how="disconnect")
        async for hint in hints:
            if hint["type"] == "app" and hint["connected"]:
                break
        said = await driver.post("command", user="U0MAYA", command="/trust", text="")
    assert said["response"] == {"text": "here"}


async def test_what_a_lost_socket_was_given_is_lost(
    client: AsyncWebClient, http: aiohttp.ClientSession, driver: Driver
) -> None:
    socket = await a_socket(client, http)
    await socket.receive_json()
    clicked = asyncio.create_task(driver.post("command", user="U0MAYA", command="/trust", text=""))
    await socket.receive_json()
    await driver.post("cut")
    assert (await clicked)["error"] == "operation_timeout"
    assert (await driver.get("envelopes"))["envelopes"][-1]["state"] == "unacknowledged"
    await socket.close()
