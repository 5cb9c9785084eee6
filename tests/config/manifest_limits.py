"""What Slack accepts in an app manifest: the limits and known keys of its published schema."""

import re
from collections.abc import Iterator
from typing import Any

KEYS = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "display_information": {"name", "description", "long_description", "background_color"},
    "features": {"app_home", "bot_user", "shortcuts", "slash_commands", "agent_view"},
    "features.app_home": {
        "home_tab_enabled",
        "messages_tab_enabled",
        "messages_tab_read_only_enabled",
    },
    "features.bot_user": {"display_name", "always_online"},
    "oauth_config": {"redirect_urls", "scopes", "pkce_enabled"},
    "oauth_config.scopes": {"bot", "user", "bot_optional", "user_optional"},
    "settings": {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
        "allowed_ip_address_ranges",
    },
    "settings.event_subscriptions": {"bot_events", "metadata_subscriptions", "request_url"},
    "settings.interactivity": {"is_enabled", "request_url", "message_menu_options_url"},
}
COMMAND_KEYS = {"command", "description", "usage_hint", "should_escape", "url"}
SHORTCUT_KEYS = {"type", "name", "callback_id", "description"}
TEXTS = {
    "display_information.name": (1, 35),
    "display_information.description": (0, 140),
    "display_information.long_description": (175, 4000),
    "features.bot_user.display_name": (1, 80),
}
LISTS = {
    "features.shortcuts": (0, 10),
    "features.slash_commands": (0, 50),
    "features.agent_view": (0, 4),
    "oauth_config.redirect_urls": (0, 1000),
    "oauth_config.scopes.bot": (0, 255),
    "oauth_config.scopes.user": (0, 255),
    "oauth_config.scopes.bot_optional": (0, 255),
    "oauth_config.scopes.user_optional": (0, 255),
    "settings.event_subscriptions.bot_events": (0, 100),
    "settings.event_subscriptions.metadata_subscriptions": (1, 20),
    "settings.allowed_ip_address_ranges": (0, 50),
}
COMMAND_TEXTS = {"command": (1, 32), "description": (1, 2000), "usage_hint": (0, 1000)}
SHORTCUT_TEXTS = {"name": (1, 24), "callback_id": (1, 255), "description": (1, 150)}
SCOPES_OF_EVENTS = {
    "message.im": "im:history",
    "user_change": "users:read",
    "team_join": "users:read",
}


def complaints(manifest: dict[str, Any]) -> Iterator[str]:
    for path, known in KEYS.items():
        for key in at(manifest, path) or {}:
            if key not in known:
                yield f"{path}: unknown key {key}"
    for path, (least, most) in (TEXTS | LISTS).items():
        value = at(manifest, path)
        if value is not None and not least <= len(value) <= most:
            yield f"{path}: {len(value)}, not {least} to {most}"
    name = at(manifest, "features.bot_user.display_name") or ""
    if not re.fullmatch(r"[a-z0-9\-_.]*", name):
        yield "features.bot_user.display_name: characters"
    yield from _entries(manifest, "features.slash_commands", COMMAND_KEYS, COMMAND_TEXTS)
    yield from _entries(manifest, "features.shortcuts", SHORTCUT_KEYS, SHORTCUT_TEXTS)
    yield from _together(manifest)


def _entries(
    manifest: dict[str, Any], path: str, known: set[str], texts: dict[str, tuple[int, int]]
) -> Iterator[str]:
    for entry in at(manifest, path) or []:
        for key in entry:
            if key not in known:
                yield f"{path}: unknown key {key}"
        for key, (least, most) in texts.items():
            value = entry.get(key)
            if value is not None and not least <= len(value) <= most:
                yield f"{path}.{key}: {len(value)}, not {least} to {most}"
        if not entry.get("command", "/").startswith("/"):
            yield f"{path}.command: no slash"
        if entry.get("type", "global") not in ("global", "message"):
            yield f"{path}.type: {entry['type']}"


def _together(manifest: dict[str, Any]) -> Iterator[str]:
    scopes = at(manifest, "oauth_config.scopes") or {}
    granted = {*scopes.get("bot", ()), *scopes.get("bot_optional", ())}
    for event in at(manifest, "settings.event_subscriptions.bot_events") or []:
        needed = SCOPES_OF_EVENTS.get(event)
        if needed and needed not in granted:
            yield f"{event}: needs the scope {needed}"
    if at(manifest, "features.slash_commands") and "commands" not in granted:
        yield "slash_commands: needs the scope commands"
    if at(manifest, "settings.socket_mode_enabled") and any(
        "url" in entry for entry in at(manifest, "features.slash_commands") or []
    ):
        yield "slash_commands: no url with Socket Mode"


def at(manifest: dict[str, Any], path: str) -> Any:
    """The value at a path with dots; None where there is none."""
    value: Any = manifest
    for key in path.split(".") if path else ():
        value = value.get(key) if isinstance(value, dict) else None
    return value
