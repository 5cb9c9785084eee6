"""What the filter shows keeps Slack's limits and ours, and reads back whatever is sent."""

import contextlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.filter_views import (
    Ask,
    AskForm,
    BundleFilled,
    BundleForm,
    Decided,
    Filled,
    Ledger,
    OwnWords,
    Standing,
    TeamPreview,
    Waiting,
)
from bot.services.who import Who
from bot.slack.blocks.filter import ask_view
from bot.slack.blocks.filter_ends import (
    closing_view,
    decided_view,
    for_another_channel,
    standing_view,
    team_preview_view,
    words_view,
)
from bot.slack.blocks.filter_ledger import bundle_view, ledger_view
from bot.slack.filter_forms import (
    Carried,
    ask_in,
    bundle_in,
    channel_in,
    filled_in,
    fits_its_choice,
    readable,
    sent_ask,
)
from bot.slack.ids import CallbackId
from bot.slack.lint import lint_reading, lint_view
from bot.slack.text import said
from config.content import load
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import HabitsError, NotHere, WrongField
from habits.filtering import (
    Choice,
    Summary,
    draft_reason,
    draft_reply,
    fields_for,
)
from tests.bot.slack.values import ANY_TEXT

FORM = load(None).get("filter_request").tool.fields
FRIDAY = date(2026, 3, 6)
USERS = st.sampled_from([None, "U0HEAD"])
SHORT = ANY_TEXT.map(lambda text: text[:150])


def form(choice: Choice | None = None, **facts: Any) -> AskForm:
    """A form as it comes, with our drafts."""
    reason = "" if choice is None else draft_reason(choice)
    made: dict[str, Any] = {
        "request": "r1",
        "prompt": None,
        "by_hand": False,
        "ask": "Can the team send me all numbers?",
        "requester": "U0HEAD",
        "choice": choice,
        "sensitive": False,
        "minutes": None,
        "fields": () if choice is None else fields_for(FORM, choice),
        "reason": reason,
        "deadline": FRIDAY,
        "first_step": "Read it.",
        "reply": "" if choice is None else draft_reply(choice, reason, FRIDAY),
        "audience": Audience.TEAM_CHANNEL,
        "person": None,
    }
    return AskForm(**made | facts)


forms = st.builds(
    form,
    st.one_of(st.none(), st.sampled_from(Choice)),
    prompt=st.one_of(st.none(), st.just("p1")),
    by_hand=st.booleans(),
    ask=ANY_TEXT.map(lambda text: text[:1000].strip()),
    requester=USERS,
    sensitive=st.booleans(),
    minutes=st.one_of(st.none(), st.integers(1, 2400)),
    reason=SHORT,
    first_step=SHORT,
    reply=ANY_TEXT.map(lambda text: text[:500]),
    audience=st.sampled_from([Audience.TEAM_CHANNEL, Audience.OWN_VOICE]),
    person=USERS,
)
waiting = st.builds(
    Waiting,
    request=st.uuids().map(str),
    ask=ANY_TEXT.map(lambda text: text[:1000].strip()),
    requester=USERS,
    age=st.sampled_from(["since today", "since Tuesday", "9 days"]),
    again_on=st.sampled_from([None, FRIDAY]),
)
ledgers = st.builds(
    Ledger,
    st.builds(
        Summary, st.integers(0, 3), st.integers(3, 11), st.one_of(st.none(), st.integers(1, 900))
    ),
    st.lists(waiting, max_size=12, unique_by=lambda one: one.request).map(tuple),
)


@st.composite
def bundles(draw: st.DrawFn) -> BundleForm:
    asks = draw(st.lists(waiting, max_size=10, unique_by=lambda one: one.request))
    ticked = tuple(one.request for one in asks if draw(st.booleans()))
    note = draw(ANY_TEXT)[:600]
    return BundleForm(
        prompt=None,
        asks=tuple(asks),
        ticked=ticked,
        note=note,
        edited=draw(st.booleans()),
        empty=draw(st.booleans()),
        more=draw(st.integers(0, 3)),
    )


def faults(view: dict[str, Any]) -> list[str]:
    """What is wrong with a view, its asks' own words as options left out."""
    found = [*lint_view(view), *lint_reading(_readable(view["blocks"]))]
    return [one for one in found if "is an inner word" not in one]


def _readable(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [block for block in blocks if block["type"] != "input"]


# --- limits --------------------------------------------------------------------------------


@given(forms)
def test_the_form_for_an_ask_keeps_the_limits(made: AskForm) -> None:
    assert faults(ask_view(made, "V1")) == []


@given(ledgers)
def test_the_list_keeps_the_limits(ledger: Ledger) -> None:
    view = ledger_view(ledger, "p1")
    assert faults(view) == []
    menus = [block for block in view["blocks"] if "accessory" in block]
    assert len(menus) == min(8, len(ledger.waiting))


@given(bundles())
def test_the_bundle_keeps_the_limits(made: BundleForm) -> None:
    view = bundle_view(made, "V1")
    assert faults(view) == []
    names = [block.get("block_id") for block in view["blocks"] if block["type"] == "input"]
    assert ("note" in names) != made.empty


@given(ANY_TEXT, USERS, st.sampled_from(Choice), st.booleans(), st.integers(0, 20))
def test_the_decision_that_stands_keeps_the_limits(
    ask: str, requester: str | None, choice: Choice, final: bool, age: int
) -> None:
    today = date(2026, 3, 26)
    decided = date.fromordinal(today.toordinal() - age)
    again_on = FRIDAY if choice is Choice.DELAY else None
    standing = Standing("r1", ask, requester, choice, decided, today, again_on, final)
    assert faults(standing_view(standing)) == []


@given(ANY_TEXT, USERS, ANY_TEXT, st.booleans())
def test_words_to_say_keep_the_limits(text: str, to: str | None, name: str, team: bool) -> None:
    words = OwnWords(text[:2000].strip() or "Hello", to, name.strip()[:80], team)
    view = words_view(words, Carried(request="r1", said=1), "T1")
    assert faults(view) == []
    assert view["callback_id"] == CallbackId.FILTER_SAID


@given(ANY_TEXT, ANY_TEXT, st.sampled_from([None, "C0TEAM"]))
def test_a_preview_keeps_the_limits_for_every_channel(
    ask: str, reason: str, channel: str | None
) -> None:
    parts = (Part("The ask", ask[:1000]), Part("Why", reason[:150]), Part("", "A note"))
    preview = TeamPreview("d1", "Be a filter", parts, channel)
    carried = Carried(request="r1")
    view = team_preview_view(preview, CallbackId.FILTER_PREVIEW, carried, "U0MAYA")
    assert faults(view) == []
    shown = {**view, "id": "V1", "hash": "h", "state": {}, "root_view_id": "V1"}
    other = for_another_channel(shown, "C0OTHER")
    assert faults(other) == []
    assert set(other) == set(view)
    assert "<#C0OTHER>" in json.dumps(other)


@pytest.mark.parametrize("choice", Choice)
def test_what_comes_next_is_one_line(choice: Choice) -> None:
    again_on = FRIDAY if choice is Choice.DELAY else None
    assert faults(decided_view(Decided("r1", choice, again_on, None, None))) == []
    assert faults(closing_view(said("filter.bundle.emptied"))) == []


def test_the_box_for_safety_pay_and_hr_says_what_follows() -> None:
    [box] = [one for one in ask_view(form())["blocks"] if one.get("block_id") == "sensitive"]
    assert "Choose “Pass it on”" in box["hint"]["text"]


def test_an_empty_list_says_how_to_begin() -> None:
    text = json.dumps(ledger_view(Ledger(Summary(), ())), ensure_ascii=False)
    assert "⋯ menu of any message" in text


def test_asks_of_nobody_we_know_get_no_chat_button() -> None:
    words = words_view(OwnWords("Hello", None, ""), Carried(request="r1"), "T1")
    assert "app_redirect" not in json.dumps(words)
    words = words_view(OwnWords("Hello", "U0HEAD", ""), Carried(request="r1"), "T1")
    assert "app_redirect?team=T1&channel=U0HEAD" in json.dumps(words)


# --- what is sent --------------------------------------------------------------------------


def initial(element: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": element["type"],
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options", []),
        "selected_date": element.get("initial_date"),
        "selected_user": element.get("initial_user"),
        "selected_conversation": element.get("initial_conversation"),
    }


def untouched(view: dict[str, Any], **values: dict[str, Any]) -> dict[str, Any]:
    """As it arrives when it is sent as it stands, but for these fields."""
    state = {
        block["block_id"]: {
            block["element"]["action_id"]: initial(block["element"])
            | values.get(block["block_id"], {})
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return view | {"state": {"values": state}}


@pytest.mark.parametrize("choice", Choice)
def test_a_form_that_is_sent_as_it_stands_is_read_as_it_stands(choice: Choice) -> None:
    made = form(choice, minutes=20)
    view = untouched(ask_view(made, "V1"))
    assert fits_its_choice(view)
    read = sent_ask(view)
    assert (read.choice, read.sensitive, read.minutes) == (choice, False, 20)
    assert read.reply is None, "it follows the other fields"
    assert read.reason == (made.reason if "reason" in made.fields else None)
    assert read.deadline == (FRIDAY if "deadline" in made.fields else None)
    assert filled_in(view).reason is None, "another choice brings its own words"


@given(forms)
def test_whatever_stands_in_a_form_is_read(made: AskForm) -> None:
    view = untouched(ask_view(made))
    read = sent_ask(view)
    assert (read.choice, read.minutes) == (made.choice, made.minutes)
    if made.choice is Choice.PASS_ON:
        assert read.audience is made.audience


def test_what_was_typed_stays_for_another_choice() -> None:
    view = untouched(
        ask_view(form(Choice.DECLINE)),
        reason={"value": "no time"},
        reply={"value": "Sorry, no."},
        choice={"selected_option": {"value": "delay"}},
    )
    assert not fits_its_choice(view)
    read = filled_in(view)
    assert (read.choice, read.reason, read.reply) == (Choice.DELAY, "no time", "Sorry, no.")
    again = untouched(ask_view(form(Choice.DELAY, reason="no time", reply="Sorry, no.")))
    assert filled_in(again).reply == "Sorry, no.", "also after it was shown once more"


def test_minutes_that_are_no_number_are_refused_under_their_field() -> None:
    view = untouched(ask_view(form(Choice.ABSORB)), minutes={"value": "a lot"})
    with pytest.raises(WrongField) as refused:
        sent_ask(view)
    assert refused.value.field == "minutes"
    assert filled_in(view).minutes is None


def test_a_note_that_was_changed_stays_changed() -> None:
    asks = (Waiting("r1", "An ask", None, "since today"),)
    view = bundle_view(BundleForm(None, asks, ("r1",), "• An ask"))
    assert bundle_in(untouched(view)) == BundleFilled(("r1",), None)
    assert bundle_in(untouched(view, note={"value": "Mine"})).note == "Mine"
    again = bundle_view(BundleForm(None, asks, (), "Mine", edited=True))
    assert bundle_in(untouched(again)).note == "Mine"


def test_a_preview_without_a_channel_is_refused() -> None:
    preview = TeamPreview("d1", "Be a filter", (), None)
    view = team_preview_view(preview, CallbackId.FILTER_PREVIEW, Carried(), "U0MAYA")
    with pytest.raises(WrongField):
        channel_in(untouched(view))
    picked = untouched(view, channel={"selected_conversation": "C0TEAM"})
    assert channel_in(picked) == "C0TEAM"


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["value", "selected_option", "choice", "field", "reason", "items"]),
            inner,
            max_size=3,
        ),
    ),
)


@given(json_values, json_values, json_values)
def test_whatever_arrives_is_a_value_or_a_refusal(state: Any, blocks: Any, metadata: Any) -> None:
    view = {"state": {"values": state}, "blocks": blocks, "private_metadata": metadata}
    for read in (sent_ask, filled_in, bundle_in, channel_in):
        with contextlib.suppress(HabitsError):
            assert isinstance(read(view), Filled | BundleFilled | str)


# --- messages ------------------------------------------------------------------------------

MAYA = Who("T1", "U0MAYA")


def used_on(**message: Any) -> dict[str, Any]:
    """The shortcut, used on a message."""
    told = {"user": "U0HEAD", "team": "T1", "ts": "1.1", "text": "Numbers, please"}
    return {"channel": {"id": "C1"}, "message_ts": "1.1", "message": told | message}


def test_a_colleague_asks() -> None:
    assert ask_in(used_on(), MAYA) == Ask("Numbers, please", "U0HEAD", "C1", "1.1")


@pytest.mark.parametrize(
    "message",
    [
        {"bot_id": "B1"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"user": ""},
        {"user": "U0MAYA"},
        {"user_team": "T2"},
        {"team": "T2"},
        {"user": ["U1"]},
    ],
)
def test_apps_people_from_elsewhere_and_the_manager_are_no_requesters(
    message: dict[str, Any],
) -> None:
    assert ask_in(used_on(**message), MAYA).requester is None


@pytest.mark.parametrize("body", [{}, {"channel": {"id": "C1"}}, {"message": {"ts": "1"}}])
def test_without_a_message_there_is_nothing_to_filter(body: dict[str, Any]) -> None:
    with pytest.raises(NotHere):
        ask_in(body, MAYA)


def test_a_message_without_words_tells_what_is_attached() -> None:
    message = {
        "text": "",
        "files": [{"title": "Plan.pdf"}],
        "attachments": [{"fallback": "A card"}],
    }
    assert ask_in(used_on(**message), MAYA).text == "A card\nPlan.pdf"
    assert ask_in(used_on(text=None), MAYA).text == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<@U1|ben> and <@U2>", "@ben and @somebody"),
        ("<#C1|deals> <#C2>", "#deals #channel"),
        ("<!here> <!subteam^S1|@sales>", "@here @sales"),
        (
            "<https://x.example|words> <https://x.example>",
            "words (https://x.example) https://x.example",
        ),
    ],
)
def test_marks_are_read_as_people_read_them(written: str, read: str) -> None:
    assert readable(written) == read
