"""What each tool adds to what all of them share: what waits, what is asked again, what is true
now, what a form begins with, and what follows when it ends or when somebody agrees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.services.form_views import FormOf, HeldBack, NextWords
from bot.services.rep_things import RepThings
from bot.services.team_messages import TodayItem, Way
from bot.storage import Connection
from bot.storage.consents import About, ConsentRecord
from bot.storage.drafts import DraftRecord
from bot.storage.follow_ups import FollowUpRecord
from bot.storage.managers import ManagerRecord
from bot.storage.stories import StoryRecord
from habits.catalogue_lists import Audience, Cue, Need, SlotSource
from habits.filling import Values

if TYPE_CHECKING:
    from bot.services.who import House


@dataclass(frozen=True)
class WaitingKind:
    """Things that wait for the manager. `items` are those of the manager's local date, questions
    that came after the UTC instant left out, the most urgent first; `take` is one of an item's own
    ways, by its id and the way's value, and raises NotHere for what is unknown or not theirs.
    `dated`: the manager gave somebody a day for each of them."""

    items: Callable[[Connection, "House", ManagerRecord, date, datetime], list[TodayItem]]
    take: Callable[[Connection, "House", ManagerRecord, str, str, datetime], None]
    dated: bool = False


@dataclass(frozen=True)
class AskedNow:
    """How a follow-up reads now. `text` "" stands for the habit's usual question; `lines` and
    `people` (user ids) are shown below it; `ways` take the place of Done and Not now; `opens` is
    the key of a habit whose form the first button opens, with `label` on it. `own` is what
    somebody wrote, shown as it was written."""

    text: str = ""
    lines: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    opens: str = ""
    label: str = ""
    own: str = ""


@dataclass(frozen=True)
class AskedAgain:
    """How a habit asks again: `word` says how it reads at the UTC instant, None where there is
    nothing to ask any more; `take` is one of its own ways, by its value, and answers the follow-up
    itself."""

    word: Callable[[Connection, "House", ManagerRecord, FollowUpRecord, datetime], AskedNow | None]
    take: (
        Callable[[Connection, "House", ManagerRecord, FollowUpRecord, str, datetime], None] | None
    ) = None


@dataclass(frozen=True)
class Known:
    """A need that is true. `fillings` may be put into the gaps of a line; `rep` is whom they name,
    so that the line can be worded anew when that person erases."""

    fillings: Mapping[SlotSource, str] = field(default_factory=dict[SlotSource, str])
    rep: str | None = None


@dataclass(frozen=True)
class Finished:
    """A form that ended. `source_id` names what was done, as its practice does; `recipient` is the
    channel or person it went to, where there is one."""

    of: FormOf
    source_id: str
    values: Values
    audience: Audience
    recipient: str | None
    now: datetime


Knows = Callable[[Connection, "House", ManagerRecord, datetime], Known | None]
Begins = Callable[[Connection, "House", ManagerRecord, FormOf, datetime], Values]
Follows = Callable[[Connection, "House", ManagerRecord, Finished], None]
Refuses = Callable[[ManagerRecord, Values, datetime], dict[str, str]]
Looks = Callable[
    [Connection, "House", ManagerRecord, FormOf, DraftRecord, datetime], HeldBack | None
]
Words = Callable[[Connection, "House", ManagerRecord, Finished], NextWords | None]
MeantFor = Callable[[Connection, ManagerRecord, FormOf, datetime], Audience | None]
ComesUp = Callable[[Connection, ManagerRecord, date, date], Sequence[date]]
Agreed = Callable[[Connection, "House", ManagerRecord, ConsentRecord, datetime], None]


@dataclass(frozen=True)
class Agreement:
    """What follows when somebody was asked whether they agree. `no` stands for silence as well;
    with `change` the consent holds the text they would rather have; `withdrawn` takes a yes
    back."""

    yes: Agreed
    no: Agreed
    change: Agreed
    withdrawn: Agreed


StoryGone = Callable[[Connection, "House", ManagerRecord, StoryRecord, datetime], None]
"""Takes a story that was withdrawn, or went with its post, out of what was built on it."""


RepLeft = Callable[[Connection, "House", ManagerRecord, str, datetime], None]
"""Takes somebody who takes no part any more, by user id, out of what is still to come."""


@dataclass(frozen=True)
class Tools:
    """All tools together, by what they are about: kinds of waiting things, habits, needs.
    `of_reps`: what is open for reps, by its kind, in the order in which it is shown. Of forms, by
    habit: `refuses` finds what cannot be taken as it is, in words by field; `before_said` runs when
    a text is about to be shown to who says it, and may hold it back; `next_words` are taken along
    when the form ended; `meant_for` says whom a fresh form is for. `comes_up`: the local dates
    between two on which what a cue names came up, by its records."""

    waiting: Mapping[str, WaitingKind]
    asked_again: Mapping[str, AskedAgain]
    known: Mapping[Need, Knows]
    begun: Mapping[str, Begins]
    after: Mapping[str, Follows]
    agreements: Mapping[About, Agreement]
    story_gone: Sequence[StoryGone] = ()
    rep_left: Sequence[RepLeft] = ()
    of_reps: Mapping[str, RepThings] = field(default_factory=dict[str, RepThings])
    refuses: Mapping[str, Refuses] = field(default_factory=dict[str, Refuses])
    before_said: Mapping[str, Looks] = field(default_factory=dict[str, Looks])
    next_words: Mapping[str, Words] = field(default_factory=dict[str, Words])
    meant_for: Mapping[str, MeantFor] = field(default_factory=dict[str, MeantFor])
    comes_up: Mapping[Cue, ComesUp] = field(default_factory=dict[Cue, ComesUp])
