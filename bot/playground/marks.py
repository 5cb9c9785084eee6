"""Named places in the time to come, to which the clock can be walked with one button."""

from dataclasses import dataclass
from datetime import datetime

from bot.playground.clock import Clock, iso


@dataclass(frozen=True)
class Mark:
    """`about` says in a sentence what happens there, or is empty."""

    label: str
    to: datetime
    about: str = ""

    def to_state(self) -> dict[str, str]:
        return {"label": self.label, "to": iso(self.to), "about": self.about}


class Marks:
    """The marks that still lie ahead, the nearest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._marks: list[Mark] = []

    def put(self, marks: list[Mark]) -> None:
        """These from now on, instead of all earlier ones."""
        self._marks = sorted(marks, key=lambda mark: mark.to)

    def ahead(self) -> list[Mark]:
        now = self._clock.now()
        self._marks = [mark for mark in self._marks if mark.to > now]
        return [*self._marks]
