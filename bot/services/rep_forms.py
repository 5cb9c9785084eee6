"""When a rep is asked for their part of a note: after the next 1:1, in their own work hours."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services.pair_parts import rep_fields
from bot.services.who import House
from bot.storage import Connection, one_on_ones, outgoing, pair_notes, people
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow, State
from bot.storage.pair_notes import PairNoteRecord
from habits.calendar import end_of_hours, local_date, next_work_moment, work_dates_from
from habits.coaching import Meeting, ask_rep_at, next_meeting
from habits.people import Schedule

_DAYS_TO_ARRIVE = 3
_MAY_ARRIVE = (State.PLANNED, State.SENDING, State.SENT, State.UNKNOWN)


@dataclass(frozen=True)
class Times:
    """When something goes to a rep, and until when it may. `local_date` is the rep's."""

    due_at: datetime
    window_ends: datetime
    local_date: date


def when(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    rep: str,
    due: datetime,
    now: datetime,
) -> Times:
    """The rep's first usual work moment from the UTC instant `due` on, and the end of the third
    work day after it."""
    person = people.get(connection, manager.workspace, rep)
    schedule = Schedule("", person.zone if person else manager.zone, manager.started_at)
    off = house.off(manager, now)
    due_at = next_work_moment(due, schedule, off)
    day = local_date(due_at, schedule.zone)
    days = work_dates_from(day, schedule, off)
    last = [next(days) for _ in range(_DAYS_TO_ARRIVE + 1)][-1]
    return Times(due_at, end_of_hours(last, schedule), day)


def next_one_on_one(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, now: datetime
) -> Meeting | None:
    """The pair's next 1:1, or the one that goes on at the UTC instant `now`."""
    off = house.off(manager, now)
    found = (
        next_meeting(one.usual, manager.schedule, off, now)
        for one in one_on_ones.of_rep(connection, manager.id, rep)
    )
    return min(
        (one for one in found if one is not None), key=lambda one: one.starts_at, default=None
    )


def queue(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    note: PairNoteRecord,
    now: datetime,
) -> None:
    """Let the rep be asked, once for each note: after the 1:1 for a part of their own, else at
    once. A form that was taken back is planned again."""
    rows = outgoing.of_subject(connection, manager.workspace, Kind.REP_FORM, note.id)
    if any(row.state in _MAY_ARRIVE for row in rows):
        return
    habit = house.catalogue.habits.get(note.habit)
    due = now
    if habit is None or rep_fields(habit):
        due = ask_rep_at(next_one_on_one(connection, house, manager, note.rep, now), now)
    times = when(connection, house, manager, note.rep, due, now)
    # A row keeps its key for ever, so a form that was taken back goes out as another row.
    row = NewRow(
        workspace=manager.workspace,
        key=f"rep-form:{note.id}:{len(rows)}",
        kind=Kind.REP_FORM,
        manager=manager.id,
        recipient=note.rep,
        local_date=times.local_date,
        asked_at=now,
        due_at=times.due_at,
        window_ends=times.window_ends,
        subject=note.id,
    )
    outgoing.add(connection, [row])


def queue_waiting(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, now: datetime
) -> None:
    """Let all notes follow that waited for the rep's first message."""
    for note in pair_notes.waiting_for(connection, manager.id, rep):
        queue(connection, house, manager, note, now)


def shows_anew(connection: Connection, note: PairNoteRecord, workspace: str) -> None:
    """What the rep was sent about a note shows what holds now."""
    rows = outgoing.of_subject(connection, workspace, Kind.REP_FORM, note.id)
    outgoing.shows_something_else(connection, [row.id for row in rows])
