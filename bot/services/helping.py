"""What reps ask for and what they hear about it: which tool words such a message, and what follows.

The `place` of a row of Kind.HELP or Kind.HELP_REP begins with the tool and a hyphen: "ride-..." is
about a call, "obstacle-..." about what is in somebody's way; `subject` is the id of the ride or of
the obstacle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.services.messages import Message
from bot.services.obstacle_voices import obstacle_not_sent, obstacle_sent, obstacle_voice
from bot.services.ride_voices import ride_not_sent, ride_sent, ride_voice
from bot.services.who import House
from bot.storage import Connection
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord

_Voice = Callable[[Connection, House, OutgoingRecord, ManagerRecord, datetime], Message | None]
_Sent = Callable[[Connection, House, OutgoingRecord, str, str, datetime], None]
_NotSent = Callable[[Connection, House, OutgoingRecord, str, datetime], None]


@dataclass(frozen=True)
class HelpOf:
    """What one tool says: the voice has None where there is nothing to say any more. `sent` is
    given the channel and the ts of a message that went out; `not_sent` Slack's own code or
    "expired", for one that surely never arrives."""

    voice: _Voice
    sent: _Sent | None = None
    not_sent: _NotSent | None = None


HELP_OF: Mapping[str, HelpOf] = {
    "ride": HelpOf(ride_voice, sent=ride_sent, not_sent=ride_not_sent),
    "obstacle": HelpOf(obstacle_voice, sent=obstacle_sent, not_sent=obstacle_not_sent),
}
"""By the first word of a row's place."""


def help_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> Message | None:
    """The row's present form at the UTC instant `now`."""
    tool = _tool(row)
    return None if tool is None else tool.voice(connection, house, row, manager, now)


def help_sent(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    tool = _tool(row)
    if tool is not None and tool.sent is not None:
        tool.sent(connection, house, row, channel, ts, now)


def help_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    tool = _tool(row)
    if tool is not None and tool.not_sent is not None:
        tool.not_sent(connection, house, row, why, now)


def _tool(row: OutgoingRecord) -> HelpOf | None:
    return HELP_OF.get((row.place or "").partition("-")[0])
