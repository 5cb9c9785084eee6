"""Mentions of people in what somebody typed: kept as names, so that no id outlives an erase."""

import re

from bot.services.taking_part import name_in
from bot.storage import Connection, people

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def by_name(connection: Connection, workspace: str, text: str) -> str:
    """The text with the name of everybody it mentions, or "your colleague" for those whom the bot
    does not know."""
    known = people.several(connection, workspace, sorted(set(_MENTION.findall(text))))
    return _MENTION.sub(lambda found: name_in(known, found.group(1)), text)
