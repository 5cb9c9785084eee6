"""The status of a person and their Do Not Disturb, as Slack tells of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.playground.people import Person


@dataclass(frozen=True)
class Status:
    """What stands beside a name, such as ":palm_tree:" and "Vacationing"; `until` None: until it
    is cleared."""

    emoji: str = ""
    text: str = ""
    until: datetime | None = None

    def at(self, now: datetime) -> "Status":
        """The status at an instant: Slack takes it away when its time is over."""
        return NO_STATUS if self.until is not None and self.until <= now else self

    def to_slack(self) -> dict[str, Any]:
        """The status fields of a profile; 0 stands for no end."""
        return {
            "status_text": self.text,
            "status_emoji": self.emoji,
            "status_expiration": int(self.until.timestamp()) if self.until else 0,
        }


NO_STATUS = Status()


def team_quiet(person: "Person", now: datetime) -> dict[str, Any]:
    """What the whole workspace may know about somebody's Do Not Disturb."""
    until = person.dnd_until
    if until is None or until <= now:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(now.timestamp()),
        "next_dnd_end_ts": int(until.timestamp()),
    }
