"""A useful failure: told by `/trust mistake`, a shortcut or a button, and taken back."""

import json
from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import OPENERS, open_form
from bot.listeners.edge import Gesture
from bot.listeners.said import Said, Services
from bot.listeners.today import WINDOWS
from bot.services.consents import Consents
from bot.services.form_views import FormOf
from bot.services.stories import STORY
from bot.services.telling import CHANNEL, NAMED, TEAM, Stories, ToldStory
from bot.slack.blocks.consents import WITHOUT_NAME
from bot.slack.blocks.stories import story_ended, story_preview, story_view, taken_back_view
from bot.slack.compose_forms import entered, filled_from
from bot.slack.elements import in_place_of
from bot.slack.ids import ActionId, CallbackId, Shortcut
from bot.slack.text import unescape
from habits.errors import NotHere
from habits.failures import FAILURE, OWNER, THANKS

Wake = Callable[[], None]


# --- ways in --------------------------------------------------------------------------------


async def mistake_word(asked: Said) -> None:
    """`/trust mistake [words]`, of managers and of those in their teams."""
    view = story_view(await asked.ask.stories.open(asked.who, words=asked.rest))
    asked.gesture.open(view)


async def open_story(gesture: Gesture, services: Services, prompt: str) -> None:
    """[Do it now]."""
    view = story_view(await services.stories.open(gesture.who, prompt=prompt))
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(_redraw(gesture, view), "story")
    else:
        gesture.open(view)


async def tell(ack: AsyncAck, gesture: Gesture, stories: Stories) -> None:
    form = await stories.open(gesture.who)
    await ack()
    gesture.open(story_view(form))


async def on_message(ack: AsyncAck, gesture: Gesture, stories: Stories) -> None:
    """Used on a message: its words are what was tried, and its author whose lesson it may be."""
    message = gesture.body.get("message") or {}
    words = " ".join(unescape(str(message.get("text") or "")).split())
    author = "" if message.get("bot_id") else str(message.get("user") or "")
    form = await stories.open(gesture.who, words=words, about=author)
    await ack()
    gesture.open(story_view(form))


# --- the form -------------------------------------------------------------------------------


async def checked(ack: AsyncAck, gesture: Gesture, stories: Stories) -> None:
    carried = _carried(gesture)
    view = gesture.view
    told = ToldStory(
        values=filled_from(view, FAILURE).values,
        team=entered(view, TEAM) or carried.get("team", ""),
        owner=entered(view, OWNER),
        named=entered(view, NAMED) != WITHOUT_NAME,
        prompt=carried.get("prompt", ""),
    )
    preview = await stories.check(gesture.who, told)
    await ack(response_action="push", view=story_preview(preview))


async def confirmed(ack: AsyncAck, gesture: Gesture, stories: Stories, wake: Wake) -> None:
    carried = _carried(gesture)
    channel = entered(gesture.view, CHANNEL) or None
    ended = await stories.finish(
        gesture.who, carried.get("story", ""), channel, carried.get("prompt", "")
    )
    await ack(response_action="update", view=story_ended(ended))
    wake()
    if prompt := carried.get("prompt"):
        gesture.mend(prompt)
    else:
        gesture.refresh_home()


# --- afterwards -----------------------------------------------------------------------------


async def take_back(ack: AsyncAck, gesture: Gesture, stories: Stories, consents: Consents) -> None:
    """From the post in which it stands."""
    await stories.take_back_post(gesture.who, gesture.value, gesture.click)
    await ack()
    gesture.open(taken_back_view())
    gesture.go_on(consents.take_down(), "take down")


async def _thank(gesture: Gesture, services: Services, story: str, way: str) -> None:
    """The manager goes on to thank whose lesson it was."""
    del way
    await services.stories.thank(gesture.who, story)
    await open_form(gesture, services, FormOf(THANKS, record=story))


def _carried(gesture: Gesture) -> dict[str, str]:
    """What the window carries along. Raises NotHere for what no window of ours does."""
    try:
        found = json.loads(str(gesture.view.get("private_metadata") or "{}"))
    except ValueError:
        raise NotHere from None
    if not isinstance(found, dict):
        raise NotHere
    return {str(name): str(value) for name, value in found.items()}


async def _redraw(gesture: Gesture, view: dict[str, object]) -> None:
    await gesture.client.views_update(
        view_id=gesture.view["id"], view=in_place_of(gesture.view, view)
    )


def register(app: AsyncApp) -> None:
    OPENERS[FAILURE] = open_story
    WINDOWS[STORY] = _thank
    app.action(ActionId.STORY_TELL)(tell)
    app.shortcut(Shortcut.STORY)(tell)
    app.shortcut(Shortcut.STORY_OF_MESSAGE)(on_message)
    app.view(CallbackId.STORY)(checked)
    app.view(CallbackId.STORY_PREVIEW)(confirmed)
    app.action(ActionId.STORY_TAKE_BACK)(take_back)
