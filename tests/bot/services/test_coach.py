"""Coaching: what the manager prepares, what the rep writes, what is reminded of, what counts."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, event

from bot.services.coach import asked_when
from bot.services.drawing import ask
from bot.services.meetings import coming
from bot.services.team_messages import OneOnOneMessage, RepFormMessage
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import active_habits, practices, prompts
from bot.storage.outgoing import Kind, State
from bot.storage.pair_notes import NoteState
from bot.storage.practices import PracticeRecord, Source
from bot.storage.roster import Ended
from habits.coaching import UsualTime
from habits.composing import Part
from habits.errors import NotHere, WrongField
from habits.prompts import Answer, Origin
from tests.bot.fakes import FakePerson
from tests.bot.team import AMY, BEN, COACH_11, MONDAY, NEXT_STEP, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, WORKSPACE, World

HER_STEP = "Call the buyer on Friday"
TUESDAY = date(2026, 3, 3)


@pytest.fixture
async def team(world: World) -> Team:
    """It is Monday, 10:00; Ben was told, and introduced."""
    await world.walk_to(MONDAY)
    team = Team(world)
    await team.introduced()
    return team


def here(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in Stockholm in March 2026."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def done(world: World) -> list[PracticeRecord]:
    manager = world.manager().id
    return world.database.read_now(practices.between, manager, date(2026, 1, 1), date(2026, 12, 31))


def coaches(world: World) -> None:
    """The owner works on coaching."""
    manager = world.manager().id
    world.database.write_now(active_habits.work_on, manager, COACH_11, None, world.now)


def shown_form(team: Team) -> RepFormMessage:
    message = team.forms()[-1].message
    assert isinstance(message, RepFormMessage)
    return message


# --- the note ---------------------------------------------------------------------------------


async def test_the_rep_is_asked_at_once_where_no_1_1_is_near(team: Team) -> None:
    note = team.keep()
    await team.world.walk(minutes=1)
    form = shown_form(team)
    assert (form.note, form.answered, form.over) == (note, (), False)
    assert form.parts == (
        Part("One skill", "Ask one open question and wait"),
        Part("One open question", "How do you see it?"),
    )
    kept = team.note(note)
    assert kept is not None
    assert kept.state is NoteState.ASKED


async def test_the_rep_is_asked_after_a_1_1_within_24_hours(team: Team) -> None:
    await team.meets(on=TUESDAY, at=time(9))
    team.keep()
    await team.world.walk(days=1)
    [form] = team.forms()
    assert form.at == here(3, 9, 30)


async def test_a_1_1_further_away_is_not_waited_for(team: Team) -> None:
    await team.meets(on=TUESDAY, at=time(15))
    team.keep()
    await team.world.walk(minutes=1)
    assert len(team.forms()) == 1


async def test_the_form_waits_for_the_first_message(team: Team) -> None:
    team.joins(AMY, "Amy", "America/New_York")
    await team.told(AMY)
    team.keep(AMY)
    assert team.forms(AMY) == []
    await team.world.walk(days=1)
    [intro], [form] = team.intros(AMY), team.forms(AMY)
    assert intro.at == datetime(2026, 3, 2, 13, tzinfo=UTC)  # 08:00 in New York
    assert intro.at < form.at < intro.at + timedelta(minutes=1)


async def test_it_counts_when_the_rep_wrote_their_part_and_not_before(team: Team) -> None:
    note = team.keep()
    await team.world.walk(days=1)
    assert done(team.world) == []
    assert await team.returned(note) is None
    [one] = done(team.world)
    assert (one.habit, one.source) == (COACH_11, Source.TOOL)
    await team.returned(note, {"next_step": "Write to the buyer"})
    assert len(done(team.world)) == 1


async def test_a_form_sent_twice_counts_once(team: Team) -> None:
    note = team.keep()
    await team.world.walk(minutes=1)
    for _ in range(2):
        await team.coach.write(BEN, note, NEXT_STEP, "submit:once")
    assert len(done(team.world)) == 1


async def test_it_answers_the_prompt_that_the_form_was_opened_from(team: Team) -> None:
    coaches(team.world)
    prompt, _ = await team.world.first_prompt()
    note = team.keep(prompt=prompt)
    await team.world.walk(days=1)
    assert await team.returned(note) == prompt
    record = team.world.database.read_now(prompts.get, WORKSPACE, prompt)
    assert record is not None
    assert record.prompt.answer is Answer.DONE
    [one] = done(team.world)
    assert one.source is Source.PROMPT


async def test_a_prompt_of_somebody_else_is_left_alone(team: Team) -> None:
    prompt, _ = await team.world.first_prompt(MATE)
    note = team.keep(prompt=prompt)
    kept = team.note(note)
    assert kept is not None
    assert kept.prompt is None


async def test_the_label_speaks_to_whoever_reads_it(team: Team) -> None:
    note = team.keep()
    [asked] = (await team.coach.rep_form(BEN, note)).fields
    assert asked.label == "Your next step, in your own words"
    await team.returned(note)
    _, [shown] = await team.one_on_ones.notes(OWNER, BEN.user)
    assert [one.label for one in shown.answered] == ["Next step"]


def when_asked(team: Team, rep: Who = BEN, habit: str = COACH_11) -> str:
    world = team.world
    manager = world.manager()
    return world.database.read_now(asked_when, world.house, manager, habit, rep.user, world.now)


async def test_the_manager_reads_when_the_rep_is_asked(team: Team) -> None:
    team.joins(AMY, "Amy", "America/New_York")
    assert when_asked(team, habit="stay_talk") == "Ben is asked now."
    assert when_asked(team, AMY) == "Amy gets my first message, and then this one."
    await team.told(AMY)
    assert when_asked(team, AMY) == "Amy gets my first message, and then this one."
    assert when_asked(team) == "Ben is asked now."
    await team.meets(on=TUESDAY, at=time(9))
    assert when_asked(team) == "Ben is asked after the 1:1 on Tuesday at 09:00."
    await team.world.walk_to(here(3, 10))
    assert (
        when_asked(team, AMY) == "Amy is asked in their work hours, on Tuesday at 14:00 your time."
    )


async def test_the_rep_is_asked_when_the_manager_read_it(team: Team) -> None:
    team.joins(AMY, "Amy", "America/New_York")
    await team.introduced(AMY)
    await team.world.walk_to(here(3, 10))
    team.keep(AMY)
    await team.world.walk(hours=6)
    [form] = team.forms(AMY)
    assert form.at == here(3, 14)


async def test_both_see_what_the_rep_wrote(team: Team) -> None:
    note = team.keep()
    await team.world.walk(minutes=1)
    await team.returned(note)
    await team.world.showing.mend_subject(WORKSPACE, Kind.REP_FORM, note)
    shown = team.world.messenger.updated[-1].message
    assert isinstance(shown, RepFormMessage)
    assert shown.answered == (Part("Next step", HER_STEP),)
    name, notes = await team.one_on_ones.notes(OWNER, BEN.user)
    assert (name, notes[0].answered) == ("Ben", shown.answered)


async def test_what_the_rep_left_out_is_refused_under_its_field(team: Team) -> None:
    note = team.keep()
    for wrong in ({}, {"next_step": "  "}, {"next_step": "x" * 151}):
        with pytest.raises(WrongFields) as refused:
            await team.coach.write(BEN, note, wrong, team.key())
        assert list(refused.value.faults) == ["next_step"]
    assert done(team.world) == []


async def test_fields_that_are_not_the_reps_are_not_taken(team: Team) -> None:
    note = team.keep()
    await team.returned(note, NEXT_STEP | {"skill": "Another", "rep": "U0X"})
    kept = team.note(note)
    assert kept is not None
    assert kept.rep_body == NEXT_STEP
    assert kept.body["skill"] == "Ask one open question and wait"


async def test_not_this_time_shows_the_manager_only_that_nothing_came_back(team: Team) -> None:
    note = team.keep()
    await team.world.walk(minutes=1)
    before = len(team.world.messenger.to(OWNER.user))
    await team.coach.decline(BEN, note)
    await team.world.walk(hours=1)
    assert len(team.world.messenger.to(OWNER.user)) == before
    _, [shown] = await team.one_on_ones.notes(OWNER, BEN.user)
    assert (shown.waits, shown.answered) == (True, ())
    assert done(team.world) == []


async def test_after_not_this_time_the_rep_can_still_write(team: Team) -> None:
    note = team.keep()
    await team.coach.decline(BEN, note)
    await team.returned(note)
    await team.coach.decline(BEN, note)
    kept = team.note(note)
    assert kept is not None
    assert kept.state is NoteState.RETURNED


async def test_nobody_but_the_rep_writes_or_declines(team: Team) -> None:
    note = team.keep()
    for who in (OWNER, MATE, AMY, OUTSIDER, STRANGER, Who("T2", BEN.user)):
        with pytest.raises(NotHere):
            await team.coach.rep_form(who, note)
        with pytest.raises(NotHere):
            await team.coach.write(who, note, NEXT_STEP, team.key())
        with pytest.raises(NotHere):
            await team.coach.decline(who, note)
    with pytest.raises(NotHere):
        await team.coach.rep_form(BEN, "no such note")


async def test_only_the_two_delete_a_note(team: Team) -> None:
    for who in (MATE, AMY, OUTSIDER, Who("T2", OWNER.user)):
        with pytest.raises(NotHere):
            await team.coach.delete(who, team.keep())
    for who in (OWNER, BEN):
        note = team.keep()
        await team.coach.delete(who, note)
        assert team.note(note) is None


async def test_a_deleted_note_asks_nobody(team: Team) -> None:
    note = team.keep()
    await team.coach.delete(OWNER, note)
    await team.world.walk(days=1)
    assert team.forms() == []
    with pytest.raises(NotHere):
        await team.coach.rep_form(BEN, note)


async def test_a_rep_who_left_is_asked_nothing_and_the_note_can_still_be_deleted(
    team: Team,
) -> None:
    note = team.keep()
    await team.world.walk(minutes=1)
    [entry] = [one.entry for one in (await team.reps.view(BEN)).managers]
    await team.reps.leave(BEN, entry, Ended.LEFT)
    with pytest.raises(NotHere):
        await team.coach.write(BEN, note, NEXT_STEP, team.key())
    await team.world.showing.mend_subject(WORKSPACE, Kind.REP_FORM, note)
    shown = team.world.messenger.updated[-1].message
    assert isinstance(shown, RepFormMessage)
    assert (shown.over, shown.parts) == (True, ())
    await team.coach.delete(BEN, note)


async def test_after_the_manager_left_nothing_can_be_written(team: Team) -> None:
    note = team.keep()
    await team.world.preferences.leave(OWNER, erase=False)
    with pytest.raises(NotHere):
        await team.coach.write(BEN, note, NEXT_STEP, team.key())


# --- usual times ------------------------------------------------------------------------------


async def test_the_manager_is_reminded_half_an_hour_before_each_1_1(team: Team) -> None:
    await team.meets()
    await team.world.walk(days=9)
    assert [one.at for one in team.reminders()] == [here(3, 13, 30), here(10, 13, 30)]
    message = team.reminders()[0].message
    assert isinstance(message, OneOnOneMessage)
    assert (message.rep_name, message.at.strftime("%H:%M"), message.last) == ("Ben", "14:00", None)


async def test_the_next_reminder_shows_the_reps_own_next_step(team: Team) -> None:
    await team.meets()
    await team.world.walk_to(here(3, 12))
    note = team.keep()
    await team.world.walk_to(here(3, 14, 31))
    assert team.reminders()[0].message.prepared == shown_form(team).parts
    await team.returned(note)
    await team.world.walk_to(here(10, 13, 31))
    last = team.reminders()[-1].message
    assert (last.last, last.prepared) == (HER_STEP, ())


async def test_only_the_last_returned_note_is_shown(team: Team) -> None:
    await team.meets(on=date(2026, 3, 10))
    await team.returned(team.keep(), {"next_step": "An older step"})
    team.world.clock.advance(hours=1)
    await team.returned(team.keep())
    team.world.clock.advance(hours=1)
    team.keep()
    await team.world.walk_to(here(10, 13, 31))
    assert team.reminders()[-1].message.last == HER_STEP


async def test_a_changed_time_moves_the_reminder_and_never_doubles_it(team: Team) -> None:
    await team.meets()
    await team.world.planning.plan_everybody()
    await team.meets(at=time(16))
    await team.world.planning.plan_everybody()
    await team.world.walk(days=2)
    assert [one.at for one in team.reminders()] == [here(3, 15, 30)]
    rows = [row for row in team.world.rows() if row.kind is Kind.ONE_ON_ONE]
    assert sorted(row.state for row in rows) == [State.SENT, State.WITHDRAWN]


async def test_the_same_time_saved_again_changes_nothing(team: Team) -> None:
    first = await team.meets()
    assert await team.meets() == first


async def test_a_removed_1_1_is_not_reminded_of(team: Team) -> None:
    one = await team.meets()
    await team.one_on_ones.drop_time(OWNER, one)
    assert await team.one_on_ones.times(OWNER) == ()
    await team.world.walk(days=9)
    assert team.reminders() == []


async def test_a_1_1_of_the_next_half_hour_is_not_reminded_of(team: Team) -> None:
    await team.meets(on=date(2026, 3, 2), at=time(10, 20))
    await team.world.walk(days=1)
    assert team.reminders() == []


async def test_reminders_stop_in_a_break_and_go_on_after_it(team: Team) -> None:
    await team.meets()
    await team.world.preferences.pause(OWNER, date(2026, 3, 9))
    await team.world.walk(days=9)
    assert [one.at for one in team.reminders()] == [here(10, 13, 30)]


async def test_a_break_that_ends_early_brings_the_reminder_back(team: Team) -> None:
    await team.meets()
    await team.world.preferences.pause(OWNER, date(2026, 3, 9))
    await team.world.preferences.resume(OWNER)
    await team.world.walk(days=2)
    assert [one.at for one in team.reminders()] == [here(3, 13, 30)]


async def test_a_day_off_has_no_1_1(team: Team) -> None:
    team.world.days_off[TUESDAY] = "Company day"
    await team.meets()
    await team.world.walk(days=9)
    assert [one.at for one in team.reminders()] == [here(10, 13, 30)]


async def test_a_reminder_keeps_its_wall_clock_over_the_change_of_the_clocks(team: Team) -> None:
    await team.meets(on=date(2026, 3, 24))
    await team.world.walk_to(datetime(2026, 4, 1, tzinfo=UTC))
    assert [one.at for one in team.reminders()] == [
        datetime(2026, 3, 24, 12, 30, tzinfo=UTC),
        datetime(2026, 3, 31, 11, 30, tzinfo=UTC),
    ]


async def test_a_1_1_comes_beside_the_other_messages_and_moves_none(team: Team) -> None:
    """The manager set its exact time: neither the budget nor the 20 hours concern it."""
    before = [(row.key, row.due_at) for row in team.world.rows() if row.place]
    await team.meets(at=time(10))
    after = [(row.key, row.due_at) for row in team.world.rows() if row.place]
    assert after == before


async def test_a_time_that_cannot_be_is_refused_under_its_field(team: Team) -> None:
    for usual, field in (
        (UsualTime(date(2026, 3, 7), time(14)), "first"),
        (UsualTime(TUESDAY, time(7)), "at"),
    ):
        with pytest.raises(WrongField) as refused:
            await team.one_on_ones.set_time(OWNER, BEN.user, usual, None, team.key())
        assert refused.value.field == field


async def test_changing_whom_a_1_1_is_with_leaves_one(team: Team) -> None:
    one = await team.meets()
    usual = UsualTime(TUESDAY, time(14))
    await team.one_on_ones.set_time(OWNER, AMY.user, usual, one, team.key())
    assert [shown.user for shown in await team.one_on_ones.times(OWNER)] == [AMY.user]


async def test_nobody_touches_the_times_of_another_manager(team: Team) -> None:
    one = await team.meets()
    for act in (team.one_on_ones.drop_time, team.one_on_ones.time_form):
        with pytest.raises(NotHere):
            await act(MATE, one)
    with pytest.raises(NotHere):
        await team.one_on_ones.rep_to_prepare(MATE, BEN.user)
    with pytest.raises(NotHere):
        await team.one_on_ones.rep_to_prepare(OWNER, MATE.user)
    assert await team.one_on_ones.rep_to_prepare(OWNER, BEN.user) == BEN.user


async def test_the_form_for_a_change_offers_the_next_date(team: Team) -> None:
    one = await team.meets()
    await team.world.walk(days=3)
    form = await team.one_on_ones.time_form(OWNER, one)
    assert form.usual == UsualTime(date(2026, 3, 10), time(14))
    fresh = await team.one_on_ones.time_form(OWNER)
    assert fresh.usual == UsualTime(date(2026, 3, 6), time(14))


async def test_the_page_shows_each_rep_with_the_soonest_1_1_first(team: Team) -> None:
    assert [one.user for one in await team.one_on_ones.reps(OWNER)] == [BEN.user]
    await team.meets(AMY, on=date(2026, 3, 4))
    await team.meets(BEN, on=date(2026, 3, 5))
    await team.returned(team.keep())
    amy, ben = await team.one_on_ones.reps(OWNER)
    assert (amy.name, amy.next_step, amy.here) == ("Amy", None, "yes")
    assert (ben.name, ben.next_step, ben.notes) == ("Ben", HER_STEP, True)
    assert amy.next_at is not None
    assert amy.next_at.isoformat() == "2026-03-04T14:00:00+01:00"
    assert await team.one_on_ones.reps(MATE) == ()


async def test_twenty_1_1s_take_no_more_questions_to_the_database_than_one(team: Team) -> None:
    coaches(team.world)
    await team.returned(team.keep())
    await team.meets()
    ways = (team.world.home.view, team.one_on_ones.reps, team.one_on_ones.times)
    one = [await questions(team, way) for way in ways]
    reps = [Who(WORKSPACE, f"U0REP{n}") for n in range(20)]
    for rep in reps:
        team.joins(rep, "Rep")
        await team.told(rep)
    await team.world.walk(minutes=2)
    for rep in reps:
        await team.returned(team.keep(rep), rep=rep)
        await team.meets(rep)
    assert [await questions(team, way) for way in ways] == one


async def questions(team: Team, way: Callable[[Who], Awaitable[object]]) -> int:
    """How often the database is asked for what the owner sees."""
    asked: list[object] = []

    def asks(*how: object) -> None:
        asked.append(how)

    engine = team.world.database.engine
    event.listen(engine, "before_cursor_execute", asks)
    await way(OWNER)
    event.remove(engine, "before_cursor_execute", asks)
    return len(asked)


async def test_of_a_rep_who_left_no_words_are_shown(team: Team) -> None:
    await team.meets()
    await team.returned(team.keep())
    [entry] = [one.entry for one in (await team.reps.view(BEN)).managers]
    await team.reps.leave(BEN, entry, Ended.LEFT)
    [ben] = await team.one_on_ones.reps(OWNER)
    assert (ben.here, ben.next_step) == ("left", None)
    await team.world.walk(days=2)
    assert team.reminders() == []


# --- lines that name a rep --------------------------------------------------------------------


def lines(team: Team, number: int = 40) -> set[str]:
    """Lines that a prompt for coaching may show now."""
    manager = team.world.manager()

    def draw(connection: Connection, n: int) -> str:
        [one] = active_habits.of_manager(connection, manager.id)
        prompt = ask(
            connection,
            team.world.house,
            manager,
            one,
            origin=Origin.ASKED,
            lead="",
            key=f"draw-{n}",
            planned_for=team.world.now,
            now=team.world.now,
        )
        record = prompts.get(connection, WORKSPACE, prompt)
        assert record is not None
        return record.line

    # Each draw is rolled back, so none is the second.
    return {team.world.database.read_now(draw, n) for n in range(number)}


async def test_a_line_names_the_rep_and_the_step_only_while_both_are_true(team: Team) -> None:
    coaches(team.world)
    near, step = "A 1:1 is near.", "Last time Ben chose Call the buyer on Friday. Start there."
    assert not any(near in line or "Last time" in line for line in lines(team))
    await team.meets(on=TUESDAY, at=time(9))
    found = lines(team)
    assert any(near in line for line in found)
    assert not any("Last time" in line for line in found)
    await team.returned(team.keep())
    assert step in lines(team)
    team.world.clock.move_to(here(3, 9, 1))
    assert step not in lines(team)


async def test_a_long_step_is_cut_off(team: Team) -> None:
    coaches(team.world)
    await team.meets(on=TUESDAY, at=time(9))
    await team.returned(team.keep(), {"next_step": "word " * 25})
    [said] = [line for line in lines(team) if "Last time" in line]
    assert len(said) <= 60 + len("Last time Ben chose . Start there.")
    assert "…" in said


async def test_the_next_1_1_of_all_is_the_soonest(team: Team) -> None:
    await team.meets(AMY, on=date(2026, 3, 5))
    await team.meets(BEN, on=date(2026, 3, 4))
    manager = team.world.manager()
    found = team.world.database.read_now(coming, team.world.house, manager, team.world.now)
    assert [one.rep_name for one in found] == ["Ben", "Amy"]
    await team.world.people.changed(WORKSPACE, FakePerson(BEN.user, deleted=True), "event:1")
    found = team.world.database.read_now(coming, team.world.house, manager, team.world.now)
    assert [one.rep_name for one in found] == ["Amy"]
