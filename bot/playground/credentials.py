"""What the app is handed for one interaction: trigger ids and response urls, both short-lived."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.clock import Clock
from bot.playground.refusals import Refused

TRIGGER_SECONDS = 3.0  # of real time: the network and the app's own slowness count
RESPONSE_USES = 5
RESPONSE_LIFE = timedelta(minutes=30)  # of the playground's calendar


@dataclass
class Trigger:
    user: str
    expires: float  # machine seconds
    channel: str | None  # the conversation that the person looks at, None on Home
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an answer goes: the conversation, the person, and the message that was clicked."""

    channel: str
    user: str
    expires: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class Credentials:
    """Gives out trigger ids and response urls, and takes them back."""

    def __init__(self, clock: Clock, machine: Callable[[], float]) -> None:
        self._clock = clock
        self._machine = machine
        self.reset()

    def reset(self) -> None:
        self._triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, channel: str | None = None) -> str:
        stamp = self._clock.stamp().replace(".", "")
        trigger_id = f"{stamp}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        expires = self._machine() + TRIGGER_SECONDS
        self._triggers[trigger_id] = Trigger(user, expires, channel)
        return trigger_id

    def look_at(self, trigger_id: str) -> Trigger:
        """The trigger, if it may still be used. Raises Refused as views.open answers."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._machine() > trigger.expires:
            raise Refused("expired_trigger_id")
        return trigger

    def response_path(
        self, channel: str, user: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """A fresh path below the playground's address that takes five answers in half an hour."""
        key = secrets.token_urlsafe(18)
        expires = self._clock.now() + RESPONSE_LIFE
        self.response_urls[key] = ResponseUrl(channel, user, expires, message_ts, thread_ts)
        return f"/response/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Raises Refused with used_url or expired_url."""
        url = self.response_urls.get(key)
        if url is None or self._clock.now() > url.expires:
            raise Refused("expired_url")
        if url.uses >= RESPONSE_USES:
            raise Refused("used_url")
        url.uses += 1
        return url
