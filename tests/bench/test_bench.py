"""Every measurement can be tried out, and says what it measured and what it is held against."""

import io
import json

import pytest
from rich.console import Console

from bench.__main__ import GOALS, run


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_is_measured_in_few_rounds(goal: str) -> None:
    told = run([goal], 1, quick=True, console=Console(file=io.StringIO()))
    assert told["quick"] is True
    assert {"cores", "python", "file system", "fsync p50 (us)"} <= told["machine"].keys()
    measured = json.loads(json.dumps(told))["goals"][goal]
    goals = [one["goal"] for one in measured["figures"].values()]
    assert any(goals), "nothing is held against a goal"
    for figure in measured["figures"].values():
        assert figure["min"] <= figure["median"] <= figure["max"]
