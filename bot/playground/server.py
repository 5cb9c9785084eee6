"""Putting the playground together and serving it on this machine."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.clock import Agenda, Clock, real_now, stop
from bot.playground.control import Control
from bot.playground.credentials import Credentials
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.forms import Forms
from bot.playground.guard import guard, is_loopback
from bot.playground.installation import Installation
from bot.playground.interactions import Interactions
from bot.playground.limits import Limits
from bot.playground.live import Live
from bot.playground.marks import Marks
from bot.playground.people import TEAM_NAME
from bot.playground.replies import Responses
from bot.playground.socket import Sockets
from bot.playground.stream import Stream
from bot.playground.views import Views
from bot.playground.walking import Followers, Walk
from bot.playground.web_api import WebApi
from bot.playground.workspace import Workspace

PAGES = Path(__file__).parent.resolve() / "pages"
ACK_SECONDS = 3.0
FRESH = {"Cache-Control": "no-cache"}  # an updated page must not meet yesterday's scripts


class Playground:
    """All parts of one workspace, in memory. `real` and `machine` are its two sources of time."""

    def __init__(
        self,
        *,
        team_name: str = TEAM_NAME,
        seed: bool = True,
        manifest: Mapping[str, Any] | None = None,
        real: Callable[[], datetime] = real_now,
        machine: Callable[[], float] = time.monotonic,
        ack_seconds: float = ACK_SECONDS,
        begins: datetime | None = None,
    ) -> None:
        self.address = ""  # of this server as the app sees it, for response urls
        self.machine = machine
        self.clock = Clock(real, begins)
        self.marks = Marks(self.clock)
        self.agenda = Agenda(self.clock)
        self.stream = Stream()
        self.installation = Installation(manifest)
        self.workspace = Workspace(self.clock, self.stream.tell, team_name=team_name, seeded=seed)
        self.views = Views(self.clock, self.stream.tell)
        self.credentials = Credentials(self.clock, machine)
        self.limits = Limits(self.clock)
        self.faults = Faults()
        self.files = Files()
        self.sockets = Sockets(self.clock, self.agenda, self.stream.tell, ack_seconds)
        self.sockets.refusing = lambda: self.faults.refuse_sockets
        self.events = Events(self)
        self.forms = Forms(self)
        self.interactions = Interactions(self)
        self.web_api = WebApi(self)
        self.followers = Followers(machine)
        self.walk = Walk(
            self.clock,
            self.agenda,
            self.followers,
            self.sockets.quiet,
            self.workspace,
            self.stream.tell,
            machine,
        )
        self.live = Live(self)

    def reset(self) -> None:
        """A fresh workspace. Open sockets and followers stay, and learn the new time."""
        self.walk.abandon()
        self.live.stop()
        self.clock.reset()
        self.marks.put([])
        self.agenda.clear()
        self.installation.reset()
        self.workspace.reset()
        self.views.reset()
        self.credentials.reset()
        self.limits.reset()
        self.faults = Faults()
        self.files.reset()
        self.web_api.called.clear()
        self.sockets.envelopes.clear()
        self.followers.poke()
        self.stream.tell({"type": "reset"})

    def web_app(self, *, loopback_only: bool) -> web.Application:
        app = web.Application(middlewares=[guard(loopback_only=loopback_only)])
        control = Control(self)
        responses = Responses(
            self.workspace, self.credentials.use, lambda: self.faults.refuse_blocks
        )
        app.add_routes(
            [
                web.route("*", "/api/{method}", self.web_api.answer),
                web.get("/link/", self.sockets.admit),
                web.post("/response/{key}", responses.answer),
                web.post("/upload/{secret}", self.files.take),
                web.get("/files/{secret}/{id}", self.files.give),
                web.get("/_control/stream", control.stream),
                web.route("*", "/_control/{call:.+}", control.answer),
                web.get("/", _index),
                web.get("/pages/{path:.+}", _page),
            ]
        )
        return app


async def _index(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGES / "index.html", headers=FRESH)


async def _page(request: web.Request) -> web.StreamResponse:
    path = (PAGES / request.match_info["path"]).resolve()
    if not path.is_relative_to(PAGES) or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=FRESH)


@dataclass(frozen=True)
class Running:
    """A playground that answers at `url`, e.g. http://127.0.0.1:8910."""

    url: str
    playground: Playground
    _runner: web.AppRunner
    _agenda: asyncio.Task[None]

    async def stop(self) -> None:
        await stop(self._agenda)
        self.playground.followers.poke()
        self.playground.stream.end()
        await self.playground.sockets.close()
        await self._runner.cleanup()


async def serve(
    port: int = 0,
    host: str = "127.0.0.1",
    *,
    team_name: str = TEAM_NAME,
    seed: bool = True,
    manifest: Mapping[str, Any] | None = None,
    anyone: bool = False,
    real: Callable[[], datetime] = real_now,
    machine: Callable[[], float] = time.monotonic,
    ack_seconds: float = ACK_SECONDS,
    begins: datetime | None = None,
) -> Running:
    """Serve a playground; port 0 takes a free one.

    `begins` is the instant (aware) at which its clock stands at first; without it, now.

    `manifest` is the app's manifest (scopes, events, commands, shortcuts). With `anyone`, other
    machines may use it: whoever reaches it can then act as anyone. Raises ValueError for a host
    that other machines reach unless `anyone` is set.
    """
    if not anyone and not is_loopback(f"[{host}]" if ":" in host else host):
        raise ValueError(f"{host} can be reached from other machines; use 127.0.0.1.")
    playground = Playground(
        team_name=team_name,
        seed=seed,
        manifest=manifest,
        real=real,
        machine=machine,
        ack_seconds=ack_seconds,
        begins=begins,
    )
    app = playground.web_app(loopback_only=not anyone)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    bound = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{bound}"
    playground.address = url
    keeping = asyncio.create_task(playground.agenda.keep())
    return Running(url, playground, runner, keeping)
