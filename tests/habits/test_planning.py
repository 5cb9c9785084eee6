from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from habits.calendar import instant, week_of
from habits.dose import is_due
from habits.people import (
    MONDAY_TO_FRIDAY,
    Dose,
    Hours,
    Part,
    Place,
    Rhythm,
    Schedule,
    Turn,
    Weekday,
)
from habits.planning import Came, Moment, Planned, Served, Skipped, key_of, plan
from habits.quiet import is_quarter_end
from habits.rhythm import Why
from tests.habits.schedules import (
    MONDAY_WEDNESDAY_FRIDAY,
    SA,
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
)
from tests.oracle import instant_of, is_allowed

MONDAY = date(2026, 8, 3)
THE_DAYS = {M: "Mon", T: "Tue", W: "Wed", TH: "Thu", F: "Fri", SA: "Sat", SU: "Sun"}
SHORT = {Place.START: "start", Place.PROMPT: "prompt", Place.CHECK_IN: "check-in"}
TWENTY_HOURS = timedelta(hours=20)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def moments(planned: Sequence[Planned]) -> list[Moment]:
    return [one for one in planned if isinstance(one, Moment)]


def skipped(planned: Sequence[Planned]) -> list[Skipped]:
    return [one for one in planned if isinstance(one, Skipped)]


def shape(planned: Sequence[Planned]) -> str:
    """What comes, for instance "start Mon, prompt Tue, check-in Fri"."""
    return ", ".join(
        f"{SHORT[one.place]} {THE_DAYS[Weekday(one.local_date.weekday())]}"
        for one in moments(planned)
    )


def whys(planned: Sequence[Planned]) -> dict[str, Why]:
    return {SHORT[one.place]: one.why for one in skipped(planned)}


def a_week(
    schedule: Schedule,
    days_off: dict[date, str] | None = None,
    served: Sequence[Served] = (),
    came_on: Sequence[Weekday] = (),
) -> list[Planned]:
    came = [came_at_nine(MONDAY + timedelta(days=day), schedule.zone) for day in came_on]
    return plan(schedule, MONDAY, MONDAY + timedelta(days=6), days_off or {}, served, came)


def came_at_nine(day: date, zone: str) -> Came:
    return Came(day, instant(day, time(9), zone))


def off(*days: Weekday) -> dict[date, str]:
    return {MONDAY + timedelta(days=day): "Midsummer" for day in days}


# --- a usual week ---------------------------------------------------------------------------------


def test_a_usual_week_holds_a_start_a_prompt_and_a_check_in() -> None:
    start, prompt, check_in = moments(a_week(a_schedule()))
    assert (start.local_date, start.local_time) == (date(2026, 8, 3), time(8, 30))
    assert (prompt.local_date, prompt.local_time) == (date(2026, 8, 4), time(10, 0))
    assert (check_in.local_date, check_in.local_time) == (date(2026, 8, 7), time(11, 30))
    assert start.asked_at == utc(2026, 8, 3, 6, 30)
    assert {one.week for one in (start, prompt, check_in)} == {MONDAY}
    assert {one.zone for one in (start, prompt, check_in)} == {"Europe/Stockholm"}


def test_a_key_names_kind_manager_date_and_place() -> None:
    assert [one.key for one in moments(a_week(a_schedule()))] == [
        "week-start:m1:2026-08-03:start",
        "prompt:m1:2026-08-04:prompt-1",
        "check-in:m1:2026-08-07:check-in",
    ]
    assert key_of(Place.PROMPT, "m9", date(2026, 1, 2)) == "prompt:m9:2026-01-02:prompt-1"


def test_a_start_and_a_prompt_may_be_sent_until_the_end_of_their_day() -> None:
    start, prompt, _ = moments(a_week(a_schedule()))
    assert start.window_ends == utc(2026, 8, 3, 16)
    assert prompt.window_ends == utc(2026, 8, 4, 16)


@pytest.mark.parametrize(
    ("days_off", "ends"),
    [
        ({}, utc(2026, 8, 10, 16)),
        ({date(2026, 8, 10): "A", date(2026, 8, 11): "B"}, utc(2026, 8, 12, 16)),
    ],
)
def test_a_check_in_may_be_sent_until_the_end_of_the_next_work_day(
    days_off: dict[date, str], ends: datetime
) -> None:
    *_, check_in = moments(a_week(a_schedule(), days_off))
    assert check_in.window_ends == ends


def test_a_check_in_with_no_work_day_after_it_may_be_sent_until_the_end_of_its_own() -> None:
    closed = {MONDAY + timedelta(days=n): "Closed" for n in range(5, 420)}
    *_, check_in = moments(a_week(a_schedule(), closed))
    assert check_in.window_ends == utc(2026, 8, 7, 16)


def test_a_moment_near_the_end_of_the_hours_falls_due_inside_them() -> None:
    late = a_schedule(rhythm=Rhythm(None, Part(time(17, 58)), Part(time(17, 59, 30))))
    prompt, check_in = moments(a_week(late))
    assert prompt.asked_at < prompt.due_at == utc(2026, 8, 4, 15, 59)
    assert check_in.due_at == check_in.asked_at == utc(2026, 8, 7, 15, 59, 30)


def test_nobody_waits_over_a_clock_set_back_to_before_the_hours() -> None:
    hours = Hours(time(1, 30), time(5, 0))
    night = a_schedule(
        "America/New_York", frozenset({SU}), hours, Rhythm(None, None, Part(time(1, 59)))
    )
    (check_in,) = moments(plan(night, date(2026, 11, 1), date(2026, 11, 1), {}))
    assert check_in.due_at == check_in.asked_at == utc(2026, 11, 1, 5, 59)


@pytest.mark.parametrize(
    ("work_days", "expected"),
    [
        (MONDAY_TO_FRIDAY, "start Mon, prompt Tue, check-in Fri"),
        (SUNDAY_TO_THURSDAY, "start Sun, prompt Mon, check-in Thu"),
        (TUESDAY_TO_SATURDAY, "start Tue, prompt Wed, check-in Sat"),
        (MONDAY_WEDNESDAY_FRIDAY, "start Mon, prompt Wed, check-in Fri"),
        (frozenset(Weekday), "start Mon, prompt Tue, check-in Sun"),
        (frozenset({F, SA, SU, M}), "start Fri, prompt Sat, check-in Mon"),
        (frozenset({M, TH}), "prompt Mon, check-in Thu"),
        (frozenset({M, T}), "prompt Mon, check-in Tue"),
        (frozenset({W}), "check-in Wed"),
    ],
)
def test_each_work_week_has_its_own_days(work_days: frozenset[Weekday], expected: str) -> None:
    schedule = a_schedule(work_days=work_days)
    week = week_of(date(2026, 8, 5), work_days)
    planned = plan(schedule, week, week + timedelta(days=6), {})
    assert shape(planned) == expected
    assert {one.week for one in planned} == {week}


def test_a_sunday_to_thursday_week_is_named_by_its_sunday() -> None:
    planned = plan(a_schedule(work_days=SUNDAY_TO_THURSDAY), date(2026, 8, 2), date(2026, 8, 8), {})
    assert {one.week for one in planned} == {date(2026, 8, 2)}


def test_parts_can_be_moved_and_dropped() -> None:
    rhythm = Rhythm(start=None, prompt=Part(time(9, 0), W), check_in=Part(time(16, 0), TH))
    planned = a_week(a_schedule(rhythm=rhythm))
    assert shape(planned) == "prompt Wed, check-in Thu"
    assert skipped(planned) == []


def test_with_every_part_dropped_nothing_is_planned() -> None:
    assert a_week(a_schedule(rhythm=Rhythm(None, None, None))) == []


# --- days off -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_off", "expected", "missing"),
    [
        ([M], "prompt Tue, check-in Fri", {"start": Why.DAY_OFF}),
        ([T], "start Mon, check-in Fri", {"prompt": Why.DAY_OFF}),
        ([W], "start Mon, prompt Tue, check-in Fri", {}),
        ([F], "start Mon, prompt Tue, check-in Thu", {}),
        ([TH], "start Mon, prompt Tue, check-in Fri", {}),
        ([M, T], "check-in Fri", {"start": Why.DAY_OFF, "prompt": Why.DAY_OFF}),
        ([TH, F], "start Mon, prompt Tue, check-in Wed", {}),
        ([M, F], "prompt Tue, check-in Thu", {"start": Why.DAY_OFF}),
        ([T, F], "start Mon, check-in Thu", {"prompt": Why.DAY_OFF}),
        ([W, TH, F], "prompt Mon, check-in Tue", {"start": Why.SHORT_WEEK}),
        ([M, T, W], "prompt Thu, check-in Fri", {"start": Why.SHORT_WEEK}),
        ([T, W, TH], "prompt Mon, check-in Fri", {"start": Why.SHORT_WEEK}),
        ([M, W, F], "prompt Tue, check-in Thu", {"start": Why.SHORT_WEEK}),
        (
            [M, T, W, TH],
            "check-in Fri",
            {"start": Why.SHORT_WEEK, "prompt": Why.CHECK_IN_THAT_DAY},
        ),
        (
            [T, W, TH, F],
            "check-in Mon",
            {"start": Why.SHORT_WEEK, "prompt": Why.CHECK_IN_THAT_DAY},
        ),
        (
            [M, T, W, TH, F],
            "",
            {"start": Why.DAY_OFF, "prompt": Why.DAY_OFF, "check-in": Why.DAY_OFF},
        ),
        ([SA, SU], "start Mon, prompt Tue, check-in Fri", {}),
    ],
)
def test_a_holiday_week_of_every_shape(
    days_off: list[Weekday], expected: str, missing: dict[str, Why]
) -> None:
    planned = a_week(a_schedule(), off(*days_off))
    assert shape(planned) == expected
    assert whys(planned) == missing


@given(st.frozensets(st.sampled_from(sorted(MONDAY_TO_FRIDAY))))
def test_every_week_with_a_work_day_has_its_check_in(free: frozenset[Weekday]) -> None:
    planned = a_week(a_schedule(), off(*free))
    assert ("check-in" in shape(planned)) == (len(free) < 5)
    assert len(planned) == 3


def test_a_check_in_chosen_for_the_first_day_vanishes_with_that_day() -> None:
    rhythm = Rhythm(None, Part(time(10), W), Part(time(11, 30), M))
    planned = a_week(a_schedule(rhythm=rhythm), off(M))
    assert shape(planned) == "prompt Wed"
    assert whys(planned) == {"check-in": Why.DAY_OFF}


def test_a_check_in_that_moves_onto_the_day_of_the_prompt_wins() -> None:
    rhythm = Rhythm(prompt=Part(time(10), TH))
    planned = a_week(a_schedule(rhythm=rhythm), off(F))
    assert shape(planned) == "start Mon, check-in Thu"
    assert whys(planned) == {"prompt": Why.CHECK_IN_THAT_DAY}


# --- one a day, 20 hours apart --------------------------------------------------------------------


def test_on_one_day_the_check_in_beats_the_prompt_and_the_prompt_the_start() -> None:
    all_friday = Rhythm(Part(time(8, 30), F), Part(time(10), F), Part(time(11, 30), F))
    planned = a_week(a_schedule(rhythm=all_friday))
    assert shape(planned) == "check-in Fri"
    assert whys(planned) == {"start": Why.CHECK_IN_THAT_DAY, "prompt": Why.CHECK_IN_THAT_DAY}
    no_check_in = Rhythm(Part(time(8, 30), F), Part(time(10), F), None)
    planned = a_week(a_schedule(rhythm=no_check_in))
    assert shape(planned) == "prompt Fri"
    assert whys(planned) == {"start": Why.PROMPT_THAT_DAY}


def test_less_than_20_hours_before_the_prompt_the_start_gives_way() -> None:
    rhythm = Rhythm(start=Part(time(17, 0)), prompt=Part(time(9, 0)))
    planned = a_week(a_schedule(rhythm=rhythm))
    assert shape(planned) == "prompt Tue, check-in Fri"
    (start,) = skipped(planned)
    assert (start.why, start.reason) == (
        Why.TOO_CLOSE,
        "Less than 20 hours before the next message",
    )


def test_exactly_20_hours_are_enough() -> None:
    rhythm = Rhythm(start=Part(time(13, 0)), prompt=Part(time(9, 0)))
    assert shape(a_week(a_schedule(rhythm=rhythm))) == "start Mon, prompt Tue, check-in Fri"


def test_a_start_too_soon_after_last_weeks_check_in_gives_way() -> None:
    every_day = a_schedule(work_days=frozenset(Weekday), rhythm=Rhythm(check_in=Part(time(17, 0))))
    planned = a_week(every_day)
    assert shape(planned) == "prompt Tue, check-in Sun"
    (start,) = skipped(planned)
    assert start.reason == "Less than 20 hours after the message before"


def test_a_prompt_gives_way_to_a_check_in_but_frees_the_start() -> None:
    rhythm = Rhythm(Part(time(9, 0), T), Part(time(17, 0), TH), Part(time(8, 30), F))
    assert shape(a_week(a_schedule(rhythm=rhythm))) == "start Tue, check-in Fri"
    rhythm = Rhythm(Part(time(16, 0), W), Part(time(10, 0), TH), Part(time(5, 59), F))
    early = a_schedule(rhythm=rhythm, hours=Hours(time(5), time(18)))
    planned = a_week(early)
    assert shape(planned) == "start Wed, check-in Fri"
    assert whys(planned) == {"prompt": Why.TOO_CLOSE}


# --- what was sent already ------------------------------------------------------------------------


def test_a_place_already_sent_in_a_week_does_not_come_again() -> None:
    sent = Served(Place.PROMPT, MONDAY, utc(2026, 8, 4, 8))
    planned = a_week(a_schedule(rhythm=Rhythm(prompt=Part(time(10), TH))), served=[sent])
    assert shape(planned) == "start Mon, check-in Fri"
    (prompt,) = skipped(planned)
    assert (prompt.why, prompt.reason) == (Why.ALREADY_SENT, "Already sent this week")


def test_what_was_sent_last_week_does_not_count_for_this_one() -> None:
    sent = Served(Place.PROMPT, MONDAY - timedelta(days=7), utc(2026, 7, 28, 8))
    assert shape(a_week(a_schedule(), served=[sent])) == "start Mon, prompt Tue, check-in Fri"


def test_a_week_named_under_other_work_days_is_found_by_its_instant() -> None:
    sent = Served(Place.START, MONDAY, utc(2026, 8, 3, 6, 30))
    planned = plan(
        a_schedule(work_days=SUNDAY_TO_THURSDAY),
        date(2026, 8, 2),
        date(2026, 8, 15),
        {},
        [sent],
    )
    assert [one.local_date for one in moments(planned) if one.place is Place.START] == [
        date(2026, 8, 9)
    ]


def test_a_prompt_keeps_20_hours_from_what_was_really_sent() -> None:
    late_start = Served(Place.START, MONDAY, utc(2026, 8, 3, 15, 0))
    planned = a_week(a_schedule(), served=[late_start])
    assert shape(planned) == "check-in Fri"
    assert whys(planned) == {"start": Why.ALREADY_SENT, "prompt": Why.TOO_CLOSE}


def test_a_day_with_a_message_gets_no_prompt() -> None:
    start = Served(Place.START, MONDAY, utc(2026, 8, 3, 22, 30))
    night = a_schedule(
        rhythm=Rhythm(prompt=Part(time(22, 0), T)), hours=Hours(time(0), time(23, 59))
    )
    planned = a_week(night, served=[start])
    (prompt,) = [one for one in skipped(planned) if one.place is Place.PROMPT]
    assert prompt.reason == "You already have a message that day"


def test_a_check_in_comes_even_on_a_day_with_a_message() -> None:
    prompt = Served(Place.PROMPT, MONDAY, utc(2026, 8, 6, 8))
    planned = a_week(a_schedule(), off(F), served=[prompt])
    assert shape(planned) == "start Mon, check-in Thu"


# --- a day on which another message came ----------------------------------------------------------


@pytest.mark.parametrize(
    ("came_on", "expected", "missing"),
    [
        ([M], "prompt Tue, check-in Fri", {"start": Why.TOO_CLOSE}),
        ([T], "start Mon, prompt Wed, check-in Fri", {}),
        ([T, W], "start Mon, prompt Thu, check-in Fri", {}),
        ([T, W, TH], "start Mon, check-in Fri", {"prompt": Why.TOO_CLOSE}),
        ([W], "start Mon, prompt Tue, check-in Fri", {}),
        ([F], "start Mon, prompt Tue", {"check-in": Why.TOO_CLOSE}),
    ],
)
def test_a_prompt_takes_the_next_free_day_of_its_week_and_a_start_none(
    came_on: list[Weekday], expected: str, missing: dict[str, Why]
) -> None:
    planned = a_week(a_schedule(), came_on=came_on)
    assert shape(planned) == expected
    assert whys(planned) == missing
    reasons = {one.reason for one in skipped(planned)}
    assert reasons <= {"You already have a message that day"}


def test_a_check_in_takes_the_next_free_day_and_a_prompt_gives_way_to_it_there() -> None:
    rhythm = Rhythm(None, Part(time(10), TH), Part(time(15), W))
    planned = a_week(a_schedule(rhythm=rhythm), came_on=[W])
    assert shape(planned) == "check-in Thu"
    assert whys(planned) == {"prompt": Why.CHECK_IN_THAT_DAY}


def test_a_prompt_that_moves_keeps_20_hours_and_passes_over_days_off() -> None:
    rhythm = Rhythm(None, Part(time(17)), Part(time(11, 30)))
    assert whys(a_week(a_schedule(rhythm=rhythm), off(W), came_on=[T])) == {"prompt": Why.TOO_CLOSE}
    planned = a_week(a_schedule(rhythm=Rhythm(start=None)), off(W), came_on=[T])
    assert shape(planned) == "prompt Thu, check-in Fri"


def test_a_prompt_that_came_on_its_new_day_does_not_come_again() -> None:
    came = Served(Place.PROMPT, MONDAY, utc(2026, 8, 5, 8))
    planned = a_week(a_schedule(), served=[came], came_on=[T, W])
    assert shape(planned) == "start Mon, check-in Fri"


# --- beginnings, pauses, odd settings -------------------------------------------------------------


@pytest.mark.parametrize(
    ("started_at", "expected", "missing"),
    [
        (utc(2026, 8, 3, 6, 0), "start Mon, prompt Tue, check-in Fri", {}),
        (
            utc(2026, 8, 3, 6, 30),
            "prompt Tue, check-in Fri",
            {"start": Why.NOT_STARTED},
        ),
        (
            utc(2026, 8, 4, 12, 0),
            "check-in Fri",
            {"start": Why.NOT_STARTED, "prompt": Why.NOT_STARTED},
        ),
        (
            utc(2026, 8, 5, 12, 0),
            "check-in Fri",
            {"start": Why.NOT_STARTED, "prompt": Why.NOT_STARTED},
        ),
        (
            utc(2026, 8, 6, 6, 0),
            "",
            {
                "start": Why.NOT_STARTED,
                "prompt": Why.NOT_STARTED,
                "check-in": Why.FIRST_WEEK,
            },
        ),
        (
            utc(2026, 8, 7, 6, 0),
            "",
            {
                "start": Why.NOT_STARTED,
                "prompt": Why.NOT_STARTED,
                "check-in": Why.FIRST_WEEK,
            },
        ),
    ],
)
def test_only_moments_after_the_start_count_and_a_check_in_needs_two_work_days(
    started_at: datetime, expected: str, missing: dict[str, Why]
) -> None:
    planned = a_week(a_schedule(started_at=started_at))
    assert shape(planned) == expected
    assert whys(planned) == missing
    next_week = plan(
        a_schedule(started_at=started_at), MONDAY + timedelta(7), MONDAY + timedelta(13), {}
    )
    assert shape(next_week) == "start Mon, prompt Tue, check-in Fri"


def test_days_off_are_no_work_days_before_the_first_check_in() -> None:
    schedule = a_schedule(started_at=utc(2026, 8, 4, 20))
    assert shape(a_week(schedule)) == "check-in Fri"
    assert whys(a_week(schedule, off(W, TH)))["check-in"] is Why.FIRST_WEEK


def test_whoever_works_one_day_a_week_has_a_first_check_in_after_two_of_them() -> None:
    schedule = a_schedule(work_days=frozenset({W}), started_at=utc(2026, 8, 3))
    planned = plan(schedule, MONDAY, MONDAY + timedelta(days=20), {})
    assert shape(planned) == "prompt Wed, prompt Wed, check-in Wed"


def test_a_pause_holds_everything_until_its_last_day() -> None:
    planned = a_week(a_schedule(paused_until=date(2026, 8, 5)))
    assert shape(planned) == "check-in Fri"
    assert whys(planned) == {"start": Why.PAUSED, "prompt": Why.PAUSED}
    assert skipped(planned)[0].reason == "You are on pause until Wednesday 5 August"


def test_a_part_on_a_free_weekday_is_listed_not_lost() -> None:
    planned = a_week(a_schedule(rhythm=Rhythm(check_in=Part(time(11), SA))), off(SA))
    assert skipped(planned)[0].why is Why.NO_WORK_DAY
    assert skipped(planned)[0].reason == "Saturday is not one of your work days"


def test_without_work_days_everything_is_listed_as_not_coming() -> None:
    planned = a_week(a_schedule(work_days=frozenset()))
    assert [one.why for one in skipped(planned)] == [Why.NO_WORK_DAY] * 3


def test_a_part_outside_the_hours_is_listed_not_lost() -> None:
    planned = a_week(a_schedule(hours=Hours(time(9), time(17))))
    assert whys(planned) == {"start": Why.OUTSIDE_HOURS}
    assert skipped(planned)[0].reason == "08:30 is outside your work hours that day"


def test_a_date_that_a_zone_leaves_out_is_listed_as_missing() -> None:
    planned = plan(
        a_schedule("Pacific/Apia", started_at=utc(2011, 1, 1)),
        date(2011, 12, 26),
        date(2012, 1, 1),
        {},
    )
    assert shape(planned) == "start Mon, prompt Tue"
    (check_in,) = skipped(planned)
    assert (check_in.local_date, check_in.why) == (date(2011, 12, 30), Why.DATE_MISSING)
    assert check_in.reason == "That date does not exist in your time zone"


def test_a_date_that_a_zone_leaves_out_is_no_work_day_to_wait_for() -> None:
    rhythm = Rhythm(None, None, Part(time(11, 30), TH))
    samoa = a_schedule("Pacific/Apia", started_at=utc(2011, 1, 1), rhythm=rhythm)
    (check_in,) = moments(plan(samoa, date(2011, 12, 29), date(2011, 12, 29), {}))
    assert check_in.window_ends == instant_of("Pacific/Apia", date(2012, 1, 2), time(18))


def test_a_time_that_clocks_jump_over_comes_at_the_jump_or_not_at_all() -> None:
    night = Hours(time(1), time(4))
    rhythm = Rhythm(None, None, Part(time(2, 30)))
    sunday = date(2026, 3, 8)
    new_york = a_schedule("America/New_York", frozenset({SU}), night, rhythm)
    (check_in,) = moments(plan(new_york, sunday, sunday, {}))
    assert check_in.asked_at == utc(2026, 3, 8, 7)
    early = a_schedule("America/New_York", frozenset({SU}), Hours(time(1), time(2, 45)), rhythm)
    (gone,) = skipped(plan(early, sunday, sunday, {}))
    assert gone.why is Why.OUTSIDE_HOURS


@pytest.mark.parametrize(
    ("days_off", "served", "reasons"),
    [
        ({M: "Thanksgiving"}, [], {"Thanksgiving is a day off"}),
        ({M: "A", T: "B", W: "C"}, [], {"Fewer than three work days that week"}),
        (
            {M: "A", T: "B", W: "C", TH: "D"},
            [],
            {"Fewer than three work days that week", "Your check-in comes that day"},
        ),
    ],
)
def test_reasons_are_words_for_the_manager(
    days_off: dict[Weekday, str], served: list[Served], reasons: set[str]
) -> None:
    named = {MONDAY + timedelta(days=day): name for day, name in days_off.items()}
    assert {one.reason for one in skipped(a_week(a_schedule(), named, served))} == reasons


# --- how much comes -------------------------------------------------------------------------------


def test_in_the_last_three_work_days_of_a_quarter_only_the_check_in_comes() -> None:
    quiet = replace(a_schedule(), year_begins=1)
    planned = plan(quiet, date(2026, 9, 28), date(2026, 10, 4), {})
    assert shape(planned) == "check-in Fri"
    assert whys(planned) == {"start": Why.QUARTER_END, "prompt": Why.QUARTER_END}
    assert skipped(planned)[0].reason == "Your quarter ends, so only the check-in comes"
    early = {date(2026, 9, 30): "Town Day", date(2026, 10, 2): "Town Day"}
    assert shape(plan(quiet, date(2026, 9, 21), date(2026, 9, 27), early)) == (
        "start Mon, prompt Tue, check-in Fri"
    )
    assert whys(plan(quiet, date(2026, 9, 25), date(2026, 9, 30), early)) == {
        "start": Why.QUARTER_END,
        "prompt": Why.QUARTER_END,
    }
    assert whys(plan(a_schedule(), date(2026, 9, 28), date(2026, 10, 4), {})) == {}


@pytest.mark.parametrize(
    ("dose", "expected", "missing"),
    [
        (Dose(eased=True), "prompt Tue, check-in Fri", {"start": Why.EASED}),
        (Dose((Turn(2, MONDAY),)), "start Mon, prompt Tue, check-in Fri", {}),
        (
            Dose((Turn(2, MONDAY - timedelta(days=7)),)),
            "start Mon, check-in Fri",
            {"prompt": Why.NOT_DUE},
        ),
        (
            Dose((Turn(2, MONDAY - timedelta(days=7)), Turn(4, MONDAY)), eased=True),
            "prompt Tue, check-in Fri",
            {"start": Why.EASED},
        ),
        (Dose(most_a_week=3), "start Mon, prompt Tue, check-in Fri", {}),
        (Dose(most_a_week=2), "prompt Tue, check-in Fri", {"start": Why.OVER_LIMIT}),
        (
            Dose(most_a_week=1),
            "check-in Fri",
            {"start": Why.OVER_LIMIT, "prompt": Why.OVER_LIMIT},
        ),
    ],
)
def test_the_dose_takes_away_the_start_then_the_prompt_and_never_the_check_in(
    dose: Dose, expected: str, missing: dict[str, Why]
) -> None:
    planned = a_week(replace(a_schedule(), dose=dose))
    assert shape(planned) == expected
    assert whys(planned) == missing


def test_a_company_that_allows_one_message_allows_the_prompt_of_those_without_a_check_in() -> None:
    only = a_schedule(rhythm=Rhythm(check_in=None))
    assert shape(a_week(replace(only, dose=Dose(most_a_week=1)))) == "prompt Tue"


def test_a_prompt_that_came_as_the_answer_to_an_event_does_not_come_again_in_its_week() -> None:
    both_weeks = (MONDAY, MONDAY + timedelta(days=13))
    thursday = MONDAY + timedelta(days=3)
    planned = plan(a_schedule(), *both_weeks, {}, replaced=[thursday])
    assert whys(planned) == {"prompt": Why.REPLACED}
    assert shape(planned) == "start Mon, check-in Fri, start Mon, prompt Tue, check-in Fri"


def test_what_came_late_keeps_20_hours_from_the_next_start_or_prompt() -> None:
    late = Came(MONDAY - timedelta(days=1), utc(2026, 8, 2, 15))
    assert whys(plan(a_schedule(), MONDAY, MONDAY, {}, came=[late])) == {"start": Why.TOO_CLOSE}
    early = Came(MONDAY - timedelta(days=1), utc(2026, 8, 2, 10))
    assert whys(plan(a_schedule(), MONDAY, MONDAY, {}, came=[early])) == {}


# --- for all schedules ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    schedule: Schedule
    first: date
    last: date
    days_off: dict[date, str]
    served: list[Served]
    came: tuple[Came, ...]
    planned: list[Planned]

    @property
    def came_on(self) -> frozenset[date]:
        return frozenset(one.day for one in self.came)

    def between(self, first: date, last: date) -> list[Planned]:
        return plan(self.schedule, first, last, self.days_off, self.served, self.came)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    schedule = draw(schedules())
    around = schedule.started_at.date()
    days_off = draw(days_off_around(around))
    served = draw(
        st.lists(
            st.builds(
                Served,
                st.sampled_from(Place),
                st.dates(around - timedelta(days=10), around + timedelta(days=20)),
                st.datetimes(
                    datetime.combine(around, time.min),
                    datetime.combine(around + timedelta(days=20), time.min),
                    timezones=st.just(UTC),
                ),
            ),
            max_size=3,
        )
    )
    some_day = st.dates(around - timedelta(days=10), around + timedelta(days=30))
    came_on = draw(st.frozensets(some_day, max_size=6))
    at = draw(minutes_of_day())
    came = tuple(Came(day, instant(day, at, schedule.zone)) for day in sorted(came_on))
    first = around + timedelta(days=draw(st.integers(-3, 10)))
    last = first + timedelta(days=draw(st.integers(0, 24)))
    planned = plan(schedule, first, last, days_off, served, came)
    return Case(schedule, first, last, days_off, served, came, planned)


@given(cases())
def test_nothing_comes_outside_hours_on_days_off_or_while_paused(case: Case) -> None:
    hours = (case.schedule.hours.start, case.schedule.hours.end)
    event(f"{len(moments(case.planned))} moments")
    for one in moments(case.planned):
        assert case.first <= one.local_date <= case.last
        for moment in (one.asked_at, one.due_at):
            assert is_allowed(
                moment,
                case.schedule.zone,
                case.schedule.work_days,
                hours,
                case.days_off,
                case.schedule.paused_until,
            )
        assert one.asked_at > case.schedule.started_at
        assert one.asked_at <= one.due_at <= one.asked_at + timedelta(minutes=10)
        assert one.due_at < one.window_ends


@given(cases())
def test_a_moment_is_the_instant_of_its_local_date_and_time(case: Case) -> None:
    for one in moments(case.planned)[:2]:
        assert one.asked_at == instant_of(one.zone, one.local_date, one.local_time)


@given(cases())
def test_no_two_messages_share_a_date_and_all_but_check_ins_keep_20_hours_apart(case: Case) -> None:
    coming = moments(case.planned)
    assert len({one.local_date for one in coming}) == len(coming)
    assert len({one.key for one in coming}) == len(coming)
    for before, after in pairwise(coming):
        if not before.place is after.place is Place.CHECK_IN:
            assert after.asked_at - before.asked_at >= TWENTY_HOURS
    for one in coming:
        if one.place is not Place.CHECK_IN:
            before_or_after = [sent.asked_at for sent in case.served] + [
                other.at for other in case.came
            ]
            assert all(abs(at - one.asked_at) >= TWENTY_HOURS for at in before_or_after)


@given(cases())
def test_each_part_of_each_week_is_listed_once_whether_it_comes_or_not(case: Case) -> None:
    listed = [(one.week, one.place) for one in case.planned]
    assert len(set(listed)) == len(listed)
    kept = [place for place in Place if case.schedule.rhythm.part(place)]
    inner = {
        one.week for one in case.planned if case.first <= one.week <= case.last - timedelta(days=6)
    }
    for week in inner:
        assert sorted(place for at, place in listed if at == week) == sorted(kept)
    assert all(one.reason and not one.reason.endswith(".") for one in skipped(case.planned))


@given(cases(), st.data())
def test_a_plan_does_not_depend_on_how_its_dates_are_cut(case: Case, data: st.DataObject) -> None:
    cut = data.draw(st.dates(case.first, case.last))
    left = case.between(case.first, cut)
    right = case.between(cut + timedelta(days=1), case.last)
    assert left + right == case.planned
    days = ((case.first + timedelta(days=n)) for n in range((case.last - case.first).days + 1))
    assert [one for day in days for one in case.between(day, day)] == case.planned


@given(cases())
def test_no_week_holds_more_parts_than_the_company_allows_and_none_comes_out_of_turn(
    case: Case,
) -> None:
    dose, work_days = case.schedule.dose, case.schedule.work_days
    coming = moments(case.planned)
    for week, number in Counter(one.week for one in coming).items():
        assert number <= dose.most_a_week
        assert week == week_of(week, work_days)
    for one in coming:
        if one.place is Place.CHECK_IN:
            continue
        assert not (one.place is Place.START and dose.eased)
        assert one.place is Place.START or is_due(one.week, dose.turns, work_days)
        year = case.schedule.year_begins
        assert not is_quarter_end(one.local_date, year, work_days, case.days_off)


@given(cases())
def test_the_same_question_has_the_same_answer(case: Case) -> None:
    again = plan(
        case.schedule,
        case.first,
        case.last,
        dict(case.days_off),
        tuple(case.served),
        case.came[::-1],
    )
    assert again == case.planned


@given(cases())
def test_a_check_in_gives_way_to_no_other_message_but_one_that_came_that_day(case: Case) -> None:
    never = {Why.TOO_CLOSE, Why.CHECK_IN_THAT_DAY, Why.PROMPT_THAT_DAY, Why.SHORT_WEEK}
    for one in skipped(case.planned):
        if one.place is Place.CHECK_IN and one.why in never:
            assert one.why is Why.TOO_CLOSE
            assert one.local_date in case.came_on


@given(cases())
def test_nothing_comes_on_a_date_on_which_something_came(case: Case) -> None:
    event(f"{len({one.local_date for one in case.planned} & case.came_on)} dates refused")
    assert not {one.local_date for one in moments(case.planned)} & case.came_on


@given(cases())
def test_only_what_would_meet_a_message_that_came_moves_and_only_later_in_its_week(
    case: Case,
) -> None:
    last = case.last + timedelta(days=7)
    usual = plan(case.schedule, case.first - timedelta(days=7), last, case.days_off, case.served)
    stood = {(one.place, one.week): one.local_date for one in usual}
    for one in case.planned:
        before = stood[one.place, one.week]
        if before not in case.came_on or one.place is Place.START:
            assert one.local_date == before
        assert before <= one.local_date < one.week + timedelta(days=7)


@given(cases(), st.data())
def test_what_came_does_not_come_twice_and_changes_nothing_after_it(
    case: Case, data: st.DataObject
) -> None:
    coming = moments(case.planned)
    done = data.draw(st.integers(0, len(coming)))
    came = [Served(one.place, one.week, one.asked_at) for one in coming[:done]]
    again = plan(
        case.schedule,
        case.first,
        case.last,
        case.days_off,
        [*case.served, *came],
        case.came,
    )
    assert moments(again) == coming[done:]
