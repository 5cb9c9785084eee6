"""Takes the pictures in docs/screenshots anew: `.venv/bin/python -m tests.screenshots`.

They are those of the demo, in light and dark, and one moving picture of all.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import ViewportSize, async_playwright

from tests.e2e.demo import walk_through
from tests.e2e.desk import Desk
from tests.modelled_time import Stopwatch
from tests.shares import find_chromium

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
MOVING = FOLDER / "demo.gif"
SIZE: ViewportSize = {"width": 1100, "height": 688}
LARGEST = 170_000
"""Bytes of one picture: a README must load fast."""
LARGEST_MOVING = 600_000
MILLISECONDS_A_PICTURE = 2600


class Album(Desk):
    """A desk whose pictures are for readers: named, in light and dark, and small files."""

    async def picture(self, name: str) -> None:
        await self.page.mouse.move(0, 0)
        await self.page.evaluate("document.activeElement.blur()")
        for scheme in ("light", "dark"):
            await self.page.emulate_media(color_scheme=scheme)
            path = FOLDER / (f"{name}.png" if scheme == "light" else f"{name}-dark.png")
            await self.page.screenshot(path=path, animations="disabled")
            told(path, LARGEST)
        await self.page.emulate_media(color_scheme="light")
        self.taken.append(FOLDER / f"{name}.png")


def told(path: Path, largest: int) -> None:
    size = path.stat().st_size
    print(f"{path.name:<24} {size / 1000:5.0f} kB")  # noqa: T201  (a script for people)
    if size > largest:
        raise SystemExit(f"{path.name} is larger than {largest / 1000:.0f} kB.")


def join(pictures: list[Path]) -> None:
    """One moving picture, at the width of a README and with few colours."""
    frames: list[Image.Image] = []
    for path in pictures:
        with Image.open(path) as picture:
            width = 900
            small = picture.resize((width, picture.height * width // picture.width))
            frames.append(small.convert("RGB").quantize(64, dither=Image.Dither.NONE))
    frames[0].save(
        MOVING,
        save_all=True,
        append_images=frames[1:],
        duration=MILLISECONDS_A_PICTURE,
        loop=0,
        optimize=True,
    )
    told(MOVING, LARGEST_MOVING)


@asynccontextmanager
async def play() -> AsyncIterator[str]:
    """The bot beside the playground, as `make play` runs it; the page's address."""
    words = [sys.executable, "-m", "bot", "play", "--no-open", "--port", "0"]
    bot = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    assert bot.stdout is not None
    try:
        async for line in bot.stdout:
            if b" plays at " in line:
                yield line.split()[-1].decode()
                break
    finally:
        bot.terminate()
        await bot.wait()


async def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("No Chromium here.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with play() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport=SIZE, device_scale_factor=1.25)
        album = Album(page, FOLDER)
        await album.sit_down(url)
        await walk_through(album, Stopwatch())
        await browser.close()
    join(album.taken)


if __name__ == "__main__":
    asyncio.run(main())
