"""YAML as plain values that remember the line they stand in."""

from dataclasses import dataclass, field
from typing import Any, cast

import yaml

Path = tuple[str | int, ...]

# libyaml is about ten times faster than the reader in Python; both compose the same nodes.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STANDARD = "tag:yaml.org,2002:"
# A day or a date stays the text that was written: no form of ours asks for YAML's own dates.
_AS_TEXT = frozenset({_STANDARD + "str", _STANDARD + "timestamp", _STANDARD + "value"})
_PLAIN = frozenset(_STANDARD + kind for kind in ("null", "bool", "int", "float"))


class NotYaml(Exception):
    """The text cannot be read at all; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class Document:
    """What a file says. `lines` knows the line of each value, `key_lines` of each key;
    `complaints` are what YAML allows and we do not: (path, line, message)."""

    value: object = None
    lines: dict[Path, int] = field(default_factory=dict[Path, int])
    key_lines: dict[Path, int] = field(default_factory=dict[Path, int])
    complaints: list[tuple[Path, int, str]] = field(default_factory=list[tuple[Path, int, str]])

    def line(self, path: Path) -> int:
        """The line of the value there, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def _compose(text: str) -> yaml.Node | None:
    return cast("Any", yaml).compose(text, Loader=_Loader)  # its stub leaves the types open


def read_yaml(content: bytes) -> Document:
    """Raises NotYaml. Values are dict, list, str, int, float, bool or None."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotYaml(line, "not UTF-8; save the file as UTF-8 text.") from None
    try:
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be read"
        raise NotYaml(mark.line + 1 if mark else 1, f"not YAML: {problem}.") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise NotYaml(line, "not YAML: a character that cannot be shown.") from None
    document = Document()
    if node is not None:
        document.value = _Reading(document).value(node, ())
    return document


class _Reading:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self._document.lines[path] = line
        if id(node) in self._seen:
            # Also what keeps a few lines of aliases from growing into gigabytes.
            self._complain(path, line, "repeated by an alias (*); write it out.")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        return self._scalar(node, path, line)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(path, line, "a key that is a list; expected a word.")
                continue
            key: str = key_node.value
            here = (*path, key)
            if key in values:
                first = self._document.key_lines[here]
                self._complain(here, line, f"there twice, first in line {first}; keep one.")
                continue
            self._document.key_lines[here] = line
            values[key] = self.value(value_node, here)
        return values

    def _scalar(self, node: yaml.Node, path: Path, line: int) -> Any:
        if node.tag in _AS_TEXT:
            return node.value
        if node.tag not in _PLAIN:
            tag = node.tag.replace(_STANDARD, "!!")
            self._complain(path, line, f"“{tag}” is not used here; leave it out.")
            return None
        try:
            return cast("Any", yaml.SafeLoader("")).construct_object(node)
        except ValueError:
            kind = node.tag.removeprefix(_STANDARD)
            self._complain(path, line, f"“{node.value}” cannot be read as {kind}.")
            return None

    def _complain(self, path: Path, line: int, message: str) -> None:
        self._document.complaints.append((path, line, message))
