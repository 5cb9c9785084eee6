"""Figures: one value a round, and the goal that their median is held against."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured, one value for each round. `unit` "" is a ratio. The median must not
    exceed `at_most` nor fall below `at_least`; without either it is only told."""

    values: Sequence[float]
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def goal(self) -> str:
        """In words for the table; "" without one."""
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return "" if self.at_least is None else f">= {self.at_least:g}"

    @property
    def holds(self) -> bool:
        too_much = self.at_most is not None and self.median > self.at_most
        too_little = self.at_least is not None and self.median < self.at_least
        return not too_much and not too_little

    def told(self) -> dict[str, Any]:
        return {
            "min": round(min(self.values), 4),
            "median": round(self.median, 4),
            "max": round(max(self.values), 4),
            "unit": self.unit or "ratio",
            "goal": self.goal or None,
            "ok": self.holds,
        }


Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Bench:
    """How to measure. `quick` is for trying out the measurement itself: few of everything.
    `scale` is the part of the large database that is filled; `cache` keeps it between runs."""

    rounds: int
    quick: bool
    scale: float
    folder: Path
    cache: Path

    def size(self, usual: int, quick: int) -> int:
        return quick if self.quick else usual


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of all values do not exceed."""
    ordered = sorted(values)
    place = max(0, -(-len(ordered) * int(percent * 10) // 1000) - 1)
    return ordered[place]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Round by round."""
    return [one / other for one, other in zip(ours, theirs, strict=True)]
