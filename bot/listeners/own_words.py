"""What a manager holds back or says in their own words: a draft that came back, the thanks."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import BELOW, open_form
from bot.listeners.edge import Gesture
from bot.listeners.said import Said, Services
from bot.services.form_views import FormOf
from bot.services.held_drafts import HeldDrafts
from bot.services.own_words import FORGIVE
from bot.slack.blocks.own_words import held, never_kept
from bot.slack.ids import ActionId

THANKS = "contribution"


async def thanks_word(said: Said) -> None:
    await open_form(said.gesture, said.ask, FormOf(THANKS))


async def read_again(
    ack: AsyncAck, gesture: Gesture, services: Services, held_drafts: HeldDrafts
) -> None:
    """The form with the draft; where that is gone, the message says so."""
    of = await held_drafts.form_of(gesture.who, gesture.value)
    if of is None:
        shown = await held_drafts.shown(gesture.who, gesture.value)
        await ack()
        gesture.show(held(shown))
        return
    await open_form(gesture, services, of)
    await ack()


async def thrown_away(ack: AsyncAck, gesture: Gesture, held_drafts: HeldDrafts) -> None:
    shown = await held_drafts.throw_away(gesture.who, gesture.value, gesture.click.key)
    await ack()
    gesture.show(held(shown))


def register(app: AsyncApp) -> None:
    BELOW[FORGIVE] = never_kept
    app.action(ActionId.HELD_READ)(read_again)
    app.action(ActionId.HELD_THROW)(thrown_away)
