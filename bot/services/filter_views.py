"""What the filter shows, and what is filled in, as values."""

from dataclasses import dataclass
from datetime import date

from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.filtering import Choice, Summary


@dataclass(frozen=True)
class Ask:
    """What somebody wants to filter. `requester` is None where nobody of this workspace asked;
    `text` may be "", where the message had no words. Typed in by hand: no channel, no ts."""

    text: str = ""
    requester: str | None = None
    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True)
class Filled:
    """What stands in the form for an ask. None: it is not there, or nobody changed it."""

    choice: Choice | None = None
    sensitive: bool = False
    minutes: int | None = None
    ask: str | None = None
    requester: str | None = None
    reason: str | None = None
    deadline: date | None = None
    first_step: str | None = None
    reply: str | None = None
    audience: Audience | None = None
    person: str | None = None


@dataclass(frozen=True)
class AskForm:
    """The form for one ask. `fields` are those that the choice needs, by id; `prompt` is the one
    whose button opened the form. Without `choice` nothing is chosen yet."""

    request: str
    prompt: str | None
    by_hand: bool
    ask: str
    requester: str | None
    choice: Choice | None
    sensitive: bool
    minutes: int | None
    fields: tuple[str, ...]
    reason: str
    deadline: date | None
    first_step: str
    reply: str
    audience: Audience
    person: str | None


@dataclass(frozen=True)
class Standing:
    """An ask that was decided before. `decided` is the local date; `final`: it went to the team,
    which cannot be taken back here."""

    request: str
    ask: str
    requester: str | None
    choice: Choice
    decided: date
    today: date
    again_on: date | None
    final: bool


@dataclass(frozen=True)
class Waiting:
    """An ask that waits. `age` is in words; `again_on` the local date on which a delayed one
    comes up, None where it is held for the weekly bundle."""

    request: str
    ask: str
    requester: str | None
    age: str
    again_on: date | None = None


@dataclass(frozen=True)
class Ledger:
    """The manager's own list: what waits, and what came of the last weeks."""

    summary: Summary
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class OwnWords:
    """A text for the manager to say. `to` is a user's id, None where it has to be said where the
    ask came from, or to whom the manager likes; `name` is "" where we do not know it."""

    text: str
    to: str | None
    name: str
    for_team: bool = False


@dataclass(frozen=True)
class Decided:
    """What a decision led to. `say` comes next, if anything; `prompt` was answered by it, so that
    its messages can be mended. `aloud`: the manager passed it on in person, nothing is posted."""

    request: str
    choice: Choice
    again_on: date | None
    say: OwnWords | None
    prompt: str | None
    aloud: bool = False


@dataclass(frozen=True)
class TeamPreview:
    """What would go to the team, exactly. `draft` names this very text; `channel` is the team's,
    None where none was chosen yet."""

    draft: str
    habit: str
    parts: tuple[Part, ...]
    channel: str | None


@dataclass(frozen=True)
class BundleForm:
    """The weekly bundle: the held asks that can be ticked, those that are, and the note; `edited`
    where the manager changed it. `more` are held as well and not shown."""

    prompt: str | None
    asks: tuple[Waiting, ...]
    ticked: tuple[str, ...]
    note: str
    edited: bool = False
    empty: bool = False
    more: int = 0


@dataclass(frozen=True)
class BundleFilled:
    """What stands in the form for the bundle. `note` None: nobody changed it."""

    ticked: tuple[str, ...] = ()
    note: str | None = None
    empty: bool = False
