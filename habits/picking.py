"""Which of several habits a prompt is about, by what the manager said about the week."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from habits.catalogue_lists import Cue
from habits.strip import BY_ITSELF


@dataclass(frozen=True)
class Ready:
    """An active habit. `due`: its turn comes this week; `strength` is from 0 to 1. `recorded`:
    this week brings one of its events by a record, such as the time of a 1:1."""

    habit: str
    cues: frozenset[Cue]
    due: bool = True
    strength: float = 0.0
    recorded: bool = False


def pick(
    habits: Sequence[Ready], named: Collection[Cue] = (), *, none_of_these: bool = False
) -> str | None:
    """The habit of this week's prompt, None where none is due. `habits` has the focus first;
    `named` are the events of the week; `none_of_these`: the manager said that none comes up.

    What was named goes before the focus, and the focus before all others; of several that fit
    alike, the weakest is asked for.
    """
    due = [one for one in habits if one.due]
    if none_of_these:
        due = [one for one in due if _can_come_up(one)] or due
    fitting = [one for one in due if one.cues & frozenset(named)]
    candidates = fitting or due
    if not candidates:
        return None
    focus = habits[0]
    return (focus if focus in candidates else min(candidates, key=_strength)).habit


def waits_for_events(cues: Collection[Cue]) -> bool:
    """Whether none of these cues comes by itself in any week."""
    return not frozenset(cues) & BY_ITSELF


def _can_come_up(one: Ready) -> bool:
    return one.recorded or not waits_for_events(one.cues)


def _strength(one: Ready) -> float:
    return one.strength
