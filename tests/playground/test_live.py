"""Simulated members live with an app for weeks: by its protocol, by their tempers, by a seed."""

import asyncio
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.playground.driver import Driver, connected

Blocks = list[dict[str, Any]]
TEAM = ["U0MAYA", "U0BEN", "U0AISHA", "U0DIEGO", "U0LENA", "U0TOMAS", "U0PRIYA", "U0SAM"]


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": words(text), "action_id": action_id, "value": "1"} | more


def option(value: str) -> dict[str, Any]:
    return {"text": words(value), "value": value}


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "value"} | more
    return {"type": "input", "block_id": name, "label": words(name), "element": element}


PROMPT: Blocks = [
    {
        "type": "actions",
        "elements": [
            button("Done already", "done", style="primary"),
            button("Later", "later"),
            button("Leave", "leave", style="danger"),
        ],
    }
]
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": words("Everything"),
    "submit": words("Send"),
    "blocks": [
        field("Why?", "plain_text_input", min_length=60, max_length=90),
        field("How many?", "number_input", is_decimal_allowed=False, min_value="2", max_value="4"),
        field("Mail", "email_text_input"),
        field("Link", "url_text_input"),
        field("Day", "datepicker"),
        field("Time", "timepicker"),
        field("Moment", "datetimepicker"),
        field("One", "radio_buttons", options=[option("a"), option("b")]),
        field("Some", "checkboxes", options=[option("a"), option("b")]),
        field("Who", "users_select"),
        field("All", "multi_users_select", max_selected_items=2),
        field("Where", "conversations_select", filter={"include": ["public"]}),
        field("Channel", "channels_select"),
    ],
}


class Heard:
    """A Bolt app that takes every gesture and remembers who did what."""

    def __init__(self, app: AsyncApp) -> None:
        self.clicks: list[tuple[str, str]] = []
        self.forms: list[dict[str, Any]] = []
        self.refuses = False
        for name in ("done", "later", "leave"):
            app.action(name)(self._clicked)
        app.command("/trust")(self._command)
        app.view("form")(self._submitted)
        app.event("app_home_opened")(self._event)
        app.event("message")(self._event)
        app.event("user_change")(self._event)

    async def _clicked(self, ack: Any, body: dict[str, Any]) -> None:
        await ack()
        self.clicks.append((body["user"]["id"], body["actions"][0]["action_id"]))

    async def _command(self, ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def _submitted(self, ack: Any, body: dict[str, Any]) -> None:
        self.forms.append(body["view"]["state"]["values"])
        if self.refuses:
            await ack(response_action="errors", errors={"Mail": "Another one, please."})
        else:
            await ack()

    async def _event(self) -> None:
        """Heard, and nothing follows from it."""


@pytest.fixture
def heard(app: AsyncApp) -> Heard:
    return Heard(app)


async def test_most_members_press_the_main_button_and_almost_nobody_leaves(
    app: AsyncApp, heard: Heard, driver: Driver
) -> None:
    for user in TEAM * 5:
        await app.client.chat_postMessage(channel=user, text="Share why", blocks=PROMPT)
        await driver.post("clock", advance_seconds=2)
    async with connected(app), driver.stream() as hints:
        said = await driver.post("live", weeks=1, seed=7)
        pressed = [action for _, action in heard.clicks]
        assert said["acts"]["clicks"] == len(pressed)
        assert len(pressed) > 15
        assert pressed.count("done") > len(pressed) * 0.6
        assert pressed.count("leave") <= len(pressed) * 0.1
        notes = [hint async for hint in _until(hints, "live", running=False)]
    assert notes[-1] | {"note": ""} == {
        "type": "live",
        "done": 7,
        "total": 7,
        "note": "",
        "running": False,
    }
    assert any("chose “Done already”" in hint["note"] for hint in notes)


async def test_the_same_seed_lives_the_same_weeks(
    app: AsyncApp, heard: Heard, driver: Driver
) -> None:
    lives: list[list[tuple[str, str]]] = []
    async with connected(app):
        for seed in (3, 3, 4):
            await driver.post("reset")
            for user in TEAM:
                await app.client.chat_postMessage(channel=user, text="Share why", blocks=PROMPT)
            heard.clicks.clear()
            await driver.post("live", weeks=1, seed=seed)
            lives.append(sorted(heard.clicks))
    assert lives[0] == lives[1] != lives[2]


async def test_a_form_is_filled_in_by_what_each_field_takes(
    app: AsyncApp, heard: Heard, driver: Driver
) -> None:
    async with connected(app):
        said = await driver.post("live", weeks=1, seed=8, people=["U0MAYA"])
    assert said["acts"]["forms"] == len(heard.forms) == 1
    [values] = heard.forms
    told = {name: entry["value"] for name, entry in values.items()}
    assert 60 <= len(told["Why?"]["value"]) <= 90
    assert told["How many?"]["value"] in ("2", "3", "4")
    assert told["Who"]["selected_user"] in [*TEAM[1:], "U0OLGA", "U0NOAH"]
    assert told["Where"]["selected_conversation"] in ("C0TEAM", "C0GENERAL")
    assert 1 <= len(told["All"]["selected_users"]) <= 2
    assert (await driver.get("views", user="U0MAYA"))["modals"] == []


async def test_a_form_that_is_never_taken_is_closed_after_the_third_try(
    app: AsyncApp, heard: Heard, driver: Driver
) -> None:
    heard.refuses = True
    async with connected(app):
        said = await driver.post("live", weeks=1, seed=8, people=["U0MAYA"])
    assert (len(heard.forms), said["acts"]["errors"]) == (3, 3)
    assert (await driver.get("views", user="U0MAYA"))["modals"] == []


async def test_who_shall_begin_later_and_who_was_deactivated_stay_out_of_it(
    app: AsyncApp, heard: Heard, driver: Driver
) -> None:
    for user in ("U0NOAH", "U0BEN", "U0MAYA"):
        for _ in range(4):
            await app.client.chat_postMessage(channel=user, text="Share why", blocks=PROMPT)
            await driver.post("clock", advance_seconds=2)
    await driver.post("user", user="U0BEN", deleted=True)
    async with connected(app):
        await driver.post("live", weeks=1, seed=7)
        assert {user for user, _ in heard.clicks} == {"U0MAYA"}
        await driver.post("live", weeks=1, people=["U0BEN"])
        assert driver.status == 409


async def test_one_run_at_a_time_and_a_stop_ends_it_where_it_is(
    app: AsyncApp, heard: Heard, driver: Driver
) -> None:
    await app.client.chat_postMessage(channel="U0MAYA", text="Share why", blocks=PROMPT)
    async with connected(app), driver.stream() as hints:
        living = asyncio.create_task(driver.post("live", weeks=50, seed=7))
        async for hint in hints:
            if hint["type"] == "live":
                break
        assert (await driver.get("state"))["live"]["running"] is True
        await driver.post("live", weeks=1)
        assert driver.status == 409
        await driver.post("live/stop")
        said = await living
    assert said["live"]["running"] is False
    assert said["live"]["done"] < said["live"]["total"] == 350
    assert (await driver.get("clock"))["walking"] is False
    await driver.post("live", weeks=0)
    assert driver.status == 400


async def _until(hints: Any, kind: str, **more: Any) -> Any:
    async for hint in hints:
        if hint["type"] == kind:
            yield hint
            if all(hint[name] == value for name, value in more.items()):
                return
