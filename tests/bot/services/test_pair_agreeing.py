"""Notes in which the rep has no part of their own: handed over, agreed to, changed, deleted."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.services.coach import asked_when
from bot.services.pair_agreeing import CHANGED_NOTE, SharedNotes
from bot.services.team_messages import Agreed, RepFormMessage, SharedNoteMessage, TodayItem
from bot.services.today_answers import TodayAnswers
from bot.services.wanted import WrongFields
from bot.storage import follow_ups, practices, roster
from bot.storage.follow_ups import FollowUpRecord
from bot.storage.pair_notes import NoteState, PairNoteRecord
from bot.storage.roster import Ended
from habits.errors import NotHere
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OWNER, STRANGER, World

BET = {
    "test": "Call the five oldest leads",
    "owner": BEN.user,
    "max_loss": "One morning",
    "stop": "2026-03-20",
}
CHANGED = {"test": "Call ten old leads", "max_loss": "One morning", "stop": "2026-03-20"}


@pytest.fixture
async def team(world: World) -> Team:
    """It is Monday, 10:00; Ben was told, and introduced."""
    await world.walk_to(MONDAY)
    team = Team(world)
    await team.introduced()
    return team


def notes_of(team: Team) -> SharedNotes:
    return SharedNotes(team.world.house)


def bet(team: Team, **values: Any) -> str:
    return team.keep(habit="bless_risk", values=BET | values)


def record(team: Team, note: str) -> PairNoteRecord:
    found = team.note(note)
    assert found is not None
    return found


async def shown(team: Team) -> SharedNoteMessage | RepFormMessage:
    """What the rep's message says now."""
    await team.world.walk(minutes=1)
    for _ in range(3):
        await team.world.showing.sweep()
    sent = team.handed_over()[-1]
    updates = [one for one in team.world.messenger.updated if one.ts == sent.ts]
    message = updates[-1].message if updates else sent.message
    assert isinstance(message, SharedNoteMessage | RepFormMessage)
    return message


def open_follow_ups(team: Team) -> list[FollowUpRecord]:
    manager = team.world.manager().id
    return team.world.database.read_now(follow_ups.open_on, manager, date(2026, 12, 31))


async def waits(team: Team) -> list[TodayItem]:
    shown = await TodayAnswers(team.world.house).everything(OWNER)
    return [one for one in shown.items if one.kind == CHANGED_NOTE]


async def test_a_note_is_handed_over_at_once_and_counts(team: Team) -> None:
    await team.meets(on=date(2026, 3, 2), at=MONDAY.time().replace(hour=15))
    note = bet(team)
    await team.world.walk(minutes=2)
    [sent] = team.handed_over()
    assert isinstance(sent.message, SharedNoteMessage)
    assert sent.message.agreed is Agreed.NOT_YET
    assert [one.text for one in sent.message.parts][:2] == [BET["test"], BET["max_loss"]]
    assert record(team, note).state is NoteState.ASKED
    year = (date(2026, 1, 1), date(2026, 12, 31))
    done = team.world.database.read_now(practices.between, team.world.manager().id, *year)
    assert [one.habit for one in done] == ["bless_risk"]


async def test_the_manager_hears_when_the_rep_is_asked(team: Team) -> None:
    def words(connection: Connection) -> str:
        world = team.world
        return asked_when(
            connection, world.house, world.manager(), "bless_risk", BEN.user, world.now
        )

    assert team.world.database.read_now(words) == "Ben is asked now."


async def test_it_waits_for_the_first_message(team: Team) -> None:
    await team.told(AMY)
    team.keep(AMY, "bless_risk", BET | {"owner": AMY.user})
    assert team.handed_over(AMY) == []
    await team.world.walk(hours=5)
    assert team.intros(AMY)
    assert team.handed_over(AMY)


async def test_the_rep_agrees(team: Team) -> None:
    note = bet(team)
    await team.world.walk(minutes=2)
    for _ in range(2):
        await notes_of(team).agree(BEN, note)
    assert record(team, note).state is NoteState.AGREED
    message = await shown(team)
    assert isinstance(message, SharedNoteMessage)
    assert message.agreed is Agreed.YES
    _, [one] = await team.one_on_ones.notes(OWNER, BEN.user)
    assert not one.waits
    assert await waits(team) == []


async def test_what_the_rep_changes_stands_for_both_and_the_manager_finds_it(team: Team) -> None:
    note = bet(team)
    await team.world.walk(minutes=2)
    form = await notes_of(team).form(BEN, note)
    assert [one.id for one in form.fields] == ["test", "max_loss", "stop", "learn"]
    assert form.values["test"] == BET["test"]
    await notes_of(team).change(BEN, note, CHANGED, "k1")
    message = await shown(team)
    assert isinstance(message, SharedNoteMessage)
    assert message.agreed is Agreed.CHANGED
    assert message.parts[0].text == CHANGED["test"]
    [item] = await waits(team)
    assert (item.text, CHANGED["test"] in item.own) == ("Ben changed your note. It now says:", True)
    answers = TodayAnswers(team.world.house)
    await answers.take(OWNER, CHANGED_NOTE, note, "seen", team.world.click())
    assert await waits(team) == []
    assert record(team, note).state is NoteState.AGREED


async def test_a_new_date_moves_what_is_asked_on_it(team: Team) -> None:
    note = bet(team)
    assert [one.due_on for one in open_follow_ups(team)] == [date(2026, 3, 20)]
    await notes_of(team).change(BEN, note, CHANGED | {"stop": "2026-03-27"}, "k1")
    assert [one.due_on for one in open_follow_ups(team)] == [date(2026, 3, 27)]


async def test_saving_it_as_it_was_is_to_agree(team: Team) -> None:
    note = bet(team)
    same = {name: one for name, one in BET.items() if name != "owner"}
    await notes_of(team).change(BEN, note, same, "k1")
    assert record(team, note).state is NoteState.AGREED


async def test_a_date_that_is_behind_by_now_may_stay(team: Team) -> None:
    note = bet(team)
    await team.world.walk_to(MONDAY.replace(month=4))
    await notes_of(team).change(BEN, note, CHANGED, "k1")
    with pytest.raises(WrongFields):
        await notes_of(team).change(BEN, note, CHANGED | {"stop": "2026-03-25"}, "k2")
    with pytest.raises(WrongFields):
        await notes_of(team).change(BEN, note, CHANGED | {"test": "x" * 3000}, "k3")


async def test_sending_a_form_twice_changes_it_once(team: Team) -> None:
    note = bet(team)
    await notes_of(team).change(BEN, note, CHANGED, "k1")
    await TodayAnswers(team.world.house).take(OWNER, CHANGED_NOTE, note, "seen", team.world.click())
    await notes_of(team).change(BEN, note, CHANGED | {"test": "another"}, "k1")
    assert record(team, note).body["test"] == CHANGED["test"]


async def test_either_of_them_deletes_it_for_both(team: Team) -> None:
    for who in (BEN, OWNER):
        note = bet(team)
        await team.world.walk(minutes=2)
        await team.coach.delete(who, note)
        assert team.note(note) is None
        message = await shown(team)
        assert isinstance(message, RepFormMessage)
        assert message.deleted
        with pytest.raises(NotHere):
            await notes_of(team).agree(BEN, note)
    assert open_follow_ups(team) == []


async def test_it_is_there_for_nobody_else(team: Team) -> None:
    note, with_a_part = bet(team), team.keep()
    for who in (OWNER, AMY, MATE, STRANGER):
        for call in (notes_of(team).agree(who, note), notes_of(team).form(who, note)):
            with pytest.raises(NotHere):
                await call
        with pytest.raises(NotHere):
            await notes_of(team).change(who, note, CHANGED, "k1")
    with pytest.raises(NotHere):
        await notes_of(team).agree(BEN, with_a_part)
    with pytest.raises(NotHere):
        await team.coach.rep_form(BEN, note)
    await notes_of(team).change(BEN, note, CHANGED, "k2")
    answers = TodayAnswers(team.world.house)
    mate = team.world.add_manager("U0OTHER")
    for item, value in ((note, "seen"), ("never", "seen")):
        with pytest.raises(NotHere):
            await answers.take(mate, CHANGED_NOTE, item, value, team.world.click())
    with pytest.raises(NotHere):
        await answers.take(OWNER, CHANGED_NOTE, note, "else", team.world.click())


async def test_whoever_left_is_asked_nothing_more(team: Team) -> None:
    note = bet(team)
    await team.world.walk(minutes=2)
    await notes_of(team).change(BEN, note, CHANGED, "k1")
    entry = team.world.database.read_now(_entry_of, team.world.manager().id)
    await team.reps.leave(BEN, entry, Ended.LEFT)
    with pytest.raises(NotHere):
        await notes_of(team).agree(BEN, note)
    message = await shown(team)
    assert isinstance(message, RepFormMessage)
    assert message.over
    assert await waits(team) == []


def _entry_of(connection: Connection, manager: str) -> str:
    found = roster.current(connection, manager, BEN.user)
    assert found is not None
    return found.id
