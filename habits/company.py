"""What a company sets for all its managers: defaults to begin with, limits that hold for all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from habits.people import Hours

MOST_A_WEEK = 5
"""More messages than this the bot starts for nobody."""


@dataclass(frozen=True)
class Company:
    """`country` and `region` are what newcomers begin with. Messages come within `within` at the
    widest, and at most `most_a_week` (1-5) a week. `year_begins` is the month (1-12) with which
    the fiscal year begins. `days` are the company's own: a name for a day off, None for a work
    day."""

    country: str | None = None
    region: str | None = None
    within: Hours | None = None
    most_a_week: int = MOST_A_WEEK
    year_begins: int = 1
    days: Mapping[date, str | None] = field(default_factory=dict[date, str | None])


NO_COMPANY = Company()
"""Where no admin has set anything."""
