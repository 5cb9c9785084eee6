"""Two lines are kept up; one that is stuck asks anew; five minutes of silence are reported."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.clients import open_clients
from bot.slack.connection import Connections, SocketLine, two_lines
from bot.tasks import InFlight
from tests.bot.slack.loopback import loopback
from tests.bot.slack.machine import FakeMachine


class FakeLine:
    def __init__(self, *, up: bool = True) -> None:
        self.up = up
        self.renewed = 0
        self.ended: list[str] = []
        self._connected = asyncio.Event()
        if up:
            self._connected.set()

    async def connect(self) -> None:
        await self._connected.wait()

    def is_open(self) -> bool:
        return self.up

    async def is_up(self) -> bool:
        return self.up

    def renew(self) -> None:
        self.renewed += 1

    async def stop_intake(self) -> None:
        self.ended.append("intake")

    async def close(self) -> None:
        self.ended.append("close")


class Watched:
    """Connections under a fake clock."""

    def __init__(self, *lines: FakeLine) -> None:
        self.machine = FakeMachine()
        self.fatal: list[str] = []
        self.connections = Connections(lines, self.machine, self.fatal.append)
        self.connections.start()

    async def __aenter__(self) -> "Watched":
        await self.machine.asleep.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.connections.close()


async def test_lines_that_are_up_are_left_alone() -> None:
    one, two = FakeLine(), FakeLine()
    async with Watched(one, two) as watched:
        await watched.machine.pass_(3600)
        assert watched.connections.connected() == 2
        assert (one.renewed, two.renewed, watched.fatal) == (0, 0, [])
        await watched.connections.first_up()


async def test_a_line_down_for_more_than_45_seconds_asks_for_a_new_address() -> None:
    one, two = FakeLine(), FakeLine(up=False)
    async with Watched(one, two) as watched:
        await watched.machine.pass_(45)
        assert two.renewed == 0
        await watched.machine.pass_(15)
        assert (one.renewed, two.renewed) == (0, 1)
        await watched.machine.pass_(45)
        assert two.renewed == 1
        await watched.machine.pass_(15)
        assert two.renewed == 2


async def test_a_short_gap_is_forgotten() -> None:
    line = FakeLine(up=False)
    async with Watched(line) as watched:
        for _ in range(10):
            line.up = False
            await watched.machine.pass_(45)
            line.up = True
            await watched.machine.pass_(15)
        assert (line.renewed, watched.fatal) == (0, [])


async def test_five_minutes_without_any_line_are_reported_once() -> None:
    one, two = FakeLine(up=False), FakeLine(up=False)
    async with Watched(one, two) as watched:
        await watched.machine.pass_(300)
        assert watched.fatal == []
        await watched.machine.pass_(900)
        assert watched.fatal == ["No connection to Slack for five minutes."]


async def test_one_line_that_works_is_enough() -> None:
    one, two = FakeLine(), FakeLine(up=False)
    async with Watched(one, two) as watched:
        await watched.machine.pass_(3600)
        assert watched.fatal == []
        assert watched.connections.connected() == 1


async def test_intake_stops_before_the_lines_close() -> None:
    line = FakeLine(up=False)
    async with Watched(line) as watched:
        await watched.connections.stop_intake()
        assert line.ended == ["intake"]
    assert line.ended == ["intake", "intake", "close"]


class SocketServer:
    """Hands out one-time socket addresses, sends one envelope, and remembers what came back."""

    def __init__(self) -> None:
        self.sockets: list[web.WebSocketResponse] = []
        self.acks: asyncio.Queue[Any] = asyncio.Queue()

    async def socket(self, request: web.Request) -> web.StreamResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self.sockets.append(ws)
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                self.acks.put_nowait(json.loads(message.data))
        return ws


@pytest.fixture
def app_of() -> Any:
    def make(client: Any) -> AsyncApp:
        async def authorize(**_: Any) -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None, team_id="T1", bot_token="xoxb-test", bot_user_id="U0"
            )

        return AsyncApp(client=client, authorize=authorize, process_before_response=True)

    return make


async def test_real_sockets_connect_answer_after_intake_stopped_and_close(app_of: Any) -> None:
    server = SocketServer()
    async with loopback() as slack:

        async def answer(request: web.Request) -> web.StreamResponse:
            if request.path == "/link":
                return await server.socket(request)
            return web.json_response(
                {"ok": True, "url": slack.origin.replace("http", "ws") + "/link"}
            )

        slack.answer = answer
        clients = await open_clients("xoxb-test", slack.url, 5)
        app = app_of(clients.send)
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def slow(ack: Any) -> None:
            begun.set()
            await go_on.wait()
            await ack("done")

        app.command("/trust")(slow)
        machine, in_flight = FakeMachine(), InFlight()
        connections = Connections(two_lines(app, "xapp-test", in_flight), machine, print)
        connections.start()
        await connections.first_up()
        command = {"type": "slash_commands", "command": "/trust", "team_id": "T1", "user_id": "U1"}
        await server.sockets[0].send_json(
            {"type": "slash_commands", "envelope_id": "e1", "payload": command}
        )
        await begun.wait()
        await connections.stop_intake()
        assert connections.connected() >= 1
        go_on.set()
        ack = await server.acks.get()
        assert (ack["envelope_id"], ack["payload"]) == ("e1", {"text": "done"})
        await in_flight.idle()
        await connections.close()
        assert connections.connected() == 0
        await clients.close()


async def test_renewing_makes_the_client_forget_its_address(app_of: Any) -> None:
    clients = await open_clients("xoxb-test", "http://127.0.0.1:9/api/", 5)
    line = SocketLine(app_of(clients.send), "xapp-test", InFlight())
    client = line._handler.client
    client.wss_uri = "ws://127.0.0.1:9/used-up"
    line.renew()
    assert client.wss_uri is None
    assert not line.is_open()
    assert not await line.is_up()
    await line.close()
    await clients.close()
