"""Something came up, by command or picked from the list."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.listeners.said import Said
from bot.services.happening import Happening
from bot.services.ports import Content
from bot.slack.blocks.happened import came_up, what_came_up
from bot.slack.ids import ActionId


async def happened_word(said: Said) -> Content:
    """`/trust happened <event>`; alone, what there is to choose from."""
    happening = said.ask.happening
    if not said.rest:
        return what_came_up(await happening.events(said.who))
    key = said.gesture.body["trigger_id"]
    return came_up(await happening.happened(said.who, said.rest, key))


async def picked(ack: AsyncAck, gesture: Gesture, happening: Happening) -> None:
    shown = await happening.happened(gesture.who, gesture.value, gesture.click.key)
    await ack()
    gesture.show(came_up(shown))


def register(app: AsyncApp) -> None:
    app.action(ActionId.HAPPENED_PICK)(picked)
