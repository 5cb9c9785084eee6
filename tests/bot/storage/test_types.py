"""What goes into a column comes out of it: instants with their zone, secrets only with our keys."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select, text

from bot.storage import Database, database_now
from bot.storage.types import Encrypted, UnreadableWithTheseKeys, UtcDateTime, give_keys
from tests.bot.databases import KEY

metadata = MetaData()
samples = Table(
    "samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("secret", Encrypted),
)

FIRST, LAST = datetime(1000, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
zones = st.sampled_from(["UTC", "Europe/Stockholm", "Asia/Kolkata", "America/St_Johns"])
instants = st.datetimes(
    FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.builds(ZoneInfo, zones)
)


@pytest.fixture
def samples_in(blank: Database) -> Database:
    blank.write_now(metadata.create_all)
    return blank


def keep(connection: Connection, **values: object) -> None:
    connection.execute(insert(samples).values(**values))


def all_of(connection: Connection, column: Column[object]) -> list[object]:
    return list(connection.execute(select(column).order_by(samples.c.id)).scalars())


def test_an_instant_comes_back_as_it_went_in_but_in_utc(samples_in: Database) -> None:
    @given(st.lists(instants, max_size=5))
    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def round_trip(given_instants: list[datetime]) -> None:
        samples_in.write_now(lambda c: c.execute(samples.delete()))
        for at in given_instants:
            samples_in.write_now(keep, at=at)
        found = samples_in.read_now(all_of, samples.c.at)
        assert found == [at.astimezone(UTC) for at in given_instants]
        assert all(isinstance(one, datetime) and one.tzinfo is UTC for one in found)

    round_trip()


def test_instants_sort_and_compare_by_time_whatever_zone_they_were_given_in(
    samples_in: Database,
) -> None:
    first = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    later = datetime(2026, 3, 2, 4, 31, tzinfo=UTC)
    for at in (later, first):
        samples_in.write_now(keep, at=at)
    ask = select(samples.c.at).where(samples.c.at < later).order_by(samples.c.at)
    assert samples_in.read_now(lambda c: list(c.execute(ask).scalars())) == [first]


def test_no_instant_stays_none(samples_in: Database) -> None:
    samples_in.write_now(keep, at=None, secret=None)
    assert samples_in.read_now(all_of, samples.c.at) == [None]
    assert samples_in.read_now(all_of, samples.c.secret) == [None]


def test_an_instant_without_a_zone_is_refused(samples_in: Database) -> None:
    with pytest.raises(Exception, match="an instant needs its zone"):
        samples_in.write_now(keep, at=datetime(2026, 3, 1))  # noqa: DTZ001
    assert samples_in.read_now(all_of, samples.c.at) == []


@pytest.mark.parametrize("value", ["Thanks, Ben: é 🙂", {"text": "x", "blocks": [1, None]}, [], ""])
def test_what_is_encrypted_comes_back_whole(samples_in: Database, value: object) -> None:
    samples_in.write_now(keep, secret=value)
    assert samples_in.read_now(all_of, samples.c.secret) == [value]


def test_the_text_is_nowhere_in_what_is_stored(samples_in: Database) -> None:
    samples_in.write_now(keep, secret="I was afraid of the review")
    raw = samples_in.read_now(lambda c: c.execute(text("SELECT secret FROM samples")).scalar_one())
    assert b"afraid" not in bytes(raw)
    if samples_in.path is not None:
        for file in samples_in.path.parent.iterdir():
            assert b"afraid" not in file.read_bytes()


def test_another_key_cannot_read_it(samples_in: Database) -> None:
    samples_in.write_now(keep, secret="private")
    give_keys(samples_in.engine.dialect, [Fernet.generate_key().decode()])
    with pytest.raises(UnreadableWithTheseKeys):
        samples_in.read_now(all_of, samples.c.secret)


def test_a_new_key_in_front_writes_and_the_old_one_still_reads(samples_in: Database) -> None:
    samples_in.write_now(keep, secret="old")
    new = Fernet.generate_key().decode()
    give_keys(samples_in.engine.dialect, [new, KEY])
    samples_in.write_now(keep, secret="new")
    assert samples_in.read_now(all_of, samples.c.secret) == ["old", "new"]
    give_keys(samples_in.engine.dialect, [new])
    last = select(samples.c.secret).order_by(samples.c.id.desc()).limit(1)
    assert samples_in.read_now(lambda c: c.execute(last).scalar_one()) == "new"


def test_the_databases_own_clock_is_utc_and_goes_on(blank: Database) -> None:
    first = blank.read_now(database_now)
    second = blank.read_now(database_now)
    assert first.tzinfo is UTC
    assert timedelta() <= second - first < timedelta(seconds=30)
