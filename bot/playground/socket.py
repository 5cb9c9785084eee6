"""Socket Mode: tickets, open sockets, envelopes to one of them, their acks, events sent again."""

import asyncio
import contextlib
import itertools
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.bell import Bell
from bot.playground.clock import Agenda, Clock, iso
from bot.playground.people import APP

SOCKET_LIMIT = 10
# Slack repeats an event at once, after a minute and after five.
RETRIES = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))


class NobodyThere(Exception):
    """No socket of the app is open."""


class NotAcknowledged(Exception):
    """The app was given an envelope and did not answer it in time."""


@dataclass
class Envelope:
    """A record of one delivery; state: sent, acknowledged, unacknowledged or undelivered."""

    id: str
    at: str
    type: str
    payload_type: str
    attempt: int = 0
    state: str = "sent"


class Sockets:
    """The app's connections. Each envelope goes to one of them, in turn."""

    def __init__(
        self,
        clock: Clock,
        agenda: Agenda,
        tell: Callable[[dict[str, Any]], None],
        ack_seconds: float,
    ) -> None:
        self.envelopes: list[Envelope] = []
        self.refusing: Callable[[], bool] = lambda: False
        self._clock = clock
        self._agenda = agenda
        self._tell = tell
        self._ack_seconds = ack_seconds
        self._tickets: set[str] = set()
        self._open: dict[web.WebSocketResponse, web.Request] = {}
        # Told to go: they get nothing new, may still answer, and hang up themselves.
        self._leaving: set[web.WebSocketResponse] = set()
        self._turns = itertools.count()
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Any]]] = {}
        self._events: set[asyncio.Task[bool]] = set()
        self._answered = Bell()

    @property
    def count(self) -> int:
        return len(self._open)

    def ticket(self) -> str:
        """Admits one socket, once."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def admit(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket end point: greet, then read acks until the app hangs up."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or self.refusing():
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        # An app that hangs up while it is greeted is simply gone.
        with contextlib.suppress(ConnectionResetError):
            await socket.prepare(request)
            await self._serve(socket, request)
        return socket

    async def _serve(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        if self.count >= SOCKET_LIMIT:
            await self._say_goodbye(socket, "too_many_websockets")
            await socket.close()
            return
        self._open[socket] = request
        try:
            await socket.send_json(self._hello(request.host))
            self._tell_app()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledge(frame.data)
        finally:
            self._forget(socket)

    async def deliver(self, kind: str, payload: dict[str, Any], **more: Any) -> Any:
        """Hand one envelope to the app and return the payload of its ack, or None.

        Raises NobodyThere and NotAcknowledged.
        """
        inner = payload.get("event") or payload
        record = Envelope(
            secrets.token_hex(16),
            iso(self._clock.now()),
            kind,
            inner.get("type") or inner.get("command") or kind,
            more.get("retry_attempt", 0),
        )
        self.envelopes.append(record)
        if not self._open:
            record.state = "undelivered"
            raise NobodyThere
        socket = [*self._open][next(self._turns) % self.count]
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[record.id] = (socket, answer)
        envelope = {"envelope_id": record.id, "type": kind, "payload": payload} | more
        try:
            async with asyncio.timeout(self._ack_seconds):
                await socket.send_json(envelope)
                response = await answer
        except (TimeoutError, ConnectionError) as error:
            record.state = "unacknowledged"
            raise NotAcknowledged from error
        finally:
            del self._waiting[record.id]
            self._answered.ring()
        record.state = "acknowledged"
        return response

    async def deliver_event(self, payload: dict[str, Any]) -> bool:
        """Whether the first delivery was acknowledged; if not, it is repeated up to three times."""
        sending = asyncio.create_task(self._attempt(payload, 0, ""))
        self._events.add(sending)
        sending.add_done_callback(self._events.discard)
        return await asyncio.shield(sending)

    async def _attempt(self, payload: dict[str, Any], attempt: int, reason: str) -> bool:
        more = {"accepts_response_payload": False, "retry_attempt": attempt, "retry_reason": reason}
        try:
            await self.deliver("events_api", payload, **more)
        except NobodyThere:
            self._again(payload, attempt, "connection_failed")
            return False
        except NotAcknowledged:
            self._again(payload, attempt, "http_timeout")
            return False
        return True

    def _again(self, payload: dict[str, Any], attempt: int, reason: str) -> None:
        if attempt == len(RETRIES):
            return

        async def repeat() -> None:
            sending = asyncio.create_task(self._attempt(payload, attempt + 1, reason))
            self._events.add(sending)
            sending.add_done_callback(self._events.discard)

        self._agenda.at(self._clock.now() + RETRIES[attempt], repeat)

    async def quiet(self) -> bool:
        """Wait until every envelope under way is answered or given up; whether there was one."""
        busy = bool(self._waiting or self._events)
        while self._waiting or self._events:
            if self._events:
                await asyncio.wait(set(self._events))
            else:
                await self._answered.wait(self._ack_seconds)
        return busy

    async def cut(self, how: str) -> None:
        """Hang up ("close"), or send Slack's disconnect frame; "warning" changes nothing yet."""
        for socket, request in [*self._open.items()]:
            if how == "close":
                self._forget(socket)
                if request.transport is not None:
                    request.transport.abort()
                continue
            if how != "warning":
                del self._open[socket]
                self._leaving.add(socket)
            await self._say_goodbye(socket, "refresh_requested" if how == "disconnect" else how)
        self._tell_app()

    async def close(self) -> None:
        for socket in (*self._open, *self._leaving):
            await socket.close()
        for task in [*self._events]:
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)

    def _acknowledge(self, text: str) -> None:
        with contextlib.suppress(json.JSONDecodeError):
            frame = json.loads(text)
            _, answer = self._waiting.get(frame.get("envelope_id", ""), (None, None))
            if answer is not None and not answer.done():
                answer.set_result(frame.get("payload"))

    def _forget(self, socket: web.WebSocketResponse) -> None:
        self._leaving.discard(socket)
        self._open.pop(socket, None)
        # What this socket was given and did not answer is lost; waiting longer proves nothing.
        for owner, answer in self._waiting.values():
            if owner is socket and not answer.done():
                answer.set_exception(ConnectionResetError())
        self._tell_app()

    async def _say_goodbye(self, socket: web.WebSocketResponse, reason: str) -> None:
        farewell = {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
        await socket.send_json(farewell)

    def _hello(self, host: str) -> dict[str, Any]:
        return {
            "type": "hello",
            "connection_info": {"app_id": APP},
            "num_connections": self.count,
            "debug_info": {"host": host, "approximate_connection_time": 18060},
        }

    def _tell_app(self) -> None:
        self._tell({"type": "app", "connected": bool(self._open), "sockets": self.count})
