"""The texts people read, from `config/texts/en.yaml`, as keys with templates."""

import string
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from habits.errors import BadContent
from habits.texts import Wording

PACKAGED = Path(__file__).parent / "texts" / "en.yaml"


def load_texts(path: Path = PACKAGED) -> dict[str, Wording]:
    """Nested names become keys with dots, "prompt.done"; the items of a list are numbered.

    Raises BadContent where a value is no text.
    """
    return dict(_flat("", yaml.safe_load(path.read_text(encoding="utf-8"))))


def fields_of(wording: Wording) -> frozenset[str]:
    """The values that a text wants filled in."""
    templates = [wording] if isinstance(wording, str) else list(wording.values())
    return frozenset(
        name for one in templates for _, name, _, _ in string.Formatter().parse(one) if name
    )


def pseudo(texts: Mapping[str, Wording]) -> dict[str, Wording]:
    """The same texts with marks on each letter: whatever shows without them did not come from
    the file. Values, commands in backticks and Slack's own marks stay as they are."""
    return {
        key: _marked(one) if isinstance(one, str) else {n: _marked(t) for n, t in one.items()}
        for key, one in texts.items()
    }


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, Wording]]:
    match value:
        case str() as text:
            yield prefix, text.rstrip("\n")
        case {"one": str(one), "other": str(other), **rest} if not rest:
            yield prefix, {"one": one.rstrip("\n"), "other": other.rstrip("\n")}
        case Mapping() as inside:
            for name, inner in cast("Mapping[str, Any]", inside).items():
                yield from _flat(f"{prefix}.{name}" if prefix else name, inner)
        case list() as items:
            for n, inner in enumerate(cast("list[Any]", items)):
                yield from _flat(f"{prefix}.{n}", inner)
        case _:
            raise BadContent(f"The text “{prefix}” is {value!r}; put it in quotes.")


_MARK = "\N{COMBINING DOT BELOW}"


def _marked(template: str) -> str:
    kept = 0
    made: list[str] = []
    for letter in template:
        kept += (letter in "{<") - (letter in "}>")
        if letter == "`":
            kept = 0 if kept else 1
        made.append(
            letter + _MARK if letter.isascii() and letter.isalpha() and not kept else letter
        )
    return unicodedata.normalize("NFC", "".join(made))
