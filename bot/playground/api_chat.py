"""chat.*: posting, changing and deleting messages as the bot."""

import json
from typing import Any

from bot.playground.block_kit import inspect_blocks, size_of
from bot.playground.block_rules import MESSAGE_BLOCKS_LENGTH
from bot.playground.calls import Call, method
from bot.playground.messages import Block, Message
from bot.playground.people import BOT_USER, TEAM_DOMAIN
from bot.playground.refusals import Refused

TEXT_LIMIT = 40_000  # longer texts are cut
UPDATE_TEXT_LIMIT = 4_000  # longer ones are refused
METADATA_BYTES = 8_000  # Slack publishes no figure

CONTENT = "text blocks attachments markdown_text parse link_names metadata"
UNFURL = " unfurl_links unfurl_media"


def post_message(call: Call) -> dict[str, Any]:
    channel = _destination(call)
    text, blocks = _content(call)
    thread_ts = _thread(call, channel)
    message = call.playground.workspace.post(
        channel,
        BOT_USER,
        text[:TEXT_LIMIT],
        blocks,
        thread_ts=thread_ts,
        metadata=_metadata(call),
        reply_broadcast=call.flag("reply_broadcast"),
    )
    shown = call.playground.workspace.as_slack(message, with_metadata=True)
    return {"channel": channel, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> dict[str, Any]:
    channel = call.channel(open_=True)
    person = call.person()
    if person.id not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = _content(call)
    message = call.playground.workspace.post(
        channel.id,
        BOT_USER,
        text[:TEXT_LIMIT],
        blocks,
        thread_ts=_thread(call, channel.id),
        ephemeral_to=person.id,
    )
    return {"message_ts": message.ts}


def update(call: Call) -> dict[str, Any]:
    message = _own_message(call, "cant_update_message")
    if call.playground.workspace.channels[message.channel].is_archived:
        raise Refused("is_inactive")
    text, blocks = _content(call)
    if len(text) > UPDATE_TEXT_LIMIT:
        raise Refused("msg_too_long")
    kept = blocks if "blocks" in call.args else None
    shown_text = text if "text" in call.args or "markdown_text" in call.args else message.text
    call.playground.workspace.edit(message, text=shown_text, blocks=kept)
    if "metadata" in call.args:
        message.metadata = _metadata(call)
    shown = call.playground.workspace.as_slack(message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": shown_text, "message": shown}


def delete(call: Call) -> dict[str, Any]:
    message = _own_message(call, "cant_delete_message")
    call.playground.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(call: Call) -> dict[str, Any]:
    channel = call.channel()
    message = call.playground.workspace.find(channel.id, call.text("message_ts"))
    if message is None or message.deleted:
        raise Refused("message_not_found")
    stamp = message.ts.replace(".", "")
    link = f"https://{TEAM_DOMAIN}.slack.com/archives/{channel.id}/p{stamp}"
    return {"channel": channel.id, "permalink": link}


def _destination(call: Call) -> str:
    """The conversation's id; a person's id means the conversation with the app."""
    wanted = call.text("channel")
    person = call.playground.workspace.people.get(wanted)
    if person is None:
        return call.channel(open_=True).id
    if person.is_stranger:
        raise Refused("channel_not_found")
    if person.deleted or person.dm is None:
        raise Refused("user_disabled" if person.deleted else "cannot_dm_bot")
    return person.dm


def _content(call: Call) -> tuple[str, list[Block]]:
    text, blocks = call.text("text"), call.args.get("blocks") or []
    markdown = call.text("markdown_text")
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    if faults := inspect_blocks(blocks, refused=call.playground.faults.refuse_blocks):
        raise Refused("invalid_blocks", errors=faults, response_metadata={"messages": faults})
    if size_of(blocks) > MESSAGE_BLOCKS_LENGTH:
        raise Refused("msg_blocks_too_long")
    if not (text or markdown or blocks or call.args.get("attachments")):
        raise Refused("no_text")
    return text or markdown, blocks


def _metadata(call: Call) -> dict[str, Any] | None:
    metadata = call.args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return metadata


def _thread(call: Call, channel: str) -> str | None:
    thread_ts = call.text("thread_ts") or None
    if thread_ts and call.playground.workspace.find(channel, thread_ts) is None:
        raise Refused("thread_not_found")
    return thread_ts


def _own_message(call: Call, otherwise: str) -> Message:
    channel = call.channel(joined=False)
    message = call.playground.workspace.find(channel.id, call.text("ts"))
    if message is None or message.deleted or message.ephemeral_to:
        raise Refused("message_not_found")
    if not message.is_by_bot:
        raise Refused(otherwise)
    return message


METHODS = {
    "chat.postMessage": method(
        post_message,
        0,
        "channel",
        CONTENT
        + UNFURL
        + " thread_ts reply_broadcast mrkdwn as_user client_msg_id container_id"
        + " icon_emoji icon_url username",
        scope="chat:write",
        posts=True,
    ),
    "chat.postEphemeral": method(
        post_ephemeral, 100, "channel user", CONTENT + " thread_ts as_user", scope="chat:write"
    ),
    "chat.update": method(
        update, 50, "channel ts", CONTENT + " as_user file_ids reply_broadcast", scope="chat:write"
    ),
    "chat.delete": method(delete, 50, "channel ts", "as_user", scope="chat:write"),
    "chat.getPermalink": method(get_permalink, 600, "channel message_ts"),
}
