"""What the forms of the start carry along and send."""

from dataclasses import dataclass
from datetime import time

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.slack.forms import (
    View,
    chosen_option,
    country_of,
    days_of,
    hours_of,
    rhythm_of,
    string_of,
)
from bot.slack.ids import Field
from bot.storage.managers import Preferences as Chosen
from habits.errors import WrongField
from habits.people import Hours, Part, Place, Rhythm, Weekday
from habits.texts import say


class CarriedPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    at: time
    day: Weekday | None


class StartCarried(BaseModel):
    """The situation and habit chosen so far, and the times as they stand: days are weekday
    numbers, times local. A part that is None is not sent."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    situation: str
    habit: str
    work_days: list[Weekday]
    hours_start: time
    hours_end: time
    country: str | None
    region: str | None = None
    start: CarriedPart | None
    prompt: CarriedPart | None
    check_in: CarriedPart | None

    @classmethod
    def of(cls, situation: str, habit: str, times: Chosen) -> "StartCarried":
        parts = {place: _carried(times.rhythm.part(place)) for place in Place}
        return cls(
            situation=situation,
            habit=habit,
            work_days=sorted(times.work_days),
            hours_start=times.hours.start,
            hours_end=times.hours.end,
            country=times.country,
            region=times.region,
            start=parts[Place.START],
            prompt=parts[Place.PROMPT],
            check_in=parts[Place.CHECK_IN],
        )

    @classmethod
    def from_view(cls, view: View) -> "StartCarried":
        try:
            return cls.model_validate_json(string_of(view.get("private_metadata")) or "{}")
        except ValidationError:
            raise WrongField(Field.HABIT, say("settings.faults.open_again")) from None

    def to_json(self) -> str:
        return self.model_dump_json()

    @property
    def times(self) -> Chosen:
        return Chosen(
            frozenset(self.work_days),
            Hours(self.hours_start, self.hours_end),
            self.country,
            Rhythm(
                *(
                    None if part is None else Part(part.at, part.day)
                    for part in (self.start, self.prompt, self.check_in)
                )
            ),
            region=self.region,
        )


@dataclass(frozen=True)
class SituationSubmitted:
    """`situation` is the number of a theme as text."""

    situation: str

    @classmethod
    def from_view(cls, view: View) -> "SituationSubmitted":
        return cls(chosen_option(view, Field.SITUATION))


@dataclass(frozen=True)
class StartSubmitted:
    """The habit, and the times that the form carried."""

    habit: str
    times: Chosen

    @classmethod
    def from_view(cls, view: View) -> "StartSubmitted":
        return cls(chosen_option(view, Field.HABIT), StartCarried.from_view(view).times)


@dataclass(frozen=True)
class TimesSubmitted:
    times: Chosen

    @classmethod
    def from_view(cls, view: View) -> "TimesSubmitted":
        return cls(Chosen(days_of(view), hours_of(view), country_of(view), rhythm_of(view)))


def chosen_habit(view: View) -> StartCarried:
    """What the second screen carries, with the habit that is chosen on it just now."""
    carried = StartCarried.from_view(view)
    return carried.model_copy(update={"habit": chosen_option(view, Field.HABIT)})


def _carried(part: Part | None) -> CarriedPart | None:
    return None if part is None else CarriedPart(at=part.at, day=part.day)
