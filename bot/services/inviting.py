"""Inviting: who may start, and whom the admins asked. An invitation sends nothing."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.services.admins import SECONDS_TO_ASK, Admins, SlackSilent
from bot.services.ports import Described, Directory, Group, Groups
from bot.services.who import House, Who
from bot.storage import Connection, invitations, managers
from habits.errors import HabitsError, WrongField
from habits.texts import say

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 20
"""People who can be picked one by one in a form."""
PEOPLE = "invited"
GROUP = "group"
REMOVED = "removed"


class NotInvited(HabitsError):
    """Here somebody starts once they are invited. Nobody is named who could do so."""

    def __init__(self) -> None:
        super().__init__(say("errors.not_invited"))


@dataclass(frozen=True)
class InviteForm:
    """`groups` None: Slack does not let us read the groups of the workspace."""

    groups: tuple[Group, ...] | None


@dataclass(frozen=True)
class Invited:
    """`users` are invited now. `passed_over` counts those of a group who cannot be: guests, bots,
    people who left or are of another company."""

    users: tuple[str, ...]
    passed_over: int = 0


def may_start(connection: Connection, house: House, who: Who) -> bool:
    """Whether the way in is open: to everybody, or by invitation; never closed behind a manager
    who is at work here."""
    if not house.by_invitation or invitations.is_invited(connection, who.workspace, who.user):
        return True
    known = managers.of_user(connection, who.workspace, who.user)
    return known is not None and known.is_active


def check_invited(connection: Connection, house: House, who: Who) -> None:
    """Raises NotInvited."""
    if not may_start(connection, house, who):
        raise NotInvited


class Inviting:
    """What admins do about invitations; every method but `may_start` raises NotHere for others."""

    def __init__(self, house: House, admins: Admins, directory: Directory, groups: Groups) -> None:
        self._house = house
        self._admins = admins
        self._directory = directory
        self._groups = groups

    async def may_start(self, who: Who) -> bool:
        return await self._house.database.read(may_start, self._house, who)

    async def form(self, who: Who) -> InviteForm:
        await self._admins.check(who)
        try:
            async with asyncio.timeout(SECONDS_TO_ASK):
                groups = await self._groups.groups()
        except TimeoutError:
            raise SlackSilent from None
        return InviteForm(None if groups is None else tuple(groups))

    async def invite(self, who: Who, users: Sequence[str]) -> Invited:
        """People picked one by one. Raises WrongField for the first who cannot be invited."""
        await self._admins.check(who)
        if not users:
            raise WrongField(PEOPLE, say("company.invite.faults.nobody"))
        if len(users) > MOST_AT_ONCE:
            raise WrongField(PEOPLE, say("company.invite.faults.many", count=MOST_AT_ONCE))
        try:
            async with asyncio.timeout(SECONDS_TO_ASK):
                found = await asyncio.gather(*(self._directory.person(user) for user in users))
        except TimeoutError:
            raise SlackSilent from None
        for described in found:
            if (fault := _fault(described)) is not None:
                raise WrongField(PEOPLE, fault)
        return await self._add(who, users)

    async def invite_group(self, who: Who, group: str, users: Sequence[str] = ()) -> Invited:
        """Everybody of a group who can be invited, and `users` beside them. Slack is asked about
        all of them, which takes its time. Where it does not answer, nobody is invited:
        raises SlackSilent, and what the directory raises."""
        await self._admins.check(who)
        members = await self._groups.members(group)
        if members is None:
            raise WrongField(GROUP, say("company.invite.no_groups"))
        wanted = list(dict.fromkeys([*users, *members]))
        known = dict(await self._directory.people(wanted))
        if wanted and not known:
            raise SlackSilent
        for user in wanted:
            # Missing is also whom Slack could not tell about just now: asked alone, it says which.
            if user not in known and (alone := await self._directory.person(user)) is not None:
                known[user] = alone
        fine = [user for user in wanted if user in known and _fault(known[user]) is None]
        invited = await self._add(who, fine)
        return Invited(invited.users, passed_over=len(wanted) - len(fine))

    async def invited(self, who: Who) -> list[str]:
        """Everybody on the list."""
        await self._admins.check(who)
        return await self._house.database.read(invitations.of_workspace, who.workspace)

    async def remove(self, who: Who, users: Sequence[str]) -> list[str]:
        """Take people off the list; who is left on it. Who has started goes on."""
        await self._admins.check(who)
        if not users:
            raise WrongField(REMOVED, say("company.invite.faults.nobody"))
        listed = set(await self._house.database.read(invitations.of_workspace, who.workspace))
        if not listed.issuperset(users):
            raise WrongField(REMOVED, say("company.invited.faults.not_listed"))
        await self._house.database.write(invitations.remove, who.workspace, users)
        logger.info("company.uninvited", extra={"admin": who.user, "people": list(users)})
        return sorted(listed.difference(users))

    async def _add(self, who: Who, users: Iterable[str]) -> Invited:
        wanted = tuple(users)
        now = self._house.clock.now()
        await self._house.database.write(invitations.add, who.workspace, wanted, now)
        logger.info("company.invited", extra={"admin": who.user, "people": list(wanted)})
        return Invited(wanted)


def _fault(described: Described | None) -> str | None:
    """Why somebody cannot be invited, in words."""
    if described is None:
        return say("reps.pick.unknown")
    if described.is_bot:
        return say("company.invite.faults.bot")
    if described.is_guest:
        name = described.name or say("reps.somebody")
        return say("company.invite.faults.guest", name=name)
    if described.deleted:
        name = described.name or say("reps.somebody")
        return say("reps.pick.gone", name=name)
    return None
