"""Forms and their texts: what shows, what is refused, what is said, whatever anybody enters."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.content import load
from habits.catalogue import Field, Habit
from habits.catalogue_lists import Audience, FieldKind, ToolKind
from habits.composing import Part, faults, hint, length, parts_from, parts_of, spoken
from habits.content_rules import LONGEST_POST
from habits.filling import TO, Value, Values, clean, decisive, fields_for, visible

TODAY = date(2026, 11, 23)
CATALOGUE = load(None)
FORMS = [habit for habit in CATALOGUE.habits.values() if habit.tool.kind is ToolKind.COMPOSE]
SHARE_WHY = CATALOGUE.get("share_why")
FIELDS = fields_for(SHARE_WHY, Audience.TEAM_CHANNEL)
WHY = "Support costs more than it brings in"

ANY_VALUE: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=80),
    st.booleans(),
    st.lists(st.text(max_size=12), max_size=4).map(tuple),
    st.sampled_from(["2026-11-27", "2026-02-30", "10:00", "nan", "1e999", "U0BEN", "a" * 3000]),
    st.sampled_from(["small", "very_big", "true", "\x00\x1b[31m", "\u202e\u2028"]),
)


def a_field(kind: FieldKind, **more: Any) -> Field:
    return Field(**{"id": "one", "label": "One", "kind": kind, "required": False, **more})


def values_for(fields: tuple[Field, ...]) -> st.SearchStrategy[Values]:
    names = [*(field.id for field in fields), "no_such_field"]
    return st.dictionaries(st.sampled_from(names), ANY_VALUE)


FILLED_FORMS = st.sampled_from(
    [(habit, audience) for habit in FORMS for audience in habit.tool.audience]
).flatmap(lambda form: st.tuples(st.just(fields_for(*form)), values_for(fields_for(*form))))


# --- whatever is entered ---------------------------------------------------------------------


@given(FILLED_FORMS)
def test_any_values_at_all_are_checked_and_composed(
    filled: tuple[tuple[Field, ...], Values],
) -> None:
    fields, values = filled
    found = faults(fields, values, TODAY)
    assert found.keys() <= {field.id for field in fields}
    assert all(words.strip() for words in found.values())
    parts_from(fields, values)
    spoken(fields, values, {"U0BEN": "Ben"})
    hint(fields, values)


@given(FILLED_FORMS)
def test_what_passes_fits_into_one_post(filled: tuple[tuple[Field, ...], Values]) -> None:
    fields, values = filled
    if not faults(fields, values, TODAY):
        assert length(parts_from(fields, values)) <= LONGEST_POST
        assert len(spoken(fields, values, {})) <= LONGEST_POST + len(fields)


@given(FILLED_FORMS)
def test_what_shows_hangs_on_what_shows(filled: tuple[tuple[Field, ...], Values]) -> None:
    fields, values = filled
    shown = visible(fields, values)
    hidden = {field.id for field in fields} - {field.id for field in shown}
    seen = {name: value for name, value in values.items() if name not in hidden}
    assert visible(fields, seen) == shown, "a hidden value changes nothing"
    assert visible(fields, values) == shown


@given(st.text())
def test_no_control_character_gets_through(text: str) -> None:
    kept = clean(text)
    assert all(sign in "\n\t" or sign.isprintable() or ord(sign) > 0x9F for sign in kept)
    assert clean(kept) == kept


# --- fields ----------------------------------------------------------------------------------


def test_a_field_shows_while_the_other_has_its_value() -> None:
    shown = [field.id for field in visible(FIELDS, {})]
    assert shown == ["why", "considered", "open", "touches", "withheld"]
    shown = [field.id for field in visible(FIELDS, {"withheld": True})]
    assert shown == ["decision", "considered", "open", "touches", "withheld", "share_on"]
    assert decisive(FIELDS) == {"withheld"}


def test_options_decide_as_boxes_do() -> None:
    first = a_field(FieldKind.CHOICE, id="size", options=("small", "big"))
    many = a_field(FieldKind.CHOICES, id="kinds", options=("kind", "brave"))
    second = a_field(FieldKind.SHORT, max=10, only_if={"size": ("big",)})
    third = a_field(FieldKind.SHORT, id="two", max=10, only_if={"kinds": ("brave",)})
    fields = (first, many, second, third)
    assert visible(fields, {"size": "small", "kinds": ("kind",)}) == (first, many)
    assert visible(fields, {"size": "big", "kinds": ("kind", "brave")}) == fields


def test_fields_that_wait_for_each_other_never_show() -> None:
    one = a_field(FieldKind.CHECK, only_if={"two": (True,)})
    two = a_field(FieldKind.CHECK, id="two", only_if={"one": (True,)})
    assert visible((one, two), {"one": True, "two": True}) == ()


def test_a_person_is_asked_for_where_the_form_names_none() -> None:
    habit = CATALOGUE.get("take_the_hit")
    [to, *_] = fields_for(habit, Audience.OWN_VOICE)
    assert (to.id, to.kind, to.required) == (TO, FieldKind.PERSON, False)
    [to, *_] = fields_for(habit, Audience.PAIR_NOTE)
    assert to.required, "a note belongs to two"
    assert TO not in [field.id for field in fields_for(habit, Audience.TEAM_CHANNEL)]
    named = fields_for(CATALOGUE.get("contribution"), Audience.OWN_VOICE)
    assert TO not in [field.id for field in named]


def test_the_fields_of_a_rep_are_not_the_managers() -> None:
    shown = [field.id for field in fields_for(CATALOGUE.get("coach_11"), Audience.PAIR_NOTE)]
    assert shown == ["rep", "skill", "question"]


# --- faults ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (a_field(FieldKind.SHORT, required=True, max=5), " \n ", "a few words"),
        (a_field(FieldKind.SHORT, max=5), "abcdef", "within 5 characters. It has 6"),
        (a_field(FieldKind.LONG, max=600), "a" * 3000, "within 600 characters. It has 3000"),
        (a_field(FieldKind.DATE), "2026-11-22", "today or a later day"),
        (a_field(FieldKind.DATE), "2028-11-23", "within the next two years"),
        (a_field(FieldKind.DATE), "9999-12-31", "within the next two years"),
        (a_field(FieldKind.DATE), "soon", "pick a day"),
        (a_field(FieldKind.TIME), "25:00", "pick a time"),
        (a_field(FieldKind.NUMBER), "many", "a number"),
        (a_field(FieldKind.NUMBER), "inf", "a number"),
        (a_field(FieldKind.CHOICE, options=("a", "b")), "c", "choose one"),
        (a_field(FieldKind.CHOICES, options=("a", "b")), ("a", "c"), "choose one"),
        (a_field(FieldKind.PERSON, required=True), "", "pick a person"),
        (a_field(FieldKind.PERSON), "<!channel>", "pick a person"),
        (a_field(FieldKind.PEOPLE), ("U0BEN", "ben"), "pick a person"),
        (a_field(FieldKind.CHANNEL, required=True), "", "pick a channel"),
        (a_field(FieldKind.CHECK, required=True), False, "tick this"),
    ],
)
def test_what_cannot_be_taken_is_said_under_its_field(
    field: Field, value: Value, words: str
) -> None:
    found = faults((field,), {"one": value}, TODAY)
    assert words in found["one"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (a_field(FieldKind.SHORT, max=5), ""),
        (a_field(FieldKind.SHORT, max=5), "abcde"),
        (a_field(FieldKind.DATE), "2026-11-23"),
        (a_field(FieldKind.TIME), "09:30"),
        (a_field(FieldKind.NUMBER), "3.5"),
        (a_field(FieldKind.CHOICES, options=("a", "b")), ("b", "a")),
        (a_field(FieldKind.PEOPLE), ("U0BEN", "W1")),
        (a_field(FieldKind.CHECK), False),
    ],
)
def test_what_can_be_taken_is(field: Field, value: Value) -> None:
    assert faults((field,), {"one": value, "unknown": "x"}, TODAY) == {}


def test_a_hidden_field_asks_for_nothing() -> None:
    assert faults(FIELDS, {"why": WHY}, TODAY) == {}
    asked = faults(FIELDS, {"withheld": True}, TODAY)
    assert asked.keys() == {"decision", "share_on"}


def test_a_text_that_is_too_long_as_a_whole_is_cut_where_it_is_longest() -> None:
    fields = tuple(a_field(FieldKind.LONG, id=f"f{n}", max=2000) for n in range(3))
    found = faults(fields, {"f0": "a" * 900, "f1": "b" * 1500, "f2": "c" * 900}, TODAY)
    assert found.keys() == {"f1"}
    assert "characters too long for one message" in found["f1"]


# --- texts -----------------------------------------------------------------------------------


def test_a_withheld_reason_says_so_and_names_the_day() -> None:
    values: Values = {
        "decision": "Prices change",
        "withheld": True,
        "share_on": "2026-11-27",
        "why": "never shown",
    }
    assert parts_of(SHARE_WHY, values) == (
        Part("Decision", "Prices change"),
        Part("", "I may not give the reason yet."),
        Part("Day I can give it", "Friday 27 November"),
    )


def test_remarks_for_the_writer_stay_with_the_writer() -> None:
    habit = CATALOGUE.get("ask_not_order")
    fields = fields_for(habit, Audience.OWN_VOICE)
    values: Values = {"order": "Do it now", "rep": "U0BEN", "ask": "Could you look at it?"}
    assert spoken(fields, values, {"U0BEN": "Ben"}) == "Could you look at it?"
    assert "Do it now" not in str(parts_of(habit, values))
    debrief = parts_of(CATALOGUE.get("blame_free_debrief"), {"why": "The date moved"})
    assert debrief == (Part("What made it likely", "The date moved"),)


def test_an_own_text_is_sentences_and_names_others_alone() -> None:
    habit = CATALOGUE.get("firm_and_fair")
    fields = fields_for(habit, Audience.OWN_VOICE)
    values: Values = {
        "rep": "U0BEN",
        "gap": "three offers went out late",
        "help": "Let us plan them together!",
        "date": "2026-11-27",
        "hold": True,
        "tone": ("facts_only",),
    }
    assert spoken(fields, values, {"U0BEN": "Ben"}) == (
        "Three offers went out late.\nLet us plan them together!\nNext date: Friday 27 November."
    )
    fields = (
        a_field(FieldKind.PERSON, id="to"),
        a_field(FieldKind.PERSON, id="owner", label="Owner"),
    )
    said = spoken(fields, {"to": "U0BEN", "owner": "U0AISHA"}, {"U0AISHA": "Aisha"})
    assert said == "Owner: Aisha."


@pytest.mark.parametrize("habit", FORMS, ids=lambda habit: habit.key)
def test_every_form_of_the_catalogue_can_be_filled_in_and_says_something(habit: Habit) -> None:
    for audience in habit.tool.audience:
        fields = fields_for(habit, audience)
        values = {field.id: _filled(field) for field in fields}
        assert faults(fields, values, TODAY) == {}
        assert parts_from(fields, values)
        assert spoken(fields, values, {})
        assert not any("(" in part.label for part in parts_from(fields, values))


def test_a_hard_word_gets_a_hint_and_stands_in_nobodys_way() -> None:
    values: Values = {"why": "It was their fault, as usual"}
    said = hint(FIELDS, values)
    assert said is not None
    assert "“fault”" in said
    assert "“as usual”" in said
    assert faults(FIELDS, values, TODAY) == {}
    assert hint(FIELDS, {"why": WHY}) is None


def _filled(field: Field) -> Value:
    match field.kind:
        case FieldKind.SHORT | FieldKind.LONG:
            return "Some words"
        case FieldKind.PERSON | FieldKind.CHANNEL:
            return "U0BEN"
        case FieldKind.PEOPLE:
            return ("U0BEN",)
        case FieldKind.DATE:
            return str(TODAY + timedelta(days=4))
        case FieldKind.TIME:
            return "10:00"
        case FieldKind.NUMBER:
            return "12"
        case FieldKind.CHOICE:
            return (field.options or ("",))[0]
        case FieldKind.CHOICES:
            return field.options or ()
        case FieldKind.CHECK:
            return True
