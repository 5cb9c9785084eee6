"""The rules for texts: how long, how warm, and which words stay out. `lint` applies all of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from habits import content_words as words
from habits.catalogue import Habit, Wording, option_label
from habits.content_rules import ANCHORS, NO_PULSE, Fault, Path, structure_faults
from habits.following import UNDERSTOOD, is_understood

LONGEST_FILLED = 180
MOST_SENTENCES = 2

_NEVER_ASKS = f"nobody knows when to ask; expected {UNDERSTOOD}."
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b", re.IGNORECASE)


class _Part(Enum):
    """The kinds of text in a file, by what is asked of them."""

    NAME = auto()
    EXPLAINED = auto()  # why, action, done: may name what is to be avoided
    ASKED = auto()  # wording, reflection
    PULSE = auto()
    LABEL = auto()
    OPTION = auto()
    NOTE = auto()  # privacy, follow-up: read now and then, not said to anybody


@dataclass(frozen=True)
class _Text:
    path: Path
    text: str
    part: _Part
    longest: int | None = None


@dataclass(frozen=True)
class _Rule:
    """`find` gives the words that do not belong into texts of these parts."""

    find: Callable[[str], list[str]]
    parts: frozenset[_Part]
    expected: str


_ALL = frozenset(_Part)
_SPOKEN = _ALL - {_Part.NOTE}
_NEVER_JUDGING = frozenset({_Part.ASKED, _Part.LABEL, _Part.OPTION})
_RULES = (
    _Rule(words.blame_words, _NEVER_JUDGING, "expected words that do not judge anybody"),
    _Rule(words.pressure_words, _SPOKEN, "expected words without pressure or comparison"),
    _Rule(words.inner_words, _ALL, "a word of our workshop; expected everyday words"),
    _Rule(words.loose_slips, _ALL, "only deals and dates slip; expected “mistake”, or plainer"),
    _Rule(words.statistics, _SPOKEN, "expected no statistics"),
    _Rule(words.emoji, _ALL, "expected no emoji"),
    _Rule(words.mentions, _ALL, "expected no names of people or channels"),
    _Rule(words.shouted, _ALL, "expected no capitals for emphasis"),
)


def lint(habit: Habit) -> list[Fault]:
    """All that is to be corrected in one habit, in the order of its fields' rules.

    Not checked here: whether a text asks for one action only (a reader decides), and names of
    people without an @ (no list could know them).
    """
    faults = list(structure_faults(habit))
    for text in _texts(habit):
        faults.extend(_length(text))
        faults.extend(_tone(text))
    for number, wording in enumerate(habit.wordings):
        faults.extend(_filled(number, wording))
    if not is_understood(habit):
        faults.append(Fault(("tool", "follow_up", "when"), _NEVER_ASKS))
    return faults


def _texts(habit: Habit) -> Iterator[_Text]:
    yield _Text(("name",), habit.name, _Part.NAME, 24)
    yield _Text(("why",), habit.why, _Part.EXPLAINED, 220)
    yield _Text(("action",), habit.action, _Part.EXPLAINED, 200)
    yield _Text(("done",), habit.done, _Part.EXPLAINED, 200)
    for number, field in enumerate(habit.tool.fields):
        path = ("tool", "fields", number)
        yield _Text((*path, "label"), field.label, _Part.LABEL, 64)
        for place, option in enumerate(field.options or ()):
            yield _Text((*path, "options", place), option_label(option), _Part.OPTION)
    yield _Text(("tool", "follow_up", "when"), habit.tool.follow_up.when, _Part.NOTE)
    yield _Text(("tool", "follow_up", "what"), habit.tool.follow_up.what, _Part.NOTE)
    yield _Text(("privacy",), habit.privacy, _Part.NOTE)
    for number, wording in enumerate(habit.wordings):
        yield _Text(("wordings", number, "text"), wording.text, _Part.ASKED, 110)
    yield _Text(("reflection",), habit.reflection, _Part.ASKED, 90)
    if habit.pulse != NO_PULSE and habit.pulse not in ANCHORS:
        yield _Text(("pulse",), habit.pulse, _Part.PULSE, 90)
    if habit.pulse_spare is not None:
        yield _Text(("pulse_spare",), habit.pulse_spare, _Part.PULSE, 90)


def _length(text: _Text) -> Iterator[Fault]:
    if text.longest is not None and len(text.text) > text.longest:
        yield Fault(text.path, f"{len(text.text)} characters; at most {text.longest}.")


def _tone(text: _Text) -> Iterator[Fault]:
    for rule in _RULES:
        if text.part in rule.parts:
            for found in dict.fromkeys(rule.find(text.text)):
                yield Fault(text.path, f"found “{found}”; {rule.expected}.")
    if "!" in text.text:
        yield Fault(text.path, "an exclamation mark; expected a calm end.")
    if text.part is _Part.NOTE:
        return
    count = words.sentences(text.text)
    if count > MOST_SENTENCES:
        yield Fault(text.path, f"{count} sentences; at most {MOST_SENTENCES}.")
    questions = text.text.count("?")
    if questions > 1:
        yield Fault(text.path, f"{questions} question marks; at most 1.")
    if text.part is _Part.PULSE:
        yield from _pulse(text)


def _pulse(text: _Text) -> Iterator[Fault]:
    if not _FIRST_PERSON.search(text.text):
        message = "nobody speaks; expected the first person (I, we) or “My manager ...”."
        yield Fault(text.path, message)
    number = re.search(r"\d+", text.text)
    if number:
        yield Fault(text.path, f"found “{number.group()}”; expected no number.")


def _filled(number: int, wording: Wording) -> Iterator[Fault]:
    length = len(wording.text)
    for name, source in wording.slots.items():
        gap = f"{{{name}}}"
        length += wording.text.count(gap) * (source.longest - len(gap))
    if length > LONGEST_FILLED:
        message = f"{length} characters when filled; at most {LONGEST_FILLED}."
        yield Fault(("wordings", number, "text"), message)
