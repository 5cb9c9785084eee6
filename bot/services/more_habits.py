"""Taking up one more habit, from a situation or from what is offered."""

from dataclasses import replace

from bot.services.doable import has_form
from bot.services.focusing import (
    MOST_HABITS,
    choice_of,
    first_week,
    has_room,
    take_up,
    working_on,
)
from bot.services.situations import Situation, situation
from bot.services.views import AnotherHabit, HabitTakenUp
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, active_habits, managers
from habits.errors import HabitsError
from habits.plans import default_plan
from habits.texts import say


class NoRoom(HabitsError):
    """There are three habits already, or it is too early for a second one."""

    def __init__(self, active: int) -> None:
        if active < MOST_HABITS:
            super().__init__(say("more_habits.errors.early"))
        else:
            super().__init__(say("more_habits.errors.full"))


class MoreHabits:
    """The habits of a manager beside the first."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def situation(self, who: Who, number: str) -> Situation:
        """A situation with its habits, and which of them are the person's, or could be. Raises
        WrongField for a number that is none."""
        return await self._house.database.read(self._situation, who, number)

    async def another(self, who: Who, habit: str) -> AnotherHabit:
        """The habit with the plan that is offered. Raises UnknownHabit, NoRoom, NotStarted."""
        return await self._house.database.read(self._another, who, habit)

    async def start_another(self, who: Who, habit: str, plan: str | None) -> HabitTakenUp:
        """Work on it from now on; `plan` None stands for the default sentence. Raises
        UnknownHabit, NoRoom, NotStarted."""
        return await self._house.database.write(self._start_another, who, habit, plan)

    def _situation(self, connection: Connection, who: Who, number: str) -> Situation:
        shown = situation(self._house.catalogue, number)
        manager = managers.of_user(connection, who.workspace, who.user)
        if manager is None or not manager.is_active:
            return shown
        active = active_habits.of_manager(connection, manager.id)
        mine = {one.habit for one in active}
        room = has_room(manager, active, self._house.clock.now())
        return replace(
            shown,
            habits=tuple(
                replace(each, mine=each.key in mine, can_be_mine=room and each.key not in mine)
                for each in shown.habits
            ),
        )

    def _another(self, connection: Connection, who: Who, habit: str) -> AnotherHabit:
        manager = active_manager(connection, who, self._house)
        found = self._house.catalogue.get(habit)
        active = active_habits.of_manager(connection, manager.id)
        already = next((one for one in active if one.habit == habit), None)
        if already is None and not has_room(manager, active, self._house.clock.now()):
            raise NoRoom(len(active))
        plan = already.plan if already else None
        return AnotherHabit(choice_of(found), plan or default_plan(found))

    def _start_another(
        self, connection: Connection, who: Who, habit: str, plan: str | None
    ) -> HabitTakenUp:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = self._house.catalogue.get(habit)
        active = active_habits.of_manager(connection, manager.id)
        others = [one for one in active if one.habit != habit]
        if len(others) == len(active) and not has_room(manager, active, now):
            raise NoRoom(len(active))
        own = None if plan == default_plan(found) else plan
        take_up(connection, self._house, manager, found, own, first_week(manager, now), now)
        names = self._house.catalogue.habits
        focus = working_on(connection, manager, now)[0].habit
        return HabitTakenUp(
            choice_of(found),
            beside=tuple(names[one.habit].name for one in others if one.habit in names),
            focus=names[focus].name if focus in names and focus != habit else None,
            doable=has_form(found),
        )
