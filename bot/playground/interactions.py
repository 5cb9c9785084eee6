"""What people do with the app directly: commands, clicks and shortcuts."""

from typing import TYPE_CHECKING, Any

from bot.playground import payloads, replies
from bot.playground.dispatch import dispatch, unusable
from bot.playground.elements import CHOSEN, STATELESS, Element, Values, entry, state_values
from bot.playground.messages import Block, Message
from bot.playground.people import Channel, Person
from bot.playground.refusals import BadCall, Refused, bad_arguments, not_found
from bot.playground.typed_text import escaped, with_mentions
from bot.playground.views import View
from bot.playground.workspace import elements_of

if TYPE_CHECKING:
    from bot.playground.server import Playground

UNCHANGED = object()  # a click that brings no value of its own


class Interactions:
    """Each call does what Slack does on the gesture and returns when the app has answered."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground

    async def command(
        self, person: Person, channel: Channel, command: str, text: str
    ) -> dict[str, Any]:
        declared = self._playground.installation.command(command)
        if declared is None:
            raise BadCall(400, "invalid_command", f"{command} is not a command of this app.")
        sent = escaped(text)
        if declared.get("should_escape"):
            sent = with_mentions(self._playground.workspace, text, named=True)
        credentials = self._playground.credentials
        path = credentials.response_path(channel.id, person.id)
        trigger = credentials.trigger(person.id, channel.id)
        address = self._playground.address + path
        payload = payloads.slash_command(person, channel, command, sent, address, trigger)
        answer = await dispatch(self._playground, "slash_commands", payload, accepts=True)
        if not answer.get("text") and not answer.get("blocks"):
            return {"response": None, "ts": None}
        try:
            where = credentials.response_urls[path.rpartition("/")[2]]
            refused = self._playground.faults.refuse_blocks
            message = replies.apply(self._playground.workspace, where, answer, refused)
        except Refused as refused:
            raise unusable(refused) from None
        return {"response": answer, "ts": message.ts}

    async def click_in_message(
        self,
        person: Person,
        message: Message,
        action_id: str,
        block_id: str,
        value: Any = UNCHANGED,
    ) -> None:
        block, element = _find(message.blocks, action_id, block_id)
        entered: Values = message.entered.setdefault(person.id, {})
        action = self._act(block, element, value, entered)
        payload = payloads.message_click(
            person,
            self._playground.workspace.channels[message.channel],
            message,
            self._playground.workspace.as_slack(message),
            action,
            state_values(message.blocks, entered),
            response_url=self._response_url(person, message),
            trigger_id=self._playground.credentials.trigger(person.id, message.channel),
        )
        await dispatch(self._playground, "interactive", payload)

    async def click_in_view(
        self,
        person: Person,
        view: View,
        action_id: str,
        block_id: str,
        value: Any = UNCHANGED,
    ) -> None:
        block, element = _find(view.blocks, action_id, block_id)
        action = self._act(block, element, value, view.entered)
        trigger = self._playground.credentials.trigger(person.id, view.here and view.here.id)
        payload = payloads.view_click(person, view, action, trigger)
        await dispatch(self._playground, "interactive", payload)

    async def global_shortcut(self, person: Person, callback_id: str, here: Channel) -> None:
        """`here` is the conversation that the person looks at."""
        self._declared_shortcut(callback_id, "global")
        trigger = self._playground.credentials.trigger(person.id, here.id)
        stamp = self._playground.clock.stamp()
        payload = payloads.global_shortcut(person, callback_id, stamp, trigger)
        await dispatch(self._playground, "interactive", payload)

    async def message_shortcut(self, person: Person, message: Message, callback_id: str) -> None:
        self._declared_shortcut(callback_id, "message")
        payload = payloads.message_shortcut(
            person,
            self._playground.workspace.channels[message.channel],
            self._playground.workspace.as_slack(message),
            callback_id,
            action_ts=self._playground.clock.stamp(),
            trigger_id=self._playground.credentials.trigger(person.id, message.channel),
            response_url=self._response_url(person, message),
        )
        await dispatch(self._playground, "interactive", payload)

    def _act(self, block: Block, element: Element, value: Any, entered: Values) -> dict[str, Any]:
        """The entry of `actions`; the value also goes into the form's state."""
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

    def _response_url(self, person: Person, message: Message) -> str:
        return self._playground.address + self._playground.credentials.response_path(
            message.channel, person.id, message.ts, message.thread_ts
        )

    def _declared_shortcut(self, callback_id: str, kind: str) -> None:
        if self._playground.installation.shortcut(callback_id, kind) is None:
            detail = f"The app declares no {kind} shortcut {callback_id!r}."
            raise BadCall(400, "unknown_shortcut", detail)


def _find(blocks: list[Block], action_id: str, block_id: str) -> tuple[Block, Element]:
    for block in blocks:
        if block_id in ("", block["block_id"]):
            for element in elements_of(block):
                if element["action_id"] == action_id:
                    return block, element
    raise not_found("block", f"{block_id} {action_id}".strip())
