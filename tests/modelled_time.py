"""How long a person would take: a model with frozen constants, so that figures stay comparable.

What is read counts once; a filled field that nobody needs to change is read, not typed.
"""

from dataclasses import dataclass, field
from typing import Literal

from bot.slack.reading import words_of

WORDS_PER_SECOND = 4.0
SECONDS_PER_CLICK = 2.0
SECONDS_PER_CHOICE = 1.0
"""On top of the click: finding one among several."""
SECONDS_PER_VIEW = 1.0
CHARACTERS_PER_SECOND = 3.3
SHORT_FIELD = 40
LONG_FIELD = 100
"""Characters that a person types into such a field."""


@dataclass
class Stopwatch:
    """Counts what one person does; seconds come from the constants alone."""

    clicks: int = 0
    choices: int = 0
    views: int = 0
    fields: int = 0
    characters: int = 0
    read: list[str] = field(default_factory=list)

    def reads(self, text: str) -> None:
        """Text that was not read before."""
        seen = set(self.read)
        self.read += [line for line in text.splitlines() if line.strip() and line not in seen]

    def clicks_on(self, times: int = 1, *, choice: bool = False, new_view: bool = False) -> None:
        self.clicks += times
        self.choices += choice
        self.views += new_view

    def types(self, kind: Literal["short", "long"]) -> None:
        self.fields += 1
        self.characters += SHORT_FIELD if kind == "short" else LONG_FIELD

    @property
    def words(self) -> int:
        return sum(len(words_of(line)) for line in self.read)

    @property
    def seconds(self) -> float:
        return (
            self.words / WORDS_PER_SECOND
            + self.clicks * SECONDS_PER_CLICK
            + self.choices * SECONDS_PER_CHOICE
            + self.views * SECONDS_PER_VIEW
            + self.characters / CHARACTERS_PER_SECOND
        )

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s: {self.words} words, {self.clicks} clicks, "
            f"{self.choices} choices, {self.views} views, {self.fields} typed fields"
        )
