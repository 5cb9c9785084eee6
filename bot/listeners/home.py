"""Somebody opens the Home tab."""

from slack_bolt.app.async_app import AsyncApp

from bot.listeners.edge import JSON
from bot.services.home import Home
from bot.services.who import Who
from bot.slack.home import HomePages
from bot.tasks import Tasks


async def home_opened(event: JSON, who: Who, home: Home, pages: HomePages, tasks: Tasks) -> None:
    # The event comes for the Messages tab as well.
    if event.get("tab") == "home":
        view = await home.opened(who)
        tasks.start(pages.publish(who.user, view), "home")


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(home_opened)
