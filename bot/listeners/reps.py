"""Reps: told first by their manager, taking part or not, and what is kept that names them."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.listeners.windows import redraw
from bot.services.people import People
from bot.services.picked import names_of
from bot.services.ports import Content
from bot.services.privacy import Privacy
from bot.services.reps import Reps
from bot.slack.blocks.privacy import privacy as privacy_answer
from bot.slack.blocks.reps import intro
from bot.slack.coach_forms import CoachCarried
from bot.slack.elements import modal
from bot.slack.ids import ActionId, CallbackId, RepMenu, split_pair
from bot.storage.outgoing import Kind
from bot.storage.roster import Ended

_WHY = {
    ActionId.REP_LEAVE: Ended.LEFT,
    ActionId.REP_LEAVE_CHOSEN: Ended.LEFT,
    ActionId.REP_NOT_MINE: Ended.NOT_MINE,
}


async def told(ack: AsyncAck, gesture: Gesture, reps: Reps, wake: Callable[[], None]) -> None:
    """The window closes; the form that it interrupted lies below, as it was."""
    await reps.told(gesture.who, CoachCarried.from_view(gesture.view).rep)
    await ack()
    wake()


async def leave(ack: AsyncAck, gesture: Gesture, reps: Reps) -> None:
    why = _WHY[ActionId(gesture.action["action_id"])]
    entry = gesture.value
    shown = await reps.leave(gesture.who, entry, why)
    await ack()
    _show(gesture, entry, intro(shown))


async def again(
    ack: AsyncAck, gesture: Gesture, reps: Reps, people: People, wake: Callable[[], None]
) -> None:
    entry = gesture.value
    # Of whoever left nothing may be kept, their time zone neither.
    await names_of(people, gesture.who, [gesture.who.user])
    shown = await reps.again(gesture.who, entry)
    await ack()
    _show(gesture, entry, intro(shown))
    wake()


async def erase(ack: AsyncAck, gesture: Gesture, reps: Reps, privacy: Privacy) -> None:
    await reps.erase(gesture.who, gesture.click.key)
    shown = privacy_answer(await privacy.view(gesture.who))
    await ack()
    _answer(gesture, shown)


async def menu(ack: AsyncAck, gesture: Gesture, reps: Reps, privacy: Privacy) -> None:
    """Of somebody who is a manager as well."""
    chosen, entry = split_pair(gesture.value)
    if chosen == RepMenu.ERASE:
        await erase(ack, gesture, reps, privacy)
        return
    await reps.leave(gesture.who, entry, Ended.LEFT)
    shown = privacy_answer(await privacy.view(gesture.who))
    await ack()
    _answer(gesture, shown)
    showing, workspace = gesture.ways.showing, gesture.who.workspace
    gesture.go_on(showing.mend_subject(workspace, Kind.INTRO, entry), "intro")


async def opens_slack(ack: AsyncAck) -> None:
    """A button with a link: Slack opens it by itself, and tells us all the same."""
    await ack()


def _show(gesture: Gesture, entry: str, content: Content) -> None:
    """The first message shows what holds now; an answer to a command changes in its place."""
    if gesture.click.row is None:
        _answer(gesture, content)
    showing, workspace = gesture.ways.showing, gesture.who.workspace
    gesture.go_on(showing.mend_subject(workspace, Kind.INTRO, entry), "intro")


def _answer(gesture: Gesture, content: Content) -> None:
    """In place of what was pressed, a window or an answer to a command."""
    view = gesture.body.get("view") or {}
    if view.get("type") == "modal":
        title = str(view["title"]["text"])
        redraw(gesture, view["id"], modal(CallbackId.CONFIRMATION, title, content.blocks))
    gesture.show(content)


def register(app: AsyncApp) -> None:
    app.view(CallbackId.TELL_FIRST)(told)
    for action_id in _WHY:
        app.action(action_id)(leave)
    app.action(ActionId.REP_AGAIN)(again)
    app.action(ActionId.REP_ERASE)(erase)
    app.action(ActionId.REP_MENU)(menu)
    app.action(ActionId.REPLY_TO)(opens_slack)
    app.action(ActionId.OPEN_CHAT)(opens_slack)
