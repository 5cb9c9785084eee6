"""Something came up: it is noted, and the prompt that fits is the answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.services.messages import PromptMessage, PromptOpen, WeekStartMessage
from bot.services.ports import NotSent
from bot.services.showing import week_start_message
from bot.services.stopping import NotTheirs
from bot.storage import outgoing, practices, prompts
from bot.storage.outgoing import Kind, State
from bot.storage.tables import opportunities
from bot.storage.tables import outgoing as outgoing_table
from habits.errors import NotStarted
from habits.happening import UnknownEvent
from habits.prompts import Answer, Origin
from habits.snoozing import Snooze
from habits.strip import Mark
from tests.bot.fakes import SentMessage
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, World

WEEK = date(2026, 3, 2)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""10:00 in Stockholm: the prompt is planned for Tuesday."""


def came(world: World) -> dict[str, int]:
    ask = select(opportunities.c.event, opportunities.c.happened).where(
        opportunities.c.manager == world.manager().id, opportunities.c.week == WEEK
    )
    return {row[0]: row[1] for row in world.database.read_now(lambda c: c.execute(ask).all())}


def sent_prompts(world: World) -> list[SentMessage]:
    return [one for one in world.messenger.to(OWNER.user) if isinstance(one.message, PromptMessage)]


async def happens(world: World, words: str, key: str | None = None) -> PromptMessage:
    shown = await world.happening.happened(OWNER, words, key or world.click().key)
    assert shown.prompt is not None
    return shown.prompt


def becomes(world: World, row: str, state: State) -> None:
    change = update(outgoing_table).where(outgoing_table.c.id == row).values(state=state)
    world.database.write_now(lambda c: c.execute(change))


def start_message(world: World) -> WeekStartMessage:
    def read(connection: Connection) -> WeekStartMessage:
        row = next(one for one in world.rows() if one.kind is Kind.START)
        return week_start_message(connection, world.house, row, world.manager(), world.now)

    return world.database.read_now(read)


# --- the prompt -----------------------------------------------------------------------------


async def test_it_is_noted_and_the_prompt_that_fits_is_the_answer(world: World) -> None:
    await world.walk_to(MONDAY)
    shown = await happens(world, "decision")
    assert shown.habit == "Share why"
    assert shown.lead == "You said it came up: a decision to announce."
    assert isinstance(shown.state, PromptOpen)
    assert came(world) == {"decision_ahead": 1}
    record = world.database.read_now(prompts.get, OWNER.workspace, shown.prompt)
    assert record is not None
    assert record.prompt.origin is Origin.EVENT


async def test_it_takes_the_place_of_the_prompt_of_that_week_alone(world: World) -> None:
    await world.walk_to(MONDAY)
    assert world.row(kind=Kind.PROMPT).state is State.PLANNED
    await happens(world, "lost-deal")
    assert world.row(kind=Kind.PROMPT).state is State.WITHDRAWN
    await world.walk(days=6)
    assert sent_prompts(world) == []
    world.acts()
    await world.walk(days=7)
    assert len(sent_prompts(world)) == 1


@pytest.mark.parametrize("claimed", [False, True])
async def test_it_takes_the_place_of_a_prompt_whose_first_try_failed(
    world: World, claimed: bool
) -> None:
    """Also where a try was under way while the event was named."""
    await world.walk_to(MONDAY + timedelta(days=1, minutes=-1))
    refused = NotSent("rate", retry_after=1200.0, everybody=False)
    world.messenger.outcomes.extend([refused] * 2)  # one is for the mate
    await world.walk(minutes=14)
    row = world.row(kind=Kind.PROMPT)
    assert (row.state, row.intent_at is None) == (State.PLANNED, False)
    tried = len(sent_prompts(world))
    if claimed:
        becomes(world, row.id, State.SENDING)
    await happens(world, "decision")
    if claimed:
        assert world.row(kind=Kind.PROMPT).state is State.SENDING
        becomes(world, row.id, State.PLANNED)
    await world.walk(hours=6)
    assert len(sent_prompts(world)) == tried
    row = world.row(kind=Kind.PROMPT)
    reason = "Your prompt came when you said what happened"
    assert (row.state, row.reason) == (State.WITHDRAWN, reason)
    week = await world.weeks.week(OWNER)
    prompt_lines = [one for one in week.lines if one.what == "prompt"]
    assert [reason in one.where_it_stands for one in prompt_lines] == [True]


async def test_a_prompt_that_came_before_stays_as_it_is(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2))
    assert len(sent_prompts(world)) == 1
    await happens(world, "lost-deal")
    assert world.row(kind=Kind.PROMPT).state is State.SENT


async def test_a_habit_of_ones_own_goes_before_all_others(world: World) -> None:
    world.started(MATE, habit="forgive_close")
    await world.walk_to(MONDAY)
    assert (await happens(world, "lost-deal")).habit == "Debrief without blame"
    shown = await world.happening.happened(MATE, "lost-deal", "mate")
    assert shown.prompt is not None
    assert shown.prompt.habit == "Let it be over"


async def test_what_comes_as_an_answer_can_be_done_put_off_and_comes_back(world: World) -> None:
    await world.walk_to(MONDAY)
    shown = await happens(world, "lost-deal")
    await world.prompts.later(OWNER, shown.prompt, Snooze.TOMORROW, world.click())
    await world.walk(days=2)
    [back] = sent_prompts(world)
    assert isinstance(back.message, PromptMessage)
    assert back.message.prompt == shown.prompt
    await world.prompts.answer(OWNER, shown.prompt, Answer.DONE, world.click(back))
    done = world.database.read_now(practices.between, world.manager().id, WEEK, date(2026, 3, 8))
    assert [one.habit for one in done] == ["blame_free_debrief"]


async def test_the_same_event_twice_on_a_day_counts_twice_and_asks_once(world: World) -> None:
    await world.walk_to(MONDAY)
    first = await happens(world, "lost-deal")
    assert (await happens(world, "lost deal")).prompt == first.prompt
    assert came(world) == {"lost_deal": 2}


async def test_the_same_request_counts_once(world: World) -> None:
    await world.walk_to(MONDAY)
    for _ in range(2):
        await happens(world, "lost-deal", key="once")
    assert came(world) == {"lost_deal": 1}


async def test_an_event_for_which_there_is_no_habit_is_noted_without_a_prompt(
    world: World,
) -> None:
    await world.walk_to(MONDAY)
    catalogue = world.house.catalogue
    few = type(catalogue)([catalogue.get(HABIT)])
    happening = type(world.happening)(type(world.house)(**{**vars(world.house), "catalogue": few}))
    shown = await happening.happened(OWNER, "lost-deal", "few")
    assert (shown.event, shown.prompt) == ("a lost deal", None)
    assert came(world) == {"lost_deal": 1}
    assert world.row(kind=Kind.PROMPT).state is State.PLANNED


async def test_words_that_mean_no_event_change_nothing(world: World) -> None:
    await world.walk_to(MONDAY)
    with pytest.raises(UnknownEvent):
        await world.happening.happened(OWNER, "party", "party")
    assert came(world) == {}


async def test_who_has_not_started_names_nothing(world: World) -> None:
    with pytest.raises(NotStarted):
        await world.happening.happened(OUTSIDER, "lost-deal", "outsider")
    with pytest.raises(NotStarted):
        await world.happening.events(OUTSIDER)


async def test_the_list_begins_with_what_their_own_habit_waits_for(world: World) -> None:
    listed = await world.happening.events(OWNER)
    assert len(listed) == 12
    assert listed[0].value == "decision_ahead"


# --- what was said about the week -----------------------------------------------------------


async def test_what_came_up_stays_whatever_is_ticked_afterwards(world: World) -> None:
    await world.walk_to(MONDAY)
    await happens(world, "decision")
    row = world.row(kind=Kind.START).id
    await world.weeks.expect(OWNER, row, ["lost_deal"], world.click())
    assert came(world) == {"decision_ahead": 1, "lost_deal": 0}
    await world.weeks.expect(OWNER, row, [], world.click(), none=True)
    assert came(world) == {"decision_ahead": 1}


async def test_what_came_up_overrules_none_of_these(world: World) -> None:
    await world.walk_to(MONDAY)
    row = world.row(kind=Kind.START).id
    await world.weeks.expect(OWNER, row, [], world.click(), none=True)
    await happens(world, "decision")
    await world.walk(days=7)
    home = await world.home.view(OWNER)
    assert home.habits[0].strip.marks[-2] is Mark.MISSED


async def test_none_of_these_alone_excuses_the_week(world: World) -> None:
    await world.walk_to(MONDAY)
    row = world.row(kind=Kind.START).id
    await world.weeks.expect(OWNER, row, [], world.click(), none=True)
    await world.walk(days=7)
    home = await world.home.view(OWNER)
    assert home.habits[0].strip.marks[-2] is Mark.EXCUSED


async def test_after_save_the_week_start_says_what_its_prompt_will_be_about(
    world: World,
) -> None:
    await world.walk_to(MONDAY)
    assert start_message(world).prompt_on is None
    row = world.row(kind=Kind.START).id
    shown = await world.weeks.expect(OWNER, row, ["lost_deal"], world.click())
    assert isinstance(shown.message, WeekStartMessage)
    assert (shown.message.prompt_on, shown.message.prompt_for) == (
        WEEK + timedelta(days=1),
        "Share why",
    )
    await happens(world, "lost-deal")
    found = world.database.read_now(outgoing.get, OWNER.workspace, row)
    assert found is not None
    assert found.version > 1
    assert start_message(world).prompt_on is None


async def test_a_habit_that_was_never_theirs_cannot_be_stopped(world: World) -> None:
    await world.walk_to(MONDAY)
    shown = await happens(world, "lost-deal")
    assert not shown.theirs
    key = await world.prompts.habit_of(OWNER, shown.prompt)
    for stop in (world.preferences.habit_to_stop, world.preferences.stop_habit):
        with pytest.raises(NotTheirs, match="not one of your habits"):
            await stop(OWNER, key)
    assert (await happens(world, "decision")).theirs
