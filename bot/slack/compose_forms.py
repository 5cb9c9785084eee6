"""What was entered into a form of a habit. Whatever arrives, it is a value or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.services.form_views import FormOf
from bot.services.forms import Filled
from bot.slack.ids import ActionId
from habits.catalogue_lists import Audience
from habits.errors import NotHere
from habits.filling import Value
from habits.texts import has, say_each

AUDIENCE = "compose.audience"
"""The block of "Who sees it"."""
PICK = "compose.pick."
"""How the block of ready texts for a field begins; the field's name follows."""
TICKED = "ticked"

_TICKS = (ActionId.COMPOSE_TICK, ActionId.COMPOSE_TICK_ANEW)
_ONE = ("value", "selected_date", "selected_time", "selected_user", "selected_conversation")

View = Mapping[str, Any]


class Carried(BaseModel):
    """What a form carries along: ids. `anew`: it was emptied."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    habit: str
    prompt: str = ""
    post: str = ""
    record: str = ""
    draft: str = ""
    anew: bool = False

    @property
    def of(self) -> FormOf:
        return FormOf(self.habit, self.prompt, self.post, self.record)

    @classmethod
    def of_form(cls, of: FormOf, *, draft: str = "", anew: bool = False) -> "Carried":
        return cls(**vars(of), draft=draft, anew=anew)

    @classmethod
    def from_view(cls, view: View) -> "Carried":
        """Raises NotHere for what no form of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


class SaidCarried(BaseModel):
    """What a text to say carries along."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    habit: str
    token: str

    @classmethod
    def from_view(cls, view: View) -> "SaidCarried":
        """Raises NotHere for what no form of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


def filled_from(view: View, habit: str) -> Filled:
    """What stands in the form; a ready text that was picked stands where nothing was typed."""
    values: dict[str, Value] = {}
    picked: dict[str, Value] = {}
    audience = ""
    for block, action, state in _elements(view):
        if block == AUDIENCE:
            audience = str(_option(state.get("selected_option")))
        elif block.startswith(PICK):
            field = block.removeprefix(PICK)
            name = f"{habit}.{field}.{_option(state.get('selected_option'))}"
            if has("suggest", name):
                picked[field] = say_each("suggest", name)
        else:
            values[block] = _value(action, state)
    chosen = Audience(audience) if audience in set(Audience) else None
    typed = {name: value for name, value in values.items() if value}
    return Filled(picked | typed, chosen, frozenset(values))


def entered(view: View, name: str) -> str:
    """The text, user, channel or date that stands in one field; "" where there is none."""
    for block, action, state in _elements(view):
        if block == name:
            value = _value(action, state)
            return value if isinstance(value, str) else ""
    return ""


def ticked(view: View, name: str) -> bool:
    """Whether the box of that block is ticked."""
    return any(
        bool(_options(state.get("selected_options")))
        for block, _, state in _elements(view)
        if block == name
    )


def _elements(view: View) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Block id, action id and state of each element of a form."""
    for block, elements in _mapping(_mapping(view.get("state")).get("values")).items():
        for action, state in _mapping(elements).items():
            yield block, action, _mapping(state)


def _value(action: str, state: Mapping[str, Any]) -> Value:
    if "selected_options" in state:
        chosen = _options(state["selected_options"])
        return bool(chosen) if action in _TICKS else chosen
    if "selected_option" in state:
        return _option(state["selected_option"])
    if "selected_users" in state:
        return _strings(state["selected_users"])
    return next((text for key in _ONE if isinstance(text := state.get(key), str)), "")


def _options(told: object) -> tuple[str, ...]:
    if not isinstance(told, Sequence) or isinstance(told, str):
        return ()
    return tuple(value for one in told if (value := _option(one)))


def _option(told: object) -> str:
    value = _mapping(told).get("value")
    return value if isinstance(value, str) else ""


def _strings(told: object) -> tuple[str, ...]:
    if not isinstance(told, Sequence) or isinstance(told, str):
        return ()
    return tuple(one for one in told if isinstance(one, str))


def _mapping(told: object) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else {}
