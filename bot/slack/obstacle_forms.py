"""What was entered about obstacles, as values. Whatever arrives, it is a value or refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.slack.compose_forms import entered
from bot.slack.forms import chosen_option
from bot.slack.ids import Field
from habits.errors import NotHere, WrongField
from habits.texts import say

View = Mapping[str, Any]


class ObstacleCarried(BaseModel):
    """What the windows about obstacles carry along: ids; "" where there is none. `team` is the
    place in the only team of a rep; `listed`: the manager's list lies behind the window."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    obstacle: str = ""
    team: str = ""
    draft: str = ""
    prompt: str = ""
    listed: bool = False

    @classmethod
    def from_view(cls, view: View) -> "ObstacleCarried":
        """Raises NotHere for what no window of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


def team_in(view: View) -> str:
    """The place in a team that the rep picked, or the only one there is."""
    return ObstacleCarried.from_view(view).team or chosen_option(view, Field.OBSTACLE_TEAM)


def blocked_in(view: View) -> str:
    return entered(view, Field.OBSTACLE)


def holds_up_in(view: View) -> str:
    return entered(view, Field.OBSTACLE_HOLDS_UP)


def rep_in(view: View) -> str:
    """Raises WrongField."""
    found = entered(view, Field.OBSTACLE_REP)
    if not found:
        raise WrongField(Field.OBSTACLE_REP, say("obstacles.faults.rep"))
    return found


def due_in(view: View) -> date | None:
    try:
        return date.fromisoformat(entered(view, Field.OBSTACLE_DUE))
    except ValueError:
        return None


def ending_in(view: View) -> str:
    return chosen_option(view, Field.OBSTACLE_ENDING)


def answer_in(view: View) -> str:
    return entered(view, Field.OBSTACLE_ANSWER)
