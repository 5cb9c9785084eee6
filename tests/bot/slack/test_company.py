"""The company window: within Slack's limits, easy to read, and read back whatever arrives."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.companies import CompanyDay, CompanyPage, Limits, LimitsForm
from bot.services.inviting import Invited, InviteForm
from bot.services.messages import Choice
from bot.services.ports import Group
from bot.services.previewing import preview
from bot.slack.blocks.company import (
    company_entry,
    company_view,
    invite_view,
    invited_view,
    told_view,
    working_view,
)
from bot.slack.blocks.company_rules import day_view, days_view, limits_view, preview_view
from bot.slack.blocks.own_voice import with_text_in_field
from bot.slack.blocks.trust import help_more, invitation
from bot.slack.company_forms import DaySubmitted, InviteSubmitted, RemovedSubmitted, limits_of
from bot.slack.ids import INERT
from bot.slack.lint import lint_blocks, lint_message, lint_reading, lint_view
from config.content import load
from config.holidays import countries, regions
from habits.company import Company
from habits.errors import WrongField
from habits.people import Hours

DAY = date(2026, 6, 19)
SET = Company("IT", "25", Hours(time(9), time(16)), 1, 4, {DAY: "Midsummer"})
PAGE = CompanyPage(12, 40, True, CompanyDay(DAY, "Midsummer"), "Italy", "Lombardia", SET)
EMPTY = CompanyPage(None, 0, False, None, None, None, Company())
EVERYWHERE = tuple(Choice(code, name) for code, name in countries())
IN_ITALY = tuple(Choice(code, name) for code, name in regions("IT"))
GROUPS = tuple(Group(f"S{n}", f"Group {n}") for n in range(120))
CATALOGUE = load()
WINDOWS: list[Callable[[], Any]] = [
    lambda: company_view(PAGE),
    lambda: company_view(replace(PAGE, next_day=CompanyDay(DAY, None), region=None)),
    lambda: company_view(EMPTY),
    lambda: invite_view(InviteForm(GROUPS)),
    lambda: invite_view(InviteForm(())),
    lambda: invite_view(InviteForm(None)),
    working_view,
    lambda: told_view(Invited(("U0BEN",)), "T1"),
    lambda: told_view(Invited(("U0BEN", "U0AMY"), passed_over=1), "T1"),
    lambda: told_view(Invited((), passed_over=3), "T1"),
    lambda: told_view(Invited(()), "T1"),
    lambda: with_text_in_field(told_view(Invited(("U0BEN", "U0AMY")), "T1")),
    lambda: invited_view([]),
    lambda: invited_view(["U0BEN", "U0AMY"]),
    lambda: days_view([]),
    lambda: days_view([CompanyDay(DAY, "Midsummer"), CompanyDay(DAY, None)] * 30),
    lambda: day_view(DAY),
    lambda: limits_view(LimitsForm(Company(), EVERYWHERE, ())),
    lambda: limits_view(LimitsForm(SET, EVERYWHERE, IN_ITALY)),
    lambda: preview_view(preview(CATALOGUE, None)),
    *(lambda key=key: preview_view(preview(CATALOGUE, key)) for key in CATALOGUE.habits),
]


@pytest.mark.parametrize("window", WINDOWS)
def test_every_window_is_within_slacks_limits(window: Callable[[], Any]) -> None:
    assert lint_view(window()) == []


def test_the_longest_list_is_within_slacks_limits_and_says_how_many_more_there_are() -> None:
    view = invited_view([f"U0{n}" for n in range(1500)])
    assert lint_view(view) == []
    assert "and 300 more" in str(view)


@pytest.mark.parametrize("window", WINDOWS[: -len(CATALOGUE.habits)])
def test_every_window_reads_easily(window: Callable[[], Any]) -> None:
    assert lint_reading(window()["blocks"]) == []


def test_answers_to_admins_and_to_the_uninvited_keep_to_the_figures() -> None:
    assert lint_message(help_more(admin=True)) == []
    assert lint_message(invitation(may_start=False, admin=True)) == []
    assert lint_blocks(company_entry(), "home") == []


def test_without_an_invitation_there_is_no_button_and_nobody_is_named() -> None:
    shown = str(invitation(may_start=False).blocks)
    assert "Ask your People team or an admin" in shown
    assert "start.open" not in shown
    assert "<@" not in shown
    assert "start.open" in str(invitation().blocks)


def pressable(told: Any) -> Iterator[str]:
    match told:
        case {"action_id": str(action)}:
            yield action
        case dict():
            for value in told.values():
                yield from pressable(value)
        case list():
            for value in told:
                yield from pressable(value)
        case _:
            return


@pytest.mark.parametrize("key", CATALOGUE.habits)
def test_nothing_in_a_preview_can_be_pressed_but_the_choice_of_habits(key: str) -> None:
    choice, *others = pressable(preview_view(preview(CATALOGUE, key))["blocks"])
    assert choice == "company.preview.habit"
    assert others
    assert all(one.startswith(INERT) for one in others)
    assert len(set(others)) == len(others)


def sent(**values: Any) -> dict[str, Any]:
    return {"state": {"values": {name: {"field": value} for name, value in values.items()}}}


def option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


LIMITS = {
    "country": option("DE"),
    "region": option("BY"),
    "earliest": {"selected_time": "09:00"},
    "latest": {"selected_time": "17:00"},
    "most_a_week": option("3"),
    "year_begins": option("4"),
}


def test_sent_limits_become_values() -> None:
    within = Hours(time(9), time(17))
    assert limits_of(sent(**LIMITS)) == Limits("DE", "BY", within, 3, 4)
    nothing = {"selected_time": None}
    bare = {"country": option("none"), "region": option("none"), "earliest": nothing}
    assert limits_of(sent(**LIMITS | bare | {"latest": nothing})) == Limits(None, None, None, 3, 4)


def test_one_time_without_the_other_is_asked_for() -> None:
    for name in ("earliest", "latest"):
        with pytest.raises(WrongField, match="both times") as refused:
            limits_of(sent(**LIMITS | {name: {"selected_time": None}}))
        assert refused.value.field == name


def test_a_sent_day_is_off_by_its_name_or_a_work_day() -> None:
    day, name = {"selected_date": "2026-06-19"}, {"value": "Midsummer"}
    off = sent(day=day, name=name, day_kind=option("off"))
    assert DaySubmitted.from_view(off) == DaySubmitted(DAY, "Midsummer")
    work = sent(day=day, name=name, day_kind=option("work"))
    assert DaySubmitted.from_view(work) == DaySubmitted(DAY, None)
    with pytest.raises(WrongField):
        DaySubmitted.from_view(sent(day={"selected_date": "soon"}, day_kind=option("off")))


def test_people_and_a_group_may_be_sent_together() -> None:
    people = {"selected_users": ["U0BEN", "U0AMY", "U0BEN"]}
    both = InviteSubmitted.from_view(sent(invited=people, group=option("S0ALL")))
    assert both == InviteSubmitted(("U0BEN", "U0AMY"), "S0ALL")
    assert RemovedSubmitted.from_view(sent(removed=people)).users == ("U0BEN", "U0AMY")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
PARTS = st.sampled_from(["selected_users", "selected_option", "selected_date", "selected_time"])
FIELDS = st.sampled_from(["invited", "group", "removed", "day", "day_kind", *LIMITS])


@given(st.dictionaries(FIELDS, st.dictionaries(PARTS, JUNK)) | JUNK)
def test_junk_from_a_form_is_a_value_or_a_wrong_field(told: Any) -> None:
    view = sent(**told) if isinstance(told, dict) else {"state": told}
    for read in (InviteSubmitted.from_view, RemovedSubmitted.from_view):
        assert read(view) is not None
    for refused in (DaySubmitted.from_view, limits_of):
        with suppress(WrongField):
            assert refused(view) is not None
