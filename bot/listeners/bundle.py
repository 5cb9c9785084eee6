"""The weekly bundle: made from the asks that were held, posted, or emptied."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.listeners.filter_windows import follow, push, redraw, show
from bot.listeners.said import Services
from bot.slack.blocks.filter_ends import closing_view, team_preview_view
from bot.slack.blocks.filter_ledger import bundle_view
from bot.slack.filter_forms import Carried, bundle_in, channel_in
from bot.slack.ids import ActionId, CallbackId
from bot.slack.text import channel_mention, said

Wake = Callable[[], None]


async def open_bundle(gesture: Gesture, services: Services, prompt: str) -> None:
    """[Do it now]: the weekly bundle. Posting or emptying it answers `prompt`, "" for none."""
    show(
        gesture, bundle_view(await services.filter.bundle.form(gesture.who, prompt=prompt or None))
    )


async def bundle(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    prompt = Carried.from_view(gesture.view).prompt
    form = await services.filter.bundle.form(gesture.who, prompt=prompt)
    await ack()
    gesture.go_on(push(gesture, bundle_view(form, gesture.view["id"])), "bundle")


async def bundle_changed(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    carried, filled = Carried.from_view(gesture.view), bundle_in(gesture.view)
    form = await services.filter.bundle.form(gesture.who, filled, carried.prompt)
    await ack()
    gesture.go_on(redraw(gesture, bundle_view(form, carried.ledger)), "another tick")


async def bundle_sent(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """Nothing to pass on, or a look at the note."""
    carried, filled = Carried.from_view(gesture.view), bundle_in(gesture.view)
    if filled.empty:
        key = gesture.submission_key
        prompt = await services.filter.bundle.empty(gesture.who, key, carried.prompt)
        await ack(response_action="update", view=closing_view(said("filter.bundle.emptied")))
        follow(gesture, services, carried, prompt)
        return
    preview = await services.filter.bundle.preview(gesture.who, filled, carried.prompt)
    view = team_preview_view(preview, CallbackId.BUNDLE_PREVIEW, carried, gesture.who.user)
    await ack(response_action="push", view=view)


async def bundle_posted(ack: AsyncAck, gesture: Gesture, services: Services, wake: Wake) -> None:
    carried, channel = Carried.from_view(gesture.view), channel_in(gesture.view)
    prompt = await services.filter.bundle.post(gesture.who, carried.draft, channel)
    words = said("filter.bundle.on_its_way", channel=channel_mention(channel))
    await ack(response_action="update", view=closing_view(words))
    wake()
    follow(gesture, services, carried, prompt)


def register(app: AsyncApp) -> None:
    app.action(ActionId.BUNDLE_OPEN)(bundle)
    app.action(ActionId.BUNDLE_ASKS)(bundle_changed)
    app.action(ActionId.BUNDLE_EMPTY)(bundle_changed)
    app.view(CallbackId.BUNDLE)(bundle_sent)
    app.view(CallbackId.BUNDLE_PREVIEW)(bundle_posted)
