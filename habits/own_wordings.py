"""An operator's own wordings for a habit that is there, in place of some of ours or beside them."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

from habits.catalogue import Habit, Text, Wording
from habits.content_lint import lint
from habits.content_rules import Fault

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}")


class OwnWordings(BaseModel):
    """`wordings` are added to a habit; `off` are the ids of those that are drawn no more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wordings: tuple[Wording, ...] = ()
    off: tuple[Text, ...] = ()


def with_own(habit: Habit, own: OwnWordings) -> Habit:
    """The habit as people meet it: what is left of its wordings, then the operator's."""
    return habit.model_copy(update={"wordings": (*_left(habit, own), *own.wordings)})


def lint_own(habit: Habit, own: OwnWordings) -> list[Fault]:
    """All that is to be corrected in an operator's wordings for the habit: paths are those of
    the file with the wordings."""
    if not own.wordings and not own.off:
        message = "nothing in it; expected wordings, or ids of ours under off."
        return [Fault((), message)]
    return [*_ids(habit, own), *_off(habit, own), *_texts(habit, own)]


def _left(habit: Habit, own: OwnWordings) -> list[Wording]:
    return [one for one in habit.wordings if one.id not in own.off]


def _ids(habit: Habit, own: OwnWordings) -> Iterator[Fault]:
    ours = {one.id for one in habit.wordings}
    seen: set[str] = set()
    for number, one in enumerate(own.wordings):
        path = ("wordings", number, "id")
        key, _, name = one.id.partition("/")
        if key != habit.key or not _ID.fullmatch(name):
            example = f"{habit.key}/own-1"
            yield Fault(path, f"“{one.id}”; expected the habit's key and a name, e.g. {example}.")
        elif one.id in ours:
            # Records of what was shown point to ids, so even one that is off stays taken.
            yield Fault(path, f"“{one.id}” is the id of one of ours; each needs its own.")
        elif one.id in seen:
            yield Fault(path, f"“{one.id}” is there twice; each needs its own.")
        seen.add(one.id)


def _off(habit: Habit, own: OwnWordings) -> Iterator[Fault]:
    ours = [one.id for one in habit.wordings]
    for number, off in enumerate(own.off):
        path = ("off", number)
        if off in own.off[:number]:
            yield Fault(path, f"“{off}” is there twice; once is enough.")
        elif off not in ours:
            near = get_close_matches(off, ours, n=1)
            hint = f"did you mean “{near[0]}”?" if near else f"expected one of: {', '.join(ours)}."
            yield Fault(path, f"“{off}” is no wording of this habit; {hint}")


def _texts(habit: Habit, own: OwnWordings) -> Iterator[Fault]:
    """What the rules of the catalogue say about the habit as it becomes."""
    left = len(_left(habit, own))
    for fault in lint(with_own(habit, own)):
        match fault.path:
            case ("wordings",):
                yield Fault(("off",) if own.off else fault.path, fault.message)
            case ("wordings", int(number), *rest) if number >= left and rest != ["id"]:
                yield Fault(("wordings", number - left, *rest), fault.message)
            case _:
                pass  # in the habit's own file, or an id, which has its own rule here
