"""Everybody's screen: every message anybody could read, when, and in which words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.services.messages import Message
from bot.services.ports import Content, SendOutcome, Sent
from bot.slack.messenger import SlackMessenger
from tests.bot.fakes import FakeClock


@dataclass(frozen=True)
class Seen:
    """A message as it appeared in Slack; `row` is its marker."""

    at: datetime
    recipient: str
    channel: str
    ts: str
    row: str
    message: Message
    content: Content


@dataclass(frozen=True)
class Stood:
    """Words that stood in a message from an instant until another; None: to the end."""

    recipient: str
    content: Content
    since: datetime
    until: datetime | None


@dataclass
class Log:
    """Every message anybody could read, in order, and what became of it. `changes` are the later
    words of each message, by its channel and ts; None: it was deleted."""

    seen: list[Seen] = field(default_factory=list)
    of: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[tuple[str, str], list[tuple[datetime, Content | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def stood(self) -> Iterator[Stood]:
        """All words that ever stood anywhere."""
        for one in self.seen:
            since, content = one.at, one.content
            for at, later in self.changes.get((one.channel, one.ts), ()):
                yield Stood(one.recipient, content, since, at)
                if later is None:
                    break
                since, content = at, later
            else:
                yield Stood(one.recipient, content, since, None)


class Screen:
    """Carries messages to everybody's screen at once; they are worded as Slack would get them."""

    def __init__(self, clock: FakeClock) -> None:
        self.log = Log()
        self._clock = clock
        self._wording = SlackMessenger(AsyncWebClient(token="xoxb-none"))
        self._rendered: dict[int, Message] = {}
        self._count = 0

    def render(self, message: Message) -> Content:
        # What is stored goes through the database and back, so it names the message, too.
        self._count += 1
        self._rendered[self._count] = message
        content = self._wording.render(message)
        return Content(content.text, [*content.blocks, {"rendered": self._count}])

    async def send(
        self, recipient: str, content: Content, marker: str, thread: str | None = None
    ) -> SendOutcome:
        *blocks, name = content.blocks
        channel = recipient if recipient.startswith(("C", "G", "D")) else f"D{recipient[1:]}"
        seen = Seen(
            at=self._clock.now(),
            recipient=recipient,
            channel=channel,
            ts=f"{1_000_000 + len(self.log.seen)}.000100",
            row=marker,
            message=self._rendered.pop(name["rendered"]),
            content=Content(content.text, blocks),
        )
        self.log.seen.append(seen)
        self.log.of[recipient].append(seen)
        return Sent(channel, seen.ts)

    async def update(self, channel: str, ts: str, content: Content) -> SendOutcome:
        *blocks, name = content.blocks
        self._rendered.pop(name["rendered"], None)
        self._changed(channel, ts, Content(content.text, blocks))
        return Sent(channel, ts)

    async def delete(self, channel: str, ts: str) -> SendOutcome:
        self._changed(channel, ts, None)
        return Sent(channel, ts)

    def _changed(self, channel: str, ts: str, content: Content | None) -> None:
        self.log.changes[channel, ts].append((self._clock.now(), content))
