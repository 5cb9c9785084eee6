"""What became of a send, written down: sent, put off, refused, or unknown."""

import logging
from datetime import datetime, timedelta

from bot.clock import Machine
from bot.failpoints import reach
from bot.services.aftermath import never_will, nobody_knows, went_out
from bot.services.ports import NotSent, Refused, SendOutcome, Sent, Unknown
from bot.services.posts import REFUSED
from bot.services.who import House
from bot.storage import Connection, StorageUnavailable, sending, workspaces
from bot.storage.outgoing import OutgoingRecord, State

logger = logging.getLogger(__name__)

LONGEST_BACKOFF = 3600.0
_MOST_ATTEMPTS = 20
_FIRST_BACKOFF = 30.0
_LONGEST_SILENCE = 300.0
"""Where Slack takes a message from nobody, one of them asks again this often at the least."""
_PAUSES_BEFORE_GIVING_UP = (0.2, 1.0, 3.0)


class Settling:
    """Records outcomes."""

    def __init__(self, house: House, machine: Machine) -> None:
        self._house = house
        self._machine = machine

    async def settle(self, workspace: str, row: OutgoingRecord, outcome: SendOutcome) -> None:
        """Record an outcome even if the database is away for a moment.

        If it stays away, the row keeps its intent and becomes unknown when its lease ends:
        reported, and not sent again. Raises StorageUnavailable then.
        """
        write = self._house.database.write
        for pause in _PAUSES_BEFORE_GIVING_UP:
            try:
                return await write(self._settle, workspace, row, outcome)
            except StorageUnavailable:
                logger.warning("message.outcome_not_recorded_yet", extra={"row": row.id})
                await self._machine.sleep(pause)
        return await write(self._settle, workspace, row, outcome)

    def _settle(
        self,
        connection: Connection,
        workspace: str,
        row: OutgoingRecord,
        outcome: SendOutcome,
    ) -> None:
        now = self._house.clock.now()
        match outcome:
            case Sent(channel, ts):
                sending.settle_sent(connection, row.id, channel, ts, now)
                went_out(connection, self._house, row, channel, ts, now)
                reach("settle.sent")
                logger.info("message.sent", extra={"row": row.id, "kind": row.kind})
            case NotSent() as not_sent:
                logger.warning("message.not_sent", extra={"row": row.id, "why": not_sent.why})
                self._put_off(connection, workspace, row, not_sent, now)
            case Refused(why):
                logger.warning("message.refused", extra={"row": row.id, "why": why})
                sending.settle(connection, [row], State.FAILED, f"{REFUSED}{why}")
                never_will(connection, self._house, row, why, now)
                reach("settle.refused")
            case Unknown(why):
                logger.warning("message.outcome_unknown", extra={"row": row.id, "why": why})
                sending.settle(connection, [row], State.UNKNOWN, f"no sure answer: {why}")
                nobody_knows(connection, self._house, row, now)
                reach("settle.unknown")

    def _put_off(
        self,
        connection: Connection,
        workspace: str,
        row: OutgoingRecord,
        outcome: NotSent,
        now: datetime,
    ) -> None:
        longest = _LONGEST_SILENCE if outcome.everybody else LONGEST_BACKOFF
        wait = outcome.retry_after
        if wait is None:
            wait = min(longest, _backoff(row.attempt))
        again_at = now + timedelta(seconds=wait)
        if outcome.everybody:
            # The row is not to blame: it waits for as long as it may still be sent.
            sending.settle(connection, [row], State.PLANNED, outcome.why, not_before=again_at)
        else:
            try_later(connection, row, outcome.why, wait, now)
        reach("settle.put_off")
        if outcome.everybody:
            workspaces.block(connection, workspace, again_at)
            reach("settle.blocked")


def try_later(
    connection: Connection, row: OutgoingRecord, why: str, seconds: float, now: datetime
) -> None:
    """Plan a row again that has itself to blame; after many tries it fails."""
    if row.attempt >= _MOST_ATTEMPTS:
        sending.settle(connection, [row], State.FAILED, f"given up after many tries: {why}")
        return
    not_before = now + timedelta(seconds=seconds)
    sending.settle(connection, [row], State.PLANNED, why, not_before=not_before)


def _backoff(attempt: int) -> float:
    """Seconds to wait after the n-th try: 30, 60, 120 ... an hour at most."""
    return min(LONGEST_BACKOFF, _FIRST_BACKOFF * 2.0 ** (attempt - 1))
