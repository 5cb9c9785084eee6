"""The six situations, and what can be done in each right now."""

from dataclasses import dataclass

from bot.services.doable import has_form
from bot.services.messages import Choice
from habits.catalogue import Catalogue, Habit
from habits.catalogue_lists import Theme
from habits.catalogue_order import STARTERS
from habits.errors import WrongField
from habits.plans import in_short
from habits.texts import say


@dataclass(frozen=True)
class Situations:
    """The six situations by number; `chosen` is the one to begin with."""

    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True)
class Doable:
    """A habit that can be done now: in a form of its own (`here`), or by itself, as `about`
    says. It is one of the manager's already (`mine`), or could become one (`can_be_mine`)."""

    key: str
    name: str
    about: str
    here: bool
    mine: bool = False
    can_be_mine: bool = False


@dataclass(frozen=True)
class Situation:
    """One situation with its habits. `instead`: the manager's habit whose place one of them would
    take."""

    question: str
    habits: tuple[Doable, ...]
    instead: Choice | None = None


def situations(catalogue: Catalogue, chosen: str | None = None) -> Situations:
    """With `chosen` preselected, else the situation of the first starter."""
    themes = [theme for theme in Theme if catalogue.by_theme(theme)]
    starters = catalogue.starters()
    first = starters[0].theme if starters else themes[0]
    choices = tuple(Choice(str(int(theme)), theme.question) for theme in themes)
    return Situations(choices, chosen or str(int(first)))


def situation(catalogue: Catalogue, number: str) -> Situation:
    """Raises WrongField for a number that is none."""
    habits = habits_of(catalogue, number)
    return Situation(
        habits[0].theme.question,
        tuple(Doable(habit.key, habit.name, _about(habit), has_form(habit)) for habit in habits),
    )


def habits_of(catalogue: Catalogue, number: str) -> list[Habit]:
    """The habits of a situation, the starters first. Raises WrongField."""
    theme = next((theme for theme in Theme if str(int(theme)) == number), None)
    habits = catalogue.by_theme(theme) if theme else ()
    if not habits:
        raise WrongField("situation", say("settings.faults.choose_one"))
    return sorted(habits, key=lambda habit: habit.key not in STARTERS)


def _about(habit: Habit) -> str:
    return in_short(habit) if has_form(habit) else habit.action
