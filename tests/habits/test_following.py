"""When a form asks again, for each habit of the catalogue and for the words one may use."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.content import load
from habits.catalogue import Habit
from habits.catalogue_lists import FollowedUpBy
from habits.following import OF_OWN_RECORDS, Done, due_dates, is_understood
from habits.people import MONDAY_TO_FRIDAY, Part, Rhythm, Schedule, Weekday
from tests.bot.fakes import SUNDAY

CATALOGUE = load(None)
SCHEDULE = Schedule("m", "Europe/Stockholm", SUNDAY)
MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
FRIDAY = date(2026, 3, 6)


def done(on: date = TUESDAY, *off: date) -> Done:
    return Done(on, SCHEDULE, dict.fromkeys(off, "Holiday"))


def dates(key: str, values: dict[str, object], at: Done) -> list[str]:
    return [day.isoformat() for day in due_dates(CATALOGUE.get(key), values, at)]


@pytest.mark.parametrize("habit", CATALOGUE.habits.values(), ids=lambda habit: habit.key)
def test_each_habit_says_when_it_asks_again(habit: Habit) -> None:
    assert is_understood(habit)


def test_an_unknown_when_is_told_and_asks_nothing() -> None:
    follow_up = CATALOGUE.get("act_fast").tool.follow_up
    tool = CATALOGUE.get("act_fast").tool
    strange = tool.model_copy(
        update={"follow_up": follow_up.model_copy(update={"when": "some day"})}
    )
    habit = CATALOGUE.get("act_fast").model_copy(update={"tool": strange})
    assert not is_understood(habit)
    assert due_dates(habit, {}, done()) == ()


def test_share_why_asks_again_only_about_what_stays_open() -> None:
    assert dates("share_why", {"why": "Because."}, done()) == []
    assert dates("share_why", {"why": "Because.", "open": "Who?"}, done()) == ["2026-03-04"]


def test_a_withheld_reason_is_asked_for_on_the_day_it_can_be_given() -> None:
    withheld = {"decision": "We stop.", "withheld": True, "share_on": "2026-04-01"}
    assert dates("share_why", withheld, done()) == ["2026-04-01"]
    both = withheld | {"open": "Who?"}
    assert dates("share_why", both, done()) == ["2026-03-04", "2026-04-01"]


@pytest.mark.parametrize(
    ("key", "on", "due"),
    [
        ("act_fast", FRIDAY, "2026-03-09"),
        ("human_flaw", TUESDAY, "2026-03-17"),
        ("admit_mistake", TUESDAY, "2026-03-24"),
        ("ask_not_order", TUESDAY, "2026-03-06"),
        ("ask_not_order", FRIDAY, "2026-03-13"),
        ("protect_time", TUESDAY, "2026-03-06"),
        ("belonging", TUESDAY, "2026-03-09"),
        ("know_business", TUESDAY, "2026-03-09"),
        ("direction", MONDAY, "2026-03-04"),
        ("direction", FRIDAY, "2026-03-11"),
        ("purpose", TUESDAY, "2026-03-27"),
        ("purpose", date(2026, 3, 30), "2026-03-31"),
        ("purpose", date(2026, 3, 31), "2026-04-28"),
        ("size_mistake", TUESDAY, "2026-03-27"),
        ("size_mistake", date(2026, 3, 31), "2026-06-26"),
        ("develop", TUESDAY, "2026-03-31"),
        ("lead_buyers", TUESDAY, "2026-03-10"),
    ],
)
def test_words_become_dates(key: str, on: date, due: str) -> None:
    assert dates(key, {}, done(on)) == [due]


def test_one_working_day_later_passes_over_days_off() -> None:
    values = {"open": "Who?"}
    assert dates("share_why", values, done(FRIDAY, date(2026, 3, 9))) == ["2026-03-10"]


def test_a_date_that_was_filled_in_wins() -> None:
    assert dates("bless_risk", {"stop": "2026-05-04"}, done()) == ["2026-05-04"]
    assert dates("protect_time", {"day_1": "2026-03-10", "day_2": "2026-03-12"}, done()) == [
        "2026-03-12"
    ]


@pytest.mark.parametrize(
    ("off", "on", "due"),
    [
        ([FRIDAY], TUESDAY, "2026-03-05"),
        ([FRIDAY], date(2026, 3, 5), "2026-03-13"),
        ([date(2026, 3, 5), FRIDAY], TUESDAY, "2026-03-04"),
        ([date(2026, 3, day) for day in range(2, 7)], TUESDAY, "2026-03-13"),
    ],
)
def test_a_check_in_that_moves_before_a_day_off_takes_its_questions_along(
    off: list[date], on: date, due: str
) -> None:
    assert dates("ask_not_order", {}, done(on, *off)) == [due]


def test_a_check_in_on_a_day_of_ones_own_or_none_has_its_questions_then() -> None:
    wednesday = replace(SCHEDULE, rhythm=Rhythm(check_in=Part(time(9), Weekday.WEDNESDAY)))
    none = replace(SCHEDULE, rhythm=Rhythm(check_in=None))
    habit = CATALOGUE.get("ask_not_order")
    assert due_dates(habit, {}, Done(TUESDAY, wednesday, {})) == (date(2026, 3, 4),)
    assert due_dates(habit, {}, Done(TUESDAY, none, {})) == (FRIDAY,)


def test_without_the_date_it_waits_for_nothing_is_asked() -> None:
    assert dates("bless_risk", {}, done()) == []
    assert dates("stay_talk", {"by": "soon"}, done()) == []


def test_a_date_that_has_passed_is_asked_the_day_after() -> None:
    assert dates("stay_talk", {"by": "2026-02-01"}, done()) == ["2026-03-04"]


def test_a_change_that_holds_is_not_asked_about_again() -> None:
    assert dates("fix_repeat", {"state": "holds"}, done()) == []
    assert dates("fix_repeat", {"state": "partly"}, done()) == ["2026-03-24"]
    assert dates("fix_repeat", {"state": "not_yet"}, done()) == ["2026-03-24"]


def test_what_has_records_of_its_own_asks_nothing_here() -> None:
    for key in OF_OWN_RECORDS:
        assert dates(key, {"deadline": "2026-05-01", "date": "2026-05-01"}, done()) == []
    assert dates("coach_11", {}, done()) == []


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
WORK_DAYS = st.frozensets(st.sampled_from(list(Weekday)), min_size=1)


@given(
    habit=st.sampled_from(list(CATALOGUE.habits.values())),
    on=DAYS,
    work_days=WORK_DAYS,
    given_on=st.none() | DAYS,
    opens=st.booleans(),
)
@example(
    habit=load().get("share_why"),
    on=date(2025, 5, 11),
    work_days=frozenset({Weekday.MONDAY}),
    given_on=date(2025, 1, 1),
    opens=True,
)
def test_it_is_never_asked_on_the_day_itself_nor_lost_in_time(
    habit: Habit, on: date, work_days: frozenset[Weekday], given_on: date | None, opens: bool
) -> None:
    values: dict[str, object] = {
        field.id: given_on.isoformat() if given_on else None
        for field in habit.tool.fields
        if field.kind == "date"
    }
    values["open"] = "Who?" if opens else ""
    schedule = Schedule("m", "Europe/Stockholm", SUNDAY, work_days=work_days)
    due = due_dates(habit, values, Done(on, schedule, {}))
    assert list(due) == sorted(set(due))
    for day in due:
        assert day > on
        assert day == given_on or day <= on + timedelta(days=125)
    if habit.tool.follow_up.by is FollowedUpBy.MOMENT:
        assert due == ()


def test_work_days_of_another_week_move_the_check_in() -> None:
    sunday_to_thursday = frozenset(
        {Weekday.SUNDAY, Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY}
    )
    schedule = Schedule("m", "Asia/Riyadh", SUNDAY, work_days=sunday_to_thursday)
    found = due_dates(CATALOGUE.get("ask_not_order"), {}, Done(TUESDAY, schedule, {}))
    assert [f"{day:%A}" for day in found] == ["Thursday"]
    assert sunday_to_thursday != MONDAY_TO_FRIDAY
