"""Changes that come at once share a transaction, and each is kept or taken back by itself."""

import asyncio
import threading

import pytest
from sqlalchemy import Connection, event, text

from bot.storage import Database, StorageUnavailable


class Kept:
    """A table of words, and how often something was committed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.commits = 0
        database.write_now(lambda c: c.execute(text("CREATE TABLE kept (word text)")))
        event.listen(database.engine, "commit", self._count)

    def words(self) -> list[str]:
        ask = text("SELECT word FROM kept ORDER BY word")
        return list(self.database.read_now(lambda c: c.execute(ask).scalars().all()))

    async def busy(self, *words: str) -> list[object]:
        """Write all of them while the writer has something else to do; what came of each."""
        go_on = threading.Event()
        first = asyncio.create_task(self.database.write(lambda _: go_on.wait(10)))
        await asyncio.sleep(0)
        others = [asyncio.create_task(self.database.write(add, word)) for word in words]
        await asyncio.sleep(0)
        self.commits = 0
        go_on.set()
        await first
        return await asyncio.gather(*others, return_exceptions=True)

    def _count(self, _connection: object) -> None:
        self.commits += 1


def add(connection: Connection, word: str) -> str:
    connection.execute(text("INSERT INTO kept VALUES (:word)"), {"word": word})
    if word == "wrong":
        raise ZeroDivisionError
    if word == "away":
        raise StorageUnavailable
    return word.upper()


@pytest.fixture
def kept(blank: Database) -> Kept:
    if not blank.is_sqlite:
        pytest.skip("PostgreSQL has several writers")
    return Kept(blank)


async def test_what_waits_is_written_in_one_transaction(kept: Kept) -> None:
    assert await kept.busy("a", "b", "c") == ["A", "B", "C"]
    assert kept.words() == ["a", "b", "c"]
    assert kept.commits == 2, "the first, and one for the three that waited for it"


async def test_a_change_that_fails_takes_back_nothing_but_its_own(kept: Kept) -> None:
    a, wrong, c = await kept.busy("a", "wrong", "c")
    assert (a, c) == ("A", "C")
    assert isinstance(wrong, ZeroDivisionError)
    assert kept.words() == ["a", "c"]


async def test_where_the_database_is_away_nothing_is_kept_and_nobody_told_otherwise(
    kept: Kept,
) -> None:
    outcomes = await kept.busy("a", "away", "c")
    assert [type(one) for one in outcomes] == [StorageUnavailable] * 3
    assert kept.words() == []


async def test_a_change_nobody_waits_for_any_more_is_not_begun(kept: Kept) -> None:
    go_on = threading.Event()
    first = asyncio.create_task(kept.database.write(lambda _: go_on.wait(10)))
    await asyncio.sleep(0)
    given_up = asyncio.create_task(kept.database.write(add, "a"))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await first
    assert await kept.database.write(add, "b") == "B"
    assert kept.words() == ["b"]
