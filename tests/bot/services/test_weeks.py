"""What is coming up and what happened, as ticked; and the week at a glance."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.services import dosing
from bot.services.messages import CheckInMessage, WeekStartMessage
from bot.services.ports import Unknown
from bot.services.prompts import Click
from bot.services.weeks import NothingTicked, TooLate
from bot.services.who import Who
from bot.storage import active_habits, managers, practices, weeks
from bot.storage.outgoing import Kind, State
from habits.catalogue_lists import Cue
from habits.errors import HabitsError, NotStarted, UnknownPrompt
from habits.people import Turn
from habits.prompts import Answer
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, STRANGER, World

WEEK = date(2026, 3, 2)
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
OTHER = "listen_first"


async def start_row(world: World) -> str:
    await world.walk_to(MONDAY + timedelta(hours=8))
    return world.row(kind=Kind.START).id


async def check_in_row(world: World) -> str:
    await world.walk_to(MONDAY + timedelta(days=4, hours=11))
    return world.row(kind=Kind.CHECK_IN).id


def done(world: World, who: Who = OWNER) -> dict[str, int]:
    found = world.database.read_now(
        practices.between, world.manager(who).id, WEEK, WEEK + timedelta(days=6)
    )
    habits = [one.habit for one in found]
    return {habit: habits.count(habit) for habit in habits}


def coming_up(world: World) -> list[str]:
    return [one.event for one in world.database.read_now(weeks.named, world.manager().id, WEEK)]


# --- what is coming up ----------------------------------------------------------------------


def comes_every(world: World, weeks: int, habit: str = HABIT) -> None:
    """The one habit; its prompt is not due in the first week, from which its turn is counted."""
    manager, since = world.manager().id, WEEK + timedelta(weeks=1)

    def change(connection: Connection) -> None:
        active_habits.stop(connection, manager, HABIT, world.now)
        active_habits.work_on(connection, manager, habit, None, world.now, weeks, since)
        dosing.count_prompts(connection, world.house, world.manager(), world.now)

    world.database.write_now(change)


@pytest.mark.parametrize(
    ("habit", "every", "why"),
    [
        (HABIT, 2, "No prompt this week: Share why is asked for less often now."),
        ("human_flaw", 4, "No prompt this week: {name} comes about once a month."),
        ("coach_11", 2, "No prompt this week: {name} comes about every other week."),
        (HABIT, 1, None),
    ],
)
async def test_the_week_start_says_why_no_prompt_comes(
    world: World, habit: str, every: int, why: str | None
) -> None:
    comes_every(world, every, habit)
    row = await start_row(world)
    [sent] = world.messenger.to(OWNER.user)
    assert isinstance(sent.message, WeekStartMessage)
    name = world.house.catalogue.get(habit).name
    wanted = why and why.format(name=name)
    assert sent.message.no_prompt == wanted
    shown = await world.weeks.expect(OWNER, row, [], world.click(), none=True)
    assert isinstance(shown.message, WeekStartMessage)
    assert shown.message.no_prompt == wanted


async def test_a_week_start_that_came_before_messages_became_fewer_says_so(world: World) -> None:
    row = await start_row(world)
    manager = world.manager().id
    turns = [Turn(2, WEEK + timedelta(weeks=1))]
    world.database.write_now(managers.ease, manager, world.now)
    world.database.write_now(managers.prompt_turns, manager, turns)
    shown = await world.weeks.expect(OWNER, row, [], world.click(), none=True)
    assert isinstance(shown.message, WeekStartMessage)
    assert shown.message.no_prompt == "No prompt this week: fewer messages come for now."


async def test_what_is_ticked_is_kept_and_replaced_by_the_next_answer(world: World) -> None:
    row = await start_row(world)
    click = world.click()
    both = [Cue.ONE_ON_ONE.value, Cue.LOST_DEAL.value]
    shown = await world.weeks.expect(OWNER, row, both, click)
    assert isinstance(shown.message, WeekStartMessage)
    assert shown.message.ticked == tuple(both)
    assert coming_up(world) == sorted(both)
    await world.weeks.expect(OWNER, row, both[:1], world.click())
    assert coming_up(world) == both[:1]
    again = await world.weeks.expect(OWNER, row, both, click)
    assert again.message.ticked == (both[0],)


async def test_none_is_an_answer_and_silence_is_not(world: World) -> None:
    row = await start_row(world)
    with pytest.raises(NothingTicked, match="None of these"):
        await world.weeks.expect(OWNER, row, [], world.click())
    shown = await world.weeks.expect(OWNER, row, [], world.click(), none=True)
    assert shown.message.ticked == ()


async def test_what_is_not_on_the_list_is_not_kept(world: World) -> None:
    row = await start_row(world)
    with pytest.raises(NothingTicked):
        await world.weeks.expect(OWNER, row, ["party"], world.click())
    assert coming_up(world) == []


# --- what happened --------------------------------------------------------------------------


async def test_a_tick_tops_the_week_up_to_one_and_removes_nothing(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    row = await check_in_row(world)
    await world.weeks.happened(OWNER, row, [HABIT, OTHER], world.click())
    assert done(world) == {HABIT: 1, OTHER: 1}
    await world.weeks.happened(OWNER, row, [OTHER], world.click())
    assert done(world) == {HABIT: 1, OTHER: 1}
    await world.weeks.happened(OWNER, row, [HABIT], world.click())
    assert done(world) == {HABIT: 1}


async def test_the_same_save_delivered_twice_counts_once(world: World) -> None:
    row = await check_in_row(world)
    click = world.click()
    for _ in range(2):
        shown = await world.weeks.happened(OWNER, row, [HABIT], click)
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.ticked == (HABIT,)
    assert done(world) == {HABIT: 1}
    assert world.row(kind=Kind.CHECK_IN).version == 1


async def test_none_this_week_keeps_what_was_recorded_before(world: World) -> None:
    await world.practices.log(OWNER, "share why")
    row = await check_in_row(world)
    await world.practices.log(OWNER, "share why")
    shown = await world.weeks.happened(OWNER, row, [], world.click(), none=True)
    assert shown.message.ticked == ()
    assert done(world) == {HABIT: 1}


async def test_no_tick_and_no_save_say_nothing(world: World) -> None:
    row = await check_in_row(world)
    with pytest.raises(NothingTicked, match="None this week"):
        await world.weeks.happened(OWNER, row, [], world.click())
    assert done(world) == {}
    assert world.database.read_now(weeks.answered, world.manager().id, WEEK, "check-in") is None


async def test_after_a_week_a_check_in_is_too_old(world: World) -> None:
    row = await check_in_row(world)
    world.clock.move_to(world.row(id=row).due_at + timedelta(days=7, seconds=1))
    with pytest.raises(TooLate, match="/trust done"):
        await world.weeks.happened(OWNER, row, [HABIT], world.click())
    assert done(world) == {}


async def test_change_shows_the_boxes_again_while_the_answer_stands(world: World) -> None:
    row = await check_in_row(world)
    await world.weeks.happened(OWNER, row, [HABIT], world.click())
    shown = await world.weeks.again(OWNER, row)
    assert shown.message.ticked is None
    assert shown.row is None
    assert done(world) == {HABIT: 1}


async def test_a_save_proves_a_message_of_unknown_fate(world: World) -> None:
    world.messenger.outcomes.extend([Unknown("lost"), Unknown("lost")])
    row = await start_row(world)
    assert world.row(kind=Kind.START).state is State.UNKNOWN
    await world.weeks.expect(OWNER, row, [], Click("c", "D7", "7.7"), none=True)
    found = world.row(kind=Kind.START)
    assert (found.state, found.channel, found.ts) == (State.SENT, "D7", "7.7")


# --- access ---------------------------------------------------------------------------------

Ask = Callable[[World, Who, str], Awaitable[Any]]

ASKS: dict[str, Ask] = {
    "expect": lambda w, who, row: w.weeks.expect(who, row, [], w.click(), none=True),
    "happened": lambda w, who, row: w.weeks.happened(who, row, [HABIT], w.click()),
    "again": lambda w, who, row: w.weeks.again(who, row),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
async def test_only_its_owner_reaches_a_week(world: World, ask: Ask) -> None:
    row = await start_row(world)
    refusals: list[type[HabitsError]] = []
    for who, wish in [(MATE, row), (MATE, "none"), (OUTSIDER, row), (STRANGER, row)]:
        with pytest.raises(HabitsError) as caught:
            await ask(world, who, wish)
        refusals.append(caught.type)
    assert refusals == [UnknownPrompt, UnknownPrompt, NotStarted, NotStarted]
    assert done(world) == {}
    assert world.row(kind=Kind.START).version == 0


async def test_a_row_of_another_kind_is_not_taken(world: World) -> None:
    row = await start_row(world)
    with pytest.raises(UnknownPrompt):
        await world.weeks.happened(OWNER, row, [HABIT], world.click())


# --- at a glance ----------------------------------------------------------------------------


async def test_the_week_tells_where_each_message_stands(world: World) -> None:
    prompt, sent = await world.first_prompt()
    view = await world.weeks.week(OWNER)
    assert [line.where_it_stands for line in view.lines] == [
        "no answer yet",
        "no answer yet",
        "to come",
    ]
    await world.prompts.answer(OWNER, prompt, Answer.DONE, world.click(sent))
    view = await world.weeks.week(OWNER)
    assert view.lines[1].what == "prompt for Share why"
    assert view.lines[1].where_it_stands == "done"
    assert view.done == ("Share why on Tuesday",)
    other = await world.weeks.week(MATE)
    assert other.done == ()
    with pytest.raises(NotStarted):
        await world.weeks.week(OUTSIDER)


async def test_the_week_owns_up_to_what_is_not_known(world: World) -> None:
    world.messenger.outcomes.extend([Unknown("lost"), Unknown("lost")])
    await start_row(world)
    view = await world.weeks.week(OWNER)
    assert view.lines[0].where_it_stands == "I do not know if it reached you, sorry"
