"""The Home tab is published at once, and in a flurry only the last view follows."""

import asyncio

from bot.services.views import HomeView
from bot.slack.clients import open_clients
from bot.slack.home import HomePages
from tests.bot.slack.loopback import loopback, refused, said
from tests.bot.slack.machine import FakeMachine


async def test_a_flurry_of_changes_is_published_as_its_last_view() -> None:
    machine = FakeMachine()
    async with loopback() as slack:
        slack.answer = said({"ok": True})
        clients = await open_clients("xoxb-test", slack.url, 5)
        pages = HomePages(clients.send, machine)
        await pages.publish("U1", HomeView(started=False))
        second = asyncio.create_task(pages.publish("U1", HomeView(started=True, filter="Coach")))
        await machine.asleep.wait()
        await pages.publish("U1", HomeView(started=True, filter="Share why"))
        await machine.wake(2)
        await second
        await pages.publish("U2", HomeView(started=False))
        await clients.close()
    assert [body["user_id"] for _, body in slack.asked] == ["U1", "U1", "U2"]
    assert "Share why" in str(slack.asked[1])
    assert "Coach" not in str(slack.asked[1])


async def test_trouble_while_publishing_is_no_error() -> None:
    async with loopback() as slack:
        slack.answer = refused("not_enabled")
        clients = await open_clients("xoxb-test", slack.url, 5)
        await HomePages(clients.send, FakeMachine()).publish("U1", HomeView(started=False))
        await clients.close()
    assert len(slack.asked) == 1
