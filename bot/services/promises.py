"""The promises of a manager: noted, kept, moved before anybody has to ask, handed back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.services.doing import done_by_tool, not_done_after_all
from bot.services.people import People
from bot.services.taking_part import name_of
from bot.services.team_messages import TodayItem, Way
from bot.services.today import remind
from bot.services.today_answers import shown_anew
from bot.services.tools import Known, WaitingKind
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, promises, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.promises import PromiseRecord
from habits.calendar import ONE_DAY, ONE_WEEK, local_date
from habits.errors import NotHere
from habits.phrases import day as day_words
from habits.promises import (
    LONGEST,
    Promise,
    PromiseState,
    handed_back,
    kept,
    moved,
    opened_again,
    promised,
    usual_due,
)
from habits.texts import say

KEEP_WORD = "keep_word"
PROMISE = "promise"
"""The kind of what waits."""

DONE, MOVE, HAND_BACK = "done", "move", "hand-back"
"""What can be done with an open promise."""

_MOST_MENTIONED = 3
"""Slack is asked about each of them, and a window waits three seconds."""
MOST_LISTED = 12
MOST_CLOSED = 5
TO = "promise_to"
"""The field that names whom it was said to."""


@dataclass(frozen=True)
class Noting:
    """What is to be noted, or stands in the form: `to` is a user id, `channel` and `ts` the
    message it came from, if any."""

    words: str = ""
    to: str | None = None
    due_on: date | None = None
    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True)
class PromiseShown:
    """A promise as its manager reads it; `is_past`: its date lies before today."""

    id: str
    words: str
    to: str | None
    to_name: str
    due_on: date
    is_past: bool
    told: str | None
    channel: str | None
    ts: str | None
    state: PromiseState


@dataclass(frozen=True)
class PromiseList:
    """The open ones, the soonest first, `more` left out; and what was closed within a week. `team`
    is the workspace. `prompt` was answered by what was done last: its messages should be
    mended."""

    team: str
    open: tuple[PromiseShown, ...]
    more: int
    closed: tuple[PromiseShown, ...]
    prompt: str | None = None


@dataclass(frozen=True)
class PromiseChanged:
    """A promise after it was moved or handed back, the words to say in `told`."""

    promise: PromiseShown
    team: str
    prompt: str | None


class Promises:
    """Every method raises NotStarted; those about one promise NotHere."""

    def __init__(self, house: House, people: People) -> None:
        self._house = house
        self._people = people

    async def all(self, who: Who) -> PromiseList:
        return await self._house.database.read(self._all, who)

    async def form(self, who: Who, noting: Noting) -> Noting:
        """A new one to fill in, with a date that would do."""
        return await self._house.database.read(self._form, who, noting)

    async def only_member(self, who: Who, users: Sequence[str]) -> str | None:
        """The one of them who is a member here; None where none or several are."""
        if len(users) > _MOST_MENTIONED:
            return None
        members = [user for user in users if await self._people.is_member(who, user)]
        return members[0] if len(members) == 1 else None

    async def note(self, who: Who, noting: Noting, key: str) -> PromiseList:
        """Put it on the list; `key` names the sending. Raises WrongField."""
        if noting.to is not None and noting.to != who.user:
            await self._people.member(who, noting.to, TO)
        return await self._house.database.write(self._note, who, noting, key)

    async def one(self, who: Who, promise: str) -> PromiseShown:
        """An open one, to be moved or handed back."""
        return await self._house.database.read(self._one, who, promise)

    async def done(self, who: Who, promise: str, key: str, prompt: str = "") -> PromiseList:
        """It is kept. `prompt` is the one from which the list was opened, "" for none."""
        return await self._house.database.write(self._done, who, promise, key, prompt)

    async def again(self, who: Who, promise: str, key: str) -> PromiseList:
        """It is open after all: what was done with it counts no more, and the prompt that was
        answered by it is open again."""
        return await self._house.database.write(self._again, who, promise, key)

    async def remove(self, who: Who, promise: str) -> PromiseList:
        """It was no promise: nothing of it is kept."""
        return await self._house.database.write(self._remove, who, promise)

    async def move(
        self, who: Who, promise: str, due_on: date | None, told: str, key: str, prompt: str = ""
    ) -> PromiseChanged:
        """Another date. Raises WrongField."""

        def change(one: Promise, today: date) -> Promise | None:
            return moved(one, due_on, told, today)

        return await self._house.database.write(self._change, who, promise, change, key, prompt)

    async def hand_back(
        self, who: Who, promise: str, told: str, key: str, prompt: str = ""
    ) -> PromiseChanged:
        """It will not come from the manager. Raises WrongField."""

        def change(one: Promise, _today: date) -> Promise | None:
            return handed_back(one, told)

        return await self._house.database.write(self._change, who, promise, change, key, prompt)

    # --- transactions ----------------------------------------------------------------------

    def _all(self, connection: Connection, who: Who) -> PromiseList:
        return self._list(connection, active_manager(connection, who, self._house))

    def _form(self, connection: Connection, who: Who, noting: Noting) -> Noting:
        manager = active_manager(connection, who, self._house)
        now = self._house.clock.now()
        off = self._house.off(manager, now)
        due = usual_due(local_date(now, manager.zone), manager.schedule, off)
        words = " ".join(noting.words.split())[:LONGEST]
        return Noting(words, noting.to, noting.due_on or due, noting.channel, noting.ts)

    def _note(self, connection: Connection, who: Who, noting: Noting, key: str) -> PromiseList:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        made = promised(noting.words, noting.due_on, local_date(now, manager.zone))
        if inbound.first_time(connection, who.workspace, key, now):
            to = None if noting.to == who.user else noting.to
            promises.add(
                connection,
                manager.id,
                made,
                now,
                person=to,
                channel=noting.channel,
                ts=noting.ts,
            )
            remind(connection, self._house, manager, now, on=made.due_on, dated=True)
        return self._list(connection, manager)

    def _one(self, connection: Connection, who: Who, promise: str) -> PromiseShown:
        manager = active_manager(connection, who, self._house)
        found = _own(connection, manager, promise)
        if not found.promise.is_open:
            raise NotHere
        return self._shown(connection, manager, found)

    def _done(
        self, connection: Connection, who: Who, promise: str, key: str, prompt: str
    ) -> PromiseList:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = _own(connection, manager, promise)
        mended = None
        if inbound.first_time(connection, who.workspace, key, now):
            mended = take_done(connection, manager, found, now, prompt or None)
        return self._list(connection, manager, mended)

    def _again(self, connection: Connection, who: Who, promise: str, key: str) -> PromiseList:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = _own(connection, manager, promise)
        opened, mended = opened_again(found.promise), None
        if opened is not None and inbound.first_time(connection, who.workspace, key, now):
            promises.save(connection, found, opened, now)
            done = _source(found, found.promise)
            mended = _answered_by(connection, manager, found)
            not_done_after_all(connection, manager, done, mended, now)
            remind(connection, self._house, manager, now, on=opened.due_on, dated=True)
            shown_anew(connection, manager, now)
        return self._list(connection, manager, mended)

    def _remove(self, connection: Connection, who: Who, promise: str) -> PromiseList:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        # Removed by an earlier press or in another window: the list shows what stands.
        promises.remove(connection, manager.id, promise)
        shown_anew(connection, manager, now)
        return self._list(connection, manager)

    def _change(
        self,
        connection: Connection,
        who: Who,
        promise: str,
        change: Callable[[Promise, date], Promise | None],
        key: str,
        prompt: str,
    ) -> PromiseChanged:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = _own(connection, manager, promise)
        mended = None
        if inbound.first_time(connection, who.workspace, key, now):
            changed = change(found.promise, local_date(now, manager.zone))
            if changed is None:
                raise NotHere
            mended = _keep(connection, manager, found, changed, now, prompt or None)
            if changed.is_open:
                remind(connection, self._house, manager, now, on=changed.due_on, dated=True)
            found = _own(connection, manager, promise)
        return PromiseChanged(self._shown(connection, manager, found), manager.workspace, mended)

    # --- what holds for all ----------------------------------------------------------------

    def _list(
        self, connection: Connection, manager: ManagerRecord, mended: str | None = None
    ) -> PromiseList:
        since = self._house.clock.now() - ONE_WEEK
        found = promises.open_of(connection, manager.id)
        closed = promises.closed_since(connection, manager.id, since, MOST_CLOSED)
        return PromiseList(
            team=manager.workspace,
            open=tuple(self._shown(connection, manager, one) for one in found[:MOST_LISTED]),
            more=max(0, len(found) - MOST_LISTED),
            closed=tuple(self._shown(connection, manager, one) for one in closed),
            prompt=mended,
        )

    def _shown(
        self, connection: Connection, manager: ManagerRecord, one: PromiseRecord
    ) -> PromiseShown:
        today = local_date(self._house.clock.now(), manager.zone)
        to = one.person
        return PromiseShown(
            id=one.id,
            words=one.promise.words,
            to=to,
            to_name=name_of(connection, manager.workspace, to) if to else "",
            due_on=one.promise.due_on,
            is_past=one.promise.due_on < today,
            told=one.promise.told,
            channel=one.channel,
            ts=one.ts,
            state=one.promise.state,
        )


# --- what waits, and what is true ---------------------------------------------------------


def take_done(
    connection: Connection,
    manager: ManagerRecord,
    found: PromiseRecord,
    now: datetime,
    prompt: str | None = None,
) -> str | None:
    """It is kept, once; the prompt that was answered by it."""
    changed = kept(found.promise)
    return None if changed is None else _keep(connection, manager, found, changed, now, prompt)


def _items(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """Promises whose date has come on the manager's local date."""
    habit = house.catalogue.habits.get(KEEP_WORD)
    return [
        TodayItem(
            kind=PROMISE,
            id=one.id,
            text=_asks(one.promise.due_on, day),
            title=habit.name if habit else "",
            people=(one.person,) if one.person else (),
            own=one.promise.words,
            due_on=one.promise.due_on,
            ways=(
                Way(DONE, say("promises.done")),
                Way(MOVE, say("promises.move"), opens=True),
                Way(HAND_BACK, say("promises.hand_back"), opens=True),
            ),
        )
        for one in promises.open_of(connection, manager.id)
        if one.promise.due_on <= day and one.at <= before
    ]


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    item: str,
    value: str,
    now: datetime,
) -> None:
    del house
    found = _own(connection, manager, item)
    if value != DONE:
        raise NotHere
    take_done(connection, manager, found, now)


def _open_promise(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    del house, now
    return Known() if promises.any_open(connection, manager.id) else None


PROMISES_WAIT = WaitingKind(_items, _take, dated=True)
KNOWS_OPEN_PROMISE = _open_promise


def _asks(due_on: date, day: date) -> str:
    if due_on == day:
        return say("promises.today.now")
    return say("promises.today.was", day=day_words(due_on))


def _keep(
    connection: Connection,
    manager: ManagerRecord,
    found: PromiseRecord,
    changed: Promise,
    now: datetime,
    prompt: str | None,
) -> str | None:
    """Each change counts once."""
    promises.save(connection, found, changed, now)
    shown_anew(connection, manager, now)
    source = _source(found, changed)
    return done_by_tool(connection, manager, KEEP_WORD, source, now, prompt=prompt)


def _answered_by(
    connection: Connection, manager: ManagerRecord, found: PromiseRecord
) -> str | None:
    """The prompt that was answered when the promise was closed: both happened at one instant."""
    if found.closed_at is None:
        return None
    day = local_date(found.closed_at, manager.zone)
    asked = prompts.asked_between(connection, manager.id, day - ONE_WEEK - ONE_DAY, day)
    same = (one.prompt for one in asked if one.prompt.answered_at == found.closed_at)
    return next((one.id for one in same if one.habit == KEEP_WORD), None)


def _source(found: PromiseRecord, changed: Promise) -> str:
    """Names a change of a promise, as its practice does."""
    how = changed.due_on.isoformat() if changed.is_open else changed.state
    return f"{found.id}:{how}"


def _own(connection: Connection, manager: ManagerRecord, promise: str) -> PromiseRecord:
    found = promises.get(connection, manager.id, promise)
    if found is None:
        raise NotHere
    return found
