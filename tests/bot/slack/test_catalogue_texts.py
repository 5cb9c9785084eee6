"""Every line of the packaged catalogue, in the message that would carry it."""

import pytest

from bot.services.messages import PromptAnswered, PromptMessage, PromptOpen, PromptState
from bot.slack.blocks.prompts import prompt
from bot.slack.lint import lint_message
from config.content import load
from habits.plans import default_plan
from habits.prompts import Answer
from habits.snoozing import Snooze

CATALOGUE = load(None)
LEAD = "It is Tuesday, the day for your prompt."


@pytest.mark.parametrize("key", sorted(CATALOGUE.habits))
def test_every_line_of_the_catalogue_makes_a_short_plain_message(key: str) -> None:
    habit = CATALOGUE.get(key)
    states: list[PromptState] = [
        PromptOpen(tuple(Snooze)),
        PromptAnswered(Answer.DONE, changeable=True, note=habit.reflection),
    ]
    for wording in habit.wordings:
        for state in states:
            message = PromptMessage("p1", habit.name, LEAD, wording.text, habit.why, state)
            assert lint_message(prompt(message)) == []


@pytest.mark.parametrize("key", sorted(CATALOGUE.habits))
def test_the_plan_of_every_habit_makes_a_short_plain_message(key: str) -> None:
    habit = CATALOGUE.get(key)
    state = PromptOpen(tuple(Snooze))
    message = PromptMessage("p1", habit.name, LEAD, default_plan(habit), habit.why, state)
    assert lint_message(prompt(message)) == []
