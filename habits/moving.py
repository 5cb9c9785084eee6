"""What a change of settings moves, in words for the manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from habits.calendar import local
from habits.people import Place
from habits.phrases import weekday_and_time
from habits.planning import Moment, Planned, Skipped
from habits.rhythm import Why, title_of
from habits.texts import say

HALF_A_WEEK = timedelta(days=3)


@dataclass(frozen=True)
class Moved:
    """A message that comes at another local time, no longer (`new` None) or newly (`old` None).

    `reason` says why it no longer comes; empty where the manager dropped it.
    """

    place: Place
    old: datetime | None
    new: datetime | None
    reason: str = ""


def moved(before: Sequence[Planned], after: Sequence[Planned]) -> list[Moved]:
    """What the manager should be told, in the order it comes.

    Both plans must cover the same whole weeks. A message that was sent already has not moved, and
    neither has one that keeps its day and local time, in another time zone for instance.
    """
    told = [
        (old.asked_at, change)
        for old in _moments(before)
        if (change := _change(old, _counterpart(old, after)))
    ]
    told += [
        (new.asked_at, Moved(new.place, None, _local(new)))
        for new in _moments(after)
        if not isinstance(_counterpart(new, before), Moment)
    ]
    return [change for _, change in sorted(told, key=lambda one: one[0])]


def moved_words(changes: Sequence[Moved]) -> list[str]:
    """One line for each message that changes: its first change, since later weeks repeat it."""
    first: dict[Place, Moved] = {}
    for change in changes:
        first.setdefault(change.place, change)
    return [_words(change) for change in first.values()]


def _moments(plan: Sequence[Planned]) -> list[Moment]:
    return [one for one in plan if isinstance(one, Moment)]


def _counterpart(one: Moment, plan: Sequence[Planned]) -> Planned | None:
    """The same place in the same week; other work days may name that week by another date."""
    same = (
        other
        for other in plan
        if other.place is one.place and abs(other.week - one.week) <= HALF_A_WEEK
    )
    return next(same, None)


def _change(old: Moment, new: Planned | None) -> Moved | None:
    match new:
        case Moment():
            same = weekday_and_time(_local(new)) == weekday_and_time(_local(old))
            return None if same else Moved(old.place, _local(old), _local(new))
        case Skipped():
            sent = new.why is Why.ALREADY_SENT
            return None if sent else Moved(old.place, _local(old), None, new.reason)
        case None:
            return Moved(old.place, _local(old), None)


def _local(moment: Moment) -> datetime:
    return local(moment.asked_at, moment.zone)


def _words(change: Moved) -> str:
    name = title_of(change.place)
    new = weekday_and_time(change.new) if change.new else None
    if change.old is None:
        return say("rhythm.moved.new", name=name, new=new or "")
    old = weekday_and_time(change.old)
    if new:
        return say("rhythm.moved.changed", name=name, old=old, new=new)
    if change.reason:
        return say("rhythm.moved.gone_because", name=name, old=old, reason=change.reason)
    return say("rhythm.moved.gone", name=name, old=old)
