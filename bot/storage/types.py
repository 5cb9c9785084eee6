"""Column types: instants that keep their zone, text that only our keys can read."""

import json
from datetime import UTC, datetime
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import DateTime, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class UnreadableWithTheseKeys(Exception):
    """A stored value was encrypted with a key that is not among ours."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, always UTC. SQLite keeps it as text that sorts; PostgreSQL natively."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone; this one has none")
        value = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return value
        # strptime and strftime would take twenty times as long, several times a row.
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return cast(datetime, value).astimezone(UTC)


class Encrypted(TypeDecorator[Any]):
    """A JSON value that only our keys can read.

    The keys belong to the engine (see `give_keys`), not to the process: two databases in one
    process may have two sets. Raises UnreadableWithTheseKeys where no key fits.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return _keys_of(dialect).encrypt(json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return json.loads(_keys_of(dialect).decrypt(bytes(value)))
        except InvalidToken as error:
            raise UnreadableWithTheseKeys from error


def give_keys(dialect: Dialect, keys: list[str]) -> None:
    """The first key encrypts, all of them decrypt. Raises ValueError for a malformed key."""
    dialect.trust_keys = MultiFernet([Fernet(key) for key in keys])  # type: ignore[attr-defined]


def new_key() -> str:
    return Fernet.generate_key().decode()


def _keys_of(dialect: Dialect) -> MultiFernet:
    return cast(Any, dialect).trust_keys
