"""Small jobs that keep the store tidy."""

from datetime import timedelta

from bot.services.who import House
from bot.storage import inbound

_REMEMBERED = timedelta(days=8)
"""Slack repeats an event within minutes; buttons stay pressable for seven days."""


class HouseKeeping:
    def __init__(self, house: House) -> None:
        self._house = house

    async def forget_old_keys(self) -> None:
        """Drop what is only remembered so that a repeat has no second effect."""
        await self._house.database.write(inbound.forget, self._house.clock.now() - _REMEMBERED)
