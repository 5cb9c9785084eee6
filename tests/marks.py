"""Marked texts: whatever people see in plain letters did not come from the file of texts."""

import re
from collections.abc import Iterable

from config.content import load
from config.wordings import marked
from habits.catalogue import Catalogue, Habit

_TYPED = re.compile(r"`[^`]*`")
_LIVE = re.compile(r"<[@#!][^>]*>|<https?://[^>|]*\|?|:[a-z][a-z0-9_+-]*:")
_PLAIN = re.compile(r"[A-Za-z]{2,}")
_SHOWN = ("text", "initial_value", "alt_text")


def plain_texts(told: Iterable[object], known: Iterable[str] = ()) -> list[str]:
    """The texts in messages, views or bare words that show plain letters, apart from what is
    `known`, commands in backticks, mentions, links and letters that stand alone."""
    longest_first = sorted({one for one in known if one}, key=len, reverse=True)
    found: list[str] = []
    texts = (text for one in told for text in ([one] if isinstance(one, str) else texts_in(one)))
    for text in dict.fromkeys(texts):
        read = _LIVE.sub(" ", _TYPED.sub(" ", text))
        for one in longest_first:
            if one in read:
                read = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", read)
        if _PLAIN.search(read):
            found.append(text)
    return found


def texts_in(told: object) -> list[str]:
    """Everything that is read in a tree of blocks."""
    match told:
        case dict():
            own = [told[name] for name in _SHOWN if isinstance(told.get(name), str)]
            inside = (one for one in told.values() if isinstance(one, dict | list))
            return [*own, *(text for one in inside for text in texts_in(one))]
        case list():
            return [text for one in told for text in texts_in(one)]
        case _:
            return []


def marked_catalogue() -> Catalogue:
    """The packaged habits, each text in marked letters. Keys and ids stay."""
    return Catalogue(_marked_habit(habit) for habit in load(None).habits.values())


def _marked_habit(habit: Habit) -> Habit:
    """Options stay: they are values that are stored, and their words stand in the file. So does
    when a follow-up comes: rules read it, and people do not."""
    texts = {
        name: marked(getattr(habit, name))
        for name in ("name", "why", "action", "done", "privacy", "reflection")
    }
    tool = habit.tool
    fields = tuple(one.model_copy(update={"label": marked(one.label)}) for one in tool.fields)
    later = tool.follow_up
    follow_up = later.model_copy(update={"what": marked(later.what)})
    return habit.model_copy(
        update={
            **texts,
            "tool": tool.model_copy(update={"fields": fields, "follow_up": follow_up}),
            "wordings": tuple(
                one.model_copy(update={"text": marked(one.text)}) for one in habit.wordings
            ),
        }
    )
