"""Many simulated managers for many weeks, judged: `make soak`.

A line of progress goes to stderr, a summary as JSON to stdout. Ends with 1 where a rule was broken.
"""

import argparse
import asyncio
import json
import logging
import sys
import zoneinfo
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from config.content import load
from config.wordings import load_texts
from habits import texts
from tests.simulator.people import many
from tests.simulator.verdict import faults, figures, story
from tests.simulator.year import BEGIN, Year, live, scratch

_STORIES = 5


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    zoneinfo.reset_tzpath(to=())
    texts.use(load_texts())
    managers = many(asked.managers, asked.seed)
    logging.disable(logging.WARNING)
    try:
        with scratch() as path:
            year = asyncio.run(
                live(path, load(None), managers, asked.seed, asked.weeks, _progress(asked.weeks))
            )
    finally:
        logging.disable(logging.NOTSET)
    found = faults(year)
    told = [story(year, one, asked.seed) for one in found[:_STORIES]]
    sys.stderr.write("\n".join(["", *told, ""]))
    summary = _summary(year, asked, Counter(one.rule for one in found))
    sys.stdout.write(json.dumps(summary, indent=2) + "\n")
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make soak", description=__doc__)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--managers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _progress(weeks: int) -> Any:
    shown = -1

    def show(now: datetime, messages: int) -> None:
        nonlocal shown
        week = (now - BEGIN).days // 7
        if week != shown:
            shown = week
            sys.stderr.write(f"\rweek {week} of {weeks}: {messages} messages")

    return show


def _summary(year: Year, asked: argparse.Namespace, broken: Counter[str]) -> dict[str, Any]:
    return {
        "seed": asked.seed,
        "weeks": asked.weeks,
        "managers": asked.managers,
        "messages": len(year.log.seen),
        "acts": sum(len(diary.acts) for diary in year.diaries),
        "stops": year.stops,
        "seconds": round(year.seconds, 1),
        "milliseconds_a_stop": round(1000 * year.seconds / year.stops, 2),
        "messages_a_week": figures(year),
        "faults": sum(broken.values()),
        "by_rule": dict(broken.most_common()),
    }


if __name__ == "__main__":
    sys.exit(main())
