"""Doing a habit with its form: opened, filled in, seen, and posted or said."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.bundle import open_bundle
from bot.listeners.edge import Gesture
from bot.listeners.filter import open_filter
from bot.listeners.said import Said, Services
from bot.services.bundling import BUNDLE
from bot.services.deciding import FILTER
from bot.services.form_endings import AGREED, CHANNEL
from bot.services.form_views import Confirmed, Ended, Form, FormOf, HeldBack, OwnVoice, Preview
from bot.services.forms import Forms
from bot.slack.blocks.compose import ended_view, form_view, preview_view
from bot.slack.blocks.own_voice import own_voice_view, with_text_in_field
from bot.slack.blocks.own_words import held_view
from bot.slack.compose_forms import Carried, SaidCarried, entered, filled_from, ticked
from bot.slack.elements import Block, View, in_place_of
from bot.slack.ids import ActionId, CallbackId

Opener = Callable[[Gesture, Services, str], Awaitable[None]]
"""Opens what does a habit, given the prompt it was asked from ("" for none)."""

OPENERS: dict[str, Opener] = {FILTER: open_filter, BUNDLE: open_bundle}
"""Habits that have a conversation of their own, by key; all others open their form."""

WITH_RECORD: dict[str, Callable[[Gesture, Services, FormOf], Awaitable[None]]] = {}
"""The same for those that may tell of a record, such as what a form asks again."""

BELOW: dict[str, Callable[[], Block]] = {}
"""What else stands below the form of a habit, by key."""

SHARE_WHY = "share_why"

_REDRAWN = (
    ActionId.COMPOSE_FIELD,
    ActionId.COMPOSE_FIELD_ANEW,
    ActionId.COMPOSE_TICK,
    ActionId.COMPOSE_TICK_ANEW,
    ActionId.COMPOSE_AUDIENCE,
)


async def why_word(said: Said) -> None:
    await open_form(said.gesture, said.ask, FormOf(SHARE_WHY))


async def do_word(said: Said) -> None:
    await open_form(said.gesture, said.ask, await said.ask.forms.find(said.rest))


async def open_form(gesture: Gesture, ask: Services, of: FormOf) -> None:
    """Open what does the habit: over a message, or in place of the window it was chosen in."""
    opener = OPENERS.get(of.habit)
    if of.habit in WITH_RECORD and not of.post:
        await WITH_RECORD[of.habit](gesture, ask, of)
        return
    if opener is not None and not of.post:
        await opener(gesture, ask, of.prompt)
        return
    view = drawn(await ask.forms.open(gesture.who, of))
    if (gesture.body.get("view") or {}).get("type") == "modal":
        _redraw(gesture, view)
    else:
        gesture.open(view)


def drawn(form: Form, *, anew: bool = False) -> View:
    """The form's window. `anew`: it was emptied, so its fields take other ids than before."""
    view = form_view(form, anew=anew)
    below = BELOW.get(form.of.habit)
    return view | {"blocks": [*view["blocks"], below()]} if below else view


async def do_it_now(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    habit = await services.prompts.habit_of(gesture.who, gesture.value)
    await open_form(gesture, services, FormOf(habit, prompt=gesture.value))
    await ack()


async def opened(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    await open_form(gesture, services, FormOf(gesture.value))
    await ack()


async def redrawn(ack: AsyncAck, gesture: Gesture, forms: Forms) -> None:
    """A field was changed that other fields wait for."""
    carried = Carried.from_view(gesture.view)
    filled = filled_from(gesture.view, carried.habit)
    form = await forms.again(gesture.who, carried.of, filled)
    await ack()
    _redraw(gesture, drawn(form, anew=carried.anew))


async def emptied(ack: AsyncAck, gesture: Gesture, forms: Forms) -> None:
    carried = Carried.from_view(gesture.view)
    form = await forms.open(gesture.who, carried.of, empty=True)
    await ack()
    _redraw(gesture, drawn(form, anew=True))


async def sent(ack: AsyncAck, gesture: Gesture, forms: Forms) -> None:
    carried = Carried.from_view(gesture.view)
    filled = filled_from(gesture.view, carried.habit)
    checked = await forms.check(gesture.who, carried.of, filled)
    if isinstance(checked, HeldBack):
        await ack(response_action="update", view=held_view(checked))
    else:
        await ack(response_action="push", view=_checked(checked))


async def channel_picked(ack: AsyncAck, gesture: Gesture, forms: Forms) -> None:
    carried = Carried.from_view(gesture.view)
    channel = entered(gesture.view, CHANNEL) or None
    preview = await forms.preview(gesture.who, carried.of, carried.draft, channel)
    await ack()
    _redraw(gesture, preview_view(preview))


async def confirmed_sent(
    ack: AsyncAck, gesture: Gesture, forms: Forms, wake: Callable[[], None]
) -> None:
    carried = Carried.from_view(gesture.view)
    confirmed = Confirmed(
        draft=carried.draft,
        channel=entered(gesture.view, CHANNEL) or None,
        agreed=ticked(gesture.view, AGREED),
    )
    ended = await forms.finish(gesture.who, carried.of, confirmed)
    await ack(response_action="update", view=ended_view(ended))
    wake()
    follow(gesture, ended)


async def was_said(ack: AsyncAck, gesture: Gesture, forms: Forms) -> None:
    carried = SaidCarried.from_view(gesture.view)
    key = gesture.submission_key
    ended = await forms.said(gesture.who, carried.habit, carried.token, key)
    await ack(response_action="update", view=ended_view(ended))
    follow(gesture, ended)


async def text_shown(ack: AsyncAck, gesture: Gesture) -> None:
    """The text in a field, in the same window: there may be no room for one more on top."""
    view = with_text_in_field(gesture.view)
    await ack()
    _redraw(gesture, view)


def follow(gesture: Gesture, ended: Ended) -> None:
    """Bring up to date what shows the habit."""
    if ended.prompt is not None:
        gesture.mend(ended.prompt)
    else:
        gesture.refresh_home()


def _checked(checked: Preview | OwnVoice) -> View:
    if not isinstance(checked, OwnVoice):
        return preview_view(checked)
    return own_voice_view(
        text=checked.text,
        to=checked.to,
        to_name=checked.to_name,
        token=checked.token,
        habit=checked.habit,
        team=checked.team,
        hint=checked.hint,
    )


def _redraw(gesture: Gesture, view: View) -> None:
    gesture.go_on(_update(gesture, view), "redraw form")


async def _update(gesture: Gesture, view: View) -> None:
    await gesture.client.views_update(
        view_id=gesture.view["id"], view=in_place_of(gesture.view, view)
    )


def register(app: AsyncApp) -> None:
    app.action(ActionId.PROMPT_DO)(do_it_now)
    app.action(ActionId.COMPOSE_OPEN)(opened)
    for action_id in _REDRAWN:
        app.action(action_id)(redrawn)
    app.action(ActionId.COMPOSE_EMPTY)(emptied)
    app.action(ActionId.COMPOSE_CHANNEL)(channel_picked)
    app.view(CallbackId.COMPOSE)(sent)
    app.view(CallbackId.PREVIEW)(confirmed_sent)
    app.view(CallbackId.OWN_VOICE)(was_said)
    app.action(ActionId.OWN_VOICE_TEXT)(text_shown)
