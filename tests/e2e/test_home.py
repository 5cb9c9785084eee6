"""What waits, what was posted and how a habit goes: on Home, in the Today message, at the end of
the week."""

import pytest

from tests.e2e.slack import JSON, Slack, controls, options, posted_at, words
from tests.e2e.test_share_why import WHY, posted

BEN = "U0BEN"


@pytest.fixture
async def tuesday(slack: Slack, maya: str) -> JSON:
    """The week start and Tuesday's prompt have come."""
    await slack.next_message()
    return await slack.next_message()


async def asks(slack: Slack, card: JSON, question: str) -> None:
    """Ben asks about a post."""
    await slack.click(BEN, card, "post.ask")
    await slack.submit(BEN, await slack.modal(BEN), question=question)
    await slack.pass_time(seconds=5)


async def test_a_post_can_be_edited_from_home_for_a_day(
    slack: Slack, maya: str, tuesday: JSON
) -> None:
    await posted(slack, maya)
    home = await slack.home(maya)
    assert "Your posts of the last day" in words(home)
    assert "<#C0TEAM>" in words(home)
    edit, _ = options(controls(home)["post.more"])
    await slack.click(maya, home, "post.more", edit)
    assert WHY in str(await slack.modal(maya))
    await slack.pass_time(days=1, minutes=5)
    assert "post.more" not in controls(await slack.home(maya))


async def test_a_question_waits_on_home_and_comes_in_one_message_the_next_free_day(
    slack: Slack, maya: str, tuesday: JSON
) -> None:
    card = await posted(slack, maya)
    await asks(slack, card, "Who decides?")
    home = words(await slack.home(maya))
    assert "<@U0BEN> asks about *Share why*:" in home
    assert "Who decides?" in home
    message = await slack.next_message()
    assert f"{posted_at(message):%A}" == "Wednesday"
    assert "Who decides?" in words(message)
    assert controls(message)["reps.open-chat"]["url"].endswith(f"channel={BEN}")
    await slack.click(maya, message, "today.done")
    assert "All of it is done. Thank you." in words(await slack.again(message))
    assert "Who decides?" not in words(await slack.home(maya))


async def test_what_is_answered_on_home_is_done_in_the_message_too(
    slack: Slack, maya: str, tuesday: JSON
) -> None:
    card = await posted(slack, maya)
    await asks(slack, card, "Who decides?")
    message = await slack.next_message()
    await slack.click(maya, await slack.home(maya), "today.done")
    await slack.pass_time(minutes=1)
    assert "All of it is done. Thank you." in words(await slack.again(message))


async def test_what_has_no_room_beside_a_prompt_is_answered_in_a_window(
    slack: Slack, maya: str, tuesday: JSON
) -> None:
    card = await posted(slack, maya)
    for question in ("Who decides?", "By when?", "Which deals?"):
        await asks(slack, card, question)
    await slack.trust(maya, "today")  # the post answered Tuesday's
    home = await slack.home(maya)
    assert "2 more wait." in words(home)
    await slack.click(maya, home, "today.all")
    window = await slack.modal(maya)
    assert {"Who decides?", "By when?", "Which deals?"} <= set(words(window).splitlines())
    await slack.click(maya, window, "today.done")
    left = await slack.modal(maya)
    assert "Which deals?" not in words(left)
    assert "Who decides?" in words(left)
    home = await slack.home(maya)
    assert {"Who decides?", "By when?"} <= set(words(home).splitlines())
    assert "today.all" not in controls(home)


async def test_the_check_in_asks_for_what_stayed_open(
    slack: Slack, maya: str, tuesday: JSON
) -> None:
    await posted(slack, maya, why=WHY, open="When it ends")
    today = await slack.next_message()
    assert "Can you answer what stayed open" in words(today)
    check_in = await slack.next_message()
    answers = controls(check_in)["check_in.follow-up"]
    done = options(answers)[0]
    await slack.click(maya, check_in, "check_in.follow-up", done)
    assert "check_in.follow-up" not in controls(await slack.again(check_in))
    await slack.pass_time(minutes=1)
    assert "All of it is done. Thank you." in words(await slack.again(today))


async def test_a_focus_chosen_at_the_end_of_the_week_begins_the_next(
    slack: Slack, maya: str, tuesday: JSON
) -> None:
    check_in = await slack.next_message()
    await slack.click(maya, check_in, "check_in.ticks", ["share_why"])
    await slack.click(maya, await slack.again(check_in), "check_in.save")
    saved = await slack.again(check_in)
    assert "1 of 1 week that counted: starting" in words(saved)
    coach = next(
        one for one in options(controls(saved)["check_in.focus"]) if one.endswith(":coach_11")
    )
    await slack.click(maya, saved, "check_in.focus", coach)
    shown = controls(await slack.again(check_in))["check_in.focus"]
    assert shown["initial_option"]["value"] == coach
    assert "This week: Coach" in (await slack.next_message())["text"]


async def test_what_the_team_was_spared_and_found_helpful_is_told_at_the_end_of_the_week(
    slack: Slack, maya: str, tuesday: JSON
) -> None:
    card = await posted(slack, maya)
    await slack.click(BEN, card, "post.helped")
    check_in = await slack.next_message()
    assert "People said this helped: Share why." in words(check_in)
