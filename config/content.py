"""The habits' files read into a catalogue: all of it, or none and every complaint at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from config.content_shape import shape_complaints
from config.yaml_lines import NotYaml, read_yaml
from habits.catalogue import Catalogue, Habit
from habits.content_lint import lint
from habits.content_rules import in_words
from habits.errors import BadContent

PACKAGED = Path(__file__).parent / "habits"
LARGEST = 64 * 1024  # bytes of one file; the longest of ours has 3 KiB


@dataclass(frozen=True, order=True)
class Complaint:
    """One thing to correct. `line` counts from 1, and is 0 where no line is meant: a folder, or
    a file that was not read. `where` is the field, empty for the file as a whole."""

    file: str
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        place = f", {self.where}" if self.where else ""
        return f"{self.file}{line}{place}: {self.message}"


def load(folder: Path | None = None) -> Catalogue:
    """The packaged habits; files of the operator's `folder` add to them, and replace those of
    the same key. Raises BadContent with the complaints of all files."""
    habits, complaints = _read(PACKAGED)
    if folder is not None:
        own, own_complaints = _read(folder)
        habits = _over(habits, own)
        complaints += own_complaints
    complaints += _same_names(habits)
    if complaints:
        raise BadContent(_message(complaints))
    return Catalogue(one.habit for one in habits.values())


def lint_folder(folder: Path = PACKAGED) -> list[Complaint]:
    """All that is to be corrected in the files of a folder, in their order; an empty list means
    that `load` takes it."""
    packaged, _ = _read(PACKAGED)
    habits, complaints = _read(folder)
    return sorted(complaints + _same_names(_over(packaged, habits)))


@dataclass(frozen=True)
class _Read:
    file: str
    habit: Habit
    name_line: int


def _over(packaged: dict[str, _Read], own: dict[str, _Read]) -> dict[str, _Read]:
    """Ours that stay, then the operator's own, so that a complaint about both is about theirs."""
    return {key: one for key, one in packaged.items() if key not in own} | own


def _read(folder: Path) -> tuple[dict[str, _Read], list[Complaint]]:
    habits: dict[str, _Read] = {}
    complaints: list[Complaint] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError as error:
        why = error.strerror or "cannot be read"
        expected = "expected a folder with one <key>.yaml for each habit."
        return {}, [Complaint(str(folder), 0, "", f"{why}; {expected}")]
    if not files:
        message = "no habit in this folder; expected one <key>.yaml for each habit."
        return {}, [Complaint(str(folder), 0, "", message)]
    for path in files:
        found = _read_file(path)
        if isinstance(found, _Read):
            habits[found.habit.key] = found
        else:
            complaints += found
    return habits, complaints


def _read_file(path: Path) -> _Read | list[Complaint]:
    if path.suffix != ".yaml":
        message = f"this ending is passed over; name the file {path.stem}.yaml."
        return [Complaint(path.name, 0, "", message)]
    try:
        content = path.read_bytes()
    except OSError as error:
        return [Complaint(path.name, 0, "", f"{error.strerror or 'cannot be read'}.")]
    if len(content) > LARGEST:
        message = f"{len(content)} bytes; at most {LARGEST}."
        return [Complaint(path.name, 0, "", message)]
    try:
        document = read_yaml(content)
    except NotYaml as error:
        return [Complaint(path.name, error.line, "", str(error))]
    complaints = [
        Complaint(path.name, line, in_words(where), message)
        for where, line, message in document.complaints
    ]
    try:
        habit = Habit.model_validate(document.value)
    except ValidationError as error:
        return complaints + [
            Complaint(path.name, line, in_words(where), message)
            for where, line, message in shape_complaints(error, document)
        ]
    complaints += [
        Complaint(path.name, document.line(fault.path), in_words(fault.path), fault.message)
        for fault in lint(habit)
    ]
    if habit.key != path.stem:
        message = f"“{habit.key}”; expected the name of the file, “{path.stem}”."
        complaints.append(Complaint(path.name, document.line(("key",)), "key", message))
    return complaints or _Read(path.name, habit, document.line(("name",)))


def _same_names(habits: dict[str, _Read]) -> list[Complaint]:
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
