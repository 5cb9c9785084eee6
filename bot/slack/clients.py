"""The two Web API clients on one shared session: `send` never repeats a call, `read` may."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine itself."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Clients:
    """`proxy` is the proxy that Slack is reached through, if any."""

    send: AsyncWebClient
    read: AsyncWebClient
    session: aiohttp.ClientSession

    @property
    def proxy(self) -> str | None:
        return self.send.proxy

    async def close(self) -> None:
        await self.session.close()


async def open_clients(token: str, base_url: str, timeout_seconds: float) -> Clients:
    """`timeout_seconds` bounds a whole call, connecting included (machine time)."""
    session = aiohttp.ClientSession(
        # The clients' own `timeout` is ignored once they are given a session.
        timeout=aiohttp.ClientTimeout(total=timeout_seconds, connect=timeout_seconds / 2),
        cookie_jar=aiohttp.DummyCookieJar(),
    )
    send = AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])
    read = AsyncWebClient(
        token=token,
        base_url=base_url,
        session=session,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=2),
        ],
    )
    if is_loopback(base_url):
        # The SDK takes a proxy from the environment, and none reaches this machine's own ports.
        send.proxy = read.proxy = None
    return Clients(send=send, read=read, session=session)
