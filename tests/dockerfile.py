"""Reads Dockerfile and .dockerignore, as far as ours use their languages."""

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

WORDS = {
    *("FROM", "WORKDIR", "RUN", "ENV", "COPY"),
    *("USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT", "CMD"),
}


@dataclass(frozen=True)
class Stage:
    """One FROM and its instructions, as (word, rest of the line)."""

    base: str
    name: str
    steps: tuple[tuple[str, str], ...]

    def every(self, word: str) -> list[str]:
        return [rest for step, rest in self.steps if step == word]

    def last(self, word: str) -> str:
        return self.every(word)[-1]

    def environment(self) -> dict[str, str]:
        return {name: value for rest in self.every("ENV") for name, value in assignments(rest)}


def assignments(rest: str) -> Iterator[tuple[str, str]]:
    for word in shlex.split(rest):
        name, equals, value = word.partition("=")
        assert equals, f"ENV is written NAME=value here, not {word}"
        yield name, value


def read_dockerfile(text: str) -> list[Stage]:
    """Its stages in order. An instruction that is not understood is an error."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    stages: list[Stage] = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        word, _, rest = line.strip().partition(" ")
        if not word:
            continue
        assert word in WORDS, f"tests/dockerfile.py does not know the instruction {word}"
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(base, name, ()))
        else:
            stage = stages.pop()
            stages.append(Stage(stage.base, stage.name, (*stage.steps, (word, rest))))
    return stages


@dataclass(frozen=True)
class Ignore:
    """The patterns of a .dockerignore; the last one that fits a path or a folder above it rules."""

    patterns: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "Ignore":
        lines = (line.strip() for line in text.splitlines())
        return cls(tuple(line for line in lines if line and not line.startswith("#")))

    def leaves_out(self, path: str) -> bool:
        parts = PurePosixPath(path).parts
        at_or_above = ["/".join(parts[: n + 1]) for n in range(len(parts))]
        left_out = False
        for pattern in self.patterns:
            expression = as_expression(pattern.removeprefix("!"))
            if any(expression.fullmatch(place) for place in at_or_above):
                left_out = not pattern.startswith("!")
        return left_out

    def context(self, root: Path) -> list[str]:
        """The files of `root` that a build would see, as paths below it."""
        kept = [pattern[1:] for pattern in self.patterns if pattern.startswith("!")]
        found: list[str] = []
        for folder, folders, files in os.walk(root):
            here = PurePosixPath(Path(folder).relative_to(root))
            folders[:] = [
                name
                for name in folders
                if not self.leaves_out(f"{here / name}")
                or any(f"{pattern}/".startswith(f"{here / name}/") for pattern in kept)
            ]
            found += [f"{here / name}" for name in files if not self.leaves_out(f"{here / name}")]
        return sorted(found)


def as_expression(pattern: str) -> re.Pattern[str]:
    """`**/` is any number of folders, `*` and `?` stay inside one name."""
    signs = {"**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*|\?)", pattern.strip("/"))
    return re.compile("".join(signs.get(part) or re.escape(part) for part in parts))
