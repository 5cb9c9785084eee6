"""Posts in a manager's name: on their way, arrived, or refused; and what the team does below."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.services.doing import done_by_tool, not_done_after_all
from bot.services.messages import Message, NoticeMessage
from bot.services.team_messages import NotPostedMessage, PostMessage, WayBack
from bot.services.today import follow_up_later, remind
from bot.services.who import House, Who
from bot.storage import (
    Connection,
    consents,
    drafts,
    follow_ups,
    managers,
    new_id,
    outgoing,
    own_lists,
    people,
    posts,
    stories,
)
from bot.storage.consents import About, ConsentRecord
from bot.storage.drafts import DraftRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord
from bot.storage.own_lists import ListKind
from bot.storage.posts import NewPost, PostRecord, State
from bot.storage.stories import StoryRecord
from habits.calendar import local_date
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import NotHere
from habits.texts import has, say, say_each

EDITABLE_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(hours=24)
LONG_KEPT_FOR = timedelta(days=3)
"""A text that waited for somebody's yes comes back days after it was written."""
REFUSED = "Slack refused it: "
"""How the reason of a row begins that Slack refused; its own code follows."""

HUMAN_FLAW = "human_flaw"
"""The habit whose posts can open their author's failure CV."""

_MAY_BE_LATE = timedelta(minutes=10)
_ANSWER_KEEPS = timedelta(days=1)
_STANDS = (State.WAITING, State.POSTED)


def confirm(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    *,
    habit: str,
    recipient: str,
    audience: Audience,
    parts: Sequence[Part],
    prompt: str | None,
    now: datetime,
    filled: Mapping[str, Any] | None = None,
    post: str | None = None,
    author: str | None = None,
    counts: bool = True,
) -> str:
    """Send it on its way, in the manager's name; the post's id. The habit counts as done, and the
    prompt that asked for it as answered: `storage.posts` tells which one, to be mended.

    `filled` is the form it was made with, so that it can be edited and comes back as a draft if
    Slack refuses it. A `post` that is on its way already is not sent twice. What a rep tells of
    themselves (`author`) does not count for the manager: `counts` is False.
    """
    name = post or new_id()
    if posts.get(connection, manager.workspace, name) is not None:
        return name
    answered = (
        done_by_tool(connection, manager, habit, name, now, prompt=prompt) if counts else None
    )
    posts.add(
        connection,
        NewPost(
            id=name,
            workspace=manager.workspace,
            manager=manager.id,
            habit=habit,
            prompt=answered,
            audience=audience,
            recipient=recipient,
            parts=parts,
            filled=filled,
            confirmed_at=now,
            salt=secrets.token_hex(32),
            author=author,
        ),
    )
    _queue(connection, manager, name, recipient, now)
    if counts:
        follow_up_later(connection, house, manager, habit, name, filled or {}, now)
    return name


def hold(
    connection: Connection,
    manager: ManagerRecord,
    *,
    post: str,
    habit: str,
    recipient: str,
    parts: Sequence[Part],
    prompt: str | None,
    filled: Mapping[str, Any] | None,
    now: datetime,
) -> bool:
    """Keep a post until all whom it names agreed; False where it was kept before."""
    new = NewPost(
        id=post,
        workspace=manager.workspace,
        manager=manager.id,
        habit=habit,
        prompt=prompt,
        audience=Audience.TEAM_CHANNEL,
        recipient=recipient,
        parts=parts,
        filled=filled,
        confirmed_at=now,
        salt=secrets.token_hex(32),
        state=State.ASKING,
    )
    return posts.add(connection, new)


def go_out(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    post: PostRecord,
    now: datetime,
    *,
    counts: bool = True,
) -> bool:
    """Send what waited for somebody to agree: only now it counts. False where it did not wait.
    What ends something that counted before does not count, and asks nothing anew."""
    if post.state is not State.ASKING:
        return False
    if not counts:
        posts.goes_out(connection, post.id, None, now)
        _queue(connection, manager, post.id, post.recipient, now)
        return True
    answered = done_by_tool(connection, manager, post.habit, post.id, now, prompt=post.prompt)
    posts.goes_out(connection, post.id, answered, now)
    _queue(connection, manager, post.id, post.recipient, now)
    follow_up_later(connection, house, manager, post.habit, post.id, post.filled or {}, now)
    return True


def _queue(
    connection: Connection, manager: ManagerRecord, post: str, recipient: str, now: datetime
) -> None:
    row = NewRow(
        workspace=manager.workspace,
        key=f"{Kind.POST}:{post}",
        kind=Kind.POST,
        manager=manager.id,
        recipient=recipient,
        local_date=local_date(now, manager.zone),
        asked_at=now,
        due_at=now,
        window_ends=now + _MAY_BE_LATE,
        subject=post,
    )
    outgoing.add(connection, [row])


# --- its message ----------------------------------------------------------------------------


def post_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    _now: datetime,
) -> PostMessage | None:
    """The post as it stands; None once it was withdrawn, or its words were let go."""
    found = posts.get(connection, row.workspace, row.subject or "")
    if found is None or found.parts is None or found.state not in _STANDS:
        return None
    return message_of_post(connection, house, found, manager)


def message_of_post(
    connection: Connection, house: House, post: PostRecord, manager: ManagerRecord
) -> PostMessage:
    story = stories.of_post(connection, post.id) if post.author is None else None
    told_of = None if story is None or story.owner == manager.user else _named(story)
    return PostMessage(
        post=post.id,
        author=manager.user,
        author_name=name_in(connection, manager.workspace, manager.user),
        habit=headline(house, post.habit),
        parts=post.parts or (),
        team=manager.workspace,
        teller=post.author,
        teller_name=name_in(connection, manager.workspace, post.author) if post.author else "",
        told_of=told_of,
        told_of_name=name_in(connection, manager.workspace, told_of) if told_of else "",
        has_cv=post.habit == HUMAN_FLAW
        and bool(own_lists.lines(connection, manager.id, ListKind.SHOWN_CV)),
    )


def _named(story: StoryRecord) -> str:
    return story.owner if story.named else ""


def sent(
    connection: Connection,
    _house: House,
    row: OutgoingRecord,
    channel: str,
    ts: str,
    now: datetime,
) -> None:
    """It stands in the channel. It can be edited for a day."""
    if row.subject is not None:
        posts.posted(connection, row.subject, channel, ts, now, now + EDITABLE_FOR)
        posts.arrived_too_late(connection, row.subject, channel, ts)


def not_sent(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """It never will stand there: nothing counts, it waits as a draft, and its author hears so."""
    found = posts.get(connection, row.workspace, row.subject or "")
    manager = managers.get(connection, row.manager)
    if found is None or manager is None or not came_to_nothing(connection, manager, found, now):
        return
    asked = asked_about(connection, found)
    if found.filled is not None:
        until = now + (LONG_KEPT_FOR if asked else KEPT_FOR)
        draft = DraftRecord(new_id(), found.habit, found.audience, found.filled, until)
        drafts.keep(connection, manager.id, draft)
    if asked:
        # It went out with somebody's yes, at their hour: the manager hears so at their own.
        remind(connection, house, manager, now)
        return
    # A story comes back by itself, with the record of it.
    kept = found.filled is not None or stories.of_post(connection, found.id) is not None
    name = habit_name(house, found.habit)
    back = way_back(connection, manager, found)
    message = NotPostedMessage(found.habit, name, refusal(why), kept, back)
    _tell(connection, house, manager, found, "not-posted", message, now)


def asked_about(connection: Connection, post: PostRecord) -> list[ConsentRecord]:
    """What everybody said who was asked about a post, or about the story in it."""
    story = stories.of_post(connection, post.id)
    if story is not None:
        return consents.newest_about(connection, About.STORY, story.id)
    return consents.newest_about(connection, About.POST, post.id)


def is_own(connection: Connection, post: PostRecord, manager: ManagerRecord, user: str) -> bool:
    """Whether what stands in a post is this person's: a rep's own story is not the manager's."""
    if post.author is None:
        return manager.user == user
    story = stories.of_post(connection, post.id)
    return user == (post.author if story is None else story.owner)


def way_back(connection: Connection, manager: ManagerRecord, post: PostRecord) -> WayBack | None:
    """Whom a rep can reply to who hears about their own story; None for a manager's post."""
    if post.author is None:
        return None
    team = manager.workspace
    return WayBack(manager.user, name_in(connection, team, manager.user), team)


def came_to_nothing(
    connection: Connection, manager: ManagerRecord, post: PostRecord, now: datetime
) -> bool:
    """It surely never will stand anywhere: it counts for nothing, and nothing is asked about it.
    False where it was settled before."""
    if not posts.refused(connection, post.id):
        return False
    not_done_after_all(connection, manager, post.id, post.prompt, now)
    follow_ups.drop(connection, manager.id, post.id)
    return True


def unsure(connection: Connection, house: House, row: OutgoingRecord, now: datetime) -> None:
    """Nobody knows whether it arrived: its author is told where to look, and it is not sent again.
    A press on a button below it proves that it did."""
    found = posts.get(connection, row.workspace, row.subject or "")
    manager = managers.get(connection, row.manager)
    if found is None or manager is None:
        return
    asked = asked_about(connection, found)
    if asked:
        # What they read about a yes that they took back changes with it.
        rows = [
            each.id
            for one in asked
            for each in outgoing.of_subject(connection, row.workspace, Kind.CONSENT, one.id)
        ]
        outgoing.shows_something_else(connection, rows)
        remind(connection, house, manager, now)
        return
    said = say("posts.unsure.look", habit=habit_name(house, found.habit))
    title, again = say("posts.unsure.notice"), say("posts.unsure.not_again")
    message = NoticeMessage(title, (said, again), way_back(connection, manager, found))
    _tell(connection, house, manager, found, "unsure", message, now)


def _tell(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    post: PostRecord,
    about: str,
    message: Message,
    now: datetime,
) -> None:
    """An answer to the author's own click, at any hour."""
    story = None if post.author is None else stories.of_post(connection, post.id)
    row = NewRow(
        workspace=manager.workspace,
        key=f"{Kind.REPLY}:{about}:{post.id}",
        kind=Kind.REPLY,
        manager=manager.id,
        recipient=manager.user if story is None else story.owner,
        local_date=local_date(now, manager.zone),
        asked_at=now,
        due_at=now,
        window_ends=now + _ANSWER_KEEPS,
        subject=post.id,
        content=asdict(house.messenger.render(message)),
    )
    outgoing.add(connection, [row])


def refusal(code: str) -> str:
    """Why Slack did not take it, in words."""
    known = has("posts.refused", code)
    return say_each("posts.refused", code) if known else say("posts.refused_otherwise", code=code)


def name_in(connection: Connection, workspace: str, user: str) -> str:
    """What Slack calls a person; "somebody" where it was never asked."""
    return people.name_of(connection, workspace, user) or say("posts.somebody")


def headline(house: House, key: str) -> str:
    """What the team reads above a post: a habit's name is for the manager."""
    known = has("posts.headlines", key)
    return say_each("posts.headlines", key) if known else habit_name(house, key)


def habit_name(house: House, key: str) -> str:
    habit = house.catalogue.habits.get(key)
    return habit.name if habit else key


def find_post(connection: Connection, who: Who, post: str) -> tuple[PostRecord, ManagerRecord]:
    """A post of this workspace that stands, with its author. Raises NotHere."""
    found = posts.get(connection, who.workspace, post)
    manager = None if found is None else managers.get(connection, found.manager)
    if found is None or manager is None or found.state not in _STANDS:
        raise NotHere
    return found, manager
