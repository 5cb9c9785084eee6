"""One message a date and 20 hours between them: what keeps its day, moves, or gives way."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from habits.people import Place
from habits.rhythm import LEAST_APART, STRONGEST_FIRST, Refusal, Why
from habits.texts import say


@dataclass(frozen=True)
class Spot:
    """One part in one week: where it stands, and what speaks against it so far."""

    place: Place
    week: date
    day: date
    at: time
    asked_at: datetime
    refusal: Refusal | None


@dataclass(frozen=True)
class Taken:
    """A moment that others must keep away from; `sent` ones can no longer give way. `place` is
    None for what is no part of the rhythm."""

    place: Place | None
    day: date
    asked_at: datetime
    sent: bool


def keep_apart(
    spots: Sequence[Spot],
    sent: Sequence[Taken],
    came_on: frozenset[date],
    later: Callable[[Spot], Iterable[Spot]],
) -> list[Spot]:
    """The spots as they stand in the end. A check-in gives way to nothing but a date in `came_on`;
    `later` names the places that one may take instead of such a date."""
    taken = list(sent)
    settled = [spot for spot in spots if spot.refusal is not None]
    for place in STRONGEST_FIRST:
        standing = [
            _placed(spot, taken, came_on, later)
            for spot in spots
            if spot.place is place and spot.refusal is None
        ]
        settled += standing
        taken += [
            Taken(place, spot.day, spot.asked_at, sent=False)
            for spot in standing
            if spot.refusal is None
        ]
    return settled


def _placed(
    spot: Spot,
    taken: Sequence[Taken],
    came_on: frozenset[date],
    later: Callable[[Spot], Iterable[Spot]],
) -> Spot:
    if spot.day not in came_on:
        return replace(spot, refusal=_clash(spot, taken))
    for other in later(spot):
        if other.day not in came_on and _clash(other, taken) is None:
            return other
    return replace(spot, refusal=_one_came())


def _clash(spot: Spot, taken: Sequence[Taken]) -> Refusal | None:
    if spot.place is Place.CHECK_IN:
        return None
    for other in taken:
        if other.day == spot.day:
            return _same_day(other)
    for other in taken:
        if abs(other.asked_at - spot.asked_at) < LEAST_APART:
            if other.asked_at <= spot.asked_at:
                return Why.TOO_CLOSE, say("rhythm.why.too_close_after")
            return Why.TOO_CLOSE, say("rhythm.why.too_close_before")
    return None


def _same_day(other: Taken) -> Refusal:
    if other.sent:
        return _one_came()
    if other.place is Place.CHECK_IN:
        return Why.CHECK_IN_THAT_DAY, say("rhythm.why.check_in_that_day")
    return Why.PROMPT_THAT_DAY, say("rhythm.why.prompt_that_day")


def _one_came() -> Refusal:
    return Why.TOO_CLOSE, say("rhythm.why.one_that_day")
