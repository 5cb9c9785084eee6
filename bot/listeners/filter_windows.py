"""Windows of the filter: shown, drawn anew, and brought up to date after a decision."""

from bot.listeners.edge import JSON, Gesture
from bot.listeners.said import Services
from bot.slack.blocks.filter_ledger import ledger_view
from bot.slack.elements import in_place_of, on_top
from bot.slack.filter_forms import Carried


def follow(gesture: Gesture, services: Services, carried: Carried, prompt: str | None) -> None:
    """The list below, the prompt's messages and Home come up to date."""
    if carried.ledger is not None:
        gesture.go_on(_redraw_ledger(gesture, services, carried), "list of asks")
    if prompt is not None:
        gesture.mend(prompt)
    else:
        gesture.refresh_home()


async def _redraw_ledger(gesture: Gesture, services: Services, carried: Carried) -> None:
    view = ledger_view(await services.filter.ledger(gesture.who), carried.prompt)
    await gesture.client.views_update(view_id=carried.ledger, view=view)


def show(gesture: Gesture, view: JSON) -> None:
    """Over a message, or in place of the window in which it was asked for."""
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(redraw(gesture, view), "show in place")
    else:
        gesture.open(view)


async def redraw(gesture: Gesture, view: JSON) -> None:
    await gesture.client.views_update(
        view_id=gesture.view["id"], view=in_place_of(gesture.view, view)
    )


async def push(gesture: Gesture, view: JSON) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=on_top(view))
