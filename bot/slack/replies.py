"""Answers through a response_url: only ever to Slack's own host, never along a redirect."""

import logging
import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

import aiohttp
from yarl import URL

from bot.services.ports import Content
from bot.slack.charts import REFUSED, Charts, has_chart, without
from bot.slack.clients import is_loopback

logger = logging.getLogger(__name__)

HOOKS_HOST = "hooks.slack.com"

# Whatever two parsers of URLs could read in two ways is refused before either reads it.
_LONGEST_ANSWER = 4_000
_PLAIN = re.compile(r"[A-Za-z0-9:/._~?&=%+\[\]-]+")


def is_reply_url(url: object, api_url: str) -> bool:
    """Whether the URL is one that Slack hands out for answers."""
    return is_of_slack(url, api_url, HOOKS_HOST)


def is_of_slack(url: object, api_url: str, host: str) -> bool:
    """Whether the URL is one that Slack hands out on this host of its own.

    With an API on this machine the same host and port count too, with the same scheme.
    """
    if not isinstance(url, str) or len(url) > 2000 or not _PLAIN.fullmatch(url):
        return False
    try:
        given, api = urlsplit(url), urlsplit(api_url)
        if not given.path.startswith("/") or _place(given) != _as_aiohttp_reads(url):
            return False
        if _place(given) == ("https", host, 443):
            return given.netloc == host
        return is_loopback(api_url) and given.netloc == api.netloc and _place(given) == _place(api)
    except ValueError:
        return False


def _place(parts: SplitResult) -> tuple[str, str, int | None]:
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", parts.port or default


def _as_aiohttp_reads(url: str) -> tuple[str, str, int | None]:
    read = URL(url)
    return read.scheme, read.host or "", read.port


class Replies:
    """Posts to response_urls on a shared session. Trouble is logged and answered with False."""

    def __init__(
        self, session: aiohttp.ClientSession, api_url: str, proxy: str | None = None
    ) -> None:
        self._session = session
        self._api_url = api_url
        self._proxy = proxy
        self._charts = Charts()

    async def update(self, response_url: str, content: Content, replace: bool = True) -> bool:
        """Change the message that was clicked, or with `replace` False add one for the person."""
        if not is_reply_url(response_url, self._api_url):
            logger.warning("reply.refused: not a reply address", extra={"action": "reply.refused"})
            return False
        content = self._charts.fitting(content)
        why = await self._post(response_url, content, replace)
        if why is not None and REFUSED in why and has_chart(content):
            why = await self._post(response_url, without(content), replace)
            if why is None:
                self._charts.not_taken()
        if why is not None:
            logger.warning("reply.failed", extra={"action": "reply.failed", "why": why})
        return why is None

    async def ephemeral(self, response_url: str, content: Content) -> bool:
        """Add a message that only the person sees."""
        return await self.update(response_url, content, replace=False)

    async def _post(self, response_url: str, content: Content, replace: bool) -> str | None:
        """Why it was not taken; None where it was."""
        body: dict[str, Any] = {
            "replace_original": replace,
            "text": content.text,
            "blocks": content.blocks,
        }
        if not replace:
            body["response_type"] = "ephemeral"
        try:
            async with self._session.post(
                response_url, json=body, allow_redirects=False, proxy=self._proxy
            ) as response:
                if response.status == 200:
                    return None
                said = (await response.content.read(_LONGEST_ANSWER)).decode(errors="replace")
                return f"{response.status}: {REFUSED}" if REFUSED in said else f"{response.status}"
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return type(error).__name__
