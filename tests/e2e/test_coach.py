"""Coaching a rep: told first, introduced, asked after the 1:1, free to leave."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.playground.server import Running
from tests.e2e.slack import JSON, Slack, controls, posted_at, words
from tests.e2e.test_repeats import Network

BEN, AISHA, NOAH, OLGA, SAM = "U0BEN", "U0AISHA", "U0NOAH", "U0OLGA", "U0SAM"
SKILL, STEP = "Agree the next step with a date", "Call the buyer on Friday"
LINK = "https://slack.com/app_redirect?team=T0PLAY&channel=U0MAYA"


@pytest.fixture
def network(playground: Running) -> Network:
    sockets = playground.playground.sockets
    network = Network(sockets.deliver)
    sockets.deliver = network.deliver  # type: ignore[method-assign]
    return network


@pytest.fixture
async def morning(slack: Slack, maya: str, monday: datetime) -> datetime:
    """Monday, 10:00 in Stockholm and 09:00 in London, where Ben is."""
    moment = monday.replace(hour=9)
    await slack.walk_to(moment)
    return moment


async def coach_form(slack: Slack, user: str, word: str = "do coach") -> JSON:
    assert await slack.trust(user, word) == {}
    return await slack.modal(user)


async def filled(slack: Slack, user: str, form: JSON, rep: str = BEN) -> JSON:
    """What follows from the filled form: the preview, or whom to tell first."""
    values = {"rep": rep, "skill": SKILL, "question": "How do you see it?"}
    said = await slack.submit(user, form, **values)
    assert said.get("response_action") == "push", said
    return said["view"]


async def told(slack: Slack, user: str, tell: JSON) -> None:
    """The manager told the rep: the window closes."""
    assert await slack.submit(user, tell) == {}


async def kept(slack: Slack, user: str, preview: JSON) -> None:
    said = await slack.submit(user, preview)
    assert said["response_action"] == "update", said
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)


async def prepared(slack: Slack, user: str, rep: str = BEN) -> None:
    """The form from end to end; who was not told yet is told."""
    form = await coach_form(slack, user)
    view = await filled(slack, user, form, rep)
    if view["callback_id"] == "tell_first":
        await told(slack, user, view)
        view = await filled(slack, user, await slack.modal(user), rep)
    await kept(slack, user, view)


async def introduced(slack: Slack, rep: str = BEN) -> JSON:
    await slack.pass_time(minutes=1)
    intro = (await slack.direct(rep))[0]
    assert "told you about me." in words(intro)
    return intro


async def asked(slack: Slack, rep: str = BEN) -> JSON:
    """The newest form of a rep."""
    await slack.pass_time(minutes=1)
    form = (await slack.direct(rep))[-1]
    assert "coach.write" in controls(form), words(form)
    return form


async def written(slack: Slack, message: JSON, step: str = STEP, rep: str = BEN) -> JSON:
    await slack.click(rep, message, "coach.write")
    form = await slack.modal(rep)
    assert SKILL in words(form)
    assert await slack.submit(rep, form, next_step=step) == {}
    return await slack.again(message)


async def meets(slack: Slack, user: str, on: str, at: str, rep: str = BEN) -> None:
    """The manager sets a usual 1:1, from the form that lies open."""
    await slack.click(user, await slack.modal(user), "coach.times")
    await slack.click(user, await slack.modal(user), "coach.time.add")
    form = await slack.modal(user)
    assert await slack.submit(user, form, rep=rep, first=on, at=at, every="1") == {}
    page = await slack.modal(user)
    assert f"Every week, {datetime.fromisoformat(on):%A} {at}" in words(page)
    await slack.post("close", user=user, view_id=page["id"])


async def ephemeral(slack: Slack, user: str) -> JSON:
    seen = [one for one in await slack.messages(user) if one.get("ephemeral_to") == user]
    return seen[-1]


# --- the whole way ----------------------------------------------------------------------------


async def test_from_the_form_to_the_next_reminder(
    slack: Slack, maya: str, morning: datetime
) -> None:
    form = await coach_form(slack, maya, "coach")
    assert form["callback_id"] == "compose"
    await meets(slack, maya, f"{morning:%Y-%m-%d}", "14:00")
    # Ben was never told about the bot, so the form waits until he is.
    tell = await filled(slack, maya, await slack.modal(maya))
    assert tell["title"]["text"] == "Tell Ben Carter first"
    assert "I'm using a reminder to get better at coaching." in str(tell)
    assert controls(tell)["reps.open-chat"]["url"].endswith("channel=U0BEN")
    assert await slack.direct(BEN) == []
    await told(slack, maya, tell)
    form = await slack.modal(maya)
    assert form["callback_id"] == "compose"
    preview = await filled(slack, maya, form)
    assert "Only you and <@U0BEN> will see this." in words(preview)
    await kept(slack, maya, preview)
    intro = await introduced(slack)
    assert controls(intro)["reps.reply-to"]["url"] == LINK
    # Half an hour before the 1:1 Maya reads what she chose; Ben is asked once it is over.
    await slack.walk_to(morning.replace(hour=12, minute=31))
    before = (await slack.direct(maya))[-1]
    assert "1:1 with Ben Carter at 14:00." in words(before)
    assert SKILL in words(before)
    assert len(await slack.direct(BEN)) == 1
    await slack.walk_to(morning.replace(hour=13, minute=31))
    message = await asked(slack)
    assert SKILL in words(message)
    assert "Done: Coach" not in words(await slack.trust(maya, "week"))
    shown = await written(slack, message)
    assert STEP in words(shown)
    assert "Only you and <@U0MAYA> see this note." in words(shown)
    assert "Coach" in words(await slack.trust(maya, "week"))
    # Maya sees his next step on her page, and in the next reminder.
    await slack.trust(maya, "coach")
    page = await slack.modal(maya)
    assert STEP in words(page)
    await slack.click(maya, page, "coach.notes")
    notes = await slack.modal(maya)
    assert SKILL in words(notes)
    assert STEP in words(notes)
    await slack.post("close", user=maya, view_id=notes["id"], all=True)
    await slack.walk_to(morning.replace(hour=12, minute=31) + timedelta(days=7))
    reminder = (await slack.direct(maya))[-1]
    assert "Ben Carter chose:" in words(reminder)
    assert STEP in words(reminder)
    await slack.click(maya, reminder, "coach.prepare")
    form = await slack.modal(maya)
    assert controls(form)["compose.field"] is not None
    assert "U0BEN" in str(form["blocks"])


async def test_the_first_message_comes_in_the_reps_own_hours(
    slack: Slack, maya: str, monday: datetime
) -> None:
    await slack.walk_to(monday.replace(hour=7, minute=15))  # 08:15 in Stockholm, not in London
    tell = await filled(slack, maya, await coach_form(slack, maya))
    await told(slack, maya, tell)
    await slack.walk_to(monday.replace(hour=7, minute=59))
    assert await slack.direct(BEN) == []
    await slack.walk_to(monday.replace(hour=8, minute=1))
    [intro] = await slack.direct(BEN)
    assert posted_at(intro).hour == 8


async def test_a_usual_time_is_changed_and_removed(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await coach_form(slack, maya)
    await meets(slack, maya, f"{morning:%Y-%m-%d}", "14:00")
    await slack.post("close", user=maya, view_id=(await slack.modal(maya))["id"], all=True)
    await slack.trust(maya, "coach")
    await slack.click(maya, await slack.modal(maya), "coach.times")
    page = await slack.modal(maya)
    change, remove = [one["value"] for one in controls(page)["coach.time.menu"]["options"]]
    await slack.click(maya, page, "coach.time.menu", change)
    form = await slack.modal(maya)
    said = await slack.submit(maya, form, at="07:00")
    assert "your work hours" in said["errors"]["at"]
    said = await slack.submit(maya, form, rep=maya)
    assert said["errors"] == {"rep": "That is you. Pick somebody else."}
    assert await slack.submit(maya, form, rep=BEN, at="15:00") == {}
    page = await slack.modal(maya)
    assert "Monday 15:00" in words(page)
    [_, remove] = [one["value"] for one in controls(page)["coach.time.menu"]["options"]]
    await slack.click(maya, page, "coach.time.menu", remove)
    assert "No 1:1 time is set." in words(await slack.modal(maya))
    await slack.walk_to(morning.replace(hour=20))
    assert not any("1:1 with" in words(one) for one in await slack.direct(maya))


async def test_an_emptied_form_keeps_the_way_to_the_times(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await filled(slack, maya, await coach_form(slack, maya))
    await slack.post("close", user=maya, view_id=(await slack.modal(maya))["id"], all=True)
    form = await coach_form(slack, maya)
    await slack.click(maya, form, "compose.empty")
    form = await slack.modal(maya)
    assert "compose.empty" not in controls(form)
    assert "coach.times" in controls(form)


async def test_where_slack_is_slow_the_form_for_a_time_says_so_in_time(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await coach_form(slack, maya)
    await slack.click(maya, await slack.modal(maya), "coach.times")
    await slack.click(maya, await slack.modal(maya), "coach.time.add")
    await slack.post("faults", slow_ms=4000, methods=["users.info"])
    said = await slack.submit(maya, await slack.modal(maya), rep=BEN)
    assert said["errors"] == {"rep": "Slack did not answer just now. Please try again in a minute."}


async def test_the_last_window_says_when_the_rep_is_asked(
    slack: Slack, maya: str, morning: datetime
) -> None:
    tell = await filled(slack, maya, await coach_form(slack, maya))
    await told(slack, maya, tell)
    await introduced(slack)
    preview = await filled(slack, maya, await slack.modal(maya))
    said = await slack.submit(maya, preview)
    assert "Kept for the two of you." in words(said["view"])
    assert "Ben Carter is asked now." in words(said["view"])


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"is_bot": True}, "That is an app. Pick a person."),
        ({"is_restricted": True}, "That is a guest. Pick a member of this workspace."),
        ({"deleted": True}, "is no longer in Slack here. Pick somebody else."),
    ],
)
async def test_only_members_can_be_picked(
    slack: Slack, maya: str, facts: dict[str, Any], refused: str
) -> None:
    gone = facts.get("deleted", False)
    facts = {name: value for name, value in facts.items() if name != "deleted"}
    person = await slack.person(name="Pat", tz="Europe/Stockholm", **facts)
    if gone:
        await slack.person(user=person["id"], deleted=True)
    await coach_form(slack, maya)
    await slack.click(maya, await slack.modal(maya), "coach.times")
    await slack.click(maya, await slack.modal(maya), "coach.time.add")
    said = await slack.submit(maya, await slack.modal(maya), rep=person["id"])
    assert refused in said["errors"]["rep"]


# --- what the rep decides ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pressed", "said"),
    [("reps.leave", "You left."), ("reps.not-mine", "Noted, <@U0MAYA> is not your manager.")],
)
async def test_a_rep_leaves_and_comes_back(
    slack: Slack, maya: str, morning: datetime, pressed: str, said: str
) -> None:
    await prepared(slack, maya)
    intro = await introduced(slack)
    await slack.click(BEN, intro, pressed)
    left = await slack.again(intro)
    assert said in words(left)
    form = await coach_form(slack, maya)
    refused = await slack.submit(maya, form, rep=BEN, skill=SKILL)
    assert refused["errors"] == {
        "rep": "Ben Carter does not take part. Talk to Ben Carter directly."
    }
    await slack.post("close", user=maya, view_id=form["id"], all=True)
    seen = len(await slack.direct(BEN))
    await slack.click(BEN, left, "reps.again")
    assert "told you about me." in words(await slack.again(intro))
    await prepared(slack, maya)
    await slack.pass_time(minutes=1)
    assert len(await slack.direct(BEN)) > seen


async def test_a_rep_who_leaves_while_the_preview_lies_open_is_not_asked(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    intro = await introduced(slack)
    await asked(slack)
    preview = await filled(slack, maya, await coach_form(slack, maya))
    await slack.click(BEN, intro, "reps.leave")
    said = await slack.submit(maya, preview)
    assert said["response_action"] == "push"
    assert "Ben Carter does not take part." in words(said["view"])
    seen = len(await slack.direct(BEN))
    await slack.pass_time(days=2)
    assert len(await slack.direct(BEN)) == seen


async def test_not_this_time_leaves_the_manager_with_nothing_returned(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    message = await asked(slack)
    seen = len(await slack.direct(maya))
    await slack.click(BEN, message, "coach.decline")
    assert "<@U0MAYA> sees only that it did not come back." in words(await slack.again(message))
    assert len(await slack.direct(maya)) == seen
    await slack.trust(maya, "coach")
    await slack.click(maya, await slack.modal(maya), "coach.notes")
    assert "Not returned." in words(await slack.modal(maya))
    assert STEP in words(await written(slack, await slack.again(message)))


async def test_the_rep_changes_and_deletes_the_note(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    message = await written(slack, await asked(slack))
    changed = await written(slack, message, "Write to the buyer instead")
    assert "Write to the buyer instead" in words(changed)
    await slack.click(BEN, changed, "coach.delete")
    assert words(await slack.again(message)) == "This note is deleted.\nReply to Maya Lindqvist"
    await slack.trust(maya, "coach")
    assert "Write to the buyer" not in words(await slack.modal(maya))


async def test_the_manager_deletes_the_note_for_both(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    message = await written(slack, await asked(slack))
    await slack.trust(maya, "coach")
    await slack.click(maya, await slack.modal(maya), "coach.notes")
    await slack.click(maya, await slack.modal(maya), "coach.delete")
    assert "There is no note with Ben Carter." in words(await slack.modal(maya))
    assert "This note is deleted." in words(await slack.again(message))


async def test_whatever_arrives_twice_is_one_note(
    slack: Slack, maya: str, morning: datetime, network: Network
) -> None:
    network.times = 2
    await prepared(slack, maya)
    await introduced(slack)
    message = await asked(slack)
    shown = await written(slack, message)
    assert STEP in words(shown)
    assert len(await slack.direct(BEN)) == 2
    assert "Done: Coach on Monday." in words(await slack.trust(maya, "week"))
    network.times = 1
    await slack.trust(maya, "coach")
    await slack.click(maya, await slack.modal(maya), "coach.notes")
    assert words(await slack.modal(maya)).count(SKILL) == 1


async def test_a_rep_who_is_deactivated_in_between_gets_nothing(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    await introduced(slack)
    await slack.pass_time(minutes=2)
    seen = len(await slack.direct(BEN))
    await slack.person(user=BEN, deleted=True)
    form = await coach_form(slack, maya)
    said = await slack.submit(maya, form, rep=BEN, skill=SKILL)
    assert list(said["errors"]) == ["rep"]
    await slack.post("close", user=maya, view_id=form["id"], all=True)
    await slack.pass_time(days=3)
    assert len(await slack.direct(BEN)) == seen
    await slack.trust(maya, "coach")
    assert "Is no longer in Slack here." in words(await slack.modal(maya))


# --- what nobody else can do ------------------------------------------------------------------


async def test_nobody_else_presses_what_is_a_reps(
    slack: Slack, maya: str, morning: datetime, network: Network
) -> None:
    """An admin and a manager's manager read the same words as anybody else."""
    await prepared(slack, maya)
    intro = await introduced(slack)
    message = await asked(slack)
    entry = controls(intro)["reps.leave"]["value"]
    note = controls(message)["coach.write"]["value"]
    for who in (OLGA, NOAH, maya, SAM):
        if who != maya:
            await slack.trust(who, "start")
            await slack.post("close", user=who, view_id=(await slack.modal(who))["id"])
        await slack.type(who, "stop" if who == maya else "hello")
        await slack.pass_time(minutes=1)
        own = (await slack.direct(who))[-1]
        pressed = next(name for name in controls(own) if name in ("start.open", "leave.open"))
        for action, value in (
            ("reps.leave", entry),
            ("reps.not-mine", entry),
            ("reps.again", entry),
            ("coach.write", note),
            ("coach.decline", note),
            ("reps.leave", "never-was-an-id"),
        ):
            network.change = presses(action, value)
            await slack.click(who, own, pressed)
            network.change = lambda _payload: None
            assert "This is no longer here." in words(await ephemeral(slack, who)), (who, action)
    assert "told you about me." in words(await slack.again(intro))
    assert "coach.write" in controls(await slack.again(message))


def presses(action_id: str, value: str) -> Callable[[JSON], None]:
    """A press on a button that somebody else was shown: anybody can make one."""

    def change(payload: JSON) -> None:
        for action in payload.get("actions", []):
            action |= {"action_id": action_id, "value": value}

    return change


# --- words and privacy ------------------------------------------------------------------------


async def test_what_a_rep_types_is_not_passed_on(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    await introduced(slack)
    await slack.pass_time(minutes=1)
    await slack.type(BEN, "I would rather talk about my pay")
    answer = (await slack.direct(BEN))[-1]
    assert words(answer).startswith("I can't pass this on. Write to <@U0MAYA> here.")
    assert controls(answer)["reps.reply-to"]["url"] == LINK
    assert not any("my pay" in words(one) for one in await slack.direct(maya))
    await slack.pass_time(minutes=1)
    await slack.type(BEN, "help")
    assert "What you can do here" in words((await slack.direct(BEN))[-1])


async def test_a_rep_reads_what_names_them_erases_it_and_leaves(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    message = await written(slack, await asked(slack))
    help_ = await slack.trust(BEN, "help")
    assert "uses me as a reminder" in words(help_)
    answer = await slack.trust(BEN, "privacy")
    named = "What your manager noted that names you: a note and a place in the team."
    assert named in words(answer)
    shown = await ephemeral(slack, BEN)
    await slack.click(BEN, shown, "reps.erase")
    after = await ephemeral(slack, BEN)
    assert "What your manager noted that names you: a place in the team." in words(after)
    await slack.pass_time(minutes=1)
    assert "This note is deleted." in words(await slack.again(message))
    await slack.click(BEN, after, "reps.leave")
    assert "You left." in words(await ephemeral(slack, BEN))
    assert "Small habits that build trust" in words(await slack.trust(BEN, "help"))
    await slack.trust(maya, "coach")
    assert STEP not in words(await slack.modal(maya))


async def test_a_manager_who_is_a_rep_gets_both_answers(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await slack.trust(AISHA, "start")
    answer = await slack.trust(maya, "privacy")
    assert "names you" not in words(answer)
    await prepared(slack, maya, AISHA)
    await introduced(slack, AISHA)
    answer = await slack.trust(AISHA, "privacy")
    assert "names you" in words(answer)


async def test_privacy_on_a_reps_home_opens_its_buttons(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await prepared(slack, maya)
    await slack.click(BEN, await slack.home(BEN), "privacy.open")
    window = await slack.modal(BEN)
    assert {"privacy.export", "reps.erase", "reps.leave"} <= controls(window).keys()
    assert window["close"]["text"] == "Close"
    await slack.click(BEN, window, "privacy.more")
    page = await slack.modal(BEN)
    assert page["id"] != window["id"]
    assert page["close"]["text"] == "Back"
    await slack.post("close", user=BEN, view_id=page["id"])
    await slack.click(BEN, window, "reps.leave")
    assert "You left." in words(await slack.modal(BEN))
