"""What a click or a typed word means for a prompt."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

CHANGEABLE_FOR = timedelta(days=7)
OPEN_FOR = timedelta(hours=48)


class Answer(StrEnum):
    """No answer is "unknown", never "no"; Later is not an answer."""

    DONE = "done"
    SKIPPED = "skipped"
    DID_NOT_COME_UP = "did-not-come-up"


class Origin(StrEnum):
    SCHEDULED = "scheduled"
    ASKED = "asked"
    EVENT = "event"


class Word(StrEnum):
    """Words that act as buttons when typed to the bot."""

    DONE = "done"
    LATER = "later"
    SKIP = "skip"
    STOP = "stop"
    PAUSE = "pause"
    HELP = "help"


EMOJI_CODE = re.compile(r":[\w+'-]+:")
LETTERS = re.compile(r"[^\W_]+")
POLITE = frozenset({"please", "pls", "now", "me", "this", "thanks", "thank", "you", "it"})
LONGEST_COMMAND = 3
WORDS = {word.value: word for word in Word}


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What was asked.

    `asked_at` is the UTC instant it was shown, or due; `about_day` the manager's local date then,
    which stays the day an answer is about. From `closes_at` on it can no longer be put off.
    """

    id: str
    manager: str
    habit: str
    asked_at: datetime
    about_day: date
    answer: Answer | None = None
    answered_at: datetime | None = None
    snoozed_until: datetime | None = None
    closes_at: datetime
    origin: Origin = Origin.SCHEDULED


@dataclass(frozen=True)
class Recorded:
    """The first answer."""

    prompt: Prompt


@dataclass(frozen=True)
class Changed:
    """Another answer, or none again, stands instead of `before`."""

    prompt: Prompt
    before: Answer


@dataclass(frozen=True)
class AlreadyAnswered:
    """Nothing changes: the prompt stands as the click wanted it."""

    prompt: Prompt


@dataclass(frozen=True)
class TooOld:
    """Nothing changes: more than seven days have passed."""

    prompt: Prompt


Outcome = Recorded | Changed | AlreadyAnswered | TooOld


def answer_prompt(prompt: Prompt, answer: Answer, *, now: datetime) -> Outcome:
    """Decide what a click means. The same answer twice is harmless; another one changes it.

    An answer ends a Later: the prompt does not come back.
    """
    if _is_too_old(prompt, now):
        return TooOld(prompt)
    if prompt.answer is answer:
        return AlreadyAnswered(prompt)
    answered = replace(prompt, answer=answer, answered_at=now, snoozed_until=None)
    if prompt.answer is None:
        return Recorded(answered)
    return Changed(answered, before=prompt.answer)


def undo(prompt: Prompt, *, now: datetime) -> Outcome:
    """Take the answer back; without one, nothing changes."""
    if _is_too_old(prompt, now):
        return TooOld(prompt)
    if prompt.answer is None:
        return AlreadyAnswered(prompt)
    return Changed(replace(prompt, answer=None, answered_at=None), before=prompt.answer)


def is_open(prompt: Prompt, now: datetime) -> bool:
    """Whether Later is still offered."""
    return prompt.answer is None and now < prompt.closes_at


def closes_at(asked_at: datetime, next_rhythm_due: datetime | None) -> datetime:
    """48 hours after it was asked, or sooner when the next rhythm prompt falls due."""
    latest = asked_at + OPEN_FOR
    return latest if next_rhythm_due is None else min(latest, next_rhythm_due)


def read_word(text: str) -> Word | None:
    """The word that `text` consists of, whatever its case, punctuation, emoji and politeness:
    "Please stop!" is stop.

    A question acts only when it asks for help: "Done?" is not an answer.
    """
    said = [one.lower() for one in LETTERS.findall(EMOJI_CODE.sub(" ", text))]
    meant = [one for one in said if one not in POLITE]
    word = WORDS.get(meant[0]) if len(meant) == 1 and len(said) <= LONGEST_COMMAND else None
    if word is not Word.HELP and "?" in text:
        return None
    return word


def _is_too_old(prompt: Prompt, now: datetime) -> bool:
    return now > prompt.asked_at + CHANGEABLE_FOR
