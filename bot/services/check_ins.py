"""The check-in as it stands: what to tick, what waits, what is recorded, and next week's focus."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.services.asks import waiting as asks_waiting
from bot.services.check_in_questions import help_asked, is_look_back, question_after
from bot.services.focusing import has_room, next_choices, working_on
from bot.services.lateness import late_words
from bot.services.look_back import look_back
from bot.services.messages import CheckInMessage, Choice, FocusChoice, HabitProgress
from bot.services.progress import strip_of
from bot.services.recaps import Recorded, noted_so_far, recap
from bot.services.team_messages import TodayItem
from bot.services.waiting import ask_item, follow_up_items, given_for, still_asked
from bot.services.who import House
from bot.storage import Connection, active_habits, practices, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from bot.storage.practices import PracticeRecord, Source
from habits.calendar import instant, local_date
from habits.milestones import LOOK_BACK
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
    # An older check-in goes on telling of its own week.
    then = min(now, instant(week + _WHOLE_WEEK, time.max, manager.zone))
    mine = working_on(connection, manager, then)
    # One that was taken up later has nothing to do with this week.
    active = [one for one in mine if local_date(one.since, manager.zone) <= week + _WHOLE_WEEK]
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
        question=help_asked(connection, manager, row) if current else None,
    )
    answered = message.ticked is not None or not message.habits
    if not answered or not mine or mine[0].habit not in house.catalogue.habits:
        return message
    if current:
        question = question_after(connection, house, manager, active, row)
        focus = _focus(connection, house, manager, week, now)
        message = replace(message, question=message.question or question, focus=focus)
    told = next((one for one in active if one.habit in house.catalogue.habits), None)
    progress = None if told is None else _progress(connection, house, manager, told, then)
    message = replace(message, progress=progress)
    recorded = Recorded(connection, house, manager, week, done, progress)
    four_weeks = look_back(recorded, active, then) if is_look_back(manager, week) else None
    if four_weeks is None:
        return replace(message, recap=recap(recorded))
    return replace(
        message,
        weeks=LOOK_BACK,
        recap=four_weeks.recap or recap(recorded),
        week_by_week=four_weeks.week_by_week,
        chart=four_weeks.chart,
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


def _focus(
    connection: Connection, house: House, manager: ManagerRecord, week: date, now: datetime
) -> FocusChoice | None:
    """What the week after `week` can be about: the manager's habits, then those that would fit."""
    last_day = instant(week + _WHOLE_WEEK, time(), manager.zone)
    offered = next_choices(connection, house, manager, last_day)
    if offered is None:
        return None
    active = active_habits.of_manager(connection, manager.id)
    mine = {one.habit for one in active}
    return replace(
        offered,
        choices=tuple(one for one in offered.choices if one.value in mine),
        others=tuple(one for one in offered.choices if one.value not in mine),
        more=has_room(manager, active, now),
        begun=local_date(now, manager.zone) > week + _WHOLE_WEEK,
    )


def _follow_ups(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> tuple[TodayItem, ...]:
    """At most two: what a day was given for, what forms ask again, then asks that wait, the oldest
    of them first."""
    today = local_date(now, manager.zone)
    due = follow_up_items(connection, house, manager, still_asked(connection, manager, today), now)
    asks = [ask_item(one) for one in asks_waiting(connection, manager, today)]
    given = given_for(connection, house, manager, today, now)
    return (*given, *due, *asks)[:_MOST_FOLLOW_UPS]
