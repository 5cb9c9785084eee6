"""The files of a content folder: which there are, what stands in one, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from config.content_shape import shape_complaints
from config.yaml_lines import Document, NotYaml, read_yaml
from habits.content_rules import Fault, in_words

LARGEST = 64 * 1024  # bytes of one file; the longest of ours has 3 KiB

_Model = TypeVar("_Model", bound=BaseModel)


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


class Unusable(Exception):
    """A file or a folder cannot be used; `complaints` say why."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("; ".join(str(one) for one in complaints))
        self.complaints = complaints


def files_of(folder: Path) -> list[Path]:
    """The YAML files of a folder by name. Raises Unusable where there are none."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError as error:
        why = error.strerror or "cannot be read"
        expected = "expected a folder with one <key>.yaml for each habit."
        raise Unusable([Complaint(str(folder), 0, "", f"{why}; {expected}")]) from None
    if not files:
        message = "no habit in this folder; expected one <key>.yaml for each habit."
        raise Unusable([Complaint(str(folder), 0, "", message)])
    return files


def read_file(path: Path, model: type[_Model]) -> tuple[_Model, Document, list[Complaint]]:
    """A file as a value, with its lines and what YAML allows and we do not. Raises Unusable."""
    document = _document(path)
    complaints = [
        Complaint(path.name, line, in_words(where), message)
        for where, line, message in document.complaints
    ]
    try:
        return model.model_validate(document.value), document, complaints
    except ValidationError as error:
        found = shape_complaints(error, document, model)
        complaints += [
            Complaint(path.name, line, in_words(where), message) for where, line, message in found
        ]
        raise Unusable(complaints) from None


def complaints_of(path: Path, document: Document, faults: list[Fault]) -> Iterator[Complaint]:
    for fault in faults:
        line = document.line(fault.path)
        yield Complaint(path.name, line, in_words(fault.path), fault.message)


def _document(path: Path) -> Document:
    if path.suffix != ".yaml":
        message = f"this ending is passed over; name the file {path.stem}.yaml."
        raise Unusable([Complaint(path.name, 0, "", message)])
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{error.strerror or 'cannot be read'}."
        raise Unusable([Complaint(path.name, 0, "", message)]) from None
    if len(content) > LARGEST:
        message = f"{len(content)} bytes; at most {LARGEST}."
        raise Unusable([Complaint(path.name, 0, "", message)])
    try:
        return read_yaml(content)
    except NotYaml as error:
        raise Unusable([Complaint(path.name, error.line, "", str(error))]) from None
