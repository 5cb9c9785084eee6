"""While a status says away nothing comes, and in Do Not Disturb only what was asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.services.check_ins import check_in_message
from bot.services.messages import CheckInMessage, PromptMessage
from bot.services.team_messages import TodayMessage
from bot.storage import away, people
from bot.storage.away import AwayAnswer
from bot.storage.outgoing import Kind, State
from habits.calendar import local
from habits.snoozing import Snooze
from tests.bot.fakes import SentMessage
from tests.bot.services.test_today import ask
from tests.bot.team import Team
from tests.bot.world import OWNER, STOCKHOLM, WORKSPACE, World

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def says_away(world: World, until: datetime | None) -> None:
    world.database.write_now(away.begin, world.manager().id, world.now, until)


def says_here(world: World) -> None:
    def here(connection: Connection) -> None:
        found = away.running(connection, world.manager().id, world.now)
        assert found is not None
        away.answer(connection, found.id, AwayAnswer.HERE)

    world.database.write_now(here)


def ends_at(world: World, until: datetime) -> None:
    def end(connection: Connection) -> None:
        found = away.running(connection, world.manager().id, world.now)
        assert found is not None
        away.ends(connection, found.id, until)

    world.database.write_now(end)


def not_disturbed(world: World, begins: datetime, ends: datetime) -> None:
    world.database.write_now(people.keep_quiet, WORKSPACE, OWNER.user, begins, ends)


def sent(world: World) -> list[SentMessage]:
    return world.messenger.to(OWNER.user)


def at(one: SentMessage) -> str:
    return f"{local(one.at, STOCKHOLM):%a %H:%M}"


# --- a status that says away ----------------------------------------------------------------


async def test_a_start_and_a_prompt_do_not_come_while_the_status_says_away(world: World) -> None:
    says_away(world, MONDAY + 3 * DAY)
    await world.walk_to(MONDAY + 4 * DAY)
    assert sent(world) == []
    for kind in (Kind.START, Kind.PROMPT):
        row = world.row(kind=kind)
        assert (row.state, row.reason) == (State.WITHDRAWN, "Your Slack status said away")
    lines = [line.where_it_stands for line in (await world.weeks.week(OWNER)).lines]
    assert lines.count("not this week: Your Slack status said away") == 2


async def test_who_said_that_they_are_here_gets_everything(world: World) -> None:
    says_away(world, MONDAY + 3 * DAY)

    says_here(world)
    await world.walk_to(MONDAY + 2 * DAY)
    assert len(sent(world)) == 2


async def test_a_check_in_waits_for_the_end_of_being_away_within_its_window(world: World) -> None:
    await world.walk_to(MONDAY + 4 * DAY)
    before = len(sent(world))
    says_away(world, MONDAY + 4 * DAY + 14 * HOUR)
    await world.walk_to(MONDAY + 6 * DAY)
    [check_in] = sent(world)[before:]
    assert isinstance(check_in.message, CheckInMessage)
    assert at(check_in) == "Fri 15:00"
    assert check_in.message.lead is None
    mended = world.database.read_now(
        check_in_message, world.house, world.row(kind=Kind.CHECK_IN), world.manager(), world.now
    )
    assert mended.lead is None


@pytest.mark.parametrize("until", [MONDAY + 20 * DAY, None])
async def test_a_check_in_vanishes_where_somebody_is_away_for_longer(
    world: World, until: datetime | None
) -> None:
    await world.walk_to(MONDAY + 4 * DAY)
    before = len(sent(world))
    says_away(world, until)
    await world.walk_to(MONDAY + 8 * DAY)
    assert sent(world)[before:] == []
    row = world.row(kind=Kind.CHECK_IN)
    assert (row.state, row.reason) == (State.WITHDRAWN, "Your Slack status said away")


async def test_what_waits_finds_another_day(world: World) -> None:
    await world.walk_to(MONDAY + 2 * DAY)
    ask(world)
    says_away(world, MONDAY + 2 * DAY + 20 * HOUR)
    await world.walk_to(MONDAY + 4 * DAY)
    [today] = [one for one in sent(world) if isinstance(one.message, TodayMessage)]
    assert at(today) == "Thu 09:00"


@pytest.mark.parametrize("until", [MONDAY + DAY + 14 * HOUR, None])
async def test_what_was_put_off_waits_until_the_status_ends_and_is_not_sorry(
    world: World, until: datetime | None
) -> None:
    prompt, message = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(message))
    says_away(world, until)
    before = len(sent(world))
    await world.walk_to(MONDAY + DAY + 13 * HOUR)
    assert sent(world)[before:] == []
    if until is None:
        ends_at(world, MONDAY + DAY + 14 * HOUR)
    await world.walk_to(MONDAY + 2 * DAY)
    [again] = sent(world)[before:]
    assert isinstance(again.message, PromptMessage)
    assert at(again) == "Tue 15:00"
    assert "Sorry" not in again.message.lead


async def test_a_one_on_one_is_not_reminded_of_while_the_status_says_away(world: World) -> None:
    team = Team(world)
    await team.introduced()
    await team.meets()
    says_away(world, MONDAY + 6 * DAY)
    before = len(sent(world))
    await world.walk_to(MONDAY + 6 * DAY)
    assert sent(world)[before:] == []
    row = world.row(kind=Kind.ONE_ON_ONE, state=State.WITHDRAWN)
    assert row.reason == "Your Slack status said away"


async def test_home_names_no_next_message_while_the_status_says_away(world: World) -> None:
    await world.walk_to(MONDAY + 3 * DAY)
    assert (await world.home.view(OWNER)).next is not None
    says_away(world, MONDAY + 7 * DAY)
    assert (await world.home.view(OWNER)).next is None
    says_here(world)
    assert (await world.home.view(OWNER)).next is not None


# --- Do Not Disturb -------------------------------------------------------------------------


async def test_do_not_disturb_is_waited_for_and_then_it_comes_the_same_day(world: World) -> None:
    await world.walk_to(MONDAY + DAY)
    not_disturbed(world, MONDAY + DAY + 6 * HOUR, MONDAY + DAY + 13 * HOUR)
    await world.walk_to(MONDAY + 2 * DAY)
    prompt = sent(world)[-1]
    assert isinstance(prompt.message, PromptMessage)
    assert at(prompt) == "Tue 14:00"
    assert prompt.message.lead == "It is Tuesday, the day for your prompt."


async def test_what_cannot_come_in_its_window_vanishes_with_a_reason(world: World) -> None:
    await world.walk_to(MONDAY + DAY)
    before = len(sent(world))
    not_disturbed(world, MONDAY + DAY + 6 * HOUR, MONDAY + DAY + 18 * HOUR)
    await world.walk_to(MONDAY + 2 * DAY)
    assert sent(world)[before:] == []
    row = world.row(kind=Kind.PROMPT)
    assert (row.state, row.reason) == (State.WITHDRAWN, "Do Not Disturb was on")


async def test_what_was_put_off_comes_in_do_not_disturb_at_the_time_its_manager_chose(
    world: World,
) -> None:
    prompt, message = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click(message))
    not_disturbed(world, world.now, world.now + 8 * HOUR)
    await world.walk(hours=2)
    again = sent(world)[-1]
    assert again.at - message.at <= HOUR + timedelta(minutes=2)
    assert again != message


async def test_what_was_put_off_to_a_day_that_is_off_now_comes_after_it_and_is_not_sorry(
    world: World,
) -> None:
    prompt, message = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.TOMORROW, world.click(message))
    world.days_off[(MONDAY + 2 * DAY).date()] = "Founders' day"
    await world.walk_to(MONDAY + 4 * DAY)
    again = sent(world)[-1]
    assert isinstance(again.message, PromptMessage)
    assert at(again).startswith("Thu")
    assert "Sorry" not in again.message.lead


# --- 20 hours -------------------------------------------------------------------------------


async def test_a_start_held_back_until_late_keeps_20_hours_from_the_prompt(world: World) -> None:
    await world.walk_to(MONDAY + HOUR)
    not_disturbed(world, MONDAY + HOUR, MONDAY + 15 * HOUR)
    await world.walk_to(MONDAY + 2 * DAY)
    [prompt] = sent(world)
    assert isinstance(prompt.message, PromptMessage)
    assert world.row(kind=Kind.START).reason == "Less than 20 hours before the next message"


async def test_after_a_late_prompt_what_waits_comes_20_hours_later(world: World) -> None:
    await world.walk_to(MONDAY + DAY)
    not_disturbed(world, MONDAY + DAY + 6 * HOUR, MONDAY + DAY + 16 * HOUR)
    ask(world)
    await world.walk_to(MONDAY + 4 * DAY)
    prompt, today = sent(world)[-2:]
    assert isinstance(prompt.message, PromptMessage)
    assert isinstance(today.message, TodayMessage)
    assert today.at - prompt.at >= 20 * HOUR
