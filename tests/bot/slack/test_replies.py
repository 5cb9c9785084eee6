"""Replies go to Slack's own host and nowhere else, and never raise for trouble on the way."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.services.messages import Bars, Chart
from bot.services.ports import Content
from bot.slack.blocks.charts import bars
from bot.slack.replies import Replies, is_reply_url
from tests.bot.slack.loopback import Loopback, dropped, loopback, said, wrote

SLACK = "https://slack.com/api/"
CONTENT = Content("hello", [{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}])

REFUSED = [
    "",
    None,
    5,
    "hooks.slack.com/actions/T1",
    "http://hooks.slack.com/actions/T1",
    "ftp://hooks.slack.com/actions/T1",
    "https://hooks.slack.com",
    "https://hooks.slack.com:443/actions/T1",
    "https://hooks.slack.com:8443/actions/T1",
    "https://hooks.slack.com./actions/T1",
    "https://HOOKS.slack.com/actions/T1",
    "https://user@hooks.slack.com/actions/T1",
    "https://user:word@hooks.slack.com/actions/T1",
    "https://hooks.slack.com@evil.example/actions/T1",
    "https://hooks.slack.com%40evil.example/actions/T1",
    "https://hooks.slack.com%2eevil.example/actions/T1",
    "https://hooks.slack.com.evil.example/actions/T1",
    "https://evil.example/hooks.slack.com",
    "https://evil.example#hooks.slack.com/actions",
    "https://evil.example\\@hooks.slack.com/actions",
    "https://hooks.slack.com\\@evil.example/actions",
    "https://hooks.slack.com/actions\r\nHost: evil.example",
    " https://hooks.slack.com/actions/T1",
    "https://hooks.slack.com\t/actions/T1",
    "https://hooкs.slack.com/actions/T1",
    "https://hooks。slack。com/actions/T1",
    "https://slack.com/actions/T1",
    "https://127.0.0.1/actions/T1",
    "https://[::1]/actions/T1",
    "https://[hooks.slack.com]/actions/T1",
    "https://169.254.169.254/latest/meta-data",
    "https:hooks.slack.com/actions/T1",
    "https:///hooks.slack.com/actions/T1",
    "//hooks.slack.com/actions/T1",
    "https://hooks.slack.com:/actions/T1",
    "https://hooks.slack.com:99999/actions/T1",
    "https://hooks.slack.com/" + "a" * 2000,
    "file:///etc/hostname",
]


@pytest.mark.parametrize("url", REFUSED, ids=repr)
def test_only_slacks_own_reply_address_is_ever_called(url: object) -> None:
    assert not is_reply_url(url, SLACK)


@pytest.mark.parametrize("path", ["actions/T1/2/aB3", "commands/T1/2/aB3?x=1", "app/T1%2F2/-_~"])
def test_slacks_own_reply_addresses_are_called(path: str) -> None:
    assert is_reply_url(f"https://hooks.slack.com/{path}", SLACK)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8080/reply/1", True),
        ("http://127.0.0.1:8081/reply/1", False),
        ("https://127.0.0.1:8080/reply/1", False),
        ("http://localhost:8080/reply/1", False),
        ("http://127.0.0.2:8080/reply/1", False),
        ("http://user@127.0.0.1:8080/reply/1", False),
        ("http://evil.example:8080/reply/1", False),
    ],
)
def test_an_api_on_this_machine_may_hand_out_its_own_address(url: str, allowed: bool) -> None:
    assert is_reply_url(url, "http://127.0.0.1:8080/api/") is allowed


def test_an_api_elsewhere_may_not_hand_out_its_own_address() -> None:
    assert not is_reply_url("http://10.0.0.5:8080/reply/1", "http://10.0.0.5:8080/api/")


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with loopback() as server:
        yield server


@pytest.fixture
async def replies(slack: Loopback) -> AsyncIterator[Replies]:
    async with aiohttp.ClientSession() as session:
        yield Replies(session, slack.url)


async def test_an_update_replaces_and_an_ephemeral_adds(slack: Loopback, replies: Replies) -> None:
    slack.answer = wrote("ok", "text/plain")
    assert await replies.update(f"{slack.origin}/reply/1", CONTENT)
    assert await replies.ephemeral(f"{slack.origin}/reply/1", CONTENT)
    (_, first), (_, second) = slack.asked
    assert first == {"replace_original": True, "text": "hello", "blocks": CONTENT.blocks}
    assert second == {
        "replace_original": False,
        "response_type": "ephemeral",
        "text": "hello",
        "blocks": CONTENT.blocks,
    }


async def test_a_redirect_is_not_followed(slack: Loopback, replies: Replies) -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": f"{slack.origin}/elsewhere"})

    slack.answer = elsewhere
    assert not await replies.update(f"{slack.origin}/reply/1", CONTENT)
    assert [path for path, _ in slack.asked] == ["/reply/1"]


async def test_trouble_on_the_way_is_an_answer_not_an_error(
    slack: Loopback, replies: Replies
) -> None:
    for answer in (dropped, wrote("used up", "text/plain", 404), wrote("no", "text/html", 500)):
        slack.answer = answer
        assert not await replies.update(f"{slack.origin}/reply/1", CONTENT)


async def test_a_wrong_address_is_not_called_at_all(slack: Loopback, replies: Replies) -> None:
    assert not await replies.update("https://evil.example/x", CONTENT)
    assert slack.asked == []


async def test_an_answer_whose_chart_is_refused_is_given_once_without_it(
    slack: Loopback, replies: Replies
) -> None:
    charted = Content("hello", [*CONTENT.blocks, bars(Chart("t", ("a",), (Bars("n", (1,)),)))])

    async def answer(request: web.Request) -> web.StreamResponse:
        known = len((await request.json())["blocks"]) == 1
        taken = wrote("ok", "text/plain") if known else said({"error": "invalid_blocks"}, 404)
        return await taken(request)

    slack.answer = answer
    assert await replies.update(f"{slack.origin}/reply", charted)
    assert await replies.ephemeral(f"{slack.origin}/reply", charted)
    assert [len(body["blocks"]) for _, body in slack.asked] == [2, 1, 1]
