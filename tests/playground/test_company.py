"""Channels are archived, people leave, guests and strangers come: each as an app meets it."""

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.driver import Driver, connected

READS = ["chat:write", "commands", "users:read", "im:history", "channels:read"]
FILTER = {"name": "Filter for my team", "type": "message", "callback_id": "filter"}


@pytest.fixture
def seen() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def filters(app: AsyncApp, seen: list[dict[str, Any]]) -> AsyncApp:
    @app.shortcut({"type": "message_action", "callback_id": "filter"})
    async def chosen(ack: Any, body: Any) -> None:
        seen.append(body["message"])
        await ack()

    return app


async def test_an_archived_channel_takes_no_message_until_it_is_open_again(
    client: AsyncWebClient, driver: Driver
) -> None:
    await driver.post("app", scopes=READS)
    sent = await client.chat_postMessage(channel="C0TEAM", text="hello")
    archived = await driver.post("channel", channel="C0TEAM", archived=True)
    assert archived["channel"]["is_archived"] is True
    with pytest.raises(SlackApiError, match="is_archived"):
        await client.chat_postMessage(channel="C0TEAM", text="hello")
    with pytest.raises(SlackApiError, match="is_archived"):
        await client.chat_postEphemeral(channel="C0TEAM", user="U0MAYA", text="hello")
    with pytest.raises(SlackApiError, match="is_inactive"):
        await client.chat_update(channel="C0TEAM", ts=sent["ts"], text="changed")
    assert (await client.conversations_info(channel="C0TEAM"))["channel"]["is_archived"] is True
    said = await driver.post("message", user="U0BEN", channel="C0TEAM", text="hello")
    assert (driver.status, said["error"]) == (409, "is_archived")
    await driver.post("channel", channel="C0TEAM", archived=False)
    await client.chat_postMessage(channel="C0TEAM", text="hello again")


async def test_a_channel_gets_another_name_and_other_members(
    client: AsyncWebClient, driver: Driver
) -> None:
    await driver.post("app", scopes=READS)
    said = await driver.post(
        "channel", channel="C0TEAM", name="team-south", members=["U0MAYA", "U0BEN"]
    )
    assert (said["channel"]["name"], said["channel"]["members"]) == (
        "team-south",
        ["U0MAYA", "U0BEN"],
    )
    info = (await client.conversations_info(channel="C0TEAM"))["channel"]
    assert (info["name"], info["is_member"]) == ("team-south", False)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.chat_postMessage(channel="C0TEAM", text="hello")
    await driver.post("channel", channel="D0MAYA", name="mine")
    assert driver.status == 400


async def test_an_invitation_by_command_brings_the_bot_into_a_channel(
    client: AsyncWebClient, driver: Driver
) -> None:
    await driver.post("app", scopes=READS)
    await driver.post("leave", channel="C0TEAM", user="U0TRUST")
    where = {"user": "U0MAYA", "channel": "C0TEAM", "command": "/invite"}
    await driver.post("command", **where, text="@trust-habits")
    assert driver.status == 200
    assert (await client.conversations_info(channel="C0TEAM"))["channel"]["is_member"] is True
    await driver.post("command", **where, text="@nobody")
    assert driver.status == 400
    direct = where | {"channel": "D0MAYA"}
    await driver.post("command", **direct, text="@trust-habits")
    assert driver.status == 409


async def test_people_delete_their_own_messages_and_an_admin_those_of_all(
    app: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    @app.event({"type": "message", "subtype": "message_deleted"})
    async def heard(event: Any) -> None:
        seen.append(event)

    @app.event("message")
    async def posted() -> None:
        """Taken, and nothing follows."""

    prompt = await app.client.chat_postMessage(channel="U0MAYA", text="Share why")
    async with connected(app):
        typed = await driver.post("message", user="U0MAYA", channel="D0MAYA", text="oops")
        await driver.post("delete_message", user="U0MAYA", channel="D0MAYA", ts=prompt["ts"])
        assert driver.status == 403
        await driver.post("delete_message", user="U0MAYA", channel="D0MAYA", ts=typed["ts"])
        # Of the app's own message Bolt hears too, and passes it on to nobody.
        gone = await driver.post("delete_message", user="U0OLGA", channel="D0MAYA", ts=prompt["ts"])
        assert (driver.status, gone["acknowledged"]) == (200, True)
    texts = [(event["previous_message"]["text"], event["deleted_ts"]) for event in seen]
    assert texts == [("oops", typed["ts"])]
    with pytest.raises(SlackApiError, match="message_not_found"):
        await app.client.chat_update(channel="D0MAYA", ts=prompt["ts"], text="changed")


async def test_whoever_was_deactivated_cannot_act_any_more(
    client: AsyncWebClient, driver: Driver
) -> None:
    await driver.post("user", user="U0BEN", deleted=True)
    for call, args in (
        ("message", {"text": "hello"}),
        ("command", {"command": "/trust"}),
        ("open_home", {}),
    ):
        said = await driver.post(call, user="U0BEN", **args)
        assert (driver.status, said["error"]) == (409, "user_deactivated")
    with pytest.raises(SlackApiError, match="user_disabled"):
        await client.chat_postMessage(channel="U0BEN", text="hello")
    assert (await client.users_info(user="U0BEN"))["user"]["deleted"] is True


async def test_a_guest_is_told_by_the_flags_that_slack_sets(
    client: AsyncWebClient, driver: Driver
) -> None:
    guest = await driver.post("user", name="Gus Guest", tz="Europe/Oslo", is_ultra_restricted=True)
    shown = (await client.users_info(user=guest["user"]["id"]))["user"]
    assert (shown["is_restricted"], shown["is_ultra_restricted"]) == (True, True)
    general = next(
        channel
        for channel in (await driver.get("state"))["channels"]
        if channel["id"] == "C0GENERAL"
    )
    assert guest["user"]["id"] not in general["members"]


async def test_a_stranger_is_seen_in_a_shared_channel_and_cannot_use_the_app(
    client: AsyncWebClient, driver: Driver
) -> None:
    await driver.post("app", scopes=[*READS, "im:write"])
    made = await driver.post("user", name="Stina Berg", tz="Europe/Oslo", is_stranger=True)
    stranger = made["user"]["id"]
    assert made["user"]["dm"] is None
    await driver.post("join", channel="C0TEAM", user=stranger)
    shown = (await client.users_info(user=stranger))["user"]
    assert (shown["team_id"], shown["is_stranger"]) == ("T0OTHER", True)
    assert (await client.conversations_info(channel="C0TEAM"))["channel"]["is_ext_shared"] is True
    assert stranger not in [user["id"] for user in (await client.users_list())["members"]]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=stranger, text="hello")
    with pytest.raises(SlackApiError, match="user_not_visible"):
        await client.conversations_open(users=[stranger])
    said = await driver.post("command", user=stranger, channel="C0TEAM", command="/trust")
    assert (driver.status, said["error"]) == (409, "user_not_allowed")


async def test_a_message_shortcut_brings_whatever_stands_there_as_slack_has_it(
    filters: AsyncApp, driver: Driver, seen: list[dict[str, Any]]
) -> None:
    await driver.post("app", shortcuts=[FILTER])
    people = {
        kind: (await driver.post("user", name=name, tz="Europe/Oslo", **{kind: True}))["user"]["id"]
        for name, kind in (
            ("Gus", "is_restricted"),
            ("Stina", "is_stranger"),
            ("Dealbot", "is_bot"),
        )
    }
    for user in people.values():
        await driver.post("join", channel="C0TEAM", user=user)
    async with connected(filters):
        for user in ("U0BEN", *people.values()):
            await _shortcut(driver, user=user, text="see @lena & <this>")
        await _shortcut(driver, user="U0BEN", text="old", bare=True)
    typed, guest, stranger, bot, bare = seen
    assert typed["text"] == "see <@U0LENA> &amp; &lt;this&gt;"
    assert typed["blocks"][0]["elements"][0]["elements"] == [
        {"type": "text", "text": "see "},
        {"type": "user", "user_id": "U0LENA"},
        {"type": "text", "text": " & <this>"},
    ]
    assert (guest["team"], stranger["team"], stranger["user_team"]) == (
        "T0PLAY",
        "T0OTHER",
        "T0OTHER",
    )
    assert (bot["bot_id"], "blocks" in bot, "client_msg_id" in bot) == ("B0DEALBOT", False, False)
    assert (bare["text"], "blocks" in bare) == ("old", False)


async def _shortcut(driver: Driver, **said: Any) -> None:
    posted = await driver.post("message", channel="C0TEAM", **said)
    where = {"channel": "C0TEAM", "ts": posted["ts"]}
    await driver.post("shortcut", user="U0MAYA", callback_id="filter", **where)
    assert driver.status == 200


async def test_a_status_is_told_and_is_gone_when_its_time_is_over(
    app: AsyncApp, client: AsyncWebClient, driver: Driver
) -> None:
    told: list[dict[str, Any]] = []

    @app.event("user_change")
    async def changed(event: dict[str, Any]) -> None:
        told.append(event["user"]["profile"])

    async with connected(app):
        until = "2099-01-01T00:00:00Z"
        vacation = {"status_emoji": ":palm_tree:", "status_text": "Vacationing"}
        await driver.post("user", user="U0MAYA", status_until=until, wait=True, **vacation)
        assert (told[-1]["status_emoji"], told[-1]["status_expiration"]) == (
            ":palm_tree:",
            4070908800,
        )
    await driver.post("user", user="U0MAYA", status_until="2001-01-01T00:00:00Z", **vacation)
    profile = (await client.users_info(user="U0MAYA"))["user"]["profile"]
    assert (profile["status_emoji"], profile["status_expiration"]) == ("", 0)


async def test_do_not_disturb_is_told_of_fifty_people_at_most(
    client: AsyncWebClient, driver: Driver
) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.dnd_teamInfo(users=["U0MAYA"])
    await driver.post("app", scopes=[*READS, "dnd:read"])
    await driver.post("user", user="U0MAYA", dnd_until="2099-01-01T00:00:00Z")
    said = await client.dnd_teamInfo(users=["U0MAYA", "U0BEN", "U0NOBODY"])
    quiet = {user: one["dnd_enabled"] for user, one in said["users"].items()}
    assert quiet == {"U0MAYA": True, "U0BEN": False}
    with pytest.raises(SlackApiError, match="too_many_users"):
        await client.dnd_teamInfo(users=[f"U{n}" for n in range(51)])
