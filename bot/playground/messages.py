"""One message as it stands in a conversation, with the forms that it had before."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from bot.playground.people import BOT_USER, Person, bot_names
from bot.playground.rich_text import rich_text

Block = dict[str, Any]


@dataclass
class Version:
    """A former form of a message; `at` is the instant since when it was shown, ISO-8601."""

    at: str
    text: str
    blocks: list[Block]


@dataclass
class Message:
    """What people see. `ts` is unique in the whole workspace."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    shown_since: str = ""  # ISO-8601, of the present form
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    metadata: dict[str, Any] | None = None
    reply_broadcast: bool = False
    is_typed: bool = False  # in Slack's composer, by a person
    files: list[dict[str, Any]] = field(default_factory=list)  # file objects, shared with it
    edited_ts: str | None = None
    deleted: bool = False
    versions: list[Version] = field(default_factory=list)
    # What each person chose in selects and fields of this message: user -> block -> action -> entry
    entered: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts not in (None, self.ts)

    @property
    def is_by_bot(self) -> bool:
        return self.user == BOT_USER

    def is_seen_by(self, user: str) -> bool:
        return self.ephemeral_to in (None, user)

    def change(self, *, text: str, blocks: list[Block], edited_ts: str, at: str) -> None:
        self.versions.append(Version(self.shown_since, self.text, self.blocks))
        self.text, self.blocks, self.edited_ts, self.shown_since = text, blocks, edited_ts, at

    def to_log(self) -> dict[str, Any]:
        """How the control API shows a message."""
        shown: dict[str, Any] = {
            "channel": self.channel,
            "ts": self.ts,
            "user": self.user,
            "text": self.text,
            "blocks": self.blocks,
            "edited": self.edited_ts is not None,
            "deleted": self.deleted,
            "versions": [vars(version) for version in self.versions],
        }
        for name in ("thread_ts", "ephemeral_to", "metadata"):
            if getattr(self, name) is not None:
                shown[name] = getattr(self, name)
        shown |= {"files": self.files} if self.files else {}
        return shown | ({"reply_broadcast": True} if self.reply_broadcast else {})

    def to_slack(self, author: Person, *, with_metadata: bool = False) -> dict[str, Any]:
        """The message object of the Web API and of interaction payloads.

        What people type carries one rich_text block, as from Slack's composer; a message that
        was posted without blocks has no such field at all.
        """
        shown: dict[str, Any] = {"type": "message", "user": self.user, "text": self.text}
        shown |= {"ts": self.ts, "team": author.team}
        blocks = [rich_text(self.text)] if self.is_typed else self.blocks
        shown |= {"blocks": blocks} if blocks else {}
        if self.files:
            shown |= {"subtype": "file_share", "files": self.files}
        if self.is_typed:
            shown["client_msg_id"] = str(uuid.uuid5(uuid.NAMESPACE_OID, self.ts))
        if author.is_bot:
            names = bot_names(author.id)
            shown |= {"bot_id": names["bot_id"], "app_id": names["api_app_id"]}
        if author.is_stranger:
            shown |= {"user_team": author.team, "source_team": author.team}
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.edited_ts:
            shown["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.metadata and with_metadata:
            shown["metadata"] = self.metadata
        return shown
