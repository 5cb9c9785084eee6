"""What was entered about 1:1s and reps, as values. Whatever arrives, it is a value or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.slack.compose_forms import entered
from bot.slack.forms import chosen_option
from bot.slack.ids import Field
from habits.coaching import UsualTime
from habits.errors import NotHere, WrongField
from habits.texts import say

View = Mapping[str, Any]


class CoachCarried(BaseModel):
    """What the windows about reps carry along: ids; "" where there is none. `rep` is a user's,
    `changes` a 1:1's."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    note: str = ""
    habit: str = ""
    rep: str = ""
    changes: str | None = None

    @classmethod
    def from_view(cls, view: View) -> "CoachCarried":
        """Raises NotHere for what no window of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


@dataclass(frozen=True)
class TimeSubmitted:
    """A usual time with a rep, a user's id."""

    rep: str
    usual: UsualTime

    @classmethod
    def from_view(cls, view: View) -> "TimeSubmitted":
        rep = entered(view, Field.REP)
        if not rep:
            raise WrongField(Field.REP, say("coach.times.faults.missing"))
        every = chosen_option(view, Field.EVERY)
        if not every.isdecimal() or len(every) > 1:
            raise WrongField(Field.EVERY, say("coach.times.faults.every"))
        return cls(rep, UsualTime(_first(view), _at(view), int(every)))


def _first(view: View) -> date:
    try:
        return date.fromisoformat(entered(view, Field.FIRST))
    except ValueError:
        raise WrongField(Field.FIRST, say("coach.times.faults.missing")) from None


def _at(view: View) -> time:
    try:
        hour, minute = entered(view, Field.AT).split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise WrongField(Field.AT, say("coach.times.faults.missing")) from None
