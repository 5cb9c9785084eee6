from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given

from habits.moving import Moved, moved, moved_words
from habits.people import MONDAY_TO_FRIDAY, Hours, Part, Place, Rhythm, Schedule
from habits.planning import Planned, Served, plan
from tests.habits.schedules import SA, SU, SUNDAY_TO_THURSDAY, TH, F, M, W, a_schedule, schedules

MONDAY = date(2026, 12, 14)
CHRISTMAS = {date(2026, 12, 24): "Christmas Eve", date(2026, 12, 25): "Christmas Day"}


def two_weeks(
    schedule: Schedule, days_off: dict[date, str] | None = None, *served: Served
) -> list[Planned]:
    return plan(schedule, MONDAY, MONDAY + timedelta(days=13), days_off or {}, served)


def words(before: list[Planned], after: list[Planned]) -> list[str]:
    return moved_words(moved(before, after))


def test_a_part_that_moves_is_told_with_its_old_and_new_day_and_time() -> None:
    before = two_weeks(a_schedule(rhythm=Rhythm(prompt=Part(time(10), TH))))
    after = two_weeks(a_schedule(rhythm=Rhythm(prompt=Part(time(9, 15), W))))
    first, second = moved(before, after)
    assert first.place is Place.PROMPT
    assert first.old is not None
    assert first.old.isoformat() == "2026-12-17T10:00:00+01:00"
    assert first.new is not None
    assert first.new.isoformat() == "2026-12-16T09:15:00+01:00"
    assert second.old is not None
    assert second.old.date() == date(2026, 12, 24)
    assert words(before, after) == ["Prompt: Thursday 10:00 is now Wednesday 09:15"]


def test_a_day_off_tells_what_moves_and_what_no_longer_comes() -> None:
    schedule = a_schedule(rhythm=Rhythm(prompt=Part(time(10), TH)))
    assert words(two_weeks(schedule), two_weeks(schedule, CHRISTMAS)) == [
        "Prompt: Thursday 10:00 no longer comes (Christmas Eve is a day off)",
        "Check-in: Friday 11:30 is now Wednesday 11:30",
    ]
    assert words(two_weeks(schedule, CHRISTMAS), two_weeks(schedule)) == [
        "Check-in: Wednesday 11:30 is now Friday 11:30",
        "Prompt: new on Thursday 10:00",
    ]


def test_a_dropped_part_no_longer_comes_and_needs_no_reason() -> None:
    before = two_weeks(a_schedule())
    after = two_weeks(a_schedule(rhythm=Rhythm(start=None)))
    assert words(before, after) == ["Week start: Monday 08:30 no longer comes"]
    assert words(after, before) == ["Week start: new on Monday 08:30"]


def test_a_pause_is_a_reason() -> None:
    schedule = a_schedule()
    paused = replace(schedule, paused_until=MONDAY + timedelta(days=7))
    assert words(two_weeks(schedule), two_weeks(paused)) == [
        "Week start: Monday 08:30 no longer comes (You are on pause until Monday 21 December)",
        "Prompt: Tuesday 10:00 no longer comes (You are on pause until Monday 21 December)",
        "Check-in: Friday 11:30 no longer comes (You are on pause until Monday 21 December)",
    ]


def test_what_was_sent_already_has_not_moved() -> None:
    schedule = a_schedule()
    sent = Served(Place.START, MONDAY, datetime(2026, 12, 14, 7, 30, tzinfo=UTC))
    assert words(two_weeks(schedule), two_weeks(schedule, None, sent)) == []


def test_another_zone_with_the_same_local_times_moves_nothing() -> None:
    assert words(two_weeks(a_schedule()), two_weeks(a_schedule("America/New_York"))) == []


def test_other_work_days_move_the_parts_of_the_week_they_stand_in() -> None:
    sunday = MONDAY - timedelta(days=1)
    before, after = (
        plan(a_schedule(work_days=work_days), sunday, sunday + timedelta(days=13), {})
        for work_days in (MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY)
    )
    assert words(before, after) == [
        "Week start: Monday 08:30 is now Sunday 08:30",
        "Prompt: Tuesday 10:00 is now Monday 10:00",
        "Check-in: Friday 11:30 is now Thursday 11:30",
    ]


def test_a_week_that_begins_three_days_later_is_still_the_same_week() -> None:
    from_thursday = frozenset({TH, F, SA, SU, M})
    sunday = MONDAY - timedelta(days=1)
    before = plan(a_schedule(), sunday, MONDAY + timedelta(days=4), {})
    after = plan(a_schedule(work_days=from_thursday), sunday, MONDAY + timedelta(days=8), {})
    changes = [change for change in moved(before, after) if change.old]
    assert [(str(one.old)[:10], str(one.new)[:10]) for one in changes] == [
        ("2026-12-14", "2026-12-17"),
        ("2026-12-15", "2026-12-18"),
        ("2026-12-18", "2026-12-21"),
    ]


def test_other_hours_can_be_the_reason() -> None:
    before = two_weeks(a_schedule())
    after = two_weeks(a_schedule(hours=Hours(time(9), time(17))))
    assert words(before, after) == [
        "Week start: Monday 08:30 no longer comes (08:30 is outside your work hours that day)"
    ]


def test_no_change_is_nothing_to_tell() -> None:
    assert moved(two_weeks(a_schedule()), two_weeks(a_schedule())) == []
    assert moved([], []) == []
    assert moved_words([]) == []


@given(schedules(), schedules())
def test_any_change_can_be_told_in_words(before: Schedule, after: Schedule) -> None:
    first = max(before.started_at, after.started_at).date()
    last = first + timedelta(days=13)
    changes = moved(plan(before, first, last, {}), plan(after, first, last, {}))
    assert all(isinstance(change, Moved) and (change.old or change.new) for change in changes)
    for line in moved_words(changes):
        name, _, change = line.partition(": ")
        assert name in {"Week start", "Prompt", "Check-in"}
        old, _, new = change.partition(" is now ")
        assert old != new


@given(schedules())
def test_the_same_settings_move_nothing(schedule: Schedule) -> None:
    first = schedule.started_at.date()
    planned = plan(schedule, first, first + timedelta(days=20), {})
    assert moved(planned, planned) == []
