"""Stopping one habit, and what goes on."""

from dataclasses import dataclass

from bot.services.answering import let_go
from bot.services.dosing import count_prompts
from bot.services.focusing import working_on
from bot.services.messages import Choice
from bot.services.replanning import replanned
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, active_habits
from habits.errors import HabitsError
from habits.texts import say


class NotTheirs(HabitsError):
    """The manager does not work on the habit: it was stopped before, or never theirs."""

    def __init__(self, name: str) -> None:
        super().__init__(say("stop.errors.not_theirs", habit=name))


@dataclass(frozen=True)
class HabitToStop:
    """A habit by key and name; `others` are the names of those that go on."""

    habit: Choice
    others: tuple[str, ...]


def habit_to_stop(connection: Connection, house: House, who: Who, habit: str) -> HabitToStop:
    """One of theirs can be stopped also once its file is gone: then its key is its name. Raises
    NotTheirs, UnknownHabit, NotStarted."""
    manager = active_manager(connection, who, house)
    active = working_on(connection, manager, house.clock.now())
    known = house.catalogue.habits
    if habit not in {one.habit for one in active}:
        raise NotTheirs(house.catalogue.get(habit).name)
    named = Choice(habit, known[habit].name if habit in known else habit)
    others = [one.habit for one in active if one.habit != habit and one.habit in known]
    return HabitToStop(named, tuple(known[key].name for key in others))


def stop_habit(connection: Connection, house: House, who: Who, habit: str) -> HabitToStop:
    """End the habit; the messages to come are planned anew. Raises as `habit_to_stop` does."""
    now = house.clock.now()
    stopped = habit_to_stop(connection, house, who, habit)
    manager = active_manager(connection, who, house)
    active_habits.stop(connection, manager.id, habit, now)
    let_go(connection, manager, habit, now)
    count_prompts(connection, house, manager, now)
    replanned(connection, house, who, now, before=None)
    return stopped
