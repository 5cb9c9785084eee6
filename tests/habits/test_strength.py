"""The score of a habit: the published figures, what does not count, and that excuses never cost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.content import load
from habits.calendar import week_of
from habits.catalogue import Habit
from habits.catalogue_lists import Each, Per, Period
from habits.people import MONDAY_TO_FRIDAY, Weekday
from habits.strength import (
    Aim,
    Stretch,
    aim_of,
    carried_on,
    end_of,
    half_life,
    score,
    strength,
)
from habits.strip import Seen
from tests.habits.schedules import SUNDAY_TO_THURSDAY

CATALOGUE = load(None)
SCORED = [habit for habit in CATALOGUE.habits.values() if habit.strength == "score"]
SHARE_WHY = CATALOGUE.get("share_why")
ASK = CATALOGUE.get("ask_not_order")  # every week, whatever happens
COACH = CATALOGUE.get("coach_11")  # a fortnight
PURPOSE = CATALOGUE.get("purpose")  # twice a month
RIDE_ALONG = CATALOGUE.get("ride_along")  # a month, each time its event comes up
TAKE_THE_HIT = CATALOGUE.get("take_the_hit")  # each time it comes up
MONDAY = date(2026, 6, 1)
SUNDAY = date(2026, 6, 7)
LONG_AGO = date(2025, 1, 6)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

DAILY = Aim(1, 1, together=1)


def in_a_row(dones: Sequence[int], length: int) -> list[Stretch]:
    """Stretches of that many days, one after the other."""
    firsts = [MONDAY + n * length * DAY for n in range(len(dones))]
    return [
        Stretch(first, first + (length - 1) * DAY, done, length)
        for first, done in zip(firsts, dones, strict=True)
    ]


def seen(**more: object) -> Seen:
    usual = Seen(SUNDAY, LONG_AGO, MONDAY_TO_FRIDAY, {}, frozenset())
    return replace(usual, **more)


def scored(habit: Habit, shown: Seen, before: tuple[date, float] | None = None) -> float:
    found = strength(habit, shown, before)
    assert found is not None
    return found


# --- the published figures ------------------------------------------------------------------


def test_a_daily_habit_done_every_day_has_the_published_scores() -> None:
    reached = [score(in_a_row([1] * days, 1), DAILY) for days in (1, 2, 3, 4, 5)]
    published = [0.051922, 0.101149, 0.147820, 0.192067, 0.234017]
    assert reached == pytest.approx(published, abs=1e-6)
    for days, found in enumerate(reached, 1):
        assert found == pytest.approx(1 - 0.5 ** (days / 13), rel=1e-12)


def test_after_twenty_days_it_is_the_exact_figure() -> None:
    assert score(in_a_row([1] * 20, 1), DAILY) == pytest.approx(1 - 0.5 ** (20 / 13), rel=1e-12)
    assert score(in_a_row([1] * 20, 1), DAILY) == pytest.approx(0.6557476, abs=1e-7)


@pytest.mark.parametrize(
    ("times", "days", "published"),
    [(1, 1, 13.0), (3, 7, 19.9), (1, 7, 34.4), (1, 14, 48.6), (1, 30, 71), (1, 91, 124)],
)
def test_the_half_lives_are_the_published_ones(times: int, days: int, published: float) -> None:
    aim = Aim(times, days)
    assert half_life(aim.frequency) == pytest.approx(published, abs=0.5 if published > 70 else 0.05)
    # So many days without it leave half of the score.
    steps = round(half_life(aim.frequency))
    rest = [Stretch(MONDAY, MONDAY, 0, 1)] * (steps + 2 * aim.together)
    assert 0.4 < score(rest[:steps], aim, (LONG_AGO, 1.0)) < 0.6


def test_three_times_a_week_with_one_miss_every_week_comes_to_two_thirds() -> None:
    assert score(in_a_row([2] * 200, 7), Aim(3, 7)) == pytest.approx(2 / 3, abs=1e-6)


@given(st.lists(st.integers(0, 6), min_size=200, max_size=200))
def test_once_a_week_on_shifting_weekdays_comes_to_one(weekdays: list[int]) -> None:
    done = {SUNDAY - (n + 1) * WEEK + (1 + at) * DAY for n, at in enumerate(weekdays)}
    reached = scored(ASK, seen(since=min(done), done_on=frozenset(done)))
    assert reached == pytest.approx(1, abs=1e-6)


# --- what counts ----------------------------------------------------------------------------


def weeks_ago(*numbers: int) -> frozenset[date]:
    """The Tuesdays of those weeks; 0 is this one."""
    return frozenset(MONDAY + DAY - n * WEEK for n in numbers)


def weeks_of(days: frozenset[date]) -> frozenset[date]:
    """Their names."""
    return frozenset(week_of(day, MONDAY_TO_FRIDAY) for day in days)


def test_of_a_habit_of_a_week_the_weeks_count_and_not_the_times() -> None:
    belonging = CATALOGUE.get("belonging")  # twice a week
    once = scored(belonging, seen(done_on=weeks_ago(0, 1, 2)))
    more = weeks_ago(0, 1, 2) | {day + DAY for day in weeks_ago(0, 1, 2)}
    assert once == scored(belonging, seen(done_on=more))
    assert aim_of(belonging.cadence) == aim_of(ASK.cadence) == Aim(1, 7)


def test_a_habit_of_events_takes_one_step_each_time_they_come_up() -> None:
    one = scored(TAKE_THE_HIT, seen(done_on=weeks_ago(1), named=weeks_of(weeks_ago(1))))
    quiet_months = scored(TAKE_THE_HIT, seen(done_on=weeks_ago(30), named=weeks_of(weeks_ago(30))))
    assert one == quiet_months == pytest.approx((1 - 0.5 ** (1 / 13)) / 2)
    missed = seen(done_on=weeks_ago(30), named=weeks_of(weeks_ago(30, 20, 10)))
    assert scored(TAKE_THE_HIT, missed) < one


def test_an_event_that_came_up_more_often_than_the_habit_was_done_counts_as_often() -> None:
    week = MONDAY - WEEK
    done = weeks_ago(1, 3, 4, 5, 6, 7, 8)
    once = seen(done_on=done, named=weeks_of(done), came_up={week: 1})
    often = replace(once, came_up={week: 4})
    assert scored(TAKE_THE_HIT, often) < scored(TAKE_THE_HIT, once)


@given(
    habit=st.sampled_from([habit for habit in SCORED if habit.cadence.per is Per.OPPORTUNITY]),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    after=st.frozensets(st.integers(0, 150), min_size=1, max_size=12),
    then=st.sampled_from([MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY]),
    now=st.sampled_from([MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY]),
)
def test_an_event_answered_on_its_day_takes_nothing_away_at_the_edge_of_a_month_either(
    habit: Habit,
    first: date,
    after: frozenset[int],
    then: frozenset[Weekday],
    now: frozenset[Weekday],
) -> None:
    done = frozenset(first + n * DAY for n in after if (first + n * DAY).weekday() < 4)
    up = Counter(week_of(day, then) for day in done)
    today = first + 200 * DAY
    shown = Seen(today, first - 40 * DAY, now, {}, done, named=frozenset(up))
    assert scored(habit, replace(shown, came_up=up)) == scored(habit, shown)


def test_an_event_at_the_edge_of_a_month_that_was_let_go_by_counts() -> None:
    done = frozenset({date(2026, 6, 3), date(2026, 7, 8)})
    weeks = frozenset({date(2026, 6, 1), date(2026, 6, 29), date(2026, 7, 6)})
    shown = seen(today=date(2026, 7, 31), since=MONDAY, done_on=done, named=weeks)
    once = dict.fromkeys(weeks, 1)
    before = (MONDAY - DAY, 0.9)
    let_go_by = scored(RIDE_ALONG, replace(shown, came_up=once), before)
    assert let_go_by < scored(RIDE_ALONG, shown, before)


def test_a_ritual_too_rare_for_a_score_has_none() -> None:
    lunch = CATALOGUE.get("hall_of_shame_lunch")
    assert strength(lunch, seen(done_on=weeks_ago(0, 1))) is None
    assert {h.key for h in CATALOGUE.habits.values() if strength(h, seen()) is None} == {
        "hall_of_shame_lunch",
        "human_flaw",
        "stay_talk",
    }


def test_days_left_out_change_nothing() -> None:
    before = scored(ASK, seen(today=SUNDAY - 3 * WEEK, done_on=weeks_ago(*range(3, 12))))
    away = (MONDAY - 2 * WEEK, SUNDAY)
    after = scored(ASK, seen(done_on=weeks_ago(*range(3, 12)), excused=(away,)))
    assert after == before


def test_a_week_with_less_than_half_of_its_work_days_takes_nothing_away() -> None:
    done = weeks_ago(*range(1, 30))
    before = scored(ASK, seen(today=SUNDAY - WEEK, done_on=done))
    off = {MONDAY + n * DAY: "Holiday" for n in (1, 2)}
    assert scored(ASK, seen(done_on=done, days_off=off)) < before
    away = (MONDAY + 3 * DAY, MONDAY + 4 * DAY)
    assert scored(ASK, seen(done_on=done, days_off=off, excused=(away,))) == before


def test_a_week_without_it_takes_some_away_and_never_all() -> None:
    done = weeks_ago(*range(1, 30))
    before = scored(ASK, seen(today=SUNDAY - WEEK, done_on=done))
    assert 0.5 * before < scored(ASK, seen(done_on=done)) < before


def test_a_week_that_goes_on_takes_nothing_away() -> None:
    done = weeks_ago(*range(1, 30))
    before = scored(ASK, seen(today=SUNDAY - WEEK, done_on=done))
    assert scored(ASK, seen(today=MONDAY + 2 * DAY, done_on=done)) == before


def test_what_was_done_later_changes_nothing() -> None:
    shown = seen(today=SUNDAY - 4 * WEEK, done_on=weeks_ago(5, 6))
    assert scored(ASK, shown) == scored(ASK, replace(shown, done_on=weeks_ago(0, 1, 5, 6)))


def test_a_daily_habit_counts_work_days() -> None:
    cadence = ASK.cadence.model_copy(update={"period": Period.DAY})
    daily = ASK.model_copy(update={"cadence": cadence})
    week = frozenset(MONDAY + n * DAY for n in range(5))
    reached = scored(daily, seen(since=MONDAY, done_on=week))
    assert reached == pytest.approx(0.234017, abs=1e-6)
    assert scored(daily, seen(since=MONDAY, today=SUNDAY + DAY, done_on=week)) < reached
    assert (cadence.each, cadence.per) == (Each.MANAGER, Per.DAY)


# --- excuses never cost ---------------------------------------------------------------------


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first = MONDAY - draw(st.integers(0, 90)) * DAY
    return first, first + draw(st.integers(0, 40)) * DAY


@given(
    habit=st.sampled_from(SCORED),
    done=st.frozensets(st.integers(0, 100).map(lambda n: SUNDAY - n * DAY), max_size=14),
    up=st.dictionaries(st.integers(0, 14).map(lambda n: MONDAY - n * WEEK), st.integers(1, 4)),
    away=st.lists(spans(), max_size=3),
    more=spans(),
    off=st.frozensets(st.integers(-1, 100).map(lambda n: SUNDAY - n * DAY), max_size=14),
    not_up=st.frozensets(st.integers(0, 14).map(lambda n: MONDAY - n * WEEK), max_size=2),
    since=st.integers(0, 120).map(lambda n: SUNDAY - n * DAY),
)
def test_a_further_excuse_or_day_off_never_lowers_the_score(
    habit: Habit,
    done: frozenset[date],
    up: dict[date, int],
    away: list[tuple[date, date]],
    more: tuple[date, date],
    off: frozenset[date],
    not_up: frozenset[date],
    since: date,
) -> None:
    shown = seen(done_on=done, excused=tuple(away), since=since, named=frozenset(up), came_up=up)
    before = scored(habit, shown)
    gone = dict.fromkeys(off, "Holiday")
    excused = replace(shown, excused=(*away, more), days_off=gone, did_not_come_up=not_up)
    after = scored(habit, excused)
    assert after >= before - 1e-12


# --- carried on from week to week -----------------------------------------------------------


@given(
    habit=st.sampled_from([ASK, SHARE_WHY, COACH, PURPOSE, TAKE_THE_HIT]),
    done=st.frozensets(st.integers(0, 200).map(lambda n: SUNDAY - n * DAY), max_size=40),
    week=st.integers(0, 12).map(lambda n: MONDAY - n * WEEK),
)
def test_a_score_carried_on_from_an_earlier_week_is_the_score_from_the_beginning(
    habit: Habit, done: frozenset[date], week: date
) -> None:
    shown = seen(done_on=done, since=MONDAY - 30 * WEEK, named=weeks_of(done))
    kept = {
        one: scored(habit, replace(shown, today=end_of(one, habit, shown)))
        for one in (week - n * WEEK for n in range(1, 8))
    }
    before = carried_on(kept, week, habit, shown)
    assert before is not None
    now = replace(shown, today=end_of(week, habit, shown))
    assert scored(habit, now, before) == pytest.approx(scored(habit, now))
