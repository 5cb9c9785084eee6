"""The judge of what comes to reps: in the usual hours where they live, and while they take part."""

from collections.abc import Iterator
from datetime import time

from tests.simulator.days import is_off, local
from tests.simulator.diary import MON_FRI, Diary
from tests.simulator.judge import Fault
from tests.simulator.screen import Log

HOURS = (time(8), time(18))


def judge_reps(diary: Diary, log: Log) -> Iterator[Fault]:
    """Days off are those of their manager: the bot knows no others of theirs."""
    for rep, zone in diary.zones_of_reps.items():
        for one in log.of.get(rep, ()):
            here = local(one.at, zone)
            for is_so, rule in (
                (here.weekday() not in MON_FRI, "to a rep on a day without work"),
                (is_off(here.date(), diary.at(one.at), diary.company), "to a rep on a day off"),
                (not HOURS[0] <= here.time() < HOURS[1], "to a rep outside hours"),
                (rep in diary.left and diary.left[rep] < one.at, "to a rep who left"),
            ):
                if is_so:
                    what = f"{type(one.message).__name__} to {rep}"
                    yield Fault(rule, diary.user, one.at, what)
