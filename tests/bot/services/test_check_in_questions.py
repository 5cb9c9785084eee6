"""What a check-in asks and tells only at times: four weeks, ratings, twelve weeks, what helps."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.services.check_in_questions import is_look_back
from bot.services.messages import (
    Bars,
    CheckInMessage,
    HelpAsked,
    RatingAsked,
    TwelveWeeksAsked,
)
from bot.services.weeks import TooLate
from bot.services.who import Who
from bot.storage import active_habits, excuses, managers, practices, ratings
from bot.storage.excuses import Why
from bot.storage.outgoing import Kind
from bot.storage.practices import Source
from bot.storage.tables import active_habits as active_table
from bot.storage.tables import managers as managers_table
from habits.dose import Help
from habits.errors import HabitsError, NotHere, NotStarted, UnknownPrompt
from habits.strip import Word
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, STRANGER, World

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = date(2026, 3, 2)
OTHER = "coach_11"
MONTHLY = "purpose"


def began(world: World, weeks_ago: int, **more: Any) -> None:
    """As if the manager had started so many weeks before the first check-in's week."""
    at = MONDAY + timedelta(hours=9) - timedelta(weeks=weeks_ago)
    manager = world.manager().id

    def move(connection: Connection) -> None:
        mine = managers_table.c.id == manager
        connection.execute(update(managers_table).where(mine).values(started_at=at))
        habits = active_table.c.manager == manager
        connection.execute(update(active_table).where(habits).values(since=at, **more))

    world.database.write_now(move)


def do(world: World, *days: date, habit: str = HABIT) -> None:
    def record(connection: Connection) -> None:
        for day in days:
            key = f"test:{habit}:{day}"
            manager = world.manager().id
            practices.record(connection, manager, habit, day, Source.COMMAND, key, world.now)

    world.database.write_now(record)


def tuesdays(*weeks_ago: int) -> list[date]:
    return [WEEK + timedelta(days=1) - timedelta(weeks=n) for n in weeks_ago]


async def check_in(world: World, weeks: int = 0) -> str:
    """Walk to the Friday of that week; the row of its check-in."""
    await world.walk_to(MONDAY + timedelta(days=4, weeks=weeks, hours=11))
    today = world.now.date()
    return next(r.id for r in world.rows() if r.kind is Kind.CHECK_IN and r.local_date == today)


async def saved(world: World, row: str) -> CheckInMessage:
    shown = await world.weeks.happened(OWNER, row, [HABIT], world.click())
    assert isinstance(shown.message, CheckInMessage)
    return shown.message


def rated(world: World) -> list[tuple[str, date, int]]:
    found = world.database.read_now(ratings.of_manager, world.manager().id)
    return [(one.habit, one.week, one.value) for one in found]


# --- four weeks -----------------------------------------------------------------------------


async def test_every_fourth_check_in_tells_of_four_weeks_in_place_of_the_week(world: World) -> None:
    began(world, 3)
    do(world, *tuesdays(3, 2), date(2026, 2, 19))
    message = await saved(world, await check_in(world))
    assert message.weeks == 4
    assert message.recap == (
        "Done in the weeks that counted: Share why 3 of 4.\n"
        "Share why is back after a week with nothing noted. Good to see."
    )
    assert message.week_by_week == "Times, week by week: Share why 1, 2, 0, 1."
    assert message.chart is not None
    assert message.chart.series == (Bars("Share why", (1, 2, 0, 1)),)
    assert message.chart.labels == ("9 February", "16 February", "23 February", "2 March")


async def test_weeks_that_do_not_count_are_no_zero_in_the_look_back(world: World) -> None:
    began(world, 3)
    do(world, *tuesdays(3, 1))
    away = (WEEK - timedelta(days=14), WEEK - timedelta(days=10))
    world.database.write_now(excuses.add, world.manager().id, *away, Why.BREAK)
    message = await saved(world, await check_in(world))
    assert message.recap == "Done in the weeks that counted: Share why 3 of 3."
    assert message.week_by_week == "Times, week by week: Share why 1, \N{EN DASH}, 1, 1."
    assert message.chart is not None
    assert message.chart.series == (Bars("Share why", (1, None, 1, 1)),)


async def test_the_other_weeks_of_a_month_are_no_zero_in_the_look_back(world: World) -> None:
    world.database.write_now(active_habits.add, world.manager().id, MONTHLY, None, world.now)
    began(world, 3)
    do(world, *tuesdays(3), habit=MONTHLY)
    message = await saved(world, await check_in(world))
    assert message.week_by_week is not None
    assert "Share why 0, 0, 0, 1" in message.week_by_week
    assert re.search(r" 1, –, –, –[;.]", message.week_by_week)  # noqa: RUF001


async def test_other_check_ins_tell_of_their_week(world: World) -> None:
    began(world, 2)
    do(world, *tuesdays(2, 1))
    message = await saved(world, await check_in(world))
    assert (message.weeks, message.chart, message.week_by_week) == (1, None, None)
    assert message.recap == "Noted so far: Share why once."


async def test_four_weeks_without_anything_are_not_told(world: World) -> None:
    began(world, 3)
    row = await check_in(world)
    shown = await world.weeks.happened(OWNER, row, [], world.click(), none=True)
    assert isinstance(shown.message, CheckInMessage)
    assert (shown.message.weeks, shown.message.recap, shown.message.chart) == (1, None, None)


async def test_four_weeks_begin_with_the_first_work_day(world: World) -> None:
    manager = world.manager()  # started on a Sunday
    looks_back = [is_look_back(manager, WEEK + timedelta(weeks=n)) for n in range(8)]
    assert looks_back == [False, False, False, True] * 2


# --- the rating -----------------------------------------------------------------------------


async def test_after_four_weeks_a_habit_is_rated_and_the_rating_can_be_changed(
    world: World,
) -> None:
    began(world, 4)
    row = await check_in(world)
    shown = await world.weeks.again(OWNER, row)
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.question is None  # first the week
    assert (await saved(world, row)).question == RatingAsked(HABIT, "Share why")
    for value in (3, 6):
        answered = await world.check_ins.rate(OWNER, row, HABIT, value, world.click())
        assert answered.message.question == RatingAsked(HABIT, "Share why", value)
    assert rated(world) == [(HABIT, WEEK, 6)]


async def test_one_habit_is_rated_in_a_check_in_and_the_other_in_the_next(world: World) -> None:
    active = world.manager().id
    world.database.write_now(active_habits.add, active, OTHER, None, world.now)
    began(world, 4)
    row = await check_in(world)
    first = (await saved(world, row)).question
    assert isinstance(first, RatingAsked)
    await world.check_ins.rate(OWNER, row, first.habit, 5, world.click())
    second = (await saved(world, await check_in(world, weeks=1))).question
    assert isinstance(second, RatingAsked)
    assert {first.habit, second.habit} == {HABIT, OTHER}


async def test_a_rating_that_was_not_given_is_asked_for_the_next_time(world: World) -> None:
    began(world, 4)
    for weeks in (0, 1):
        message = await saved(world, await check_in(world, weeks))
        assert message.question == RatingAsked(HABIT, "Share why")


@pytest.mark.parametrize("value", [0, 8, -1, 70])
async def test_only_the_scale_is_taken(world: World, value: int) -> None:
    row = await check_in(world)
    with pytest.raises(NotHere):
        await world.check_ins.rate(OWNER, row, HABIT, value, world.click())
    assert rated(world) == []


async def test_second_nature_is_said_by_the_manager_alone(world: World) -> None:
    began(world, 9, every=2, every_since=WEEK - timedelta(weeks=4))
    do(world, *tuesdays(*range(1, 9)))
    manager = world.manager().id
    week = WEEK - timedelta(weeks=4)
    world.database.write_now(ratings.rate, manager, HABIT, week, 6, world.now)
    row = await check_in(world)
    before = await saved(world, row)
    assert before.progress is not None
    assert before.progress.strip.word is Word.STEADY
    after = (await world.check_ins.rate(OWNER, row, HABIT, 7, world.click())).message
    assert after.progress is not None
    assert after.progress.strip.word is Word.SECOND_NATURE
    less = (await world.check_ins.rate(OWNER, row, HABIT, 5, world.click())).message
    assert less.progress is not None
    assert less.progress.strip.word is Word.STEADY


# --- twelve weeks ---------------------------------------------------------------------------


async def test_a_habit_kept_after_twelve_weeks_has_another_twelve(world: World) -> None:
    began(world, 11)
    row = await check_in(world)
    assert (await saved(world, row)).question == TwelveWeeksAsked(HABIT, "Share why")
    kept = await world.check_ins.keep(OWNER, row, HABIT, world.click())
    assert not isinstance(kept.message.question, TwelveWeeksAsked)
    [active] = world.database.read_now(active_habits.of_manager, world.manager().id)
    assert active.renewed_at == world.now
    later = (await saved(world, await check_in(world, weeks=1))).question
    assert later == RatingAsked(HABIT, "Share why")


async def test_a_habit_may_rest_after_twelve_weeks(world: World) -> None:
    began(world, 11)
    row = await check_in(world)
    await saved(world, row)
    click = world.click()
    for _ in range(2):  # Slack may deliver it twice
        shown = await world.check_ins.rest(OWNER, row, HABIT, click)
    assert shown.message.question is None
    assert world.database.read_now(active_habits.of_manager, world.manager().id) == []


async def test_what_becomes_of_a_habit_is_asked_until_it_is_answered(world: World) -> None:
    began(world, 11)
    for weeks in (0, 1):
        message = await saved(world, await check_in(world, weeks))
        assert message.question == TwelveWeeksAsked(HABIT, "Share why")


def add(world: World, *habits: str) -> None:
    def write(connection: Connection) -> None:
        for habit in habits:
            active_habits.add(connection, world.manager().id, habit, None, world.now)

    world.database.write_now(write)


@pytest.mark.parametrize("answer", ["keep", "rest"])
async def test_a_check_in_asks_what_becomes_of_one_habit_and_the_next_of_another(
    world: World, answer: str
) -> None:
    add(world, OTHER, "filter_request")
    began(world, 11)
    row = await check_in(world)
    first = (await saved(world, row)).question
    assert isinstance(first, TwelveWeeksAsked)
    decide = getattr(world.check_ins, answer)
    answered = await decide(OWNER, row, first.habit, world.click())
    assert answered.message.question is None
    later = (await saved(world, await check_in(world, weeks=1))).question
    assert isinstance(later, TwelveWeeksAsked)
    assert later.habit != first.habit


@pytest.mark.parametrize("others", [(), (OTHER, "filter_request")])
async def test_try_another_settles_what_becomes_of_a_habit_once_another_is_taken_up(
    world: World, others: tuple[str, ...]
) -> None:
    began(world, 11)
    row = await check_in(world)
    assert (await saved(world, row)).question == TwelveWeeksAsked(HABIT, "Share why")
    add(world, *others)
    version = world.row(id=row).version
    await world.more_habits.start_another(OWNER, "listen_first", None, HABIT)
    assert world.row(id=row).version > version
    assert (await saved(world, row)).question is None
    active = world.database.read_now(active_habits.of_manager, world.manager().id)
    assert sorted(one.habit for one in active) == sorted([*others, "listen_first"])
    later = (await saved(world, await check_in(world, weeks=1))).question
    assert not isinstance(later, TwelveWeeksAsked)


async def test_after_a_rating_nothing_else_is_asked(world: World) -> None:
    began(world, 4)
    row = await check_in(world)
    await saved(world, row)
    await world.check_ins.rate(OWNER, row, HABIT, 5, world.click())
    began(world, 11)
    assert (await saved(world, row)).question == RatingAsked(HABIT, "Share why", 5)


# --- what would help ------------------------------------------------------------------------


async def test_what_would_help_is_asked_before_all_else_and_once(world: World) -> None:
    began(world, 11)
    world.database.write_now(managers.ease, world.manager().id, MONDAY)
    row = await check_in(world)
    shown = await world.weeks.again(OWNER, row)
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.question == HelpAsked()
    assert (await saved(world, row)).question == HelpAsked()
    answered = await world.check_ins.helped_by(OWNER, row, Help.FEWER, world.click())
    assert answered.message.question is None
    assert world.manager().eased_answer == Help.FEWER
    later = await saved(world, await check_in(world, weeks=1))
    assert later.question == TwelveWeeksAsked(HABIT, "Share why")


async def test_as_before_ends_it(world: World) -> None:
    world.database.write_now(managers.ease, world.manager().id, MONDAY)
    row = await check_in(world)
    answered = await world.check_ins.helped_by(OWNER, row, Help.AS_BEFORE, world.click())
    assert answered.message.question is None
    assert world.manager().eased_at is None


async def test_a_break_begins_also_where_the_usual_messages_came_again_meanwhile(
    world: World,
) -> None:
    world.database.write_now(managers.ease, world.manager().id, MONDAY)
    row = await check_in(world)
    before = world.row(id=row)
    assert before.version == before.shown_version
    for words in (HABIT, f"{HABIT} yesterday"):
        await world.practices.log(OWNER, words)
    assert world.manager().eased_at is None
    assert world.row(id=row).version > before.version  # it has nothing to ask any more
    fewer = await world.check_ins.helped_by(OWNER, row, Help.FEWER, world.click())
    assert not fewer.eased
    await world.check_ins.helped_by(OWNER, row, Help.PAUSE, world.click())
    paused = world.manager().paused_until
    assert paused == world.now.date() + timedelta(weeks=4)


# --- the focus ------------------------------------------------------------------------------


async def test_from_the_third_week_on_another_habit_is_one_more(world: World) -> None:
    began(world, 2)
    row = await check_in(world)
    focus = (await saved(world, row)).focus
    assert focus is not None
    assert focus.more
    await world.weeks.focus(OWNER, row, OTHER, world.click())
    active = world.database.read_now(active_habits.of_manager, world.manager().id)
    assert [one.habit for one in active] == [HABIT, OTHER]


async def test_a_check_in_answered_late_chooses_the_week_that_has_begun(world: World) -> None:
    began(world, 2)
    row = await check_in(world)
    world.clock.move_to(MONDAY + timedelta(days=8))
    focus = (await saved(world, row)).focus
    assert focus is not None
    assert focus.begun
    shown = await world.weeks.focus(OWNER, row, OTHER, world.click())
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.focus is not None
    assert shown.message.focus.chosen == OTHER


# --- access ---------------------------------------------------------------------------------

Ask = Callable[[World, Who, str], Awaitable[Any]]

ASKS: dict[str, Ask] = {
    "rate": lambda w, who, row: w.check_ins.rate(who, row, HABIT, 5, w.click()),
    "keep": lambda w, who, row: w.check_ins.keep(who, row, HABIT, w.click()),
    "rest": lambda w, who, row: w.check_ins.rest(who, row, HABIT, w.click()),
    "helped_by": lambda w, who, row: w.check_ins.helped_by(who, row, Help.PAUSE, w.click()),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
async def test_only_its_owner_answers_within_seven_days(world: World, ask: Ask) -> None:
    row = await check_in(world)
    refusals: list[type[HabitsError]] = []
    for who, wish in [(MATE, row), (MATE, "none"), (OUTSIDER, row), (STRANGER, row)]:
        with pytest.raises(HabitsError) as caught:
            await ask(world, who, wish)
        refusals.append(caught.type)
    assert refusals == [UnknownPrompt, UnknownPrompt, NotStarted, NotStarted]
    world.clock.move_to(world.row(id=row).due_at + timedelta(days=7, seconds=1))
    with pytest.raises(TooLate):
        await ask(world, OWNER, row)
    assert rated(world) == []


@pytest.mark.parametrize("ask", ["rate", "keep", "rest"])
async def test_a_habit_that_is_not_theirs_is_not_taken(world: World, ask: str) -> None:
    row = await check_in(world)
    await world.preferences.stop_habit(OWNER, HABIT)
    with pytest.raises(NotHere):
        await ASKS[ask](world, OWNER, row)
