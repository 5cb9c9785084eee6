"""Which of the active habits a prompt is about."""

from datetime import datetime, timedelta

from bot.services.coming_up import named_weeks, said_none
from bot.services.focusing import working_on
from bot.services.who import House
from bot.storage import Connection, strengths, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import local_date, week_of
from habits.catalogue_lists import Cue
from habits.dose import is_due
from habits.people import Turn
from habits.picking import Ready, pick

_WHOLE_WEEK = timedelta(days=6)


def habit_for(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ActiveHabitRecord | None:
    """The habit of the prompt that is due now; None where the turn of none comes this week."""
    active = {
        one.habit: one
        for one in working_on(connection, manager, now)
        if one.habit in house.catalogue.habits
    }
    week = week_of(local_date(now, manager.zone), manager.work_days)
    named = frozenset(Cue(one.event) for one in weeks.named(connection, manager.id, week))
    none = said_none(connection, manager, week)
    strong = strengths.latest(connection, manager.id) if len(active) > 1 else {}
    ready: list[Ready] = []
    for one in active.values():
        habit = house.catalogue.get(one.habit)
        due = is_due(week, (Turn(one.every, one.every_since),), manager.work_days)
        last = week + _WHOLE_WEEK
        came = none and bool(named_weeks(connection, house, manager, habit, week, last))
        strength = strong.get(one.habit, 0.0)
        ready.append(Ready(one.habit, frozenset(habit.cues), due, strength, recorded=came))
    chosen = pick(ready, named, none_of_these=none)
    return None if chosen is None else active[chosen]
