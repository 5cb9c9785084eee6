"""What the services need from outside: somebody who renders and carries messages."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.services.messages import Message


@dataclass(frozen=True)
class Content:
    """A message as Slack takes it. `text` is the notification; `blocks` are plain Block Kit."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True)
class Sent:
    """Surely sent; `channel` and `ts` are Slack's own name for the message."""

    channel: str
    ts: str


@dataclass(frozen=True)
class NotSent:
    """Surely not sent, and it may be tried again, after `retry_after` seconds if given.

    `everybody` is true where the cause stands in the way of the whole workspace (a rate limit,
    Slack out of reach, a token refused), and false where it concerns this message alone.
    """

    why: str
    retry_after: float | None = None
    everybody: bool = True


@dataclass(frozen=True)
class Refused:
    """Surely not sent, and never will be: Slack's own code says why."""

    why: str


@dataclass(frozen=True)
class Unknown:
    """Nobody can tell whether it was sent: the answer never came, or Slack broke inside."""

    why: str


SendOutcome = Sent | NotSent | Refused | Unknown


class Messenger(Protocol):
    """Carries messages to Slack. Only `render` is pure; the others speak to the network."""

    def render(self, message: Message) -> Content: ...

    async def send(self, recipient: str, content: Content, marker: str) -> SendOutcome:
        """Post once, never twice. `recipient` is a user id; `marker` names the row, opaque."""
        ...

    async def update(self, channel: str, ts: str, content: Content) -> SendOutcome: ...
