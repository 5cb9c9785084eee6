"""Somebody at the playground's page: what people type, press and read there."""

from datetime import datetime
from pathlib import Path

from playwright.async_api import Locator, Page, expect


class Desk:
    """One person's browser window. Gestures wait until the page shows that they were taken."""

    def __init__(self, page: Page, pictures: Path, *, dark_too: bool = False) -> None:
        self.page = page
        self._pictures = pictures
        self._dark_too = dark_too
        self.taken: list[Path] = []

    async def sit_down(self, url: str) -> None:
        await self.page.goto(url)
        await expect(self.page.locator("body[data-ready]")).to_have_count(1)

    async def picture(self, name: str) -> None:
        """Keep what is on screen now, numbered in the order of taking; in the dark as well where
        the desk was told so."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = self._pictures / f"{len(self.taken) + 1:02d}-{name}.png"
        await self.page.screenshot(path=path)
        self.taken.append(path)
        if self._dark_too:
            await self.page.emulate_media(color_scheme="dark")
            await self.page.screenshot(path=path.with_stem(f"{path.stem}-dark"))
            await self.page.emulate_media(color_scheme="light")

    # --- gestures --------------------------------------------------------------------------

    async def say(self, text: str) -> None:
        """Type in the composer and press Enter."""
        composer = self.page.get_by_role("textbox", name="Message")
        await composer.fill(text)
        await composer.press("Enter")
        await expect(composer).to_have_value("")

    async def ask(self, text: str) -> Locator:
        """Say something and wait for the answer."""
        before = await self.messages.count()
        await self.say(text)
        await expect(self.messages).not_to_have_count(before)
        return await self.newest()

    async def press(self, where: Locator, name: str) -> None:
        await where.get_by_role("button", name=name, exact=True).click()

    async def pass_time(self, button: str) -> None:
        """Press a button of the clock and wait until the clock stands again."""
        await self.page.get_by_role("button", name=button, exact=True).click()
        still = self.page.locator("#clock .bar-button:enabled")
        await expect(still).to_have_count(4, timeout=30_000)

    async def next_message(self) -> Locator:
        """Press "Next message"; the message it led to."""
        before = await self.messages.count()
        await self.pass_time("Next message")
        await expect(self.messages).not_to_have_count(before)
        return await self.newest()

    async def act_as(self, user: str) -> None:
        await self.page.get_by_label("Act as").select_option(value=user)

    async def go_to(self, place: str) -> None:
        """Open a channel or a chat by its name in the sidebar."""
        await self.page.get_by_role("navigation").get_by_text(place, exact=True).click()

    async def open_tab(self, name: str) -> None:
        await self.page.get_by_role("tab", name=name).click()

    # --- what is seen ----------------------------------------------------------------------

    @property
    def messages(self) -> Locator:
        """Everything from the bot in the open chat, answers to commands included."""
        return self.page.locator("#pane article[data-user=U0TRUST]")

    async def newest(self) -> Locator:
        """The newest message at this moment; the same one also when others follow."""
        ts = await self.messages.last.get_attribute("data-ts")
        return self.page.locator(f"#pane article[data-ts='{ts}']")

    @property
    def home(self) -> Locator:
        return self.page.get_by_role("tabpanel", name="Home")

    def form(self, title: str) -> Locator:
        return self.page.get_by_role("dialog", name=title)


async def posted_at(message: Locator) -> datetime:
    """The instant (UTC) that stands on a message."""
    told = await message.locator("time").get_attribute("datetime")
    assert told is not None
    return datetime.fromisoformat(told)
