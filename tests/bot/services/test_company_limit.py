"""A company's limit holds however a week turns: what comes first leaves room for the check-in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.services.messages import CheckInMessage
from bot.storage import companies
from habits.company import Company
from tests.bot.fakes import FakePerson
from tests.bot.world import MATE, OWNER, WORKSPACE, World

LOS_ANGELES = FakePerson(OWNER.user, "America/Los_Angeles")
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


async def test_a_prompt_that_moves_leaves_room_for_the_check_in(world: World) -> None:
    world.database.write_now(companies.save, WORKSPACE, Company(most_a_week=3), world.now)
    await world.people.changed(WORKSPACE, LOS_ANGELES, "flew there")
    await world.walk(days=7)  # the notice of that zone has come
    seen = len(world.messenger.to(OWNER.user))

    # The week has begun in Los Angeles; in Stockholm the time of Tuesday's prompt has gone by.
    await world.walk_to(MONDAY + timedelta(days=8, hours=10, minutes=31))
    await world.people.changed(WORKSPACE, replace(LOS_ANGELES, zone="Europe/Lisbon"), "flew back")
    await world.walk(hours=5)
    await world.planning.plan_everybody()  # as at each start
    await world.walk_to(MONDAY + timedelta(days=13))

    came = world.messenger.to(OWNER.user)[seen:]
    assert len(came) == 3
    assert isinstance(came[-1].message, CheckInMessage)
    assert len(world.messenger.to(MATE.user)) > 0
