"""One more habit: from a situation, or from what Home offers."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.more_habits import MoreHabits
from bot.slack.blocks.situations import another_habit, taken_up
from bot.slack.elements import View, in_place_of
from bot.slack.forms import AnotherHabitSubmitted, InsteadCarried
from bot.slack.ids import ActionId, CallbackId


async def another_pressed(ack: AsyncAck, gesture: Gesture, more_habits: MoreHabits) -> None:
    """A window takes the place of the one in which it was pressed."""
    in_window = (gesture.body.get("view") or {}).get("type") == "modal"
    instead = InsteadCarried.from_view(gesture.view).instead if in_window else None
    view = another_habit(await more_habits.another(gesture.who, gesture.value, instead))
    await ack()
    if in_window:
        gesture.go_on(_update(gesture, view), "another habit")
    else:
        gesture.open(view)


async def another_sent(ack: AsyncAck, gesture: Gesture, more_habits: MoreHabits) -> None:
    sent = AnotherHabitSubmitted.from_view(gesture.view)
    shown = await more_habits.start_another(gesture.who, sent.habit, sent.plan, sent.instead)
    await ack(response_action="update", view=taken_up(shown))
    gesture.refresh_home()


async def _update(gesture: Gesture, view: View) -> None:
    await gesture.client.views_update(
        view_id=gesture.view["id"], view=in_place_of(gesture.view, view)
    )


def register(app: AsyncApp) -> None:
    app.action(ActionId.HABIT_ANOTHER)(another_pressed)
    app.view(CallbackId.ANOTHER_HABIT)(another_sent)
