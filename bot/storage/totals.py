"""What is left of what is older than twelve months: sums by week, and then nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.storage.database import add_missing
from bot.storage.old_tools import TO_POSTS, TO_PROMPTS, old_rows_of_tools
from bot.storage.outgoing import Kind
from bot.storage.outgoing import State as Outgoing
from bot.storage.requests import NOT_SETTLED
from bot.storage.roster import Ended
from bot.storage.tables import (
    active_habits,
    away,
    decisions,
    focuses,
    managers,
    notes,
    opportunities,
    outgoing,
    practices,
    prompts,
    ratings,
    strengths,
    week_answers,
    week_totals,
)
from bot.storage.team_tables import (
    excuses,
    follow_ups,
    helped,
    pair_notes,
    posts,
    questions,
    requests,
    roster,
)
from habits.calendar import week_of
from habits.people import Weekday

_UNDER_WAY = (Outgoing.PLANNED, Outgoing.SENDING)


def with_old_practices(connection: Connection, before: date) -> list[str]:
    """The ids of managers who did something on a local date before that."""
    ask = select(practices.c.manager).where(practices.c.about_day < before).distinct()
    return list(connection.execute(ask.order_by(practices.c.manager)).scalars())


def add_up(
    connection: Connection,
    manager: str,
    work_days: frozenset[Weekday],
    before: date,
    later: Mapping[str, date],
    limit: int,
) -> int:
    """Let sums by week take the place of practices about local dates before `before`, `limit` at
    most; how many it found. `later`: of some habits, the first date still needed."""
    old = practices.c.about_day < before
    needed = [
        and_(practices.c.habit == habit, practices.c.about_day >= first)
        for habit, first in later.items()
    ]
    ask = (
        select(practices.c.id)
        .where(practices.c.manager == manager, old, *(~one for one in needed))
        .order_by(practices.c.about_day, practices.c.id)
        .limit(limit)
    )
    found = connection.execute(ask).scalars().all()
    # Another process may let go of the same ones: whoever deletes one counts it.
    deleting = delete(practices).where(practices.c.id.in_(found))
    rows = connection.execute(deleting.returning(practices.c.habit, practices.c.about_day)).all()
    times = Counter((row.habit, week_of(row.about_day, work_days)) for row in rows)
    for (habit, week), number in times.items():
        of = {"manager": manager, "habit": habit, "week": week}
        if add_missing(connection, week_totals, [{**of, "times": number}]) == 0:
            same = [week_totals.c[name] == value for name, value in of.items()]
            more = week_totals.c.times + number
            connection.execute(update(week_totals).where(*same).values(times=more))
    return len(found)


def old_rows(
    today: date, day: date, instant: datetime
) -> Sequence[tuple[Table, ColumnElement[bool]]]:
    """What goes as it is, in an order in which it may: rows about local dates before `day`, or
    made before the UTC instant. What something younger points at stays, and so does what holds on
    the date `today`, however old."""
    return (
        *old_rows_of_tools(day, instant),
        (questions, questions.c.at < instant),
        (requests, and_(requests.c.state.not_in(NOT_SETTLED), requests.c.decided_at < instant)),
        (follow_ups, follow_ups.c.due_on < day),
        (notes, notes.c.at < instant),
        (roster, and_(roster.c.ended == Ended.GONE, roster.c.until < instant)),
        (outgoing, _old_messages(day)),
        (helped, helped.c.post.in_(select(posts.c.id).where(_old_posts(instant)))),
        (posts, _old_posts(instant)),
        (decisions, decisions.c.prompt.in_(select(prompts.c.id).where(_old_prompts(instant)))),
        (prompts, and_(_old_prompts(instant), _unused(decisions.c.prompt, prompts.c.id))),
        (week_answers, week_answers.c.week < day),
        (opportunities, opportunities.c.week < day),
        (focuses, and_(focuses.c.week < day, focuses.c.week < _newest(focuses, today))),
        (strengths, strengths.c.week < day),
        (ratings, and_(ratings.c.week < day, ratings.c.week < _newest(ratings, today))),
        (active_habits, active_habits.c.until < instant),
        (excuses, excuses.c.last < day),
        (away, away.c.until < instant),
    )


def remove_some(
    connection: Connection, table: Table, which: ColumnElement[bool], limit: int
) -> int:
    """Delete so many of these rows; how many there were."""
    key = list(table.primary_key)
    found = connection.execute(select(*key).where(which).order_by(*key).limit(limit)).all()
    if found:
        this = and_(*(column == bindparam(f"of_{column.name}") for column in key))
        values: list[dict[str, Any]] = [
            {f"of_{column.name}": value for column, value in zip(key, row, strict=True)}
            for row in found
        ]
        connection.execute(delete(table).where(this), values)
    return len(found)


def left_before(connection: Connection, instant: datetime) -> list[str]:
    """The ids of managers who left before the UTC instant and did not come back."""
    ask = select(managers.c.id).where(managers.c.left_at < instant)
    return list(connection.execute(ask).scalars())


def _old_messages(day: date) -> ColumnElement[bool]:
    """The first message to a rep stays as long as the entry that its buttons are about."""
    of_an_entry = exists().where(roster.c.id == outgoing.c.subject)
    return and_(
        outgoing.c.local_date < day,
        outgoing.c.state.not_in(_UNDER_WAY),
        or_(outgoing.c.kind != Kind.INTRO, ~of_an_entry),
    )


def _old_posts(instant: datetime) -> ColumnElement[bool]:
    return and_(
        posts.c.confirmed_at < instant,
        *(_unused(one, posts.c.id) for one in (questions.c.post, requests.c.post, *TO_POSTS)),
    )


def _old_prompts(instant: datetime) -> ColumnElement[bool]:
    of_notes = (notes.c.prompt, pair_notes.c.prompt)
    pointing = (outgoing.c.prompt, posts.c.prompt, *of_notes, *TO_PROMPTS)
    return and_(prompts.c.asked_at < instant, *(_unused(one, prompts.c.id) for one in pointing))


def _unused(pointing: Column[str], at: Column[str]) -> ColumnElement[bool]:
    return ~exists().where(pointing == at)


def _newest(table: Table, today: date) -> Any:
    """The newest week, up to the date `today`, that a row about the same habit is about."""
    other = table.alias()
    same = (other.c[name] == table.c[name] for name in ("manager", "habit"))
    newest = select(func.max(other.c.week)).where(*same, other.c.week <= today)
    return newest.correlate(table).scalar_subquery()
