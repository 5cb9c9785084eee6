"""The playful award of a month: what may be put up for it, how long the vote runs, who wins."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice

from habits.calendar import ONE_DAY, end_of_hours, is_work_date, work_dates_from
from habits.filling import clean
from habits.people import Schedule
from habits.texts import listed, say

LONGEST_TROPHY = 40
LONGEST_CITATION = 150
MOST_NOMINATIONS = 4
"""A card has five controls: one for each, and the way to its author."""
LONGEST_VOTE = 31 * ONE_DAY
SHORTEST_VOTE = timedelta(hours=1)
"""So much of the last day must be left when a vote is opened."""
LEAST_FOR_A_VOTE = 2


class Award(StrEnum):
    """GATHERING what is put up; OPEN to votes; COUNTED, and nobody has it yet: nobody voted, or
    the result could not be posted; GIVEN; OFF, not this month."""

    GATHERING = "gathering"
    OPEN = "open"
    COUNTED = "counted"
    GIVEN = "given"
    OFF = "off"


class Nomination(StrEnum):
    """ASKED, its owner was; IN, they agree or are the manager; OUT, they do not, or no longer."""

    ASKED = "asked"
    IN = "in"
    OUT = "out"


class Event(StrEnum):
    """What happens to an award."""

    OPENS = "opens"
    CLOSES_WITH_WINNERS = "closes-with-winners"
    CLOSES_WITHOUT = "closes-without"
    IS_GIVEN = "is-given"
    NOT_POSTED = "not-posted"
    CALLED_OFF = "called-off"
    BEGINS_AGAIN = "begins-again"


_NEXT: Mapping[tuple[Award, Event], Award] = {
    (Award.GATHERING, Event.OPENS): Award.OPEN,
    (Award.GATHERING, Event.IS_GIVEN): Award.GIVEN,
    (Award.GATHERING, Event.CALLED_OFF): Award.OFF,
    (Award.OPEN, Event.CLOSES_WITH_WINNERS): Award.GIVEN,
    (Award.OPEN, Event.CLOSES_WITHOUT): Award.COUNTED,
    (Award.OPEN, Event.NOT_POSTED): Award.GATHERING,
    (Award.OPEN, Event.CALLED_OFF): Award.OFF,
    (Award.COUNTED, Event.IS_GIVEN): Award.GIVEN,
    (Award.COUNTED, Event.CALLED_OFF): Award.OFF,
    (Award.GIVEN, Event.NOT_POSTED): Award.COUNTED,
    (Award.OFF, Event.BEGINS_AGAIN): Award.GATHERING,
}


def after(state: Award, event: Event) -> Award | None:
    """The next state; None where that cannot happen now."""
    return _NEXT.get((state, event))


def before(event: Event) -> tuple[Award, ...]:
    """The states in which it can happen."""
    return tuple(state for state, one in _NEXT if one is event)


@dataclass(frozen=True)
class Trophies:
    """What stands in the field for the trophy, and what else to choose from."""

    chosen: str
    ideas: tuple[str, ...]


def trophies(own: Iterable[str], chosen: str | None = None) -> Trophies:
    """The manager's own list, the newest first, then our ideas."""
    ideas = tuple(dict.fromkeys((*own, *listed("awards.trophies"))))
    return Trophies(chosen or ideas[0], ideas)


def month_of(day: date) -> date:
    """A month is named by its first day."""
    return day.replace(day=1)


def suggested_end(today: date, schedule: Schedule, days_off: Mapping[date, str]) -> date:
    """The last but one work day of the month, so that the result comes on the last one; later in
    the month the next work day."""
    tomorrow = next(work_dates_from(today + ONE_DAY, schedule, days_off), today + ONE_DAY)
    rest = islice(work_dates_from(today, schedule, days_off), 31)
    of_month = [day for day in rest if month_of(day) == month_of(today)]
    return max(tomorrow, of_month[-2]) if len(of_month) > 1 else tomorrow


def ends_at(until: date, schedule: Schedule) -> datetime:
    """The UTC instant from which on nobody can vote any more: the end of the manager's hours."""
    return end_of_hours(until, schedule)


def is_too_late(until: date, schedule: Schedule, now: datetime) -> bool:
    """Whether a vote until that day would be over, or as good as over, when its card comes."""
    return now + SHORTEST_VOTE > ends_at(until, schedule)


def begun_citation(known_now: str) -> str:
    """What stands in the citation at first: the lesson, as far as it fits."""
    words = " ".join(clean(known_now).split())
    return words if len(words) <= LONGEST_CITATION else words[: LONGEST_CITATION - 1].rstrip() + "…"


def faults(trophy: str, citation: str | None, until: date | None, today: date) -> dict[str, str]:
    """What cannot be taken as it is, in words, by field. No `citation`: none was asked for; no
    `until`: no vote."""
    found: dict[str, str] = {}
    if not trophy:
        found["trophy"] = say("awards.faults.missing")
    elif len(trophy) > LONGEST_TROPHY:
        found["trophy"] = say("awards.faults.trophy", most=LONGEST_TROPHY)
    if citation is not None and not citation:
        found["citation"] = say("awards.faults.missing")
    elif citation is not None and len(citation) > LONGEST_CITATION:
        found["citation"] = say("awards.faults.citation", most=LONGEST_CITATION)
    if until is not None and not today <= until <= today + LONGEST_VOTE:
        found["vote_until"] = say("awards.faults.until")
    return found


def is_work_day(until: date, schedule: Schedule, days_off: Mapping[date, str]) -> bool:
    return is_work_date(until, schedule.work_days, days_off)


def winners(votes: Mapping[str, int], up: Collection[str]) -> tuple[str, ...]:
    """Of what is still up, what has the most votes: several where they have as many, none where
    nobody voted."""
    counted = Counter({one: votes.get(one, 0) for one in up})
    most = max(counted.values(), default=0)
    return tuple(one for one in up if most and counted[one] == most)
