from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from habits.calendar import (
    HALF_A_WEEK,
    day_exists,
    end_of_hours,
    instant,
    jitter,
    local,
    local_date,
    next_work_moment,
    week_begun,
    week_named,
    week_of,
    week_order,
    within_hours,
    work_dates,
    zone_exists,
)
from habits.errors import HabitsError
from habits.people import MONDAY_TO_FRIDAY, Hours, Schedule, Weekday
from tests.habits.schedules import (
    MONDAY_WEDNESDAY_FRIDAY,
    SA,
    STOCKHOLM,
    SU,
    SUNDAY_TO_THURSDAY,
    TH,
    TUESDAY_TO_SATURDAY,
    F,
    M,
    T,
    W,
    a_schedule,
    days_off_around,
    minutes_of_day,
    schedules,
    work_weeks,
    zones,
)
from tests.oracle import instant_of, is_allowed, transitions, walk

FIRST_YEAR, LAST_YEAR = 2026, 2035
SHARES = 16


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def distinct_zones() -> list[str]:
    """Every zone once: links to the same rules are the same bytes."""
    files = resources.files("tzdata") / "zoneinfo"
    rules = {files.joinpath(zone).read_bytes(): zone for zone in sorted(available_timezones())}
    return list(rules.values())


# --- instants -------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", range(SHARES))
def test_every_change_of_clocks_of_every_zone_gives_each_local_time_one_instant(share: int) -> None:
    changes = 0
    for zone in distinct_zones()[share::SHARES]:
        for change in transitions(zone, FIRST_YEAR, LAST_YEAR):
            changes += 1
            assert_three_days_agree(zone, change)
    assert changes > 50


def assert_three_days_agree(zone: str, change: datetime) -> None:
    """Every five local minutes of the day before, the day of and the day after."""
    shown = local(change, zone).replace(tzinfo=None)
    target = datetime.combine(shown.date() - timedelta(days=1), time.min)
    last = target + timedelta(days=3)
    start = change - (shown - target) - timedelta(hours=3)
    for moment, wall in walk(zone, start, minutes=80 * 60, step=step(zone, change)):
        while wall >= target:
            assert instant(target.date(), target.time(), zone) == moment, (zone, target)
            target += timedelta(minutes=5)
            if target == last:
                return
    pytest.fail(f"The walk ended early in {zone}")


def step(zone: str, change: datetime) -> int:
    """Five minutes where the clock shows full ones, so that none of them is stepped over."""
    shown = [local(change + timedelta(minutes=n), zone).minute for n in (-5, 0)]
    return 5 if all(minute % 5 == 0 for minute in shown) else 1


def test_the_pinned_zone_data_knows_hundreds_of_zones_and_thousands_of_changes() -> None:
    zones = distinct_zones()
    assert len(zones) > 300
    assert sum(1 for zone in zones if transitions(zone, 2026, 2026)) > 100


@given(zones, st.dates(date(2000, 1, 1), date(2040, 12, 31)), minutes_of_day())
def test_an_instant_agrees_with_a_walk_through_the_minutes(zone: str, day: date, at: time) -> None:
    begin = instant(day, time.min, zone)
    assume(begin.second == 0)
    assert instant(day, at, zone) == instant_of(zone, day, at)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), utc(2026, 10, 3, 15, 30)),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), utc(2026, 4, 4, 14, 45)),
        ("Antarctica/Troll", date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 0)),
        ("Antarctica/Troll", date(2026, 10, 25), time(1, 30), utc(2026, 10, 24, 23, 30)),
        ("Pacific/Apia", date(2011, 12, 29), time(23, 59), utc(2011, 12, 30, 9, 59)),
        ("Pacific/Apia", date(2011, 12, 30), time(10, 0), utc(2011, 12, 30, 10, 0)),
        ("Pacific/Apia", date(2011, 12, 31), time(0, 0), utc(2011, 12, 30, 10, 0)),
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), utc(2026, 3, 29, 1, 0)),
        ("America/Nuuk", date(2026, 10, 24), time(23, 30), utc(2026, 10, 25, 0, 30)),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), utc(2026, 4, 23, 22, 0)),
        ("Africa/Cairo", date(2026, 10, 29), time(23, 15), utc(2026, 10, 29, 20, 15)),
        ("Asia/Beirut", date(2026, 3, 29), time(0, 15), utc(2026, 3, 28, 22, 0)),
        ("Europe/Dublin", date(2026, 3, 29), time(1, 30), utc(2026, 3, 29, 1, 0)),
        ("Europe/Dublin", date(2026, 10, 25), time(1, 30), utc(2026, 10, 25, 0, 30)),
        ("America/Vancouver", date(2026, 11, 2), time(9, 0), utc(2026, 11, 2, 16, 0)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), utc(2026, 11, 1, 5, 30)),
        ("America/New_York", date(2026, 3, 8), time(2, 30), utc(2026, 3, 8, 7, 0)),
        ("Europe/Helsinki", date(2026, 10, 25), time(3, 30), utc(2026, 10, 25, 0, 30)),
    ],
)
def test_known_bad_days_have_the_instants_worked_out_by_hand(
    zone: str, day: date, at: time, expected: datetime
) -> None:
    assert instant(day, at, zone) == expected


@pytest.mark.parametrize("year", range(2026, 2036))
def test_casablanca_goes_back_for_ramadan_and_forward_after_it(year: int) -> None:
    for change in transitions("Africa/Casablanca", year, year):
        assert_three_days_agree("Africa/Casablanca", change)


def test_samoa_left_out_a_day_and_nobody_else_does() -> None:
    assert not day_exists(date(2011, 12, 30), "Pacific/Apia")
    assert day_exists(date(2011, 12, 29), "Pacific/Apia")
    assert day_exists(date(2011, 12, 31), "Pacific/Apia")
    assert day_exists(date(2026, 4, 24), "Africa/Cairo")


@given(zones, st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_every_day_of_these_years_exists_everywhere(zone: str, day: date) -> None:
    assert day_exists(day, zone)


@pytest.mark.parametrize("zone", ["Nowhere/At_All", "", "../etc/passwd", "America", "Europe/\0"])
def test_an_unknown_zone_is_refused_in_words(zone: str) -> None:
    assert not zone_exists(zone)
    with pytest.raises(HabitsError, match="There is no time zone called"):
        instant(date(2026, 1, 1), time(9), zone)


def test_a_known_zone_exists() -> None:
    assert zone_exists(STOCKHOLM)


def test_a_local_time_keeps_its_zone() -> None:
    here = local(utc(2026, 7, 1, 22, 30), STOCKHOLM)
    assert here.isoformat() == "2026-07-02T00:30:00+02:00"
    assert local_date(utc(2026, 7, 1, 22, 30), STOCKHOLM) == date(2026, 7, 2)


# --- weeks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work_days", "order"),
    [
        (MONDAY_TO_FRIDAY, (M, T, W, TH, F)),
        (SUNDAY_TO_THURSDAY, (SU, M, T, W, TH)),
        (TUESDAY_TO_SATURDAY, (T, W, TH, F, SA)),
        (MONDAY_WEDNESDAY_FRIDAY, (M, W, F)),
        (frozenset({M, TH}), (M, TH)),
        (frozenset({W}), (W,)),
        (frozenset({F, SA, SU, M}), (F, SA, SU, M)),
        (frozenset(Weekday), (M, T, W, TH, F, SA, SU)),
        (frozenset({M, T, TH, F, SA}), (M, T, TH, F, SA)),
        (frozenset[Weekday](), ()),
    ],
)
def test_a_work_week_begins_after_the_longest_rest(
    work_days: frozenset[Weekday], order: tuple[Weekday, ...]
) -> None:
    assert week_order(work_days) == order


@given(work_weeks, st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_week_is_seven_dates_from_the_first_work_day(
    work_days: frozenset[Weekday], day: date
) -> None:
    week = week_of(day, work_days)
    assert week.weekday() == week_order(work_days)[0]
    assert week <= day < week + timedelta(days=7)
    assert {week_of(week + timedelta(days=n), work_days) for n in range(7)} == {week}


@given(work_weeks, st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_what_begins_on_a_free_day_begins_with_the_week_of_the_next_work_day(
    work_days: frozenset[Weekday], day: date
) -> None:
    following = next(
        other
        for other in (day + timedelta(days=n) for n in range(7))
        if other.weekday() in work_days
    )
    assert week_begun(day, work_days) == week_of(following, work_days)


@given(work_weeks, work_weeks, st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_week_named_under_other_work_days_is_the_one_to_which_its_name_lies_nearest(
    then: frozenset[Weekday], now: frozenset[Weekday], day: date
) -> None:
    name = week_of(day, then)
    week = week_named(name, now)
    assert week_of(week, now) == week
    assert abs(name - week) <= HALF_A_WEEK
    assert week_named(name, then) == name


def test_days_off_are_not_worked() -> None:
    christmas = {date(2026, 12, 24): "Christmas Eve", date(2026, 12, 25): "Christmas Day"}
    worked = work_dates(date(2026, 12, 21), MONDAY_TO_FRIDAY, christmas)
    assert worked == (date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 23))


# --- hours ----------------------------------------------------------------------------------------


@given(schedules(), st.data())
def test_within_hours_never_allows_what_the_oracle_forbids(
    schedule: Schedule, data: st.DataObject
) -> None:
    days_off = data.draw(days_off_around(schedule.started_at.date()))
    offset = data.draw(st.integers(-60 * 24, 60 * 24 * 20))
    moment = schedule.started_at + timedelta(minutes=offset)
    if within_hours(moment, schedule, days_off):
        assert allowed(moment, schedule, days_off)


@given(schedules(), st.data())
def test_within_hours_allows_all_that_the_oracle_allows_where_clocks_stand_still(
    schedule: Schedule, data: st.DataObject
) -> None:
    days_off = data.draw(days_off_around(schedule.started_at.date()))
    moment = schedule.started_at + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 20)))
    two_days = timedelta(days=2)
    here = local(moment, schedule.zone)
    assume(local(moment - two_days, schedule.zone).utcoffset() == here.utcoffset())
    assume(local(moment + two_days, schedule.zone).utcoffset() == here.utcoffset())
    assert within_hours(moment, schedule, days_off) == allowed(moment, schedule, days_off)


@given(schedules(), st.data())
def test_the_next_work_moment_is_the_earliest_minute_allowed(
    schedule: Schedule, data: st.DataObject
) -> None:
    days_off = data.draw(days_off_around(schedule.started_at.date()))
    found = next_work_moment(schedule.started_at, schedule, days_off)
    assert found >= schedule.started_at
    assert within_hours(found, schedule, days_off)
    assert allowed(found, schedule, days_off)
    waited = min((found - schedule.started_at) // timedelta(minutes=1), 4 * 1440)
    earlier = (found - timedelta(minutes=n) for n in range(1, waited + 1))
    assert not any(within_hours(moment, schedule, days_off) for moment in earlier)


def test_hours_that_the_clock_shows_twice_end_the_first_time() -> None:
    schedule = a_schedule("America/New_York", frozenset({SU}), Hours(time(0, 30), time(1, 30)))
    assert within_hours(utc(2026, 11, 1, 5, 15), schedule, {})
    assert not within_hours(utc(2026, 11, 1, 6, 15), schedule, {})
    assert end_of_hours(date(2026, 11, 1), schedule) == utc(2026, 11, 1, 5, 30)


def test_hours_that_begin_in_a_repeated_hour_go_on_after_it() -> None:
    schedule = a_schedule("America/New_York", frozenset({SU}), Hours(time(1, 30), time(5, 0)))
    second_ten_past_one = utc(2026, 11, 1, 6, 10)
    assert not within_hours(second_ten_past_one, schedule, {})
    assert next_work_moment(second_ten_past_one, schedule, {}) == utc(2026, 11, 1, 6, 30)


def test_the_first_minute_of_the_hours_is_inside_and_the_end_is_outside() -> None:
    schedule = a_schedule()
    assert within_hours(utc(2026, 7, 1, 6, 0), schedule, {})
    assert within_hours(utc(2026, 7, 1, 15, 59), schedule, {})
    assert not within_hours(utc(2026, 7, 1, 5, 59), schedule, {})
    assert not within_hours(utc(2026, 7, 1, 16, 0), schedule, {})
    assert end_of_hours(date(2026, 7, 1), schedule) == utc(2026, 7, 1, 16, 0)


def test_after_a_long_pause_the_next_work_moment_is_its_end() -> None:
    schedule = a_schedule(paused_until=date(2028, 7, 1))
    assert next_work_moment(utc(2026, 7, 1, 9), schedule, {}) == utc(2028, 7, 3, 6)


@pytest.mark.parametrize(
    ("schedule", "days_off"),
    [
        (a_schedule(work_days=frozenset()), {}),
        (a_schedule(), {date(2026, 1, 1) + timedelta(days=n): "Closed" for n in range(420)}),
    ],
)
def test_no_work_day_in_sight_is_said_in_words(
    schedule: Schedule, days_off: dict[date, str]
) -> None:
    with pytest.raises(HabitsError, match="no work day in the next 400 days"):
        next_work_moment(utc(2026, 1, 1), schedule, days_off)


def allowed(moment: datetime, schedule: Schedule, days_off: dict[date, str]) -> bool:
    return is_allowed(
        moment,
        schedule.zone,
        schedule.work_days,
        (schedule.hours.start, schedule.hours.end),
        days_off,
        schedule.paused_until,
    )


# --- jitter ---------------------------------------------------------------------------------------


@given(st.text())
def test_jitter_is_two_to_ten_minutes_in_whole_seconds_and_always_the_same(key: str) -> None:
    wait = jitter(key)
    assert timedelta(minutes=2) <= wait <= timedelta(minutes=10)
    assert wait.microseconds == 0
    assert jitter(key) == wait


def test_jitter_is_fixed_for_ever() -> None:
    assert jitter("prompt:m1:2026-07-02:prompt-1") == timedelta(seconds=307)


def test_jitter_spreads_over_all_its_seconds() -> None:
    waits = {jitter(f"prompt:m{n}:2026-07-02:prompt-1").seconds for n in range(10_000)}
    assert waits == set(range(120, 601))
