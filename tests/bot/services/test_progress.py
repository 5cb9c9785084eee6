"""Twelve weeks from what is recorded: breaks, leaving, next week's focus, and the recap."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from bot.services.messages import CheckInMessage
from bot.services.prompts import Click
from bot.storage import active_habits, excuses, practices, weeks
from bot.storage.outgoing import Kind
from bot.storage.practices import Source
from bot.storage.tables import active_habits as active_table
from bot.storage.tables import managers as managers_table
from habits.errors import UnknownHabit, UnknownPrompt
from habits.people import Place, Weekday
from habits.strip import Mark
from tests.bot.world import HABIT, MATE, OWNER, World, wanted

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
LONG = date(2026, 1, 1)


async def marks(world: World) -> str:
    letters = {
        Mark.DONE: "x",
        Mark.OPEN: "?",
        Mark.MISSED: "o",
        Mark.EXCUSED: "-",
        Mark.BEFORE: ".",
    }
    [habit] = (await world.home.view(OWNER)).habits
    return "".join(letters[mark] for mark in habit.strip.marks).lstrip(".")


def do(world: World, day: date, habit: str = HABIT) -> None:
    world.database.write_now(
        practices.record,
        world.manager().id,
        habit,
        day,
        Source.COMMAND,
        f"{world.manager().id}:{day}",
        world.now,
    )


def spans(world: World) -> tuple[tuple[date, date], ...]:
    return world.database.read_now(excuses.since, world.manager().id, HABIT, LONG)


async def check_in(world: World, weeks: int = 0) -> tuple[str, CheckInMessage]:
    """Walk to a Friday's check-in; its row, and what it shows."""
    await world.walk_to(MONDAY + timedelta(days=4 + 7 * weeks, hours=11))
    row = next(
        one
        for one in world.rows()
        if one.kind is Kind.CHECK_IN and one.local_date == world.now.date()
    )
    shown = await world.weeks.again(OWNER, row.id)
    assert isinstance(shown.message, CheckInMessage)
    return row.id, shown.message


# --- breaks ---------------------------------------------------------------------------------


async def test_a_break_excuses_its_days_and_no_others(world: World) -> None:
    await world.preferences.pause(OWNER, date(2026, 3, 16))
    assert spans(world) == ((date(2026, 3, 1), date(2026, 3, 15)),)
    world.clock.move_to(MONDAY + timedelta(days=23))
    # Begun on the Sunday before, two weeks away, one missed, and this one.
    assert await marks(world) == "---o?"


async def test_coming_back_early_cuts_the_excuse(world: World) -> None:
    await world.preferences.pause(OWNER, date(2026, 3, 16))
    world.clock.move_to(MONDAY + timedelta(days=3))
    await world.preferences.resume(OWNER)
    assert spans(world) == ((date(2026, 3, 1), date(2026, 3, 4)),)


async def test_a_break_that_ends_the_day_it_began_excuses_nothing(world: World) -> None:
    await world.preferences.pause(OWNER, date(2026, 3, 16))
    await world.preferences.resume(OWNER)
    assert spans(world) == ()


async def test_a_break_made_longer_is_one_stretch_of_days(world: World) -> None:
    await world.preferences.pause(OWNER, date(2026, 3, 5))
    world.clock.move_to(MONDAY + timedelta(days=1))
    await world.preferences.pause(OWNER, date(2026, 3, 12))
    days = {
        first + timedelta(days=n)
        for first, last in spans(world)
        for n in range((last - first).days + 1)
    }
    assert days == {date(2026, 3, 1) + timedelta(days=n) for n in range(11)}


async def test_whoever_left_and_came_back_begins_anew(world: World) -> None:
    do(world, date(2026, 3, 1))
    await world.preferences.leave(OWNER, erase=False)
    world.clock.move_to(MONDAY + timedelta(days=42))
    await world.preferences.start(OWNER, wanted())
    world.clock.move_to(MONDAY + timedelta(days=50))
    assert await marks(world) == "x......o?"


# --- next week's focus ----------------------------------------------------------------------


async def test_other_work_days_change_nothing_about_the_weeks_before(world: World) -> None:
    monday = MONDAY.date()

    def seed(connection: Connection) -> None:
        manager = world.manager().id
        long_ago = MONDAY - timedelta(weeks=40)
        connection.execute(update(managers_table).values(started_at=long_ago))
        connection.execute(update(active_table).values(since=long_ago))
        for ago in range(1, 12):
            week = monday - timedelta(weeks=ago)
            coming = ["decision_ahead"] if ago % 2 else []
            weeks.answer(connection, manager, week, Place.START, coming, world.now)
            weeks.expect(connection, manager, week, coming, world.now)

    world.database.write_now(seed)
    for ago in range(1, 12, 2):
        do(world, monday + timedelta(days=2) - timedelta(weeks=ago))
    world.clock.move_to(MONDAY + timedelta(days=2, hours=9))
    before = await marks(world)
    assert before == "x-x-x-x-x-x?"
    tuesday_on = frozenset(list(Weekday)[1:5])
    await world.preferences.change(OWNER, wanted(work_days=tuesday_on))
    assert await marks(world) == before


async def test_after_saving_next_weeks_focus_is_asked_and_the_present_one_stands(
    world: World,
) -> None:
    row, asking = await check_in(world)
    assert asking.focus is None
    shown = await world.weeks.happened(OWNER, row, [HABIT], world.click())
    assert isinstance(shown.message, CheckInMessage)
    focus = shown.message.focus
    assert focus is not None
    assert focus.chosen == HABIT
    assert [one.value for one in focus.choices] == ["share_why"]
    offered = [one.value for one in focus.others]
    assert HABIT not in offered
    assert {"direction", "coach_11", "filter_request", "listen_first"} <= set(offered)
    assert not focus.more  # a second habit waits until the third week
    assert not focus.begun


async def test_a_late_check_in_says_nothing_of_a_habit_that_was_taken_up_after_its_week(
    world: World,
) -> None:
    row, _ = await check_in(world)
    await world.walk(days=5)
    await world.weeks.happened(OWNER, row, [HABIT], world.click())
    shown = (await world.weeks.focus(OWNER, row, "listen_first", world.click())).message
    assert isinstance(shown, CheckInMessage)
    assert [habit.value for habit in shown.habits] == [HABIT]
    assert shown.progress is None
    assert shown.focus is not None
    assert (shown.focus.chosen, shown.focus.begun) == ("listen_first", True)


async def test_a_focus_that_is_chosen_is_what_comes_next_week(world: World) -> None:
    row, _ = await check_in(world)
    await world.weeks.happened(OWNER, row, [HABIT], world.click())
    shown = await world.weeks.focus(OWNER, row, "coach_11", world.click())
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.focus is not None
    assert shown.message.focus.chosen == "coach_11"
    active = world.database.read_now(active_habits.of_manager, world.manager().id)
    assert [one.habit for one in active] == ["coach_11"]
    _, message = await world.first_prompt()
    assert message.message.habit == "Coach"


async def test_without_an_answer_last_weeks_focus_goes_on(world: World) -> None:
    await check_in(world)
    _, message = await world.first_prompt()
    assert message.message.habit == "Share why"


async def test_the_same_choice_delivered_twice_changes_nothing(world: World) -> None:
    row, _ = await check_in(world)
    await world.weeks.happened(OWNER, row, [HABIT], world.click())
    click = world.click()
    await world.weeks.focus(OWNER, row, "coach_11", click)
    await world.weeks.focus(OWNER, row, HABIT, world.click())
    await world.weeks.focus(OWNER, row, "coach_11", click)
    active = world.database.read_now(active_habits.of_manager, world.manager().id)
    assert [one.habit for one in active] == [HABIT]


async def test_only_its_reader_chooses_and_only_what_exists(world: World) -> None:
    row, _ = await check_in(world)
    with pytest.raises(UnknownPrompt):
        await world.weeks.focus(MATE, row, "coach_11", world.click())
    with pytest.raises(UnknownHabit):
        await world.weeks.focus(OWNER, row, "sing", Click("c"))


# --- the recap ------------------------------------------------------------------------------


async def test_coming_back_after_a_missed_week_is_said_once(world: World) -> None:
    do(world, date(2026, 3, 3))
    row, _ = await check_in(world, weeks=2)
    shown = await world.weeks.happened(OWNER, row, [HABIT], world.click())
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.recap == (
        "Noted so far: Share why once.\n"
        "Share why is back after a week with nothing noted. Good to see."
    )
    row, _ = await check_in(world, weeks=3)
    shown = await world.weeks.happened(OWNER, row, [HABIT], world.click())
    assert isinstance(shown.message, CheckInMessage)
    assert "back" not in (shown.message.recap or "")


async def test_nothing_recorded_says_nothing(world: World) -> None:
    row, _ = await check_in(world)
    shown = await world.weeks.happened(OWNER, row, [], world.click(), none=True)
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.recap is None
