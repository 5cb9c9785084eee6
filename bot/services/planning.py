"""Planning: what the rules say should come becomes rows of outgoing, and changes with them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.services.meetings import plan_one_on_ones
from bot.services.who import House
from bot.storage import Connection, StorageUnavailable, apart, managers, outgoing, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, Kind, NewRow, OutgoingRecord, State
from habits.calendar import local_date, next_work_moment
from habits.people import Place
from habits.planning import Moment, Planned, Served, Skipped, plan

logger = logging.getLogger(__name__)

HORIZON = timedelta(hours=48)
"""How far ahead rows are planned."""
_TOP_UP_AT = HORIZON / 2
_TOP_UP_WITH = HORIZON * 3 / 4
"""When somebody's rows reach only half as far, those that reach little farther are topped up as
well: one transaction for many instead of one for each."""
_LOOK_BACK = timedelta(days=14)
_TRY_AGAIN_AFTER = timedelta(hours=1)
_BATCH = 200
ONE_A_DAY = (*RHYTHM, Kind.NOTICE, Kind.TODAY)
"""Of these at most one comes on a work day. Exempt is what comes at a time the manager set."""
_LEFT = (State.SENDING, State.SENT, State.UNKNOWN)
_KINDS = {Place.START: Kind.START, Place.PROMPT: Kind.PROMPT, Place.CHECK_IN: Kind.CHECK_IN}
_GONE_BY = "its new time had passed already"
WAS_DOWN = "the bot was not running when it was due"
_CHANGED = "the settings changed"


@dataclass(frozen=True)
class Outlook:
    """What the rules say for a manager over some days, and the rows behind what was sent."""

    planned: list[Planned]
    rows: list[OutgoingRecord]


class Planning:
    """Keeps every active manager planned for the next 48 hours."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def plan_due(self, now: datetime) -> None:
        """Plan for those whose rows do not reach far enough any more."""
        while await self._house.database.write(self._plan_batch, now) == _BATCH:
            pass

    async def plan_everybody(self) -> None:
        """Plan anew for all: days off or time zones may have changed since the last start."""
        now = self._house.clock.now()
        everyone = await self._house.database.read(managers.every_active)
        for start in range(0, len(everyone), _BATCH):
            await self._house.database.write(
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
        if found is not None:
            plan_manager(connection, found, now, self._house.off(found, now))


def next_due(connection: Connection) -> datetime | None:
    due = outgoing.next_due(connection)
    planned = managers.planned_least(connection)
    top_up = None if planned is None else planned - _TOP_UP_AT
    return min((one for one in (due, top_up) if one is not None), default=None)


def plan_manager(
    connection: Connection, manager: ManagerRecord, now: datetime, days_off: Mapping[date, str]
) -> None:
    """Bring a manager's rows in line with the rules, as far as they were not tried yet."""
    if not manager.is_active:
        outgoing.withdraw_all_of(connection, manager.id, "the manager left")
        managers.planned_to(connection, manager.id, now + HORIZON)
        return
    today = local_date(now, manager.zone)
    first = max(min(local_date(manager.planned_until, manager.zone), today), today - _LOOK_BACK)
    rows = outgoing.of_manager(connection, manager.id, first - _LOOK_BACK)
    last = max(
        [local_date(now + HORIZON, manager.zone)]
        + [row.local_date for row in rows if row.kind in RHYTHM and row.state is State.PLANNED]
    )
    planned = _plan(manager, rows, first, last, days_off)
    rhythm = {row.key: row for row in rows if row.kind in RHYTHM}
    _withdraw_unwanted(connection, rhythm, planned, first)
    _plan_wanted(connection, manager, rhythm, planned, now)
    _keep_within_hours(connection, manager, rows, days_off)
    plan_one_on_ones(connection, manager, rows, now, now + HORIZON, days_off)
    managers.planned_to(connection, manager.id, now + HORIZON)


def outlook(
    connection: Connection,
    manager: ManagerRecord,
    first: date,
    last: date,
    days_off: Mapping[date, str],
) -> Outlook:
    """What stands on the manager's local dates from `first` to `last`."""
    rows = outgoing.of_manager(connection, manager.id, first - _LOOK_BACK)
    return Outlook(_plan(manager, rows, first, last, days_off), rows)


def _plan(
    manager: ManagerRecord,
    rows: Sequence[OutgoingRecord],
    first: date,
    last: date,
    days_off: Mapping[date, str],
) -> list[Planned]:
    came_on = days_taken(rows, manager.zone)
    return plan(manager.schedule, first, last, days_off, served(rows), came_on)


def days_taken(rows: Sequence[OutgoingRecord], zone: str, but: str = "") -> set[date]:
    """The local dates on which a message came that counts for one a day, or may have come; the
    row with the id `but` is left out."""
    return {
        local_date(row.sent_at or row.due_at, zone)
        for row in rows
        if row.kind in ONE_A_DAY
        and row.state in _LEFT
        and row.intent_at is not None
        and row.id != but
    }


def served(rows: Sequence[OutgoingRecord]) -> list[Served]:
    """The places whose first attempt was made: they are not planned again in their week."""
    return [
        Served(Place(row.place), row.week, row.asked_at)
        for row in rows
        if row.kind in RHYTHM and row.intent_at and row.place and row.week
    ]


def _withdraw_unwanted(
    connection: Connection,
    rhythm: Mapping[str, OutgoingRecord],
    planned: Sequence[Planned],
    first: date,
) -> None:
    wanted = {one.key for one in planned if isinstance(one, Moment)}
    reasons = {
        (one.place, one.local_date): one.reason for one in planned if isinstance(one, Skipped)
    }
    for row in rhythm.values():
        untried = row.state is State.PLANNED and row.intent_at is None
        if untried and row.key not in wanted and row.local_date >= first:
            place = Place(row.place or Place.PROMPT)
            reason = reasons.get((place, row.local_date), _CHANGED)
            outgoing.withdraw(connection, [row.id], reason)


def _plan_wanted(
    connection: Connection,
    manager: ManagerRecord,
    rhythm: Mapping[str, OutgoingRecord],
    planned: Sequence[Planned],
    now: datetime,
) -> None:
    fresh: list[NewRow] = []
    for moment in planned:
        if not isinstance(moment, Moment):
            continue
        row = rhythm.get(moment.key)
        if row is not None:
            _adjust(connection, row, moment, now)
        elif moment.due_at > now or moment.asked_at >= manager.planned_until:
            fresh.append(_new_row(manager, moment, now))
    outgoing.add(connection, fresh)


def _adjust(connection: Connection, row: OutgoingRecord, moment: Moment, now: datetime) -> None:
    """Move or revive a row that was never tried; never into the past."""
    times = _times(moment)
    if row.state is State.WITHDRAWN and row.intent_at is None and moment.due_at > now:
        outgoing.revive(connection, row.id, **times)
    elif row.state is State.PLANNED and (row.due_at, row.window_ends) != (
        moment.due_at,
        moment.window_ends,
    ):
        if moment.due_at > now:
            outgoing.move(connection, row.id, **times)
        else:
            outgoing.withdraw(connection, [row.id], _GONE_BY)


def _times(moment: Moment) -> dict[str, Any]:
    return {
        "asked_at": moment.asked_at,
        "due_at": moment.due_at,
        "window_ends": moment.window_ends,
        "week": moment.week,
    }


def _new_row(manager: ManagerRecord, moment: Moment, now: datetime) -> NewRow:
    missed = moment.window_ends <= now
    return NewRow(
        workspace=manager.workspace,
        key=moment.key,
        kind=_KINDS[moment.place],
        manager=manager.id,
        recipient=manager.user,
        local_date=moment.local_date,
        asked_at=moment.asked_at,
        due_at=moment.due_at,
        window_ends=moment.window_ends,
        place=moment.place,
        week=moment.week,
        state=State.EXPIRED if missed else State.PLANNED,
        reason=WAS_DOWN if missed else None,
    )


def _keep_within_hours(
    connection: Connection,
    manager: ManagerRecord,
    rows: Sequence[OutgoingRecord],
    days_off: Mapping[date, str],
) -> None:
    """A Later keeps its instant, unless that is no longer within work hours."""
    for row in rows:
        if row.kind is not Kind.LATER or row.state is not State.PLANNED:
            continue
        due = next_work_moment(row.asked_at, manager.schedule, days_off)
        if due != row.due_at:
            outgoing.move(connection, row.id, due_at=due, local_date=local_date(due, manager.zone))
            if row.prompt:
                prompts.comes_back(connection, row.prompt, due)
                shown = [one.id for one in outgoing.of_prompt(connection, row.prompt)]
                outgoing.shows_something_else(connection, shown)
