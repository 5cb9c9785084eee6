"""One person at work: what they press and type, what they then read, and how long it would take."""

from typing import Any

from tests.e2e.slack import JSON, Slack, controls, words
from tests.e2e.test_first_minute import down_to
from tests.modelled_time import Stopwatch


class Member:
    """Reads each window and message once, down to its last control, as `tests.modelled_time`
    counts. `shown` is all that the tool showed them, `required` how many fields had to be typed."""

    def __init__(self, slack: Slack, user: str) -> None:
        self.slack = slack
        self.user = user
        self.watch = Stopwatch()
        self.required = 0
        self.shown: list[str] = []

    async def window(self) -> JSON:
        """The window on top."""
        view = await self.slack.modal(self.user)
        self._read(view)
        return view

    async def newest(self) -> JSON:
        """The newest message that the bot sent them."""
        await self.slack.pass_time(minutes=1)
        found = (await self.slack.direct(self.user))[-1]
        self.reads(found)
        return found

    def reads(self, message: JSON) -> None:
        text = words({"blocks": [_without_choices(one) for one in message["blocks"]]})
        self.watch.reads(text.replace("*", ""))
        self.shown.append(words(message))

    async def press(self, where: JSON, name: str, value: Any = None, *, block: str = "") -> None:
        """Press what says `name`, or has that id; with a value, choose it."""
        action, of_block = _control(where, name)
        more = {} if value is None else {"value": value}
        await self.slack.click(self.user, where, action, block=block or of_block, **more)
        self.watch.clicks_on(choice=value is not None)

    async def opens(self, where: JSON, name: str) -> JSON:
        """The window that a button opens."""
        await self.press(where, name)
        return await self.window()

    async def fills(self, view: JSON, **values: Any) -> JSON:
        """Fill in these fields and press the button of the form: what follows in its place, or
        the answer where it closes."""
        self.required += sum(1 for one in view["blocks"] if _has_to_be_typed(one))
        for name, value in values.items():
            self._enters(view, name, value)
        said = await self.slack.submit(self.user, view, **values)
        assert "errors" not in said, said["errors"]
        self.watch.clicks_on()
        if "view" in said:
            self._read(said["view"])
            return said["view"]
        return said

    async def closes(self) -> None:
        """Close whatever is open."""
        if modals := (await self.slack.get("views", user=self.user))["modals"]:
            await self.slack.post("close", user=self.user, view_id=modals[-1]["id"], all=True)

    def saw(self, phrase: str) -> bool:
        return any(phrase in _plain(one) for one in self.shown)

    def _read(self, view: JSON) -> None:
        self.watch.views += 1
        last = next(reversed(controls(view)), None)
        self.watch.reads(down_to(view, last if _has_only_buttons(view) else None))
        self.shown.append(f"{view['title']['text']}\n{words(view)}")

    def _enters(self, view: JSON, name: str, value: Any) -> None:
        inputs = {one["block_id"]: one["element"] for one in view["blocks"] if "element" in one}
        assert name in inputs, f"there is no field {name!r}, but {[*inputs]}"
        element = inputs[name]
        if element["type"] == "plain_text_input":
            if value != element.get("initial_value"):
                self.watch.types("long" if element.get("multiline") else "short")
            return
        self.watch.clicks_on(len(value) if isinstance(value, list) else 1, choice=True)


def _has_to_be_typed(block: JSON) -> bool:
    element = block.get("element") or {}
    is_text = element.get("type") == "plain_text_input"
    return is_text and not block.get("optional") and not element.get("initial_value")


def _plain(text: str) -> str:
    return text.replace("*", "")


def _has_only_buttons(view: JSON) -> bool:
    return not any(block["type"] == "input" for block in view["blocks"])


def _without_choices(block: JSON) -> JSON:
    """Menus are read once they are opened."""
    elements = [one for one in block.get("elements", []) if "options" not in one]
    return block | ({"elements": elements} if "elements" in block else {})


def _control(where: JSON, name: str) -> tuple[str, str]:
    """Action and block id of the control with this id, or of the only button that says so."""
    found: list[tuple[str, str]] = []
    for block in where["blocks"]:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for one in inside:
            if one and "action_id" in one:
                says = one["text"]["text"] if isinstance(one.get("text"), dict) else ""
                if name in (one["action_id"], says):
                    found.append((one["action_id"], block["block_id"]))
    assert len(found) == 1, f"{name!r} of {[*controls(where)]} in {words(where)!r}: {len(found)}"
    return found[0]
