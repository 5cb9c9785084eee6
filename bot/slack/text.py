"""Words for Slack: escaping, once and by type."""

import re
from collections.abc import Sequence
from typing import Any, LiteralString, NewType

from habits import texts

Marked = NewType("Marked", str)
"""Text in Slack's markup, safe to send: made by `escape`, `said` and what builds on them."""

_LIVE = re.compile(r"<!|<[@#](?![A-Z][A-Z0-9]{1,20}>)")


class LiveText(AssertionError):
    """A text would call everybody, or mentions what is no id that Slack gave us."""


def escape(text: str) -> Marked:
    """Somebody's words as they stand: no mention, no link. Call it once, never twice."""
    return Marked(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def unescape(text: str) -> str:
    """What Slack hands us in messages and commands, as it was typed. The reverse of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class Raw(str):
    """Markup of our own for a value of `said`: it is put in as it stands."""


def said(key: LiteralString, /, **values: str | int) -> Marked:
    """The text of that key in config/texts, in Slack's markup. Values are escaped, unless they
    are `Raw`."""
    filled = {
        name: value if isinstance(value, Raw | int) else escape(value)
        for name, value in values.items()
    }
    return Marked(texts.template(key, values).format(**filled))


def bold(text: str) -> Marked:
    """Somebody's words or a plain text of ours, as a heading."""
    return Marked(f"*{escape(text)}*")


_ID = re.compile(r"[A-Z][A-Z0-9]{1,20}")


def mention(user: str) -> Raw:
    """Somebody, by the id that Slack gave us: Slack shows the name, and links it."""
    return Raw(f"<@{user}>") if _ID.fullmatch(user) else Raw(escape(user))


def mentions(users: Sequence[str]) -> Marked:
    """Several people, by their ids."""
    return Marked(", ".join(mention(user) for user in users))


def channel_mention(channel: str) -> Raw:
    return Raw(f"<#{channel}>") if _ID.fullmatch(channel) else Raw(escape(channel))


def lines(*parts: Marked | None) -> Marked:
    """One part a line; what is None or empty is left out."""
    return Marked("\n".join(part for part in parts if part))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, the last one an ellipsis where something was cut off."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clip_marked(text: Marked, limit: int) -> Marked:
    """`clip` that never leaves half of an escape such as `&lt;` behind."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    start = kept.rfind("&", -5)
    if start >= 0 and ";" not in kept[start:]:
        kept = kept[:start]
    return Marked(kept.rstrip() + "…")


def assert_no_mention(rendered: Any) -> None:
    """Raise LiveText where marked-up text anywhere in `rendered` holds a live entity, the
    mentions of `mention` and `channel_mention` excepted.

    Plain text objects are taken literally by Slack and are left out.
    """
    match rendered:
        case str():
            if found := _LIVE.search(rendered):
                raise LiveText(f"The text holds a live {found.group()!r}.")
        case {"type": "plain_text"}:
            return
        case {"type": "mrkdwn", "text": str(text)}:
            assert_no_mention(text)
        case dict():
            for value in rendered.values():
                if isinstance(value, dict | list):
                    assert_no_mention(value)
        case list():
            for value in rendered:
                if isinstance(value, dict | list):
                    assert_no_mention(value)
        case _:
            return
