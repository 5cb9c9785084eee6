"""Rows follow the rules: planned, moved, withdrawn, revived, and never planned twice in a week."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, text

from bot.services.messages import CheckInMessage, NoticeMessage, PromptMessage, WeekStartMessage
from bot.services.planning import HORIZON
from bot.storage import managers, people
from bot.storage.outgoing import RHYTHM, Kind, OutgoingRecord, State
from bot.storage.people import PersonRecord
from habits.people import Part, Rhythm, Weekday
from habits.snoozing import Snooze
from tests.bot.fakes import FakePerson
from tests.bot.world import MATE, OUTSIDER, OWNER, TIMES, WORKSPACE, World, wanted

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def kinds(rows: list[OutgoingRecord]) -> dict[Kind, State]:
    return {row.kind: row.state for row in rows}


async def test_the_next_48_hours_are_planned_and_topped_up_when_half_are_gone(
    world: World,
) -> None:
    await world.planning.plan_due(world.now)
    begin = world.now
    assert kinds(world.rows()) == {Kind.START: State.PLANNED, Kind.PROMPT: State.PLANNED}
    assert world.manager().planned_until == begin + HORIZON
    assert await world.planning.next_due() == min(
        begin + HORIZON / 2, min(row.due_at for row in (*world.rows(), *world.rows(MATE)))
    )
    world.clock.move_to(begin + HORIZON / 2 - timedelta(seconds=1))
    await world.planning.plan_due(world.now)
    assert world.manager().planned_until == begin + HORIZON
    world.clock.advance(seconds=2)
    await world.planning.plan_due(world.now)
    assert world.manager().planned_until == world.now + HORIZON


async def test_in_a_week_each_part_comes_once_and_in_its_minute(world: World) -> None:
    await world.walk_to(MONDAY + 7 * DAY - timedelta(hours=1))
    came = world.messenger.to(OWNER.user)
    assert [type(one.message) for one in came] == [
        WeekStartMessage,
        PromptMessage,
        CheckInMessage,
    ]
    for sent, asked in zip(
        came,
        [
            MONDAY + timedelta(hours=7, minutes=30),
            MONDAY + DAY + timedelta(hours=9),
            MONDAY + 4 * DAY + timedelta(hours=10, minutes=30),
        ],
        strict=True,
    ):
        assert timedelta(minutes=2) <= sent.at - asked <= timedelta(minutes=10)
    assert len(world.messenger.to(OUTSIDER.user)) == 0


async def test_planning_again_changes_nothing(world: World) -> None:
    await world.planning.plan_due(world.now)
    before = world.rows()
    await world.planning.plan_everybody()
    assert world.rows() == before


async def test_a_day_off_takes_a_message_back_with_its_name_and_gives_it_again(
    world: World,
) -> None:
    await world.planning.plan_everybody()
    world.days_off[date(2026, 3, 3)] = "Town Day"
    await world.planning.plan_everybody()
    row = world.row(kind=Kind.PROMPT)
    assert (row.state, row.reason) == (State.WITHDRAWN, "Town Day is a day off")
    world.days_off.clear()
    await world.planning.plan_everybody()
    assert (world.row(kind=Kind.PROMPT).state, world.row(kind=Kind.PROMPT).reason) == (
        State.PLANNED,
        None,
    )


async def test_a_check_in_on_a_day_off_moves_to_the_day_before(world: World) -> None:
    world.days_off[date(2026, 3, 6)] = "Town Day"
    await world.walk_to(MONDAY + 7 * DAY)
    days = [one.at.date() for one in world.messenger.to(OWNER.user)]
    assert days == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 5)]


async def test_another_time_moves_a_row_and_another_day_makes_a_new_one(world: World) -> None:
    await world.planning.plan_everybody()
    row = world.row(kind=Kind.PROMPT)
    await world.preferences.change(OWNER, wanted(rhythm=Rhythm(prompt=Part(time(14, 0)))))
    moved = world.row(kind=Kind.PROMPT)
    assert (moved.id, moved.state) == (row.id, State.PLANNED)
    assert moved.asked_at == MONDAY + DAY + timedelta(hours=13)
    other = Rhythm(prompt=Part(time(14, 0), Weekday.WEDNESDAY))
    await world.preferences.change(OWNER, wanted(rhythm=other))
    assert world.row(id=row.id).state is State.WITHDRAWN
    await world.walk_to(MONDAY + 7 * DAY)
    prompts = [o for o in world.messenger.to(OWNER.user) if isinstance(o.message, PromptMessage)]
    assert [one.at.date() for one in prompts] == [date(2026, 3, 4)]


async def test_a_new_time_that_has_passed_already_is_not_made_up_for(world: World) -> None:
    await world.walk_to(MONDAY + DAY + timedelta(hours=8, minutes=30))
    early = Rhythm(prompt=Part(time(8, 30)))
    await world.preferences.change(OWNER, wanted(rhythm=early))
    assert world.row(kind=Kind.PROMPT, local_date=date(2026, 3, 3)).state is State.WITHDRAWN
    await world.walk(hours=12)
    assert [type(o.message) for o in world.messenger.to(OWNER.user)] == [WeekStartMessage]


async def test_a_place_that_was_used_is_not_planned_again_in_its_week(world: World) -> None:
    await world.walk_to(MONDAY + DAY + timedelta(hours=12))
    thursday = Rhythm(prompt=Part(time(10, 0), Weekday.THURSDAY))
    shown = await world.preferences.change(OWNER, wanted(rhythm=thursday))
    assert all(line.at.date() != date(2026, 3, 5) for line in shown.coming)
    await world.walk_to(MONDAY + 9 * DAY)
    prompts = [o for o in world.messenger.to(OWNER.user) if isinstance(o.message, PromptMessage)]
    assert [one.at.date() for one in prompts] == [date(2026, 3, 3)]
    await world.walk_to(MONDAY + 11 * DAY)
    prompts = [o for o in world.messenger.to(OWNER.user) if isinstance(o.message, PromptMessage)]
    assert prompts[-1].at.date() == date(2026, 3, 12)


# --- pause, leave ---------------------------------------------------------------------------


async def test_a_pause_holds_everything_back_until_its_day(world: World) -> None:
    await world.planning.plan_everybody()
    await world.preferences.pause(OWNER, date(2026, 3, 10))
    assert set(kinds(world.rows()).values()) == {State.WITHDRAWN}
    assert world.row(kind=Kind.PROMPT).reason == "You are on pause until Tuesday 10 March"
    await world.walk_to(MONDAY + 11 * DAY)
    days = [one.at.date() for one in world.messenger.to(OWNER.user)]
    assert days == [date(2026, 3, 10)]
    assert len(world.messenger.to(MATE.user)) == 5


async def test_who_comes_back_early_gets_what_is_still_to_come(world: World) -> None:
    await world.planning.plan_everybody()
    await world.preferences.pause(OWNER, date(2026, 3, 20))
    await world.walk_to(MONDAY + timedelta(hours=12))
    await world.preferences.resume(OWNER)
    assert world.row(kind=Kind.PROMPT).state is State.PLANNED
    await world.walk_to(MONDAY + 6 * DAY)
    assert [type(o.message) for o in world.messenger.to(OWNER.user)] == [
        PromptMessage,
        CheckInMessage,
    ]


async def test_a_later_waits_for_the_end_of_a_pause_and_comes_once(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.TOMORROW, world.click(sent))
    await world.preferences.pause(OWNER, date(2026, 3, 12))
    await world.walk_to(MONDAY + 9 * DAY)
    assert world.messenger.to(OWNER.user)[-1] == sent
    await world.walk_to(MONDAY + 10 * DAY + timedelta(hours=12))
    [back] = [o for o in world.messenger.to(OWNER.user) if o.at > sent.at]
    assert isinstance(back.message, PromptMessage)
    assert back.message.prompt == prompt
    assert back.at == MONDAY + 10 * DAY + timedelta(hours=7)


async def test_whoever_leaves_gets_nothing_more(world: World) -> None:
    await world.planning.plan_everybody()
    await world.preferences.leave(OWNER, erase=False)
    assert {row.reason for row in world.rows()} == {"the manager left"}
    await world.walk(days=8)
    assert world.messenger.to(OWNER.user) == []
    assert world.messenger.to(MATE.user) != []


async def test_who_left_and_starts_again_begins_anew(world: World) -> None:
    await world.planning.plan_everybody()
    await world.preferences.leave(OWNER, erase=False)
    await world.preferences.start(OWNER, wanted())
    assert set(kinds(world.rows()).values()) == {State.PLANNED}


async def test_a_deactivated_person_ends_the_plans_and_never_holds_up_the_others(
    world: World,
) -> None:
    gone = PersonRecord(WORKSPACE, OWNER.user, "Europe/Stockholm", True, world.now)
    world.database.write_now(people.save, gone)
    await world.planning.plan_due(world.now)
    assert world.rows() == []
    assert len(world.rows(MATE)) == 2


async def test_a_manager_who_cannot_be_planned_does_not_hold_up_the_others(world: World) -> None:
    def spoil(connection: Connection) -> None:
        lost = text("UPDATE people SET zone = 'Atlantis/Harbour' WHERE \"user\" = :user")
        connection.execute(lost, {"user": OWNER.user})

    world.database.write_now(spoil)
    await world.planning.plan_due(world.now)
    assert len(world.rows(MATE)) == 2
    again = world.manager().planned_until - HORIZON / 2
    assert again == world.now + timedelta(hours=1)
    here = PersonRecord(WORKSPACE, OWNER.user, "Europe/Stockholm", False, world.now)
    world.database.write_now(people.save, here)
    world.clock.move_to(again + timedelta(seconds=1))
    await world.planning.plan_due(world.now)
    assert len(world.rows()) == 2


# --- zones ----------------------------------------------------------------------------------


async def test_a_new_zone_moves_what_is_to_come_and_says_so_once(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(hours=12))
    moved = FakePerson(OWNER.user, "America/New_York")
    for _ in range(2):
        await world.people.changed(WORKSPACE, moved, "event-1")
    prompt = world.row(kind=Kind.PROMPT)
    assert prompt.asked_at == MONDAY + DAY + timedelta(hours=15)
    await world.walk_to(MONDAY + 3 * DAY)
    [notice] = [
        o.message for o in world.messenger.to(OWNER.user) if isinstance(o.message, NoticeMessage)
    ]
    assert notice.title == "Your time zone has changed"
    assert "New York time" in notice.lines[0]
    # The week start and the prompt have Monday and Tuesday.
    assert notice.lines[1] == "The next one comes Friday at 11:30, your time."
    at = world.messenger.to(OWNER.user)[-1].at
    assert at == MONDAY + 2 * DAY + timedelta(hours=14)


async def test_a_second_move_takes_the_place_of_a_notice_that_waits(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(hours=20))
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "Europe/Berlin"), "event-1")
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "Europe/Madrid"), "event-2")
    await world.walk_to(MONDAY + 4 * DAY)
    notices = [
        o.message for o in world.messenger.to(OWNER.user) if isinstance(o.message, NoticeMessage)
    ]
    assert len(notices) == 1
    assert "Madrid" in notices[0].lines[0]


async def test_a_new_zone_never_makes_a_second_message_of_a_date(world: World) -> None:
    await world.walk_to(MONDAY + DAY + timedelta(hours=10))
    assert isinstance(world.messenger.to(OWNER.user)[-1].message, PromptMessage)
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "America/Los_Angeles"), "event-1")
    await world.walk_to(MONDAY + 3 * DAY)
    prompts = [o for o in world.messenger.to(OWNER.user) if isinstance(o.message, PromptMessage)]
    assert len(prompts) == 1


async def test_a_new_zone_while_a_later_waits_keeps_its_instant_within_hours(
    world: World,
) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(sent))
    asked = world.row(kind=Kind.LATER).due_at
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "Europe/Athens"), "event-1")
    assert world.row(kind=Kind.LATER).due_at == asked
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, "America/New_York"), "event-2")
    assert world.row(kind=Kind.LATER).due_at == MONDAY + DAY + timedelta(hours=13)


# --- downtime -------------------------------------------------------------------------------


async def test_what_fell_due_while_nothing_ran_is_sent_late_or_ended_with_a_reason(
    world: World,
) -> None:
    await world.planning.plan_everybody()
    world.clock.move_to(MONDAY + 8 * DAY + timedelta(hours=15))
    await world.walk(minutes=5)
    rows = {row.key.split(":", 2)[2]: row for row in world.rows() if row.kind in RHYTHM}
    assert {key: row.state for key, row in rows.items()} == {
        "2026-03-02:start": State.EXPIRED,
        "2026-03-03:prompt-1": State.EXPIRED,
        "2026-03-06:check-in": State.EXPIRED,
        "2026-03-09:start": State.EXPIRED,
        "2026-03-10:prompt-1": State.SENT,
    }
    assert rows["2026-03-02:start"].reason == "too late: its time had passed"
    assert rows["2026-03-06:check-in"].reason == "the bot was not running when it was due"
    [late] = world.messenger.to(OWNER.user)
    assert isinstance(late.message, PromptMessage)
    assert late.message.lead.startswith("Sorry, I am late with this")


@pytest.mark.parametrize("weeks", [1, 2])
async def test_after_any_downtime_nobody_gets_a_heap_of_old_messages(
    world: World, weeks: int
) -> None:
    world.clock.move_to(MONDAY + 7 * weeks * DAY + timedelta(hours=12))
    await world.walk(hours=1)
    assert len(world.messenger.to(OWNER.user)) <= 1


async def test_nobody_is_planned_for_before_they_started(world: World) -> None:
    late = replace(OWNER, user="U0LATE")
    await world.walk_to(MONDAY + 2 * DAY)
    world.add_manager(late.user, TIMES)
    await world.walk_to(MONDAY + 7 * DAY)
    came = world.messenger.to(late.user)
    assert [type(one.message) for one in came] == [CheckInMessage]
    assert world.database.read_now(managers.planned_least) is not None
