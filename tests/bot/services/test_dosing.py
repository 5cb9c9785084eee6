"""Silence makes messages fewer, two habits done make them as many as before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services import dosing
from bot.services.messages import CheckInMessage, PromptMessage, WeekStartMessage
from bot.storage import active_habits, companies, managers
from bot.storage.outgoing import Kind, State
from habits.company import Company
from habits.dose import Help
from habits.people import Turn
from habits.prompts import Answer
from tests.bot.fakes import SentMessage
from tests.bot.world import HABIT, LONG_AGO, OWNER, World

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def sent(world: World) -> list[SentMessage]:
    return world.messenger.to(OWNER.user)


def told(world: World, week: int) -> list[str]:
    """What came in the week with that number, from 1 on."""
    begin = MONDAY + (week - 1) * WEEK
    names = {WeekStartMessage: "start", PromptMessage: "prompt", CheckInMessage: "check-in"}
    return [names[type(one.message)] for one in sent(world) if begin <= one.at < begin + WEEK]


def last_at(world: World, kind: type) -> datetime:
    return [one.at for one in sent(world) if isinstance(one.message, kind)][-1]


async def silent_until_eased(world: World) -> datetime:
    """Nobody answers the prompt of the first week, its check-in, the prompt of the second; when
    the messages became fewer."""
    await world.walk_to(MONDAY + 2 * WEEK)
    eased = world.manager().eased_at
    assert eased is not None
    return eased


# --- easing -------------------------------------------------------------------------------------


async def test_three_unanswered_messages_make_the_prompt_rarer_and_the_start_stay_away(
    world: World,
) -> None:
    await silent_until_eased(world)
    await world.walk_to(MONDAY + 4 * WEEK)
    assert [told(world, week) for week in (1, 2, 3, 4)] == [
        ["start", "prompt", "check-in"],
        ["start", "prompt", "check-in"],
        ["check-in"],
        ["prompt", "check-in"],
    ]
    assert world.row(kind=Kind.CHECK_IN, local_date=date(2026, 3, 20)).state is State.SENT


async def test_a_message_counts_as_unanswered_after_24_hours_and_not_before(world: World) -> None:
    await world.walk_to(MONDAY + 8 * DAY + timedelta(hours=12))
    third = last_at(world, PromptMessage)
    world.clock.move_to(third + DAY - timedelta(seconds=1))
    world.database.write_now(dosing.judge, world.house, world.manager(), world.now)
    assert world.manager().eased_at is None
    world.clock.move_to(third + DAY)
    world.database.write_now(dosing.judge, world.house, world.manager(), world.now)
    assert world.manager().eased_at == third + DAY


async def test_any_act_begins_the_count_anew(world: World) -> None:
    await world.walk_to(MONDAY + 8 * DAY + timedelta(hours=12))
    world.acts()
    await world.walk_to(MONDAY + 2 * WEEK)
    assert world.manager().eased_at is None
    await world.walk_to(MONDAY + 2 * WEEK + 6 * DAY)
    eased = world.manager().eased_at
    assert eased is not None
    assert eased > MONDAY + 2 * WEEK + DAY


async def test_a_start_that_was_planned_before_is_judged_again_when_it_is_due(
    world: World,
) -> None:
    await world.walk_weeks(2)
    await world.walk_to(MONDAY + 2 * WEEK + timedelta(hours=7, minutes=15))
    assert world.row(kind=Kind.START, local_date=date(2026, 3, 16)).state is State.PLANNED
    world.database.write_now(managers.acted, world.manager().id, LONG_AGO)
    await world.walk_to(MONDAY + 2 * WEEK + timedelta(hours=12))
    start = world.row(kind=Kind.START, local_date=date(2026, 3, 16))
    assert (start.state, start.attempt) == (State.WITHDRAWN, 1)
    assert start.reason == "Fewer messages come for now"
    lines = [line.where_it_stands for line in (await world.weeks.week(OWNER)).lines]
    assert "not this week: Fewer messages come for now" in lines


async def test_the_plan_says_why_less_comes(world: World) -> None:
    await silent_until_eased(world)
    lines = [line.where_it_stands for line in (await world.weeks.week(OWNER)).lines]
    assert "not this week: Fewer messages come for now" in lines
    assert "not this week: Your prompt does not fall in this week" in lines


# --- the usual again ----------------------------------------------------------------------------


async def test_two_habits_done_bring_the_usual_messages_back(world: World) -> None:
    await silent_until_eased(world)
    await world.practices.log(OWNER, HABIT)
    assert world.manager().eased_at is not None
    await world.walk(days=1)
    await world.practices.log(OWNER, HABIT)
    assert world.manager().eased_at is None
    await world.walk_to(MONDAY + 3 * WEEK)
    await world.walk_weeks(1)
    assert told(world, 4) == ["start", "prompt", "check-in"]


async def test_a_done_prompt_and_a_ticked_check_in_count(world: World) -> None:
    await silent_until_eased(world)
    [prompt] = [one for one in sent(world) if one.at > MONDAY + WEEK and _is_prompt(one)]
    assert isinstance(prompt.message, PromptMessage)
    await world.prompts.answer(OWNER, prompt.message.prompt, Answer.DONE, world.click(prompt))
    assert world.manager().eased_at is not None
    await world.walk_to(MONDAY + 19 * DAY)
    check_in = world.row(kind=Kind.CHECK_IN, local_date=date(2026, 3, 20))
    await world.weeks.happened(OWNER, check_in.id, [HABIT], world.click())
    assert world.manager().eased_at is None


async def test_what_was_done_before_does_not_count(world: World) -> None:
    for _ in range(2):
        await world.practices.log(OWNER, HABIT)
        await world.walk(days=1)
    await world.walk_to(MONDAY + 3 * WEEK)
    assert world.manager().eased_at is not None


# --- what would help ----------------------------------------------------------------------------


def asks(world: World, row: str | None = None) -> bool:
    record = None if row is None else world.row(id=row)
    return world.database.read_now(dosing.asks_what_would_help, world.manager(), record)


async def test_what_would_help_is_asked_once_in_the_next_check_in(world: World) -> None:
    assert not asks(world)
    await world.walk_to(MONDAY + 10 * DAY)
    assert asks(world)
    await world.walk_to(MONDAY + 3 * WEEK)
    first = world.row(kind=Kind.CHECK_IN, local_date=date(2026, 3, 13)).id
    second = world.row(kind=Kind.CHECK_IN, local_date=date(2026, 3, 20)).id
    assert (asks(world, first), asks(world, second), asks(world)) == (True, False, False)
    helped(world, Help.OTHER_TIMES)
    assert not asks(world, first)


def helped(world: World, answer: Help) -> None:
    world.database.write_now(
        dosing.helped_by, world.house, world.manager(), answer.value, world.now
    )


async def test_as_before_is_as_before(world: World) -> None:
    await silent_until_eased(world)
    world.acts()
    helped(world, Help.AS_BEFORE)
    assert world.manager().eased_at is None
    await world.walk_weeks(1)
    assert told(world, 3) == ["start", "prompt", "check-in"]


async def test_who_chose_fewer_finds_the_way_back_in_the_settings(world: World) -> None:
    async def is_told() -> bool:
        return (await world.preferences.settings_form(OWNER)).fewer

    await silent_until_eased(world)
    assert not await is_told(), "nobody chose it yet"
    helped(world, Help.FEWER)
    assert await is_told()
    comes = [line.what for line in (await world.preferences.as_before(OWNER)).coming]
    assert comes[:3] == ["Week start", "Prompt", "Check-in"]
    assert not await is_told()
    assert world.manager().eased_at is None
    await world.walk_weeks(1)
    assert told(world, 3) == ["start", "prompt", "check-in"]


async def test_who_wants_fewer_keeps_fewer_whatever_is_done(world: World) -> None:
    await silent_until_eased(world)
    helped(world, Help.FEWER)
    for _ in range(3):
        await world.practices.log(OWNER, HABIT)
        await world.walk(days=1)
    assert world.manager().eased_at is not None


async def test_a_pause_lasts_four_weeks(world: World) -> None:
    await silent_until_eased(world)
    before = len(sent(world))
    helped(world, Help.PAUSE)
    assert world.manager().paused_until == date(2026, 3, 16) + 4 * WEEK
    await world.walk(days=28)
    assert len(sent(world)) == before


# --- turns --------------------------------------------------------------------------------------


async def test_a_habit_that_needs_fewer_prompts_gets_them_in_its_weeks(world: World) -> None:
    manager, since = world.manager().id, (MONDAY + WEEK).date()
    world.database.write_now(active_habits.work_on, manager, "coach_11", None, world.now, 2, since)
    world.database.write_now(dosing.count_prompts, world.house, world.manager(), world.now)
    assert world.manager().prompt_turns == (Turn(2, since),)
    await world.walk_weeks(3)
    assert ["prompt" in told(world, week) for week in (1, 2, 3)] == [False, True, False]


@pytest.mark.parametrize(("limit", "expected"), [(2, ["prompt", "check-in"]), (1, ["check-in"])])
async def test_a_company_may_allow_fewer_messages_a_week(
    world: World, limit: int, expected: list[str]
) -> None:
    company = Company(most_a_week=limit)
    world.database.write_now(companies.save, OWNER.workspace, company, world.now)
    await world.walk_to(MONDAY + WEEK)
    assert told(world, 1) == expected


def _is_prompt(one: SentMessage) -> bool:
    return isinstance(one.message, PromptMessage)
