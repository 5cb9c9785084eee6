"""Promises: the shortcut on a message, `/trust promise`, and the manager's own list."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import OPENERS
from bot.listeners.edge import Gesture
from bot.listeners.filter_windows import redraw, show
from bot.listeners.said import Said, Services
from bot.listeners.today import WINDOWS
from bot.services.promises import HAND_BACK, KEEP_WORD, MOVE, PROMISE, Noting, Promises
from bot.slack.blocks.promises import (
    changed_view,
    hand_back_form,
    move_form,
    promise_form,
    promises_view,
)
from bot.slack.elements import View
from bot.slack.ids import ActionId, CallbackId, Shortcut
from bot.slack.promise_forms import (
    PromiseCarried,
    date_in,
    mentioned_in,
    noting_in,
    noting_of_message,
    noting_of_words,
    said_to,
    told_in,
)
from habits.errors import NotHere

# --- ways in ------------------------------------------------------------------------------


async def promise_word(said: Said) -> None:
    """`/trust promise`: the list; with words, or where there is nothing yet, a new one."""
    if said.rest:
        form = await said.ask.promises.form(said.who, noting_of_words(said.rest))
        said.gesture.open(promise_form(form))
    else:
        await open_promises(said.gesture, said.ask, "")


async def open_promises(gesture: Gesture, services: Services, prompt: str) -> None:
    """[Do it now]: the list, or a new one where it is empty. What is closed or moved from there
    answers `prompt`, "" for none."""
    found = await services.promises.all(gesture.who)
    if found.open:
        show(gesture, promises_view(found, prompt))
    else:
        show(gesture, promise_form(await services.promises.form(gesture.who, Noting()), prompt))


async def shortcut(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    """Used on a message."""
    noting = noting_of_message(gesture.body, gesture.who)
    if noting.to is None and (
        to := await promises.only_member(gesture.who, mentioned_in(gesture.body, gesture.who))
    ):
        noting = said_to(noting, gesture.body, to)
    form = await promises.form(gesture.who, noting)
    await ack()
    gesture.open(promise_form(form))


async def open_from_today(gesture: Gesture, services: Services, item: str, way: str) -> None:
    """[Move it] and [Hand it back] where a promise waits."""
    show(gesture, await _about_one(gesture, services.promises, item, way, ""))


# --- in the list --------------------------------------------------------------------------


async def add(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    prompt = PromiseCarried.from_view(gesture.view).prompt
    form = promise_form(await promises.form(gesture.who, Noting()), prompt)
    await ack()
    gesture.go_on(redraw(gesture, form), "new promise")


async def done(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    prompt = PromiseCarried.from_view(gesture.view).prompt
    found = await promises.done(gesture.who, gesture.value, gesture.click.key, prompt)
    await ack()
    gesture.go_on(redraw(gesture, promises_view(found, prompt)), "promises")
    _follow(gesture, found.prompt)


async def move(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    prompt = PromiseCarried.from_view(gesture.view).prompt
    form = await _about_one(gesture, promises, gesture.value, MOVE, prompt)
    await ack()
    gesture.go_on(redraw(gesture, form), "move a promise")


async def hand_back(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    prompt = PromiseCarried.from_view(gesture.view).prompt
    form = await _about_one(gesture, promises, gesture.value, HAND_BACK, prompt)
    await ack()
    gesture.go_on(redraw(gesture, form), "hand a promise back")


async def again(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    prompt = PromiseCarried.from_view(gesture.view).prompt
    found = await promises.again(gesture.who, gesture.value, gesture.click.key)
    await ack()
    gesture.go_on(redraw(gesture, promises_view(found, prompt)), "promises")
    _follow(gesture, found.prompt)


async def remove(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    prompt = PromiseCarried.from_view(gesture.view).prompt
    found = await promises.remove(gesture.who, gesture.value)
    await ack()
    gesture.go_on(redraw(gesture, promises_view(found, prompt)), "promises")
    gesture.refresh_home()


async def _about_one(
    gesture: Gesture, promises: Promises, promise: str, way: str, prompt: str
) -> View:
    one = await promises.one(gesture.who, promise)
    match way:
        case "move":
            return move_form(one, await promises.form(gesture.who, Noting()), prompt)
        case "hand-back":
            return hand_back_form(one, prompt)
        case _:
            raise NotHere


# --- forms that were sent -----------------------------------------------------------------


async def noted(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    prompt = PromiseCarried.from_view(gesture.view).prompt
    found = await promises.note(gesture.who, noting_in(gesture.view), gesture.submission_key)
    await ack(response_action="update", view=promises_view(found, prompt))
    gesture.refresh_home()


async def moved(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    carried, view = PromiseCarried.from_view(gesture.view), gesture.view
    changed = await promises.move(
        gesture.who,
        carried.promise,
        date_in(view),
        told_in(view),
        gesture.submission_key,
        carried.prompt,
    )
    await ack(response_action="update", view=changed_view(changed))
    _follow(gesture, changed.prompt)


async def handed_back(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    carried, key = PromiseCarried.from_view(gesture.view), gesture.submission_key
    told = told_in(gesture.view)
    changed = await promises.hand_back(gesture.who, carried.promise, told, key, carried.prompt)
    await ack(response_action="update", view=changed_view(changed))
    _follow(gesture, changed.prompt)


async def to_list(ack: AsyncAck, gesture: Gesture, promises: Promises) -> None:
    found = await promises.all(gesture.who)
    await ack(response_action="update", view=promises_view(found))


def _follow(gesture: Gesture, prompt: str | None) -> None:
    """What shows the habit comes up to date."""
    if prompt is not None:
        gesture.mend(prompt)
    else:
        gesture.refresh_home()


def register(app: AsyncApp) -> None:
    OPENERS[KEEP_WORD] = open_promises
    WINDOWS[PROMISE] = open_from_today
    app.shortcut(Shortcut.PROMISE)(shortcut)
    app.action(ActionId.PROMISE_ADD)(add)
    app.action(ActionId.PROMISE_DONE)(done)
    app.action(ActionId.PROMISE_MOVE)(move)
    app.action(ActionId.PROMISE_HAND_BACK)(hand_back)
    app.action(ActionId.PROMISE_AGAIN)(again)
    app.action(ActionId.PROMISE_REMOVE)(remove)
    app.view(CallbackId.PROMISE)(noted)
    app.view(CallbackId.PROMISE_MOVE)(moved)
    app.view(CallbackId.PROMISE_HAND_BACK)(handed_back)
    app.view(CallbackId.PROMISE_CHANGED)(to_list)
