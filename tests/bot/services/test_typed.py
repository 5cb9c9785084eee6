"""Words typed to the bot: six act as buttons, the rest is a private note; nothing counts twice."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, text

from bot.services.messages import (
    HelpMessage,
    Message,
    NoteSavedMessage,
    PauseOfferMessage,
    PromptAnswered,
    PromptMessage,
    StopOfferMessage,
    WordTakenMessage,
)
from bot.services.typed import Typed
from bot.services.who import Who
from bot.storage import active_habits, notes, practices, prompts
from bot.storage.outgoing import Kind, State
from bot.storage.tables import notes as notes_table
from habits.prompts import Answer
from habits.texts import say
from tests.bot.team import AMY, BEN, Team
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, World


async def answered(world: World, typed: Typed, who: Who = OWNER) -> Message:
    """What the bot says to it, by the one road out."""
    before = len(world.messenger.to(who.user)) + len(world.messenger.to(typed.channel))
    await world.typed.take(who, typed)
    await world.walk(seconds=3)
    came = [o for o in world.messenger.sent if o.recipient in (who.user, typed.channel)][before:]
    assert len(came) == 1
    assert came[0].thread == typed.thread
    return came[0].message


def answer_of(world: World, prompt: str) -> Answer | None:
    record = world.database.read_now(prompts.get, OWNER.workspace, prompt)
    assert record is not None
    return record.prompt.answer


@pytest.mark.parametrize("in_thread", [False, True], ids=["top", "thread"])
@pytest.mark.parametrize(("word", "answer"), [("Done!", Answer.DONE), (" skip. ", Answer.SKIPPED)])
async def test_done_and_skip_answer_the_prompt(
    world: World, word: str, answer: Answer, in_thread: bool
) -> None:
    prompt, sent = await world.first_prompt()
    said = await answered(world, world.says(word, sent.ts if in_thread else None))
    assert answer_of(world, prompt) is answer
    assert isinstance(said, WordTakenMessage)
    question = "For you alone: Which reason did you leave out, and was that needed?"
    words = {Answer.DONE: f"Done: Share why. {question}", Answer.SKIPPED: "Skipped: Share why."}
    assert said.said == words[answer]


async def test_later_brings_the_prompt_back(world: World) -> None:
    _prompt, _ = await world.first_prompt()
    said = await answered(world, world.says("later"))
    assert isinstance(said, WordTakenMessage)
    assert said.said.startswith("I will come back to Share why today at 11:")
    assert world.row(kind=Kind.LATER).state is State.PLANNED


@pytest.mark.parametrize("word", ["done", "skip", "later"])
@pytest.mark.parametrize("in_thread", [False, True], ids=["top", "thread"])
async def test_without_an_open_prompt_the_words_change_nothing(
    world: World, word: str, in_thread: bool
) -> None:
    thread = None
    if in_thread:  # a thread below something that is no prompt
        await world.walk(days=1)
        thread = world.messenger.to(OWNER.user)[0].ts
    said = await answered(world, world.says(word, thread))
    assert isinstance(said, WordTakenMessage)
    assert "no open prompt" in said.said
    assert world.database.read_now(practices.count, world.manager().id) == 0


@pytest.mark.parametrize("with_prompt", [False, True])
@pytest.mark.parametrize(
    ("word", "kind"),
    [("stop", StopOfferMessage), ("Pause", PauseOfferMessage), ("help?", HelpMessage)],
)
async def test_stop_pause_and_help_act_always(
    world: World, word: str, kind: type, with_prompt: bool
) -> None:
    prompt = (await world.first_prompt())[0] if with_prompt else None
    said = await answered(world, world.says(word))
    assert isinstance(said, kind)
    if isinstance(said, StopOfferMessage):
        assert [one.value for one in said.active_habits] == [HABIT]
    if prompt:
        assert answer_of(world, prompt) is None


async def test_a_top_level_word_belongs_to_the_newest_prompt_of_24_hours(world: World) -> None:
    prompt, sent = await world.first_prompt()
    world.clock.move_to(sent.at + timedelta(hours=24, seconds=1))
    said = await answered(world, world.says("done"))
    assert isinstance(said, WordTakenMessage)
    assert "no open prompt" in said.said
    assert answer_of(world, prompt) is None
    await answered(world, world.says("done", sent.ts))
    assert answer_of(world, prompt) is Answer.DONE


async def test_a_prompt_that_is_answered_is_not_answered_again_by_a_word(world: World) -> None:
    prompt, sent = await world.first_prompt()
    await world.prompts.answer(OWNER, prompt, Answer.SKIPPED, world.click(sent))
    said = await answered(world, world.says("done"))
    assert isinstance(said, WordTakenMessage)
    assert "answered already" in said.said
    assert answer_of(world, prompt) is Answer.SKIPPED


async def test_a_word_delivered_twice_acts_once_and_is_answered_once(world: World) -> None:
    await world.first_prompt()
    typed = world.says("later")
    for _ in range(3):
        await world.typed.take(OWNER, typed)
    await world.walk(seconds=10)
    assert len([row for row in world.rows() if row.kind is Kind.LATER]) == 1
    assert len([row for row in world.rows() if row.kind is Kind.REPLY]) == 1


async def test_anything_else_becomes_an_encrypted_note_and_the_bot_asks(world: World) -> None:
    prompt, sent = await world.first_prompt()
    said = await answered(world, world.says("I told Ben why we lost it", sent.ts))
    assert isinstance(said, NoteSavedMessage)
    assert said.prompt == prompt
    body = select(notes_table.c.body, notes_table.c.prompt)
    [(kept, about)] = world.database.read_now(lambda c: c.execute(body).all())
    assert (kept, about) == ("I told Ben why we lost it", prompt)
    raw = world.database.read_now(lambda c: c.execute(text("SELECT body FROM notes")).scalar_one())
    assert b"Ben" not in bytes(raw)


async def test_a_note_without_an_open_prompt_asks_nothing(world: World) -> None:
    said = await answered(world, world.says("A quiet day"))
    assert isinstance(said, NoteSavedMessage)
    assert said.prompt is None


async def test_a_note_holds_the_names_of_those_it_mentions_and_never_an_id(world: World) -> None:
    """So nothing is left of somebody who erases what is kept about them."""
    Team(world)
    mentions = f"<@{BEN.user}> and <@{AMY.user}|amy> told <@U0CARLA>. " + "x" * 2960
    await answered(world, world.says(f"{mentions} <@{BEN.user}>"))
    body = select(notes_table.c.body)
    kept = world.database.read_now(lambda c: c.execute(body).scalar_one())
    assert kept.startswith(f"Ben and Amy told {say('reps.somebody')}. xxx")
    assert "U0" not in kept


async def test_the_same_note_delivered_twice_is_kept_once(world: World) -> None:
    typed = world.says("A quiet day")
    for _ in range(2):
        await world.typed.take(OWNER, typed)
    assert world.database.read_now(notes.count, world.manager().id) == 1


async def test_with_notes_off_nothing_is_kept(world: World) -> None:
    await world.preferences.keep_notes(OWNER, keeps=False)
    said = await answered(world, world.says("A quiet day"))
    assert isinstance(said, WordTakenMessage)
    assert "did not keep" in said.said
    assert world.database.read_now(notes.count, world.manager().id) == 0


async def test_a_note_is_removed_by_its_owner_alone(world: World) -> None:
    said = await answered(world, world.says("A quiet day"))
    assert isinstance(said, NoteSavedMessage)
    assert not await world.preferences.remove_note(MATE, said.note)
    assert world.database.read_now(notes.count, world.manager().id) == 1
    assert await world.preferences.remove_note(OWNER, said.note)
    assert not await world.preferences.remove_note(OWNER, said.note)


async def test_a_thread_of_somebody_elses_prompt_is_not_reached(world: World) -> None:
    prompt, sent = await world.first_prompt()
    typed = Typed(sent.channel, "9.9", sent.ts, "done")
    await world.typed.take(MATE, typed)
    assert answer_of(world, prompt) is None


async def test_who_has_not_started_is_invited_and_nothing_is_kept(world: World) -> None:
    taken = await world.typed.take(OUTSIDER, world.says("hello", who=OUTSIDER))
    assert taken.answer == HelpMessage(started=False)
    assert world.database.read_now(lambda c: c.execute(select(notes_table)).all()) == []
    await world.walk(minutes=1)
    assert world.messenger.sent == []


async def test_an_answer_comes_at_night_and_on_a_pause_too(world: World) -> None:
    await world.walk_to(world.now + timedelta(hours=10))
    assert isinstance(await answered(world, world.says("help")), HelpMessage)
    await world.preferences.pause(OWNER, (world.now + timedelta(days=9)).date())
    assert isinstance(await answered(world, world.says("help")), HelpMessage)


@pytest.mark.parametrize("in_thread", [False, True], ids=["top", "thread"])
async def test_where_nothing_is_kept_no_note_is_asked_for_or_taken(
    world: World, in_thread: bool
) -> None:
    def works_on(connection: Connection) -> None:
        manager = world.manager().id
        active_habits.stop(connection, manager, HABIT, world.now)
        active_habits.work_on(connection, manager, "forgive_close", None, world.now)

    world.database.write_now(works_on)
    prompt, sent = await world.first_prompt()
    thread = sent.ts if in_thread else None
    said = await answered(world, world.says("done", thread))
    assert isinstance(said, WordTakenMessage)
    assert said.said == "Done: Let it be over."
    await world.showing.sweep()
    shown = world.messenger.updated[-1].message
    assert isinstance(shown, PromptMessage)
    assert shown.state == PromptAnswered(Answer.DONE, changeable=True)
    said = await answered(world, world.says("The tender of last spring", thread))
    assert isinstance(said, WordTakenMessage)
    assert said.said.startswith("I keep nothing of this.")
    assert world.database.read_now(lambda c: c.execute(select(notes_table)).all()) == []
    assert answer_of(world, prompt) is Answer.DONE
