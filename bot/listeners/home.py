"""Somebody opens the Home tab."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.listeners.edge import Gesture
from bot.services.home import Home


async def home_opened(event: dict[str, Any], gesture: Gesture, home: Home) -> None:
    # The event comes for the Messages tab as well.
    if event.get("tab") == "home":
        home.opened(gesture.who)
        gesture.refresh_home()


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(home_opened)
