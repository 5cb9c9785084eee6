"""What comes up: the events that a person can name, and the one that is meant by some words."""

import re
from collections.abc import Collection
from difflib import get_close_matches

from habits.catalogue_lists import Cue
from habits.errors import HabitsError
from habits.plans import event_words
from habits.strip import BY_ITSELF
from habits.texts import say

NAMED_BY_HAND = (
    Cue.LOST_DEAL,
    Cue.DECISION_AHEAD,
    Cue.CUSTOMER_CALL,
    Cue.PROBLEM_BROUGHT,
    Cue.OUTSIDE_ASKS,
    Cue.SHARED_MISTAKE,
    Cue.OWN_MISTAKE,
    Cue.ESCALATION,
    Cue.MISSED_COMMITMENT,
    Cue.CUSTOMER_WIN,
    Cue.NEW_PERSON,
    Cue.URGE_TO_CORRECT,
    Cue.ONE_ON_ONE,
    Cue.TEAM_MEETING,
    Cue.REVIEW_AHEAD,
    Cue.OWN_REVIEW,
)
"""What people name themselves, in the order of a list; other events come from records."""

LISTED = 12
_NEAR = 0.6
_SMALL_WORDS = frozenset({"a", "an", "the", "my", "i", "of", "to", "me", "has", "is", "was"})


class UnknownEvent(HabitsError):
    """The words name no event, or several."""


def find_event(words: str) -> Cue:
    """The event of these words, such as "lost-deal", "lost deal" or "call". Raises UnknownEvent,
    which names the nearest ones."""
    said = _plain(words)
    exact = [cue for cue in _EVENTS if said in _names(cue)]
    found = exact or [cue for cue in _EVENTS if said and any(_begins(said, n) for n in _names(cue))]
    if len(found) == 1:
        return found[0]
    raise _unknown(words, found or _nearest(said))


def to_list(first: Collection[Cue]) -> tuple[Cue, ...]:
    """The events to choose from: those of `first` before the others, twelve at most."""
    named = sorted(NAMED_BY_HAND, key=lambda cue: cue not in first)
    return tuple(named[:LISTED])


def typed_as(event: str) -> str:
    """The event with that key as people type it: "lost-deal"."""
    return event.replace("_", "-")


def in_a_sentence(event: Cue) -> str:
    """The event inside a sentence: "a lost deal"."""
    words = event_words(event)
    return f"{words[:1].lower()}{words[1:]}"


_EVENTS = tuple(cue for cue in Cue if cue not in BY_ITSELF)


def _names(event: Cue) -> tuple[str, ...]:
    return _plain(event.value), _plain(event_words(event))


def _begins(said: str, name: str) -> bool:
    """Whether each word that was said begins a word of the name."""
    return all(any(word.startswith(one) for word in name.split()) for one in said.split())


def _nearest(said: str) -> list[Cue]:
    by_name = {name: cue for cue in _EVENTS for name in _names(cue)}
    near = get_close_matches(said, list(by_name), n=3, cutoff=_NEAR)
    return list(dict.fromkeys(by_name[name] for name in near))


def _unknown(words: str, near: Collection[Cue]) -> UnknownEvent:
    said = " ".join(words.replace("`", "'").split())[:40]
    if not near:
        return UnknownEvent(say("happened.errors.unknown", words=said))
    *others, last = [f"`{typed_as(cue)}`" for cue in list(near)[:3]]
    names = say("times.or", first=", ".join(others), last=last) if others else last
    return UnknownEvent(say("happened.errors.near", words=said, names=names))


def _plain(words: str) -> str:
    said = re.sub(r"[\W_]+", " ", words.casefold()).split()
    return " ".join([one for one in said if one not in _SMALL_WORDS] or said)
