"""Stopping one habit, and what goes on."""

from dataclasses import dataclass

from bot.services.answering import let_go
from bot.services.dosing import count_prompts
from bot.services.focusing import working_on
from bot.services.messages import Choice
from bot.services.replanning import replanned
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, active_habits


@dataclass(frozen=True)
class HabitToStop:
    """A habit by key and name; `others` are the names of those that go on."""

    habit: Choice
    others: tuple[str, ...]


def habit_to_stop(connection: Connection, house: House, who: Who, habit: str) -> HabitToStop:
    manager = active_manager(connection, who, house)
    named = Choice(habit, house.catalogue.get(habit).name)
    active = working_on(connection, manager, house.clock.now())
    known = house.catalogue.habits
    others = [one.habit for one in active if one.habit != habit and one.habit in known]
    return HabitToStop(named, tuple(known[key].name for key in others))


def stop_habit(connection: Connection, house: House, who: Who, habit: str) -> HabitToStop:
    now = house.clock.now()
    stopped = habit_to_stop(connection, house, who, habit)
    manager = active_manager(connection, who, house)
    active_habits.stop(connection, manager.id, habit, now)
    let_go(connection, manager, habit, now)
    count_prompts(connection, house, manager, now)
    replanned(connection, house, who, now, before=None)
    return stopped
