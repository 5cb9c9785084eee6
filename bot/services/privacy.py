"""What is kept about a person, in full."""

from dataclasses import dataclass

from bot.services.who import House, Who
from bot.storage import Connection, kept, managers
from habits.texts import say_each


@dataclass(frozen=True)
class PrivacyPage:
    """Everything kept about somebody, in words with counts: "12 prompts". `known`: they started
    once."""

    known: bool
    kept: tuple[str, ...] = ()


class Privacy:
    """Tells people what is kept about them."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def page(self, who: Who) -> PrivacyPage:
        return await self._house.database.read(self._page, who)

    def _page(self, connection: Connection, who: Who) -> PrivacyPage:
        manager = managers.of_user(connection, who.workspace, who.user)
        if manager is None:
            return PrivacyPage(known=False)
        counts = kept.counts(connection, manager.id)
        return PrivacyPage(
            known=True,
            kept=tuple(
                say_each("privacy.tables", table, count=number) for table, number in counts.items()
            ),
        )
