"""conversations.*: what the bot may read of the places it is in."""

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from bot.playground.calls import HISTORY_SCOPE, READ_SCOPE, Call, method
from bot.playground.messages import Message
from bot.playground.people import BOT_USER
from bot.playground.refusals import Refused

Item = TypeVar("Item")

WINDOW = "cursor limit oldest latest inclusive include_all_metadata"
LARGEST_PAGE = 999


def open_conversation(call: Call) -> dict[str, Any]:
    workspace = call.playground.workspace
    if "users" not in call.args:
        channel = call.channel()
        return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
    if "," in call.text("users"):
        call.need("mpim:write")
    person = call.person("users")
    if person.is_stranger:
        raise Refused("user_not_visible")
    if person.dm is None:
        raise Refused("cannot_dm_bot")
    if person.deleted:
        raise Refused("user_disabled")
    channel = workspace.channels[person.dm]
    shown = channel.to_slack() if call.flag("return_im") else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": shown}


def info(call: Call) -> dict[str, Any]:
    channel = call.channel(joined=False)
    call.need(READ_SCOPE[channel.is_im])
    return {"channel": channel.to_slack()}


def members(call: Call) -> dict[str, Any]:
    channel = call.channel(joined=False)
    call.need(READ_SCOPE[channel.is_im])
    page, cursor = paged(call, channel.members, 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def list_conversations(call: Call) -> dict[str, Any]:
    kinds = call.text("types", "public_channel").split(",")
    for kind, scope in (("public_channel", "channels:read"), ("im", "im:read")):
        if kind in kinds:
            call.need(scope)
    chosen = [
        channel.to_slack()
        for channel in call.playground.workspace.channels.values()
        if ("im" if channel.is_im else "public_channel") in kinds
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]
    page, cursor = paged(call, chosen, 100)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> dict[str, Any]:
    """The newest first; thread replies only where they were broadcast."""
    channel = call.channel()
    call.need(HISTORY_SCOPE[channel.is_im])
    found = [
        message
        for message in call.playground.workspace.visible(channel.id)
        if not message.is_reply or message.reply_broadcast
    ]
    return _window(call, [*reversed(_within(call, found))])


def replies(call: Call) -> dict[str, Any]:
    """The thread's root and then its replies, the oldest first."""
    channel = call.channel()
    call.need(HISTORY_SCOPE[channel.is_im])
    workspace = call.playground.workspace
    asked = workspace.find(channel.id, call.text("ts"))
    if asked is None or asked.deleted:
        raise Refused("thread_not_found")
    root = workspace.find(channel.id, asked.thread_ts or asked.ts) or asked
    return _window(call, [root, *_within(call, workspace.replies(root))])


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _stamp(call.text("oldest")), _stamp(call.text("latest"))
    inclusive = call.flag("inclusive")

    def fits(ts: str) -> bool:
        after = not oldest or ts > oldest or (inclusive and ts == oldest)
        return after and (not latest or ts < latest or (inclusive and ts == latest))

    return [message for message in messages if fits(message.ts)]


def _stamp(text: str) -> str:
    """Seconds without a fraction are a moment too: compare them in the form of every ts."""
    if not text or text == "0":
        return ""
    try:
        return f"{int(text.partition('.')[0]):010d}.{text.partition('.')[2]:0<6}"
    except ValueError:
        raise Refused("invalid_ts_latest") from None


def _window(call: Call, messages: list[Message]) -> dict[str, Any]:
    page, cursor = paged(call, messages, 100)
    with_metadata, workspace = call.flag("include_all_metadata"), call.playground.workspace
    shown = [
        _with_thread(call, m, workspace.as_slack(m, with_metadata=with_metadata)) for m in page
    ]
    answer: dict[str, Any] = {"messages": shown, "has_more": bool(cursor), "pin_count": 0}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _with_thread(call: Call, message: Message, shown: dict[str, Any]) -> dict[str, Any]:
    answers = [] if message.is_reply else call.playground.workspace.replies(message)
    if not answers:
        return shown
    users = [*dict.fromkeys(reply.user for reply in answers)]
    return shown | {
        "thread_ts": message.ts,
        "reply_count": len(answers),
        "reply_users_count": len(users),
        "latest_reply": answers[-1].ts,
        "reply_users": users,
        "is_locked": False,
        "subscribed": BOT_USER in users,
    }


def paged(call: Call, items: Sequence[Item], default: int) -> tuple[list[Item], str]:
    """One page and the cursor of the next one, empty on the last."""
    limit = min(max(call.number("limit", default), 1), LARGEST_PAGE)
    cursor = call.text("cursor")
    try:
        start = int(base64.b64decode(cursor).decode()) if cursor else 0
    except ValueError:
        raise Refused("invalid_cursor") from None
    end = start + limit
    following = base64.b64encode(str(end).encode()).decode() if end < len(items) else ""
    return [*items[start:end]], following


METHODS = {
    "conversations.open": method(
        open_conversation, 50, "", "users channel return_im prevent_creation", scope="im:write"
    ),
    "conversations.info": method(info, 50, "channel", "include_locale include_num_members"),
    "conversations.members": method(members, 100, "channel", "cursor limit"),
    "conversations.list": method(list_conversations, 20, "", "cursor limit types exclude_archived"),
    "conversations.history": method(history, 50, "channel", WINDOW),
    "conversations.replies": method(replies, 50, "channel ts", WINDOW),
}
