"""The linter finds each thing that Slack refuses, and each thing that we do not want."""

from typing import Any

import pytest

from bot.services.ports import Content
from bot.slack.elements import (
    actions,
    button,
    context,
    divider,
    field,
    header,
    home_tab,
    modal,
    option,
    own_words,
    section,
    select,
    text_input,
)
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.lint import lint_blocks, lint_message, lint_view
from bot.slack.text import Marked, escape

Block = dict[str, Any]


def text(size: int, kind: str = "plain_text") -> Block:
    return {"type": kind, "text": "a" * size}


def options(count: int) -> list[Block]:
    return [option(f"v{i}", f"Option {i}") for i in range(count)]


def row(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def press(**more: Any) -> Block:
    return {"type": "button", "action_id": "a", "text": text(3)} | more


def pick(kind: str, count: int, **more: Any) -> Block:
    return {"type": kind, "action_id": "a", "options": options(count)} | more


def ask(element: Block, **more: Any) -> Block:
    return {"type": "input", "block_id": "b", "label": text(3), "element": element} | more


def typed(**more: Any) -> Block:
    return {"type": "plain_text_input", "action_id": "a"} | more


def grouped(groups: int, each: int) -> Block:
    made = [{"label": text(3), "options": options(each)} for _ in range(groups)]
    return {"type": "static_select", "action_id": "a", "option_groups": made}


def chart(*names: str, categories: list[str] | None = None) -> Block:
    series = [{"name": name, "data": [{"label": "a", "value": 1}]} for name in names]
    bars = {"type": "bar", "series": series, "axis_config": {"categories": categories or ["a"]}}
    return {"type": "data_visualization", "title": "t", "chart": bars}


CONFIRM = {"title": text(5), "text": text(5), "confirm": text(3), "deny": text(2)}

WRONG_BLOCKS: dict[str, tuple[list[Any], str]] = {
    "nothing": ([], "none"),
    "51 blocks": ([divider()] * 51, "51, 50 allowed"),
    "a None block": ([None], "no block"),
    "an unknown block": ([{"type": "marquee"}], "no block"),
    "a block id of 256": ([divider() | {"block_id": "b" * 256}], "256 characters"),
    "an empty block id": ([divider() | {"block_id": ""}], "empty"),
    "a block id twice": ([divider() | {"block_id": "b"}] * 2, "stands 2 times"),
    "a section of 3,001": ([{"type": "section", "text": text(3001)}], "3001 characters"),
    "an empty section": ([{"type": "section"}], "neither text nor fields"),
    "an empty text": ([{"type": "section", "text": text(0)}], "empty"),
    "a text that is none": ([{"type": "section", "text": "hello"}], "not a text object"),
    "11 fields": ([{"type": "section", "fields": [text(1)] * 11}], "11, 10 allowed"),
    "a field of 2,001": ([{"type": "section", "fields": [text(2001)]}], "2001 characters"),
    "a header of 151": ([{"type": "header", "text": text(151)}], "151 characters"),
    "a marked-up header": ([{"type": "header", "text": text(3, "mrkdwn")}], "only plain text"),
    "11 in a context": ([{"type": "context", "elements": [text(1)] * 11}], "11, 1 to 10"),
    "nothing in a context": ([{"type": "context", "elements": []}], "0, 1 to 10"),
    "26 in a row": ([row(*[press(action_id=f"a{i}") for i in range(26)])], "26, 1 to 25"),
    "nothing in a row": ([row()], "0, 1 to 25"),
    "an action id twice": ([row(press(), press())], "stands 2 times"),
    "an action id of 256": ([row(press(action_id="a" * 256))], "256 characters"),
    "no action id": ([row({"type": "button", "text": text(1)})], "no action_id"),
    "an unknown element": ([row({"type": "slider", "action_id": "a"})], "does not belong here"),
    "a text input in a row": ([row(typed())], "does not belong here"),
    "a label of 76": ([row(press(text=text(76)))], "76 characters"),
    "a marked-up label": ([row(press(text=text(3, "mrkdwn")))], "only plain text"),
    "a value of 2,001": ([row(press(value="v" * 2001))], "2001 characters"),
    "a url of 3,001": ([row(press(url="u" * 3001))], "3001 characters"),
    "an accessibility label of 76": ([row(press(accessibility_label="l" * 76))], "76 char"),
    "an unknown style": ([row(press(style="loud"))], "not a style"),
    "a confirm title of 101": ([row(press(confirm=CONFIRM | {"title": text(101)}))], "101"),
    "a confirm text of 301": ([row(press(confirm=CONFIRM | {"text": text(301)}))], "301"),
    "a confirm label of 31": ([row(press(confirm=CONFIRM | {"confirm": text(31)}))], "31 char"),
    "a deny label of 31": ([row(press(confirm=CONFIRM | {"deny": text(31)}))], "31 char"),
    "no options": ([row(pick("static_select", 0))], "0, 1 to 100"),
    "101 options": ([row(pick("static_select", 101))], "101, 1 to 100"),
    "101 groups": ([row(grouped(101, 1))], "101, 1 to 100"),
    "101 in a group": ([row(grouped(1, 101))], "101, 1 to 100"),
    "both options and groups": ([row(grouped(1, 1) | {"options": options(1)})], "exclude"),
    "11 radio buttons": ([row(pick("radio_buttons", 11))], "11, 1 to 10"),
    "11 checkboxes": ([row(pick("checkboxes", 11))], "11, 1 to 10"),
    "1 in a menu": ([row(pick("overflow", 1))], "1, 2 to 5"),
    "6 in a menu": ([row(pick("overflow", 6))], "6, 2 to 5"),
    "an option of 76": (
        [row(pick("checkboxes", 0, options=[{"text": text(76), "value": "v"}]))],
        "76 characters",
    ),
    "a description of 76": (
        [row(pick("checkboxes", 0, options=[options(1)[0] | {"description": text(76)}]))],
        "76 characters",
    ),
    "an option value of 76": (
        [row(pick("checkboxes", 0, options=[{"text": text(1), "value": "v" * 76}]))],
        "76 characters",
    ),
    "an option without value": (
        [row(pick("checkboxes", 0, options=[{"text": text(1)}]))],
        "value: empty",
    ),
    "a value twice": ([row(pick("checkboxes", 0, options=options(1) * 2))], "stands twice"),
    "a choice not offered": (
        [row(pick("static_select", 1, initial_option=option("x", "X")))],
        "not offered",
    ),
    "chosen boxes but none": ([row(pick("checkboxes", 1, initial_options=[]))], "empty"),
    "a placeholder of 151": ([row(pick("static_select", 1, placeholder=text(151)))], "151"),
    "an odd time": (
        [row({"type": "timepicker", "action_id": "a", "initial_time": "8:00"})],
        "not HH:MM",
    ),
    "an odd date": (
        [row({"type": "datepicker", "action_id": "a", "initial_date": "1 May"})],
        "not YYYY-MM-DD",
    ),
    "an image without alt text": ([{"type": "image", "image_url": "u"}], "alt_text: empty"),
    "an image url of 3,001": (
        [{"type": "image", "image_url": "u" * 3001, "alt_text": "a"}],
        "3001 characters",
    ),
    "too much markdown": ([{"type": "markdown", "text": "m" * 6001}] * 2, "12002 characters"),
    "two tables": ([{"type": "table", "rows": [[{}]]}] * 2, "2 of table"),
    "a table of 101 rows": ([{"type": "table", "rows": [[{}]] * 101}], "101, 1 to 100"),
    "a row of 21 cells": ([{"type": "table", "rows": [[{}] * 21]}], "more than 20"),
    "three charts": ([{"type": "data_visualization", "title": "t"}] * 3, "3 of data_vis"),
    "a chart title of 51": ([{"type": "data_visualization", "title": "t" * 51}], "51 char"),
    "a chart of seven": ([chart(*"abcdefg")], "7, 1 to 6"),
    "two bars of one name": ([chart("a", "a")], "stands 2 times"),
    "a bar's name of 21": ([chart("n" * 21)], "21 characters"),
    "labels that differ": ([chart("a", categories=["x"])], "not the categories"),
    "an alert in a message": ([{"type": "alert", "text": text(3)}], "does not belong"),
    "an input in a message": ([ask(typed())], "does not belong"),
    "6 context actions": (
        [{"type": "context_actions", "elements": [{"type": "icon_button"}] * 6}],
        "6, 1 to 5",
    ),
    "a card of 201": ([{"type": "card", "body": text(201)}], "201 characters"),
    "11 cards": ([{"type": "carousel", "elements": [{}] * 11}], "11, 1 to 10"),
    "11 blocks in one": ([{"type": "container", "blocks": [divider()] * 11}], "11, 10 allowed"),
    "a live mention": (
        [{"type": "section", "text": {"type": "mrkdwn", "text": "hi <!here>"}}],
        "live '<!'",
    ),
}


@pytest.mark.parametrize(("blocks", "complaint"), WRONG_BLOCKS.values(), ids=WRONG_BLOCKS.keys())
def test_what_slack_refuses_in_blocks_is_found(blocks: list[Any], complaint: str) -> None:
    found = lint_blocks(blocks, "message")
    assert any(complaint in each for each in found), found


MODAL = modal(CallbackId.WHY, "Why", [section(escape("Because."))], submit="Send")
INPUT = field(
    Field.PLAN,
    "Plan",
    text_input(ActionId.FIELD, initial=None, placeholder="When ...", max_length=200),
)

WRONG_VIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "no view": ({"type": "drawer", "blocks": [divider()]}, "no view"),
    "a title of 25": (MODAL | {"title": text(25)}, "25 characters"),
    "no title": ({k: v for k, v in MODAL.items() if k != "title"}, "not a text object"),
    "a submit of 25": (MODAL | {"submit": text(25)}, "25 characters"),
    "a close of 25": (MODAL | {"close": text(25)}, "25 characters"),
    "an input and no submit": (modal(CallbackId.WHY, "Why", [INPUT]), "submit: missing"),
    "a callback id of 256": (MODAL | {"callback_id": "c" * 256}, "256 characters"),
    "an external id of 256": (MODAL | {"external_id": "c" * 256}, "256 characters"),
    "metadata of 3,001": (MODAL | {"private_metadata": "m" * 3001}, "3001 characters"),
    "101 blocks": (MODAL | {"blocks": [divider()] * 101}, "101, 100 allowed"),
    "250 kB": (MODAL | {"blocks": [section(Marked("a" * 3000))] * 90}, "250000 allowed"),
    "a label of 2,001": (MODAL | {"blocks": [INPUT | {"label": text(2001)}]}, "2001 char"),
    "a hint of 2,001": (MODAL | {"blocks": [INPUT | {"hint": text(2001)}]}, "2001 char"),
    "a menu as an input": (
        MODAL | {"blocks": [ask(pick("overflow", 2))]},
        "does not belong here",
    ),
    "a text input for 3,001": (MODAL | {"blocks": [ask(typed(max_length=3001))]}, "3001"),
    "a text longer than allowed": (
        MODAL | {"blocks": [ask(typed(max_length=5, initial_value="a" * 6))]},
        "6 characters, 5 allowed",
    ),
    "an alert of 201": (MODAL | {"blocks": [{"type": "alert", "text": text(201)}]}, "201"),
    "an inner word": (MODAL | {"blocks": [section(escape("Pick a tool."))]}, "inner word"),
    "a home of 31 blocks": (home_tab([divider()] * 31), "31 blocks"),
    "9 buttons at home": (
        home_tab([row(*[press(action_id=f"a{i}") for i in range(9)])]),
        "9 buttons",
    ),
}


@pytest.mark.parametrize(("view", "complaint"), WRONG_VIEWS.values(), ids=WRONG_VIEWS.keys())
def test_what_slack_refuses_in_views_is_found(view: dict[str, Any], complaint: str) -> None:
    found = lint_view(view)
    assert any(complaint in each for each in found), found


def a_message(*blocks: Block, text: str = "hello") -> Content:
    return Content(text, list(blocks))


FIVE = [
    button(ActionId.ANSWER_DONE, "Done"),
    button(ActionId.ANSWER_SKIPPED, "Skip"),
    select(ActionId.PROMPT_LATER, "Later", options(4)),
    button(ActionId.NOTE_UNDO, "Undo"),
    button(ActionId.NOTE_OFF, "Off"),
]
HARD = "Organisational accountability necessitates considerable communication."

WRONG_MESSAGES: dict[str, tuple[Content, str]] = {
    "six controls": (
        a_message(actions(*FIVE, button(ActionId.NOTE_ON, "On"))),
        "6 controls, 5 allowed",
    ),
    "61 words": (a_message(section(Marked("go on. " * 30 + "so"))), "61 words, 60 allowed"),
    "no notification": (a_message(section(escape("Hi.")), text=" "), "text: empty"),
    "a long notification": (a_message(section(escape("Hi.")), text="a" * 4001), "4001 char"),
    "a mention in the notification": (a_message(section(escape("Hi.")), text="<!here>"), "'<!'"),
    "hard to read": (a_message(section(Marked(HARD))), "reading grade"),
    "too much in all": (a_message(*[section(Marked("a" * 2900))] * 5), "14500 characters"),
    "an inner word on a button": (
        a_message(actions(button(ActionId.NOTE_ON, "Next round"))),
        "'round' is an inner word",
    ),
}


@pytest.mark.parametrize(
    ("content", "complaint"), WRONG_MESSAGES.values(), ids=WRONG_MESSAGES.keys()
)
def test_what_people_should_not_have_to_read_is_found(content: Content, complaint: str) -> None:
    found = lint_message(content)
    assert any(complaint in each for each in found), found


@pytest.mark.parametrize(
    "word",
    ["slot", "wordings", "Practice", "practised", "tools", "cue", "opportunity", "opportunities",
     "strength score", "graduated", "reserve", "rounds", "tally", "outgoing"],
)  # fmt: skip
def test_inner_words_are_found_in_every_form(word: str) -> None:
    found = lint_message(a_message(section(escape(f"A {word}."))))
    assert any("inner word" in each for each in found)


@pytest.mark.parametrize("word", ["around", "rescue", "toolbox", ["reserved", "seats"][1]])
def test_words_that_only_contain_one_are_fine(word: str) -> None:
    assert lint_message(a_message(section(escape(f"Look {word}.")))) == []


def test_the_persons_own_text_is_neither_counted_nor_judged() -> None:
    own = own_words("My practice: " + "accountability " * 70, "plan")
    assert lint_message(a_message(section(escape("Your plan:")), own)) == []


def test_a_message_at_every_limit_is_clean() -> None:
    assert lint_message(a_message(section(Marked("go on. " * 30)), actions(*FIVE))) == []
    assert lint_blocks([header("a" * 400), context(Marked("b" * 4000))], "modal") == []
    assert lint_blocks([row(grouped(1, 100))], "home") == []
    assert lint_view(MODAL | {"blocks": [INPUT]}) == []
