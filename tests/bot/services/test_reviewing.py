"""The weekly review: strengths kept week by week, and prompts that fall due less often."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services.reviewing import review_if_due
from bot.storage import active_habits, excuses, practices, strengths
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.excuses import Why
from bot.storage.practices import Source
from tests.bot.world import HABIT, World

MONDAY = date(2026, 3, 2)
WEEK = timedelta(days=7)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def do(world: World, *days: date) -> None:
    def record(connection: object) -> None:
        for day in days:
            practices.record(
                connection,  # type: ignore[arg-type]
                world.manager().id,
                HABIT,
                day,
                Source.COMMAND,
                f"test:{day}",
                world.now,
            )

    world.database.write_now(record)


def review(world: World, day: date) -> None:
    world.clock.move_to(on(day))
    world.database.write_now(review_if_due, world.house, world.manager(), world.now)


def active(world: World) -> ActiveHabitRecord:
    [one] = world.database.read_now(active_habits.of_manager, world.manager().id)
    return one


def kept(world: World) -> dict[date, float]:
    manager = world.manager().id
    return dict(world.database.read_now(strengths.of_habit, manager, HABIT, date(2020, 1, 1)))


def weeks(number: int) -> list[date]:
    """The Tuesdays of the first weeks."""
    return [MONDAY + timedelta(days=1) + n * WEEK for n in range(number)]


async def test_each_week_leaves_a_score_that_grows_with_what_was_done(world: World) -> None:
    do(world, *weeks(4))
    for n in range(1, 5):
        review(world, MONDAY + n * WEEK)
    scores = [score for week, score in sorted(kept(world).items()) if week >= MONDAY]
    assert len(scores) == 4
    assert scores == sorted(scores)
    latest = world.database.read_now(strengths.latest, world.manager().id)
    assert latest == {HABIT: scores[-1]}


async def test_a_week_is_drawn_up_once_and_only_what_is_late_by_a_week_still_counts(
    world: World,
) -> None:
    review(world, MONDAY + WEEK)
    review(world, MONDAY + 2 * WEEK)
    before = kept(world)
    do(world, *weeks(2))
    review(world, MONDAY + 2 * WEEK + timedelta(days=2))
    assert kept(world) == before
    review(world, MONDAY + 3 * WEEK)
    after = kept(world)
    assert after[MONDAY] == before[MONDAY]
    assert after[MONDAY + WEEK] > before[MONDAY + WEEK]


async def test_a_habit_that_goes_well_is_prompted_every_other_week_and_then_every_fourth(
    world: World,
) -> None:
    do(world, *weeks(12))
    turns: list[tuple[int, date | None]] = []
    for n in range(1, 11):
        review(world, MONDAY + n * WEEK)
        turns.append((active(world).every, active(world).every_since))
    assert [every for every, _ in turns] == [1, 1, 1, 2, 2, 2, 2, 4, 4, 4]
    assert turns[3] == turns[6] == (2, MONDAY + 4 * WEEK)
    assert turns[-1] == (4, MONDAY + 8 * WEEK)
    [turn] = world.manager().prompt_turns
    assert (turn.every, turn.since) == (4, MONDAY + 8 * WEEK)


async def test_a_habit_that_goes_badly_again_has_its_prompt_every_week(world: World) -> None:
    do(world, *weeks(4))
    for n in range(1, 8):
        review(world, MONDAY + n * WEEK)
    assert active(world).every == 1
    assert world.manager().prompt_turns == ()


async def test_weeks_away_neither_weaken_nor_count(world: World) -> None:
    do(world, *weeks(3))
    for n in range(1, 4):
        review(world, MONDAY + n * WEEK)
    before = world.database.read_now(strengths.latest, world.manager().id)
    away = (MONDAY + 3 * WEEK, MONDAY + 6 * WEEK - timedelta(days=1))
    world.database.write_now(excuses.add, world.manager().id, *away, Why.BREAK)
    for n in range(4, 7):
        review(world, MONDAY + n * WEEK)
    after = world.database.read_now(strengths.latest, world.manager().id)
    assert after[HABIT] == pytest.approx(before[HABIT])
    assert active(world).every == 1
