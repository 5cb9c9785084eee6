"""Posts and their authors: who may change one and until when, and what can stand in the way."""

from datetime import datetime

from bot.services.posts import EDITABLE_FOR, find_post, name_in
from bot.services.prompts import Click
from bot.services.who import Who
from bot.storage import Connection, outgoing, posts, sending
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind
from bot.storage.outgoing import State as Outgoing
from bot.storage.posts import PostRecord, State
from habits.errors import HabitsError, NotHere
from habits.texts import say


class NotTheAuthor(HabitsError):
    """Only the author changes a post."""

    def __init__(self, author: str) -> None:
        super().__init__(say("posts.only_author", author=author))


class TooLate(HabitsError):
    """A post can be changed for a day."""

    def __init__(self) -> None:
        super().__init__(say("posts.too_late"))


class OthersAgreed(HabitsError):
    """Somebody said yes to this very text."""

    def __init__(self) -> None:
        super().__init__(say("consent.no_edit"))


class PostGone(HabitsError):
    """Somebody deleted the message."""

    def __init__(self) -> None:
        super().__init__(say("posts.gone"))


class SlackRefuses(HabitsError):
    """Slack does not let us do it, or did not answer in time."""


def take_as_proof(
    connection: Connection, post: PostRecord, click: Click | None, now: datetime
) -> None:
    """A click below a post whose sending was never confirmed proves that it arrived."""
    if click is None or click.channel is None or click.ts is None:
        return
    for row in outgoing.of_subject(connection, post.workspace, Kind.POST, post.id):
        if row.id == click.row and row.state in (Outgoing.UNKNOWN, Outgoing.SENDING):
            sending.settle_sent(connection, row.id, click.channel, click.ts, now)
            posts.posted(connection, post.id, click.channel, click.ts, now, now + EDITABLE_FOR)


def own_post(
    connection: Connection, who: Who, post: str, now: datetime
) -> tuple[PostRecord, ManagerRecord]:
    """A post of theirs that can still be changed. Raises NotHere, NotTheAuthor, TooLate."""
    found, manager = find_post(connection, who, post)
    if manager.user != who.user or found.author is not None:
        author = manager.user if found.author is None else found.author
        raise NotTheAuthor(name_in(connection, who.workspace, author))
    if found.state is not State.POSTED:
        raise NotHere
    if found.editable_until is None or found.editable_until <= now or found.parts is None:
        raise TooLate
    return found, manager


def refusal_to_change(code: str) -> str:
    """Why Slack leaves the message as it is, in words."""
    if code in ("is_archived", "is_inactive"):
        return say("posts.archived")
    return say("posts.refused_otherwise", code=code)
