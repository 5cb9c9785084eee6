"""Being a filter: the shortcut on a message, and `/trust filter`."""

from collections.abc import Callable
from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import JSON, Gesture
from bot.listeners.filter_windows import follow, push, redraw, show
from bot.listeners.said import Said, Services
from bot.services.filter_views import Ask, AskForm, Decided, Filled, Standing
from bot.slack.blocks.filter import ask_view
from bot.slack.blocks.filter_ends import (
    decided_view,
    for_another_channel,
    standing_view,
    team_preview_view,
    words_view,
)
from bot.slack.blocks.filter_ledger import ledger_view
from bot.slack.filter_forms import (
    Carried,
    ask_in,
    channel_in,
    filled_in,
    fits_its_choice,
    sent_ask,
)
from bot.slack.ids import ActionId, AskMenu, CallbackId, Shortcut, split_pair
from habits.catalogue_lists import Audience
from habits.errors import NotHere
from habits.filtering import Choice

Wake = Callable[[], None]


# --- ways in ------------------------------------------------------------------------------


async def filter_word(asked: Said) -> None:
    """`/trust filter`: the manager's own list."""
    asked.gesture.open(ledger_view(await asked.ask.filter.ledger(asked.who)))


async def open_filter(gesture: Gesture, services: Services, prompt: str) -> None:
    """[Do it now]: the list. What is decided from there answers `prompt`, "" for none."""
    show(gesture, ledger_view(await services.filter.ledger(gesture.who), prompt or None))


async def shortcut(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """Used on a message."""
    opened = await services.filter.open(gesture.who, ask_in(gesture.body, gesture.who))
    await ack()
    gesture.open(_opened(opened))


async def opened(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """A button that opens the list."""
    view = ledger_view(await services.filter.ledger(gesture.who))
    await ack()
    show(gesture, view)


def _opened(found: AskForm | Standing) -> JSON:
    return standing_view(found) if isinstance(found, Standing) else ask_view(found)


# --- in the list --------------------------------------------------------------------------


async def add(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """An ask that is typed in by hand."""
    prompt = Carried.from_view(gesture.view).prompt
    found = await services.filter.open(gesture.who, Ask(), prompt)
    await ack()
    if isinstance(found, AskForm):
        gesture.go_on(push(gesture, ask_view(found, gesture.view["id"])), "add an ask")


async def menu(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """Decide again, or let it go."""
    entry, request = split_pair(gesture.value)
    prompt = Carried.from_view(gesture.view).prompt
    match entry:
        case AskMenu.AGAIN:
            form = await services.filter.again(gesture.who, request, prompt)
            await ack()
            gesture.go_on(push(gesture, ask_view(form, gesture.view["id"])), "decide again")
        case AskMenu.DROP:
            ledger = await services.filter.drop(gesture.who, request)
            await ack()
            gesture.go_on(redraw(gesture, ledger_view(ledger, prompt)), "drop an ask")
            gesture.refresh_home()
        case _:
            raise NotHere


# --- the form for an ask ------------------------------------------------------------------


async def again(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """[Decide again]: in the window that shows what stands, or in a message."""
    form = await services.filter.again(gesture.who, gesture.value)
    await ack()
    show(gesture, ask_view(form))


async def changed(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """Another choice, another tick: the fields follow, and what was typed stays."""
    carried, filled = Carried.from_view(gesture.view), filled_in(gesture.view)
    if gesture.action["action_id"] == ActionId.FILTER_SENSITIVE:
        filled = replace(filled, audience=None)
    form = await services.filter.form(gesture.who, carried.request, filled, carried.prompt)
    await ack()
    gesture.go_on(redraw(gesture, ask_view(form, carried.ledger)), "another choice")


async def sent(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """The form for an ask: decided at once, but for what goes to the team's channel."""
    carried = Carried.from_view(gesture.view)
    if not fits_its_choice(gesture.view):
        filled = filled_in(gesture.view)
        form = await services.filter.form(gesture.who, carried.request, filled, carried.prompt)
        await ack(response_action="update", view=ask_view(form, carried.ledger))
        return
    filled = sent_ask(gesture.view)
    if filled.choice is Choice.PASS_ON and filled.audience is not Audience.OWN_VOICE:
        await _show_preview(ack, gesture, services, filled, carried)
        return
    decided = await services.filter.take(
        gesture.who, carried.request, filled, gesture.submission_key, carried.prompt
    )
    await ack(response_action="update", view=_after(gesture, decided))
    follow(gesture, services, carried, decided.prompt)


async def _show_preview(
    ack: AsyncAck, gesture: Gesture, services: Services, filled: Filled, carried: Carried
) -> None:
    preview = await services.filter.preview(gesture.who, carried.request, filled, carried.prompt)
    view = team_preview_view(preview, CallbackId.FILTER_PREVIEW, carried, gesture.who.user)
    await ack(response_action="push", view=view)


async def preview_sent(ack: AsyncAck, gesture: Gesture, services: Services, wake: Wake) -> None:
    """Post it: decided, on its way, and then the words for whoever asked."""
    carried, channel = Carried.from_view(gesture.view), channel_in(gesture.view)
    decided = await services.filter.post(gesture.who, carried.draft, channel)
    await ack(response_action="update", view=_after(gesture, decided))
    wake()
    follow(gesture, services, carried, decided.prompt)


async def channel_picked(ack: AsyncAck, gesture: Gesture) -> None:
    """In a preview: its first line names the channel."""
    view = for_another_channel(gesture.view, channel_in(gesture.view))
    await ack()
    gesture.go_on(redraw(gesture, view), "another channel")


async def words_said(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    """[I said it]: the next words, or the end."""
    carried = Carried.from_view(gesture.view)
    decided = await services.filter.said(gesture.who, carried.request, carried.said)
    await ack(response_action="update", view=_after(gesture, decided, carried.said))


def _after(gesture: Gesture, decided: Decided, before: int = 0) -> JSON:
    """What is to be said, after so many texts `before`; then the end."""
    if decided.say is None:
        return decided_view(decided)
    carrying = Carried(request=decided.request, said=before + 1)
    return words_view(decided.say, carrying, gesture.who.workspace)


def register(app: AsyncApp) -> None:
    app.shortcut(Shortcut.FILTER)(shortcut)
    app.action(ActionId.FILTER_OPEN)(opened)
    app.action(ActionId.FILTER_ADD)(add)
    app.action(ActionId.FILTER_ASK_MENU)(menu)
    app.action(ActionId.FILTER_AGAIN)(again)
    for action_id in (
        ActionId.FILTER_CHOICE,
        ActionId.FILTER_SENSITIVE,
        ActionId.FILTER_AUDIENCE,
        ActionId.FILTER_AUDIENCE_SENSITIVE,
    ):
        app.action(action_id)(changed)
    app.action(ActionId.FILTER_CHANNEL)(channel_picked)
    app.view(CallbackId.FILTER)(sent)
    app.view(CallbackId.FILTER_PREVIEW)(preview_sent)
    app.view(CallbackId.FILTER_SAID)(words_said)
