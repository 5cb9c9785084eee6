"""What the bot says about consent, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from habits.composing import Part


class ConsentStands(StrEnum):
    """How a question stands, as the person who was asked reads it. CHANGED: they worded it anew;
    TAKEN_BACK: their yes, and it stands nowhere; COMING_DOWN: it is still to be deleted; UNSURE:
    Slack never said whether it arrived; OVER: nothing can be answered any more."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    CHANGED = "changed"
    TAKEN_BACK = "taken_back"
    COMING_DOWN = "coming_down"
    UNSURE = "unsure"
    OVER = "over"


@dataclass(frozen=True)
class ConsentMessage:
    """Asks somebody whether a text that names them may go out. `about` is what it is for;
    `channel` where it would stand, "" where that is not known; `parts` the exact text. `named`:
    whether their name stands in it, None where that was not asked. `until` is local to them."""

    consent: str
    about: str
    manager: str
    manager_name: str
    team: str
    channel: str
    parts: tuple[Part, ...]
    stands: ConsentStands
    named: bool | None
    until: datetime
