"""What an answer or a Later changes in the store: the prompt, its practice, its messages."""

from datetime import datetime, timedelta

from bot.services import dosing
from bot.services.who import House
from bot.storage import Connection, outgoing, practices, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow, State
from bot.storage.practices import Source
from bot.storage.prompts import PromptRecord
from habits.calendar import local_date
from habits.errors import HabitsError
from habits.prompts import (
    AlreadyAnswered,
    Answer,
    Changed,
    Outcome,
    Prompt,
    Recorded,
    TooOld,
    answer_prompt,
    is_open,
)
from habits.snoozing import Snooze, snooze_until
from habits.texts import say

_LOOK_BACK = timedelta(days=14)
_ONE_WEEK = timedelta(days=7)


class NotOpen(HabitsError):
    """The prompt can no longer be put off."""

    def __init__(self) -> None:
        super().__init__(say("errors.no_later"))


def take_answer(
    connection: Connection, record: PromptRecord, answer: Answer, now: datetime
) -> Outcome:
    """Keep an answer with its practice, and take back a Later that waits."""
    outcome = answer_prompt(record.prompt, answer, now=now)
    match outcome:
        case Recorded(prompt) | Changed(prompt):
            save(connection, record, prompt, now)
            waiting = [
                row.id
                for row in outgoing.of_prompt(connection, prompt.id)
                if row.kind is Kind.LATER and row.state is State.PLANNED
            ]
            outgoing.withdraw(connection, waiting, "answered meanwhile")
        case AlreadyAnswered() | TooOld():
            pass
    return outcome


def put_off(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    record: PromptRecord,
    choice: Snooze,
    now: datetime,
) -> datetime:
    """Bring the prompt back later: a new row, the same prompt; the UTC instant it comes."""
    if not is_open(record.prompt, now):
        raise NotOpen
    rows = outgoing.of_prompt(connection, record.prompt.id)
    waiting = [row.id for row in rows if row.kind is Kind.LATER and row.state is State.PLANNED]
    outgoing.withdraw(connection, waiting, "put off again")
    until = snooze_until(choice, now, manager.schedule, house.off(manager, now))
    times = prompts.snooze(connection, record.prompt.id, until)
    first_key = rows[0].key if rows else f"prompt:{manager.id}:{record.prompt.id}"
    later = NewRow(
        workspace=manager.workspace,
        key=f"{first_key}:later:{times}",
        kind=Kind.LATER,
        manager=manager.id,
        recipient=manager.user,
        local_date=local_date(until, manager.zone),
        asked_at=until,
        due_at=until,
        prompt=record.prompt.id,
    )
    outgoing.add(connection, [later])
    outgoing.shows_something_else(connection, [row.id for row in rows])
    return until


def let_go(connection: Connection, manager: ManagerRecord, habit: str, now: datetime) -> None:
    """A habit ends: what waits to ask for it is taken back."""
    week_start_changed(connection, manager, now)
    first = local_date(now, manager.zone) - _LOOK_BACK
    for row in outgoing.of_manager(connection, manager.id, first):
        if row.state is not State.PLANNED or row.prompt is None:
            continue
        record = prompts.get(connection, manager.workspace, row.prompt)
        if record is None or record.prompt.habit != habit:
            continue
        outgoing.withdraw(connection, [row.id], "the habit was stopped")
        prompts.comes_back(connection, row.prompt, None)
        shown = [one.id for one in outgoing.of_prompt(connection, row.prompt)]
        outgoing.shows_something_else(connection, shown)


def week_start_changed(connection: Connection, manager: ManagerRecord, now: datetime) -> None:
    """The last week start may name a habit that its week is no longer about."""
    _changed(connection, manager, Kind.START, now)


def check_in_changed(connection: Connection, manager: ManagerRecord, now: datetime) -> None:
    """The last check-in may ask about a habit for which there is an answer."""
    _changed(connection, manager, Kind.CHECK_IN, now)


def _changed(connection: Connection, manager: ManagerRecord, kind: Kind, now: datetime) -> None:
    first = local_date(now, manager.zone) - _ONE_WEEK
    rows = outgoing.of_manager(connection, manager.id, first)
    sent = [row.id for row in rows if row.kind is kind and row.state is State.SENT]
    outgoing.shows_something_else(connection, sent)


def save(connection: Connection, record: PromptRecord, prompt: Prompt, now: datetime) -> None:
    """Keep the prompt as decided; its practice follows its answer."""
    prompts.save(connection, prompt)
    if prompt.answer is Answer.DONE:
        practices.record(
            connection,
            prompt.manager,
            prompt.habit,
            prompt.about_day,
            Source.PROMPT,
            prompt.id,
            now,
        )
        dosing.done(connection, prompt.manager, now)
    else:
        practices.take_back(connection, prompt.manager, Source.PROMPT, prompt.id)
    rows = outgoing.of_prompt(connection, record.prompt.id)
    outgoing.shows_something_else(connection, [row.id for row in rows])
