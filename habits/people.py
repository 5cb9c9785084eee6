"""A manager's own time: work days, hours, the parts of the week, and when they are away."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum, StrEnum

from habits.texts import listed


class Weekday(IntEnum):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6

    @property
    def label(self) -> str:
        return listed("times.weekdays")[self]


class ManagerState(StrEnum):
    """Paused is not a state: it follows from `paused_until` and today's local date."""

    ACTIVE = "active"
    LEFT = "left"


class Place(StrEnum):
    """Where in a week a rhythm message stands."""

    START = "start"
    PROMPT = "prompt-1"
    CHECK_IN = "check-in"


@dataclass(frozen=True)
class Hours:
    """Work hours in local time; `start` is inside, `end` is the first minute outside."""

    start: time = time(8, 0)
    end: time = time(18, 0)


@dataclass(frozen=True)
class Part:
    """One part of the rhythm. `day` None means the place's own day of the work week:
    the first for the week start, the second for the prompt, the last for the check-in."""

    at: time
    day: Weekday | None = None


@dataclass(frozen=True)
class Rhythm:
    """The parts of a week; a part that is None was dropped by the manager."""

    start: Part | None = Part(time(8, 30))
    prompt: Part | None = Part(time(10, 0))
    check_in: Part | None = Part(time(11, 30))

    def part(self, place: Place) -> Part | None:
        match place:
            case Place.START:
                return self.start
            case Place.PROMPT:
                return self.prompt
            case Place.CHECK_IN:
                return self.check_in


MONDAY_TO_FRIDAY = frozenset(
    {Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY}
)


@dataclass(frozen=True)
class Turn:
    """Every so many weeks, counted from the week that holds the date `since` (None: any week)."""

    every: int
    since: date | None


@dataclass(frozen=True)
class Dose:
    """How much comes in a week.

    The prompt comes in the weeks of each of `turns` (none: every week). `eased`: fewer messages
    because the last ones went unanswered. `most_a_week` is the company's limit for all messages
    that the bot starts, from 1 to 5.
    """

    turns: tuple[Turn, ...] = ()
    eased: bool = False
    most_a_week: int = 5


@dataclass(frozen=True)
class Schedule:
    """All that decides when a manager may be written to.

    `manager` is the random id used in keys; `zone` an IANA name; `started_at` a UTC instant;
    `paused_until` the local date on which messages come again (None: not paused). `time_off` are
    spans of local dates, both included, on which nothing comes either. `dose` is how much comes.
    `year_begins` is the month (1-12) with which the fiscal year begins; None where the last days
    of a quarter are like all others. `hours_apart`: the hours and those in which the company
    allows messages do not meet, so none can come.
    """

    manager: str
    zone: str
    started_at: datetime
    work_days: frozenset[Weekday] = MONDAY_TO_FRIDAY
    hours: Hours = Hours()
    rhythm: Rhythm = Rhythm()
    paused_until: date | None = None
    time_off: tuple[tuple[date, date], ...] = ()
    dose: Dose = Dose()
    year_begins: int | None = None
    hours_apart: bool = False
