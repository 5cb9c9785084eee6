"""Charts are younger than the rest: a Slack that refuses one gets the same message without."""

import logging

from bot.services.ports import Content
from bot.slack.blocks.charts import KIND

logger = logging.getLogger(__name__)

REFUSED = "invalid_blocks"
"""What Slack says to a block that it does not take: the message was surely not sent."""


class Charts:
    """Remembers for as long as the process runs whether Slack takes charts."""

    def __init__(self) -> None:
        self._taken = True

    def fitting(self, content: Content) -> Content:
        """The content, without charts once Slack refused them."""
        return content if self._taken else without(content)

    def not_taken(self) -> None:
        if self._taken:
            self._taken = False
            logger.warning(
                "slack.charts_off: messages come without charts from now on",
                extra={"action": "slack.charts_off"},
            )


def has_chart(content: Content) -> bool:
    return any(one.get("type") == KIND for one in content.blocks)


def without(content: Content) -> Content:
    """The same content without its charts: what they tell stands in its words, too."""
    return Content(content.text, [one for one in content.blocks if one.get("type") != KIND])
