"""The check-in as it stands: what to tick, what waits, what is recorded, and next week's focus."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.services.asks import waiting as asks_waiting
from bot.services.lateness import late_words
from bot.services.messages import CheckInMessage, Choice, FocusChoice, HabitProgress
from bot.services.progress import strip_of
from bot.services.recaps import Recorded, noted_so_far, recap
from bot.services.team_messages import TodayItem
from bot.services.waiting import ask_item, follow_up_items
from bot.services.who import House
from bot.storage import Connection, active_habits, follow_ups, practices, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from bot.storage.practices import PracticeRecord, Source
from habits.calendar import instant, local_date
from habits.people import Place
from habits.plans import default_plan
from habits.prompts import CHANGEABLE_FOR

_WHOLE_WEEK = timedelta(days=6)
_MOST_FOLLOW_UPS = 2
_MOST_BOXES = 10


def check_in_message(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> CheckInMessage:
    week = row.week or row.local_date
    done = practices.between(connection, manager.id, week, week + _WHOLE_WEEK)
    active = active_habits.of_manager(connection, manager.id)
    said = weeks.answered(connection, manager.id, week, Place.CHECK_IN)
    keys = [*(one.habit for one in active), *(one.habit for one in done)]
    keys += said.ticks if said is not None else ()
    noted = noted_otherwise(done)
    known = [
        house.catalogue.habits[key]
        for key in dict.fromkeys(keys)
        if key in house.catalogue.habits and key not in noted
    ]
    current = now <= row.due_at + CHANGEABLE_FOR
    message = CheckInMessage(
        row=row.id,
        lead=late_words(row, manager, row.sent_at or now),
        habits=tuple(Choice(habit.key, habit.name) for habit in known[:_MOST_BOXES]),
        ticked=None if said is None else said.ticks,
        recap=noted_so_far(done, house.catalogue),
        changeable=current,
        noted=bool(noted),
        follow_ups=_follow_ups(connection, house, manager, now) if current else (),
    )
    answered = message.ticked is not None or not message.habits
    if not answered or not active or active[0].habit not in house.catalogue.habits:
        return message
    # An older check-in goes on telling of its own week.
    week_ends = instant(week + _WHOLE_WEEK, time.max, manager.zone)
    progress = _progress(connection, house, manager, active[0], min(now, week_ends))
    recorded = Recorded(connection, house, manager, week, done, progress)
    return replace(
        message,
        recap=recap(recorded),
        focus=_focus(house, active) if current else None,
        progress=progress,
    )


def noted_otherwise(done: Sequence[PracticeRecord]) -> frozenset[str]:
    """The habits among `done` that a prompt or a command recorded, and no check-in."""
    return frozenset(one.habit for one in done if one.source is not Source.CHECK_IN)


def _progress(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    active: ActiveHabitRecord,
    now: datetime,
) -> HabitProgress:
    habit = house.catalogue.get(active.habit)
    weeks_so_far = strip_of(connection, house, manager, active, habit, now)
    return HabitProgress(habit.name, active.plan or default_plan(habit), weeks_so_far)


def _focus(house: House, active: Sequence[ActiveHabitRecord]) -> FocusChoice:
    """The habits of the manager, then those to begin with."""
    catalogue = house.catalogue
    keys = [one.habit for one in active]
    keys += [habit.key for habit in (*catalogue.starters(), *catalogue.second_row())]
    known = [catalogue.habits[key] for key in dict.fromkeys(keys) if key in catalogue.habits]
    return FocusChoice(active[0].habit, tuple(Choice(one.key, one.name) for one in known))


def _follow_ups(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> tuple[TodayItem, ...]:
    """At most two: what forms ask again, then asks that wait, the oldest of them first."""
    today = local_date(now, manager.zone)
    due = follow_up_items(house, manager, follow_ups.open_on(connection, manager.id, today))
    asks = [ask_item(one) for one in asks_waiting(connection, manager, today)]
    return (*due, *asks)[:_MOST_FOLLOW_UPS]
