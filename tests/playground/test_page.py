"""The playground's page in a real browser, with a tiny app on the other side."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.playground.server import serve
from bot.playground.walking import Follower
from tests.playground.stage import Stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("playground page"),  # one worker starts one browser
]


async def test_a_prompt_shows_its_blocks_and_its_answered_form_after_a_click(stage: Stage) -> None:
    prompt = await stage.prompt()
    await expect(prompt.get_by_role("heading", name="Share why")).to_be_visible()
    await expect(prompt).to_contain_text("Tell @Ben Carter why, not only what.")
    await expect(prompt.locator("strong", has_text="why")).to_be_visible()
    done = prompt.get_by_role("button", name="Done already")
    look = "button => [getComputedStyle(button).color, getComputedStyle(button).backgroundColor]"
    before = await done.evaluate(look)
    await done.hover()
    assert await done.evaluate(look) == before  # readable under the pointer too
    await done.click()
    await expect(prompt).to_contain_text("Done. It counts.")
    await expect(prompt).to_contain_text("(edited)")
    await expect(prompt.get_by_role("button", name="Done already")).to_have_count(0)


async def test_a_chart_is_a_table_of_bars_that_can_be_read_aloud(stage: Stage) -> None:
    names = {"Share why": [1, 0], "Coach": [0, 2]}
    series = [
        {"name": name, "data": [{"label": f"{i} May", "value": v} for i, v in enumerate(values)]}
        for name, values in names.items()
    ]
    bars = {"type": "bar", "series": series, "axis_config": {"categories": ["0 May", "1 May"]}}
    block = {"type": "data_visualization", "title": "Done per week", "chart": bars}
    await stage.app.client.chat_postMessage(channel="U0MAYA", text="Weeks", blocks=[block])
    table = stage.page.get_by_role("table", name="Done per week")
    await expect(table.get_by_role("columnheader")).to_have_text(["Share why", "Coach"])
    await expect(table.get_by_role("row", name="1 May")).to_contain_text("02")
    wide = "bars => bars.map(bar => bar.getBoundingClientRect().width)"
    assert await table.locator(".chart-bar").evaluate_all(wide) == [40, 0, 0, 80]


async def test_a_newcomer_reads_how_to_begin_until_there_is_a_message(stage: Stage) -> None:
    hello = stage.page.get_by_role("region", name="How to begin")
    await expect(hello).to_contain_text("You are Maya Lindqvist here.")
    await expect(hello).to_contain_text("Type /trust below and press Enter.")
    await stage.prompt()
    await expect(hello).to_have_count(0)


async def test_a_confirm_question_stands_before_the_click_it_guards(stage: Stage) -> None:
    prompt = await stage.prompt()
    question = stage.page.get_by_role("dialog", name="Stop this habit?")
    await prompt.get_by_role("button", name="Stop").click()
    await question.get_by_role("button", name="Keep it").click()
    await expect(question).to_have_count(0)
    await prompt.get_by_role("button", name="Stop").click()
    await question.get_by_role("button", name="Stop it").click()
    await expect(question).to_have_count(0)
    await expect(prompt.locator("[aria-busy]")).to_have_count(0)
    assert [name for name, _ in stage.app.seen] == ["stop"]


async def test_a_menu_and_ticks_tell_the_app_what_was_chosen(stage: Stage) -> None:
    prompt = await stage.prompt()
    await prompt.get_by_role("button", name="More options").click()
    await stage.page.get_by_role("menuitem", name="Fewer").click()
    await prompt.get_by_role("checkbox", name="A lost deal").check()
    await prompt.get_by_role("checkbox", name="A team meeting").check()
    await prompt.get_by_role("button", name="Save").click()
    await expect(prompt.locator("[aria-busy]")).to_have_count(0)
    names = [name for name, _ in stage.app.seen]
    assert names == ["more", "coming", "coming", "save"]
    assert stage.app.seen[0][1]["value"] == "fewer"
    [ticked] = [block for block in stage.app.seen[-1][1]["values"].values() if "coming" in block]
    assert [o["value"] for o in ticked["coming"]["selected_options"]] == ["lost", "meeting"]


async def test_a_form_says_what_is_wrong_under_the_field_and_keeps_what_was_typed(
    stage: Stage,
) -> None:
    dialog = await stage.open_form()
    why = dialog.get_by_label("Why this decision?")
    await expect(why).to_be_focused()
    await why.fill("Short")
    await why.press("Enter")  # the day is missing: refused before the app hears of it
    missing = dialog.locator("[data-block-id=day]").get_by_role("alert")
    await expect(missing).to_be_visible()
    await dialog.get_by_label("Which day?").select_option(label="Thursday")
    await expect(missing).to_have_count(0)
    await dialog.get_by_role("button", name="Who?").click()
    await stage.page.get_by_role("checkbox", name="Ben Carter").check()
    await stage.page.keyboard.press("Escape")
    await dialog.get_by_role("button", name="Post").click()
    error = dialog.locator("[data-block-id=why]").get_by_role("alert")
    await expect(error).to_have_text("Please write a bit more.")
    await expect(why).to_have_value("Short")
    await why.fill("Because customers asked for it")
    await expect(error).to_have_count(0)
    await expect(why).not_to_have_attribute("aria-invalid", "true")
    await dialog.get_by_role("button", name="Post").click()
    await stage.page.get_by_role("dialog", name="One more look").get_by_text("Done").click()
    await expect(stage.page.get_by_role("dialog")).to_have_count(0)
    name, values = stage.app.seen[-1]
    assert name == "form"
    assert values["why"]["value"] == "Because customers asked for it"
    assert values["day"]["selected_option"]["value"] == "thu"
    assert values["reps"]["selected_users"] == ["U0BEN"]
    assert values["at"]["selected_time"] == "10:00"


async def test_the_description_of_a_chosen_option_stands_under_the_field(stage: Stage) -> None:
    dialog = await stage.open_form()
    field = dialog.locator("[data-block-id=habit]")
    habit = dialog.get_by_role("combobox", name="Which habit?")
    await expect(field).to_contain_text("Say the reason with the decision")
    await expect(habit).to_have_accessible_description("Say the reason with the decision")
    await habit.select_option(label="Ask first")
    await expect(field.locator("small")).to_have_text("Ask for their view before you give yours")
    await expect(habit).to_have_attribute("title", "Ask for their view before you give yours")
    await habit.select_option(label="Surprise me")
    await expect(field.locator("small")).to_be_hidden()
    await dialog.get_by_role("button", name="Cancel").click()
    ticks = (await stage.prompt()).get_by_role("group", name="Choices")
    await expect(ticks).to_contain_text("The reasons, before the numbers")


async def test_what_people_write_is_never_read_as_html(stage: Stage) -> None:
    words = "<img src=x onerror=alert(1)> & *bold* :tada:"
    await stage.say(words)
    written = stage.page.get_by_role("article").last
    await expect(written).to_contain_text("<img src=x onerror=alert(1)> & bold")
    await expect(written.locator("img")).to_have_count(0)
    await expect(written.get_by_role("img", name="tada emoji")).to_be_visible()


async def test_home_is_what_the_app_published_for_the_person(stage: Stage) -> None:
    await stage.page.get_by_role("tab", name="Home").click()
    home = stage.page.get_by_role("tabpanel", name="Home")
    await expect(home).to_contain_text("Today, @Maya Lindqvist")
    await stage.page.get_by_role("combobox", name="Act as").select_option("U0NOAH")
    await stage.page.get_by_role("tab", name="Home").click()
    await expect(home).to_contain_text("Today, @Noah Williams")


async def test_replies_live_in_the_thread_beside_the_message(stage: Stage) -> None:
    prompt = await stage.prompt()
    await prompt.hover()
    await prompt.get_by_role("button", name="Reply in thread").click()
    thread = stage.page.get_by_role("complementary", name="Thread")
    await thread.get_by_role("textbox", name="Reply in thread").fill("I said it")
    await thread.get_by_role("textbox", name="Reply in thread").press("Enter")
    await expect(thread.get_by_role("article").last).to_contain_text("I said it")
    await expect(prompt.get_by_role("button", name="1 reply")).to_be_visible()
    await expect(stage.page.get_by_role("main").get_by_text("I said it")).to_have_count(0)
    await thread.get_by_role("button", name="Close thread").click()
    await expect(thread).to_be_hidden()


async def test_the_clock_moves_and_times_are_in_the_zone_of_the_person_who_looks(
    stage: Stage,
) -> None:
    page = stage.page
    for person in ("U0MAYA", "U0NOAH"):
        await stage.prompt(person)
    time = page.get_by_role("article").locator("time")
    maya = await time.inner_text()
    bar = page.get_by_label("Playground time")
    before = await bar.get_attribute("datetime")
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.get_by_role("separator", name="Yesterday")).to_be_visible()
    assert await bar.get_attribute("datetime") > before
    await page.get_by_role("combobox", name="Act as").select_option("U0NOAH")
    await expect(page.locator(".bar-zone")).to_have_text("America/New York")
    assert await time.inner_text() != maya


@asynccontextmanager
async def writing(stage: Stage, notes: list[tuple[datetime, str]]) -> AsyncIterator[None]:
    """Follows the clock for the bot, which writes to each person at the instant noted."""
    playground, begun = stage.running.playground, asyncio.Event()

    async def keep() -> None:
        seen = -1
        while True:
            due = min((at for at, _ in notes), default=None)
            report = Follower("diary", seen, seen >= 0, due, time.monotonic(), task.done)
            begun.set()
            seen = await playground.followers.follow(report)
            for at, person in [note for note in notes if note[0] <= playground.clock.now()]:
                notes.remove((at, person))
                await stage.app.client.chat_postMessage(channel=person, text="Share why")

    task = asyncio.create_task(keep())
    await begun.wait()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_next_message_goes_on_to_the_one_the_person_sees_and_names_who_else_got_one(
    stage: Stage,
) -> None:
    page = stage.page
    now = stage.running.playground.clock.now()
    people = ("U0MAYA", "U0MAYA", "U0NOAH")
    notes = [(now + timedelta(days=day), person) for day, person in enumerate(people, 1)]
    act_as = page.get_by_role("combobox", name="Act as")
    await act_as.select_option("U0NOAH")
    async with writing(stage, notes):
        await page.get_by_role("button", name="Next message").click()
        await expect(page.get_by_role("article")).to_have_count(1)
    notice = page.get_by_role("region", name="Notices").get_by_role("status")
    await expect(notice).to_have_text("Maya Lindqvist got 2 messages.")
    maya = act_as.locator("option[value=U0MAYA]")
    await expect(maya).to_have_text("Maya Lindqvist (2 unread), Sales manager")
    await notice.evaluate("box => box.getAnimations().forEach((fading) => fading.finish())")
    await expect(notice).to_have_count(0)
    await act_as.select_option("U0MAYA")
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(maya).to_have_text("Maya Lindqvist, Sales manager")


async def test_with_nothing_planned_next_message_says_how_to_begin_and_hides_no_hint(
    stage: Stage,
) -> None:
    page = stage.page
    bar = page.get_by_label("Playground time")
    before = await bar.inner_text()
    await page.get_by_role("button", name="Next message").click()
    notice = page.get_by_role("region", name="Notices").get_by_role("status")
    await expect(notice).to_contain_text("Nothing is planned yet. Type /trust to begin.")
    day = before.split(",")[0]
    await expect(bar).to_contain_text(day)
    await page.get_by_role("textbox", name="Message").fill("/")
    hint = page.get_by_role("option", name="/trust")
    for size in ({"width": 1280, "height": 720}, {"width": 400, "height": 560}):
        await page.set_viewport_size(ViewportSize(**size))
        over, under = await notice.bounding_box(), await hint.bounding_box()
        assert over
        assert under
        assert over["y"] + over["height"] < under["y"]


async def test_a_bot_that_answers_too_late_is_told_and_the_button_works_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    stage.app.slow = True
    done = prompt.get_by_role("button", name="Done already")
    await done.click()
    notice = stage.page.get_by_role("alert")
    await expect(notice).to_contain_text("operation_timeout")
    await notice.get_by_role("button", name="Dismiss notice").click()
    stage.app.slow = False
    await done.click()
    await expect(prompt).to_contain_text("Done. It counts.")


async def test_a_bot_that_is_not_there_is_said_plainly(browser: Browser) -> None:
    running = await serve()
    page = await browser.new_page()
    await page.goto(running.url)
    await expect(page.get_by_role("status")).to_have_text("No bot is connected yet.")
    await page.get_by_role("textbox", name="Message").fill("/trust")
    await page.get_by_role("textbox", name="Message").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("dispatch_failed")
    await page.close()
    await running.stop()
