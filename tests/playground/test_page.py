"""The playground's page in a real browser, with a tiny app on the other side."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.playground.marks import Mark
from bot.playground.server import serve
from bot.playground.walking import Follower
from tests.playground.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_prompt_shows_its_blocks_and_its_answered_form_after_a_click(stage: Stage) -> None:
    prompt = await stage.prompt()
    await expect(prompt.get_by_role("heading", name="Share why")).to_be_visible()
    await expect(prompt).to_contain_text("Tell @Ben Carter why, not only what.")
    await expect(prompt.locator("strong", has_text="why")).to_be_visible()
    await prompt.get_by_role("button", name="Done already").click()
    await expect(prompt).to_contain_text("Done. It counts.")
    await expect(prompt).to_contain_text("(edited)")
    await expect(prompt.get_by_role("button", name="Done already")).to_have_count(0)


async def test_the_main_button_stays_readable_under_the_pointer(stage: Stage) -> None:
    button = (await stage.prompt()).get_by_role("button", name="Done already")
    look = "button => [getComputedStyle(button).color, getComputedStyle(button).backgroundColor]"
    before = await button.evaluate(look)
    await button.hover()
    assert await button.evaluate(look) == before


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
    await expect(dialog.locator("[data-block-id=day]").get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("Which day?").select_option(label="Thursday")
    await dialog.get_by_role("button", name="Who?").click()
    await stage.page.get_by_role("checkbox", name="Ben Carter").check()
    await stage.page.keyboard.press("Escape")
    await dialog.get_by_role("button", name="Post").click()
    error = dialog.locator("[data-block-id=why]").get_by_role("alert")
    await expect(error).to_have_text("Please write a bit more.")
    await expect(why).to_have_value("Short")
    await why.fill("Because customers asked for it")
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


async def test_escape_and_cancel_close_a_form_and_give_the_focus_back(stage: Stage) -> None:
    dialog = await stage.open_form()
    await stage.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(stage.page.get_by_role("textbox", name="Message")).to_be_focused()
    dialog = await stage.open_form()
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_have_count(0)


async def test_an_at_sign_offers_people_by_handle_and_by_name(stage: Stage) -> None:
    page = stage.page
    box = page.get_by_role("textbox", name="Message")
    await box.press_sequentially("hello @fisch")
    offered = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(offered).to_have_text("@lenaLena FischerAccount executive")
    await box.press("Enter")
    await expect(box).to_have_value("hello @lena ")
    await box.press("Enter")
    await expect(page.get_by_role("article").last).to_contain_text("hello @Lena Fischer")


async def test_a_form_over_a_form_closes_alone_and_what_was_typed_stays(stage: Stage) -> None:
    page = stage.page
    await page.get_by_role("button", name="#team-northwind").click()
    await stage.say("/trust kinds")
    form = page.get_by_role("dialog", name="All kinds of fields")
    await expect(form.get_by_label("Where?")).to_have_value("C0TEAM")
    await expect(form.get_by_label("To whom?")).to_have_value("U0LENA")
    await expect(form.get_by_role("button", name="And to?")).to_have_text("Sam Okafor")
    await form.get_by_label("Your words").fill("half a thought")
    await form.get_by_role("radio", name="Later").check()
    await form.get_by_role("button", name="Open chat with Ben").click()
    told = form.get_by_role("status")
    await expect(told).to_have_text("In Slack this opens your chat with Ben Carter.")
    await form.get_by_role("button", name="Look again").click()
    over = page.get_by_role("dialog", name="A closer look")
    await expect(over).to_be_visible()
    await over.get_by_role("button", name="Back").click()
    await expect(form).to_contain_text("Looked at again.")
    await expect(form.get_by_label("Your words")).to_have_value("half a thought")
    await form.get_by_role("button", name="Look again").click()
    await expect(over).to_be_visible()
    for _ in range(4):
        await page.keyboard.press("Tab")
        assert await over.evaluate("over => over.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    await expect(form).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    assert [name for name, _ in stage.app.seen] == ["command", "how", "chat"]
    assert stage.app.seen[1] == ("how", "late")


async def test_shortcuts_wait_in_the_menus_of_a_message_and_of_the_composer(stage: Stage) -> None:
    page = stage.page
    await stage.say("please look at this")
    message = page.get_by_role("article")
    await message.focus()
    await message.get_by_role("button", name="More actions").press("Enter")
    await page.get_by_role("menuitem", name="Filter for my team").press("Enter")
    await message.get_by_role("button", name="More actions").press("Enter")
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await (
        page.get_by_role("dialog", name="Delete message").get_by_text("Delete", exact=True).click()
    )
    await expect(message).to_have_count(0)
    assert ("filter", "please look at this") in stage.app.seen
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Do a habit now").click()
    form = page.get_by_role("dialog", name="Share why")
    await form.get_by_role("button", name="Close dialog").click()
    await expect(page.get_by_role("button", name="Shortcuts")).to_be_focused()


async def test_arrow_keys_go_from_message_to_message(stage: Stage) -> None:
    for _ in range(2):
        await stage.prompt()
    await expect(stage.page.get_by_role("article")).to_have_count(2)
    await stage.page.get_by_role("log").focus()
    await stage.page.keyboard.press("ArrowUp")
    await stage.page.keyboard.press("ArrowUp")
    await expect(stage.page.get_by_role("article").first).to_be_focused()


async def test_light_or_dark_stays_as_chosen(stage: Stage) -> None:
    page = stage.page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)
    await page.get_by_role("button", name="Switch to dark").click()
    dark = await page.evaluate(ground)
    assert dark != light
    await page.reload()
    await expect(page.get_by_role("button", name="Switch to light")).to_be_visible()
    assert await page.evaluate(ground) == dark
    await page.get_by_role("button", name="Switch to light").click()
    assert await page.evaluate(ground) == light


async def test_a_named_place_in_time_is_a_button_until_it_is_reached(stage: Stage) -> None:
    page, playground = stage.page, stage.running.playground
    there = playground.clock.now() + timedelta(days=2)
    playground.marks.put([Mark("+ to check-in", there, "The week is looked back on.")])
    playground.stream.tell({"type": "marks"})
    await page.get_by_role("button", name="+ to check-in").click()
    await expect(page.get_by_role("button", name="+ to check-in")).to_have_count(0)
    assert playground.clock.now() >= there


async def test_weeks_of_life_show_how_far_they_are_and_can_be_stopped(stage: Stage) -> None:
    page = stage.page
    for _ in range(3):
        await stage.prompt()
    await page.get_by_role("button", name="Live 12 weeks").click()
    notice = page.get_by_role("region", name="Notices").get_by_role("status")
    await expect(notice).to_contain_text("12 weeks have passed")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    live = stage.running.playground.live
    assert live.progress
    live.progress.running, live.progress.done = True, 30
    live.progress.note = "Tue 10:04 · Maya chose “Done already”"
    stage.running.playground.stream.tell({"type": "live"} | live.progress.to_state())
    strip = page.get_by_role("region", name="Live weeks")
    await expect(strip).to_contain_text("Week 5 of 12")
    await expect(strip).to_contain_text("Tue 10:04 · Maya chose “Done already”")
    await strip.get_by_role("button", name="Stop").click()
    live.progress.running = False
    stage.running.playground.stream.tell({"type": "live"} | live.progress.to_state())
    await expect(strip).to_be_hidden()


async def test_an_archived_channel_can_be_read_and_not_written_to(stage: Stage) -> None:
    page = stage.page
    await page.get_by_role("button", name="#team-northwind").click()
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    stage.running.playground.workspace.channels["C0TEAM"].is_archived = True
    stage.running.playground.stream.tell({"type": "channel", "channel": "C0TEAM"})
    await expect(page.get_by_text("This channel is archived.")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message")).to_have_count(0)


async def test_what_people_write_is_never_read_as_html(stage: Stage) -> None:
    words = "<img src=x onerror=alert(1)> & *bold* :tada:"
    await stage.say(words)
    written = stage.page.get_by_role("article").last
    await expect(written).to_contain_text("<img src=x onerror=alert(1)> & bold")
    await expect(written.locator("img")).to_have_count(0)
    await expect(written.get_by_role("img", name="tada emoji")).to_be_visible()


async def test_a_slash_offers_the_command_and_its_answer_is_seen_by_one_person(
    stage: Stage,
) -> None:
    page = stage.page
    box = page.get_by_role("textbox", name="Message")
    await box.fill("/")
    await expect(page.get_by_role("option", name="/trust")).to_be_visible()
    await box.press("ArrowDown")
    await box.press("Enter")
    await expect(box).to_have_value("/invite ")
    await box.fill("/")
    await box.press("Tab")
    await expect(box).to_have_value("/trust ")
    await box.press("Enter")
    answer = page.locator("article[data-ephemeral]")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("Only you see this.")
    await answer.get_by_role("button", name="Dismiss message").click()
    await expect(answer).to_have_count(0)
    await box.fill("/nonsense")
    await box.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("/nonsense is not a command here")


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


async def test_an_unread_mark_waits_until_the_place_is_opened(stage: Stage) -> None:
    page = stage.page
    await stage.prompt()
    await expect(page.get_by_role("article")).to_have_count(1)
    place = page.get_by_role("navigation").get_by_role("button", name="Trust Habits")
    await page.get_by_role("button", name="#team-northwind").click()
    await stage.prompt()
    await expect(place).to_contain_text("1 unread")
    await place.click()
    await expect(place).not_to_contain_text("unread")


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


async def test_a_narrow_window_keeps_the_sidebar_behind_a_button(stage: Stage) -> None:
    page = stage.page
    await page.set_viewport_size({"width": 400, "height": 800})
    sidebar = page.get_by_role("navigation", name="Workspace")
    await expect(sidebar).to_be_hidden()
    menu = page.get_by_role("button", name="Open the sidebar")
    await menu.click()
    await expect(sidebar.get_by_role("combobox", name="Act as")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(sidebar).to_be_hidden()
    await expect(menu).to_be_focused()
    await menu.click()
    await sidebar.get_by_role("button", name="#team-northwind").click()
    await expect(page.get_by_role("heading", name="#team-northwind")).to_be_visible()
    await expect(sidebar).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 400
