"""What happens to people and to the app itself in Slack."""

import logging
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.listeners.edge import Gesture
from bot.services.people import People
from bot.slack.people import parse_person
from bot.slack.presence import quiet_of

logger = logging.getLogger(__name__)


async def person_changed(
    event: dict[str, Any], body: dict[str, Any], gesture: Gesture, people: People
) -> None:
    person = parse_person(event.get("user"))
    if person is not None:
        key = f"event:{body.get('event_id') or event.get('event_ts')}"
        await people.changed(gesture.who.workspace, person, key)


async def quiet_changed(event: dict[str, Any], gesture: Gesture, people: People) -> None:
    """Somebody changed when they are not to be disturbed."""
    user = event.get("user")
    if isinstance(user, str):
        quiet = quiet_of(event.get("dnd_status"))
        await people.quiet_changed(gesture.who.workspace, user, quiet)


async def app_removed(event: dict[str, Any]) -> None:
    # Sending ends by itself: Slack refuses the token from now on. Nothing is deleted, since
    # an uninstall is often followed by an install.
    logger.warning("slack.app_removed", extra={"event": event.get("type")})


def register(app: AsyncApp) -> None:
    app.event("user_change")(person_changed)
    app.event("dnd_updated_user")(quiet_changed)
    app.event("app_uninstalled")(app_removed)
    app.event("tokens_revoked")(app_removed)
