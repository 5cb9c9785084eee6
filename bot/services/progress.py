"""How a habit of a manager has gone: its twelve weeks, from what is recorded."""

from datetime import datetime

from bot.services.who import House
from bot.storage import Connection, excuses, practices, prompts, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import local_date
from habits.catalogue import Habit
from habits.people import Place
from habits.strip import Seen, Strip, first_needed, strip


def strip_of(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    active: ActiveHabitRecord,
    habit: Habit,
    now: datetime,
) -> Strip:
    """The weeks up to the UTC instant `now`. Who left and came back begins anew."""
    today = local_date(now, manager.zone)
    first = first_needed(habit, today, manager.work_days)
    done = practices.between(connection, manager.id, first, today)
    absent = prompts.days_it_did_not_come_up(connection, manager.id, habit.key, first)
    named = weeks.weeks_with(connection, manager.id, [cue.value for cue in habit.cues], first)
    none = weeks.none_of_these(connection, manager.id, Place.START, first)
    seen = Seen(
        today=today,
        since=local_date(max(active.since, manager.started_at), manager.zone),
        work_days=manager.work_days,
        days_off=house.off(manager, now),
        done_on=frozenset(one.about_day for one in done if one.habit == habit.key),
        excused=excuses.since(connection, manager.id, habit.key, first),
        none_of_these=frozenset(none),
        named=frozenset(named),
        did_not_come_up=frozenset(absent),
    )
    return strip(habit, seen)
