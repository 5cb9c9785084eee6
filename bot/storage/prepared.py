"""Statements put together once: building one takes longer than SQLite takes to answer it.

On SQLite they go straight to the driver; SQLAlchemy writes the SQL and converts the values, once
told how. That takes a quarter of the time of its usual way, by which they run on PostgreSQL.
"""

import inspect
import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Connection, CursorResult, Executable, Table, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Value = BindParameter[Any]
"""Stands in a statement for what is given each time it runs."""

Convert = Callable[[Any], Any]

_GIVEN = "given_"
"""SQLAlchemy keeps the names of columns for itself."""
_SEVERAL = re.compile(r"__\[POSTCOMPILE_(\w+)\]")


class Prepared:
    """A statement with places for values, which are given by name each time it runs. One that may
    be None must not be compared with: that asks for `is_(None)`."""

    def __init__(self, build: Callable[..., Executable], names: Iterable[str]) -> None:
        self._build = build
        self._names = tuple(names)
        self._direct: WeakKeyDictionary[Dialect, _Direct] = WeakKeyDictionary()

    def all(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """The rows: columns are attributes and places."""
        if (direct := self._directly(connection)) is not None:
            return direct.rows(connection, values)
        return self._usual(connection, values).all()

    def first(self, connection: Connection, **values: Any) -> Any | None:
        """The first row, or None."""
        if (direct := self._directly(connection)) is not None:
            return direct.first(connection, values)
        return self._usual(connection, values).first()

    def mappings(self, connection: Connection, **values: Any) -> Sequence[Mapping[str, Any]]:
        """The rows by the names of columns."""
        if (direct := self._directly(connection)) is not None:
            return [row._asdict() for row in direct.rows(connection, values)]
        return [dict(row) for row in self._usual(connection, values).mappings()]

    def scalars(self, connection: Connection, **values: Any) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self.all(connection, **values)]

    def scalar(self, connection: Connection, **values: Any) -> Any | None:
        """The first column of the first row; None without a row."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> int:
        """Change rows; how many there were."""
        return self.run_each(connection, [values])

    def run_each(self, connection: Connection, several: Sequence[Mapping[str, Any]]) -> int:
        """Run once for each of them."""
        if not several:
            return 0
        if (direct := self._directly(connection)) is not None:
            return direct.change(connection, several)
        given = [_named(values) for values in several]
        return connection.execute(self._statement, given).rowcount

    def _usual(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        return connection.execute(self._statement, _named(values))

    @cached_property
    def _statement(self) -> Executable:
        return self._build(**{name: bindparam(_GIVEN + name) for name in self._names})

    def _directly(self, connection: Connection) -> "_Direct | None":
        dialect = connection.dialect
        if dialect.name != "sqlite":
            return None
        direct = self._direct.get(dialect)
        if direct is None:
            direct = self._direct[dialect] = _Direct(self._statement, dialect)
        return direct


def prepared(build: Callable[..., Executable]) -> Prepared:
    """Make a function from places for values to a statement into one that is put together at its
    first run."""
    return Prepared(build, inspect.signature(build).parameters)


def insertion(table: Table, columns: str) -> Prepared:
    """A new row with values for these columns, separated by blanks."""

    def build(**values: Value) -> Executable:
        return table.insert().values(values)

    return Prepared(build, columns.split())


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {_GIVEN + name: value for name, value in values.items()}


class _Place(NamedTuple):
    """A place for a value in the SQL: what it is called, or the value that always stands there."""

    name: str | None
    constant: Any
    convert: Convert | None
    several: bool


class _Direct:
    """A statement as the driver of SQLite takes it."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled = cast(SQLCompiler, cast(Any, statement).compile(dialect=dialect))
        self._sql = compiled.string
        self._places = [_place(compiled, name, dialect) for name in compiled.positiontup or ()]
        self._several = any(place.several for place in self._places)
        columns = list(cast(Any, statement).exported_columns)
        self._row = _row_type([str(getattr(column, "name", "")) for column in columns])
        readers = [_reader(column.type, dialect) for column in columns]
        self._readers = [(n, read) for n, read in enumerate(readers) if read is not None]

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        return [self._read(row) for row in self._execute(connection, values)]

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        cursor = self._execute(connection, values)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else self._read(row)

    def change(self, connection: Connection, several: Sequence[Mapping[str, Any]]) -> int:
        if len(several) == 1 or self._several:
            return sum(self._execute(connection, values).rowcount for values in several)
        given = [self._given(values) for values in several]
        return _driver(connection).executemany(self._sql, given).rowcount

    def _execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        given = self._given(values)
        return _driver(connection).execute(self._expanded(values), given)

    def _given(self, values: Mapping[str, Any]) -> list[Any]:
        given: list[Any] = []
        for name, constant, convert, several in self._places:
            value = constant if name is None else values[name]
            if several:
                given += value if convert is None else [convert(one) for one in value]
            else:
                given.append(value if convert is None else convert(value))
        return given

    def _expanded(self, values: Mapping[str, Any]) -> str:
        """The SQL with a place for each of several values."""
        if not self._several:
            return self._sql
        lengths = iter(
            len(place.constant if place.name is None else values[place.name])
            for place in self._places
            if place.several
        )
        return _SEVERAL.sub(lambda _: ", ".join("?" * next(lengths)), self._sql)

    def _read(self, row: tuple[Any, ...]) -> Any:
        if not self._readers:
            return self._row(row)
        read = list(row)
        for n, reader in self._readers:
            read[n] = reader(read[n])
        return self._row(read)


def _driver(connection: Connection) -> Any:
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.driver_connection


def _place(compiled: SQLCompiler, name: str, dialect: Dialect) -> _Place:
    bound = compiled.binds[name]
    convert = _writer(bound.type, dialect)
    if name.startswith(_GIVEN):
        return _Place(name.removeprefix(_GIVEN), None, convert, bound.expanding)
    return _Place(None, compiled.params[name], convert, bound.expanding)


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _row_type(names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    """Like the rows of SQLAlchemy, as far as we use them. A column without a name has a place."""
    return namedtuple("Row", names, rename=True)._make  # pyright: ignore[reportUntypedNamedTuple]
