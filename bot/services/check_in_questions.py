"""The one question that a check-in may ask by itself, and what becomes of the answer."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.services import dosing
from bot.services.messages import (
    CheckInQuestion,
    HelpAsked,
    RatingAsked,
    TwelveWeeksAsked,
)
from bot.services.who import House
from bot.storage import Connection, active_habits, ratings
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from habits.calendar import local_date, week_begun
from habits.milestones import has_had_its_time, tells_of_four_weeks, to_rate


def help_asked(
    connection: Connection, manager: ManagerRecord, row: OutgoingRecord
) -> HelpAsked | None:
    """What would help, where messages went unanswered; asked before all else."""
    return HelpAsked() if dosing.asks_what_would_help(connection, manager, row) else None


def question_after(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    active: Sequence[ActiveHabitRecord],
    row: OutgoingRecord,
) -> CheckInQuestion | None:
    """What is asked once the week is noted: what becomes of a habit after its twelve weeks, else
    how much one comes by itself. The rest waits for the next check-in, also where the question
    was answered; where four weeks are told of, no rating is asked for as well. A rating that was
    given here is shown, so that it can be changed."""
    week = row.week or row.local_date
    known = [one for one in active if one.habit in house.catalogue.habits]
    given = ratings.of_manager(connection, manager.id)
    for one in given:
        if one.week == week and one.habit in {each.habit for each in known}:
            return RatingAsked(one.habit, house.catalogue.get(one.habit).name, one.value)
    if _was_answered(connection, manager, active, row):
        return None
    for one in known:
        if has_had_its_time(week, _kept_since(manager, one)):
            return TwelveWeeksAsked(one.habit, house.catalogue.get(one.habit).name)
    if is_look_back(manager, week):
        return None
    began = {one.habit: _first_week(manager, _began(manager, one)) for one in known}
    due = to_rate(week, began, {one.habit: one.week for one in given})
    return None if due is None else RatingAsked(due, house.catalogue.get(due).name)


def _was_answered(
    connection: Connection,
    manager: ManagerRecord,
    active: Sequence[ActiveHabitRecord],
    row: OutgoingRecord,
) -> bool:
    """Whether what this check-in asked has its answer: what would help, or what becomes of a
    habit, which was kept since then or rests."""
    if dosing.has_said_what_would_help(connection, manager, row):
        return True
    asked_at = row.sent_at or row.due_at
    if any(one.renewed_at is not None and one.renewed_at >= asked_at for one in active):
        return True
    week = row.week or row.local_date
    rests = active_habits.stopped_since(connection, manager.id, asked_at)
    return any(has_had_its_time(week, _kept_since(manager, one)) for one in rests)


def is_look_back(manager: ManagerRecord, week: date) -> bool:
    """Whether the check-in of that week tells of four weeks."""
    return tells_of_four_weeks(week, _first_week(manager, manager.started_at))


def _kept_since(manager: ManagerRecord, active: ActiveHabitRecord) -> date:
    """The week in which the habit began, or in which its next twelve weeks did."""
    return _first_week(manager, active.renewed_at or _began(manager, active))


def _began(manager: ManagerRecord, active: ActiveHabitRecord) -> datetime:
    return max(active.since, manager.started_at)


def _first_week(manager: ManagerRecord, at: datetime) -> date:
    return week_begun(local_date(at, manager.zone), manager.work_days)
