"""What came of something is told to those who read of it first: in the note of two, or as a post
in the same channel."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.services.agreed_posts import ask_first, last_day
from bot.services.form_endings import AGREED, TextChanged
from bot.services.form_views import Ended, Ending, FormOf
from bot.services.outcomes import (
    OUTCOME_OF,
    is_asked_about,
    is_told,
    outcome_ids,
    outcomes_of,
)
from bot.services.pair_parts import SHOWED
from bot.services.posts import KEPT_FOR, LONG_KEPT_FOR, confirm, habit_name, headline
from bot.services.rep_forms import shows_anew
from bot.services.taking_part import name_of, takes_part
from bot.services.today import shown_anew
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    drafts,
    experiments,
    follow_ups,
    inbound,
    new_id,
    pair_notes,
    posts,
)
from bot.storage.consents import About
from bot.storage.drafts import DraftRecord
from bot.storage.experiments import RUNNING, ExperimentRecord
from bot.storage.follow_ups import FollowUpAnswer
from bot.storage.managers import ManagerRecord
from bot.storage.pair_notes import PairNoteRecord
from bot.storage.posts import PostRecord
from bot.storage.posts import State as Posted
from habits.agreeing import NOBODY, MustAgree
from habits.calendar import ONE_DAY, local, local_date
from habits.catalogue import Field
from habits.catalogue_lists import Audience, FieldKind
from habits.composing import Part, faults
from habits.errors import NotHere, WrongField
from habits.filling import clean
from habits.phrases import day
from habits.small_tests import from_body
from habits.texts import say, say_each

_STANDS = (Posted.WAITING, Posted.POSTED)
_FIELD = Field(id=SHOWED, label="-", kind=FieldKind.LONG, required=True, max=300)


@dataclass(frozen=True)
class OutcomeForm:
    """What is told of `record`, a follow-up or a test: one text. `about` is what it was, in words;
    it goes to `channel`, or into the note with `rep` (users and channels by id). `text` stands in
    it already, where it was kept."""

    record: str
    habit_key: str
    habit: str
    about: str
    channel: str = ""
    rep: str = ""
    rep_name: str = ""
    text: str = ""


@dataclass(frozen=True)
class OutcomePreview:
    """The exact text, and the channel it goes to, by id. `draft` names it, `author` is a user.
    `asks` is whom the bot asks first, with their name, "" for nobody; `must_agree`: somebody is
    named whom the author asks themselves."""

    record: str
    draft: str
    name: str
    author: str
    channel: str
    parts: tuple[Part, ...]
    asks: str = ""
    asks_name: str = ""
    must_agree: bool = False


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
        """Write it into the note of two; `key` names the sending. Raises WrongFields."""
        return await self._house.database.write(self._tell, who, record, text, key)

    async def check(self, who: Who, record: str, text: str) -> OutcomePreview:
        """How it will stand in the channel; the text is kept for a day. Raises WrongFields."""
        return await self._house.database.write(self._check, who, record, text)

    async def post(
        self, who: Who, record: str, draft: str, key: str, *, agreed: bool = False
    ) -> OutcomeTold | Ended:
        """What the preview showed goes out, or first to whom it tells of: then an `Ended`.
        `agreed`: the author says that they do. Raises TextChanged, WrongField."""
        return await self._house.database.write(self._post, who, record, draft, key, agreed)

    def _form(self, connection: Connection, who: Who, record: str) -> OutcomeForm:
        manager = active_manager(connection, who, self._house)
        found = _source(connection, manager, record)
        if found.over:
            raise NotHere
        name = habit_name(self._house, found.habit)
        about = from_body(found.test.body)[0] if found.test else ""
        if found.post is not None:
            kept = drafts.get(connection, manager.id, _draft(found), self._house.clock.now())
            text = "" if kept is None else str(kept.filled.get(SHOWED, ""))
            channel = found.post.recipient
            return OutcomeForm(record, found.habit, name, about, channel=channel, text=text)
        rep = found.note.rep if found.note else ""
        called = name_of(connection, manager.workspace, rep)
        return OutcomeForm(record, found.habit, name, about, rep=rep, rep_name=called)

    def _tell(
        self, connection: Connection, who: Who, record: str, text: str, key: str
    ) -> OutcomeTold:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        _need_text(manager, text, now)
        found = _source(connection, manager, record)
        if found.note is None:
            raise NotHere
        told = self._told(found)
        if not inbound.first_time(connection, who.workspace, key, now):
            return told
        if found.over:
            raise NotHere
        pair_notes.adds(connection, found.note.id, {SHOWED: clean(text)})
        shows_anew(connection, found.note, who.workspace)
        self._closed(connection, manager, found, now)
        return told

    def _told(self, found: _Source) -> OutcomeTold:
        return OutcomeTold(
            habit_name(self._house, found.habit),
            found.post.recipient if found.post else "",
            found.note.rep if found.note else "",
            found.note.id if found.note else "",
            is_test=found.test is not None,
        )

    def _check(self, connection: Connection, who: Who, record: str, text: str) -> OutcomePreview:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        _need_text(manager, text, now)
        found = _source(connection, manager, record)
        if found.over or found.post is None:
            raise NotHere
        filled, audience = {SHOWED: clean(text)}, Audience.TEAM_CHANNEL
        draft = DraftRecord(new_id(), _draft(found), audience, filled, now + KEPT_FOR)
        drafts.keep(connection, manager.id, draft)
        asks = _asked(connection, manager, found)
        return OutcomePreview(
            record=record,
            draft=draft.id,
            name=headline(self._house, found.habit),
            author=manager.user,
            channel=found.post.recipient,
            parts=_parts(found, draft),
            asks=asks.asked[0] if asks.asked else "",
            asks_name=name_of(connection, who.workspace, asks.asked[0]) if asks.asked else "",
            must_agree=asks.others,
        )

    def _post(
        self, connection: Connection, who: Who, record: str, draft: str, key: str, agreed: bool
    ) -> OutcomeTold | Ended:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = _source(connection, manager, record)
        post = found.post
        asks = _asked(connection, manager, found)
        if asks.others and not agreed:
            raise WrongField(AGREED, say("compose.faults.agreed"))
        if not inbound.first_time(connection, who.workspace, key, now):
            return self._goes_to_whom(connection, manager, found) or self._told(found)
        kept = drafts.get(connection, manager.id, _draft(found), now)
        known = {one.id for one in outcomes_of(connection, who.workspace, found.source_id)}
        made = next((one for one in outcome_ids(found.source_id) if one not in known), None)
        if found.over or post is None or made is None:
            raise NotHere
        if kept is None or kept.id != draft:
            raise TextChanged
        if asks.asked:
            return self._ask(connection, manager, found, post, made, kept, asks.asked, now)
        confirm(
            connection,
            self._house,
            manager,
            habit=found.habit,
            recipient=post.recipient,
            audience=Audience.TEAM_CHANNEL,
            parts=_parts(found, kept),
            prompt=None,
            now=now,
            post=made,
            counts=False,
        )
        drafts.forget(connection, manager.id, kept.form)
        self._closed(connection, manager, found, now)
        return self._told(found)

    def _ask(
        self,
        connection: Connection,
        manager: ManagerRecord,
        found: _Source,
        post: PostRecord,
        made: str,
        kept: DraftRecord,
        people: tuple[str, ...],
        now: datetime,
    ) -> Ended | OutcomeTold:
        """It waits for a yes. Without one the text comes back, and the question a day later."""
        until = ask_first(
            connection,
            self._house,
            manager,
            FormOf(found.habit),
            post=made,
            channel=post.recipient,
            parts=_parts(found, kept),
            values={OUTCOME_OF: found.source_id},
            asked=people,
            now=now,
        )
        drafts.keep(connection, manager.id, replace(kept, kept_until=until + LONG_KEPT_FOR))
        asked = found.asked and follow_ups.get(connection, manager.id, found.asked)
        if asked:
            follow_ups.put_off(connection, asked, local_date(until, manager.zone) + ONE_DAY)
        shown_anew(connection, manager, now)
        return self._goes_to_whom(connection, manager, found) or self._told(found)

    def _goes_to_whom(
        self, connection: Connection, manager: ManagerRecord, found: _Source
    ) -> Ended | None:
        """Somebody reads it first; None where nobody does."""
        told = outcomes_of(connection, manager.workspace, found.source_id)
        asking = next((one for one in told if one.state is Posted.ASKING), None)
        if asking is None:
            return None
        until = last_day(connection, About.POST, asking.id)
        return Ended(
            Ending.ASKED,
            habit_name(self._house, found.habit),
            channel=asking.recipient,
            said=say("consent.ended.until", day=day(local(until, manager.zone))),
            post=asking.id,
        )

    def _closed(
        self, connection: Connection, manager: ManagerRecord, found: _Source, now: datetime
    ) -> None:
        if found.asked is not None:
            follow_ups.answer(connection, manager.id, found.asked, FollowUpAnswer.DONE, now)
        is_told(connection, manager, found.source_id, now)


def can_be_told(connection: Connection, manager: ManagerRecord, source_id: str) -> bool:
    """Whether those who read of it first can still be reached in the same place, and nobody is
    being asked about it."""
    if is_asked_about(connection, manager.workspace, source_id):
        return False
    return _where(connection, manager, source_id) != (None, None)


def _need_text(manager: ManagerRecord, text: str, now: datetime) -> None:
    """Raises WrongFields."""
    wrong = faults((_FIELD,), {SHOWED: text}, local_date(now, manager.zone))
    if wrong:
        raise WrongFields(wrong)


def _draft(found: _Source) -> str:
    """Under which name the text is kept; no habit has a colon in its key."""
    return f"came:{found.source_id}"


def _parts(found: _Source, kept: DraftRecord) -> tuple[Part, ...]:
    showed = Part(say_each("came_of_it.labels", found.habit), str(kept.filled.get(SHOWED, "")))
    if found.test is None:
        return (showed,)
    return (Part(say("came_of_it.test"), from_body(found.test.body)[0]), showed)


def _asked(connection: Connection, manager: ManagerRecord, found: _Source) -> MustAgree:
    """Whose test it was reads the text first; where the bot may not write to them, the author
    asks."""
    owner = found.test.owner if found.test else ""
    if not owner or owner == manager.user:
        return NOBODY
    if takes_part(connection, manager.id, owner):
        return MustAgree((owner,))
    return MustAgree(others=True)


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
    over = over or is_asked_about(connection, manager.workspace, source_id)
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
