"""All tools there are, for `House`."""

from bot.services.tools import Tools

ALL_TOOLS = Tools(
    waiting={},
    asked_again={},
    known={},
    begun={},
    after={},
    agreements={},
)
