"""The award as values: its cards in the channel, and the window in which a manager gives it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habits.awards import Award, Nomination


@dataclass(frozen=True)
class Lesson:
    """A story as the team reads it: `owner` is a user id, None where no name stands in it;
    `nomination` is its id."""

    nomination: str
    citation: str
    owner: str | None


@dataclass(frozen=True)
class VoteMessage:
    """The card with the votes; `team` is the workspace, `until` the last day for them. `over`: no
    more can be cast; `called_off`: there is no award."""

    author: str
    author_name: str
    team: str
    trophy: str
    lessons: tuple[Lesson, ...]
    until: date
    over: bool = False
    called_off: bool = False


@dataclass(frozen=True)
class ResultMessage:
    """Who has the award of a month, named by its first day; `votes` are those of each winner, 0
    where there was no vote. `post` names it for those whom it helped. Without winners it was taken
    back."""

    post: str
    author: str
    author_name: str
    team: str
    trophy: str
    month: date
    winners: tuple[Lesson, ...]
    votes: int = 0
    of_votes: int = 0


class Next(StrEnum):
    """What the window leads to: PUT_UP a story, CHOOSE who gets what nobody voted for; nothing
    where the vote runs, or the award is given."""

    PUT_UP = "put-up"
    CHOOSE = "choose"
    NOTHING = "nothing"


@dataclass(frozen=True)
class StoryChoice:
    """A story of the month that can be put up; `owner` as in a Lesson, `mine`: the manager's."""

    story: str
    known_now: str
    owner_name: str | None
    mine: bool


@dataclass(frozen=True)
class PutUp:
    """What was put up, as the manager sees it."""

    lesson: Lesson
    state: Nomination


@dataclass(frozen=True)
class Keeper:
    """A line of the trophy's log: who kept it in the month that begins on that day."""

    month: date
    trophy: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class AwardWindow:
    """The award of a month, with what can be done now. `may_open` the vote, with two or more;
    `may_give` it without one. `trophy_stays`: others were asked about it. `citation` stands in its
    field, `story` is chosen."""

    month: date
    state: Award
    trophy: str
    ideas: tuple[str, ...]
    up: tuple[PutUp, ...]
    stories: tuple[StoryChoice, ...]
    next: Next
    vote_until: date
    keepers: tuple[Keeper, ...]
    award: str = ""
    story: str = ""
    citation: str = ""
    may_open: bool = False
    may_give: bool = False
    may_call_off: bool = False
    trophy_stays: bool = False


@dataclass(frozen=True)
class AwardPreview:
    """The exact card, and where it goes. `shown` names the lessons on it."""

    award: str
    card: VoteMessage | ResultMessage
    shown: tuple[str, ...]
    channel: str | None


@dataclass(frozen=True)
class AwardFilled:
    """What stands in the window: ids, texts, and the last day for votes. `idea` is the place of a
    trophy in the list."""

    story: str = ""
    citation: str = ""
    trophy: str = ""
    idea: str = ""
    vote_until: date | None = None
    chosen: str = ""
