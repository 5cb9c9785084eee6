"""Engines that find compiled what others before them asked for.

To compile its statements anew takes a new bot longer than all the rest of its start.
"""

from typing import Any

from sqlalchemy import Engine

from bot.storage import Database

_first: dict[str, Engine] = {}
_compiled: dict[Any, Any] = {}


def warm(database: Database) -> Database:
    """The same database; its keys are those that count from now on, so open one at a time."""
    own, first = database.engine, _first.setdefault(database.engine.name, database.engine)
    first.dialect.trust_keys = own.dialect.trust_keys  # type: ignore[attr-defined]
    own.dialect = first.dialect
    own.update_execution_options(compiled_cache=_compiled)
    return database
