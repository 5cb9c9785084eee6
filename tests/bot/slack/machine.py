"""Machine time that passes only when a test says so."""

import asyncio


class FakeMachine:
    def __init__(self) -> None:
        self.seconds = 1000.0
        self._wake = asyncio.Event()
        self.asleep = asyncio.Event()

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        until = self.seconds + seconds
        while self.seconds < until:
            self._wake.clear()
            self.asleep.set()
            await self._wake.wait()

    async def wake(self, after_seconds: float) -> None:
        """Wait until somebody sleeps, then let the time pass."""
        await self.asleep.wait()
        self.asleep.clear()
        self.seconds += after_seconds
        self._wake.set()

    async def pass_(self, seconds: float) -> None:
        """Let somebody who looks every fifteen seconds do so, until asleep again."""
        for _ in range(int(seconds // 15)):
            await self.wake(15)
        await self.asleep.wait()
