"""The 1:1: before it, and its note."""

from bot.services.ports import Content
from bot.services.team_messages import OneOnOneMessage
from bot.slack.elements import notification


def one_on_one(message: OneOnOneMessage) -> Content:
    return Content(text=notification(type(message).__name__), blocks=[])
