"""Block Kit as plain dicts, within Slack's limits where only a text's length could break them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.slack.ids import ActionId, BlockId, CallbackId
from bot.slack.text import Marked, clip, clip_marked, escape
from habits.texts import say

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]

_NOTHING = "-"  # Slack refuses empty text


def plain(text: str, limit: int) -> Element:
    """Text that Slack shows as it stands."""
    return {"type": "plain_text", "text": clip(text.strip() or _NOTHING, limit)}


def mrkdwn(text: Marked, limit: int = 3000) -> Element:
    """Marked-up text. Verbatim, so that nothing in it turns into a link or a mention."""
    shown = clip_marked(text, limit) if text.strip() else _NOTHING
    return {"type": "mrkdwn", "text": shown, "verbatim": True}


# --- blocks -------------------------------------------------------------------------------


def section(text: Marked, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def own_words(text: str, name: str) -> Block:
    """The person's own text, shown as they wrote it."""
    return {
        "type": "section",
        "block_id": f"{BlockId.OWN_TEXT}{name}",
        "text": plain(text, 3000),
    }


def context(*texts: Marked) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def field(
    name: str,
    label: str,
    element: Element,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch: bool = False,
) -> Block:
    """An input; `name` is its block id, under which refusals are shown. With `dispatch` each
    change of it is an action, too."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    if dispatch:
        block["dispatch_action"] = True
    return block


# --- elements -----------------------------------------------------------------------------


def option(value: str, label: str, description: str | None = None) -> Element:
    made: Element = {"text": plain(label, 75), "value": value}
    if description:
        made["description"] = plain(description, 75)
    return made


def group(label: str, options: Iterable[Element]) -> Element:
    return {"label": plain(label, 75), "options": list(options)}


def button(action: ActionId, label: str, value: str | None = None, style: str = "") -> Element:
    """`style` is "", "primary" or "danger"."""
    made: Element = {"type": "button", "action_id": action, "text": plain(label, 75)}
    if value is not None:
        made["value"] = value
    if style:
        made["style"] = style
    return made


def confirmed(element: Element, *, title: str, text: Marked, yes: str, no: str) -> Element:
    """The element, which asks once more when it is pressed."""
    dialog = {
        "title": plain(title, 100),
        "text": mrkdwn(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    return {**element, "confirm": dialog}


def select(
    action: ActionId,
    placeholder: str,
    options: Sequence[Element] = (),
    *,
    groups: Sequence[Element] = (),
    chosen: str | None = None,
) -> Element:
    """A select of options or of groups; a `chosen` value that is not offered is ignored."""
    made: Element = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
    }
    if groups:
        made["option_groups"] = list(groups)
    else:
        made["options"] = list(options)
    offered = [*options, *(each for group_ in groups for each in group_["options"])]
    initial = next((each for each in offered if each["value"] == chosen), None)
    if initial is not None:
        made["initial_option"] = initial
    return made


def overflow(action: ActionId, options: Sequence[Element]) -> Element:
    return {"type": "overflow", "action_id": action, "options": list(options)}


def checkboxes(action: ActionId, options: Sequence[Element], chosen: Sequence[str] = ()) -> Element:
    made: Element = {"type": "checkboxes", "action_id": action, "options": list(options)}
    initial = [each for each in options if each["value"] in chosen]
    if initial:
        made["initial_options"] = initial
    return made


def radio_buttons(action: ActionId, options: Sequence[Element], chosen: str) -> Element:
    made: Element = {"type": "radio_buttons", "action_id": action, "options": list(options)}
    initial = next((each for each in options if each["value"] == chosen), None)
    if initial is not None:
        made["initial_option"] = initial
    return made


def timepicker(action: ActionId, at: str) -> Element:
    """`at` is local "HH:MM"."""
    return {"type": "timepicker", "action_id": action, "initial_time": at}


def datepicker(action: ActionId, on: str) -> Element:
    """`on` is an ISO date."""
    return {"type": "datepicker", "action_id": action, "initial_date": on}


def text_input(
    action: ActionId,
    *,
    initial: str | None,
    placeholder: str,
    max_length: int,
    multiline: bool = False,
) -> Element:
    made: Element = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": multiline,
        "max_length": max_length,
        "placeholder": plain(placeholder, 150),
    }
    if initial and initial.strip():
        made["initial_value"] = initial.strip()[:max_length]
    return made


# --- views --------------------------------------------------------------------------------


def modal(
    callback: CallbackId,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str | None = None,
    private_metadata: str = "",
) -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "close": plain(close or say("buttons.close"), 24),
        "blocks": list(blocks),
        "private_metadata": private_metadata,
    }
    if submit is not None:
        view["submit"] = plain(submit, 24)
    return view


def alone(view: View) -> View:
    """A window with none below it: what closes it is called so."""
    return _closed_by(view, say("buttons.close"))


def on_top(view: View) -> View:
    """A window on top of another one, to which it leads back unless it closes them all."""
    closes = view.get("clear_on_close")
    return _closed_by(view, say("buttons.close") if closes else say("buttons.back"))


def in_place_of(below: Mapping[str, Any], view: View) -> View:
    """A window that takes the place of another one."""
    return on_top(view) if below.get("previous_view_id") else alone(view)


def _closed_by(view: View, label: str) -> View:
    """Words of its own stay, such as "Keep it"."""
    if view.get("close", {}).get("text") not in (say("buttons.close"), say("buttons.back")):
        return view
    return {**view, "close": plain(label, 24)}


def home_tab(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": list(blocks)}


def notification(text: str) -> str:
    """The line shown in notifications and read aloud; Slack cuts it off above 4,000 characters."""
    return clip_marked(escape(text.strip() or _NOTHING), 3000)
