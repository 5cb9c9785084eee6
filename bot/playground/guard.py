"""Who may speak to the playground: this machine, and no web page of somebody else."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.playground.refusals import BadCall

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine; a foreign name that merely points here does not."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


def is_foreign(request: web.Request) -> bool:
    """Whether a browser says that another site made this request."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return True
    return request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")


def guard(*, loopback_only: bool) -> Middleware:
    """A middleware. The page itself may be reached by a link from anywhere, nothing else."""

    @web.middleware
    async def check(request: web.Request, handler: Answer) -> web.StreamResponse:
        if loopback_only and not is_loopback(request.host):
            refused = BadCall(403, "not_loopback", "The playground answers this machine only.")
            return web.json_response(refused.body, status=refused.status)
        is_page = request.method == "GET" and not request.path.startswith(
            ("/_control/", "/api/", "/response/", "/link/")
        )
        if not is_page and is_foreign(request):
            refused = BadCall(403, "foreign_origin", "Another site may not use the playground.")
            return web.json_response(refused.body, status=refused.status)
        return await handler(request)

    return check
