"""The state of the company's Slack: people, conversations, every message ever visible."""

import copy
import itertools
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from bot.playground.clock import Clock, iso
from bot.playground.messages import Block, Message
from bot.playground.people import (
    BOT_USER,
    SEED_BOT,
    TEAM_NAME,
    Channel,
    Person,
    seed_channels,
    seed_people,
)

Tell = Callable[[dict[str, Any]], None]

ELEMENT_HOLDERS = ("elements", "accessory", "element")
SILENT = ("image", "plain_text", "mrkdwn")


class Workspace:
    """Everything in memory. What changes is told to whoever watches (the page)."""

    def __init__(
        self, clock: Clock, tell: Tell, *, team_name: str = TEAM_NAME, seeded: bool = True
    ) -> None:
        self.clock = clock
        self.tell = tell
        self.team_name = team_name
        self._seeded = seeded
        self.reset()

    def reset(self) -> None:
        """Back to the company as it is at the first start."""
        now = self.clock.now()
        people = seed_people(full=self._seeded, now=now)
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {
            channel.id: channel for channel in seed_channels(people, full=self._seeded, now=now)
        }
        self.messages: dict[str, Message] = {}  # by ts, in the order of posting
        for person in people:
            self._settle_in(person)

    # People and conversations

    def _settle_in(self, person: Person) -> None:
        self.people[person.id] = person
        if person.dm:
            created = int(self.clock.now().timestamp())
            members = [person.id, BOT_USER]
            self.channels[person.dm] = Channel(
                person.dm, SEED_BOT.name, members, True, person.id, created
            )

    def welcome(self, real_name: str, tz: str, **more: Any) -> Person:
        """A newcomer, who joins #general unless they are a guest, a bot or of another company.

        `more` are further fields of Person.
        """
        handle = re.sub(r"[^a-z0-9]", "", real_name.partition(" ")[0].lower()) or "person"
        taken = {person.name for person in self.people.values()}
        names = (handle if n == 1 else f"{handle}{n}" for n in range(1, len(taken) + 2))
        name = next(name for name in names if name not in taken)
        person = Person(f"U0{name.upper()}", name, real_name, tz, **more)
        person.updated = int(self.clock.now().timestamp())
        self._settle_in(person)
        if not (person.is_guest or person.is_stranger or person.is_bot):
            self.channels["C0GENERAL"].members.append(person.id)
        self.tell({"type": "user", "user": person.id})
        return person

    def found_channel(self, name: str, members: Iterable[str]) -> Channel:
        created = int(self.clock.now().timestamp())
        channel = Channel(f"C0{secrets.token_hex(4).upper()}", name, [*members], created=created)
        self.channels[channel.id] = channel
        self.look_at_members(channel)
        self.tell({"type": "channel", "channel": channel.id})
        return channel

    def look_at_members(self, channel: Channel) -> None:
        """A channel is shared with another company as long as one of its people is in it."""
        channel.is_shared = any(self.people[member].is_stranger for member in channel.members)

    def conversation(self, channel_or_user: str) -> str:
        """The id under which posts to a channel or a person are counted."""
        person = self.people.get(channel_or_user)
        return (person.dm if person else None) or channel_or_user

    def touched(self, person: Person) -> None:
        person.updated = int(self.clock.now().timestamp())
        self.tell({"type": "user", "user": person.id})

    # Messages

    def post(
        self,
        channel: str,
        user: str,
        text: str,
        blocks: list[Block] | None = None,
        *,
        thread_ts: str | None = None,
        ephemeral_to: str | None = None,
        metadata: dict[str, Any] | None = None,
        reply_broadcast: bool = False,
        is_typed: bool = False,
        files: list[dict[str, Any]] | None = None,
    ) -> Message:
        """Put a message into a conversation, where everybody (or one person) sees it."""
        message = Message(
            channel,
            self.clock.stamp(),
            user,
            text,
            with_ids(blocks or []),
            shown_since=iso(self.clock.now()),
            thread_ts=thread_ts,
            ephemeral_to=ephemeral_to,
            metadata=metadata,
            reply_broadcast=reply_broadcast,
            is_typed=is_typed,
            files=files or [],
        )
        self.messages[message.ts] = message
        self._tell_message("posted", message)
        return message

    def edit(self, message: Message, *, text: str, blocks: list[Block] | None) -> None:
        """Give a message another form; without `blocks` the present ones stay, as in Slack."""
        kept = message.blocks if blocks is None else with_ids(blocks)
        stamp, at = self.clock.stamp(), iso(self.clock.now())
        message.change(text=text, blocks=kept, edited_ts=stamp, at=at)
        self._tell_message("edited", message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        self._tell_message("deleted", message)

    def as_slack(self, message: Message, *, with_metadata: bool = False) -> dict[str, Any]:
        """The message object of the Web API and of payloads."""
        return message.to_slack(self.people[message.user], with_metadata=with_metadata)

    def find(self, channel: str, ts: str) -> Message | None:
        """The message, a deleted one included."""
        message = self.messages.get(ts)
        return message if message and message.channel == channel else None

    def replies(self, root: Message) -> list[Message]:
        """The thread's replies that everybody in the conversation sees."""
        return [m for m in self.visible(root.channel) if m.is_reply and m.thread_ts == root.ts]

    def visible(self, channel: str) -> list[Message]:
        """What stands in a conversation for all: neither deleted nor ephemeral."""
        return [
            m
            for m in self.messages.values()
            if m.channel == channel and not m.deleted and m.ephemeral_to is None
        ]

    def log(self, *, channel: str = "", user: str = "", since: str = "") -> list[dict[str, Any]]:
        """The visible log, oldest first; `user` narrows it to what that person can see."""
        theirs = {c.id for c in self.channels.values() if user in c.members}
        chosen = [
            m
            for m in self.messages.values()
            if (not channel or m.channel == channel)
            and (not user or (m.channel in theirs and m.is_seen_by(user)))
            and (not since or m.ts > since)
        ]
        counts = Counter(
            m.thread_ts
            for m in self.messages.values()
            if m.is_reply and not m.deleted and m.ephemeral_to is None
        )
        return [
            m.to_log() | ({"reply_count": counts[m.ts]} if counts[m.ts] else {}) for m in chosen
        ]

    def last_ts(self) -> str:
        """The newest `ts` of all, or "" before the first message."""
        return next(reversed(self.messages), "")

    def news(self, since: str) -> list[Message]:
        """What the bot posted after `since` and did not delete, oldest first."""
        newest_first = itertools.takewhile(lambda m: m.ts > since, reversed(self.messages.values()))
        return [m for m in newest_first if m.is_by_bot and not m.deleted][::-1]

    def sees(self, user: str, message: Message) -> bool:
        return user in self.channels[message.channel].members and message.is_seen_by(user)

    def _tell_message(self, change: str, message: Message) -> None:
        told: dict[str, Any] = {"type": "message", "change": change, "channel": message.channel}
        told |= {"ts": message.ts, "user": message.user}
        if message.ephemeral_to:
            told["ephemeral_to"] = message.ephemeral_to
        if message.thread_ts:
            told["thread_ts"] = message.thread_ts
        self.tell(told)


def with_ids(blocks: list[Block]) -> list[Block]:
    """A copy in which every block and every element has an id, as Slack gives them out."""
    copied = copy.deepcopy(blocks)
    for block in copied:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements_of(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return copied


def elements_of(block: Block) -> list[dict[str, Any]]:
    """The interactive elements of a block."""
    if block.get("type") == "rich_text":
        return []
    found: list[dict[str, Any]] = []
    for holder in ELEMENT_HOLDERS:
        held = block.get(holder, [])
        found += held if isinstance(held, list) else [held]
    return [element for element in found if element.get("type") not in SILENT]
