"""One call of the Web API: its arguments from whichever form they came in, and what it may do."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.people import APP_TOKEN, BOT_TOKEN, BOT_USER, Channel, Person
from bot.playground.refusals import Refused, invalid_arguments

if TYPE_CHECKING:
    from bot.playground.server import Playground

# Arguments that travel as JSON inside a form or a query.
STRUCTURED = ("blocks", "attachments", "view", "metadata", "files")
EVERYWHERE = frozenset({"team_id"})  # the SDK adds it to each call of an installed app
HISTORY_SCOPE = {True: "im:history", False: "channels:history"}
READ_SCOPE = {True: "im:read", False: "channels:read"}


@dataclass(frozen=True)
class Call:
    """A call that was let in: the method's arguments and the workspace it is about."""

    playground: "Playground"
    args: dict[str, Any]
    host: str

    def need(self, scope: str) -> None:
        """Raises missing_scope, in the words of Slack, unless the scope was granted."""
        granted = self.playground.installation.scopes
        if scope not in granted:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(granted)))

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name, default)
        if not isinstance(value, str):
            raise invalid_arguments(f"[ERROR] must be a string [json-pointer:/{name}]")
        return value

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.args.get(name, default))
        except (TypeError, ValueError):
            message = f"[ERROR] must be an integer [json-pointer:/{name}]"
            raise invalid_arguments(message) from None

    def flag(self, name: str) -> bool:
        return self.args.get(name, False) in (True, 1, "1", "true", "True")

    def person(self, name: str = "user") -> Person:
        person = self.playground.workspace.people.get(self.text(name))
        if person is None:
            raise Refused("user_not_found")
        return person

    def channel(
        self, name: str = "channel", *, joined: bool = True, open_: bool = False
    ) -> Channel:
        """The conversation; with `joined` the bot must be in it, with `open_` it may not be
        archived."""
        channel = self.playground.workspace.channels.get(self.text(name))
        if channel is None or (channel.is_im and BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        if open_ and channel.is_archived:
            raise Refused("is_archived")
        if joined and BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel


@dataclass(frozen=True)
class Method:
    """A method of the Web API: who may call it with which arguments and how often per minute."""

    run: Callable[[Call], Mapping[str, Any]]
    per_minute: int
    required: frozenset[str]
    optional: frozenset[str]
    scope: str = ""
    for_app_token: bool = False
    posts: bool = False  # counted per channel and for the workspace, not per method


def method(
    run: Callable[[Call], Mapping[str, Any]],
    per_minute: int,
    required: str = "",
    optional: str = "",
    *,
    scope: str = "",
    for_app_token: bool = False,
    posts: bool = False,
) -> Method:
    names = frozenset(required.split()), frozenset(optional.split())
    return Method(run, per_minute, *names, scope, for_app_token, posts)


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """Query, form and JSON body taken together; the SDK uses all of them, sometimes at once."""
    args: dict[str, Any] = dict(request.query)
    if request.method == "POST" and request.content_type == "application/json":
        body = await request.text()
        try:
            parsed = json.loads(body) if body else {}
        except json.JSONDecodeError:
            raise Refused("invalid_json") from None
        if not isinstance(parsed, dict):
            raise Refused("json_not_object")
        args |= parsed
    elif request.method == "POST":
        args |= {name: str(value) for name, value in (await request.post()).items()}
    for name in STRUCTURED:
        if isinstance(args.get(name), str):
            args[name] = _structured(name, args[name])
    return args


def _structured(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        if name == "blocks":
            raise Refused("invalid_blocks_format") from None
        message = f"[ERROR] must be JSON [json-pointer:/{name}]"
        raise invalid_arguments(message) from None


def authorise(token: str, wanted: Method, *, installed: bool) -> None:
    """Raises Refused unless this token may call this method at all."""
    if not token:
        raise Refused("not_authed")
    if token not in (BOT_TOKEN, APP_TOKEN):
        raise Refused("invalid_auth")
    if not installed:
        raise Refused("account_inactive")
    if wanted.for_app_token != (token == APP_TOKEN):
        raise Refused("not_allowed_token_type")


def check_arguments(wanted: Method, args: Mapping[str, Any]) -> None:
    """Raises invalid_arguments for what is missing and for what the method does not know."""
    missing = sorted(wanted.required - args.keys())
    unknown = sorted(args.keys() - wanted.required - wanted.optional - EVERYWHERE)
    messages = [f"[ERROR] missing required field: {name}" for name in missing]
    messages += [f"[ERROR] unknown argument: {name}" for name in unknown]
    if messages:
        raise invalid_arguments(*messages)
