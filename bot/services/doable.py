"""Which habits have a form of their own here."""

from habits.catalogue import Habit
from habits.catalogue_lists import ToolKind

_WITH_A_FORM = (ToolKind.COMPOSE, ToolKind.FILTER)


def has_form(habit: Habit) -> bool:
    """Whether [Do it now] can be offered."""
    return habit.tool.kind in _WITH_A_FORM
