"""What is recorded of a week, in one or two plain sentences."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.services.asks import summary
from bot.services.messages import HabitProgress
from bot.services.who import House
from bot.storage import Connection, posts
from bot.storage.managers import ManagerRecord
from bot.storage.practices import PracticeRecord
from habits.calendar import instant
from habits.catalogue import Catalogue
from habits.phrases import together
from habits.texts import say

_MOST_NAMED = 3


@dataclass(frozen=True)
class Recorded:
    """Where the records of one week lie. `done` are its practices; `progress` is that of its habit,
    None where it had none."""

    connection: Connection
    house: House
    manager: ManagerRecord
    week: date
    done: Sequence[PracticeRecord]
    progress: HabitProgress | None


def recap(recorded: Recorded) -> str | None:
    """What was noted, and one thing more: that a habit is back after a week with nothing
    noted, or what came of the week for the team. None where nothing is recorded."""
    noted = noted_so_far(recorded.done, recorded.house.catalogue)
    more = came_of_it(recorded, recorded.week + timedelta(days=6))
    return "\n".join(line for line in (noted, more) if line) or None


def came_of_it(recorded: Recorded, last: date) -> str | None:
    """One thing that came of the time from `recorded.week` to the date `last`: that a habit is
    back, which is the only thing celebrated, or what it did for the team."""
    return _back(recorded.progress) or _for_the_team(recorded, last)


def noted_so_far(done: Sequence[PracticeRecord], catalogue: Catalogue) -> str | None:
    """What was recorded, e.g. "Noted so far: Share why twice and Coach once." None for nothing."""
    times = Counter(one.habit for one in done if one.habit in catalogue.habits)
    if not times:
        return None
    said = [
        say("recap.done_times", habit=catalogue.habits[habit].name, times=said_times(n))
        for habit, n in times.most_common(_MOST_NAMED)
    ]
    return say("recap.noted", habits=together(said))


def said_times(number: int) -> str:
    """ "once", "twice", "3 times"."""
    match number:
        case 1:
            return say("recap.once")
        case 2:
            return say("recap.twice")
        case _:
            return say("recap.times", count=number)


def _back(progress: HabitProgress | None) -> str | None:
    if progress is None or not progress.strip.came_back:
        return None
    return say("recap.back", habit=progress.name)


def _for_the_team(recorded: Recorded, last: date) -> str | None:
    manager, week = recorded.manager, recorded.week
    kept_away = summary(recorded.connection, manager, week, last).held
    helped = posts.helped_since(
        recorded.connection, manager.id, instant(week, time.min, manager.zone)
    )
    habits = recorded.house.catalogue.habits
    names = together([habits[key].name for key in helped if key in habits][:_MOST_NAMED])
    match bool(kept_away), bool(names):
        case True, True:
            return say("recap.kept_away_and_helped", count=kept_away, habits=names)
        case True, False:
            return say("recap.kept_away", count=kept_away)
        case False, True:
            return say("recap.helped", habits=names)
        case _:
            return None
