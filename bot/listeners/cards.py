"""Cards: opened, tapped, saved."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import WITH_RECORD
from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.services.card_views import CardEnded
from bot.services.cards import LIST, Cards
from bot.services.form_views import FormOf
from bot.services.introducing import Introducing
from bot.slack.blocks.cards import (
    card_view,
    ended_card,
    introduce_view,
    introduced_view,
    list_view,
    take_along_view,
    words_view,
)
from bot.slack.compose_forms import Carried, entered, filled_from
from bot.slack.elements import View, on_top
from bot.slack.ids import ActionId, CallbackId
from habits.cards import BELONGING, KEYS, SIZE, TO_TAKE_ALONG

_TAPS = (ActionId.CARD_TAP, ActionId.CARD_TAP_SECOND, ActionId.CARD_TAP_THIRD)


async def open_card(gesture: Gesture, ask: Services, of: FormOf) -> None:
    view = card_view(await ask.cards.open(gesture.who, of))
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(_update(gesture, gesture.view["id"], view), "card")
    else:
        gesture.open(view)


async def tapped(ack: AsyncAck, gesture: Gesture, cards: Cards, wake: Callable[[], None]) -> None:
    """An outcome that is a button: whatever else stands in the card comes along."""
    ended = await _noted(gesture, cards, gesture.value)
    await ack()
    gesture.go_on(_update(gesture, gesture.view["id"], ended_card(ended)), "card")
    _follow(gesture, ended)
    wake()


async def saved(ack: AsyncAck, gesture: Gesture, cards: Cards, wake: Callable[[], None]) -> None:
    ended = await _noted(gesture, cards)
    await ack(response_action="update", view=ended_card(ended))
    _follow(gesture, ended)
    wake()


async def prepare_words(ack: AsyncAck, gesture: Gesture, cards: Cards) -> None:
    habit = Carried.from_view(gesture.view).habit
    view = words_view(await cards.words(gesture.who, habit))
    await ack()
    gesture.go_on(_push(gesture, view), "words")


async def words_sent(ack: AsyncAck, gesture: Gesture) -> None:
    """The text as it was typed, to copy: it goes nowhere else."""
    name = TO_TAKE_ALONG.get(Carried.from_view(gesture.view).habit, "")
    await ack(response_action="update", view=take_along_view(entered(gesture.view, name)))


async def open_list(ack: AsyncAck, gesture: Gesture, cards: Cards) -> None:
    view = list_view(await cards.own_list(gesture.who))
    await ack()
    gesture.go_on(_push(gesture, view), "list")


async def list_sent(ack: AsyncAck, gesture: Gesture, cards: Cards) -> None:
    await cards.keep_list(gesture.who, entered(gesture.view, LIST))
    card = card_view(await cards.open(gesture.who, FormOf(SIZE)))
    await ack()
    if below := gesture.view.get("previous_view_id"):
        gesture.go_on(_update(gesture, below, card), "card")


async def open_introduction(ack: AsyncAck, gesture: Gesture, introducing: Introducing) -> None:
    view = introduce_view(await introducing.form(gesture.who))
    await ack()
    gesture.go_on(_push(gesture, view), "introduction")


async def introduction_sent(
    ack: AsyncAck, gesture: Gesture, introducing: Introducing, wake: Callable[[], None]
) -> None:
    values = filled_from(gesture.view, BELONGING).values
    asked = await introducing.ask(gesture.who, values, gesture.submission_key)
    await ack(response_action="update", view=introduced_view(asked))
    wake()


async def _noted(gesture: Gesture, cards: Cards, outcome: str = "") -> CardEnded:
    of = Carried.from_view(gesture.view).of
    values = filled_from(gesture.view, of.habit).values
    return await cards.save(gesture.who, of, outcome, values, gesture.submission_key)


def _follow(gesture: Gesture, ended: CardEnded) -> None:
    """Bring up to date what shows the habit."""
    if ended.prompt is not None:
        gesture.mend(ended.prompt)
    else:
        gesture.refresh_home()


async def _push(gesture: Gesture, view: View) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=on_top(view))


async def _update(gesture: Gesture, view_id: str, view: View) -> None:
    await gesture.client.views_update(view_id=view_id, view=view)


def register(app: AsyncApp) -> None:
    WITH_RECORD.update(dict.fromkeys(KEYS, open_card))
    for tap in _TAPS:
        app.action(tap)(tapped)
    app.view(CallbackId.CARD)(saved)
    app.action(ActionId.CARD_TAKE_ALONG)(prepare_words)
    app.view(CallbackId.CARD_WORDS)(words_sent)
    app.action(ActionId.CARD_LIST)(open_list)
    app.view(CallbackId.CARD_LIST)(list_sent)
    app.action(ActionId.CARD_INTRODUCE)(open_introduction)
    app.view(CallbackId.CARD_INTRODUCE)(introduction_sent)
