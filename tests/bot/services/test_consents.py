"""Whoever a text names reads it first: asked, answered, changed, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.services.consent_messages import ConsentStands
from bot.services.consents import ItIsOver, part_field
from bot.services.form_drafts import form_key
from bot.services.form_views import Confirmed, Ended, Ending, Preview
from bot.services.forms import AskFirst, Filled
from bot.services.own_posts import OthersAgreed
from bot.services.ports import NotSent
from bot.services.reps import Reps
from bot.services.team_messages import TodayMessage
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import drafts
from bot.storage.consents import State
from bot.storage.outgoing import Kind
from bot.storage.posts import State as PostState
from bot.storage.roster import Ended as RosterEnded
from habits.catalogue_lists import Audience
from habits.errors import NotHere
from tests.bot.asking import (
    CHANNEL,
    PURPOSE,
    THANK,
    THANKS,
    Asking,
    asking_in,
    key,
    naming,
    worded,
)
from tests.bot.team import AMY, BEN, MONDAY
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, World

TEAM = Audience.TEAM_CHANNEL


@pytest.fixture
async def asking(world: World) -> Asking:
    return await asking_in(world)


# --- asking -----------------------------------------------------------------------------------


async def test_whoever_is_named_reads_the_exact_text_before_it_stands(asking: Asking) -> None:
    post = await asking.ask()
    [message] = asking.shown()
    assert message.stands is ConsentStands.ASKED
    assert message.parts == asking.post(post).parts
    assert message.channel == CHANNEL
    assert asking.in_channel() == []
    assert asking.counted() == 0


async def test_with_the_yes_it_goes_out_and_counts_once(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    pressed = key(asking)
    for _ in range(2):
        await asking.consents.yes(BEN, consent, pressed)
        await asking.world.walk(minutes=1)
    assert len(asking.in_channel()) == 1
    assert asking.counted() == 1
    assert asking.post(post).state is PostState.POSTED


async def test_of_several_all_have_to_agree(asking: Asking) -> None:
    post = await asking.ask(naming(asking, BEN, AMY), PURPOSE)
    await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    await asking.world.walk(minutes=1)
    assert asking.in_channel() == []
    await asking.consents.yes(AMY, asking.asked(post, AMY).id, key(asking))
    await asking.world.walk(minutes=1)
    assert len(asking.in_channel()) == 1


async def test_other_words_go_out_once_the_manager_takes_them_up(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    words = {place: f"Mine: {part.text}" for place, part in enumerate(consent.parts) if part.text}
    await asking.consents.change(BEN, consent.id, words, None, key(asking))
    [item] = await asking.items()
    assert "Mine: " in item.own
    await asking.take(item, item.ways[0].value)
    await asking.world.walk(minutes=1)
    [standing] = asking.in_channel()
    assert [part.text for part in standing.parts if part.text] == list(words.values())
    assert await asking.items() == []


async def test_the_manager_may_leave_other_words_at_that(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    words = {place: "Other" for place, part in enumerate(consent.parts) if part.text}
    await asking.consents.change(BEN, consent.id, words, None, key(asking))
    [item] = await asking.items()
    await asking.take(item, "leave")
    assert asking.post(post).state is PostState.NOT_POSTED
    assert asking.asked(post).state is State.OVER
    assert (await asking.forms.open(OWNER, THANK)).kept


async def test_the_same_words_sent_back_are_a_yes(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    words = {place: part.text for place, part in enumerate(consent.parts)}
    await asking.consents.change(BEN, consent.id, words, None, key(asking))
    assert asking.asked(post).state is State.YES


async def test_words_that_cannot_be_taken_are_refused_at_their_field(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post)
    place = next(n for n, part in enumerate(consent.parts) if part.text)
    words = {n: part.text for n, part in enumerate(consent.parts)}
    for text in ("", "x" * 3000):
        with pytest.raises(WrongFields) as refused:
            await asking.consents.change(BEN, consent.id, words | {place: text}, None, key(asking))
        assert part_field(place) in refused.value.faults
    assert asking.asked(post).state is State.ASKED


async def test_whoever_asked_can_stop_it(asking: Asking) -> None:
    post = await asking.ask()
    with pytest.raises(NotHere):
        await asking.consents.call_off(MATE, post)
    await asking.consents.call_off(OWNER, post)
    assert asking.asked(post).state is State.OVER
    with pytest.raises(ItIsOver):
        await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    await asking.world.walk(minutes=1)
    assert asking.in_channel() == []


async def test_home_shows_what_waits_for_a_yes_and_takes_it_back(asking: Asking) -> None:
    post = await asking.ask()
    home = await asking.world.home.view(OWNER)
    assert [one.post for one in home.posts] == [post]
    assert (await asking.posts.withdraw(OWNER, post)).how is Ending.NOT_ASKED
    assert asking.asked(post).state is State.OVER


async def test_a_text_to_which_somebody_said_yes_stays_as_it_is(asking: Asking) -> None:
    post = await asking.ask()
    await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    await asking.world.walk(minutes=1)
    with pytest.raises(OthersAgreed):
        await asking.posts.to_edit(OWNER, post)


async def test_an_edit_cannot_name_whom_the_bot_would_ask(asking: Asking) -> None:
    checked = await asking.forms.check(OWNER, PURPOSE, Filled(naming(asking), TEAM))
    assert isinstance(checked, Preview)
    confirmed = Confirmed(checked.draft, CHANNEL, agreed=True)
    assert (await asking.forms.finish(OWNER, PURPOSE, confirmed)).how is Ending.POSTED
    await asking.world.walk(minutes=1)
    edit = await asking.posts.to_edit(OWNER, checked.draft)
    with pytest.raises(WrongFields) as refused:
        await asking.forms.check(OWNER, edit, Filled(naming(asking, BEN), TEAM))
    assert "Withdraw" in refused.value.faults["who"]
    kept = await asking.forms.open(OWNER, edit)
    assert kept.values["who"] == (BEN.user,)
    again = asking.world.database.read_now(
        drafts.get, asking.world.manager().id, form_key(edit), asking.world.now
    )
    assert again is not None
    with pytest.raises(AskFirst):
        await asking.forms.finish(OWNER, edit, Confirmed(again.id, None, agreed=True))
    assert BEN.user not in repr([one.message for one in asking.world.messenger.updated])


# --- a no, and silence ------------------------------------------------------------------------


async def seen_by_manager(asking: Asking) -> Any:
    """All that could tell a manager what happened: what waits, what was sent, what changed in a
    message of theirs, and Home."""
    items = [
        (one.text, one.own, [(way.label, way.opens) for way in one.ways])
        for one in await asking.items()
    ]
    messenger, chat = asking.world.messenger, f"D{OWNER.user[1:]}"
    await asking.world.showing.sweep()
    sent = len(messenger.to(OWNER.user))
    edits = [one for one in messenger.updated if one.channel == chat]
    changed = len([one for one in edits if isinstance(one.message, TodayMessage)])
    home = await asking.world.home.view(OWNER)
    return items, sent, changed, len(home.posts)


async def with_a_today_message(asking: Asking) -> None:
    """A fortnight later, with a Today message in the manager's chat and nothing that waits."""
    world, rows = asking.world, asking.world.rows
    fortnights = (world.now - MONDAY) // timedelta(days=14) + 1
    world.clock.move_to(MONDAY + fortnights * timedelta(days=14))
    post = await asking.ask({**THANKS, "did": "You asked"})
    asked = asking.asked(post)
    await asking.consents.change(BEN, asked.id, worded(asked, "Other"), None, key(asking))
    before = world.now
    while not any(one.kind is Kind.TODAY and (one.sent_at or MONDAY) > before for one in rows()):
        assert world.now < before + timedelta(days=6)
        world.acts()
        await world.walk(days=1)
    [item] = await asking.items()
    await asking.take(item, "leave")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    hours=st.lists(st.integers(0, 70), min_size=1, max_size=3),
    suggests=st.booleans(),
    two=st.booleans(),
)
@example(hours=[1], suggests=True, two=True)
@example(hours=[1], suggests=False, two=False)
async def test_a_no_and_silence_look_the_same_at_every_moment(
    asking: Asking, hours: list[int], *, suggests: bool, two: bool
) -> None:
    """One after the other in the same world: what changes for the manager the second time is what
    changed the first time."""
    world = asking.world
    people = (BEN, AMY) if two else (BEN,)
    seen: list[list[Any]] = []
    for says_no in (True, False):
        await with_a_today_message(asking)
        values, of = (naming(asking, *people), PURPOSE) if two else (THANKS, THANK)
        post = await asking.ask(values, of)
        asked = asking.asked(post)
        if suggests:
            words = worded(asked, "Mine")
            await asking.consents.change(BEN, asked.id, words, None, key(asking))
        begin = await seen_by_manager(asking)
        if says_no:
            await asking.consents.no(BEN, asked.id, key(asking))
        views: list[Any] = []
        last = max(asking.asked(post, one).ends_at for one in people)
        moments = [asked.asked_at + timedelta(hours=one) for one in sorted(hours)]
        for moment in [world.now, *moments, last]:
            world.clock.move_to(max(moment, world.now))
            await asking.consents.settle()
            items, sent, changed, home = await seen_by_manager(asking)
            views.append((items, sent - begin[1], changed - begin[2], home))
        seen.append(views)
        assert asking.asked(post).state is State.TIME_UP
        for item in await asking.items():
            await asking.take(item, "seen")
    assert seen[0] == seen[1]


async def test_what_was_not_posted_is_a_draft_again(asking: Asking) -> None:
    post = await asking.ask()
    await asking.consents.no(BEN, asking.asked(post).id, key(asking))
    assert await asking.items() == []
    await asking.time_is_up()
    [item] = await asking.items()
    assert await asking.consents.draft_of(OWNER, item.id) == THANK
    assert (await asking.forms.open(OWNER, THANK)).values["did"] == THANKS["did"]
    assert await asking.items() == []
    assert asking.counted() == 0


# --- taken back -------------------------------------------------------------------------------


async def test_a_yes_taken_back_before_it_goes_out_posts_nothing(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))
    await asking.consents.take_back(BEN, consent, key(asking))
    await asking.world.walk(hours=1)
    assert asking.in_channel() == []
    assert asking.counted() == 0


async def test_a_yes_taken_back_while_it_is_sent_leaves_nothing(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))

    async def meanwhile() -> None:
        asking.world.messenger.while_sending = None
        await asking.consents.take_back(BEN, consent, key(asking))

    asking.world.messenger.while_sending = meanwhile
    await asking.world.deliver()
    await asking.consents.take_down()
    assert len(asking.world.messenger.deleted) == 1
    assert asking.in_channel() == []


async def test_a_yes_taken_back_afterwards_takes_it_down_until_it_is_gone(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))
    await asking.world.walk(days=3)
    await asking.consents.take_back(BEN, consent, key(asking))
    asking.world.messenger.updates.append(NotSent("slack is away"))
    await asking.consents.take_down()
    await asking.consents.take_down()
    await asking.consents.take_down()
    assert len(asking.world.messenger.deleted) == 2, "once more, and then no more"
    assert asking.post(post).parts is None
    [item] = await asking.items()
    assert BEN.user not in item.text
    await asking.take(item, "seen")
    assert await asking.items() == []


async def test_whoever_left_can_still_take_a_yes_back(asking: Asking) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))
    await asking.world.walk(minutes=1)
    reps = Reps(asking.world.house)
    [entry] = [one.entry for one in (await reps.view(BEN)).managers]
    await asking.team.reps.leave(BEN, entry, RosterEnded.LEFT)
    await asking.consents.take_back(BEN, consent, key(asking))
    await asking.consents.take_down()
    assert asking.in_channel() == []


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [AMY, OWNER, OUTSIDER, STRANGER])
async def test_only_the_person_asked_can_answer(asking: Asking, who: Who) -> None:
    post = await asking.ask()
    consent = asking.asked(post).id
    for answer in (asking.consents.yes, asking.consents.no, asking.consents.take_back):
        with pytest.raises(NotHere):
            await answer(who, consent, key(asking))
    with pytest.raises(NotHere):
        await asking.consents.form(who, consent)
    assert asking.asked(post).state is State.ASKED


async def test_after_the_time_an_answer_changes_nothing(asking: Asking) -> None:
    post = await asking.ask()
    await asking.time_is_up()
    with pytest.raises(ItIsOver):
        await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    assert asking.in_channel() == []


def test_what_a_form_ended_with_names_the_post() -> None:
    assert Ended(Ending.ASKED, "Thank you").post == ""
