"""The week start, the check-in, and Home."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.slack import JSON, Slack, controls, options, words


@pytest.fixture
async def week_start(slack: Slack, maya: str) -> JSON:
    return await slack.next_message()


@pytest.fixture
async def check_in(slack: Slack, maya: str) -> JSON:
    for _ in range(3):
        message = await slack.next_message()
    return message


async def tick(slack: Slack, user: str, message: JSON, name: str, *values: str) -> JSON:
    """Tick boxes and press Save; the message as it is shown then."""
    await slack.click(user, message, f"{name}.ticks", list(values))
    await slack.click(user, await slack.again(message), f"{name}.save")
    return await slack.again(message)


# --- week start ---------------------------------------------------------------------------


async def test_what_is_ticked_is_shown_and_can_be_changed(
    slack: Slack, maya: str, week_start: JSON
) -> None:
    boxes = options(controls(week_start)["week.ticks"])
    shown = await tick(slack, maya, week_start, "week", boxes[0], boxes[2])
    assert "coming up: a decision to announce and a lost deal." in words(shown).lower()
    await slack.click(maya, shown, "week.change")
    shown = await tick(slack, maya, await slack.again(week_start), "week", boxes[1])
    assert "coming up: a 1:1." in words(shown).lower()


async def test_none_of_these_is_an_answer(slack: Slack, maya: str, week_start: JSON) -> None:
    await slack.click(maya, week_start, "week.none")
    assert "None of these this week. Noted." in words(await slack.again(week_start))


async def test_save_without_a_tick_asks_for_one(slack: Slack, maya: str, week_start: JSON) -> None:
    await slack.click(maya, week_start, "week.save")
    assert "week.save" in controls(await slack.again(week_start))
    told = (await slack.messages(maya))[-1]
    assert told["ephemeral_to"] == maya
    assert "Tick what fits first" in words(told)


@pytest.mark.parametrize("ticks", [True, False])
async def test_only_what_was_ticked_lets_a_line_be_drawn_that_needs_it(
    slack: Slack, maya: str, week_start: JSON, tmp_path: Path, ticks: bool
) -> None:
    if ticks:
        await tick(slack, maya, week_start, "week", "decision_ahead")
    await slack.next_message()
    with closing(sqlite3.connect(tmp_path / "trust.db")) as database:
        [(record,)] = database.execute("SELECT record FROM decisions").fetchall()
    assert ("share_why/4" in json.loads(record)["eligible"]) is ticks


# --- check-in -----------------------------------------------------------------------------


async def test_a_ticked_habit_counts_for_the_week(slack: Slack, maya: str, check_in: JSON) -> None:
    shown = await tick(slack, maya, check_in, "check_in", "share_why")
    assert "Share why" in words(shown)
    assert "check_in.change" in controls(shown)
    assert "Done: Share why on Friday." in words(await slack.trust(maya, "week"))


async def test_none_this_week_is_an_answer_and_can_be_changed(
    slack: Slack, maya: str, check_in: JSON
) -> None:
    await slack.click(maya, check_in, "check_in.none")
    none = await slack.again(check_in)
    assert "None this week. Noted." in words(none)
    await slack.click(maya, none, "check_in.change")
    shown = await tick(slack, maya, await slack.again(check_in), "check_in", "share_why")
    assert "None this week" not in words(shown)
    assert "Done: Share why on Friday." in words(await slack.trust(maya, "week"))


async def test_what_was_done_already_is_said_and_not_asked_again(
    slack: Slack, maya: str, week_start: JSON
) -> None:
    await slack.click(maya, await slack.next_message(), "prompt.answer.done")
    check_in = await slack.next_message()
    assert "Noted so far: Share why once." in words(check_in)
    assert set(controls(check_in)) == {"check_in.focus"}
    done = [line for line in words(await slack.trust(maya, "week")).splitlines() if "Done:" in line]
    assert done == ["Done: Share why on Tuesday."]


async def test_what_was_logged_by_command_can_be_taken_back(slack: Slack, maya: str) -> None:
    assert "Logged: Coach" in words(await slack.trust(maya, "done coach"))
    logged = (await slack.messages(maya))[-1]
    await slack.click(maya, logged, "done.undo")
    assert "Taken back: Coach" in words(await slack.again(logged))
    assert "Coach" not in words(await slack.trust(maya, "week"))


async def test_an_old_none_button_takes_nothing_away_that_was_done(
    slack: Slack, maya: str, check_in: JSON
) -> None:
    await slack.trust(maya, "done share_why")
    await slack.click(maya, check_in, "check_in.none")
    assert "Done: Share why on Friday." in words(await slack.trust(maya, "week"))


async def test_a_check_in_of_more_than_a_week_ago_says_what_to_do(
    slack: Slack, maya: str, check_in: JSON
) -> None:
    await slack.pass_time(days=8)
    await slack.click(maya, await slack.again(check_in), "check_in.none")
    assert "more than a week old" in words((await slack.messages(maya))[-1])


# --- Home ---------------------------------------------------------------------------------


async def test_home_invites_whoever_has_not_started(slack: Slack) -> None:
    assert "start.open" in controls(await slack.home("U0MAYA"))


async def test_home_shows_the_habit_its_plan_its_weeks_and_what_comes_next(
    slack: Slack, maya: str
) -> None:
    shown = words(await slack.home(maya))
    assert "*Share why*" in shown
    assert "When a decision touches my team, I will tell them why" in shown
    assert "No week has counted so far." in shown
    assert "*Next habit message:* Week start, Monday" in shown
    assert "08:30" in shown


async def test_an_open_home_follows_an_answer(slack: Slack, maya: str, week_start: JSON) -> None:
    prompt = await slack.next_message()
    home = await slack.home(maya)
    assert "prompt.answer.done" in controls(home)
    await slack.click(maya, home, "prompt.answer.done")
    assert "Done. That counts." in words(await slack.again(prompt))
    home = (await slack.get("views", user=maya))["home"]
    assert "prompt.answer.done" not in controls(home)
    assert "1 of 1 week that counted: starting" in words(home)


async def test_home_during_a_break_offers_to_end_it(slack: Slack, maya: str) -> None:
    await slack.type(maya, "pause")
    await slack.click(maya, (await slack.direct(maya))[-1], "pause.weeks.1")
    home = await slack.home(maya)
    assert "Taking a break" in words(home)
    await slack.click(maya, home, "resume.now")
    assert "resume.now" not in controls((await slack.get("views", user=maya))["home"])


async def test_home_leads_to_settings_and_to_a_break(slack: Slack, maya: str) -> None:
    home = await slack.home(maya)
    for action, form in (("settings.open", "settings"), ("pause.open", "pause")):
        await slack.click(maya, home, action)
        view = await slack.modal(maya)
        assert view["callback_id"] == form
        await slack.post("close", user=maya, view_id=view["id"], all=True)
