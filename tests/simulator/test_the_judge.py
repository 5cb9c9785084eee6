"""The judge sees what is wrong: rules switched off one by one turn the verdict red."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services import dosing, going, reviewing
from bot.services.messages import NoticeMessage
from bot.services.ports import Content
from habits import calendar, planning
from habits.catalogue import Catalogue
from habits.people import Place
from habits.rhythm import Why
from tests.simulator.diary import Company, Diary, Disturbed, Times
from tests.simulator.judge import Came, Kind, judge_budget, judge_lines, judge_moments
from tests.simulator.people import DILIGENT, Manager, Manners
from tests.simulator.screen import Seen
from tests.simulator.verdict import faults, story
from tests.simulator.year import live

STOCKHOLM = Times("Europe/Stockholm", country="SE")
USUAL = Manager("usual", "T1", "contribution", STOCKHOLM, DILIGENT)
SILENT = Manager("silent", "T1", "contribution", STOCKHOLM, Manners(answers=0))
SKIPPING = Manager("half-hearted", "T1", "direction", STOCKHOLM, Manners(done=0, skip=1, ticks=0))
BY_STATUS = Manager(
    "away by status", "T1", "contribution", STOCKHOLM, DILIGENT, simple=False,
    plans=((1.0, "status", {"hours": 100}),),
)  # fmt: skip
ON_A_BREAK = Manager(
    "on vacation", "T1", "contribution", STOCKHOLM, DILIGENT,
    plans=((0.5, "plan_time_off", {"in_days": 4, "days": 7}),),
)  # fmt: skip


def never(*_args: Any, **_values: Any) -> bool:
    return False


def nothing(*_args: Any, **_values: Any) -> None:
    return None


def always(*_args: Any, **_values: Any) -> bool:
    return True


_TOO_MUCH, _WORK_DATES = planning._too_much, calendar.work_dates


def without_days_off(week: date, work_days: Any, _days_off: Any) -> tuple[date, ...]:
    return _WORK_DATES(week, work_days, {})


def no_start(spot: Any, *rest: Any) -> Any:
    """As if the week start were forgotten."""
    if spot.place is Place.START:
        return Why.EASED, ""
    return _TOO_MUCH(spot, *rest)


def not_less(turns: Any, *_rest: Any) -> int:
    return turns.every


Off = tuple[object, str, Callable[..., Any]]

BREAKS: dict[str, tuple[list[Off], Manager, int, str]] = {
    "quarter's end": (
        [(planning, "is_quarter_end", never)], USUAL, 5, "in the quiet of a quarter's end",
    ),
    "days off": (
        [(planning, "work_dates", without_days_off), (planning, "within_hours", always),
         (going, "within_hours", always)], USUAL, 6, "on a day off",
    ),
    "status": ([(going, "why_not_now", nothing)], BY_STATUS, 2, "while the status says away"),
    "time off": (
        [(calendar, "back_on", nothing), (planning, "back_on", nothing)], ON_A_BREAK, 3,
        "on a break",
    ),
    "never eased": ([(dosing, "is_fatigued", never)], SILENT, 3, "not eased in time"),
    "eased at once": ([(dosing, "is_fatigued", always)], USUAL, 2, "eased without cause"),
    "never thinned": ([(reviewing, "next_every", not_less)], USUAL, 6, "thinned wrongly"),
    "week start": ([(planning, "_too_much", no_start)], USUAL, 2, "missing"),
}  # fmt: skip
"""What is switched off, for whom and how many weeks, and the fault that must be seen."""


@pytest.mark.parametrize("name", BREAKS)
async def test_a_rule_that_is_switched_off_is_seen(
    name: str, fresh: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    off, manager, weeks, fault = BREAKS[name]
    for where, rule, instead in off:
        monkeypatch.setattr(where, rule, instead)
    year = await live(fresh, catalogue, [manager], seed=1, weeks=weeks)
    found = [one for one in faults(year) if one.rule == fault]
    assert found, faults(year)
    assert "seed 1" in story(year, found[0], seed=1)


async def test_what_is_as_it_should_be_is_not_blamed(fresh: Path, catalogue: Catalogue) -> None:
    managers = [USUAL, SILENT, BY_STATUS, ON_A_BREAK]
    year = await live(fresh, catalogue, managers, seed=1, weeks=6)
    assert faults(year) == []
    assert len(year.log.seen) > 40


# --- judged on messages made up for it ----------------------------------------------------------

MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
"""Nine o'clock in Stockholm."""


def came(*at: tuple[Kind, timedelta]) -> list[Came]:
    found: list[Came] = []
    for kind, after in at:
        moment = MONDAY + after
        seen = Seen(moment, "U1", "D1", "1", "r", NoticeMessage("", ()), Content("", []))
        day = moment.date()
        week = day - timedelta(days=day.weekday())
        found.append(Came(kind, moment, day, week, None, seen))
    return found


def diary(**company: Any) -> Diary:
    one = Diary("U1", "T1", "usual", Company(**company))
    one.changes.append((MONDAY - timedelta(days=30), STOCKHOLM))
    return one


def decision(chosen: str, *fitting: str, facts: tuple[str, ...] = ()) -> dict[str, Any]:
    candidates = [{"wording": one, "needs": []} for one in fitting]
    candidates.append({"wording": "h/9", "needs": ["open_batch"]})
    situation = {"facts": list(facts), "candidates": candidates}
    return {"chosen": chosen, "eligible": [chosen], "situation": situation}


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def rules(found: Any) -> list[str]:
    return [one.rule for one in found]


def test_two_on_one_day_are_seen() -> None:
    two = came((Kind.PROMPT, hours(0)), (Kind.TODAY, hours(5)))
    assert rules(judge_budget(diary(), two)) == ["two on one day"]


def test_what_comes_within_twenty_hours_is_seen_unless_it_is_a_check_in() -> None:
    close = came((Kind.TODAY, hours(8)), (Kind.PROMPT, hours(25)))
    assert rules(judge_budget(diary(), close)) == ["too close"]
    check_in = came((Kind.TODAY, hours(8)), (Kind.CHECK_IN, hours(25)))
    assert rules(judge_budget(diary(), check_in)) == []


def test_more_than_the_company_allows_is_seen() -> None:
    each_day = came(*((Kind.PROMPT, hours(24 * day)) for day in range(3)))
    assert rules(judge_budget(diary(), each_day)) == []
    assert rules(judge_budget(diary(most_a_week=2), each_day)) == ["too many in a week"]


def test_moments_that_the_manager_set_do_not_count() -> None:
    own = came(*((Kind.ONE_ON_ONE, hours(hour)) for hour in range(4)), (Kind.LATER, hours(5)))
    assert rules(judge_budget(diary(), own)) == []


def test_a_line_that_comes_back_too_soon_is_seen() -> None:
    prompts = [
        replace(one, prompt=f"p{n}")
        for n, one in enumerate(came(*((Kind.PROMPT, hours(7 * 24 * week)) for week in (0, 3))))
    ]
    again = {"p0": decision("h/1", "h/1", "h/2"), "p1": decision("h/1", "h/1", "h/2")}
    assert rules(judge_lines(diary(), prompts, again)) == ["a line twice in 28 days"]
    nothing_else = {"p0": decision("h/1", "h/1"), "p1": decision("h/1", "h/1")}
    assert rules(judge_lines(diary(), prompts, nothing_else)) == []
    own = {"p0": decision("h/plan"), "p1": decision("h/plan", "h/1")}
    assert rules(judge_lines(diary(), prompts, own)) == []


def test_outside_hours_and_on_days_without_work_is_seen() -> None:
    wrong = came((Kind.LATER, hours(11)), (Kind.NOTICE, hours(5 * 24)))
    assert rules(judge_moments(diary(), wrong)) == ["outside hours", "on a day without work"]


def test_do_not_disturb_comes_back_each_day() -> None:
    one = diary()
    begins = datetime.combine(date(2026, 3, 2), time(7), UTC)
    one.quiet.append(Disturbed(begins - hours(20), begins, begins + hours(3)))
    in_it = came((Kind.PROMPT, hours(0)), (Kind.PROMPT, hours(26)), (Kind.LATER, hours(48)))
    assert rules(judge_moments(one, in_it)) == ["in Do Not Disturb"]
