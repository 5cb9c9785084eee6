"""A draft that is held for half an hour comes back with the tone check, and is gone once said."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.services.form_views import FormOf, HeldBack, OwnVoice
from bot.services.forms import Filled, Forms
from bot.services.held_drafts import HeldDrafts
from bot.services.post_actions import Posts
from bot.services.team_messages import HeldMessage
from bot.services.who import Who
from bot.storage import active_habits, drafts, prompts
from bot.storage.outgoing import Kind, State
from habits.errors import HabitsError, NotHere
from habits.filling import Values
from habits.prompts import Answer
from tests.bot.fakes import SentMessage
from tests.bot.services.test_forms import FakePlaces, counted
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import MATE, OWNER, STRANGER, WORKSPACE, World

FIRM = FormOf("firm_and_fair")
DRAFT: Values = {
    "rep": BEN.user,
    "gap": "The notes of three calls are missing",
    "help": "I sit with you for half an hour",
    "date": "2026-03-20",
}


@pytest.fixture
async def forms(world: World) -> Forms:
    await world.walk_to(MONDAY)
    Team(world)
    return Forms(world.house, world.people, FakePlaces(), Posts(world.house, world.people))


@pytest.fixture
def held(world: World) -> HeldDrafts:
    return HeldDrafts(world.house)


async def parked(forms: Forms, values: Values = DRAFT) -> HeldBack:
    checked = await forms.check(OWNER, FIRM, Filled({**values, "hold": True}, None))
    assert isinstance(checked, HeldBack)
    return checked


def came_back(world: World) -> list[SentMessage]:
    sent = world.messenger.to(OWNER.user)
    return [one for one in sent if isinstance(one.message, HeldMessage)]


def shown(world: World) -> HeldMessage:
    message = came_back(world)[-1].message
    assert isinstance(message, HeldMessage)
    return message


async def test_a_held_draft_shows_no_text_and_comes_back_after_half_an_hour(
    world: World, forms: Forms
) -> None:
    held = await parked(forms)
    assert f"{held.at:%H:%M}" == "10:30"
    await world.walk(minutes=29)
    assert came_back(world) == []
    await world.walk(minutes=2)
    assert shown(world).waits
    assert shown(world).lead is None
    assert counted(world) == []


async def test_what_came_back_is_read_and_said_and_then_nothing_of_it_is_kept(
    world: World, forms: Forms, held: HeldDrafts
) -> None:
    await parked(forms)
    await world.walk(minutes=31)
    of = await held.form_of(OWNER, shown(world).row)
    assert of == FIRM
    form = await forms.open(OWNER, FIRM)
    assert form.values["gap"] == DRAFT["gap"]
    assert "hold" not in form.values
    checked = await forms.check(OWNER, FIRM, Filled(form.values, None))
    assert isinstance(checked, OwnVoice)
    await forms.said(OWNER, FIRM.habit, checked.token, "said-1")
    assert world.database.read_now(drafts.get, world.manager().id, FIRM.habit, world.now) is None
    assert len(counted(world)) == 1
    assert not (await held.shown(OWNER, shown(world).row)).waits
    await world.showing.sweep()
    closed = world.messenger.updated[-1].message
    assert isinstance(closed, HeldMessage)
    assert not closed.waits


async def test_said_before_its_time_it_does_not_come_back(world: World, forms: Forms) -> None:
    await parked(forms)
    checked = await forms.check(OWNER, FIRM, Filled(DRAFT, None))
    assert isinstance(checked, OwnVoice)
    await forms.said(OWNER, FIRM.habit, checked.token, "said-1")
    await world.walk(hours=2)
    assert came_back(world) == []


async def test_thrown_away_it_is_gone_and_the_message_says_so(
    world: World, forms: Forms, held: HeldDrafts
) -> None:
    await parked(forms)
    await world.walk(minutes=31)
    row = shown(world).row
    assert not (await held.throw_away(OWNER, row, "click-1")).waits
    assert await held.form_of(OWNER, row) is None
    assert "gap" not in (await forms.open(OWNER, FIRM)).values
    assert counted(world) == []


async def test_a_press_on_throw_it_away_that_comes_twice_leaves_a_newer_draft_alone(
    world: World, forms: Forms, held: HeldDrafts
) -> None:
    await parked(forms)
    await world.walk(minutes=31)
    row = shown(world).row
    await held.throw_away(OWNER, row, "click-1")
    await forms.check(OWNER, FIRM, Filled(DRAFT, None))
    await held.throw_away(OWNER, row, "click-1")
    assert (await forms.open(OWNER, FIRM)).values["gap"] == DRAFT["gap"]


async def test_an_old_message_leaves_a_newer_draft_alone_and_says_that_its_own_is_gone(
    world: World, forms: Forms, held: HeldDrafts
) -> None:
    await parked(forms)
    await world.walk(minutes=31)
    row = shown(world).row
    await world.walk(days=4)
    await forms.check(OWNER, FIRM, Filled(DRAFT, None))
    assert await held.form_of(OWNER, row) is None
    assert not (await held.throw_away(OWNER, row, "click-1")).waits
    assert (await forms.open(OWNER, FIRM)).values["gap"] == DRAFT["gap"]


async def test_read_again_and_changed_it_is_still_the_draft_that_came_back(
    world: World, forms: Forms, held: HeldDrafts
) -> None:
    await parked(forms)
    await world.walk(minutes=31)
    row = shown(world).row
    await forms.check(OWNER, FIRM, Filled({**DRAFT, "gap": "Two notes"}, None))
    assert await held.form_of(OWNER, row) == FIRM
    await held.throw_away(OWNER, row, "click-1")
    assert world.database.read_now(drafts.get, world.manager().id, FIRM.habit, world.now) is None


async def test_what_came_back_answers_the_prompt_it_was_written_for(
    world: World, forms: Forms, held: HeldDrafts
) -> None:
    def works_on(connection: Connection) -> None:
        manager = world.manager().id
        active_habits.stop(connection, manager, "share_why", world.now)
        active_habits.work_on(connection, manager, FIRM.habit, None, world.now)

    world.database.write_now(works_on)
    prompt, _ = await world.first_prompt()
    of = FormOf(FIRM.habit, prompt)
    assert isinstance(await forms.check(OWNER, of, Filled({**DRAFT, "hold": True}, None)), HeldBack)
    await world.walk(minutes=31)
    assert await held.form_of(OWNER, shown(world).row) == of
    words = await forms.check(OWNER, of, Filled(DRAFT, None))
    assert isinstance(words, OwnVoice)
    await forms.said(OWNER, FIRM.habit, words.token, "said-1")
    record = world.database.read_now(prompts.get, WORKSPACE, prompt)
    assert record is not None
    assert record.prompt.answer is Answer.DONE


async def test_a_form_that_is_sent_twice_brings_its_draft_back_once(
    world: World, forms: Forms
) -> None:
    await parked(forms)
    await parked(forms)
    await world.walk(hours=2)
    assert len(came_back(world)) == 1


async def test_held_late_in_the_day_it_comes_back_in_the_next_work_morning(
    world: World, forms: Forms
) -> None:
    await world.walk_to(datetime(2026, 3, 6, 16, 45, tzinfo=UTC))  # Friday 17:45 in Stockholm
    held = await parked(forms)
    assert f"{held.at:%A %H:%M}" == "Monday 08:00"
    await world.walk_to(datetime(2026, 3, 9, 7, 1, tzinfo=UTC))
    assert shown(world).waits
    assert (await forms.open(OWNER, FIRM)).values["gap"] == DRAFT["gap"]
    await world.walk(days=1, minutes=5)
    assert "gap" not in (await forms.open(OWNER, FIRM)).values


async def test_it_comes_also_on_a_day_that_had_its_message(world: World, forms: Forms) -> None:
    prompt, _ = await world.first_prompt()
    assert prompt
    await parked(forms)
    await world.walk(minutes=31)
    assert shown(world).waits


@pytest.mark.parametrize("who", [MATE, STRANGER, BEN])
async def test_nobody_else_reads_or_throws_away_a_held_draft(
    world: World, forms: Forms, held: HeldDrafts, who: Who
) -> None:
    await parked(forms)
    await world.walk(minutes=31)
    row = shown(world).row
    for call in (
        lambda one: held.form_of(who, one),
        lambda one: held.throw_away(who, one, "click-1"),
        lambda one: held.shown(who, one),
    ):
        with pytest.raises(HabitsError) as refused:
            await call(row)
        with pytest.raises(type(refused.value)):
            await call("0123456789abcdef")
    other = world.row(kind=Kind.START) if world.rows() else None
    if other is not None and other.state is State.SENT:
        with pytest.raises(NotHere):
            await held.form_of(OWNER, other.id)
    assert (await held.shown(OWNER, row)).waits
