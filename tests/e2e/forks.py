"""A server that forks: imports the bot once, then runs each command of it in a child.

Reads one JSON list a line from stdin, arguments, environment and the files for stdout and stderr,
and writes the exit code once the command has ended.
"""

import importlib
import json
import os
import signal
import sys
import traceback

from bot.cli import main

NEEDED = ("alembic.command", "bot.app", "bot.cli.checking", "bot.cli.planning")
"""What commands import by themselves and takes long; here it is there already."""

AT_MOST_SECONDS = 30


def serve() -> None:
    """Until stdin closes."""
    for name in NEEDED:
        importlib.import_module(name)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _command(*json.loads(line))
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _command(arguments: list[str], environment: dict[str, str], out: str, err: str) -> None:
    """What a process of its own would do; does not return."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    signal.alarm(AT_MOST_SECONDS)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    code = 1
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
