"""Whatever a form brings, it becomes a value or a refusal under one field."""

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.messages import Choice
from bot.services.stopping import HabitToStop
from bot.slack.blocks.leaving import leave_form, pause_form, stop_habit_form
from bot.slack.blocks.preferences import settings_form
from bot.slack.forms import (
    LeaveSubmitted,
    PauseSubmitted,
    SettingsSubmitted,
    StopHabitCarried,
    ticked,
)
from bot.slack.free_time_forms import FreeTimeSubmitted, OwnDaySubmitted, TimeOffSubmitted
from bot.slack.ids import Field
from habits.errors import WrongField
from habits.people import Part, Rhythm, Weekday
from tests.bot.slack import values


def initial(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack reports for an element that nobody touched."""
    return {
        "type": element["type"],
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options", []),
        "selected_time": element.get("initial_time"),
        "selected_date": element.get("initial_date"),
        "value": element.get("initial_value"),
    }


def untouched(view: dict[str, Any]) -> dict[str, Any]:
    """The view as it arrives when it is submitted as it stands."""
    state = {
        block["block_id"]: {block["element"]["action_id"]: initial(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return view | {"state": {"values": state}}


def state(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"state": {"values": {name: {"field": told} for name, told in fields.items()}}}


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def at(clock: str) -> dict[str, Any]:
    return {"selected_time": clock}


TIMES = {
    "habit": chosen("share_why"),
    "work_days": {"selected_options": [{"value": "0"}, {"value": "6"}]},
    "hours_start": at("08:00"),
    "hours_end": at("17:30"),
}
SETTINGS = TIMES | {
    "plan": {"value": "  When I decide,\n I will say why.  "},
    "start_day": chosen("own"),
    "start_at": at("08:30"),
    "prompt_day": chosen("2"),
    "prompt_at": at("10:00"),
    "check_in_day": chosen("off"),
    "check_in_at": at("11:30"),
}


def test_settings_are_read() -> None:
    form = SettingsSubmitted.from_view(state(**SETTINGS))
    assert form.plan == "When I decide, I will say why."
    assert form.rhythm == Rhythm(
        start=Part(time(8, 30)), prompt=Part(time(10), Weekday.WEDNESDAY), check_in=None
    )
    empty = SettingsSubmitted.from_view(state(**SETTINGS | {"plan": {"value": None}}))
    assert empty.plan is None


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("habit", {}),
        ("habit", {"selected_option": None}),
        ("work_days", {"selected_options": []}),
        ("work_days", {"selected_options": [{"value": "7"}]}),
        ("work_days", {"selected_options": "0123"}),
        ("hours_start", at("")),
        ("hours_start", at("24:00")),
        ("hours_start", {"selected_time": 9}),
        ("hours_end", at("08:00")),
        ("hours_end", at("noon")),
        ("plan", {"value": "a" * 201}),
        ("start_day", chosen("monday")),
        ("prompt_day", {}),
        ("check_in_at", at("9")),
    ],
)
def test_what_is_missing_or_odd_is_named_by_its_field(field: str, told: dict[str, Any]) -> None:
    fields = SETTINGS | {"check_in_day": chosen("own"), field: told}
    with pytest.raises(WrongField) as refusal:
        SettingsSubmitted.from_view(state(**fields))
    assert refusal.value.field == field


def test_a_message_that_is_not_sent_needs_no_time() -> None:
    fields = SETTINGS | {"check_in_at": at("")}
    assert SettingsSubmitted.from_view(state(**fields)).rhythm.check_in is None


def test_breaks_and_leaving_are_read_from_our_own_forms() -> None:
    until = date(2026, 12, 7)
    assert PauseSubmitted.from_view(untouched(pause_form(until))) == PauseSubmitted(until)
    assert LeaveSubmitted.from_view(untouched(leave_form())) == LeaveSubmitted(erase=False)
    assert LeaveSubmitted.from_view(state(erase=chosen("erase"))) == LeaveSubmitted(erase=True)
    stop = stop_habit_form(HabitToStop(Choice("share_why", "Share why"), ()))
    assert StopHabitCarried.from_view(stop).habit == "share_why"


@pytest.mark.parametrize("carried", ["", "{}", "[]", "no", '{"habit": 5}', None])
def test_a_form_without_its_habit_asks_to_be_opened_again(carried: object) -> None:
    with pytest.raises(WrongField, match="open this form again"):
        StopHabitCarried.from_view({"private_metadata": carried})


@given(values.FORMS)
def test_our_own_forms_submitted_untouched_are_values_or_a_named_field(form: Any) -> None:
    refusable = {"habit", "work_days", "hours_end", "plan"}
    assert refused_field(SettingsSubmitted, settings_form(form)) in {None, *refusable}


def refused_field(kind: Any, view: dict[str, Any]) -> str | None:
    try:
        submitted = kind.from_view(untouched(view))
    except WrongField as refusal:
        return refusal.field
    assert submitted.habit == "share_why"
    return None


LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=6)
KEYS = st.sampled_from(
    ["state", "values", "field", "value", "selected_option", "selected_options", "selected_time",
     "selected_date", "private_metadata", "ticks", *Field]
)  # fmt: skip
JUNK = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=20
)


@given(st.dictionaries(KEYS, JUNK) | JUNK.map(lambda told: {"state": {"values": told}}))
def test_junk_is_refused_and_never_breaks(view: dict[str, Any]) -> None:
    for kind in (
        SettingsSubmitted,
        PauseSubmitted,
        LeaveSubmitted,
        FreeTimeSubmitted,
        OwnDaySubmitted,
        TimeOffSubmitted,
    ):
        with pytest.raises(WrongField):
            kind.from_view(view)
    with pytest.raises(WrongField):
        StopHabitCarried.from_view(view)
    assert isinstance(ticked(view), tuple)


def test_ticks_are_read_from_the_message_that_was_pressed() -> None:
    options = [{"value": "lost_deal"}, {"value": "one_on_one"}]
    body = {"state": {"values": {"ticks": {"week.ticks": {"selected_options": options}}}}}
    assert ticked(body) == ("lost_deal", "one_on_one")
    assert ticked({}) == ()


def test_what_a_form_carries_is_json() -> None:
    stop = stop_habit_form(HabitToStop(Choice('a"b', "Odd"), ("Coach",)))
    assert json.loads(stop["private_metadata"]) == {"habit": 'a"b'}
