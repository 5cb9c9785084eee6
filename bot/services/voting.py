"""Votes for the award: one a person, as a mark that cannot be read back into a name."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.services.award_cards import call_off, count_votes, is_over, without_result
from bot.services.own_posts import take_as_proof
from bot.services.post_actions import NotForVisitors
from bot.services.prompts import Click
from bot.services.who import House, Who
from bot.storage import Connection, awards, managers, outgoing, posts
from bot.storage.awards import AwardRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, State
from habits.awards import Award, Nomination
from habits.errors import NotHere
from habits.phrases import day
from habits.texts import say

_ON_ITS_WAY = (State.PLANNED, State.SENDING)


@dataclass(frozen=True)
class _Found:
    award: AwardRecord
    manager: ManagerRecord
    number: int


class Voting:
    """What the team does with the card."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def vote(
        self, who: Who, nomination: str, *, visitor: bool, click: Click | None = None
    ) -> str:
        """Words for whoever voted; the last vote counts. `visitor`: they belong to another
        workspace. Raises NotForVisitors, NotHere."""
        if visitor:
            raise NotForVisitors
        return await self._house.database.write(self._vote, who, nomination, click)

    async def settle(self) -> None:
        """Count votes whose time is over, and end those whose manager is gone: what could tell who
        voted goes at once, whenever the result is posted."""
        for award in await self._house.database.read(awards.running):
            await self._house.database.write(self._settle, award)

    def _settle(self, connection: Connection, seen: AwardRecord) -> None:
        now = self._house.clock.now()
        manager = managers.get(connection, seen.manager)
        award = awards.get(connection, seen.manager, seen.id)
        if manager is None or award is None or award.state is not Award.OPEN:
            return
        if not manager.is_active:
            call_off(connection, self._house, manager, award, Award.OFF, now)
        elif is_over(connection, manager, award, now):
            count_votes(connection, manager, award)
            rows = outgoing.of_subject(connection, manager.workspace, Kind.AWARD, award.id)
            if not any(row.state in _ON_ITS_WAY for row in rows):
                without_result(connection, self._house, manager, award, now)

    def _vote(self, connection: Connection, who: Who, nomination: str, click: Click | None) -> str:
        # The press is not kept, as others are: that would tell who voted.
        now = self._house.clock.now()
        found = self._find(connection, who, nomination)
        _take_as_proof(connection, self._house, found, click, now)
        award = found.award
        until = award.vote_until
        over = is_over(connection, found.manager, award, now)
        if over or award.state is not Award.OPEN or award.salt is None or until is None:
            return say("awards.vote.over")
        awards.vote(connection, award, nomination, _mark(award.salt, who.user))
        return say("awards.vote.taken", number=found.number, day=day(until))

    def _find(self, connection: Connection, who: Who, nomination: str) -> _Found:
        """A vote of this workspace whose manager is still here. Raises NotHere."""
        one = awards.nomination(connection, nomination)
        manager = None if one is None else managers.get(connection, one.manager)
        award = None if one is None else awards.get(connection, one.manager, one.award)
        if one is None or manager is None or award is None:
            raise NotHere
        if manager.workspace != who.workspace or not manager.is_active:
            raise NotHere
        standing = [
            each.id for each in awards.up_for(connection, award.id) if each.state is Nomination.IN
        ]
        if nomination not in standing:
            raise NotHere
        return _Found(award, manager, standing.index(nomination) + 1)


def _take_as_proof(
    connection: Connection, house: House, found: _Found, click: Click | None, now: datetime
) -> None:
    """A press on a card whose sending was never confirmed proves that it arrived."""
    post = posts.get(connection, found.manager.workspace, found.award.post or "")
    if post is not None:
        take_as_proof(connection, house, post, click, now)


def _mark(salt: str, user: str) -> str:
    """Who it was, so that nobody counts twice and nobody can be named."""
    return blake2b(user.encode(), key=bytes.fromhex(salt), digest_size=32).hexdigest()
