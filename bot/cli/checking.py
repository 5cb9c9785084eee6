"""Is everything in order, and how is the running bot?"""

import json
import sys
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app.store import database_file, key_file, need_database, open_existing
from bot.clock import SystemClock
from bot.services.standing import standing_now
from bot.storage.backup import CannotBackUp, back_up
from config.settings import Settings
from habits.catalogue import Catalogue


def check(settings: Settings, catalogue: Catalogue) -> int:
    """Say what was found to be in order; makes nothing. Raises HabitsError for what is not."""
    path = database_file(settings)
    if path is not None and not path.exists():
        _print_sound(catalogue)
        print(f"Database: none at {path} yet; the first run makes it.")
        return 0
    database = open_existing(settings)
    standing = database.read_now(standing_now, SystemClock().now())
    _print_sound(catalogue)
    print(f"Database: schema {standing.schema}, {database.url.get_backend_name()}.")
    if (key := key_file(settings)) is not None:
        print(f"Key: {key}. Back it up, apart from the database: without it notes are lost.")
    if standing.unknown:
        print(
            f"{standing.unknown} messages may or may not have arrived: the answer from Slack "
            "was lost. They are not sent again."
        )
    database.close()
    return 0


def _print_sound(catalogue: Catalogue) -> None:
    print("Settings: in order.")
    print(f"Habits: {len(catalogue.habits)}.")


def check_live(settings: Settings) -> int:
    """Ask the running bot on its health port; 0 only when it is ready."""
    if settings.health_port == 0:
        print("TRUST_HEALTH_PORT is 0, so a running bot cannot be asked.", file=sys.stderr)
        return 1
    url = f"http://127.0.0.1:{settings.health_port}/readyz"
    # No proxy stands between this machine and itself.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            told = json.load(answer)
    except urllib.error.HTTPError as error:
        told = json.load(error)
    except (OSError, ValueError):
        print(f"No bot answers on port {settings.health_port}.", file=sys.stderr)
        return 1
    print(live_words(told))
    return 0 if told["ready"] else 1


def live_words(told: dict[str, Any]) -> str:
    """One line: "Slack connected, last tick 12 s ago, next prompt Tue 10:04 UTC, 0 stuck."."""
    ticked = told.get("seconds_since_tick")
    parts = [
        "Slack connected" if told.get("slack_connections") else "Slack not connected",
        "no tick yet" if ticked is None else f"last tick {ticked:.0f} s ago",
    ]
    if not told.get("database"):
        parts.append("the database does not answer")
    else:
        due = told.get("next_due")
        parts.append(
            f"next prompt {datetime.fromisoformat(due):%a %H:%M} UTC" if due else "nothing planned"
        )
        parts.append(f"{told.get('stuck', 0)} stuck")
        if told.get("unknown"):
            parts.append(f"{told['unknown']} with an unknown outcome")
    return ", ".join(parts) + "."


def back_up_to(settings: Settings, target: Path) -> int:
    """Copy an SQLite database. Raises CannotBackUp, NoDatabase."""
    source = database_file(settings)
    if source is None:
        raise CannotBackUp("This is a PostgreSQL database: use `pg_dump` for it.")
    need_database(settings)
    size = back_up(source, target)
    print(f"{target}: {size / 1024:.0f} KiB, checked.")
    if (key := key_file(settings)) is not None:
        print(f"Copy {key} as well, to another place: the backup cannot be read without it.")
    return 0
