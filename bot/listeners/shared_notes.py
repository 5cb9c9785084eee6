"""A note that was handed over to a rep: they agree, or change it."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.pair_agreeing import SharedNotes
from bot.slack.blocks.shared_notes import change_view
from bot.slack.coach_forms import CoachCarried
from bot.slack.compose_forms import filled_from
from bot.slack.ids import ActionId, CallbackId
from bot.storage.outgoing import Kind


async def agree(ack: AsyncAck, gesture: Gesture, shared_notes: SharedNotes) -> None:
    note = gesture.value
    await shared_notes.agree(gesture.who, note)
    await ack()
    _follow(gesture, note)


async def change(ack: AsyncAck, gesture: Gesture, shared_notes: SharedNotes) -> None:
    form = await shared_notes.form(gesture.who, gesture.value)
    await ack()
    gesture.open(change_view(form))


async def changed(
    ack: AsyncAck, gesture: Gesture, shared_notes: SharedNotes, wake: Callable[[], None]
) -> None:
    carried = CoachCarried.from_view(gesture.view)
    filled = filled_from(gesture.view, carried.habit)
    key = gesture.submission_key
    await shared_notes.change(gesture.who, carried.note, filled.values, key)
    await ack()
    _follow(gesture, carried.note)
    wake()


def _follow(gesture: Gesture, note: str) -> None:
    """The rep's message shows what holds now."""
    showing, workspace = gesture.ways.showing, gesture.who.workspace
    gesture.go_on(showing.mend_subject(workspace, Kind.REP_FORM, note), "shared note")


def register(app: AsyncApp) -> None:
    app.action(ActionId.SHARED_NOTE_AGREE)(agree)
    app.action(ActionId.SHARED_NOTE_CHANGE)(change)
    app.view(CallbackId.SHARED_NOTE)(changed)
