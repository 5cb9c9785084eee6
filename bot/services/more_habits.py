"""Taking up one more habit, from a situation or from what is offered."""

from dataclasses import replace

from bot.services.answering import check_in_changed
from bot.services.doable import has_form
from bot.services.focusing import (
    MOST_HABITS,
    choice_of,
    first_week,
    has_room,
    take_place,
    take_up,
    working_on,
)
from bot.services.messages import Choice
from bot.services.situations import Situation, situation
from bot.services.views import AnotherHabit, HabitTakenUp
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, active_habits, managers
from bot.storage.active_habits import ActiveHabitRecord
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

    async def to_replace(self, who: Who, habit: str | None = None) -> Choice | None:
        """The habit whose place another can take: that one, while it is theirs, or with None the
        one that this week is about. Raises NotStarted."""
        return await self._house.database.read(self._to_replace, who, habit)

    async def situation(self, who: Who, number: str, instead: str | None = None) -> Situation:
        """A situation with its habits, and which of them are the person's, or could be, also in
        the place of their habit `instead`. Raises WrongField for a number that is none."""
        return await self._house.database.read(self._situation, who, number, instead)

    async def another(self, who: Who, habit: str, instead: str | None = None) -> AnotherHabit:
        """The habit with the plan that is offered. Raises UnknownHabit, NoRoom, NotStarted."""
        return await self._house.database.read(self._another, who, habit, instead)

    async def start_another(
        self, who: Who, habit: str, plan: str | None, instead: str | None = None
    ) -> HabitTakenUp:
        """Work on it from now on, in the place of their habit `instead` while they have that one;
        `plan` None stands for the default sentence. Raises UnknownHabit, NoRoom, NotStarted."""
        return await self._house.database.write(self._start_another, who, habit, plan, instead)

    def _to_replace(self, connection: Connection, who: Who, habit: str | None) -> Choice | None:
        manager = active_manager(connection, who, self._house)
        active = working_on(connection, manager, self._house.clock.now())
        return self._named(active, habit if habit or not active else active[0].habit)

    def _named(self, active: list[ActiveHabitRecord], habit: str | None) -> Choice | None:
        """One of theirs, by key and name."""
        if habit is None or habit not in {one.habit for one in active}:
            return None
        found = self._house.catalogue.habits.get(habit)
        return Choice(habit, found.name if found else habit)

    def _situation(
        self, connection: Connection, who: Who, number: str, instead: str | None
    ) -> Situation:
        shown = situation(self._house.catalogue, number)
        manager = managers.of_user(connection, who.workspace, who.user)
        if manager is None or not manager.is_active:
            return shown
        active = active_habits.of_manager(connection, manager.id)
        mine = {one.habit for one in active}
        gives_way = self._named(active, instead)
        room = gives_way is not None or has_room(manager, active, self._house.clock.now())
        return replace(
            shown,
            instead=gives_way,
            habits=tuple(
                replace(each, mine=each.key in mine, can_be_mine=room and each.key not in mine)
                for each in shown.habits
            ),
        )

    def _another(
        self, connection: Connection, who: Who, habit: str, instead: str | None
    ) -> AnotherHabit:
        manager = active_manager(connection, who, self._house)
        found = self._house.catalogue.get(habit)
        active = active_habits.of_manager(connection, manager.id)
        already = next((one for one in active if one.habit == habit), None)
        gives_way = None if instead == habit else self._named(active, instead)
        room = gives_way is not None or has_room(manager, active, self._house.clock.now())
        if already is None and not room:
            raise NoRoom(len(active))
        plan = already.plan if already else None
        return AnotherHabit(choice_of(found), plan or default_plan(found), gives_way)

    def _start_another(
        self, connection: Connection, who: Who, habit: str, plan: str | None, instead: str | None
    ) -> HabitTakenUp:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = self._house.catalogue.get(habit)
        active = active_habits.of_manager(connection, manager.id)
        gives_way = None if instead == habit else self._named(active, instead)
        others = [one for one in active if one.habit not in (habit, gives_way and gives_way.value)]
        own = None if plan == default_plan(found) else plan
        if gives_way is not None:
            rests = gives_way.value
            take_place(connection, self._house, manager, found, own, rests, now)
            check_in_changed(connection, manager, now)
        elif len(others) < len(active) or has_room(manager, active, now):
            take_up(connection, self._house, manager, found, own, first_week(manager, now), now)
        else:
            raise NoRoom(len(active))
        names = self._house.catalogue.habits
        focus = working_on(connection, manager, now)[0].habit
        return HabitTakenUp(
            choice_of(found),
            beside=tuple(names[one.habit].name for one in others if one.habit in names),
            focus=names[focus].name if focus in names and focus != habit else None,
            doable=has_form(found),
            rests=gives_way.label if gives_way else None,
        )
