"""The page in a real browser with the tiny app behind it, and what a person does there."""

from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, Page, expect

from bot.playground.server import Running
from tests.playground.tiny_app import PROMPT, TinyApp
from tests.shares import NO_BROWSER, find_chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str:
    """The browser to drive, or a skip where there is none."""
    found = find_chromium()
    if found is None:
        pytest.skip(NO_BROWSER)
    return found


@dataclass(frozen=True)
class Stage:
    """A playground with the tiny app connected and the page open as Maya."""

    running: Running
    app: TinyApp
    page: Page

    async def prompt(self, user: str = "U0MAYA") -> Locator:
        sent = await self.app.client.chat_postMessage(channel=user, text="Share why", blocks=PROMPT)
        return self.page.locator(f"article[data-ts='{sent['ts']}']")

    async def say(self, text: str) -> None:
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.get_by_role("textbox", name="Message").press("Enter")

    async def open_form(self) -> Locator:
        await self.say("/trust form")
        dialog = self.page.get_by_role("dialog", name="Share why")
        await expect(dialog).to_be_visible()
        return dialog
