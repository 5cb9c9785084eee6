"""The sentence offered until a manager writes their own."""

import pytest

from config.content import load
from habits.catalogue_lists import Cue
from habits.plans import LONGEST, default_plan

CATALOGUE = load(None)


@pytest.mark.parametrize("key", sorted(CATALOGUE.habits))
def test_every_habit_comes_with_a_short_if_then_sentence(key: str) -> None:
    plan = default_plan(CATALOGUE.get(key))
    assert plan.startswith("When ")
    assert plan.count(", I will ") == 1
    assert plan.endswith(".")
    assert len(plan) <= LONGEST


def test_a_habit_of_an_operator_gets_its_sentence_from_cue_and_action() -> None:
    habit = CATALOGUE.get("coach_11").model_copy(
        update={"key": "walk", "cues": (Cue.ONE_ON_ONE,), "action": "Go for a walk together."}
    )
    assert default_plan(habit) == "When a 1:1 is near, I will go for a walk together."


def test_a_long_action_is_named_not_spelled_out() -> None:
    habit = CATALOGUE.get("coach_11").model_copy(
        update={"key": "walk", "name": "Walk", "action": "Walk " * 40}
    )
    assert default_plan(habit) == "When a 1:1 is near, I will do this: Walk."
