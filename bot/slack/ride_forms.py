"""What was entered about a call, as values. Whatever arrives, it is a value or refused."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.services.ride_asking import WantedCall
from bot.slack.compose_forms import entered
from bot.slack.ids import Field
from habits.errors import NotHere, WrongField
from habits.riding import Role
from habits.texts import say

View = Mapping[str, Any]


class CallCarried(BaseModel):
    """What the windows carry along: ids, "" where there is none. `team` is a place in a team."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    call: str = ""
    team: str = ""
    prompt: str = ""

    @classmethod
    def from_view(cls, view: View) -> "CallCarried":
        """Raises NotHere for what no window of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


def asked_in(view: View) -> WantedCall:
    """What a rep asks for. Raises WrongField, NotHere."""
    carried = CallCarried.from_view(view)
    return _wanted(view, carried.team or chosen_in(view, Field.TEAM), carried.prompt)


def offered_in(view: View) -> WantedCall:
    """What a manager offers. Raises WrongField, NotHere."""
    rep = entered(view, Field.REP)
    if not rep:
        raise WrongField(Field.REP, say("calls.faults.missing"))
    return _wanted(view, rep, CallCarried.from_view(view).prompt)


def time_in(view: View) -> tuple[date, time]:
    """The day and the time that were picked, local. Raises WrongField."""
    try:
        on = date.fromisoformat(entered(view, Field.DAY))
    except ValueError:
        raise WrongField(Field.DAY, say("calls.faults.missing")) from None
    try:
        hour, minute = entered(view, Field.AT).split(":")
        return on, time(int(hour), int(minute))
    except ValueError:
        raise WrongField(Field.AT, say("calls.faults.missing")) from None


def chosen_in(view: View, name: Field) -> str:
    """The option that is chosen in that field; "" where none is."""
    for block, elements in ((view.get("state") or {}).get("values") or {}).items():
        if block == name:
            for state in elements.values():
                return str((state.get("selected_option") or {}).get("value") or "")
    return ""


def _wanted(view: View, whom: str, prompt: str) -> WantedCall:
    day, at = time_in(view)
    role, minutes = chosen_in(view, Field.ROLE), chosen_in(view, Field.MINUTES)
    if role not in set(Role):
        raise WrongField(Field.ROLE, say("calls.faults.missing"))
    if not minutes.isdecimal() or len(minutes) > 3:
        raise WrongField(Field.MINUTES, say("calls.faults.missing"))
    return WantedCall(
        whom=whom,
        deal=entered(view, Field.DEAL),
        need=entered(view, Field.NEED),
        role=Role(role),
        day=day,
        at=at,
        minutes=int(minutes),
        prompt=prompt,
    )
