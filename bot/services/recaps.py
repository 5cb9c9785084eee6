"""One true sentence about a week."""

from collections import Counter
from collections.abc import Sequence

from bot.storage.practices import PracticeRecord
from habits.catalogue import Catalogue

_TIMES = {1: "once", 2: "twice"}


def recap(done: Sequence[PracticeRecord], catalogue: Catalogue) -> str | None:
    """What was recorded, e.g. "Noted so far: Share why twice and Coach once." None for nothing."""
    times = Counter(one.habit for one in done if one.habit in catalogue.habits)
    if not times:
        return None
    said = [f"{catalogue.habits[habit].name} {said_times(n)}" for habit, n in times.most_common(3)]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"Noted so far: {listed}."


def said_times(number: int) -> str:
    """ "once", "twice", "3 times"."""
    return _TIMES.get(number, f"{number} times")
