"""What a claimed row will say, and whether it may go at all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.services.drawing import ask
from bot.services.lateness import late_words
from bot.services.messages import CheckInMessage, Message
from bot.services.planning import came, plan_manager
from bot.services.showing import message_of, prompt_message
from bot.services.voices import VOICES
from bot.services.who import House
from bot.storage import (
    Connection,
    active_habits,
    managers,
    outgoing,
    people,
    prompts,
)
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import TO_REPS, Kind, OutgoingRecord, State
from habits.calendar import local, local_date, next_work_moment, within_hours
from habits.people import Schedule
from habits.phrases import weekday
from habits.prompts import OPEN_FOR, Origin
from habits.texts import say

_KEEPS_HOURS = (Kind.CHECK_IN, Kind.LATER, Kind.NOTICE, Kind.TODAY, *TO_REPS)
_SEVEN_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Worded:
    """Ready to be frozen; `prompt` is the prompt the message carries, if any."""

    message: Message
    prompt: str | None = None


@dataclass(frozen=True)
class Hold:
    """Not now, but from the UTC instant `until` on, which is on this local date."""

    until: datetime
    local_date: date


@dataclass(frozen=True)
class Drop:
    """Nothing to say any more; `reason` is for the operator."""

    reason: str


Composed = Worded | Hold | Drop


def compose(connection: Connection, house: House, row: OutgoingRecord, now: datetime) -> Composed:
    """Choose and word what a claimed row without content will say."""
    manager = managers.get(connection, row.manager)
    if manager is None or not manager.is_active:
        return Drop("the manager left")
    if row.kind in (Kind.START, Kind.PROMPT) and _gives_way(connection, row, manager, now):
        plan_manager(connection, manager, now, house.off(manager, now))
        return Drop("another message came that day")
    match row.kind:
        case Kind.PROMPT:
            return _scheduled_prompt(connection, house, row, manager, now)
        case Kind.LATER:
            return _later(connection, house, row, manager, now)
        case Kind.START | Kind.CHECK_IN:
            if row.kind is Kind.START and not active_habits.of_manager(connection, manager.id):
                return Drop("no habit is chosen")
            message = message_of(connection, house, row, manager, now)
            if message is None or _is_empty(message):
                return Drop("nothing to say")
            return Worded(message)
        case Kind.REPLY:
            return Drop("it came without words")
        case Kind.POST | Kind.INTRO | Kind.REP_FORM | Kind.ONE_ON_ONE | Kind.TODAY | Kind.NOTICE:
            message = VOICES[row.kind](connection, house, row, manager, now)
            return Drop("nothing to say any more") if message is None else Worded(message)


def _gives_way(
    connection: Connection, row: OutgoingRecord, manager: ManagerRecord, now: datetime
) -> bool:
    """After an outage a late check-in can meet what is planned for the day: the check-in wins."""
    today = local_date(now, manager.zone)
    rows = outgoing.of_manager(connection, manager.id, today - _SEVEN_DAYS)
    late = any(
        one.kind is Kind.CHECK_IN and one.state is State.PLANNED and one.due_at <= now
        for one in rows
    )
    return late or today in {one.day for one in came(rows, manager.zone, but=row.id)}


def _is_empty(message: Message) -> bool:
    """A check-in with nothing to ask and nothing to tell."""
    return isinstance(message, CheckInMessage) and not (
        message.habits or message.recap or message.follow_ups
    )


def may_go_now(
    connection: Connection, house: House, row: OutgoingRecord, now: datetime
) -> Hold | None:
    """What may come late still keeps to work hours: the reader's own."""
    if row.kind not in _KEEPS_HOURS:
        return None
    manager = managers.get(connection, row.manager)
    if manager is None:
        return None
    schedule, off = manager.schedule, house.off(manager, now)
    if row.kind in TO_REPS:
        rep = people.get(connection, row.workspace, row.recipient)
        schedule = usual_schedule(rep.zone if rep else manager.zone, manager.started_at)
    if within_hours(now, schedule, off):
        return None
    until = next_work_moment(now, schedule, off)
    return Hold(until, local_date(until, schedule.zone))


def usual_schedule(zone: str, since: datetime) -> Schedule:
    """The usual work days and hours, for people who did not choose their own."""
    return Schedule("", zone, since)


def _scheduled_prompt(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> Composed:
    drawn = prompts.get(connection, row.workspace, row.prompt or "")
    if drawn is not None:
        # An earlier try drew it; since then only words in it were let go.
        return Worded(prompt_message(house, drawn, manager, now), drawn.prompt.id)
    active = active_habits.of_manager(connection, manager.id)
    if not active or active[0].habit not in house.catalogue.habits:
        return Drop("no habit is chosen")
    prompts.close_older(connection, manager.id, now)
    lead = late_words(row, manager, now) or _weekday_lead(row, manager)
    prompt = ask(
        connection,
        house,
        manager,
        active[0],
        origin=Origin.SCHEDULED,
        lead=lead,
        key=row.key,
        planned_for=row.asked_at,
        now=now,
    )
    record = prompts.get(connection, row.workspace, prompt)
    assert record is not None  # noqa: S101  (it was written two lines above)
    return Worded(prompt_message(house, record, manager, now), prompt)


def _later(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> Composed:
    record = prompts.get(connection, row.workspace, row.prompt or "")
    if record is None or record.prompt.answer is not None:
        return Drop("answered meanwhile")
    active = {one.habit for one in active_habits.of_manager(connection, manager.id)}
    if record.prompt.habit not in active:
        return Drop("the habit was stopped")
    lead = late_words(row, manager, now) or say("leads.came_back")
    prompts.ask_again(
        connection, record.prompt.id, lead, local_date(now, manager.zone), now, now + OPEN_FOR
    )
    earlier = [other.id for other in outgoing.of_prompt(connection, record.prompt.id)]
    outgoing.shows_something_else(connection, [one for one in earlier if one != row.id])
    again = prompts.get(connection, row.workspace, record.prompt.id)
    return (
        Drop("answered meanwhile")
        if again is None
        else Worded(prompt_message(house, again, manager, now), record.prompt.id)
    )


def _weekday_lead(row: OutgoingRecord, manager: ManagerRecord) -> str:
    return say("leads.weekday", weekday=weekday(local(row.asked_at, manager.zone)))
