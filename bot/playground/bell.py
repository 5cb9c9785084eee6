"""Waking every waiter at once, so that nothing in the playground has to poll."""

import asyncio


class Bell:
    """A ring wakes all who wait at that moment; who comes later waits for the next ring."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float | None = None) -> bool:
        """Whether it rang within that many seconds of real time (None: wait for ever)."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        return True
