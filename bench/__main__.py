"""`python -m bench`: measure, print a table, keep the figures as JSON."""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
import zoneinfo
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figures import Bench, Figures
from bench.machine import described
from config.logging import configure
from config.wordings import load_texts
from habits import texts

GOALS = {"P1": "p1", "P2": "p2", "P6": "p6", "DATA": "mine"}
"""Each goal, and the module whose `measure` returns its figures."""
_CACHE = Path(__file__).parents[1] / ".bench"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; 1 where a goal does not hold."""
    chosen = _parser().parse_args(arguments)
    zoneinfo.reset_tzpath(to=())
    texts.use(load_texts())
    with Path(os.devnull).open("w") as nowhere:
        # As in a running bot: each line is made, and only the writing is left out.
        configure("INFO", "json", nowhere)
        told = run(chosen.only, chosen.rounds, quick=chosen.quick, scale=chosen.scale)
        logging.getLogger().handlers.clear()
    if chosen.json:
        chosen.json.write_text(json.dumps(told, indent=2) + "\n")
    return 0 if all(goal["ok"] for goal in told["goals"].values()) else 1


def run(
    names: Sequence[str],
    rounds: int,
    *,
    quick: bool,
    scale: float = 1.0,
    console: Console | None = None,
) -> dict[str, Any]:
    """Measure these goals one after the other; the figures as they go into the JSON."""
    console = console or Console()
    _CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=_CACHE) as folder:
        machine = described(Path(folder), syncs=20 if quick else 200)
        told: dict[str, Any] = {"machine": machine, "quick": quick, "goals": {}}
        _print_machine(console, told)
        for name in names:
            place = Path(folder) / name
            place.mkdir()
            bench = Bench(rounds, quick, scale, place, _CACHE)
            began = time.perf_counter()
            figures = _measure_of(name)(bench)
            took = time.perf_counter() - began
            told["goals"][name] = {
                "ok": all(one.holds for one in figures.values()),
                "seconds": round(took, 1),
                "rounds": rounds,
                "figures": {title: one.told() for title, one in figures.items()},
            }
            _print_goal(console, name, figures, took)
    return told


def _measure_of(name: str) -> Callable[[Bench], Figures]:
    return import_module(f"bench.{GOALS[name]}").measure


def _print_machine(console: Console, told: dict[str, Any]) -> None:
    facts = [f"{name}: {value}" for name, value in told["machine"].items()]
    console.print(" · ".join(facts), highlight=False)
    if told["quick"]:
        console.print("Quick: this tries out the measurement; the figures mean nothing.")


def _print_goal(console: Console, name: str, figures: Figures, took: float) -> None:
    table = Table(title=f"{name} ({took:.0f} s)", title_justify="left")
    for heading in ("figure", "min", "median", "max", "", "goal", ""):
        right = heading in ("min", "median", "max")
        table.add_column(heading, justify="right" if right else "left")
    for title, one in figures.items():
        low, high = min(one.values), max(one.values)
        numbers = [f"{value:.2f}" for value in (low, one.median, high)]
        verdict = "" if not one.goal else "yes" if one.holds else "NO"
        table.add_row(title, *numbers, one.unit, one.goal, verdict)
    console.print(table)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Measures how fast the bot is.")
    parser.add_argument(
        "--only", type=_goals, default=list(GOALS), metavar="P1,P2", help="these goals alone"
    )
    parser.add_argument("--rounds", type=int, default=7, help="7; the median of them counts")
    parser.add_argument("--quick", action="store_true", help="tries out the measurement itself")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="the part of the ten million rows that is filled"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures are kept")
    return parser


def _goals(text: str) -> list[str]:
    names = [one.strip().upper() for one in text.split(",")]
    unknown = [one for one in names if one not in GOALS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}; there are {', '.join(GOALS)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
