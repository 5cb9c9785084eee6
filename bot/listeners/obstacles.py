"""What is in a rep's way: `/trust blocked` of both, the request, and the answer."""

from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners import today
from bot.listeners.compose import OPENERS, drawn
from bot.listeners.edge import Gesture
from bot.listeners.filter_windows import redraw, show
from bot.listeners.said import Said, Services
from bot.services.form_views import FormOf
from bot.services.obstacle_waiting import ANSWER, OBSTACLE, TAKE
from bot.services.obstacles import CLEAR_PATH, Obstacles
from bot.slack.blocks.obstacle_windows import (
    answer_form,
    answer_preview,
    given_view,
    note_form,
    own_view,
    queue_view,
    take_form,
    tell_form,
)
from bot.slack.elements import View
from bot.slack.filter_forms import readable
from bot.slack.ids import ActionId, CallbackId
from bot.slack.obstacle_forms import (
    ObstacleCarried,
    answer_in,
    blocked_in,
    due_in,
    ending_in,
    holds_up_in,
    rep_in,
    team_in,
)
from bot.storage.outgoing import Kind
from habits.errors import NotHere, NotStarted

Wake = Callable[[], None]


# --- ways in ------------------------------------------------------------------------------


async def blocked_word(said: Said) -> None:
    """`/trust blocked`: a manager's list, a rep's own; with words, the form."""
    words = readable(said.rest)
    obstacles = said.ask.obstacles
    try:
        queue = await obstacles.queue(said.who)
    except NotStarted:
        own = await obstacles.own(said.who)
        said.gesture.open(tell_form(own, words) if words or not own.found else own_view(own))
        return
    if words and queue.in_a_team:
        said.gesture.open(tell_form(await obstacles.own(said.who), words))
    elif words:
        said.gesture.open(note_form(await obstacles.note_form(said.who, words)))
    else:
        said.gesture.open(queue_view(queue))


async def open_queue(gesture: Gesture, services: Services, prompt: str) -> None:
    """[Do it now]: the list, or the form for the year to come where the prompt asks for that."""
    if await services.obstacles.asks_outlook(gesture.who, prompt):
        show(gesture, await _outlook(gesture, services, prompt))
    else:
        show(gesture, queue_view(await services.obstacles.queue(gesture.who), prompt))


async def open_from_today(gesture: Gesture, services: Services, item: str, way: str) -> None:
    """[Answer] and [New date] where an obstacle waits."""
    form = await services.obstacles.form(gesture.who, item)
    carried = ObstacleCarried(obstacle=item)
    match way:
        case way if way == ANSWER:
            show(gesture, answer_form(form, carried))
        case way if way == TAKE:
            show(gesture, take_form(form, carried))
        case _:
            raise NotHere


# --- the rep ------------------------------------------------------------------------------


async def tell(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles) -> None:
    view = tell_form(await obstacles.own(gesture.who))
    await ack()
    show(gesture, view)


async def told(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles, wake: Wake) -> None:
    view = gesture.view
    key = gesture.submission_key
    own = await obstacles.tell(gesture.who, team_in(view), blocked_in(view), holds_up_in(view), key)
    await ack(response_action="update", view=own_view(own))
    wake()
    gesture.refresh_home()


async def taken_back(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles) -> None:
    own = await obstacles.take_back(gesture.who, gesture.value)
    await ack()
    gesture.go_on(redraw(gesture, own_view(own)), "obstacles")
    _follow(gesture, gesture.value)


# --- the manager's list -------------------------------------------------------------------


async def note(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles) -> None:
    prompt = ObstacleCarried.from_view(gesture.view).prompt
    view = note_form(await obstacles.note_form(gesture.who), prompt)
    await ack()
    gesture.go_on(redraw(gesture, view), "note an obstacle")


async def noted(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles) -> None:
    carried, view = ObstacleCarried.from_view(gesture.view), gesture.view
    queue = await obstacles.note(
        gesture.who, rep_in(view), blocked_in(view), due_in(view), gesture.submission_key
    )
    await ack(response_action="update", view=queue_view(queue, carried.prompt))
    gesture.refresh_home()


async def outlook(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    prompt = ObstacleCarried.from_view(gesture.view).prompt
    view = await _outlook(gesture, services, prompt)
    await ack()
    gesture.go_on(redraw(gesture, view), "outlook")


async def _outlook(gesture: Gesture, services: Services, prompt: str) -> View:
    return drawn(await services.forms.open(gesture.who, FormOf(CLEAR_PATH, prompt=prompt)))


# --- one obstacle -------------------------------------------------------------------------


async def take(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles) -> None:
    """In the request, or in the list."""
    form = await obstacles.form(gesture.who, gesture.value)
    await ack()
    show(gesture, take_form(form, _carried(gesture)))


async def answer(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles) -> None:
    form = await obstacles.form(gesture.who, gesture.value)
    await ack()
    show(gesture, answer_form(form, _carried(gesture)))


async def took(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles, wake: Wake) -> None:
    carried, key = ObstacleCarried.from_view(gesture.view), gesture.submission_key
    queue = await obstacles.take(gesture.who, carried.obstacle, due_in(gesture.view), key)
    if carried.listed:
        await ack(response_action="update", view=queue_view(queue, carried.prompt))
    else:
        await ack()
    wake()
    _follow(gesture, carried.obstacle)


async def checked(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles) -> None:
    carried, view = ObstacleCarried.from_view(gesture.view), gesture.view
    preview = await obstacles.check(gesture.who, carried.obstacle, ending_in(view), answer_in(view))
    await ack(response_action="push", view=answer_preview(preview, carried.prompt))


async def given(ack: AsyncAck, gesture: Gesture, obstacles: Obstacles, wake: Wake) -> None:
    carried, key = ObstacleCarried.from_view(gesture.view), gesture.submission_key
    found = await obstacles.answer(
        gesture.who, carried.obstacle, carried.draft, key, carried.prompt
    )
    await ack(response_action="update", view=given_view(found))
    wake()
    _follow(gesture, carried.obstacle)
    if found.prompt is not None:
        gesture.mend(found.prompt)


def _carried(gesture: Gesture) -> ObstacleCarried:
    """In a window the manager's list lies behind it."""
    view = gesture.body.get("view") or {}
    if view.get("type") != "modal":
        return ObstacleCarried(obstacle=gesture.value)
    prompt = ObstacleCarried.from_view(view).prompt
    return ObstacleCarried(obstacle=gesture.value, prompt=prompt, listed=True)


def _follow(gesture: Gesture, obstacle: str) -> None:
    """The messages about it show what holds now."""
    showing, workspace = gesture.ways.showing, gesture.who.workspace
    for kind in (Kind.HELP, Kind.HELP_REP):
        gesture.go_on(showing.mend_subject(workspace, kind, obstacle), "obstacle")
    gesture.refresh_home()


def register(app: AsyncApp) -> None:
    OPENERS[CLEAR_PATH] = open_queue
    today.WINDOWS[OBSTACLE] = open_from_today
    app.action(ActionId.OBSTACLE_TELL)(tell)
    app.action(ActionId.OBSTACLE_TAKE_BACK)(taken_back)
    app.action(ActionId.OBSTACLE_NOTE)(note)
    app.action(ActionId.OBSTACLE_OUTLOOK)(outlook)
    app.action(ActionId.OBSTACLE_TAKE)(take)
    app.action(ActionId.OBSTACLE_ANSWER)(answer)
    app.view(CallbackId.OBSTACLE_TELL)(told)
    app.view(CallbackId.OBSTACLE_NOTE)(noted)
    app.view(CallbackId.OBSTACLE_TAKE)(took)
    app.view(CallbackId.OBSTACLE_ANSWER)(checked)
    app.view(CallbackId.OBSTACLE_PREVIEW)(given)
