"""How a habit of a manager has gone: its twelve weeks, from what is recorded."""

from dataclasses import replace
from datetime import date, datetime

from bot.services.coming_up import named_weeks
from bot.services.who import House
from bot.storage import Connection, excuses, practices, prompts, ratings, strengths, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import ONE_WEEK, local_date
from habits.catalogue import Habit
from habits.dose import base_weeks
from habits.fading import Turns, is_second_nature
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
    shown = strip(habit, seen_of(connection, house, manager, active, habit, now))
    turns = turns_of(manager, active, habit)
    if not turns.thinned:
        return shown
    since = began_on(manager, active)
    rated = [
        one.value
        for one in ratings.of_manager(connection, manager.id)
        if one.habit == habit.key and one.week > since - ONE_WEEK
    ]
    return replace(shown, second_nature=is_second_nature(rated, shown, turns))


def seen_of(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    active: ActiveHabitRecord,
    habit: Habit,
    now: datetime,
) -> Seen:
    """What is recorded of the habit in the twelve weeks up to the UTC instant `now`."""
    today = local_date(now, manager.zone)
    first = first_needed(habit, today, manager.work_days)
    done = practices.days_of(connection, manager.id, habit.key, first, today)
    absent = prompts.days_it_did_not_come_up(connection, manager.id, habit.key, first)
    events = [cue.value for cue in habit.cues]
    return Seen(
        today=today,
        since=began_on(manager, active),
        work_days=manager.work_days,
        days_off=house.off(manager, now),
        done_on=frozenset(done),
        excused=excuses.since(connection, manager.id, habit.key, first),
        none_of_these=frozenset(weeks.none_of_these(connection, manager.id, Place.START, first)),
        named=named_weeks(connection, house, manager, habit, first, today),
        did_not_come_up=frozenset(absent),
        came_up=strengths.came_up(connection, manager.id, events, first),
    )


def began_on(manager: ManagerRecord, active: ActiveHabitRecord) -> date:
    """The manager's date on which they took the habit up."""
    return local_date(max(active.since, manager.started_at), manager.zone)


def turns_of(manager: ManagerRecord, active: ActiveHabitRecord, habit: Habit) -> Turns:
    """How often its prompt falls due."""
    since = active.every_since or began_on(manager, active)
    return Turns(active.every, base_weeks(habit.cadence), since)
