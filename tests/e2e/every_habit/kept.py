"""What the database holds of a manager, counted by table."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

OF_MANAGERS = (
    *("posts", "pair_notes", "requests", "questions", "one_on_ones", "follow_ups"),
    *("consents", "stories", "awards", "lunches", "rides", "obstacles", "promises", "admissions"),
    *("experiments", "talks", "gaps", "sizes", "own_lists", "contacts"),
)
OF_OTHERS = {"nominations": "awards", "votes": "awards", "lunch_stories": "lunches"}
"""Tables without a manager of their own, with the table they belong to."""


def rows(database: Path, user: str, habit: str) -> dict[str, int]:
    """How many rows each table has of this manager; tables without any are left out. Of drafts,
    those of the habit."""
    with closing(sqlite3.connect(database)) as connection:
        [[manager]] = connection.execute("SELECT id FROM managers WHERE user = ?", [user])
        found: dict[str, int] = {}
        for table in OF_MANAGERS:
            ask = f"SELECT count(*) FROM {table} WHERE manager = ?"  # noqa: S608 - a name above
            [[found[table]]] = connection.execute(ask, [manager])
        for table, parent in OF_OTHERS.items():
            name = parent.rstrip("es") if parent == "lunches" else parent.rstrip("s")
            ask = (
                f"SELECT count(*) FROM {table} JOIN {parent} ON {parent}.id = {table}.{name} "  # noqa: S608 - names above
                f"WHERE {parent}.manager = ?"
            )
            [[found[table]]] = connection.execute(ask, [manager])
        drafts = "SELECT count(*) FROM drafts WHERE manager = ? AND habit LIKE ?"
        [[found["drafts"]]] = connection.execute(drafts, [manager, f"{habit}%"])
    return {table: count for table, count in found.items() if count}


def practised(database: Path, user: str, habit: str) -> list[date]:
    """The days for which the habit counts."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(
            "SELECT about_day FROM practices JOIN managers ON managers.id = practices.manager "
            "WHERE managers.user = ? AND habit = ? ORDER BY about_day",
            [user, habit],
        )
        return [datetime.fromisoformat(day).date() for (day,) in found]


def waits(database: Path, user: str) -> list[tuple[str, str]]:
    """What a manager has not answered: follow-ups with their dates, and talks."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(
            "SELECT follow_ups.id, due_on FROM follow_ups JOIN managers ON managers.id = manager "
            "WHERE user = :user AND answer IS NULL UNION "
            "SELECT talks.id, talks.state FROM talks JOIN managers ON managers.id = manager "
            "WHERE user = :user",
            {"user": user},
        ).fetchall()
