"""What people do with a post: the team below it, and its author with it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b

from bot.services.deciding import with_manager_again
from bot.services.form_views import Ended, Ending, FormOf
from bot.services.own_posts import (
    OthersAgreed,
    PostGone,
    SlackRefuses,
    own_post,
    prove,
    refusal_to_change,
)
from bot.services.people import People
from bot.services.ports import NotSent, Refused, SendOutcome, Sent, Unknown
from bot.services.posts import (
    EDITABLE_FOR,
    asked_about,
    came_to_nothing,
    find_post,
    habit_name,
    is_own,
    message_of_post,
    name_in,
)
from bot.services.prompts import Click
from bot.services.replanning import paused_until
from bot.services.stories import post_ended
from bot.services.team_messages import PostMessage
from bot.services.today import remind
from bot.services.who import House, Who
from bot.storage import (
    Connection,
    follow_ups,
    inbound,
    managers,
    outgoing,
    posts,
    questions,
)
from bot.storage.consents import State as Consent
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind
from bot.storage.posts import PostRecord, State
from habits.composing import Part
from habits.errors import HabitsError, NotHere, WrongField
from habits.filling import Values, clean
from habits.texts import say

LONGEST_QUESTION = 300
QUESTION = "question"
"""The field of the form that asks the author something."""

_MOST_QUESTIONS = 10
# A sent form waits three seconds for its answer.
_SECONDS_TO_ANSWER = 1.5


class NotForVisitors(HabitsError):
    """People of other workspaces cannot ask here."""

    def __init__(self) -> None:
        super().__init__(say("posts.for_members"))


@dataclass(frozen=True)
class Asked:
    """Who was asked, by name, and the local date on which they come back from a break: None where
    they are not away."""

    author: str
    back_on: date | None = None


@dataclass(frozen=True)
class ToWithdraw:
    """What [Withdraw] asks about once more. `asks`: it waits for somebody's yes."""

    post: str
    habit: str
    channel: str
    asks: bool = False


class Posts:
    """All methods raise NotHere for an unknown post; those for its author NotTheAuthor, TooLate
    and PostGone as well."""

    def __init__(self, house: House, people: People) -> None:
        self._house = house
        self._people = people

    async def helped(self, who: Who, post: str, click: Click | None = None) -> str:
        """One mark a person, without a name; words for them."""
        await prove(self._house, who, post, click)
        return await self._house.database.write(self._helped, who, post)

    async def author_of(
        self, who: Who, post: str, click: Click | None = None, *, visitor: bool
    ) -> str:
        """What the person is called whom somebody wants to ask. `visitor`: who asks belongs to
        another workspace. Raises NotForVisitors, NotForGuests, HabitsError."""
        await prove(self._house, who, post, click)
        if visitor:
            raise NotForVisitors
        name = await self._house.database.read(self._author, who, post)
        try:
            async with asyncio.timeout(_SECONDS_TO_ANSWER):
                await self._people.know(who)
        except TimeoutError:
            raise SlackRefuses(say("errors.slack_silent")) from None
        return name

    async def ask(self, who: Who, post: str, question: str, key: str) -> Asked:
        """Pass a question on to the author alone. `key` names the sending of the form. Raises
        WrongField."""
        return await self._house.database.write(self._ask, who, post, question, key)

    async def to_edit(self, who: Who, post: str, click: Click | None = None) -> FormOf:
        """What to open for [Edit]. Raises OthersAgreed."""
        found = await self._to_change(who, post, click)
        await self._house.database.read(self._need_own_words, found)
        return FormOf(found.habit, post=found.id)

    async def to_withdraw(self, who: Who, post: str, click: Click | None = None) -> ToWithdraw:
        found = await self._house.database.read(self._asking, who, post)
        if found is None:
            found = await self._to_change(who, post, click)
        return ToWithdraw(
            post=found.id,
            habit=habit_name(self._house, found.habit),
            channel=found.channel or found.recipient,
            asks=found.state is State.ASKING,
        )

    async def reword(self, who: Who, post: str, parts: tuple[Part, ...], filled: Values) -> Ended:
        """Change what stands in the channel. Raises SlackRefuses."""
        now = self._house.clock.now()
        found, message = await self._house.database.read(self._reworded, who, post, parts, now)
        await self._update(found, message)
        await self._house.database.write(self._keep_words, found, parts, filled)
        name = habit_name(self._house, found.habit)
        return Ended(Ending.EDITED, name, channel=found.channel)

    async def withdraw(self, who: Who, post: str) -> Ended:
        """Take it out of the channel. Raises SlackRefuses."""
        now = self._house.clock.now()
        waits = await self._house.database.read(self._asking, who, post)
        if waits is not None:
            await self._house.database.write(self._end, waits, State.WITHDRAWN)
            return Ended(Ending.NOT_ASKED, habit_name(self._house, waits.habit))
        found, _ = await self._house.database.read(own_post, who, post, now)
        await self._delete(found)
        await self._house.database.write(self._end, found, State.WITHDRAWN)
        name = habit_name(self._house, found.habit)
        return Ended(Ending.WITHDRAWN, name, channel=found.channel)

    async def let_go(self) -> None:
        """After a day a post stays as it is: its words are dropped here, and whatever could tell
        the marks below it apart. What never went out, since its author left, ends here as well."""
        await self._house.database.write(self._let_go)

    def _let_go(self, connection: Connection) -> None:
        now = self._house.clock.now()
        for post in posts.stranded(connection):
            manager = managers.get(connection, post.manager)
            if manager is not None and came_to_nothing(connection, manager, post, now):
                with_manager_again(connection, manager, post, now, stood=False)
        posts.let_go(connection, now, now - EDITABLE_FOR)

    # --- below a post -----------------------------------------------------------------------

    def _helped(self, connection: Connection, who: Who, post: str) -> str:
        found, manager = _open_to_team(connection, who, post)
        if is_own(connection, found, manager, who.user):
            return say("posts.helped.own")
        if found.salt is None:
            return say("posts.helped.over")
        fresh = posts.mark_helped(connection, post, _mark(found.salt, who.user))
        return say("posts.helped.first") if fresh else say("posts.helped.again")

    def _author(self, connection: Connection, who: Who, post: str) -> str:
        _, manager = _open_to_team(connection, who, post)
        return name_in(connection, who.workspace, manager.user)

    def _ask(self, connection: Connection, who: Who, post: str, question: str, key: str) -> Asked:
        now = self._house.clock.now()
        _, manager = _open_to_team(connection, who, post)
        asked = clean(question)
        if not asked:
            raise WrongField(QUESTION, say("compose.faults.text"))
        if len(asked) > LONGEST_QUESTION:
            fault = say("compose.faults.too_long", most=LONGEST_QUESTION, now=len(asked))
            raise WrongField(QUESTION, fault)
        if questions.asked_about(connection, post, who.user) >= _MOST_QUESTIONS:
            raise WrongField(QUESTION, say("posts.ask.enough"))
        if inbound.first_time(connection, who.workspace, key, now):
            questions.add(connection, manager.id, post, who.user, asked, now)
            remind(connection, self._house, manager, now)
        back = paused_until(manager, now)
        name = name_in(connection, who.workspace, manager.user)
        return Asked(name, None if back is None else back.date())

    # --- its author -------------------------------------------------------------------------

    async def _to_change(self, who: Who, post: str, click: Click | None) -> PostRecord:
        await prove(self._house, who, post, click)
        now = self._house.clock.now()
        return (await self._house.database.read(own_post, who, post, now))[0]

    def _reworded(
        self, connection: Connection, who: Who, post: str, parts: tuple[Part, ...], now: datetime
    ) -> tuple[PostRecord, PostMessage]:
        found, manager = own_post(connection, who, post, now)
        self._need_own_words(connection, found)
        as_edited = replace(found, parts=parts)
        return found, message_of_post(connection, self._house, as_edited, manager)

    def _asking(self, connection: Connection, who: Who, post: str) -> PostRecord | None:
        """A post of theirs that waits for somebody to agree."""
        found = posts.get(connection, who.workspace, post)
        manager = None if found is None else managers.get(connection, found.manager)
        if found is None or manager is None or manager.user != who.user:
            return None
        return found if found.state is State.ASKING else None

    def _need_own_words(self, connection: Connection, post: PostRecord) -> None:
        if any(one.state is Consent.YES for one in asked_about(connection, post)):
            raise OthersAgreed

    async def _update(self, post: PostRecord, message: PostMessage) -> None:
        if post.channel is None or post.ts is None:
            raise NotHere
        content = self._house.messenger.render(message)
        update = self._house.messenger.update(post.channel, post.ts, content)
        await self._settled(post, update)

    async def _delete(self, post: PostRecord) -> None:
        if post.channel is None or post.ts is None:
            raise NotHere
        await self._settled(post, self._house.messenger.delete(post.channel, post.ts))

    async def _settled(self, post: PostRecord, change: Awaitable[SendOutcome]) -> None:
        try:
            async with asyncio.timeout(_SECONDS_TO_ANSWER):
                outcome = await change
        except TimeoutError:
            outcome = Unknown("too slow")
        match outcome:
            case Sent():
                return
            case Refused("message_not_found"):
                await self._house.database.write(self._end, post, State.GONE)
                raise PostGone
            case Refused(why):
                raise SlackRefuses(refusal_to_change(why))
            case NotSent() | Unknown():
                raise SlackRefuses(say("errors.slack_silent"))

    def _end(self, connection: Connection, post: PostRecord, how: State) -> None:
        """What the post carried and what it would ask later go with it."""
        posts.ended(connection, post.id, how)
        manager = managers.get(connection, post.manager)
        if manager is not None:
            follow_ups.drop(connection, manager.id, post.id)
            now = self._house.clock.now()
            with_manager_again(connection, manager, post, now, stood=True)
            post_ended(connection, self._house, manager, post, now)

    def _keep_words(
        self, connection: Connection, post: PostRecord, parts: tuple[Part, ...], filled: Values
    ) -> None:
        # What no form made has no form to come back to.
        made_by_form = post.filled is not None
        kept = filled if made_by_form else None
        if not posts.reworded(connection, post.id, parts, kept, self._house.clock.now()):
            return
        # The message shows the new words already; a second change of it does no harm.
        rows = outgoing.of_subject(connection, post.workspace, Kind.POST, post.id)
        outgoing.shows_something_else(connection, [row.id for row in rows])


def _open_to_team(connection: Connection, who: Who, post: str) -> tuple[PostRecord, ManagerRecord]:
    """A post that people can answer to: its author is still here. Raises NotHere."""
    found, manager = find_post(connection, who, post)
    if not manager.is_active:
        raise NotHere
    return found, manager


def _mark(salt: str, user: str) -> str:
    """Who it was, so that nobody counts twice and nobody can be named."""
    return blake2b(user.encode(), key=bytes.fromhex(salt), digest_size=32).hexdigest()
