"""A database and the habits, made once for all simulations of a run."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.content import load
from habits.catalogue import Catalogue
from tests.simulator.year import scratch


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(None)


@pytest.fixture(scope="session")
def schema() -> Iterator[Path]:
    with scratch() as path:
        yield path


@pytest.fixture
def fresh(schema: Path, tmp_path: Path) -> Path:
    """A database with the schema and no rows."""
    return Path(shutil.copyfile(schema, tmp_path / "trust.db"))
