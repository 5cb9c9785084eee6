"""The lunch for useful mistakes as values: its invitation, and the windows around it."""

from dataclasses import dataclass
from datetime import date

from habits.composing import Part
from habits.lunches import Place, Wish


@dataclass(frozen=True)
class LunchMessage:
    """The invitation in the channel; `team` is the workspace. `over`: it was held; `off`: it was
    called off."""

    lunch: str
    author: str
    author_name: str
    team: str
    name: str
    on: date
    place: str
    over: bool = False
    off: bool = False


@dataclass(frozen=True)
class LunchForm:
    """The form for a lunch; `lunch` "" for one that is not planned yet."""

    wish: Wish
    lunch: str = ""


@dataclass(frozen=True)
class Teller:
    """A story of the list: `who` would tell it, a user id; `known_now` is its lesson."""

    id: str
    who: str
    known_now: str
    state: Place


@dataclass(frozen=True)
class LunchPage:
    """A planned lunch, or the one that was held last. `may_tell_learnings`: its day has come.
    `learnings_of` is the lunch whose learnings are open, this one or one before it; "" for none.
    `may_set_next`: it is behind the team, and no other is to come."""

    lunch: str
    name: str
    on: date
    place: str
    tellers: tuple[Teller, ...]
    may_choose: bool
    may_tell_learnings: bool
    learnings_of: str = ""
    may_set_next: bool = False


@dataclass(frozen=True)
class LunchPreview:
    """The exact invitation, and where it goes; `draft` names what it was made from."""

    draft: str
    card: LunchMessage
    channel: str | None


@dataclass(frozen=True)
class LearningsPreview:
    """The exact post with what was learned. `author` posts it."""

    lunch: str
    headline: str
    author: str
    parts: tuple[Part, ...]
    channel: str | None


@dataclass(frozen=True)
class LearningsEnded:
    """They are on their way to the channel; the next lunch can be planned from here, where none
    is to come yet."""

    lunch: str
    channel: str
    may_set_next: bool = True


@dataclass(frozen=True)
class Told:
    """A story in the running order: `who` is the name of whoever tells it."""

    who: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class RunningOrder:
    """Who tells what, the manager first."""

    lunch: str
    name: str
    on: date
    place: str
    stories: tuple[Told, ...]


@dataclass(frozen=True)
class OwnStory:
    """A story that somebody can offer."""

    story: str
    known_now: str


@dataclass(frozen=True)
class TellForm:
    """What somebody sees who would tell a story at the lunch of `manager_name`: their own ones, and
    those they offered, as (id at the lunch, lesson)."""

    lunch: str
    name: str
    on: date
    manager_name: str
    stories: tuple[OwnStory, ...]
    offered: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TellFilled:
    """An own story by its id, or a new one in two lines."""

    story: str = ""
    tried: str = ""
    know_now: str = ""
