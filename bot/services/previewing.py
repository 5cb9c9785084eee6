"""A habit's message as people will see it, before anybody gets it."""

from dataclasses import dataclass

from bot.services.doable import has_form
from bot.services.messages import Choice, PromptMessage, PromptOpen
from habits.catalogue import Catalogue, Habit, Wording
from habits.catalogue_lists import Theme
from habits.people import Weekday
from habits.snoozing import Snooze
from habits.texts import say

NO_PROMPT = "preview"
"""Stands where a real message has the id of its prompt; no prompt has it."""


@dataclass(frozen=True)
class HabitPreview:
    """The habits to choose from, by question; with one chosen, its message and the other lines
    that it may show."""

    habits: tuple[tuple[str, tuple[Choice, ...]], ...]
    habit: str | None = None
    message: PromptMessage | None = None
    others: tuple[str, ...] = ()


def preview(catalogue: Catalogue, key: str | None) -> HabitPreview:
    """Raises UnknownHabit."""
    habits = tuple(_offered(catalogue, theme) for theme in Theme if catalogue.by_theme(theme))
    if key is None:
        return HabitPreview(habits)
    habit = catalogue.get(key)
    first, *others = sorted(habit.wordings, key=lambda one: (len(one.needs), len(one.slots)))
    return HabitPreview(
        habits,
        habit.key,
        example(habit, first),
        tuple(in_gaps(one) for one in habit.wordings if one in others),
    )


def example(habit: Habit, wording: Wording) -> PromptMessage:
    """The prompt that shows this wording, as it comes on a Tuesday."""
    return PromptMessage(
        prompt=NO_PROMPT,
        habit=habit.name,
        lead=say("leads.weekday", weekday=Weekday.TUESDAY.label),
        line=in_gaps(wording),
        good_for=habit.why,
        state=PromptOpen(tuple(Snooze)),
        doable=has_form(habit),
    )


def in_gaps(wording: Wording) -> str:
    """The text with the names of its gaps: [rep] where a name will stand."""
    return wording.text.format(**{name: f"[{name}]" for name in wording.slots})


def _offered(catalogue: Catalogue, theme: Theme) -> tuple[str, tuple[Choice, ...]]:
    return theme.question, tuple(Choice(one.key, one.name) for one in catalogue.by_theme(theme))
