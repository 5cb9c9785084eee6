"""Slack's limits for texts, options and interactive elements."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Complaints = Iterator[str]

_ID_LENGTH = 255
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

SELECTS = frozenset({"static_select", "multi_static_select"})
OPTION_COUNTS = {
    "static_select": (1, 100),
    "multi_static_select": (1, 100),
    "radio_buttons": (1, 10),
    "checkboxes": (1, 10),
    "overflow": (2, 5),
}
IN_INPUT = frozenset(
    {
        "checkboxes",
        "conversations_select",
        "datepicker",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        "plain_text_input",
        "radio_buttons",
        "static_select",
        "timepicker",
        "users_select",
    }
)
OUTSIDE_INPUT = (IN_INPUT - {"number_input", "plain_text_input"}) | {"button", "overflow"}


def text_object(told: object, at: str, limit: int, *, only_plain: bool = False) -> Complaints:
    if not isinstance(told, Mapping) or told.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{at}: not a text object"
        return
    if only_plain and told["type"] != "plain_text":
        yield f"{at}: only plain text is allowed here"
    yield from length(told.get("text"), at, limit)


def length(told: object, at: str, limit: int) -> Complaints:
    if not isinstance(told, str) or not told.strip():
        yield f"{at}: empty"
    elif len(told) > limit:
        yield f"{at}: {len(told)} characters, {limit} allowed"


def maybe(told: Mapping[str, Any], key: str, at: str, limit: int) -> Complaints:
    """An optional string."""
    if key in told:
        yield from length(told[key], f"{at}.{key}", limit)


def maybe_plain(told: Mapping[str, Any], key: str, at: str, limit: int) -> Complaints:
    """An optional plain text object."""
    if key in told:
        yield from text_object(told[key], f"{at}.{key}", limit, only_plain=True)


def identifier(told: Mapping[str, Any], key: str, at: str) -> Complaints:
    yield from maybe(told, key, at, _ID_LENGTH)


def element(told: object, at: str, *, in_input: bool = False) -> Complaints:
    """One interactive element."""
    kind = told.get("type") if isinstance(told, Mapping) else None
    allowed = IN_INPUT if in_input else OUTSIDE_INPUT
    if not isinstance(told, Mapping) or kind not in allowed:
        yield f"{at}: element {kind!r} does not belong here"
        return
    if not told.get("action_id"):
        yield f"{at}: no action_id"
    yield from identifier(told, "action_id", at)
    yield from maybe_plain(told, "placeholder", at, 150)
    yield from confirm(told, at)
    yield from _KINDS[str(kind)](told, at)


def confirm(told: Mapping[str, Any], at: str) -> Complaints:
    if "confirm" not in told:
        return
    dialog = told["confirm"]
    if not isinstance(dialog, Mapping):
        yield f"{at}.confirm: not an object"
        return
    yield from text_object(dialog.get("title"), f"{at}.confirm.title", 100, only_plain=True)
    yield from text_object(dialog.get("text"), f"{at}.confirm.text", 300)
    yield from text_object(dialog.get("confirm"), f"{at}.confirm.confirm", 30, only_plain=True)
    yield from text_object(dialog.get("deny"), f"{at}.confirm.deny", 30, only_plain=True)


def _button(told: Mapping[str, Any], at: str) -> Complaints:
    yield from text_object(told.get("text"), f"{at}.text", 75, only_plain=True)
    yield from maybe(told, "value", at, 2000)
    yield from maybe(told, "url", at, 3000)
    yield from maybe(told, "accessibility_label", at, 75)
    if "style" in told and told["style"] not in ("primary", "danger"):
        yield f"{at}.style: {told['style']!r} is not a style"


def _text_input(told: Mapping[str, Any], at: str) -> Complaints:
    longest = told.get("max_length", 3000)
    if not isinstance(longest, int) or not 1 <= longest <= 3000:
        yield f"{at}.max_length: {longest!r} is not within 1 to 3000"
        return
    yield from maybe(told, "initial_value", at, longest)


def _timepicker(told: Mapping[str, Any], at: str) -> Complaints:
    if "initial_time" in told and not _TIME.fullmatch(str(told["initial_time"])):
        yield f"{at}.initial_time: {told['initial_time']!r} is not HH:MM"


def _datepicker(told: Mapping[str, Any], at: str) -> Complaints:
    if "initial_date" in told and not _DATE.fullmatch(str(told["initial_date"])):
        yield f"{at}.initial_date: {told['initial_date']!r} is not YYYY-MM-DD"


def _picker(_told: Mapping[str, Any], _at: str) -> Complaints:
    """What it offers is Slack's own."""
    yield from ()


def _number(told: Mapping[str, Any], at: str) -> Complaints:
    if not isinstance(told.get("is_decimal_allowed"), bool):
        yield f"{at}: does not say is_decimal_allowed"


def _choices(told: Mapping[str, Any], at: str) -> Complaints:
    kind = str(told["type"])
    fewest, most = OPTION_COUNTS[kind]
    if kind in SELECTS and "option_groups" in told:
        if "options" in told:
            yield f"{at}: options and option_groups exclude each other"
        yield from _groups(told["option_groups"], at, most)
        offered = [each for part in _listed(told["option_groups"]) for each in _options_of(part)]
    else:
        offered = _options_of(told)
        if not fewest <= len(offered) <= most:
            yield f"{at}.options: {len(offered)}, {fewest} to {most} allowed"
    only_plain = kind not in ("radio_buttons", "checkboxes")
    for i, each in enumerate(offered):
        yield from _option(each, f"{at}.options[{i}]", only_plain=only_plain)
    values = [each.get("value") for each in offered if isinstance(each, Mapping)]
    if len(set(values)) < len(values):
        yield f"{at}.options: a value stands twice"
    initial = [told[key] for key in ("initial_option",) if key in told]
    initial += _listed(told.get("initial_options", []))
    if any(each not in offered for each in initial):
        yield f"{at}: what is chosen at first is not offered"
    if "initial_options" in told and not initial:
        yield f"{at}.initial_options: empty"


def _groups(groups: object, at: str, most: int) -> Complaints:
    listed = _listed(groups)
    if not 1 <= len(listed) <= most:
        yield f"{at}.option_groups: {len(listed)}, 1 to {most} allowed"
    for i, part in enumerate(listed):
        here = f"{at}.option_groups[{i}]"
        label = part.get("label") if isinstance(part, Mapping) else None
        yield from text_object(label, f"{here}.label", 75, only_plain=True)
        if not 1 <= len(_options_of(part)) <= most:
            yield f"{here}.options: {len(_options_of(part))}, 1 to {most} allowed"


def _option(told: object, at: str, *, only_plain: bool) -> Complaints:
    if not isinstance(told, Mapping):
        yield f"{at}: not an option"
        return
    yield from text_object(told.get("text"), f"{at}.text", 75, only_plain=only_plain)
    yield from length(told.get("value"), f"{at}.value", 75)
    if "description" in told:
        yield from text_object(told["description"], f"{at}.description", 75, only_plain=only_plain)


def _options_of(told: object) -> list[Any]:
    return _listed(told.get("options")) if isinstance(told, Mapping) else []


def _listed(told: object) -> list[Any]:
    return list(told) if isinstance(told, Sequence) and not isinstance(told, str) else []


_KINDS: dict[str, Callable[[Mapping[str, Any], str], Complaints]] = {
    "button": _button,
    "checkboxes": _choices,
    "conversations_select": _picker,
    "datepicker": _datepicker,
    "multi_static_select": _choices,
    "multi_users_select": _picker,
    "number_input": _number,
    "overflow": _choices,
    "plain_text_input": _text_input,
    "radio_buttons": _choices,
    "static_select": _choices,
    "timepicker": _timepicker,
    "users_select": _picker,
}
