"""What may stand nowhere any more is followed until it is gone, and nobody is told otherwise."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.services.consent_messages import ConsentStands
from bot.services.consenting import message_of
from bot.services.ports import NotSent, Refused, SendOutcome, Unknown
from bot.services.prompts import Click
from bot.storage.posts import State as PostState
from habits.errors import NotHere
from habits.texts import say
from tests.bot.asking import CHANNEL, THANK, Asking, asking_in, key
from tests.bot.fakes import SentMessage
from tests.bot.team import AMY, BEN
from tests.bot.world import OWNER, World

NIGHT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
"""03:00 in Stockholm."""


@pytest.fixture
async def asking(world: World) -> Asking:
    return await asking_in(world)


async def agreed(asking: Asking, *outcomes: SendOutcome) -> tuple[str, str]:
    """Ben says yes, and Slack answers like this; the post and the consent."""
    post = await asking.ask()
    consent = asking.asked(post).id
    await asking.consents.yes(BEN, consent, key(asking))
    asking.world.messenger.outcomes.extend(outcomes)
    await asking.world.deliver()
    return post, consent


def stands(asking: Asking, post: str) -> ConsentStands:
    """What Ben reads."""
    read = asking.world.database.read_now
    return read(message_of, asking.asked(post), asking.world.manager()).stands


def press(card: SentMessage) -> Click:
    return Click("pressed", card.channel, card.ts, card.marker)


async def test_what_arrived_unseen_is_deleted_once_a_press_proves_it(asking: Asking) -> None:
    post, consent = await agreed(asking, Unknown("timeout"))
    [card] = asking.world.messenger.to(CHANNEL)
    await asking.consents.take_back(BEN, consent, key(asking))
    [item] = await asking.items()
    assert item.text == say("consent.today.unsure")
    assert stands(asking, post) is ConsentStands.UNSURE
    for _ in range(2):
        with pytest.raises(NotHere):
            await asking.posts.helped(AMY, post, press(card))
    await asking.consents.take_down()
    assert asking.world.messenger.deleted == [(card.channel, card.ts)]
    [item] = await asking.items()
    assert item.text == say("consent.today.taken_down")
    assert stands(asking, post) is ConsentStands.TAKEN_BACK


async def test_a_press_of_somebody_else_s_workspace_proves_nothing(asking: Asking) -> None:
    post, consent = await agreed(asking, Unknown("timeout"))
    [card] = asking.world.messenger.to(CHANNEL)
    await asking.consents.take_back(BEN, consent, key(asking))
    for row in (None, "another"):
        with pytest.raises(NotHere):
            await asking.posts.helped(AMY, post, Click("p", card.channel, card.ts, row))
    await asking.consents.take_down()
    assert asking.world.messenger.deleted == []


async def test_where_slack_refuses_to_delete_it_nobody_reads_that_it_is_gone(
    asking: Asking,
) -> None:
    post, consent = await agreed(asking)
    await asking.consents.take_back(BEN, consent, key(asking))
    asking.world.messenger.updates.append(Refused("cant_delete_message"))
    await asking.consents.take_down()
    [item] = await asking.items()
    assert item.text == say("consent.today.coming_down")
    assert stands(asking, post) is ConsentStands.COMING_DOWN
    await asking.consents.take_down()
    assert len(asking.world.messenger.deleted) == 1, "not again at once"
    asking.world.clock.move_to(asking.world.now + timedelta(minutes=10))
    await asking.consents.take_down()
    assert len(asking.world.messenger.deleted) == 2
    [item] = await asking.items()
    assert item.text == say("consent.today.taken_down")
    assert stands(asking, post) is ConsentStands.TAKEN_BACK


async def test_what_slack_goes_on_to_refuse_is_tried_once_a_day(asking: Asking) -> None:
    _, consent = await agreed(asking)
    await asking.consents.take_back(BEN, consent, key(asking))
    asking.world.messenger.updates.extend([Refused("is_archived")] * 100)
    for _ in range(24 * 10):
        await asking.consents.take_down()
        asking.world.clock.move_to(asking.world.now + timedelta(hours=1))
    assert 10 <= len(asking.world.messenger.deleted) <= 20


async def test_what_surely_never_left_does_not_count(asking: Asking) -> None:
    _, consent = await agreed(asking, NotSent("rate limited", 60))
    await asking.consents.take_back(BEN, consent, key(asking))
    await asking.world.walk(hours=1)
    assert len(asking.world.messenger.to(CHANNEL)) == 1, "the try that Slack did not take"
    assert asking.counted() == 0


@pytest.mark.parametrize("outcome", [Refused("is_archived"), Unknown("timeout")])
async def test_what_became_of_a_yes_at_night_waits_for_the_manager_s_day(
    asking: Asking, outcome: SendOutcome
) -> None:
    post = await asking.ask()
    await asking.world.walk_to(NIGHT)
    await asking.consents.yes(BEN, asking.asked(post).id, key(asking))
    asking.world.messenger.outcomes.append(outcome)
    await asking.world.walk(minutes=5)
    told = asking.world.messenger.to(OWNER.user)
    assert [one for one in told if one.at >= NIGHT] == []
    [item] = await asking.items()
    await asking.take(item, "seen")
    assert await asking.items() == []


async def test_what_all_agreed_to_and_slack_refused_can_be_opened_again(asking: Asking) -> None:
    post, _ = await agreed(asking, Refused("is_archived"))
    assert asking.post(post).state is PostState.NOT_POSTED
    [item] = await asking.items()
    assert say("posts.refused.is_archived") in item.text
    await asking.world.walk(days=2)
    assert await asking.consents.draft_of(OWNER, item.id) == THANK
    assert (await asking.forms.open(OWNER, THANK)).kept
    assert await asking.items() == []
    assert stands(asking, post) is ConsentStands.OVER
    assert asking.counted() == 0


async def test_what_a_press_proves_after_all_is_no_question_any_more(asking: Asking) -> None:
    post, _ = await agreed(asking, Unknown("timeout"))
    [card] = asking.world.messenger.to(CHANNEL)
    assert len(await asking.items()) == 1
    await asking.posts.helped(AMY, post, press(card))
    assert await asking.items() == []
    assert asking.post(post).state is PostState.POSTED
