"""Submitting and closing modals, and what the app's answer does to the stack."""

from typing import TYPE_CHECKING, Any

from bot.playground import payloads
from bot.playground.dispatch import dispatch, unusable
from bot.playground.elements import CHOSEN, complaints
from bot.playground.people import Person
from bot.playground.refusals import Refused
from bot.playground.views import View
from bot.playground.workspace import elements_of

if TYPE_CHECKING:
    from bot.playground.server import Playground


class Forms:
    """Each call returns when the app has answered."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground

    async def submit(self, person: Person, view: View, values: dict[str, Any]) -> dict[str, Any]:
        """The form goes to the app only if Slack's client would let it go."""
        view.fill(values)
        if said := complaints(view.blocks, view.values()):
            return {"response_action": "errors", "errors": said, "by": "client"}
        trigger = self._playground.credentials.trigger(person.id, view.here and view.here.id)
        payload = payloads.submission(person, view, trigger, self._response_urls(person, view))
        answer = await dispatch(self._playground, "interactive", payload, accepts=True)
        try:
            return self._submitted(view, answer)
        except Refused as refused:
            raise unusable(refused) from None

    async def close(self, person: Person, view: View, *, whole_stack: bool) -> bool:
        """Whether the app was told (notify_on_close)."""
        views = self._playground.views
        stack = [*reversed(views.stack(person.id))]
        closed = stack if whole_stack or view.content.get("clear_on_close") else [view]
        for each in closed:
            views.close(each)
        notified = [each for each in closed if each.content.get("notify_on_close")]
        for each in notified:
            payload = payloads.view_closed(person, each, is_cleared=whole_stack)
            await dispatch(self._playground, "interactive", payload)
        return bool(notified)

    def _submitted(self, view: View, answer: dict[str, Any]) -> dict[str, Any]:
        """What the ack of a submission does to the stack."""
        views = self._playground.views
        match answer.get("response_action"):
            case "errors":
                return _checked_errors(view, answer)
            case "update":
                views.update(view, answer.get("view"))
                return {"response_action": "update", "view": view.to_slack()}
            case "push":
                pushed = views.push(view.user, answer.get("view"))
                return {"response_action": "push", "view": pushed.to_slack()}
            case "clear":
                views.clear(view.user)
                return {"response_action": "clear"}
            case None:
                # The app may have changed the stack by a call of its own before it answered.
                if view in views.stack(view.user):
                    views.close(view)
                return {}
            case _:
                raise Refused("invalid_arguments", messages=["unknown response_action"])

    def _response_urls(self, person: Person, view: View) -> list[dict[str, Any]]:
        """One url for each channel chosen in an element with response_url_enabled."""
        urls: list[dict[str, Any]] = []
        values = view.values()
        for block in view.blocks:
            for element in elements_of(block):
                if element.get("response_url_enabled"):
                    standing = values[block["block_id"]][element["action_id"]]
                    channel = standing[CHOSEN[element["type"]]]
                    where = {"block_id": block["block_id"], "action_id": element["action_id"]}
                    urls += [where | self._response_url(person, channel)] if channel else []
        return urls

    def _response_url(self, person: Person, channel: str) -> dict[str, Any]:
        path = self._playground.credentials.response_path(channel, person.id)
        return {"channel_id": channel, "response_url": self._playground.address + path}


def _checked_errors(view: View, answer: dict[str, Any]) -> dict[str, Any]:
    """Slack shows errors only under input blocks; others would leave the person without words."""
    errors = answer.get("errors") or {}
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strange = sorted(errors.keys() - inputs)
    if strange or not errors:
        raise Refused("invalid_arguments", messages=[f"no input block: {n}" for n in strange])
    return {"response_action": "errors", "errors": errors}
