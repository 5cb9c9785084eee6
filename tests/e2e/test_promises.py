"""Promises: from a message to the list, asked about on their day, moved and kept."""

from datetime import datetime, timedelta

from tests.e2e.slack import JSON, Slack, controls, words

BEN = "U0BEN"
ASKED = "Can you get me the *price list*?"


async def opened(slack: Slack, user: str, typed: str) -> JSON:
    assert await slack.trust(user, typed) == {}
    return await slack.modal(user)


async def closed(slack: Slack, user: str, view: JSON) -> None:
    await slack.post("close", user=user, view_id=view["id"], all=True)


async def test_from_a_message_to_moved_and_done(slack: Slack, maya: str, monday: datetime) -> None:
    await slack.walk_to(monday.replace(hour=9))
    said = await slack.post("message", user=BEN, channel="C0TEAM", text=ASKED)
    at = {"channel": "C0TEAM", "ts": said["ts"]}
    await slack.post("shortcut", user=maya, callback_id="promise", wait=True, **at)
    form = await slack.modal(maya)
    day = (monday + timedelta(days=3)).date()
    told = await slack.submit(maya, form, promise_due=day.isoformat())
    shown = words(told["view"])
    assert ASKED in shown
    assert f"To <@{BEN}>, by {day:%A} {day.day}" in shown
    link = controls(told["view"])["reps.open-chat"]["url"]
    assert link.endswith(f"message_ts={said['ts']}")
    await closed(slack, maya, told["view"])
    # On its day it waits, on Home and in the message of the day.
    await slack.walk_to(monday + timedelta(days=3, hours=6))
    home = await slack.home(maya)
    assert "For today. Done, moved or handed back?" in words(home)
    await slack.walk_to(monday + timedelta(days=4, hours=14))
    [today] = [one for one in await slack.direct(maya) if "today.open" in controls(one)]
    await slack.click(maya, today, "today.open")
    window = await slack.modal(maya)
    assert ASKED in words(window)
    wrong = await slack.submit(maya, window, promise_due=day.isoformat(), promise_told="x")
    assert "promise_due" in wrong["errors"]
    late = (monday + timedelta(days=10)).date()
    moved = await slack.submit(
        maya, window, promise_due=late.isoformat(), promise_told="It takes <!here> a week more."
    )
    assert "It takes <!here> a week more." in str(moved["view"]["blocks"])
    assert "<!here>" not in words({"blocks": [moved["view"]["blocks"][0]]})
    listed = await slack.submit(maya, moved["view"])
    await slack.click(maya, listed["view"], "promise.done")
    empty = await slack.modal(maya)
    assert "No open promise." in words(empty)
    assert f"Done: {ASKED}" in words(empty)
    await closed(slack, maya, empty)
    assert "Keep small promises" in words(await slack.trust(maya, "week"))
    assert await slack.direct(BEN) == []


async def test_a_promise_in_a_message_of_ones_own_is_to_whom_it_mentions(
    slack: Slack, maya: str
) -> None:
    async def form_of(text: str) -> JSON:
        said = await slack.post("message", user=maya, channel="C0TEAM", text=text)
        at = {"channel": "C0TEAM", "ts": said["ts"]}
        await slack.post("shortcut", user=maya, callback_id="promise", wait=True, **at)
        form = await slack.modal(maya)
        await closed(slack, maya, form)
        return {one["block_id"]: one.get("element") for one in form["blocks"]}

    form = await form_of("@ben, I send you the list by Friday.")
    assert form["promise_to"]["initial_user"] == BEN
    assert form["promise"]["initial_value"] == "I send you the list by Friday."
    for text in ("@ben @aisha I send it.", "I send it.", "@maya I send it."):
        form = await form_of(text)
        assert "initial_user" not in form["promise_to"], text


async def test_a_typed_promise_names_whom_it_is_for_and_can_be_taken_off(
    slack: Slack, maya: str
) -> None:
    form = await opened(slack, maya, f"promise send <@{BEN}|ben> the list " + "x" * 3000)
    told = await slack.submit(maya, form)
    assert f"To <@{BEN}>" in words(told["view"])
    await slack.click(maya, told["view"], "promise.hand-back")
    window = await slack.modal(maya)
    assert "errors" in await slack.submit(maya, window)
    back = await slack.submit(maya, window, promise_told="Amy knows more about it.")
    listed = await slack.submit(maya, back["view"])
    assert "Handed back: send @ben the list" in words(listed["view"])
    await slack.click(maya, listed["view"], "promise.again")
    again = await slack.modal(maya)
    await slack.click(maya, again, "promise.remove")
    assert "No open promise." in words(await slack.modal(maya))


async def test_do_it_now_opens_the_list_and_answers_its_prompt(slack: Slack, maya: str) -> None:
    form = await opened(slack, maya, "do keep_word")
    assert form["callback_id"] == "promise"
    told = await slack.submit(maya, form, promise="Call the printer")
    await closed(slack, maya, told["view"])
    assert (await opened(slack, maya, "promise"))["callback_id"] == "promises"


async def test_who_has_not_started_is_invited(slack: Slack, monday: datetime) -> None:
    assert "start.open" in controls(await slack.trust(BEN, "promise"))
