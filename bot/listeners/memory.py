"""Forms with a memory: tests that run, a change that was named, and what came of it."""

import json
from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import BELOW, WITH_RECORD, drawn, open_form
from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.services.admissions import REPORT
from bot.services.asked_of_forms import CRITICISM
from bot.services.came_of_it import CameOfIt
from bot.services.experiments import Experiments
from bot.services.form_endings import AGREED
from bot.services.form_views import Ended, FormOf
from bot.slack.blocks.compose import ended_view
from bot.slack.blocks.memory import (
    admissions_view,
    outcome_preview,
    running_view,
    tell_view,
    tests_button,
    told_view,
)
from bot.slack.compose_forms import entered, ticked
from bot.slack.elements import View
from bot.slack.ids import ActionId, CallbackId, Field, split_pair
from bot.storage.outgoing import Kind
from habits.errors import NotHere
from habits.small_tests import BET, BY_TOMORROW, FORMS


async def open_report(gesture: Gesture, ask: Services, of: FormOf) -> None:
    """The report on a change; where several stand open, first which one."""
    choices = () if of.record else await ask.admissions.open(gesture.who)
    if len(choices) > 1:
        _show(gesture, admissions_view(choices, of.prompt))
    else:
        _show(gesture, drawn(await ask.forms.open(gesture.who, of)))


async def picked(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    admission, prompt = split_pair(gesture.value)
    await open_form(gesture, services, FormOf(REPORT, prompt, record=admission))
    await ack()


async def open_memory(gesture: Gesture, ask: Services, of: FormOf) -> None:
    """The form of a habit; what came of it where something asked for that."""
    if of.record:
        _show(gesture, tell_view(await ask.came_of_it.form(gesture.who, of.record)))
    else:
        _show(gesture, drawn(await ask.forms.open(gesture.who, of)))


async def show_tests(ack: AsyncAck, gesture: Gesture, experiments: Experiments) -> None:
    """On top of the form, which stays as it is."""
    view = running_view(await experiments.running(gesture.who))
    await ack()
    gesture.go_on(_push(gesture, view), "tests")


async def drop_test(ack: AsyncAck, gesture: Gesture, experiments: Experiments) -> None:
    view = running_view(await experiments.drop(gesture.who, gesture.value))
    await ack()
    gesture.go_on(_update(gesture, view), "tests")


async def tell(ack: AsyncAck, gesture: Gesture, came_of_it: CameOfIt) -> None:
    form = await came_of_it.form(gesture.who, gesture.value)
    await ack()
    _show(gesture, tell_view(form))


async def told(
    ack: AsyncAck, gesture: Gesture, came_of_it: CameOfIt, wake: Callable[[], None]
) -> None:
    text, key = entered(gesture.view, Field.SHOWED), gesture.submission_key
    record = _carried(gesture.view, "record")
    if (await came_of_it.form(gesture.who, record)).channel:
        preview = await came_of_it.check(gesture.who, record, text)
        await ack(response_action="push", view=outcome_preview(preview))
        return
    said = await came_of_it.tell(gesture.who, record, text, key)
    await ack(response_action="update", view=told_view(said))
    wake()
    if said.note:
        showing, workspace = gesture.ways.showing, gesture.who.workspace
        gesture.go_on(showing.mend_subject(workspace, Kind.REP_FORM, said.note), "shared note")
    gesture.refresh_home()


async def posted(
    ack: AsyncAck, gesture: Gesture, came_of_it: CameOfIt, wake: Callable[[], None]
) -> None:
    record, draft = (_carried(gesture.view, name) for name in ("record", "draft"))
    agreed = ticked(gesture.view, AGREED)
    key = gesture.submission_key
    ended = await came_of_it.post(gesture.who, record, draft, key, agreed=agreed)
    view = ended_view(ended) if isinstance(ended, Ended) else told_view(ended)
    await ack(response_action="update", view=view | {"clear_on_close": True})
    wake()
    gesture.refresh_home()


def _carried(view: View, name: str) -> str:
    """Raises NotHere for what no window of ours carries."""
    try:
        return str(json.loads(view.get("private_metadata") or "{}")[name])
    except (ValueError, KeyError, TypeError):
        raise NotHere from None


def _show(gesture: Gesture, view: View) -> None:
    """Over a message, or in place of the window that was pressed in."""
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(_update(gesture, view), "memory")
    else:
        gesture.open(view)


async def _update(gesture: Gesture, view: View) -> None:
    await gesture.client.views_update(view_id=gesture.view["id"], view=view)


async def _push(gesture: Gesture, view: View) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=view)


def register(app: AsyncApp) -> None:
    WITH_RECORD[REPORT] = open_report
    for habit in (*FORMS, CRITICISM):
        WITH_RECORD[habit] = open_memory
    for habit in (BET, BY_TOMORROW):
        BELOW[habit] = tests_button
    app.action(ActionId.ADMISSION_PICK)(picked)
    app.action(ActionId.TESTS_OPEN)(show_tests)
    app.action(ActionId.TEST_DROP)(drop_test)
    app.action(ActionId.TEST_TELL)(tell)
    app.view(CallbackId.TELL)(told)
    app.view(CallbackId.TELL_PREVIEW)(posted)
