"""The week start: the focus, what is coming up, and what is known of the prompt of that week."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.services.focusing import working_on
from bot.services.lateness import late_words
from bot.services.messages import Choice, WeekStartMessage
from bot.services.picking import habit_for
from bot.services.planning import outlook
from bot.services.team_messages import TodayItem
from bot.services.waiting import follow_up_items, given_for
from bot.services.who import House
from bot.storage import Connection, follow_ups, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from habits.calendar import instant, local_date
from habits.catalogue import Habit
from habits.dose import base_weeks
from habits.fading import RARELY
from habits.people import Place
from habits.planning import Moment, Planned, Skipped
from habits.plans import EVENTS, default_plan, event_words
from habits.prompts import CHANGEABLE_FOR
from habits.rhythm import Why
from habits.texts import say

_WHOLE_WEEK = timedelta(days=6)


def week_start_message(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> WeekStartMessage:
    """What the row of a week start says at the UTC instant `now`."""
    week = row.week or row.local_date
    active = working_on(connection, manager, instant(week, time.min, manager.zone))
    focus = house.catalogue.habits.get(active[0].habit) if active else None
    plan = (active[0].plan or default_plan(focus)) if focus else None
    said = weeks.answered(connection, manager.id, week, Place.START)
    prompts: list[Planned] = []
    if said is not None or manager.prompt_turns:
        last = week + _WHOLE_WEEK
        planned = outlook(connection, manager, week, last, house.off(manager, now)).planned
        prompts = [one for one in planned if (one.place, one.week) == (Place.PROMPT, week)]
    coming = next((one for one in prompts if isinstance(one, Moment) and one.due_at > now), None)
    asks_for = None
    if said is not None and coming is not None:
        asks_for = habit_for(connection, house, manager, coming.asked_at)
    prompted = house.catalogue.habits.get(asks_for.habit) if asks_for else None
    runs = local_date(now, manager.zone) <= week + _WHOLE_WEEK
    return WeekStartMessage(
        row=row.id,
        focus=focus.name if focus else None,
        plan=plan,
        lead=late_words(row, manager, row.sent_at or now),
        events=tuple(Choice(cue.value, event_words(cue)) for cue in EVENTS),
        ticked=None if said is None else said.ticks,
        changeable=now <= row.due_at + CHANGEABLE_FOR,
        prompt_on=coming.local_date if coming and prompted else None,
        prompt_for=prompted.name if prompted else None,
        waits=_waits(connection, house, manager, row, now),
        no_prompt=_why_none(manager, active[0], focus, prompts) if focus and runs else None,
    )


def _waits(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    row: OutgoingRecord,
    now: datetime,
) -> TodayItem | None:
    """One thing that goes along: what a day was given for, else what a form asks on this very
    day."""
    day = row.local_date
    given = given_for(connection, house, manager, day, now)
    due = [one for one in follow_ups.open_on(connection, manager.id, day) if one.due_on == day]
    return next(iter([*given, *follow_up_items(connection, house, manager, due, now)]), None)


def _why_none(
    manager: ManagerRecord, active: ActiveHabitRecord, focus: Habit, prompts: Sequence[Planned]
) -> str | None:
    """Why no prompt comes in a week that is not its turn; None where it is, or where something
    else is in its way. `prompts` are those of the week, that come and that do not."""
    if not any(isinstance(one, Skipped) and one.why is Why.NOT_DUE for one in prompts):
        return None
    base = base_weeks(focus.cadence)
    if manager.eased_at is not None:
        return say("week_start.no_prompt.eased")
    if active.every > base:
        return say("week_start.no_prompt.well", habit=focus.name)
    if base >= RARELY:
        return say("week_start.no_prompt.month", habit=focus.name)
    return say("week_start.no_prompt.fortnight", habit=focus.name) if base > 1 else None
