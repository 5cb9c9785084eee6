"""The rest of `/trust privacy`, in a window of its own."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.privacy import Privacy
from bot.slack.blocks.privacy import privacy_page
from bot.slack.ids import ActionId


async def more(ack: AsyncAck, gesture: Gesture, privacy: Privacy) -> None:
    page = await privacy.page(gesture.who)
    await ack()
    gesture.open(privacy_page(page))


def register(app: AsyncApp) -> None:
    app.action(ActionId.PRIVACY_MORE)(more)
