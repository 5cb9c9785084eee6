"""What people answer who are asked about a text that names them, and what its author does then."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from bot.services import consenting, stories
from bot.services.agreed_posts import keep_as_draft, reword, take_down
from bot.services.form_views import Ended, Ending, FormOf
from bot.services.ports import Refused, Sent
from bot.services.posts import REFUSED, asked_about, habit_name, refusal
from bot.services.rep_things import RepThing, RepThings
from bot.services.taking_part import name_of
from bot.services.team_messages import TodayItem, Way
from bot.services.today_answers import shown_anew
from bot.services.tools import WaitingKind
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    consents,
    drafts,
    inbound,
    managers,
    new_id,
    outgoing,
    posts,
)
from bot.storage.consents import About, ConsentRecord, State
from bot.storage.drafts import DraftRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind
from bot.storage.outgoing import State as Outgoing
from bot.storage.posts import PostRecord
from bot.storage.posts import State as PostState
from habits.agreeing import editable
from habits.calendar import local_date
from habits.composing import Part, length
from habits.content_rules import LONGEST_POST
from habits.errors import HabitsError, NotHere
from habits.filling import clean
from habits.texts import say, say_each

logger = logging.getLogger(__name__)

CONSENT = "consent"
"""The kind of what waits for a manager, and of what a rep agreed to."""
LONGEST_TEXT = 500

_POST_IT = "post"
_LEAVE = "leave"
_SEEN = "seen"
_OPEN = "open"
_TO_BE_SEEN = (State.TIME_UP, State.WITHDRAWN, State.NOT_SENT)
_SHOWN_FOR = timedelta(days=14)
_GRACE = timedelta(days=7)
"""So long after it was written a text that asks nobody any more is still left alone."""
_AT_ONCE = 20
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(days=1)


class ItIsOver(HabitsError):
    """The time to answer is over, or nobody asks any more."""

    def __init__(self) -> None:
        super().__init__(say("consent.too_late"))


class WordsChanged(HabitsError):
    """The words that somebody would rather have are not those that the manager saw."""

    def __init__(self) -> None:
        super().__init__(say("consent.words_changed"))


@dataclass(frozen=True)
class ChangeForm:
    """The text as somebody may word it anew. `with_name`: the form asks whether their name may
    stand in it."""

    consent: str
    manager_name: str
    parts: tuple[Part, ...]
    with_name: bool


class Consents:
    """Methods for somebody who was asked raise NotHere for everybody else."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._refused: dict[str, tuple[timedelta, datetime]] = {}

    async def yes(self, who: Who, consent: str, key: str, *, named: bool | None = None) -> None:
        """They agree; `named` says whether their name may stand in it. Raises ItIsOver."""
        await self._house.database.write(self._yes, who, consent, key, named)

    async def no(self, who: Who, consent: str, key: str) -> None:
        """They do not. Raises ItIsOver."""
        await self._house.database.write(self._no, who, consent, key)

    async def take_back(self, who: Who, consent: str, key: str) -> None:
        """A yes holds no longer: whatever came of it goes."""
        await self._house.database.write(self._take_back, who, consent, key)

    async def form(self, who: Who, consent: str) -> ChangeForm:
        """Raises ItIsOver."""
        return await self._house.database.read(self._form, who, consent)

    async def change(
        self, who: Who, consent: str, texts: Mapping[int, str], named: bool | None, key: str
    ) -> None:
        """They would rather have it in these words, by the place of the part. Raises ItIsOver,
        WrongFields."""
        await self._house.database.write(self._change, who, consent, texts, named, key)

    async def call_off(self, who: Who, post: str) -> Ended:
        """The author does not ask any more. Raises NotHere, NotStarted."""
        return await self._house.database.write(self._call_off, who, post)

    async def draft_of(self, who: Who, consent: str) -> FormOf:
        """The form in which a text lies that was not posted. Raises NotHere, NotStarted."""
        return await self._house.database.write(self._draft_of, who, consent)

    async def settle(self) -> None:
        """End what nobody agreed to in time."""
        await self._house.database.write(self._settle)

    async def take_down(self) -> None:
        """Delete the messages of what may stand nowhere any more, until all are gone. Where Slack
        refuses, it is tried again, in the end once a day: a channel comes back from its archive."""
        now = self._house.clock.now()
        standing = await self._house.database.read(posts.still_standing)
        due = [one for one in standing if self._is_due(one.id, now)]
        for post in due[:_AT_ONCE]:
            if post.channel is None or post.ts is None:
                continue
            match await self._house.messenger.delete(post.channel, post.ts):
                case Sent():
                    self._refused.pop(post.id, None)
                    await self._house.database.write(self._came_down, post)
                case Refused(why):
                    logger.warning("post.not_deleted", extra={"post": post.id, "why": why})
                    self._put_off(post.id, now)
                case _:
                    pass

    def _is_due(self, post: str, now: datetime) -> bool:
        return post not in self._refused or self._refused[post][1] <= now

    def _put_off(self, post: str, now: datetime) -> None:
        """Twice as long each time. Not stored: after a restart it is tried at once."""
        before = self._refused.get(post)
        wait = _FIRST_WAIT if before is None else min(_LONGEST_WAIT, 2 * before[0])
        self._refused[post] = (wait, now + wait)

    # --- transactions -----------------------------------------------------------------------

    def _came_down(self, connection: Connection, post: PostRecord) -> None:
        """It stands nowhere any more, and whoever reads about it sees so."""
        posts.came_down(connection, post.id)
        for one in asked_about(connection, post):
            consenting.show_anew(connection, one)
        manager = managers.get(connection, post.manager)
        if manager is not None:
            shown_anew(connection, manager, self._house.clock.now())

    def _settle(self, connection: Connection) -> None:
        now = self._house.clock.now()
        consenting.settle(connection, self._house, now)
        stories.forget_drafts(connection, now)
        for post in posts.asking(connection, now - _GRACE):
            # Whoever was asked erased what names them: nobody is left who could agree.
            manager = managers.get(connection, post.manager)
            if manager is not None and not _is_asked(connection, post):
                keep_as_draft(connection, manager, post, now)

    def _yes(
        self, connection: Connection, who: Who, consent: str, key: str, named: bool | None
    ) -> None:
        now = self._house.clock.now()
        asked, manager = _asked(connection, who, consent)
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        _need_time(asked, manager, now)
        said = named if asked.about is About.STORY else None
        consenting.say_yes(connection, self._house, manager, asked, now, named=said)

    def _no(self, connection: Connection, who: Who, consent: str, key: str) -> None:
        now = self._house.clock.now()
        asked, manager = _asked(connection, who, consent)
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        _need_time(asked, manager, now)
        # The manager cannot see when a no was said: other words that lie with them stay, with the
        # time at which they came, and no message of theirs changes.
        at, was = asked.answered_at if asked.offers_words else now, (State.ASKED, State.CHANGE)
        if consents.answer(connection, asked.id, State.NO, at, was=was):
            consenting.show_anew(connection, asked)

    def _take_back(self, connection: Connection, who: Who, consent: str, key: str) -> None:
        now = self._house.clock.now()
        given, manager = _asked(connection, who, consent)
        if inbound.first_time(connection, who.workspace, key, now):
            consenting.take_back(connection, self._house, manager, given, now)
            shown_anew(connection, manager, now)

    def _form(self, connection: Connection, who: Who, consent: str) -> ChangeForm:
        asked, manager = _asked(connection, who, consent)
        _need_time(asked, manager, self._house.clock.now())
        name = name_of(connection, who.workspace, manager.user)
        parts = asked.suggested or asked.parts
        return ChangeForm(asked.id, name, parts, asked.about is About.STORY)

    def _change(
        self,
        connection: Connection,
        who: Who,
        consent: str,
        texts: Mapping[int, str],
        named: bool | None,
        key: str,
    ) -> None:
        now = self._house.clock.now()
        asked, manager = _asked(connection, who, consent)
        _need_time(asked, manager, now)
        parts = _changed(asked.parts, texts)
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        said = named if asked.about is About.STORY else None
        if parts == asked.parts:
            consenting.say_yes(connection, self._house, manager, asked, now, named=said)
            return
        consenting.suggest(connection, self._house, manager, asked, parts, now, named=said)
        shown_anew(connection, manager, now)

    def _call_off(self, connection: Connection, who: Who, post: str) -> Ended:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = posts.get(connection, who.workspace, post)
        if found is None or found.manager != manager.id or found.author is not None:
            raise NotHere
        call_off(connection, self._house, manager, found, now)
        name = habit_name(self._house, found.habit)
        return Ended(Ending.WITHDRAWN, name, channel=found.recipient)

    def _draft_of(self, connection: Connection, who: Who, consent: str) -> FormOf:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        asked = _own(connection, manager, consent)
        found = _post_of(connection, asked)
        if found is None:
            raise NotHere
        _close(connection, asked, now)
        shown_anew(connection, manager, now)
        return FormOf(found.habit)


def call_off(
    connection: Connection, house: House, manager: ManagerRecord, post: PostRecord, now: datetime
) -> None:
    """The author does not want it any more, before it went out or after."""
    story = stories.story_of(connection, post)
    if story is not None:
        consenting.called_off(connection, house, About.STORY, story.id, now)
        stories.gone(connection, house, manager, story, now)
    consenting.called_off(connection, house, About.POST, post.id, now)
    if post.state is PostState.ASKING:
        posts.ended(connection, post.id, PostState.WITHDRAWN)
    else:
        take_down(connection, house, manager, post, now)


# --- what waits for the manager -------------------------------------------------------------


def _items(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """Other words that somebody would rather have, what was not posted, what was taken down."""
    del day
    states = (State.CHANGE, State.NO, State.TIME_UP, State.WITHDRAWN, State.NOT_SENT)
    items = _unsure(connection, house, manager, before)
    told: set[tuple[About, str]] = set()
    for one in consents.of_manager(connection, manager.id, *states):
        about = (one.about, one.subject)
        at = one.answered_at or one.asked_at
        post = _post_of(connection, one)
        if about in told or at > before or at + _SHOWN_FOR < before or post is None:
            continue
        if one.state in (State.CHANGE, State.NO) and not one.offers_words:
            continue
        if one.state is State.TIME_UP and post.state is not PostState.NOT_POSTED:
            continue
        told.add(about)
        items.append(_item(connection, house, one, post))
    return items


def _item(connection: Connection, house: House, one: ConsentRecord, post: PostRecord) -> TodayItem:
    title = habit_name(house, post.habit)
    seen = Way(_SEEN, say("consent.today.seen"))
    open_again = Way(_OPEN, say("consent.today.open"), opens=True)
    match one.state:
        case State.CHANGE | State.NO:
            name = name_of(connection, one.workspace, one.person)
            return TodayItem(
                CONSENT,
                one.id,
                say("consent.today.changed", name=name),
                title=title,
                own=_as_text(one.suggested or ()),
                ways=(
                    Way(_post_it(one), say("consent.today.post_this")),
                    Way(_LEAVE, say("consent.today.leave")),
                ),
            )
        case State.TIME_UP:
            text = say("consent.today.not_posted")
            return TodayItem(CONSENT, one.id, text, title=title, ways=(open_again, seen))
        case State.NOT_SENT:
            text = say("consent.today.refused", why=_why_not(connection, post))
            return TodayItem(CONSENT, one.id, text, title=title, ways=(open_again, seen))
        case _:
            text = say_each("consent.today", _where_it_is(connection, post))
            return TodayItem(CONSENT, one.id, text, title=title, ways=(seen,))


def _where_it_is(connection: Connection, post: PostRecord) -> str:
    """What is true of a post to which somebody took their yes back."""
    if post.state is PostState.WITHDRAWN and post.ts is not None:
        return "coming_down"
    return "unsure" if consenting.may_have_arrived(connection, post) else "taken_down"


def _why_not(connection: Connection, post: PostRecord) -> str:
    """What Slack said to a post that it did not take, in words."""
    rows = outgoing.of_subject(connection, post.workspace, Kind.POST, post.id)
    reasons = [row.reason for row in rows if row.state is Outgoing.FAILED and row.reason]
    return refusal(reasons[-1].removeprefix(REFUSED) if reasons else "expired")


def _unsure(
    connection: Connection, house: House, manager: ManagerRecord, before: datetime
) -> list[TodayItem]:
    """Posts that went out with somebody's yes, of which Slack never said whether they arrived."""
    items: list[TodayItem] = []
    since = local_date(before - _SHOWN_FOR, manager.zone)
    for row in outgoing.unknown(connection, manager.id, Kind.POST, since, before):
        post = posts.get(connection, manager.workspace, row.subject or "")
        if post is None or post.state is not PostState.WAITING:
            continue
        yes = [one for one in asked_about(connection, post) if one.state is State.YES]
        if not yes or drafts.get(connection, manager.id, _looked(post.id), before) is not None:
            continue
        name = habit_name(house, post.habit)
        text = f"{say('posts.unsure.look', habit=name)} {say('posts.unsure.not_again')}"
        seen = (Way(_SEEN, say("consent.today.seen")),)
        items.append(TodayItem(CONSENT, yes[0].id, text, title=name, ways=seen))
    return items


def _looked(post: str) -> str:
    """The name of a draft without words: the manager knows. No habit has a colon in its key."""
    return f"looked:{post}"


def _post_it(one: ConsentRecord) -> str:
    """Posts the words that were shown, and no others."""
    words = repr((one.named, one.suggested))
    return f"{_POST_IT}:{blake2b(words.encode(), digest_size=8).hexdigest()}"


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    item: str,
    value: str,
    now: datetime,
) -> None:
    asked = _own(connection, manager, item)
    post = _post_of(connection, asked)
    way = value.partition(":")[0]
    match way:
        case str() if way == _SEEN and asked.state in _TO_BE_SEEN:
            _close(connection, asked, now)
        case str() if way == _SEEN and asked.state is State.YES and post is not None:
            until = now + _SHOWN_FOR
            known = DraftRecord(new_id(), _looked(post.id), post.audience, {}, until)
            drafts.keep(connection, manager.id, known)
        case str() if way == _POST_IT and asked.offers_words and post is not None:
            if value != _post_it(asked):
                raise WordsChanged
            _post_changed(connection, house, manager, asked, post, now)
        case str() if way == _LEAVE and asked.offers_words and post is not None:
            consenting.called_off(connection, house, asked.about, asked.subject, now)
            stories.not_told(connection, asked)
            keep_as_draft(connection, manager, post, now)
        case _:
            raise NotHere


def _post_changed(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    post: PostRecord,
    now: datetime,
) -> None:
    """The manager takes up somebody's own words; whoever else is named is asked about those."""
    parts = asked.suggested or asked.parts
    reword(connection, house, post, parts)
    stories.reword(connection, house, asked, parts)
    for one in consents.newest_about(connection, asked.about, asked.subject):
        # Also who said no or nothing to the first words: else the time would tell which.
        if one.person != asked.person and one.state not in (State.OVER, State.WITHDRAWN):
            consenting.ask(
                connection,
                house,
                manager,
                about=one.about,
                subject=one.subject,
                person=one.person,
                parts=parts,
                now=now,
            )
    consenting.take_up(connection, house, manager, asked, now)
    consenting.end_together(connection, asked.about, asked.subject)


WAITING = WaitingKind(_items, _take)


# --- what somebody agreed to ----------------------------------------------------------------


def _agreed_to(connection: Connection, house: House, who: Who, now: datetime) -> list[RepThing]:
    """What somebody is asked, and what they said yes to and can take back."""
    del house
    found = consents.of_person(connection, who.workspace, who.user, State.ASKED, State.YES)
    things: list[RepThing] = []
    for one in found:
        manager = managers.get(connection, one.manager)
        if manager is None or (one.state is State.ASKED and one.ends_at <= now):
            continue
        name = name_of(connection, who.workspace, manager.user)
        text = say_each("consent.yours", one.state, name=name)
        back = Way("back", say("consent.take_back"))
        ways = (back,) if one.state is State.YES else ()
        words = _as_text(one.suggested or one.parts)
        things.append(RepThing(CONSENT, one.id, text, words, ways, one.state is State.YES))
    return things


def _taken_back(
    connection: Connection, house: House, who: Who, item: str, value: str, now: datetime
) -> None:
    if value != "back":
        raise NotHere
    given, manager = _asked(connection, who, item)
    consenting.take_back(connection, house, manager, given, now)
    shown_anew(connection, manager, now)


OF_REPS = RepThings(_agreed_to, _taken_back)


# --- which one ------------------------------------------------------------------------------


def _asked(connection: Connection, who: Who, consent: str) -> tuple[ConsentRecord, ManagerRecord]:
    """What the person themselves was asked. Raises NotHere."""
    found = consents.get(connection, who.workspace, consent)
    manager = None if found is None else managers.get(connection, found.manager)
    if found is None or manager is None or found.person != who.user:
        raise NotHere
    return found, manager


def _own(connection: Connection, manager: ManagerRecord, consent: str) -> ConsentRecord:
    found = consents.get(connection, manager.workspace, consent)
    if found is None or found.manager != manager.id:
        raise NotHere
    return found


def _need_time(asked: ConsentRecord, manager: ManagerRecord, now: datetime) -> None:
    """Raises ItIsOver where no answer leads to anything any more."""
    open_still = asked.state in (State.ASKED, State.NO, State.CHANGE)
    if not open_still or now >= asked.ends_at or not manager.is_active:
        raise ItIsOver


def _changed(parts: tuple[Part, ...], texts: Mapping[int, str]) -> tuple[Part, ...]:
    """The parts in other words. Raises WrongFields."""
    faults: dict[str, str] = {}
    changed = list(parts)
    for place, part in editable(parts):
        text = clean(texts.get(place, ""))
        if not text:
            faults[part_field(place)] = say("compose.faults.text")
        elif len(text) > LONGEST_TEXT:
            fault = say("compose.faults.too_long", most=LONGEST_TEXT, now=len(text))
            faults[part_field(place)] = fault
        changed[place] = replace(part, text=text)
    too_many = length(changed) - LONGEST_POST
    if not faults and too_many > 0:
        first = editable(parts)[0][0]
        faults[part_field(first)] = say("compose.faults.all_too_long", count=too_many)
    if faults:
        raise WrongFields(faults)
    return tuple(changed)


def part_field(place: int) -> str:
    """The name of the field for the part at that place."""
    return f"part_{place}"


def _post_of(connection: Connection, asked: ConsentRecord) -> PostRecord | None:
    """The post that a question is about; None where it is about none."""
    match asked.about:
        case About.POST:
            return posts.get(connection, asked.workspace, asked.subject)
        case About.STORY:
            return stories.post_of(connection, asked.workspace, asked.subject)
        case _:
            return None


def _is_asked(connection: Connection, post: PostRecord) -> bool:
    return any(one.state is not State.OVER for one in asked_about(connection, post))


def _close(connection: Connection, asked: ConsentRecord, now: datetime) -> None:
    """The manager saw what came of it."""
    for one in consents.newest_about(connection, asked.about, asked.subject):
        was = _TO_BE_SEEN
        consents.answer(connection, one.id, State.OVER, one.answered_at or now, was=was)


def _as_text(parts: tuple[Part, ...]) -> str:
    return "\n".join(f"{one.label}: {one.text}" for one in parts if one.text)
