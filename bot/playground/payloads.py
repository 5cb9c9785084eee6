"""The payloads that Slack sends to an app, as plain dicts in Slack's own shape."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.playground.messages import Message
from bot.playground.people import APP, BOT_USER, TEAM, TEAM_DOMAIN, Channel, Person
from bot.playground.views import View

Payload = dict[str, Any]

VERIFICATION_TOKEN = "playground"  # noqa: S105 - the old field that apps are told to ignore
ORGANISATION: Payload = {"is_enterprise_install": False, "enterprise": None}


def slash_command(
    person: Person, channel: Channel, command: str, text: str, response_url: str, trigger_id: str
) -> Payload:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_click(
    person: Person,
    channel: Channel,
    message: Message,
    shown: Payload,
    action: Payload,
    values: Mapping[str, Any],
    *,
    response_url: str,
    trigger_id: str,
) -> Payload:
    """block_actions of a message; of an ephemeral one Slack tells only the place, not `shown`."""
    container: Payload = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    told = {} if message.ephemeral_to else {"message": shown}
    return {
        **_interaction("block_actions", person),
        "trigger_id": trigger_id,
        "container": container,
        "channel": _named(channel),
        **told,
        "state": {"values": values},
        "response_url": response_url,
        "actions": [action],
    }


def view_click(person: Person, view: View, action: Payload, trigger_id: str) -> Payload:
    return {
        **_interaction("block_actions", person),
        "trigger_id": trigger_id,
        "container": {"type": "view", "view_id": view.id},
        "view": view.to_slack(),
        "actions": [action],
    }


def submission(
    person: Person, view: View, trigger_id: str, response_urls: list[Payload]
) -> Payload:
    return {
        **_interaction("view_submission", person),
        "trigger_id": trigger_id,
        "view": view.to_slack(),
        "response_urls": response_urls,
    }


def view_closed(person: Person, view: View, *, is_cleared: bool) -> Payload:
    shown = {"view": view.to_slack(), "is_cleared": is_cleared}
    return _interaction("view_closed", person) | shown


def global_shortcut(person: Person, callback_id: str, action_ts: str, trigger_id: str) -> Payload:
    more = {"callback_id": callback_id, "action_ts": action_ts, "trigger_id": trigger_id}
    return _interaction("shortcut", person) | more


def message_shortcut(
    person: Person,
    channel: Channel,
    shown: Payload,
    callback_id: str,
    *,
    action_ts: str,
    trigger_id: str,
    response_url: str,
) -> Payload:
    return {
        **_interaction("message_action", person),
        "callback_id": callback_id,
        "action_ts": action_ts,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "channel": _named(channel),
        "message_ts": shown["ts"],
        "message": shown,
    }


def event_callback(event: Payload, now: datetime) -> Payload:
    """The outer event; its event_id stays the same when it is sent again."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(now.timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
    }


def message_event(shown: Payload, channel: Channel) -> Payload:
    """A message that somebody else than the app has posted; `shown` as the Web API shows it."""
    return shown | _place(channel) | {"event_ts": shown["ts"]}


def message_deleted(shown: Payload, channel: Channel, event_ts: str) -> Payload:
    """A message is gone; `shown` is what it was."""
    event: Payload = {"type": "message", "subtype": "message_deleted", "hidden": True}
    event |= {"deleted_ts": shown["ts"], "ts": event_ts, "event_ts": event_ts}
    return event | {"previous_message": shown} | _place(channel)


def _place(channel: Channel) -> Payload:
    return {"channel": channel.id, "channel_type": "im" if channel.is_im else "channel"}


def home_opened(person: Person, tab: str, view: View | None, event_ts: str) -> Payload:
    event: Payload = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": person.dm,
        "tab": tab,
        "event_ts": event_ts,
    }
    return event | ({"view": view.to_slack()} if view and tab == "home" else {})


def _interaction(kind: str, person: Person) -> Payload:
    user = {"id": person.id, "username": person.name, "name": person.name}
    user |= {"team_id": person.team}
    return {
        "type": kind,
        "user": user,
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        **ORGANISATION,
    }


def _named(channel: Channel) -> Payload:
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}
