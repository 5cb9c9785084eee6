"""Servers that look like Slack and do less: fewer methods, no metadata, fewer scopes."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from bot.playground.server import Running
from config.settings import Settings
from tests.e2e.slack import Slack, controls, started, words

NEEDED = {
    "auth.test",
    "apps.connections.open",
    "chat.postMessage",
    "chat.update",
    "views.open",
    "views.update",
    "views.publish",
    "users.info",
}


@dataclass
class SmallSlack:
    """Stands before a playground and knows only some of its methods. `refused` counts the calls
    of others; with `takes_metadata` False a message that carries some is refused."""

    behind: Running
    http: aiohttp.ClientSession
    url: str = ""
    takes_metadata: bool = True
    refused: list[str] = field(default_factory=list)

    async def api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await request.read()
        if method not in NEEDED:
            self.refused.append(method)
            return web.json_response({"ok": False, "error": "unknown_method"})
        if method == "chat.postMessage" and b"event_payload" in body and not self.takes_metadata:
            self.refused.append("metadata")
            return web.json_response({"ok": False, "error": "invalid_arguments"})
        return await self._pass_on(request, body)

    async def response(self, request: web.Request) -> web.Response:
        return await self._pass_on(request, await request.read())

    async def _pass_on(self, request: web.Request, body: bytes) -> web.Response:
        # The playground takes the host it is asked under for the addresses that it gives out.
        names = ("Authorization", "Content-Type", "Host")
        headers = {name: request.headers[name] for name in names if name in request.headers}
        address = f"{self.behind.url}{request.path_qs}"
        async with self.http.request(request.method, address, data=body, headers=headers) as answer:
            told, kind = await answer.read(), answer.content_type
        if request.path.endswith("connections.open"):
            mine, theirs = (url.partition("//")[2].encode() for url in (self.url, self.behind.url))
            told = told.replace(mine, theirs)  # sockets go there directly
        return web.Response(status=answer.status, body=told, content_type=kind)


@pytest.fixture
async def small(playground: Running, http: aiohttp.ClientSession) -> AsyncIterator[SmallSlack]:
    small = SmallSlack(playground, http)
    app = web.Application()
    app.router.add_route("*", "/api/{method}", small.api)
    app.router.add_post("/response/{key}", small.response)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    small.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield small
    await runner.cleanup()


@pytest.fixture
def settings(settings: Settings, small: SmallSlack) -> Settings:
    return settings.model_copy(update={"slack_api_url": f"{small.url}/api/"})


async def a_week(slack: Slack) -> None:
    """Start, answer a prompt, put one off, open Home, and see the days go by."""
    maya = await started(slack, "U0MAYA")
    await slack.click(maya, await slack.next_message(), "week.none")
    prompt = await slack.next_message()
    later = controls(prompt)["prompt.later"]["options"][0]["value"]
    await slack.click(maya, prompt, "prompt.later", later)
    back = await slack.next_message()
    await slack.click(maya, back, "prompt.answer.done")
    for one in (prompt, back):
        assert "Done. That counts." in words(await slack.again(one))
    assert "Share why" in words(await slack.home(maya))
    await slack.type(maya, "They asked why.")
    await slack.pass_time(days=4)
    assert "Noted so far: Share why once." in words((await slack.direct(maya))[-1])


def switched_off(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Log lines about features that are not there, by logger name and words."""
    return [
        record.getMessage()
        for record in caplog.records
        if "_off" in str(getattr(record, "action", record.getMessage()))
    ]


async def test_eight_methods_are_enough(
    slack: Slack, monday: object, small: SmallSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    await a_week(slack)
    optional = set(small.refused)
    assert optional == {"users.list", "dnd.teamInfo"}
    for method in optional:
        assert small.refused.count(method) == 1, "asked once, then left alone"
    assert len(switched_off(caplog)) == 2


async def test_a_slack_without_metadata_is_found_out_once(
    slack: Slack, monday: object, small: SmallSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    small.takes_metadata = False
    await a_week(slack)
    assert small.refused.count("metadata") == 1
    assert sum("metadata" in line for line in switched_off(caplog)) == 1
    texts = [one["text"] for one in await slack.direct("U0MAYA")]
    assert len(texts) == 5, texts


async def test_without_the_scope_for_histories_only_typed_words_are_missing(
    slack: Slack, monday: object
) -> None:
    await slack.post("app", scopes=["chat:write", "commands", "users:read"])
    maya = await started(slack, "U0MAYA")
    await slack.next_message()
    prompt = await slack.next_message()
    await slack.type(maya, "done")
    assert "prompt.answer.done" in controls(await slack.again(prompt))
    await slack.click(maya, prompt, "prompt.answer.done")
    assert "Done. That counts." in words(await slack.again(prompt))


async def test_without_the_scope_for_people_nobody_new_can_start_and_is_told(
    slack: Slack, monday: object
) -> None:
    maya = await started(slack, "U0MAYA")
    await slack.post("app", scopes=["chat:write", "commands", "im:history"])
    await slack.trust("U0NOAH", "start")
    assert not (await slack.get("views", user="U0NOAH"))["modals"]
    [told] = await slack.messages("U0NOAH")
    assert told["ephemeral_to"] == "U0NOAH"
    assert "Something went wrong" not in words(told)
    # Whoever has started already goes on as before.
    await slack.pass_time(days=4, hours=12)
    assert len(await slack.direct(maya)) == 3


async def test_without_the_right_to_write_messages_wait_and_come_late(
    slack: Slack, monday: object
) -> None:
    maya = await started(slack, "U0MAYA")
    await slack.post("app", scopes=["commands", "users:read"])
    await slack.pass_time(hours=12)
    assert await slack.direct(maya) == []
    await slack.post("app", scopes=["commands", "users:read", "chat:write"])
    assert "week.save" in controls(await slack.next_message())


async def test_an_app_that_was_removed_and_comes_back_goes_on(
    slack: Slack, playground: Running, maya: str
) -> None:
    await slack.next_message()
    await slack.post("uninstall")
    await slack.pass_time(hours=1)
    playground.playground.installation.reset()
    assert "prompt.more" in controls(await slack.next_message())
