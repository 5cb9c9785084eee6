"""Starting, settings, pausing, leaving: what a manager chose, and what follows from it."""

from dataclasses import replace
from datetime import date, timedelta

from bot.services import obstacle_moments, ride_moments
from bot.services.breaks import pause, pause_in_words, resume
from bot.services.dosing import as_before, count_prompts
from bot.services.erasing import erase_all
from bot.services.focusing import first_week, work_on_now, working_on
from bot.services.free_time import preferences_of
from bot.services.inviting import check_invited
from bot.services.leaving_out import asked_again
from bot.services.preference_forms import preferences_form
from bot.services.replanning import fortnight, replanned
from bot.services.stopping import HabitToStop, habit_to_stop, stop_habit
from bot.services.time_off import end_all
from bot.services.views import PlanShown, PreferencesForm
from bot.services.wanted import Wanted, check_times, plan_for
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    active_habits,
    companies,
    managers,
    notes,
    outgoing,
    people,
)
from habits.calendar import local_date, week_of
from habits.company import limited
from habits.dose import Help, base_weeks
from habits.errors import NotStarted, WrongField
from habits.people import Hours, Rhythm, Schedule
from habits.rhythm import rhythm_within
from habits.texts import say

_WEEKEND = timedelta(days=3)


class Preferences:
    """What managers decide about themselves."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def settings_form(self, who: Who) -> PreferencesForm:
        return await self._house.database.read(self._settings_form, who)

    async def start(self, who: Who, wanted: Wanted) -> PlanShown:
        """Begin, or begin again, at the usual times where the hours allow. Raises WrongFields,
        NotInvited."""
        return await self._house.database.write(self._start, who, wanted)

    async def change(self, who: Who, wanted: Wanted) -> PlanShown:
        """Raises WrongFields, NotStarted."""
        return await self._house.database.write(self._change, who, wanted)

    async def pause(self, who: Who, until: date) -> PlanShown:
        """Nothing comes before the local date `until`. Raises WrongFields."""
        return await self._house.database.write(pause, self._house, who, until)

    async def pause_in_words(self, who: Who, words: str) -> PlanShown:
        """Away until the day that the words name: "3 December", "2 weeks". Raises UnknownDay,
        WrongFields."""
        return await self._house.database.write(pause_in_words, self._house, who, words)

    async def pause_weeks(self, who: Who, weeks: int) -> PlanShown:
        """Away for `weeks` weeks, to the day."""

        def change(connection: Connection) -> PlanShown:
            manager = active_manager(connection, who, self._house)
            today = local_date(self._house.clock.now(), manager.zone)
            return pause(connection, self._house, who, today + timedelta(days=7 * weeks))

        return await self._house.database.write(change)

    async def resume(self, who: Who) -> PlanShown:
        return await self._house.database.write(resume, self._house, who)

    async def suggested_return(self, who: Who) -> date:
        """The local date a pause form proposes: the first day of the next week that is not
        about to begin, since a break from Friday to Monday is none."""

        def ask(connection: Connection) -> date:
            manager = active_manager(connection, who, self._house)
            today = local_date(self._house.clock.now(), manager.zone)
            monday = week_of(today, manager.work_days) + timedelta(days=7)
            return monday if monday - today > _WEEKEND else monday + timedelta(days=7)

        return await self._house.database.read(ask)

    async def as_before(self, who: Who) -> PlanShown:
        """As many messages as before they became fewer."""

        def change(connection: Connection) -> PlanShown:
            now = self._house.clock.now()
            manager = active_manager(connection, who, self._house)
            if manager.eased_at is not None:
                as_before(connection, self._house, manager, now)
            return replanned(connection, self._house, who, now, before=None)

        return await self._house.database.write(change)

    async def habit_to_stop(self, who: Who, habit: str) -> HabitToStop:
        """Raises UnknownHabit."""
        return await self._house.database.read(habit_to_stop, self._house, who, habit)

    async def stop_habit(self, who: Who, habit: str) -> HabitToStop:
        """Stop a habit; it, and those that go on."""
        return await self._house.database.write(stop_habit, self._house, who, habit)

    async def leave(self, who: Who, *, erase: bool) -> None:
        """Stop everything; with `erase` delete what is kept as well."""
        await self._house.database.write(self._leave, who, erase)

    async def keep_notes(self, who: Who, keeps: bool) -> None:
        def change(connection: Connection) -> None:
            managers.keep_notes(connection, active_manager(connection, who, self._house).id, keeps)

        await self._house.database.write(change)

    async def remove_note(self, who: Who, note: str) -> bool:
        """Delete one of their own notes; False when there is none of that id."""

        def change(connection: Connection) -> bool:
            return notes.remove(connection, active_manager(connection, who, self._house).id, note)

        return await self._house.database.write(change)

    async def has_started(self, who: Who) -> bool:
        def ask(connection: Connection) -> bool:
            manager = managers.of_user(connection, who.workspace, who.user)
            return manager is not None and manager.is_active

        return await self._house.database.read(ask)

    async def is_known(self, who: Who) -> bool:
        """Whether anything is kept: also for somebody who left without erasing."""

        def ask(connection: Connection) -> bool:
            return managers.of_user(connection, who.workspace, who.user) is not None

        return await self._house.database.read(ask)

    # --- transactions ----------------------------------------------------------------------

    def _settings_form(self, connection: Connection, who: Who) -> PreferencesForm:
        manager = active_manager(connection, who, self._house)
        active = working_on(connection, manager, self._house.clock.now())
        starters = self._house.catalogue.starters() or tuple(self._house.catalogue.habits.values())
        form = preferences_form(
            self._house.catalogue,
            replace(manager.schedule, hours=manager.hours),
            manager.country or "",
            active[0].habit if active else starters[0].key,
            active[0].plan if active else None,
            started=True,
            beside=tuple(
                self._house.catalogue.habits[one.habit].name
                for one in active[1:]
                if one.habit in self._house.catalogue.habits
            ),
        )
        allowed = manager.company.within if manager.schedule.hours_apart else None
        fewer = manager.eased_at is not None and manager.eased_answer == Help.FEWER
        return replace(form, allowed=allowed, fewer=fewer)

    def _start(self, connection: Connection, who: Who, wanted: Wanted) -> PlanShown:
        now = self._house.clock.now()
        person = people.get(connection, who.workspace, who.user)
        if person is None:
            raise NotStarted
        known = managers.of_user(connection, who.workspace, who.user)
        if known is not None and known.is_active:
            # A form left open from before, or sent twice: what was chosen meanwhile stands.
            return replanned(connection, self._house, who, now, before=None)
        check_invited(connection, self._house, who)
        times = wanted.times
        within = companies.get(connection, who.workspace).within
        if times.rhythm == Rhythm():
            hours = limited(times.hours, within) or times.hours
            times = replace(times, rhythm=rhythm_within(hours))
        self._check(replace(wanted, times=times), Schedule("", person.zone, now), within)
        manager = managers.start(connection, who.workspace, who.user, times, now)
        begun = active_manager(connection, who, self._house)
        asked_again(connection, begun, now)
        every = base_weeks(self._house.catalogue.get(wanted.habit).cadence)
        first = first_week(begun, now)
        active_habits.work_on(connection, manager, wanted.habit, wanted.plan, now, every, first)
        count_prompts(connection, self._house, begun, now)
        return replanned(connection, self._house, who, now, before=[])

    def _change(self, connection: Connection, who: Who, wanted: Wanted) -> PlanShown:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        # Holidays and quiet quarters have a window of their own.
        times = replace(
            preferences_of(manager),
            work_days=wanted.times.work_days,
            hours=wanted.times.hours,
            rhythm=wanted.times.rhythm,
        )
        self._check(replace(wanted, times=times), manager.schedule, manager.company.within)
        active = working_on(connection, manager, now)
        if wanted.habit in {one.habit for one in active[1:]}:
            raise WrongField("habit", say("settings.faults.habit_already"))
        before = fortnight(connection, self._house, manager, now)
        managers.prefer(connection, manager.id, times)
        plan = plan_for(wanted, active)
        manager = active_manager(connection, who, self._house)
        work_on_now(connection, self._house, manager, wanted.habit, plan, now)
        shown = replanned(connection, self._house, who, now, before)
        if plan == wanted.plan:
            return shown
        return replace(shown, moved=(*shown.moved, say("settings.plan_put_aside")))

    def _leave(self, connection: Connection, who: Who, erase: bool) -> None:
        now = self._house.clock.now()
        manager = managers.of_user(connection, who.workspace, who.user)
        if manager is None:
            raise NotStarted
        managers.leave(connection, manager.id, now)
        today = local_date(now, manager.zone)
        end_all(connection, manager, today)
        outgoing.withdraw_all_of(connection, manager.id, "the manager left")
        ride_moments.manager_left(connection, manager.id)
        obstacle_moments.manager_left(connection, manager.id)
        if erase:
            erase_all(connection, self._house, who)

    # --- what follows ----------------------------------------------------------------------

    def _check(self, wanted: Wanted, schedule: Schedule, within: Hours | None) -> None:
        if wanted.habit not in self._house.catalogue.habits:
            raise WrongField("habit", say("settings.faults.habit_gone"))
        check_times(wanted.times, schedule, within)
