"""The one road out: lease, claim, freeze, fence, send, settle.

Rules of this file, each held by a test:
- an intent is committed before the first byte goes to Slack, and fenced in the same moment;
- what surely did not leave may be tried again, what may have left is never sent twice;
- one bad row never stops the rest.
"""

import logging
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Machine
from bot.failpoints import reach
from bot.services.aftermath import never_will, nobody_knows
from bot.services.claimed import Drop, Hold, Worded
from bot.services.claiming import compose
from bot.services.going import may_go_now
from bot.services.ports import Content, NotSent
from bot.services.settling import LONGEST_BACKOFF, Settling, try_later
from bot.services.who import House
from bot.storage import Connection, StorageUnavailable, apart, prompts, sending, workspaces
from bot.storage.outgoing import RHYTHM, Kind, OutgoingRecord, State
from bot.storage.workspaces import Pace
from bot.tasks import Tasks

logger = logging.getLogger(__name__)

FENCED_AT_ONCE = 20
_WORDED_ANEW = (
    Kind.START,
    Kind.CHECK_IN,
    Kind.POST,
    Kind.INTRO,
    Kind.REP_FORM,
    Kind.ONE_ON_ONE,
    Kind.TODAY,
    Kind.AWARD,
    Kind.HELD,
    Kind.HELP,
    Kind.HELP_REP,
    Kind.CALL,
    Kind.CALL_REP,
)


@dataclass(frozen=True)
class Limits:
    """How fast and how safely to send. Seconds are machine time.

    `lease` must exceed `http_timeout + settle + margin`, or a row could be taken over while
    its message is still on the way.
    """

    per_minute: float = 180
    lease: float = 60
    http_timeout: float = 10
    settle: float = 15
    margin: float = 10

    @property
    def needed(self) -> timedelta:
        """How much of its lease a row must have left when it goes out."""
        return timedelta(seconds=self.http_timeout + self.settle + self.margin)


@dataclass(frozen=True)
class _Ready:
    """A claimed row with what it says. `channel` and `thread` are set for an answer in a thread."""

    row: OutgoingRecord
    content: Content
    channel: str | None = None
    thread: str | None = None


class Delivery:
    """Sends what is due. `tick` leases workspaces and starts one task for each."""

    def __init__(self, house: House, machine: Machine, tasks: Tasks, limits: Limits) -> None:
        self._house = house
        self._machine = machine
        self._tasks = tasks
        self._limits = limits
        self._settling = Settling(house, machine)
        self._lease = timedelta(seconds=limits.lease)
        self._pace = Pace(limits.per_minute, FENCED_AT_ONCE)
        self._owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._busy: set[str] = set()
        self._stopping = False

    async def tick(self) -> None:
        """Lease what has something due, and start sending. Raises StorageUnavailable."""
        if self._stopping:
            return
        reach("delivery.ticked")
        leased = await self._house.database.write(
            workspaces.lease, self._owner, self._house.clock.now(), self._lease
        )
        reach("delivery.leased")
        for workspace in leased:
            if workspace not in self._busy:
                self._busy.add(workspace)
                self._tasks.start(self._serve(workspace), f"delivery of {workspace}")

    def stop(self) -> None:
        """Start nothing new; what is fenced but not yet on its way is handed back."""
        self._stopping = True

    async def _serve(self, workspace: str) -> None:
        try:
            while not self._stopping and await self._round(workspace):
                pass
            reach("delivery.done")
            await self._house.database.write(workspaces.release, workspace, self._owner)
            reach("delivery.released")
        finally:
            self._busy.discard(workspace)

    async def _round(self, workspace: str) -> bool:
        """Send one batch; False when there is nothing more to do now."""
        ready, more = await self._house.database.write_alone(self._claim, workspace)
        reach("delivery.claimed")
        left = ready
        while left:
            batch = await self._fenced(left)
            sent = await self._send(workspace, batch)
            if sent is None:
                return False
            left = batch[sent:]
        return more

    # --- claim: one transaction ------------------------------------------------------------

    def _claim(self, connection: Connection, workspace: str) -> tuple[list[_Ready], bool]:
        """What may go now, and whether more may be waiting behind it."""
        now = self._house.clock.now()
        if not workspaces.extend(connection, workspace, self._owner, self._lease):
            return [], False
        reach("claim.extended")
        for row in sending.recover(connection, workspace):
            logger.warning("message.outcome_unknown", extra={"row": row.id, "kind": row.kind})
            nobody_knows(connection, self._house, row, now)
        reach("claim.recovered")
        for row in sending.expire(connection, workspace, now):
            logger.warning("message.expired", extra={"row": row.id, "kind": row.kind})
            never_will(connection, self._house, row, "expired", now)
        reach("claim.expired")
        allowed = workspaces.tokens(connection, workspace, now, self._pace)
        reach("claim.counted")
        if allowed < 1:
            return [], False
        rows = sending.claim(
            connection, workspace, now, self._owner, limit=allowed, lasts=self._lease
        )
        reach("claim.taken")
        workspaces.spend(connection, workspace, len(rows))
        reach("claim.spent")
        ready = [self._frozen(connection, row, now) for row in rows]
        reach("claim.complete")
        return [one for one in ready if one is not None], len(rows) == allowed

    def _frozen(self, connection: Connection, row: OutgoingRecord, now: datetime) -> _Ready | None:
        try:
            with apart(connection):
                return self._freeze(connection, row, now)
        except StorageUnavailable:
            raise
        except Exception:
            # One bad row must not stop the rest: it waits an hour, and after a few tries fails.
            logger.exception("message.cannot_be_composed", extra={"row": row.id})
            try_later(connection, row, "it could not be composed", LONGEST_BACKOFF, now)
            reach("claim.not_composed")
            return None

    def _freeze(self, connection: Connection, row: OutgoingRecord, now: datetime) -> _Ready | None:
        match may_go_now(connection, self._house, row, now):
            case Hold() as hold:
                return self._put_off(connection, row, hold)
            case Drop(reason):
                return self._drop(connection, row, reason, now)
            case None:
                pass
        # What draws nothing by chance is worded anew at each try, so that it is true when it
        # goes out; nothing of it left the house before.
        if row.content is not None and row.kind not in _WORDED_ANEW:
            stored = row.content
            content = Content(stored["text"], stored["blocks"])
            return _Ready(row, content, stored.get("channel"), stored.get("thread"))
        match compose(connection, self._house, row, now):
            case Worded(message, prompt):
                reach("claim.composed")
                content = self._house.messenger.render(message)
                stored = {"text": content.text, "blocks": content.blocks}
                sending.freeze(connection, row.id, stored, prompt)
                reach("claim.frozen")
                return _Ready(row, content)
            case Drop(reason):
                return self._drop(connection, row, reason, now)

    def _drop(
        self, connection: Connection, row: OutgoingRecord, reason: str, now: datetime
    ) -> None:
        if row.kind is Kind.PROMPT and row.prompt is not None:
            prompts.never_shown(connection, row.prompt, now)
        sending.settle(connection, [row], State.WITHDRAWN, reason)
        reach("claim.dropped")

    def _put_off(self, connection: Connection, row: OutgoingRecord, hold: Hold) -> None:
        # A rhythm row keeps the date it is planned for; others follow, since a pause is measured
        # against the date.
        moves = None if row.kind in RHYTHM else hold.local_date
        sending.settle(
            connection,
            [row],
            State.PLANNED,
            hold.why,
            not_before=hold.until,
            local_date=moves,
        )
        reach("claim.put_off")

    # --- fence and send --------------------------------------------------------------------

    async def _fenced(self, ready: Sequence[_Ready]) -> list[_Ready]:
        """Write the intent for those that may still go; they alone are returned."""
        passed = await self._house.database.write(
            sending.fence,
            [one.row for one in ready],
            self._house.clock.now(),
            self._limits.needed,
        )
        reach("delivery.fenced")
        return [one for one in ready if one.row.id in passed]

    async def _send(self, workspace: str, batch: Sequence[_Ready]) -> int | None:
        """Send a fenced batch in order; how many were tried before the fence grew old.

        None: nothing more can be sent for this workspace now.
        """
        fenced_at = self._machine.monotonic()
        for n, one in enumerate(batch):
            if self._stopping:
                await self._hand_back(batch[n:])
                return None
            if self._machine.monotonic() - fenced_at >= self._limits.margin:
                return n
            reach("delivery.sending")
            where = one.channel or one.row.recipient
            outcome = await self._house.messenger.send(where, one.content, one.row.id, one.thread)
            reach("delivery.answered")
            await self._settling.settle(workspace, one.row, outcome)
            reach("delivery.settled")
            if isinstance(outcome, NotSent) and outcome.everybody:
                await self._hand_back(batch[n + 1 :])
                return None
        return len(batch)

    async def _hand_back(self, rest: Sequence[_Ready]) -> None:
        rows = [one.row for one in rest]
        reach("delivery.handing_back")
        await self._house.database.write(
            sending.settle, rows, State.PLANNED, "handed back before it was sent"
        )
        reach("delivery.handed_back")
