"""What stands in an element of a form: its entry in state.values, a client's complaints."""

import re
from collections.abc import Iterator
from typing import Any

from bot.playground.messages import Block
from bot.playground.people import Channel
from bot.playground.refusals import BadCall, bad_arguments
from bot.playground.rich_text import rich_text
from bot.playground.typed_text import escaped
from bot.playground.workspace import elements_of

Element = dict[str, Any]
Entry = dict[str, Any]
Values = dict[str, dict[str, Entry]]  # block_id -> action_id -> entry

CHOSEN = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
}
FORMS = {"datepicker": r"\d{4}-\d\d-\d\d", "timepicker": r"([01]\d|2[0-3]):[0-5]\d"}
STATELESS = ("button", "overflow")
SOMETHING_MISSING = "Please complete this required field."


def initial_key(kind: str) -> str:
    """The field of an element that holds what stands in it at first."""
    key = CHOSEN[kind]
    return "initial_value" if key.endswith("value") else key.replace("selected", "initial")


def entry(element: Element, value: Any) -> Entry:
    """The entry of state.values for a value as the control API takes it; None or [] empties it."""
    kind = element["type"]
    _check(kind, value)
    if value is not None and CHOSEN[kind].startswith("selected_option"):
        value = _options(element, value)
    elif kind == "rich_text_input" and isinstance(value, str):
        value = rich_text(escaped(value))
    elif CHOSEN[kind] == "value" and value is not None:
        value = str(value) or None
    return _entry(element, value)


def _check(kind: str, value: Any) -> None:
    """Raises BadCall for what no client could bring into such an element."""
    many = CHOSEN[kind].endswith("s")
    expected = list if many else int if kind == "datetimepicker" else str
    if kind == "number_input" and isinstance(value, int | float):
        return
    if value is not None and not isinstance(value, expected):
        raise bad_arguments(f"A {kind} takes a {expected.__name__}, not {value!r}.")
    if kind in FORMS and value is not None and not re.fullmatch(FORMS[kind], str(value)):
        raise bad_arguments(f"{value!r} is no value for a {kind}.")


def initial_entry(element: Element, here: Channel | None = None) -> Entry:
    chosen = element.get(initial_key(element["type"]))
    if chosen is None and here and element.get("default_to_current_conversation"):
        default = here.id if passes(element.get("filter", {}), here) else None
        chosen = [default] if default and element["type"].startswith("multi_") else default
    return _entry(element, chosen)


def passes(wanted: dict[str, Any], channel: Channel) -> bool:
    """Whether a conversation is offered under the filter of a conversations_select. The only DM
    here is the one with the app, a bot."""
    kind = "im" if channel.is_im else "public"
    if kind not in wanted.get("include", (kind,)):
        return False
    if channel.is_shared and wanted.get("exclude_external_shared_channels"):
        return False
    return not (channel.is_im and wanted.get("exclude_bot_users"))


def _fits(element: Element, kept: Entry) -> bool:
    """Whether an entry can still stand in an element: of its type, among its options."""
    if kept["type"] != element["type"]:
        return False
    options = kept.get("selected_options") or [kept.get("selected_option")]
    listed = {option["value"] for option in _listed(element)}
    return all(option is None or option["value"] in listed for option in options)


def _listed(element: Element) -> list[Entry]:
    groups = element.get("option_groups") or []
    return [*element.get("options", []), *(o for g in groups for o in g["options"])]


def _entry(element: Element, chosen: Any) -> Entry:
    key = CHOSEN[element["type"]]
    made = {"type": element["type"], key: chosen if chosen is not None or key[-1] != "s" else []}
    return made | ({"timezone": element["timezone"]} if "timezone" in element else {})


def _options(element: Element, value: Any) -> Any:
    """The option objects for their values. Raises BadCall for one that is not listed."""
    by_value = {option["value"]: option for option in _listed(element)}
    wanted: list[Any] = value if isinstance(value, list) else [value]
    strange = [str(v) for v in wanted if v not in by_value]
    if strange:
        detail = f"{', '.join(strange)} is not among {', '.join(map(str, by_value))}."
        raise BadCall(400, "no_such_option", detail)
    found = [by_value[v] for v in wanted]
    return found if CHOSEN[element["type"]].endswith("s") else found[0]


def stateful(blocks: list[Block]) -> Iterator[tuple[Block, Element]]:
    """Every element that keeps a value, with its block."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in CHOSEN and element["type"] not in STATELESS:
                yield block, element


def state_values(blocks: list[Block], entered: Values, here: Channel | None = None) -> Values:
    """What the form holds now: what was entered, else what the app put in at first. `here` is
    what default_to_current_conversation means."""
    values: Values = {}
    for block, element in stateful(blocks):
        kept = entered.get(block["block_id"], {}).get(element["action_id"])
        fits = kept is not None and _fits(element, kept)
        standing = kept if fits and kept is not None else initial_entry(element, here)
        values.setdefault(block["block_id"], {})[element["action_id"]] = standing
    return values


def complaints(blocks: list[Block], values: Values) -> dict[str, str]:
    """What Slack's own client says under a field before it sends anything: block_id -> words."""
    said: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            standing = values[block["block_id"]][element["action_id"]]
            words = _complaint(element, standing[CHOSEN[element["type"]]], block)
            said |= {block["block_id"]: words} if words else {}
    return said


def _complaint(element: Element, value: Any, block: Block) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else SOMETHING_MISSING
    match element["type"]:
        case "plain_text_input":
            return _length_complaint(element, value)
        case "number_input":
            return _number_complaint(element, value)
        case "email_text_input" if not re.fullmatch(r"\S+@\S+\.\S+", value):
            return "Please enter a valid email address."
        case "url_text_input" if not re.fullmatch(r"https?://\S+", value):
            return "Please enter a valid URL."
        case _:
            return None


def _length_complaint(element: Element, value: str) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < shortest:
        return f"Please enter at least {shortest} characters."
    return f"Please enter at most {longest} characters." if len(value) > longest else None


def _number_complaint(element: Element, value: str) -> str | None:
    form = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(form, value):
        return "Please enter a valid number."
    smallest = float(element.get("min_value", "-inf"))
    largest = float(element.get("max_value", "inf"))
    return None if smallest <= float(value) <= largest else "This number is out of range."
