"""Notes of a manager and a rep: the manager prepares, the rep writes the last line, both see it."""

from collections.abc import Mapping
from datetime import datetime

from bot.services import rep_forms
from bot.services.coach_views import RepForm, Wrote
from bot.services.doing import done_by_tool
from bot.services.forgetting import remove_note
from bot.services.pair_agreeing import hand_over
from bot.services.pair_parts import managers_parts, person_field, rep_fields
from bot.services.taking_part import may_be_named, name_of, takes_part
from bot.services.today import follow_up_later
from bot.services.wanted import WrongFields
from bot.services.who import House, Who
from bot.storage import Connection, inbound, managers, outgoing, pair_notes, people, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
from bot.storage.pair_notes import NoteState, PairNoteRecord
from habits.calendar import local, local_date
from habits.catalogue import Field, Habit
from habits.coaching import ask_rep_at
from habits.composing import faults
from habits.errors import NotHere
from habits.filling import Value, Values, as_value, clean
from habits.phrases import clock, weekday
from habits.texts import has, say, say_each

_ASKS = (NoteState.WAITING, NoteState.ASKED)


def keep(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit_key: str,
    rep: str,
    values: Mapping[str, Value],
    prompt: str | None,
    now: datetime,
) -> str:
    """Keep a note with a rep; its id. It counts when the rep's form comes back; at once where they
    have nothing to add and are asked whether they agree. Raises TellFirst, TakesNoPart, WrongField,
    UnknownHabit."""
    habit = house.catalogue.get(habit_key)
    may_be_named(connection, manager, rep, person_field(habit))
    own = _own_prompt(connection, manager, prompt)
    made = hand_over(connection, house, manager, habit, rep, values, own, now)
    follow_up_later(connection, house, manager, habit.key, made, values, now)
    if not rep_fields(habit):
        done_by_tool(connection, manager, habit.key, made, now, prompt=own)
    return made


def asked_when(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit_key: str,
    rep: str,
    now: datetime,
) -> str:
    """When the rep is asked about a note that is kept now, in words for the manager."""
    name = name_of(connection, manager.workspace, rep)
    if not takes_part(connection, manager.id, rep):
        return say("coach.asked.then", name=name)
    meeting = rep_forms.next_one_on_one(connection, house, manager, rep, now)
    if not rep_fields(house.catalogue.get(habit_key)):
        meeting = None
    after = ask_rep_at(meeting, now)
    if meeting is not None and after == meeting.ends_at:
        at = local(meeting.starts_at, manager.zone)
        return say("coach.asked.after", name=name, weekday=weekday(at), at=clock(at))
    due = rep_forms.when(connection, house, manager, rep, after, now).due_at
    if due <= now:
        return say("coach.asked.now", name=name)
    at = local(due, manager.zone)
    return say("coach.asked.later", name=name, weekday=weekday(at), at=clock(at))


def was_asked(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    """The rep's form arrived."""
    del house, channel, ts, now
    _moves_on(connection, row, NoteState.ASKED)


def was_not_asked(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """The rep's form surely never arrived: nothing is asked any more."""
    del house, why, now
    _moves_on(connection, row, NoteState.DECLINED)


class Coach:
    """The rep's side of a note, and its end."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def rep_form(self, who: Who, note: str) -> RepForm:
        """Raises NotHere for everybody but the rep, and for a rep who left."""
        return await self._house.database.read(self._rep_form, who, note)

    async def write(self, who: Who, note: str, values: Values, key: str) -> Wrote:
        """The rep's part; `key` names the sending. Raises NotHere, WrongFields."""
        return await self._house.database.write(self._write, who, note, values, key)

    async def decline(self, who: Who, note: str) -> None:
        """Not this time: nobody is told. Raises NotHere."""
        await self._house.database.write(self._decline, who, note)

    async def delete(self, who: Who, note: str) -> None:
        """Either of the two deletes it for both. Raises NotHere."""
        await self._house.database.write(self._delete, who, note)

    # --- transactions ----------------------------------------------------------------------

    def _rep_form(self, connection: Connection, who: Who, note_id: str) -> RepForm:
        note, manager = self._asked(connection, who, note_id)
        habit = self._house.catalogue.get(note.habit)
        return RepForm(
            note=note.id,
            manager_name=name_of(connection, who.workspace, manager.user),
            habit_key=habit.key,
            habit=habit.name,
            parts=managers_parts(self._house, note),
            fields=tuple(_to_the_rep(habit, one) for one in rep_fields(habit)),
            values={name: as_value(one) for name, one in (note.rep_body or {}).items()},
        )

    def _write(
        self, connection: Connection, who: Who, note_id: str, values: Values, key: str
    ) -> Wrote:
        now = self._house.clock.now()
        note, manager = self._asked(connection, who, note_id)
        name = name_of(connection, who.workspace, manager.user)
        fields = rep_fields(self._house.catalogue.get(note.habit))
        person = people.get(connection, who.workspace, who.user)
        found = faults(fields, values, local_date(now, person.zone if person else manager.zone))
        if found:
            raise WrongFields(found)
        if not inbound.first_time(connection, who.workspace, key, now):
            return Wrote(name, None)
        body = {one.id: _cleaned(values[one.id]) for one in fields if one.id in values}
        pair_notes.rep_writes(connection, note.id, body, now)
        prompt = None
        if note.state is not NoteState.RETURNED:
            done = done_by_tool
            prompt = done(connection, manager, note.habit, note.id, now, prompt=note.prompt)
        self._show_anew(connection, note, who.workspace)
        return Wrote(name, prompt)

    def _decline(self, connection: Connection, who: Who, note_id: str) -> None:
        note, _ = self._asked(connection, who, note_id)
        if note.state in _ASKS:
            pair_notes.becomes(connection, note.id, NoteState.DECLINED)
            self._show_anew(connection, note, who.workspace)

    def _delete(self, connection: Connection, who: Who, note_id: str) -> None:
        note = pair_notes.get(connection, who.workspace, note_id)
        manager = None if note is None else managers.get(connection, note.manager)
        if note is None or manager is None or who.user not in (note.rep, manager.user):
            raise NotHere
        remove_note(connection, self._house, who.workspace, note, "the note was deleted")

    # --- what holds for all ----------------------------------------------------------------

    def _asked(
        self, connection: Connection, who: Who, note_id: str
    ) -> tuple[PairNoteRecord, ManagerRecord]:
        """A note that asks this very person."""
        note = pair_notes.get(connection, who.workspace, note_id)
        if note is None or note.rep != who.user:
            raise NotHere
        manager = managers.get(connection, note.manager)
        here = takes_part(connection, note.manager, note.rep)
        if manager is None or not manager.is_active or not here:
            raise NotHere
        habit = self._house.catalogue.habits.get(note.habit)
        if habit is None or not rep_fields(habit):
            raise NotHere
        return note, manager

    def _show_anew(self, connection: Connection, note: PairNoteRecord, workspace: str) -> None:
        rows = outgoing.of_subject(connection, workspace, Kind.REP_FORM, note.id)
        outgoing.shows_something_else(connection, [row.id for row in rows])


def _own_prompt(connection: Connection, manager: ManagerRecord, prompt: str | None) -> str | None:
    record = None if prompt is None else prompts.get(connection, manager.workspace, prompt)
    return prompt if record is not None and record.prompt.manager == manager.id else None


def _moves_on(connection: Connection, row: OutgoingRecord, state: NoteState) -> None:
    note = pair_notes.get(connection, row.workspace, row.subject or "")
    if note is not None and note.state in _ASKS:
        pair_notes.becomes(connection, note.id, state)


def _to_the_rep(habit: Habit, field: Field) -> Field:
    """A field as the rep reads it: some labels speak of the rep to the manager."""
    name = f"{habit.key}.{field.id}"
    if not has("coach.rep.labels", name):
        return field
    return field.model_copy(update={"label": say_each("coach.rep.labels", name)})


def _cleaned(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else value
