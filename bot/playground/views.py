"""Modals and Home tabs: the stack of each person, hashes, and what was entered in them."""

import itertools
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.playground.block_kit import inspect_view
from bot.playground.block_rules import VIEW_BYTES
from bot.playground.clock import Clock
from bot.playground.elements import Values, entry, state_values, stateful
from bot.playground.people import APP, BOT, TEAM, Channel
from bot.playground.refusals import Refused, invalid_arguments, not_found
from bot.playground.workspace import Tell, with_ids

STACK_LIMIT = 3
MODAL_DEFAULTS: dict[str, Any] = {
    "callback_id": "",
    "private_metadata": "",
    "external_id": "",
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
    "submit_disabled": False,
}


@dataclass
class View:
    """An open modal or a published Home tab of one person."""

    id: str
    user: str
    content: dict[str, Any]
    hash: str
    root: str
    previous: str | None = None
    here: Channel | None = None  # what the person looked at when the modal opened
    entered: Values = field(default_factory=dict)

    @property
    def type(self) -> str:
        return self.content["type"]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return self.content["blocks"]

    def values(self) -> Values:
        return state_values(self.blocks, self.entered, self.here)

    def enter(self, block_id: str, action_id: str, value: Any) -> None:
        """Put a value into an element, as a person does. Raises BadCall if there is none."""
        for block, element in stateful(self.blocks):
            if (block["block_id"], element["action_id"]) == (block_id, action_id):
                self.entered.setdefault(block_id, {})[action_id] = entry(element, value)
                return
        raise not_found("block", block_id)

    def fill(self, values: dict[str, Any]) -> None:
        """Enter values by block_id alone; an input block has one element."""
        actions = {block["block_id"]: e["action_id"] for block, e in stateful(self.blocks)}
        for block_id, value in values.items():
            self.enter(block_id, actions.get(block_id, ""), value)

    def to_slack(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "team_id": TEAM,
            **MODAL_DEFAULTS,
            **self.content,
            "state": {"values": self.values()},
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
            "app_id": APP,
            "app_installed_team_id": TEAM,
            "bot_id": BOT,
        }


class Views:
    """Every view that stands somewhere. Faulty views are refused as views.* refuses them."""

    def __init__(self, clock: Clock, tell: Tell) -> None:
        self._clock = clock
        self._tell = tell
        self.reset()

    def reset(self) -> None:
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self._ids = itertools.count(1)

    def stack(self, user: str) -> list[View]:
        """The open modals of a person, root first."""
        return self.stacks.setdefault(user, [])

    def find(self, view_id: str) -> View | None:
        return next((view for view in self._all() if view.id == view_id), None)

    def with_external_id(self, external_id: str) -> View | None:
        wanted = (v for v in self._all() if v.content.get("external_id") == external_id)
        return next(wanted, None) if external_id else None

    def open(self, user: str, content: Any, here: Channel | None = None) -> View:
        """A new root modal; what the person had open gives way to it."""
        view = self._make(user, content, "modal")
        view.here = here
        self.stacks[user] = [view]
        self._say(view, "opened")
        return view

    def push(self, user: str, content: Any) -> View:
        """A modal on top of the person's stack, three deep at most."""
        stack = self.stack(user)
        if not stack:
            raise Refused("not_found")
        if len(stack) >= STACK_LIMIT:
            raise Refused("push_limit_reached")
        view = self._make(user, content, "modal")
        view.root, view.previous, view.here = stack[0].id, stack[-1].id, stack[0].here
        stack.append(view)
        self._say(view, "opened")
        return view

    def update(self, view: View, content: Any, known_hash: str | None = None) -> View:
        """Another content for an open view. What stands in a modal's field stays where block_id
        and action_id stay, whatever initial value the new content names."""
        if known_hash and known_hash != view.hash:
            raise Refused("hash_conflict")
        checked, standing = self._checked(content, view.type, view), view.values()
        view.content = checked
        if view.type == "modal":
            view.entered = standing
        view.hash = self._hash()
        self._say(view, "updated")
        return view

    def publish(self, user: str, content: Any, known_hash: str | None = None) -> View:
        """The person's Home tab; it keeps its id from the first publication on."""
        standing = self.homes.get(user)
        if standing:
            return self.update(standing, content, known_hash)
        view = self._make(user, content, "home")
        self.homes[user] = view
        self._say(view, "updated")
        return view

    def close(self, view: View) -> None:
        """Take the top modal away."""
        self.stack(view.user).remove(view)
        self._say(view, "closed")

    def clear(self, user: str) -> None:
        """Take all modals of a person away."""
        for view in [*reversed(self.stack(user))]:
            self.close(view)

    def _all(self) -> list[View]:
        return [*self.homes.values(), *(v for stack in self.stacks.values() for v in stack)]

    def _make(self, user: str, content: Any, kind: str) -> View:
        checked = self._checked(content, kind)
        view_id = f"V0{'H' if kind == 'home' else 'M'}{next(self._ids)}"
        return View(view_id, user, checked, self._hash(), root=view_id)

    def _checked(self, content: Any, kind: str, replaced: View | None = None) -> dict[str, Any]:
        faults = inspect_view(content)
        if not faults and content["type"] != kind:
            faults = [f"[ERROR] must be a {kind} view [json-pointer:/view/type]"]
        if faults:
            raise invalid_arguments(*faults)
        if len(json.dumps(content, ensure_ascii=False).encode()) > VIEW_BYTES:
            raise Refused("view_too_large")
        if self.with_external_id(content.get("external_id", "")) not in (None, replaced):
            raise Refused("duplicate_external_id")
        return content | {"blocks": with_ids(content["blocks"])}

    def _hash(self) -> str:
        return f"{self._clock.now().timestamp():.0f}.{secrets.token_hex(4)}"

    def _say(self, view: View, change: str) -> None:
        told = {"type": "view", "surface": view.type, "change": change}
        self._tell(told | {"user": view.user, "view_id": view.id})
