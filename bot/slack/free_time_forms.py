"""What the windows for days off and breaks carry along and send."""

from dataclasses import dataclass
from datetime import date

from bot.slack.forms import View, chosen_option, country_of, date_of, options_of
from bot.slack.ids import Field
from habits.errors import WrongField
from habits.texts import say

NO_REGION = "none"
"""Stands for "the whole country" in the select, since Slack takes no empty value."""
QUIET = "quiet"
DAY_OFF = "off"
WORK_DAY = "work"


@dataclass(frozen=True)
class FreeTimeSubmitted:
    """`country` is an ISO code, `region` a code of the country; None for none."""

    country: str | None
    region: str | None
    quiet_quarters: bool

    @classmethod
    def from_view(cls, view: View) -> "FreeTimeSubmitted":
        shows_regions = any(one.get("block_id") == Field.REGION for one in view.get("blocks", []))
        region = chosen_option(view, Field.REGION) if shows_regions else NO_REGION
        return cls(
            country=country_of(view),
            region=None if region == NO_REGION else region,
            quiet_quarters=QUIET in options_of(view, Field.QUARTERS),
        )


@dataclass(frozen=True)
class OwnDaySubmitted:
    """A local date that is a day off or, where not, a work day."""

    day: date
    is_off: bool

    @classmethod
    def from_view(cls, view: View) -> "OwnDaySubmitted":
        choice = chosen_option(view, Field.KIND)
        if choice not in (DAY_OFF, WORK_DAY):
            raise WrongField(Field.KIND, say("settings.faults.choose_one_of_two"))
        return cls(date_of(view, Field.DATE), choice == DAY_OFF)


@dataclass(frozen=True)
class TimeOffSubmitted:
    """Local dates, both included."""

    first: date
    last: date

    @classmethod
    def from_view(cls, view: View) -> "TimeOffSubmitted":
        return cls(date_of(view, Field.FIRST_DAY), date_of(view, Field.LAST_DAY))


def span_of(value: str) -> tuple[date, date] | None:
    """The dates that the value of a button names: one, or a first and a last."""
    first, _, last = value.partition(":")
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None
