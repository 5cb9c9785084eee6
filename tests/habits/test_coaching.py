from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.calendar import end_of_hours, is_paused, local, local_date
from habits.coaching import (
    LASTS,
    Meeting,
    UsualTime,
    ask_rep_at,
    check_usual_time,
    is_soon,
    meetings,
    next_meeting,
)
from habits.errors import WrongField
from habits.people import Hours, Schedule, Weekday
from tests.habits.schedules import (
    SUNDAY_TO_THURSDAY,
    a_schedule,
    dates,
    days_off_around,
    minutes_of_day,
    schedules,
)

TUESDAY = date(2026, 3, 3)
NO_DAYS_OFF: dict[date, str] = {}


def here(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in Stockholm in March 2026, before the clocks change."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def first(usual: UsualTime, since: datetime, schedule: Schedule | None = None) -> Meeting:
    found = next_meeting(usual, schedule or a_schedule(), NO_DAYS_OFF, since)
    assert found is not None
    return found


# --- when the 1:1s are ------------------------------------------------------------------------


@given(schedules(), dates, minutes_of_day(), st.sampled_from([1, 2]), st.data())
def test_a_1_1_falls_on_its_own_weeks_and_never_on_a_free_day(
    schedule: Schedule, day: date, at: time, weeks: int, data: st.DataObject
) -> None:
    off = data.draw(days_off_around(day))
    since = datetime.combine(day, time(12), UTC) + timedelta(days=data.draw(st.integers(-30, 60)))
    usual = UsualTime(day, at, weeks)
    before = None
    for one in islice(meetings(usual, schedule, off, since), 6):
        assert one.ends_at > since
        assert (one.day - day).days % (7 * weeks) == 0
        assert one.day >= day
        assert one.day.weekday() in schedule.work_days
        assert one.day not in off
        assert not is_paused(one.day, schedule)
        assert before is None or before.starts_at < one.starts_at
        before = one


@given(schedules(), dates, minutes_of_day(), st.sampled_from([1, 2]))
def test_no_1_1_of_the_year_is_left_out(
    schedule: Schedule, day: date, at: time, weeks: int
) -> None:
    since = datetime.combine(day, time(0), UTC) - timedelta(days=2)
    found = {one.day for one in meetings(UsualTime(day, at, weeks), schedule, {}, since)}
    zone = ZoneInfo(schedule.zone)
    for n in range(20):
        on = day + timedelta(weeks=n * weeks)
        noon = datetime.combine(on, time(12), zone).astimezone(UTC).astimezone(zone)
        wanted = (
            on.weekday() in schedule.work_days and not is_paused(on, schedule) and noon.date() == on
        )
        assert (on in found) is wanted


@given(schedules(), dates, minutes_of_day())
def test_it_begins_when_the_clock_shows_its_time_or_at_the_jump_over_it(
    schedule: Schedule, day: date, at: time
) -> None:
    since = datetime.combine(day, time(0), UTC) - timedelta(days=2)
    for one in islice(meetings(UsualTime(day, at), schedule, {}, since), 60):
        shown = local(one.starts_at, schedule.zone)
        earlier = local(one.starts_at - timedelta(seconds=1), schedule.zone)
        on_time = shown.time() == at and shown.date() == one.day
        jumped = (
            earlier.replace(tzinfo=None)
            < datetime.combine(one.day, at)
            < shown.replace(tzinfo=None)
        )
        assert on_time or jumped
        assert shown.fold == 0 or jumped


@given(schedules(), dates, minutes_of_day())
def test_a_reminder_comes_within_work_hours_half_an_hour_ahead_at_most(
    schedule: Schedule, day: date, at: time
) -> None:
    since = datetime.combine(day, time(0), UTC) - timedelta(days=2)
    for one in islice(meetings(UsualTime(day, at), schedule, {}, since), 30):
        if one.remind_at is None:
            continue
        assert timedelta(0) < one.starts_at - one.remind_at <= timedelta(minutes=30)
        shown = local(one.remind_at, schedule.zone)
        assert shown.time() >= schedule.hours.start or shown.date() > one.day
        assert one.remind_at < end_of_hours(one.day, schedule) or at >= schedule.hours.end


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        (time(14), time(13, 30)),
        (time(8, 10), time(8)),
        (time(8), None),
        (time(7, 30), None),
        (time(18), None),
        (time(17, 59), time(17, 29)),
    ],
)
def test_no_reminder_comes_before_the_hours_begin(at: time, reminded: time | None) -> None:
    one = first(UsualTime(TUESDAY, at), here(2, 12))
    shown = None if one.remind_at is None else local(one.remind_at, "Europe/Stockholm").time()
    assert shown == reminded


def test_every_two_weeks_keeps_its_weeks_over_a_day_off() -> None:
    usual = UsualTime(TUESDAY, time(14), 2)
    off = {date(2026, 3, 17): "Company day"}
    found = [one.day for one in islice(meetings(usual, a_schedule(), off, here(2, 12)), 3)]
    assert found == [TUESDAY, date(2026, 3, 31), date(2026, 4, 14)]


def test_where_the_clocks_jump_over_it_the_1_1_is_at_the_jump() -> None:
    early = a_schedule(hours=Hours(time(1), time(18)), work_days=frozenset(Weekday))
    one = first(UsualTime(date(2026, 3, 29), time(2, 30)), here(28, 12), early)
    assert one.starts_at == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert one.remind_at == one.starts_at - timedelta(minutes=30)


def test_where_the_clocks_show_it_twice_the_1_1_is_at_the_first() -> None:
    early = a_schedule(hours=Hours(time(1), time(18)), work_days=frozenset(Weekday))
    one = first(UsualTime(date(2026, 10, 25), time(2, 30)), here(28, 12), early)
    assert one.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_in_a_break_there_is_no_1_1() -> None:
    away = a_schedule(paused_until=date(2026, 3, 18))
    assert first(UsualTime(TUESDAY, time(14)), here(2, 12), away).day == date(2026, 3, 24)


def test_one_that_never_fits_the_work_days_is_never() -> None:
    friday = UsualTime(date(2026, 3, 6), time(14))
    schedule = a_schedule(work_days=SUNDAY_TO_THURSDAY)
    assert next_meeting(friday, schedule, NO_DAYS_OFF, here(2, 12)) is None


# --- what follows from them -------------------------------------------------------------------


@given(schedules(), dates, minutes_of_day(), st.integers(0, 3 * 24 * 60))
def test_the_rep_is_asked_after_the_talk_or_at_once(
    schedule: Schedule, day: date, at: time, minutes: int
) -> None:
    now = datetime.combine(day, time(0), UTC) - timedelta(days=1) + timedelta(minutes=minutes)
    one = next_meeting(UsualTime(day, at), schedule, {}, now)
    asked = ask_rep_at(one, now)
    assert asked >= now
    if one is not None and (is_soon(one, now) or one.starts_at <= now):
        assert asked == one.starts_at + LASTS
    else:
        assert asked == now


def test_a_1_1_that_goes_on_is_waited_for() -> None:
    now = here(3, 14, 10)
    one = first(UsualTime(TUESDAY, time(14)), now)
    assert ask_rep_at(one, now) == here(3, 14, 30)
    assert not is_soon(one, now)


def test_soon_is_within_24_hours() -> None:
    usual = UsualTime(TUESDAY, time(14))
    assert not is_soon(first(usual, here(2, 13, 59)), here(2, 13, 59))
    assert is_soon(first(usual, here(2, 14)), here(2, 14))


# --- what a form may say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usual", "field"),
    [
        (UsualTime(date(2026, 3, 1), time(14)), "first"),
        (UsualTime(date(2026, 3, 7), time(14)), "first"),
        (UsualTime(date(2027, 6, 1), time(14)), "first"),
        (UsualTime(TUESDAY, time(7, 59)), "at"),
        (UsualTime(TUESDAY, time(18)), "at"),
        (UsualTime(TUESDAY, time(14), 3), "every"),
    ],
)
def test_a_time_at_which_no_1_1_can_be_is_refused_under_its_field(
    usual: UsualTime, field: str
) -> None:
    with pytest.raises(WrongField) as refused:
        check_usual_time(usual, a_schedule(), date(2026, 3, 2))
    assert refused.value.field == field


@given(schedules(), dates, minutes_of_day(), st.sampled_from([1, 2]))
def test_what_the_form_takes_has_a_next_time(
    schedule: Schedule, day: date, at: time, weeks: int
) -> None:
    usual = UsualTime(day, at, weeks)
    now = datetime.combine(day, time(0), UTC) - timedelta(hours=24)
    try:
        check_usual_time(usual, schedule, local_date(now, schedule.zone))
    except WrongField:
        return
    if schedule.paused_until is None or schedule.paused_until < day + timedelta(days=300):
        assert next_meeting(usual, schedule, {}, now) is not None
