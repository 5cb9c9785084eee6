"""Files go to Slack's own host and nowhere else; what fails leaves no promise behind."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import web

from bot.slack.blocks.export import with_the_file
from bot.slack.clients import open_clients
from bot.slack.features import OptionalFeatures
from bot.slack.files import FILES_HOST, Handed, SlackFiles
from bot.slack.replies import is_of_slack
from habits.texts import say
from tests.bot.slack.loopback import Loopback, dropped, loopback, refused, said

ANNOUNCE, COMPLETE = "files.getUploadURLExternal", "files.completeUploadExternal"
POST, DELETE = "chat.postMessage", "chat.delete"


class SlackWithFiles:
    """Answers each method, all well unless `answers` says otherwise; `url` is where files go."""

    def __init__(self, server: Loopback) -> None:
        self.server = server
        self.url = f"{server.origin}/upload/1"
        self.answers: dict[str, Any] = {}
        server.answer = self.answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.path.removeprefix("/api/")
        usual: Mapping[str, Any] = {"ok": True, "channel": "D1", "ts": "1.5", "file_id": "F1"}
        given = self.answers.get(method) or said({**usual, "upload_url": self.url})
        return await given(request)

    async def hand(self) -> Handed:
        clients = await open_clients("xoxb-1", self.server.url, 2.0)
        files = SlackFiles(clients.send, clients.session, self.server.url, OptionalFeatures())
        try:
            return await files.hand("U0MAYA", "a.zip", b"zipped", with_the_file())
        finally:
            await clients.close()

    @property
    def called(self) -> list[str]:
        return [path for path, _ in self.server.asked]


@pytest.fixture
async def slack() -> AsyncIterator[SlackWithFiles]:
    async with loopback() as server:
        yield SlackWithFiles(server)


async def test_a_file_is_announced_uploaded_and_shared_below_a_message(
    slack: SlackWithFiles,
) -> None:
    assert await slack.hand() is Handed.OVER
    assert slack.called == [ANNOUNCE, "/upload/1", POST, COMPLETE]
    shared = dict(slack.server.asked)[COMPLETE]
    assert shared["channel_id"] == "D1"


@pytest.mark.parametrize("code", ["missing_scope", "unknown_method"])
async def test_where_files_are_not_granted_nothing_is_said_or_sent(
    slack: SlackWithFiles, code: str
) -> None:
    slack.answers[ANNOUNCE] = refused(code)
    assert await slack.hand() is Handed.NOT_GRANTED
    assert slack.called == [ANNOUNCE]


@pytest.mark.parametrize(
    "url", ["https://evil.example/upload/1", "http://127.0.0.1:1/upload/1", "", None]
)
async def test_a_file_never_goes_to_another_host(slack: SlackWithFiles, url: Any) -> None:
    slack.url = url
    assert await slack.hand() is Handed.FAILED
    assert slack.called == [ANNOUNCE]


async def test_a_redirect_is_not_followed(slack: SlackWithFiles) -> None:
    slack.answers["/upload/1"] = said({}, 302, {"Location": f"{slack.server.origin}/elsewhere"})
    assert await slack.hand() is Handed.FAILED
    assert slack.called == [ANNOUNCE, "/upload/1"]


@pytest.mark.parametrize("trouble", [refused("internal_error"), dropped])
async def test_a_message_that_promised_a_file_goes_when_the_file_does_not_come(
    slack: SlackWithFiles, trouble: Any
) -> None:
    slack.answers[COMPLETE] = trouble
    assert await slack.hand() is Handed.FAILED
    assert slack.called == [ANNOUNCE, "/upload/1", POST, COMPLETE, DELETE]


@pytest.mark.parametrize("lost", [POST, DELETE])
async def test_a_message_that_stays_without_its_file_says_what_to_do(
    slack: SlackWithFiles, lost: str
) -> None:
    """The answer to it is lost, or nobody can take it back."""
    slack.answers |= {lost: dropped, COMPLETE: refused("internal_error")}
    assert await slack.hand() is Handed.FAILED
    posted = dict(slack.server.asked)[POST]
    assert say("export.none") in str(posted["blocks"])


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://files.slack.com/upload/v1/CwAB-_1", True),
        ("https://files.slack.com.evil.example/upload", False),
        ("https://hooks.slack.com/upload", False),
        ("http://files.slack.com/upload", False),
    ],
)
def test_only_slacks_file_host_takes_files(url: str, allowed: bool) -> None:
    assert is_of_slack(url, "https://slack.com/api/", FILES_HOST) is allowed
