"""What a prompt says: the manager's own plan every other time, and no line twice in 28 days."""

import itertools
from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import select

from bot.services.messages import CheckInMessage, PromptMessage, WeekStartMessage
from bot.storage import active_habits, prompts
from bot.storage.outgoing import Kind, State
from bot.storage.tables import decisions
from bot.storage.tables import prompts as prompts_table
from habits.choosing import from_record, plan_sentence, replay
from habits.plans import default_plan
from tests.bot.fakes import SentMessage
from tests.bot.world import HABIT, MATE, OWNER, World

PLAN = "When I decide about a deal, I will say why by noon."


def prompts_to(world: World, user: str) -> list[SentMessage]:
    return [one for one in world.messenger.to(user) if isinstance(one.message, PromptMessage)]


def lines(sent: list[SentMessage]) -> list[str]:
    return [one.message.line for one in sent if isinstance(one.message, PromptMessage)]


def own_plan(world: World, plan: str | None = PLAN) -> None:
    manager = world.manager()
    world.database.write_now(active_habits.work_on, manager.id, HABIT, plan, world.now)


async def test_every_other_prompt_shows_the_managers_own_plan(world: World) -> None:
    own_plan(world)
    await world.walk_weeks(7)  # one Tuesday ends a quarter
    said = lines(prompts_to(world, OWNER.user))
    assert len(said) == 6
    assert [line == PLAN for line in said] == [False, True] * 3


async def test_without_a_plan_of_their_own_they_see_the_default_one(world: World) -> None:
    await world.walk(days=14)
    habit = world.house.catalogue.get(HABIT)
    assert lines(prompts_to(world, OWNER.user))[1] == default_plan(habit)


async def test_no_line_comes_back_within_28_days_and_each_decision_replays(world: World) -> None:
    await world.walk_weeks(11, OWNER, MATE)
    habit = world.house.catalogue.get(HABIT)
    ours = {one.text for one in habit.wordings}
    for who in (OWNER, MATE):
        shown: dict[str, list[datetime]] = defaultdict(list)
        for one in prompts_to(world, who.user):
            assert isinstance(one.message, PromptMessage)
            if one.message.line in ours:
                shown[one.message.line].append(one.at)
        assert len(shown) >= 2
        for times in shown.values():
            gaps = [b.date() - a.date() for a, b in itertools.pairwise(times)]
            assert all(gap >= timedelta(days=28) for gap in gaps)
    ask = select(decisions.c.record, prompts_table.c.wording).join(
        prompts_table, prompts_table.c.id == decisions.c.prompt
    )
    stored = world.database.read_now(lambda c: c.execute(ask).all())
    assert len(stored) == 2 * 10
    for record, wording in stored:
        assert replay(record) == from_record(record)
        assert from_record(record).chosen == wording
        assert sum(from_record(record).probabilities) == 1 or len(record["eligible"]) > 1


async def test_the_same_row_composed_anew_says_the_same(world: World) -> None:
    """A claim that was rolled back draws the same line again."""
    prompt, sent = await world.first_prompt()
    record = world.database.read_now(prompts.decision_of, prompt)
    assert record is not None
    assert record["situation"]["decision_key"] == world.row(kind=Kind.PROMPT).key
    assert isinstance(sent.message, PromptMessage)


async def test_a_prompt_says_why_it_comes_and_at_times_what_it_is_good_for(world: World) -> None:
    await world.walk_weeks(6)
    said = [one.message for one in prompts_to(world, OWNER.user)]
    assert all(isinstance(one, PromptMessage) and "Tuesday" in one.lead for one in said)
    goods = [one.good_for is not None for one in said if isinstance(one, PromptMessage)]
    assert goods == [True, False, False, False, True]
    assert isinstance(said[0], PromptMessage)
    assert said[0].good_for == world.house.catalogue.get(HABIT).why


async def test_an_older_prompt_closes_when_the_next_one_comes(world: World) -> None:
    prompt, _ = await world.first_prompt()
    first = world.database.read_now(prompts.get, OWNER.workspace, prompt)
    assert first is not None
    assert first.prompt.closes_at == first.prompt.asked_at + timedelta(hours=48)
    await world.walk(days=7, hours=1)
    second = world.database.read_now(prompts.newest_open, world.manager().id, world.now)
    assert second is not None
    assert second.prompt.id != prompt


async def test_without_a_habit_no_prompt_comes_and_the_row_says_why(world: World) -> None:
    manager = world.manager().id
    world.database.write_now(active_habits.stop, manager, HABIT, world.now)
    await world.walk(days=3)
    assert world.messenger.to(OWNER.user) == []
    row = world.row(kind=Kind.PROMPT)
    assert (row.state, row.reason) == (State.WITHDRAWN, "No habit is chosen")


async def test_week_start_and_check_in_name_the_habit_and_the_plan(world: World) -> None:
    own_plan(world)
    await world.walk(days=7)
    [start] = [
        o.message for o in world.messenger.to(OWNER.user) if isinstance(o.message, WeekStartMessage)
    ]
    assert (start.focus, start.plan, start.ticked) == ("Share why", PLAN, None)
    [check_in] = [
        o.message for o in world.messenger.to(OWNER.user) if isinstance(o.message, CheckInMessage)
    ]
    assert [one.value for one in check_in.habits] == [HABIT]


async def test_only_lines_whose_needs_are_true_are_drawn(world: World) -> None:
    await world.walk(days=7 * 5)
    ask = select(decisions.c.record)
    for record in world.database.read_now(lambda c: list(c.execute(ask).scalars())):
        facts = set(record["situation"]["facts"])
        needs = {one["wording"]: set(one["needs"]) for one in record["situation"]["candidates"]}
        for wording in record["eligible"]:
            assert wording == plan_sentence(HABIT) or needs[wording] <= facts


async def test_what_was_ticked_makes_the_lead_of_a_prompt_that_fits(world: World) -> None:
    await world.walk(days=1)
    start = world.row(kind=Kind.START)
    ticks = ["team_meeting", "decision_ahead"]
    await world.weeks.expect(OWNER, start.id, ticks, world.click())
    await world.walk(days=1)
    [prompt] = prompts_to(world, OWNER.user)
    assert isinstance(prompt.message, PromptMessage)
    assert prompt.message.lead == "You said a decision is coming up this week."


async def test_a_prompt_that_no_habit_is_due_for_does_not_come_and_says_why(world: World) -> None:
    await world.walk(hours=20)
    [active] = world.database.read_now(active_habits.of_manager, world.manager().id)
    last_week = date(2026, 2, 23)
    world.database.write_now(active_habits.comes_every, active.id, 2, last_week)
    await world.walk(days=2)
    assert prompts_to(world, OWNER.user) == []
    row = world.row(kind=Kind.PROMPT)
    reason = "Your prompt does not fall in this week"
    assert (row.state, row.reason) == (State.WITHDRAWN, reason)
    lines = [line.where_it_stands for line in (await world.weeks.week(OWNER)).lines]
    assert f"not this week: {reason}" in lines
