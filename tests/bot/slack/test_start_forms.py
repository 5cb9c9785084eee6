"""The forms of the start: what they carry along, what they send, and what Slack takes."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.messages import Choice
from bot.services.situations import Situations
from bot.services.starting import Offer
from bot.services.views import PlanShown
from bot.slack.blocks.start import habit_view, situations_view, you_are_set
from bot.slack.lint import lint_reading, lint_view
from bot.slack.start_forms import (
    SituationSubmitted,
    StartCarried,
    StartSubmitted,
    TimesSubmitted,
    chosen_habit,
)
from bot.storage.managers import Preferences as Chosen
from habits.errors import WrongField
from habits.people import MONDAY_TO_FRIDAY, Hours, Part, Rhythm, Weekday
from tests.bot.slack import values
from tests.bot.slack.values import ANY_TEXT

USUAL = Chosen(MONDAY_TO_FRIDAY, Hours(), "SE", Rhythm())

CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
PARTS = st.none() | st.builds(Part, CLOCKS, st.none() | st.sampled_from(list(Weekday)))
TIMES = st.builds(
    Chosen,
    st.frozensets(st.sampled_from(list(Weekday))),
    st.builds(Hours, CLOCKS, CLOCKS),
    st.none() | st.sampled_from(["SE", "US"]),
    st.builds(Rhythm, PARTS, PARTS, PARTS),
)
OFFERS = (
    values.choices(ANY_TEXT, 10)
    .filter(len)
    .flatmap(
        lambda habits: st.builds(
            Offer,
            situation=st.sampled_from("123456"),
            habits=st.just(habits),
            habit=st.just(habits[0].value),
            plan=ANY_TEXT,
            times=TIMES,
            hears=st.lists(ANY_TEXT, max_size=2).map(tuple),
        )
    )
)


def chosen(view: dict[str, Any], **fields: str) -> dict[str, Any]:
    """The view as Slack sends it, with these options chosen."""
    told = {name: {"any": {"selected_option": {"value": value}}} for name, value in fields.items()}
    return {**view, "state": {"values": told}}


@given(TIMES)
def test_what_is_carried_comes_back_as_it_was(times: Chosen) -> None:
    carried = StartCarried.of("2", "share_why", times)
    view = {"private_metadata": carried.to_json()}
    assert StartCarried.from_view(view) == carried
    assert StartCarried.from_view(view).times == times


def test_a_start_is_the_chosen_habit_with_the_carried_times() -> None:
    view = {"private_metadata": StartCarried.of("2", "share_why", USUAL).to_json()}
    sent = chosen(view, habit="purpose")
    assert StartSubmitted.from_view(sent) == StartSubmitted("purpose", USUAL)
    assert chosen_habit(sent).habit == "purpose"
    assert chosen_habit(sent).times == USUAL


def test_a_situation_is_read() -> None:
    assert SituationSubmitted.from_view(chosen({}, situation="4")).situation == "4"


@pytest.mark.parametrize("carried", ["", "{}", "[]", "no", '{"habit": 5}', None])
def test_a_form_that_lost_what_it_carries_asks_to_be_opened_again(carried: object) -> None:
    with pytest.raises(WrongField, match="open this form again"):
        StartSubmitted.from_view(chosen({"private_metadata": carried}, habit="share_why"))


@given(st.dictionaries(st.text(max_size=6), st.none() | st.integers() | st.text(max_size=6)))
def test_junk_is_refused_and_never_breaks(view: dict[str, Any]) -> None:
    for kind in (SituationSubmitted, StartSubmitted, TimesSubmitted):
        with pytest.raises(WrongField):
            kind.from_view(view)


@given(OFFERS)
def test_slack_takes_every_offer(offer: Offer) -> None:
    complaints = lint_view(habit_view(offer))
    assert [one for one in complaints if "inner word" not in one] == []


def test_the_screens_read_easily() -> None:
    situations = Situations((Choice("1", "Too much noise reaches my team"),), "1")
    offer = Offer(
        situation="1",
        habits=(Choice("share_why", "Share why", "Tell them why, not only what"),),
        habit="share_why",
        plan="When a decision touches my team, I will tell them why, not only what.",
        times=Chosen(MONDAY_TO_FRIDAY, Hours(time(9)), None, Rhythm(check_in=None)),
        hears=("Tuesday 10:00",),
    )
    plan = PlanShown((), ())
    for view in (
        situations_view(situations),
        habit_view(offer),
        you_are_set(plan, offer.habits[0], form_here=True),
        you_are_set(plan, offer.habits[0], form_here=False),
    ):
        assert lint_view(view) == []
        assert lint_reading(view["blocks"]) == []
