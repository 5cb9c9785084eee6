"""What a manager set, did and lived through: the truth that a judge measures the bot against.

Nothing here is read from the bot's tables. All instants are UTC; dates and times are local.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

MON_FRI = (0, 1, 2, 3, 4)
USUAL: Mapping[str, tuple[int | None, time]] = {
    "start": (None, time(8, 30)),
    "prompt": (None, time(10, 0)),
    "check-in": (None, time(11, 30)),
}


@dataclass(frozen=True)
class Times:
    """A manager's settings. `parts`: place -> (weekday or None for the usual one, time); a place
    that is missing was dropped. `own_days`: True for a day off, False for a work day. `time_off`
    are spans of dates, both included."""

    zone: str
    work_days: tuple[int, ...] = MON_FRI
    hours: tuple[time, time] = (time(8), time(18))
    country: str | None = None
    region: str | None = None
    parts: Mapping[str, tuple[int | None, time]] = field(default_factory=lambda: dict(USUAL))
    own_days: Mapping[date, bool] = field(default_factory=dict)
    time_off: tuple[tuple[date, date], ...] = ()
    quiet_quarters: bool = True


@dataclass(frozen=True)
class Company:
    """What an admin set, once and for all, before anybody started."""

    most_a_week: int = 5
    year_begins: int = 1
    days: Mapping[date, str | None] = field(default_factory=dict)


@dataclass
class Break:
    """Away from the instant it was asked for until the local date of return, or until `ended`."""

    asked_at: datetime
    until: date
    ended: datetime | None = None


@dataclass
class StatusAway:
    """The Slack status said away from `since` until `until`; Slack told it at `told`. `answered`:
    when the manager said what it means, and whether they really are away."""

    told: datetime
    since: datetime
    until: datetime | None
    here_since: datetime | None = None


@dataclass(frozen=True)
class Disturbed:
    """Do Not Disturb as Slack told it: the next window, which comes back each day."""

    told: datetime
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True)
class Done:
    """A habit was noted as done at that instant; `about` is the local date it is noted for."""

    at: datetime
    habit: str
    about: date


@dataclass
class Words:
    """A text of somebody. `readers` (user ids, channels) may read it at any time, the `channel`
    only while all of `asked` agree, and nobody took it back; each answer with its instant.
    `nameless` may not be named beside it there. What is built on another text stands and falls
    with that."""

    mark: str
    readers: set[str]
    channel: str = ""
    asked: dict[str, list[tuple[datetime, bool]]] = field(
        default_factory=dict[str, list[tuple[datetime, bool]]]
    )
    nameless: str = ""
    gone_at: datetime | None = None
    built_on: "Words | None" = None

    def may_stand(self, at: datetime) -> bool:
        """Whether the channel may read it then."""
        if self.gone_at is not None and self.gone_at <= at:
            return False
        if self.built_on is not None and not self.built_on.may_stand(at):
            return False
        return all(_last(answers, at) for answers in self.asked.values())

    def ends(self) -> Iterator[datetime]:
        """The instants at which it may stand no longer."""
        if self.gone_at is not None:
            yield self.gone_at
        for answers in self.asked.values():
            yield from (at for at, agrees in answers if not agrees)
        if self.built_on is not None:
            yield from self.built_on.ends()


@dataclass(frozen=True)
class Vote:
    at: datetime
    voter: str
    nomination: str


def _last(answers: Sequence[tuple[datetime, bool]], at: datetime) -> bool:
    known = [agrees for moment, agrees in answers if moment <= at]
    return bool(known) and known[-1]


@dataclass
class Diary:
    """One manager's year. `words` is what they and their team wrote: each text has a mark of its
    own, by which it is found wherever it stands. `told_at_lunch` are the marks in a running order,
    `used` says how often each tool was used, `left` when a rep left the team."""

    user: str
    workspace: str
    character: str
    company: Company
    changes: list[tuple[datetime, Times]] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    status: list[StatusAway] = field(default_factory=list)
    quiet: list[Disturbed] = field(default_factory=list)
    acts: list[tuple[datetime, str]] = field(default_factory=list)
    dones: list[Done] = field(default_factory=list)
    as_before: list[datetime] = field(default_factory=list)
    fewer: list[datetime] = field(default_factory=list)
    started_at: datetime | None = None
    words: list[Words] = field(default_factory=list[Words])
    votes: list[Vote] = field(default_factory=list[Vote])
    told_at_lunch: list[tuple[datetime, set[str]]] = field(
        default_factory=list[tuple[datetime, set[str]]]
    )
    used: Counter[str] = field(default_factory=Counter[str])
    zones_of_reps: dict[str, str] = field(default_factory=dict[str, str])
    left: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def at(self, moment: datetime) -> Times:
        """The settings in force at an instant; and what was changed at it counts."""
        before = [times for changed, times in self.changes if changed <= moment]
        return before[-1] if before else self.changes[0][1]

    @property
    def now(self) -> Times:
        return self.changes[-1][1]

    def changed(self, moment: datetime, **values: object) -> Times:
        """Note a change of settings."""
        times = replace(self.now, **values)
        self.changes.append((moment, times))
        return times

    def acted(self, moment: datetime, what: str) -> None:
        self.acts.append((moment, what))
