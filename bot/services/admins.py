"""Who is an admin: Slack's own admins and owners, and whom the operator named."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.services.ports import Described, Directory
from bot.services.who import House, Who
from habits.errors import HabitsError, NotHere
from habits.texts import say

# A sent form waits three seconds for its answer, and a window opens only that long.
SECONDS_TO_ASK = 1.5
_REMEMBERED = timedelta(minutes=15)


class SlackSilent(HabitsError):
    """Slack did not say in time who somebody is."""

    def __init__(self) -> None:
        super().__init__(say("errors.slack_silent"))


class Admins:
    """`named` are ids of TRUST_ADMINS. What a request says about its sender decides nothing."""

    def __init__(self, house: House, directory: Directory, named: Collection[str] = ()) -> None:
        self._house = house
        self._directory = directory
        self._named = frozenset(named)
        self._seen: dict[Who, tuple[datetime, bool]] = {}

    async def is_admin(self, who: Who) -> bool:
        """Asked of Slack each time. Raises HabitsError where Slack is away or slow."""
        found = who.user in self._named
        if not found:
            try:
                async with asyncio.timeout(SECONDS_TO_ASK):
                    described = await self._directory.person(who.user)
            except TimeoutError:
                raise SlackSilent from None
            found = described is not None and is_admin(described)
        now = self._house.clock.now()
        self._seen = {one: at for one, at in self._seen.items() if now - at[0] < _REMEMBERED}
        self._seen[who] = (now, found)
        return found

    async def seems_admin(self, who: Who) -> bool:
        """For what only shows the way in: an answer of the last minutes will do, and where Slack
        is silent, nothing is shown."""
        at, found = self._seen.get(who, (None, False))
        if at is not None and self._house.clock.now() - at < _REMEMBERED:
            return found
        try:
            return await self.is_admin(who)
        except HabitsError:
            return False

    async def check(self, who: Who) -> None:
        """Raises NotHere for everybody else, as if there were nothing."""
        if not await self.is_admin(who):
            raise NotHere


def is_admin(described: Described) -> bool:
    """Whether Slack lets the person run the workspace. A guest or a bot never does."""
    outside = described.is_bot or described.is_guest or described.deleted
    return described.is_admin and not outside
