"""The commands of Slack itself, which no app hears of."""

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.playground.people import Channel, Person
from bot.playground.refusals import BadCall, bad_arguments

if TYPE_CHECKING:
    from bot.playground.server import Playground

NAMED = re.compile(r"@([\w-]+)")


async def invite(
    playground: "Playground", _: Person, channel: Channel, text: str
) -> dict[str, Any]:
    """Everybody named by handle comes into the channel, the bot too."""
    workspace = playground.workspace
    by_handle = {person.name: person for person in workspace.people.values()}
    handles = NAMED.findall(text)
    strange = [f"@{name}" for name in handles if name not in by_handle]
    if channel.is_im or channel.is_archived:
        raise BadCall(409, "cant_invite", "Nobody can be invited into this conversation.")
    if strange or not handles:
        raise bad_arguments(f"Nobody here is called {', '.join(strange) or 'nothing'}.")
    for name in handles:
        await playground.events.membership(channel, by_handle[name], joins=True)
    return {"response": None, "ts": None}


Run = Callable[["Playground", Person, Channel, str], Awaitable[dict[str, Any]]]
COMMANDS: dict[str, Run] = {"/invite": invite}
DECLARED = [
    {
        "command": "/invite",
        "description": "Invite someone, or an app, to this channel",
        "usage_hint": "@someone",
    }
]
