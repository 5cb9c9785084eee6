"""The results of a week that is over, drawn up once: how strong each habit is, and how often its
prompt falls due from now on."""

from dataclasses import replace
from datetime import date, datetime

from bot.services import dosing
from bot.services.progress import seen_of, turns_of
from bot.services.who import House
from bot.storage import Connection, active_habits, managers, strengths
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import ONE_WEEK, local_date, week_of
from habits.catalogue import Habit
from habits.fading import next_every
from habits.strength import carried_on, end_of, strength
from habits.strip import Seen, first_needed, strip


def review_if_due(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ManagerRecord:
    """Draw up what is not drawn up yet; the manager as they stand afterwards. The week before the
    last one is drawn up again, since its check-in may be answered for seven days."""
    this = week_of(local_date(now, manager.zone), manager.work_days)
    over = this - ONE_WEEK
    if manager.reviewed_week is not None and manager.reviewed_week >= over:
        return manager
    for active in active_habits.of_manager(connection, manager.id):
        habit = house.catalogue.habits.get(active.habit)
        if habit is not None:
            seen = seen_of(connection, house, manager, active, habit, now)
            for week in (over - ONE_WEEK, over):
                _snapshot(connection, manager, habit, seen, week)
            _thin(connection, manager, active, habit, seen, this)
    managers.reviewed(connection, manager.id, over)
    dosing.count_prompts(connection, house, manager, now)
    return managers.get(connection, manager.id) or manager


def _snapshot(
    connection: Connection, manager: ManagerRecord, habit: Habit, seen: Seen, week: date
) -> None:
    """Keep the score of that week."""
    if week + ONE_WEEK <= seen.since:
        return
    oldest = max(seen.since, first_needed(habit, seen.today, seen.work_days))
    first = week_of(oldest, seen.work_days)
    kept = strengths.of_habit(connection, manager.id, habit.key, first)
    before = carried_on(kept, week, habit, seen)
    score = strength(habit, replace(seen, today=end_of(week, habit, seen)), before)
    if score is not None:
        strengths.keep(connection, manager.id, habit.key, week, score)


def _thin(
    connection: Connection,
    manager: ManagerRecord,
    active: ActiveHabitRecord,
    habit: Habit,
    seen: Seen,
    this: date,
) -> None:
    """Let the prompt fall due more or less often, from this week on."""
    turns = turns_of(manager, active, habit)
    before = frozenset(day for day in seen.done_on if day < this)
    so_far = strip(habit, replace(seen, today=this, done_on=before))
    every = next_every(turns, so_far, this)
    if every != active.every:
        active_habits.comes_every(connection, active.id, every, this)
