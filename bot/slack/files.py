"""Handing somebody a file in their own conversation with the bot, where the workspace grants it."""

import io
import logging
from enum import StrEnum

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.ports import Content
from bot.slack.features import OptionalFeatures
from bot.slack.outcomes import TROUBLE
from bot.slack.replies import is_of_slack

logger = logging.getLogger(__name__)

FILES_HOST = "files.slack.com"
FEATURE = "files.getUploadURLExternal"


class Handed(StrEnum):
    """OVER: the person has it. NOT_GRANTED: the app may not upload here. FAILED: it did not work
    this time, and nothing is left of it."""

    OVER = "over"
    NOT_GRANTED = "not-granted"
    FAILED = "failed"


class SlackFiles:
    """Uploads to Slack's own file host and nowhere else, never along a redirect."""

    def __init__(
        self,
        send: AsyncWebClient,
        session: aiohttp.ClientSession,
        api_url: str,
        features: OptionalFeatures,
    ) -> None:
        self._send = send
        self._session = session
        self._api_url = api_url
        self._features = features

    async def hand(self, user: str, name: str, body: bytes, words: Content) -> Handed:
        """Give the person a file of that name, below a message with these words."""
        try:
            place = await self._features.call(
                FEATURE,
                lambda: self._send.files_getUploadURLExternal(filename=name, length=len(body)),
            )
            if place is None:
                return Handed.NOT_GRANTED
            if not await self._upload(place.get("upload_url"), body):
                return Handed.FAILED
            file: dict[str, str | None] = {"id": str(place.get("file_id") or ""), "title": name}
            return await self._share(user, file, words)
        except TROUBLE as error:
            logger.warning("file.not_handed", extra={"why": type(error).__name__})
            return Handed.FAILED

    async def _upload(self, url: object, body: bytes) -> bool:
        if not isinstance(url, str) or not is_of_slack(url, self._api_url, FILES_HOST):
            logger.warning("file.refused: not an upload address", extra={"action": "file.refused"})
            return False
        async with self._session.post(
            url,
            data=io.BytesIO(body),
            headers={"Content-Type": "application/octet-stream"},
            allow_redirects=False,
            proxy=self._send.proxy,
        ) as response:
            if response.status != 200:
                logger.warning("file.not_uploaded", extra={"why": str(response.status)})
            return response.status == 200

    async def _share(self, user: str, file: dict[str, str | None], words: Content) -> Handed:
        # A file goes to a conversation, not to a person; a message to the person names theirs.
        said = await self._send.chat_postMessage(
            channel=user, text=words.text, blocks=words.blocks, unfurl_links=False
        )
        channel, ts = str(said.get("channel") or ""), str(said.get("ts") or "")
        try:
            await self._send.files_completeUploadExternal(files=[file], channel_id=channel)
        except TROUBLE:
            # No file follows, so better without these words, though they say what to do then.
            await self._send.chat_delete(channel=channel, ts=ts)
            raise
        return Handed.OVER
