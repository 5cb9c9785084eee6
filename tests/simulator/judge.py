"""The judge of a year: what came to whom, held against what may come, and when.

Written from the rules in words. It knows the kinds of message values, and nothing of the bot.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from typing import Any

from bot.services.messages import (
    CheckInMessage,
    HelpMessage,
    NoteSavedMessage,
    NoticeMessage,
    PauseOfferMessage,
    PromptMessage,
    StopOfferMessage,
    WeekStartMessage,
    WordTakenMessage,
)
from bot.services.obstacle_messages import ObstacleMessage
from bot.services.ride_messages import Place, RideMessage
from bot.services.team_messages import (
    HeldMessage,
    NotPostedMessage,
    OneOnOneMessage,
    TodayMessage,
)
from tests.simulator.days import (
    is_away,
    is_off,
    is_quarter_end,
    is_undisturbed,
    is_within_hours,
    local,
    says_away,
    week_begins,
)
from tests.simulator.diary import Diary
from tests.simulator.screen import Seen

APART = timedelta(hours=20)
JITTER = timedelta(minutes=10)
REST = timedelta(days=28)
MOST_A_WEEK = 5


class Kind(Enum):
    START = "start"
    PROMPT = "prompt"
    CHECK_IN = "check-in"
    TODAY = "today"
    NOTICE = "notice"
    LATER = "later"
    ONE_ON_ONE = "1:1"
    HELP = "help"
    CALL = "call"
    HELD = "held"


RHYTHM = (Kind.START, Kind.PROMPT, Kind.CHECK_IN)
BUDGETED = (*RHYTHM, Kind.TODAY, Kind.NOTICE)
COUNTED = (*BUDGETED, Kind.HELP)
"""What a manager feels in a week: also what a rep asks, though that comes on any day. The moments
of a call, a 1:1, a snooze and a held draft were set by the manager."""
_ANSWERS = (
    HelpMessage, NotPostedMessage, NoteSavedMessage, PauseOfferMessage, StopOfferMessage,
    WordTakenMessage,
)  # fmt: skip
_BY_TYPE: dict[type[Any], Kind] = {
    WeekStartMessage: Kind.START,
    CheckInMessage: Kind.CHECK_IN,
    TodayMessage: Kind.TODAY,
    NoticeMessage: Kind.NOTICE,
    OneOnOneMessage: Kind.ONE_ON_ONE,
    ObstacleMessage: Kind.HELP,
    HeldMessage: Kind.HELD,
}
_HELD_BACK = (*COUNTED, Kind.CALL, Kind.HELD)
_ABOUT_CALLS = {Place.NEWS: Kind.HELP, Place.SOON: Kind.CALL, Place.DEBRIEF: Kind.CALL}


@dataclass(frozen=True)
class Came:
    """A message that the bot began by itself; `day` is local, `prompt` its id if it is one."""

    kind: Kind
    at: datetime
    day: date
    week: date
    prompt: str | None
    seen: Seen


@dataclass(frozen=True)
class Fault:
    """A rule that was broken, of whom and when."""

    rule: str
    user: str
    at: datetime
    what: str

    def __str__(self) -> str:
        return f"{self.at:%a %Y-%m-%d %H:%M} {self.user}: {self.rule} ({self.what})"


def begun_by_the_bot(
    diary: Diary, seen: Sequence[Seen], decisions: Mapping[str, Mapping[str, Any]]
) -> list[Came]:
    """Answers to what somebody typed or posted are left out."""
    found: list[Came] = []
    asked: set[str] = set()
    for one in seen:
        prompt = one.message.prompt if isinstance(one.message, PromptMessage) else None
        if prompt is not None:
            origin = decisions[prompt]["situation"]["context"]["origin"]
            kind = Kind.LATER if prompt in asked or origin != "scheduled" else Kind.PROMPT
            asked.add(prompt)
        elif isinstance(one.message, RideMessage):
            kind = _ABOUT_CALLS[one.message.place]
        elif type(one.message) in _BY_TYPE:
            kind = _BY_TYPE[type(one.message)]
        else:
            assert isinstance(one.message, _ANSWERS), one.message
            continue
        times = diary.at(one.at)
        day = local(one.at, times.zone).date()
        found.append(Came(kind, one.at, day, week_begins(day, times), prompt, one))
    return found


def judge_moments(diary: Diary, came: Sequence[Came]) -> Iterator[Fault]:
    """Nothing on days off, outside hours or while away; less still at certain times."""
    for one in came:
        times = diary.at(one.at)
        for is_so, rule in (
            (one.day.weekday() not in times.work_days, "on a day without work"),
            (is_off(one.day, times, diary.company), "on a day off"),
            (not is_within_hours(one.at, times), "outside hours"),
            (is_away(one.at, diary), "on a break"),
            (one.kind in _HELD_BACK and says_away(one.at, diary), "while the status says away"),
            (one.kind in COUNTED and is_undisturbed(one.at, diary), "in Do Not Disturb"),
            (_is_quiet(one, diary), "in the quiet of a quarter's end"),
        ):
            if is_so:
                yield Fault(rule, diary.user, one.at, one.kind.value)


def _is_quiet(one: Came, diary: Diary) -> bool:
    times = diary.at(one.at)
    kept_back = one.kind in BUDGETED and one.kind is not Kind.CHECK_IN
    return kept_back and times.quiet_quarters and is_quarter_end(one.day, times, diary.company)


def judge_budget(diary: Diary, came: Sequence[Came]) -> Iterator[Fault]:
    """One a day, so many a week, 20 hours between them. What reps ask comes beside them."""
    counted = [one for one in came if one.kind in BUDGETED]
    for before, after in pairwise(counted):
        what = f"{before.kind.value}, then {after.kind.value}"
        # Who has travelled since counts days as they are called where they are now.
        if local(before.at, diary.at(after.at).zone).date() == after.day:
            yield Fault("two on one day", diary.user, after.at, what)
        elif after.kind is not Kind.CHECK_IN and after.at - before.at < APART - JITTER:
            apart = (after.at - before.at) / timedelta(hours=1)
            yield Fault("too close", diary.user, after.at, f"{what} {apart:.1f} h later")
    most = min(MOST_A_WEEK, diary.company.most_a_week)
    for n, one in enumerate(counted):
        times = diary.at(one.at)
        lately = counted[max(0, n - 2 * MOST_A_WEEK) : n + 1]
        days = [local(other.at, times.zone).date() for other in lately]
        count = sum(week_begins(day, times) == one.week for day in days)
        if count == most + 1:
            yield Fault("too many in a week", diary.user, one.at, f"more than {most}")


def judge_lines(
    diary: Diary, came: Sequence[Came], decisions: Mapping[str, Mapping[str, Any]]
) -> Iterator[Fault]:
    """No line of ours twice in 28 days where another fits. The manager's own sentence is none."""
    mine = [one for one in came if one.kind is Kind.PROMPT and one.prompt is not None]
    last: dict[str, date] = {}
    for one in mine:
        record = decisions[one.prompt or ""]
        line, day = record["chosen"], one.day
        if line.endswith("/plan"):
            continue
        facts = set(record["situation"]["facts"])
        fitting = [
            other["wording"]
            for other in record["situation"]["candidates"]
            if facts >= set(other["needs"])
            and (other["wording"] not in last or day - last[other["wording"]] >= REST)
        ]
        if line not in record["eligible"]:
            yield Fault("a line that was not eligible", diary.user, one.at, line)
        if line in last and day - last[line] < REST and fitting:
            yield Fault("a line twice in 28 days", diary.user, one.at, line)
        last[line] = day
