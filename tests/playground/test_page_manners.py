"""The page's manners: by keyboard, in a narrow window, in the dark, with time at hand."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.playground.marks import Mark
from tests.playground.stage import Stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("playground page"),  # one worker starts one browser
]


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
