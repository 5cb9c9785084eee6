"""How the bot stands: what waits, what is stuck, what nobody knows the outcome of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage import Connection, outgoing
from bot.storage.schema import version_of

_STUCK_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Standing:
    """`next_due` is the UTC instant of the next planned message; the rest are counts of rows.
    Stuck: due for more than ten minutes and still not out."""

    schema: str | None
    next_due: datetime | None
    stuck: int
    unknown: int
    states: dict[str, int]


def standing_now(connection: Connection, now: datetime) -> Standing:
    states = outgoing.counts(connection)
    return Standing(
        schema=version_of(connection),
        next_due=outgoing.next_due(connection),
        stuck=outgoing.stuck(connection, now - _STUCK_AFTER),
        unknown=states.get("unknown", 0),
        states=states,
    )
