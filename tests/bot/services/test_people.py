"""Who somebody is, as Slack says: asked once, kept fresh, and never a guest."""

from datetime import timedelta

import pytest

from bot.services.people import NotForGuests
from bot.services.who import Who
from bot.storage import people
from habits.people import ManagerState
from tests.bot.fakes import FakePerson
from tests.bot.world import MATE, OUTSIDER, OWNER, WORKSPACE, World

NEW = Who(WORKSPACE, "U0NEW")


async def test_slack_is_asked_about_a_newcomer_once(world: World) -> None:
    world.directory.known[NEW.user] = FakePerson(NEW.user, "Asia/Kolkata")
    for _ in range(2):
        assert (await world.people.know(NEW)).zone == "Asia/Kolkata"
    assert world.directory.asked == [NEW.user]


@pytest.mark.parametrize(
    "person",
    [FakePerson(NEW.user, is_bot=True), FakePerson(NEW.user, is_guest=True), None],
    ids=["bot", "guest", "nobody"],
)
async def test_guests_bots_and_strangers_cannot_begin(
    world: World, person: FakePerson | None
) -> None:
    if person is not None:
        world.directory.known[NEW.user] = person
    with pytest.raises(NotForGuests):
        await world.people.know(NEW)
    assert world.database.read_now(people.get, WORKSPACE, NEW.user) is None


async def test_without_a_zone_in_slack_utc_is_taken_and_a_known_zone_is_kept(
    world: World,
) -> None:
    world.directory.known[NEW.user] = FakePerson(NEW.user, None)
    assert (await world.people.know(NEW)).zone == "UTC"
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, None), "event")
    assert world.manager().zone == "Europe/Stockholm"


async def test_changes_of_people_we_do_not_know_are_not_kept(world: World) -> None:
    await world.people.changed(WORKSPACE, FakePerson(NEW.user), "event")
    assert world.database.read_now(people.get, WORKSPACE, NEW.user) is None


async def test_a_change_told_twice_is_taken_once(world: World) -> None:
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "Asia/Tokyo"), "event-1")
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "Asia/Seoul"), "event-2")
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "Asia/Tokyo"), "event-1")
    assert world.manager().zone == "Asia/Seoul"


async def test_whoever_is_deactivated_has_left_and_must_start_anew(world: World) -> None:
    await world.planning.plan_everybody()
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, deleted=True), "event-1")
    assert world.manager().state is ManagerState.LEFT
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user), "event-2")
    assert not await world.preferences.has_started(OWNER)
    await world.walk(days=3)
    assert world.messenger.to(OWNER.user) == []


async def test_once_a_day_slack_is_asked_about_those_who_take_part(world: World) -> None:
    await world.people.refresh(WORKSPACE)
    assert world.directory.asked == []
    world.directory.known[OWNER.user] = FakePerson(OWNER.user, "Europe/Athens")
    world.clock.advance(days=1, seconds=1)
    await world.people.refresh(WORKSPACE)
    assert world.directory.asked == sorted([MATE.user, OWNER.user])
    assert OUTSIDER.user not in world.directory.asked
    assert world.manager().zone == "Europe/Athens"
    await world.people.refresh(WORKSPACE)
    assert len(world.directory.asked) == 2
    world.clock.move_to(world.now + timedelta(days=1, seconds=1))
    await world.people.refresh(WORKSPACE)
    assert len(world.directory.asked) == 4
