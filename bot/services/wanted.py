"""What a start or settings form asks for, and what of it can never work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import Preferences as Chosen
from config.holidays import countries, regions
from habits.errors import HabitsError, WrongField
from habits.people import Hours, Place, Schedule
from habits.phrases import clock
from habits.rhythm import FIELDS, faults
from habits.texts import say


class WrongFields(HabitsError):
    """Some fields of a form cannot be taken; `faults` maps field to message."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


@dataclass(frozen=True)
class Wanted:
    """What a start or settings form asks for. `plan` None stands for the default sentence."""

    habit: str
    plan: str | None
    times: Chosen


def check_times(times: Chosen, schedule: Schedule, within: Hours | None = None) -> None:
    """Raises WrongField, WrongFields for times that can never work for this schedule's person, or
    that lie outside the hours `within` which the company allows."""
    check_country(times.country, times.region)
    if within is not None and (found := _outside(times, within)):
        raise WrongFields(found)
    found = faults(
        replace(schedule, work_days=times.work_days, hours=times.hours, rhythm=times.rhythm)
    )
    if found:
        raise WrongFields(found)


def check_country(country: str | None, region: str | None) -> None:
    """Raises WrongField for a country or a region of it that is not known."""
    if country is not None and country not in {code for code, _ in countries()}:
        raise WrongField("country", say("settings.faults.country"))
    if region is not None and region not in {code for code, _ in regions(country or "")}:
        raise WrongField("region", say("settings.faults.region"))


def _outside(times: Chosen, within: Hours) -> dict[str, str]:
    """Fields whose time the company does not allow -> what to say under them."""
    words = say("settings.faults.company", start=clock(within.start), end=clock(within.end))
    if times.hours.end <= within.start:
        return {"hours_end": words}
    if times.hours.start >= within.end:
        return {"hours_start": words}
    kept = ((place, times.rhythm.part(place)) for place in Place)
    return {
        f"{FIELDS[place]}_at": words
        for place, part in kept
        if part is not None and not within.start <= part.at < within.end
    }


def plan_for(wanted: Wanted, active: Sequence[ActiveHabitRecord]) -> str | None:
    """The sentence for the wanted habit; one left over from another habit is not carried on."""
    other = next((one.plan for one in active if one.habit != wanted.habit), None)
    return None if wanted.plan == other else wanted.plan
