"""Help on a call, from a rep's request to the two lines afterwards."""

from datetime import date, datetime, timedelta

import pytest

from tests.e2e.slack import JSON, Slack, controls, started, words
from tests.e2e.test_coach import coach_form, filled, introduced, kept, told

BEN, AISHA, NOAH, SAM = "U0BEN", "U0AISHA", "U0NOAH", "U0SAM"
DEAL, NEED = "Acme <renewal> & Co", "Somebody who knows their new CFO"
BECAUSE = "I am on a plane all day"
WELL, NEXT, WANTS = "Ben asked and waited", "Send the numbers by Friday", "A fixed price"


@pytest.fixture
async def morning(slack: Slack, maya: str, monday: datetime) -> datetime:
    """Monday, 10:00 in Stockholm and 09:00 in London, where Ben is. Ben knows about the bot."""
    moment = monday.replace(hour=9)
    await slack.walk_to(moment)
    view = await filled(slack, maya, await coach_form(slack, maya))
    await told(slack, maya, view)
    await kept(slack, maya, await filled(slack, maya, await slack.modal(maya)))
    await introduced(slack)
    await slack.walk_to(moment + timedelta(minutes=20))
    return moment


def day(morning: datetime, days: int) -> str:
    return f"{date.fromordinal(morning.date().toordinal() + days)}"


async def asked(slack: Slack, morning: datetime, **values: str) -> str:
    """Ben asks Maya; what the last window says."""
    assert await slack.trust(BEN, "call") == {}
    form = await slack.modal(BEN)
    if form["callback_id"] == "calls":
        await slack.click(BEN, form, "call.ask")
        form = await slack.modal(BEN)
    wanted = {"deal": DEAL, "need": NEED, "role": "listen", "day": day(morning, 1), "at": "13:00"}
    said = await slack.submit(BEN, form, **(wanted | values))
    assert said.get("response_action") == "update", said
    await slack.post("close", user=BEN, view_id=said["view"]["id"], all=True)
    await slack.pass_time(minutes=1)
    return words(said["view"])


async def newest(slack: Slack, user: str) -> JSON:
    return (await slack.direct(user))[-1]


async def closed(slack: Slack, user: str, said: JSON) -> None:
    assert said.get("response_action") == "update", said
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)
    await slack.pass_time(minutes=1)


async def test_asked_moved_booked_held_and_looked_back_at(
    slack: Slack, maya: str, morning: datetime
) -> None:
    assert "has your request" in await asked(slack, morning)
    request = await newest(slack, maya)
    assert "asks: can you join this call?" in words(request)
    assert DEAL in words(request)
    assert NEED in words(request)
    assert "14:00" in words(request)  # 13:00 in London
    assert "<@U0BEN>" in words(request)
    assert len(controls(request)) == 4
    # Another time, in Maya's own zone; Ben reads it in his.
    await slack.click(maya, request, "call.other-time")
    said = await slack.submit(maya, await slack.modal(maya), day=day(morning, 1), at="16:30")
    assert "hears which time you suggest" in words(said["view"])
    await closed(slack, maya, said)
    proposal = await newest(slack, BEN)
    assert "can help at another time" in words(proposal)
    assert "15:30" in words(proposal)
    assert "Reply to Maya Lindqvist" in words(proposal)
    assert "Ben Carter leads" not in words(proposal)
    await slack.click(BEN, proposal, "call.accept")
    await slack.pass_time(minutes=1)
    card = await slack.again(proposal)
    assert "joins your call." in words(card)
    assert "You lead. Maya Lindqvist listens." in words(card)
    booked = await newest(slack, maya)
    assert "Ben Carter leads. You listen." in words(booked)
    assert "16:30" in words(booked)
    await slack.pass_time(minutes=1)
    assert "is in a later message" in words(await slack.again(request))
    # The file for the calendar comes to whoever wants it.
    await slack.click(BEN, card, "call.file")
    [above, file] = (await slack.direct(BEN))[-2:]
    assert "file for your calendar" in words(above)
    assert file["files"][0]["name"].endswith(".ics")
    # A quarter of an hour before, and once it is over.
    starts = morning.replace(hour=15, minute=30) + timedelta(days=1)
    await slack.walk_to(starts - timedelta(minutes=14))
    assert "At 16:30: the call with <@U0BEN>." in words(await newest(slack, maya))
    assert "At 15:30: <@U0MAYA> joins your call." in words(await newest(slack, BEN))
    await slack.walk_to(starts + timedelta(minutes=32))
    asks = await newest(slack, maya)
    assert "How was the call with <@U0BEN>?" in words(asks)
    asks_ben = await newest(slack, BEN)
    await slack.click(maya, asks, "call.write")
    said = await slack.submit(maya, await slack.modal(maya), did_well=WELL, we_do=NEXT)
    await closed(slack, maya, said)
    assert "Done: Go on the call on Tuesday." in words(await slack.trust(maya, "week"))
    await slack.pass_time(minutes=1)
    asks_ben = await slack.again(asks_ben)
    assert WELL in words(asks_ben)
    await slack.click(BEN, asks_ben, "call.write")
    form = await slack.modal(BEN)
    said = await slack.submit(BEN, form, customer_needs=WANTS, helped="it_helped")
    await closed(slack, BEN, said)
    shown = words(await slack.again(asks))
    assert WANTS in shown
    assert "<@U0BEN> says: It helped" in shown
    assert words(await slack.trust(maya, "week")).count("Go on the call") == 1


async def test_an_offer_that_is_declined_looks_like_one_that_nobody_answers(
    slack: Slack, maya: str, morning: datetime
) -> None:
    async def offer() -> str:
        assert await slack.trust(maya, "do ride_along") == {}
        form = await slack.modal(maya)
        wanted = {"rep": BEN, "deal": DEAL, "role": "expert", "day": day(morning, 1), "at": "14:00"}
        said = await slack.submit(maya, form, **wanted)
        assert said.get("response_action") == "update", said
        shown = words(said["view"])
        await closed(slack, maya, said)
        return shown

    assert "reads your offer and decides" in await offer()
    before = [words(one) for one in await slack.direct(maya)]
    message = await newest(slack, BEN)
    assert "If you say no, <@U0MAYA> is not told." in words(message)
    await slack.click(BEN, message, "call.decline")
    assert "nothing of it is kept" in words(await slack.again(message))
    assert DEAL not in words(await slack.again(message))
    await offer()
    await slack.pass_time(days=2)
    mine = [words(one) for one in await slack.direct(maya)]
    assert mine[: len(before)] == before
    assert not any("Acme" in one for one in mine)
    await slack.trust(maya, "call")
    assert (await slack.modal(maya))["callback_id"] == "call_offer"


async def test_no_with_a_reason_and_no_answer_in_time(
    slack: Slack, maya: str, morning: datetime
) -> None:
    await asked(slack, morning)
    request = await newest(slack, maya)
    await slack.click(maya, request, "call.no")
    form = await slack.modal(maya)
    said = await slack.submit(maya, form, because=BECAUSE)
    await closed(slack, maya, said)
    no = await newest(slack, BEN)
    assert "cannot join this call" in words(no)
    assert BECAUSE in words(no)
    assert "You said no to this call." in words(await slack.again(request))
    # The second one waits: an hour before the call Ben hears that nobody answered.
    await asked(slack, morning, at="15:00")
    waiting = await newest(slack, maya)
    await slack.walk_to(morning.replace(hour=14, minute=1) + timedelta(days=1))
    silent = await newest(slack, BEN)
    assert "No answer yet. Write to <@U0MAYA>, or wait." in words(silent)
    await slack.walk_to(morning.replace(hour=15, minute=30) + timedelta(days=1))
    assert "came before an answer did" in words(await slack.again(waiting))
    assert controls(await slack.again(waiting)).keys() == {"reps.open-chat"}
    await slack.click(maya, waiting, "reps.open-chat")


async def test_called_off_taken_back_and_gone(slack: Slack, maya: str, morning: datetime) -> None:
    await asked(slack, morning)
    request = await newest(slack, maya)
    await slack.click(maya, request, "call.accept")
    await slack.pass_time(minutes=1)
    card = await newest(slack, BEN)
    assert "joins your call." in words(card)
    await slack.click(BEN, card, "call.off")
    await slack.pass_time(minutes=1)
    assert "Called off" in words(await newest(slack, maya))
    assert "Called off" in words(await slack.again(card))
    # Ben takes back what waits, from the list of his calls.
    await asked(slack, morning)
    waiting = await newest(slack, maya)
    await slack.trust(BEN, "call")
    await slack.click(BEN, await slack.modal(BEN), "call.open")
    await slack.click(BEN, await slack.modal(BEN), "call.take-back")
    assert "You took this back." in words(await slack.modal(BEN))
    await slack.post("close", user=BEN, view_id=(await slack.modal(BEN))["id"], all=True)
    assert "does not need help" in words(await slack.again(waiting))
    # Who leaves takes their calls with them.
    await asked(slack, morning)
    last = await newest(slack, maya)
    await slack.click(BEN, (await slack.direct(BEN))[0], "reps.leave")
    await slack.pass_time(minutes=1)
    assert "This call is not planned any more." in words(await slack.again(last))
    assert DEAL not in words(await slack.again(last))
    assert "once your manager has set it up" in words(await slack.trust(BEN, "call"))


async def test_what_is_in_the_way_is_said_where_it_stands(
    slack: Slack, maya: str, morning: datetime
) -> None:
    assert "once your manager has set it up" in words(await slack.trust(NOAH, "call"))
    await slack.trust(BEN, "call")
    form = await slack.modal(BEN)
    wanted = {"deal": DEAL, "need": NEED, "role": "listen", "day": day(morning, 1), "at": "13:00"}
    said = await slack.submit(BEN, form, **(wanted | {"day": day(morning, -1)}))
    assert "That time has passed." in said["errors"]["day"]
    said = await slack.submit(BEN, form, **(wanted | {"day": day(morning, 400)}))
    assert "more than a year ahead" in said["errors"]["day"]
    await slack.post("close", user=BEN, view_id=form["id"], all=True)
    # A break of Maya's until after the call.
    await slack.trust(maya, "pause 2 weeks")
    await slack.trust(BEN, "call")
    form = await slack.modal(BEN)
    said = await slack.submit(BEN, form, **wanted)
    assert "Maya Lindqvist is away until" in said["errors"]["day"]
    said = await slack.submit(BEN, form, **(wanted | {"day": day(morning, 21)}))
    assert "is away until" in words(said["view"])
    # An offer to somebody who was not told about the bot.
    await started(slack, SAM)
    await slack.trust(SAM, "call")
    form = await slack.modal(SAM)
    offered = {"rep": AISHA, "deal": DEAL, "role": "listen", "day": day(morning, 2), "at": "14:00"}
    said = await slack.submit(SAM, form, **offered)
    assert said["view"]["callback_id"] == "tell_first"
    assert await slack.submit(SAM, said["view"]) == {}
    said = await slack.submit(SAM, await slack.modal(SAM), **offered)
    assert "reads your offer" in words(said["view"])
    await slack.pass_time(hours=2)
    offer = await newest(slack, AISHA)
    assert "offers to join this call of yours" in words(offer)
