"""What Home, windows and answers show, as values; `bot/slack/blocks` gives them their Slack form.

All datetimes here are aware and local to the reader, ready to be worded.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.services.away import AwayOffer
from bot.services.messages import Choice, HabitProgress, PromptMessage
from bot.services.rep_things import RepHomeView
from bot.services.team_messages import TodayItem
from habits.absence import Span
from habits.people import Hours, Place


@dataclass(frozen=True)
class WeekLine:
    """One line of `/trust week`: when (local), what, and where it stands, in words."""

    at: datetime
    what: str
    where_it_stands: str


@dataclass(frozen=True)
class WeekView:
    """This week as the manager sees it: planned and past messages, and what was done. `habits`
    are the names of the manager's habits, the focus of the week first."""

    lines: tuple[WeekLine, ...]
    done: tuple[str, ...]
    habits: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimesChosen:
    """One part of the rhythm in a form: `day` is "own" (the place's own day), a weekday number
    as text, or "off"; `at` is local "HH:MM"."""

    day: str
    at: str


@dataclass(frozen=True)
class PreferencesForm:
    """The start and settings forms: present values and the choices offered.

    Days are weekday numbers as text ("0" is Monday); times local "HH:MM"; `country` an ISO
    code or "" for none; `plan` the manager's own sentence or None for the default. `beside` are
    the names of other habits that go on. `allowed` are the hours in which the company allows
    messages, where the manager's own do not meet them: then nothing comes. `fewer`: the manager
    said that fewer messages would help, and so fewer come.
    """

    started: bool
    zone: str
    habits: tuple[tuple[str, tuple[Choice, ...]], ...]
    habit: str
    plan: str | None
    default_plan: str
    work_days: tuple[str, ...]
    hours_start: str
    hours_end: str
    countries: tuple[Choice, ...]
    country: str
    parts: tuple[tuple[Place, TimesChosen], ...]
    beside: tuple[str, ...] = ()
    allowed: Hours | None = None
    fewer: bool = False


@dataclass(frozen=True)
class PlanShown:
    """What comes next after a start or a change: lines like "Tuesday 24 November, 10:00: prompt
    for Share why", what moved, and days skipped with their reason. `added` are the dates of a day
    or a break that was put in, both included."""

    coming: tuple[WeekLine, ...]
    moved: tuple[str, ...]
    paused_until: datetime | None = None
    added: Span | None = None


@dataclass(frozen=True)
class PostLine:
    """A post of the last day that its author can still change; `at` is local. `begins` are its
    first words. `asks`: it waits for somebody's yes."""

    post: str
    habit: str
    where: str
    at: datetime
    begins: str = ""
    asks: bool = False


@dataclass(frozen=True)
class HabitOffer:
    """Room for one more habit: those that would fit, the best first. `second`: the manager has
    one so far."""

    choices: tuple[Choice, ...]
    second: bool


@dataclass(frozen=True)
class HomeView:
    """The Home tab. `started` False: only the invitation, with its button where they `may_start`.
    `prompt` is the open one, if any; `items` wait, and `more` beside them. `filter`, `meeting` and
    `time_off` are sentences. `away` and `offer` are questions: days away to leave out, one more
    habit. `allowed` are the company's hours, where the manager's do not meet them: then nothing
    comes. `is_admin`: the company's settings are theirs to open. `rep`: what they see as a
    member of somebody's team; None for who is in none."""

    started: bool
    prompt: PromptMessage | None = None
    items: tuple[TodayItem, ...] = ()
    more: int = 0
    habits: tuple[HabitProgress, ...] = ()
    posts: tuple[PostLine, ...] = ()
    filter: str | None = None
    meeting: str | None = None
    next: WeekLine | None = None
    paused_until: datetime | None = None
    time_off: str | None = None
    away: AwayOffer | None = None
    offer: HabitOffer | None = None
    allowed: Hours | None = None
    may_start: bool = True
    is_admin: bool = False
    rep: RepHomeView | None = None


@dataclass(frozen=True)
class WhyView:
    """Why this prompt came, in plain sentences."""

    habit: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class AnotherHabit:
    """A habit that could become one of the manager's, with the plan that is offered. `instead`:
    the one whose place it would take."""

    habit: Choice
    plan: str
    instead: Choice | None = None


@dataclass(frozen=True)
class HabitTakenUp:
    """A habit that is one of the manager's now. `beside` are the names of their others, `focus`
    is the one of them that this week is about, `rests` the one whose place it took. `doable`: it
    can be done right here."""

    habit: Choice
    beside: tuple[str, ...] = ()
    focus: str | None = None
    doable: bool = False
    rests: str | None = None
