"""Cards as windows: within Slack's limits, easy to read, one tap where one tap is enough."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.services.card_views import Card, CardEnded, Words
from bot.services.cards import card_fields
from bot.services.form_views import FormOf
from bot.services.introducing import Introduced, Introduction
from bot.slack.blocks.cards import (
    card_view,
    ended_card,
    introduce_view,
    introduced_view,
    list_view,
    take_along_view,
    words_view,
)
from bot.slack.lint import lint_reading, lint_view
from config.content import load
from habits.cards import AT_ONCE, KEYS, TO_TAKE_ALONG, leads_to, outcome_field
from habits.catalogue import Field
from habits.catalogue_lists import FieldKind

CATALOGUE = load(None)
LINES = ("A lost key customer", "A wrong price in a contract")
JOINER = Field(id="person", label="Who is new", kind=FieldKind.PERSON, required=True)
INTRO = Field(id="intro", label="Intro", kind=FieldKind.LONG, required=True, max=300)


def card(key: str, **more: Any) -> Card:
    habit = CATALOGUE.get(key)
    return Card(
        of=FormOf(key, prompt="p1"),
        name=habit.name,
        outcome=outcome_field(habit),
        fields=card_fields(habit),
        values={},
        at_once=key in AT_ONCE,
        **more,
    )


def controls(view: dict[str, Any]) -> list[str]:
    return [
        one["action_id"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
    ]


def views() -> Iterator[dict[str, Any]]:
    for key in KEYS:
        yield card_view(card(key))
        for outcome in outcome_field(CATALOGUE.get(key)).options or ():
            leads = leads_to(key, outcome)
            yield ended_card(CardEnded(key, "x", outcome, asked="Ben is asked.", leads_to=leads))
    yield card_view(card("size_mistake", lines=LINES))
    yield list_view(())
    yield list_view(LINES)
    for key, name in TO_TAKE_ALONG.items():
        field = next(one for one in CATALOGUE.get(key).tool.fields if one.id == name)
        yield words_view(Words(key, field, ""))
        yield words_view(Words(key, field, "1. Who needs help?"))
    yield take_along_view("First five minutes")
    yield introduce_view(Introduction((JOINER, INTRO), "C0TEAM"))
    yield introduced_view(Introduced("Ben", "C0TEAM"))


@pytest.mark.parametrize("view", list(views()))
def test_every_window_keeps_to_the_limits_and_reads_easily(view: dict[str, Any]) -> None:
    assert lint_view(view) == []
    assert lint_reading(view["blocks"]) == []


@pytest.mark.parametrize("key", KEYS)
def test_an_outcome_is_one_tap_or_one_choice_before_save(key: str) -> None:
    view = card_view(card(key))
    taps = [one for one in controls(view) if one.startswith("card.tap")]
    outcome = outcome_field(CATALOGUE.get(key))
    if key in AT_ONCE:
        assert len(taps) == len(set(taps)) == len(outcome.options or ())
        assert "submit" not in view
    else:
        assert taps == []
        assert "submit" in view
        [radio] = [one for one in view["blocks"] if one.get("block_id") == outcome.id]
        assert "initial_option" not in radio["element"]


def test_nothing_but_the_outcome_must_be_filled_in() -> None:
    for key in KEYS:
        inputs = [one for one in card_view(card(key))["blocks"] if one["type"] == "input"]
        needed = [one["block_id"] for one in inputs if not one.get("optional")]
        assert needed in ([], ["outcome"])


def test_a_card_shows_the_own_list_as_it_was_typed() -> None:
    view = card_view(card("size_mistake", lines=("<!here> & more",)))
    text = "".join(one["text"]["text"] for one in view["blocks"] if one["type"] == "section")
    assert "&lt;!here&gt; &amp; more" in text
    assert "card.list" in controls(view)


def test_the_size_leads_on_to_the_habit_that_could_follow() -> None:
    view = ended_card(CardEnded("size_mistake", "x", "trivial", leads_to="thank_creative_mistake"))
    [way] = [one for block in view["blocks"] for one in block.get("elements", ())]
    assert (way["action_id"], way["value"]) == ("compose.open", "thank_creative_mistake")
