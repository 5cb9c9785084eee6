"""The control API: everything that a person or a test does to the playground, as JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground import control_clock, control_places, control_settings, slack_commands
from bot.playground.clock import iso
from bot.playground.control_calls import Answer, Asked, read_asked
from bot.playground.interactions import UNCHANGED
from bot.playground.omissions import OMISSIONS
from bot.playground.people import APP, BOT_USER, TEAM, TEAM_DOMAIN
from bot.playground.refusals import BadCall, bad_arguments, not_found
from bot.playground.walking import NotSettled

if TYPE_CHECKING:
    from bot.playground.server import Playground


async def state(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only()
    now = playground.clock.now()
    workspace, sockets = playground.workspace, playground.sockets
    app = {"id": APP, "name": playground.installation.name, "bot_user": BOT_USER}
    app |= {"connected": sockets.count > 0, "sockets": sockets.count}
    return {
        "now": iso(now),
        "offset_seconds": playground.clock.offset_seconds,
        "team": {"id": TEAM, "name": workspace.team_name, "domain": TEAM_DOMAIN},
        "app": app | playground.installation.to_state(),
        "slack_commands": slack_commands.DECLARED,
        "live": playground.live.progress.to_state() if playground.live.progress else None,
        "marks": [mark.to_state() for mark in playground.marks.ahead()],
        "users": [person.to_state(now) for person in workspace.people.values()],
        "channels": [channel.to_state() for channel in workspace.channels.values()],
    }


async def messages(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("channel", "user", "since")
    chosen = {name: asked.text(name, "") for name in ("channel", "user", "since")}
    return {"messages": playground.workspace.log(**chosen)}


async def views(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("user")
    person = asked.person()
    home = playground.views.homes.get(person.id)
    stack = playground.views.stack(person.id)
    shown = [view.to_slack() for view in stack]
    return {"home": home.to_slack() if home else None, "modals": shown}


async def command(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("user", "channel", "command", "text")
    person = asked.member()
    where = asked.joined(asked.channel(person.dm), person)
    typed, text = asked.text("command"), asked.text("text", "")
    if typed in slack_commands.COMMANDS:
        return await slack_commands.COMMANDS[typed](playground, person, where, text)
    return await playground.interactions.command(person, where, typed, text)


async def click(playground: "Playground", asked: Asked) -> dict[str, Any]:
    person = asked.actor()
    action_id, block_id = asked.text("action_id"), asked.text("block_id", "")
    value = asked.args.get("value", UNCHANGED)
    if "view_id" in asked.args:
        asked.only("user", "view_id", "action_id", "block_id", "value", "values")
        view = asked.view(person)
        view.fill(asked.table("values"))
        await playground.interactions.click_in_view(person, view, action_id, block_id, value)
    else:
        asked.only("user", "channel", "ts", "action_id", "block_id", "value")
        message = asked.message(person)
        await playground.interactions.click_in_message(person, message, action_id, block_id, value)
    return {}


async def submit(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("user", "view_id", "values")
    person = asked.actor()
    view = asked.view(person)
    return await playground.forms.submit(person, view, asked.table("values"))


async def close(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("user", "view_id", "all")
    person = asked.actor()
    view = asked.view(person)
    whole = asked.flag("all")
    notified = await playground.forms.close(person, view, whole_stack=whole)
    return {"notified": notified}


async def shortcut(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("user", "callback_id", "channel", "ts")
    person, callback_id = asked.member(), asked.text("callback_id")
    if "ts" in asked.args:
        message = asked.message(person)
        await playground.interactions.message_shortcut(person, message, callback_id)
    else:
        looking_at = asked.joined(asked.channel(person.dm), person)
        await playground.interactions.global_shortcut(person, callback_id, looking_at)
    return {}


async def message(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """With `bare`, as from an old integration: without the blocks of Slack's composer."""
    asked.only("user", "channel", "text", "thread_ts", "bare")
    person = asked.actor()
    channel = asked.open(asked.joined(asked.channel(person.dm), person))
    thread_ts = asked.text("thread_ts", "") or None
    if thread_ts and playground.workspace.find(channel.id, thread_ts) is None:
        raise not_found("message", thread_ts)
    posted, acknowledged = await playground.events.message(
        person, channel, asked.text("text"), thread_ts, bare=asked.flag("bare")
    )
    return {"ts": posted.ts, "acknowledged": acknowledged}


async def delete_message(playground: "Playground", asked: Asked) -> dict[str, Any]:
    """Everybody may delete their own messages, an admin those of all."""
    asked.only("user", "channel", "ts")
    person = asked.actor()
    message = asked.message(person, anywhere=person.is_admin)
    if message.user != person.id and not person.is_admin:
        detail = "People delete their own messages, admins also those of others."
        raise BadCall(403, "cant_delete_message", detail)
    return {"acknowledged": await playground.events.deleted(message)}


async def open_home(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("user", "tab")
    person, tab = asked.member(), asked.text("tab", "home")
    if tab not in ("home", "messages"):
        raise bad_arguments("tab is home or messages.")
    acknowledged = await playground.events.open_home(person, tab)
    home = playground.views.homes.get(person.id)
    return {"acknowledged": acknowledged, "home": home.to_slack() if home else None}


async def log(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only("method")
    return {"calls": playground.web_api.log(asked.text("method", ""))}


async def envelopes(playground: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only()
    return {"envelopes": [asdict(envelope) for envelope in playground.sockets.envelopes]}


async def limits_of_playground(_: "Playground", asked: Asked) -> dict[str, Any]:
    asked.only()
    return {"limits": OMISSIONS}


READS: dict[str, Answer] = {
    "state": state,
    "messages": messages,
    "views": views,
    **control_clock.READS,
    "log": log,
    "envelopes": envelopes,
    "limits_of_playground": limits_of_playground,
}
WRITES: dict[str, Answer] = {
    "command": command,
    "click": click,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "message": message,
    "delete_message": delete_message,
    "open_home": open_home,
    **control_clock.WRITES,
    **control_places.WRITES,
    **control_settings.WRITES,
}


class Control:
    """Answers /_control/{call}."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["call"]
        known = READS if request.method == "GET" else WRITES
        if name not in known:
            detail = f"There is no {request.method} {name} in the control API."
            return _refusal(BadCall(404, "unknown_call", detail))
        try:
            asked = await read_asked(request, self._playground)
            found = await known[name](self._playground, asked)
            if asked.wait:
                await self._playground.walk.settle()
        except BadCall as bad:
            return _refusal(bad)
        except NotSettled:
            detail = "The bot did not come to rest within a minute."
            return _refusal(BadCall(504, "not_settled", detail))
        return web.json_response({"ok": True} | found)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        now = iso(self._playground.clock.now())
        return await self._playground.stream.watch(request, now)


def _refusal(bad: BadCall) -> web.Response:
    return web.json_response(bad.body, status=bad.status)
