"""axe-core finds nothing serious on the page: chat, thread, form, Home, dark, narrow."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.playground.stage import Stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("playground page"),  # one worker starts one browser
]

Scene = Callable[[Stage], Awaitable[None]]


async def chat(stage: Stage) -> None:
    """A prompt, an answer that one person sees, a thread, a message with its menu."""
    prompt = await stage.prompt()
    await stage.say("/trust")
    await expect(stage.page.locator("article[data-ephemeral]")).to_be_visible()
    await stage.say("Done :tada:")
    await prompt.hover()
    await prompt.get_by_role("button", name="Reply in thread").click()
    await stage.page.get_by_role("textbox", name="Reply in thread").fill("I said it")
    await stage.page.keyboard.press("Enter")
    await expect(prompt.first.get_by_role("button", name="1 reply")).to_be_visible()
    await stage.page.get_by_role("textbox", name="Message").fill("/")
    await prompt.first.hover()
    await prompt.first.get_by_role("button", name="More actions").click()


async def form(stage: Stage) -> None:
    await stage.say("/trust kinds")
    dialog = stage.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("alert").first).to_be_visible()


async def home(stage: Stage) -> None:
    await stage.page.get_by_role("tab", name="Home").click()
    await expect(stage.page.get_by_role("tabpanel", name="Home")).to_contain_text("Your week")


async def drawer(stage: Stage) -> None:
    """Over the chat of a narrow window."""
    await stage.prompt()
    await stage.page.get_by_role("button", name="Open the sidebar").click()


@pytest.mark.parametrize("scene", [chat, form, home, drawer])
async def test_nothing_serious_stands_in_anybody_s_way(stage: Stage, scene: Scene) -> None:
    await stage.page.emulate_media(reduced_motion="reduce")
    await stage.page.set_viewport_size({"width": 380 if scene is drawer else 1280, "height": 760})
    await scene(stage)
    assert await serious(stage) == []
    await stage.page.emulate_media(color_scheme="dark")
    await stage.page.set_viewport_size({"width": 380, "height": 760})
    found = await serious(stage)
    await stage.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    assert found == []


async def serious(stage: Stage) -> list[Any]:
    found = (await Axe().run(stage.page)).response["violations"]
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
