"""Posts and their authors: who may change one and until when, and what can stand in the way."""

from datetime import datetime

from bot.services.aftermath import went_out
from bot.services.posts import find_post, name_in
from bot.services.prompts import Click
from bot.services.who import House, Who
from bot.storage import Connection, awards, outgoing, posts, sending
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
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


async def prove(house: House, who: Who, post: str, click: Click | None) -> None:
    """A click below a post whose sending was never confirmed proves that it arrived, also where it
    was withdrawn since: then it is deleted next."""
    if click is not None and await house.database.read(_proves, who, post, click):
        await house.database.write(_prove, house, who, post, click)


def take_as_proof(
    connection: Connection,
    house: House,
    post: PostRecord,
    click: Click | None,
    now: datetime,
) -> None:
    """The same within a transaction: what follows when a post was sent follows now."""
    row = None if click is None else _proven(connection, post, click)
    if row is not None and click is not None and click.channel and click.ts:
        sending.settle_sent(connection, row.id, click.channel, click.ts, now)
        went_out(connection, house, row, click.channel, click.ts, now)


def _proves(connection: Connection, who: Who, post: str, click: Click) -> bool:
    found = posts.get(connection, who.workspace, post)
    return found is not None and _proven(connection, found, click) is not None


def _prove(connection: Connection, house: House, who: Who, post: str, click: Click) -> None:
    found = posts.get(connection, who.workspace, post)
    if found is not None:
        take_as_proof(connection, house, found, click, house.clock.now())


def _proven(connection: Connection, post: PostRecord, click: Click) -> OutgoingRecord | None:
    if not click.row or not click.channel or not click.ts:
        return None
    rows = outgoing.of_subject(connection, post.workspace, Kind.POST, post.id)
    award = awards.of_post(connection, post.id)
    if award is not None and award.result_post == post.id:
        rows += outgoing.of_subject(connection, post.workspace, Kind.AWARD, award.id)
    for row in rows:
        if row.id == click.row and row.state in (Outgoing.UNKNOWN, Outgoing.SENDING):
            return row
    return None


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
