"""Help on calls: what is kept, who hears what, and when."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.services.ride_messages import Place, RideMessage
from bot.services.ride_waiting import OF_REPS, RIDE, WAITING
from bot.services.rides import CallRefused
from bot.services.taking_part import TellFirst
from bot.storage import outgoing, rides
from bot.storage.outgoing import Kind, State
from bot.storage.roster import Ended
from habits.errors import NotHere, NotStarted, WrongField
from habits.riding import Act, Side
from habits.riding import State as Standing
from tests.bot.calls import DEAL, TUESDAY, Helping
from tests.bot.team import AMY, BEN, MONDAY
from tests.bot.world import MATE, OUTSIDER, OWNER, WORKSPACE, World

BOTH = {"did_well": "Asked and waited", "we_do": "Send the numbers"}


@pytest.fixture
async def helping(world: World) -> Helping:
    return await Helping(world).begins()


# --- asked ---------------------------------------------------------------------------------------


async def test_each_of_the_two_reads_the_time_in_their_own_zone(helping: Helping) -> None:
    ride = await helping.asked()
    shown = helping.shown(OWNER).ride
    assert shown is not None
    assert (shown.deal, shown.at.hour) == (DEAL, 14)
    await helping.rides.other_time(OWNER, ride.id, TUESDAY, time(16), helping.team.key())
    await helping.world.walk(minutes=1)
    theirs = helping.shown(BEN).ride
    assert theirs is not None
    assert theirs.at.hour == 15


async def test_a_call_in_summer_time_is_at_the_hour_that_was_meant(helping: Helping) -> None:
    ride = await helping.asked(day=date(2026, 3, 30))
    assert ride.ride.starts_at == datetime(2026, 3, 30, 12, tzinfo=UTC)


async def test_a_request_at_night_comes_in_the_managers_hours(helping: Helping) -> None:
    await helping.world.walk_to(MONDAY.replace(hour=21))
    await helping.asked()
    assert helping.sent(OWNER) == []
    await helping.world.walk_to(MONDAY.replace(day=3, hour=7, minute=1))
    assert len(helping.sent(OWNER)) == 1


async def test_what_cannot_be_read_before_the_call_is_said_at_once(helping: Helping) -> None:
    await helping.world.walk_to(MONDAY.replace(hour=21))
    with pytest.raises(WrongField, match="too late for that call"):
        await helping.asked(at=time(6))


async def test_sent_twice_it_is_one_request(helping: Helping) -> None:
    key = helping.team.key()
    for _ in range(2):
        await helping.rides.ask(BEN, helping.wanted(), key)
    await helping.world.walk(minutes=1)
    assert len(helping.sent(OWNER)) == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"deal": " \n"}, "deal"),
        ({"need": ""}, "need"),
        ({"deal": "x" * 3000}, "deal"),
        ({"need": "x" * 151}, "need"),
        ({"minutes": 7}, "minutes"),
        ({"day": date(2026, 3, 1)}, "day"),
        ({"day": date(2027, 12, 1)}, "day"),
    ],
)
async def test_what_cannot_be_taken_is_said_under_its_field(
    helping: Helping, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(WrongField) as refused:
        await helping.asked(**facts)
    assert refused.value.field == field


async def test_who_is_in_no_team_asks_nobody(helping: Helping) -> None:
    with pytest.raises(NotStarted):
        await helping.rides.ask_form(OUTSIDER)
    with pytest.raises(NotHere):
        await helping.rides.ask(AMY, helping.wanted(), helping.team.key())


async def test_no_answer_is_told_to_the_rep_an_hour_before(helping: Helping) -> None:
    await helping.asked()
    await helping.world.walk_to(datetime(2026, 3, 3, 12, 1, tzinfo=UTC))
    assert len(helping.sent(BEN, Place.SILENT)) == 1


async def test_who_was_answered_does_not_hear_that_nobody_did(helping: Helping) -> None:
    await helping.booked()
    await helping.world.walk_to(datetime(2026, 3, 3, 13, tzinfo=UTC))
    assert helping.sent(BEN, Place.SILENT) == []


async def test_the_rep_hears_until_when_the_manager_is_away(helping: Helping) -> None:
    await helping.world.preferences.pause(OWNER, date(2026, 3, 6))
    with pytest.raises(WrongField, match="is away until"):
        await helping.asked()
    done = await helping.rides.ask(BEN, helping.wanted(day=date(2026, 3, 20)), helping.team.key())
    assert done.away_until is not None
    await helping.world.walk(minutes=1)
    assert helping.sent(OWNER) == []


async def test_requests_come_beside_other_messages_and_take_no_check_in_away(
    helping: Helping,
) -> None:
    for n in range(5):
        await helping.asked(day=date(2026, 3, 10 + n))
    assert len(helping.sent(OWNER)) == 5
    await helping.world.walk_to(datetime(2026, 3, 6, 17, tzinfo=UTC))
    kinds = [row.kind for row in helping.world.rows() if row.state is State.SENT]
    assert {Kind.PROMPT, Kind.CHECK_IN} <= set(kinds)


# --- offered -------------------------------------------------------------------------------------


async def test_an_offer_waits_until_the_person_was_told(helping: Helping) -> None:
    with pytest.raises(TellFirst):
        await helping.rides.offer(OWNER, helping.wanted(AMY.user), helping.team.key())
    await helping.team.told(AMY)
    done = await helping.rides.offer(OWNER, helping.wanted(AMY.user), helping.team.key())
    assert done.waits_for_intro
    await helping.world.walk(minutes=2)
    assert len(helping.sent(AMY)) == 1


async def test_a_no_to_an_offer_leaves_no_row_and_no_word(helping: Helping) -> None:
    before = len(helping.world.messenger.to(OWNER.user))
    ride = await helping.offered()
    assert (await helping.rides.calls(OWNER)).calls == ()
    await helping.act(BEN, ride, Act.DECLINE)
    found = helping.world.database.read_now(rides.of_pair, ride.manager, BEN.user)
    assert found == []
    assert (await helping.rides.calls(OWNER)).calls == ()
    rows = helping.world.database.read_now(outgoing.of_subject, WORKSPACE, Kind.HELP_REP, ride.id)
    assert all(row.content is None for row in rows)
    with pytest.raises(NotHere):
        await helping.rides.call(OWNER, ride.id)
    await helping.world.walk_to(datetime(2026, 3, 3, 20, tzinfo=UTC))
    told = helping.world.messenger.to(OWNER.user)[before:]
    assert not any(isinstance(one.message, RideMessage) for one in told)


async def test_an_offer_that_nobody_answers_is_gone_when_its_time_comes(helping: Helping) -> None:
    ride = await helping.offered()
    await helping.world.walk_to(ride.ride.starts_at + timedelta(minutes=1))
    await helping.rides.close()
    assert helping.world.database.read_now(rides.get, WORKSPACE, ride.id) is None


# --- booked --------------------------------------------------------------------------------------


async def test_both_are_reminded_and_asked_and_it_counts_once(helping: Helping) -> None:
    ride = await helping.booked()
    await helping.world.walk_to(ride.ride.starts_at - timedelta(minutes=14))
    assert len(helping.sent(OWNER, Place.SOON)) == 1
    assert len(helping.sent(BEN, Place.SOON)) == 1
    with pytest.raises(CallRefused):
        await helping.rides.debrief(OWNER, ride.id, BOTH, "", helping.team.key())
    await helping.world.walk_to(ride.ride.ends_at + timedelta(minutes=1))
    assert len(helping.sent(OWNER, Place.DEBRIEF)) == 1
    assert len(helping.sent(BEN, Place.DEBRIEF)) == 1
    needs = {"customer_needs": "A fixed price"}
    await helping.rides.debrief(BEN, ride.id, needs, "it_helped", helping.team.key())
    assert helping.done() == 1
    await helping.rides.debrief(OWNER, ride.id, BOTH, "", helping.team.key())
    assert helping.done() == 1
    shown = await helping.rides.call(OWNER, ride.id)
    assert [part.text for part in shown.lines] == [*BOTH.values(), "A fixed price"]
    assert shown.helped == "it_helped"


async def test_the_manager_alone_can_say_that_it_took_place(helping: Helping) -> None:
    ride = await helping.booked()
    await helping.world.walk_to(ride.ride.ends_at + timedelta(minutes=1))
    await helping.rides.debrief(OWNER, ride.id, BOTH, "", helping.team.key())
    assert helping.done() == 1


async def test_what_did_not_take_place_does_not_count(helping: Helping) -> None:
    ride = await helping.booked()
    await helping.world.walk_to(ride.ride.ends_at + timedelta(minutes=1))
    await helping.act(BEN, ride, Act.DID_NOT)
    assert helping.done() == 0
    assert helping.now(ride).ride.state is Standing.NOT_HELD


async def test_a_call_that_is_moved_reminds_at_its_new_time_alone(helping: Helping) -> None:
    ride = await helping.booked()
    key = helping.team.key()
    await helping.rides.other_time(BEN, ride.id, date(2026, 3, 4), time(13), key)
    await helping.world.walk(minutes=1)
    await helping.act(OWNER, ride, Act.ACCEPT)
    await helping.world.walk_to(datetime(2026, 3, 4, 14, tzinfo=UTC))
    assert [one.at.date() for one in helping.sent(OWNER, Place.SOON)] == [date(2026, 3, 4)]
    assert len(helping.sent(BEN, Place.DEBRIEF)) == 1


async def test_who_calls_it_off_lets_the_other_hear_and_nobody_is_reminded(
    helping: Helping,
) -> None:
    ride = await helping.booked()
    await helping.act(OWNER, ride, Act.CALL_OFF)
    shown = helping.shown(BEN).ride
    assert shown is not None
    assert shown.state is Standing.CALLED_OFF
    await helping.world.walk_to(datetime(2026, 3, 3, 15, tzinfo=UTC))
    assert helping.sent(OWNER, Place.SOON) == helping.sent(BEN, Place.DEBRIEF) == []


async def test_with_a_rep_who_leaves_go_their_calls(helping: Helping) -> None:
    ride = await helping.booked()
    await helping.team.reps.leave(BEN, helping.entry, Ended.LEFT)
    assert helping.world.database.read_now(rides.get, WORKSPACE, ride.id) is None
    await helping.world.showing.sweep()
    assert helping.updated(OWNER).ride is None
    await helping.world.walk_to(datetime(2026, 3, 3, 15, tzinfo=UTC))
    assert helping.sent(OWNER, Place.SOON) == []


async def test_a_rep_who_erases_takes_the_words_out_of_the_managers_messages(
    helping: Helping,
) -> None:
    ride = await helping.booked()
    await helping.team.reps.erase(BEN, helping.team.key())
    assert helping.world.database.read_now(rides.get, WORKSPACE, ride.id) is None
    for kind in (Kind.HELP, Kind.HELP_REP, Kind.CALL, Kind.CALL_REP):
        rows = helping.world.database.read_now(outgoing.of_subject, WORKSPACE, kind, ride.id)
        assert all(row.content is None for row in rows)


async def test_where_the_manager_leaves_the_rep_is_told_where_to_turn(helping: Helping) -> None:
    ride = await helping.booked()
    await helping.world.preferences.leave(OWNER, erase=False)
    await helping.world.showing.sweep()
    assert helping.updated(BEN).manager_left
    with pytest.raises(NotHere):
        await helping.rides.call(BEN, ride.id)


async def test_the_calendar_file_is_for_what_is_booked(helping: Helping) -> None:
    ride = await helping.asked()
    with pytest.raises(CallRefused):
        await helping.rides.calendar_entry(BEN, ride.id)
    await helping.act(OWNER, ride, Act.ACCEPT)
    made = await helping.rides.calendar_entry(BEN, ride.id)
    assert b"DTSTART:20260303T130000Z" in made.body
    assert made.name.endswith(".ics")


# --- what waits ----------------------------------------------------------------------------------


async def test_requests_and_debriefs_wait_on_home(helping: Helping) -> None:
    world = helping.world
    ride = await helping.asked()

    def waits() -> list[str]:
        day = world.now.date()
        items = world.database.read_now(
            lambda c: WAITING.items(c, world.house, world.manager(), day, world.now)
        )
        return [f"{one.kind} {one.ways[0].value}" for one in items]

    assert waits() == [f"{RIDE} answer"]
    await helping.act(OWNER, ride, Act.ACCEPT)
    assert waits() == []
    await world.walk_to(ride.ride.ends_at + timedelta(minutes=1))
    assert waits() == [f"{RIDE} debrief"]

    def missed(connection: Any) -> None:
        manager, value = world.manager(), str(Act.DID_NOT)
        WAITING.take(connection, world.house, manager, ride.id, value, world.now)

    world.database.write_now(missed)
    assert waits() == []


async def test_a_rep_finds_a_call_that_is_over_until_they_said_how_it_was(helping: Helping) -> None:
    world, ride = helping.world, await helping.asked()

    def waits() -> list[list[str]]:
        read = world.database.read_now
        things = read(lambda c: OF_REPS.items(c, world.house, BEN, world.now))
        return [[way.value for way in one.ways] for one in things]

    await helping.act(OWNER, ride, Act.ACCEPT)
    await world.walk_to(ride.ride.ends_at - timedelta(minutes=1))
    assert waits() == []
    await world.walk_to(ride.ride.ends_at + timedelta(minutes=1))
    assert waits() == [["debrief", Act.DID_NOT]]
    await helping.rides.debrief(OWNER, ride.id, BOTH, "", helping.team.key())
    assert waits() == [["debrief"]]
    needs = {"customer_needs": "A price"}
    await helping.rides.debrief(BEN, ride.id, needs, "it_helped", helping.team.key())
    assert waits() == []


async def test_a_rep_sees_what_is_open_and_takes_it_back(helping: Helping) -> None:
    ride = await helping.asked()
    world = helping.world
    [thing] = world.database.read_now(lambda c: OF_REPS.items(c, world.house, BEN, world.now))
    assert thing.ways[0].value == Act.TAKE_BACK
    assert OF_REPS.take is not None
    world.database.write_now(OF_REPS.take, world.house, BEN, ride.id, "take-back", world.now)
    assert helping.now(ride).ride.state is Standing.TAKEN_BACK
    with pytest.raises(NotHere):
        world.database.write_now(OF_REPS.take, world.house, MATE, ride.id, "call-off", world.now)


def test_the_two_sides_are_each_others_other() -> None:
    assert (Side.REP.other, Side.MANAGER.other) == (Side.MANAGER, Side.REP)
