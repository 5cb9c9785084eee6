"""The page that says what is kept: each table that holds something of a person, in words."""

from bot.services.privacy import Privacy
from bot.storage.kept import TABLES
from habits.texts import say_each
from tests.bot.full import fill
from tests.bot.world import OUTSIDER, OWNER, STRANGER, World


async def test_every_kind_of_thing_that_is_kept_is_told_with_its_count(world: World) -> None:
    world.database.write_now(fill, world.manager(OWNER).id, "U0REP", world.now)
    page = await Privacy(world.house).page(OWNER)
    assert page.known
    twice = ("active_habits", "outgoing")
    assert set(page.kept) == {
        say_each("privacy.tables", table, count=2 if table in twice else 1) for table in TABLES
    }


async def test_what_is_not_there_is_not_listed(world: World) -> None:
    page = await Privacy(world.house).page(OWNER)
    assert page.kept == (say_each("privacy.tables", "active_habits", count=1),)


async def test_nothing_is_told_of_who_never_started_or_belongs_elsewhere(world: World) -> None:
    for who in (OUTSIDER, STRANGER):
        page = await Privacy(world.house).page(who)
        assert (page.known, page.kept) == (False, ())
