"""The habits that a manager works on, the one that a week is about, and room for another."""

from datetime import date, datetime, timedelta

from bot.services import dosing
from bot.services.answering import let_go, week_start_changed
from bot.services.messages import Choice, FocusChoice
from bot.services.views import HabitOffer
from bot.services.who import House
from bot.storage import Connection, active_habits, focuses
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.focuses import FocusRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import ONE_DAY, ONE_WEEK, instant, is_paused, local_date, week_begun, week_of
from habits.catalogue import Habit
from habits.dose import base_weeks
from habits.people import Place
from habits.plans import in_short
from habits.rhythm import own_day

MOST_HABITS = 3
ANOTHER_FROM_WEEK = 3
"""The week of use from which a second habit is offered."""
_OTHERS_OFFERED = 10
_HALF_A_WEEK = timedelta(days=3)


def working_on(
    connection: Connection, manager: ManagerRecord, now: datetime
) -> list[ActiveHabitRecord]:
    """The active habits, the focus of the week first: the one chosen last for this week or an
    earlier one that is still active, else the one that began first."""
    return _in_week(connection, manager, _week(manager, now))


def next_choices(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> FocusChoice | None:
    """What next week can be about: the manager's habits, then the one that gave way to what was
    chosen, then those that would fit. None where they have no habit."""
    active = _in_week(connection, manager, _week(manager, now) + ONE_WEEK)
    known = [house.catalogue.habits[one.habit] for one in active if _is_known(house, one)]
    if not known:
        return None
    week = _week(manager, now) + ONE_WEEK
    shown = [*known, *_put_aside(connection, house, manager, active, week), *_others(house, active)]
    shown = list({habit.key: habit for habit in shown}.values())
    return FocusChoice(known[0].key, tuple(choice_of(habit) for habit in shown))


def choose_next(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: str,
    now: datetime,
    *,
    after: date | None = None,
) -> None:
    """The week after the one that holds the date `after` (None: after this one) is about `habit`.
    One that is not active is added where there is room for another; else it takes the place of
    the habit that the week would have been about. What an earlier choice for the same week began
    or ended is undone. Raises UnknownHabit."""
    found = house.catalogue.get(habit)
    week = (week_of(after, manager.work_days) if after else _week(manager, now)) + ONE_WEEK
    active = _in_week(connection, manager, week)
    before = focuses.of_week(connection, manager.id, week)
    if before is not None and before.habit == habit and habit in {one.habit for one in active}:
        return
    if before is not None and _undo(connection, house, manager, before, active, now):
        active = _in_week(connection, manager, week)
    added = replaced = None
    if habit not in {one.habit for one in active}:
        if active and not has_room(manager, active, now):
            replaced = active[0].id
            _stop(connection, manager, active[0].habit, now)
        added = take_up(connection, house, manager, found, None, week, now)
    focuses.choose(connection, manager.id, week, FocusRecord(habit, added, replaced))


def work_on_now(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: str,
    plan: str | None,
    now: datetime,
) -> None:
    """This week is about `habit`, with the manager's own plan sentence or None. One that is not
    active takes the place of the week's focus; the others stay. Raises UnknownHabit."""
    found = house.catalogue.get(habit)
    active = working_on(connection, manager, now)
    if active and habit not in {one.habit for one in active}:
        _stop(connection, manager, active[0].habit, now)
    take_up(connection, house, manager, found, plan, first_week(manager, now), now)
    focuses.choose(connection, manager.id, _week(manager, now), FocusRecord(habit))


def take_place(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: Habit,
    plan: str | None,
    instead: str,
    now: datetime,
) -> None:
    """Work on `habit` from now on and no longer on `instead`; this week is about it if it was
    about the other."""
    was_focus = working_on(connection, manager, now)[0].habit == instead
    _stop(connection, manager, instead, now)
    take_up(connection, house, manager, habit, plan, first_week(manager, now), now)
    if was_focus:
        week = _week(manager, now)
        focuses.choose(connection, manager.id, week, FocusRecord(habit.key))


def offer(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> HabitOffer | None:
    """A second habit from the third week on; a third once the second is in its third week. Not
    to somebody on a break or with time off, nor to somebody whose messages came too often."""
    active = working_on(connection, manager, now)
    today = local_date(now, manager.zone)
    away = is_paused(today, manager.schedule)
    if not active or away or manager.eased_at is not None or not has_room(manager, active, now):
        return None
    second = len(active) == 1
    if not second and _weeks_since(manager, max(one.since for one in active), now) < 2:
        return None
    others = _others(house, active)
    if not others:
        return None
    return HabitOffer(tuple(choice_of(habit) for habit in others[:_OTHERS_OFFERED]), second)


def has_room(manager: ManagerRecord, active: list[ActiveHabitRecord], now: datetime) -> bool:
    """Whether one more habit can be taken up now."""
    if not active:
        return True
    week_of_use = _weeks_since(manager, manager.started_at, now) + 1
    return week_of_use >= ANOTHER_FROM_WEEK and len(active) < MOST_HABITS


def take_up(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: Habit,
    plan: str | None,
    first: date,
    now: datetime,
) -> str | None:
    """Work on one more habit, with the manager's own plan sentence or None. From the week `first`
    on it has its turn among the prompts. The id of its row; None where it was active already."""
    every = base_weeks(habit.cadence)
    added = active_habits.add(connection, manager.id, habit.key, plan, now, every, first)
    dosing.count_prompts(connection, house, manager, now)
    week_start_changed(connection, manager, now)
    return added


def _undo(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    before: FocusRecord,
    active: list[ActiveHabitRecord],
    now: datetime,
) -> bool:
    """The habit that a choice began was never begun, and the one that it ended goes on with its
    plan and its weeks; False where there is none such to drop."""
    dropped = next((one for one in active if one.id == before.added), None)
    if dropped is None:
        return False
    active_habits.drop(connection, dropped.id)
    let_go(connection, manager, dropped.habit, now)
    gave_way = active_habits.stopped(connection, before.replaced) if before.replaced else None
    if gave_way is not None and gave_way.habit not in {one.habit for one in active}:
        active_habits.go_on(connection, gave_way.id)
    dosing.count_prompts(connection, house, manager, now)
    return True


def _put_aside(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    active: list[ActiveHabitRecord],
    week: date,
) -> list[Habit]:
    """The habit that gave way to the one chosen for that week, while choosing again undoes it."""
    chosen = focuses.of_week(connection, manager.id, week)
    if chosen is None or chosen.replaced is None:
        return []
    gave_way = active_habits.stopped(connection, chosen.replaced)
    if gave_way is None or chosen.added not in {one.id for one in active}:
        return []
    found = house.catalogue.habits.get(gave_way.habit)
    return [] if found is None else [found]


def _stop(connection: Connection, manager: ManagerRecord, habit: str, now: datetime) -> None:
    active_habits.stop(connection, manager.id, habit, now)
    let_go(connection, manager, habit, now)


def _in_week(connection: Connection, manager: ManagerRecord, week: date) -> list[ActiveHabitRecord]:
    active = active_habits.of_manager(connection, manager.id)
    if len(active) < 2:
        return active
    mine = [one.habit for one in active]
    # A week that was named under other work days counts for the one that it lies nearest to.
    focus = focuses.latest(connection, manager.id, week + _HALF_A_WEEK, mine)
    return sorted(active, key=lambda one: one.habit != focus)


def _others(house: House, active: list[ActiveHabitRecord]) -> list[Habit]:
    """Habits of the manager's own situation, then those to begin with."""
    catalogue = house.catalogue
    mine = [one.habit for one in active]
    themes = dict.fromkeys(catalogue.habits[key].theme for key in mine if key in catalogue.habits)
    near = [habit for theme in themes for habit in catalogue.by_theme(theme)]
    fitting = [*near, *catalogue.starters(), *catalogue.second_row()]
    return [one for one in {habit.key: habit for habit in fitting}.values() if one.key not in mine]


def _is_known(house: House, one: ActiveHabitRecord) -> bool:
    return one.habit in house.catalogue.habits


def choice_of(habit: Habit) -> Choice:
    """A habit by key and name, with what it comes down to."""
    return Choice(habit.key, habit.name, in_short(habit))


def _week(manager: ManagerRecord, now: datetime) -> date:
    return week_of(local_date(now, manager.zone), manager.work_days)


def first_week(manager: ManagerRecord, now: datetime) -> date:
    """The first week whose prompt is still to come."""
    week = _week(manager, now)
    part = manager.rhythm.prompt
    if part is None:
        return week
    day = own_day(Place.PROMPT, part, manager.work_days)
    comes_on = week + (day - week.weekday()) % 7 * ONE_DAY
    return week if instant(comes_on, part.at, manager.zone) > now else week + ONE_WEEK


def _weeks_since(manager: ManagerRecord, since: datetime, now: datetime) -> int:
    """How many weeks lie between this one and that with which what began at `since` began."""
    began = week_begun(local_date(since, manager.zone), manager.work_days)
    return (_week(manager, now) - began).days // 7
