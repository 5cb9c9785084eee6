"""Who is asked would rather have other words: the manager takes up those that they saw, and then
everybody else is asked about them."""

from datetime import timedelta

import pytest

from bot.services.consenting import message_of
from bot.services.consents import WordsChanged
from bot.storage.consents import State
from bot.storage.posts import State as PostState
from tests.bot.asking import PURPOSE, Asking, asking_in, key, naming, worded
from tests.bot.team import AMY, BEN, MONDAY
from tests.bot.world import World


@pytest.fixture
async def asking(world: World) -> Asking:
    return await asking_in(world)


async def suggested(asking: Asking, post: str, words: str = "Mine") -> None:
    """Ben would rather have these words."""
    asked = asking.asked(post)
    await asking.consents.change(BEN, asked.id, worded(asked, words), None, key(asking))


async def taken_up(asking: Asking) -> None:
    [item] = await asking.items()
    await asking.take(item, item.ways[0].value)


async def not_posted_after(asking: Asking) -> timedelta:
    """How long it takes until the manager hears that it was not posted."""
    since = asking.world.now
    while not await asking.items():
        assert asking.world.now < since + timedelta(days=12)
        asking.world.clock.move_to(asking.world.now + timedelta(hours=2))
        await asking.consents.settle()
    for item in await asking.items():
        await asking.take(item, "seen")
    return asking.world.now - since


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_no_to_the_first_words_does_not_shorten_the_time_for_the_new(
    asking: Asking,
) -> None:
    heard: list[timedelta] = []
    for week, says_no in enumerate((True, False), start=1):
        asking.world.clock.move_to(MONDAY + timedelta(days=7 * week))
        post = await asking.ask(naming(asking, BEN, AMY), PURPOSE)
        if says_no:
            await asking.consents.no(AMY, asking.asked(post, AMY).id, key(asking))
        await suggested(asking, post)
        await asking.world.walk(days=1)
        await taken_up(asking)
        assert asking.asked(post, AMY).state is State.ASKED
        heard.append(await not_posted_after(asking))
    assert heard[0] == heard[1]


async def test_whose_time_was_over_is_asked_about_the_new_words(asking: Asking) -> None:
    post = await asking.ask(naming(asking, BEN, AMY), PURPOSE)
    await suggested(asking, post)
    await asking.time_is_up()
    assert asking.asked(post, AMY).state is State.TIME_UP
    await taken_up(asking)
    await asking.world.walk(minutes=1)
    assert asking.asked(post, AMY).state is State.ASKED
    assert asking.post(post).state is PostState.ASKING


async def test_all_who_are_asked_have_the_same_time(asking: Asking) -> None:
    asking.team.joins(AMY, "Amy", "Pacific/Auckland")
    post = await asking.ask(naming(asking, BEN, AMY), PURPOSE)
    assert asking.asked(post, BEN).ends_at == asking.asked(post, AMY).ends_at


async def test_after_a_no_to_their_own_words_nothing_is_posted_and_nothing_moves(
    asking: Asking,
) -> None:
    post = await asking.ask()
    await suggested(asking, post)
    before = await asking.items()
    await asking.consents.no(BEN, asking.asked(post).id, key(asking))
    assert await asking.items() == before
    await taken_up(asking)
    assert await asking.items() == []
    await asking.world.walk(minutes=1)
    assert asking.in_channel() == []
    assert asking.post(post).state is PostState.ASKING
    await asking.time_is_up()
    assert asking.post(post).state is PostState.NOT_POSTED
    assert len(await asking.items()) == 1


async def test_only_words_that_the_manager_saw_are_posted(asking: Asking) -> None:
    post = await asking.ask()
    await suggested(asking, post, "Polite words")
    [seen] = await asking.items()
    await suggested(asking, post, "Words that the manager never saw")
    with pytest.raises(WordsChanged):
        await asking.take(seen, seen.ways[0].value)
    assert asking.post(post).state is PostState.ASKING
    await taken_up(asking)
    await asking.world.walk(minutes=1)
    [stands] = asking.in_channel()
    assert {one.text for one in stands.parts if one.text} == {"Words that the manager never saw"}


async def test_a_yes_to_the_first_words_drops_the_others(asking: Asking) -> None:
    post = await asking.ask()
    first = {place: part.text for place, part in enumerate(asking.asked(post).parts)}
    await suggested(asking, post)
    await asking.consents.change(BEN, asking.asked(post).id, first, None, key(asking))
    await asking.world.walk(minutes=1)
    [stands] = asking.in_channel()
    read = asking.world.database.read_now
    shown = read(message_of, asking.asked(post), asking.world.manager())
    assert shown.parts == stands.parts
    assert asking.asked(post).suggested is None
