"""What managers say to "Your Slack status says away"."""

from bot.services.away import AwayOffer, offered
from bot.services.leaving_out import answer_away
from bot.services.prompts import Click
from bot.services.today import shown_anew
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, managers
from bot.storage.away import AwayAnswer


class BeingAway:
    """The break that is offered while a status says away, and the answer to it."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def offered(self, who: Who) -> AwayOffer | None:
        """The break to offer now. None for those who have not started as well."""
        return await self._house.database.read(self._offered, who)

    async def answer(self, who: Who, away_id: str, answer: AwayAnswer, click: Click) -> None:
        """Raises NotHere, NotStarted."""
        await self._house.database.write(self._answer, who, away_id, answer, click)

    def _offered(self, connection: Connection, who: Who) -> AwayOffer | None:
        manager = managers.of_user(connection, who.workspace, who.user)
        if manager is None or not manager.is_active:
            return None
        return offered(connection, self._house, manager, self._house.clock.now())

    def _answer(
        self, connection: Connection, who: Who, away_id: str, answer: AwayAnswer, click: Click
    ) -> None:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if inbound.first_time(connection, who.workspace, click.key, now):
            answer_away(connection, self._house, manager, away_id, answer, now)
            shown_anew(connection, manager, now)
