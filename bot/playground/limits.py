"""How often the app may call: buckets that fill by the playground's calendar."""

import math
from dataclasses import dataclass
from datetime import datetime

from bot.playground.clock import Clock

PER_CHANNEL_SECOND = 1.0
CHANNEL_BURST = 5.0
WORKSPACE_POSTS_PER_MINUTE = 300.0


@dataclass
class Bucket:
    """`left` calls may be made at once; the rest come back by and by."""

    size: float
    per_second: float
    left: float
    filled_at: datetime

    def wait(self, now: datetime) -> float:
        """Seconds until one more call is allowed; 0 if it is now."""
        elapsed = (now - self.filled_at).total_seconds()
        self.left = min(self.size, self.left + elapsed * self.per_second)
        self.filled_at = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.per_second


class Limits:
    """One bucket per method, one per channel for posts, one for all posts together."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    def take(self, method: str, per_minute: float, channel: str | None = None) -> int:
        """Count a call. 0, or the whole seconds of Retry-After if it is one too many."""
        now = self._clock.now()
        if channel is None:
            wanted = [self._bucket(method, per_minute, per_minute / 60, now)]
        else:
            everywhere = WORKSPACE_POSTS_PER_MINUTE
            wanted = [
                self._bucket("posts", everywhere, everywhere / 60, now),
                self._bucket(f"posts in {channel}", CHANNEL_BURST, PER_CHANNEL_SECOND, now),
            ]
        seconds = max(bucket.wait(now) for bucket in wanted)
        if seconds > 0:
            return math.ceil(seconds)
        for bucket in wanted:
            bucket.left -= 1
        return 0

    def _bucket(self, name: str, size: float, per_second: float, now: datetime) -> Bucket:
        return self._buckets.setdefault(name, Bucket(size, per_second, size, now))
