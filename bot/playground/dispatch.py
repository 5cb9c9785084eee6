"""Handing a gesture to the app, and saying in words why that failed."""

from typing import TYPE_CHECKING, Any

from bot.playground.refusals import BadCall, Refused
from bot.playground.socket import NobodyThere, NotAcknowledged

if TYPE_CHECKING:
    from bot.playground.server import Playground


async def dispatch(
    playground: "Playground", kind: str, payload: dict[str, Any], *, accepts: bool = False
) -> dict[str, Any]:
    """What the app answered in its ack, empty if nothing. Raises BadCall."""
    if not playground.installation.installed:
        raise BadCall(409, "uninstalled", "The app was removed from this workspace.")
    try:
        answer = await playground.sockets.deliver(kind, payload, accepts_response_payload=accepts)
    except NobodyThere:
        raise BadCall(503, "dispatch_failed", "No app is connected to the playground.") from None
    except NotAcknowledged:
        detail = "The app did not acknowledge in time; Slack would show an error now."
        raise BadCall(504, "operation_timeout", detail) from None
    return answer if isinstance(answer, dict) else {}


def unusable(refused: Refused) -> BadCall:
    """The error for an ack that Slack could not show."""
    more = refused.more
    messages = more.get("messages") or more.get("response_metadata", {}).get("messages", [])
    detail = f"Slack could not show what the app answered: {refused.error}."
    return BadCall(422, "invalid_response", detail, messages=messages or [refused.error])
