"""files.*: handing in a file in two calls, with the upload between them."""

from typing import Any

from bot.playground.calls import Call, method
from bot.playground.files import LARGEST
from bot.playground.people import BOT_USER
from bot.playground.refusals import Refused, invalid_arguments


def get_upload_url(call: Call) -> dict[str, Any]:
    length = call.number("length", 0)
    if not 0 < length <= LARGEST:
        raise invalid_arguments("[ERROR] must be a size in bytes [json-pointer:/length]")
    file = call.playground.files.announce(call.text("filename"), length)
    url = f"{call.playground.address}/upload/{file.secret}"
    return {"upload_url": url, "file_id": file.id}


def complete_upload(call: Call) -> dict[str, Any]:
    playground, wanted = call.playground, call.args["files"]
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise invalid_arguments("[ERROR] must be a list of files [json-pointer:/files]")
    files = [playground.files.uploaded(str(one.get("id", ""))) for one in wanted]
    # A person's id is none of a conversation here, other than for chat.postMessage.
    channel = call.channel("channel_id", open_=True) if call.text("channel_id") else None
    for file, told in zip(files, wanted, strict=True):
        file.title = str(told.get("title") or file.name)
        file.is_shared = channel is not None
    shown = [file.to_slack(playground.address) for file in files]
    if channel is not None:
        thread_ts = call.text("thread_ts") or None
        if thread_ts and playground.workspace.find(channel.id, thread_ts) is None:
            raise Refused("thread_not_found")
        playground.workspace.post(
            channel.id,
            BOT_USER,
            call.text("initial_comment"),
            thread_ts=thread_ts,
            files=shown,
        )
    return {"files": shown}


METHODS = {
    "files.getUploadURLExternal": method(
        get_upload_url, 100, "filename length", "alt_txt snippet_type", scope="files:write"
    ),
    "files.completeUploadExternal": method(
        complete_upload,
        100,
        "files",
        "channel_id channels initial_comment thread_ts blocks",
        scope="files:write",
    ),
}
