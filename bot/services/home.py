"""The Home tab: what a manager sees of themselves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.services import asks
from bot.services.admins import Admins
from bot.services.away import offered, running
from bot.services.focusing import offer, working_on
from bot.services.inviting import may_start
from bot.services.meetings import coming
from bot.services.messages import HabitProgress, PromptMessage
from bot.services.planning import outlook
from bot.services.progress import strip_of
from bot.services.rep_home import rep_home_view
from bot.services.replanning import paused_until
from bot.services.showing import prompt_message
from bot.services.time_off import next_time_off
from bot.services.views import HomeView, PostLine, WeekLine
from bot.services.waiting import AT_MOST, waiting
from bot.services.who import House, Who
from bot.storage import Connection, managers, posts, prompts
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.posts import State
from habits.calendar import local, local_date
from habits.composing import begins_with
from habits.filtering import in_words
from habits.phrases import day, day_and_time
from habits.planning import Moment
from habits.plans import default_plan
from habits.rhythm import title_of
from habits.texts import say

_RECENTLY = timedelta(minutes=15)
_LOOK_AHEAD = timedelta(days=14)
_COUNTED_DAYS = timedelta(days=27)
_MOST_HABITS = 3
_MOST_POSTS = 3


class Home:
    """What Home shows, and for whom it is open."""

    def __init__(self, house: House, admins: Admins | None = None) -> None:
        self._house = house
        self._admins = admins
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
        view = await self._house.database.read(self._view, who)
        if self._admins is None or not await self._admins.seems_admin(who):
            return view
        return replace(view, is_admin=True)

    def _view(self, connection: Connection, who: Who) -> HomeView:
        now = self._house.clock.now()
        manager = managers.of_user(connection, who.workspace, who.user)
        rep = rep_home_view(connection, self._house, who)
        if manager is None or not manager.is_active:
            return HomeView(False, may_start=may_start(connection, self._house, who), rep=rep)
        today = local_date(now, manager.zone)
        active = working_on(connection, manager, now)
        items = waiting(connection, self._house, manager, today, now)
        counted = asks.summary(connection, manager, today - _COUNTED_DAYS, today)
        return HomeView(
            started=True,
            prompt=self._open_prompt(connection, manager, now),
            items=tuple(items[:AT_MOST]),
            more=max(0, len(items) - AT_MOST),
            habits=self._habits(connection, manager, active, now),
            posts=self._posts(connection, manager, now),
            filter=in_words(counted) or None,
            meeting=self._meeting(connection, manager, now),
            next=self._next(connection, manager, now) if active else None,
            paused_until=paused_until(manager, now),
            time_off=_time_off(manager, today),
            away=offered(connection, self._house, manager, now),
            offer=offer(connection, self._house, manager, now),
            allowed=manager.company.within if manager.schedule.hours_apart else None,
            rep=rep,
        )

    def _habits(
        self,
        connection: Connection,
        manager: ManagerRecord,
        active: Sequence[ActiveHabitRecord],
        now: datetime,
    ) -> tuple[HabitProgress, ...]:
        known = [one for one in active if one.habit in self._house.catalogue.habits]
        found: list[HabitProgress] = []
        for one in known[:_MOST_HABITS]:
            habit = self._house.catalogue.get(one.habit)
            weeks = strip_of(connection, self._house, manager, one, habit, now)
            found.append(HabitProgress(habit.name, one.plan or default_plan(habit), weeks))
        return tuple(found)

    def _posts(
        self, connection: Connection, manager: ManagerRecord, now: datetime
    ) -> tuple[PostLine, ...]:
        shown = posts.changeable(connection, manager.id, now)[:_MOST_POSTS]
        return tuple(
            PostLine(
                one.id,
                habit.name if (habit := self._house.catalogue.habits.get(one.habit)) else one.habit,
                one.recipient,
                local(one.posted_at or one.confirmed_at, manager.zone),
                begins_with(one.parts or ()),
                asks=one.state is State.ASKING,
            )
            for one in shown
        )

    def _meeting(self, connection: Connection, manager: ManagerRecord, now: datetime) -> str | None:
        meetings = coming(connection, self._house, manager, now)
        if not meetings:
            return None
        starts = local(meetings[0].meeting.starts_at, manager.zone)
        return say("home.one_on_one", name=meetings[0].rep_name, when=day_and_time(starts))

    def _open_prompt(
        self, connection: Connection, manager: ManagerRecord, now: datetime
    ) -> PromptMessage | None:
        record = prompts.newest_open(connection, manager.id, now)
        if record is None:
            return None
        message = prompt_message(connection, self._house, record, manager, now)
        # "It is Tuesday" is true in the chat, where Tuesday's date stands above it.
        today = local_date(now, manager.zone) == record.prompt.about_day
        return message if today else replace(message, lead="")

    def _next(
        self, connection: Connection, manager: ManagerRecord, now: datetime
    ) -> WeekLine | None:
        away = running(connection, manager, now)
        if away is not None and away.answer is None:
            return None  # nothing comes, and nobody knows yet from when on it does
        today = local_date(now, manager.zone)
        off = self._house.off(manager, now)
        planned = outlook(connection, manager, today, today + _LOOK_AHEAD, off).planned
        for one in planned:
            if isinstance(one, Moment) and one.due_at > now:
                return WeekLine(local(one.asked_at, manager.zone), title_of(one.place), "")
        return None


def _time_off(manager: ManagerRecord, today: date) -> str | None:
    span = next_time_off(manager, today)
    if span is None:
        return None
    first, last = span
    if first == last:
        return say("home.day_off", day=day(first))
    return say("home.time_off", first=day(first), last=day(last))
