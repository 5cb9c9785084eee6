"""Asking Slack about a channel before something is posted there."""

from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """How the bot stands with a channel; UNKNOWN where Slack does not say, or not in time."""

    IN = "in"
    NOT_IN = "not-in"
    ARCHIVED = "archived"
    UNKNOWN = "unknown"


class Places(Protocol):
    async def standing(self, channel: str) -> Standing:
        """Never raises for Slack's troubles, and takes no longer than a form can wait."""
        ...
