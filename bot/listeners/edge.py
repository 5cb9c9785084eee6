"""What several conversations do at the edge: name a click, answer it, open a form."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.services.home import Home
from bot.services.ports import Content
from bot.services.prompts import Click
from bot.services.showing import Showing
from bot.services.who import Who
from bot.slack.home import HomePages
from bot.slack.replies import Replies

JSON = dict[str, Any]


def click_of(body: JSON, action: JSON) -> Click:
    """The press of a button: Slack repeats its `action_ts` when it delivers it again."""
    container: Mapping[str, Any] = body.get("container") or {}
    where = container.get("message_ts") or container.get("view_id") or ""
    user = (body.get("user") or {}).get("id", "")
    key = f"click:{user}:{where}:{action.get('action_id')}:{action.get('action_ts')}"
    if container.get("is_ephemeral"):
        return Click(key)
    return Click(key, container.get("channel_id"), container.get("message_ts"))


class Reflections:
    """After a click: the message shows what became of it, and so does Home if it is open."""

    def __init__(self, replies: Replies, showing: Showing, home: Home, pages: HomePages) -> None:
        self._replies = replies
        self._showing = showing
        self._home = home
        self._pages = pages

    async def show(
        self,
        who: Who,
        body: JSON,
        content: Content,
        row: str | None = None,
        version: int = 0,
        prompt: str | None = None,
    ) -> None:
        """Change the clicked message; mend other messages of `prompt`; bring Home up to date."""
        url = body.get("response_url")
        if url and await self._replies.update(url, content):
            await self._showing.shown(row, version)
        if prompt is not None:
            await self._showing.mend_prompt(prompt)
        await self.refresh_home(who)

    async def say(self, body: JSON, content: Content) -> None:
        """Add an answer that only the person sees."""
        if url := body.get("response_url"):
            await self._replies.ephemeral(url, content)

    async def refresh_home(self, who: Who) -> None:
        if self._home.is_open(who):
            await self._pages.publish(who.user, await self._home.view(who))


async def open_form(client: AsyncWebClient, body: JSON, form: Callable[[], JSON] | JSON) -> None:
    """Open a modal for the click or command of `body`."""
    view = form() if callable(form) else form
    await client.views_open(trigger_id=body["trigger_id"], view=view)
