"""What people type, as Slack stores it: escaped, with mentions as ids."""

import re

from bot.playground.workspace import Workspace

MENTION = re.compile(r"(?<!\S)(?P<sign>[@#])(?P<name>[\w-]+)")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_mentions(workspace: Workspace, text: str, *, named: bool = False) -> str:
    """@ben becomes <@U0BEN>, #deals <#C1|deals>; `named`, as for commands, adds |ben too."""
    people = {person.name: person.id for person in workspace.people.values()}
    places = {c.name: c.id for c in workspace.channels.values() if not c.is_im}

    def link(match: re.Match[str]) -> str:
        sign, name = match["sign"], match["name"]
        found = (people if sign == "@" else places).get(name)
        label = f"|{name}" if named or sign == "#" else ""
        return f"<{sign}{found}{label}>" if found else match[0]

    return MENTION.sub(link, escaped(text))
