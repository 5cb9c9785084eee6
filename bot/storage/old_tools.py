"""What of the tools is over since twelve months. What is still open stays: a promise, and an
obstacle to which nobody answered."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, Table, and_, exists, or_, select

from bot.storage.tool_tables import (
    admissions,
    awards,
    consents,
    contacts,
    experiments,
    gaps,
    lunch_stories,
    lunches,
    nominations,
    obstacles,
    promises,
    rides,
    sizes,
    stories,
    talks,
    votes,
)

TO_POSTS: Sequence[Column[str]] = (
    stories.c.post,
    awards.c.post,
    awards.c.result_post,
    lunches.c.post,
    lunches.c.learnings_post,
)
"""Columns that point at posts."""

TO_PROMPTS: Sequence[Column[str]] = (rides.c.prompt,)
"""Columns that point at prompts."""


def old_rows_of_tools(day: date, instant: datetime) -> Sequence[tuple[Table, ColumnElement[bool]]]:
    """Rows about local dates before `day`, or over since before the UTC instant, in an order in
    which they may go; what something younger points at stays."""
    put_up = nominations.c.at < instant
    return (
        (votes, votes.c.nomination.in_(select(nominations.c.id).where(put_up))),
        (nominations, and_(put_up, _unused(votes.c.nomination, nominations.c.id))),
        (lunch_stories, lunch_stories.c.at < instant),
        (awards, and_(awards.c.at < instant, _unused(nominations.c.award, awards.c.id))),
        (lunches, and_(lunches.c.on_day < day, _unused(lunch_stories.c.lunch, lunches.c.id))),
        (
            stories,
            and_(
                stories.c.at < instant,
                _unused(nominations.c.story, stories.c.id),
                _unused(lunch_stories.c.story, stories.c.id),
            ),
        ),
        (consents, consents.c.asked_at < instant),
        (rides, and_(rides.c.at < instant, _past(rides.c.starts_at, instant))),
        (obstacles, obstacles.c.answered_at < instant),
        (promises, promises.c.closed_at < instant),
        *(
            (table, and_(table.c.at < instant, _past(table.c.closed_at, instant)))
            for table in (admissions, experiments, gaps)
        ),
        (talks, talks.c.starts_at < instant),
        (sizes, sizes.c.quarter < day),
        (contacts, contacts.c.last_on < day),
    )


def _past(column: Column[datetime], instant: datetime) -> ColumnElement[bool]:
    """Before the instant, or never."""
    return or_(column.is_(None), column < instant)


def _unused(pointing: Column[str], at: Column[str]) -> ColumnElement[bool]:
    return ~exists().where(pointing == at)
