"""The Web API lets in what Slack lets in, in every form in which a call may come."""

import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Running
from tests.playground.driver import Driver

TOKEN = {"Authorization": "Bearer xoxb-playground"}


async def refusal(call: object) -> dict[str, object]:
    with pytest.raises(SlackApiError) as caught:
        await call  # type: ignore[misc]
    return caught.value.response.data  # type: ignore[return-value]


async def test_query_form_and_json_mean_the_same(
    running: Running, http: aiohttp.ClientSession
) -> None:
    url = f"{running.url}/api/users.info"
    for how in (
        {"params": {"user": "U0BEN"}},
        {"data": {"user": "U0BEN"}},
        {"json": {"user": "U0BEN"}},
    ):
        async with http.post(url, headers=TOKEN, **how) as answer:  # type: ignore[arg-type]
            assert (await answer.json())["user"]["tz"] == "Europe/London"
    async with http.get(url, headers=TOKEN, params={"user": "U0BEN"}) as answer:
        assert (await answer.json())["user"]["name"] == "ben"
        assert answer.headers["x-oauth-scopes"] == "chat:write,commands,im:history,users:read"


async def test_blocks_may_travel_as_text_in_a_form(
    running: Running, http: aiohttp.ClientSession, driver: Driver
) -> None:
    url = f"{running.url}/api/chat.postMessage"
    form = {"channel": "U0BEN", "blocks": json.dumps([{"type": "divider", "block_id": "line"}])}
    async with http.post(url, headers=TOKEN, data=form) as answer:
        assert (await answer.json())["ok"] is True
    shown = await driver.last_message()
    assert shown["blocks"] == [{"type": "divider", "block_id": "line"}]
    async with http.post(url, headers=TOKEN, data=form | {"blocks": "[nonsense"}) as answer:
        assert (await answer.json())["error"] == "invalid_blocks_format"


async def test_a_call_needs_the_right_token_and_scope(client: AsyncWebClient) -> None:
    assert (await client.auth_test())["bot_id"] == "B0TRUST"
    wrong = {"token": "xoxb-other"}
    assert (await refusal(client.api_call("auth.test", params=wrong)))["error"] == "invalid_auth"
    app_level = {"token": "xapp-playground"}
    told = await refusal(client.api_call("chat.delete", params=app_level))
    assert told["error"] == "not_allowed_token_type"
    missing = await refusal(client.conversations_info(channel="C0TEAM"))
    assert (missing["error"], missing["needed"]) == ("missing_scope", "channels:read")
    assert missing["provided"] == "chat:write,commands,im:history,users:read"


async def test_unknown_methods_and_arguments_are_refused(client: AsyncWebClient) -> None:
    assert (await refusal(client.api_call("rtm.start")))["error"] == "unknown_method"
    strange = await refusal(client.chat_postMessage(channel="U0BEN", text="x", colour="red"))
    assert strange["response_metadata"] == {"messages": ["[ERROR] unknown argument: colour"]}
    lacking = await refusal(client.api_call("users.info"))
    assert lacking["error"] == "invalid_arguments"


async def test_grants_can_be_changed_while_it_runs(client: AsyncWebClient, driver: Driver) -> None:
    await driver.post(
        "app", scopes=["channels:read", "im:read", "im:write", "dnd:read", "users:read"]
    )
    assert (await client.conversations_members(channel="C0TEAM"))["members"][0] == "U0MAYA"
    listed = await client.conversations_list(types="public_channel,im", limit=3)
    assert len(listed["channels"]) == 3
    opened = await client.conversations_open(users="U0BEN")
    assert opened["channel"]["id"] == "D0BEN"
    await driver.post("user", user="U0BEN", dnd_until="2099-01-01T00:00:00Z")
    assert (await client.dnd_info(user="U0BEN"))["snooze_enabled"] is True
    error = (await refusal(client.chat_postMessage(channel="U0BEN", text="x")))["error"]
    assert error == "missing_scope"


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    first = await client.users_list(limit=6)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.users_list(limit=6, cursor=cursor)
    assert len(first["members"]) + len(second["members"]) == 11
    assert second["response_metadata"]["next_cursor"] == ""


async def test_the_user_group_and_its_people_are_shown_where_that_is_granted(
    client: AsyncWebClient, driver: Driver
) -> None:
    assert (await refusal(client.usergroups_list()))["error"] == "missing_scope"
    await driver.post("app", scopes=["usergroups:read"])
    [group] = (await client.usergroups_list(include_count=True))["usergroups"]
    assert (group["name"], group["user_count"]) == ("Sales leads", 3)
    people = (await client.usergroups_users_list(usergroup=group["id"]))["users"]
    assert people == ["U0MAYA", "U0NOAH", "U0LENA"]
    unknown = client.usergroups_users_list(usergroup="S0NONE")
    assert (await refusal(unknown))["error"] == "no_such_subteam"


async def test_someone_who_left_has_no_zone(client: AsyncWebClient, driver: Driver) -> None:
    await driver.post("user", user="U0SAM", deleted=True)
    sam = (await client.users_info(user="U0SAM"))["user"]
    assert sam["deleted"] is True
    assert "tz" not in sam
    told = await refusal(client.chat_postMessage(channel="U0SAM", text="still there?"))
    assert told["error"] == "user_disabled"


async def test_every_call_is_on_record_without_its_token(
    client: AsyncWebClient, driver: Driver
) -> None:
    await client.chat_postMessage(channel="U0BEN", text="hello")
    await refusal(client.users_info(user="U0NOBODY"))
    calls = (await driver.get("log", method="chat.postMessage"))["calls"]
    assert [(call["args"]["text"], call["ok"]) for call in calls] == [("hello", True)]
    recorded = await driver.get("log")
    assert recorded["calls"][-1]["error"] == "user_not_found"
    assert "xoxb" not in json.dumps(recorded)
