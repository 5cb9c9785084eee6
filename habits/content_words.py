"""Words that a text of ours does not use, and how they are found in one."""

import re

_ENDINGS = "(?:s|es|d|ed|ing|ly|y|ful|ness|ment|er)?"


def _any_of(words: str) -> re.Pattern[str]:
    """Finds each of the comma-separated words, with the usual endings."""
    alternatives = "|".join(re.escape(" ".join(word.split())) for word in words.split(","))
    return re.compile(rf"\b(?:{alternatives}){_ENDINGS}\b", re.IGNORECASE)


_BLAME = _any_of(
    """blame, blaming, fault, guilt, culprit, excuse, excusing, lazy, laziness, careless, sloppy,
    sloppiness, stupid, stupidity, incompetent, incompetence, weak, bad, poor, wrong, failed,
    forgot, forgotten, neglect, disappoint, unacceptable, shame, shaming, should have, should've,
    why didn't, you always, you never, as usual"""
)
_EVENT_NAME = re.compile(r"\b[A-Z]\w+ of Shame\b")
_PRESSURE = _any_of(
    """streak, in a row, don't break, last chance, overdue, falling behind, other managers,
    everyone else, ranking, score, must, at least"""
)
_INNER = _any_of(
    """slot, wording, practice, tool, cue, opportunity, opportunities, strength score, graduated,
    reserve, round, tally, tallies, outgoing"""
)
_SLIP = re.compile(r"\bslip(?:s|ped|ping)?\b", re.IGNORECASE)
_DEAL_OR_DATE = re.compile(r"\b(?:deal|date|deadline)s?\b", re.IGNORECASE)
_STATISTIC = re.compile(
    r"\d\s?%|\bpercent\b|\b[rdn] ?= ?-?\.?\d"
    r"|\b(?:research|stud(?:y|ies)|science|statistics|evidence) (?:shows?|proves?|says?|finds?)\b",
    re.IGNORECASE,
)
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b50-\u2b55\ufe0f\U0001f000-\U0001faff]|:[a-z][a-z0-9_+-]+:")
_MENTION = re.compile(r"<[@#!][^>]*>|(?<!\w)@\w+")
_ACRONYM_LENGTH = 3
_EMPHASIS = frozenset(
    {"ALL", "AND", "ANY", "ARE", "BUT", "CAN", "DO", "IS", "NEW", "NO", "NOT", "NOW", "ONE", "OR"}
    | {"OWN", "TRY", "TWO", "WHY", "YES", "YOU"}
)


def _straight(text: str) -> str:
    return text.replace("\u2019", "'")


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match.group() for match in pattern.finditer(_straight(text))]


def blame_words(text: str) -> list[str]:
    """Words that judge a person, as they stand in the text. An event may be named "Hall of
    Shame"."""
    return _found(_BLAME, _EVENT_NAME.sub("", _straight(text)))


def pressure_words(text: str) -> list[str]:
    """Words that press or compare."""
    return _found(_PRESSURE, text)


def inner_words(text: str) -> list[str]:
    """Words of our own workshop, which nobody in Slack needs to learn."""
    return _found(_INNER, text)


def loose_slips(text: str) -> list[str]:
    """ "Slip" where it is not a deal or a date that slips."""
    return [] if _DEAL_OR_DATE.search(text) else _found(_SLIP, text)


def statistics(text: str) -> list[str]:
    return _found(_STATISTIC, text)


def emoji(text: str) -> list[str]:
    return _found(_EMOJI, text)


def mentions(text: str) -> list[str]:
    return _found(_MENTION, text)


def shouted(text: str) -> list[str]:
    """Words in capitals that are not short names such as CRM or HR."""
    capitals = re.findall(r"\b[A-Z]{2,}\b", text)
    return [word for word in capitals if word in _EMPHASIS or len(word) > _ACRONYM_LENGTH]


def sentences(text: str) -> int:
    """How many sentences: end marks that a space or the end follows, one at the least."""
    plain = re.sub(r"\b(?:e\.g|i\.e|vs|etc)\.(?=\s)", "", text)
    ends = len(re.findall(r"[.!?]+(?=\s|$)", plain))
    return ends if re.search(r"[.!?]\W*$", plain) else ends + 1
