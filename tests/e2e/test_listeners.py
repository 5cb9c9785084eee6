"""What Slack can send us has somebody who listens, and each listener gets what it names."""

import gc
import json
from datetime import date
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.app import Bot
from bot.services.award_views import AwardWindow, Next
from bot.services.filter_views import Ledger, Standing
from bot.services.lunch_views import LunchPage, RunningOrder
from bot.services.privacy import PrivacyPage
from bot.services.situations import Situations
from bot.services.team_messages import TodayMessage
from bot.services.views import PlanShown, WhyView
from bot.slack.blocks.awards import award_window
from bot.slack.blocks.coach import coach_page, notes_page, times_page
from bot.slack.blocks.filter_ends import standing_view
from bot.slack.blocks.filter_ledger import ledger_view
from bot.slack.blocks.lunches import lunch_page, order_page
from bot.slack.blocks.memory import admissions_view, running_view
from bot.slack.blocks.preferences import confirmation
from bot.slack.blocks.privacy import privacy_page
from bot.slack.blocks.situations import do_now
from bot.slack.blocks.today import everything
from bot.slack.blocks.why import why
from bot.slack.ids import ActionId, CallbackId
from habits.awards import Award
from habits.filtering import Choice, Summary
from tests.e2e.slack import JSON

READ_ONLY = {
    CallbackId.COMPANY,
    CallbackId.COMPANY_DAYS,
    CallbackId.COMPANY_PREVIEW,
    CallbackId.CONFIRMATION,
    CallbackId.DO_NOW,
    CallbackId.WHY,
    CallbackId.CALL,
    CallbackId.CALLS,
    CallbackId.COACH,
    CallbackId.COACH_TIMES,
    CallbackId.COACH_NOTES,
    CallbackId.FILTER_LEDGER,
    CallbackId.FILTER_STANDING,
    CallbackId.OBSTACLES,
    CallbackId.OBSTACLES_OWN,
    CallbackId.PRIVACY,
    CallbackId.PROMISES,
    CallbackId.REP_HOME,
    CallbackId.FAILURE_CV_PAGE,
    CallbackId.WAITING,
    CallbackId.TESTS,
    CallbackId.ADMISSIONS,
    CallbackId.AWARD_SEEN,
    CallbackId.LUNCH_SEEN,
    CallbackId.LUNCH_ORDER,
}
IN_FORMS = {ActionId.FIELD}
"""Inputs of forms, which tell nobody before the form is sent."""

WHERE: JSON = {"team": {"id": "T0PLAY"}, "user": {"id": "U0MAYA"}, "trigger_id": "1.2.3"}


@pytest.fixture
def app(bot: Bot) -> AsyncApp:
    """The Bolt app of the bot that runs."""
    apps = [one for one in gc.get_objects() if isinstance(one, AsyncApp)]
    return max(apps, key=lambda one: len(functions_of(one)))


def functions_of(app: AsyncApp) -> dict[str, list[str]]:
    """Our listeners with the names of their parameters."""
    ours = (one for one in app._async_listeners if hasattr(one, "arg_names"))
    return {
        f"{one.ack_function.__module__}.{one.ack_function.__name__}": list(one.arg_names)
        for one in ours
        if one.ack_function.__module__.startswith("bot.listeners")
    }


async def somebody_listens(app: AsyncApp, body: JSON) -> bool:
    request = AsyncBoltRequest(body=body, mode="socket_mode")
    answer = BoltResponse(status=404)
    found = [await one.async_matches(req=request, resp=answer) for one in app._async_listeners]
    return any(found)


async def test_each_listener_names_only_what_it_is_given(app: AsyncApp) -> None:
    given: set[str] = set()

    async def probe(ack: Any, context: AsyncBoltContext) -> None:
        given.update(context)
        await ack()

    app.command("/probe")(probe)
    body = {"command": "/probe", "team_id": "T0PLAY", "user_id": "U0MAYA", "trigger_id": "1.2.3"}
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 200
    assert {"gesture", "preferences"} <= given

    of_bolt = set(AsyncArgs.__annotations__)
    strange = {
        name: unknown
        for name, arguments in functions_of(app).items()
        if (unknown := set(arguments) - given - of_bolt - {"error"})
    }
    assert strange == {}
    assert len(functions_of(app)) >= 20


async def test_whatever_can_be_pressed_has_a_listener(app: AsyncApp) -> None:
    for action in sorted(set(ActionId) - IN_FORMS):
        pressed = {"action_id": action, "block_id": "b", "type": "button", "action_ts": "1.2"}
        body = WHERE | {"type": "block_actions", "actions": [pressed]}
        assert await somebody_listens(app, body), action


async def test_whatever_can_be_sent_has_a_listener(app: AsyncApp) -> None:
    for callback in sorted(set(CallbackId) - READ_ONLY):
        view = {"type": "modal", "callback_id": callback}
        body = WHERE | {"type": "view_submission", "view": view}
        assert await somebody_listens(app, body), callback


def test_what_nobody_listens_for_cannot_be_sent() -> None:
    today = date(2026, 11, 23)
    stands = Standing("r1", "A list", None, Choice.BATCH, today, today, None, final=True)
    asks = (ledger_view(Ledger(Summary(), ())), standing_view(stands))
    page = privacy_page(PrivacyPage(known=False))
    first = (do_now(Situations((), "")), page, everything(TodayMessage(())))
    pages = (*asks, *first, coach_page(()), times_page(()), notes_page("U0BEN", "Ben", ()))
    given = AwardWindow(
        month=today,
        state=Award.GIVEN,
        trophy="The mug",
        ideas=(),
        up=(),
        stories=(),
        next=Next.NOTHING,
        vote_until=today,
        keepers=(),
    )
    planned = LunchPage("l1", "Lunch", today, "", (), may_choose=False, may_tell_learnings=False)
    order = order_page(RunningOrder("l1", "Lunch", today, "", ()))
    fun = (award_window(given), lunch_page(planned), order)
    memory = (*fun, running_view(()), admissions_view((), ""))
    for view in (*memory, confirmation(PlanShown((), ())), why(WhyView("Share why", ())), *pages):
        assert view["callback_id"] in READ_ONLY
        assert "submit" not in view


async def test_all_that_the_manifest_asks_for_has_a_listener(app: AsyncApp, manifest: JSON) -> None:
    for command in manifest["features"]["slash_commands"]:
        assert await somebody_listens(app, {"command": command["command"], "user_id": "U0MAYA"})
    for shortcut in manifest["features"]["shortcuts"]:
        kind = {"global": "shortcut", "message": "message_action"}[shortcut["type"]]
        body = WHERE | {"type": kind, "callback_id": shortcut["callback_id"]}
        assert await somebody_listens(app, body), shortcut["name"]
    for name in manifest["settings"]["event_subscriptions"]["bot_events"]:
        kind, _, where = name.partition(".")
        event = {"type": kind, "user": "U0MAYA"} | ({"channel_type": where} if where else {})
        assert await somebody_listens(app, {"type": "event_callback", "event": event}), name


async def test_a_request_that_nobody_knows_is_answered_in_peace(app: AsyncApp) -> None:
    body = WHERE | {"type": "shortcut", "callback_id": "of-another-time"}
    answer = await app.async_dispatch(AsyncBoltRequest(body=json.dumps(body), mode="socket_mode"))
    assert answer.status == 200
