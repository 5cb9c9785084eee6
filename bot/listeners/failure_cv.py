"""The failure CV: edited by its manager, opened by the team from a post."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import BELOW
from bot.listeners.edge import Gesture
from bot.listeners.windows import stack
from bot.services.failure_cv import LINES_FIELD, FailureCv
from bot.services.posts import HUMAN_FLAW
from bot.slack.blocks.failure_cv import SHOWN, cv_button, cv_form, cv_kept, cv_page
from bot.slack.compose_forms import entered, ticked
from bot.slack.ids import ActionId, CallbackId


async def edit(ack: AsyncAck, gesture: Gesture, failure_cv: FailureCv) -> None:
    view = cv_form(await failure_cv.own(gesture.who))
    await ack()
    stack(gesture, view)


async def kept(ack: AsyncAck, gesture: Gesture, failure_cv: FailureCv) -> None:
    text, shown = entered(gesture.view, LINES_FIELD), ticked(gesture.view, SHOWN)
    cv = await failure_cv.keep(gesture.who, text, shown, gesture.submission_key)
    await ack(response_action="update", view=cv_kept(cv))


async def opened(ack: AsyncAck, gesture: Gesture, failure_cv: FailureCv) -> None:
    home = (gesture.body.get("user") or {}).get("team_id")
    visitor = home is not None and home != gesture.who.workspace
    page = await failure_cv.read(gesture.who, gesture.value, visitor=visitor)
    await ack()
    gesture.open(cv_page(page))


def register(app: AsyncApp) -> None:
    BELOW[HUMAN_FLAW] = cv_button
    app.action(ActionId.FAILURE_CV_EDIT)(edit)
    app.action(ActionId.FAILURE_CV_OPEN)(opened)
    app.view(CallbackId.FAILURE_CV)(kept)
