"""Statements put together once: building one takes longer than SQLite takes to answer it."""

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Connection, CursorResult, Executable, bindparam

Value = BindParameter[Any]
"""Stands in a statement for what is given each time it runs."""


class Prepared:
    """A statement with places for values. Called with a connection and the values by name, it
    runs. A value that may be None must not be compared with: that asks for `is_(None)`."""

    def __init__(self, build: Callable[..., Executable]) -> None:
        self._build = build

    def __call__(self, connection: Connection, **values: Any) -> CursorResult[Any]:
        given = {f"given_{name}": value for name, value in values.items()}
        return connection.execute(self.statement, given)

    @cached_property
    def statement(self) -> Executable:
        # SQLAlchemy keeps the names of columns for itself.
        names = inspect.signature(self._build).parameters
        return self._build(**{name: bindparam(f"given_{name}") for name in names})


def prepared(build: Callable[..., Executable]) -> Prepared:
    """Make a function from values to a statement into one that is put together at its first run."""
    return Prepared(build)
