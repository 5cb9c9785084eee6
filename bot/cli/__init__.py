"""The command line. Settings are read here, once; nothing else looks at the environment."""

import argparse
import asyncio
import os
import sys
import zoneinfo
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from config.content import load
from config.logging import configure
from config.settings import Settings, read_settings
from config.wordings import load_texts
from habits import texts
from habits.catalogue import Catalogue
from habits.errors import HabitsError

WRONG_SETTINGS = 2
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code. 2: settings, content or command line are not in order."""
    # The pinned tzdata package alone: the system's copy is often years old.
    zoneinfo.reset_tzpath(to=())
    texts.use(load_texts())
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.command(chosen)
    except HabitsError as error:
        print(error, file=sys.stderr)
        return WRONG_SETTINGS
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trust-habits", description="A Slack bot for habits that build trust with a team."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    _add(commands, "run", "the bot, against your Slack workspace", _run)

    play = _add(commands, "play", "the bot beside a Slack look-alike in your browser", _play)
    play.add_argument("--no-bot", action="store_true", help="only the look-alike")
    play.add_argument(
        "--empty", action="store_true", help="begin today with nobody started, not in week nine"
    )
    play.add_argument("--no-open", action="store_true", help="do not open the browser")
    play.add_argument("--port", type=_port, help="where the page is served (8899, or a free one)")
    play.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the bot's database there (else it is lost)"
    )

    _add(commands, "migrate", "bring the database's schema up to date", _migrate)

    check = _add(commands, "check", "are settings, key and database in order?", _check)
    check.add_argument("--live", action="store_true", help="ask the running bot how it is")

    plan = _add(commands, "plan", "what will be sent when, and what will not, and why", _plan)
    plan.add_argument("--from", dest="first", type=_day, metavar="DATE", help="today")
    plan.add_argument("--days", type=_days, required=True, metavar="N")
    plan.add_argument("--json", action="store_true", dest="as_json")

    habits = _subcommands(commands, "habits", "the habits' files")
    lint = _add(habits, "lint", "check a folder of habit files (ours by default)", _lint)
    lint.add_argument("folder", type=Path, nargs="?")

    preview = _add(habits, "preview", "a habit's message, as people will see it", _preview)
    preview.add_argument("habit", metavar="KEY", help="the key of a habit, or its name")
    preview.add_argument(
        "--folder", type=Path, help="your own folder (TRUST_HABITS_FOLDER by default)"
    )

    page = _add(habits, "page", "all habits as a page to read, in Markdown", _page)
    page.add_argument("--folder", type=Path, help="your own folder (TRUST_HABITS_FOLDER)")

    _add(commands, "manifest", "print the Slack app manifest", _manifest)

    export = _add(commands, "export", "write what is kept about a person to a file", _export)
    _add_person(export)
    export.add_argument("--out", type=Path, metavar="FILE", help="where to (this folder)")

    erase = _add(commands, "erase", "erase everything that is kept about a person", _erase)
    _add_person(erase)
    erase.add_argument("--yes", action="store_true", help="do not ask")

    backup = _add(commands, "backup", "copy the SQLite database while the bot runs", _backup)
    backup.add_argument("file", type=Path)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    words: str,
    command: Command,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=_sentence(words))
    parser.set_defaults(command=command)
    return parser


def _subcommands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    parser = commands.add_parser(name, help=words, description=_sentence(words))
    return parser.add_subparsers(title="commands", required=True, metavar="COMMAND")


def _add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="ID", help="the member id in Slack")
    parser.add_argument("--workspace", metavar="ID", help="needed where there are several")


def _sentence(words: str) -> str:
    end = "" if words.endswith("?") else "."
    return words[0].upper() + words[1:] + end


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port from 1 to 65535, or 0 for any")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date like 2026-11-24") from None


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 366:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of days from 1 to 366")
    return int(text)


def _ready(*, tokens: bool) -> tuple[Settings, Catalogue]:
    settings = read_settings(os.environ, tokens=tokens)
    configure(settings.log_level, settings.log_format)
    return settings, load(settings.habits_folder)


# --- commands ------------------------------------------------------------------------------
# What takes long to import is imported by the command that needs it.


def _run(_chosen: argparse.Namespace) -> int:
    settings, catalogue = _ready(tokens=True)
    from bot.app import Bot, open_database

    async def run() -> int:
        return await Bot(settings, catalogue, open_database(settings)).run()

    return asyncio.run(run())


def _play(chosen: argparse.Namespace) -> int:
    from bot.cli.play import play

    return play(chosen)


def _migrate(_chosen: argparse.Namespace) -> int:
    settings = read_settings(os.environ, tokens=False)
    configure(settings.log_level, settings.log_format)
    from bot.app import connect
    from bot.storage import schema

    database = connect(settings)
    before = database.read_now(schema.version_of)
    schema.upgrade(database)
    after = database.read_now(schema.version_of)
    database.close()
    print(f"Schema {after}, nothing to do." if before == after else f"Schema {after}.")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from bot.cli.checking import check, check_live

    if chosen.live:
        return check_live(read_settings(os.environ, tokens=False))
    settings, catalogue = _ready(tokens=True)
    return check(settings, catalogue)


def _plan(chosen: argparse.Namespace) -> int:
    settings, _catalogue = _ready(tokens=False)
    from bot.cli.planning import show_plan

    return show_plan(settings, chosen.first, chosen.days, as_json=chosen.as_json)


def _lint(chosen: argparse.Namespace) -> int:
    from bot.cli.linting import lint_habits
    from config.content import PACKAGED

    return lint_habits(chosen.folder or PACKAGED)


def _preview(chosen: argparse.Namespace) -> int:
    from bot.cli.previewing import preview_habit

    folder = chosen.folder or read_settings(os.environ, tokens=False).habits_folder
    return preview_habit(load(folder), chosen.habit)


def _page(chosen: argparse.Namespace) -> int:
    from bot.cli.habits_page import habits_page

    folder = chosen.folder or read_settings(os.environ, tokens=False).habits_folder
    print(habits_page(load(folder)), end="")
    return 0


def _manifest(_chosen: argparse.Namespace) -> int:
    import config

    print((Path(config.__file__).parent / "slack-manifest.yaml").read_text(), end="")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    settings = read_settings(os.environ, tokens=False)
    configure(settings.log_level, settings.log_format)
    from bot.cli.my_data import export_person

    return export_person(settings, chosen.user, chosen.workspace, chosen.out)


def _erase(chosen: argparse.Namespace) -> int:
    settings, catalogue = _ready(tokens=False)
    from bot.cli.my_data import erase

    return erase(settings, catalogue, chosen.user, chosen.workspace, sure=chosen.yes)


def _backup(chosen: argparse.Namespace) -> int:
    settings = read_settings(os.environ, tokens=False)
    from bot.cli.checking import back_up_to

    return back_up_to(settings, chosen.file)
