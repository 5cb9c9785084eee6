"""What the services need from outside: somebody who renders and carries messages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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

    async def send(
        self, recipient: str, content: Content, marker: str, thread: str | None = None
    ) -> SendOutcome:
        """Post once, never twice. `recipient` is a user or channel id; `marker` names the row,
        opaque; `thread` is the ts of the message to answer below."""
        ...

    async def update(self, channel: str, ts: str, content: Content) -> SendOutcome: ...

    async def delete(self, channel: str, ts: str) -> SendOutcome:
        """Take a message of ours away. One that is gone already counts as Sent."""
        ...


class Described(Protocol):
    """A person as Slack describes them. `zone` is an IANA name, or None where Slack has none;
    `name` is what others read, at most 80 characters. `is_away`: their status says so, until the
    UTC instant `away_until` (None: without an end). `is_admin`: they run the workspace."""

    @property
    def user(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def zone(self) -> str | None: ...
    @property
    def is_bot(self) -> bool: ...
    @property
    def is_guest(self) -> bool: ...
    @property
    def deleted(self) -> bool: ...
    @property
    def is_admin(self) -> bool: ...
    @property
    def is_away(self) -> bool: ...
    @property
    def away_until(self) -> datetime | None: ...


@dataclass(frozen=True)
class Quiet:
    """The next time, from one UTC instant to another, in which somebody's Do Not Disturb runs."""

    begins: datetime
    ends: datetime


class Directory(Protocol):
    """Asks Slack who somebody is."""

    async def person(self, user: str) -> Described | None:
        """None where Slack does not know the person. Raises HabitsError where Slack is away."""
        ...

    async def people(self, users: Collection[str]) -> Mapping[str, Described]:
        """Those that Slack could describe, by user id; never raises for Slack's troubles."""
        ...

    async def quiet_times(self, users: Collection[str]) -> Mapping[str, Quiet | None]:
        """When each of them is not to be disturbed, as far as Slack could tell; None: never."""
        ...


@dataclass(frozen=True)
class Group:
    """A user group of the workspace by Slack's id, and as people see it."""

    id: str
    name: str


class Groups(Protocol):
    """The user groups of the workspace, where Slack lets us read them. Both raise HabitsError
    where Slack is away."""

    async def groups(self) -> Sequence[Group] | None:
        """None where that is not granted."""
        ...

    async def members(self, group: str) -> Sequence[str] | None:
        """User ids; none for a group that is gone, None where that is not granted."""
        ...
