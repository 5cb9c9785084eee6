"""Messages: where the bot may post, what it may change, and what history tells."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.driver import Driver

MARK = {"event_type": "habit_prompt", "event_payload": {"slot": "k1"}}


async def test_a_post_to_a_person_answers_with_the_conversation(
    client: AsyncWebClient, driver: Driver
) -> None:
    sent = await client.chat_postMessage(channel="U0MAYA", text="*Share* why", metadata=MARK)
    assert sent["channel"] == "D0MAYA"
    shown = await driver.last_message(channel="D0MAYA")
    assert (shown["ts"], shown["text"], shown["metadata"]) == (sent["ts"], "*Share* why", MARK)


async def test_a_bot_posts_only_where_it_is_a_member(
    client: AsyncWebClient, driver: Driver
) -> None:
    channel = (await driver.post("channel", name="deals", members=["U0MAYA"]))["channel"]["id"]
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.chat_postMessage(channel=channel, text="hello")
    await driver.post("join", channel=channel, user="U0TRUST")
    assert (await client.chat_postMessage(channel=channel, text="hello"))["channel"] == channel
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel="C0NOWHERE", text="hello")


async def test_nobody_else_s_words_can_be_changed(client: AsyncWebClient, driver: Driver) -> None:
    posted = await driver.post("message", user="U0MAYA", channel="C0TEAM", text="mine")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel="C0TEAM", ts=posted["ts"], text="yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel="C0TEAM", ts=posted["ts"])


async def test_every_form_of_a_message_stays_on_record(
    client: AsyncWebClient, driver: Driver
) -> None:
    blocks = [{"type": "divider", "block_id": "line"}]
    sent = await client.chat_postMessage(channel="U0MAYA", text="one", blocks=blocks)
    where = {"channel": "D0MAYA", "ts": sent["ts"]}
    await client.chat_update(**where, text="two")
    assert (await driver.last_message())["blocks"] == blocks  # not given, so they stay
    await client.chat_update(**where, text="three", blocks=[])
    await client.chat_delete(**where)
    shown = await driver.last_message()
    assert [version["text"] for version in shown["versions"]] == ["one", "two"]
    assert (shown["text"], shown["blocks"], shown["deleted"]) == ("three", [], True)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(**where, text="four")


async def test_history_is_newest_first_without_replies_and_with_metadata_on_request(
    client: AsyncWebClient, driver: Driver
) -> None:
    root = await client.chat_postMessage(channel="U0MAYA", text="root", metadata=MARK)
    await client.chat_postEphemeral(channel="D0MAYA", user="U0MAYA", text="psst")
    reply = await driver.post(
        "message", user="U0MAYA", channel="D0MAYA", text="reply", thread_ts=root["ts"]
    )
    last = await client.chat_postMessage(channel="U0MAYA", text="last")
    history = await client.conversations_history(channel="D0MAYA", include_all_metadata=True)
    assert [message["text"] for message in history["messages"]] == ["last", "root"]
    assert history["messages"][1]["metadata"] == MARK
    assert history["messages"][1]["latest_reply"] == reply["ts"]
    plain = await client.conversations_history(channel="D0MAYA", oldest=root["ts"])
    assert [message["ts"] for message in plain["messages"]] == [last["ts"]]
    inclusive = await client.conversations_history(
        channel="D0MAYA", oldest=root["ts"], latest=root["ts"], inclusive=True
    )
    assert "metadata" not in inclusive["messages"][0]
    replies = await client.conversations_replies(channel="D0MAYA", ts=root["ts"])
    assert [message["text"] for message in replies["messages"]] == ["root", "reply"]


async def test_history_comes_in_pages(client: AsyncWebClient, driver: Driver) -> None:
    for number in range(5):
        await driver.post("message", user="U0MAYA", channel="D0MAYA", text=f"{number}")
    read: list[str] = []
    async for page in await client.conversations_history(channel="D0MAYA", limit=2):
        read += [message["text"] for message in page["messages"]]
    assert read == ["4", "3", "2", "1", "0"]


async def test_client_msg_id_guards_nothing(client: AsyncWebClient, driver: Driver) -> None:
    for _ in range(2):
        await client.chat_postMessage(channel="U0MAYA", text="twice", client_msg_id="same")
    assert len((await driver.get("messages"))["messages"]) == 2


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "x", "blocks": [{"type": "wobble"}]}, "invalid_blocks"),
    ],
)
async def test_content_that_slack_refuses_is_refused(
    client: AsyncWebClient, driver: Driver, content: dict[str, object], error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.api_call("chat.postMessage", json={"channel": "U0MAYA"} | content)
    assert (await driver.get("messages"))["messages"] == []


async def test_a_permalink_points_at_a_message_that_exists(client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="C0TEAM", text="hello")
    link = await client.chat_getPermalink(channel="C0TEAM", message_ts=sent["ts"])
    assert link["permalink"].endswith(f"/archives/C0TEAM/p{sent['ts'].replace('.', '')}")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_getPermalink(channel="C0TEAM", message_ts="1.000001")
