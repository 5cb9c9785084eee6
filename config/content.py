"""The habits' files read into a catalogue: all of it, or none and every complaint at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from config.content_files import (
    LARGEST,
    Complaint,
    Unusable,
    complaints_of,
    files_of,
    read_file,
)
from habits.catalogue import Catalogue, Habit
from habits.content_lint import lint
from habits.errors import BadContent
from habits.own_wordings import OwnWordings, lint_own, with_own

__all__ = ["LARGEST", "PACKAGED", "WORDINGS", "Complaint", "lint_folder", "load"]

PACKAGED = Path(__file__).parent / "habits"
WORDINGS = ".wordings.yaml"
"""How the name of a file ends that holds wordings for the habit whose key it begins with."""


def load(folder: Path | None = None) -> Catalogue:
    """The packaged habits; files of the operator's `folder` add to them, and replace those of
    the same key; wordings there change a habit that is there. Raises BadContent with the
    complaints of all files."""
    habits, found = _packaged()
    complaints = list(found)
    if folder is not None:
        habits, own_complaints = _with_folder(habits, folder)
        complaints += own_complaints
    complaints += _same_names(habits)
    if complaints:
        raise BadContent(_message(complaints))
    return Catalogue(one.habit for one in habits.values())


def lint_folder(folder: Path = PACKAGED) -> list[Complaint]:
    """All that is to be corrected in the files of a folder, in their order; an empty list means
    that `load` takes it."""
    packaged, _ = _packaged()
    habits, complaints = _with_folder(packaged, folder)
    return sorted(complaints + _same_names(habits))


@dataclass(frozen=True)
class _Read:
    file: str
    habit: Habit
    name_line: int


@cache
def _packaged() -> tuple[Mapping[str, _Read], Sequence[Complaint]]:
    """Ours: they come with the code, so they are read once."""
    return _read(PACKAGED)


def _with_folder(
    packaged: Mapping[str, _Read], folder: Path
) -> tuple[dict[str, _Read], list[Complaint]]:
    """Ours that stay, then the operator's own, so that a complaint about both is about theirs."""
    own, complaints = _read(folder)
    habits = {key: one for key, one in packaged.items() if key not in own} | own
    return habits, complaints + _reword(habits, folder)


def _read(folder: Path) -> tuple[dict[str, _Read], list[Complaint]]:
    habits: dict[str, _Read] = {}
    complaints: list[Complaint] = []
    try:
        files = files_of(folder)
    except Unusable as error:
        return {}, error.complaints
    for path in files:
        if path.name.endswith(WORDINGS):
            continue
        try:
            found = _read_habit(path)
            habits[found.habit.key] = found
        except Unusable as error:
            complaints += error.complaints
    return habits, complaints


def _read_habit(path: Path) -> _Read:
    habit, document, complaints = read_file(path, Habit)
    complaints += complaints_of(path, document, lint(habit))
    if habit.key != path.stem:
        message = f"“{habit.key}”; expected the name of the file, “{path.stem}”."
        complaints.append(Complaint(path.name, document.line(("key",)), "key", message))
    if complaints:
        raise Unusable(complaints)
    return _Read(path.name, habit, document.line(("name",)))


def _reword(habits: dict[str, _Read], folder: Path) -> list[Complaint]:
    """Put the folder's wordings into the habits they are for."""
    complaints: list[Complaint] = []
    for path in sorted(folder.glob(f"*{WORDINGS}")) if folder.is_dir() else ():
        key = path.name.removesuffix(WORDINGS)
        known = habits.get(key)
        if known is None:
            # Where the habit's own file is broken, that is what has to be corrected.
            if not (folder / f"{key}.yaml").exists():
                complaints.append(Complaint(path.name, 0, "", _no_such_habit(key, habits)))
            continue
        try:
            own, document, found = read_file(path, OwnWordings)
        except Unusable as error:
            complaints += error.complaints
            continue
        found += complaints_of(path, document, lint_own(known.habit, own))
        if found:
            complaints += found
        else:
            habits[key] = replace(known, habit=with_own(known.habit, own))
    return complaints


def _no_such_habit(key: str, habits: Iterable[str]) -> str:
    near = get_close_matches(key, list(habits), n=1)
    hint = f"did you mean {near[0]}{WORDINGS}?" if near else "its name begins with a habit's key."
    return f"there is no habit “{key}”; {hint}"


def _same_names(habits: Mapping[str, _Read]) -> list[Complaint]:
    """People find a habit by its name, so no two may share one."""
    first: dict[str, _Read] = {}
    complaints: list[Complaint] = []
    for one in habits.values():
        other = first.setdefault(one.habit.name.casefold(), one)
        if other is not one:
            message = f"“{one.habit.name}” is also the name in {other.file}; each needs its own."
            complaints.append(Complaint(one.file, one.name_line, "name", message))
    return complaints


def _message(complaints: Iterable[Complaint]) -> str:
    lines = [str(complaint) for complaint in sorted(complaints)]
    count = "one thing needs" if len(lines) == 1 else f"{len(lines)} things need"
    return "\n".join(
        [
            f"The habits cannot be used; {count} correcting:",
            *(f"  {line}" for line in lines),
            "Correct them and start again. `trust-habits habits lint FOLDER` checks them alone.",
        ]
    )
