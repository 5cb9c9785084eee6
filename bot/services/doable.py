"""Which habits have a form of their own here."""

from habits.cards import is_card
from habits.catalogue import Habit
from habits.catalogue_lists import ToolKind

_WITH_A_FORM = (
    ToolKind.COMPOSE,
    ToolKind.PULSE_RESPONSE,
    ToolKind.FILTER,
    ToolKind.HELP,
    ToolKind.PROMISE,
    ToolKind.FAILURE,
)


def has_form(habit: Habit) -> bool:
    """Whether [Do it now] can be offered."""
    return habit.tool.kind in _WITH_A_FORM or is_card(habit)
