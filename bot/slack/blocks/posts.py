"""What managers post, and posts that could not go out."""

from bot.services.ports import Content
from bot.services.team_messages import NotPostedMessage, PostMessage
from bot.slack.elements import notification


def post(message: PostMessage) -> Content:
    return Content(text=notification(type(message).__name__), blocks=[])


def not_posted(message: NotPostedMessage) -> Content:
    return Content(text=notification(type(message).__name__), blocks=[])
