"""Every active manager is planned for the next 48 hours, and topped up as they pass."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.services.dosing import count_prompts, judge
from bot.services.planning import HORIZON, plan_manager
from bot.services.reviewing import review_if_due
from bot.services.who import House
from bot.storage import Connection, StorageUnavailable, apart, managers, outgoing

logger = logging.getLogger(__name__)

_TOP_UP_AT = HORIZON / 2
_TOP_UP_WITH = HORIZON * 3 / 4
"""When somebody's rows reach only half as far, those that reach little farther are topped up as
well: one transaction for many instead of one for each."""
_TRY_AGAIN_AFTER = timedelta(hours=1)
_BATCH = 200


class Planning:
    """Keeps every active manager planned for the next 48 hours."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def plan_due(self, now: datetime) -> None:
        """Plan for those whose rows do not reach far enough any more."""
        while await self._house.database.write_alone(self._plan_batch, now) == _BATCH:
            pass

    async def plan_everybody(self) -> None:
        """Plan anew for all: days off or time zones may have changed since the last start."""
        now = self._house.clock.now()
        everyone = await self._house.database.read(managers.every_active)
        for start in range(0, len(everyone), _BATCH):
            await self._house.database.write_alone(
                self._plan_these, [one.id for one in everyone[start : start + _BATCH]], now
            )

    async def next_due(self) -> datetime | None:
        """The next calendar instant (UTC) at which there is something to do."""
        return await self._house.database.read(next_due)

    def _plan_batch(self, connection: Connection, now: datetime) -> int:
        least = managers.planned_least(connection)
        if least is None or least > now + _TOP_UP_AT:
            return 0
        due = managers.due_for_planning(connection, now + _TOP_UP_WITH, _BATCH)
        self._plan_these(connection, due, now)
        return len(due)

    def _plan_these(self, connection: Connection, ids: Sequence[str], now: datetime) -> None:
        managers.hold(connection, ids)
        for manager in ids:
            try:
                with apart(connection):
                    self._plan_one(connection, manager, now)
            except StorageUnavailable:
                raise
            except Exception:
                # One manager who cannot be planned must not stop the rest: tried again hourly.
                logger.exception("manager.cannot_be_planned", extra={"manager": manager})
                managers.planned_to(connection, manager, now + HORIZON / 2 + _TRY_AGAIN_AFTER)

    def _plan_one(self, connection: Connection, manager: str, now: datetime) -> None:
        found = managers.get(connection, manager)
        if found is None:
            return
        if found.is_active:
            found = review_if_due(connection, self._house, found, now)
            found = judge(connection, self._house, found, now)
            found = count_prompts(connection, self._house, found, now)
        plan_manager(connection, found, now, self._house.off(found, now))


def next_due(connection: Connection) -> datetime | None:
    due = outgoing.next_due(connection)
    planned = managers.planned_least(connection)
    top_up = None if planned is None else planned - _TOP_UP_AT
    return min((one for one in (due, top_up) if one is not None), default=None)
