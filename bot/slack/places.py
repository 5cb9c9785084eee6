"""How the bot stands with a channel, where the workspace lets us ask."""

import asyncio
import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.places import Standing
from bot.slack.features import OptionalFeatures
from bot.slack.outcomes import TROUBLE, Answer

logger = logging.getLogger(__name__)

# A sent form waits three seconds for its answer.
_SECONDS_TO_ASK = 1.5


class SlackPlaces:
    """Asks conversations.info; the channels of one workspace."""

    def __init__(self, read: AsyncWebClient, features: OptionalFeatures) -> None:
        self._read = read
        self._features = features

    async def standing(self, channel: str) -> Standing:
        # Public and private channels have scopes of their own: each channel is tried for itself.
        feature = f"conversations.info {channel}"
        try:
            async with asyncio.timeout(_SECONDS_TO_ASK):
                told = await self._features.call(
                    feature, lambda: self._read.conversations_info(channel=channel)
                )
        except SlackApiError as error:
            # A private channel that the bot is not in does not exist for it.
            unseen = Answer.of(error).error == "channel_not_found"
            return Standing.NOT_IN if unseen else Standing.UNKNOWN
        except TROUBLE as error:
            logger.info("channel.not_told", extra={"why": type(error).__name__})
            return Standing.UNKNOWN
        found = None if told is None else told.get("channel")
        if not isinstance(found, dict):
            return Standing.UNKNOWN
        if found.get("is_archived") is True:
            return Standing.ARCHIVED
        return Standing.NOT_IN if found.get("is_member") is False else Standing.IN
