"""Marked texts: whatever people see in plain letters did not come from the file of texts."""

import re
from collections.abc import Iterable
from typing import Any

from config.content import load
from config.holidays import countries
from config.wordings import marked
from habits.catalogue import Catalogue, Habit
from tests.e2e.slack import BOT_USER, Slack

_TYPED = re.compile(r"`[^`]*`")
_LIVE = re.compile(r"<[@#!][^>]*>|<https?://[^>|]*\|?|:[a-z][a-z0-9_+-]*:")
_PLAIN = re.compile(r"[A-Za-z]{2,}")
_SHOWN = ("text", "initial_value", "alt_text")


def marked_catalogue() -> Catalogue:
    """The packaged habits, each text in marked letters. Keys and ids stay."""
    return Catalogue(_marked_habit(habit) for habit in load(None).habits.values())


def _marked_habit(habit: Habit) -> Habit:
    """Options stay: they are values that are stored, and their words stand in the file."""
    texts = {
        name: marked(getattr(habit, name))
        for name in ("name", "why", "action", "done", "privacy", "reflection")
    }
    tool = habit.tool
    fields = tuple(one.model_copy(update={"label": marked(one.label)}) for one in tool.fields)
    later = tool.follow_up
    follow_up = later.model_copy(update={"what": marked(later.what), "when": marked(later.when)})
    return habit.model_copy(
        update={
            **texts,
            "tool": tool.model_copy(update={"fields": fields, "follow_up": follow_up}),
            "wordings": tuple(
                one.model_copy(update={"text": marked(one.text)}) for one in habit.wordings
            ),
        }
    )


async def plain_words(slack: Slack, own_words: Iterable[str]) -> list[str]:
    """What was shown in plain letters, and is not `own_words` of a person, a name, a zone, a
    country, a command in backticks, a mention, a link or a letter alone."""
    state = await slack.get("state")
    names = [name for one in state["users"] for name in (one["real_name"], one["name"], one["tz"])]
    names += [one["name"] for one in state.get("channels", [])]
    names += [part for name in names for part in re.split(r"[ /_]", name)]
    known = [*own_words, *names, *(country for _, country in countries())]
    longest_first = sorted({one for one in known if one}, key=len, reverse=True)
    found: list[str] = []
    for text in await _everything_shown(slack):
        read = _LIVE.sub(" ", _TYPED.sub(" ", text))
        for one in longest_first:
            if one in read:
                read = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", read)
        if _PLAIN.search(read):
            found.append(text)
    return list(dict.fromkeys(found))


async def _everything_shown(slack: Slack) -> list[str]:
    ours = [one for one in await slack.messages() if one["user"] == BOT_USER]
    shown: list[Any] = [form for one in ours for form in (*one["versions"], one)]
    shown = [{"text": one.get("text"), "blocks": one.get("blocks")} for one in shown]
    told = [*shown, *slack.shown_answers, *slack.shown_views]
    return list(dict.fromkeys([*_texts(told), *slack.shown_errors]))


def _texts(told: object) -> list[str]:
    match told:
        case dict():
            own = [told[name] for name in _SHOWN if isinstance(told.get(name), str)]
            return [*own, *(text for value in told.values() for text in _texts(value))]
        case list():
            return [text for value in told for text in _texts(value)]
        case _:
            return []
