"""What a workspace may not grant: tried until Slack says it is not there, then left alone."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from bot.slack.outcomes import Answer

logger = logging.getLogger(__name__)

T = TypeVar("T")

_NOT_THERE = frozenset({"missing_scope", "unknown_method"})


class OptionalFeatures:
    """Remembers which features are off, for as long as the process lives."""

    def __init__(self) -> None:
        self._off: set[str] = set()

    def has(self, feature: str) -> bool:
        return feature not in self._off

    async def call(self, feature: str, call: Callable[[], Awaitable[T]]) -> T | None:
        """The call's answer, or None where the feature is off. Other errors pass through."""
        if feature in self._off:
            return None
        try:
            return await call()
        except SlackApiError as error:
            code = Answer.of(error).error
            if code not in _NOT_THERE:
                raise
            if feature not in self._off:
                self._off.add(feature)
                logger.warning(
                    "slack.feature_off: %s (%s)",
                    feature,
                    code,
                    extra={"action": "slack.feature_off", "feature": feature},
                )
            return None
