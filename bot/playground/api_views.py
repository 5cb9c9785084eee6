"""views.*: modals by trigger id, and the Home tab."""

from typing import Any

from bot.playground.calls import Call, method
from bot.playground.refusals import Refused, invalid_arguments
from bot.playground.views import View


def open_view(call: Call) -> dict[str, Any]:
    trigger = call.playground.credentials.look_at(call.text("trigger_id"))
    here = call.playground.workspace.channels.get(trigger.channel or "")
    view = call.playground.views.open(trigger.user, call.args["view"], here)
    trigger.used = True
    return {"view": view.to_slack()}


def push(call: Call) -> dict[str, Any]:
    trigger = call.playground.credentials.look_at(call.text("trigger_id"))
    view = call.playground.views.push(trigger.user, call.args["view"])
    trigger.used = True
    return {"view": view.to_slack()}


def update(call: Call) -> dict[str, Any]:
    view = _standing(call)
    changed = call.playground.views.update(view, call.args["view"], call.text("hash") or None)
    return {"view": changed.to_slack()}


def publish(call: Call) -> dict[str, Any]:
    person = call.person("user_id")
    known = call.text("hash") or None
    view = call.playground.views.publish(person.id, call.args["view"], known)
    return {"view": view.to_slack()}


def _standing(call: Call) -> View:
    if not call.args.keys() & {"view_id", "external_id"}:
        raise invalid_arguments("[ERROR] missing required field: view_id or external_id")
    views = call.playground.views
    by_id = views.find(call.text("view_id"))
    view = by_id or views.with_external_id(call.text("external_id"))
    if view is None:
        raise Refused("not_found")
    return view


METHODS = {
    "views.open": method(open_view, 100, "view trigger_id"),
    "views.push": method(push, 100, "view trigger_id"),
    "views.update": method(update, 100, "view", "view_id external_id hash"),
    "views.publish": method(publish, 100, "user_id view", "hash"),
}
