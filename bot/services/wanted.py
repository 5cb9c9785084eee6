"""What a start or settings form asks for, and what of it can never work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import Preferences as Chosen
from config.holidays import countries
from habits.errors import HabitsError, WrongField
from habits.people import Schedule
from habits.rhythm import faults
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


def check_times(times: Chosen, schedule: Schedule) -> None:
    """Raises WrongField, WrongFields for times that can never work for this schedule's person."""
    known = {code for code, _ in countries()}
    if times.country is not None and times.country not in known:
        raise WrongField("country", say("settings.faults.country"))
    found = faults(
        replace(schedule, work_days=times.work_days, hours=times.hours, rhythm=times.rhythm)
    )
    if found:
        raise WrongFields(found)


def plan_for(wanted: Wanted, active: Sequence[ActiveHabitRecord]) -> str | None:
    """The sentence for the wanted habit; one left over from another habit is not carried on."""
    other = next((one.plan for one in active if one.habit != wanted.habit), None)
    return None if wanted.plan == other else wanted.plan
