"""The check-in: which habits happened."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import JSON, Reflections, click_of
from bot.services.messages import CheckInMessage
from bot.services.weeks import ShownWeek, Weeks
from bot.services.who import Who
from bot.slack.blocks.check_in import check_in
from bot.slack.forms import ticked
from bot.slack.ids import ActionId
from bot.tasks import Tasks


async def tick(ack: AsyncAck) -> None:
    """A tick alone does nothing; Save takes them together."""
    await ack()


async def save(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    weeks: Weeks,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    none = action["action_id"] == ActionId.CHECK_IN_NONE
    habits = () if none else ticked(body)
    shown = await weeks.happened(who, action["value"], habits, click_of(body, action), none=none)
    await ack()
    tasks.start(_reflect(reflections, who, body, shown), "check-in saved")


async def change(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    weeks: Weeks,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    shown = await weeks.again(who, action["value"])
    await ack()
    tasks.start(_reflect(reflections, who, body, shown), "check-in reopened")


async def _reflect(reflections: Reflections, who: Who, body: JSON, shown: ShownWeek) -> None:
    if isinstance(shown.message, CheckInMessage):
        content = check_in(shown.message)
        await reflections.show(who, body, content, shown.row, shown.version)


def register(app: AsyncApp) -> None:
    app.action(ActionId.CHECK_IN_TICKS)(tick)
    app.action(ActionId.CHECK_IN_SAVE)(save)
    app.action(ActionId.CHECK_IN_NONE)(save)
    app.action(ActionId.CHECK_IN_CHANGE)(change)
