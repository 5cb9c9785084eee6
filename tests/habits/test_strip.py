"""Twelve weeks of a habit: which are done, which count, and that being away never costs."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.content import load
from habits.calendar import week_of, work_dates
from habits.catalogue import Habit
from habits.catalogue_lists import Period
from habits.people import MONDAY_TO_FRIDAY, Weekday
from habits.strip import BY_ITSELF, WEEKS, Mark, Seen, Strip, Word, first_needed, strip

CATALOGUE = load(None)
MONDAY = date(2026, 6, 1)
FRIDAY = date(2026, 6, 5)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
LONG_AGO = date(2024, 1, 1)

SHARE_WHY = CATALOGUE.get("share_why")  # every week, and asks for its event
PEOPLE_FIRST = CATALOGUE.get("ask_not_order")  # every week, whatever happens
PURPOSE = CATALOGUE.get("purpose")  # a month
COACH = CATALOGUE.get("coach_11")  # a fortnight
RIDE_ALONG = CATALOGUE.get("ride_along")  # a month, and asks for its event
LUNCH = CATALOGUE.get("hall_of_shame_lunch")  # a year
TAKE_THE_HIT = CATALOGUE.get("take_the_hit")  # each time it comes up


def seen(**more: object) -> Seen:
    usual = Seen(FRIDAY, LONG_AGO, MONDAY_TO_FRIDAY, {}, frozenset())
    return replace(usual, **more)


def weeks_ago(*numbers: int) -> frozenset[date]:
    """The Tuesdays of those weeks; 0 is this one."""
    return frozenset(MONDAY + DAY - n * WEEK for n in numbers)


def signs(shown: Strip) -> str:
    letters = {
        Mark.DONE: "x",
        Mark.OPEN: "?",
        Mark.MISSED: "o",
        Mark.EXCUSED: "-",
        Mark.BEFORE: ".",
    }
    return "".join(letters[mark] for mark in shown.marks)


# --- weeks ----------------------------------------------------------------------------------


def test_a_week_is_done_when_the_habit_was_done_once_in_it() -> None:
    shown = strip(SHARE_WHY, seen(done_on=weeks_ago(1, 2, 4)))
    assert signs(shown) == "oooooooxoxx?"
    assert (shown.done, shown.counted) == (3, 11)


def test_this_week_is_open_until_something_is_noted_and_does_not_count() -> None:
    assert signs(strip(SHARE_WHY, seen()))[-1] == "?"
    assert signs(strip(SHARE_WHY, seen(done_on=weeks_ago(0))))[-1] == "x"


def test_weeks_before_the_habit_began_and_its_first_part_of_a_week_do_not_count() -> None:
    began = MONDAY - 3 * WEEK + 2 * DAY
    assert signs(strip(SHARE_WHY, seen(since=began))) == "........-oo?"
    assert signs(strip(SHARE_WHY, seen(since=began, done_on=weeks_ago(3))))[8] == "x"


@pytest.mark.parametrize(
    ("usual", "least"),
    [((0, 1, 2, 3, 4), 3), ((0, 1, 2, 3), 2), ((0, 2, 4), 2), ((3, 4), 1), ((5,), 1)],
)
def test_a_week_counts_as_missed_only_where_half_of_its_work_days_were_worked(
    usual: tuple[int, ...], least: int
) -> None:
    days = frozenset(Weekday(day) for day in usual)
    week = week_of(FRIDAY, days) - 2 * WEEK
    working = work_dates(week, days, {})
    for worked in range(len(working) + 1):
        off, away = working[worked::2], working[worked + 1 :: 2]
        gone = dict.fromkeys(off, "Holiday")
        shown = seen(work_days=days, days_off=gone, excused=tuple((day, day) for day in away))
        assert signs(strip(SHARE_WHY, shown))[-3] == ("o" if worked >= least else "-")


def test_monday_at_work_and_the_rest_away_is_no_week_to_come_back_from() -> None:
    last = MONDAY - WEEK
    away = (last + DAY, last + 4 * DAY)
    assert not strip(SHARE_WHY, seen(done_on=weeks_ago(0, 2), excused=(away,))).came_back
    done = seen(done_on=frozenset({last}), excused=(away,))
    assert signs(strip(SHARE_WHY, done))[-2] == "x"


def test_this_week_does_not_stay_open_where_most_of_it_is_away() -> None:
    away = (MONDAY + 2 * DAY, MONDAY + 4 * DAY)
    assert signs(strip(SHARE_WHY, seen(today=MONDAY, excused=(away,))))[-1] == "-"
    assert signs(strip(SHARE_WHY, seen(since=MONDAY + 3 * DAY)))[-1] == "-"


def test_a_week_without_a_work_day_does_not_count() -> None:
    off = {MONDAY - WEEK + n * DAY: "Holiday" for n in range(5)}
    assert signs(strip(SHARE_WHY, seen(days_off=off)))[-2] == "-"


def test_days_away_and_days_off_together_can_make_a_week_that_does_not_count() -> None:
    off = {MONDAY - WEEK: "Holiday"}
    away = (MONDAY - WEEK + DAY, MONDAY - DAY)
    assert signs(strip(SHARE_WHY, seen(days_off=off, excused=(away,))))[-2] == "-"


def test_none_of_these_excuses_only_habits_that_wait_for_an_event() -> None:
    none = frozenset({MONDAY - WEEK})
    assert signs(strip(SHARE_WHY, seen(none_of_these=none)))[-2] == "-"
    assert signs(strip(PEOPLE_FIRST, seen(none_of_these=none)))[-2] == "o"


def test_it_did_not_come_up_excuses_the_week() -> None:
    shown = strip(PEOPLE_FIRST, seen(did_not_come_up=frozenset({MONDAY - WEEK + DAY})))
    assert signs(shown)[-2] == "-"


def test_a_habit_of_a_rare_event_counts_only_weeks_in_which_it_was_named_or_done() -> None:
    named = frozenset({MONDAY - WEEK})
    assert signs(strip(TAKE_THE_HIT, seen(named=named, done_on=weeks_ago(3)))) == "--------x-o-"


def test_done_in_a_week_away_still_counts() -> None:
    away = (MONDAY - WEEK, MONDAY - DAY)
    assert signs(strip(SHARE_WHY, seen(excused=(away,), done_on=weeks_ago(1))))[-2] == "x"


# --- longer cadences ------------------------------------------------------------------------


def test_a_month_has_one_sign_where_it_was_done_or_at_its_end() -> None:
    done = frozenset({date(2026, 4, 14), date(2026, 6, 2)})
    shown = strip(PURPOSE, seen(done_on=done))
    # The weeks of 16 March to 1 June: two of March, five of April, four of May, one of June.
    assert signs(shown) == "-o--x-----ox"
    assert (shown.done, shown.counted) == (2, 4)


def test_a_month_that_goes_on_is_open_and_does_not_count() -> None:
    may = frozenset({date(2026, 5, 12), date(2026, 4, 14), date(2026, 3, 17)})
    shown = strip(PURPOSE, seen(done_on=may))
    assert signs(shown)[-1] == "?"
    assert (shown.done, shown.counted) == (3, 3)


def test_a_fortnight_counts_from_the_week_in_which_the_habit_began() -> None:
    began = MONDAY - 4 * WEEK
    shown = strip(COACH, seen(since=began, done_on=weeks_ago(3, 2)))
    assert signs(shown) == ".......-xx-?"
    assert (shown.done, shown.counted) == (2, 2)


def test_a_year_that_goes_on_is_open() -> None:
    shown = strip(LUNCH, seen())
    assert signs(shown) == "-" * 11 + "?"


WORK_WEEKS = [
    frozenset(Weekday(day) for day in days)
    for days in ((0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (1, 2, 3, 4), (0, 2, 4), (3, 4), (5,), range(7))
]


@pytest.mark.parametrize("habit", CATALOGUE.habits.values(), ids=lambda habit: habit.key)
@given(
    work_days=st.sampled_from(WORK_WEEKS),
    since=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    age=st.integers(0, 500),
    chance=st.randoms(use_true_random=False),
)
def test_a_perfect_record_of_any_cadence_reads_n_of_n_from_the_first_week(
    habit: Habit, work_days: frozenset[Weekday], since: date, age: int, chance: Random
) -> None:
    today = since + age * DAY
    stretches: dict[object, list[date]] = {}
    for day in (since + n * DAY for n in range(age + 1)):
        stretches.setdefault(stretch(habit, day, since, work_days), []).append(day)
    done = frozenset(chance.choice(days) for days in stretches.values())
    named = frozenset(week_of(day, work_days) for day in done)
    shown = strip(habit, Seen(today, since, work_days, {}, done, named=named))
    assert shown.done == shown.counted >= 1


def stretch(habit: Habit, day: date, since: date, work_days: frozenset[Weekday]) -> object:
    """Names the week, fortnight, month, quarter or year that a day lies in."""
    week = week_of(day, work_days)
    match habit.cadence.period:
        case Period.FORTNIGHT:
            return (week - week_of(since, work_days)).days // 14
        case Period.MONTH:
            return day.year, day.month
        case Period.QUARTER:
            return day.year, (day.month - 1) // 3
        case Period.YEAR:
            return day.year
        case _:
            return week


def test_what_was_done_before_the_twelve_weeks_has_its_sign_in_the_first_of_them() -> None:
    shown = strip(LUNCH, seen(done_on=frozenset({date(2026, 1, 20)})))
    assert signs(shown) == "x" + "-" * 11
    assert (shown.done, shown.counted) == (1, 1)


def test_a_month_begun_on_the_last_day_of_a_week_counts_at_once() -> None:
    sunday = date(2026, 3, 1)
    shown = strip(PURPOSE, seen(today=sunday, since=sunday, done_on=frozenset({sunday})))
    assert signs(shown) == "...........x"


# --- weeks that were named under other work days ---------------------------------------------


@given(
    habit=st.sampled_from([SHARE_WHY, RIDE_ALONG, TAKE_THE_HIT]),
    today=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    then=st.sampled_from(WORK_WEEKS),
    now=st.sampled_from(WORK_WEEKS),
    some=st.frozensets(st.integers(1, 60)),
)
def test_other_work_days_make_no_misses_of_weeks_in_which_nothing_came_up(
    habit: Habit,
    today: date,
    then: frozenset[Weekday],
    now: frozenset[Weekday],
    some: frozenset[int],
) -> None:
    names = [week_of(today, then) - n * WEEK for n in range(70)]
    none = frozenset(names)
    quiet = seen(today=today, work_days=now, none_of_these=none)
    assert strip(habit, quiet).counted == 0
    named = frozenset(names[n] for n in some)
    for work_days in (then, now):
        up = strip(TAKE_THE_HIT, replace(quiet, work_days=work_days, named=named))
        weeks = [week_of(today, work_days) - n * WEEK for n in range(WEEKS - 1, -1, -1)]
        for week, mark in zip(weeks, up.marks, strict=True):
            is_named = any(week <= name + 3 * DAY < week + WEEK for name in named)
            goes_on = week == weeks[-1]
            expected = Mark.OPEN if is_named and goes_on else Mark.MISSED
            assert mark is (expected if is_named else Mark.EXCUSED)


# --- being away never costs -----------------------------------------------------------------


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first = MONDAY - draw(st.integers(0, 90)) * DAY
    return first, first + draw(st.integers(0, 40)) * DAY


@given(
    habit=st.sampled_from(list(CATALOGUE.habits.values())),
    done=st.frozensets(st.integers(0, 100).map(lambda n: FRIDAY - n * DAY), max_size=14),
    work_days=st.sampled_from(WORK_WEEKS),
    away=st.lists(spans(), max_size=3),
    more=spans(),
    off=st.frozensets(st.integers(-3, 100).map(lambda n: FRIDAY - n * DAY), max_size=14),
    since=st.integers(0, 120).map(lambda n: FRIDAY - n * DAY),
)
def test_a_further_excuse_or_day_off_never_lowers_anything(
    habit: Habit,
    done: frozenset[date],
    work_days: frozenset[Weekday],
    away: list[tuple[date, date]],
    more: tuple[date, date],
    off: frozenset[date],
    since: date,
) -> None:
    shown = seen(done_on=done, work_days=work_days, excused=tuple(away), since=since)
    gone = dict.fromkeys(off, "Holiday")
    before = strip(habit, shown)
    after = strip(habit, replace(shown, excused=(*away, more), days_off=gone))
    assert after.done == before.done
    assert after.counted <= before.counted
    assert list(Word).index(after.word) >= list(Word).index(before.word)
    for was, now in zip(before.marks, after.marks, strict=True):
        assert now is was or (was in (Mark.MISSED, Mark.OPEN) and now is Mark.EXCUSED)


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "word"),
    [
        ((), Word.STARTING),
        ((1, 2, 3), Word.STARTING),
        ((1, 2, 3, 4), Word.GROWING),
        ((1, 2, 3, 4, 5, 6, 7), Word.GROWING),
        ((1, 2, 3, 4, 5, 6, 7, 8), Word.STEADY),
        ((4, 5, 6, 7, 8, 9, 10, 11), Word.GROWING),
        (tuple(range(12)), Word.STEADY),
    ],
)
def test_the_word_follows_from_the_weeks_that_counted(done: tuple[int, ...], word: Word) -> None:
    assert strip(SHARE_WHY, seen(done_on=weeks_ago(*done))).word is word


def test_coming_back_is_done_this_week_after_one_that_counted_and_was_not() -> None:
    assert strip(SHARE_WHY, seen(done_on=weeks_ago(0, 2))).came_back
    assert not strip(SHARE_WHY, seen(done_on=weeks_ago(0, 1))).came_back
    assert not strip(SHARE_WHY, seen(done_on=weeks_ago(2))).came_back


def test_coming_back_looks_past_weeks_that_do_not_count() -> None:
    away = (MONDAY - WEEK, MONDAY - DAY)
    assert not strip(SHARE_WHY, seen(done_on=weeks_ago(0, 2), excused=(away,))).came_back
    assert strip(SHARE_WHY, seen(done_on=weeks_ago(0, 3), excused=(away,))).came_back


def test_the_first_week_ever_is_no_coming_back() -> None:
    assert not strip(SHARE_WHY, seen(since=MONDAY, done_on=weeks_ago(0))).came_back


# --- what it needs --------------------------------------------------------------------------


@given(
    habit=st.sampled_from(list(CATALOGUE.habits.values())),
    today=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    work_days=st.sampled_from(WORK_WEEKS),
    then=st.sampled_from(WORK_WEEKS),
    done=st.frozensets(st.integers(0, 800), max_size=20),
    named=st.frozensets(st.integers(0, 80), max_size=3),
)
def test_what_lies_before_the_first_day_needed_changes_nothing(
    habit: Habit,
    today: date,
    work_days: frozenset[Weekday],
    then: frozenset[Weekday],
    done: frozenset[int],
    named: frozenset[int],
) -> None:
    """Neither what was done, nor what was said of weeks that were named under other work days."""
    first = first_needed(habit, today, work_days)
    names = [week_of(today, then) - n * WEEK for n in range(120)]
    everything = seen(
        today=today,
        work_days=work_days,
        done_on=frozenset(today - n * DAY for n in done),
        none_of_these=frozenset(names),
        named=frozenset(names[n] for n in named),
    )
    lately = replace(
        everything,
        done_on=frozenset(day for day in everything.done_on if day >= first),
        none_of_these=frozenset(week for week in names if week >= first),
        named=frozenset(week for week in everything.named if week >= first),
    )
    assert strip(habit, everything) == strip(habit, lately)


def test_there_are_always_twelve_weeks() -> None:
    for habit in CATALOGUE.habits.values():
        assert len(strip(habit, seen()).marks) == WEEKS


def test_the_cues_that_come_by_themselves_are_the_last_of_the_list() -> None:
    assert {cue.value for cue in BY_ITSELF} == {
        "week_start",
        "week_end",
        "month_end",
        "quarter_start",
        "any_week",
    }
