"""What pydantic finds in a file of content, in words for the person who wrote the file."""

from collections.abc import Iterator
from difflib import get_close_matches
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.yaml_lines import Document, Path

_SAID_AT_MOST = 60


def shape_complaints(
    error: ValidationError, document: Document, model: type[BaseModel]
) -> Iterator[tuple[Path, int, str]]:
    """What pydantic found, in our words and at its line; fields that one place lacks are one
    complaint."""
    missing: dict[Path, list[str]] = {}
    told = {path for path, _, _ in document.complaints}
    for one in error.errors(include_url=False, include_context=True):
        where = _in_file(one["loc"], document)
        if one["type"] == "missing":
            names = missing.setdefault(where, [])
            if (name := str(one["loc"][-1])) not in names:
                names.append(name)
            continue
        # A value that may be of two types fails once for each, and a list whose items failed
        # is called too short as well.
        if where in told or (one["type"] == "too_short" and one["input"]):
            continue
        told.add(where)
        if one["type"] == "extra_forbidden":
            line = document.key_lines.get(where, document.line(where))
            yield where, line, _unknown_field(where, model)
        else:
            yield where, document.line(where), _expected(one)
    for where, names in missing.items():
        if len(names) == 1:
            yield (*where, names[0]), document.line(where), "missing; it is needed here."
        else:
            yield where, document.line(where), f"missing: {', '.join(names)}."


def _in_file(loc: tuple[int | str, ...], document: Document) -> Path:
    """Without what pydantic adds to a place: names of types, marks of keys."""
    where: Path = ()
    for part in loc:
        if (*where, part) not in document.lines:
            break
        where = (*where, part)
    return where


def _unknown_field(where: Path, model: type[BaseModel]) -> str:
    fields = _fields_at(where[:-1], model)
    near = get_close_matches(str(where[-1]), fields, n=1)
    if near:
        return f"there is no such field; did you mean “{near[0]}”?"
    return f"there is no such field; expected one of: {', '.join(fields)}."


def _fields_at(where: Path, model: type[BaseModel]) -> list[str]:
    for part in where:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in inner if model is not None), None)


_TYPES = {
    "string_type": "text (in quotes, if YAML reads it as something else)",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "tuple_type": "a list, each item on its own line after “- ”",
    "mapping_type": "names and values, as “name: value”",
    "model_type": "names and values, as “name: value”",
    "dict_type": "names and values, as “name: value”",
}


def _expected(one: ErrorDetails) -> str:
    found, context = one["input"], one.get("ctx", {})
    match one["type"]:
        case "enum":
            return _not_in_list(found, str(context["expected"]))
        case "string_too_short":
            return "empty; expected some text."
        case "too_short":
            return "empty; expected one item or more."
        case "string_pattern_mismatch":
            return f"“{found}”; expected small letters, digits and _ only."
        case "greater_than_equal":
            return f"{found}; expected {context['ge']} or more."
        case _:
            expected = _TYPES.get(one["type"], one["msg"])
            return f"found {_said(found)}; expected {expected}."


def _not_in_list(found: Any, expected: str) -> str:
    """`expected` as pydantic says it: 'a', 'b' or 'c'."""
    values = [value.strip("'") for value in expected.replace(" or ", ", ").split(", ")]
    near = get_close_matches(str(found), values, n=1)
    if near:
        return f"found {_said(found)}; did you mean “{near[0]}”?"
    return f"found {_said(found)}; expected one of: {', '.join(values)}."


def _said(found: Any) -> str:
    if found is None:
        return "nothing"
    if isinstance(found, Enum):
        found = found.value
    if isinstance(found, bool):
        return f"“{str(found).lower()}”"
    words = str(found)
    return f"“{words if len(words) <= _SAID_AT_MOST else words[:_SAID_AT_MOST] + '...'}”"
