"""The forms of habits: what was entered comes back as values, and every form is one Slack takes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.form_endings import AGREED, CHANNEL
from bot.services.form_views import Ended, Ending, Form, FormOf, Preview
from bot.slack.blocks.compose import ended_view, form_view, preview_view
from bot.slack.blocks.own_voice import TEXT_BLOCK, own_voice_view, with_text_in_field
from bot.slack.blocks.parts import parts_block, said_block, text_of
from bot.slack.compose_forms import AUDIENCE, Carried, SaidCarried, entered, filled_from, ticked
from bot.slack.ids import ActionId
from bot.slack.lint import lint_view
from config.content import load
from config.wordings import load_texts
from habits.catalogue import Field, Habit
from habits.catalogue_lists import Audience, FieldKind, ToolKind
from habits.composing import Part
from habits.errors import NotHere
from habits.filling import Values, decisive, fields_for
from habits.texts import using

CATALOGUE = load(None)
FORMS = [habit for habit in CATALOGUE.habits.values() if habit.tool.kind is ToolKind.COMPOSE]
KINDS = {
    FieldKind.CHOICE: {"options": ("small", "very_big")},
    FieldKind.CHOICES: {"options": ("kind", "brave")},
    FieldKind.SHORT: {"max": 150},
    FieldKind.LONG: {"max": 600},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=18), inner),
    max_leaves=12,
)


def a_field(kind: FieldKind, **more: Any) -> Field:
    facts = {"id": str(kind), "label": f"A {kind}", "kind": kind, "required": False}
    return Field(**{**facts, **KINDS.get(kind, {}), **more})


def a_form(*fields: Field, values: Values | None = None, **more: Any) -> Form:
    return Form(
        **{
            "of": FormOf("share_why", prompt="p1"),
            "name": "Share why",
            "fields": fields,
            "values": values or {},
            "audience": Audience.TEAM_CHANNEL,
            "audiences": (Audience.TEAM_CHANNEL,),
            "decisive": frozenset(),
            "suggestions": {},
            **more,
        }
    )


def a_preview(audience: Audience = Audience.TEAM_CHANNEL, **more: Any) -> Preview:
    return Preview(
        **{
            "of": FormOf("share_why"),
            "draft": "d1",
            "name": "Share why",
            "audience": audience,
            "parts": (Part("Why", "Support costs more."),),
            "author": "U0MAYA",
            **more,
        }
    )


def state(**blocks: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A view as Slack sends it: block id -> action id and what stands in it."""
    values = {block: {action: element} for block, (action, element) in blocks.items()}
    return {"state": {"values": values}}


def words(view: dict[str, Any]) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


# --- what was entered --------------------------------------------------------------------------


def test_every_kind_of_field_comes_back_as_its_value() -> None:
    field = "compose.field"
    view = state(
        short=(field, {"type": "plain_text_input", "value": "Some words"}),
        empty=(field, {"type": "plain_text_input", "value": None}),
        number=(field, {"type": "number_input", "value": "3.5"}),
        date=(field, {"type": "datepicker", "selected_date": "2026-11-27"}),
        time=(field, {"type": "timepicker", "selected_time": "10:00"}),
        person=(field, {"type": "users_select", "selected_user": "U0BEN"}),
        people=(field, {"type": "multi_users_select", "selected_users": ["U0BEN", "U0AISHA"]}),
        channel=(field, {"type": "conversations_select", "selected_conversation": "C0TEAM"}),
        choice=(field, {"type": "static_select", "selected_option": {"value": "small"}}),
        choices=(field, {"type": "checkboxes", "selected_options": [{"value": "kind"}]}),
        check=("compose.tick", {"type": "checkboxes", "selected_options": [{"value": "ticked"}]}),
        off=("compose.tick.anew", {"type": "checkboxes", "selected_options": []}),
    )
    filled = filled_from(view, "share_why")
    assert filled.values == {
        "short": "Some words",
        "number": "3.5",
        "date": "2026-11-27",
        "time": "10:00",
        "person": "U0BEN",
        "people": ("U0BEN", "U0AISHA"),
        "channel": "C0TEAM",
        "choice": "small",
        "choices": ("kind",),
        "check": True,
    }
    assert filled.audience is None
    assert entered(view, "channel") == "C0TEAM"
    assert entered(view, "nowhere") == ""
    assert ticked(view, "check")
    assert not ticked(view, "off")


def test_who_sees_it_is_told_apart_from_the_fields() -> None:
    option = {"type": "static_select", "selected_option": {"value": "own_voice"}}
    filled = filled_from(state(**{AUDIENCE: ("compose.audience", option)}), "share_why")
    assert (filled.audience, filled.values) == (Audience.OWN_VOICE, {})


@given(JSON, JSON)
def test_whatever_slack_sends_is_a_value_or_nothing(told: Any, inner: Any) -> None:
    for view in ({"state": told}, {"state": {"values": told}}, state(a=("b", {"value": inner}))):
        filled_from(view, "share_why")
        entered(view, "a")
        ticked(view, "a")


@pytest.mark.parametrize("carried", ["", "[]", "{}", "{", '{"habit": 1}', '{"habit": null}'])
def test_a_form_that_carries_nothing_of_ours_is_not_here(carried: str) -> None:
    for parse in (Carried.from_view, SaidCarried.from_view):
        with pytest.raises(NotHere):
            parse({"private_metadata": carried})


def test_a_form_carries_ids_alone() -> None:
    view = form_view(a_form(a_field(FieldKind.SHORT), values={"short": "secret words"}))
    assert json.loads(view["private_metadata"]) == {
        "habit": "share_why",
        "prompt": "p1",
        "post": "",
        "record": "",
        "draft": "",
        "anew": False,
    }
    assert Carried.from_view(view).of == FormOf("share_why", "p1")


# --- forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("habit", FORMS, ids=lambda habit: habit.key)
def test_slack_takes_the_form_of_every_habit_for_every_audience(habit: Habit) -> None:
    for audience in habit.tool.audience:
        fields = fields_for(habit, audience)
        form = a_form(
            *fields,
            name=habit.name,
            audience=audience,
            audiences=habit.tool.audience,
            decisive=decisive(fields),
            kept=True,
        )
        for anew in (False, True):
            assert lint_view(form_view(form, anew=anew)) == []


@pytest.mark.parametrize("kind", FieldKind)
def test_every_kind_of_field_has_its_element(kind: FieldKind) -> None:
    view = form_view(a_form(a_field(kind)))
    [block] = view["blocks"]
    assert lint_view(view) == []
    assert (block["block_id"], block["label"]["text"]) == (kind, f"A {kind}")
    assert block["optional"]
    assert "dispatch_action" not in block


def test_a_field_that_others_wait_for_tells_of_its_change() -> None:
    [block] = form_view(a_form(a_field(FieldKind.CHECK), decisive=frozenset({"check"})))["blocks"]
    assert block["dispatch_action"]


def test_an_emptied_form_has_other_ids_so_that_slack_keeps_nothing() -> None:
    fields = [a_field(kind) for kind in FieldKind]
    first, anew = (form_view(a_form(*fields), anew=anew) for anew in (False, True))
    for before, after in zip(first["blocks"], anew["blocks"], strict=True):
        assert before["block_id"] == after["block_id"]
        assert before["element"]["action_id"] != after["element"]["action_id"]


def test_ready_texts_stand_above_their_field_and_own_words_win() -> None:
    ready = {
        "suggest.share_why.short.0": "First",
        "suggest.share_why.short.1": "Second",
    }
    short = a_field(FieldKind.SHORT, required=True)
    view = form_view(a_form(short, suggestions={"short": ("First", "Second")}))
    pick, field = view["blocks"]
    assert lint_view(view) == []
    assert [one["text"]["text"] for one in pick["element"]["options"]] == ["First", "Second"]
    assert field["optional"], "Slack must not ask for words of their own"
    picked = {"type": "static_select", "selected_option": {"value": "1"}}
    typed = {"type": "plain_text_input", "value": "My words"}
    with using(load_texts() | ready):
        alone = filled_from(state(**{pick["block_id"]: ("field", picked)}), "share_why")
        both = filled_from(
            state(**{pick["block_id"]: ("field", picked), "short": ("compose.field", typed)}),
            "share_why",
        )
    assert alone.values == {"short": "Second"}
    assert both.values == {"short": "My words"}


# --- previews ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preview", "line"),
    [
        (a_preview(channel="C0TEAM"), "Everybody in <#C0TEAM> will see this, posted in your name."),
        (a_preview(), "Everybody in the channel you pick will see this, posted in your name."),
        (a_preview(Audience.PRIVATE), "Only you see this."),
        (a_preview(Audience.PAIR_NOTE, with_whom="U0BEN"), "Only you and <@U0BEN> will see this."),
    ],
)
def test_a_preview_names_who_will_see_it(preview: Preview, line: str) -> None:
    view = preview_view(preview)
    assert lint_view(view) == []
    assert line in words(view)
    blocks = [block.get("block_id") for block in view["blocks"]]
    assert (CHANNEL in blocks) == (preview.audience is Audience.TEAM_CHANNEL)


def test_a_preview_of_a_change_goes_where_the_post_is() -> None:
    view = preview_view(a_preview(of=FormOf("share_why", post="x1"), channel="C0TEAM"))
    assert CHANNEL not in words(view)
    assert view["submit"]["text"] == "Save the change"


def test_a_preview_asks_for_consent_where_somebody_must_give_it() -> None:
    view = preview_view(a_preview(channel="C0TEAM", consent="the rep, before the channel"))
    assert lint_view(view) == []
    asked = view["blocks"][-1]
    assert asked["block_id"] == AGREED
    assert not asked["optional"]
    assert asked["label"]["text"] == "Ask first: the rep, before the channel"


@pytest.mark.parametrize("how", Ending)
@pytest.mark.parametrize("channel", ["C0TEAM", None])
def test_every_ending_is_said_and_closes_the_form_below(how: Ending, channel: str | None) -> None:
    view = ended_view(Ended(how, "Share why", channel))
    assert lint_view(view) == []
    assert view["clear_on_close"]


def test_own_words_stand_alone_and_come_back_as_they_are() -> None:
    text = "I was late.\nIt was <!channel> & *me*."
    view = own_voice_view(
        text=text, to="U0BEN", to_name="Ben", token="t1", habit="take_the_hit", team="T0"
    )
    assert lint_view(view) == []
    block = next(one for one in view["blocks"] if one.get("block_id") == TEXT_BLOCK)
    assert block["elements"][0]["type"] == "rich_text_preformatted"
    assert text_of(block) == text == text_of(said_block(text, "said"))
    assert "https://slack.com/app_redirect?team=T0&channel=U0BEN" in words(view)
    assert SaidCarried.from_view(view) == SaidCarried(habit="take_the_hit", token="t1")
    shown = with_text_in_field(view | {"id": "V1", "hash": "h", "root_view_id": "V1"})
    assert lint_view(shown) == []
    assert set(shown) == set(view), "the same window, and still to be said"
    [field] = [one["element"] for one in shown["blocks"] if one["type"] == "input"]
    assert field["initial_value"] == text
    assert [one["action_id"] for one in shown["blocks"][2]["elements"]] == [ActionId.OPEN_CHAT]
    alone = own_voice_view(text=text, to=None, to_name="", token="t1", habit="take_the_hit")
    assert "app_redirect" not in words(alone)
    assert lint_view(with_text_in_field(alone)) == []
    nameless = own_voice_view(text=text, to="U0BEN", to_name="", token="t1", habit="take_the_hit")
    assert "Open the chat" in words(nameless)


def test_parts_mention_by_id_and_never_stand_empty() -> None:
    block = parts_block((Part("Owner", "", ("U0BEN", "U0AISHA"), "C0TEAM"),), "post")
    [line] = block["elements"]
    kinds = [one["type"] for one in line["elements"]]
    assert kinds == ["text", "text", "user", "text", "user", "text", "channel", "text"]
    assert all(one["text"] for one in line["elements"] if one["type"] == "text")
    assert parts_block((), "post")["elements"]
