"""Publishing the Home tab, at most once every two seconds for a person."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Machine
from bot.services.views import HomeView
from bot.slack.blocks.home import home
from bot.slack.outcomes import TROUBLE

logger = logging.getLogger(__name__)

_SECONDS_APART = 2.0


class HomePages:
    """The last view wins; views that come in quick succession are published as one."""

    def __init__(self, client: AsyncWebClient, machine: Machine) -> None:
        self._client = client
        self._machine = machine
        self._published: dict[str, float] = {}
        self._waiting: dict[str, HomeView] = {}

    async def publish(self, user: str, view: HomeView) -> None:
        """Show the view. Trouble is logged: the next opening publishes anew."""
        if user in self._waiting:
            self._waiting[user] = view
            return
        left = self._published.get(user, float("-inf")) + _SECONDS_APART
        wait = left - self._machine.monotonic()
        if wait > 0:
            self._waiting[user] = view
            await self._machine.sleep(wait)
            view = self._waiting.pop(user)
        now = self._machine.monotonic()
        self._published = {
            one: at for one, at in self._published.items() if now - at < _SECONDS_APART
        }
        self._published[user] = now
        try:
            await self._client.views_publish(user_id=user, view=home(view))
        except TROUBLE as error:
            logger.warning("home.not_published", extra={"why": type(error).__name__})
