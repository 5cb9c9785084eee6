"""A person's data by the operator's hand: exported to a file, or erased."""

import sys
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.app import off_around
from bot.app.store import open_existing
from bot.clock import SystemClock
from bot.services.all_tools import ALL_TOOLS
from bot.services.erasing import erase_person
from bot.services.exporting import export_of
from bot.services.who import House, Who
from bot.slack.messenger import SlackMessenger
from bot.storage import Database, exporting, workspaces
from bot.storage.exporting import Kept
from config.settings import Settings
from habits.catalogue import Catalogue
from habits.errors import HabitsError

_CUT = {
    "outgoing": "their words go",
    "requests": "their id and words go",
    "roster": "ends, and stays as ended",
}
"""Rows of managers that stay, without what is the person's."""


class WhichWorkspace(HabitsError):
    """The database holds several workspaces, or none of the given name."""

    def __init__(self, known: list[str]) -> None:
        there = ", ".join(known) or "none"
        super().__init__(f"Say which workspace with --workspace ID. In the database: {there}.")


class NotConfirmed(HabitsError):
    """Nobody is there to ask, and --yes was not given."""

    def __init__(self) -> None:
        super().__init__("Nothing was erased: there is no terminal to ask. Add --yes to erase.")


class CannotWrite(HabitsError):
    """The file for an export cannot be made."""

    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(f"{file} cannot be written ({error.strerror}). Choose another with --out.")


def export_person(settings: Settings, user: str, workspace: str | None, out: Path | None) -> int:
    """Write the zip that the person gets in Slack. Raises NoDatabase, WhichWorkspace,
    CannotWrite."""
    database = open_existing(settings)
    try:
        who = Who(_workspace(database, workspace), user)
        made = database.read_now(export_of, who, SystemClock().now())
    finally:
        database.close()
    if made is None:
        print(f"Nothing is kept about {user} in {who.workspace}.")
        return 0
    file = out or Path(f"{user}-{made.name}")
    try:
        # It holds private words, so it is for the operator's eyes at most, also where a file that
        # others may read is there already.
        file.touch(mode=0o600)
        if file.is_file():
            file.chmod(0o600)
        file.write_bytes(made.body)
    except OSError as error:
        raise CannotWrite(file, error) from error
    print(
        f"{file.absolute()}: {len(made.body) / 1024:.0f} KiB. It can be read by anyone who gets it."
    )
    return 0


def erase(
    settings: Settings, catalogue: Catalogue, user: str, workspace: str | None, *, sure: bool
) -> int:
    """Erase everything of a person, in whatever role. Raises NoDatabase, WhichWorkspace,
    NotConfirmed."""
    database = open_existing(settings)
    try:
        who = Who(_workspace(database, workspace), user)
        kept = database.read_now(exporting.kept_about, who.workspace, user)
        if kept.is_nothing:
            print(f"Nothing is kept about {user} in {who.workspace}.")
            return 0
        print(f"Of {user} in {who.workspace} this is kept, and goes where nothing else is said:")
        _print_what_goes(kept)
        if not sure and not _confirmed():
            print("Nothing was erased.")
            return 1
        clock = SystemClock()
        messenger = SlackMessenger(AsyncWebClient())
        house = House(database, clock, catalogue, off_around, messenger, ALL_TOOLS)
        database.write_now(erase_person, house, who, clock.now())
        stays = database.read_now(exporting.kept_about, who.workspace, user)
    finally:
        database.close()
    print("Erased. Messages that are in Slack already stay there, and so do your backups.")
    if not stays.is_nothing:
        print("What stays says that they left a team, so that nobody asks them again.")
    return 0


def _print_what_goes(kept: Kept) -> None:
    for name, rows in kept.own.items():
        print(f"  {name}: {len(rows)}")
    for name, rows in kept.naming.items():
        print(f"  {name}: {len(rows)} (naming them; {_CUT.get(name, 'goes')})")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise NotConfirmed
    try:
        return input("There is no way back. Type erase to go on: ").strip() == "erase"
    except EOFError:
        print()
        return False


def _workspace(database: Database, given: str | None) -> str:
    known = database.read_now(workspaces.ids)
    if given in known:
        return given
    if given is None and len(known) == 1:
        return known[0]
    raise WhichWorkspace(known)
