"""Managers to plan for: one plain, and all kinds drawn by hypothesis."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

from hypothesis import strategies as st

from habits.people import (
    MONDAY_TO_FRIDAY,
    Dose,
    Hours,
    Part,
    Rhythm,
    Schedule,
    Turn,
    Weekday,
)

M, T, W, TH, F, SA, SU = Weekday
SUNDAY_TO_THURSDAY = frozenset({SU, M, T, W, TH})
TUESDAY_TO_SATURDAY = frozenset({T, W, TH, F, SA})
MONDAY_WEDNESDAY_FRIDAY = frozenset({M, W, F})
STOCKHOLM = "Europe/Stockholm"
USUAL_HOURS = Hours()
USUAL_RHYTHM = Rhythm()
_YEAR = timedelta(days=365)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

RESTLESS_ZONES = (
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "America/Nuuk",
    "Africa/Cairo",
    "Asia/Beirut",
    "Europe/Dublin",
    "Africa/Casablanca",
    "America/Vancouver",
    "America/Havana",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
)


def a_schedule(
    zone: str = STOCKHOLM,
    work_days: frozenset[Weekday] = MONDAY_TO_FRIDAY,
    hours: Hours = USUAL_HOURS,
    rhythm: Rhythm = USUAL_RHYTHM,
    started_at: datetime = LONG_AGO,
    paused_until: date | None = None,
) -> Schedule:
    return Schedule("m1", zone, started_at, work_days, hours, rhythm, paused_until)


def minutes_of_day(first: int = 0, last: int = 24 * 60 - 1) -> st.SearchStrategy[time]:
    return st.integers(first, last).map(lambda n: time(n // 60, n % 60))


zones = st.one_of(st.sampled_from(RESTLESS_ZONES), st.sampled_from(sorted(available_timezones())))
dates = st.dates(date(2026, 1, 1), date(2029, 12, 31))
work_weeks = st.one_of(
    st.sampled_from([MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY, TUESDAY_TO_SATURDAY]),
    st.frozensets(st.sampled_from(Weekday), min_size=1),
)


@st.composite
def hours_of_work(draw: st.DrawFn) -> Hours:
    usual = st.just(Hours())
    start = st.integers(0, 24 * 60 - 2)
    odd = start.flatmap(
        lambda n: st.builds(Hours, st.just(_time(n)), st.integers(n + 1, 24 * 60 - 1).map(_time))
    )
    return draw(st.one_of(usual, odd))


def doses(around: date) -> st.SearchStrategy[Dose]:
    turn = st.builds(Turn, st.sampled_from([1, 2, 4]), st.dates(around - _YEAR, around + _YEAR))
    turns = st.lists(turn, max_size=3).map(tuple)
    return st.builds(Dose, turns, st.booleans(), st.integers(1, 5))


@st.composite
def schedules(draw: st.DrawFn, started: date | None = None) -> Schedule:
    """Any settings at all, even some that the form would refuse."""
    hours = draw(hours_of_work())
    parts = st.one_of(
        st.none(),
        st.builds(
            Part, st.one_of(_within(hours), minutes_of_day()), st.none() | st.sampled_from(Weekday)
        ),
    )
    usual = st.builds(Part, _within(hours))
    part = st.one_of(usual, parts)
    around = draw(dates) if started is None else started
    return Schedule(
        manager=draw(st.sampled_from(["m1", "m2"])),
        zone=draw(zones),
        started_at=datetime.combine(around, draw(minutes_of_day()), tzinfo=UTC),
        work_days=draw(work_weeks),
        hours=hours,
        rhythm=draw(st.just(Rhythm()) | st.builds(Rhythm, part, part, part)),
        paused_until=draw(st.none() | st.dates(around, around + timedelta(days=40))),
        dose=draw(st.just(Dose()) | doses(around)),
        year_begins=draw(st.none() | st.integers(1, 12)),
    )


def days_off_around(day: date) -> st.SearchStrategy[dict[date, str]]:
    return st.dictionaries(
        st.dates(day - timedelta(days=14), day + timedelta(days=40)),
        st.sampled_from(["Christmas Day", "Company day"]),
        max_size=20,
    )


def _within(hours: Hours) -> st.SearchStrategy[time]:
    first = hours.start.hour * 60 + hours.start.minute
    last = hours.end.hour * 60 + hours.end.minute - 1
    return minutes_of_day(first, last)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
