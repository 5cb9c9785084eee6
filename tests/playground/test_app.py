"""A real Bolt app over Socket Mode: every gesture reaches it in the shape that it expects."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.playground.driver import Driver, Machine, connected

MAYA = {"user": "U0MAYA"}


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, value: str = "v1") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": words("Go"), "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def question(block_id: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text"} | more
    return {"type": "input", "block_id": block_id, "label": words("Why?"), "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    named = {"callback_id": "form", "title": words("Form"), "submit": words("Save")}
    return {"type": "modal", **named, "blocks": list(blocks), **more}


async def open_modal(driver: Driver) -> str:
    assert await driver.post("command", **MAYA, command="/trust", text="form") == {
        "ok": True,
        "response": None,
        "ts": None,
    }
    return (await driver.get("views", **MAYA))["modals"][-1]["id"]


@pytest.fixture
def seen() -> list[dict[str, Any]]:
    """Payloads that the app was given, in order."""
    return []


@pytest.fixture
def opens_a_form(app: AsyncApp) -> AsyncApp:
    @app.command("/trust")
    async def answer(ack: Any, body: Any, client: Any) -> None:
        view = modal(question("why"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    return app


async def test_a_command_is_answered_in_its_ack_for_its_author_alone(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @app.command("/trust")
    async def answer(ack: Any, body: Any) -> None:
        seen.append(body)
        await ack(text="hello", blocks=[actions(button("go"))])

    async with connected(app):
        said = await driver.post(
            "command", **MAYA, channel="C0TEAM", command="/trust", text="thank @ben & co"
        )
    assert seen[0]["text"] == "thank <@U0BEN|ben> &amp; co"
    assert (seen[0]["channel_name"], seen[0]["user_name"]) == ("team-northwind", "maya")
    message = await driver.last_message()
    assert (message["ts"], message["ephemeral_to"]) == (said["ts"], "U0MAYA")
    assert (await driver.get("messages", user="U0BEN"))["messages"] == []


async def test_a_click_brings_the_message_and_its_answer_replaces_it(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @app.action("done")
    async def done(ack: Any, body: Any) -> None:
        seen.append(body)
        await ack()

    sent = await app.client.chat_postMessage(
        channel="U0MAYA", text="Share why", blocks=[actions(button("done", "prompt-1"))]
    )
    async with connected(app):
        await driver.post("click", **MAYA, channel="D0MAYA", ts=sent["ts"], action_id="done")
    click = seen[0]
    assert click["actions"][0]["value"] == "prompt-1"
    assert click["container"]["message_ts"] == click["message"]["ts"] == sent["ts"]
    await AsyncWebhookClient(click["response_url"]).send(text="Done", replace_original=True)
    message = await driver.last_message()
    assert (message["ts"], message["text"], message["edited"]) == (sent["ts"], "Done", True)
    assert message["versions"][0]["text"] == "Share why"


async def test_a_response_url_takes_five_answers_within_half_an_hour(
    app: AsyncApp, driver: Driver, http: aiohttp.ClientSession, seen: list[dict[str, Any]]
) -> None:
    @app.command("/trust")
    async def answer(ack: Any, body: Any) -> None:
        seen.append(body)
        await ack()

    async with connected(app):
        await driver.post("command", **MAYA, command="/trust", text="")
        await driver.post("command", **MAYA, command="/trust", text="")
    first, second = (AsyncWebhookClient(body["response_url"]) for body in seen)
    answers = [await first.send(text=f"{n}", response_type="in_channel") for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    async with http.post(second.url, data="nonsense") as refused:
        assert (await refused.json())["error"] == "invalid_payload"
    await driver.post("clock", advance_seconds=1801)
    assert "expired_url" in (await second.send(text="late")).body


async def test_an_ephemeral_message_is_replaced_and_deleted_by_response_url(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @app.action("go")
    async def go(ack: Any, body: Any) -> None:
        seen.append(body)
        await ack()

    sent = await app.client.chat_postEphemeral(
        channel="C0TEAM", user="U0MAYA", text="psst", blocks=[actions(button("go"))]
    )
    async with connected(app):
        where = {"channel": "C0TEAM", "ts": sent["message_ts"], "action_id": "go"}
        await driver.post("click", user="U0BEN", **where)
        assert driver.status == 404
        await driver.post("click", **MAYA, **where)
    assert "message" not in seen[0]
    assert seen[0]["container"]["is_ephemeral"] is True
    url = AsyncWebhookClient(seen[0]["response_url"])
    await url.send(text="well", replace_original=True)
    assert (await driver.last_message())["text"] == "well"
    await url.send(delete_original=True)
    assert (await driver.last_message())["deleted"] is True


async def test_a_form_comes_back_with_errors_then_closes(
    opens_a_form: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @opens_a_form.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        seen.append(view)
        too_short = len(view["state"]["values"]["why"]["text"]["value"]) < 5
        if too_short:
            await ack(response_action="errors", errors={"why": "A little more, please."})
        else:
            await ack()

    async with connected(opens_a_form):
        view_id = await open_modal(driver)
        empty = await driver.post("submit", **MAYA, view_id=view_id, values={})
        assert (empty["by"], [*empty["errors"]], seen) == ("client", ["why"], [])
        short = await driver.post("submit", **MAYA, view_id=view_id, values={"why": "so"})
        assert short["errors"] == {"why": "A little more, please."}
        assert "by" not in short
        assert await driver.post(
            "submit", **MAYA, view_id=view_id, values={"why": "customers asked"}
        ) == {"ok": True}
    assert (await driver.get("views", **MAYA))["modals"] == []


async def test_a_submission_can_update_push_and_clear(
    opens_a_form: AsyncApp, driver: Driver
) -> None:
    @opens_a_form.view("form")
    async def submitted(ack: Any, view: Any) -> None:
        match view["state"]["values"]["why"]["text"]["value"]:
            case "update":
                await ack(response_action="update", view=modal(question("why"), question("who")))
            case "push":
                await ack(response_action="push", view=modal(question("why")))
            case _:
                await ack(response_action="clear")

    async with connected(opens_a_form):
        root = await open_modal(driver)
        updated = await driver.post("submit", **MAYA, view_id=root, values={"why": "update"})
        assert updated["view"]["id"] == root
        assert updated["view"]["state"]["values"]["why"]["text"]["value"] == "update"
        values = {"why": "push", "who": "me"}
        second = await driver.post("submit", **MAYA, view_id=root, values=values)
        assert second["view"]["previous_view_id"] == root
        third = await driver.post(
            "submit", **MAYA, view_id=second["view"]["id"], values={"why": "push"}
        )
        too_deep = await driver.post(
            "submit", **MAYA, view_id=third["view"]["id"], values={"why": "push"}
        )
        assert (driver.status, too_deep["messages"]) == (422, ["push_limit_reached"])
        await driver.post("submit", **MAYA, view_id=root, values=values)
        assert driver.status == 409
        await driver.post("submit", **MAYA, view_id=third["view"]["id"], values={"why": "end"})
    assert (await driver.get("views", **MAYA))["modals"] == []


async def test_a_click_in_a_form_carries_what_was_typed_so_far_and_an_update_keeps_it(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    choice = {
        "type": "static_select",
        "action_id": "kind",
        "options": [{"text": words("Praise"), "value": "praise"}],
    }

    @app.shortcut("make")
    async def make(ack: Any, body: Any, client: Any) -> None:
        view = modal(question("why"), actions(choice))
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.action("kind")
    async def kind(ack: Any, body: Any, client: Any) -> None:
        seen.append(body)
        shown = body["view"]
        view = modal(question("why"), actions(choice), question("more"))
        await client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
        await ack()

    declared = [{"name": "Make", "type": "global", "callback_id": "make", "description": ""}]
    await driver.post("app", shortcuts=declared)
    async with connected(app):
        await driver.post("shortcut", **MAYA, callback_id="make")
        view_id = (await driver.get("views", **MAYA))["modals"][0]["id"]
        where = {"view_id": view_id, "action_id": "kind"}
        await driver.post("click", **MAYA, **where, value="praise", values={"why": "half a"})
        assert driver.status == 200
        unknown = await driver.post("click", **MAYA, **where, value="scorn")
        assert unknown["error"] == "no_such_option"
    assert seen[0]["container"] == {"type": "view", "view_id": view_id}
    assert seen[0]["actions"][0]["selected_option"]["value"] == "praise"
    assert seen[0]["view"]["state"]["values"]["why"]["text"]["value"] == "half a"
    standing = (await driver.get("views", **MAYA))["modals"][0]["state"]["values"]
    assert standing["why"]["text"]["value"] == "half a"
    assert standing["more"]["text"]["value"] is None


async def test_closing_is_told_only_to_who_asked_for_it(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @app.command("/trust")
    async def answer(ack: Any, body: Any, client: Any) -> None:
        view = modal(question("why"), notify_on_close=body["text"] == "notify")
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view_closed("form")
    async def closed(ack: Any, body: Any) -> None:
        seen.append(body)
        await ack()

    async with connected(app):
        for text, whole in (("quiet", False), ("notify", True)):
            await driver.post("command", **MAYA, command="/trust", text=text)
            view_id = (await driver.get("views", **MAYA))["modals"][0]["id"]
            said = await driver.post("close", **MAYA, view_id=view_id, all=whole)
            assert said == {"ok": True, "notified": text == "notify"}
    assert [body["is_cleared"] for body in seen] == [True]


async def test_home_is_published_when_it_is_opened(app: AsyncApp, driver: Driver) -> None:
    @app.event("app_home_opened")
    async def opened(event: Any, client: Any) -> None:
        home = {"type": "home", "blocks": [actions(button("go", event["tab"]))]}
        await client.views_publish(user_id=event["user"], view=home)

    @app.action("go")
    async def go(ack: Any, body: Any, client: Any) -> None:
        await ack()
        home = {"type": "home", "blocks": [{"type": "divider"}]}
        await client.views_publish(user_id=body["user"]["id"], view=home, hash=body["view"]["hash"])

    async with connected(app):
        said = await driver.post("open_home", **MAYA)
        assert said["acknowledged"] is True
        assert said["home"]["blocks"][0]["elements"][0]["value"] == "home"
        await driver.post("click", **MAYA, view_id=said["home"]["id"], action_id="go")
    home = (await driver.get("views", **MAYA))["home"]
    assert (home["id"], home["blocks"][0]["type"]) == (said["home"]["id"], "divider")


async def test_a_typed_message_is_an_event_only_where_the_app_may_read(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @app.event("message")
    async def heard(event: Any, body: Any) -> None:
        seen.append(event | {"event_id": body["event_id"]})

    async with connected(app):
        root = await driver.post("message", **MAYA, channel="D0MAYA", text="a < b")
        reply = await driver.post(
            "message", **MAYA, channel="D0MAYA", text="done", thread_ts=root["ts"]
        )
        elsewhere = await driver.post("message", **MAYA, channel="C0TEAM", text="hello")
        await driver.post("app", scopes=["chat:write"])
        unread = await driver.post("message", **MAYA, channel="D0MAYA", text="psst")
    acknowledged = [said["acknowledged"] for said in (root, reply, elsewhere, unread)]
    assert acknowledged == [True, True, False, False]
    assert [event["text"] for event in seen] == ["a &lt; b", "done"]
    assert (seen[1]["channel_type"], seen[1]["thread_ts"]) == ("im", root["ts"])
    assert root["ts"] < reply["ts"] < elsewhere["ts"] < unread["ts"]


async def test_a_message_shortcut_brings_the_message(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @app.shortcut({"type": "message_action", "callback_id": "filter"})
    async def chosen(ack: Any, body: Any) -> None:
        seen.append(body)
        await ack()

    declared = [{"name": "Filter", "type": "message", "callback_id": "filter"}]
    await driver.post("app", shortcuts=declared)
    posted = await driver.post("message", user="U0BEN", channel="C0TEAM", text="please look")
    where = {"channel": "C0TEAM", "ts": posted["ts"]}
    async with connected(app):
        await driver.post("shortcut", **MAYA, callback_id="filter", **where)
        assert driver.status == 200
        await driver.post("shortcut", **MAYA, callback_id="other", **where)
        assert driver.status == 400
    assert (seen[0]["message"]["text"], seen[0]["message"]["user"]) == ("please look", "U0BEN")


async def test_a_trigger_opens_one_view_within_three_seconds(
    app: AsyncApp, driver: Driver, machine: Machine
) -> None:
    refused: list[str] = []

    @app.command("/trust")
    async def answer(ack: Any, body: Any, client: Any) -> None:
        if body["text"] == "late":
            machine.seconds += 3.1
        for _ in range(2):
            try:
                await client.views_open(trigger_id=body["trigger_id"], view=modal(question("q")))
            except SlackApiError as error:
                refused.append(error.response["error"])
        await ack()

    async with connected(app):
        await driver.post("command", **MAYA, command="/trust", text="")
        await driver.post("command", **MAYA, command="/trust", text="late")
    assert refused == ["exchanged_trigger_id", "expired_trigger_id", "expired_trigger_id"]


async def test_people_and_tokens_change_as_events(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    for kind in ("user_change", "team_join", "app_uninstalled", "tokens_revoked"):

        @app.event(kind)
        async def heard(event: Any) -> None:
            seen.append(event)

    subscribed = ["user_change", "team_join", "app_uninstalled", "tokens_revoked"]
    await driver.post("app", events=subscribed)
    async with connected(app):
        await driver.post("user", user="U0BEN", tz="America/New_York")
        newcomer = await driver.post("user", name="Ida Berg", tz="Europe/Oslo")
        await driver.post("user", user="U0BEN", tz="Mars/Crater")
        assert driver.status == 400
        await driver.post("uninstall")
    kinds = ["user_change", "team_join", "tokens_revoked", "app_uninstalled"]
    assert [event["type"] for event in seen] == kinds
    assert seen[0]["user"]["tz"] == "America/New_York"
    assert newcomer["user"]["dm"] == "D0IDA"
    with pytest.raises(SlackApiError, match="account_inactive"):
        await app.client.auth_test()


async def test_an_answer_that_slack_could_not_show_is_named(app: AsyncApp, driver: Driver) -> None:
    @app.command("/trust")
    async def answer(ack: Any) -> None:
        await ack(blocks=[{"type": "wobble"}])

    async with connected(app):
        said = await driver.post("command", **MAYA, command="/trust", text="")
    assert driver.status == 422
    assert said["messages"] == ["[ERROR] unsupported type: wobble [json-pointer:/blocks/0/type]"]


@pytest.mark.parametrize("ack_seconds", [0.05])
async def test_without_an_answer_a_gesture_ends_as_in_slack(app: AsyncApp, driver: Driver) -> None:
    nobody = await driver.post("command", **MAYA, command="/trust", text="")
    assert (driver.status, nobody["error"]) == (503, "dispatch_failed")
    never = asyncio.Event()

    @app.command("/trust")
    async def silent() -> None:
        await never.wait()

    async with connected(app):
        late = await driver.post("command", **MAYA, command="/trust", text="")
        assert (driver.status, late["error"]) == (504, "operation_timeout")
        never.set()


async def test_a_field_keeps_what_stands_in_it_when_the_form_changes_around_it(
    opens_a_form: AsyncApp, driver: Driver
) -> None:
    async with connected(opens_a_form):
        view_id = await open_modal(driver)
        other = {"type": "plain_text_input", "action_id": "other", "initial_value": "fresh"}
        form = modal(question("why", initial_value="late"), question("who") | {"element": other})
        client = opens_a_form.client
        await client.views_update(view_id=view_id, view=form)
        values = (await driver.get("views", **MAYA))["modals"][0]["state"]["values"]
        # As in Slack: an initial value counts only for a field with new ids.
        assert values["why"]["text"]["value"] is None
        assert values["who"]["other"]["value"] == "fresh"


async def test_a_menu_of_conversations_begins_with_the_one_in_which_the_form_was_opened(
    app: AsyncApp, driver: Driver
) -> None:
    menu = {"type": "conversations_select", "action_id": "where"}
    menu |= {"default_to_current_conversation": True, "filter": {"include": ["public"]}}
    field = {"type": "input", "block_id": "where", "label": words("Where?"), "element": menu}

    @app.command("/trust")
    async def answer(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field))
        await ack()

    async with connected(app):
        for channel, found in (("C0TEAM", "C0TEAM"), ("D0MAYA", None)):
            await driver.post("command", **MAYA, channel=channel, command="/trust", text="")
            values = (await driver.get("views", **MAYA))["modals"][0]["state"]["values"]
            assert values["where"]["where"]["selected_conversation"] == found
