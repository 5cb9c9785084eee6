"""Block Kit as data: the fields of blocks and elements, their limits, where they may stand."""

from dataclasses import dataclass, field
from typing import Any

SURFACE_BLOCKS = {"message": 50, "modal": 100, "home": 100}
ID_LENGTH = 255
MESSAGE_BLOCKS_LENGTH = 13_200  # characters of all blocks of one message
VIEW_BYTES = 250_000
MARKDOWN_LENGTH = 12_000  # over all markdown blocks of one message


@dataclass(frozen=True)
class Shape:
    """Fields of one type of block, element or view. `text` fields: (longest, plain text only)."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    text: dict[str, tuple[int, bool]] = field(default_factory=dict)
    length: dict[str, int] = field(default_factory=dict)  # of plain strings
    items: dict[str, tuple[int, int]] = field(default_factory=dict)  # of lists: fewest, most


def shape(
    required: str = "",
    optional: str = "",
    *,
    text: dict[str, tuple[int, bool]] | None = None,
    length: dict[str, int] | None = None,
    items: dict[str, tuple[int, int]] | None = None,
) -> Shape:
    names = frozenset(required.split()), frozenset(optional.split())
    return Shape(*names, text or {}, length or {}, items or {})


MENU = "action_id placeholder confirm focus_on_load"
MANY = MENU + " max_selected_items"
TYPED = "action_id placeholder initial_value dispatch_action_config focus_on_load"
PLACEHOLDER: dict[str, Any] = {"text": {"placeholder": (150, True)}}
OPTIONS = {"options": (1, 100)}

ELEMENTS: dict[str, Shape] = {
    "button": shape(
        "text",
        "action_id value url style confirm accessibility_label agent_prompt visible_to_user_ids",
        text={"text": (75, True)},
        length={"value": 2000, "url": 3000, "accessibility_label": 75},
    ),
    "static_select": shape(
        "", MENU + " options option_groups initial_option", items=OPTIONS, **PLACEHOLDER
    ),
    "multi_static_select": shape(
        "", MANY + " options option_groups initial_options", items=OPTIONS, **PLACEHOLDER
    ),
    "users_select": shape("", MENU + " initial_user", **PLACEHOLDER),
    "multi_users_select": shape("", MANY + " initial_users", **PLACEHOLDER),
    "conversations_select": shape(
        "",
        MENU + " initial_conversation default_to_current_conversation response_url_enabled filter",
        **PLACEHOLDER,
    ),
    "multi_conversations_select": shape(
        "",
        MANY + " initial_conversations default_to_current_conversation filter",
        **PLACEHOLDER,
    ),
    "channels_select": shape("", MENU + " initial_channel response_url_enabled", **PLACEHOLDER),
    "multi_channels_select": shape("", MANY + " initial_channels", **PLACEHOLDER),
    "overflow": shape("options", "action_id confirm", items={"options": (1, 5)}),
    "radio_buttons": shape(
        "options", "action_id initial_option confirm focus_on_load", items={"options": (1, 10)}
    ),
    "checkboxes": shape(
        "options", "action_id initial_options confirm focus_on_load", items={"options": (1, 10)}
    ),
    "datepicker": shape("", MENU + " initial_date", **PLACEHOLDER),
    "timepicker": shape("", MENU + " initial_time timezone", **PLACEHOLDER),
    "datetimepicker": shape("", "action_id initial_date_time confirm focus_on_load"),
    "plain_text_input": shape("", TYPED + " multiline min_length max_length", **PLACEHOLDER),
    "number_input": shape("is_decimal_allowed", TYPED + " min_value max_value", **PLACEHOLDER),
    "email_text_input": shape("", TYPED, **PLACEHOLDER),
    "url_text_input": shape("", TYPED, **PLACEHOLDER),
    "rich_text_input": shape("", TYPED + " min_lines max_lines", **PLACEHOLDER),
    "image": shape(
        "alt_text", "image_url slack_file", length={"image_url": 3000, "alt_text": 2000}
    ),
    "feedback_buttons": shape("positive_button negative_button", "action_id"),
    "icon_button": shape(
        "icon text", "action_id value confirm accessibility_label visible_to_user_ids"
    ),
}
MULTI = frozenset(name for name in ELEMENTS if name.startswith("multi_"))
SELECTS = frozenset(name for name in ELEMENTS if name.endswith("_select")) - MULTI
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
CHOICES = frozenset({"radio_buttons", "checkboxes"})
TYPING = frozenset(name for name in ELEMENTS if name.endswith("_input"))

IN_ACTIONS = frozenset({"button", "overflow"}) | SELECTS | MULTI | PICKERS | CHOICES
IN_ACCESSORY = frozenset({"button", "overflow", "image"}) | SELECTS | MULTI | PICKERS | CHOICES
IN_INPUT = SELECTS | MULTI | PICKERS | CHOICES | TYPING
IN_CONTEXT = frozenset({"image", "plain_text", "mrkdwn"})
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})

BLOCKS: dict[str, Shape] = {
    "section": shape(
        "",
        "text fields accessory expand",
        text={"text": (3000, False)},
        items={"fields": (1, 10)},
    ),
    "header": shape("text", text={"text": (150, True)}),
    "divider": shape(),
    "image": shape(
        "alt_text",
        "image_url slack_file title",
        text={"title": (2000, True)},
        length={"image_url": 3000, "alt_text": 2000},
    ),
    "context": shape("elements", items={"elements": (1, 10)}),
    "actions": shape("elements", items={"elements": (1, 25)}),
    "context_actions": shape("elements", items={"elements": (1, 5)}),
    "input": shape(
        "label element",
        "hint optional dispatch_action",
        text={"label": (2000, True), "hint": (2000, True)},
    ),
    "rich_text": shape("elements"),
    "markdown": shape("text", length={"text": MARKDOWN_LENGTH}),
    "table": shape("rows", "column_settings", items={"rows": (1, 100)}),
    "data_table": shape("rows", "columns caption page_size"),
    "data_visualization": shape("chart title"),  # its inside: chart_rules
    "alert": shape("text", "level", text={"text": (200, False)}),
}
EVERYWHERE = frozenset(
    {"section", "header", "divider", "image", "context", "actions", "input", "rich_text"}
)
ONLY_MESSAGES = frozenset(
    {"markdown", "table", "data_table", "data_visualization", "context_actions"}
)
ON_SURFACE = {
    "message": EVERYWHERE | ONLY_MESSAGES,
    "home": EVERYWHERE,
    "modal": EVERYWHERE | {"alert"},
}

OPTION = shape(
    "text value",
    "description url",
    text={"text": (75, False), "description": (75, True)},
    length={"value": 150, "url": 3000},
)
GROUP = shape("label options", text={"label": (75, True)}, items=OPTIONS)
CONFIRM = shape(
    "title text confirm deny",
    "style",
    text={
        "title": (100, True),
        "text": (300, False),
        "confirm": (30, True),
        "deny": (30, True),
    },
)
VIEWS = {
    "modal": shape(
        "type title blocks",
        "submit close private_metadata callback_id clear_on_close notify_on_close external_id"
        " submit_disabled",
        text={"title": (24, True), "submit": (24, True), "close": (24, True)},
        length={"private_metadata": 3000, "callback_id": ID_LENGTH, "external_id": ID_LENGTH},
    ),
    "home": shape(
        "type blocks",
        "private_metadata callback_id external_id",
        length={"private_metadata": 3000, "callback_id": ID_LENGTH, "external_id": ID_LENGTH},
    ),
}
