"""What becomes of a claimed row: it goes, it waits, or it has nothing to say."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services.messages import Message


@dataclass(frozen=True)
class Worded:
    """Ready to be frozen; `prompt` is the prompt the message carries, if any."""

    message: Message
    prompt: str | None = None


@dataclass(frozen=True)
class Hold:
    """Not now, but from the UTC instant `until` on, which is on this local date; `why` is for the
    operator."""

    until: datetime
    local_date: date
    why: str


@dataclass(frozen=True)
class Drop:
    """It does not come; `reason` is worded for the manager where it is a part of the rhythm."""

    reason: str
