"""The long run from the command line: a summary, and an end that says whether a rule was broken."""

import json

import pytest

from tests.simulator.judge import Fault
from tests.simulator.year import BEGIN
from tests.soak.__main__ import main


def test_a_run_ends_with_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--weeks", "1", "--managers", "3", "--seed", "7"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["seed"], told["weeks"], told["managers"], told["faults"]) == (7, 1, 3, 0)
    assert told["messages"] >= 3


def test_a_broken_rule_is_told_and_ends_the_run_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("too close", "U0M000", BEGIN, "made up")
    monkeypatch.setattr("tests.soak.__main__.faults", lambda _year: [fault])
    assert main(["--weeks", "0", "--managers", "1"]) == 1
    written = capsys.readouterr()
    assert json.loads(written.out)["by_rule"] == {"too close": 1}
    assert "seed 1, usual in T1: " in written.err
