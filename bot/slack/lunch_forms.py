"""What was entered about the lunch, as values. Whatever arrives, it is a value or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.services.lunch_views import TellFilled
from bot.slack.compose_forms import entered, filled_from
from bot.slack.ids import Field
from habits.errors import NotHere
from habits.lunches import Wish

View = Mapping[str, Any]


class LunchCarried(BaseModel):
    """What the lunch's windows carry along: ids, "" where there is none."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    lunch: str = ""
    draft: str = ""

    @classmethod
    def from_view(cls, view: View) -> "LunchCarried":
        """Raises NotHere for what no window of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


def wish_from(view: View) -> Wish:
    try:
        on = date.fromisoformat(entered(view, Field.DATE))
    except ValueError:
        on = None
    return Wish(
        entered(view, Field.NAME), on, entered(view, Field.PLACE), entered(view, Field.OWN_STORY)
    )


def chosen_from(view: View) -> tuple[str, ...]:
    """The stories that are ticked, in the order of the list."""
    chosen = filled_from(view, "").values.get(Field.STORIES, ())
    return chosen if isinstance(chosen, tuple) else ()


def told_from(view: View) -> TellFilled:
    return TellFilled(
        entered(view, Field.STORY), entered(view, Field.TRIED), entered(view, Field.KNOW_NOW)
    )
