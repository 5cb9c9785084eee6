"""Stand-ins that remember: clock, machine, messenger, directory. Nothing is mocked."""

from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.services.messages import Message
from bot.services.ports import Content, Quiet, SendOutcome, Sent

SUNDAY = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
"""Where every test begins: the week after it runs from Monday 2 to Sunday 8 March 2026."""


@dataclass
class FakeClock:
    """Calendar time that passes only when a test says so."""

    time: datetime = SUNDAY

    def now(self) -> datetime:
        return self.time

    def advance(self, **distance: float) -> None:
        self.time += timedelta(**distance)

    def move_to(self, moment: datetime) -> None:
        self.time = moment.astimezone(UTC)


@dataclass
class FakeMachine:
    """Machine time that passes only by sleeping, or when a test says so."""

    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@dataclass(frozen=True)
class SentMessage:
    """A post that was tried. `message` is what was rendered, `marker` the row."""

    at: datetime
    recipient: str
    message: Message
    marker: str
    thread: str | None
    channel: str
    ts: str


@dataclass(frozen=True)
class UpdatedMessage:
    channel: str
    ts: str
    message: Message


class FakeMessenger:
    """Takes every message. `outcomes` are given to the next sends, `updates` to the next
    updates, instead of success; `while_sending` happens during each send."""

    def __init__(self, clock: FakeClock) -> None:
        self.sent: list[SentMessage] = []
        self.updated: list[UpdatedMessage] = []
        self.outcomes: deque[SendOutcome] = deque()
        self.deleted: list[tuple[str, str]] = []
        self.updates: deque[SendOutcome] = deque()
        self.while_sending: Callable[[], Awaitable[None]] | None = None
        self._clock = clock
        self._rendered: list[Message] = []

    def render(self, message: Message) -> Content:
        # What is stored goes through the database and back, so it only names the message.
        self._rendered.append(message)
        return Content(type(message).__name__, [{"rendered": len(self._rendered) - 1}])

    async def send(
        self, recipient: str, content: Content, marker: str, thread: str | None = None
    ) -> SendOutcome:
        channel = recipient if recipient.startswith(("C", "G")) else f"D{recipient[1:]}"
        ts = f"{1_000_000 + len(self.sent)}.000100"
        message = self._message(content)
        self.sent.append(
            SentMessage(self._clock.now(), recipient, message, marker, thread, channel, ts)
        )
        if self.while_sending is not None:
            await self.while_sending()
        return self.outcomes.popleft() if self.outcomes else Sent(channel, ts)

    async def update(self, channel: str, ts: str, content: Content) -> SendOutcome:
        self.updated.append(UpdatedMessage(channel, ts, self._message(content)))
        return self.updates.popleft() if self.updates else Sent(channel, ts)

    async def delete(self, channel: str, ts: str) -> SendOutcome:
        self.deleted.append((channel, ts))
        return self.updates.popleft() if self.updates else Sent(channel, ts)

    def to(self, user: str) -> list[SentMessage]:
        return [one for one in self.sent if one.recipient == user]

    def _message(self, content: Content) -> Message:
        return self._rendered[content.blocks[0]["rendered"]]


@dataclass(frozen=True)
class FakePerson:
    """A person as Slack describes them."""

    user: str
    zone: str | None = "Europe/Stockholm"
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    is_away: bool = False
    away_until: datetime | None = None
    is_admin: bool = False

    @property
    def name(self) -> str:
        return f"Name of {self.user}"


class FakeDirectory:
    """Knows the people it was given, and remembers who was asked about."""

    def __init__(self, people: Iterable[FakePerson] = ()) -> None:
        self.known = {person.user: person for person in people}
        self.asked: list[str] = []
        self.quiet: dict[str, Quiet] = {}

    async def person(self, user: str) -> FakePerson | None:
        self.asked.append(user)
        return self.known.get(user)

    async def people(self, users: Collection[str]) -> Mapping[str, FakePerson]:
        self.asked += sorted(users)
        return {user: self.known[user] for user in users if user in self.known}

    async def quiet_times(self, users: Collection[str]) -> Mapping[str, Quiet | None]:
        return {user: self.quiet.get(user) for user in users}
