"""A Slack status that says away, and the window for days off and breaks, in a whole Slack."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.e2e.slack import Slack, controls, options, posted_at, words

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PALM = {"status_emoji": ":palm_tree:", "status_text": "By the sea"}


def local(moment: datetime) -> datetime:
    return moment.astimezone(STOCKHOLM)


async def test_a_status_keeps_messages_away_and_is_asked_about_afterwards(
    slack: Slack, maya: str
) -> None:
    await slack.next_message()
    before = len(await slack.direct(maya))
    # From Monday afternoon on, without an end.
    await slack.walk_to(local(await slack.now()).replace(hour=13, minute=0))
    await slack.person(user=maya, **PALM)
    await slack.trust(maya, "")
    window = await slack.modal(maya)
    assert "Your Slack status says away." in words(window)
    assert {"away.leave-out", "away.here"} <= set(controls(window))
    await slack.post("close", user=maya, view_id=window["id"], all=True)
    await slack.pass_time(days=3)
    assert len(await slack.direct(maya)) == before, "Tuesday's prompt did not come"
    await slack.person(user=maya, status_emoji="")
    home = await slack.home(maya)
    assert "Leave out Monday" in words(home)
    assert "By the sea" not in str(await slack.messages())
    await slack.click(maya, home, "today.done")
    check_in = await slack.next_message()
    assert f"{local(posted_at(check_in)):%a %H}" == "Fri 11"


async def test_days_off_and_breaks_have_a_window_of_their_own(slack: Slack, maya: str) -> None:
    await slack.trust(maya, "settings")
    await slack.click(maya, await slack.modal(maya), "free_time.open")
    window = await slack.modal(maya)
    assert "fiscal year begins with January" in words(window)
    assert "region" not in {block["block_id"] for block in window["blocks"]}
    await slack.click(maya, window, "free_time.country", "DE")
    window = await slack.modal(maya)
    region = next(one for one in window["blocks"] if one["block_id"] == "region")
    assert "BY" in options(region["element"])

    friday = local(await slack.now()).date()
    friday += timedelta(days=(4 - friday.weekday()) % 7)
    await slack.click(maya, window, "free_time.day.add")
    said = await slack.submit(maya, await slack.modal(maya), date=friday.isoformat(), kind="off")
    assert "errors" not in said
    window = await slack.modal(maya)
    assert "Check-in: Friday 11:30 is now Thursday 11:30" in words(window)
    assert "BY" in options(
        next(one for one in window["blocks"] if one["block_id"] == "region")["element"]
    ), "the country that was chosen stays"

    await slack.click(maya, window, "free_time.span.add")
    form = await slack.modal(maya)
    wrong = {"first_day": "2020-01-01", "last_day": "2020-01-05"}
    assert list((await slack.submit(maya, form, **wrong))["errors"]) == ["first_day"]
    tuesday = friday - timedelta(days=3)
    await slack.submit(maya, form, first_day=tuesday.isoformat(), last_day=tuesday.isoformat())
    window = await slack.modal(maya)
    assert "Prompt: Tuesday 10:00 no longer comes" in words(window)
    said = await slack.submit(maya, window, region="BY")
    assert said.get("response_action") == "update", said
    await slack.post("close", user=maya, view_id=said["view"]["id"], all=True)
    came = [f"{local(posted_at(await slack.next_message())):%a %H}" for _ in range(2)]
    assert came == ["Mon 08", "Thu 11"]


async def test_a_break_is_named_in_words(slack: Slack, maya: str) -> None:
    said = words(await slack.trust(maya, "pause until next week"))
    assert "You are on a break." in said
    assert "I do not know the day" in words(await slack.trust(maya, "pause until whenever"))
    assert "Your break is over" in words(await slack.trust(maya, "resume"))
