"""The manager's own promises: noted, asked about when their day has come, closed or moved."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.services.messages import CheckInMessage, PromptMessage, WeekStartMessage
from bot.services.promises import PROMISE, Noting, Promises
from bot.services.reps import Reps
from bot.services.team_messages import TodayMessage
from bot.services.who import Who
from bot.storage import active_habits, practices
from habits.errors import NotHere, NotStarted, WrongField
from habits.promises import PromiseState
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, World

FRIDAY = date(2026, 3, 6)
NEXT_FRIDAY = date(2026, 3, 13)
LIST = "Send Ben the price list"


@pytest.fixture
async def promises(world: World) -> Promises:
    await world.walk_to(MONDAY)
    Team(world)
    return Promises(world.house, world.people)


async def noted(promises: Promises, words: str = LIST, due: date = FRIDAY, **more: Any) -> str:
    found = await promises.note(OWNER, Noting(words, BEN.user, due), more.get("key", words))
    [made] = [one for one in found.open if one.words == words]
    return made.id


def times(world: World, who: Who = OWNER) -> int:
    """How often the habit counts."""

    def count(connection: Connection) -> int:
        manager = world.manager(who).id
        first, last = date(2026, 1, 1), date(2026, 12, 31)
        found = practices.between(connection, manager, first, last)
        return len([one for one in found if one.habit == "keep_word"])

    return world.database.read_now(count)


async def waiting(world: World) -> list[str]:
    shown = await world.waits.everything(OWNER)
    return [one.own for one in shown.items if one.kind == PROMISE]


async def test_a_form_begins_with_a_date_and_the_words_as_far_as_they_fit(
    promises: Promises,
) -> None:
    form = await promises.form(OWNER, Noting("Send\nthe list " + "x" * 3000, BEN.user))
    assert form.due_on == FRIDAY
    assert form.words.startswith("Send the list x")
    assert len(form.words) == 150


async def test_a_promise_is_on_the_list_once_however_often_the_form_arrives(
    promises: Promises,
) -> None:
    await noted(promises, key="one")
    await noted(promises, key="one")
    [one] = (await promises.all(OWNER)).open
    assert (one.words, one.to, one.to_name, one.due_on) == (LIST, BEN.user, "Ben", FRIDAY)


async def test_the_soonest_stands_first(promises: Promises) -> None:
    await noted(promises, "Later", NEXT_FRIDAY)
    await noted(promises, "Sooner", FRIDAY)
    assert [one.words for one in (await promises.all(OWNER)).open] == ["Sooner", "Later"]


async def test_a_long_list_says_how_many_more_there_are(promises: Promises) -> None:
    for n in range(15):
        await promises.note(OWNER, Noting(f"Promise {n}", None, FRIDAY), f"key {n}")
    found = await promises.all(OWNER)
    assert (len(found.open), found.more) == (12, 3)


async def test_done_counts_once_and_leaves_the_list(world: World, promises: Promises) -> None:
    made = await noted(promises)
    for _ in range(2):
        found = await promises.done(OWNER, made, "press")
    await promises.done(OWNER, made, "another press")
    assert found.open == ()
    assert [one.state for one in found.closed] == [PromiseState.KEPT]
    assert times(world) == 1


async def test_each_move_counts_and_each_only_once(world: World, promises: Promises) -> None:
    made = await noted(promises)
    for _ in range(2):
        changed = await promises.move(OWNER, made, NEXT_FRIDAY, "A week more", "first")
    assert (changed.promise.due_on, changed.promise.told) == (NEXT_FRIDAY, "A week more")
    assert times(world) == 1
    await promises.move(OWNER, made, date(2026, 3, 20), "One more", "second")
    assert times(world) == 2


async def test_a_promise_is_not_moved_without_words_for_the_person(
    world: World, promises: Promises
) -> None:
    made = await noted(promises)
    with pytest.raises(WrongField):
        await promises.move(OWNER, made, NEXT_FRIDAY, "", "key")
    # The same window is sent once more, corrected.
    await promises.move(OWNER, made, NEXT_FRIDAY, "A week more", "key")
    assert times(world) == 1


async def test_what_was_handed_back_is_closed_and_counts(world: World, promises: Promises) -> None:
    made = await noted(promises)
    changed = await promises.hand_back(OWNER, made, "Amy knows more about it", "key")
    assert changed.promise.state is PromiseState.HANDED_BACK
    assert times(world) == 1
    with pytest.raises(NotHere):
        await promises.move(OWNER, made, NEXT_FRIDAY, "Too late", "other key")


async def test_what_was_closed_by_mistake_is_opened_again_and_no_longer_counts(
    world: World, promises: Promises
) -> None:
    made = await noted(promises)
    await promises.done(OWNER, made, "press")
    found = await promises.again(OWNER, made, "again")
    assert [one.id for one in found.open] == [made]
    assert times(world) == 0


async def test_opened_again_it_does_not_count_by_the_prompt_it_answered_either(
    world: World, promises: Promises
) -> None:
    prompt = await asked_to_keep_their_word(world)
    made = await noted(promises, due=date(2026, 6, 5))
    assert (await promises.done(OWNER, made, "press", prompt)).prompt == prompt
    assert times(world) == 1
    assert (await promises.again(OWNER, made, "again")).prompt == prompt
    assert times(world) == 0
    assert (await promises.done(OWNER, made, "press again", prompt)).prompt == prompt
    assert times(world) == 1


async def asked_to_keep_their_word(world: World) -> str:
    """A prompt for the habit; its id."""

    def works_on(connection: Connection) -> None:
        manager = world.manager().id
        active_habits.stop(connection, manager, "share_why", world.now)
        active_habits.work_on(connection, manager, "keep_word", None, world.now)

    world.database.write_now(works_on)
    prompt, _ = await world.first_prompt()
    return prompt


async def test_what_was_no_promise_leaves_nothing(world: World, promises: Promises) -> None:
    made = await noted(promises)
    found = await promises.remove(OWNER, made)
    assert (found.open, found.closed) == ((), ())
    assert times(world) == 0
    with pytest.raises(NotHere):
        await promises.one(OWNER, made)


async def test_on_its_day_it_waits_and_one_message_says_so(
    world: World, promises: Promises
) -> None:
    made = await noted(promises, due=date(2026, 3, 5))
    await world.walk_to(datetime(2026, 3, 5, 7, tzinfo=UTC))
    assert await waiting(world) == [LIST]
    await world.walk_to(datetime(2026, 3, 10, 16, tzinfo=UTC))
    today = [
        sent for sent in world.messenger.to(OWNER.user) if isinstance(sent.message, TodayMessage)
    ]
    assert len(today) == 1
    [item] = today[0].message.items
    assert (item.own, item.people) == (LIST, (BEN.user,))
    shown = await world.waits.take(OWNER, PROMISE, made, "done", world.click(today[0]))
    assert shown.message == TodayMessage(())
    assert times(world) == 1


async def test_a_day_that_was_given_is_told_on_that_day_whatever_else_comes(
    world: World, promises: Promises
) -> None:
    """Where another message comes on that day it goes along."""
    for day in (3, 5, 6, 9):
        await noted(promises, f"For the {day}", date(2026, 3, day))
    await world.walk_to(datetime(2026, 3, 9, 17, tzinfo=UTC))
    told = [(one.at.day, one.message) for one in world.messenger.to(OWNER.user)]
    prompted = [one.also for day, one in told if isinstance(one, PromptMessage) and day == 3]
    assert prompted == [1]
    today = [one.items for day, one in told if isinstance(one, TodayMessage) and day == 5]
    assert [item.own for item in today[0]] == ["For the 5", "For the 3"]
    checked = [one.follow_ups for day, one in told if isinstance(one, CheckInMessage) and day == 6]
    assert [item.own for item in checked[0]] == ["For the 3", "For the 5"]
    begun = [one.waits for day, one in told if isinstance(one, WeekStartMessage) and day == 9]
    assert begun[0] is not None
    assert begun[0].own == "For the 3"


async def test_a_day_that_passed_is_named_without_blame(world: World, promises: Promises) -> None:
    await noted(promises, due=date(2026, 3, 5))
    await world.walk_to(datetime(2026, 3, 7, 12, tzinfo=UTC))
    [item] = (await world.waits.everything(OWNER)).items
    assert item.text == "It was for Thursday 5 March. Done, moved or handed back?"


async def test_a_promise_that_was_moved_waits_again_on_its_new_day(
    world: World, promises: Promises
) -> None:
    made = await noted(promises, due=date(2026, 3, 5))
    await world.walk_to(datetime(2026, 3, 5, 12, tzinfo=UTC))
    await promises.move(OWNER, made, date(2026, 3, 12), "A week more", "key")
    assert await waiting(world) == []
    await world.walk_to(datetime(2026, 3, 12, 12, tzinfo=UTC))
    assert await waiting(world) == [LIST]


async def test_to_oneself_is_to_nobody_and_who_is_no_member_is_refused(
    world: World, promises: Promises
) -> None:
    found = await promises.note(OWNER, Noting("Own", OWNER.user, FRIDAY), "a")
    assert found.open[0].to is None
    with pytest.raises(WrongField):
        await promises.note(OWNER, Noting("Else", "U0NOBODY", FRIDAY), "b")
    assert len((await promises.all(OWNER)).open) == 1


async def test_a_person_who_erases_takes_the_words_with_them(
    world: World, promises: Promises
) -> None:
    await noted(promises)
    await Reps(world.house).erase(BEN, "press")
    [one] = (await promises.all(OWNER)).open
    assert (one.words, one.to) == ("Erased by the person it was for.", None)


@pytest.mark.parametrize("who", [MATE, OUTSIDER, STRANGER, AMY])
async def test_nobody_else_sees_or_changes_it(world: World, promises: Promises, who: Who) -> None:
    made = await noted(promises)
    for asked in (
        promises.one(who, made),
        promises.done(who, made, "a"),
        promises.again(who, made, "b"),
        promises.move(who, made, NEXT_FRIDAY, "Mine", "c"),
        promises.hand_back(who, made, "Mine", "d"),
        world.waits.take(who, PROMISE, made, "done", world.click()),
    ):
        with pytest.raises((NotHere, NotStarted)):
            await asked
    with suppress(NotStarted):
        assert (await promises.remove(who, made)).open == ()
    assert [one.id for one in (await promises.all(OWNER)).open] == [made]
