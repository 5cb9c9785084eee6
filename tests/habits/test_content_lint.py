"""Each rule for content, shown on a good habit with one thing changed."""

from copy import deepcopy
from typing import Any

import pytest

from config.content import load
from habits import content_words as words
from habits.catalogue import Habit
from habits.content_lint import lint

CATALOGUE = load()
GOOD: dict[str, Any] = CATALOGUE.get("share_why").model_dump(mode="json")


def complaints(change: dict[str, Any], of: str = "share_why") -> list[str]:
    """What the lint says about a good habit after the change; keys are paths with dots."""
    content = deepcopy(CATALOGUE.get(of).model_dump(mode="json"))
    for path, value in change.items():
        *steps, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        place: Any = content
        for step in steps:
            place = place[step]
        place[last] = value
    return [str(fault) for fault in lint(Habit.model_validate(content))]


@pytest.mark.parametrize("key", CATALOGUE.habits)
def test_each_of_our_habits_keeps_every_rule(key: str) -> None:
    assert [str(fault) for fault in lint(CATALOGUE.get(key))] == []


@pytest.mark.parametrize(
    ("path", "length", "at_most"),
    [
        ("name", 25, 24),
        ("why", 221, 220),
        ("action", 201, 200),
        ("done", 201, 200),
        ("wordings.2.text", 111, 110),
        ("reflection", 91, 90),
        ("tool.fields.1.label", 65, 64),
    ],
)
def test_no_text_is_longer_than_its_place(path: str, length: int, at_most: int) -> None:
    where = path.replace(".2.", ", the 3rd, ").replace(".1.", ", the 2nd, ")
    assert complaints({path: "a" * length}) == [f"{where}: {length} characters; at most {at_most}."]
    assert complaints({path: "a" * at_most}) == []


def test_a_pulse_item_has_at_most_90_characters() -> None:
    text = "I " + "a" * 89
    assert complaints({"pulse": text}) == ["pulse: 91 characters; at most 90."]
    assert complaints({"pulse_spare": text}) == ["pulse_spare: 91 characters; at most 90."]


def test_a_wording_is_measured_with_its_longest_filling() -> None:
    text = "{change} " * 4 + "Now."
    found = complaints({"wordings.0.text": text}, of="fix_repeat")
    assert found == [f"wordings, the 1st, text: {4 * 61 + 4} characters when filled; at most 180."]


@pytest.mark.parametrize(
    "word",
    ["blame", "Blaming", "at fault", "careless", "disappointed", "you never", "why didn\u2019t"],
)
@pytest.mark.parametrize("path", ["wordings.0.text", "reflection", "tool.fields.0.label"])
def test_words_that_judge_stay_out_of_what_is_asked(path: str, word: str) -> None:
    found = complaints({path: f"Is it {word} here"})
    assert len(found) == 1
    assert "expected words that do not judge anybody" in found[0]


@pytest.mark.parametrize("path", ["name", "why", "action", "done", "privacy", "pulse"])
def test_what_is_to_be_avoided_may_be_named_where_it_is_explained(path: str) -> None:
    assert complaints({path: "I blame nobody."}) == []


@pytest.mark.parametrize(
    "text", ["By default it is the rep.", "This week is a badge.", "The Hall of Shame is near."]
)
def test_words_that_only_look_alike_are_no_blame(text: str) -> None:
    assert words.blame_words(text) == []


def test_shame_outside_the_name_of_an_event_is_found() -> None:
    assert words.blame_words("What a shame, before the Hall of Shame.") == ["shame"]


@pytest.mark.parametrize("word", ["streak", "in a row", "overdue", "must", "at least", "Scores"])
def test_nothing_presses_or_compares(word: str) -> None:
    assert complaints({"wordings.1.text": f"Three {word} now."}) == [
        f"wordings, the 2nd, text: found “{word}”; expected words without pressure or comparison."
    ]


@pytest.mark.parametrize(
    "path", ["name", "why", "done", "privacy", "tool.follow_up.what", "tool.fields.2.label"]
)
@pytest.mark.parametrize("word", ["slot", "practices", "Tool", "opportunities", "round"])
def test_words_of_the_workshop_stay_inside(path: str, word: str) -> None:
    found = complaints({path: f"A {word} here"})
    assert len(found) == 1
    assert f"found “{word}”; a word of our workshop; expected everyday words." in found[0]


def test_only_deals_and_dates_slip() -> None:
    assert complaints({"reflection": "Did a deal or a date slip?"}) == []
    assert complaints({"reflection": "Did somebody slip up?"}) == [
        "reflection: found “slip”; only deals and dates slip; expected “mistake”, or plainer."
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Give the reason!", "an exclamation mark; expected a calm end."),
        ("Give it. Say it. Do it.", "3 sentences; at most 2."),
        ("Why? Who?", "2 question marks; at most 1."),
        ("Give the reason 🎉", "found “🎉”; expected no emoji."),
        ("Give the reason :tada:", "found “:tada:”; expected no emoji."),
        ("Give ONE reason.", "found “ONE”; expected no capitals for emphasis."),
        ("Give the REASON.", "found “REASON”; expected no capitals for emphasis."),
        ("It helps 40 % of teams.", "found “0 %”; expected no statistics."),
        ("Research shows that it helps.", "found “Research shows”; expected no statistics."),
        ("Ask <@U012> why.", "found “<@U012>”; expected no names of people or channels."),
        ("Ask @ben why.", "found “@ben”; expected no names of people or channels."),
        ("Ask {rep} why.", "{rep} is not under slots; say there which record fills it."),
    ],
)
def test_the_tone_is_calm_and_plain(text: str, found: str) -> None:
    assert complaints({"wordings.0.text": text}) == [f"wordings, the 1st, text: {found}"]


@pytest.mark.parametrize("text", ["Ask HR, or the CRM.", "Is e.g. a price open? Ask.", "At 1:1s."])
def test_short_names_and_abbreviations_are_no_fault(text: str) -> None:
    assert complaints({"wordings.0.text": text}) == []


def test_a_why_has_at_most_two_sentences() -> None:
    assert complaints({"why": "It helps. It is easy. It is quick."}) == [
        "why: 3 sentences; at most 2."
    ]


def test_a_pulse_item_is_spoken_by_somebody_and_has_no_number() -> None:
    assert complaints({"pulse": "Reasons are given here."}) == [
        "pulse: nobody speaks; expected the first person (I, we) or “My manager ...”."
    ]
    assert complaints({"pulse": "My manager gives 2 reasons."}) == [
        "pulse: found “2”; expected no number."
    ]
    assert complaints({"pulse": "none"}) == complaints({"pulse": "A2"}) == []


@pytest.mark.parametrize("field", ["reflection", "pulse"])
def test_only_wordings_are_filled_in(field: str) -> None:
    assert complaints({field: "What did I tell {rep}?"}) == [
        f"{field}: {{rep}}; only wordings have gaps to fill."
    ]


def test_a_wording_id_is_the_habits_key_and_a_number() -> None:
    assert complaints({"wordings.3.id": "share_how/4"}) == [
        "wordings, the 4th, id: “share_how/4”; "
        "expected the habit's key and a number, e.g. share_why/1."
    ]


def test_two_wordings_never_share_an_id() -> None:
    assert complaints({"wordings.3.id": "share_why/1"}) == [
        "wordings, the 4th, id: “share_why/1” is also the id of wordings, the 1st; "
        "each needs its own."
    ]


def test_two_fields_never_share_an_id() -> None:
    assert complaints({"tool.fields.3.id": "considered"}) == [
        "tool.fields, the 4th, id: “considered” is also the id of tool.fields, the 3rd; "
        "each needs its own."
    ]


def test_two_lines_are_left_when_no_fact_is_true() -> None:
    wordings = [{**one, "needs": ["open_batch"]} for one in GOOD["wordings"][:5]]
    assert complaints({"wordings": [*wordings, GOOD["wordings"][5]]}) == [
        "wordings: 1 without needs; at least 2."
    ]


def test_two_lines_are_left_when_no_record_can_fill_a_gap() -> None:
    filled = {
        "text": "Ask {rep}.",
        "needs": ["booked_call"],
        "slots": {"rep": "ride.rep"},
    }
    wordings = [{**filled, "id": f"share_why/{number}"} for number in (1, 2)]
    found = complaints({"wordings": [*wordings, GOOD["wordings"][5]]})
    assert found[0] == "wordings: 1 without slots; at least 2."


def test_a_gap_stands_in_the_text_and_its_record_is_sure_to_be_there() -> None:
    assert complaints({"wordings.0.slots": {"rep": "ride.rep"}}) == [
        "wordings, the 1st, slots.rep: {rep} does not stand in the text.",
        "wordings, the 1st, slots.rep: “ride.rep” is there only while booked_call is; "
        "add that to needs.",
    ]


def test_the_most_personal_habits_are_never_filled_in() -> None:
    change = {
        "wordings.1.text": "Ask {rep} how it is.",
        "wordings.1.slots": {"rep": "ride.rep"},
        "wordings.1.needs": ["booked_call"],
    }
    found = complaints(change, of="stay_talk")
    assert "wordings, the 2nd, text: {rep}; stay_talk is too personal for filled-in texts." in found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"max": None}, "max: missing; a short field needs 1 to 150."),
        ({"max": 151}, "max: 151; a short field takes at most 150."),
        ({"kind": "date"}, "max: only short and long fields have one; a date has none."),
        (
            {"kind": "choice", "max": None},
            "options: a choice needs either options or options_from; found 0.",
        ),
        ({"options": ["a"]}, "options: only choice and choices have options; a short has none."),
        (
            {"kind": "choice", "max": None, "options": [f"o{n}" for n in range(11)]},
            "options: 11 options; at most 10.",
        ),
        (
            {"kind": "choices", "max": None, "options": ["a" * 76]},
            "options, the 1st: 76 characters; at most 75.",
        ),
        (
            {"kind": "choice", "max": None, "options": ["a", "a"]},
            "options, the 2nd: “a” is there twice; once is enough.",
        ),
        (
            {"only_if": {"withheld": ["yes"]}},
            "only_if.withheld, the 1st: “yes” is not a value of “with",
        ),
        ({"only_if": {"nobody": [True]}}, "only_if.nobody: there is no other field of this id;"),
    ],
)
def test_a_field_has_what_its_kind_needs_and_no_more(change: dict[str, Any], found: str) -> None:
    said = complaints({f"tool.fields.3.{name}": value for name, value in change.items()})
    assert len(said) == 1
    assert said[0].startswith(f"tool.fields, the 4th, {found}")


def test_a_form_never_makes_a_post_that_is_too_long() -> None:
    field = {**GOOD["tool"]["fields"][2], "max": 600, "label": "Why"}
    fields = [{**field, "id": f"why_{number}"} for number in range(5)]
    assert complaints({"tool.fields": fields}) == [
        "tool.fields: the fields can make a post of 3025 characters; at most 2800."
    ]


def test_rare_rituals_are_due_or_done_and_have_no_score() -> None:
    assert complaints({"cadence.period": "quarter"}) == [
        "strength: “score”; a habit of once a quarter is too rare for it: “due_done”."
    ]


def test_a_period_of_opportunities_counts_opportunities() -> None:
    assert complaints({"cadence.period": "opportunity", "cadence.per": "day"}) == [
        "cadence.per: “day”; a period of “opportunity” needs “opportunity”."
    ]


def test_lists_name_each_thing_once() -> None:
    assert complaints({"cues": ["decision_ahead", "decision_ahead"]}) == [
        "cues, the 2nd: “decision_ahead” is there twice; once is enough."
    ]


@pytest.mark.parametrize("when", ["some day", "two months later", "month end; whenever"])
def test_a_follow_up_that_would_never_ask_is_told_with_what_is_understood(when: str) -> None:
    [found] = complaints({"tool.follow_up.when": when}, of="act_fast")
    assert found.startswith("tool.follow_up.when: nobody knows when to ask; expected “one ")
    assert "“month end”" in found
    assert "“two weeks later”" in found
    assert complaints({"tool.follow_up.when": "three weeks later"}, of="act_fast") == []
