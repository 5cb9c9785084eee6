"""Spans of dates as sets of dates, the work days that a status covers, quiet times."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from habits.absence import covered, days_away, merged, quiet_window, without
from habits.people import Hours, Schedule

FIRST = date(2026, 3, 1)
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two))), max_size=6)
STOCKHOLM = Schedule("m", "Europe/Stockholm", datetime(2026, 1, 1, tzinfo=UTC))
NIGHT = (datetime(2026, 3, 27, 21, tzinfo=UTC), datetime(2026, 3, 28, 6, tzinfo=UTC))


def dates(spans: object) -> set[date]:
    return {
        first + timedelta(days=n)
        for first, last in spans  # type: ignore[attr-defined]
        for n in range((last - first).days + 1)
    }


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In Stockholm, in the winter part of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


@given(SPANS)
def test_merged_spans_hold_the_same_dates_and_stand_apart(spans: list[tuple[date, date]]) -> None:
    found = merged(spans)
    assert dates(found) == dates(spans)
    for (_, last), (first, _) in pairwise(found):
        assert first - last > timedelta(days=1)
    assert covered(dates(spans), found)


@given(SPANS, DAYS, DAYS)
def test_taking_dates_out_leaves_all_others(
    spans: list[tuple[date, date]], one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    assert dates(without(spans, first, last)) == dates(spans) - dates([(first, last)])


def test_a_day_counts_as_away_from_more_than_a_quarter_of_its_hours_on() -> None:
    # Tuesday 3 March, from 8 to 18 o'clock: a quarter is two and a half hours.
    assert days_away(at(3, 8), at(3, 10, 30), STOCKHOLM, {}) == ()
    assert days_away(at(3, 8), at(3, 10, 31), STOCKHOLM, {}) == (date(2026, 3, 3),)
    assert days_away(at(3, 16), at(4, 10), STOCKHOLM, {}) == ()


def test_free_days_are_no_days_away() -> None:
    friday_to_tuesday = days_away(at(6, 12), at(10, 12), STOCKHOLM, {date(2026, 3, 9): "Holiday"})
    assert friday_to_tuesday == (date(2026, 3, 6), date(2026, 3, 10))


@given(
    st.timedeltas(timedelta(), timedelta(days=330)),
    st.timedeltas(timedelta(), timedelta(days=30)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    st.tuples(st.integers(0, 11), st.integers(12, 23)),
)
def test_each_day_away_is_a_work_day_between_the_two(
    into_the_year: timedelta, length: timedelta, zone: str, hours: tuple[int, int]
) -> None:
    begins = datetime(2026, 1, 1, tzinfo=UTC) + into_the_year
    schedule = Schedule("m", zone, begins, hours=Hours(time(hours[0]), time(hours[1])))
    found = days_away(begins, begins + length, schedule, {})
    assert all(day.weekday() < 5 for day in found)
    for day in found:
        assert abs(day - begins.date()) <= length + timedelta(days=2)
    if length > timedelta(days=4):
        assert found, "longer than a weekend with half a day on both sides"


def test_a_quiet_night_repeats_each_day_at_its_local_time() -> None:
    zone = "Europe/Stockholm"
    assert quiet_window(*NIGHT, datetime(2026, 3, 27, 20, 59, tzinfo=UTC), zone) is None
    assert quiet_window(*NIGHT, datetime(2026, 3, 28, 5, tzinfo=UTC), zone) == NIGHT
    # In summer time the same night begins at 20:00 UTC.
    later = quiet_window(*NIGHT, datetime(2026, 3, 30, 20, 30, tzinfo=UTC), zone)
    assert later == (datetime(2026, 3, 30, 20, tzinfo=UTC), datetime(2026, 3, 31, 5, tzinfo=UTC))
    assert quiet_window(*NIGHT, datetime(2026, 3, 30, 12, tzinfo=UTC), zone) is None


@given(st.timedeltas(timedelta(days=1), timedelta(days=9)), st.timedeltas(timedelta(0)))
def test_a_quiet_time_of_a_day_or_longer_is_not_repeated(
    length: timedelta, after: timedelta
) -> None:
    begins = NIGHT[0]
    after = after % timedelta(days=900)
    assert quiet_window(begins, begins + length, begins + length + after, "Asia/Tokyo") is None
