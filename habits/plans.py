"""The manager's if-then sentence for a habit, and the one offered until they write their own."""

from habits.catalogue import Habit
from habits.catalogue_lists import TICKED_AT_WEEK_START, Cue
from habits.texts import has, say, say_each

EVENTS = TICKED_AT_WEEK_START
"""What the week start asks about."""

LONGEST = 140
"""A sentence longer than this, in characters, is not one that people keep in mind."""


def event_words(event: Cue) -> str:
    """An event, in the words people read: "A lost deal". Cues that come by themselves have
    none."""
    return say_each("events", event)


def default_plan(habit: Habit) -> str:
    """A whole sentence: "When ..., I will ...". Habits of an operator get theirs from the cue
    and the action."""
    if has("plans", habit.key):
        return say_each("plans", habit.key)
    when = say_each("when", habit.cues[0])
    action = habit.action.rstrip(".")
    plan = say("plan.with_action", when=when, action=f"{action[:1].lower()}{action[1:]}")
    return plan if len(plan) <= LONGEST else say("plan.with_name", when=when, habit=habit.name)


def in_short(habit: Habit) -> str:
    """What the habit comes down to, e.g. "Tell them why, not only what"."""
    _, _, deed = default_plan(habit).partition(say("plan.i_will"))
    deed = deed.strip().rstrip(".")
    return f"{deed[:1].upper()}{deed[1:]}"
