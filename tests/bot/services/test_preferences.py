"""Starting, changing, pausing, leaving, erasing: what people decide, each about themselves."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.services.breaks import NotOnABreak
from bot.services.privacy import Privacy
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import active_habits
from bot.storage.outgoing import Kind, State
from bot.storage.tables import metadata
from habits.errors import HabitsError, NotStarted, UnknownHabit, WrongField
from habits.people import Hours, Part, Rhythm, Weekday
from habits.prompts import Answer
from habits.snoozing import Snooze
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, STRANGER, World, wanted

OF_A_MANAGER = (
    "active_habits",
    "decisions",
    "notes",
    "opportunities",
    "outgoing",
    "practices",
    "prompts",
    "week_answers",
)
"""What using the prompts alone fills; tests/bot/full.py fills every table."""


async def test_a_start_shows_what_comes_and_plans_it(world: World) -> None:
    shown = await world.preferences.start(OUTSIDER, wanted(country="SE"))
    assert [f"{line.at:%A %H:%M}" for line in shown.coming[:3]] == [
        "Monday 08:30",
        "Tuesday 10:00",
        "Friday 11:30",
    ]
    assert shown.moved == ()
    assert {row.state for row in world.rows(OUTSIDER)} == {State.PLANNED}
    assert await world.preferences.has_started(OUTSIDER)
    assert not await world.preferences.has_started(STRANGER)


async def test_a_start_sent_twice_keeps_one_manager_and_their_times(world: World) -> None:
    late = Rhythm(prompt=Part(time(14, 0)))
    await world.preferences.change(OWNER, wanted(rhythm=late))
    before = world.manager()
    await world.preferences.start(OWNER, wanted())
    assert world.manager().id == before.id
    assert world.manager().rhythm == late


async def test_hours_that_do_not_hold_the_usual_times_get_times_of_their_own(
    world: World,
) -> None:
    await world.preferences.start(OUTSIDER, wanted(hours=Hours(time(13, 0), time(21, 0))))
    rhythm = world.manager(OUTSIDER).rhythm
    assert all(
        time(13, 0) <= part.at < time(21, 0)
        for part in (rhythm.start, rhythm.prompt, rhythm.check_in)
        if part is not None
    )


async def test_a_change_says_what_moved_and_is_found_again(world: World) -> None:
    other = Rhythm(prompt=Part(time(10, 0), Weekday.THURSDAY))
    shown = await world.preferences.change(OWNER, replace(wanted(rhythm=other), plan="When x, y."))
    assert shown.moved == ("Prompt: Tuesday 10:00 is now Thursday 10:00",)
    form = await world.preferences.settings_form(OWNER)
    assert (form.started, form.habit, form.plan) == (True, HABIT, "When x, y.")
    assert form.parts[1][1].day == "3"


async def test_another_habit_does_not_inherit_the_sentence_of_the_one_before(world: World) -> None:
    await world.preferences.change(OWNER, replace(wanted(), plan="When x, I say why."))
    await world.preferences.change(
        OWNER, replace(wanted(), habit="listen_first", plan="When x, I say why.")
    )
    form = await world.preferences.settings_form(OWNER)
    assert (form.habit, form.plan) == ("listen_first", None)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (wanted(work_days=frozenset()), "work_days"),
        (wanted(hours=Hours(time(18, 0), time(8, 0))), "hours"),
        (wanted(rhythm=Rhythm(prompt=Part(time(6, 0)))), "prompt_at"),
    ],
    ids=["no work day", "hours backwards", "outside hours"],
)
async def test_settings_that_can_never_work_are_refused_and_nothing_changes(
    world: World, wish: Any, field: str
) -> None:
    before = world.manager()
    with pytest.raises(WrongFields) as caught:
        await world.preferences.change(OWNER, wish)
    assert field in caught.value.faults
    assert world.manager() == before
    assert world.rows() == []


async def test_a_habit_or_country_that_is_not_there_is_refused_under_its_field(
    world: World,
) -> None:
    for wish, field in (
        (replace(wanted(), habit="sing"), "habit"),
        (wanted(country="XX"), "country"),
    ):
        with pytest.raises(WrongField) as caught:
            await world.preferences.start(OUTSIDER, wish)
        assert caught.value.field == field
    assert not await world.preferences.has_started(OUTSIDER)


# --- pause, leave, erase --------------------------------------------------------------------


async def test_a_pause_ends_on_a_day_after_today_and_within_a_year(world: World) -> None:
    today = date(2026, 3, 1)
    for until in (today, today - timedelta(days=1), today + timedelta(days=367)):
        with pytest.raises(WrongFields) as caught:
            await world.preferences.pause(OWNER, until)
        assert list(caught.value.faults) == ["until"]
    shown = await world.preferences.pause(OWNER, today + timedelta(days=9))
    assert shown.paused_until is not None
    assert shown.paused_until.date() == date(2026, 3, 10)
    assert (await world.preferences.resume(OWNER)).paused_until is None


@pytest.mark.parametrize("days", [0, 3, 5, 6])
async def test_a_pause_of_weeks_lasts_that_many_weeks_whatever_the_day(
    world: World, days: int
) -> None:
    await world.walk_to(world.now + timedelta(days=days))
    today = world.now.date()
    await world.preferences.pause_weeks(OWNER, 1)
    assert world.manager().paused_until == today + timedelta(days=7)
    await world.preferences.pause_weeks(OWNER, 4)
    assert world.manager().paused_until == today + timedelta(days=28)


async def test_a_break_is_proposed_until_the_next_week_begins(world: World) -> None:
    await world.walk_to(world.now + timedelta(days=3))
    assert await world.preferences.suggested_return(OWNER) == date(2026, 3, 9)


def counts(world: World, manager: str) -> dict[str, int]:
    def ask(connection: Connection) -> dict[str, int]:
        return {
            name: connection.execute(
                select(func.count()).where(metadata.tables[name].c.manager == manager)
            ).scalar_one()
            for name in OF_A_MANAGER
        }

    return world.database.read_now(ask)


async def full_life(world: World) -> None:
    """Something in every table, for the owner and for a mate."""
    for who in (OWNER, MATE):
        today = await world.prompts.today(who, f"today-{who.user}")
        await world.prompts.answer(who, today.prompt, Answer.DONE, world.click())
        await world.typed.take(who, world.says("a note", who=who))
    await world.walk(days=1)
    for who in (OWNER, MATE):
        [start] = [row for row in world.rows(who) if row.place == "start"]
        await world.weeks.expect(who, start.id, ["one_on_one", "lost_deal"], world.click())


async def test_whoever_leaves_keeps_what_was_recorded_and_may_come_back(world: World) -> None:
    await full_life(world)
    await world.preferences.leave(OWNER, erase=False)
    assert not await world.preferences.has_started(OWNER)
    privacy = await Privacy(world.house).view(OWNER)
    assert (privacy.started, privacy.known, privacy.notes, privacy.practices) == (False, True, 1, 1)


async def test_whoever_comes_back_begins_anew_with_the_same_habit(world: World) -> None:
    def for_long(connection: Connection) -> None:
        [active] = active_habits.of_manager(connection, world.manager().id)
        active_habits.comes_every(connection, active.id, 4, date(2026, 3, 2))
        active_habits.renew(connection, active.id, world.now)

    world.database.write_now(for_long)
    await world.preferences.leave(OWNER, erase=False)
    world.clock.move_to(datetime(2026, 8, 3, 5, tzinfo=UTC))
    shown = await world.preferences.start(OWNER, wanted())
    assert [f"{line.at:%A}" for line in shown.coming[:3]] == ["Monday", "Tuesday", "Friday"]
    [active] = world.database.read_now(active_habits.of_manager, world.manager().id)
    assert (active.since, active.every, active.renewed_at) == (world.now, 1, None)


async def test_whoever_left_can_still_have_everything_erased(world: World) -> None:
    await full_life(world)
    await world.preferences.leave(OWNER, erase=False)
    assert await world.preferences.is_known(OWNER)
    await world.preferences.leave(OWNER, erase=True)
    assert not await world.preferences.is_known(OWNER)
    assert not (await Privacy(world.house).view(OWNER)).known
    with pytest.raises(NotStarted):
        await world.preferences.leave(OWNER, erase=True)


async def test_a_stopped_habit_takes_its_later_along(world: World) -> None:
    prompt, _ = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.TOMORROW, world.click())
    assert world.row(kind=Kind.LATER).state is State.PLANNED
    await world.preferences.stop_habit(OWNER, HABIT)
    later = world.row(kind=Kind.LATER)
    assert (later.state, later.reason) == (State.WITHDRAWN, "the habit was stopped")


async def test_erasing_leaves_nothing_of_one_and_everything_of_others(world: World) -> None:
    await full_life(world)
    owner, mate = world.manager(OWNER).id, world.manager(MATE).id
    before = counts(world, mate)
    assert all(before.values()), before
    await world.preferences.leave(OWNER, erase=True)
    assert not any(counts(world, owner).values())
    assert counts(world, mate) == before
    privacy = await Privacy(world.house).view(OWNER)
    assert (privacy.started, privacy.notes, privacy.answers) == (False, 0, 0)
    await world.walk(days=3)
    assert all(one.at <= world.now - timedelta(days=2) for one in world.messenger.to(OWNER.user))


async def test_who_left_may_still_have_everything_erased(world: World) -> None:
    await full_life(world)
    manager = world.manager().id
    await world.preferences.leave(OWNER, erase=False)
    await world.preferences.leave(OWNER, erase=True)
    assert not any(counts(world, manager).values())


async def test_without_a_break_there_is_none_to_end(world: World) -> None:
    with pytest.raises(NotOnABreak):
        await world.preferences.resume(OWNER)


@pytest.mark.parametrize(("day", "proposed"), [(4, 9), (5, 9), (6, 16)])
async def test_a_break_that_is_proposed_holds_work_days(
    world: World, day: int, proposed: int
) -> None:
    await world.walk_to(datetime(2026, 3, day, 12, tzinfo=UTC))
    assert await world.preferences.suggested_return(OWNER) == date(2026, 3, proposed)


# --- one habit ------------------------------------------------------------------------------


async def test_the_only_habit_is_known_as_such_and_may_be_stopped(world: World) -> None:
    stops = await world.preferences.habit_to_stop(OWNER, HABIT)
    assert (stops.habit.label, stops.others) == ("Share why", ())
    assert await world.preferences.stop_habit(OWNER, HABIT) == stops
    with pytest.raises(UnknownHabit):
        await world.preferences.habit_to_stop(OWNER, "sing")


# --- access ---------------------------------------------------------------------------------

Ask = Callable[[World, Who], Awaitable[Any]]


async def pause_and_resume(world: World, who: Who) -> None:
    await world.preferences.pause_weeks(who, 1)
    await world.preferences.resume(who)


ASKS: dict[str, Ask] = {
    "settings": lambda w, who: w.preferences.settings_form(who),
    "change": lambda w, who: w.preferences.change(who, wanted()),
    "pause": lambda w, who: w.preferences.pause(who, date(2026, 3, 10)),
    "pause weeks": lambda w, who: w.preferences.pause_weeks(who, 1),
    "resume": pause_and_resume,
    "return": lambda w, who: w.preferences.suggested_return(who),
    "habit to stop": lambda w, who: w.preferences.habit_to_stop(who, HABIT),
    "stop": lambda w, who: w.preferences.stop_habit(who, HABIT),
    "notes": lambda w, who: w.preferences.keep_notes(who, keeps=False),
    "note": lambda w, who: w.preferences.remove_note(who, "none"),
    "leave": lambda w, who: w.preferences.leave(who, erase=False),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
async def test_outsiders_have_nothing_to_decide_and_nobody_decides_for_a_mate(
    world: World, ask: Ask
) -> None:
    mate = world.manager(MATE)
    for who in (OUTSIDER, STRANGER):
        with pytest.raises(HabitsError) as caught:
            await ask(world, who)
        assert caught.type is NotStarted
    await ask(world, OWNER)
    assert world.manager(MATE) == mate


async def test_a_habit_whose_file_is_gone_can_be_stopped(world: World) -> None:
    manager = world.manager().id
    world.database.write_now(active_habits.work_on, manager, "gone_habit", None, world.now)
    stopped = await world.preferences.stop_habit(OWNER, "gone_habit")
    assert (stopped.habit.label, stopped.others) == ("gone_habit", ())
    assert world.database.read_now(active_habits.of_manager, manager) == []
    with pytest.raises(UnknownHabit):
        await world.preferences.stop_habit(OWNER, "gone_habit")
