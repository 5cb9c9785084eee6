"""What people answer who are asked about a text that names them, and what its author does then."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.services import consenting, stories
from bot.services.agreed_posts import keep_as_draft, reword, take_down
from bot.services.form_views import Ended, Ending, FormOf
from bot.services.ports import Refused, Sent
from bot.services.posts import habit_name
from bot.services.rep_things import RepThing, RepThings
from bot.services.taking_part import name_of
from bot.services.team_messages import TodayItem, Way
from bot.services.today_answers import shown_anew
from bot.services.tools import WaitingKind
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, consents, inbound, managers, posts
from bot.storage.consents import About, ConsentRecord, State
from bot.storage.managers import ManagerRecord
from bot.storage.posts import PostRecord
from bot.storage.posts import State as PostState
from habits.agreeing import editable
from habits.composing import Part, length
from habits.content_rules import LONGEST_POST
from habits.errors import HabitsError, NotHere
from habits.filling import clean
from habits.texts import say, say_each

CONSENT = "consent"
"""The kind of what waits for a manager, and of what a rep agreed to."""
LONGEST_TEXT = 500

_POST_IT = "post"
_LEAVE = "leave"
_SEEN = "seen"
_OPEN = "open"
_SHOWN_FOR = timedelta(days=14)
_GRACE = timedelta(days=7)
"""So long after it was written a text that asks nobody any more is still left alone."""
_AT_ONCE = 20


class ItIsOver(HabitsError):
    """The time to answer is over, or nobody asks any more."""

    def __init__(self) -> None:
        super().__init__(say("consent.too_late"))


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
        """Delete the messages of what may stand nowhere any more, until all are gone."""
        for post in await self._house.database.read(posts.still_standing, _AT_ONCE):
            if post.channel is None or post.ts is None:
                continue
            outcome = await self._house.messenger.delete(post.channel, post.ts)
            if isinstance(outcome, Sent | Refused):
                # Where Slack refuses for good nothing more can be done.
                await self._house.database.write(posts.came_down, post.id)

    # --- transactions -----------------------------------------------------------------------

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
        was = (State.ASKED, State.CHANGE)
        if consents.answer(connection, asked.id, State.NO, now, was=was):
            consenting.show_anew(connection, asked)
            shown_anew(connection, manager, now)

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
    states = (State.CHANGE, State.TIME_UP, State.WITHDRAWN)
    items: list[TodayItem] = []
    told: set[tuple[About, str]] = set()
    for one in consents.of_manager(connection, manager.id, *states):
        about = (one.about, one.subject)
        at = one.answered_at or one.asked_at
        post = _post_of(connection, one)
        if about in told or at > before or at + _SHOWN_FOR < before or post is None:
            continue
        if one.state is State.CHANGE and one.suggested is None:
            continue
        if one.state is State.TIME_UP and post.state is not PostState.NOT_POSTED:
            continue
        told.add(about)
        items.append(_item(connection, house, one, post))
    return items


def _item(connection: Connection, house: House, one: ConsentRecord, post: PostRecord) -> TodayItem:
    title = habit_name(house, post.habit)
    match one.state:
        case State.CHANGE:
            name = name_of(connection, one.workspace, one.person)
            return TodayItem(
                CONSENT,
                one.id,
                say("consent.today.changed", name=name),
                title=title,
                own=_as_text(one.suggested or ()),
                ways=(
                    Way(_POST_IT, say("consent.today.post_this")),
                    Way(_LEAVE, say("consent.today.leave")),
                ),
            )
        case State.TIME_UP:
            open_again = Way(_OPEN, say("consent.today.open"), opens=True)
            seen = Way(_SEEN, say("consent.today.seen"))
            text = say("consent.today.not_posted")
            return TodayItem(CONSENT, one.id, text, title=title, ways=(open_again, seen))
        case _:
            seen = Way(_SEEN, say("consent.today.seen"))
            text = say("consent.today.taken_down")
            return TodayItem(CONSENT, one.id, text, title=title, ways=(seen,))


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
    match value:
        case str(way) if way == _SEEN and asked.state in (State.TIME_UP, State.WITHDRAWN):
            _close(connection, asked, now)
        case str(way) if way == _POST_IT and asked.state is State.CHANGE and post is not None:
            _post_changed(connection, house, manager, asked, post, now)
        case str(way) if way == _LEAVE and asked.state is State.CHANGE and post is not None:
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
        if one.person != asked.person and one.state in (State.WAITING, State.ASKED, State.YES):
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
    consenting.say_yes(connection, house, manager, asked, now)


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
        things.append(RepThing(CONSENT, one.id, text, _as_text(one.suggested or one.parts), ways))
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
    story = stories.story_of(connection, post)
    about, subject = (About.POST, post.id) if story is None else (About.STORY, story.id)
    asked = consents.newest_about(connection, about, subject)
    return any(one.state is not State.OVER for one in asked)


def _close(connection: Connection, asked: ConsentRecord, now: datetime) -> None:
    """The manager saw what came of it."""
    for one in consents.newest_about(connection, asked.about, asked.subject):
        was = (State.TIME_UP, State.WITHDRAWN)
        consents.answer(connection, one.id, State.OVER, one.answered_at or now, was=was)


def _as_text(parts: tuple[Part, ...]) -> str:
    return "\n".join(f"{one.label}: {one.text}" for one in parts if one.text)
