"""The Home tab of somebody in a manager's team: whose team, what is open, what they can ask."""

from datetime import datetime

from bot.services.forgetting import remove_note
from bot.services.pair_agreeing import agree, is_handed_over
from bot.services.pair_parts import COACH, managers_parts
from bot.services.rep_things import RepHomeView, RepThing, RepThings
from bot.services.reps import rep_view
from bot.services.taking_part import name_of, takes_part
from bot.services.team_messages import Way
from bot.services.who import House, Who
from bot.storage import Connection, inbound, managers, pair_notes, roster
from bot.storage.pair_notes import NoteState, PairNoteRecord
from bot.storage.roster import Standing
from habits.composing import in_words
from habits.errors import NotHere
from habits.texts import say

NOTE = "note"
"""A note with a manager in which the rep's part is not written yet, or to which they are asked to
agree."""
WRITE, AGREE, CHANGE, DELETE = "write", "agree", "change", "delete"
"""What a rep can do with one."""

_MOST = 30
"""A window takes a hundred blocks; each thing has up to three."""


class RepHomes:
    """What a rep sees of themselves. Every method raises NotHere for who is in no team."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def view(self, who: Who) -> RepHomeView:
        return await self._house.database.read(self._view, who)

    async def take(self, who: Who, kind: str, item: str, value: str, key: str) -> RepHomeView:
        """One of a thing's ways, and what is open then; `key` names the press. Raises NotHere, and
        whatever the thing refuses with."""
        return await self._house.database.write(self._take, who, kind, item, value, key)

    def _view(self, connection: Connection, who: Who) -> RepHomeView:
        shown = rep_home_view(connection, self._house, who)
        if shown is None:
            raise NotHere
        return shown

    def _take(
        self, connection: Connection, who: Who, kind: str, item: str, value: str, key: str
    ) -> RepHomeView:
        now = self._house.clock.now()
        things = self._house.tools.of_reps.get(kind)
        if things is None or things.take is None:
            raise NotHere
        if inbound.first_time(connection, who.workspace, key, now):
            things.take(connection, self._house, who, item, value, now)
        return self._view(connection, who)


def rep_home_view(connection: Connection, house: House, who: Who) -> RepHomeView | None:
    """None for somebody in no team, or whom no first message reached yet."""
    arrived = {
        one.id
        for one in roster.of_user(connection, who.workspace, who.user)
        if one.state is Standing.INTRODUCED
    }
    teams = tuple(one for one in rep_view(connection, who).managers if one.entry in arrived)
    if not teams:
        return None
    now = house.clock.now()
    things = [
        thing
        for kind in house.tools.of_reps.values()
        for thing in kind.items(connection, house, who, now)
    ]
    things.sort(key=lambda thing: thing.agreed)
    manager = managers.of_user(connection, who.workspace, who.user)
    return RepHomeView(
        team=who.workspace,
        managers=teams,
        things=tuple(things[:_MOST]),
        more=max(0, len(things) - _MOST),
        leads=manager is not None and manager.is_active,
    )


def _notes_to_end(connection: Connection, house: House, who: Who, now: datetime) -> list[RepThing]:
    """Notes in which the manager waits for the rep's part, or for their word."""
    del now
    things: list[RepThing] = []
    for note in pair_notes.of_rep(connection, who.workspace, who.user):
        manager = managers.get(connection, note.manager)
        if (
            note.state is not NoteState.ASKED
            or manager is None
            or not manager.is_active
            or note.habit not in house.catalogue.habits
            or not takes_part(connection, note.manager, who.user)
        ):
            continue
        name = name_of(connection, who.workspace, manager.user)
        things.append(_of_note(house, note, name))
    return things


def _of_note(house: House, note: PairNoteRecord, name: str) -> RepThing:
    if is_handed_over(house, note):
        parts = managers_parts(house, note)
        return RepThing(
            NOTE,
            note.id,
            say("rep_home.note.shared", name=name, habit=house.catalogue.get(note.habit).name),
            own="\n".join(f"{one.label}: {in_words(one, {})}".removeprefix(": ") for one in parts),
            ways=(
                Way(AGREE, say("shared_notes.agree")),
                Way(CHANGE, say("shared_notes.change"), opens=True),
                Way(DELETE, say("coach.delete.label")),
            ),
        )
    one_on_one = note.habit == COACH
    text = say("rep_home.note.one_on_one" if one_on_one else "rep_home.note.other", name=name)
    return RepThing(NOTE, note.id, text, ways=(Way(WRITE, say("rep_home.note.write"), opens=True),))


def _note_taken(
    connection: Connection, house: House, who: Who, item: str, value: str, now: datetime
) -> None:
    del now
    note = pair_notes.get(connection, who.workspace, item)
    if note is None or note.rep != who.user or not is_handed_over(house, note):
        raise NotHere
    match value:
        case "agree":
            agree(connection, house, who, item)
        case "delete":
            remove_note(connection, house, who.workspace, note, "the note was deleted")
        case _:
            raise NotHere


NOTES = RepThings(_notes_to_end, _note_taken)
