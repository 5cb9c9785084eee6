"""What the app declares and what the workspace granted it: scopes, events, commands, shortcuts."""

import copy
from collections.abc import Mapping
from typing import Any

# Every event needs its subscription and, where one is named here, the scope as well.
EVENT_SCOPES = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "user_change": "users:read",
    "team_join": "users:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_rename": "channels:read",
    "dnd_updated_user": "dnd:read",
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
}

DEFAULT_MANIFEST: Mapping[str, Any] = {
    "display_information": {"name": "trust-habits"},
    "features": {
        "slash_commands": [
            {
                "command": "/trust",
                "description": "Trust habits",
                "usage_hint": "[today|help]",
                "should_escape": True,
            }
        ],
        "shortcuts": [],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "users:read", "im:history"]}},
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_uninstalled",
                "tokens_revoked",
                "user_change",
                "message.im",
            ]
        }
    },
}


class Installation:
    """The app in this workspace, made from a manifest as Slack makes it."""

    def __init__(self, manifest: Mapping[str, Any] | None = None) -> None:
        self._manifest = manifest or DEFAULT_MANIFEST
        self.reset()

    def reset(self) -> None:
        features = self._manifest.get("features", {})
        settings = self._manifest.get("settings", {})
        scopes = self._manifest.get("oauth_config", {}).get("scopes", {})
        events = settings.get("event_subscriptions", {}).get("bot_events", [])
        self.installed = True
        self.name: str = self._manifest.get("display_information", {}).get("name", "app")
        self.scopes: set[str] = {*scopes.get("bot", []), *scopes.get("bot_optional", [])}
        self.events: set[str] = set(events)
        self.commands: list[dict[str, Any]] = copy.deepcopy(features.get("slash_commands", []))
        self.shortcuts: list[dict[str, Any]] = copy.deepcopy(features.get("shortcuts", []))

    def gets(self, event: str) -> bool:
        """Whether an event of this kind (message events by conversation) is sent to the app."""
        needed = EVENT_SCOPES.get(event)
        return event in self.events and needed is not None and needed in self.scopes | {""}

    def command(self, name: str) -> dict[str, Any] | None:
        wanted = (c for c in self.commands if c["command"] == name)
        return next(wanted, None) if "commands" in self.scopes else None

    def shortcut(self, callback_id: str, kind: str) -> dict[str, Any] | None:
        wanted = (
            s for s in self.shortcuts if s["callback_id"] == callback_id and s["type"] == kind
        )
        return next(wanted, None) if "commands" in self.scopes else None

    def to_state(self) -> dict[str, Any]:
        return {
            "installed": self.installed,
            "scopes": sorted(self.scopes),
            "events": sorted(self.events),
            "commands": self.commands,
            "shortcuts": self.shortcuts,
        }
