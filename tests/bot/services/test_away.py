"""A Slack status that says away, and Do Not Disturb: noticed, asked about, never more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.services import away
from bot.services.away import AwayOffer
from bot.services.being_away import BeingAway
from bot.services.free_time import FreeTime
from bot.services.messages import PromptMessage
from bot.services.ports import Quiet
from bot.services.team_messages import TodayMessage
from bot.services.time_off import next_time_off
from bot.storage import excuses
from bot.storage.away import AwayAnswer, AwayRecord
from bot.storage.outgoing import State
from bot.storage.tables import away as away_table
from bot.storage.tables import people as people_table
from habits.errors import NotHere, NotStarted
from tests.bot.fakes import FakePerson
from tests.bot.team import Team
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, WORKSPACE, World, wanted

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)


def at(day: int, hour: int = 8) -> datetime:
    """In Stockholm, in March 2026."""
    return datetime(2026, 3, day, hour, tzinfo=UTC) - timedelta(hours=1)


async def says(world: World, *, away_until: datetime | None = None, is_away: bool = True) -> None:
    """The owner's status changes."""
    person = FakePerson(OWNER.user, is_away=is_away, away_until=away_until)
    await world.people.changed(WORKSPACE, person, f"event-{world.now.timestamp()}")


def running(world: World) -> AwayRecord | None:
    return world.database.read_now(away.running, world.manager(), world.now)


def offered(world: World) -> AwayOffer | None:
    return world.database.read_now(away.offered, world.house, world.manager(), world.now)


def afterwards(world: World) -> list[AwayOffer]:
    manager = world.manager()
    return world.database.read_now(away.offers_afterwards, world.house, manager, world.now)


def excused(world: World) -> tuple[tuple[date, date], ...]:
    return world.database.read_now(excuses.since, world.manager().id, HABIT, date(2020, 1, 1))


async def answer(world: World, said: AwayAnswer) -> None:
    offer = offered(world)
    assert offer is not None
    await BeingAway(world.house).answer(OWNER, offer.away, said, world.click())


async def test_a_status_until_friday_is_offered_as_a_break(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(7, 0))
    offer = offered(world)
    assert offer is not None
    assert (offer.first, offer.last, offer.until) == (MONDAY, FRIDAY, FRIDAY)
    await answer(world, AwayAnswer.LEAVE_OUT)
    assert offered(world) is None
    assert excused(world) == ((MONDAY, FRIDAY),)
    assert world.manager().time_off == ((MONDAY, FRIDAY),)
    await world.walk(days=6)
    assert world.messenger.to(OWNER.user) == []


async def test_an_hour_at_lunch_is_not_kept(world: World) -> None:
    world.clock.move_to(at(2, 12))
    await says(world, away_until=at(2, 13))
    assert (running(world), offered(world)) == (None, None)
    kept = world.database.read_now(lambda c: c.execute(away_table.select()).all())
    assert kept == []


async def test_a_status_without_an_end_runs_until_it_is_cleared(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world)
    offer = offered(world)
    assert offer is not None
    assert (offer.last, offer.until) == (None, None)
    world.clock.move_to(at(4, 12))
    assert running(world) is not None
    await says(world, is_away=False)
    assert (running(world), offered(world)) == (None, None)
    [over] = afterwards(world)
    assert (over.first, over.last) == (MONDAY, date(2026, 3, 4))


async def test_a_status_that_was_cleared_soon_leaves_nothing(world: World) -> None:
    world.clock.move_to(at(2, 12))
    await says(world)
    world.clock.move_to(at(2, 14))
    await says(world, is_away=False)
    assert afterwards(world) == []
    assert world.database.read_now(lambda c: c.execute(away_table.select()).all()) == []


async def test_what_is_offered_afterwards_comes_once_and_can_be_left_out(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(4, 18))
    world.clock.move_to(at(4, 18))
    await says(world, is_away=False)
    [offer] = afterwards(world)
    items = (await world.waits.everything(OWNER)).items
    assert [item.text for item in items] == [
        "Leave out Monday 2 March to Wednesday 4 March, when your status said away?"
    ]
    await world.walk(days=2)
    told = [one for one in world.messenger.to(OWNER.user) if isinstance(one.message, TodayMessage)]
    assert len(told) == 1
    await world.waits.done(OWNER, "away", offer.away, world.click())
    assert excused(world) == ((MONDAY, date(2026, 3, 4)),)
    assert (await world.waits.everything(OWNER)).items == ()


async def test_who_says_that_they_are_here_is_written_to(world: World) -> None:
    world.clock.move_to(at(2, 7))
    await says(world, away_until=at(7, 0))
    await answer(world, AwayAnswer.HERE)
    assert (running(world), offered(world), excused(world)) == (None, None, ())
    _, sent = await world.first_prompt()
    assert isinstance(sent.message, PromptMessage)
    world.clock.move_to(at(9))
    assert afterwards(world) == []


async def test_resume_says_that_one_is_here(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(7, 0))
    await answer(world, AwayAnswer.LEAVE_OUT)
    world.clock.move_to(at(4))
    shown = await world.preferences.resume(OWNER)
    assert shown.paused_until is None
    assert excused(world) == ((MONDAY, TUESDAY),)
    assert running(world) is None


async def test_a_break_by_status_ends_with_the_status(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(14, 0))
    await answer(world, AwayAnswer.LEAVE_OUT)
    assert world.manager().time_off == ((MONDAY, date(2026, 3, 13)),)
    world.clock.move_to(at(4, 8))
    await says(world, is_away=False)
    assert world.manager().time_off == excused(world) == ((MONDAY, TUESDAY),)


async def test_a_vacation_that_was_planned_is_not_asked_about_and_outlives_the_status(
    world: World,
) -> None:
    await FreeTime(world.house).add_time_off(OWNER, TUESDAY, date(2026, 3, 13))
    assert next_time_off(world.manager(), MONDAY) == (TUESDAY, date(2026, 3, 13))
    world.clock.move_to(at(3))
    assert next_time_off(world.manager(), TUESDAY) is None
    await says(world, away_until=at(14, 0))
    assert offered(world) is None
    world.clock.move_to(at(4))
    await says(world, is_away=False)
    assert world.manager().time_off == ((TUESDAY, date(2026, 3, 13)),)


async def test_only_ones_own_days_can_be_left_out(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(7, 0))
    offer = offered(world)
    assert offer is not None
    with pytest.raises(NotHere):
        await BeingAway(world.house).answer(MATE, offer.away, AwayAnswer.LEAVE_OUT, world.click())
    with pytest.raises(NotStarted):
        await BeingAway(world.house).answer(
            OUTSIDER, offer.away, AwayAnswer.LEAVE_OUT, world.click()
        )
    assert await BeingAway(world.house).offered(MATE) is None
    assert await BeingAway(world.house).offered(OUTSIDER) is None


async def test_a_yes_to_an_earlier_absence_keeps_what_a_later_one_left_out(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(4, 0))
    world.clock.move_to(at(4))
    await says(world, is_away=False)
    world.clock.move_to(at(9))
    await says(world, away_until=at(14, 0))
    await answer(world, AwayAnswer.LEAVE_OUT)
    [earlier] = afterwards(world)
    await world.waits.done(OWNER, "away", earlier.away, world.click())
    later = (date(2026, 3, 9), date(2026, 3, 13))
    assert excused(world) == ((MONDAY, TUESDAY), later)
    assert world.manager().time_off == ((MONDAY, TUESDAY), later)


async def test_time_off_that_was_taken_out_does_not_come_back_with_the_status(
    world: World,
) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(14, 0))
    await answer(world, AwayAnswer.LEAVE_OUT)
    world.clock.move_to(at(4))
    await FreeTime(world.house).remove_time_off(OWNER, *world.manager().time_off[0])
    assert running(world) is None
    world.clock.move_to(at(5))
    await says(world, away_until=at(13, 0))
    assert world.manager().time_off == excused(world) == ((MONDAY, TUESDAY),)


async def test_other_time_off_that_is_taken_out_says_nothing_about_the_status(
    world: World,
) -> None:
    free_time, april = FreeTime(world.house), (date(2026, 4, 1), date(2026, 4, 3))
    await free_time.add_time_off(OWNER, *april)
    world.clock.move_to(at(2))
    await says(world, away_until=at(7, 0))
    await answer(world, AwayAnswer.LEAVE_OUT)
    await free_time.remove_time_off(OWNER, *april)
    assert running(world) is not None
    assert world.manager().time_off == ((MONDAY, FRIDAY),)


async def test_who_is_here_after_all_counts_again_from_that_day_on(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(14, 0))
    offer = offered(world)
    assert offer is not None
    away_by_status = BeingAway(world.house)
    await away_by_status.answer(OWNER, offer.away, AwayAnswer.LEAVE_OUT, world.click())
    world.clock.move_to(at(4))
    assert [row for row in world.rows() if row.state is State.PLANNED] == []
    # The same question still stands on another surface.
    await away_by_status.answer(OWNER, offer.away, AwayAnswer.HERE, world.click())
    assert world.manager().time_off == excused(world) == ((MONDAY, TUESDAY),)
    assert [row for row in world.rows() if row.state is State.PLANNED] != []


async def test_resume_ends_what_is_left_out_from_tomorrow_on(world: World) -> None:
    world.clock.move_to(at(2, 17))
    await says(world, away_until=at(7, 0))
    await answer(world, AwayAnswer.LEAVE_OUT)
    assert world.manager().time_off == ((TUESDAY, FRIDAY),)
    await world.preferences.resume(OWNER)
    assert (world.manager().time_off, excused(world)) == ((), ())


async def test_who_comes_back_while_the_status_runs_is_asked_again(world: World) -> None:
    world.clock.move_to(at(2))
    await says(world, away_until=at(14, 0))
    await answer(world, AwayAnswer.LEAVE_OUT)
    await world.preferences.leave(OWNER, erase=False)
    world.clock.move_to(at(3))
    await world.preferences.start(OWNER, wanted())
    offer = offered(world)
    assert offer is not None
    assert offer.last == date(2026, 3, 13)
    await answer(world, AwayAnswer.HERE)
    assert running(world) is None


# --- Do Not Disturb ------------------------------------------------------------------------------


async def test_quiet_times_are_learned_once_a_day_and_by_event(world: World) -> None:
    quiet = Quiet(at(2, 9), at(2, 11))
    world.directory.quiet[OWNER.user] = quiet
    world.clock.advance(days=1, seconds=1)
    await world.people.refresh(WORKSPACE)
    assert (world.manager().quiet_from, world.manager().quiet_until) == (at(2, 9), at(2, 11))
    assert world.manager(MATE).quiet_until is None
    assert away.quiet_until(world.manager(), at(2, 10)) == at(2, 11)
    assert away.quiet_until(world.manager(), at(2, 11)) is None
    assert away.quiet_until(world.manager(), at(3, 10)) == at(3, 11), "the same each day"
    await world.people.quiet_changed(WORKSPACE, OWNER.user, None)
    assert away.quiet_until(world.manager(), at(2, 10)) is None


async def test_quiet_times_of_people_who_do_not_take_part_are_not_kept(world: World) -> None:
    await world.people.quiet_changed(WORKSPACE, OUTSIDER.user, Quiet(at(2, 9), at(2, 11)))
    world.started(OUTSIDER)
    assert world.manager(OUTSIDER).quiet_until is None


@pytest.mark.parametrize("erase", [False, True])
async def test_who_leaves_takes_do_not_disturb_along(world: World, erase: bool) -> None:
    """Also somebody whose name stays, since they are in a team."""
    await Team(world).introduced(OWNER, MATE)
    await world.people.quiet_changed(WORKSPACE, OWNER.user, Quiet(at(2, 9), at(2, 11)))
    await world.preferences.leave(OWNER, erase=erase)
    columns = select(people_table.c.quiet_from, people_table.c.quiet_until)
    row = columns.where(people_table.c.workspace == WORKSPACE, people_table.c.user == OWNER.user)
    assert world.database.read_now(lambda c: c.execute(row).one()) == (None, None)
