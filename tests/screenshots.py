"""Takes the pictures in docs/screenshots anew: `.venv/bin/python -m tests.screenshots`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import aiohttp
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from tests.e2e.desk import Desk
from tests.e2e.slack import Slack
from tests.shares import find_chromium

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SIZE: ViewportSize = {"width": 1100, "height": 688}
LARGEST = 150_000
"""Bytes of one picture: a README must load fast."""


class Album:
    """Pictures of one page by name; taking one fails when its file would be large."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def take(self, name: str, *, dark: bool = False) -> None:
        await self._page.mouse.move(0, 0)
        await self._page.evaluate("document.activeElement.blur()")
        await self._page.emulate_media(color_scheme="dark" if dark else "light")
        path = FOLDER / f"{name}.png"
        await self._page.screenshot(path=path, animations="disabled")
        await self._page.emulate_media(color_scheme="light")
        size = path.stat().st_size
        print(f"{path.name:<20} {size / 1000:5.0f} kB")  # noqa: T201  (a script for people)
        if size > LARGEST:
            raise SystemExit(f"{path.name} is larger than {LARGEST / 1000:.0f} kB.")


@asynccontextmanager
async def play() -> AsyncIterator[str]:
    """The bot beside the playground, as `make play` runs it; the page's address."""
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "play",
        "--no-open",
        "--port",
        "0",
        stdout=asyncio.subprocess.PIPE,
    )
    assert bot.stdout is not None
    try:
        async for line in bot.stdout:
            if b" plays at " in line:
                yield line.split()[-1].decode()
                break
    finally:
        bot.terminate()
        await bot.wait()


async def first_week(desk: Desk, album: Album) -> None:
    await desk.say("/trust start")
    form = desk.form("Start")
    await expect(form).to_be_visible()
    await album.take("start")
    await desk.press(form, "Start")
    await desk.press(desk.form("You're set").locator("footer"), "Close")

    asked = await desk.next_message()
    await asked.get_by_role("checkbox", name="A decision to announce").check()
    await asked.get_by_role("checkbox", name="A 1:1").check()
    await album.take("week-start")
    await desk.press(asked, "Save")
    await expect(asked).to_contain_text("Coming up:")

    prompt = await desk.next_message()
    await album.take("prompt")
    await album.take("prompt-dark", dark=True)
    await desk.open_tab("Home")
    await expect(desk.home).to_contain_text("Your week")
    await album.take("home")
    await album.take("home-dark", dark=True)
    await desk.open_tab("Messages")
    await desk.press(prompt, "Done already")
    await expect(prompt).to_contain_text("For you alone:")
    await desk.ask("That the Berlin accounts moved for travel time")
    await album.take("done")

    await desk.next_message()
    await album.take("check-in")


async def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("No Chromium here.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with play() as url, aiohttp.ClientSession() as http, async_playwright() as playwright:
        slack = Slack(url, http)
        today = (await slack.now()).date()
        monday = today + timedelta(days=7 - today.weekday())
        await slack.walk_to(datetime.combine(monday, time(2), UTC))
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport=SIZE, device_scale_factor=1.25)
        desk = Desk(page, FOLDER)
        await desk.sit_down(url)
        await first_week(desk, Album(page))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
