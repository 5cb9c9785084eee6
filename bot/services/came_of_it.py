"""What came of something is told to those who read of it first: in the note of two, or as a post
in the same channel."""

from dataclasses import dataclass
from datetime import datetime

from bot.services.pair_parts import SHOWED
from bot.services.posts import confirm, habit_name
from bot.services.rep_forms import shows_anew
from bot.services.taking_part import name_of, takes_part
from bot.services.today import shown_anew
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, experiments, follow_ups, inbound, pair_notes, posts
from bot.storage.experiments import RUNNING, ExperimentRecord, State
from bot.storage.follow_ups import FollowUpAnswer
from bot.storage.managers import ManagerRecord
from bot.storage.pair_notes import PairNoteRecord
from bot.storage.posts import PostRecord
from bot.storage.posts import State as Posted
from habits.calendar import local_date
from habits.catalogue import Field
from habits.catalogue_lists import Audience, FieldKind
from habits.composing import Part, faults
from habits.errors import NotHere
from habits.filling import clean
from habits.small_tests import from_body
from habits.texts import say, say_each

_STANDS = (Posted.WAITING, Posted.POSTED)
_FIELD = Field(id=SHOWED, label="-", kind=FieldKind.LONG, required=True, max=300)


@dataclass(frozen=True)
class OutcomeForm:
    """What is told of `record`, a follow-up or a test: one text. `about` is what it was, in words;
    it goes to `channel`, or into the note with `rep` (users and channels by id)."""

    record: str
    habit_key: str
    habit: str
    about: str
    channel: str = ""
    rep: str = ""
    rep_name: str = ""


@dataclass(frozen=True)
class OutcomeTold:
    """Where it went: to a channel, or into a note. `is_test`: it may be a useful failure to tell
    of, as well."""

    habit: str
    channel: str
    rep: str
    note: str
    is_test: bool


@dataclass(frozen=True)
class _Source:
    """What a record is about: a post or a note, and the test agreed on with it, if any. `over`:
    it was told before, or dropped."""

    habit: str
    source_id: str
    asked: str | None
    test: ExperimentRecord | None
    post: PostRecord | None
    note: PairNoteRecord | None
    over: bool


class CameOfIt:
    """Every method raises NotHere for what is unknown, somebody else's or over, and NotStarted."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def form(self, who: Who, record: str) -> OutcomeForm:
        return await self._house.database.read(self._form, who, record)

    async def tell(self, who: Who, record: str, text: str, key: str) -> OutcomeTold:
        """Keep or post it; `key` names the sending. Raises WrongFields."""
        return await self._house.database.write(self._tell, who, record, text, key)

    def _form(self, connection: Connection, who: Who, record: str) -> OutcomeForm:
        manager = active_manager(connection, who, self._house)
        found = _source(connection, manager, record)
        if found.over:
            raise NotHere
        name = habit_name(self._house, found.habit)
        about = from_body(found.test.body)[0] if found.test else ""
        if found.post is not None:
            return OutcomeForm(record, found.habit, name, about, channel=found.post.recipient)
        rep = found.note.rep if found.note else ""
        called = name_of(connection, manager.workspace, rep)
        return OutcomeForm(record, found.habit, name, about, rep=rep, rep_name=called)

    def _tell(
        self, connection: Connection, who: Who, record: str, text: str, key: str
    ) -> OutcomeTold:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        wrong = faults((_FIELD,), {SHOWED: text}, local_date(now, manager.zone))
        if wrong:
            raise WrongFields(wrong)
        found = _source(connection, manager, record)
        told = OutcomeTold(
            habit_name(self._house, found.habit),
            found.post.recipient if found.post else "",
            found.note.rep if found.note else "",
            found.note.id if found.note else "",
            is_test=found.test is not None,
        )
        if not inbound.first_time(connection, who.workspace, key, now):
            return told
        if found.over:
            raise NotHere
        if found.post is not None:
            self._post(connection, manager, found, found.post, clean(text), now)
        elif found.note is not None:
            pair_notes.adds(connection, found.note.id, {SHOWED: clean(text)})
            shows_anew(connection, found.note, who.workspace)
        self._closed(connection, manager, found, now)
        return told

    def _post(
        self,
        connection: Connection,
        manager: ManagerRecord,
        found: _Source,
        post: PostRecord,
        text: str,
        now: datetime,
    ) -> None:
        parts = [Part(say_each("came_of_it.labels", found.habit), text)]
        if found.test is not None:
            parts.insert(0, Part(say("came_of_it.test"), from_body(found.test.body)[0]))
        made = confirm(
            connection,
            self._house,
            manager,
            habit=found.habit,
            recipient=post.recipient,
            audience=Audience.TEAM_CHANNEL,
            parts=parts,
            prompt=None,
            now=now,
            counts=False,
        )
        # It ends what was asked, and asks nothing anew.
        follow_ups.drop(connection, manager.id, made)

    def _closed(
        self, connection: Connection, manager: ManagerRecord, found: _Source, now: datetime
    ) -> None:
        if found.test is not None:
            experiments.becomes(connection, manager.id, found.test.id, State.TOLD, now)
        if found.asked is not None:
            follow_ups.answer(connection, manager.id, found.asked, FollowUpAnswer.DONE, now)
        follow_ups.drop(connection, manager.id, found.source_id)
        shown_anew(connection, manager, now)


def can_be_told(connection: Connection, manager: ManagerRecord, source_id: str) -> bool:
    """Whether those who read of it first can still be reached in the same place."""
    return _where(connection, manager, source_id) != (None, None)


def _source(connection: Connection, manager: ManagerRecord, record: str) -> _Source:
    """Raises NotHere."""
    asked = follow_ups.get(connection, manager.id, record)
    if asked is not None:
        habit, source_id = asked.habit, asked.source_id
        test = experiments.of_source(connection, manager.id, source_id)
    else:
        test = experiments.get(connection, manager.id, record)
        if test is None:
            raise NotHere
        habit, source_id = test.habit, test.source_id
    over = asked is not None and asked.answer is not None
    over = over or (test is not None and test.state not in RUNNING)
    post, note = _where(connection, manager, source_id)
    if post is None and note is None:
        raise NotHere
    return _Source(habit, source_id, asked.id if asked else None, test, post, note, over)


def _where(
    connection: Connection, manager: ManagerRecord, source_id: str
) -> tuple[PostRecord | None, PairNoteRecord | None]:
    post = posts.get(connection, manager.workspace, source_id)
    if post is not None and post.manager == manager.id and post.state in _STANDS:
        return post, None
    note = pair_notes.get(connection, manager.workspace, source_id)
    if note is not None and note.manager == manager.id:
        return None, note if takes_part(connection, manager.id, note.rep) else None
    return None, None
