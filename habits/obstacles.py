"""What is in a rep's way: told or noted, taken on until a date, answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice

from habits.calendar import ONE_DAY, work_dates_from
from habits.errors import WrongField
from habits.people import Schedule
from habits.texts import say

LONGEST = 150
"""Characters of what is in the way, and of what it holds up."""
LONGEST_ANSWER = 300

BLOCKED = "obstacle"
HOLDS_UP = "obstacle_holds_up"
DUE = "obstacle_due"
ENDING = "obstacle_ending"
ANSWER = "obstacle_answer"
"""The fields that a refusal names."""

_DAYS_TO_ANSWER = 3


class ObstacleState(StrEnum):
    """TOLD waits for the manager, TAKEN for their answer; the others are ways to end it."""

    TOLD = "told"
    TAKEN = "taken"
    GONE = "gone"
    ANSWERED = "answered"
    STAYS = "stays"


OPEN = (ObstacleState.TOLD, ObstacleState.TAKEN)
ENDINGS = (ObstacleState.GONE, ObstacleState.ANSWERED, ObstacleState.STAYS)


@dataclass(frozen=True)
class Obstacle:
    """`due_on` is the manager's local date on which they come back to it. `noted`: the rep said it
    to the manager, who noted it."""

    blocked: str
    holds_up: str = ""
    noted: bool = False
    due_on: date | None = None
    state: ObstacleState = ObstacleState.TOLD
    answer: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def told(blocked: str, holds_up: str) -> Obstacle:
    """By the rep. Raises WrongField."""
    words = _written(BLOCKED, blocked, LONGEST)
    return Obstacle(words, _short(HOLDS_UP, holds_up, LONGEST))


def noted(blocked: str, due_on: date | None, today: date) -> Obstacle:
    """By the manager, who takes it on with that. Raises WrongField."""
    words = _written(BLOCKED, blocked, LONGEST)
    due = _date(due_on, today)
    return Obstacle(words, noted=True, due_on=due, state=ObstacleState.TAKEN)


def taken(obstacle: Obstacle, due_on: date | None, today: date) -> Obstacle | None:
    """The manager comes back to it on that date, or on another than before; None where it was
    answered meanwhile. Raises WrongField."""
    if not obstacle.is_open:
        return None
    return replace(obstacle, due_on=_date(due_on, today), state=ObstacleState.TAKEN)


def answered(obstacle: Obstacle, ending: str, answer: str) -> Obstacle | None:
    """It ends with an answer; None where it has one. Raises WrongField."""
    if not obstacle.is_open:
        return None
    if ending not in ENDINGS:
        raise WrongField(ENDING, say("obstacles.faults.ending"))
    words = _written(ANSWER, answer, LONGEST_ANSWER)
    return replace(obstacle, state=ObstacleState(ending), answer=words)


def kept(obstacle: Obstacle) -> Obstacle:
    """What is kept of it: words that the manager says to the rep themselves are not."""
    return replace(obstacle, answer=None) if obstacle.noted else obstacle


def usual_due(today: date, schedule: Schedule, days_off: Mapping[date, str]) -> date:
    """In three work days."""
    coming = islice(work_dates_from(today + ONE_DAY, schedule, days_off), _DAYS_TO_ANSWER)
    return max(coming, default=today + _DAYS_TO_ANSWER * ONE_DAY)


def _date(day: date | None, today: date) -> date:
    if day is None:
        raise WrongField(DUE, say("obstacles.faults.no_date"))
    if day < today:
        raise WrongField(DUE, say("obstacles.faults.past"))
    return day


def _written(field: str, text: str, longest: int) -> str:
    words = _short(field, text, longest)
    if not words:
        raise WrongField(field, say("obstacles.faults.words"))
    return words


def _short(field: str, text: str, longest: int) -> str:
    words = " ".join(text.split())
    if len(words) > longest:
        raise WrongField(field, say("obstacles.faults.shorter", count=longest))
    return words
