"""Up to three habits, the one that a week is about, and the one that a prompt asks for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.services import focusing
from bot.services.messages import Choice, FocusChoice, PromptMessage
from bot.services.more_habits import NoRoom
from bot.services.picking import habit_for
from bot.services.views import HabitOffer
from bot.storage import active_habits, managers, strengths
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.outgoing import Kind
from habits.errors import UnknownHabit, WrongField
from habits.people import Weekday
from tests.bot.world import HABIT, OUTSIDER, OWNER, World, wanted

COACH, DIRECTION, LISTEN, FILTER = "coach_11", "direction", "listen_first", "filter_request"


def _ask(world: World, question: Any, *more: Any) -> Any:
    def read(connection: Connection) -> Any:
        return question(connection, *more)

    return world.database.read_now(read)


def active(world: World) -> list[str]:
    """The focus of this week first."""
    found = world.database.read_now(focusing.working_on, world.manager(), world.now)
    return [one.habit for one in found]


def choose(world: World, habit: str, after: date | None = None) -> None:
    def change(connection: Connection) -> None:
        focusing.choose_next(
            connection, world.house, world.manager(), habit, world.now, after=after
        )

    world.database.write_now(change)


def offered(world: World) -> HabitOffer | None:
    return _ask(world, focusing.offer, world.house, world.manager(), world.now)


def next_choices(world: World) -> FocusChoice:
    return _ask(world, focusing.next_choices, world.house, world.manager(), world.now)


def asked_for(world: World) -> str | None:
    found: ActiveHabitRecord | None = _ask(
        world, habit_for, world.house, world.manager(), world.now
    )
    return None if found is None else found.habit


async def take_up(world: World, *habits: str) -> None:
    for habit in habits:
        await world.more_habits.start_another(OWNER, habit, None)


async def in_week(world: World, number: int) -> None:
    """Monday of that week of use; who starts on a Sunday begins with the Monday after it."""
    began = world.manager().started_at
    monday = began + timedelta(days=-began.weekday() % 7)
    day = (monday + timedelta(weeks=number - 1)).replace(hour=9)
    world.clock.move_to(max(world.now, day - timedelta(days=3)))
    world.acts()
    await world.walk_to(max(day, world.now))
    world.acts()


# --- how many -------------------------------------------------------------------------------


async def test_a_second_habit_waits_until_the_third_week(world: World) -> None:
    await in_week(world, 2)
    assert offered(world) is None
    with pytest.raises(NoRoom, match="third week"):
        await take_up(world, COACH)
    await in_week(world, 3)
    shown = offered(world)
    assert shown is not None
    assert shown.second
    await take_up(world, COACH)
    assert active(world) == [HABIT, COACH]


async def test_a_third_is_offered_once_the_second_is_in_its_third_week_and_is_the_last(
    world: World,
) -> None:
    await in_week(world, 3)
    await take_up(world, COACH)
    assert offered(world) is None
    await in_week(world, 4)
    assert offered(world) is None
    await in_week(world, 5)
    shown = offered(world)
    assert shown is not None
    assert not shown.second
    await take_up(world, LISTEN)
    assert offered(world) is None
    with pytest.raises(NoRoom, match="the most"):
        await take_up(world, DIRECTION)


async def test_what_is_offered_is_of_their_own_situation_first_and_never_theirs(
    world: World,
) -> None:
    await in_week(world, 3)
    shown = offered(world)
    assert shown is not None
    keys = [choice.value for choice in shown.choices]
    themes = [world.house.catalogue.get(key).theme for key in keys]
    own = world.house.catalogue.get(HABIT).theme
    assert themes[:5] == [own] * 5
    assert HABIT not in keys
    assert COACH in keys


async def test_nothing_is_offered_on_a_break(world: World) -> None:
    await in_week(world, 3)
    await world.preferences.pause_weeks(OWNER, 1)
    assert offered(world) is None


async def test_nothing_is_offered_during_time_off(world: World) -> None:
    await in_week(world, 3)
    assert offered(world) is not None
    today = world.now.date()
    days = [(today, today + timedelta(days=4))]
    world.database.write_now(managers.has_time_off, world.manager().id, days)
    assert offered(world) is None


async def test_a_habit_that_is_taken_up_keeps_its_own_plan(world: World) -> None:
    await in_week(world, 3)
    shown = await world.more_habits.another(OWNER, COACH)
    await world.more_habits.start_another(OWNER, COACH, shown.plan)
    await world.more_habits.start_another(OWNER, COACH, "When Ben calls, I will ask.")
    found = world.database.read_now(active_habits.of_manager, world.manager().id)
    assert [one.plan for one in found] == [None, "When Ben calls, I will ask."]
    assert [one.every for one in found] == [1, 2]


async def test_a_situation_tells_what_is_theirs_and_what_could_be(world: World) -> None:
    early = await world.more_habits.situation(OWNER, "2")
    assert [one.key for one in early.habits if one.mine] == [HABIT]
    assert not any(one.can_be_mine for one in early.habits)
    await in_week(world, 3)
    later = await world.more_habits.situation(OWNER, "2")
    assert [one.can_be_mine for one in later.habits] == [not one.mine for one in later.habits]
    stranger = await world.more_habits.situation(OUTSIDER, "2")
    assert not any(one.can_be_mine or one.mine for one in stranger.habits)
    with pytest.raises(WrongField):
        await world.more_habits.situation(OWNER, "7")


async def test_another_habit_takes_the_place_of_one_where_there_is_no_room(world: World) -> None:
    await in_week(world, 2)
    assert await world.more_habits.to_replace(OWNER) == Choice(HABIT, "Share why")
    found = await world.more_habits.situation(OWNER, "3", HABIT)
    assert found.instead == Choice(HABIT, "Share why")
    assert all(one.can_be_mine for one in found.habits)
    assert (await world.more_habits.another(OWNER, COACH, HABIT)).instead == found.instead
    shown = await world.more_habits.start_another(OWNER, COACH, None, HABIT)
    assert (shown.rests, shown.beside, shown.focus) == ("Share why", (), None)
    assert active(world) == [COACH]


async def test_what_takes_the_place_of_the_focus_is_the_focus(world: World) -> None:
    await in_week(world, 5)
    await take_up(world, DIRECTION, LISTEN)
    choose(world, LISTEN)
    await in_week(world, 6)
    await world.more_habits.start_another(OWNER, COACH, None, LISTEN)
    assert active(world) == [COACH, HABIT, DIRECTION]
    await world.more_habits.start_another(OWNER, "filter_request", None, DIRECTION)
    assert active(world) == [COACH, HABIT, "filter_request"]


async def test_a_window_left_open_replaces_nothing_that_is_gone(world: World) -> None:
    await in_week(world, 2)
    await world.more_habits.start_another(OWNER, COACH, None, HABIT)
    assert await world.more_habits.to_replace(OWNER, HABIT) is None
    again = await world.more_habits.start_another(OWNER, COACH, None, HABIT)
    assert again.rests is None
    with pytest.raises(NoRoom):
        await world.more_habits.start_another(OWNER, LISTEN, None, HABIT)
    await world.preferences.stop_habit(OWNER, COACH)
    assert await world.more_habits.to_replace(OWNER) is None


# --- the focus ------------------------------------------------------------------------------


async def test_the_focus_is_for_the_next_week_and_goes_on_until_another_is_chosen(
    world: World,
) -> None:
    await in_week(world, 3)
    await take_up(world, DIRECTION)
    choose(world, DIRECTION)
    assert active(world) == [HABIT, DIRECTION]
    assert next_choices(world).chosen == DIRECTION
    await in_week(world, 4)
    assert active(world) == [DIRECTION, HABIT]
    await in_week(world, 6)
    assert active(world) == [DIRECTION, HABIT]


async def test_an_answer_that_comes_late_is_about_the_week_after_the_one_that_was_asked(
    world: World,
) -> None:
    await in_week(world, 3)
    await take_up(world, DIRECTION)
    last_week = world.now.date() - timedelta(days=3)
    choose(world, DIRECTION, after=last_week)
    assert active(world) == [DIRECTION, HABIT]


async def test_another_habit_takes_the_place_of_the_focus_while_there_is_no_room(
    world: World,
) -> None:
    await in_week(world, 2)
    choose(world, LISTEN)
    assert active(world) == [LISTEN]


async def test_another_habit_is_added_where_there_is_room_and_the_fourth_replaces_the_focus(
    world: World,
) -> None:
    await in_week(world, 3)
    choose(world, LISTEN)
    await in_week(world, 4)
    choose(world, COACH)
    assert sorted(active(world)) == sorted([HABIT, LISTEN, COACH])
    await in_week(world, 5)
    choose(world, DIRECTION)
    assert sorted(active(world)) == sorted([HABIT, LISTEN, DIRECTION])
    await in_week(world, 6)
    assert active(world)[0] == DIRECTION


async def test_choosing_the_old_habit_again_lets_it_go_on_as_it_was(world: World) -> None:
    await in_week(world, 2)
    manager = world.manager().id
    plan = "When a deal is lost, I will tell them why."
    world.database.write_now(active_habits.add, manager, HABIT, plan, world.now)
    before = world.database.read_now(active_habits.of_manager, manager)
    choose(world, LISTEN)
    assert HABIT in [choice.value for choice in next_choices(world).choices]
    choose(world, COACH)
    assert active(world) == [COACH]
    choose(world, HABIT)
    assert world.database.read_now(active_habits.of_manager, manager) == before


async def test_a_habit_that_gave_way_can_be_chosen_again_wherever_it_is_from(world: World) -> None:
    await in_week(world, 2)
    await world.preferences.change(OWNER, replace(wanted(), habit="bless_risk"))
    choose(world, LISTEN)
    shown = next_choices(world)
    assert [choice.value for choice in shown.choices][:2] == [LISTEN, "bless_risk"]


async def test_choosing_again_adds_no_more_than_the_last_choice(world: World) -> None:
    await in_week(world, 4)
    for habit in (LISTEN, COACH):
        choose(world, habit)
    assert sorted(active(world)) == sorted([HABIT, COACH])
    choose(world, HABIT)
    assert active(world) == [HABIT]
    await in_week(world, 5)
    assert active(world) == [HABIT]


async def test_choosing_again_leaves_alone_what_was_taken_up_elsewhere(world: World) -> None:
    await in_week(world, 4)
    await take_up(world, LISTEN)
    choose(world, LISTEN)
    choose(world, HABIT)
    assert active(world) == [HABIT, LISTEN]
    choose(world, COACH)
    await world.preferences.stop_habit(OWNER, COACH)
    choose(world, LISTEN)
    assert active(world) == [HABIT, LISTEN]


async def test_where_the_old_habit_was_taken_up_meanwhile_it_is_there_once(world: World) -> None:
    await in_week(world, 2)
    choose(world, LISTEN)
    await in_week(world, 3)
    await take_up(world, HABIT)
    choose(world, COACH, after=world.now.date() - timedelta(days=3))
    assert sorted(active(world)) == sorted([HABIT, COACH])


async def test_a_focus_that_was_stopped_is_followed_by_the_one_before(world: World) -> None:
    await in_week(world, 3)
    await take_up(world, DIRECTION, LISTEN)
    choose(world, DIRECTION)
    await in_week(world, 4)
    choose(world, LISTEN)
    await in_week(world, 5)
    assert active(world)[0] == LISTEN
    await world.preferences.stop_habit(OWNER, LISTEN)
    assert active(world) == [DIRECTION, HABIT]


async def test_what_next_week_can_be_about_begins_with_what_is_theirs(world: World) -> None:
    await in_week(world, 3)
    await take_up(world, COACH)
    keys = [choice.value for choice in next_choices(world).choices]
    assert keys[:2] == [HABIT, COACH]
    assert len(keys) == len(set(keys))


async def test_a_habit_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(UnknownHabit):
        choose(world, "knitting")
    with pytest.raises(UnknownHabit):
        await world.more_habits.start_another(OWNER, "knitting", None)


# --- the habit of a prompt ------------------------------------------------------------------


async def test_the_prompt_asks_for_what_was_ticked(world: World) -> None:
    await in_week(world, 3)
    await take_up(world, LISTEN, "filter_request")
    assert asked_for(world) == HABIT
    row = world.row(kind=Kind.START, local_date=world.now.date()).id
    await world.weeks.expect(OWNER, row, ["outside_asks"], world.click())
    assert asked_for(world) == "filter_request"
    before = len(world.messenger.to(OWNER.user))
    await world.walk(days=2)
    [prompt] = [
        one.message
        for one in world.messenger.to(OWNER.user)[before:]
        if isinstance(one.message, PromptMessage)
    ]
    assert prompt.habit == "Be a filter"


async def test_none_of_these_lets_another_habit_be_asked_for(world: World) -> None:
    await in_week(world, 3)
    await take_up(world, DIRECTION)
    row = world.row(kind=Kind.START, local_date=world.now.date()).id
    await world.weeks.expect(OWNER, row, [], world.click(), none=True)
    assert asked_for(world) == DIRECTION


@pytest.mark.parametrize(("ticks", "asked"), [((), DIRECTION), (("outside_asks",), FILTER)])
async def test_what_was_said_of_a_week_holds_when_the_work_days_change_in_it(
    world: World, ticks: tuple[str, ...], asked: str
) -> None:
    await in_week(world, 3)
    await take_up(world, DIRECTION, FILTER)
    row = world.row(kind=Kind.START, local_date=world.now.date()).id
    await world.weeks.expect(OWNER, row, ticks, world.click(), none=not ticks)
    assert asked_for(world) == asked
    tuesday_on = frozenset(list(Weekday)[1:5])
    await world.preferences.change(OWNER, wanted(work_days=tuesday_on))
    world.clock.move_to(world.now + timedelta(days=1))
    assert asked_for(world) == asked


async def test_where_it_is_not_the_turn_of_the_focus_the_weaker_of_the_others_is_asked_for(
    world: World,
) -> None:
    await in_week(world, 3)
    await take_up(world, DIRECTION, LISTEN)
    week = world.now.date()

    def strong(connection: Connection) -> None:
        manager = world.manager().id
        strengths.keep(connection, manager, DIRECTION, week, 0.8)
        strengths.keep(connection, manager, LISTEN, week, 0.3)
        mine = active_habits.of_manager(connection, manager)
        active_habits.comes_every(connection, mine[0].id, 2, week + timedelta(weeks=1))

    world.database.write_now(strong)
    assert asked_for(world) == LISTEN
