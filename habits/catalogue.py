"""The habits as values: what one file of the catalogue holds, and how a habit is found."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Annotated

from annotated_types import Ge, MinLen
from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt, StringConstraints

from habits.catalogue_lists import (
    Audience,
    Author,
    Cue,
    Each,
    FieldKind,
    FollowedUpBy,
    Need,
    OptionsFrom,
    Per,
    Period,
    Seed,
    SlotSource,
    StrengthKind,
    Theme,
    ToolKind,
)
from habits.catalogue_order import ORDER, SECOND_ROW, STARTERS
from habits.errors import UnknownHabit
from habits.phrases import either
from habits.texts import has, say, say_each

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cadence(_Part):
    """How often: `times` in a `period`, for the manager as a whole or for each rep."""

    times: Annotated[StrictInt, Ge(1)]
    period: Period
    each: Each
    per: Per
    note: Text | None = None


class Field(_Part):
    """One field of a form. `max` counts characters; `only_if` names fields and their values."""

    id: Name
    label: Text
    kind: FieldKind
    required: StrictBool
    max: Annotated[StrictInt, Ge(1)] | None = None
    options: Annotated[tuple[Text, ...], MinLen(1)] | None = None
    options_from: OptionsFrom | None = None
    only_if: Mapping[str, Annotated[tuple[StrictBool | str, ...], MinLen(1)]] = {}
    by: Author = Author.MANAGER


def option_label(option: str) -> str:
    """What people read for an option; where the file of texts has none, `not_this_one` is
    "Not this one"."""
    if has("options", option):
        return say_each("options", option)
    words = option.replace("_", " ")
    return words[:1].upper() + words[1:]


class FollowUp(_Part):
    when: Text
    what: Text
    by: FollowedUpBy


class Tool(_Part):
    """What does the habit inside Slack. The first audience is the default; `consent` is
    "none" or says who is asked, and when."""

    kind: ToolKind
    fields: Annotated[tuple[Field, ...], MinLen(1)]
    audience: Annotated[tuple[Audience, ...], MinLen(1)]
    consent: Text
    follow_up: FollowUp


class Wording(_Part):
    """One text of a prompt. Its id is a promise: decision records point to it."""

    id: Text
    text: Text
    needs: tuple[Need, ...] = ()
    slots: Mapping[str, SlotSource] = {}


class Habit(_Part):
    """One file of the catalogue. `pulse` is an item, an anchor (A1, A2, A3) or "none"."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    name: Text
    theme: Theme
    seeds: Annotated[tuple[Seed, ...], MinLen(1)]
    why: Text
    evidence: Annotated[tuple[Text, ...], MinLen(1)]
    cues: Annotated[tuple[Cue, ...], MinLen(1)]
    action: Text
    done: Text
    cadence: Cadence
    strength: StrengthKind
    tool: Tool
    privacy: Text
    wordings: Annotated[tuple[Wording, ...], MinLen(1)]
    reflection: Text
    pulse: Text
    pulse_spare: Text | None = None


class Catalogue:
    """All habits, in the order in which they are shown.

    `hash` is the SHA-256 of the content alone: order of files, comments and layout do not
    change it. `find` takes what a person typed; `get` takes a key.
    """

    def __init__(self, habits: Iterable[Habit]) -> None:
        self.habits: Mapping[str, Habit] = MappingProxyType(
            {habit.key: habit for habit in sorted(habits, key=_shown_at)}
        )

    @cached_property
    def hash(self) -> str:
        content = {key: habit.model_dump(mode="json") for key, habit in self.habits.items()}
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def get(self, key: str) -> Habit:
        """Raises UnknownHabit, which names the nearest ones."""
        if key not in self.habits:
            raise self._unknown(key)
        return self.habits[key]

    def find(self, words: str) -> Habit:
        """The habit of this key or name, or the only one that begins so. Case, hyphens and
        end marks do not matter. Raises UnknownHabit, which names the nearest ones."""
        said = _plain(words)
        named = [habit for habit in self.habits.values() if said in _names(habit)]
        if not named and said:
            named = [
                habit
                for habit in self.habits.values()
                if any(name.startswith(said) for name in _names(habit))
            ]
        if len(named) != 1:
            raise self._unknown(words, named)
        return named[0]

    def by_theme(self, theme: Theme) -> tuple[Habit, ...]:
        return tuple(habit for habit in self.habits.values() if habit.theme is theme)

    def starters(self) -> tuple[Habit, ...]:
        """The habits a newcomer is offered first."""
        return tuple(self.habits[key] for key in STARTERS if key in self.habits)

    def second_row(self) -> tuple[Habit, ...]:
        """The habits offered beside the starters."""
        return tuple(self.habits[key] for key in SECOND_ROW if key in self.habits)

    def _unknown(self, words: str, fitting: Iterable[Habit] = ()) -> UnknownHabit:
        said = " ".join(words.split())[:40]
        if not said:
            return UnknownHabit(say("errors.which_habit"))
        names = [habit.name for habit in fitting][:3]
        if names:
            return UnknownHabit(say("errors.many_habits", words=said, names=either(names)))
        near = self._nearest(words)
        if not near:
            return UnknownHabit(say("errors.unknown_habit", words=said))
        return UnknownHabit(say("errors.near_habits", words=said, names=either(near)))

    def _nearest(self, words: str) -> list[str]:
        by_name = {name: habit for habit in self.habits.values() for name in _names(habit)}
        near = get_close_matches(_plain(words), list(by_name), n=6, cutoff=0.6)
        return list(dict.fromkeys(by_name[name].name for name in near))[:3]


def _shown_at(habit: Habit) -> tuple[int, int, str]:
    order = ORDER[habit.theme]
    place = order.index(habit.key) if habit.key in order else len(order)
    return habit.theme, place, habit.key


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words.casefold()).split())


def _names(habit: Habit) -> set[str]:
    return {_plain(habit.key), _plain(habit.name)}
