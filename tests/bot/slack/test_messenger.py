"""What the messenger says about a post, against a server that misbehaves in each way."""

import logging
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.services.messages import Bars, Chart, PromptMessage, PromptOpen
from bot.services.ports import Content, NotSent, Refused, Sent, Unknown
from bot.slack.blocks.charts import bars
from bot.slack.clients import Clients, open_clients
from bot.slack.messenger import SlackMessenger
from bot.slack.outcomes import outcome_of, retry_seconds
from tests.bot.slack.loopback import (
    Answer,
    Loopback,
    dropped,
    half_answered,
    loopback,
    refused,
    said,
    wrote,
)


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with loopback() as server:
        yield server


@pytest.fixture
async def clients(slack: Loopback) -> AsyncIterator[Clients]:
    opened = await open_clients("xoxb-test", slack.url, 5)
    yield opened
    await opened.close()


@pytest.fixture
def messenger(clients: Clients) -> SlackMessenger:
    return SlackMessenger(clients.send)


CONTENT = SlackMessenger.render(
    object.__new__(SlackMessenger),
    PromptMessage("p1", "Share why", "It is Tuesday.", "Say why.", None, PromptOpen(())),
)


async def test_a_post_names_its_row_twice_and_unfurls_nothing(
    slack: Loopback, messenger: SlackMessenger
) -> None:
    assert await messenger.send("U1", CONTENT, "row-7") == Sent("D1", "1.5")
    [(method, body)] = slack.asked
    assert method == "chat.postMessage"
    assert body["channel"] == "U1"
    assert body["text"] == CONTENT.text
    assert body["metadata"] == {"event_type": "trust_habits", "event_payload": {"row": "row-7"}}
    assert [b.get("block_id") for b in body["blocks"]].count("row.row-7") == 1
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
    assert "client_msg_id" not in body
    assert all("block_id" not in block for block in CONTENT.blocks)


async def test_an_answer_in_a_thread_goes_to_its_thread(
    slack: Loopback, messenger: SlackMessenger
) -> None:
    await messenger.send("U1", CONTENT, "row-7")
    await messenger.send("U1", CONTENT, "row-7", thread="1.2")
    assert [body.get("thread_ts") for _, body in slack.asked] == [None, "1.2"]


async def test_the_bonus_id_is_the_same_for_the_same_row(slack: Loopback, clients: Clients) -> None:
    messenger = SlackMessenger(clients.send, client_msg_id=True)
    for marker in ("row-7", "row-7", "row-8"):
        await messenger.send("U1", CONTENT, marker)
    first, second, third = (body["client_msg_id"] for _, body in slack.asked)
    assert first == second != third


UNKNOWN: dict[str, Answer] = {
    "dropped": dropped,
    "dropped in the middle": half_answered,
    "500": said({"ok": False, "error": "channel_not_found"}, status=500),
    "500 empty": wrote("", "text/plain", 500),
    "502 html": wrote("<html>Bad gateway</html>", "text/html", 502),
    "503 json": said({}, status=503),
    "200 text": wrote("ok", "text/plain"),
    "200 html": wrote("<html>Sign in</html>", "text/html"),
    "200 broken json": wrote('{"ok": tr', "application/json"),
    "200 json list": said(["ok"]),
    "200 json string": said("ok"),
    "200 json null": said(None),
    "200 without a code": said({"ok": False}),
    "200 with an odd code": said({"ok": False, "error": {"code": 7}}),
    "200 and no ts": said({"ok": True, "channel": "D1"}),
    "200 and odd names": said({"ok": True, "channel": 5, "ts": None}),
    "404 html": wrote("<html>Not here</html>", "text/html", 404),
    "internal_error": refused("internal_error"),
    "fatal_error": refused("fatal_error"),
    "request_timeout": refused("request_timeout"),
    "service_unavailable": refused("service_unavailable"),
    "duplicate_channel_not_found": refused("duplicate_channel_not_found"),
    "duplicate_message_not_found": refused("duplicate_message_not_found"),
}


@pytest.mark.parametrize("answer", UNKNOWN.values(), ids=UNKNOWN.keys())
async def test_without_a_definite_answer_nobody_knows_and_nothing_is_repeated(
    answer: Answer, slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = answer
    assert isinstance(await messenger.send("U1", CONTENT, "row-7"), Unknown)
    assert len(slack.asked) == 1


async def test_an_answer_that_never_comes_leaves_it_unknown(slack: Loopback) -> None:
    slack.answer = slack.silent
    hasty = await open_clients("xoxb-test", slack.url, 0.1)
    try:
        assert isinstance(await SlackMessenger(hasty.send).send("U1", CONTENT, "r"), Unknown)
    finally:
        await hasty.close()
    assert len(slack.asked) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "7"}, 7.0), ({"Retry-After": "soon"}, 30.0), ({}, 30.0)],
)
async def test_a_rate_limit_is_surely_not_sent_and_names_its_wait(
    headers: dict[str, str], seconds: float, slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = said({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    outcome = await messenger.send("U1", CONTENT, "row-7")
    assert outcome == NotSent("rate limited", retry_after=seconds, everybody=True)
    assert len(slack.asked) == 1


@pytest.mark.parametrize("header", ["nan", "inf", "-1", "", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_retry_after_without_usable_seconds_means_thirty(header: str) -> None:
    assert retry_seconds(header) == 30.0


def test_nobody_is_made_to_wait_longer_than_an_hour() -> None:
    assert retry_seconds("1e9") == 3600.0


@pytest.mark.parametrize(
    "code",
    ["invalid_auth", "account_inactive", "token_revoked", "not_authed", "missing_scope"],
)
async def test_a_refused_token_stands_in_everybodys_way_for_five_minutes(
    code: str, slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = refused(code)
    outcome = await messenger.send("U1", CONTENT, "row-7")
    assert outcome == NotSent(code, retry_after=300.0, everybody=True)


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "user_not_found", "messages_tab_disabled", "msg_blocks_too_long",
     "invalid_blocks", "restricted_action", "is_archived", "a_code_of_tomorrow"],
)  # fmt: skip
async def test_a_definite_refusal_is_final(
    code: str, slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = refused(code)
    assert await messenger.send("U1", CONTENT, "row-7") == Refused(code)


async def test_a_refused_connection_is_surely_not_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clients = await open_clients("xoxb-test", f"http://127.0.0.1:{port}/api/", 5)
    try:
        outcome = await SlackMessenger(clients.send).send("U1", CONTENT, "row-7")
    finally:
        await clients.close()
    assert isinstance(outcome, NotSent)
    assert outcome.everybody


async def test_a_failed_tls_handshake_is_surely_not_sent(slack: Loopback) -> None:
    clients = await open_clients("xoxb-test", slack.url.replace("http:", "https:"), 5)
    try:
        outcome = await SlackMessenger(clients.send).send("U1", CONTENT, "row-7")
    finally:
        await clients.close()
    assert isinstance(outcome, NotSent)
    assert slack.asked == []


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (aiohttp.ConnectionTimeoutError(), NotSent),
        (aiohttp.ServerDisconnectedError(), Unknown),
        (aiohttp.SocketTimeoutError(), Unknown),
        (TimeoutError(), Unknown),
        (ConnectionResetError(), Unknown),
        (aiohttp.ClientOSError(), Unknown),
        (aiohttp.ClientPayloadError(), Unknown),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_only_what_fails_before_the_request_leaves_is_surely_not_sent(
    trouble: Exception, kind: type
) -> None:
    assert isinstance(outcome_of(trouble), kind)


@pytest.mark.parametrize(
    "answer",
    [
        refused("invalid_arguments", response_metadata={"messages": ["[ERROR] metadata: no"]}),
        refused("invalid_arguments"),
        refused("unknown_argument", response_metadata={"messages": ["metadata"]}),
        refused("invalid_metadata_format"),
    ],
)
async def test_a_server_without_metadata_gets_none_from_then_on(
    answer: Answer,
    slack: Loopback,
    messenger: SlackMessenger,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack.answer = answer
    with caplog.at_level(logging.WARNING, logger="bot.slack.messenger"):
        first = await messenger.send("U1", CONTENT, "row-7")
        slack.answer = said({"ok": True, "channel": "D1", "ts": "1.5"})
        assert await messenger.send("U1", CONTENT, "row-7") == Sent("D1", "1.5")
    assert isinstance(first, NotSent)
    assert (first.retry_after, first.everybody) == (0.0, False)
    assert "metadata" not in slack.asked[-1][1]
    assert slack.asked[-1][1]["blocks"][0]["block_id"] == "row.row-7"
    assert len(caplog.records) == 1


async def test_wrong_arguments_other_than_metadata_are_a_refusal(
    slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = refused("invalid_arguments", response_metadata={"messages": ["blocks: odd"]})
    assert await messenger.send("U1", CONTENT, "row-7") == Refused("invalid_arguments")
    slack.answer = said({"ok": True, "channel": "D1", "ts": "1.5"})
    await messenger.send("U1", CONTENT, "row-7")
    assert "metadata" in slack.asked[-1][1]


async def test_an_update_goes_to_the_message_by_channel_and_ts(
    slack: Loopback, messenger: SlackMessenger
) -> None:
    assert await messenger.update("D1", "1.5", CONTENT) == Sent("D1", "1.5")
    [(method, body)] = slack.asked
    assert (method, body["channel"], body["ts"]) == ("chat.update", "D1", "1.5")
    outcomes: dict[Any, Any] = {}
    for name, answer in {"gone": refused("message_not_found"), "cut": dropped}.items():
        slack.answer = answer
        outcomes[name] = await messenger.update("D1", "1.5", CONTENT)
    assert outcomes["gone"] == Refused("message_not_found")
    assert isinstance(outcomes["cut"], Unknown)


# --- charts ---------------------------------------------------------------------------------

CHARTED = Content(
    "Your four weeks",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Share why 1, 0."}},
        bars(Chart("Done per week", ("2 March", "9 March"), (Bars("Share why", (1, 0)),))),
    ],
)


async def no_charts(request: web.Request) -> web.StreamResponse:
    kinds = [block["type"] for block in (await request.json())["blocks"]]
    known = "data_visualization" not in kinds
    return await (said({"ok": True, "channel": "D1", "ts": "1.5"}) if known else NO)(request)


NO = refused("invalid_blocks")


def charts_in(slack: Loopback) -> list[bool]:
    return [
        any(block["type"] == "data_visualization" for block in body["blocks"])
        for _, body in slack.asked
    ]


async def test_where_slack_refuses_a_chart_the_message_comes_once_without_it(
    slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = no_charts
    assert await messenger.send("U1", CHARTED, "row-7") == Sent("D1", "1.5")
    assert charts_in(slack) == [True, False]
    [_, (_, body)] = slack.asked
    assert body["metadata"]["event_payload"] == {"row": "row-7"}
    # From now on it does not try again.
    assert await messenger.update("D1", "1.5", CHARTED) == Sent("D1", "1.5")
    assert charts_in(slack) == [True, False, False]


async def test_a_change_to_a_chart_that_is_refused_is_made_without_it(
    slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = no_charts
    assert await messenger.update("D1", "1.5", CHARTED) == Sent("D1", "1.5")
    assert await messenger.send("U1", CHARTED, "row-7") == Sent("D1", "1.5")
    assert charts_in(slack) == [True, False, False]


async def test_a_message_refused_for_another_reason_is_not_blamed_on_its_chart(
    slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = NO
    assert await messenger.send("U1", CHARTED, "row-7") == Refused("invalid_blocks")
    assert await messenger.send("U1", CONTENT, "row-8") == Refused("invalid_blocks")
    assert charts_in(slack) == [True, False, False]
    slack.answer = said({"ok": True, "channel": "D1", "ts": "1.5"})
    await messenger.send("U1", CHARTED, "row-9")
    assert charts_in(slack)[-1]


@pytest.mark.parametrize("answer", [dropped, refused("internal_error"), said({}, status=500)])
async def test_a_chart_whose_fate_is_unknown_is_never_sent_again(
    answer: Answer, slack: Loopback, messenger: SlackMessenger
) -> None:
    slack.answer = answer
    assert isinstance(await messenger.send("U1", CHARTED, "row-7"), Unknown)
    assert len(slack.asked) == 1
