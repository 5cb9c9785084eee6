"""Twelve months, and not a day too early: what is still shown stays as it was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.services.focusing import working_on
from bot.services.progress import strip_of
from bot.services.retention import BATCH, Retention, year_before
from bot.storage import active_habits, away, outgoing, practices, requests, roster
from bot.storage.outgoing import Kind
from bot.storage.practices import Source
from bot.storage.roster import Ended
from bot.storage.tables import focuses, week_totals
from bot.storage.tables import practices as practices_table
from bot.storage.team_tables import requests as requests_table
from habits.catalogue_lists import Period
from habits.strip import Strip
from tests.bot.team import BEN, Team
from tests.bot.world import OWNER, World, wanted

DECEMBER = datetime(2027, 12, 30, 12, tzinfo=UTC)


def done(world: World, habit: str, *days: date) -> None:
    def write(connection: Connection) -> None:
        for day in days:
            manager, source = world.manager().id, f"{habit}:{day}"
            practices.record(connection, manager, habit, day, Source.COMMAND, source, world.now)

    world.database.write_now(write)


def kept(world: World) -> list[date]:
    days = select(practices_table.c.about_day).order_by(practices_table.c.about_day)
    return list(world.database.read_now(lambda c: c.execute(days).scalars().all()))


def sums(world: World) -> dict[date, int]:
    ask = select(week_totals.c.week, week_totals.c.times).order_by(week_totals.c.week)
    rows = world.database.read_now(lambda c: c.execute(ask).all())
    return {row.week: row.times for row in rows}


async def test_whole_weeks_go_once_all_of_their_days_are_twelve_months_old(world: World) -> None:
    # 1 March 2025 is a Saturday: the week before it is over, its own is not.
    days = [date(2025, 2, 17), date(2025, 2, 23), date(2025, 2, 24), date(2025, 3, 1)]
    done(world, "share_why", *days)
    await Retention(world.house).let_go()
    assert kept(world) == days[2:]
    assert sums(world) == {date(2025, 2, 17): 2}
    world.clock.advance(days=7)
    await Retention(world.house).let_go()
    assert (kept(world), sums(world)[date(2025, 2, 24)]) == ([], 2)


async def test_a_sum_grows_when_an_older_practice_turns_up(world: World) -> None:
    done(world, "share_why", date(2024, 5, 6))
    await Retention(world.house).let_go()
    done(world, "share_why", date(2024, 5, 8))
    await Retention(world.house).let_go()
    assert sums(world) == {date(2024, 5, 6): 2}


async def test_more_than_one_batch_goes_in_one_run(world: World) -> None:
    first = date(2022, 1, 3)
    done(world, "share_why", *(first + timedelta(days=n) for n in range(2 * BATCH + 5)))
    await Retention(world.house).let_go()
    assert kept(world) == []
    assert sum(sums(world).values()) == 2 * BATCH + 5


async def test_the_strip_of_every_habit_is_the_same_afterwards(world: World) -> None:
    """Also in January, when a yearly habit looks back to the January before."""
    habits = world.house.catalogue.habits
    year = next(key for key, one in habits.items() if one.cadence.period is Period.YEAR)
    world.clock.move_to(DECEMBER)
    begun = DECEMBER - timedelta(days=1000)
    manager = world.manager()
    done(world, "share_why", *(date(2025, 1, 6) + timedelta(weeks=n) for n in range(150)))
    done(world, year, date(2026, 6, 1), date(2027, 1, 6))

    def strips() -> dict[str, Strip]:
        def ask(connection: Connection) -> dict[str, Strip]:
            now, house = world.now, world.house
            return {
                one.habit: strip_of(connection, house, manager, one, habits[one.habit], now)
                for one in active_habits.of_manager(connection, manager.id)
            }

        return world.database.read_now(ask)

    world.database.write_now(active_habits.work_on, manager.id, year, None, begun)
    for days in (0, 20, 100):
        world.clock.advance(days=days)
        before = strips()
        assert year in before
        await Retention(world.house).let_go()
        assert strips() == before


async def test_the_newest_focus_stays_however_old(world: World) -> None:
    manager = world.manager().id

    def write(connection: Connection) -> None:
        for week in (date(2024, 1, 1), date(2024, 1, 8)):
            row = {"manager": manager, "week": week, "habit": "share_why"}
            connection.execute(insert(focuses).values(**row))

    world.database.write_now(write)
    await Retention(world.house).let_go()
    left = world.database.read_now(lambda c: c.execute(select(focuses.c.week)).scalars().all())
    assert left == [date(2024, 1, 8)]


async def test_what_this_week_is_about_stays_when_next_weeks_is_chosen(world: World) -> None:
    """It is Sunday; the focus of this week was chosen long ago, and so was another before it."""
    manager = world.manager().id
    long_ago, next_week = date(2025, 1, 6), date(2026, 3, 2)
    chosen = {
        date(2024, 1, 1): "coach_11",
        long_ago: "coach_11",
        next_week: "share_why",
        next_week + timedelta(days=7): "coach_11",
    }

    def write(connection: Connection) -> None:
        active_habits.work_on(connection, manager, "coach_11", None, world.now)
        rows = [{"manager": manager, "week": week, "habit": of} for week, of in chosen.items()]
        connection.execute(insert(focuses), rows)

    def about(connection: Connection) -> str:
        return working_on(connection, world.manager(), world.now)[0].habit

    world.database.write_now(write)
    assert world.database.read_now(about) == "coach_11"
    await Retention(world.house).let_go()
    assert world.database.read_now(about) == "coach_11"
    weeks = select(focuses.c.week).order_by(focuses.c.week)
    left = world.database.read_now(lambda c: c.execute(weeks).scalars().all())
    assert left == [long_ago, next_week, next_week + timedelta(days=7)]


async def test_a_status_without_an_end_stays_while_it_runs(world: World) -> None:
    long_ago = world.now - timedelta(days=400)
    world.database.write_now(away.begin, world.manager().id, long_ago, None)
    await Retention(world.house).let_go()
    runs = world.database.read_now(away.running, world.manager().id, world.now)
    assert runs is not None
    world.database.write_now(away.ends, runs.id, world.now)
    world.clock.advance(days=360)
    await Retention(world.house).let_go()
    assert world.database.read_now(away.get, world.manager().id, runs.id) is not None
    world.clock.advance(days=10)
    await Retention(world.house).let_go()
    assert world.database.read_now(away.get, world.manager().id, runs.id) is None


async def test_an_ask_goes_a_year_after_it_was_decided_and_not_while_it_waits(
    world: World,
) -> None:
    manager, at = world.manager().id, world.now
    states = requests.State

    def write(connection: Connection) -> None:
        for state in states:
            ask = requests.begin(connection, manager, state.value, at)
            requests.change(connection, ask.id, state=state, decided_at=at + timedelta(days=30))

    def left(connection: Connection) -> set[str]:
        return set(connection.execute(select(requests_table.c.body)).scalars())

    world.database.write_now(write)
    world.clock.advance(days=380)
    await Retention(world.house).let_go()
    assert world.database.read_now(left) == {state.value for state in states}
    world.clock.advance(days=20)
    await Retention(world.house).let_go()
    assert world.database.read_now(left) == {*requests.NOT_SETTLED}


@pytest.mark.parametrize("why", [None, Ended.LEFT, Ended.GONE])
async def test_a_first_message_stays_as_long_as_its_entry(world: World, why: Ended | None) -> None:
    """And an entry as long as it says that somebody does not want to be asked."""
    team = Team(world)
    entry = await team.introduced()
    if why is not None:
        world.database.write_now(roster.end, entry, why, world.now)
    world.clock.advance(days=400)
    await Retention(world.house).let_go()
    found = world.database.read_now(roster.get, BEN.workspace, entry)
    rows = world.database.read_now(outgoing.of_subject, OWNER.workspace, Kind.INTRO, entry)
    assert (found is None) == (why is Ended.GONE)
    assert len(rows) == (0 if why is Ended.GONE else 1)


async def test_a_shared_note_takes_its_quotes_along(world: World) -> None:
    team = Team(world)
    await team.introduced()
    note = team.keep()
    await world.walk(minutes=1)
    await team.returned(note)
    world.clock.advance(days=364)
    await Retention(world.house).let_go()
    assert team.note(note) is not None
    world.clock.advance(days=3)
    await Retention(world.house).let_go()
    assert team.note(note) is None


async def test_leaving_once_more_does_not_make_it_later(world: World) -> None:
    await world.preferences.leave(OWNER, erase=False)
    world.clock.advance(days=300)
    await world.preferences.leave(OWNER, erase=False)
    world.clock.advance(days=60)
    await Retention(world.house).let_go()
    assert await world.preferences.is_known(OWNER)
    world.clock.advance(days=10)
    await Retention(world.house).let_go()
    assert not await world.preferences.is_known(OWNER)


async def test_who_came_back_and_leaves_again_has_twelve_months_more(world: World) -> None:
    await world.preferences.leave(OWNER, erase=False)
    world.clock.advance(days=300)
    await world.preferences.start(OWNER, wanted())
    await world.preferences.leave(OWNER, erase=False)
    world.clock.advance(days=100)
    await Retention(world.house).let_go()
    assert await world.preferences.is_known(OWNER)


def test_a_year_before_a_leap_day_is_the_28th() -> None:
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert year_before(leap) == datetime(2027, 2, 28, 12, tzinfo=UTC)
    assert year_before(leap + timedelta(days=1)) == datetime(2027, 3, 1, 12, tzinfo=UTC)
