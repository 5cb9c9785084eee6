"""Whose yes a text needs, and whose name stands above a useful failure."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.content import load
from habits.agreeing import editable, must_agree, reworded
from habits.catalogue_lists import Audience
from habits.composing import Part, parts_from
from habits.failures import (
    FAILURE,
    Voice,
    card,
    may_put_forward,
    told_fields,
    voice_of,
    with_owner,
)
from habits.filling import Values, fields_for

CATALOGUE = load(None)
TEAM = Audience.TEAM_CHANNEL
MAYA, BEN, AMY = "U0MAYA", "U0BEN", "U0AMY"
TOLD: Values = {"tried": "A price test", "know_now": "Ask for the budget first"}


def asked(habit: str, values: Values, *taking_part: str, audience: Audience = TEAM) -> object:
    found = CATALOGUE.get(habit)
    fields = fields_for(found, audience)
    return must_agree(found, audience, fields, values, MAYA, taking_part)


def test_whoever_takes_part_is_asked_by_the_bot_and_nobody_else_has_to_be() -> None:
    found = asked("contribution", {"rep": BEN}, BEN)
    assert (found.asked, found.others) == ((BEN,), False)


def test_whom_the_bot_may_not_write_to_the_author_asks() -> None:
    found = asked("contribution", {"rep": BEN}, AMY)
    assert (found.asked, found.others) == ((), True)


def test_nobody_asks_themselves() -> None:
    found = asked("bless_risk", {"owner": MAYA})
    assert (found.asked, found.others) == ((), False)


@pytest.mark.parametrize("habit", ["purpose", "blame_free_debrief"])
def test_a_text_about_a_customer_or_a_deal_needs_the_word_of_its_author_too(habit: str) -> None:
    naming = "who" if habit == "purpose" else "owner"
    named: Values = {naming: (BEN,) if naming == "who" else BEN}
    found = asked(habit, named, BEN)
    assert (found.asked, found.others) == ((BEN,), True)


def test_nothing_needs_a_yes_that_does_not_go_to_the_team() -> None:
    found = asked("contribution", {"rep": BEN}, BEN, audience=Audience.OWN_VOICE)
    assert (found.asked, found.others) == ((), False)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_other_words_come_back_into_the_form(tried: str, know: str) -> None:
    fields = told_fields(CATALOGUE.get(FAILURE))
    parts = card(fields, TOLD)
    changed = [
        replace(part, text=text)
        for part, text in zip(parts, (f"a{tried}b", f"a{know}b"), strict=True)
    ]
    values = reworded(fields, TOLD, changed)
    again = parts_from(fields, values)
    assert [part.label for part in again] == [part.label for part in parts]
    assert values["tried"] == f"a{tried}b"
    assert values["know_now"] == f"a{know}b"


def test_only_what_has_words_can_be_worded_anew() -> None:
    parts = (Part("Why", "words"), Part("Owner", "", people=(BEN,)))
    assert editable(parts) == [(0, parts[0])]


def test_one_s_own_can_always_be_told_and_another_s_once_the_manager_went_first() -> None:
    assert may_put_forward(BEN, BEN, went_first=False)
    assert not may_put_forward(BEN, MAYA, went_first=False)
    assert may_put_forward(BEN, MAYA, went_first=True)


def test_the_name_of_a_rep_stands_there_only_as_they_wish() -> None:
    assert voice_of(MAYA, MAYA, MAYA, named=True) is Voice.MANAGER
    assert voice_of(BEN, MAYA, MAYA, named=False) is Voice.MANAGER
    assert voice_of(BEN, BEN, MAYA, named=True) is Voice.OWNER
    assert voice_of(BEN, BEN, MAYA, named=False) is Voice.NOBODY
    assert BEN not in str(with_owner((), BEN, named=False))
    assert with_owner((), BEN, named=True)[0].people == (BEN,)
