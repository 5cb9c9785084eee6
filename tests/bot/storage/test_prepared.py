"""A prepared statement says what the same statement says in SQLAlchemy's usual way."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Executable,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    func,
    select,
    update,
)

from bot.storage import Database, StorageUnavailable
from bot.storage.prepared import Value, insertion, prepared
from bot.storage.types import Encrypted, UtcDateTime

metadata = MetaData()
things = Table(
    "things",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(20)),
    Column("at", UtcDateTime),
    Column("day", Date),
    Column("is_big", Boolean),
    Column("weight", Float),
    Column("parts", JSON),
    Column("secret", Encrypted),
)
COLUMNS = "id name at day is_big weight parts secret"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
APPLE: dict[str, Any] = {
    "id": 1,
    "name": "apple",
    "at": AT,
    "day": AT.date(),
    "is_big": True,
    "weight": 0.5,
    "parts": {"core": [1, None, "ö"]},
    "secret": "never seen",
}
PEAR = APPLE | {"id": 2, "name": "pear", "at": None, "day": None, "secret": None, "is_big": False}

add = insertion(things, COLUMNS)


@prepared
def named(names: Value, until: Value, most: Value) -> Executable:
    kept = things.c.name.in_(("apple", "pear")), things.c.id <= until
    return select(things).where(things.c.name.in_(names), *kept).order_by(things.c.id).limit(most)


@prepared
def renamed(id: Value, name: Value) -> Executable:  # noqa: A002  (the name of a column)
    return update(things).where(things.c.id == id).values(name=name, secret=None)


@prepared
def heaviest() -> Executable:
    return select(func.max(things.c.day, type_=things.c.day.type))


@pytest.fixture
def basket(blank: Database) -> Database:
    blank.write_now(metadata.create_all)
    blank.write_now(lambda c: add.run_each(c, [APPLE, PEAR]))
    return blank


def test_values_come_back_as_they_went_in(basket: Database) -> None:
    asked = {"names": ["apple", "pear", "plum"], "until": 5, "most": 10}
    rows = basket.read_now(named.mappings, **asked)
    assert [dict(row) for row in rows] == [APPLE, PEAR]
    usual = basket.read_now(lambda c: c.execute(select(things).order_by(things.c.id)).all())
    assert [tuple(row) for row in basket.read_now(named.all, **asked)] == [*map(tuple, usual)]


def test_a_row_has_its_columns_as_attributes_and_places(basket: Database) -> None:
    row = basket.read_now(named.first, names=["pear"], until=5, most=1)
    assert (row.name, row[0], row.at) == ("pear", 2, None)
    assert basket.read_now(named.first, names=[], until=5, most=1) is None
    assert basket.read_now(named.scalars, names=["apple", "pear"], until=1, most=5) == [1]
    assert basket.read_now(heaviest.scalar) == date(2026, 3, 1)


def test_a_change_tells_how_many_rows_there_were(basket: Database) -> None:
    assert basket.write_now(renamed.run, id=1, name="plum") == 1
    assert basket.write_now(renamed.run, id=7, name="plum") == 0
    assert basket.write_now(renamed.run_each, several=[]) == 0
    found = basket.read_now(lambda c: c.execute(select(things.c.name, things.c.secret)).all())
    assert sorted(tuple(row) for row in found) == [("pear", None), ("plum", None)]


def test_what_is_taken_back_is_taken_back_whole(basket: Database) -> None:
    def change(connection: Connection) -> None:
        renamed.run(connection, id=1, name="plum")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        basket.write_now(change)
    assert basket.read_now(named.scalars, names=["apple"], until=5, most=5) == [1]


def test_a_database_in_trouble_is_unavailable(basket: Database) -> None:
    basket.write_now(lambda c: things.drop(c))
    if basket.is_sqlite:
        with pytest.raises(StorageUnavailable):
            basket.read_now(named.all, names=["apple"], until=5, most=5)
