"""Days off and breaks: what is taken, what is refused, what is excused, and what moves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.breaks import NotOnABreak
from bot.services.free_time import MOST_OWN_DAYS, FreeTime
from bot.services.wanted import WrongFields, check_country, check_times
from bot.slack.blocks.free_time import free_time_view
from bot.storage import companies, excuses
from bot.storage.managers import Preferences as Chosen
from config.holidays import countries, regions
from habits.company import Company
from habits.errors import WrongField
from habits.people import Hours, Part, Rhythm, Schedule
from tests.bot.world import HABIT, MATE, OWNER, TIMES, WORKSPACE, World, wanted

TODAY = date(2026, 3, 1)
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 3, day) for day in (2, 3, 4, 6))


@pytest.fixture
def free_time(world: World) -> FreeTime:
    return FreeTime(world.house)


def excused(world: World) -> tuple[tuple[date, date], ...]:
    return world.database.read_now(excuses.since, world.manager().id, HABIT, date(2020, 1, 1))


def dates(spans: Iterable[tuple[date, date]]) -> set[date]:
    return {
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    }


# --- days that differ ----------------------------------------------------------------------------


async def test_a_day_off_moves_what_stood_on_it_and_is_told(
    world: World, free_time: FreeTime
) -> None:
    shown = await free_time.add_day(OWNER, FRIDAY, is_off=True)
    assert shown.moved == ("Check-in: Friday 11:30 is now Thursday 11:30",)
    assert (await free_time.form(OWNER)).days == ((FRIDAY, True),)
    shown = await free_time.remove_day(OWNER, FRIDAY)
    assert shown.moved == ("Check-in: Thursday 11:30 is now Friday 11:30",)
    assert (await free_time.form(OWNER)).days == ()


async def test_a_holiday_can_be_a_work_day(world: World, free_time: FreeTime) -> None:
    world.days_off[FRIDAY] = "Friday of Rest"
    shown = await free_time.add_day(OWNER, FRIDAY, is_off=False)
    assert shown.moved == ("Check-in: Thursday 11:30 is now Friday 11:30",)
    assert FRIDAY not in world.house.off(world.manager(), world.now)


async def test_a_day_as_the_calendar_has_it_is_no_longer_on_the_list(
    world: World, free_time: FreeTime
) -> None:
    await free_time.add_day(OWNER, FRIDAY, is_off=True)
    await free_time.add_day(OWNER, FRIDAY, is_off=False)
    assert world.manager().own_days == {}


@pytest.mark.parametrize(
    ("day", "is_off", "said"),
    [
        (TODAY - timedelta(days=1), True, "today or a later day"),
        (TODAY + timedelta(days=400), True, "within a year"),
        (date(2026, 3, 7), True, "Saturday is not one of your work days"),
        (date(2026, 3, 7), False, "Saturday is not one of your work days"),
        (WEDNESDAY, True, "off already: Day of Rest"),
        (TUESDAY, False, "Tuesday 3 March is a work day already"),
    ],
)
async def test_a_day_that_does_not_differ_or_cannot_come_is_refused(
    world: World, free_time: FreeTime, day: date, is_off: bool, said: str
) -> None:
    world.days_off[WEDNESDAY] = "Day of Rest"
    with pytest.raises(WrongFields, match=said) as caught:
        await free_time.add_day(OWNER, day, is_off=is_off)
    assert list(caught.value.faults) == ["date"]
    assert world.manager().own_days == {}


async def test_thirty_days_at_most_differ(world: World, free_time: FreeTime) -> None:
    days = [TODAY + timedelta(days=n) for n in range(1, 60)]
    work = [day for day in days if day.weekday() < 5]
    for day in work[:MOST_OWN_DAYS]:
        await free_time.add_day(OWNER, day, is_off=True)
    with pytest.raises(WrongFields, match="Remove one first"):
        await free_time.add_day(OWNER, work[MOST_OWN_DAYS], is_off=True)
    world.clock.advance(days=7)
    await free_time.add_day(OWNER, work[MOST_OWN_DAYS], is_off=True)
    assert len((await free_time.form(OWNER)).days) <= MOST_OWN_DAYS
    assert MONDAY in world.manager().own_days, "days that are past stay for the record"


# --- breaks ---------------------------------------------------------------------------------------


async def test_a_planned_break_is_quiet_and_excused_and_ends(
    world: World, free_time: FreeTime
) -> None:
    shown = await free_time.add_time_off(OWNER, TUESDAY, FRIDAY)
    assert any("Prompt" in line for line in shown.moved)
    assert excused(world) == world.manager().time_off == ((TUESDAY, FRIDAY),)
    await world.walk(days=7)
    assert [f"{one.at:%A}" for one in world.messenger.to(OWNER.user)] == ["Monday"]
    assert len(world.messenger.to(MATE.user)) > 1


async def test_a_break_far_ahead_is_told_with_its_dates(free_time: FreeTime) -> None:
    first, last = TODAY + timedelta(days=40), TODAY + timedelta(days=44)
    told = [await free_time.add_time_off(OWNER, first, last)]
    told.append(await free_time.add_day(OWNER, first - timedelta(days=7), is_off=True))
    form = await free_time.form(OWNER)
    top = [free_time_view(form, one)["blocks"][0]["text"]["text"] for one in told]
    assert top == ["Saved: Friday 10 April to Tuesday 14 April.", "Saved: Friday 3 April."]


async def test_a_break_that_begins_today_is_one(world: World, free_time: FreeTime) -> None:
    shown = await free_time.add_time_off(OWNER, TODAY, FRIDAY)
    assert shown.paused_until is not None
    assert world.manager().paused_until == date(2026, 3, 7)
    assert excused(world) == ((TODAY, FRIDAY),)
    await free_time.add_time_off(OWNER, TODAY, TUESDAY)
    assert world.manager().paused_until == date(2026, 3, 7), "the longer one stays"


async def test_resume_ends_a_vacation_that_runs_and_leaves_later_ones(
    world: World, free_time: FreeTime
) -> None:
    later = (date(2026, 3, 20), date(2026, 3, 24))
    await free_time.add_time_off(OWNER, TUESDAY, FRIDAY)
    await free_time.add_time_off(OWNER, *later)
    with pytest.raises(NotOnABreak):
        await world.preferences.resume(OWNER)
    world.clock.move_to(datetime(2026, 3, 4, 12, tzinfo=UTC))
    shown = await world.preferences.resume(OWNER)
    assert shown.paused_until is None
    assert world.manager().time_off == ((TUESDAY, TUESDAY), later)
    assert set(excused(world)) == {(TUESDAY, TUESDAY), later}


async def test_removing_a_break_that_runs_excuses_what_is_past(
    world: World, free_time: FreeTime
) -> None:
    await free_time.add_time_off(OWNER, TUESDAY, FRIDAY)
    world.clock.move_to(datetime(2026, 3, 4, 12, tzinfo=UTC))
    await free_time.remove_time_off(OWNER, TUESDAY, FRIDAY)
    assert excused(world) == ((TUESDAY, TUESDAY),)
    assert (await free_time.form(OWNER)).time_off == ()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (TODAY - timedelta(days=1), FRIDAY, "first_day"),
        (TODAY + timedelta(days=400), TODAY + timedelta(days=401), "first_day"),
        (FRIDAY, MONDAY, "last_day"),
        (MONDAY, MONDAY + timedelta(days=366), "last_day"),
    ],
)
async def test_breaks_that_cannot_be_are_refused_under_their_field(
    world: World, free_time: FreeTime, first: date, last: date, field: str
) -> None:
    with pytest.raises(WrongFields) as caught:
        await free_time.add_time_off(OWNER, first, last)
    assert list(caught.value.faults) == [field]
    assert excused(world) == ()


OFFSETS = st.integers(1, 60).map(lambda n: TODAY + timedelta(days=n))
CHANGES = st.lists(st.tuples(st.booleans(), OFFSETS, OFFSETS), max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
async def test_planned_breaks_are_the_days_put_in_less_those_taken_out(
    world: World, changes: list[tuple[bool, date, date]]
) -> None:
    free_time = FreeTime(world.house)
    for first, last in world.manager().time_off:
        await free_time.remove_time_off(OWNER, first, last)
    expected: set[date] = set()
    for adds, one, other in changes:
        first, last = min(one, other), max(one, other)
        days = dates([(first, last)])
        expected = expected | days if adds else expected - days
        change = free_time.add_time_off if adds else free_time.remove_time_off
        await change(OWNER, first, last)
    assert dates(world.manager().time_off) == expected == dates(excused(world))


async def test_a_break_in_words_lasts_until_that_day(world: World) -> None:
    shown = await world.preferences.pause_in_words(OWNER, "until 13 march")
    assert shown.paused_until is not None
    assert shown.paused_until.date() == date(2026, 3, 13)


# --- holidays, quarters, the company's limits -----------------------------------------------------


async def test_country_region_and_quarters_are_kept_beside_the_other_settings(
    world: World, free_time: FreeTime
) -> None:
    await free_time.prefer(OWNER, "DE", "BY", quiet_quarters=False)
    await world.preferences.change(OWNER, wanted(hours=Hours(time(8), time(17))))
    form = await free_time.form(OWNER)
    assert (form.country, form.region, form.quiet_quarters) == ("DE", "BY", False)
    assert form.year_begins == "January"
    assert world.manager().hours.end == time(17)


async def test_a_region_of_another_country_is_refused(free_time: FreeTime) -> None:
    with pytest.raises(WrongField) as caught:
        await free_time.prefer(OWNER, "SE", "BY", quiet_quarters=True)
    assert caught.value.field == "region"


@given(st.sampled_from([code for code, _ in countries()]), st.text(max_size=3))
def test_each_region_of_a_country_is_taken_and_nothing_else(country: str, other: str) -> None:
    known = [code for code, _ in regions(country)]
    for region in (None, *known):
        check_country(country, region)
    assert all(len(code) <= 32 for code in known)
    if other not in known:
        with pytest.raises(WrongField):
            check_country(country, other)


NINE_TO_FIVE = Hours(time(9), time(17))
USUAL = Schedule("", "Europe/Stockholm", datetime(2026, 1, 1, tzinfo=UTC))
LATE = Rhythm(check_in=Part(time(17, 30)))


@pytest.mark.parametrize(
    ("times", "field"),
    [
        (TIMES, "start_at"),
        (replace(TIMES, rhythm=replace(LATE, start=None)), "check_in_at"),
        (replace(TIMES, hours=Hours(time(17), time(22))), "hours_start"),
        (replace(TIMES, hours=Hours(time(5), time(9))), "hours_end"),
    ],
    ids=["too early", "too late", "hours after it", "hours before it"],
)
def test_times_outside_of_what_the_company_allows_are_refused_under_their_field(
    times: Chosen, field: str
) -> None:
    with pytest.raises(WrongFields, match="from 09:00 to 17:00") as caught:
        check_times(times, USUAL, NINE_TO_FIVE)
    assert list(caught.value.faults) == [field]


def test_times_within_what_the_company_allows_are_taken() -> None:
    check_times(replace(TIMES, rhythm=Rhythm(start=Part(time(9)))), USUAL, NINE_TO_FIVE)


async def test_the_companys_hours_narrow_a_managers_own(world: World) -> None:
    company = Company(within=NINE_TO_FIVE)
    world.database.write_now(companies.save, WORKSPACE, company, world.now)
    assert world.manager().hours == Hours()
    assert world.manager().schedule.hours == NINE_TO_FIVE
