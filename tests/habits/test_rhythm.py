from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from habits.people import MONDAY_TO_FRIDAY, Hours, Part, Place, Rhythm, Schedule, Weekday
from habits.planning import Skipped, plan
from habits.rhythm import Why, faults, own_day, rhythm_within
from tests.habits.schedules import SA, SU, TH, F, M, T, W, a_schedule, schedules

EVERY_DAY = frozenset(Weekday)


def test_the_usual_settings_work() -> None:
    assert faults(a_schedule()) == {}


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (a_schedule(work_days=frozenset()), {"work_days": "Choose one work day or more."}),
        (
            a_schedule(hours=Hours(time(18), time(8))),
            {"hours": "Choose an end of your work day that is later than its start."},
        ),
        (
            a_schedule(hours=Hours(time(8), time(8))),
            {"hours": "Choose an end of your work day that is later than its start."},
        ),
        (
            a_schedule(rhythm=Rhythm(start=Part(time(7, 59)))),
            {"start_at": "Choose a time from 08:00 until before 18:00, your work hours."},
        ),
        (
            a_schedule(rhythm=Rhythm(prompt=Part(time(18, 0)))),
            {"prompt_at": "Choose a time from 08:00 until before 18:00, your work hours."},
        ),
        (
            a_schedule(rhythm=Rhythm(check_in=Part(time(23, 0), SA))),
            {
                "check_in_at": "Choose a time from 08:00 until before 18:00, your work hours.",
                "check_in_day": "Saturday is not one of your work days.",
            },
        ),
        (
            a_schedule(rhythm=Rhythm(start=Part(time(9), SU))),
            {"start_day": "Sunday is not one of your work days."},
        ),
        (
            a_schedule(rhythm=Rhythm(prompt=Part(time(10), F))),
            {"prompt_at": "This is the same day as your check-in on Friday at 11:30."},
        ),
        (
            a_schedule(rhythm=Rhythm(start=Part(time(8, 30), T))),
            {"start_at": "This is the same day as your prompt on Tuesday at 10:00."},
        ),
        (
            a_schedule(rhythm=Rhythm(start=Part(time(15, 0)))),
            {"start_at": "This is less than 20 hours from your prompt on Tuesday at 10:00."},
        ),
        (
            a_schedule(rhythm=Rhythm(prompt=Part(time(16, 0), TH))),
            {"prompt_at": "This is less than 20 hours from your check-in on Friday at 11:30."},
        ),
        (
            a_schedule(work_days=EVERY_DAY, rhythm=Rhythm(check_in=Part(time(17, 0)))),
            {"start_at": "This is less than 20 hours from your check-in on Sunday at 17:00."},
        ),
        (
            a_schedule(work_days=frozenset({M, TH}), rhythm=Rhythm(None, Part(time(10), TH), None)),
            {
                "prompt_day": "With fewer than three work days, "
                "your prompt comes on the first: Monday."
            },
        ),
        (
            a_schedule(work_days=frozenset({M, TH}), rhythm=Rhythm(check_in=Part(time(10), M))),
            {
                "check_in_day": "With fewer than three work days, "
                "your check-in comes on the last: Thursday."
            },
        ),
        (
            a_schedule(work_days=frozenset({M, T, W}), rhythm=Rhythm(start=Part(time(17)))),
            {"start_at": "This is less than 20 hours from your prompt on Tuesday at 10:00."},
        ),
        (
            a_schedule(work_days=frozenset({M, T}), rhythm=Rhythm(prompt=Part(time(17)))),
            {"prompt_at": "This is less than 20 hours from your check-in on Tuesday at 11:30."},
        ),
    ],
)
def test_settings_that_can_never_work_are_said_under_their_field(
    schedule: Schedule, expected: dict[str, str]
) -> None:
    assert faults(schedule) == expected


@pytest.mark.parametrize(
    "schedule",
    [
        a_schedule(rhythm=Rhythm(None, None, None)),
        a_schedule(rhythm=Rhythm(start=Part(time(14, 0)))),
        a_schedule(rhythm=Rhythm(start=Part(time(17, 59), W), prompt=Part(time(8), T))),
        a_schedule(
            work_days=frozenset({M, W, F}), rhythm=Rhythm(prompt=Part(time(10), F), check_in=None)
        ),
        a_schedule(work_days=frozenset({W})),
        a_schedule(work_days=frozenset({M, TH})),
        a_schedule(
            work_days=frozenset({M, TH}),
            rhythm=Rhythm(Part(time(9), TH), Part(time(10), M), Part(time(11), TH)),
        ),
        a_schedule(rhythm=Rhythm(check_in=Part(time(8, 0), M), start=None)),
    ],
)
def test_settings_that_work_have_no_fault(schedule: Schedule) -> None:
    assert faults(schedule) == {}


def test_a_part_without_a_day_stands_on_its_own_day_of_the_week() -> None:
    part = Part(time(10))
    assert own_day(Place.START, part, MONDAY_TO_FRIDAY) is M
    assert own_day(Place.PROMPT, part, MONDAY_TO_FRIDAY) is T
    assert own_day(Place.CHECK_IN, part, MONDAY_TO_FRIDAY) is F
    assert own_day(Place.PROMPT, Part(time(10), W), MONDAY_TO_FRIDAY) is W


@given(schedules())
def test_what_the_form_accepts_brings_every_part_in_a_week_without_holidays(
    schedule: Schedule,
) -> None:
    assume(faults(schedule) == {})
    assume(len(schedule.work_days) >= 3)
    later = schedule.started_at.date() + timedelta(days=60)
    adapted = {Why.DAY_OFF, Why.SHORT_WEEK, Why.NO_WORK_DAY, Why.CHECK_IN_THAT_DAY}
    lost = [one for one in a_month(schedule, later) if one.why in adapted]
    assert lost == []


@given(schedules())
def test_what_the_form_refuses_loses_a_part_in_every_week(schedule: Schedule) -> None:
    found = faults(schedule)
    assume(any(field.endswith("_at") for field in found))
    later = schedule.started_at.date() + timedelta(days=60)
    assert a_month(schedule, later)


def a_month(schedule: Schedule, first: date) -> list[Skipped]:
    planned = plan(schedule, first, first + timedelta(days=28), {})
    return [one for one in planned if isinstance(one, Skipped)]


@given(st.times(), st.times())
def test_the_usual_times_always_fit_into_the_hours_a_newcomer_names(one: time, other: time) -> None:
    start, end = sorted(
        (one.replace(second=0, microsecond=0), other.replace(second=0, microsecond=0))
    )
    assume(start < end)
    rhythm = rhythm_within(Hours(start, end))
    assert all(start <= part.at < end for part in (rhythm.start, rhythm.prompt, rhythm.check_in))


def test_the_usual_times_stay_where_they_fit() -> None:
    assert rhythm_within(Hours(time(8), time(18))) == Rhythm()
    assert rhythm_within(Hours(time(14), time(22))).prompt == Part(time(15, 35))
