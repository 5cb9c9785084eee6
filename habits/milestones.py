"""What a check-in asks or tells only at times: the look back, the rating, and twelve weeks."""

from collections.abc import Mapping
from datetime import date

from habits.calendar import ONE_WEEK

LOOK_BACK = 4
"""Every so many weeks a check-in tells of all of them."""

_BETWEEN_RATINGS = 4
_A_HABITS_TIME = 12


def tells_of_four_weeks(week: date, began: date) -> bool:
    """Whether the check-in of that week looks back; both are first dates of weeks, `began` of the
    one in which the manager started."""
    return _weeks_since(began, week) % LOOK_BACK == LOOK_BACK - 1


def to_rate(week: date, began: Mapping[str, date], rated: Mapping[str, date]) -> str | None:
    """The habit whose rating is due in that week, the one that waited longest; None for none.

    `began` names the week in which each habit began, `rated` that of its last rating. A rating of
    this very week is shown again, so that it can be changed.
    """
    last = {habit: max(since, rated.get(habit, since)) for habit, since in began.items()}
    for habit in last:
        if rated.get(habit) == week:
            return habit
    due = [habit for habit, since in last.items() if _weeks_since(since, week) >= _BETWEEN_RATINGS]
    return min(due, key=lambda habit: last[habit], default=None)


def has_had_its_time(week: date, since: date) -> bool:
    """Whether that week is at least the twelfth of a habit that began, or was kept, in the week
    `since`."""
    return _weeks_since(since, week) >= _A_HABITS_TIME - 1


def _weeks_since(first: date, week: date) -> int:
    return (week - first) // ONE_WEEK
