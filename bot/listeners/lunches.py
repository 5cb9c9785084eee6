"""The lunch for useful mistakes: set, told about, in order, and what was learned."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import OPENERS
from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.listeners.today import WINDOWS
from bot.listeners.windows import redraw, show_window, stack
from bot.services.form_endings import CHANNEL
from bot.services.lunch_cards import LUNCH
from bot.services.lunch_views import LunchForm, RunningOrder
from bot.services.lunches import Lunches
from bot.services.running_order import ORDER_WAITS, RunningOrders, page_of
from bot.slack.blocks.lunches import (
    called_off,
    choose_form,
    invited,
    learnings_form,
    learnings_preview,
    learnings_told,
    lunch_form,
    lunch_page,
    lunch_preview,
    offered,
    order_page,
    tell_form,
    with_the_page,
)
from bot.slack.compose_forms import entered
from bot.slack.elements import View
from bot.slack.files import SlackFiles
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.lunch_forms import LunchCarried, chosen_from, told_from, wish_from

_HALF, _YEAR = 6, 12
"""Months to the next lunch."""


async def open_lunch(gesture: Gesture, ask: Services, _prompt: str = "") -> None:
    window = await ask.lunches.window(gesture.who)
    show_window(
        gesture, lunch_form(window) if isinstance(window, LunchForm) else lunch_page(window)
    )


async def _open_from_today(gesture: Gesture, ask: Services, _lunch: str, _way: str) -> None:
    await open_lunch(gesture, ask)


# --- set ------------------------------------------------------------------------------------


async def wished(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    """A lunch as it is wished for: seen before it is posted; one that is planned changes."""
    carried, wish = LunchCarried.from_view(gesture.view), wish_from(gesture.view)
    if not carried.lunch:
        await ack(
            response_action="push", view=lunch_preview(await lunches.preview(gesture.who, wish))
        )
        return
    page = await lunches.change(gesture.who, carried.lunch, wish, gesture.submission_key)
    await ack()
    _redraw_below(gesture, lunch_page(page))


async def channel_picked(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    carried = LunchCarried.from_view(gesture.view)
    channel = entered(gesture.view, CHANNEL)
    preview = await lunches.again(gesture.who, carried.draft, channel)
    await ack()
    redraw(gesture, gesture.view["id"], lunch_preview(preview))


async def confirmed(
    ack: AsyncAck, gesture: Gesture, lunches: Lunches, wake: Callable[[], None]
) -> None:
    carried = LunchCarried.from_view(gesture.view)
    channel = entered(gesture.view, CHANNEL) or None
    posted = await lunches.invite(gesture.who, carried.draft, channel, gesture.submission_key)
    await ack(response_action="update", view=invited(posted))
    wake()
    gesture.refresh_home()


async def change(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    form = await lunches.form(gesture.who, gesture.value)
    await ack()
    stack(gesture, lunch_form(form))


async def off(ack: AsyncAck, gesture: Gesture, lunches: Lunches, wake: Callable[[], None]) -> None:
    await lunches.call_off(gesture.who, gesture.value, gesture.click)
    await ack()
    redraw(gesture, gesture.view["id"], called_off())
    wake()


# --- the stories ----------------------------------------------------------------------------


async def choose(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    page = await lunches.page(gesture.who, gesture.value)
    await ack()
    stack(gesture, choose_form(page))


async def chosen(
    ack: AsyncAck,
    gesture: Gesture,
    lunches: Lunches,
    running_orders: RunningOrders,
    wake: Callable[[], None],
) -> None:
    lunch = LunchCarried.from_view(gesture.view).lunch
    key = gesture.submission_key
    await running_orders.choose(gesture.who, lunch, chosen_from(gesture.view), key)
    page = await lunches.page(gesture.who, lunch)
    await ack()
    _redraw_below(gesture, lunch_page(page))
    wake()


async def order(ack: AsyncAck, gesture: Gesture, running_orders: RunningOrders) -> None:
    found = await running_orders.order(gesture.who, gesture.value)
    await ack()
    stack(gesture, order_page(found))


async def printed(
    ack: AsyncAck, gesture: Gesture, running_orders: RunningOrders, files: SlackFiles
) -> None:
    found = await running_orders.order(gesture.who, gesture.value)
    await ack()
    gesture.go_on(_hand(gesture, files, found), "running order")


async def _hand(gesture: Gesture, files: SlackFiles, order: RunningOrder) -> None:
    page = page_of(order).encode()
    handed = await files.hand(gesture.who.user, "running-order.html", page, with_the_page())
    redraw(gesture, gesture.view["id"], order_page(order, handed))


async def tell(ack: AsyncAck, gesture: Gesture, running_orders: RunningOrders) -> None:
    """Anybody in the channel may tell a story."""
    form = await running_orders.to_tell(gesture.who, gesture.value)
    await ack()
    gesture.open(tell_form(form))


async def told(ack: AsyncAck, gesture: Gesture, running_orders: RunningOrders) -> None:
    lunch = LunchCarried.from_view(gesture.view).lunch
    filled = told_from(gesture.view)
    form = await running_orders.tell(gesture.who, lunch, filled, gesture.submission_key)
    await ack(response_action="update", view=offered(form))


async def taken_back(ack: AsyncAck, gesture: Gesture, running_orders: RunningOrders) -> None:
    form = await running_orders.take_back(gesture.who, gesture.value, gesture.click)
    await ack()
    redraw(gesture, gesture.view["id"], tell_form(form))


# --- afterwards -----------------------------------------------------------------------------


async def learnings(ack: AsyncAck, gesture: Gesture) -> None:
    await ack()
    stack(gesture, learnings_form(gesture.value))


async def learned(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    lunch = LunchCarried.from_view(gesture.view).lunch
    text = entered(gesture.view, Field.LEARNINGS)
    preview = await lunches.learnings(gesture.who, lunch, text)
    await ack(response_action="push", view=learnings_preview(preview))


async def learnings_channel(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    lunch = LunchCarried.from_view(gesture.view).lunch
    channel = entered(gesture.view, CHANNEL)
    preview = await lunches.learnings_again(gesture.who, lunch, channel)
    await ack()
    redraw(gesture, gesture.view["id"], learnings_preview(preview))


async def learnings_sent(
    ack: AsyncAck, gesture: Gesture, lunches: Lunches, wake: Callable[[], None]
) -> None:
    lunch = LunchCarried.from_view(gesture.view).lunch
    channel = entered(gesture.view, CHANNEL) or None
    ended = await lunches.tell_learnings(gesture.who, lunch, channel, gesture.submission_key)
    await ack(response_action="update", view=learnings_told(ended))
    wake()
    gesture.refresh_home()


async def next_half(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    await _next(ack, gesture, lunches, _HALF)


async def next_year(ack: AsyncAck, gesture: Gesture, lunches: Lunches) -> None:
    await _next(ack, gesture, lunches, _YEAR)


async def _next(ack: AsyncAck, gesture: Gesture, lunches: Lunches, months: int) -> None:
    form = await lunches.form(gesture.who, gesture.value, months)
    await ack()
    redraw(gesture, gesture.view["id"], lunch_form(form))


def _redraw_below(gesture: Gesture, view: View) -> None:
    if below := gesture.view.get("previous_view_id"):
        redraw(gesture, below, view)


def register(app: AsyncApp) -> None:
    OPENERS[LUNCH] = open_lunch
    WINDOWS[ORDER_WAITS] = _open_from_today
    app.view(CallbackId.LUNCH)(wished)
    app.action(ActionId.LUNCH_PREVIEW_CHANNEL)(channel_picked)
    app.view(CallbackId.LUNCH_PREVIEW)(confirmed)
    app.action(ActionId.LUNCH_CHANGE)(change)
    app.action(ActionId.LUNCH_OFF)(off)
    app.action(ActionId.LUNCH_CHOOSE)(choose)
    app.view(CallbackId.LUNCH_CHOOSE)(chosen)
    app.action(ActionId.LUNCH_ORDER)(order)
    app.action(ActionId.LUNCH_PRINT)(printed)
    app.action(ActionId.LUNCH_TELL)(tell)
    app.view(CallbackId.LUNCH_TELL)(told)
    app.action(ActionId.LUNCH_TAKE_BACK)(taken_back)
    app.action(ActionId.LUNCH_LEARNINGS)(learnings)
    app.view(CallbackId.LUNCH_LEARNINGS)(learned)
    app.action(ActionId.LUNCH_LEARNINGS_CHANNEL)(learnings_channel)
    app.view(CallbackId.LUNCH_LEARNINGS_PREVIEW)(learnings_sent)
    app.action(ActionId.LUNCH_NEXT_HALF)(next_half)
    app.action(ActionId.LUNCH_NEXT_YEAR)(next_year)
