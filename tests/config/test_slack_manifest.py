from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.config.manifest_limits import LISTS, TEXTS, at, complaints

PATH = Path(__file__).parents[2] / "config" / "slack-manifest.yaml"
MANIFEST: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
SHORTCUT = {"name": "Do", "type": "global", "callback_id": "do", "description": "Do it"}


def broken(path: str, value: object) -> list[str]:
    """What Slack would say about a copy with one value replaced."""
    copy = deepcopy(MANIFEST)
    *steps, last = path.split(".")
    place: Any = copy
    for step in steps:
        place = place[int(step)] if step.isdigit() else place.setdefault(step, {})
    place[int(last) if last.isdigit() else last] = value
    return list(complaints(copy))


def test_slack_accepts_our_manifest() -> None:
    assert list(complaints(MANIFEST)) == []


@pytest.mark.parametrize("path", TEXTS)
def test_a_text_keeps_slacks_limits(path: str) -> None:
    least, most = TEXTS[path]
    assert broken(path, "a" * (most + 1)) == [f"{path}: {most + 1}, not {least} to {most}"]
    if least:
        assert broken(path, "a" * (least - 1)) == [f"{path}: {least - 1}, not {least} to {most}"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_keeps_slacks_limits(path: str) -> None:
    least, most = LISTS[path]
    entry = SHORTCUT if "shortcuts" in path else {"command": "/x"} if "commands" in path else "x"
    found = broken(path, [entry] * (most + 1))
    assert f"{path}: {most + 1}, not {least} to {most}" in found


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("features.bot_user.display_name", "Trust Habits", "display_name: characters"),
        ("features.slash_commands.0.command", "/" + "a" * 32, "command: 33, not 1 to 32"),
        ("features.slash_commands.0.command", "trust", "command: no slash"),
        ("features.slash_commands.0.description", "a" * 2001, "description: 2001, not 1 to 2000"),
        ("features.slash_commands.0.usage_hint", "a" * 1001, "usage_hint: 1001, not 0 to 1000"),
        ("features.slash_commands.0.url", "https://example.com", "no url with Socket Mode"),
        ("features.slash_commands.0.help", "more", "unknown key help"),
        ("features.shortcuts", [{**SHORTCUT, "name": "a" * 25}], "name: 25, not 1 to 24"),
        ("features.shortcuts", [{**SHORTCUT, "type": "channel"}], "type: channel"),
        ("features.shortcuts", [{**SHORTCUT, "callback_id": "a" * 256}], "callback_id: 256"),
        ("features.shortcuts", [{**SHORTCUT, "description": "a" * 151}], "description: 151"),
        ("features.shortcuts", [{**SHORTCUT, "icon": "x"}], "unknown key icon"),
        ("settings.socket_mode", True, "settings: unknown key socket_mode"),
        ("settings.interactivity.enabled", True, "interactivity: unknown key enabled"),
        ("display_information.title", "Trust", "display_information: unknown key title"),
        ("extra", True, "unknown key extra"),
        ("oauth_config.scopes.bot_optional", [], "message.im: needs the scope im:history"),
        ("oauth_config.scopes.bot", ["chat:write"], "needs the scope commands"),
    ],
)
def test_what_slack_would_refuse_is_found(path: str, value: object, complaint: str) -> None:
    assert any(complaint in found for found in broken(path, value))


def test_the_bot_asks_for_three_scopes_and_for_others_that_may_be_declined() -> None:
    assert at(MANIFEST, "oauth_config.scopes") == {
        "bot": ["chat:write", "commands", "users:read"],
        "bot_optional": [
            "channels:read",
            "dnd:read",
            "files:write",
            "groups:read",
            "im:history",
            "usergroups:read",
        ],
    }


def test_a_person_named_after_the_command_arrives_as_an_id() -> None:
    assert at(MANIFEST, "features.slash_commands")[0]["should_escape"] is True


def test_a_message_can_be_filtered_from_its_own_menu() -> None:
    [filter_] = [
        one for one in at(MANIFEST, "features.shortcuts") if one["callback_id"] == "filter"
    ]
    assert filter_ == {
        "name": "Filter for my team",
        "type": "message",
        "callback_id": "filter",
        "description": "Decide before you forward it",
    }


def test_a_message_can_be_noted_as_a_promise_from_its_own_menu() -> None:
    shortcuts = at(MANIFEST, "features.shortcuts")
    [promise] = [one for one in shortcuts if one["callback_id"] == "promise"]
    assert (promise["type"], promise["name"]) == ("message", "I promised this")


def test_tokens_do_not_rotate_because_that_cannot_be_switched_off_again() -> None:
    assert at(MANIFEST, "settings.token_rotation_enabled") is False
    assert at(MANIFEST, "settings.socket_mode_enabled") is True
