"""A company's limits: a manager's hours and times move into them, and never out of the hours."""

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from habits.company import days_within, limited, moved_into
from habits.people import Hours, Part, Place, Rhythm, Weekday

TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
HOURS = (
    st.tuples(TIMES, TIMES)
    .filter(lambda both: both[0] != both[1])
    .map(lambda both: Hours(min(both), max(both)))
)
PARTS = st.none() | st.builds(Part, TIMES, st.none() | st.sampled_from(Weekday))
RHYTHMS = st.builds(Rhythm, PARTS, PARTS, PARTS)


@given(HOURS, HOURS)
def test_limited_hours_lie_within_both_and_are_none_where_the_two_do_not_meet(
    hours: Hours, within: Hours
) -> None:
    found = limited(hours, within)
    if found is None:
        assert hours.end <= within.start or within.end <= hours.start
    else:
        assert within.start <= found.start < found.end <= within.end
        assert hours.start <= found.start < found.end <= hours.end


@given(HOURS)
def test_without_a_limit_hours_stay_as_they_are(hours: Hours) -> None:
    assert limited(hours, None) == hours


@given(RHYTHMS, HOURS)
def test_times_move_into_the_hours_and_keep_their_days(rhythm: Rhythm, hours: Hours) -> None:
    found = moved_into(rhythm, hours)
    for place in Place:
        before, after = rhythm.part(place), found.part(place)
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert after.day == before.day
            assert hours.start <= after.at < hours.end
            if hours.start <= before.at < hours.end:
                assert after == before


def test_days_are_kept_between_two_dates_with_both_of_them() -> None:
    days = {date(2026, 1, n): "Off" for n in range(1, 6)}
    assert list(days_within(days, date(2026, 1, 2), date(2026, 1, 4))) == [
        date(2026, 1, n) for n in (2, 3, 4)
    ]
    assert days_within({date(2026, 1, 1): None}, date.min, date.max) == {date(2026, 1, 1): None}


def test_a_time_after_the_hours_comes_half_an_hour_before_their_end() -> None:
    rhythm = Rhythm(None, Part(time(17, 0)), Part(time(8, 0)))
    found = moved_into(rhythm, Hours(time(9, 0), time(15, 0)))
    assert found == Rhythm(None, Part(time(14, 30)), Part(time(9, 0)))
