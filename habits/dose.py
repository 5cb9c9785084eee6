"""How much comes: in which weeks a prompt falls due, and when messages have become too many."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from habits.calendar import ONE_WEEK, week_named, week_of
from habits.catalogue import Cadence
from habits.catalogue_lists import Period
from habits.people import Turn, Weekday

ANSWERED_WITHIN = timedelta(hours=24)
"""A message that nothing followed for so long went unanswered."""

LOOKED_AT = 4
TOO_MANY = 3
"""So many of the last LOOKED_AT messages unanswered: fewer come."""

DONES = 2
"""So many habits done end that."""

PAUSE_WEEKS = 4
_BASE = {Period.FORTNIGHT: 2, Period.MONTH: 4, Period.QUARTER: 4, Period.YEAR: 4}


class Help(StrEnum):
    """What a manager may say would help, when messages went unanswered."""

    FEWER = "fewer"
    OTHER_TIMES = "other-times"
    ANOTHER_HABIT = "another-habit"
    PAUSE = "pause"
    AS_BEFORE = "as-before"


def base_weeks(cadence: Cadence) -> int:
    """Every how many weeks the prompt of such a habit falls due before it is thinned."""
    return _BASE.get(cadence.period, 1)


def is_due(week: date, turns: Collection[Turn], work_days: frozenset[Weekday]) -> bool:
    """Whether a prompt falls due in the week that begins on the date `week`: in one of the turns,
    or where there are none, always."""
    return not turns or any(
        turn.since is None or (week - week_named(turn.since, work_days)).days // 7 % turn.every == 0
        for turn in turns
    )


def eased_turns(
    turns: Collection[Turn], last_prompt: date, today: date, work_days: frozenset[Weekday]
) -> tuple[Turn, ...]:
    """The turns that remain when a prompt comes every other week at most, counted from the week
    of the last one that came. Where none ever falls into such a week, they hold from the first
    one on that is two weeks away, and are to be asked for again once it came or passed."""
    anchor = week_of(last_prompt, work_days)
    fitting: list[Turn] = []
    waiting: list[Turn] = []
    for turn in turns:
        if turn.since is None:
            return (Turn(2, anchor),)
        first = week_named(turn.since, work_days)
        odd = (first - anchor).days // 7 % 2
        if turn.every % 2:
            return (Turn(2 * turn.every, first + odd * turn.every * ONE_WEEK),)
        if odd:
            away = max(anchor + 2 * ONE_WEEK, week_of(today, work_days)) - first
            following = first + -(-away // (turn.every * ONE_WEEK)) * turn.every * ONE_WEEK
            waiting.append(Turn(2 * turn.every, following))
        else:
            fitting.append(turn)
    return tuple(fitting) or tuple(waiting) or (Turn(2, anchor),)


def is_fatigued(sent: Sequence[datetime], acted_at: datetime | None, now: datetime) -> bool:
    """Whether messages have become too many by the UTC instant `now`.

    `sent` are the instants of prompts and check-ins, the latest first; `acted_at` is the last
    instant at which the manager did anything here.
    """
    old_enough = [one for one in sent if now >= one + ANSWERED_WITHIN][:LOOKED_AT]
    unanswered = [one for one in old_enough if acted_at is None or acted_at <= one]
    return len(unanswered) >= TOO_MANY
