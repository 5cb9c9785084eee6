"""Somebody is asked whether a text that names them may go out, and answers."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import open_form
from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.listeners.today import WINDOWS
from bot.services.consents import CONSENT, Consents
from bot.slack.blocks.consents import NAMED, WITH_NAME, called_off_view, change_view, texts_in
from bot.slack.compose_forms import entered
from bot.slack.ids import ActionId, CallbackId
from bot.storage.outgoing import Kind

_WITH_NAME = {
    ActionId.CONSENT_YES: None,
    ActionId.CONSENT_YES_NAMED: True,
    ActionId.CONSENT_YES_UNNAMED: False,
}

Wake = Callable[[], None]


async def yes(ack: AsyncAck, gesture: Gesture, consents: Consents, wake: Wake) -> None:
    named = _WITH_NAME[ActionId(gesture.action["action_id"])]
    await consents.yes(gesture.who, gesture.value, gesture.click.key, named=named)
    await ack()
    wake()
    _follow(gesture, gesture.value)


async def no(ack: AsyncAck, gesture: Gesture, consents: Consents) -> None:
    await consents.no(gesture.who, gesture.value, gesture.click.key)
    await ack()
    _follow(gesture, gesture.value)


async def take_back(ack: AsyncAck, gesture: Gesture, consents: Consents) -> None:
    await consents.take_back(gesture.who, gesture.value, gesture.click.key)
    await ack()
    _follow(gesture, gesture.value)
    gesture.go_on(consents.take_down(), "take down")


async def change(ack: AsyncAck, gesture: Gesture, consents: Consents) -> None:
    form = await consents.form(gesture.who, gesture.value)
    await ack()
    gesture.open(change_view(form))


async def changed(ack: AsyncAck, gesture: Gesture, consents: Consents, wake: Wake) -> None:
    consent = str(gesture.view.get("private_metadata") or "")
    named = entered(gesture.view, NAMED)
    await consents.change(
        gesture.who,
        consent,
        texts_in(gesture.view),
        named == WITH_NAME if named else None,
        gesture.submission_key,
    )
    await ack()
    wake()
    _follow(gesture, consent)


async def call_off(ack: AsyncAck, gesture: Gesture, consents: Consents) -> None:
    """The author does not ask any more, in the window that said that they are asked."""
    await consents.call_off(gesture.who, gesture.value)
    await ack()
    gesture.go_on(_redraw(gesture), "called off")
    gesture.refresh_home()


async def _redraw(gesture: Gesture) -> None:
    await gesture.client.views_update(view_id=gesture.view["id"], view=called_off_view())


async def _open_again(gesture: Gesture, services: Services, consent: str, way: str) -> None:
    """A text that was not posted, as it was."""
    del way
    await open_form(gesture, services, await services.consents.draft_of(gesture.who, consent))


def _follow(gesture: Gesture, consent: str) -> None:
    """The person's message shows what holds now."""
    showing, workspace = gesture.ways.showing, gesture.who.workspace
    gesture.go_on(showing.mend_subject(workspace, Kind.CONSENT, consent), "consent")


def register(app: AsyncApp) -> None:
    WINDOWS[CONSENT] = _open_again
    for action_id in _WITH_NAME:
        app.action(action_id)(yes)
    app.action(ActionId.CONSENT_NO)(no)
    app.action(ActionId.CONSENT_TAKE_BACK)(take_back)
    app.action(ActionId.CONSENT_CHANGE)(change)
    app.view(CallbackId.CONSENT_CHANGE)(changed)
    app.action(ActionId.CONSENT_CALL_OFF)(call_off)
