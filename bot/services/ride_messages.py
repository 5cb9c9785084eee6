"""What is said about help on a call, to the rep and to the manager, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from habits.composing import Part
from habits.riding import Act, Role, Side, State


class Place(StrEnum):
    """What a row about a call is for; it begins with the tool's name, as rows about help do.
    NEWS: how it stands. SILENT: no answer yet, for the rep. SOON: it is about to begin. DEBRIEF:
    it is over."""

    NEWS = "ride-news"
    SILENT = "ride-silent"
    SOON = "ride-soon"
    DEBRIEF = "ride-debrief"


@dataclass(frozen=True)
class RideShown:
    """A call as one of the two reads it. `reader` is their side, `other` the user id of the other
    one; `at` is local to the reader. `ways` are what the reader can do about it now. `lines` are
    what both wrote afterwards, `own_lines` the reader's by field, if they `wrote`; `helped` is the
    rep's word. `unheard`: the other one reads it only after the call began."""

    id: str
    reader: Side
    other: str
    other_name: str
    team: str
    state: State
    asked_by: Side
    role: Role
    deal: str
    need: str
    at: datetime
    minutes: int
    ways: tuple[Act, ...] = ()
    because: str = ""
    lines: tuple[Part, ...] = ()
    own_lines: Mapping[str, str] = field(default_factory=dict[str, str])
    wrote: bool = False
    helped: str = ""
    unheard: bool = False


@dataclass(frozen=True)
class RideMessage:
    """`ride` None: nothing of it is kept. `older`: a later message shows how it stands.
    `manager_left`: the manager does not use the bot any more."""

    place: Place
    reader: Side
    other: str
    other_name: str
    team: str
    ride: RideShown | None
    older: bool = False
    manager_left: bool = False
