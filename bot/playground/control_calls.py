"""Reading the arguments of a control call, with words for whoever got them wrong."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.clock import from_iso
from bot.playground.messages import Message
from bot.playground.people import Channel, Person
from bot.playground.refusals import BadCall, bad_arguments, not_found
from bot.playground.views import View

if TYPE_CHECKING:
    from bot.playground.server import Playground

REQUIRED = "\0required"


@dataclass(frozen=True)
class Asked:
    """The arguments of one call and the playground they speak of. Every reader raises BadCall."""

    playground: "Playground"
    args: dict[str, Any]
    wait: bool = False
    gone: Callable[[], bool] = lambda: False  # whether the caller has hung up

    def only(self, *names: str) -> None:
        strange = sorted(self.args.keys() - set(names))
        if strange:
            known = ", ".join(names) or "nothing"
            raise bad_arguments(f"Unknown: {', '.join(strange)}. This call takes {known}.")

    def text(self, name: str, default: str = REQUIRED) -> str:
        value = self.args.get(name, default)
        if not isinstance(value, str) or value is REQUIRED:
            raise bad_arguments(f"{name} must be a text.")
        return value

    def number(self, name: str) -> float:
        value = self.args.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise bad_arguments(f"{name} must be a number.")
        return value

    def flag(self, name: str) -> bool:
        value = self.args.get(name, False)
        if not isinstance(value, bool):
            raise bad_arguments(f"{name} must be true or false.")
        return value

    def table(self, name: str) -> dict[str, Any]:
        value = self.args.get(name, {})
        if not isinstance(value, dict):
            raise bad_arguments(f"{name} must be an object.")
        return value

    def tables(self, name: str) -> list[dict[str, Any]]:
        value = self.args.get(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_arguments(f"{name} must be a list of objects.")
        return value

    def names(self, name: str) -> list[str]:
        value = self.args.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise bad_arguments(f"{name} must be a list of texts.")
        return value

    def person(self, name: str = "user") -> Person:
        wanted = self.text(name)
        person = self.playground.workspace.people.get(wanted)
        if person is None:
            raise not_found("user", wanted)
        return person

    def actor(self) -> Person:
        """Somebody who can do something in this workspace's Slack."""
        person = self.person()
        if person.deleted:
            raise BadCall(409, "user_deactivated", f"{person.real_name} is deactivated.")
        return person

    def member(self) -> Person:
        """Somebody who may use the app: neither a bot nor of another company."""
        person = self.actor()
        if person.dm is None:
            detail = f"{person.real_name} cannot use apps of this workspace."
            raise BadCall(409, "user_not_allowed", detail)
        return person

    def channel(self, default: str | None = None) -> Channel:
        wanted = self.text("channel", default or REQUIRED)
        channel = self.playground.workspace.channels.get(wanted)
        if channel is None:
            raise not_found("channel", wanted)
        return channel

    def joined(self, channel: Channel, person: Person) -> Channel:
        if person.id not in channel.members:
            detail = f"{person.real_name} is not in {channel.id}."
            raise BadCall(409, "not_in_channel", detail)
        return channel

    def open(self, channel: Channel) -> Channel:
        """A conversation that still takes messages."""
        if channel.is_archived:
            raise BadCall(409, "is_archived", f"#{channel.name} is archived.")
        return channel

    def message(self, person: Person, *, anywhere: bool = False) -> Message:
        """A message that this person sees now; with `anywhere`, of any conversation."""
        channel, ts = self.channel(person.dm), self.text("ts")
        if not anywhere:
            self.joined(channel, person)
        message = self.playground.workspace.find(channel.id, ts)
        if message is None or not message.is_seen_by(person.id):
            raise not_found("message", ts)
        if message.deleted:
            raise BadCall(409, "message_deleted", "This message was deleted.")
        return message

    def view(self, person: Person) -> View:
        """The person's Home or the modal that is on top."""
        wanted = self.text("view_id")
        view = self.playground.views.find(wanted)
        if view is None or view.user != person.id:
            raise not_found("view", wanted)
        if view.type == "modal" and self.playground.views.stack(person.id)[-1] is not view:
            raise BadCall(409, "not_on_top", "Another modal lies over this one.")
        return view


Answer = Callable[["Playground", Asked], Awaitable[dict[str, Any]]]


def instant(value: Any, name: str) -> datetime:
    try:
        return from_iso(value)
    except (TypeError, ValueError):
        raise bad_arguments(f"{name} must be an instant like 2026-11-24T09:00:00Z.") from None


async def read_asked(request: web.Request, playground: "Playground") -> Asked:
    if request.method == "GET":
        return Asked(playground, dict(request.query))
    body = await request.text()
    try:
        args = json.loads(body) if body else {}
    except json.JSONDecodeError:
        raise bad_arguments("The body must be JSON.") from None
    if not isinstance(args, dict):
        raise bad_arguments("The body must be a JSON object.")
    wait = args.pop("wait", False) is True
    return Asked(playground, args, wait, gone=lambda: request.transport is None)
