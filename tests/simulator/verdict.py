"""The verdict on a year: every fault, the figures people feel, and the story around a fault."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from tests.simulator.days import WEEK, is_away, week_begins, works
from tests.simulator.diary import Diary
from tests.simulator.fatigue import judge_easing
from tests.simulator.judge import (
    BUDGETED,
    COUNTED,
    Came,
    Fault,
    Kind,
    begun_by_the_bot,
    judge_budget,
    judge_lines,
    judge_moments,
)
from tests.simulator.missing import judge_missing
from tests.simulator.reps import judge_reps
from tests.simulator.thinning import judge_thinning
from tests.simulator.words import appearances, judge_votes, judge_words
from tests.simulator.year import Year

WEEKLY = ("contribution", "keep_word")
"""Habits of any week: each week counts, whatever comes up."""

AROUND = timedelta(days=8)


def came_to(year: Year, diary: Diary) -> list[Came]:
    return begun_by_the_bot(diary, year.log.of[diary.user], year.decisions)


def faults(year: Year) -> list[Fault]:
    """Everything that broke a rule, in the order of time."""
    found: list[Fault] = []
    stood = appearances(year.log)
    for manager, diary in zip(year.managers, year.diaries, strict=True):
        came, watched = came_to(year, diary), year.watched[diary.user]
        found += judge_moments(diary, came)
        found += judge_budget(diary, came)
        found += judge_lines(diary, came, year.decisions)
        found += judge_reps(diary, year.log)
        found += judge_words(diary, stood)
        found += judge_votes(diary, year.log, f"C{diary.user[1:]}")
        found += judge_easing(diary, came, watched.eased, year.end)
        if manager.simple:
            found += judge_missing(diary, came, watched, year.end)
            if manager.habit in WEEKLY:
                found += judge_thinning(diary, watched)
    return sorted(found, key=lambda fault: fault.at)


def figures(year: Year) -> dict[str, Any]:
    """Messages a week (U1): the median of managers with the usual rhythm in weeks in which all of
    it stands, and the 95th percentile of the eager ones, without and with what reps ask."""
    usual: list[int] = []
    eager: list[int] = []
    with_asked: list[int] = []
    for manager, diary in zip(year.managers, year.diaries, strict=True):
        counts = dict(_a_week(year, diary, BUDGETED))
        if manager.character == "eager":
            eager += counts.values()
            with_asked += dict(_a_week(year, diary, COUNTED)).values()
        elif manager.character in ("usual", "diligent"):
            usual += [count for week, count in counts.items() if _is_whole(year, diary, week)]
    return {
        "usual_median": median(usual) if usual else None,
        "eager_p95": _in_95_of_100(eager),
        "eager_p95_with_asked": _in_95_of_100(with_asked),
    }


def _in_95_of_100(counts: list[int]) -> int | None:
    return sorted(counts)[math.ceil(0.95 * len(counts)) - 1] if counts else None


def _a_week(year: Year, diary: Diary, kinds: Sequence[Kind]) -> Iterator[tuple[Any, int]]:
    """How many messages of these kinds came in each whole week."""
    assert diary.started_at is not None
    counts = Counter(one.week for one in came_to(year, diary) if one.kind in kinds)
    week = week_begins(diary.started_at.date(), diary.now) + WEEK
    while week + WEEK <= year.end.date():
        yield week, counts[week]
        week += WEEK


def _is_whole(year: Year, diary: Diary, week: Any) -> bool:
    """Before anything was thinned, without a day off, a break or the end of a quarter."""
    days = [week + timedelta(days=n) for n in range(5)]
    noon = datetime.combine(week, datetime.min.time(), year.begin.tzinfo) + timedelta(hours=12)
    thinned = [seen for seen, turns in year.watched[diary.user].turns if turns]
    return (
        all(works(day, diary.now, diary.company) for day in days)
        and not is_away(noon, diary)
        and not (thinned and thinned[0] < noon)
        and (week + WEEK).month % 3 != 1
    )


def story(year: Year, fault: Fault, seed: int) -> str:
    """Who it was, and what came and was done around it."""
    number = next(n for n, one in enumerate(year.diaries) if one.user == fault.user)
    diary, manager = year.diaries[number], year.managers[number]
    lines = [
        (one.at, f"      {one.kind.value}: {one.seen.content.text}") for one in came_to(year, diary)
    ]
    lines += [(at, f"{manager.character} {what}") for at, what in diary.acts]
    lines += [(at, f"eased since {since}") for at, since in year.watched[diary.user].eased]
    lines += [(at, f"turns {turns}") for at, turns in year.watched[diary.user].turns]
    lines += [(at, f"now {times}") for at, times in diary.changes]
    near = sorted(one for one in lines if abs(one[0] - fault.at) < AROUND)
    told = "\n".join(f"{at:%a %Y-%m-%d %H:%M:%S}  {what}" for at, what in near)
    return f"seed {seed}, {manager.character} in {manager.workspace}: {fault}\n{told}"
