"""A habit was done with its form: it counts once, and answers the prompt that asked for it."""

from datetime import datetime

from bot.services import dosing
from bot.services.answering import save, take_answer
from bot.storage import Connection, practices, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.practices import Source
from bot.storage.prompts import PromptRecord
from habits.calendar import local_date
from habits.prompts import AlreadyAnswered, Answer, Changed, Recorded, TooOld, undo


def done_by_tool(
    connection: Connection,
    manager: ManagerRecord,
    habit: str,
    source_id: str,
    now: datetime,
    *,
    prompt: str | None = None,
) -> str | None:
    """Count it once per `source_id`. The prompt the form was opened from, or else an open one
    for the same habit, is answered by it: then its id, so that its messages can be mended."""
    asked = _asked(connection, manager, habit, prompt, now)
    if asked is not None:
        match take_answer(connection, asked, Answer.DONE, now):
            case Recorded() | Changed():
                return asked.prompt.id
            case AlreadyAnswered() | TooOld():
                pass
    today = local_date(now, manager.zone)
    practices.record(connection, manager.id, habit, today, Source.TOOL, source_id, now)
    dosing.done(connection, manager.id, now)
    return None


def not_done_after_all(
    connection: Connection,
    manager: ManagerRecord,
    source_id: str,
    prompt: str | None,
    now: datetime,
) -> None:
    """What was to be done did not happen, such as a post that Slack refused: nothing counts.
    `prompt` is the one that `done_by_tool` named."""
    practices.take_back(connection, manager.id, Source.TOOL, source_id)
    record = None if prompt is None else prompts.get(connection, manager.workspace, prompt)
    if record is None or record.prompt.answer is not Answer.DONE:
        return
    match undo(record.prompt, now=now):
        case Changed(taken_back):
            save(connection, record, taken_back, now)
        case Recorded() | AlreadyAnswered() | TooOld():
            pass


def _asked(
    connection: Connection, manager: ManagerRecord, habit: str, prompt: str | None, now: datetime
) -> PromptRecord | None:
    if prompt is None:
        record = prompts.newest_open(connection, manager.id, now)
    else:
        record = prompts.get(connection, manager.workspace, prompt)
    if record is None or record.prompt.manager != manager.id or record.prompt.habit != habit:
        return None
    return record
