"""Messages show what is stored: mended by the sweep, a few at a time; Home while it is open."""

from datetime import UTC, date, datetime

import pytest

from bot.services.messages import (
    CheckInMessage,
    PromptAnswered,
    PromptMessage,
    PromptPast,
    PromptSnoozed,
)
from bot.services.ports import NotSent, Refused
from bot.services.showing import SWEPT_AT_ONCE
from bot.storage.outgoing import Kind
from habits.errors import NotStarted, UnknownHabit
from habits.prompts import Answer
from habits.snoozing import Snooze
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, World

# --- the sweep ------------------------------------------------------------------------------


async def answered(world: World) -> str:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    return prompt


async def test_a_message_that_shows_an_old_form_is_mended_once(world: World) -> None:
    prompt = await answered(world)
    for _ in range(2):
        await world.showing.sweep()
    [update] = world.messenger.updated
    assert isinstance(update.message, PromptMessage)
    assert update.message.prompt == prompt
    assert isinstance(update.message.state, PromptAnswered)
    row = world.row(kind=Kind.PROMPT)
    assert row.version == row.shown_version


async def test_what_a_click_showed_already_is_not_mended_again(world: World) -> None:
    prompt, sent = await world.first_prompt()
    shown = await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    await world.showing.shown(shown.row, shown.version)
    await world.showing.sweep()
    assert world.messenger.updated == []


async def test_a_change_during_an_update_is_mended_by_the_next_sweep(world: World) -> None:
    prompt, sent = await world.first_prompt()
    shown = await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    await world.showing.shown(shown.row, shown.version)
    await world.showing.sweep()
    [update] = world.messenger.updated
    assert isinstance(update.message, PromptMessage)
    assert isinstance(update.message.state, PromptAnswered)
    assert update.message.state.answer is Answer.SKIPPED


async def test_slack_that_says_later_is_asked_again_and_a_refusal_is_let_be(world: World) -> None:
    await answered(world)
    world.messenger.updates.extend([NotSent("rate limited", 30), Refused("message_not_found")])
    for _ in range(4):
        await world.showing.sweep()
    assert len(world.messenger.updated) == 2


async def test_the_sweep_takes_a_few_at_a_time(world: World) -> None:
    for n in range(SWEPT_AT_ONCE + 2):
        world.add_manager(f"U{n}")
    await world.walk(days=2)
    world.change_rows(version=5)
    sent = len([one for one in world.messenger.sent if isinstance(one.message, PromptMessage)])
    assert sent > SWEPT_AT_ONCE
    await world.showing.sweep()
    assert len(world.messenger.updated) <= SWEPT_AT_ONCE


async def test_the_older_message_of_a_prompt_that_came_back_is_mended(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(sent))
    await world.showing.mend_prompt(prompt)
    [put_off] = world.messenger.updated
    assert isinstance(put_off.message, PromptMessage)
    assert isinstance(put_off.message.state, PromptSnoozed)
    await world.walk(hours=2)
    await world.showing.sweep()
    assert world.messenger.updated[-1].ts == sent.ts
    assert len(world.messenger.updated) == 2


# --- what was done without a prompt ---------------------------------------------------------


async def test_a_habit_is_logged_once_a_day(world: World) -> None:
    logged = await world.practices.log(OWNER, "share w")
    assert logged.said == "Logged: Share why, done today. It counts for this week."
    assert logged.prompt is None
    again = await world.practices.log(OWNER, "Share why")
    assert again.said == "Share why is logged for today already."
    world.clock.advance(days=1)
    assert (await world.practices.log(OWNER, HABIT)).said.startswith("Logged")


async def test_what_was_logged_can_be_taken_back_by_its_owner_alone(world: World) -> None:
    logged = await world.practices.log(OWNER, HABIT)
    assert logged.undo is not None
    await world.practices.undo(MATE, *logged.undo)
    assert "logged for today already" in (await world.practices.log(OWNER, HABIT)).said
    assert "Taken back" in await world.practices.undo(OWNER, *logged.undo)
    assert (await world.practices.log(OWNER, HABIT)).said.startswith("Logged")


async def test_logging_the_habit_of_an_open_prompt_answers_it(world: World) -> None:
    prompt, _ = await world.first_prompt()
    logged = await world.practices.log(OWNER, "share why")
    assert logged.prompt == prompt
    assert "open prompt" in logged.said
    assert (await world.practices.log(OWNER, "listen first")).prompt is None


async def test_what_is_no_habit_and_who_has_not_started_is_told_so(world: World) -> None:
    with pytest.raises(UnknownHabit, match="sing"):
        await world.practices.log(OWNER, "sing")
    with pytest.raises(NotStarted):
        await world.practices.log(OUTSIDER, "share why")


async def test_the_check_in_tells_what_was_recorded(world: World) -> None:
    await world.walk_to(datetime(2026, 3, 4, 12, 0, tzinfo=UTC))
    await world.practices.log(OWNER, "share why")
    await world.walk(days=4)
    [mine] = [
        o.message for o in world.messenger.to(OWNER.user) if isinstance(o.message, CheckInMessage)
    ]
    [other] = [
        o.message for o in world.messenger.to(MATE.user) if isinstance(o.message, CheckInMessage)
    ]
    assert mine.recap is not None
    assert mine.recap.endswith("Share why once.")
    assert other.recap is None


# --- Home -----------------------------------------------------------------------------------


async def test_home_shows_each_their_own(world: World) -> None:
    prompt, _ = await world.first_prompt()
    home = await world.home.view(OWNER)
    assert home.prompt is not None
    assert (home.started, home.habits[0].name) == (True, "Share why")
    assert home.prompt.prompt == prompt
    assert home.next is not None
    assert f"{home.next.at:%A}" == "Friday"
    mate = await world.home.view(MATE)
    assert mate.prompt is None or mate.prompt.prompt != prompt
    outsider = await world.home.view(OUTSIDER)
    assert not outsider.started
    assert outsider.habits == ()


async def test_home_tells_of_a_pause(world: World) -> None:
    await world.preferences.pause(OWNER, date(2026, 3, 10))
    home = await world.home.view(OWNER)
    assert home.paused_until is not None
    assert home.paused_until.date() == date(2026, 3, 10)


def test_home_counts_as_open_for_a_quarter_of_an_hour(world: World) -> None:
    assert not world.home.is_open(OWNER)
    world.home.opened(OWNER)
    world.clock.advance(minutes=14, seconds=59)
    assert world.home.is_open(OWNER)
    assert not world.home.is_open(MATE)
    world.clock.advance(seconds=1)
    assert not world.home.is_open(OWNER)


async def test_a_prompt_of_more_than_a_week_ago_points_to_the_command(world: World) -> None:
    _, sent = await world.first_prompt()
    world.clock.advance(days=8)
    world.change_rows(version=9)
    await world.showing.sweep()
    [update] = [one for one in world.messenger.updated if one.ts == sent.ts]
    assert isinstance(update.message, PromptMessage)
    assert update.message.state == PromptPast(HABIT)
