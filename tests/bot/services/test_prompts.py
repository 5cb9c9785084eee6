"""Answering, putting off, asking and undoing; and that nobody reaches another's prompt."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.services.messages import (
    PromptAnswered,
    PromptClosed,
    PromptMessage,
    PromptOpen,
    PromptPast,
    PromptReopened,
    PromptSnoozed,
)
from bot.services.ports import Unknown
from bot.services.prompts import Click, NoHabit, NotOpen
from bot.services.who import Who
from bot.storage import active_habits, managers, practices, weeks
from bot.storage import prompts as stored
from bot.storage.outgoing import Kind, State
from bot.storage.practices import PracticeRecord, Source
from habits.errors import HabitsError, NotStarted, UnknownPrompt
from habits.prompts import AlreadyAnswered, Answer, Changed, Recorded, TooOld
from habits.snoozing import Snooze
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, STRANGER, World


def done(world: World, who: Who = OWNER) -> list[PracticeRecord]:
    today = world.now.date()
    manager = world.manager(who).id
    return world.database.read_now(
        practices.between, manager, today - timedelta(days=30), today + timedelta(days=1)
    )


async def test_done_is_recorded_once_with_its_practice(world: World) -> None:
    prompt, sent = await world.first_prompt()
    shown = await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    assert isinstance(shown.outcome, Recorded)
    assert isinstance(shown.message.state, PromptAnswered)
    assert shown.message.state.answer is Answer.DONE
    assert shown.message.state.note == world.house.catalogue.get(HABIT).reflection
    [practice] = done(world)
    assert (practice.habit, practice.source, practice.source_id) == (HABIT, Source.PROMPT, prompt)
    assert practice.about_day.isoformat() == "2026-03-03"
    row = world.row(kind=Kind.PROMPT)
    assert (shown.row, shown.version, row.version, row.shown_version) == (row.id, 1, 1, 0)


@pytest.mark.parametrize("answer", list(Answer))
async def test_the_same_click_delivered_twice_changes_nothing(world: World, answer: Answer) -> None:
    prompt, sent = await world.first_prompt()
    click = world.click(sent)
    first = await world.prompts.answer(OWNER, prompt, answer, click)
    again = await world.prompts.answer(OWNER, prompt, answer, click)
    assert isinstance(again.outcome, AlreadyAnswered)
    assert again.message == first.message
    assert world.row(kind=Kind.PROMPT).version == 1
    assert len(done(world)) == (1 if answer is Answer.DONE else 0)


async def test_the_same_answer_by_another_click_changes_nothing(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    again = await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    assert isinstance(again.outcome, AlreadyAnswered)


async def test_another_answer_replaces_answer_and_practice(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    shown = await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    assert isinstance(shown.outcome, Changed)
    assert done(world) == []
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    assert len(done(world)) == 1


async def test_after_seven_days_it_is_too_old(world: World) -> None:
    prompt, sent = await world.first_prompt()
    world.clock.move_to(sent.at + timedelta(days=7))
    shown = await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    assert isinstance(shown.outcome, Recorded)
    world.clock.advance(seconds=1)
    shown = await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    assert isinstance(shown.outcome, TooOld)
    assert len(done(world)) == 1
    assert isinstance(shown.message.state, PromptAnswered)
    assert not shown.message.state.changeable


async def test_an_old_prompt_without_an_answer_points_to_the_command(world: World) -> None:
    prompt, sent = await world.first_prompt()
    world.clock.move_to(sent.at + timedelta(days=8))
    shown = await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    assert isinstance(shown.outcome, TooOld)
    assert isinstance(shown.message.state, PromptPast)
    assert done(world) == []


# --- change ---------------------------------------------------------------------------------


async def test_change_takes_a_skip_back_once(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    click = world.click(sent)
    for _ in range(2):
        shown = await world.prompts.change(OWNER, prompt, click)
        assert isinstance(shown.message.state, PromptOpen)


async def test_change_offers_the_choices_while_a_done_stands(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    shown = await world.prompts.change(OWNER, prompt, world.click(sent))
    assert shown.message.state == PromptReopened(Answer.DONE)
    assert shown.row is None
    assert len(done(world)) == 1


async def test_change_after_seven_days_changes_nothing(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    world.clock.move_to(sent.at + timedelta(days=8))
    shown = await world.prompts.change(OWNER, prompt, world.click(sent))
    assert isinstance(shown.message.state, PromptAnswered)


# --- later ----------------------------------------------------------------------------------


async def test_later_brings_the_same_prompt_back_once(world: World) -> None:
    prompt, sent = await world.first_prompt()
    click = world.click(sent)
    for _ in range(2):
        shown = await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, click)
        assert isinstance(shown.message.state, PromptSnoozed)
    row = world.row(kind=Kind.LATER)
    assert row.key == f"{world.row(kind=Kind.PROMPT).key}:later:1"
    assert row.due_at == world.now + timedelta(hours=1)
    await world.walk(hours=2)
    [_, first, back] = world.messenger.to(OWNER.user)
    assert isinstance(back.message, PromptMessage)
    assert isinstance(first.message, PromptMessage)
    assert (back.message.prompt, back.message.line) == (prompt, first.message.line)
    assert back.message.lead == "You asked me to come back to this."
    assert isinstance(back.message.state, PromptOpen)


async def test_later_twice_keeps_only_the_last(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(sent))
    await world.prompts.later(OWNER, prompt, Snooze.TOMORROW, world.click(sent))
    laters = [row for row in world.rows() if row.kind is Kind.LATER]
    assert sorted(row.state for row in laters) == [State.PLANNED, State.WITHDRAWN]
    await world.walk(days=1, hours=2)
    assert len(world.messenger.to(OWNER.user)) == 3


async def test_two_laters_at_once_leave_one(world: World) -> None:
    prompt, sent = await world.first_prompt()
    choices = [Snooze.ONE_HOUR, Snooze.AFTERNOON, Snooze.TOMORROW, Snooze.NEXT_WEEK]
    await asyncio.gather(
        *(world.prompts.later(OWNER, prompt, one, world.click(sent)) for one in choices)
    )
    laters = [row.state for row in world.rows() if row.kind is Kind.LATER]
    assert sorted(laters) == [State.PLANNED, *[State.WITHDRAWN] * 3]


async def test_many_clicks_at_once_count_one_practice(world: World) -> None:
    prompt, sent = await world.first_prompt()
    clicks = [world.click(sent) for _ in range(3)] * 2
    await asyncio.gather(
        *(world.prompts.answer(OWNER, prompt, Answer.DONE, click) for click in clicks)
    )
    assert len(done(world)) == 1


async def test_an_answer_takes_a_later_back(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(sent))
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    row = world.row(kind=Kind.LATER)
    assert (row.state, row.reason) == (State.WITHDRAWN, "answered meanwhile")
    await world.walk(hours=5)
    assert len(world.messenger.to(OWNER.user)) == 2


async def test_what_is_answered_or_closed_cannot_be_put_off(world: World) -> None:
    prompt, sent = await world.first_prompt()
    world.clock.move_to(sent.at + timedelta(hours=48))
    with pytest.raises(NotOpen):
        await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(sent))
    shown = await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    assert isinstance(shown.outcome, Recorded)
    with pytest.raises(NotOpen):
        await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(sent))


async def test_a_refused_later_may_be_tried_again_with_the_same_click(world: World) -> None:
    """Nothing of a refused request is kept, not even that it was seen."""
    prompt, sent = await world.first_prompt()
    click = world.click(sent)
    world.clock.move_to(sent.at + timedelta(hours=48))
    for _ in range(2):
        with pytest.raises(NotOpen):
            await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, click)


async def test_after_48_hours_later_goes_away_and_done_and_skip_stay(world: World) -> None:
    prompt, sent = await world.first_prompt()
    world.clock.move_to(sent.at + timedelta(hours=48))
    await world.showing.sweep()
    [update] = [one for one in world.messenger.updated if one.channel == sent.channel]
    assert update.ts == sent.ts
    assert isinstance(update.message, PromptMessage)
    assert update.message.state == PromptClosed()
    assert update.message.prompt == prompt


# --- proof ----------------------------------------------------------------------------------


async def test_a_click_on_a_message_of_unknown_fate_proves_it(world: World) -> None:
    await world.walk(days=1, hours=20)
    world.messenger.outcomes.append(Unknown("the answer never came"))
    world.messenger.outcomes.append(Unknown("the answer never came"))
    await world.walk(days=1)
    [sent] = [o for o in world.messenger.to(OWNER.user) if isinstance(o.message, PromptMessage)]
    assert world.row(kind=Kind.PROMPT).state is State.UNKNOWN
    assert isinstance(sent.message, PromptMessage)
    shown = await world.prompts.answer(
        OWNER, sent.message.prompt, Answer.DONE, Click("c", "D7", "7.7", sent.marker)
    )
    row = world.row(kind=Kind.PROMPT)
    assert (row.state, row.channel, row.ts) == (State.SENT, "D7", "7.7")
    assert shown.row == row.id
    assert world.row(MATE, kind=Kind.PROMPT).state is State.UNKNOWN


async def test_a_click_on_another_message_proves_nothing(world: World) -> None:
    await world.walk(days=1, hours=20)
    world.messenger.outcomes.append(Unknown("the answer never came"))
    world.messenger.outcomes.append(Unknown("the answer never came"))
    await world.walk(days=1)
    [sent] = [o for o in world.messenger.to(OWNER.user) if isinstance(o.message, PromptMessage)]
    assert isinstance(sent.message, PromptMessage)
    click = Click("c", "D7", "7.7", row="another row")
    await world.prompts.answer(OWNER, sent.message.prompt, Answer.DONE, click)
    assert world.row(kind=Kind.PROMPT).state is State.UNKNOWN


# --- today and why --------------------------------------------------------------------------


async def test_today_asks_at_once_and_shows_the_same_until_it_is_answered(world: World) -> None:
    first = await world.prompts.today(OWNER, "1")
    assert first == await world.prompts.today(OWNER, "2")
    assert first.lead == "You asked what you can do now."
    await world.prompts.answer(OWNER, first.prompt, Answer.DONE, world.click())
    assert (await world.prompts.today(OWNER, "3")).prompt != first.prompt
    assert world.messenger.sent == []
    assert len(done(world)) == 1


async def test_today_shows_the_prompt_that_is_open(world: World) -> None:
    prompt, _ = await world.first_prompt()
    assert (await world.prompts.today(OWNER, "1")).prompt == prompt


async def test_today_without_a_habit_says_what_to_do(world: World) -> None:
    world.database.write_now(active_habits.stop, world.manager().id, HABIT, world.now)
    with pytest.raises(NoHabit, match="/trust settings"):
        await world.prompts.today(OWNER, "1")


async def test_why_names_the_habit_the_day_and_the_chance(world: World) -> None:
    prompt, _ = await world.first_prompt()
    why = await world.prompts.why(OWNER, prompt)
    assert why.habit == "Share why"
    assert "Tuesday" in why.lines[0]
    decision = world.database.read_now(stored.decision_of, prompt)
    assert decision is not None
    fitting = len(decision["eligible"])
    assert f"picked by chance from {fitting} that fit" in why.lines[1]
    assert f"a chance of 1 in {fitting}. Nothing else was left to chance." in why.lines[1]
    assert decision["probabilities"] == [1 / fitting] * fitting
    assert len(why.lines) == 3


async def test_why_says_what_was_ticked_and_how_often_it_comes(world: World) -> None:
    manager = world.manager()
    [active] = world.database.read_now(active_habits.of_manager, manager.id)
    week = date(2026, 3, 2)
    world.database.write_now(weeks.expect, manager.id, week, ["decision_ahead"], world.now)
    prompt, _ = await world.first_prompt()
    world.database.write_now(active_habits.comes_every, active.id, 2, week)
    world.database.write_now(managers.ease, manager.id, world.now)
    lines = (await world.prompts.why(OWNER, prompt)).lines
    assert lines[1] == "You said that this comes up this week: A decision to announce."
    assert "It comes every other week, because it goes well." in lines
    assert any(line.startswith("Fewer messages come at the moment") for line in lines)
    world.database.write_now(active_habits.comes_every, active.id, 4, week)
    lines = (await world.prompts.why(OWNER, prompt)).lines
    assert "It comes every 4 weeks, because it goes well." in lines


async def test_why_says_what_happened(world: World) -> None:
    said = await world.happening.happened(OWNER, "decision", "trigger-1")
    assert said.prompt is not None
    lines = (await world.prompts.why(OWNER, said.prompt.prompt)).lines
    assert lines[0] == "You said that this came up: A decision to announce. Share why fits."


# --- access ---------------------------------------------------------------------------------

Ask = Callable[[World, Who, str], Awaitable[Any]]

ASKS: dict[str, Ask] = {
    "answer": lambda w, who, prompt: w.prompts.answer(who, prompt, Answer.DONE, w.click()),
    "change": lambda w, who, prompt: w.prompts.change(who, prompt, w.click()),
    "later": lambda w, who, prompt: w.prompts.later(who, prompt, Snooze.ONE_HOUR, w.click()),
    "why": lambda w, who, prompt: w.prompts.why(who, prompt),
    "habit": lambda w, who, prompt: w.prompts.habit_of(who, prompt),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
async def test_only_its_owner_reaches_a_prompt(world: World, ask: Ask) -> None:
    prompt, _ = await world.first_prompt()
    refusals: list[tuple[type[HabitsError], str]] = []
    for who, wish in [
        (MATE, prompt),
        (MATE, "there-is-no-such-prompt"),
        (OUTSIDER, prompt),
        (STRANGER, prompt),
    ]:
        with pytest.raises(HabitsError) as caught:
            await ask(world, who, wish)
        refusals.append((caught.type, str(caught.value)))
    assert refusals[0] == refusals[1]
    assert [kind for kind, _ in refusals] == [UnknownPrompt, UnknownPrompt, NotStarted, NotStarted]
    assert world.row(kind=Kind.PROMPT).version == 0
    await ask(world, OWNER, prompt)
