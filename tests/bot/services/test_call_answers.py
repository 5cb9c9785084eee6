"""Calls that one of the two answers late, moves, or wants no more: who reads what about it."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.services.exporting import export_of
from bot.services.privacy import Privacy
from bot.services.ride_messages import Place, RideShown
from bot.services.ride_waiting import OF_REPS, RIDE, WAITING
from bot.services.rides import CallRefused
from bot.services.team_messages import TodayItem, TodayMessage
from bot.slack.blocks.ride_forms import call_view, declined_words
from bot.slack.blocks.rides import ride_message
from bot.storage import outgoing, rides
from bot.storage.outgoing import Kind
from bot.storage.rides import RideRecord
from habits.errors import NotHere, WrongField
from habits.riding import Act
from habits.riding import State as Standing
from tests.bot.calls import TUESDAY, Helping
from tests.bot.services.test_away import says
from tests.bot.team import BEN
from tests.bot.world import OWNER, WORKSPACE, World

LATE = "reads me too late for this call"
EVENING = datetime(2026, 3, 2, 18, 10, tzinfo=UTC)
"""After Ben's hours, and the owner's."""
AT_NINETEEN: dict[str, Any] = {"day": date(2026, 3, 2), "at": time(19)}


@pytest.fixture
async def helping(world: World) -> Helping:
    return await Helping(world).begins()


def words(helping: Helping, ride: RideShown | None) -> str:
    assert ride is not None
    return json.dumps(call_view(ride), ensure_ascii=False)


def waits(helping: Helping) -> list[TodayItem]:
    world = helping.world

    def read(connection: Any) -> list[TodayItem]:
        day = world.now.date()
        return list(WAITING.items(connection, world.house, world.manager(), day, world.now))

    return world.database.read_now(read)


async def moved_by_rep(helping: Helping, ride: RideRecord) -> RideRecord:
    await helping.rides.other_time(BEN, ride.id, TUESDAY, time(15), helping.team.key())
    await helping.world.walk(minutes=1)
    return helping.now(ride)


# --- a no leaves no trace ------------------------------------------------------------------------


async def exported(helping: Helping) -> dict[str, Any]:
    """All that the manager is told of what is kept, but which of their clicks came when."""
    world = helping.world
    made = world.database.read_now(export_of, OWNER, world.now)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made.body)) as folder:
        told = json.loads(folder.read("data.json"))
    kept = (await Privacy(world.house).page(OWNER)).kept
    return {"own": told["own"], "naming": told["naming_you"], "kept": kept}


async def test_the_managers_export_and_counts_are_the_same_after_a_no(helping: Helping) -> None:
    ride = await helping.offered()
    before = await exported(helping)
    assert "rides" not in before["own"]
    await helping.act(BEN, ride, Act.DECLINE)
    assert await exported(helping) == before


async def test_nor_does_a_no_before_the_offer_was_sent_show(helping: Helping) -> None:
    await helping.world.walk_to(EVENING)
    ride = await helping.offered()
    before = await exported(helping)
    await helping.act(BEN, ride, Act.DECLINE)
    assert await exported(helping) == before


async def test_an_accepted_offer_is_in_the_managers_export(helping: Helping) -> None:
    ride = await helping.offered()
    await helping.act(BEN, ride, Act.ACCEPT)
    told = await exported(helping)
    assert [one["id"] for one in told["own"]["rides"]] == [ride.id]
    assert ride.id in {one["subject"] for one in told["own"]["outgoing"]}


async def test_the_rep_has_the_offer_in_their_own_export(helping: Helping) -> None:
    ride = await helping.offered()
    made = helping.world.database.read_now(export_of, BEN, helping.world.now)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made.body)) as folder:
        told = json.loads(folder.read("data.json"))
    assert [one["id"] for one in told["naming_you"]["rides"]] == [ride.id]


# --- away longer than the message has ------------------------------------------------------------


@pytest.mark.parametrize("end", [None, datetime(2026, 3, 16, 7, tzinfo=UTC)])
async def test_a_request_to_who_is_away_is_there_when_they_are_back(
    helping: Helping, end: datetime | None
) -> None:
    world = helping.world
    await says(world, away_until=end)
    await helping.rides.ask(BEN, helping.wanted(day=date(2026, 3, 25)), helping.team.key())
    await world.walk_to(datetime(2026, 3, 16, 7, 30, tzinfo=UTC))
    if end is None:
        await says(world, is_away=False)
    await world.walk_to(datetime(2026, 3, 18, 15, tzinfo=UTC))
    today = [
        item.kind
        for one in world.messenger.to(OWNER.user)
        if isinstance(one.message, TodayMessage)
        for item in one.message.items
    ]
    assert RIDE in today


async def test_the_rep_waits_for_an_answer_until_the_manager_had_time_after_their_return(
    helping: Helping,
) -> None:
    await says(helping.world, away_until=datetime(2026, 3, 16, 7, tzinfo=UTC))
    asked = await helping.rides.ask(BEN, helping.wanted(day=date(2026, 3, 25)), helping.team.key())
    assert asked.away_until == date(2026, 3, 16)
    await helping.world.walk_to(datetime(2026, 3, 16, 12, tzinfo=UTC))
    assert helping.sent(BEN, Place.SILENT) == []
    await helping.world.walk_to(datetime(2026, 3, 20, 12, tzinfo=UTC))
    assert len(helping.sent(BEN, Place.SILENT)) == 1


# --- too late for the call -----------------------------------------------------------------------


async def test_who_accepts_too_late_is_told_so_and_the_rep_reads_nothing_after_the_call(
    helping: Helping,
) -> None:
    ride = await helping.asked(**AT_NINETEEN)
    await helping.world.walk_to(EVENING)
    shown = await helping.rides.act(OWNER, ride.id, Act.ACCEPT, helping.team.key())
    assert f"Ben {LATE}" in words(helping, shown)
    await helping.world.showing.sweep()
    assert LATE in json.dumps(ride_message(helping.updated(OWNER)).blocks)
    assert LATE not in words(helping, await helping.rides.call(BEN, ride.id))
    await helping.world.walk_to(datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert helping.sent(BEN) == []


async def test_who_calls_off_too_late_is_told_so_and_what_the_rep_has_shows_it(
    helping: Helping,
) -> None:
    ride = await helping.asked(**AT_NINETEEN)
    await helping.act(OWNER, ride, Act.ACCEPT)
    await helping.world.walk_to(EVENING)
    shown = await helping.rides.act(OWNER, ride.id, Act.CALL_OFF, helping.team.key())
    assert f"Ben {LATE}" in words(helping, shown)
    await helping.world.showing.sweep()
    theirs = helping.updated(BEN).ride
    assert theirs is not None
    assert theirs.state is Standing.CALLED_OFF
    await helping.world.walk_to(datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert len(helping.sent(BEN)) == 1


async def test_who_declines_too_late_is_told_so(helping: Helping) -> None:
    ride = await helping.asked(**AT_NINETEEN)
    await helping.world.walk_to(EVENING)
    shown = await helping.rides.decline(OWNER, ride.id, "I am on a train", helping.team.key())
    assert LATE in words(helping, shown)
    assert LATE in declined_words(shown)


async def test_a_rep_is_told_that_the_manager_reads_a_yes_or_a_call_off_too_late(
    helping: Helping,
) -> None:
    ride = await helping.offered(day=date(2026, 3, 2), at=time(20))
    await helping.world.walk_to(EVENING)
    booked = await helping.rides.act(BEN, ride.id, Act.ACCEPT, helping.team.key())
    assert LATE in words(helping, booked)
    off = await helping.rides.act(BEN, ride.id, Act.CALL_OFF, helping.team.key())
    assert LATE in words(helping, off)
    await helping.world.walk_to(datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert helping.sent(OWNER) == []


async def test_what_is_read_in_time_is_not_said_to_be_late(helping: Helping) -> None:
    ride = await helping.asked()
    shown = await helping.rides.act(OWNER, ride.id, Act.ACCEPT, helping.team.key())
    assert LATE not in words(helping, shown)
    await helping.world.walk(minutes=1)
    assert len(helping.sent(BEN)) == 1
    await helping.world.walk_to(ride.ride.starts_at - timedelta(minutes=1))
    assert LATE not in words(helping, await helping.rides.call(OWNER, ride.id))


async def test_on_home_a_call_is_called_off_in_its_window(helping: Helping) -> None:
    ride = await helping.booked()
    world = helping.world
    [thing] = world.database.read_now(lambda c: OF_REPS.items(c, world.house, BEN, world.now))
    assert [way.opens for way in thing.ways] == [True]
    assert OF_REPS.take is not None
    with pytest.raises(NotHere):
        world.database.write_now(OF_REPS.take, world.house, BEN, ride.id, "call-off", world.now)


async def test_nobody_hears_of_their_own_act(helping: Helping) -> None:
    """The rep calls off at night what they read on Home alone."""
    await helping.world.walk_to(datetime(2026, 3, 2, 19, tzinfo=UTC))
    ride = await helping.asked(day=date(2026, 3, 4))
    await helping.act(OWNER, ride, Act.ACCEPT)
    await helping.act(BEN, ride, Act.CALL_OFF)
    await helping.world.walk_to(datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert helping.sent(BEN) == []
    assert len(helping.sent(OWNER)) == 1


# --- another time for an offer -------------------------------------------------------------------


async def test_both_read_who_suggested_another_time_for_an_offer(helping: Helping) -> None:
    await moved_by_rep(helping, await helping.offered())
    world = helping.world
    [thing] = world.database.read_now(lambda c: OF_REPS.items(c, world.house, BEN, world.now))
    assert thing.text.startswith("You suggested Tuesday 3 March, 15:00")
    [item] = waits(helping)
    assert "suggests another time" in item.text
    assert "suggests another time" in ride_message(helping.shown(OWNER)).text
    assert "asks" not in words(helping, helping.shown(OWNER).ride)


async def test_a_rep_who_suggested_another_time_says_no_and_nothing_is_kept(
    helping: Helping,
) -> None:
    ride = await moved_by_rep(helping, await helping.offered())
    world = helping.world
    assert "Not needed any more" in words(helping, await helping.rides.call(BEN, ride.id))
    [thing] = world.database.read_now(lambda c: OF_REPS.items(c, world.house, BEN, world.now))
    [way] = thing.ways
    assert way.label == "Not needed any more"
    assert OF_REPS.take is not None
    before = len(helping.sent(OWNER))
    world.database.write_now(OF_REPS.take, world.house, BEN, ride.id, way.value, world.now)
    assert world.database.read_now(rides.get, WORKSPACE, ride.id) is None
    assert waits(helping) == []
    await world.showing.sweep()
    gone = ride_message(helping.updated(OWNER))
    assert "not planned any more" in json.dumps(gone.blocks)
    assert "Ben" not in json.dumps(gone.blocks)
    assert not any(block["type"] == "actions" for block in gone.blocks)
    for kind in (Kind.HELP, Kind.HELP_REP):
        rows = world.database.read_now(outgoing.of_subject, WORKSPACE, kind, ride.id)
        assert all(row.content is None for row in rows)
    await world.walk(days=1)
    assert len(helping.sent(OWNER)) == before


async def test_what_was_booked_is_called_off_openly_also_when_it_was_to_move(
    helping: Helping,
) -> None:
    ride = await helping.offered()
    await helping.act(BEN, ride, Act.ACCEPT)
    await moved_by_rep(helping, ride)
    await helping.act(BEN, ride, Act.TAKE_BACK)
    shown = helping.shown(OWNER).ride
    assert shown is not None
    assert shown.state is Standing.CALLED_OFF


@pytest.mark.parametrize("booked", [False, True])
async def test_what_the_manager_did_not_answer_says_so(helping: Helping, booked: bool) -> None:
    ride = await helping.offered()
    if booked:
        await helping.act(BEN, ride, Act.ACCEPT)
    moved = await moved_by_rep(helping, ride)
    await helping.world.walk_to(moved.ride.starts_at + timedelta(minutes=1))
    await helping.rides.close()
    assert helping.now(ride).ride.state is Standing.UNANSWERED
    await helping.world.showing.sweep()
    message = ride_message(helping.updated(OWNER))
    assert "before an answer did" in json.dumps(message.blocks)
    assert "call_accept" not in json.dumps(message.blocks)


async def test_whose_answer_is_missing_is_not_said(helping: Helping) -> None:
    """The manager suggested another time, and the rep did not answer."""
    ride = await helping.asked()
    await helping.rides.other_time(OWNER, ride.id, TUESDAY, time(16), helping.team.key())
    await helping.world.walk_to(datetime(2026, 3, 3, 15, 1, tzinfo=UTC))
    await helping.rides.close()
    for who in (OWNER, BEN):
        assert "before an answer did" in words(helping, await helping.rides.call(who, ride.id))


async def test_a_plain_offer_is_answered_not_taken_back(helping: Helping) -> None:
    ride = await helping.offered()
    with pytest.raises(CallRefused):
        await helping.act(BEN, ride, Act.TAKE_BACK)
    with pytest.raises(WrongField):
        await helping.rides.other_time(BEN, ride.id, date(2026, 3, 1), time(9), "key")
