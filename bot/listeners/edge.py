"""What somebody did in Slack, as one value, with the ways to go on after the ack."""

from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.failures import telling
from bot.services.home import Home
from bot.services.ports import Content
from bot.services.prompts import Click
from bot.services.showing import Showing
from bot.services.who import Who
from bot.slack.elements import alone, modal, on_top
from bot.slack.home import HomePages
from bot.slack.ids import CallbackId
from bot.slack.messenger import row_of_blocks
from bot.slack.replies import Replies
from bot.tasks import Tasks
from habits.texts import say

JSON = dict[str, Any]
Later = Coroutine[Any, Any, None]


def is_last_window(view: JSON) -> bool:
    """Whether Slack takes no window on top of this one: it stacks three. What has to be shown
    then takes the place of this one, and closing it leads back to the one below."""
    root, below = view.get("root_view_id"), view.get("previous_view_id")
    return bool(below) and root not in (view.get("id"), below)


def did_not_work(content: Content, *, alone: bool = False) -> JSON:
    """A window for words that have no field to stand under; `alone`: there is none below it."""
    close = say("buttons.close") if alone else say("buttons.back")
    title = say("errors.did_not_work.title")
    return modal(CallbackId.CONFIRMATION, title, content.blocks, close=close)


@dataclass(frozen=True)
class Ways:
    """The ways back to a person; the same for every gesture."""

    replies: Replies
    showing: Showing
    home: Home
    pages: HomePages
    tasks: Tasks


@dataclass(frozen=True)
class Gesture:
    """A command, a press, a sent form or an opened Home: who, what, and how to answer.

    The methods start work that goes on after the ack, and return at once. If it fails, the
    person is told.
    """

    who: Who
    body: JSON
    client: AsyncWebClient
    ways: Ways

    @property
    def action(self) -> JSON:
        """What was pressed."""
        return self.body["actions"][0]

    @property
    def value(self) -> str:
        """The value of the button or of the option that was pressed."""
        chosen = self.action.get("selected_option") or self.action
        return chosen.get("value") or ""

    @property
    def view(self) -> JSON:
        """The form that was sent."""
        return self.body["view"]

    @property
    def click(self) -> Click:
        """Names the press: Slack repeats its `action_ts` when it delivers it again."""
        container: Mapping[str, Any] = self.body.get("container") or {}
        where = container.get("message_ts") or container.get("view_id") or ""
        pressed = f"{self.action.get('action_id')}:{self.action.get('action_ts')}"
        key = f"click:{self.who.user}:{where}:{pressed}"
        if container.get("is_ephemeral"):
            return Click(key)
        row = row_of_blocks((self.body.get("message") or {}).get("blocks") or [])
        return Click(key, container.get("channel_id"), container.get("message_ts"), row)

    @property
    def submission_key(self) -> str:
        """Names the sending of a form: Slack repeats view and hash when it sends it again."""
        return f"submit:{self.who.user}:{self.view.get('id')}:{self.view.get('hash')}"

    def show(
        self, content: Content, row: str | None = None, version: int = 0, prompt: str | None = None
    ) -> None:
        """Change the message that was pressed; mend other messages of `prompt`; Home follows."""
        self.go_on(self._show(content, row, version, prompt), "show")

    def say(self, content: Content) -> None:
        """Add an answer that only the person sees."""
        self.go_on(self._say(content), "say")

    def open(self, view: JSON) -> None:
        """Open a form for this gesture: Slack allows three seconds."""
        self.go_on(self.open_now(view), "open")

    async def open_now(self, view: JSON) -> None:
        """On top of the window that was pressed in; in its place where Slack takes no more."""
        if not self._in_window:
            await self.client.views_open(trigger_id=self.body["trigger_id"], view=alone(view))
        elif is_last_window(self.view):
            await self.client.views_update(view_id=self.view["id"], view=on_top(view))
        else:
            await self.client.views_push(trigger_id=self.body["trigger_id"], view=on_top(view))

    def mend(self, prompt: str) -> None:
        """Bring the messages of a prompt up to date, and Home with them."""
        self.go_on(self._mend(prompt), "mend")

    def refresh_home(self) -> None:
        self.go_on(self._refresh_home(), "home")

    def go_on(self, work: Later, name: str) -> None:
        """Go on after the ack."""
        self.ways.tasks.start(telling(work, self._say), name)

    async def _say(self, content: Content) -> None:
        """Home and windows have no place for a message: there the words come in a window."""
        if url := self.body.get("response_url"):
            await self.ways.replies.ephemeral(url, content)
        elif "trigger_id" in self.body and self.body.get("view"):
            view = did_not_work(content, alone=self._on_home)
            if self._on_home:
                await self.open_now(view)
            elif is_last_window(self.view):
                await self.client.views_update(view_id=self.view["id"], view=view)
            else:
                await self.client.views_push(trigger_id=self.body["trigger_id"], view=view)

    @property
    def _in_window(self) -> bool:
        """Something was pressed in a window; one that was sent is closed by its answer."""
        is_modal = (self.body.get("view") or {}).get("type") == "modal"
        return is_modal and self.body.get("type") == "block_actions"

    @property
    def _on_home(self) -> bool:
        return (self.body.get("view") or {}).get("type") == "home"

    async def _show(
        self, content: Content, row: str | None, version: int, prompt: str | None
    ) -> None:
        url = self.body.get("response_url")
        if url and await self.ways.replies.update(url, content):
            await self.ways.showing.shown(row, version)
        if prompt is not None:
            await self.ways.showing.mend_prompt(prompt)
        await self._refresh_home()

    async def _mend(self, prompt: str) -> None:
        await self.ways.showing.mend_prompt(prompt)
        await self._refresh_home()

    async def _refresh_home(self) -> None:
        if self._on_home:
            self.ways.home.opened(self.who)
        if self.ways.home.is_open(self.who):
            await self.ways.pages.publish(self.who.user, await self.ways.home.view(self.who))
