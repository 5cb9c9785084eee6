"""When somebody can be reached: the Slack status and Do Not Disturb, read defensively.

Of a status only "away" and its end are read; its emoji and its words go no further than here.
"""

import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.services.ports import Quiet
from bot.slack.features import OptionalFeatures
from bot.slack.outcomes import TROUBLE

logger = logging.getLogger(__name__)

DND = "dnd.teamInfo"

_MOST_A_CALL = 50
_AWAY = frozenset(
    {"palm_tree", "face_with_thermometer", "airplane", "desert_island", "beach_with_umbrella"}
)
_AWAY_LIKE = frozenset({"away", "ooo", "vacation"})
"""A workspace has emoji of its own: "out-away" and "ooo_sign" say the same."""
_PARTS = re.compile(r"[^a-z]+")
_LAST = datetime(9000, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class AwayStatus:
    """A status that says away; `until` is a UTC instant, None where it stays until it is
    cleared."""

    until: datetime | None


def status_of(told: Mapping[Any, Any]) -> AwayStatus | None:
    """What a user object says about being away; None where it does not say so."""
    profile = told.get("profile")
    if not isinstance(profile, Mapping):
        return None
    emoji = profile.get("status_emoji")
    name = emoji.strip(":").lower() if isinstance(emoji, str) else ""
    if name not in _AWAY and not _AWAY_LIKE & set(_PARTS.split(name)):
        return None
    return AwayStatus(_instant(profile.get("status_expiration")))


def quiet_of(told: object) -> Quiet | None:
    """The next Do Not Disturb of a status as Slack tells it; None where none is set."""
    if not isinstance(told, Mapping) or told.get("dnd_enabled") is not True:
        return None
    begins, ends = _instant(told.get("next_dnd_start_ts")), _instant(told.get("next_dnd_end_ts"))
    if begins is None or ends is None or ends <= begins:
        return None
    return Quiet(begins, ends)


async def fetch_quiet_times(
    read: AsyncWebClient, features: OptionalFeatures, users: Collection[str]
) -> dict[str, Quiet | None]:
    """Those of `users` that Slack could tell about, by id; {} where it was not granted."""
    asked = sorted(users)
    found: dict[str, Quiet | None] = {}
    for start in range(0, len(asked), _MOST_A_CALL):
        some = asked[start : start + _MOST_A_CALL]
        try:
            answer = await features.call(DND, lambda some=some: read.dnd_teamInfo(users=some))
        except TROUBLE as error:
            logger.warning("people.quiet_times_failed", extra={"why": type(error).__name__})
            return found
        if answer is None:
            return found
        told = answer.get("users")
        if isinstance(told, Mapping):
            found |= {user: quiet_of(told[user]) for user in some if user in told}
    return found


def _instant(seconds: object) -> datetime | None:
    """Slack writes 0 or 1 for "none"."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    if not 1 < seconds < _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC)
