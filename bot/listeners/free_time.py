"""Days off and breaks: the window of the settings, its lists, and what is added to them."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.free_time import FreeTime, regions_of
from bot.services.views import PlanShown
from bot.slack.blocks.free_time import free_time_view, in_country, own_day_view, time_off_view
from bot.slack.blocks.preferences import confirmation
from bot.slack.elements import View, on_top
from bot.slack.forms import country_of
from bot.slack.free_time_forms import (
    FreeTimeSubmitted,
    OwnDaySubmitted,
    TimeOffSubmitted,
    span_of,
)
from bot.slack.ids import ActionId, CallbackId
from habits.absence import Span
from habits.errors import NotHere


async def pressed(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    form = await free_time.form(gesture.who)
    await ack()
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(_push(gesture, free_time_view(form)), "days off")
    else:
        gesture.open(free_time_view(form))


async def country_picked(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    """Another country has other regions."""
    country = country_of(gesture.view) or ""
    form = await free_time.form(gesture.who)
    await ack()
    view = in_country(form, country, regions_of(country))
    gesture.go_on(_redraw(gesture, gesture.view["id"], view), "days off")


async def sent(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    form = FreeTimeSubmitted.from_view(gesture.view)
    shown = await free_time.prefer(
        gesture.who, form.country, form.region, quiet_quarters=form.quiet_quarters
    )
    await ack(response_action="update", view=confirmation(shown))
    gesture.refresh_home()


async def add_day(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    today = await free_time.today(gesture.who)
    await ack()
    gesture.go_on(_push(gesture, own_day_view(today, country_of(gesture.view) or "")), "days off")


async def add_time_off(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    today = await free_time.today(gesture.who)
    await ack()
    gesture.go_on(_push(gesture, time_off_view(today, country_of(gesture.view) or "")), "days off")


async def day_sent(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    form = OwnDaySubmitted.from_view(gesture.view)
    shown = await free_time.add_day(gesture.who, form.day, is_off=form.is_off)
    await ack()
    await _show_below(gesture, free_time, shown)


async def time_off_sent(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    form = TimeOffSubmitted.from_view(gesture.view)
    shown = await free_time.add_time_off(gesture.who, form.first, form.last)
    await ack()
    await _show_below(gesture, free_time, shown)


async def remove_day(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    first, _ = _span(gesture.value)
    shown = await free_time.remove_day(gesture.who, first)
    await ack()
    country = country_of(gesture.view) or ""
    await _show(gesture, free_time, gesture.view["id"], country, shown)


async def remove_time_off(ack: AsyncAck, gesture: Gesture, free_time: FreeTime) -> None:
    first, last = _span(gesture.value)
    shown = await free_time.remove_time_off(gesture.who, first, last)
    await ack()
    country = country_of(gesture.view) or ""
    await _show(gesture, free_time, gesture.view["id"], country, shown)


async def _show_below(gesture: Gesture, free_time: FreeTime, shown: PlanShown) -> None:
    """The window under a small form that was sent."""
    below, country = gesture.view.get("previous_view_id"), gesture.view.get("private_metadata")
    await _show(gesture, free_time, below or "", country or "", shown)


async def _show(
    gesture: Gesture, free_time: FreeTime, view_id: str, country: str, shown: PlanShown
) -> None:
    """The lists as they are now, with what followed from the change."""
    gesture.refresh_home()
    if view_id:
        form = await free_time.form(gesture.who)
        view = in_country(form, country, regions_of(country), shown)
        gesture.go_on(_redraw(gesture, view_id, view), "days off")


def _span(value: str) -> Span:
    found = span_of(value)
    if found is None:
        raise NotHere
    return found


async def _push(gesture: Gesture, view: View) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=on_top(view))


async def _redraw(gesture: Gesture, view_id: str, view: View) -> None:
    await gesture.client.views_update(view_id=view_id, view=view)


def register(app: AsyncApp) -> None:
    app.action(ActionId.FREE_TIME_OPEN)(pressed)
    app.action(ActionId.COUNTRY)(country_picked)
    app.view(CallbackId.FREE_TIME)(sent)
    app.action(ActionId.OWN_DAY_ADD)(add_day)
    app.action(ActionId.OWN_DAY_REMOVE)(remove_day)
    app.view(CallbackId.OWN_DAY)(day_sent)
    app.action(ActionId.TIME_OFF_ADD)(add_time_off)
    app.action(ActionId.TIME_OFF_REMOVE)(remove_time_off)
    app.view(CallbackId.TIME_OFF)(time_off_sent)
