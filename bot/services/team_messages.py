"""What the bot says to the team, and to a manager about the team, as values.

`user` ids are Slack's; names are what Slack calls people. Datetimes are local to the reader.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.services.obstacle_messages import ObstacleMessage
from bot.services.ride_messages import RideMessage
from habits.composing import Part


@dataclass(frozen=True)
class WayBack:
    """The manager to whom a rep can reply below a message, in the workspace `team`."""

    manager: str
    manager_name: str
    team: str


@dataclass(frozen=True)
class PostMessage:
    """What a manager posts in their own name; `team` is the workspace. `teller` is a rep whose own
    story it is, by user id, "" where their name does not stand in it, with `teller_name`; None for
    the manager. `told_of` is whose story the manager posts with their yes, "" without their name,
    with `told_of_name`; None for all else. `has_cv`: it opens its author's failure CV. Slack says
    where it was edited."""

    post: str
    author: str
    author_name: str
    team: str
    habit: str
    parts: tuple[Part, ...]
    teller: str | None = None
    teller_name: str = ""
    told_of: str | None = None
    told_of_name: str = ""
    has_cv: bool = False


@dataclass(frozen=True)
class NotPostedMessage:
    """A confirmed post could not go out, in words. `kept`: it waits as a draft of the habit's
    form. `back` where a rep reads it."""

    habit_key: str
    habit: str
    why: str
    kept: bool = True
    back: WayBack | None = None


@dataclass(frozen=True)
class IntroMessage:
    """The first message to a rep. `entry` is the roster's, `team` the workspace; `over`: they
    left the roster, `not_mine` since this is not their manager."""

    entry: str
    manager: str
    manager_name: str
    team: str
    over: bool = False
    not_mine: bool = False


@dataclass(frozen=True)
class RepFormMessage:
    """Asks a rep for their part of a note. `parts` is the manager's; `answered` theirs, once
    written. `declined`: not this time. `over`: nothing can be written any more, `deleted` since
    the note is gone."""

    note: str
    manager: str
    manager_name: str
    team: str
    habit: str
    parts: tuple[Part, ...]
    answered: tuple[Part, ...] = ()
    declined: bool = False
    over: bool = False
    deleted: bool = False


class Agreed(StrEnum):
    """How a note of two stands with the rep: NOT_YET answered, they agree to it (YES), or worded it
    anew (CHANGED)."""

    NOT_YET = "not_yet"
    YES = "yes"
    CHANGED = "changed"


@dataclass(frozen=True)
class SharedNoteMessage:
    """Hands a rep a note that the manager made for the two of them."""

    note: str
    manager: str
    manager_name: str
    team: str
    habit: str
    parts: tuple[Part, ...]
    agreed: Agreed


@dataclass(frozen=True)
class OneOnOneMessage:
    """Half an hour before a 1:1 at `at`. `last` is the rep's next step of last time, which was
    about the date `last_on`; `prepared`
    what the manager chose for this one."""

    meeting: str
    rep: str
    rep_name: str
    at: datetime
    last: str | None
    prepared: tuple[Part, ...]
    last_on: date | None = None


@dataclass(frozen=True)
class Way:
    """A button under what waits. `opens`: it opens a window; else `value` is taken at once."""

    value: str
    label: str
    opens: bool = False


@dataclass(frozen=True)
class TodayItem:
    """One thing that waited: `kind` question, follow-up, ask, away, or that of a tool; `id` names
    it. `about` is the asker's id of a question, `name` what Slack calls them and `team` the
    workspace; `text` its words or the follow-up's. `when` is how old an ask is, or the day of what
    a follow-up asks about where another asks the same. `lines` and `people` (user ids) are shown
    below the text; `own` is what somebody wrote, shown as it was written; `ways` take the place of
    the usual buttons. `due_on` is the day that the manager gave for it, None for most."""

    kind: str
    id: str
    text: str
    title: str = ""
    about: str | None = None
    when: str = ""
    name: str = ""
    team: str = ""
    lines: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    own: str = ""
    ways: tuple[Way, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True)
class HeldMessage:
    """A draft that was held comes back; `row` names the message. Whom it is for and what it says
    is not told. `waits`: it is still there, neither said nor thrown away."""

    row: str
    habit: str
    lead: str | None
    waits: bool


@dataclass(frozen=True)
class TodayMessage:
    """At most three things that waited; `more` lie on Home."""

    items: tuple[TodayItem, ...]
    more: int = 0


TeamMessage = (
    PostMessage
    | NotPostedMessage
    | IntroMessage
    | RepFormMessage
    | SharedNoteMessage
    | OneOnOneMessage
    | TodayMessage
    | RideMessage
    | ObstacleMessage
    | HeldMessage
)
