"""Time is read in one place. Everywhere else it is an argument."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ALLOWED = {"bot/clock.py"}
ALLOWED_FOLDERS = ("bot/playground/",)  # a Slack of its own, with a clock of its own

FORBIDDEN = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "asyncio.sleep",
    "threading.Timer",
}
LOOPS = {"asyncio.get_running_loop", "asyncio.get_event_loop", "asyncio.new_event_loop"}
"""An event loop's own `.time`, and its timers, read the machine's clock."""


def names_imported(tree: ast.AST) -> dict[str, str]:
    """Local name -> full name, e.g. `dt` -> `datetime`, `now` -> `time.monotonic`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(node: ast.expr, names: dict[str, str]) -> str:
    """`datetime.now` as `datetime.datetime.now`; a call counts as what is called."""
    match node:
        case ast.Name(id=name):
            return names.get(name, f".{name}")  # not imported: a name of this file's own
        case ast.Attribute(value=value, attr=attribute):
            return f"{full_name(value, names)}.{attribute}"
        case ast.Call(func=function):
            return full_name(function, names)
        case _:
            return "?"


def is_forbidden(name: str) -> bool:
    owner, _, attribute = name.rpartition(".")
    if name in FORBIDDEN or owner == "time":  # the module `time` has nothing that we may use
        return True
    on_a_loop = owner in LOOPS or owner.split(".")[-1] in {"loop", "_loop"}
    return on_a_loop and attribute in {"time", "call_later", "call_at"}


def uses_of_time(source: str) -> Iterator[str]:
    """Line and name of each place that reads a clock or sleeps, called or only handed on."""
    tree = ast.parse(source)
    names = names_imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            name = full_name(node, names)
            if is_forbidden(name):
                yield f"line {node.lineno}: {name}"


def sources() -> list[Path]:
    return sorted(
        path for folder in ("bot", "config", "habits") for path in (ROOT / folder).rglob("*.py")
    )


def test_nothing_but_the_clock_reads_time_or_sleeps() -> None:
    found: list[str] = []
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        if place not in ALLOWED and not place.startswith(ALLOWED_FOLDERS):
            found += [f"{place}, {use}" for use in uses_of_time(path.read_text())]
    assert not found, "Take a Clock or a Machine (bot/clock.py) as an argument:\n" + "\n".join(
        found
    )


def test_the_scan_sees_the_files_it_is_meant_for() -> None:
    places = {path.relative_to(ROOT).parts[0] for path in sources()}
    assert places == {"bot", "config", "habits"}
    assert all((ROOT / place).exists() for place in ALLOWED)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime, UTC\nx = datetime.now(UTC)",
        "import datetime\ndatetime.datetime.utcnow()",
        "import datetime as dt\ndt.datetime.today()",
        "from datetime import date as day\nday.today()",
        "from datetime import datetime\ndef f(now=datetime.now): ...",
        "import time\ntime.time()",
        "import time as t\nt.sleep(1)",
        "from time import monotonic\nmonotonic()",
        "from time import perf_counter as tick\nstart = tick()",
        "import asyncio\nawait_me = asyncio.sleep(1)",
        "from asyncio import sleep\nsleep(0)",
        "import asyncio\nasyncio.get_running_loop().time()",
        "import asyncio\nloop = asyncio.get_event_loop()\nloop.time()",
        "class A:\n    def f(self): self._loop.call_later(1, print)",
        "import threading\nthreading.Timer(1, print)",
    ],
)
def test_a_reading_of_time_is_found_in_every_dress(source: str) -> None:
    assert list(uses_of_time(source))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime, time\nx = datetime.combine(day, time(8, 30))",
        "from datetime import datetime\nx = datetime.fromisoformat(text)",
        "local = instant.astimezone(zone)\nx = local.time()",
        "now = clock.now()\nx = clock.sleep(3)",
        "time = part.at\nx = time.hour",
    ],
)
def test_values_of_time_are_no_readings(source: str) -> None:
    assert list(uses_of_time(source)) == []
