"""Words for Slack: escaping, once and by type, and how times, days and lists are said."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString, NewType

from habits import texts
from habits.people import Weekday

Marked = NewType("Marked", str)
"""Text in Slack's markup, safe to send: made by `escape` or `ours` and nothing else."""

_LIVE = ("<!", "<@", "<#")


class LiveText(AssertionError):
    """A text would mention somebody; only our own templates may, and none does."""


def escape(text: str) -> Marked:
    """Somebody's words as they stand: no mention, no link. Call it once, never twice."""
    return Marked(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def unescape(text: str) -> str:
    """What Slack hands us in messages and commands, as it was typed. The reverse of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def ours(template: LiteralString, **values: str) -> Marked:
    """Our own words, with `{name}` filled by escaped values."""
    return Marked(template.format(**{name: escape(value) for name, value in values.items()}))


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


_ID = re.compile(r"[A-Z][A-Z0-9]{1,20}")


def mention(user: str) -> Raw:
    """Somebody, by the id that Slack gave us: Slack shows the name, and links it."""
    return Raw(f"<@{user}>") if _ID.fullmatch(user) else Raw(escape(user))


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
    """Raise LiveText where marked-up text anywhere in `rendered` holds a live entity.

    Plain text objects are taken literally by Slack and are left out.
    """
    match rendered:
        case str():
            found = next((live for live in _LIVE if live in rendered), None)
            if found:
                raise LiveText(f"The text holds a live {found!r}.")
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


# --- times, days, lists -------------------------------------------------------------------

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday(at: datetime) -> str:
    return Weekday(at.weekday()).label


def day(at: datetime) -> str:
    """ "Tuesday 24 November"."""
    return f"{weekday(at)} {at.day} {_MONTHS[at.month - 1]}"


def clock(at: datetime) -> str:
    """ "10:00"."""
    return f"{at.hour:02d}:{at.minute:02d}"


def weekday_and_time(at: datetime) -> str:
    """ "Tuesday 10:00"; for times inside one week."""
    return f"{weekday(at)} {clock(at)}"


def day_and_time(at: datetime) -> str:
    """ "Tuesday 24 November, 10:00"."""
    return f"{day(at)}, {clock(at)}"


def near_time(at: datetime, now: datetime) -> str:
    """ "today 14:00", "tomorrow 10:00", "Tuesday 10:00" within six days, else with the date.

    Both are local to the reader.
    """
    match (at.date() - now.date()).days:
        case 0:
            return f"today {clock(at)}"
        case 1:
            return f"tomorrow {clock(at)}"
        case days if 1 < days < 7:
            return weekday_and_time(at)
        case _:
            return day_and_time(at)


def listed(words: Sequence[str]) -> str:
    """ "Monday", "Monday and Tuesday", "Monday, Tuesday and Friday"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """ "1 note", "3 notes"."""
    return f"{number} {one if number == 1 else many}"
