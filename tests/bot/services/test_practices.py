"""What was done without a prompt, today or on one of the last seven days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.storage import practices
from bot.storage.practices import Source
from habits.back_filling import NotThatDay
from habits.errors import UnknownHabit
from habits.prompts import Answer
from tests.bot.world import HABIT, OWNER, World

THURSDAY = datetime(2026, 3, 5, 12, tzinfo=UTC)


def done(world: World) -> list[tuple[str, date, Source]]:
    found = world.database.read_now(
        practices.between, world.manager().id, date(2026, 1, 1), date(2026, 12, 31)
    )
    return [(one.habit, one.about_day, one.source) for one in found]


async def test_a_day_that_is_over_counts_as_that_day(world: World) -> None:
    world.clock.move_to(THURSDAY)
    logged = await world.practices.log(OWNER, "coach monday")
    assert logged.said == "Logged: Coach, done on Monday. It counts for that day."
    again = await world.practices.log(OWNER, "coach 2026-03-02")
    assert again.said == "Coach is logged for Monday already."
    assert done(world) == [("coach_11", date(2026, 3, 2), Source.COMMAND)]
    assert logged.undo == ("coach_11", date(2026, 3, 2))
    await world.practices.undo(OWNER, *logged.undo)
    assert done(world) == []


async def test_a_day_too_far_back_changes_nothing(world: World) -> None:
    world.clock.move_to(THURSDAY)
    with pytest.raises(NotThatDay, match="last 7 days"):
        await world.practices.log(OWNER, "coach 2026-02-25")
    with pytest.raises(UnknownHabit, match="Which habit"):
        await world.practices.log(OWNER, "yesterday")
    assert done(world) == []


async def test_the_prompt_of_that_day_is_answered_by_it(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.walk(days=2)
    logged = await world.practices.log(OWNER, f"share why {sent.at.date().isoformat()}")
    assert logged.prompt == prompt
    assert done(world) == [(HABIT, sent.at.date(), Source.PROMPT)]


async def test_another_day_leaves_the_open_prompt_open(world: World) -> None:
    _, sent = await world.first_prompt()
    day = sent.at.date() - timedelta(days=1)
    logged = await world.practices.log(OWNER, f"share why {day.isoformat()}")
    assert logged.prompt is None
    assert done(world) == [(HABIT, day, Source.COMMAND)]


async def test_a_late_answer_counts_for_the_day_on_which_was_asked(world: World) -> None:
    prompt, sent = await world.first_prompt()
    world.clock.move_to(sent.at + timedelta(days=6))
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    assert done(world) == [(HABIT, sent.at.date(), Source.PROMPT)]
