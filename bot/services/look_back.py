"""Four weeks in one or two plain sentences, week by week, and as bars."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.services.messages import Bars, Chart
from bot.services.progress import strip_of
from bot.services.recaps import Recorded, came_of_it
from bot.storage import practices
from bot.storage.active_habits import ActiveHabitRecord
from habits.calendar import ONE_WEEK, week_of
from habits.milestones import LOOK_BACK
from habits.phrases import day_of_month, together
from habits.strip import Mark
from habits.texts import say

_MOST_HABITS = 3
_WHOLE_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class LookBack:
    """What four weeks came to, in words, and the same as a chart with its words."""

    recap: str
    week_by_week: str
    chart: Chart


def look_back(
    recorded: Recorded, active: Sequence[ActiveHabitRecord], now: datetime
) -> LookBack | None:
    """The four weeks that end with `recorded.week`, up to the UTC instant `now`; None where
    nothing was done in them."""
    connection, house, manager = recorded.connection, recorded.house, recorded.manager
    weeks = [recorded.week - n * ONE_WEEK for n in range(LOOK_BACK - 1, -1, -1)]
    last = recorded.week + _WHOLE_WEEK
    done = practices.between(connection, manager.id, weeks[0], last)
    times = Counter((one.habit, week_of(one.about_day, manager.work_days)) for one in done)
    known = house.catalogue.habits
    mine = [one for one in active if one.habit in known][:_MOST_HABITS]
    if not any(times[one.habit, week] for one in mine for week in weeks):
        return None
    counted: list[str] = []
    series: list[Bars] = []
    for one in mine:
        shown = strip_of(connection, house, manager, one, known[one.habit], now)
        lately, habit = shown.marks[-LOOK_BACK:], known[one.habit].name
        if number := lately.count(Mark.DONE) + lately.count(Mark.MISSED):
            so_many = lately.count(Mark.DONE)
            counted.append(say("look_back.habit", habit=habit, done=so_many, count=number))
        each = [
            _counting(times[one.habit, week], mark)
            for week, mark in zip(weeks, lately, strict=True)
        ]
        series.append(Bars(habit, tuple(each)))
    told = say("look_back.counted", habits=together(counted)) if counted else None
    more = came_of_it(replace(recorded, week=weeks[0]), last)
    return LookBack(
        recap="\n".join(line for line in (told, more) if line),
        week_by_week=say("look_back.week_by_week", habits="; ".join(_in_words(series))),
        chart=Chart(
            say("look_back.title"), tuple(day_of_month(week) for week in weeks), tuple(series)
        ),
    )


def _counting(times: int, mark: Mark) -> int | None:
    """How often it was done in a week; None where it was not and the week does not count."""
    return times if times or mark is Mark.MISSED else None


def _in_words(series: Sequence[Bars]) -> list[str]:
    return [f"{one.name} {', '.join(_number(value) for value in one.values)}" for one in series]


def _number(value: int | None) -> str:
    return "\N{EN DASH}" if value is None else str(value)
