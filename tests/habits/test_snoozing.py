from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.calendar import local, within_hours
from habits.people import Hours, Schedule, Weekday
from habits.snoozing import Snooze, snooze_choices, snooze_until
from tests.habits.schedules import (
    SUNDAY_TO_THURSDAY,
    M,
    a_schedule,
    days_off_around,
    schedules,
)
from tests.oracle import is_allowed

HOUR, AFTERNOON, TOMORROW, NEXT_WEEK = Snooze
NO_DAYS_OFF: dict[date, str] = {}
THURSDAY_OFF = {date(2026, 8, 6): "Company day"}
MONDAY_OFF = {date(2026, 8, 10): "Company day"}


def here(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in Stockholm in August 2026, where the 3rd is a Monday."""
    return datetime(2026, 8, day, hour, minute, tzinfo=UTC) - timedelta(hours=2)


def choices(now: datetime, days_off: dict[date, str] = NO_DAYS_OFF) -> list[Snooze]:
    return list(snooze_choices(now, a_schedule(), days_off))


@pytest.mark.parametrize(
    ("now", "days_off", "expected"),
    [
        (here(4, 10), {}, [HOUR, AFTERNOON, TOMORROW, NEXT_WEEK]),
        (here(4, 12, 59), {}, [HOUR, AFTERNOON, TOMORROW, NEXT_WEEK]),
        (here(4, 13), {}, [HOUR, TOMORROW, NEXT_WEEK]),
        (here(4, 16, 59), {}, [HOUR, TOMORROW, NEXT_WEEK]),
        (here(4, 17), {}, [TOMORROW, NEXT_WEEK]),
        (here(4, 20), {}, [TOMORROW, NEXT_WEEK]),
        (here(4, 6), {}, [AFTERNOON, TOMORROW, NEXT_WEEK]),
        (here(4, 7), {}, [HOUR, AFTERNOON, TOMORROW, NEXT_WEEK]),
        (here(7, 10), {}, [HOUR, AFTERNOON, NEXT_WEEK]),
        (here(7, 17, 30), {}, [NEXT_WEEK]),
        (here(8, 10), {}, [NEXT_WEEK]),
        (here(9, 10), {}, [TOMORROW, NEXT_WEEK]),
        (here(5, 10), THURSDAY_OFF, [HOUR, AFTERNOON, NEXT_WEEK]),
        (here(6, 10), THURSDAY_OFF, [TOMORROW, NEXT_WEEK]),
        (here(9, 10), MONDAY_OFF, [NEXT_WEEK]),
    ],
)
def test_only_choices_that_keep_their_word_are_offered(
    now: datetime, days_off: dict[date, str], expected: list[Snooze]
) -> None:
    assert choices(now, days_off) == expected


@pytest.mark.parametrize(
    ("choice", "now", "days_off", "until"),
    [
        (HOUR, here(4, 10, 7), {}, here(4, 11, 7)),
        (AFTERNOON, here(4, 10), {}, here(4, 14)),
        (TOMORROW, here(4, 10, 7), {}, here(5, 10, 7)),
        (TOMORROW, here(4, 18), {}, here(5, 8)),
        (TOMORROW, here(4, 20), {}, here(5, 8)),
        (TOMORROW, here(4, 6), {}, here(5, 8)),
        (NEXT_WEEK, here(4, 10, 7), {}, here(10, 10, 7)),
        (NEXT_WEEK, here(9, 10), {}, here(10, 10)),
        (NEXT_WEEK, here(4, 10), MONDAY_OFF, here(11, 10)),
    ],
)
def test_a_choice_brings_the_prompt_back_when_it_says(
    choice: Snooze, now: datetime, days_off: dict[date, str], until: datetime
) -> None:
    assert snooze_until(choice, now, a_schedule(), days_off) == until


@pytest.mark.parametrize(
    ("choice", "now", "days_off", "until"),
    [
        (HOUR, here(4, 17, 30), {}, here(5, 8)),
        (HOUR, here(7, 17, 30), {}, here(10, 8)),
        (AFTERNOON, here(4, 15), {}, here(4, 16)),
        (AFTERNOON, here(4, 17, 30), {}, here(5, 8)),
        (TOMORROW, here(7, 10), {}, here(10, 10)),
        (TOMORROW, here(5, 10), THURSDAY_OFF, here(7, 10)),
    ],
)
def test_a_choice_from_a_message_left_open_means_the_next_moment_that_makes_sense(
    choice: Snooze, now: datetime, days_off: dict[date, str], until: datetime
) -> None:
    assert snooze_until(choice, now, a_schedule(), days_off) == until


def test_tomorrow_across_a_change_of_clocks_is_the_same_time_on_the_clock() -> None:
    every_day = a_schedule(work_days=frozenset(Weekday))
    saturday = datetime(2026, 3, 28, 9, 0, tzinfo=UTC)
    assert snooze_until(TOMORROW, saturday, every_day, {}) == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_next_week_begins_with_the_managers_own_first_work_day() -> None:
    schedule = a_schedule(work_days=SUNDAY_TO_THURSDAY)
    assert snooze_until(NEXT_WEEK, here(4, 10), schedule, {}) == here(9, 10)


def test_who_works_on_mondays_only_is_asked_again_the_monday_after() -> None:
    schedule = a_schedule(work_days=frozenset({M}))
    assert snooze_until(TOMORROW, here(3, 10), schedule, {}) == here(10, 10)
    assert snooze_choices(here(3, 10), schedule, {}) == (HOUR, AFTERNOON, NEXT_WEEK)


def test_during_a_pause_nothing_comes_back_before_its_end() -> None:
    schedule = a_schedule(paused_until=date(2026, 8, 12))
    assert snooze_choices(here(4, 10), schedule, {}) == (NEXT_WEEK,)
    assert {snooze_until(choice, here(4, 10), schedule, {}) for choice in Snooze} == {
        here(12, 8),
        here(12, 10),
    }


def test_who_ends_before_two_is_not_offered_the_afternoon() -> None:
    schedule = a_schedule(hours=Hours(time(6), time(14)))
    assert snooze_choices(here(4, 10), schedule, {}) == (HOUR, TOMORROW, NEXT_WEEK)


@given(schedules(), st.sampled_from(Snooze), st.data())
def test_later_always_comes_back_later_and_within_work_hours(
    schedule: Schedule, choice: Snooze, data: st.DataObject
) -> None:
    days_off = data.draw(days_off_around(schedule.started_at.date()))
    now = schedule.started_at + timedelta(minutes=data.draw(st.integers(0, 30 * 1440)))
    until = snooze_until(choice, now, schedule, days_off)
    assert until > now
    assert within_hours(until, schedule, days_off)
    assert is_allowed(
        until,
        schedule.zone,
        schedule.work_days,
        (schedule.hours.start, schedule.hours.end),
        days_off,
        schedule.paused_until,
    )


@given(schedules(), st.data())
def test_an_offered_choice_comes_on_the_day_it_names(
    schedule: Schedule, data: st.DataObject
) -> None:
    days_off = data.draw(days_off_around(schedule.started_at.date()))
    now = schedule.started_at + timedelta(minutes=data.draw(st.integers(0, 30 * 1440)))
    offered = snooze_choices(now, schedule, days_off)
    assert offered[-1] is NEXT_WEEK
    today = local(now, schedule.zone).date()
    days = {HOUR: today, AFTERNOON: today, TOMORROW: today + timedelta(days=1)}
    for choice in offered[:-1]:
        until = snooze_until(choice, now, schedule, days_off)
        assert local(until, schedule.zone).date() == days[choice]
        if choice is HOUR:
            assert until == now + timedelta(hours=1)
