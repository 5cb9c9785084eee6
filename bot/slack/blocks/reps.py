"""What reps read from the bot."""

from bot.services.ports import Content
from bot.services.team_messages import IntroMessage, RepFormMessage
from bot.slack.elements import notification


def intro(message: IntroMessage) -> Content:
    return Content(text=notification(type(message).__name__), blocks=[])


def rep_form(message: RepFormMessage) -> Content:
    return Content(text=notification(type(message).__name__), blocks=[])
