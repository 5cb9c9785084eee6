"""A small Slack app for trying the playground page: a prompt, a form, a Home tab, an answer."""

import asyncio
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Blocks = list[dict[str, Any]]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": "1"} | more


def option(text: str, value: str, description: str = "") -> dict[str, Any]:
    told = {"description": plain(description)} if description else {}
    return {"text": plain(text), "value": value} | told


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    element = {"action_id": "value"} | element
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element} | more


PROMPT: Blocks = [
    {"type": "header", "text": plain("Share why")},
    section("Tell <@U0BEN> *why*, not only _what_."),
    {
        "type": "actions",
        "elements": [
            button("Done already", "done", style="primary"),
            button(
                "Stop",
                "stop",
                style="danger",
                confirm={
                    "title": plain("Stop this habit?"),
                    "text": plain("You can start it again."),
                    "confirm": plain("Stop it"),
                    "deny": plain("Keep it"),
                },
            ),
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Why this prompt?", "why"), option("Fewer", "fewer")],
            },
        ],
    },
    {
        "type": "actions",
        "elements": [
            {
                "type": "checkboxes",
                "action_id": "coming",
                "options": [
                    option("A lost deal", "lost", "The reasons, before the numbers"),
                    option("A team meeting", "meeting"),
                ],
            },
            button("Save", "save"),
        ],
    },
]

FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Share why"),
    "submit": plain("Post"),
    "close": plain("Cancel"),
    "blocks": [
        field("why", "Why this decision?", {"type": "plain_text_input"}),
        field(
            "day",
            "Which day?",
            {
                "type": "static_select",
                "options": [option("Tuesday", "tue"), option("Thursday", "thu")],
            },
        ),
        field("reps", "Who?", {"type": "multi_users_select"}, optional=True),
        field(
            "habit",
            "Which habit?",
            {
                "type": "static_select",
                "initial_option": option("Share why", "why", "Say the reason with the decision"),
                "options": [
                    option("Share why", "why", "Say the reason with the decision"),
                    option("Ask first", "ask", "Ask for their view before you give yours"),
                    option("Surprise me", "any"),
                ],
            },
        ),
        field("at", "At what time?", {"type": "timepicker", "initial_time": "10:00"}),
    ],
}


KINDS: dict[str, Any] = {
    "type": "modal",
    "callback_id": "kinds",
    "title": plain("All kinds of fields"),
    "submit": plain("Send"),
    "blocks": [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": "Ben, you called back the same day."}],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "one"}],
                        }
                    ],
                },
            ],
        },
        {
            "type": "actions",
            "block_id": "open",
            "elements": [
                button(
                    "Open chat with Ben",
                    "chat",
                    url="https://slack.com/app_redirect?team=T0PLAY&channel=U0BEN",
                ),
                button("Look again", "again"),
            ],
        },
        field("words", "Your words", {"type": "plain_text_input", "multiline": True}),
        field(
            "where",
            "Where?",
            {
                "type": "conversations_select",
                "default_to_current_conversation": True,
                "filter": {"include": ["public"]},
            },
        ),
        field("who", "To whom?", {"type": "users_select", "initial_user": "U0LENA"}),
        field("many", "And to?", {"type": "multi_users_select", "initial_users": ["U0SAM"]}),
        field(
            "how",
            "How?",
            {"type": "radio_buttons", "options": [option("Here", "here"), option("Later", "late")]},
            dispatch_action=True,
        ),
        field(
            "count",
            "How often?",
            {"type": "number_input", "is_decimal_allowed": False, "initial_value": "2"},
            hint=plain("A whole number"),
        ),
        field("day", "Day", {"type": "datepicker", "initial_date": "2026-11-24"}, optional=True),
    ],
}

HOME: Blocks = [
    {"type": "header", "text": plain("Your week")},
    section("*Share why* :seedling: 3 of 4", accessory=button("Do it now", "home_now")),
    {"type": "divider"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Next: <#C0TEAM> at 10:00"}]},
    {"type": "actions", "elements": [button("Pause", "home_pause"), button("Help", "home_help")]},
]

SHORTCUTS = [
    {
        "name": "Filter for my team",
        "type": "message",
        "callback_id": "filter",
        "description": "Look at a request before it lands on the team",
    },
    {
        "name": "Do a habit now",
        "type": "global",
        "callback_id": "do_now",
        "description": "Pick one and do it",
    },
]


class TinyApp:
    """Remembers what reached it. `connect` returns when the playground knows the app."""

    def __init__(self, url: str) -> None:
        self.client = AsyncWebClient(token="xoxb-playground", base_url=f"{url}/api/")
        self.app = AsyncApp(client=self.client)
        self.seen: list[tuple[str, Any]] = []
        self.slow = False  # while True, a click on "Done already" is not acknowledged
        self.socket = AsyncSocketModeHandler(self.app, "xapp-playground", web_client=self.client)
        self.app.command("/trust")(self.command)
        self.app.view("form")(self.submitted)
        self.app.view("next")(self.next_submitted)
        self.app.event("app_home_opened")(self.home)
        self.app.event("message")(self.message)
        self.app.action("done")(self.done)
        self.app.action({"action_id": "again", "block_id": "open"})(self.looked_again)
        self.app.action({"action_id": "value", "block_id": "how"})(self.chosen)
        self.app.shortcut("filter")(self.filtered)
        self.app.shortcut("do_now")(self.do_now)
        for action in ("stop", "more", "coming", "save", "chat"):
            self.app.action(action)(self.clicked)

    async def connect(self) -> None:
        await self.socket.connect_async()

    async def close(self) -> None:
        await self.socket.close_async()
        # The client leaves its tasks to the loop; one turn lets them see that they are cancelled.
        await asyncio.sleep(0)

    async def command(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        self.seen.append(("command", body["text"]))
        if body["text"] == "form":
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        elif body["text"] == "kinds":
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=KINDS)
        else:
            await ack(text="Only *you* see this.")

    async def submitted(self, ack: Any, view: dict[str, Any]) -> None:
        values = {name: entry["value"] for name, entry in view["state"]["values"].items()}
        self.seen.append(("form", values))
        if len(values["why"]["value"]) < 10:
            await ack(response_action="errors", errors={"why": "Please write a bit more."})
        else:
            next_view = {"type": "modal", "callback_id": "next", "title": plain("One more look")}
            next_view |= {"submit": plain("Done"), "blocks": [section("Shall it go out?")]}
            await ack(response_action="push", view=next_view)

    async def next_submitted(self, ack: Any) -> None:
        await ack(response_action="clear")

    async def home(self, event: dict[str, Any], client: AsyncWebClient) -> None:
        blocks = [section(f"Today, <@{event['user']}>"), *HOME]
        view: dict[str, Any] = {"type": "home", "blocks": blocks}
        await client.views_publish(user_id=event["user"], view=view)

    async def message(self, event: dict[str, Any]) -> None:
        self.seen.append(("message", event.get("text")))

    async def done(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        if self.slow:
            return
        await ack()
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(text="Done.", blocks=[section("*Done.* It counts.")], **where)

    async def clicked(self, ack: Any, action: dict[str, Any], body: dict[str, Any]) -> None:
        await ack()
        state = body["state"] if "state" in body else body["view"]["state"]
        self.seen.append((action["action_id"], action.get("selected_option") or state))

    async def looked_again(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Another form around the same fields, and one over it."""
        await ack()
        blocks = [section("Looked at again."), *KINDS["blocks"]]
        await client.views_update(view_id=body["view"]["id"], view=KINDS | {"blocks": blocks})
        over = {"type": "modal", "title": plain("A closer look"), "blocks": [section("Nearer.")]}
        await client.views_push(trigger_id=body["trigger_id"], view=over)

    async def chosen(self, ack: Any, action: dict[str, Any]) -> None:
        await ack()
        self.seen.append(("how", action["selected_option"]["value"]))

    async def filtered(self, ack: Any, body: dict[str, Any]) -> None:
        await ack()
        self.seen.append(("filter", body["message"]["text"]))

    async def do_now(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
