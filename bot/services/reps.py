"""What reps decide: taking part, and what managers keep that names them."""

from dataclasses import dataclass

from bot.services import taking_part
from bot.services.erasing import erase_naming
from bot.services.rep_things import TeamOf
from bot.services.taking_part import name_of, shown
from bot.services.team_messages import IntroMessage
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    inbound,
    naming,
    people,
    roster,
)
from bot.storage.naming import Entries
from bot.storage.roster import Ended


@dataclass(frozen=True)
class RepView:
    """Somebody as a rep. `team` is the workspace; `entries` what managers keep that names them."""

    team: str
    managers: tuple[TeamOf, ...]
    entries: Entries

    @property
    def is_named(self) -> bool:
        return bool(self.managers) or self.entries.all > 0


@dataclass(frozen=True)
class ToTell:
    """Whom the manager tells before anything is sent to them, or kept about them."""

    user: str
    name: str
    team: str


class Reps:
    """Every method that takes an entry raises NotHere for everybody but its rep."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def view(self, who: Who) -> RepView:
        return await self._house.database.read(rep_view, who)

    async def to_tell(self, who: Who, user: str) -> ToTell:
        """The manager is about to tell somebody. Raises NotStarted."""
        return await self._house.database.read(self._to_tell, who, user)

    async def told(self, who: Who, user: str) -> None:
        """The manager did: the first message follows. Raises NotStarted, NotHere for nobody,
        WrongField, TakesNoPart."""

        def change(connection: Connection) -> None:
            manager = active_manager(connection, who, self._house)
            now = self._house.clock.now()
            taking_part.announced(connection, self._house, manager, user, now)

        await self._house.database.write(change)

    async def leave(self, who: Who, entry: str, why: Ended) -> IntroMessage:
        """Nothing comes any more; what the first message shows from now on."""

        def change(connection: Connection) -> IntroMessage:
            now = self._house.clock.now()
            left = taking_part.leave(connection, self._house, who, entry, why, now)
            people.forget_unnamed(connection, who.workspace, [who.user])
            return shown(connection, left)

        return await self._house.database.write(change)

    async def again(self, who: Who, entry: str) -> IntroMessage:
        """Take part once more; what the first message shows from now on."""

        def change(connection: Connection) -> IntroMessage:
            now = self._house.clock.now()
            again = taking_part.again
            return shown(connection, again(connection, self._house, who, entry, now))

        return await self._house.database.write(change)

    async def erase(self, who: Who, key: str) -> RepView:
        """Delete what names them, places in a team excepted; what is left. `key` names the
        press: sent twice, it erases once."""
        return await self._house.database.write(self._erase, who, key)

    # --- transactions ----------------------------------------------------------------------

    def _to_tell(self, connection: Connection, who: Who, user: str) -> ToTell:
        active_manager(connection, who, self._house)
        return ToTell(user, name_of(connection, who.workspace, user), who.workspace)

    def _erase(self, connection: Connection, who: Who, key: str) -> RepView:
        now = self._house.clock.now()
        if inbound.first_time(connection, who.workspace, key, now):
            erase_naming(connection, self._house, who)
            inbound.forget_of(connection, who.workspace, who.user, but=key)
            people.forget_unnamed(connection, who.workspace, [who.user])
        return rep_view(connection, who)


def rep_view(connection: Connection, who: Who) -> RepView:
    """Somebody as a rep."""
    return RepView(
        team=who.workspace,
        managers=tuple(
            TeamOf(
                entry=one.id,
                manager=one.manager_user,
                manager_name=name_of(connection, who.workspace, one.manager_user),
            )
            for one in roster.of_user(connection, who.workspace, who.user)
        ),
        entries=naming.entries_naming(connection, who.workspace, who.user),
    )
