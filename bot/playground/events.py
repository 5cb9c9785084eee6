"""What the app hears of without being addressed: messages, opened Homes, changed people."""

from typing import TYPE_CHECKING, Any

from bot.playground import payloads
from bot.playground.messages import Message
from bot.playground.people import BOT_USER, Channel, Person
from bot.playground.typed_text import with_mentions

if TYPE_CHECKING:
    from bot.playground.server import Playground


class Events:
    """Each call returns when the first delivery was answered or given up."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground

    async def message(
        self,
        person: Person,
        channel: Channel,
        text: str,
        thread_ts: str | None,
        *,
        bare: bool = False,
    ) -> tuple[Message, bool]:
        """The posted message, and whether the app acknowledged an event for it."""
        workspace = self._playground.workspace
        stored = with_mentions(workspace, text)
        typed = not (bare or person.is_bot)
        message = workspace.post(channel.id, person.id, stored, thread_ts=thread_ts, is_typed=typed)
        event = payloads.message_event(workspace.as_slack(message), channel)
        return message, await self._send_of(channel, event)

    async def deleted(self, message: Message) -> bool:
        """Take somebody's message away; whether the app acknowledged an event for it."""
        workspace = self._playground.workspace
        workspace.delete(message)
        channel = workspace.channels[message.channel]
        stamp = self._playground.clock.stamp()
        shown = workspace.as_slack(message)
        return await self._send_of(channel, payloads.message_deleted(shown, channel, stamp))

    async def membership(self, channel: Channel, person: Person, *, joins: bool) -> None:
        """Somebody comes into a channel or leaves it; nothing happens where it is so already."""
        if (person.id in channel.members) == joins:
            return
        change = channel.members.append if joins else channel.members.remove
        change(person.id)
        self._playground.workspace.look_at_members(channel)
        self._playground.stream.tell({"type": "channel", "channel": channel.id})
        if BOT_USER in (*channel.members, person.id):
            kind = "member_joined_channel" if joins else "member_left_channel"
            event = {"type": kind, "user": person.id, "channel": channel.id}
            await self.send(kind, event | {"channel_type": "C", "team": person.team})

    async def open_home(self, person: Person, tab: str) -> bool:
        """Whether the app acknowledged app_home_opened."""
        home = self._playground.views.homes.get(person.id)
        stamp = self._playground.clock.stamp()
        event = payloads.home_opened(person, tab, home, stamp)
        return await self.send("app_home_opened", event)

    async def _send_of(self, channel: Channel, event: dict[str, Any]) -> bool:
        """An event about a message, which the app gets only where it is a member."""
        if BOT_USER not in channel.members:
            return False
        return await self.send("message.im" if channel.is_im else "message.channels", event)

    async def send(self, kind: str, event: dict[str, Any]) -> bool:
        """Send an event if the app subscribed to it; whether it was acknowledged at once."""
        if not self._playground.installation.gets(kind):
            return False
        event.setdefault("event_ts", self._playground.clock.stamp())
        now = self._playground.clock.now()
        return await self._playground.sockets.deliver_event(payloads.event_callback(event, now))
