"""Buttons that open Slack's own chat with somebody."""

from urllib.parse import urlencode

from bot.services.team_messages import WayBack
from bot.slack.elements import Element, button
from bot.slack.ids import ActionId
from habits.texts import say

_REDIRECT = "https://slack.com/app_redirect"
_LONGEST_NAME = 40


def reply_to(manager: str, name: str, team: str) -> Element:
    """The way back to the manager that ends whatever a rep reads: the bot passes nothing on.
    `manager` is a user of the workspace `team`."""
    label = say("reps.reply_to", name=name[:_LONGEST_NAME])
    return _opens(ActionId.REPLY_TO, label, manager, team)


def way_back(to: WayBack) -> Element:
    return reply_to(to.manager, to.manager_name, to.team)


def open_chat(user: str, name: str, team: str) -> Element:
    """Opens the chat with somebody; what is said there, the person says. `name` is "" where we
    do not know it."""
    known = say("reps.open_chat", name=name[:_LONGEST_NAME])
    label = known if name else say("reps.open_the_chat")
    return _opens(ActionId.OPEN_CHAT, label, user, team)


def _opens(action: ActionId, label: str, user: str, team: str) -> Element:
    url = f"{_REDIRECT}?{urlencode({'team': team, 'channel': user})}"
    return {**button(action, label), "url": url}
