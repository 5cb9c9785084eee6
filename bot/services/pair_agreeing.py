"""Notes of two in which the rep has no part of their own: handed over, agreed to, changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.services import rep_forms
from bot.services.coach_views import RepForm
from bot.services.pair_parts import managers_parts, rep_fields, shared_fields
from bot.services.taking_part import name_of, takes_part
from bot.services.team_messages import Agreed, SharedNoteMessage, TodayItem, Way
from bot.services.today import follow_up_later, remind, shown_anew
from bot.services.tools import WaitingKind
from bot.services.wanted import WrongFields
from bot.services.who import House, Who
from bot.storage import Connection, experiments, follow_ups, inbound, managers, pair_notes, people
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from bot.storage.pair_notes import NewNote, NoteState, PairNoteRecord
from habits.calendar import local_date
from habits.catalogue import Field, Habit
from habits.catalogue_lists import FieldKind
from habits.composing import faults, in_words
from habits.errors import NotHere
from habits.filling import NAMING_PEOPLE, Value, Values, as_value, clean
from habits.small_tests import agreed
from habits.texts import say

CHANGED_NOTE = "pair-note"
"""What waits for the manager: a note that the rep worded anew."""
_SEEN = "seen"
_OPEN = (NoteState.WAITING, NoteState.ASKED)
_STANDS = {NoteState.AGREED: Agreed.YES, NoteState.CHANGED: Agreed.CHANGED}


def is_handed_over(house: House, note: PairNoteRecord) -> bool:
    """Whether the rep is asked to agree, since the habit leaves them nothing to add."""
    habit = house.catalogue.habits.get(note.habit)
    return habit is not None and note.state is not NoteState.KEPT and not rep_fields(habit)


def hand_over(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: Habit,
    rep: str,
    values: Mapping[str, Value],
    prompt: str | None,
    now: datetime,
) -> str:
    """Keep a note with a rep, and let what asks them go out in their hours, after their first
    message; its id. It counts as nothing by itself."""
    note = NewNote(
        manager=manager.id,
        rep=rep,
        habit=habit.key,
        prompt=prompt,
        body={one.id: values[one.id] for one in shared_fields(habit) if one.id in values},
        about_day=local_date(now, manager.zone),
        state=NoteState.WAITING,
        at=now,
    )
    made = pair_notes.keep(connection, note)
    kept = pair_notes.get(connection, manager.workspace, made)
    if kept is not None and takes_part(connection, manager.id, rep):
        rep_forms.queue(connection, house, manager, kept, now)
    return made


def shared_note_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    note: PairNoteRecord,
) -> SharedNoteMessage | None:
    """The note as the rep reads it; None where it never needs to go out."""
    if row.ts is None and note.state not in _OPEN:
        return None
    return SharedNoteMessage(
        note=note.id,
        manager=manager.user,
        manager_name=name_of(connection, manager.workspace, manager.user),
        team=manager.workspace,
        habit=house.catalogue.get(note.habit).name,
        parts=managers_parts(house, note),
        agreed=_STANDS.get(note.state, Agreed.NOT_YET),
    )


class SharedNotes:
    """The rep's side of such a note. Every method raises NotHere for everybody else, and for a
    rep who left."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def agree(self, who: Who, note: str) -> None:
        await self._house.database.write(self._agree, who, note)

    async def form(self, who: Who, note: str) -> RepForm:
        """What can be changed in it, as it stands."""
        return await self._house.database.read(self._form, who, note)

    async def change(self, who: Who, note: str, values: Values, key: str) -> None:
        """The rep's text takes the place of the manager's, who finds it among what waits; `key`
        names the sending. Raises WrongFields."""
        await self._house.database.write(self._change, who, note, values, key)

    # --- transactions ----------------------------------------------------------------------

    def _agree(self, connection: Connection, who: Who, note_id: str) -> None:
        agree(connection, self._house, who, note_id)

    def _form(self, connection: Connection, who: Who, note_id: str) -> RepForm:
        note, manager = _own(connection, self._house, who, note_id)
        habit = self._house.catalogue.get(note.habit)
        return RepForm(
            note=note.id,
            manager_name=name_of(connection, who.workspace, manager.user),
            habit_key=habit.key,
            habit=habit.name,
            parts=(),
            fields=_changeable(habit),
            values={name: as_value(one) for name, one in note.body.items()},
        )

    def _change(
        self, connection: Connection, who: Who, note_id: str, values: Values, key: str
    ) -> None:
        now = self._house.clock.now()
        note, manager = _own(connection, self._house, who, note_id)
        habit = self._house.catalogue.get(note.habit)
        fields = _changeable(habit)
        found = {
            name: fault
            for name, fault in faults(fields, values, _today(connection, who, manager, now)).items()
            # A date of the manager's may lie behind by now: only what is new is held to be right.
            if values.get(name) != as_value(note.body.get(name))
        }
        if found:
            raise WrongFields(found)
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        own = {one.id for one in fields}
        body = {name: one for name, one in note.body.items() if name not in own}
        body |= {name: _cleaned(values[name]) for name in own if values.get(name)}
        if body == dict(note.body):
            self._agree(connection, who, note_id)
            return
        pair_notes.reworded(connection, note.id, body, now)
        before, test = agreed(habit.key, _values(note.body)), agreed(habit.key, _values(body))
        if before is not None and test is not None:
            experiments.reworded(connection, manager.id, note.id, test.body)
            if test.stop_on != before.stop_on:
                experiments.stops_on(connection, manager.id, note.id, test.stop_on)
        if _dates(habit, body) != _dates(habit, note.body):
            follow_ups.drop(connection, manager.id, note.id)
            follow_up_later(connection, self._house, manager, habit.key, note.id, body, now)
        remind(connection, self._house, manager, now)
        shown_anew(connection, manager, now)
        rep_forms.shows_anew(connection, note, who.workspace)


def agree(connection: Connection, house: House, who: Who, note_id: str) -> None:
    """The rep agrees to it as it stands. Raises NotHere for everybody else."""
    note, _ = _own(connection, house, who, note_id)
    if note.state not in _STANDS:
        pair_notes.becomes(connection, note.id, NoteState.AGREED)
        rep_forms.shows_anew(connection, note, who.workspace)


def _own(
    connection: Connection, house: House, who: Who, note_id: str
) -> tuple[PairNoteRecord, ManagerRecord]:
    note = pair_notes.get(connection, who.workspace, note_id)
    manager = None if note is None else managers.get(connection, note.manager)
    if note is None or note.rep != who.user or manager is None or not manager.is_active:
        raise NotHere
    here = takes_part(connection, note.manager, note.rep)
    if not here or not is_handed_over(house, note):
        raise NotHere
    return note, manager


# --- for the manager --------------------------------------------------------------------------


def _changed_items(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    del day
    found = (
        one
        for one in pair_notes.changed(connection, manager.id)
        if (one.returned_at or one.at) <= before
        and takes_part(connection, manager.id, one.rep)
        and is_handed_over(house, one)
    )
    return [_item(connection, house, manager, one) for one in found]


def _item(
    connection: Connection, house: House, manager: ManagerRecord, note: PairNoteRecord
) -> TodayItem:
    name = name_of(connection, manager.workspace, note.rep)
    parts = managers_parts(house, note)
    return TodayItem(
        kind=CHANGED_NOTE,
        id=note.id,
        text=say("shared_notes.changed_by", name=name),
        title=house.catalogue.get(note.habit).name,
        own="\n".join(f"{one.label}: {in_words(one, {})}".removeprefix(": ") for one in parts),
        ways=(Way(_SEEN, say("shared_notes.seen")),),
    )


def _seen(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    note_id: str,
    value: str,
    now: datetime,
) -> None:
    del house, now
    note = pair_notes.get(connection, manager.workspace, note_id)
    if note is None or note.manager != manager.id or value != _SEEN:
        raise NotHere
    if note.state is NoteState.CHANGED:
        pair_notes.becomes(connection, note.id, NoteState.AGREED)


CHANGED_NOTES = WaitingKind(_changed_items, _seen)


def _changeable(habit: Habit) -> tuple[Field, ...]:
    """All but whom it names."""
    return tuple(one for one in shared_fields(habit) if one.kind not in NAMING_PEOPLE)


def _values(body: Mapping[str, Any]) -> Values:
    return {name: as_value(one) for name, one in body.items()}


def _dates(habit: Habit, body: Mapping[str, object]) -> Sequence[object]:
    return [body.get(one.id) for one in habit.tool.fields if one.kind is FieldKind.DATE]


def _today(connection: Connection, who: Who, manager: ManagerRecord, now: datetime) -> date:
    person = people.get(connection, who.workspace, who.user)
    return local_date(now, person.zone if person else manager.zone)


def _cleaned(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else value
