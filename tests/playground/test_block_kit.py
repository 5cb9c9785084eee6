"""Blocks that Slack refuses are refused here, with the pointer to what is wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.block_kit import inspect_blocks, inspect_view
from bot.playground.block_rules import BLOCKS, ELEMENTS
from bot.playground.elements import complaints, entry, initial_entry, state_values
from bot.playground.refusals import BadCall
from bot.playground.workspace import with_ids

Block = dict[str, Any]

FIELD_NAMES = {"type", "block_id"}.union(
    *(shape.required | shape.optional for shape in [*BLOCKS.values(), *ELEMENTS.values()]),
    ("series", "segments", "axis_config", "categories", "name", "data", "label"),
)


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Block:
    return {"text": plain(value), "value": value}


def options(count: int) -> list[Block]:
    return [option(f"{number}") for number in range(count)]


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain("Go"), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": [*elements]}


def field(element: Block, **more: Any) -> Block:
    return {"type": "input", "block_id": "q", "label": plain("Q"), "element": element, **more}


def chart(labels: tuple[str, ...] = ("a", "b"), **more: Any) -> Block:
    data = [{"label": label, "value": 1} for label in ("a", "b")]
    held = {
        "type": "bar",
        "series": [{"name": "Done", "data": data}],
        "axis_config": {"categories": [*labels]},
    }
    return {"type": "data_visualization", "title": "Weeks", "chart": held | more}


PIE = {"type": "pie", "segments": [{"label": "a", "value": 1}] * 6}

GOOD: list[Block] = [
    chart(),
    chart() | {"chart": PIE},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "section", "text": mrkdwn("x" * 3000), "accessory": button(style="primary")},
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    {"type": "context", "elements": [mrkdwn("a"), plain("b")]},
    actions(*[button(action_id=f"a{n}") for n in range(25)]),
    actions({"type": "static_select", "options": options(100)}, {"type": "timepicker"}),
    actions({"type": "overflow", "options": options(5)}),
    field({"type": "checkboxes", "options": options(10), "initial_options": options(2)}),
    {"type": "rich_text", "elements": []},
]

FAULTY: list[tuple[Block, str]] = [
    (chart() | {"title": "x" * 51}, "less than 51 characters"),
    (chart(type="cloud"), "unsupported chart: cloud [json-pointer:/blocks/0/chart/type]"),
    (chart(("a",)), "labels must match the categories"),
    (chart(("x" * 21, "b")), "/axis_config/categories/0]"),
    (chart(series=[]), "must have 1 to 6 items"),
    (chart(series=chart()["chart"]["series"] * 2), "duplicate name: Done"),
    (chart(axis_config=None), "missing required field: categories"),
    (chart() | {"chart": PIE | {"segments": [{"label": "a", "value": 0}]}}, "must be more than 0"),
    (chart() | {"chart": PIE | {"segments": [{"label": "a", "value": "1"}]}}, "provide a number"),
    ({"type": "wobble"}, "unsupported type: wobble [json-pointer:/blocks/0/type]"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151 characters"),
    ({"type": "header", "text": mrkdwn("x")}, "must be a plain_text object"),
    ({"type": "section"}, "missing required field: text or fields"),
    ({"type": "section", "text": mrkdwn("")}, "must be more than 0 characters"),
    ({"type": "section", "text": mrkdwn("x" * 3001)}, "[json-pointer:/blocks/0/text/text]"),
    ({"type": "section", "fields": [mrkdwn("x" * 2001)]}, "/blocks/0/fields/0/text]"),
    ({"type": "section", "fields": [mrkdwn("x")] * 11}, "no more than 10 items"),
    ({"type": "section", "text": mrkdwn("x"), "colour": "red"}, "invalid additional property"),
    ({"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items"),
    (actions(*[button()] * 26), "no more than 25 items"),
    (actions(button(action_id="a"), button(action_id="a")), "duplicate action_id: a"),
    (actions(button(value="x" * 2001)), "less than 2001 characters"),
    (actions(button(style="loud")), "primary or danger"),
    (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    (actions({"type": "static_select", "options": options(101)}), "no more than 100 items"),
    (actions({"type": "static_select"}), "either options or option_groups"),
    (actions({"type": "radio_buttons", "options": options(11)}), "no more than 10 items"),
    (actions({"type": "overflow", "options": options(6)}), "no more than 5 items"),
    (
        actions({"type": "radio_buttons", "options": options(2), "initial_option": option("9")}),
        "must be among the options",
    ),
    (actions({"type": "static_select", "options": [option("x" * 76)]}), "less than 76"),
    ({"type": "divider", "block_id": "x" * 256}, "less than 256 characters"),
    ({"type": "alert", "text": plain("x")}, "unsupported type for a message"),
]


ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([*BLOCKS, *ELEMENTS, "mrkdwn", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(FIELD_NAMES)), inner, max_size=5)
    ),
    max_leaves=25,
)


ANY_ELEMENT = st.builds(
    lambda kind, fields: fields | {"type": kind},
    st.sampled_from(sorted(ELEMENTS)),
    st.dictionaries(st.sampled_from(sorted(FIELD_NAMES)), ANY_VALUE, max_size=6),
)


@given(ANY_ELEMENT)
def test_whatever_stands_in_an_element_is_judged_and_never_crashes(element: Any) -> None:
    for block in (actions(element), field(element), {"type": "section", "accessory": element}):
        faults = inspect_blocks([block])
        assert all(fault.startswith("[ERROR] ") for fault in faults)
        if not faults:
            assert state_values(with_ids([block]), {}) is not None


@given(ANY_VALUE, st.sampled_from(["bar", "pie"]), ANY_VALUE, ANY_VALUE)
def test_whatever_stands_in_a_chart_is_judged_and_never_crashes(
    series: Any, kind: str, axis: Any, point: Any
) -> None:
    for held in (series, [series, {"data": [point], "name": point}]):
        inside = {"type": kind, "series": held, "segments": held, "axis_config": axis}
        assert isinstance(inspect_blocks([chart() | {"chart": inside}]), list)


@given(ANY_VALUE)
def test_whatever_comes_is_judged_and_never_crashes(value: Any) -> None:
    assert all(fault.startswith("[ERROR] ") for fault in inspect_blocks([value]))
    assert all(
        fault.startswith("[ERROR] ") for fault in inspect_view({"type": "modal", "blocks": value})
    )


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_a_good_block_passes(block: Block) -> None:
    assert inspect_blocks([block]) == []


@pytest.mark.parametrize(("block", "words"), FAULTY)
def test_a_faulty_block_is_named(block: Block, words: str) -> None:
    assert any(words in fault for fault in inspect_blocks([block])), inspect_blocks([block])


def test_a_message_has_two_charts_and_none_where_this_slack_knows_none() -> None:
    assert inspect_blocks([chart()] * 2) == []
    assert "no more than 2 data_visualization" in inspect_blocks([chart()] * 3)[0]
    refused = inspect_blocks([chart()], refused=["data_visualization"])
    assert refused == ["[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]"]


def test_a_message_has_fifty_blocks_and_no_block_id_twice() -> None:
    assert inspect_blocks([{"type": "divider"}] * 50) == []
    assert "no more than 50" in inspect_blocks([{"type": "divider"}] * 51)[0]
    assert "duplicate block_id" in inspect_blocks([{"type": "divider", "block_id": "a"}] * 2)[0]
    assert inspect_blocks("nonsense") == ["[ERROR] must provide an array [json-pointer:/blocks]"]
    assert "must be less than" in inspect_blocks([{"type": "markdown", "text": "x" * 6001}] * 2)[0]


def a_modal(**more: Any) -> Block:
    blocks = [field({"type": "plain_text_input"})]
    return {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": blocks, **more}


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (a_modal(title=plain("x" * 25)), "less than 25 characters [json-pointer:/view/title/text]"),
        (a_modal(private_metadata="x" * 3001), "less than 3001"),
        (a_modal(submit=None), "submit"),
        (a_modal(blocks=[{"type": "divider"}] * 101), "no more than 100"),
        (a_modal(blocks=[{"type": "markdown", "text": "x"}]), "unsupported type for a modal"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "home", "blocks": [], "title": plain("T")}, "invalid additional property: title"),
        ({"type": "drawer"}, "must be a modal or home view"),
    ],
)
def test_a_faulty_view_is_named(view: Block, words: str) -> None:
    assert any(words in fault for fault in inspect_view(view)), inspect_view(view)


def test_a_good_view_passes() -> None:
    assert inspect_view(a_modal()) == []
    assert inspect_view({"type": "home", "blocks": [actions(button())]}) == []


PICKED = {
    "static_select": ("1", {"selected_option": option("1")}),
    "radio_buttons": ("1", {"selected_option": option("1")}),
    "checkboxes": (["0", "1"], {"selected_options": [option("0"), option("1")]}),
    "users_select": ("U1", {"selected_user": "U1"}),
    "multi_users_select": (["U1"], {"selected_users": ["U1"]}),
    "conversations_select": ("C1", {"selected_conversation": "C1"}),
    "datepicker": ("2026-11-24", {"selected_date": "2026-11-24"}),
    "timepicker": ("10:00", {"selected_time": "10:00"}),
    "datetimepicker": (1795420800, {"selected_date_time": 1795420800}),
    "number_input": (7, {"value": "7"}),
    "plain_text_input": ("", {"value": None}),
}


@pytest.mark.parametrize("kind", PICKED)
def test_every_element_keeps_its_value_in_its_own_place(kind: str) -> None:
    value, kept = PICKED[kind]
    element = {"type": kind, "action_id": "a", "options": options(2)}
    assert entry(element, value) == {"type": kind} | kept
    emptied = [*entry(element, None).values()][1]
    assert emptied in (None, [])


@pytest.mark.parametrize(
    ("kind", "value"),
    [("timepicker", "25:00"), ("datepicker", "soon"), ("checkboxes", "0"), ("users_select", 3)],
)
def test_a_value_that_no_client_could_bring_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(BadCall):
        entry({"type": kind, "action_id": "a", "options": options(2)}, value)


def test_what_stood_in_a_field_at_first_counts_until_it_is_changed() -> None:
    picker = {"type": "timepicker", "action_id": "at", "initial_time": "10:00"}
    blocks = with_ids([field(picker), actions(button(action_id="go"))])
    assert state_values(blocks, {}) == {"q": {"at": initial_entry(picker)}}
    entered = {"q": {"at": entry(picker, "11:30")}}
    assert state_values(blocks, entered)["q"]["at"]["selected_time"] == "11:30"


@pytest.mark.parametrize(
    ("element", "value", "words"),
    [
        ({"type": "plain_text_input", "max_length": 3}, "four", "at most 3"),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "5"}, "6", "range"),
        ({"type": "email_text_input"}, "nobody", "email"),
        ({"type": "url_text_input"}, "nowhere", "URL"),
        ({"type": "datepicker"}, None, "required"),
    ],
)
def test_the_client_complains_under_the_field(element: Block, value: Any, words: str) -> None:
    blocks = with_ids([field(element)])
    named = blocks[0]["element"]
    values = {"q": {named["action_id"]: entry(named, value)}}
    assert words in complaints(blocks, values)["q"]
    optional = with_ids([field(named, optional=True)])
    assert (value is None) == (complaints(optional, values) == {})
