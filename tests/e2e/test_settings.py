"""Forms: what they refuse under which field, and what follows from what they take."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.slack import JSON, Slack, controls, posted_at, started, words

STOCKHOLM = ZoneInfo("Europe/Stockholm")


async def send(slack: Slack, user: str, form: str, **values: Any) -> JSON:
    """Open a form by its command and send it; what came of it, as words where it was taken."""
    await slack.trust(user, form)
    said = await slack.submit(user, await slack.modal(user), **values)
    if said.get("response_action") == "update":
        view = said["view"]["id"]
        await slack.post("close", user=user, view_id=view, all=True)
    return said


def local(message: JSON) -> datetime:
    return posted_at(message).astimezone(STOCKHOLM)


async def times(slack: Slack, user: str, count: int) -> list[str]:
    """When the next messages come, as "Mon 08:30" of their planned time in Stockholm, which
    lies two to ten minutes before they are sent."""
    found: list[str] = []
    for _ in range(count):
        at = local(await slack.next_message())
        at -= timedelta(minutes=at.minute % 30 if at.minute % 30 <= 10 else 0)
        found.append(f"{at:%a %H:%M}")
    return found


CANNOT_WORK: list[tuple[JSON, str]] = [
    ({"hours_start": "18:00", "hours_end": "09:00"}, "hours_end"),
    ({"hours_start": "09:00", "hours_end": "09:00"}, "hours_end"),
    ({"hours_start": "09:00"}, "start_at"),
    ({"hours_end": "11:00"}, "check_in_at"),
    ({"work_days": ["0", "1", "2", "3"], "check_in_day": "4"}, "check_in_day"),
    ({"prompt_day": "6"}, "prompt_day"),
    ({"prompt_day": "4", "prompt_at": "09:00"}, "prompt_at"),
    ({"start_day": "1"}, "start_at"),
    ({"start_at": "17:00", "prompt_day": "1", "prompt_at": "08:00"}, "start_at"),
    ({"work_days": ["1", "3"], "prompt_day": "3"}, "prompt_day"),
    ({"plan": None, "habit": None}, "habit"),
    ({"work_days": []}, "work_days"),
]
"""Changes to the usual settings, and the field under which each is refused."""


# --- what forms refuse -----------------------------------------------------------------------


async def test_a_setting_that_cannot_work_is_refused_under_its_field(
    slack: Slack, maya: str
) -> None:
    for wrong, field in CANNOT_WORK:
        said = await send(slack, maya, "settings", **wrong)
        assert said["response_action"] == "errors", wrong
        assert list(said["errors"]) == [field], wrong
        form = await slack.modal(maya)
        assert field in {block["block_id"] for block in form["blocks"]}
        await slack.post("close", user=maya, view_id=form["id"], all=True)


async def test_who_chose_fewer_messages_takes_it_back_in_the_settings(
    slack: Slack, maya: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "trust.db")) as database, database:
        database.execute("UPDATE managers SET eased_at = started_at, eased_answer = 'fewer'")
    await slack.trust(maya, "settings")
    form = await slack.modal(maya)
    assert "Fewer messages come, as you chose." in words(form)
    await slack.click(maya, form, "settings.as_before")
    told = await slack.modal(maya)
    assert "What comes next" in words(told)
    assert "Week start" in words(told)
    await slack.post("close", user=maya, view_id=told["id"])
    below = await slack.modal(maya)
    assert below["callback_id"] == form["callback_id"]
    assert "Fewer messages come" not in words(below)


async def test_a_break_cannot_end_today_or_before(slack: Slack, maya: str) -> None:
    for until in ("2020-01-01", f"{(await slack.now()).astimezone(STOCKHOLM):%Y-%m-%d}"):
        said = await send(slack, maya, "pause", until=until)
        assert said["errors"] == {"until": "Pick a day after today."}


async def test_a_break_lasts_a_year_at_most(slack: Slack, maya: str) -> None:
    said = await send(slack, maya, "pause", until="2120-01-01")
    assert list(said["errors"]) == ["until"]


async def test_hours_that_cannot_be_are_refused_under_their_field_at_the_start_too(
    slack: Slack, monday: datetime
) -> None:
    await slack.trust("U0MAYA", "start")
    await slack.submit("U0MAYA", await slack.modal("U0MAYA"))
    await slack.click("U0MAYA", await slack.modal("U0MAYA"), "start.times")
    times = await slack.modal("U0MAYA")
    said = await slack.submit("U0MAYA", times, hours_start="18:00", hours_end="09:00")
    assert list(said["errors"]) == ["hours_end"]


@pytest.mark.parametrize("hours", [("09:00", "17:00"), ("06:00", "10:00"), ("13:00", "21:30")])
async def test_whoever_works_at_other_hours_can_start_and_hears_within_them(
    slack: Slack, monday: datetime, hours: tuple[str, str]
) -> None:
    await started(slack, "U0MAYA", hours_start=hours[0], hours_end=hours[1])
    for _ in range(6):
        assert hours[0] <= f"{local(await slack.next_message()):%H:%M}" < hours[1]


# --- what follows -----------------------------------------------------------------------------


async def test_a_moved_part_is_told_and_comes_at_its_new_time(slack: Slack, maya: str) -> None:
    said = await send(slack, maya, "settings", prompt_day="3", prompt_at="14:00")
    assert "Tuesday 10:00 is now Thursday 14:00" in words(said["view"])
    assert await times(slack, maya, 3) == ["Mon 08:30", "Thu 14:00", "Fri 11:30"]


async def test_a_dropped_part_no_longer_comes(slack: Slack, maya: str) -> None:
    said = await send(slack, maya, "settings", start_day="off")
    assert "Monday 08:30 no longer comes" in words(said["view"])
    assert await times(slack, maya, 3) == ["Tue 10:00", "Fri 11:30", "Tue 10:00"]


async def test_settings_sent_unchanged_move_nothing(slack: Slack, maya: str) -> None:
    said = await send(slack, maya, "settings")
    assert "What moved" not in words(said["view"])


async def test_ones_own_plan_stands_in_the_week_start(slack: Slack, maya: str) -> None:
    mine = "When I cancel a meeting, I will say why <today> & not *later*."
    await send(slack, maya, "settings", plan=mine)
    message = await slack.next_message()
    assert mine in words(message)


async def test_another_habit_brings_its_own_prompts(slack: Slack, maya: str) -> None:
    await send(slack, maya, "settings", habit="coach_11")
    await slack.next_message()
    prompt = await slack.next_message()
    assert prompt["text"].startswith("Coach")


async def test_a_new_zone_moves_what_comes_and_is_told_once_on_a_day_of_its_own(
    slack: Slack, maya: str
) -> None:
    await slack.next_message()
    # Monday afternoon in Stockholm; in Dubai the day is over.
    await slack.walk_to((await slack.now()).replace(hour=16, minute=0))
    await slack.person(user=maya, tz="Asia/Dubai")
    await slack.person(user=maya, tz="Asia/Dubai")
    dubai = ZoneInfo("Asia/Dubai")
    prompt = await slack.next_message()
    assert "prompt.more" in controls(prompt)
    assert f"{posted_at(prompt).astimezone(dubai):%a %H}" == "Tue 10"
    # Monday and Tuesday have their message, so Wednesday has the news.
    notice = await slack.next_message()
    assert "Your time zone has changed" in words(notice)
    assert "Friday at 11:30, your time" in words(notice)
    assert f"{posted_at(notice).astimezone(dubai):%a %H:%M}" == "Wed 09:00"
    check_in = await slack.next_message()
    assert f"{posted_at(check_in).astimezone(dubai):%a %H}" == "Fri 11"


async def test_a_zone_and_back_again_leaves_one_notice(slack: Slack, maya: str) -> None:
    await slack.next_message()
    # It is night in both places, so that the first notice still waits.
    await slack.walk_to((await slack.now()).replace(hour=2, minute=0) + timedelta(days=1))
    await slack.person(user=maya, tz="America/New_York")
    await slack.person(user=maya, tz="Europe/Stockholm")
    await slack.pass_time(days=3)
    told = [one for one in await slack.direct(maya) if "time zone" in words(one)]
    assert len(told) == 1
    assert "Stockholm" in words(told[0])


async def test_during_a_break_nothing_comes_and_afterwards_it_does(slack: Slack, maya: str) -> None:
    await slack.next_message()
    back = local((await slack.direct(maya))[0]).date() + timedelta(days=9)
    said = await send(slack, maya, "pause", until=back.isoformat())
    assert f"{back:%A} {back.day} {back:%B}" in words(said["view"])
    first = local(await slack.next_message())
    assert first.date() == back + timedelta(days=2), "back on a Wednesday, the check-in comes"
    assert "check_in.save" in controls((await slack.direct(maya))[-1])


async def test_coming_back_early_brings_the_messages_back(slack: Slack, maya: str) -> None:
    await slack.type(maya, "pause")
    offer = (await slack.direct(maya))[-1]
    await slack.click(maya, offer, "pause.weeks.4")
    assert "pause.weeks.4" not in controls(await slack.again(offer))
    await slack.pass_time(days=8)
    assert len(await slack.direct(maya)) == 1
    answer = await slack.trust(maya, "resume")
    assert "Prompt" in words(answer)
    assert await times(slack, maya, 2) == ["Tue 10:00", "Fri 11:30"]


async def test_a_break_holds_back_a_later_and_brings_it_once(slack: Slack, maya: str) -> None:
    await slack.next_message()
    prompt = await slack.next_message()
    later = next(
        one["value"]
        for one in controls(prompt)["prompt.later"]["options"]
        if one["value"].endswith(":tomorrow")
    )
    await slack.click(maya, prompt, "prompt.later", later)
    back = local(prompt).date() + timedelta(days=13)
    await send(slack, maya, "pause", until=back.isoformat())
    came = await slack.next_message()
    assert local(came).date() == back
    assert "You asked me to come back" in words(came) or "I am late" in words(came)


# --- leaving ----------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["keep", "erase"])
async def test_whoever_leaves_hears_nothing_more(slack: Slack, maya: str, choice: str) -> None:
    await slack.next_message()
    await slack.type(maya, "a thought of mine")
    said = await send(slack, maya, "leave", erase=choice)
    assert "No more messages will come." in words(said["view"])
    before = len(await slack.direct(maya))
    await slack.pass_time(days=15)
    assert len(await slack.direct(maya)) == before
    assert "start.open" in controls(await slack.trust(maya, "week"))
    kept = words(await slack.trust(maya, "privacy"))
    assert ("1 private note" in kept) is (choice == "keep")


async def test_whoever_left_can_start_again(slack: Slack, maya: str) -> None:
    await send(slack, maya, "leave", erase="erase")
    await started(slack, maya)
    assert await times(slack, maya, 2) == ["Mon 08:30", "Tue 10:00"]


async def test_what_was_kept_can_be_deleted_after_leaving(slack: Slack, maya: str) -> None:
    await slack.type(maya, "a thought of mine")
    await send(slack, maya, "leave", erase="keep")
    await slack.trust(maya, "privacy")
    answer = (await slack.messages(maya))[-1]
    await slack.click(maya, answer, "leave.open")
    await slack.submit(maya, await slack.modal(maya), erase="erase")
    assert "leave.open" not in controls(await slack.trust(maya, "privacy"))


async def test_without_a_habit_nothing_comes_until_one_is_picked(slack: Slack, maya: str) -> None:
    await slack.type(maya, "stop")
    offer = (await slack.direct(maya))[-1]
    await slack.click(maya, offer, "habit.stop")
    said = await slack.submit(maya, await slack.modal(maya))
    assert "Share why is stopped." in words(said["view"])
    await slack.post("close", user=maya, view_id=said["view"]["id"], all=True)
    assert "to come" not in words(await slack.trust(maya, "week"))
    before = len(await slack.direct(maya))
    await slack.pass_time(days=8)
    assert len(await slack.direct(maya)) == before
    assert "You have no habit at the moment" in words(await slack.trust(maya, "today"))
    await send(slack, maya, "settings", habit="coach_11")
    assert "prompt.answer.done" in controls(await slack.trust(maya, "today"))
