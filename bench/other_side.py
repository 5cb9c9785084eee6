"""A stand-in for Slack in a process of its own: it takes every call, and sends commands over
Socket Mode and times their acks."""

import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import WSMsgType, web

JSON = dict[str, Any]
TEAM = "T0BENCH"
_PATIENCE = 30.0


class OtherSide:
    """`url` is where it listens; `api` the address that a client of Slack is given."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.api = f"{url}/api/"
        self._http = http

    async def connected(self, token: str, lines: int) -> None:
        """Wait until the app with that token has so many sockets open."""
        async with asyncio.timeout(_PATIENCE):
            while (await self._ask("lines", token=token))["lines"] < lines:
                await asyncio.sleep(0.02)

    async def commands(
        self, token: str, users: list[str], at_once: int, text: str = "today"
    ) -> list[JSON]:
        """Send `/trust <text>` for each user, `at_once` together; for each, `seconds` from
        request to ack, and how many `blocks` the ack had."""
        asked = {"token": token, "users": users, "at_once": at_once, "text": text}
        return (await self._ask("commands", **asked))["acks"]

    async def taken(self) -> list[str]:
        """The bodies of the posts taken since the last question."""
        return (await self._ask("taken"))["bodies"]

    async def _ask(self, call: str, **asked: Any) -> JSON:
        async with self._http.post(f"{self.url}/_bench/{call}", json=asked) as answer:
            answer.raise_for_status()
            return await answer.json()


@asynccontextmanager
async def other_side() -> AsyncIterator[OtherSide]:
    """Start it, and end it afterwards."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.other_side", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        port = int(await asyncio.wait_for(program.stdout.readline(), _PATIENCE))
        timeout = aiohttp.ClientTimeout(total=600)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            yield OtherSide(f"http://127.0.0.1:{port}", http)
    finally:
        program.terminate()
        await program.wait()


class _Server:
    """What runs in the other process."""

    def __init__(self) -> None:
        self.port = 0
        self._lines: dict[str, list[web.WebSocketResponse]] = defaultdict(list)
        self._waiting: dict[str, tuple[float, asyncio.Future[JSON]]] = {}
        self._bodies: list[str] = []
        self._sent = 0

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_post("/api/chat.postMessage", self._post)
        app.router.add_post("/api/{method}", self._any)
        app.router.add_get("/link/{token}", self._link)
        app.router.add_post("/_bench/lines", self._count)
        app.router.add_post("/_bench/commands", self._commands)
        app.router.add_post("/_bench/taken", self._taken)
        return app

    async def _open(self, request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self.port}/link/{token}"})

    async def _post(self, request: web.Request) -> web.Response:
        self._bodies.append(await request.text())
        self._sent += 1
        told = {"ok": True, "channel": "D0BENCH", "ts": f"1700000000.{self._sent:06d}"}
        return web.json_response(told)

    async def _any(self, _request: web.Request) -> web.Response:
        me = {"team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT", "user": "trust"}
        return web.json_response({"ok": True, **me})

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(autoping=True)
        await line.prepare(request)
        lines = self._lines[request.match_info["token"]]
        lines.append(line)
        try:
            async for message in line:
                if message.type is WSMsgType.TEXT:
                    self._acked(message.data, time.perf_counter())
        finally:
            lines.remove(line)
        return line

    def _acked(self, said: str, at: float) -> None:
        told = json.loads(said)
        began, waiting = self._waiting.pop(told["envelope_id"])
        blocks = (told.get("payload") or {}).get("blocks") or []
        waiting.set_result({"seconds": at - began, "blocks": len(blocks)})

    async def _count(self, request: web.Request) -> web.Response:
        token = (await request.json())["token"]
        return web.json_response({"lines": len(self._lines[token])})

    async def _taken(self, _request: web.Request) -> web.Response:
        bodies, self._bodies = self._bodies, []
        return web.json_response({"bodies": bodies})

    async def _commands(self, request: web.Request) -> web.Response:
        asked = await request.json()
        users, at_once = asked["users"], asked["at_once"]
        lines = self._lines[asked["token"]]
        acks: list[JSON] = []
        for start in range(0, len(users), at_once):
            together = users[start : start + at_once]
            acks += await asyncio.gather(
                *(
                    self._command(lines[n % len(lines)], user, asked["text"])
                    for n, user in enumerate(together)
                )
            )
        return web.json_response({"acks": acks})

    async def _command(self, line: web.WebSocketResponse, user: str, text: str) -> JSON:
        self._sent += 1
        name = f"e{self._sent}"
        waiting: asyncio.Future[JSON] = asyncio.get_running_loop().create_future()
        envelope = json.dumps(
            {
                "type": "slash_commands",
                "envelope_id": name,
                "accepts_response_payload": True,
                "payload": {
                    "token": "t",
                    "team_id": TEAM,
                    "team_domain": "bench",
                    "channel_id": "C0BENCH",
                    "channel_name": "bench",
                    "user_id": user,
                    "user_name": user.lower(),
                    "command": "/trust",
                    "text": text,
                    "api_app_id": "A0BENCH",
                    "response_url": f"http://127.0.0.1:{self.port}/api/answer",
                    "trigger_id": f"{self._sent}.1.x",
                },
            }
        )
        self._waiting[name] = (time.perf_counter(), waiting)
        await line.send_str(envelope)
        async with asyncio.timeout(_PATIENCE):
            return await waiting


async def _serve() -> None:
    server = _Server()
    runner = web.AppRunner(server.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    print(server.port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
