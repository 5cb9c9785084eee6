"""What the articles behind the bot ask of a manager, from `config/practices.yaml`."""

from pathlib import Path
from typing import Annotated

from annotated_types import MinLen
from pydantic import BaseModel, ConfigDict, TypeAdapter

from config.yaml_lines import read_yaml
from habits.catalogue import Text

PACKAGED = Path(__file__).parent / "practices.yaml"


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Practice(_Read):
    """One thing a manager should do, with the keys of the habits that do it; `how` says by what
    part of them, "" where the habit as a whole does it."""

    practice: Text
    habits: Annotated[tuple[str, ...], MinLen(1)]
    how: str = ""


class Practices(_Read):
    """The practices about one thing."""

    about: Text
    practices: Annotated[tuple[Practice, ...], MinLen(1)]


def load_practices(path: Path = PACKAGED) -> tuple[Practices, ...]:
    """In the order of the file."""
    document = read_yaml(path.read_bytes())
    return TypeAdapter(tuple[Practices, ...]).validate_python(document.value)
