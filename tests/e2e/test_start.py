"""Starting: from `/trust` to what comes next, and coming back after having left."""

from datetime import datetime

import pytest

from tests.e2e.slack import JSON, Slack, controls, options, words

MAYA = "U0MAYA"


@pytest.fixture
async def first(slack: Slack, monday: datetime) -> JSON:
    """The first screen."""
    assert await slack.trust(MAYA) == {}
    return await slack.modal(MAYA)


@pytest.fixture
async def second(slack: Slack, first: JSON) -> JSON:
    """The second screen, of the situation that is preselected."""
    await slack.submit(MAYA, first)
    return await slack.modal(MAYA)


async def test_trust_alone_asks_newcomers_what_is_hardest(first: JSON) -> None:
    [question] = [block for block in first["blocks"] if block["type"] == "input"]
    assert question["label"]["text"] == "What is hardest right now?"
    assert len(options(question["element"])) == 6
    assert question["element"]["initial_option"]["text"]["text"] == (
        "They don't know why or where to"
    )


async def test_the_invitation_and_home_lead_to_the_same_screen(
    slack: Slack, monday: datetime
) -> None:
    await slack.trust(MAYA, "today")
    [invitation] = await slack.messages(MAYA)
    for shown in (invitation, await slack.home(MAYA)):
        await slack.click(MAYA, shown, "start.open")
        form = await slack.modal(MAYA)
        assert form["callback_id"] == "start_situation"
        await slack.post("close", user=MAYA, view_id=form["id"], all=True)


async def test_the_second_screen_shows_a_habit_its_plan_and_when_it_comes(second: JSON) -> None:
    shown = words(second)
    assert "When a decision touches my team, I will tell them why, not only what." in shown
    assert "Tuesday 10:00 and Friday 11:30, your time." in shown
    habit = controls(second)["start.habit"]
    assert habit["initial_option"]["value"] == "share_why"
    assert ["description" in one for one in habit["options"]] == [False] + [True] * 5


@pytest.mark.parametrize(
    ("situation", "habit"), [("1", "filter_request"), ("3", "coach_11"), ("6", "belonging")]
)
async def test_each_situation_preselects_its_starter_or_its_first_habit(
    slack: Slack, first: JSON, situation: str, habit: str
) -> None:
    await slack.submit(MAYA, first, situation=situation)
    second = await slack.modal(MAYA)
    assert controls(second)["start.habit"]["initial_option"]["value"] == habit


async def test_another_habit_shows_its_own_plan_and_keeps_the_times(
    slack: Slack, second: JSON
) -> None:
    await slack.click(MAYA, second, "start.times")
    await slack.submit(MAYA, await slack.modal(MAYA), prompt_at="14:00")
    await slack.click(MAYA, await slack.modal(MAYA), "start.habit", "purpose")
    shown = await slack.modal(MAYA)
    assert "When a customer is happy, I will tell my team" in words(shown)
    assert "Tuesday 14:00 and Friday 11:30" in words(shown)
    assert controls(shown)["start.habit"]["initial_option"]["value"] == "purpose"


async def test_one_can_go_back_to_the_situations(slack: Slack, first: JSON) -> None:
    await slack.submit(MAYA, first, situation="4")
    await slack.click(MAYA, await slack.modal(MAYA), "start.back")
    shown = await slack.modal(MAYA)
    assert shown["callback_id"] == "start_situation"
    assert controls(shown)["field"]["initial_option"]["value"] == "4"


async def test_changed_times_stand_on_the_screen_with_the_habit(slack: Slack, second: JSON) -> None:
    await slack.click(MAYA, second, "start.times")
    said = await slack.submit(MAYA, await slack.modal(MAYA), prompt_day="2", check_in_day="off")
    assert "errors" not in said
    shown = await slack.modal(MAYA)
    assert "Wednesday 10:00, your time." in words(shown)
    assert shown["callback_id"] == "start"


async def test_times_that_are_kept_lead_back_to_the_habit(slack: Slack, second: JSON) -> None:
    await slack.click(MAYA, second, "start.habit", "purpose")
    await slack.click(MAYA, await slack.modal(MAYA), "start.times")
    await slack.click(MAYA, await slack.modal(MAYA), "start.times.back")
    shown = await slack.modal(MAYA)
    assert "Tuesday 10:00 and Friday 11:30, your time." in words(shown)
    assert controls(shown)["start.habit"]["initial_option"]["value"] == "purpose"


async def test_other_hours_alone_move_the_parts_of_the_week_into_them(
    slack: Slack, second: JSON
) -> None:
    await slack.click(MAYA, second, "start.times")
    times = await slack.modal(MAYA)
    said = await slack.submit(MAYA, times, hours_start="13:00", hours_end="21:00")
    assert "errors" not in said
    assert "Tuesday 14:35 and Friday 15:45" in words(await slack.modal(MAYA))


async def test_times_that_cannot_work_are_refused_under_their_field(
    slack: Slack, second: JSON
) -> None:
    await slack.click(MAYA, second, "start.times")
    said = await slack.submit(MAYA, await slack.modal(MAYA), prompt_at="06:00")
    assert list(said["errors"]) == ["prompt_at"]


async def test_start_says_what_comes_and_offers_the_habit_itself(
    slack: Slack, second: JSON
) -> None:
    said = await slack.submit(MAYA, second)
    shown = said["view"]
    assert shown["title"]["text"] == "You're set"
    do_it = controls(shown)["compose.open"]
    assert (do_it["value"], do_it["style"]) == ("share_why", "primary")
    assert "08:30: Week start" in words(shown)
    assert "10:00: Prompt" in words(shown)


async def test_nothing_comes_before_start_is_pressed(slack: Slack, second: JSON) -> None:
    await slack.pass_time(days=8)
    assert await slack.direct(MAYA) == []


async def test_a_start_form_sent_twice_starts_once(slack: Slack, second: JSON) -> None:
    await slack.submit(MAYA, second)
    assert await slack.trust(MAYA) == {}
    assert (await slack.modal(MAYA))["callback_id"] == "do_now"


async def test_whoever_left_comes_back_the_same_way(slack: Slack, maya: str) -> None:
    await slack.trust(maya, "leave")
    await slack.submit(maya, await slack.modal(maya), erase="keep")
    await slack.post("close", user=maya, view_id=(await slack.modal(maya))["id"], all=True)
    await slack.trust(maya)
    await slack.submit(maya, await slack.modal(maya))
    said = await slack.submit(maya, await slack.modal(maya))
    assert said["view"]["title"]["text"] == "You're set"
