"""The 1:1s to come: the rows that remind of them, and what is true of the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.services.pair_parts import COACH, next_step_of
from bot.services.taking_part import name_of, takes_part
from bot.services.who import House
from bot.storage import Connection, one_on_ones, outgoing, pair_notes, people
from bot.storage.managers import ManagerRecord
from bot.storage.one_on_ones import OneOnOneRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord, State
from habits.catalogue import Wording
from habits.catalogue_lists import Need, SlotSource
from habits.coaching import REMINDED_BEFORE, Meeting, is_soon, meetings, next_meeting

_CHANGED = "the 1:1 is at another time, or no more"


@dataclass(frozen=True)
class Coming:
    """A 1:1 to come. `next_step` is the rep's own, of last time; None where there is none."""

    rep: str
    rep_name: str
    meeting: Meeting
    next_step: str | None


def plan_one_on_ones(
    connection: Connection,
    manager: ManagerRecord,
    rows: Sequence[OutgoingRecord],
    now: datetime,
    until: datetime,
    days_off: Mapping[date, str],
) -> None:
    """Bring the reminders up to the UTC instant `until` in line with the usual times. `rows` are
    the manager's; those that were tried already stay as they are."""
    wanted = _wanted(connection, manager, now, until, days_off)
    known = {row.key: row for row in rows if row.kind is Kind.ONE_ON_ONE}
    for row in known.values():
        if row.key not in wanted and row.state is State.PLANNED and row.intent_at is None:
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
    found: list[Coming] = []
    for one in one_on_ones.of_manager(connection, manager.id):
        meeting = next_meeting(one.usual, manager.schedule, off, now)
        person = people.get(connection, manager.workspace, one.rep)
        if meeting is not None and (person is None or not person.deleted):
            name = name_of(connection, manager.workspace, one.rep)
            found.append(Coming(one.rep, name, meeting, _last_step(connection, manager, one.rep)))
    return sorted(found, key=lambda one: one.meeting.starts_at)


def soon(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Coming | None:
    """The 1:1 within 24 hours that a line may speak of: the first whose rep chose a next step
    last time, else the first."""
    found = [one for one in coming(connection, house, manager, now) if is_soon(one.meeting, now)]
    return next((one for one in found if one.next_step), found[0] if found else None)


def true_of_coaching(meeting: Coming | None) -> frozenset[Need]:
    """The needs that the 1:1 makes true which is `soon`."""
    if meeting is None:
        return frozenset()
    if meeting.next_step is None:
        return frozenset({Need.ONE_ON_ONE_SOON})
    return frozenset({Need.ONE_ON_ONE_SOON, Need.LAST_NEXT_STEP})


def fillings(meeting: Coming | None) -> dict[SlotSource, str]:
    """What may be put into the gaps of a line, from the same 1:1."""
    if meeting is None:
        return {}
    found = {SlotSource.ONE_ON_ONE_REP: meeting.rep_name}
    if meeting.next_step is not None:
        found[SlotSource.COACH_NOTE_NEXT_STEP] = meeting.next_step.rstrip(".!?")
    return {source: _clip(text, source.longest) for source, text in found.items()}


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


def _last_step(connection: Connection, manager: ManagerRecord, rep: str) -> str | None:
    """Only of somebody who takes part: what a rep who left wrote is not brought up."""
    if not takes_part(connection, manager.id, rep):
        return None
    return next_step_of(pair_notes.returned(connection, manager.id, rep, COACH))


def _clip(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
