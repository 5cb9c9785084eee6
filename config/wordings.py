"""The texts people read, from the files of `config/texts`, as keys with templates."""

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from config.yaml_lines import NotYaml, read_yaml
from habits.errors import BadContent
from habits.texts import Wording

PACKAGED = Path(__file__).parent / "texts"


def load_texts(path: Path = PACKAGED) -> dict[str, Wording]:
    """The texts of a file, or of all files in a folder. Nested names become keys with dots,
    "prompt.done"; the items of a list are numbered.

    Raises BadContent where a file is no YAML, a name stands twice or a value is no text.
    """
    found: dict[str, Wording] = {}
    for one in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
        texts = _of_file(one)
        if twice := sorted(texts.keys() & found.keys()):
            raise BadContent(f"{one.name}: “{twice[0]}” stands in another file as well.")
        found |= texts
    return found


def _of_file(path: Path) -> dict[str, Wording]:
    try:
        document = read_yaml(path.read_bytes())
    except NotYaml as error:
        raise BadContent(f"{path.name}, line {error.line}: {error}") from None
    for place, line, message in document.complaints:
        raise BadContent(f"{path.name}, line {line}: {_key(place)}: {message}")
    return dict(_flat("", document.value))


def fields_of(wording: Wording) -> frozenset[str]:
    """The values that a text wants filled in."""
    return frozenset(
        name
        for template in templates_of(wording)
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    )


def templates_of(wording: Wording) -> list[str]:
    """The one template, or the two that a count tells apart."""
    return [wording] if isinstance(wording, str) else list(wording.values())


def pseudo(texts: Mapping[str, Wording]) -> dict[str, Wording]:
    """The same texts in marked letters: whatever shows in plain ones did not come from the file.
    Values, commands in backticks and Slack's own marks stay as they are."""
    return {
        key: marked(one) if isinstance(one, str) else {n: marked(t) for n, t in one.items()}
        for key, one in texts.items()
    }


def marked(template: str) -> str:
    """Each letter with its mark. The text keeps its length, and its words stay words."""
    made: list[str] = []
    inside, typed = 0, False
    for letter in template:
        inside += (letter in "{<") - (letter in "}>")
        typed ^= letter == "`"
        made.append(letter if inside or typed else letter.translate(_MARKS))
    return "".join(made)


_MARKS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "āƀčđēƒǧĥīĵķĺɱñōƥɋřšŧūṽẃẋȳžĀɃČĐĒƑǦĤĪĴĶĹṀÑŌƤɊŘŠŦŪṼẂẊȲŽ",
)


def _key(place: tuple[str | int, ...]) -> str:
    return ".".join(str(name) for name in place)


def _flat(prefix: str, value: object) -> Iterator[tuple[str, Wording]]:
    match value:
        case str() as text:
            yield prefix, text.rstrip("\n")
        case {"one": str(one), "other": str(other)}:
            yield prefix, {"one": one.rstrip("\n"), "other": other.rstrip("\n")}
        case dict():
            for name, inner in cast("dict[str, object]", value).items():
                yield from _flat(f"{prefix}.{name}" if prefix else name, inner)
        case list():
            for n, inner in enumerate(cast("list[object]", value)):
                yield from _flat(f"{prefix}.{n}", inner)
        case _:
            raise BadContent(f"The text “{prefix}” is {value!r}; put it in quotes.")
