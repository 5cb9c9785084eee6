"""The week start: what is coming up."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import JSON, Reflections, click_of
from bot.services.messages import WeekStartMessage
from bot.services.weeks import ShownWeek, Weeks
from bot.services.who import Who
from bot.slack.blocks.week_start import week_start
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
    none = action["action_id"] == ActionId.WEEK_NONE
    events = () if none else ticked(body)
    shown = await weeks.expect(who, action["value"], events, click_of(body, action), none=none)
    await ack()
    tasks.start(_reflect(reflections, who, body, shown), "week start saved")


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
    tasks.start(_reflect(reflections, who, body, shown), "week start reopened")


async def _reflect(reflections: Reflections, who: Who, body: JSON, shown: ShownWeek) -> None:
    if isinstance(shown.message, WeekStartMessage):
        content = week_start(shown.message)
        await reflections.show(who, body, content, shown.row, shown.version)


def register(app: AsyncApp) -> None:
    app.action(ActionId.WEEK_TICKS)(tick)
    app.action(ActionId.WEEK_SAVE)(save)
    app.action(ActionId.WEEK_NONE)(save)
    app.action(ActionId.WEEK_CHANGE)(change)
