"""Whether a row that is due may go out at this very moment."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.services.available import why_not_now
from bot.services.claimed import Drop, Hold
from bot.services.dosing import judge
from bot.services.lateness import LATE_AFTER
from bot.services.planning import came, outlook, plan_manager
from bot.services.replaced import is_replaced
from bot.services.who import House
from bot.storage import Connection, managers, outgoing, people
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import (
    OWN_CLICK,
    RHYTHM,
    TO_REPS,
    Kind,
    OutgoingRecord,
    State,
)
from habits.calendar import (
    ONE_DAY,
    instant,
    local_date,
    next_work_moment,
    week_of,
    within_hours,
)
from habits.people import Place, Schedule
from habits.planning import Moment, Skipped
from habits.rhythm import LEAST_APART, STRONGEST_FIRST
from habits.texts import say

_LOOK_BACK = timedelta(days=7)
_WHOLE_WEEK = timedelta(days=6)


def may_go_now(
    connection: Connection, house: House, row: OutgoingRecord, now: datetime
) -> Hold | Drop | None:
    """What keeps the row back; None where it may go. Everything keeps to work hours, the reader's
    own, but what a person asked for just now."""
    manager = managers.get(connection, row.manager)
    if row.kind in OWN_CLICK or manager is None or not manager.is_active:
        return None
    off = house.off(manager, now)
    schedule = manager.schedule
    if row.kind in TO_REPS:
        rep = people.get(connection, row.workspace, row.recipient)
        schedule = usual_schedule(rep.zone if rep else manager.zone, manager.started_at)
    if not within_hours(now, schedule, off):
        if row.kind in (Kind.START, Kind.PROMPT):
            apart = schedule.hours_apart
            return Drop(say("rhythm.why.hours_apart" if apart else "rhythm.why.not_at_work"))
        if schedule.hours_apart:
            # Hours change seldom: what still has time then may come.
            tomorrow = now + ONE_DAY
            return Hold(tomorrow, local_date(tomorrow, schedule.zone), "waits for hours in common")
        until = next_work_moment(now, schedule, off)
        return Hold(until, local_date(until, schedule.zone), "waits for work hours")
    kept_back = why_not_now(connection, row, manager, now)
    if kept_back is not None or row.kind not in RHYTHM:
        return kept_back
    return _of_the_rhythm(connection, house, row, judge(connection, house, manager, now), now)


def usual_schedule(zone: str, since: datetime) -> Schedule:
    """The usual work days and hours, for people who did not choose their own."""
    return Schedule("", zone, since)


def _of_the_rhythm(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> Hold | Drop | None:
    today = local_date(now, manager.zone)
    rows = outgoing.of_manager(connection, manager.id, today - _LOOK_BACK)
    days = {one.day for one in came(rows, manager.zone, but=row.id)}
    week = week_of(today, manager.work_days)
    this_week = sum(week_of(day, manager.work_days) == week for day in days)
    if this_week >= manager.company.most_a_week:
        return Drop(say("rhythm.why.enough"))
    if row.kind is Kind.CHECK_IN:
        return _on_another_day(house, row, manager, now) if today in days else None
    if today in days or _late_check_in(rows, now):
        plan_manager(connection, manager, now, house.off(manager, now))
        return Drop(say("rhythm.why.one_that_day"))
    return _gives_way(connection, house, row, manager, now, this_week)


def _on_another_day(
    house: House, row: OutgoingRecord, manager: ManagerRecord, now: datetime
) -> Hold | Drop:
    """A late check-in does not come on a day that had a message."""
    tomorrow = instant(local_date(now, manager.zone) + ONE_DAY, time(), manager.zone)
    until = next_work_moment(tomorrow, manager.schedule, house.off(manager, now))
    if row.window_ends is not None and until >= row.window_ends:
        return Drop(say("rhythm.why.one_that_day"))
    return Hold(until, local_date(until, manager.zone), "waits for a day without a message")


def _late_check_in(rows: Sequence[OutgoingRecord], now: datetime) -> bool:
    """After an outage a late check-in can meet what is planned for the day: the check-in wins."""
    return any(
        one.kind is Kind.CHECK_IN and one.state is State.PLANNED and one.due_at <= now
        for one in rows
    )


def _gives_way(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
    this_week: int,
) -> Drop | None:
    """A start or a prompt that no longer stands, that takes the room of what is stronger in a
    week in which so many came already, or a late start right before a prompt."""
    if row.intent_at is not None:
        # Its first attempt was made while it stood.
        return Drop(say("rhythm.why.replaced")) if is_replaced(connection, manager, row) else None
    day = row.local_date
    off = house.off(manager, now)
    week = week_of(day, manager.work_days)
    seen = outlook(connection, manager, day, max(day + ONE_DAY, week + _WHOLE_WEEK), off).planned
    refused = [
        one.reason
        for one in seen
        if isinstance(one, Skipped) and (one.place, one.local_date) == (row.place, day)
    ]
    if refused:
        plan_manager(connection, manager, now, off)
        return Drop(refused[0])
    stronger = STRONGEST_FIRST[: STRONGEST_FIRST.index(Place(row.place or Place.PROMPT))]
    to_come = sum(
        isinstance(one, Moment) and one.place in stronger and one.week == week for one in seen
    )
    if this_week + to_come >= manager.company.most_a_week:
        return Drop(say("rhythm.why.enough"))
    late = row.kind is Kind.START and now > row.due_at + LATE_AFTER
    soon = (one for one in seen if isinstance(one, Moment) and one.place is Place.PROMPT)
    if late and any(now < one.asked_at < now + LEAST_APART for one in soon):
        return Drop(say("rhythm.why.too_close_before"))
    return None
