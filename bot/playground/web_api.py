"""The Web API: every call is authorised, checked, counted, carried out and written down."""

import asyncio
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground import api_chat, api_conversations, api_dnd, api_files, api_users, api_views
from bot.playground.calls import Call, Method, authorise, check_arguments, read_arguments
from bot.playground.clock import iso
from bot.playground.faults import Fault
from bot.playground.refusals import BrokenServer, RateLimited, Refused

if TYPE_CHECKING:
    from bot.playground.server import Playground

METHODS: dict[str, Method] = {
    **api_chat.METHODS,
    **api_conversations.METHODS,
    **api_files.METHODS,
    **api_dnd.METHODS,
    **api_users.METHODS,
    **api_views.METHODS,
}


@dataclass
class Called:
    """A call as it was answered; the token is left out."""

    at: str
    method: str
    args: dict[str, Any]
    ok: bool
    error: str | None
    status: int
    fault: Fault | None


class WebApi:
    """Answers /api/{method}. Faults strike where a real network and a busy Slack would."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self.called: list[Called] = []

    def log(self, method: str = "") -> list[dict[str, Any]]:
        return [asdict(call) for call in self.called if method in ("", call.method)]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        faults = self._playground.faults
        if faults.slow_ms and faults.concern(name):
            await asyncio.sleep(faults.slow_ms / 1000)
        at = iso(self._playground.clock.now())
        args: dict[str, Any] = {}
        fault = faults.draw(name)
        try:
            args = await read_arguments(request)
            token = args.pop("token", "") or _bearer(request)
            response = self._response(self._do(name, args, token, request.host, fault))
            error, status = None, 200
        except Refused as refused:
            response = self._response(refused.answer(), refused)
            error, status = refused.error, refused.status
        self.called.append(Called(at, name, args, error is None, error, status, fault))
        if fault == "lost_answer" and request.transport is not None:
            request.transport.abort()
        return response

    def _do(
        self, name: str, args: dict[str, Any], token: str, host: str, fault: Fault | None
    ) -> dict[str, Any]:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        authorise(token, method, installed=self._playground.installation.installed)
        if fault == "http_500":
            raise BrokenServer
        if fault == "ratelimited":
            raise RateLimited(self._playground.faults.retry_after)
        call = Call(self._playground, args, host)
        if method.scope:
            call.need(method.scope)
        check_arguments(method, args)
        channel = self._playground.workspace.conversation(args["channel"]) if method.posts else None
        if seconds := self._playground.limits.take(name, method.per_minute, channel):
            raise RateLimited(seconds)
        return {"ok": True, **method.run(call)}

    def _response(self, body: dict[str, Any], refused: Refused | None = None) -> web.Response:
        scopes = ",".join(sorted(self._playground.installation.scopes))
        headers = {"x-oauth-scopes": scopes, "x-slack-req-id": f"playground-{len(self.called)}"}
        if isinstance(refused, RateLimited):
            headers["Retry-After"] = str(refused.seconds)
        status = refused.status if refused else 200
        return web.json_response(body, status=status, headers=headers)


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
