"""Texts by key. Code names a text; the files of `config/texts` word it.

The words are chosen once, when the program starts, like the locale of a process: they decide
nothing, so the rules stay functions of what they are given.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import LiteralString

Wording = str | Mapping[str, str]
"""A template with `{name}` for values; or one for `one` and one for `other`, told apart by
`count`."""

_current: Mapping[str, Wording] = {}


class UnknownText(LookupError):
    """Code named a text that the file does not have."""


def use(texts: Mapping[str, Wording]) -> None:
    """Speak these texts from now on: key such as "prompt.done" -> template."""
    global _current
    _current = texts


@contextmanager
def using(texts: Mapping[str, Wording]) -> Generator[None]:
    """Speak these texts for a while."""
    before = _current
    use(texts)
    try:
        yield
    finally:
        use(before)


def say(key: LiteralString, /, **values: str | int) -> str:
    """The text of that key, its `{name}` filled. Raises UnknownText."""
    return template(key, values).format(**values)


def say_each(prefix: LiteralString, name: str, /, **values: str | int) -> str:
    """One text of a family, such as `say_each("plans", habit.key)`. Raises UnknownText."""
    return template(f"{prefix}.{name}", values).format(**values)


def has(prefix: LiteralString, name: str) -> bool:
    """Whether the family has a text of that name."""
    return f"{prefix}.{name}" in _current


def listed(prefix: LiteralString) -> list[str]:
    """The texts of a list in the file, in their order: keys `prefix.0`, `prefix.1`, ..."""
    found: list[str] = []
    while (text := _current.get(f"{prefix}.{len(found)}")) is not None:
        if not isinstance(text, str):
            raise UnknownText(f"“{prefix}.{len(found)}” needs a count, so it cannot be listed.")
        found.append(text)
    return found


def template(key: str, values: Mapping[str, str | int]) -> str:
    """The template of a key, before its values are put in. Raises UnknownText."""
    try:
        found = _current[key]
    except KeyError:
        raise UnknownText(f"There is no text “{key}”. Is it in a file of config/texts?") from None
    if isinstance(found, str):
        return found
    return found["one" if values.get("count") == 1 else "other"]
