"""What a manager ticked in a week: events to come, and habits that happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Executable, delete, insert, or_, select, update

from bot.storage.prepared import Value, prepared
from bot.storage.tables import opportunities, week_answers
from habits.calendar import HALF_A_WEEK


@dataclass(frozen=True)
class WeekAnswerRecord:
    """`ticks` empty: an explicit none."""

    ticks: tuple[str, ...]
    answered_at: datetime


@dataclass(frozen=True)
class EventRecord:
    """Something that comes up in a week; `at` is when the manager said so last."""

    event: str
    week: date
    at: datetime


def answer(
    connection: Connection,
    manager: str,
    week: date,
    place: str,
    ticks: Sequence[str],
    now: datetime,
) -> None:
    """Keep the answer; a later one takes its place."""
    here = (
        week_answers.c.manager == manager,
        week_answers.c.week == week,
        week_answers.c.place == place,
    )
    values = {"ticks": list(ticks), "answered_at": now}
    if connection.execute(update(week_answers).where(*here).values(**values)).rowcount == 0:
        connection.execute(
            insert(week_answers).values(manager=manager, week=week, place=place, **values)
        )


def answered(
    connection: Connection, manager: str, week: date, place: str
) -> WeekAnswerRecord | None:
    row = _answered.first(connection, manager=manager, week=week, place=place)
    return None if row is None else WeekAnswerRecord(tuple(row.ticks), row.answered_at)


@prepared
def _answered(manager: Value, week: Value, place: Value) -> Executable:
    return select(week_answers.c.ticks, week_answers.c.answered_at).where(
        week_answers.c.manager == manager,
        week_answers.c.week == week,
        week_answers.c.place == place,
    )


def said_none(connection: Connection, manager: str, week: date, place: str) -> bool:
    """Whether the last answer for that week, however it was named then, is an explicit none."""
    ticks = _near.scalar(
        connection,
        manager=manager,
        first=week - HALF_A_WEEK,
        last=week + HALF_A_WEEK,
        place=place,
    )
    return ticks is not None and not ticks


@prepared
def _near(manager: Value, first: Value, last: Value, place: Value) -> Executable:
    return (
        select(week_answers.c.ticks)
        .where(
            week_answers.c.manager == manager,
            week_answers.c.week.between(first, last),
            week_answers.c.place == place,
        )
        .order_by(week_answers.c.answered_at.desc())
        .limit(1)
    )


def take_back_answer(connection: Connection, manager: str, week: date, place: str) -> None:
    connection.execute(
        delete(week_answers).where(
            week_answers.c.manager == manager,
            week_answers.c.week == week,
            week_answers.c.place == place,
        )
    )


def expect(
    connection: Connection, manager: str, week: date, events: Sequence[str], now: datetime
) -> None:
    """These events are coming up in that week. Others were not meant, unless they have come up
    since: what happened stays."""
    of_week = (opportunities.c.manager == manager, opportunities.c.week == week)
    connection.execute(
        delete(opportunities).where(
            *of_week, opportunities.c.event.not_in(events), opportunities.c.happened == 0
        )
    )
    known = set(connection.execute(select(opportunities.c.event).where(*of_week)).scalars())
    fresh = [event for event in events if event not in known]
    if fresh:
        connection.execute(
            insert(opportunities),
            [{"manager": manager, "week": week, "event": event, "at": now} for event in fresh],
        )


def happened(connection: Connection, manager: str, week: date, event: str, now: datetime) -> None:
    """The event came up, once more, in that week."""
    named = connection.execute(
        update(opportunities)
        .where(
            opportunities.c.manager == manager,
            opportunities.c.week == week,
            opportunities.c.event == event,
        )
        .values(happened=opportunities.c.happened + 1, at=now)
    )
    if named.rowcount == 0:
        one = {"manager": manager, "week": week, "event": event, "happened": 1, "at": now}
        connection.execute(insert(opportunities), [one])


def named(
    connection: Connection, manager: str, week: date, since: datetime | None = None
) -> list[EventRecord]:
    """What was named for that week, however it was named then, and what was named since the UTC
    instant."""
    of_week = {"manager": manager, "first": week - HALF_A_WEEK, "last": week + HALF_A_WEEK}
    found = (
        _named.all(connection, **of_week)
        if since is None
        else _named_since.all(connection, **of_week, since=since)
    )
    return [EventRecord(*row) for row in found]


@prepared
def _named(manager: Value, first: Value, last: Value) -> Executable:
    return _events.where(
        opportunities.c.manager == manager, opportunities.c.week.between(first, last)
    )


@prepared
def _named_since(manager: Value, first: Value, last: Value, since: Value) -> Executable:
    wanted = or_(opportunities.c.week.between(first, last), opportunities.c.at >= since)
    return _events.where(opportunities.c.manager == manager, wanted)


_events = select(opportunities.c.event, opportunities.c.week, opportunities.c.at).order_by(
    opportunities.c.event, opportunities.c.week
)


def none_of_these(connection: Connection, manager: str, place: str, first: date) -> list[date]:
    """The weeks from `first` on for which the answer at that place was an explicit none."""
    answers = _answers.all(connection, manager=manager, place=place, first=first)
    return [row.week for row in answers if not row.ticks]


@prepared
def _answers(manager: Value, place: Value, first: Value) -> Executable:
    return select(week_answers.c.week, week_answers.c.ticks).where(
        week_answers.c.manager == manager,
        week_answers.c.place == place,
        week_answers.c.week >= first,
    )


def weeks_with(
    connection: Connection, manager: str, events: Sequence[str], first: date
) -> list[date]:
    """The weeks from `first` on in which one of these events was named."""
    return _weeks_with.scalars(connection, manager=manager, first=first, events=events)


@prepared
def _weeks_with(manager: Value, first: Value, events: Value) -> Executable:
    return (
        select(opportunities.c.week)
        .where(
            opportunities.c.manager == manager,
            opportunities.c.week >= first,
            opportunities.c.event.in_(events),
        )
        .distinct()
    )
