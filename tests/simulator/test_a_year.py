"""A year of twenty managers: nothing at a wrong moment, nothing too often, nothing missing."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.slack.lint import lint_message
from habits.catalogue import Catalogue
from tests.simulator.people import company
from tests.simulator.verdict import faults, figures, story
from tests.simulator.year import Year, live

SEED = 2026
WEEKS = 52
PARTS = 4
"""The twenty live in so many towns, of five each, so that workers can share them."""

SAMPLED = 9
"""One message of so many is held against the limits for controls, words and reading."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
async def test_a_year_keeps_every_rule_for_everybody(
    part: int,
    fresh: Path,
    catalogue: Catalogue,
    record_property: Callable[[str, object], None],
) -> None:
    year = await live(fresh, catalogue, company()[part::PARTS], SEED, WEEKS)
    found = faults(year)
    assert not found, f"{len(found)} faults. " + "\n\n".join(
        story(year, one, SEED) for one in found[:3]
    )
    said = [lint_message(one.content) for one in year.log.seen[::SAMPLED]]
    assert [complaints for complaints in said if complaints] == []
    measured = figures(year)
    assert measured["usual_median"] in (3, None)
    assert measured["eager_p95"] is None or measured["eager_p95"] <= 5
    much_happened(year)
    record_property("figure", told(year, measured))


def much_happened(year: Year) -> None:
    """A year without faults says little unless much happened in it."""
    kinds = Counter(type(one.message).__name__ for one in year.log.seen)
    assert kinds["CheckInMessage"] > 45 * len(year.managers)
    assert kinds["WeekStartMessage"] > 20 * len(year.managers)
    assert kinds["PromptMessage"] > 15 * len(year.managers)
    assert any(turns for watched in year.watched.values() for _, turns in watched.turns)


def test_the_twenty_do_and_live_through_everything() -> None:
    twenty = company()
    assert len(twenty) == 20
    assert {"T1", "T2", "T3", "T4"} == {one.workspace for one in twenty}
    assert any(one.reps == 7 for one in twenty)
    assert sum(one.simple for one in twenty) > 10
    planned = {name for one in twenty for _, name, _ in one.plans}
    assert planned >= {
        "pause", "resume", "plan_time_off", "status", "do_not_disturb", "move_to", "change_times",
        "day_differs", "take_up_another",
    }  # fmt: skip
    weeks = {one.times.work_days for one in twenty}
    assert len(weeks) == 4


def told(year: Year, measured: dict[str, Any]) -> str:
    a_week = ", ".join(
        f"{count:.0f} messages a week {whom}"
        for count, whom in (
            (measured["usual_median"], "as a rule"),
            (measured["eager_p95"], "at most for the eager in 95 of 100"),
        )
        if count is not None
    )
    return (
        f"a year of {len(year.managers)} managers: {len(year.log.seen)} messages, "
        f"{year.stops} stops in {year.seconds:.1f} s, "
        f"{1000 * year.seconds / year.stops:.1f} ms a stop; {a_week or 'nobody usual'}"
    )
