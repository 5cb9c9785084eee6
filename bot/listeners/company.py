"""The company window: admins invite people and set what holds for everybody."""

import re
from collections.abc import Callable
from datetime import date

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture, did_not_work
from bot.listeners.said import Said
from bot.services.companies import Companies
from bot.services.inviting import Inviting
from bot.services.planning_ahead import Planning
from bot.slack.blocks.company import (
    company_view,
    invite_view,
    invited_view,
    told_view,
    working_view,
)
from bot.slack.blocks.company_rules import day_view, days_view, limits_view, preview_view
from bot.slack.blocks.notices import plain_answer
from bot.slack.company_forms import (
    DaySubmitted,
    InviteSubmitted,
    RemovedSubmitted,
    limits_of,
)
from bot.slack.elements import View, on_top
from bot.slack.forms import string_of
from bot.slack.ids import INERT, NO_COUNTRY, ActionId, CallbackId
from habits.errors import HabitsError, NotHere


async def company_word(said: Said) -> None:
    said.gesture.open(company_view(await said.ask.companies.page(said.who)))


async def opened(ack: AsyncAck, gesture: Gesture, companies: Companies) -> None:
    page = await companies.page(gesture.who)
    await ack()
    gesture.open(company_view(page))


# --- invitations ----------------------------------------------------------------------------


async def invite_pressed(ack: AsyncAck, gesture: Gesture, inviting: Inviting) -> None:
    form = await inviting.form(gesture.who)
    await ack()
    _push(gesture, invite_view(form))


async def invite_sent(
    ack: AsyncAck, gesture: Gesture, inviting: Inviting, companies: Companies
) -> None:
    """A group is looked at after the ack: Slack is asked about each of its people."""
    sent = InviteSubmitted.from_view(gesture.view)
    if sent.group is None:
        invited = await inviting.invite(gesture.who, sent.users)
        await ack(response_action="update", view=told_view(invited, gesture.who.workspace))
        gesture.go_on(_page_below(gesture, companies), "company")
        return
    await ack(response_action="update", view=working_view())
    gesture.go_on(_invite_group(gesture, inviting, companies, sent), "invite group")


async def _invite_group(
    gesture: Gesture, inviting: Inviting, companies: Companies, sent: InviteSubmitted
) -> None:
    working = gesture.view["id"]
    try:
        invited = await inviting.invite_group(gesture.who, sent.group or "", sent.users)
    except HabitsError as error:
        # By now Slack may open no other window, and this one would say "One moment" for ever.
        await _update(gesture, working, did_not_work(plain_answer(str(error))))
        return
    await _update(gesture, working, told_view(invited, gesture.who.workspace))
    await _page_below(gesture, companies)


async def invited_pressed(ack: AsyncAck, gesture: Gesture, inviting: Inviting) -> None:
    users = await inviting.invited(gesture.who)
    await ack()
    _push(gesture, invited_view(users))


async def removed_sent(
    ack: AsyncAck, gesture: Gesture, inviting: Inviting, companies: Companies
) -> None:
    left = await inviting.remove(gesture.who, RemovedSubmitted.from_view(gesture.view).users)
    await ack(response_action="update", view=invited_view(left))
    gesture.go_on(_page_below(gesture, companies), "company")


# --- days, defaults and limits --------------------------------------------------------------


async def days_pressed(ack: AsyncAck, gesture: Gesture, companies: Companies) -> None:
    days = await companies.days(gesture.who)
    await ack()
    _push(gesture, days_view(days))


async def add_day_pressed(ack: AsyncAck, gesture: Gesture, companies: Companies) -> None:
    today = await companies.today(gesture.who)
    await ack()
    _push(gesture, day_view(today))


async def day_sent(
    ack: AsyncAck,
    gesture: Gesture,
    companies: Companies,
    planning: Planning,
    wake: Callable[[], None],
) -> None:
    sent = DaySubmitted.from_view(gesture.view)
    days = await companies.add_day(gesture.who, sent.day, sent.name)
    await ack()
    if below := gesture.view.get("previous_view_id"):
        gesture.go_on(_update(gesture, below, days_view(days)), "company days")
    _follow(gesture, companies, planning, wake)


async def remove_day_pressed(
    ack: AsyncAck,
    gesture: Gesture,
    companies: Companies,
    planning: Planning,
    wake: Callable[[], None],
) -> None:
    try:
        day = date.fromisoformat(gesture.value)
    except ValueError:
        raise NotHere from None
    days = await companies.remove_day(gesture.who, day)
    await ack()
    gesture.go_on(_update(gesture, gesture.view["id"], days_view(days)), "company days")
    _follow(gesture, companies, planning, wake)


async def limits_pressed(ack: AsyncAck, gesture: Gesture, companies: Companies) -> None:
    form = await companies.limits_form(gesture.who)
    await ack()
    _push(gesture, limits_view(form))


async def country_picked(ack: AsyncAck, gesture: Gesture, companies: Companies) -> None:
    """Another country has other regions."""
    country = None if gesture.value == NO_COUNTRY else gesture.value
    form = await companies.limits_form(gesture.who, of_country=(country,))
    await ack()
    gesture.go_on(_update(gesture, gesture.view["id"], limits_view(form)), "company limits")


async def limits_sent(
    ack: AsyncAck,
    gesture: Gesture,
    companies: Companies,
    planning: Planning,
    wake: Callable[[], None],
) -> None:
    await companies.set_limits(gesture.who, limits_of(gesture.view))
    await ack()
    _follow(gesture, companies, planning, wake)


def _follow(
    gesture: Gesture, companies: Companies, planning: Planning, wake: Callable[[], None]
) -> None:
    """The window below shows what holds now, and everybody is planned anew."""
    gesture.go_on(_page_below(gesture, companies), "company")
    gesture.go_on(_plan_anew(planning, wake), "plan everybody")


async def _plan_anew(planning: Planning, wake: Callable[[], None]) -> None:
    await planning.plan_everybody()
    wake()


# --- a habit's message ----------------------------------------------------------------------


async def preview_pressed(ack: AsyncAck, gesture: Gesture, companies: Companies) -> None:
    shown = await companies.preview(gesture.who)
    await ack()
    _push(gesture, preview_view(shown))


async def preview_picked(ack: AsyncAck, gesture: Gesture, companies: Companies) -> None:
    shown = await companies.preview(gesture.who, gesture.value)
    await ack()
    gesture.go_on(_update(gesture, gesture.view["id"], preview_view(shown)), "preview")


async def only_closes(ack: AsyncAck) -> None:
    """Nothing follows: a button of a preview, or the end of what was only to be read."""
    await ack()


# --- windows --------------------------------------------------------------------------------


def _push(gesture: Gesture, view: View) -> None:
    gesture.go_on(_pushed(gesture, view), "company")


async def _pushed(gesture: Gesture, view: View) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=on_top(view))


async def _update(gesture: Gesture, view_id: str, view: View) -> None:
    await gesture.client.views_update(view_id=view_id, view=view)


async def _page_below(gesture: Gesture, companies: Companies) -> None:
    root = string_of(gesture.view.get("root_view_id"))
    if root and root != gesture.view["id"]:
        await _update(gesture, root, company_view(await companies.page(gesture.who)))


def register(app: AsyncApp) -> None:
    app.action(ActionId.COMPANY_OPEN)(opened)
    app.action(ActionId.COMPANY_INVITE)(invite_pressed)
    app.view(CallbackId.COMPANY_INVITE)(invite_sent)
    app.view(CallbackId.COMPANY_TOLD)(only_closes)
    app.action(ActionId.COMPANY_INVITED)(invited_pressed)
    app.view(CallbackId.COMPANY_INVITED)(removed_sent)
    app.action(ActionId.COMPANY_DAYS)(days_pressed)
    app.action(ActionId.COMPANY_DAY_ADD)(add_day_pressed)
    app.view(CallbackId.COMPANY_DAY)(day_sent)
    app.action(ActionId.COMPANY_DAY_REMOVE)(remove_day_pressed)
    app.action(ActionId.COMPANY_LIMITS)(limits_pressed)
    app.action(ActionId.COMPANY_COUNTRY)(country_picked)
    app.view(CallbackId.COMPANY_LIMITS)(limits_sent)
    app.action(ActionId.COMPANY_PREVIEW)(preview_pressed)
    app.action(ActionId.COMPANY_PREVIEW_HABIT)(preview_picked)
    app.action(re.compile(rf"^{re.escape(INERT)}"))(only_closes)
