"""The rows of outgoing about an obstacle: that it is there, taken on, answered."""

from datetime import datetime, timedelta

from bot.services import rep_forms
from bot.services.forgetting import NO_LONGER_WANTED
from bot.services.obstacle_messages import Place
from bot.services.who import House
from bot.storage import Connection, letting_go, obstacles, outgoing
from bot.storage.managers import ManagerRecord
from bot.storage.obstacles import ObstacleRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord, State
from habits.calendar import (
    end_of_hours,
    local_date,
    next_work_moment,
    work_dates_from,
)

_KINDS = (Kind.HELP, Kind.HELP_REP)
_DAYS_TO_ARRIVE = 3
_ANSWERED_MEANWHILE = "the obstacle stands elsewhere"


def tell_manager(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    found: ObstacleRecord,
    now: datetime,
) -> None:
    """In the manager's hours, within three work days."""
    due, ends = now, now + timedelta(days=_DAYS_TO_ARRIVE)
    if not manager.schedule.hours_apart:
        off = house.off(manager, now)
        due = next_work_moment(now, manager.schedule, off)
        days = work_dates_from(local_date(due, manager.zone), manager.schedule, off)
        last = [next(days) for _ in range(_DAYS_TO_ARRIVE + 1)][-1]
        ends = end_of_hours(last, manager.schedule)
    row = NewRow(
        workspace=manager.workspace,
        key=f"{Place.TOLD}:{found.id}",
        kind=Kind.HELP,
        manager=manager.id,
        recipient=manager.user,
        local_date=local_date(due, manager.zone),
        asked_at=now,
        due_at=due,
        window_ends=ends,
        place=Place.TOLD,
        subject=found.id,
    )
    outgoing.add(connection, [row])


def tell_rep(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    found: ObstacleRecord,
    place: Place,
    now: datetime,
) -> None:
    """In the rep's hours; what they were about to hear is taken back."""
    rows = outgoing.of_subject(connection, found.workspace, Kind.HELP_REP, found.id)
    waiting = [row.id for row in rows if row.state is State.PLANNED]
    outgoing.withdraw(connection, waiting, _ANSWERED_MEANWHILE)
    times = rep_forms.when(connection, house, manager, found.rep, now, now)
    row = NewRow(
        workspace=manager.workspace,
        # A row keeps its key for ever, so each one has a number of its own.
        key=f"{place}:{found.id}:{len(rows)}",
        kind=Kind.HELP_REP,
        manager=manager.id,
        recipient=found.rep,
        local_date=times.local_date,
        asked_at=now,
        due_at=times.due_at,
        window_ends=times.window_ends,
        place=place,
        subject=found.id,
    )
    outgoing.add(connection, [row])


def shown_anew(connection: Connection, found: ObstacleRecord) -> None:
    """Messages about it show what holds now."""
    rows = rows_of(connection, found.workspace, found.id)
    outgoing.shows_something_else(connection, [row.id for row in rows if row.ts is not None])


def remove(connection: Connection, workspace: str, ids: list[str]) -> None:
    """Delete obstacles: nobody hears of them any more, and messages about them say so."""
    for kind in _KINDS:
        letting_go.end_all_about(connection, workspace, kind, ids, NO_LONGER_WANTED)
    obstacles.remove(connection, ids)


def end_of_pair(connection: Connection, workspace: str, manager: str, rep: str) -> None:
    """The rep takes no part any more."""
    remove(connection, workspace, [one.id for one in obstacles.of_pair(connection, manager, rep)])


def manager_left(connection: Connection, manager: str) -> None:
    """Messages to reps say that the manager does not use the bot any more."""
    for one in obstacles.open_of(connection, manager):
        shown_anew(connection, one)


def rows_of(connection: Connection, workspace: str, obstacle: str) -> list[OutgoingRecord]:
    of_subject = outgoing.of_subject
    return [row for kind in _KINDS for row in of_subject(connection, workspace, kind, obstacle)]
