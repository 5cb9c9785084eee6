"""What managers answer to a Slack status that says away."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.being_away import BeingAway
from bot.services.starting import Starting
from bot.slack.blocks.away import with_away_offer
from bot.slack.blocks.situations import do_now
from bot.slack.elements import in_place_of
from bot.slack.ids import ActionId
from bot.storage.away import AwayAnswer

_ANSWERS = {
    ActionId.AWAY_LEAVE_OUT: AwayAnswer.LEAVE_OUT,
    ActionId.AWAY_HERE: AwayAnswer.HERE,
}


async def answered(
    ack: AsyncAck, gesture: Gesture, being_away: BeingAway, starting: Starting
) -> None:
    said = _ANSWERS[ActionId(gesture.action["action_id"])]
    await being_away.answer(gesture.who, gesture.value, said, gesture.click)
    await ack()
    gesture.refresh_home()
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(_redraw(gesture, being_away, starting), "do now")


async def _redraw(gesture: Gesture, being_away: BeingAway, starting: Starting) -> None:
    """`/trust` without the question."""
    offer = await being_away.offered(gesture.who)
    view = with_away_offer(do_now(starting.situations()), offer)
    await gesture.client.views_update(
        view_id=gesture.view["id"], view=in_place_of(gesture.view, view)
    )


def register(app: AsyncApp) -> None:
    for action_id in _ANSWERS:
        app.action(action_id)(answered)
