"""What a note or a 1:1 left elsewhere goes with it: messages that wait, and lines of prompts."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from bot.services.who import House
from bot.storage import (
    Connection,
    active_habits,
    experiments,
    follow_ups,
    letting_go,
    mentions,
    naming_tools,
    obstacles,
    one_on_ones,
    pair_notes,
    posts,
    prompts,
)
from bot.storage.outgoing import Kind
from bot.storage.pair_notes import PairNoteRecord
from bot.storage.prompts import PromptRecord
from habits.plans import default_plan
from habits.texts import say

T = TypeVar("T")

NO_LONGER_WANTED = "no longer wanted"
"""Why a message did not come to which a rep put an end: no row tells what they did."""

_AT_ONCE = 500
_OF_HELP = (Kind.HELP, Kind.HELP_REP, Kind.CALL, Kind.CALL_REP)


def remove_note(
    connection: Connection, house: House, workspace: str, note: PairNoteRecord, why: str
) -> None:
    """Delete a note: nobody is asked for it any more, and nobody quotes it."""
    remove_notes(connection, house, workspace, [note], why)


def remove_notes(
    connection: Connection,
    house: House,
    workspace: str,
    notes: Sequence[PairNoteRecord],
    why: str,
) -> None:
    """The same for several notes."""
    for part in _parts(notes):
        ids = [note.id for note in part]
        letting_go.end_all_about(connection, workspace, Kind.REP_FORM, ids, why)
        quoting = letting_go.quoting(connection, ids)
        found = (prompts.get(connection, workspace, prompt) for prompt in quoting)
        _reword(connection, house, [one for one in found if one is not None])
        pair_notes.remove_all(connection, ids)
        experiments.remove_of(connection, ids)
    for note in notes:
        follow_ups.drop(connection, note.manager, note.id)
    for manager, rep in {(note.manager, note.rep) for note in notes}:
        times = [one.id for one in one_on_ones.of_rep(connection, manager, rep)]
        letting_go.empty_reminders(connection, workspace, times)


def remove_times(connection: Connection, workspace: str, ids: Sequence[str], why: str) -> None:
    """Delete usual times of 1:1s: nobody is reminded of them any more."""
    for part in _parts(ids):
        letting_go.end_all_about(connection, workspace, Kind.ONE_ON_ONE, part, why)
        one_on_ones.remove(connection, part)


def remove_from_tools(connection: Connection, workspace: str, user: str, words: str) -> list[str]:
    """Delete what the person agreed to, told or asked for, and cut their name from the rest; in
    place of a promise's words stand `words`. Messages about it are taken back or shown anew. The
    ids of the posts with what they told, whose words go."""
    held = naming_tools.held(connection, workspace, user)
    for kinds, subjects in (((Kind.CONSENT,), held.consents), (_OF_HELP, held.help)):
        for part in _parts(subjects):
            for kind in kinds:
                letting_go.end_all_about(connection, workspace, kind, part, NO_LONGER_WANTED)
    for part in _parts(held.help):
        obstacles.forget_answers(connection, part)
    for part in _parts(held.posts):
        posts.let_go_of(connection, part)
    naming_tools.erase(connection, workspace, user, words)
    mentions.cut(connection, workspace, user, say("reps.somebody"))
    return list(held.posts)


def quote_no_more(
    connection: Connection, house: House, workspace: str, rep: str, manager: str | None = None
) -> None:
    """No prompt names the rep any more, of one manager or of all; in the place of such a line
    stands the manager's own plan."""
    found = prompts.that_name(connection, workspace, rep)
    _reword(connection, house, [one for one in found if manager in (None, one.prompt.manager)])


def _reword(connection: Connection, house: House, found: Sequence[PromptRecord]) -> None:
    plans: dict[tuple[str, str], str] = {}
    for record in found:
        of = (record.prompt.manager, record.prompt.habit)
        if of not in plans:
            plans[of] = _plan(connection, house, record)
        prompts.reword(connection, record.prompt.id, plans[of])
    for part in _parts([one.prompt.id for one in found]):
        letting_go.empty_prompts(connection, part)


def _plan(connection: Connection, house: House, record: PromptRecord) -> str:
    active = active_habits.of_manager(connection, record.prompt.manager)
    own = next((one.plan for one in active if one.habit == record.prompt.habit), None)
    habit = house.catalogue.habits.get(record.prompt.habit)
    return own or (default_plan(habit) if habit else record.prompt.habit)


def _parts(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    """A few hundred at a time: a database takes only so many values in one statement."""
    for start in range(0, len(all_of_them), _AT_ONCE):
        yield all_of_them[start : start + _AT_ONCE]
