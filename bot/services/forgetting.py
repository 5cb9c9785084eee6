"""What a note or a 1:1 left elsewhere goes with it: messages that wait, and lines of prompts."""

from collections.abc import Sequence

from bot.services.who import House
from bot.storage import (
    Connection,
    active_habits,
    letting_go,
    one_on_ones,
    pair_notes,
    prompts,
)
from bot.storage.outgoing import Kind
from bot.storage.pair_notes import PairNoteRecord
from bot.storage.prompts import PromptRecord
from habits.plans import default_plan


def remove_note(
    connection: Connection, house: House, workspace: str, note: PairNoteRecord, why: str
) -> None:
    """Delete a note: nobody is asked for it any more, and nobody quotes it."""
    letting_go.end_all_about(connection, workspace, Kind.REP_FORM, [note.id], why)
    times = [one.id for one in one_on_ones.of_rep(connection, note.manager, note.rep)]
    letting_go.empty_reminders(connection, workspace, times)
    _reword(connection, house, prompts.that_quote(connection, note.manager, note.id))
    pair_notes.remove(connection, note.id)


def remove_times(connection: Connection, workspace: str, ids: Sequence[str], why: str) -> None:
    """Delete usual times of 1:1s: nobody is reminded of them any more."""
    letting_go.end_all_about(connection, workspace, Kind.ONE_ON_ONE, ids, why)
    one_on_ones.remove(connection, ids)


def quote_no_more(
    connection: Connection, house: House, workspace: str, rep: str, manager: str | None = None
) -> None:
    """No prompt names the rep any more, of one manager or of all; in the place of such a line
    stands the manager's own plan."""
    found = prompts.that_name(connection, workspace, rep)
    _reword(connection, house, [one for one in found if manager in (None, one.prompt.manager)])


def _reword(connection: Connection, house: House, found: Sequence[PromptRecord]) -> None:
    for record in found:
        prompts.reword(connection, record.prompt.id, _plan(connection, house, record))
    letting_go.empty_prompts(connection, [one.prompt.id for one in found])


def _plan(connection: Connection, house: House, record: PromptRecord) -> str:
    active = active_habits.of_manager(connection, record.prompt.manager)
    own = next((one.plan for one in active if one.habit == record.prompt.habit), None)
    habit = house.catalogue.habits.get(record.prompt.habit)
    return own or (default_plan(habit) if habit else record.prompt.habit)
