"""The rest of `/trust privacy`: the page in a window of its own, and the export."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.exporting import Exporting
from bot.services.privacy import Privacy
from bot.slack.blocks.export import answer, nothing_kept, with_the_file
from bot.slack.blocks.privacy import privacy_page, privacy_window
from bot.slack.files import SlackFiles
from bot.slack.ids import ActionId


async def opened(ack: AsyncAck, gesture: Gesture, privacy: Privacy) -> None:
    view = privacy_window(await privacy.view(gesture.who))
    await ack()
    gesture.open(view)


async def more(ack: AsyncAck, gesture: Gesture, privacy: Privacy) -> None:
    page = await privacy.page(gesture.who)
    await ack()
    gesture.open(privacy_page(page))


async def export(ack: AsyncAck, gesture: Gesture, exporting: Exporting, files: SlackFiles) -> None:
    """Thousands of rows take longer than Slack waits for an answer."""
    await ack()
    gesture.go_on(_export(gesture, exporting, files), "export")


async def _export(gesture: Gesture, exporting: Exporting, files: SlackFiles) -> None:
    made = await exporting.of(gesture.who)
    if made is None:
        gesture.say(nothing_kept())
        return
    user = gesture.who.user
    handed = await files.hand(user, made.name, made.body, with_the_file())
    gesture.say(answer(handed, user))


def register(app: AsyncApp) -> None:
    app.action(ActionId.PRIVACY_OPEN)(opened)
    app.action(ActionId.PRIVACY_MORE)(more)
    app.action(ActionId.EXPORT)(export)
