"""What a claimed row will say: the habit, the line and the words are chosen here, once."""

from datetime import datetime

from bot.services.claimed import Drop, Worded
from bot.services.drawing import ask
from bot.services.lateness import late_words
from bot.services.messages import CheckInMessage, Message
from bot.services.picking import habit_for
from bot.services.showing import message_of, prompt_message
from bot.services.voices import VOICES
from bot.services.who import House
from bot.storage import Connection, active_habits, managers, outgoing, prompts, weeks
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
from habits.calendar import local, local_date
from habits.catalogue import Habit
from habits.people import Place
from habits.phrases import weekday
from habits.plans import EVENTS
from habits.prompts import OPEN_FOR, Origin
from habits.texts import say, say_each

Composed = Worded | Drop


def compose(connection: Connection, house: House, row: OutgoingRecord, now: datetime) -> Composed:
    """Choose and word what a claimed row without content will say."""
    manager = managers.get(connection, row.manager)
    if manager is None or not manager.is_active:
        return Drop("the manager left")
    match row.kind:
        case Kind.PROMPT:
            return _scheduled_prompt(connection, house, row, manager, now)
        case Kind.LATER:
            return _later(connection, house, row, manager, now)
        case Kind.START | Kind.CHECK_IN:
            if row.kind is Kind.START and not active_habits.of_manager(connection, manager.id):
                return Drop(say("rhythm.why.no_habit"))
            message = message_of(connection, house, row, manager, now)
            if message is None or _is_empty(message):
                return Drop("nothing to say")
            return Worded(message)
        case Kind.REPLY:
            return Drop("it came without words")
        case _:
            voice = VOICES.get(row.kind)
            message = None if voice is None else voice(connection, house, row, manager, now)
            return Drop("nothing to say any more") if message is None else Worded(message)


def _is_empty(message: Message) -> bool:
    """A check-in with nothing to ask and nothing to tell."""
    return isinstance(message, CheckInMessage) and not (
        message.habits or message.recap or message.follow_ups
    )


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
        return Worded(prompt_message(connection, house, drawn, manager, now), drawn.prompt.id)
    due = habit_for(connection, house, manager, now)
    if due is None:
        chosen = active_habits.of_manager(connection, manager.id)
        return Drop(say("rhythm.why.not_due" if chosen else "rhythm.why.no_habit"))
    prompts.close_older(connection, manager.id, now)
    habit = house.catalogue.get(due.habit)
    lead = late_words(row, manager, now) or _lead(connection, row, manager, habit)
    prompt = ask(
        connection,
        house,
        manager,
        due,
        origin=Origin.SCHEDULED,
        lead=lead,
        key=row.key,
        planned_for=row.asked_at,
        now=now,
    )
    record = prompts.get(connection, row.workspace, prompt)
    assert record is not None  # noqa: S101  (it was written two lines above)
    return Worded(prompt_message(connection, house, record, manager, now), prompt)


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
    # What came up may have brought a habit that was never one of theirs.
    if record.prompt.habit not in active and record.prompt.origin is not Origin.EVENT:
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
        else Worded(prompt_message(connection, house, again, manager, now), record.prompt.id)
    )


def _lead(connection: Connection, row: OutgoingRecord, manager: ManagerRecord, habit: Habit) -> str:
    """Why the prompt comes: what the manager said is coming up, else its weekday."""
    said = weeks.answered(connection, manager.id, row.week or row.local_date, Place.START)
    ticked = () if said is None else said.ticks
    for event in EVENTS:
        if event in habit.cues and event in ticked:
            return say_each("leads.events", event)
    return say("leads.weekday", weekday=weekday(local(row.asked_at, manager.zone)))
