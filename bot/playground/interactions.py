"""What people do with the app: commands, clicks, forms, shortcuts, messages, opening Home."""

import re
from typing import TYPE_CHECKING, Any

from bot.playground import payloads, replies
from bot.playground.elements import CHOSEN, STATELESS, Values, complaints, entry, state_values
from bot.playground.messages import Message
from bot.playground.people import BOT_USER, Channel, Person
from bot.playground.refusals import BadCall, Refused, bad_arguments, not_found
from bot.playground.socket import NobodyThere, NotAcknowledged
from bot.playground.views import View
from bot.playground.workspace import elements_of

if TYPE_CHECKING:
    from bot.playground.server import Playground

UNCHANGED = object()  # a click that brings no value of its own


def typed(text: str) -> str:
    """What a person typed, as Slack stores it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Interactions:
    """Each call does what Slack does on the gesture and returns when the app has answered."""

    def __init__(self, playground: "Playground", address: str = "") -> None:
        self.address = address  # of this server, for response urls
        self._playground = playground

    async def command(
        self, person: Person, channel: Channel, command: str, text: str
    ) -> dict[str, Any]:
        declared = self._playground.installation.command(command)
        if declared is None:
            raise BadCall(400, "invalid_command", f"{command} is not a command of this app.")
        path = self._playground.credentials.response_path(channel.id, person.id)
        sent = (
            self._mentions(typed(text), named=True)
            if declared.get("should_escape")
            else typed(text)
        )
        trigger = self._playground.credentials.trigger(person.id)
        payload = payloads.slash_command(
            person, channel, command, sent, self.address + path, trigger
        )
        answer = await self._deliver("slash_commands", payload, accepts=True)
        if not isinstance(answer, dict) or not (answer.get("text") or answer.get("blocks")):
            return {"response": None, "ts": None}
        url = self._playground.credentials.response_urls[path.rpartition("/")[2]]
        message = self._shown(url, answer)
        return {"response": answer, "ts": message.ts if message else None}

    async def click_in_message(
        self, person: Person, message: Message, action_id: str, block_id: str, value: Any
    ) -> None:
        workspace = self._playground.workspace
        channel = workspace.channels[message.channel]
        block, element = _find(message.blocks, action_id, block_id)
        entered: Values = message.entered.setdefault(person.id, {})
        action = self._act(block, element, value, entered)
        path = self._playground.credentials.response_path(
            channel.id, person.id, message.ts, message.thread_ts
        )
        payload = payloads.message_click(
            person,
            channel,
            message,
            action,
            state_values(message.blocks, entered),
            response_url=self.address + path,
            trigger_id=self._playground.credentials.trigger(person.id),
        )
        await self._deliver("interactive", payload)

    async def click_in_view(
        self, person: Person, view: View, action_id: str, block_id: str, value: Any
    ) -> None:
        block, element = _find(view.blocks, action_id, block_id)
        action = self._act(block, element, value, view.entered)
        trigger = self._playground.credentials.trigger(person.id)
        payload = payloads.view_click(person, view, action, trigger)
        await self._deliver("interactive", payload)

    async def submit(self, person: Person, view: View, values: dict[str, Any]) -> dict[str, Any]:
        """The form goes to the app only if Slack's client would let it go."""
        view.fill(values)
        if said := complaints(view.blocks, view.values()):
            return {"response_action": "errors", "errors": said, "by": "client"}
        trigger = self._playground.credentials.trigger(person.id)
        payload = payloads.submission(person, view, trigger, self._response_urls(person, view))
        answer = await self._deliver("interactive", payload, accepts=True)
        try:
            return self._submitted(view, answer if isinstance(answer, dict) else {})
        except Refused as refused:
            raise _unusable(refused) from None

    async def close(self, person: Person, view: View, *, whole_stack: bool) -> bool:
        """Whether the app was told (notify_on_close)."""
        views = self._playground.views
        stack = [*reversed(views.stack(person.id))]
        closed = stack if whole_stack or view.content.get("clear_on_close") else [view]
        for each in closed:
            views.close(each)
        notified = [each for each in closed if each.content.get("notify_on_close")]
        for each in notified:
            payload = payloads.view_closed(person, each, is_cleared=whole_stack)
            await self._deliver("interactive", payload)
        return bool(notified)

    async def global_shortcut(self, person: Person, callback_id: str) -> None:
        self._declared_shortcut(callback_id, "global")
        trigger = self._playground.credentials.trigger(person.id)
        stamp = self._playground.clock.stamp()
        payload = payloads.global_shortcut(person, callback_id, stamp, trigger)
        await self._deliver("interactive", payload)

    async def message_shortcut(self, person: Person, message: Message, callback_id: str) -> None:
        self._declared_shortcut(callback_id, "message")
        credentials = self._playground.credentials
        path = credentials.response_path(message.channel, person.id, message.ts, message.thread_ts)
        payload = payloads.message_shortcut(
            person,
            self._playground.workspace.channels[message.channel],
            message,
            callback_id,
            action_ts=self._playground.clock.stamp(),
            trigger_id=credentials.trigger(person.id),
            response_url=self.address + path,
        )
        await self._deliver("interactive", payload)

    async def message(
        self, person: Person, channel: Channel, text: str, thread_ts: str | None
    ) -> tuple[Message, bool]:
        """The posted message, and whether the app acknowledged an event for it."""
        stored = self._mentions(typed(text), named=False)
        workspace = self._playground.workspace
        message = workspace.post(channel.id, person.id, stored, thread_ts=thread_ts)
        if BOT_USER not in channel.members:
            return message, False
        kind = "message.im" if channel.is_im else "message.channels"
        event = payloads.message_event(message, channel)
        return message, await self.event(kind, event)

    async def open_home(self, person: Person, tab: str) -> bool:
        """Whether the app acknowledged app_home_opened."""
        home = self._playground.views.homes.get(person.id)
        stamp = self._playground.clock.stamp()
        event = payloads.home_opened(person, tab, home, stamp)
        return await self.event("app_home_opened", event)

    async def event(self, kind: str, event: dict[str, Any]) -> bool:
        """Send an event if the app subscribed to it; whether it was acknowledged at once."""
        if not self._playground.installation.gets(kind):
            return False
        event.setdefault("event_ts", self._playground.clock.stamp())
        now = self._playground.clock.now()
        return await self._playground.sockets.deliver_event(payloads.event_callback(event, now))

    async def _deliver(self, kind: str, payload: dict[str, Any], *, accepts: bool = False) -> Any:
        if not self._playground.installation.installed:
            raise BadCall(409, "uninstalled", "The app was removed from this workspace.")
        try:
            return await self._playground.sockets.deliver(
                kind, payload, accepts_response_payload=accepts
            )
        except NobodyThere:
            detail = "No app is connected to the playground."
            raise BadCall(503, "dispatch_failed", detail) from None
        except NotAcknowledged:
            detail = "The app did not acknowledge in time; Slack would show an error now."
            raise BadCall(504, "operation_timeout", detail) from None

    def _shown(self, url: Any, answer: dict[str, Any]) -> Message | None:
        try:
            return replies.apply(self._playground.workspace, url, answer)
        except Refused as refused:
            raise _unusable(refused) from None

    def _submitted(self, view: View, answer: dict[str, Any]) -> dict[str, Any]:
        """What the ack of a submission does to the stack."""
        views = self._playground.views
        match answer.get("response_action"):
            case "errors":
                return _checked_errors(view, answer)
            case "update":
                views.update(view, answer.get("view"))
                return {"response_action": "update", "view": view.to_slack()}
            case "push":
                pushed = views.push(view.user, answer.get("view"))
                return {"response_action": "push", "view": pushed.to_slack()}
            case "clear":
                views.clear(view.user)
                return {"response_action": "clear"}
            case None:
                # The app may have changed the stack by a call of its own before it answered.
                if view in views.stack(view.user):
                    views.close(view)
                return {}
            case _:
                raise Refused("invalid_arguments", messages=["unknown response_action"])

    def _act(self, block: Any, element: Any, value: Any, entered: Values) -> dict[str, Any]:
        """The entry of `actions`, and the new value in the form's state."""
        action = {"action_id": element["action_id"], "block_id": block["block_id"]}
        action |= {"type": element["type"], "action_ts": self._playground.clock.stamp()}
        if element["type"] not in CHOSEN:
            return action | {name: element[name] for name in ("text", "value") if name in element}
        if value is UNCHANGED:
            raise bad_arguments(f"A {element['type']} needs a value.")
        standing = entry(element, value)
        if element["type"] not in STATELESS:
            entered.setdefault(block["block_id"], {})[element["action_id"]] = standing
        return action | standing

    def _response_urls(self, person: Person, view: View) -> list[dict[str, Any]]:
        """One url for each channel chosen in an element with response_url_enabled."""
        urls: list[dict[str, Any]] = []
        for block in view.blocks:
            for element in elements_of(block):
                if element.get("response_url_enabled"):
                    standing = view.values()[block["block_id"]][element["action_id"]]
                    channel = standing[CHOSEN[element["type"]]]
                    path = self._playground.credentials.response_path(channel, person.id)
                    where = {"block_id": block["block_id"], "action_id": element["action_id"]}
                    url = {"channel_id": channel, "response_url": self.address + path}
                    urls += [where | url] if channel else []
        return urls

    def _declared_shortcut(self, callback_id: str, kind: str) -> None:
        if self._playground.installation.shortcut(callback_id, kind) is None:
            detail = f"The app declares no {kind} shortcut {callback_id!r}."
            raise BadCall(400, "unknown_shortcut", detail)

    def _mentions(self, text: str, *, named: bool) -> str:
        """@ben and #deals as Slack stores them; commands get the name along with the id."""
        people = {p.name: p.id for p in self._playground.workspace.people.values()}
        places = {c.name: c.id for c in self._playground.workspace.channels.values() if not c.is_im}

        def link(match: re.Match[str]) -> str:
            sign, name = match["sign"], match["name"]
            found = (people if sign == "@" else places).get(name)
            label = f"|{name}" if named or sign == "#" else ""
            return f"<{sign}{found}{label}>" if found else match[0]

        return re.sub(r"(?<!\S)(?P<sign>[@#])(?P<name>[\w-]+)", link, text)


def _find(blocks: list[dict[str, Any]], action_id: str, block_id: str) -> tuple[Any, Any]:
    for block in blocks:
        if block_id in ("", block["block_id"]):
            for element in elements_of(block):
                if element["action_id"] == action_id:
                    return block, element
    raise not_found("block", f"{block_id} {action_id}".strip())


def _checked_errors(view: View, answer: dict[str, Any]) -> dict[str, Any]:
    """Slack shows errors only under input blocks; others would leave the person without words."""
    errors = answer.get("errors") or {}
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strange = sorted(errors.keys() - inputs)
    if strange or not errors:
        raise Refused("invalid_arguments", messages=[f"no input block: {n}" for n in strange])
    return {"response_action": "errors", "errors": errors}


def _unusable(refused: Refused) -> BadCall:
    more = refused.more
    messages = more.get("messages") or more.get("response_metadata", {}).get("messages", [])
    detail = f"Slack could not show what the app answered: {refused.error}."
    return BadCall(422, "invalid_response", detail, messages=messages or [refused.error])
