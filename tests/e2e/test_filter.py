"""Being a filter, as people do it: the shortcut, the decision, the reply, the post, the bundle."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.playground.server import Running
from tests.e2e.slack import JSON, Refused, Slack, controls, options, started, words
from tests.e2e.test_repeats import Network, asks_for

TEAM, GENERAL = "C0TEAM", "C0GENERAL"
BEN, NOAH, OLGA = "U0BEN", "U0NOAH", "U0OLGA"
ASK = "Can the team send me all customer numbers again by Friday?"
REPLY_LINE = "Thanks for asking."


async def ask_of(slack: Slack, user: str = OLGA, text: str = ASK) -> str:
    """A message to everybody; its ts."""
    said = await slack.post("message", user=user, channel=GENERAL, text=text, wait=True)
    return said["ts"]


async def filtered(slack: Slack, user: str, ts: str) -> JSON:
    """What opens when the shortcut is used on it."""
    await slack.post("shortcut", user=user, callback_id="filter", channel=GENERAL, ts=ts, wait=True)
    return await slack.modal(user)


async def form_for(slack: Slack, user: str, choice: str, text: str = ASK, by: str = OLGA) -> JSON:
    """The form for a new ask, with a choice made."""
    form = await filtered(slack, user, await ask_of(slack, by, text))
    await slack.click(user, form, "filter.choice", choice)
    return await slack.modal(user)


async def decided(slack: Slack, user: str, choice: str, text: str = ASK, **values: Any) -> JSON:
    """Decide on a new ask; what is shown then."""
    said = await slack.submit(user, await form_for(slack, user, choice, text), **values)
    assert "view" in said, said
    return said["view"]


async def closed(slack: Slack, user: str, view: JSON) -> None:
    await slack.post("close", user=user, view_id=view["id"], all=True)


async def ledger(slack: Slack, user: str) -> JSON:
    await slack.trust(user, "filter")
    return await slack.modal(user)


async def in_channel(slack: Slack) -> list[JSON]:
    """What the bot posted to the team."""
    found = (await slack.get("messages", channel=TEAM))["messages"]
    return [one for one in found if one["user"] == "U0TRUST" and not one["deleted"]]


def fields(view: JSON) -> dict[str, JSON]:
    return {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}


@pytest.fixture
async def maya(slack: Slack, monday: object) -> str:
    return await started(slack, "U0MAYA", habit="filter_request")


# --- six choices ---------------------------------------------------------------------------


async def test_the_shortcut_opens_a_form_with_the_ask_and_six_choices(
    slack: Slack, maya: str
) -> None:
    form = await filtered(slack, maya, await ask_of(slack))
    assert ASK in words(form)
    assert f"This is what <@{OLGA}> asks." in words(form)
    assert options(fields(form)["choice"]) == [
        "absorb",
        "answer_now",
        "decline",
        "delay",
        "batch",
        "pass_on",
    ]
    assert list(fields(form)) == ["choice", "sensitive", "minutes"]


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        ("absorb", []),
        ("answer_now", ["reply"]),
        ("decline", ["reason", "reply"]),
        ("delay", ["reason", "deadline", "reply"]),
        ("batch", []),
        ("pass_on", ["ask", "reason", "deadline", "first_step", "audience", "reply"]),
    ],
)
async def test_each_choice_brings_its_own_fields_all_filled_in(
    slack: Slack, maya: str, choice: str, shown: list[str]
) -> None:
    form = await form_for(slack, maya, choice)
    found = fields(form)
    assert list(found) == ["choice", *shown, "sensitive", "minutes"]
    for name in shown:
        initial = {"initial_value", "initial_date", "initial_option"} & found[name].keys()
        assert initial, f"{name} has to be typed"


@pytest.mark.parametrize(
    ("choice", "line"),
    [
        ("absorb", "It stops with you. Nobody else has to read it."),
        ("batch", "Kept for the weekly bundle. Only you see it."),
    ],
)
async def test_what_stops_at_the_desk_closes_with_one_line(
    slack: Slack, maya: str, choice: str, line: str
) -> None:
    assert words(await decided(slack, maya, choice)) == line


@pytest.mark.parametrize(
    ("choice", "end"),
    [
        ("answer_now", "It stops with you. Nobody else has to read it."),
        ("decline", "It stops with you. Nobody else has to read it."),
        ("delay", "It comes back to you on"),
    ],
)
async def test_a_reply_is_said_by_the_manager_and_sent_to_nobody(
    slack: Slack, maya: str, choice: str, end: str
) -> None:
    before = len(await slack.messages())
    view = await decided(slack, maya, choice)
    assert REPLY_LINE in words(view)
    assert f"channel={OLGA}" in controls(view)["reps.open-chat"]["url"]
    said = await slack.submit(maya, view)
    assert end in words(said["view"])
    assert "submit" not in said["view"] or said["view"]["submit"] is None
    assert len(await slack.messages()) == before + 1, "only the ask itself"


async def test_the_reply_follows_the_reason_and_the_date_until_it_is_changed(
    slack: Slack, maya: str
) -> None:
    day = f"{(await slack.now()).date() + timedelta(days=9)}"
    view = await decided(slack, maya, "delay", reason="we close the quarter", deadline=day)
    written = date.fromisoformat(day)
    assert "We close the quarter. I will come back to you on" in words(view)
    assert f"{written:%A} {written.day} {written:%B}." in words(view)
    await closed(slack, maya, view)
    view = await decided(slack, maya, "decline", "Another one", reply="No, and here is why.")
    assert "No, and here is why." in words(view)


async def test_what_was_typed_stays_when_the_choice_changes(slack: Slack, maya: str) -> None:
    form = await form_for(slack, maya, "decline")
    typed = {"reason": "We have no data on it", "reply": "Sorry, no.", "minutes": "45"}
    body = {"user": maya, "view_id": form["id"], "action_id": "filter.choice", "value": "delay"}
    await slack.post("click", **body, values=typed, wait=True)
    form = await slack.modal(maya)
    found = fields(form)
    assert found["reason"]["initial_value"] == "We have no data on it"
    assert found["reply"]["initial_value"] == "Sorry, no."
    assert form["state"]["values"]["minutes"]["field"]["value"] == "45"


async def test_pass_on_is_previewed_and_posted_once_and_then_comes_the_reply(
    slack: Slack, maya: str
) -> None:
    preview = await decided(slack, maya, "pass_on", reason="Finance needs it for the audit")
    assert ASK in words(preview)
    assert "Finance needs it for the audit." in words(preview)
    assert "Everybody in the channel you pick will see this, posted in your name." in words(preview)
    await slack.click(maya, preview, "filter.channel", TEAM)
    preview = await slack.modal(maya)
    assert "Everybody in <#C0TEAM> will see this, posted in your name." in words(preview)
    said = await slack.submit(maya, preview)
    assert REPLY_LINE in words(said["view"])
    await slack.pass_time(seconds=5)
    [post] = await in_channel(slack)
    assert "Finance needs it for the audit." in words(post)
    assert "Read it, and tell me if the date does not work." in words(post)
    await slack.submit(maya, said["view"])
    assert "One ask came in, and it went on to the team." in words(await ledger(slack, maya))


async def third_window(slack: Slack, maya: str) -> JSON:
    """The preview of an ask that was typed in by hand: Slack puts no window on top of it."""
    await slack.click(maya, await ledger(slack, maya), "filter.add")
    await slack.click(maya, await slack.modal(maya), "filter.choice", "pass_on")
    said = await slack.submit(maya, await slack.modal(maya), ask=ASK)
    assert len(await windows(slack, maya)) == 3
    return said["view"]


async def windows(slack: Slack, user: str) -> list[str]:
    return [one["callback_id"] for one in (await slack.get("views", user=user))["modals"]]


async def test_the_text_to_say_can_be_shown_in_the_third_window(slack: Slack, maya: str) -> None:
    preview = await third_window(slack, maya)
    said = await slack.submit(maya, preview, channel=TEAM)
    assert REPLY_LINE in words(said["view"])
    await slack.click(maya, said["view"], "own_voice.text")
    shown = await slack.modal(maya)
    assert REPLY_LINE in fields(shown)["text"]["initial_value"]
    assert len(await windows(slack, maya)) == 3
    said = await slack.submit(maya, shown)
    assert words(said["view"]) == "It is on its way to your team."
    await slack.post("close", user=maya, view_id=said["view"]["id"])
    assert await windows(slack, maya) == []


async def test_what_is_refused_in_the_third_window_is_said_in_its_place(
    slack: Slack, maya: str
) -> None:
    preview = await third_window(slack, maya)
    await slack.pass_time(hours=25)
    said = await slack.submit(maya, preview, channel=TEAM)
    assert said["response_action"] == "update"
    assert "This is no longer here" in words(said["view"])
    await slack.post("close", user=maya, view_id=said["view"]["id"])
    assert await windows(slack, maya) == ["filter_ledger", "filter"], "back to the form"


async def test_what_breaks_in_the_third_window_is_said_in_its_place(
    slack: Slack, maya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    preview = await third_window(slack, maya)
    monkeypatch.setattr("bot.listeners.filter.for_another_channel", broken)
    await slack.click(maya, preview, "filter.channel", TEAM)
    assert "Something went wrong on our side" in words(await slack.modal(maya))
    assert len(await windows(slack, maya)) == 3


async def test_a_channel_that_the_bot_is_not_in_is_refused_under_the_select(
    slack: Slack, maya: str
) -> None:
    place = (await slack.post("channel", name="deals", members=[maya]))["channel"]["id"]
    preview = await decided(slack, maya, "pass_on")
    said = await slack.submit(maya, preview, channel=place)
    assert said["response_action"] == "errors"
    assert list(said["errors"]) == ["channel"]
    assert "/invite" in said["errors"]["channel"]


async def test_safety_pay_and_hr_have_to_be_passed_on(slack: Slack, maya: str) -> None:
    for choice in ("absorb", "batch", "decline"):
        form = await form_for(slack, maya, choice)
        said = await slack.submit(maya, form, sensitive=["yes"])
        assert said["errors"] == {
            "choice": "Safety, pay and HR matters have to be passed on. Choose “Pass it on”."
        }
        await closed(slack, maya, form)
    assert "Nothing here yet" in words(await ledger(slack, maya))


async def test_what_is_not_for_everybody_is_said_to_one_person(slack: Slack, maya: str) -> None:
    form = await form_for(slack, maya, "pass_on")
    await slack.click(maya, form, "filter.sensitive", ["yes"])
    form = await slack.modal(maya)
    assert fields(form)["audience"]["initial_option"]["value"] == "own_voice"
    said = await slack.submit(maya, form, person=BEN)
    assert "I would like you to take this one:" in words(said["view"])
    assert f"channel={BEN}" in controls(said["view"])["reps.open-chat"]["url"]
    said = await slack.submit(maya, said["view"])
    assert REPLY_LINE in words(said["view"])
    said = await slack.submit(maya, said["view"])
    assert words(said["view"]) == "You passed it on yourself. I posted nothing."
    assert await in_channel(slack) == []


# --- whose message it is -------------------------------------------------------------------


async def test_nobody_of_the_workspace_asked_so_no_chat_can_be_opened(
    slack: Slack, maya: str
) -> None:
    stranger = await slack.person(name="Sasha Away", tz="Europe/Oslo", is_stranger=True)
    robot = await slack.person(name="Build Robot", tz="Europe/Oslo", is_bot=True)
    for one in (stranger, robot):
        await slack.post("join", channel=GENERAL, user=one["id"])
        form = await form_for(slack, maya, "decline", by=one["id"])
        assert "give your reply where the ask came from" in words(form)
        said = await slack.submit(maya, form)
        assert "reps.open-chat" not in controls(said["view"])
        assert "Say it where the ask came from." in words(said["view"])
        await closed(slack, maya, said["view"])


async def test_a_guest_can_be_answered(slack: Slack, maya: str) -> None:
    guest = await slack.person(name="Gil Guest", tz="Europe/Oslo", is_restricted=True)
    await slack.post("join", channel=GENERAL, user=guest["id"])
    said = await slack.submit(maya, await form_for(slack, maya, "decline", by=guest["id"]))
    assert f"channel={guest['id']}" in controls(said["view"])["reps.open-chat"]["url"]


async def test_a_deleted_message_opens_nothing(slack: Slack, maya: str) -> None:
    ts = await ask_of(slack)
    await slack.post("delete_message", user=OLGA, channel=GENERAL, ts=ts)
    with pytest.raises(Refused, match="message_deleted"):
        await filtered(slack, maya, ts)


async def test_a_very_long_message_is_kept_in_short(slack: Slack, maya: str) -> None:
    form = await filtered(slack, maya, await ask_of(slack, text="Please. " * 450))
    shown = next(one for one in form["blocks"] if one["block_id"].startswith("own."))
    assert len(shown["text"]["text"]) <= 1000


async def test_somebody_who_has_not_started_is_told_how(slack: Slack, maya: str) -> None:
    ts = await ask_of(slack)
    body = {"user": NOAH, "callback_id": "filter", "channel": GENERAL, "ts": ts}
    await slack.post("shortcut", **body, wait=True)
    assert (await slack.get("views", user=NOAH))["modals"] == []
    seen = [one for one in await slack.messages(NOAH) if one.get("ephemeral_to") == NOAH]
    assert "`/trust start`" in words(seen[-1])


# --- the same again ------------------------------------------------------------------------


async def test_the_same_message_again_shows_what_was_decided(slack: Slack, maya: str) -> None:
    ts = await ask_of(slack)
    form = await filtered(slack, maya, ts)
    await slack.click(maya, form, "filter.choice", "batch")
    said = await slack.submit(maya, await slack.modal(maya))
    await closed(slack, maya, said["view"])
    await slack.pass_time(days=1)
    standing = await filtered(slack, maya, ts)
    assert "You chose this on Monday: *Keep it for the bundle*." in words(standing)
    await slack.click(maya, standing, "filter.again")
    form = await slack.modal(maya)
    assert fields(form)["choice"]["initial_option"]["value"] == "batch"
    await slack.click(maya, form, "filter.choice", "absorb")
    said = await slack.submit(maya, await slack.modal(maya))
    await closed(slack, maya, said["view"])
    view = await ledger(slack, maya)
    assert "Held back the one ask that came in." in words(view)
    assert "Nothing waits for you now." in words(view)


async def test_two_managers_decide_on_the_same_message_for_themselves(
    slack: Slack, maya: str
) -> None:
    await started(slack, NOAH, habit="filter_request")
    ts = await ask_of(slack)
    form = await filtered(slack, maya, ts)
    await slack.click(maya, form, "filter.choice", "batch")
    await slack.submit(maya, await slack.modal(maya))
    assert "filter.again" not in controls(await filtered(slack, NOAH, ts))
    await closed(slack, NOAH, await slack.modal(NOAH))
    assert "Nothing here yet" in words(await ledger(slack, NOAH))


# --- the list ------------------------------------------------------------------------------


async def test_the_list_says_how_to_begin(slack: Slack, maya: str) -> None:
    view = await ledger(slack, maya)
    assert "Open the ⋯ menu of any message and pick *Filter for my team*." in words(view)
    assert set(controls(view)) == {"filter.add", "bundle.open"}


async def test_the_list_sums_up_and_names_what_waits(slack: Slack, maya: str) -> None:
    for choice, minutes in (("batch", "100"), ("absorb", "80"), ("delay", None)):
        values = {} if minutes is None else {"minutes": minutes}
        await closed(slack, maya, await decided(slack, maya, choice, f"{choice} it", **values))
    view = await ledger(slack, maya)
    told = "Held back 3 of 3 asks, about 3 hours of selling time by your own estimate."
    assert told in words(view)
    assert "batch it" in words(view)
    assert f"From <@{OLGA}>, waiting since today" in words(view)
    assert "delay it" in words(view)
    assert "absorb it" not in words(view)


async def test_an_ask_on_the_list_is_dropped_or_decided_again(slack: Slack, maya: str) -> None:
    await closed(slack, maya, await decided(slack, maya, "batch"))
    view = await ledger(slack, maya)
    again, drop = options(controls(view)["filter.ask.menu"])
    await slack.click(maya, view, "filter.ask.menu", again)
    form = await slack.modal(maya)
    assert fields(form)["choice"]["initial_option"]["value"] == "batch"
    await slack.post("close", user=maya, view_id=form["id"])
    await slack.click(maya, view, "filter.ask.menu", drop)
    assert "Nothing waits for you now." in words(await slack.modal(maya))


async def test_an_ask_is_added_by_hand(slack: Slack, maya: str) -> None:
    view = await ledger(slack, maya)
    await slack.click(maya, view, "filter.add")
    form = await slack.modal(maya)
    await slack.click(maya, form, "filter.choice", "batch")
    form = await slack.modal(maya)
    said = await slack.submit(maya, form, ask="A phone call: numbers, please", requester=OLGA)
    await slack.post("close", user=maya, view_id=said["view"]["id"])
    view = await ledger(slack, maya)
    assert "A phone call: numbers, please" in words(view)
    assert f"From <@{OLGA}>" in words(view)


async def test_more_than_eight_are_counted(slack: Slack, maya: str) -> None:
    for n in range(10):
        await closed(slack, maya, await decided(slack, maya, "batch", f"Ask number {n}"))
    view = await ledger(slack, maya)
    assert "Ask number 7" in words(view)
    assert "Ask number 8" not in words(view)
    assert "and 2 more" in words(view)


async def test_a_delayed_ask_comes_up_on_its_day(slack: Slack, maya: str) -> None:
    today = (await slack.now()).date()
    day = f"{today + timedelta(days=2)}"
    await closed(slack, maya, await decided(slack, maya, "delay", deadline=day))
    await slack.pass_time(days=3)
    seen = "\n".join(words(one) for one in await slack.direct(maya))
    assert ASK in seen


# --- the bundle ----------------------------------------------------------------------------


async def test_the_bundle_is_one_tidy_post(slack: Slack, maya: str) -> None:
    for text in ("The lunch room is closed", "New forms for travel", "Nothing the team needs"):
        await closed(slack, maya, await decided(slack, maya, "batch", text))
    view = await ledger(slack, maya)
    await slack.click(maya, view, "bundle.open")
    form = await slack.modal(maya)
    assert fields(form)["note"]["initial_value"] == (
        "• The lunch room is closed\n• New forms for travel\n• Nothing the team needs"
    )
    first, second, _ = options(fields(form)["items"])
    await slack.click(maya, form, "bundle.asks", [first, second])
    form = await slack.modal(maya)
    note = "• The lunch room is closed\n• New forms for travel"
    assert fields(form)["note"]["initial_value"] == note
    said = await slack.submit(maya, form)
    assert "The lunch room is closed" in words(said["view"])
    said = await slack.submit(maya, said["view"], channel=TEAM)
    assert "It is on its way to <#C0TEAM>." in words(said["view"])
    await slack.pass_time(seconds=5)
    [post] = await in_channel(slack)
    assert "New forms for travel" in words(post)
    assert "Nothing the team needs" not in words(post)
    await closed(slack, maya, said["view"])
    view = await ledger(slack, maya)
    assert "Held back 1 of 3 asks." in words(view)
    assert "Nothing the team needs" in words(view)
    assert "The lunch room" not in words(view)


async def test_the_bundle_is_emptied_and_nobody_reads_anything(slack: Slack, maya: str) -> None:
    await closed(slack, maya, await decided(slack, maya, "batch"))
    view = await ledger(slack, maya)
    await slack.click(maya, view, "bundle.open")
    form = await slack.modal(maya)
    await slack.click(maya, form, "bundle.empty", ["yes"])
    form = await slack.modal(maya)
    assert "note" not in fields(form)
    assert "batch" not in str(form["blocks"]).replace("weekly_batch", "")
    said = await slack.submit(maya, form)
    assert "The bundle is empty." in words(said["view"])
    await closed(slack, maya, said["view"])
    assert await in_channel(slack) == []
    assert "Nothing waits for you now." in words(await ledger(slack, maya))
    week = words(await slack.trust(maya, "week"))
    assert "One weekly bundle" in week


# --- from the prompt -----------------------------------------------------------------------


async def test_do_it_now_opens_the_list_and_deciding_there_answers_the_prompt(
    slack: Slack, maya: str
) -> None:
    await slack.next_message()
    prompt = await slack.next_message()
    await slack.click(maya, prompt, "prompt.do")
    view = await slack.modal(maya)
    assert "Nothing here yet" in words(view)
    assert "Done. That counts." not in words(await slack.again(prompt)), (
        "opening it changes nothing"
    )
    await slack.click(maya, view, "filter.add")
    await slack.click(maya, await slack.modal(maya), "filter.choice", "absorb")
    said = await slack.submit(maya, await slack.modal(maya), ask="A call from head office")
    await closed(slack, maya, said["view"])
    assert "Done. That counts." in words(await slack.again(prompt))


# --- twice, and not theirs -----------------------------------------------------------------


@pytest.fixture
def network(playground: Running) -> Network:
    sockets = playground.playground.sockets
    network = Network(sockets.deliver)
    sockets.deliver = network.deliver
    return network


async def test_whatever_arrives_twice_has_one_effect(
    slack: Slack, maya: str, network: Network
) -> None:
    network.times = 2
    await closed(slack, maya, await decided(slack, maya, "batch", "For the bundle"))
    await closed(slack, maya, await decided(slack, maya, "decline", "No, thanks"))
    preview = await decided(slack, maya, "pass_on", "For the team")
    said = await slack.submit(maya, preview, channel=TEAM)
    assert REPLY_LINE in words(said["view"])
    await slack.submit(maya, said["view"])
    await slack.trust(maya, "filter")
    await slack.click(maya, await slack.modal(maya), "bundle.open")
    network.times = 1
    form = await slack.modal(maya)
    network.times = 2
    preview = (await slack.submit(maya, form))["view"]
    said = await slack.submit(maya, preview, channel=TEAM)
    await closed(slack, maya, said["view"])
    await slack.pass_time(seconds=5)
    assert len(await in_channel(slack)) == 2
    network.times = 1
    assert "Held back 1 of 3 asks." in words(await ledger(slack, maya))


async def test_somebody_elses_ask_and_one_that_never_was_get_the_same_answer(
    slack: Slack, maya: str, network: Network
) -> None:
    await started(slack, NOAH, habit="filter_request")
    for user in (maya, NOAH):
        await closed(slack, user, await decided(slack, user, "batch", f"An ask of {user}"))
    menu = options(controls(await ledger(slack, maya))["filter.ask.menu"])
    mayas = menu[0].partition(":")[2]
    answers: list[str] = []
    for number in (0, 1):
        for value in (mayas, "never-was-an-id"):
            view = await ledger(slack, NOAH)
            network.change = asks_for(value)
            own = options(controls(view)["filter.ask.menu"])[number]
            await slack.click(NOAH, view, "filter.ask.menu", own)
            network.change = lambda _payload: None
            answers.append(words(await slack.modal(NOAH)))
            await closed(slack, NOAH, await slack.modal(NOAH))
    assert set(answers) == {"This is no longer here. `/trust today` shows what you can do now."}
    assert f"An ask of {maya}" in words(await ledger(slack, maya))
