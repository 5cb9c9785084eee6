"""Asking Slack about a channel before something is posted there."""

from enum import StrEnum
from typing import Protocol

from habits.errors import WrongField
from habits.texts import say

BOT_NAME = "trust-habits"
"""What people type behind the @ where Slack does not say what the bot is called."""


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


async def need_place(places: Places, channel: str, field: str, bot_name: str) -> None:
    """Raises WrongField, for the `field` it was picked in, where nothing can be posted."""
    match await places.standing(channel):
        case Standing.NOT_IN:
            raise WrongField(field, say("compose.faults.not_in", bot=bot_name))
        case Standing.ARCHIVED:
            raise WrongField(field, say("compose.faults.archived"))
        case Standing.IN | Standing.UNKNOWN:
            pass
