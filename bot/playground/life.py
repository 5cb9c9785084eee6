"""What a simulated member does, gesture by gesture, as a person would at Slack's own client."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.playground.members import Member, Press
from bot.playground.messages import Message
from bot.playground.people import Channel
from bot.playground.views import View
from bot.playground.workspace import elements_of

if TYPE_CHECKING:
    from bot.playground.server import Playground

Act = Callable[[], Awaitable[None]]
Say = Callable[[Member, str, str], None]  # who, what they did, the kind of it for counting

SUBMISSIONS = 3  # of one form, then it is closed
STEPS = 6  # in one stack of forms


class Life:
    """Makes acts: each is done later, at the instant for which it was planned. They raise BadCall
    where Slack would show an error."""

    def __init__(self, playground: "Playground", say: Say) -> None:
        self._playground = playground
        self._say = say

    def is_known(self, member: Member) -> bool:
        """Whether the app has ever written to this member."""
        return any(m.is_by_bot for m in self._playground.workspace.visible(member.person.dm or ""))

    def typing_a_command(self, member: Member) -> Act:
        async def act() -> None:
            commands = self._playground.installation.commands
            if commands:
                command, here = commands[0]["command"], self._dm(member)
                await self._playground.interactions.command(member.person, here, command, "")
                self._say(member, f"typed {command}", "commands")
                await self._go_through_forms(member)

        return act

    def visiting(self, member: Member) -> Act:
        async def act() -> None:
            if not self.is_known(member):
                return
            await self._playground.events.open_home(member.person, "home")
            await self._playground.walk.settle()
            self._say(member, "opened Home", "homes")
            home = self._playground.views.homes.get(member.person.id)
            press = member.button(home.blocks) if home and member.chance(0.4) else None
            if home and press:
                await self._press_in_view(member, home, press)
                await self._go_through_forms(member)

        return act

    def using_a_shortcut(self, member: Member) -> Act:
        async def act() -> None:
            shortcuts = self._playground.installation.shortcuts
            known = self.is_known(member)
            wanted = member.rng.choice(shortcuts) if shortcuts and known else None
            interactions = self._playground.interactions
            if wanted and wanted["type"] == "global":
                here = self._dm(member)
                await interactions.global_shortcut(member.person, wanted["callback_id"], here)
            elif wanted and (talk := self._heard_last(member)):
                await interactions.message_shortcut(member.person, talk, wanted["callback_id"])
            else:
                return
            self._say(member, f"used “{wanted['name']}”", "shortcuts")
            await self._go_through_forms(member)

        return act

    def talking(self, member: Member) -> Act:
        async def act() -> None:
            places = [
                channel
                for channel in self._playground.workspace.channels.values()
                if member.person.id in channel.members
                and not channel.is_im
                and not channel.is_archived
            ]
            if places:
                place = member.rng.choice(places)
                await self._playground.events.message(
                    member.person, place, member.hand.talk(), None
                )
                self._say(member, f"wrote in #{place.name}", "talk")

        return act

    def _heard_last(self, member: Member) -> Message | None:
        """The newest message of another person in a channel of this member."""
        workspace = self._playground.workspace
        return next(
            (
                message
                for message in reversed(workspace.messages.values())
                if message.is_typed
                and not message.deleted
                and message.user != member.person.id
                and not workspace.channels[message.channel].is_im
                and workspace.sees(member.person.id, message)
            ),
            None,
        )

    def answering(self, member: Member, message: Message) -> Act:
        async def act() -> None:
            for _ in range(2):  # an answered message may ask once more
                if message.deleted or not await self._press_in_message(member, message):
                    return
                await self._go_through_forms(member)
                if not member.chance(0.6):
                    return
            await self._type_an_answer(member)

        return act

    async def _press_in_message(self, member: Member, message: Message) -> bool:
        presses = member.choices(message.blocks)
        button = member.button(message.blocks)
        for press in [*presses, *([button] if button else [])]:
            found = press.block["block_id"], press.element["action_id"]
            standing = [(b["block_id"], e) for b in message.blocks for e in _ids(b)]
            if message.deleted or found not in standing:
                break  # the app has put another form in its place
            value = {} if press.value is None else {"value": press.value}
            await self._playground.interactions.click_in_message(
                member.person, message, found[1], found[0], **value
            )
            await self._playground.walk.settle()
            self._say(member, f"chose “{press.words}”", "clicks")
        return button is not None

    async def _type_an_answer(self, member: Member) -> None:
        """Where the app's last words in the DM ask something, some people type."""
        mine = self._playground.workspace.visible(member.person.dm or "")
        last = mine[-1] if mine else None
        if last and last.is_by_bot and "?" in last.text and member.chance(0.5):
            words = member.hand.words(last.text)
            await self._playground.events.message(member.person, self._dm(member), words, None)
            await self._playground.walk.settle()
            self._say(member, "typed an answer", "typed")

    async def _go_through_forms(self, member: Member) -> None:
        """Fill in and submit whatever modals are open now, and close what is left in the end."""
        await self._playground.walk.settle()
        submissions: Counter[str] = Counter()
        stack = self._playground.views.stack(member.person.id)
        for _ in range(STEPS):
            if not stack:
                return
            view = stack[-1]
            if view.content.get("submit") and submissions[view.id] < SUBMISSIONS:
                submissions[view.id] += 1
                await self._submit(member, view)
            elif (press := member.button(view.blocks)) and member.chance(0.5):
                await self._press_in_view(member, view, press)
            else:
                await self._playground.forms.close(member.person, view, whole_stack=False)
            await self._playground.walk.settle()
            stack = self._playground.views.stack(member.person.id)
        if stack:
            await self._playground.forms.close(member.person, stack[-1], whole_stack=True)

    async def _submit(self, member: Member, view: View) -> None:
        title = view.content["title"]["text"]
        values = member.hand.fill(view.blocks, view.values())
        said = await self._playground.forms.submit(member.person, view, values)
        if said.get("response_action") == "errors":
            self._say(member, f"was told what is missing in “{title}”", "errors")
        else:
            self._say(member, f"sent “{title}”", "forms")

    async def _press_in_view(self, member: Member, view: View, press: Press) -> None:
        value = {} if press.value is None else {"value": press.value}
        action, block = press.element["action_id"], press.block["block_id"]
        await self._playground.interactions.click_in_view(
            member.person, view, action, block, **value
        )
        self._say(member, f"chose “{press.words}”", "clicks")

    def _dm(self, member: Member) -> Channel:
        return self._playground.workspace.channels[member.person.dm or ""]


def _ids(block: dict[str, Any]) -> list[str]:
    return [element["action_id"] for element in elements_of(block)]
