"""What the bot says, as values; `bot/slack/blocks` gives them their Slack form.

All datetimes here are aware and local to the reader, ready to be worded.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services.award_views import ResultMessage, VoteMessage
from bot.services.consent_messages import ConsentMessage
from bot.services.lunch_views import LunchMessage
from bot.services.team_messages import TeamMessage, TodayItem, WayBack
from habits.prompts import Answer
from habits.snoozing import Snooze
from habits.strip import Strip


@dataclass(frozen=True)
class PromptOpen:
    """Waits for an answer; `later` holds the choices that make sense now."""

    later: tuple[Snooze, ...]


@dataclass(frozen=True)
class PromptSnoozed:
    """Comes back at `until`, or did: `came` is the older message then. Done and Skip stay.
    `today`: it comes on the day the message is read."""

    until: datetime
    came: bool = False
    today: bool = False


@dataclass(frozen=True)
class PromptClosed:
    """Later is over; Done and Skip stay for seven days."""


@dataclass(frozen=True)
class PromptAnswered:
    """Answered; `note` is the habit's question for the manager alone, after a Done."""

    answer: Answer
    changeable: bool
    note: str | None = None


@dataclass(frozen=True)
class PromptReopened:
    """[Change] was pressed: the choices again, while `answer` stands until another is chosen."""

    answer: Answer


@dataclass(frozen=True)
class PromptPast:
    """Too old to answer here."""

    habit_key: str


PromptState = (
    PromptOpen | PromptSnoozed | PromptClosed | PromptAnswered | PromptReopened | PromptPast
)


@dataclass(frozen=True)
class PromptMessage:
    """A prompt in its present state. `lead` says why it comes, `line` what to do,
    `good_for` (at times) what it is good for. `doable`: the habit can be done right here.
    `theirs`: the manager works on the habit; what came up may bring another one. `also`: so many
    things the manager gave somebody that day for are open; they lie on Home."""

    prompt: str
    habit: str
    lead: str
    line: str
    good_for: str | None
    state: PromptState
    doable: bool = False
    theirs: bool = True
    also: int = 0


@dataclass(frozen=True)
class Choice:
    """One box or option: `value` is stored, `label` is read, `about` explains it in small print."""

    value: str
    label: str
    about: str = ""


@dataclass(frozen=True)
class WeekStartMessage:
    """The focus, the manager's own plan, and what is coming up.

    `ticked` None: not answered yet. An empty tuple: answered "none of these". `before` are the
    boxes that are ticked to begin with. `prompt_on` and `prompt_for` are the day of this week's
    prompt and the name of its habit, as far as that can be said yet. `no_prompt`: why none comes
    this week, where one comes less often now. `waits` is one thing that goes along.
    """

    row: str
    focus: str | None
    plan: str | None
    lead: str | None
    events: tuple[Choice, ...]
    ticked: tuple[str, ...] | None
    changeable: bool = True
    before: tuple[str, ...] = ()
    prompt_on: date | None = None
    prompt_for: str | None = None
    no_prompt: str | None = None
    waits: TodayItem | None = None


@dataclass(frozen=True)
class HabitProgress:
    """A habit with the manager's plan and its last twelve weeks."""

    name: str
    plan: str
    strip: Strip


@dataclass(frozen=True)
class FocusChoice:
    """What next week can be about; `chosen` is the key that stands. `others` are habits that the
    manager does not have: each would be one `more`, or take the place of the chosen one. `begun`:
    that week has begun."""

    chosen: str
    choices: tuple[Choice, ...]
    others: tuple[Choice, ...] = ()
    more: bool = False
    begun: bool = False


@dataclass(frozen=True)
class Bars:
    """One habit of a chart: a number for each label, None where that does not count."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars side by side, for labels from the oldest to the newest."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Bars, ...]


@dataclass(frozen=True)
class RatingAsked:
    """How much does a habit come by itself, from 1 to 7? `chosen` is the answer that stands."""

    habit: str
    name: str
    chosen: int | None = None


@dataclass(frozen=True)
class TwelveWeeksAsked:
    """A habit has had its twelve weeks: keep it, rest, or try another?"""

    habit: str
    name: str


@dataclass(frozen=True)
class HelpAsked:
    """Messages went unanswered, so fewer come: what would help?"""


CheckInQuestion = RatingAsked | TwelveWeeksAsked | HelpAsked


@dataclass(frozen=True)
class CheckInMessage:
    """Which habits happened this week. `ticked` and `before` as in WeekStartMessage; `habits` are
    those not noted yet, by a prompt or a command; `noted`: there are such, so that "none" would
    not be true. `recap` is what is recorded of the week, in words, or None where nothing is.
    `follow_ups` are at most two things that wait; `focus` and `progress` are shown once there is
    nothing left to tick. `question` is at most one of the bot's own. `weeks`: the recap is that of
    so many weeks; `chart` shows them, and `week_by_week` says the same in words."""

    row: str
    lead: str | None
    habits: tuple[Choice, ...]
    ticked: tuple[str, ...] | None
    recap: str | None
    changeable: bool = True
    before: tuple[str, ...] = ()
    noted: bool = False
    follow_ups: tuple[TodayItem, ...] = ()
    focus: FocusChoice | None = None
    progress: HabitProgress | None = None
    question: CheckInQuestion | None = None
    weeks: int = 1
    week_by_week: str | None = None
    chart: Chart | None = None


@dataclass(frozen=True)
class NoticeMessage:
    """Something the manager must know, in whole sentences; `back` where a rep reads it."""

    title: str
    lines: tuple[str, ...]
    back: WayBack | None = None


@dataclass(frozen=True)
class NoteSavedMessage:
    """A typed text was kept as a private note. With `prompt` the bot asks: did it happen?"""

    note: str
    prompt: str | None


@dataclass(frozen=True)
class WordTakenMessage:
    """A typed word acted like its button: `said` tells what happened now."""

    said: str


@dataclass(frozen=True)
class PauseOfferMessage:
    """Somebody typed pause: how long?"""


@dataclass(frozen=True)
class StopOfferMessage:
    """Somebody typed stop: stop one habit, pause, or leave? `active_habits` are all theirs."""

    active_habits: tuple[Choice, ...]


@dataclass(frozen=True)
class HelpMessage:
    """What the person can do: `started` decides between the list and the invitation, which opens
    the start form where they `may_start`."""

    started: bool
    may_start: bool = True


Message = (
    PromptMessage
    | WeekStartMessage
    | CheckInMessage
    | NoticeMessage
    | NoteSavedMessage
    | WordTakenMessage
    | PauseOfferMessage
    | StopOfferMessage
    | HelpMessage
    | ConsentMessage
    | TeamMessage
    | VoteMessage
    | ResultMessage
    | LunchMessage
)
