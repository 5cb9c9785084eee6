"""What comes up in a manager's weeks: as they said, and as records say."""

from datetime import date

from bot.services.who import House, off_days
from bot.storage import Connection, one_on_ones, weeks
from bot.storage.managers import ManagerRecord
from habits.calendar import HALF_A_WEEK, week_named, week_of
from habits.catalogue import Habit
from habits.catalogue_lists import Cue
from habits.coaching import held_between
from habits.people import Place


def named_weeks(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: Habit,
    first: date,
    last: date,
) -> frozenset[date]:
    """The weeks of these local dates, both included, in which one of the habit's events was
    ticked or came up, or was recorded, as the time of a 1:1 or the end of a test is."""
    cues = [cue.value for cue in habit.cues]
    named = {
        week_named(name, manager.work_days)
        for name in weeks.weeks_with(connection, manager.id, cues, first - HALF_A_WEEK)
    }
    for cue in habit.cues:
        comes_up = house.tools.comes_up.get(cue)
        days = comes_up(connection, manager, first, last) if comes_up else ()
        named |= {week_of(day, manager.work_days) for day in days}
    if Cue.ONE_ON_ONE not in habit.cues:
        return frozenset(named)
    days_off = off_days(house.days_off, manager, last.year)
    met = (
        day
        for one in one_on_ones.of_manager(connection, manager.id)
        for day in held_between(one.usual, manager.schedule, days_off, first, last)
    )
    return frozenset(named) | {week_of(day, manager.work_days) for day in met}


def said_none(connection: Connection, manager: ManagerRecord, week: date) -> bool:
    """Whether the manager said of the week that none of what the week start names comes up."""
    return weeks.said_none(connection, manager.id, week, Place.START)
