"""Windows after the ack: opened, in place of the one that was pressed in, or on top of it."""

from bot.listeners.edge import Gesture
from bot.slack.elements import View, in_place_of, on_top


def show_window(gesture: Gesture, view: View) -> None:
    """Open it; in place of the window that was pressed in, where there is one."""
    if _in_window(gesture):
        redraw(gesture, gesture.view["id"], view)
    else:
        gesture.open(view)


def stack(gesture: Gesture, view: View) -> None:
    """Open it on top of the window that was pressed in."""
    if _in_window(gesture):
        gesture.go_on(_push(gesture, view), "push")
    else:
        gesture.open(view)


def redraw(gesture: Gesture, view_id: str, view: View) -> None:
    gesture.go_on(_update(gesture, view_id, view), "redraw")


def _in_window(gesture: Gesture) -> bool:
    return (gesture.body.get("view") or {}).get("type") == "modal"


async def _push(gesture: Gesture, view: View) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=on_top(view))


async def _update(gesture: Gesture, view_id: str, view: View) -> None:
    below = gesture.view if gesture.view.get("id") == view_id else {}
    await gesture.client.views_update(view_id=view_id, view=in_place_of(below, view))
