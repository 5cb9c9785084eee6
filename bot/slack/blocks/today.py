"""What waited, in one message."""

from bot.services.ports import Content
from bot.services.team_messages import TodayMessage
from bot.slack.elements import notification


def today(message: TodayMessage) -> Content:
    return Content(text=notification(type(message).__name__), blocks=[])
