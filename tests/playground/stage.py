"""The page in a real browser with the tiny app behind it, and what a person does there."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.playground.server import Running
from tests.playground.tiny_app import PROMPT, TinyApp

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str:
    """The browser to drive, or a skip; with TRUST_BROWSER_REQUIRED=1 a missing one is a failure."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found and Path(found).exists():
        return found
    if os.environ.get("TRUST_BROWSER_REQUIRED") == "1":
        pytest.fail("No chromium. Install it or name it in CHROMIUM.")
    pytest.skip("no chromium")


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
