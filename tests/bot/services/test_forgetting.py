"""What names a rep goes everywhere at once: from messages that wait, and from lines of prompts."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.services.drawing import ask
from bot.services.messages import PromptMessage
from bot.services.ports import NotSent, Unknown
from bot.services.team_messages import OneOnOneMessage
from bot.services.wanted import Wanted
from bot.services.who import Who
from bot.storage import active_habits, outgoing, people, prompts
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord, State
from bot.storage.people import PersonRecord
from bot.storage.roster import Ended
from bot.storage.tables import prompts as prompts_table
from habits.plans import default_plan
from habits.prompts import Origin
from tests.bot.team import AMY, BEN, COACH_11, MONDAY, NEXT_STEP, Team
from tests.bot.world import MATE, OWNER, TIMES, WORKSPACE, World

STEP = NEXT_STEP["next_step"]
TUESDAY = datetime(2026, 3, 3, 8, tzinfo=UTC)


@pytest.fixture
async def team(world: World) -> Team:
    """It is Monday, 10:00; Ben was told, and introduced."""
    await world.walk_to(MONDAY)
    team = Team(world)
    await team.introduced()
    return team


def rows(team: Team, kind: Kind) -> list[OutgoingRecord]:
    return [row for row in team.world.rows() if row.kind is kind]


def falters() -> NotSent:
    """Slack is in trouble: nothing was sent, and it is tried again in ten minutes."""
    return NotSent("internal_error", retry_after=600)


async def entry_of(team: Team) -> str:
    [one] = (await team.reps.view(BEN)).managers
    return one.entry


# --- lines of prompts -------------------------------------------------------------------------


async def coached(team: Team, habit: str = COACH_11, plan: str | None = None) -> str:
    """Ben returned a note; it is Tuesday, 9:00, and a 1:1 with him is near. The note."""
    note = team.keep()
    await team.world.walk(hours=1)
    await team.returned(note)
    await team.meets(on=date(2026, 3, 3), at=time(17))
    await team.world.preferences.change(OWNER, Wanted(habit, plan, TIMES))
    await team.world.walk_to(TUESDAY)
    return note


def drawn(connection: Connection, team: Team, key: str) -> str:
    """Draw the line of a prompt; the prompt."""
    manager = team.world.manager()
    [active] = active_habits.of_manager(connection, manager.id)
    return ask(
        connection,
        team.world.house,
        manager,
        active,
        origin=Origin.SCHEDULED,
        lead="",
        key=key,
        planned_for=team.world.now,
        now=team.world.now,
    )


def key_that_says(team: Team, words: str) -> str:
    """What a prompt must be called to say these words, drawn now."""

    def says(connection: Connection, key: str) -> bool:
        record = prompts.get(connection, WORKSPACE, drawn(connection, team, key))
        return record is not None and words in record.line

    # Each draw is rolled back, so none is the second.
    keys = (f"draw-{n}" for n in range(200))
    return next(key for key in keys if team.world.database.read_now(says, key))


def quoted(team: Team, words: str = STEP) -> str:
    """A prompt whose line says these words."""
    return team.world.database.write_now(drawn, team, key_that_says(team, words))


async def sent_with(team: Team) -> OutgoingRecord:
    """The rhythm's prompt says Ben's words on Tuesday, 9:00, or is tried to; its row."""
    now = team.world.now
    row = NewRow(
        workspace=WORKSPACE,
        key=key_that_says(team, STEP),
        kind=Kind.PROMPT,
        manager=team.world.manager().id,
        recipient=OWNER.user,
        local_date=now.date(),
        asked_at=now,
        due_at=now,
        window_ends=now + timedelta(hours=2),
        place="prompt-1",
    )
    team.world.database.write_now(outgoing.add, [row])
    await team.world.deliver()
    message = team.world.messenger.to(OWNER.user)[-1].message
    assert isinstance(message, PromptMessage)
    assert STEP in message.line
    return team.world.row(key=row.key)


def line_of(team: Team, prompt: str) -> str:
    record = team.world.database.read_now(prompts.get, WORKSPACE, prompt)
    assert record is not None
    return record.line


async def erase(team: Team, _note: str) -> None:
    await team.reps.erase(BEN, "click:1")


async def delete(team: Team, note: str) -> None:
    await team.coach.delete(BEN, note)


async def leave(team: Team, _note: str) -> None:
    await team.reps.leave(BEN, await entry_of(team), Ended.LEFT)


async def deactivated(team: Team, _note: str) -> None:
    await team.world.people.changed(WORKSPACE, team.gone(), "event:1")


WAYS_OUT = [erase, delete, leave, deactivated]


@pytest.mark.parametrize("goes", WAYS_OUT)
async def test_a_line_that_quotes_a_rep_becomes_the_managers_plan(
    team: Team, goes: Callable[[Team, str], Awaitable[None]]
) -> None:
    note = await coached(team)
    prompt = quoted(team)
    await goes(team, note)
    habit = team.world.house.catalogue.get(COACH_11)
    assert line_of(team, prompt) == default_plan(habit)
    open_prompt = (await team.world.home.view(OWNER)).prompt
    assert open_prompt is not None
    assert (open_prompt.prompt, STEP in open_prompt.line) == (prompt, False)
    kept = team.world.database.read_now(
        lambda c: c.execute(select(prompts_table.c.line, prompts_table.c.note)).all()
    )
    assert not any(STEP in line or quotes for line, quotes in kept)


async def test_the_plan_that_takes_its_place_is_the_managers_own(team: Team) -> None:
    mine = "When a 1:1 is near, I will pick one skill."
    await coached(team, plan=mine)
    prompt = quoted(team)
    await erase(team, "")
    assert line_of(team, prompt) == mine


async def test_a_line_that_only_names_the_rep_goes_with_the_erase(team: Team) -> None:
    note = await coached(team, "develop")
    prompt = quoted(team, "Ben")
    await delete(team, note)
    assert "Ben" in line_of(team, prompt)
    await erase(team, note)
    assert "Ben" not in line_of(team, prompt)


async def test_the_message_that_quoted_them_is_shown_anew(team: Team) -> None:
    note = await coached(team)
    row = await sent_with(team)
    await erase(team, note)
    await team.world.showing.sweep()
    [updated] = [one for one in team.world.messenger.updated if one.ts == row.ts]
    assert isinstance(updated.message, PromptMessage)
    assert (updated.message.prompt, STEP in updated.message.line) == (row.prompt, False)


async def test_a_prompt_that_is_tried_again_no_longer_quotes_them(team: Team) -> None:
    """The words were frozen at the first try; the prompt stays the same one."""
    note = await coached(team)
    team.world.messenger.outcomes.append(falters())
    row = await sent_with(team)
    assert row.content is not None
    await erase(team, note)
    assert team.world.row(id=row.id).content is None
    team.world.clock.advance(minutes=11)
    await team.world.deliver()
    sent = team.world.messenger.to(OWNER.user)[-1]
    assert sent.marker == row.id
    assert isinstance(sent.message, PromptMessage)
    assert (sent.message.prompt, STEP in sent.message.line) == (row.prompt, False)


# --- messages that wait -----------------------------------------------------------------------


async def test_a_form_that_is_tried_again_is_not_sent_once_the_note_is_deleted(
    team: Team,
) -> None:
    team.world.messenger.outcomes.append(falters())
    note = team.keep()
    await team.world.deliver()
    tried = len(team.forms())
    assert tried == 1
    await team.coach.delete(OWNER, note)
    [row] = rows(team, Kind.REP_FORM)
    assert (row.state, row.content) == (State.WITHDRAWN, None)
    await team.world.walk(hours=2)
    assert len(team.forms()) == tried


@pytest.mark.parametrize("outcome", [falters(), Unknown("no answer")])
async def test_after_an_erase_no_message_keeps_what_it_said(
    team: Team, outcome: NotSent | Unknown
) -> None:
    await team.meets()
    await team.world.walk_to(datetime(2026, 3, 3, 12, 29, tzinfo=UTC))
    team.world.messenger.outcomes += [outcome, outcome]
    team.keep()
    await team.world.deliver()
    await team.world.walk(minutes=2)
    kept = [*rows(team, Kind.ONE_ON_ONE), *rows(team, Kind.REP_FORM)]
    assert any(row.content for row in kept)
    await team.reps.erase(BEN, "click:1")
    for kind in (Kind.ONE_ON_ONE, Kind.REP_FORM, Kind.INTRO):
        assert [row.content for row in rows(team, kind) if row.content] == []


async def test_a_reminder_that_is_tried_again_does_not_come_for_a_removed_1_1(
    team: Team,
) -> None:
    one = await team.meets()
    await team.world.walk_to(datetime(2026, 3, 3, 12, 29, tzinfo=UTC))
    team.world.messenger.outcomes.append(NotSent("internal_error", retry_after=300))
    await team.world.walk(minutes=2)
    tried = len(team.reminders())
    assert tried == 1
    await team.one_on_ones.drop_time(OWNER, one)
    await team.world.walk(hours=1)
    assert len(team.reminders()) == tried


async def test_a_removed_1_1_names_nobody_any_more(team: Team) -> None:
    one = await team.meets()
    await team.meets(on=date(2026, 3, 4))
    assert (await team.reps.view(BEN)).entries.one_on_ones == 1
    [shown] = await team.one_on_ones.times(OWNER)
    assert shown.id != one
    await team.one_on_ones.drop_time(OWNER, shown.id)
    assert (await team.reps.view(BEN)).entries.one_on_ones == 0


async def test_a_form_that_was_tried_before_they_left_comes_when_they_take_part_again(
    team: Team,
) -> None:
    entry = await entry_of(team)
    team.world.messenger.outcomes.append(falters())
    note = team.keep()
    await team.world.deliver()
    for _ in range(2):
        await team.reps.leave(BEN, entry, Ended.LEFT)
        await team.reps.again(BEN, entry)
    await team.world.walk(days=3)
    assert len(team.forms()) == 2
    assert [row.state for row in rows(team, Kind.REP_FORM)].count(State.SENT) == 1
    assert (await team.coach.rep_form(BEN, note)).note == note


async def test_a_form_that_may_have_arrived_is_not_sent_again(team: Team) -> None:
    entry = await entry_of(team)
    team.world.messenger.outcomes.append(Unknown("no answer"))
    team.keep()
    await team.world.deliver()
    await team.reps.leave(BEN, entry, Ended.LEFT)
    await team.reps.again(BEN, entry)
    await team.world.walk(days=3)
    assert len(team.forms()) == 1


async def test_a_deleted_note_is_not_brought_up_before_the_next_1_1(team: Team) -> None:
    note = await coached(team)
    await team.world.walk_to(datetime(2026, 3, 3, 15, 29, tzinfo=UTC))
    team.world.messenger.outcomes.append(NotSent("internal_error", retry_after=300))
    await team.world.walk(minutes=2)
    await team.coach.delete(BEN, note)
    await team.world.walk(hours=1)
    first, second = team.reminders()
    assert isinstance(first.message, OneOnOneMessage)
    assert isinstance(second.message, OneOnOneMessage)
    assert (first.message.last, second.message.last) == (STEP, None)


# --- people -----------------------------------------------------------------------------------


def known(team: Team, who: Who = BEN) -> PersonRecord | None:
    return team.world.database.read_now(people.get, who.workspace, who.user)


async def test_people_whom_only_one_manager_named_go_with_that_manager(team: Team) -> None:
    await team.introduced(AMY)
    await team.introduced(AMY, manager=MATE)
    await team.introduced(MATE)
    await team.world.preferences.leave(OWNER, erase=True)
    assert known(team, BEN) is None
    assert known(team, OWNER) is None
    for who in (AMY, MATE, Who("T2", OWNER.user)):
        assert known(team, who) is not None


async def test_a_manager_in_somebody_elses_team_stays_known(team: Team) -> None:
    await team.introduced(OWNER, manager=MATE)
    await team.world.preferences.leave(OWNER, erase=True)
    assert known(team, OWNER) is not None


async def test_a_rep_who_erased_and_left_is_forgotten(team: Team) -> None:
    await team.meets()
    team.keep()
    entry = await entry_of(team)
    await team.reps.leave(BEN, entry, Ended.LEFT)
    assert known(team) is not None
    await team.reps.erase(BEN, "click:1")
    assert known(team) is None


async def test_a_rep_who_left_and_was_named_nowhere_else_is_forgotten_until_they_come_back(
    team: Team,
) -> None:
    entry = await entry_of(team)
    await team.reps.leave(BEN, entry, Ended.LEFT)
    assert known(team) is None
    await team.reps.again(BEN, entry)
    await team.world.people.refresh(WORKSPACE)
    found = known(team)
    assert found is not None
    assert found.name == "Name of U0BEN"


async def test_who_was_only_picked_is_forgotten_after_a_day(team: Team) -> None:
    picked = Who(WORKSPACE, "U0PICKED")
    team.joins(picked, "Pia")
    team.world.clock.advance(hours=23)
    await team.world.people.refresh(WORKSPACE)
    assert known(team, picked) is not None
    team.world.clock.advance(hours=2)
    await team.world.people.refresh(WORKSPACE)
    assert known(team, picked) is None
    for who in (BEN, OWNER, MATE):
        assert known(team, who) is not None
