"""Planning: what the rules say should come becomes rows of outgoing, and changes with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.services.lateness import LATE_AFTER
from bot.services.meetings import plan_one_on_ones
from bot.services.replaced import event_dates, replaces, withdraw_replaced
from bot.storage import Connection, managers, outgoing, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import RHYTHM, Kind, NewRow, OutgoingRecord, State
from habits.calendar import local_date, next_work_moment
from habits.people import Place
from habits.planning import Came, Moment, Planned, Served, Skipped, plan
from habits.rhythm import Why

HORIZON = timedelta(hours=48)
"""How far ahead rows are planned."""
_LOOK_BACK = timedelta(days=14)
ONE_A_DAY = (*RHYTHM, Kind.NOTICE, Kind.TODAY)
"""Of these at most one comes on a work day. Exempt is what comes at a time the manager set."""
_LEFT = (State.SENDING, State.SENT, State.UNKNOWN)
KINDS = {Place.START: Kind.START, Place.PROMPT: Kind.PROMPT, Place.CHECK_IN: Kind.CHECK_IN}
_GONE_BY = "its new time had passed already"
WAS_DOWN = "the bot was not running when it was due"
_CHANGED = "the settings changed"


@dataclass(frozen=True)
class Outlook:
    """What the rules say for a manager over some days, and the rows behind what was sent."""

    planned: list[Planned]
    rows: list[OutgoingRecord]


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
    events = event_dates(connection, manager, first - _LOOK_BACK)
    planned = _plan(manager, rows, first, last, days_off, events)
    rhythm = {row.key: row for row in rows if row.kind in RHYTHM}
    withdraw_replaced(connection, [one for one in rows if replaces(events, manager, one)], now)
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
    events = event_dates(connection, manager, first - _LOOK_BACK)
    planned = _plan(manager, rows, first, last, days_off, events)
    dropped = {row.key: row for row in rows if _was_dropped(row)}
    stands = [
        _gave_way(one, dropped[one.key]) if isinstance(one, Moment) and one.key in dropped else one
        for one in planned
    ]
    return Outlook(stands, rows)


def _plan(
    manager: ManagerRecord,
    rows: Sequence[OutgoingRecord],
    first: date,
    last: date,
    days_off: Mapping[date, str],
    events: Collection[date],
) -> list[Planned]:
    return plan(
        manager.schedule,
        first,
        last,
        days_off,
        served([one for one in rows if has_left(one) or not replaces(events, manager, one)]),
        came(rows, manager.zone),
        events,
    )


def _was_dropped(row: OutgoingRecord) -> bool:
    """Whether it was due and did not come, for a reason that showed only then."""
    return row.state is State.WITHDRAWN and row.attempt > 0 and row.intent_at is None


def _gave_way(moment: Moment, row: OutgoingRecord) -> Skipped:
    return Skipped(
        moment.place,
        moment.week,
        moment.local_date,
        moment.local_time,
        moment.zone,
        Why.GAVE_WAY,
        row.reason or _CHANGED,
    )


def came(rows: Sequence[OutgoingRecord], zone: str, but: str = "") -> list[Came]:
    """The messages that came, or may have come, and count for one a day; the row with the id
    `but` is left out. What came in time counts from the instant that was asked for, so that a
    plan holds what it promised whatever the jitter was."""
    found: list[Came] = []
    for row in rows:
        if row.kind in ONE_A_DAY and has_left(row) and row.id != but:
            at = row.sent_at or row.intent_at or row.due_at
            in_time = row.asked_at <= at <= row.due_at + LATE_AFTER
            found.append(Came(local_date(at, zone), row.asked_at if in_time else at))
    return found


def has_left(row: OutgoingRecord) -> bool:
    """Whether it went out, or may have."""
    return row.state in _LEFT and row.intent_at is not None


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
        kind=KINDS[moment.place],
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
    if manager.schedule.hours_apart:
        return
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
