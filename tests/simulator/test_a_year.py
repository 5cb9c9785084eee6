"""A year of twenty managers: nothing at a wrong moment, nothing too often, nothing missing."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.slack.lint import lint_message
from habits.catalogue import Catalogue
from tests.simulator.people import company
from tests.simulator.verdict import faults, figures, story
from tests.simulator.year import Year, live

SEED = 2026
WEEKS = 52
SAMPLED = 9
"""One message of so many is held against the limits for controls, words and reading."""

HALVES = [("T1",), ("T2", "T3", "T4")]
"""The workspaces that are simulated together: half of the managers each."""


@pytest.mark.parametrize("workspaces", HALVES, ids=lambda some: "+".join(some))
async def test_a_year_keeps_every_rule_for_everybody(
    workspaces: tuple[str, ...],
    fresh: Path,
    catalogue: Catalogue,
    record_property: Callable[[str, object], None],
) -> None:
    managers = [one for one in company() if one.workspace in workspaces]
    year = await live(fresh, catalogue, managers, SEED, WEEKS)
    found = faults(year)
    assert not found, f"{len(found)} faults. " + "\n\n".join(
        story(year, one, SEED) for one in found[:3]
    )
    said = [lint_message(one.content) for one in year.log.seen[::SAMPLED]]
    assert [complaints for complaints in said if complaints] == []
    measured = figures(year)
    assert measured["usual_median"] == 3
    assert measured["eager_p95"] <= 5
    everything_was_lived(year)
    record_property("figure", told(year, measured))


def everything_was_lived(year: Year) -> None:
    """A year without faults says little unless much happened in it."""
    kinds = Counter(type(one.message).__name__ for one in year.log.seen)
    assert kinds["CheckInMessage"] > 40 * len(year.managers)
    assert kinds["WeekStartMessage"] > 20 * len(year.managers)
    assert kinds["PromptMessage"] > 15 * len(year.managers)
    assert kinds["TodayMessage"] > 5
    assert kinds["OneOnOneMessage"] > 100
    eased = [watched for watched in year.watched.values() if any(s for _, s in watched.eased)]
    assert eased
    assert any(turns for watched in year.watched.values() for _, turns in watched.turns)
    assert year.homes_seen > 5


def told(year: Year, measured: dict[str, object]) -> str:
    return (
        f"a year of {len(year.managers)} managers: {len(year.log.seen)} messages, "
        f"{year.stops} stops in {year.seconds:.1f} s, "
        f"{1000 * year.seconds / year.stops:.1f} ms a stop; a week {measured['usual_median']:.0f} "
        f"messages as a rule, {measured['eager_p95']} at most for the eager (95 of 100 weeks)"
    )
