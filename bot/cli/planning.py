"""What will be sent to whom, and what will not, with the reason."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from bot.app import off_around
from bot.app.store import database_file, open_existing
from bot.clock import SystemClock
from bot.services.planning import outlook
from bot.services.who import off_days
from bot.storage import Connection, managers
from bot.storage.managers import ManagerRecord
from config.settings import Settings
from habits.calendar import local_date
from habits.planning import Moment, Planned


def show_plan(settings: Settings, first: date | None, days: int, *, as_json: bool) -> int:
    """Print the plan of all active managers for `days` local dates from `first` (today).

    Raises NoDatabase, and makes none.
    """
    database = open_existing(settings)
    now = SystemClock().now()
    lines = database.read_now(plan_lines, first, days, now)
    database.close()
    if as_json:
        print(json.dumps(lines, indent=1))
    else:
        # Without its password.
        print(f"Database: {database_file(settings) or database.url.render_as_string()}")
        _print_table(lines)
    return 0


def plan_lines(
    connection: Connection, first: date | None, days: int, now: datetime
) -> list[dict[str, Any]]:
    """One line for each message that comes, or does not, in the order of instants."""
    lines: list[dict[str, Any]] = []
    for manager in managers.every_active(connection):
        start = first or local_date(now, manager.zone)
        last = start + timedelta(days=days - 1)
        off = off_days(off_around, manager, start.year)
        planned = outlook(connection, manager, start, last, off).planned
        lines += [_line(manager, one) for one in planned]
    return sorted(lines, key=lambda line: (line["local_date"], line["local_time"]))


def _line(manager: ManagerRecord, planned: Planned) -> dict[str, Any]:
    comes = isinstance(planned, Moment)
    return {
        "workspace": manager.workspace,
        "manager": manager.user,
        "place": planned.place.value,
        "local_date": planned.local_date.isoformat(),
        "local_time": f"{planned.local_time:%H:%M}",
        "zone": planned.zone,
        "asked_at": planned.asked_at.isoformat() if comes else None,
        "due_at": planned.due_at.isoformat() if comes else None,
        "status": "planned" if comes else "skipped",
        "reason": None if comes else planned.reason,
    }


def _print_table(lines: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    if not lines:
        print("Nobody has started yet, so nothing is planned.")
        return
    table = Table("Day", "Time", "Zone", "Manager", "What", "Comes", "Why not", box=None)
    for line in lines:
        day = date.fromisoformat(line["local_date"])
        comes = "yes" if line["status"] == "planned" else "no"
        table.add_row(
            f"{day:%a %d %b}",
            line["local_time"],
            line["zone"],
            line["manager"],
            line["place"],
            comes,
            line["reason"] or "",
        )
    Console().print(table)
