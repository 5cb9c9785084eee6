"""The demo, step by step, with nothing but clicks: from the prompt to the check-in."""

from playwright.async_api import Locator, expect

from tests.e2e.desk import Desk
from tests.modelled_time import Stopwatch

STRIP = " ■□–·◇\n"  # noqa: RUF001  (the marks of the twelve weeks)


async def walk_through(desk: Desk, watch: Stopwatch) -> None:
    """Maya does what she is asked, a rep says that it helped, and Maya looks at what grew."""
    prompt = await _the_prompt_waits(desk, watch)
    await _it_is_done_now(desk, watch, prompt)
    await _a_rep_says_that_it_helped(desk, watch)
    await _home_has_grown(desk, watch)
    await _the_check_in_recaps(desk, watch)


async def _the_prompt_waits(desk: Desk, watch: Stopwatch) -> Locator:
    prompt = await desk.newest()
    watch.reads(await _texts(prompt))
    await desk.picture("prompt")
    return prompt


async def _it_is_done_now(desk: Desk, watch: Stopwatch, prompt: Locator) -> None:
    await desk.press(prompt, "Do it now")
    watch.clicks_on(new_view=True)
    form = desk.form("Share why")
    await expect(form).to_be_visible()
    watch.reads(await form.locator("textarea").first.input_value())
    await desk.picture("form")
    await desk.press(form, "Preview")
    watch.clicks_on(new_view=True)
    preview = desk.form("This is how it looks")
    await expect(preview).to_contain_text("will see this, posted in your name")
    watch.reads("Everybody in #team-northwind will see this, posted in your name.")
    await desk.picture("preview")
    await desk.press(preview, "Post it")
    watch.clicks_on(new_view=True)
    ended = desk.page.get_by_role("dialog").last
    await expect(ended).to_contain_text("24 hours")
    watch.reads(await ended.locator(".modal-body").inner_text())
    await desk.picture("on-its-way")
    await desk.press(ended.locator("footer"), "Close")
    watch.clicks_on()


async def _a_rep_says_that_it_helped(desk: Desk, watch: Stopwatch) -> None:
    await desk.go_to("team-northwind")
    watch.clicks_on(new_view=True)
    post = desk.messages.last
    await expect(post).to_contain_text("Ben and Priya swap regions")
    await desk.picture("post")
    await desk.act_as("U0AISHA")
    watch.clicks_on(choice=True, new_view=True)
    post = desk.messages.filter(has_text="swap regions")
    await desk.press(post, "That helped")
    watch.clicks_on()
    thanks = desk.messages.last
    await expect(thanks).to_contain_text("Only visible to you")
    watch.reads(await _texts(thanks))
    await desk.picture("that-helped")


async def _home_has_grown(desk: Desk, watch: Stopwatch) -> None:
    await desk.act_as("U0MAYA")
    watch.clicks_on(choice=True, new_view=True)
    await desk.go_to("Trust Habits")
    await desk.open_tab("Home")
    watch.clicks_on(2, new_view=True)
    strip = desk.home.get_by_text("weeks that counted")
    await expect(strip).to_contain_text("7 of 8 weeks that counted")
    watch.reads(await strip.inner_text())
    await desk.picture("home")


async def _the_check_in_recaps(desk: Desk, watch: Stopwatch) -> None:
    await desk.page.get_by_role("button", name="+ to check-in").click()
    await desk.open_tab("Messages")
    watch.clicks_on(2, new_view=True)
    check_in = desk.messages.filter(has_text="Your week").last
    await expect(check_in).to_contain_text("7 of 8 weeks that counted", timeout=20_000)
    watch.reads(await _texts(check_in))
    await desk.picture("check-in")


async def _texts(message: Locator) -> str:
    """What there is to read in a message: neither the labels of its controls nor the strip."""
    found = await message.locator(".blocks .text").all_inner_texts()
    return "\n".join(text for text in found if text.strip(STRIP))
