"""What the messages about a 1:1 say, when they go out and when they are shown anew."""

from datetime import datetime, timedelta

from bot.services.pair_agreeing import is_handed_over, shared_note_voice
from bot.services.pair_parts import COACH, managers_parts, next_step_of, reps_parts
from bot.services.taking_part import name_of, takes_part
from bot.services.team_messages import OneOnOneMessage, RepFormMessage, SharedNoteMessage
from bot.services.who import House
from bot.storage import Connection, one_on_ones, pair_notes, people
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from bot.storage.pair_notes import NoteState, PairNoteRecord
from habits.calendar import local
from habits.composing import Part

_PREPARED_WITHIN = timedelta(hours=24)
_OPEN = (NoteState.WAITING, NoteState.ASKED)


def rep_form_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> RepFormMessage | SharedNoteMessage | None:
    """What asks a rep for their part or whether they agree, or what both wrote; None where it
    never needs to go out."""
    del now
    note = pair_notes.get(connection, row.workspace, row.subject or "")
    here = manager.is_active and takes_part(connection, manager.id, row.recipient)
    here = here and note is not None and note.habit in house.catalogue.habits
    if note is not None and here and is_handed_over(house, note):
        return shared_note_voice(connection, house, row, manager, note)
    if row.ts is None and (note is None or not here or note.state not in _OPEN):
        return None
    shown = note if here else None
    return RepFormMessage(
        note=row.subject or "",
        manager=manager.user,
        manager_name=name_of(connection, manager.workspace, manager.user),
        team=manager.workspace,
        habit=house.catalogue.get(shown.habit).name if shown else "",
        parts=managers_parts(house, shown) if shown else (),
        answered=reps_parts(house, shown) if shown else (),
        declined=shown is not None and shown.state is NoteState.DECLINED,
        deleted=note is None,
        over=shown is None,
    )


def one_on_one_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> OneOnOneMessage | None:
    """What is said half an hour before a 1:1; None where there is none any more."""
    del now
    one = one_on_ones.get(connection, manager.id, row.subject or "")
    if one is None or row.window_ends is None:
        return None
    person = people.get(connection, manager.workspace, one.rep)
    if person is not None and person.deleted:
        return None
    here = takes_part(connection, manager.id, one.rep)
    last = pair_notes.returned(connection, manager.id, one.rep, COACH) if here else None
    return OneOnOneMessage(
        meeting=one.id,
        rep=one.rep,
        rep_name=name_of(connection, manager.workspace, one.rep),
        at=local(row.window_ends, manager.zone),
        last=next_step_of(last),
        last_on=last.about_day if last else None,
        prepared=_prepared(connection, house, manager, one.rep, row.window_ends),
    )


def _prepared(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, starts_at: datetime
) -> tuple[Part, ...]:
    """What the manager chose for this very 1:1."""
    newest = pair_notes.newest(connection, manager.id, rep, 5)
    mine = (one for one in newest if one.habit == COACH and _is_for(one, starts_at))
    note = next(mine, None)
    return () if note is None else managers_parts(house, note)


def _is_for(note: PairNoteRecord, starts_at: datetime) -> bool:
    return note.state in _OPEN and starts_at - _PREPARED_WITHIN <= note.at < starts_at
