"""The Home tab: what a manager sees of themselves."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.services.glance import week_view
from bot.services.messages import HomeView, PromptMessage, WeekLine
from bot.services.planning import outlook
from bot.services.replanning import paused_until
from bot.services.showing import prompt_message
from bot.services.who import House, Who
from bot.storage import Connection, active_habits, managers, prompts
from bot.storage.managers import ManagerRecord
from habits.calendar import local, local_date
from habits.planning import Moment
from habits.plans import default_plan
from habits.rhythm import name_of

_RECENTLY = timedelta(minutes=15)
_LOOK_AHEAD = timedelta(days=14)


class Home:
    """What Home shows, and for whom it is open."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._opened: dict[Who, datetime] = {}

    def opened(self, who: Who) -> None:
        """Somebody looks at their Home."""
        now = self._house.clock.now()
        self._opened = {one: at for one, at in self._opened.items() if now - at < _RECENTLY}
        self._opened[who] = now

    def is_open(self, who: Who) -> bool:
        """Whether it was opened in the last quarter of an hour: worth showing changes."""
        at = self._opened.get(who)
        return at is not None and self._house.clock.now() - at < _RECENTLY

    async def view(self, who: Who) -> HomeView:
        return await self._house.database.read(self._view, who)

    def _view(self, connection: Connection, who: Who) -> HomeView:
        now = self._house.clock.now()
        manager = managers.of_user(connection, who.workspace, who.user)
        if manager is None or not manager.is_active:
            return HomeView(started=False)
        active = active_habits.of_manager(connection, manager.id)
        habit = self._house.catalogue.habits.get(active[0].habit) if active else None
        return HomeView(
            started=True,
            focus=habit.name if habit else None,
            plan=(active[0].plan or default_plan(habit)) if habit else None,
            prompt=self._open_prompt(connection, manager, now),
            next=self._next(connection, manager, now) if habit else None,
            week=week_view(connection, self._house, manager, now),
            paused_until=paused_until(manager, now),
        )

    def _open_prompt(
        self, connection: Connection, manager: ManagerRecord, now: datetime
    ) -> PromptMessage | None:
        record = prompts.newest_open(connection, manager.id, now)
        if record is None:
            return None
        message = prompt_message(self._house, record, manager, now)
        # "It is Tuesday" is true in the chat, where Tuesday's date stands above it.
        today = local_date(now, manager.zone) == record.prompt.about_day
        return message if today else replace(message, lead="")

    def _next(
        self, connection: Connection, manager: ManagerRecord, now: datetime
    ) -> WeekLine | None:
        today = local_date(now, manager.zone)
        off = self._house.off(manager, now)
        planned = outlook(connection, manager, today, today + _LOOK_AHEAD, off).planned
        for one in planned:
            if isinstance(one, Moment) and one.due_at > now:
                return WeekLine(local(one.asked_at, manager.zone), name_of(one.place), "")
        return None
