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
        self, person: Person, channel: Channel, text: str, thread_ts: str | None
    ) -> tuple[Message, bool]:
        """The posted message, and whether the app acknowledged an event for it."""
        workspace = self._playground.workspace
        stored = with_mentions(workspace, text)
        message = workspace.post(channel.id, person.id, stored, thread_ts=thread_ts)
        if BOT_USER not in channel.members:
            return message, False
        kind = "message.im" if channel.is_im else "message.channels"
        event = payloads.message_event(message, channel)
        return message, await self.send(kind, event)

    async def open_home(self, person: Person, tab: str) -> bool:
        """Whether the app acknowledged app_home_opened."""
        home = self._playground.views.homes.get(person.id)
        stamp = self._playground.clock.stamp()
        event = payloads.home_opened(person, tab, home, stamp)
        return await self.send("app_home_opened", event)

    async def send(self, kind: str, event: dict[str, Any]) -> bool:
        """Send an event if the app subscribed to it; whether it was acknowledged at once."""
        if not self._playground.installation.gets(kind):
            return False
        event.setdefault("event_ts", self._playground.clock.stamp())
        now = self._playground.clock.now()
        return await self._playground.sockets.deliver_event(payloads.event_callback(event, now))
