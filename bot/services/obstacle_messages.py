"""What is said about an obstacle, to the rep and to the manager, as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habits.obstacles import ObstacleState


class Place(StrEnum):
    """What a row about an obstacle is for; it begins with the tool's name, as rows about help do.
    TOLD goes to the manager, the others to the rep."""

    TOLD = "obstacle-told"
    TAKEN = "obstacle-taken"
    ANSWERED = "obstacle-answer"


@dataclass(frozen=True)
class ObstacleShown:
    """An obstacle as one of the two reads it: `other` is the user id of the other one, `due_on`
    the manager's local date. `is_past`: that lies before today. `noted`: the manager wrote it
    down."""

    id: str
    other: str
    other_name: str
    team: str
    blocked: str
    holds_up: str
    due_on: date | None
    is_past: bool
    state: ObstacleState
    answer: str
    noted: bool


@dataclass(frozen=True)
class ObstacleMessage:
    """`obstacle` None: nothing of it is kept. `older`: a later message shows how it stands.
    `manager_left`: the manager does not use the bot any more."""

    place: Place
    other: str
    other_name: str
    team: str
    obstacle: ObstacleShown | None
    older: bool = False
    manager_left: bool = False
