"""The award of the month: its window, its preview, and the votes of the team."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import OPENERS
from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.listeners.today import WINDOWS
from bot.listeners.windows import redraw, show_window, stack
from bot.services.award_cards import AWARD
from bot.services.awards import Awards
from bot.services.form_endings import CHANNEL
from bot.services.nominating import AWARD_WAITS
from bot.services.telling import Stories
from bot.services.voting import Voting
from bot.services.wanted import WrongFields
from bot.slack.award_forms import AwardCarried, award_filled
from bot.slack.blocks.awards import award_posted, award_preview, award_window
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.stories import story_view
from bot.slack.compose_forms import entered
from bot.slack.ids import AWARD_VOTES, ActionId, CallbackId, Field


async def open_award(gesture: Gesture, ask: Services, _prompt: str = "") -> None:
    show_window(gesture, award_window(await ask.awards.window(gesture.who)))


async def _open_from_today(gesture: Gesture, ask: Services, _award: str, _way: str) -> None:
    await open_award(gesture, ask)


async def story_chosen(ack: AsyncAck, gesture: Gesture, awards: Awards) -> None:
    """The lesson of the story that was chosen stands in its field."""
    view = award_window(await awards.window(gesture.who, award_filled(gesture.view)))
    await ack()
    redraw(gesture, gesture.view["id"], view)


async def sent(ack: AsyncAck, gesture: Gesture, awards: Awards) -> None:
    """A story is put up; or, after a vote of nobody, somebody is chosen."""
    carried, filled = AwardCarried.from_view(gesture.view), award_filled(gesture.view)
    if carried.choose:
        preview = await awards.preview(gesture.who, carried.award, filled)
        await ack(response_action="push", view=award_preview(preview))
        return
    try:
        window = await awards.put_up(gesture.who, filled, gesture.submission_key)
    except WrongFields as wrong:
        # The field of the lesson has an id for each story.
        named = f"{Field.CITATION}.{filled.story}"
        fields = {named if one == Field.CITATION else one: w for one, w in wrong.faults.items()}
        raise WrongFields(fields) from None
    await ack(response_action="update", view=award_window(window))
    gesture.refresh_home()


async def taken_out(ack: AsyncAck, gesture: Gesture, awards: Awards) -> None:
    window = await awards.take_out(gesture.who, gesture.value, gesture.click)
    await ack()
    redraw(gesture, gesture.view["id"], award_window(window))


async def called_off(ack: AsyncAck, gesture: Gesture, awards: Awards) -> None:
    window = await awards.call_off(gesture.who, gesture.value, gesture.click)
    await ack()
    redraw(gesture, gesture.view["id"], award_window(window))


async def tell(ack: AsyncAck, gesture: Gesture, stories: Stories) -> None:
    """Nothing can be put up yet: the way to a lesson of one's own, in the same window."""
    form = await stories.open(gesture.who)
    await ack()
    redraw(gesture, gesture.view["id"], story_view(form))


async def see(ack: AsyncAck, gesture: Gesture, awards: Awards) -> None:
    """The card before anybody else sees it."""
    filled = award_filled(gesture.view)
    preview = await awards.preview(gesture.who, gesture.value, filled)
    await ack()
    stack(gesture, award_preview(preview))


async def day_picked(ack: AsyncAck) -> None:
    """It stands in the window, and is read with the press on its button."""
    await ack()


async def channel_picked(ack: AsyncAck, gesture: Gesture, awards: Awards) -> None:
    carried = AwardCarried.from_view(gesture.view)
    channel = entered(gesture.view, CHANNEL)
    preview = await awards.again(gesture.who, carried.award, carried.shown, channel)
    await ack()
    redraw(gesture, gesture.view["id"], award_preview(preview))


async def confirmed(
    ack: AsyncAck, gesture: Gesture, awards: Awards, wake: Callable[[], None]
) -> None:
    carried = AwardCarried.from_view(gesture.view)
    channel = entered(gesture.view, CHANNEL) or None
    key = gesture.submission_key
    posted = await awards.post(gesture.who, carried.award, carried.shown, channel, key)
    await ack(response_action="update", view=award_posted(posted))
    wake()
    gesture.refresh_home()


async def voted(ack: AsyncAck, gesture: Gesture, voting: Voting) -> None:
    home = (gesture.body.get("user") or {}).get("team_id")
    visitor = home is not None and home != gesture.who.workspace
    words = await voting.vote(gesture.who, gesture.value, visitor=visitor, click=gesture.click)
    await ack()
    gesture.say(plain_answer(words))


def register(app: AsyncApp) -> None:
    OPENERS[AWARD] = open_award
    WINDOWS[AWARD_WAITS] = _open_from_today
    app.action(ActionId.AWARD_STORY)(story_chosen)
    app.action(ActionId.AWARD_TELL)(tell)
    app.action(ActionId.AWARD_TAKE_OUT)(taken_out)
    app.action(ActionId.AWARD_OFF)(called_off)
    app.action(ActionId.AWARD_GO)(see)
    app.action(ActionId.AWARD_UNTIL)(day_picked)
    app.action(ActionId.AWARD_CHANNEL)(channel_picked)
    app.view(CallbackId.AWARD)(sent)
    app.view(CallbackId.AWARD_PREVIEW)(confirmed)
    for action in AWARD_VOTES:
        app.action(action)(voted)
