"""Fading: a habit that goes well needs its prompt less often, and one that does not, as before."""

from dataclasses import dataclass
from datetime import date

from habits.calendar import ONE_WEEK
from habits.strip import Mark, Strip

LOOKED_AT = 4
"""So many weeks that counted are looked at, and so many weeks lie between two changes."""

RARELY = 4
"""Every so many weeks at the least the prompt falls due."""

_WELL = 0.7
_BADLY = 0.5
_BY_ITSELF = 5.5


@dataclass(frozen=True)
class Turns:
    """A prompt falls due `every` so many weeks; `base` is how often it does before it is thinned.
    `since` is the date of the last change, or the one on which the habit began."""

    every: int
    base: int
    since: date

    @property
    def thinned(self) -> bool:
        """Fewer than at first, or so few that there is nothing to thin."""
        return self.every > self.base or self.base >= RARELY


def rate(strip: Strip) -> float | None:
    """In how many of the last four weeks that counted the habit was done, from 0 to 1; None where
    none has counted."""
    lately = _lately(strip)
    return lately.count(Mark.DONE) / len(lately) if lately else None


def next_every(turns: Turns, strip: Strip, week: date) -> int:
    """Every how many weeks the prompt falls due from the week of the date `week` on; `strip` shows
    the weeks before."""
    reached = rate(strip)
    if reached is None:
        return turns.every
    if reached < _BADLY:
        return turns.base
    long_enough = week - turns.since >= LOOKED_AT * ONE_WEEK
    if reached >= _WELL and len(_lately(strip)) == LOOKED_AT and long_enough:
        return min(max(RARELY, turns.base), turns.every * 2)
    return turns.every


def is_second_nature(ratings: list[int], strip: Strip, turns: Turns) -> bool:
    """Whether a habit has become second nature: the person's last two `ratings` (1 to 7, the
    newest last) say that it comes by itself, it is done, and with fewer prompts."""
    lately = ratings[-2:]
    by_itself = len(lately) == 2 and all(value >= _BY_ITSELF for value in lately)
    return by_itself and turns.thinned and (rate(strip) or 0) >= _WELL


def _lately(strip: Strip) -> list[Mark]:
    counted = [mark for mark in strip.marks if mark in (Mark.DONE, Mark.MISSED)]
    return counted[-LOOKED_AT:]
