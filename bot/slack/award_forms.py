"""What was entered about the award, as values. Whatever arrives, it is a value or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.services.award_views import AwardFilled
from bot.slack.compose_forms import entered
from bot.slack.ids import Field
from habits.errors import NotHere

View = Mapping[str, Any]


class AwardCarried(BaseModel):
    """What the award's windows carry along: ids. `shown` are the lessons on the card; `choose`:
    the window asks who gets it."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    award: str = ""
    shown: list[str] = []
    choose: bool = False

    @classmethod
    def from_view(cls, view: View) -> "AwardCarried":
        """Raises NotHere for what no window of ours carries."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or "{}"))
        except ValidationError:
            raise NotHere from None


def award_filled(view: View) -> AwardFilled:
    """What stands in the window."""
    story = entered(view, Field.STORY)
    return AwardFilled(
        story=story,
        citation=entered(view, f"{Field.CITATION}.{story}"),
        trophy=entered(view, Field.TROPHY),
        idea=entered(view, Field.IDEA),
        vote_until=_day(entered(view, Field.VOTE_UNTIL)),
        chosen=entered(view, Field.CHOSEN),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
