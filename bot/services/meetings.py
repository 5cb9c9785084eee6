"""The 1:1s to come: the rows that remind of them, and what is true of the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.services.pair_parts import COACH, next_step_of
from bot.services.taking_part import name_in
from bot.services.who import House
from bot.storage import Connection, one_on_ones, outgoing, pair_notes, people, roster
from bot.storage.managers import ManagerRecord
from bot.storage.one_on_ones import OneOnOneRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord, State
from bot.storage.roster import Standing
from habits.catalogue import Habit, Wording
from habits.catalogue_lists import Need, SlotSource
from habits.coaching import REMINDED_BEFORE, Meeting, is_soon, meetings, next_meeting

_CHANGED = "the 1:1 is at another time, or no more"


@dataclass(frozen=True)
class Coming:
    """A 1:1 to come."""

    rep: str
    rep_name: str
    meeting: Meeting


@dataclass(frozen=True)
class Soon:
    """The 1:1 that a line may speak of. `next_step` is the rep's own, of last time, from the note
    with the id `note`; None where there is none."""

    rep: str
    rep_name: str
    next_step: str | None
    note: str | None


def plan_one_on_ones(
    connection: Connection,
    manager: ManagerRecord,
    rows: Sequence[OutgoingRecord],
    now: datetime,
    until: datetime,
    days_off: Mapping[date, str],
) -> None:
    """Bring the reminders up to the UTC instant `until` in line with the usual times. `rows` are
    the manager's; what is planned surely did not leave, tried or not."""
    wanted = _wanted(connection, manager, now, until, days_off)
    known = {row.key: row for row in rows if row.kind is Kind.ONE_ON_ONE}
    for row in known.values():
        if row.key not in wanted and row.state is State.PLANNED:
            outgoing.withdraw(connection, [row.id], _CHANGED)
    fresh: list[NewRow] = []
    for key, row in wanted.items():
        earlier = known.get(key)
        times = {"asked_at": row.asked_at, "due_at": row.due_at, "window_ends": row.window_ends}
        if earlier is None:
            # One that is due already would come unasked, right after its time was set.
            fresh += [row] if row.due_at > now else []
        elif earlier.state is State.WITHDRAWN and row.due_at > now:
            outgoing.revive(connection, earlier.id, **times)
        elif earlier.state is State.PLANNED and earlier.window_ends != row.window_ends:
            outgoing.move(connection, earlier.id, **times)
    outgoing.add(connection, fresh)


def coming(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> list[Coming]:
    """The next 1:1 with each rep who is still there, soonest first. One that goes on counts."""
    off = house.off(manager, now)
    usual = one_on_ones.of_manager(connection, manager.id)
    known = people.several(connection, manager.workspace, [one.rep for one in usual])
    found: list[Coming] = []
    for one in usual:
        person = known.get(one.rep)
        if person is not None and person.deleted:
            continue
        meeting = next_meeting(one.usual, manager.schedule, off, now)
        if meeting is not None:
            found.append(Coming(one.rep, name_in(known, one.rep), meeting))
    return sorted(found, key=lambda one: one.meeting.starts_at)


def soon(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Soon | None:
    """The 1:1 within 24 hours that a line may speak of: the first whose rep chose a next step
    last time, else the first. What a rep who left wrote is not brought up."""
    near = [one for one in coming(connection, house, manager, now) if is_soon(one.meeting, now)]
    if not near:
        return None
    here = {
        one.user
        for one in roster.of_manager(connection, manager.id)
        if one.state is Standing.INTRODUCED
    }
    asked = [one.rep for one in near if one.rep in here]
    notes = pair_notes.last_returned(connection, manager.id, asked, COACH)
    found = [
        Soon(one.rep, one.rep_name, step, note.id if note and step else None)
        for one in near
        for note in [notes.get(one.rep)]
        for step in [next_step_of(note)]
    ]
    return next((one for one in found if one.next_step), found[0])


def named_in(habit: Habit, wording: str, meeting: Soon | None) -> tuple[str | None, str | None]:
    """Whom the line with the id `wording` names once it is filled, and the note whose words it
    quotes."""
    line = next((one for one in habit.wordings if one.id == wording), None)
    if meeting is None or line is None or not line.slots:
        return None, None
    quotes = SlotSource.COACH_NOTE_NEXT_STEP in line.slots.values()
    return meeting.rep, meeting.note if quotes else None


def true_of_coaching(meeting: Soon | None) -> frozenset[Need]:
    """The needs that the 1:1 makes true which is `soon`."""
    if meeting is None:
        return frozenset()
    if meeting.next_step is None:
        return frozenset({Need.ONE_ON_ONE_SOON})
    return frozenset({Need.ONE_ON_ONE_SOON, Need.LAST_NEXT_STEP})


def fillings(meeting: Soon | None) -> dict[SlotSource, str]:
    """What may be put into the gaps of a line, from the same 1:1."""
    if meeting is None:
        return {}
    found = {SlotSource.ONE_ON_ONE_REP: meeting.rep_name}
    if meeting.next_step is not None:
        found[SlotSource.COACH_NOTE_NEXT_STEP] = meeting.next_step.rstrip(".!?")
    return {source: clip(text, source.longest) for source, text in found.items()}


def can_fill(wording: Wording, found: Mapping[SlotSource, str]) -> bool:
    """Whether there is something for every gap."""
    return all(source in found for source in wording.slots.values())


def fill(wording: Wording, found: Mapping[SlotSource, str]) -> str:
    """The line with its gaps filled."""
    if not wording.slots:
        return wording.text
    return wording.text.format(**{gap: found[source] for gap, source in wording.slots.items()})


def _wanted(
    connection: Connection,
    manager: ManagerRecord,
    now: datetime,
    until: datetime,
    days_off: Mapping[date, str],
) -> dict[str, NewRow]:
    found: dict[str, NewRow] = {}
    for one in one_on_ones.of_manager(connection, manager.id):
        for meeting in meetings(one.usual, manager.schedule, days_off, now):
            if meeting.starts_at - REMINDED_BEFORE > until:
                break
            row = _row(manager, one, meeting)
            if row is not None and meeting.starts_at > now:
                found[row.key] = row
    return found


def _row(manager: ManagerRecord, one: OneOnOneRecord, meeting: Meeting) -> NewRow | None:
    if meeting.remind_at is None:
        return None
    return NewRow(
        workspace=manager.workspace,
        key=f"one-on-one:{one.id}:{meeting.day.isoformat()}",
        kind=Kind.ONE_ON_ONE,
        manager=manager.id,
        recipient=manager.user,
        local_date=meeting.day,
        asked_at=meeting.remind_at,
        due_at=meeting.remind_at,
        window_ends=meeting.starts_at,
        subject=one.id,
    )


def clip(text: str, longest: int) -> str:
    """The text, with an ellipsis where it is longer than so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
