"""When a check-in looks back, asks for a rating, and asks what becomes of a habit."""

from datetime import date, timedelta

from habits.milestones import has_had_its_time, tells_of_four_weeks, to_rate

BEGAN = date(2026, 3, 2)
WEEKS = [BEGAN + timedelta(weeks=n) for n in range(30)]


def test_every_fourth_check_in_looks_back() -> None:
    assert [n for n, week in enumerate(WEEKS[:13]) if tells_of_four_weeks(week, BEGAN)] == [
        3,
        7,
        11,
    ]


def test_each_habit_is_rated_every_four_weeks_and_one_in_a_check_in() -> None:
    began = {"share_why": WEEKS[0], "coach_11": WEEKS[1]}
    rated: dict[str, date] = {}
    asked: list[str | None] = []
    for week in WEEKS[:12]:
        habit = to_rate(week, began, rated)
        asked.append(habit)
        if habit is not None:
            rated[habit] = week
    expected = {4: "share_why", 5: "coach_11", 8: "share_why", 9: "coach_11"}
    assert {n: habit for n, habit in enumerate(asked) if habit} == expected


def test_a_rating_that_was_not_given_is_asked_for_again() -> None:
    began = {"share_why": WEEKS[0], "coach_11": WEEKS[0]}
    assert to_rate(WEEKS[4], began, {}) == to_rate(WEEKS[5], began, {}) == "share_why"
    assert to_rate(WEEKS[5], began, {"share_why": WEEKS[4]}) == "coach_11"


def test_a_rating_of_this_week_can_still_be_changed() -> None:
    began = {"share_why": WEEKS[0], "coach_11": WEEKS[0]}
    assert to_rate(WEEKS[4], began, {"coach_11": WEEKS[4]}) == "coach_11"


def test_the_rating_of_an_earlier_time_does_not_count() -> None:
    assert to_rate(WEEKS[13], {"share_why": WEEKS[10]}, {"share_why": WEEKS[2]}) is None


def test_a_habit_has_twelve_weeks() -> None:
    assert [n for n, week in enumerate(WEEKS) if has_had_its_time(week, BEGAN)][:2] == [11, 12]
