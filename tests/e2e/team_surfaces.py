"""Conversations that reach the team, walked through for what they show."""

from datetime import timedelta

from habits.catalogue_order import ORDER
from tests.e2e.slack import JSON, Slack, controls, options, started
from tests.e2e.surfaces import MAYA, close_all, first_prompt

TEAM, GENERAL = "C0TEAM", "C0GENERAL"
BEN, AISHA, OLGA = "U0BEN", "U0AISHA", "U0OLGA"
REASON = "We close the quarter"
ASK = "Send me the customer numbers again"
QUESTION = "Which deals does it touch"
TO_LOOK = ("channels:read", "groups:read")
"""What lets the bot look at a channel before it posts there."""
EVERY_HABIT = [key for keys in ORDER.values() for key in keys]


async def top(slack: Slack, user: str = MAYA) -> JSON:
    return await slack.modal(user)


async def press_row(slack: Slack, value: str) -> None:
    """Press the button of that value beside a row of the window on top."""
    view = await top(slack)
    [row] = [one for one in view["blocks"] if one.get("accessory", {}).get("value") == value]
    await slack.click(MAYA, view, row["accessory"]["action_id"], block=row["block_id"])


async def something_to_do_now(slack: Slack) -> None:
    await started(slack, MAYA)
    for situation in ORDER:
        await slack.trust(MAYA, "")
        await press_row(slack, str(int(situation)))
        await top(slack)
        await close_all(slack)
    await slack.trust(MAYA, "")
    await press_row(slack, "3")
    await press_row(slack, "listen_first")
    await top(slack)


async def every_form(slack: Slack) -> None:
    await started(slack, MAYA)
    for key in EVERY_HABIT:
        if await slack.trust(MAYA, f"do {key}"):
            continue
        form = await top(slack)
        await slack.submit(MAYA, form)
        await close_all(slack)


async def share_why(slack: Slack) -> None:
    prompt = await first_prompt(slack)
    await slack.click(MAYA, prompt, "prompt.do")
    form = await top(slack)
    await slack.submit(MAYA, form, why="a" * 3000)
    said = await slack.submit(MAYA, form, why=REASON)
    await slack.submit(MAYA, said["view"], **{"compose.channel": TEAM})
    await close_all(slack)
    await slack.pass_time(seconds=5)
    card = (await slack.get("messages", channel=TEAM))["messages"][-1]
    for user in (BEN, BEN, MAYA):
        await slack.click(user, card, "post.helped")
    await slack.click(BEN, card, "post.ask")
    for question in ("x" * 301, QUESTION):
        await slack.submit(BEN, await top(slack, BEN), question=question)
    for user in (BEN, MAYA):
        menu = options(controls(card)["post.more"])
        await slack.click(user, card, "post.more", menu[0])
    said = await slack.submit(MAYA, await top(slack), why=REASON)
    await slack.submit(MAYA, said["view"])
    await close_all(slack)
    await slack.home(MAYA)
    await slack.click(MAYA, card, "post.more", menu[1])
    await slack.submit(MAYA, await top(slack))
    await slack.trust(MAYA, "week")
    await slack.pass_time(days=5)
    await slack.home(MAYA)


async def what_slack_refuses(slack: Slack) -> None:
    await started(slack, MAYA)
    await slack.post("leave", channel=TEAM, user="U0TRUST")
    await slack.trust(MAYA, "why")
    said = await slack.submit(MAYA, await top(slack), why=REASON)
    await slack.submit(MAYA, said["view"], **{"compose.channel": TEAM})
    await slack.revoke(*TO_LOOK)
    await slack.submit(MAYA, said["view"], **{"compose.channel": TEAM})
    await close_all(slack)
    await slack.pass_time(seconds=30)
    await slack.click(MAYA, (await slack.direct(MAYA))[-1], "compose.open")
    await top(slack)


async def words_of_ones_own(slack: Slack) -> None:
    await started(slack, MAYA)
    await slack.trust(MAYA, "do contribution")
    form = await top(slack)
    typed = {
        one["block_id"]: BEN if one["element"]["type"] == "users_select" else REASON
        for one in form["blocks"]
        if one["type"] == "input" and one["element"]["type"] in ("users_select", "plain_text_input")
    }
    said = await slack.submit(MAYA, form, **typed)
    await slack.click(MAYA, said["view"], "own_voice.text")
    await slack.submit(MAYA, await top(slack))
    await slack.trust(MAYA, "week")


async def asks_from_outside(slack: Slack) -> None:
    await started(slack, MAYA, habit="filter_request")
    await slack.trust(MAYA, "filter")
    await top(slack)
    await close_all(slack)
    for choice in ("absorb", "answer_now", "decline", "delay", "batch", "pass_on"):
        said = await slack.post("message", user=OLGA, channel=GENERAL, text=ASK, wait=True)
        await slack.post(
            "shortcut", user=MAYA, callback_id="filter", channel=GENERAL, ts=said["ts"], wait=True
        )
        await slack.click(MAYA, await top(slack), "filter.choice", choice)
        answer = await slack.submit(MAYA, await top(slack))
        if choice == "pass_on":
            await slack.click(MAYA, answer["view"], "filter.channel", TEAM)
            answer = await slack.submit(MAYA, await top(slack))
        if "submit" in answer.get("view", {}):
            await slack.submit(MAYA, answer["view"])
        await close_all(slack)
    await slack.trust(MAYA, "filter")
    ledger = await top(slack)
    row = next(
        one
        for one in ledger["blocks"]
        if one.get("accessory", {}).get("action_id") == "filter.ask.menu"
    )
    again = row["accessory"]["options"][0]["value"]
    await slack.click(MAYA, ledger, "filter.ask.menu", again, block=row["block_id"])
    await close_all(slack)
    await slack.trust(MAYA, "filter")
    await slack.click(MAYA, await top(slack), "bundle.open")
    answer = await slack.submit(MAYA, await top(slack))
    await slack.submit(MAYA, answer["view"], channel=TEAM)
    await close_all(slack)
    await slack.pass_time(days=4)
    await slack.home(MAYA)


async def coaching_with_a_rep(slack: Slack) -> None:
    await started(slack, MAYA, habit="coach_11")
    await slack.trust(MAYA, "coach")
    form = await top(slack)
    typed = {"rep": BEN, "skill": REASON, "question": QUESTION}
    known = {one["block_id"] for one in form["blocks"] if one["type"] == "input"}
    values = {name: value for name, value in typed.items() if name in known}
    await slack.submit(MAYA, form, **values)
    tell = await top(slack)
    await slack.submit(MAYA, tell)
    await slack.pass_time(hours=30)
    intro = (await slack.direct(BEN))[-1]
    for word in ("help", "privacy", "today"):
        await slack.trust(BEN, word)
    await slack.type(BEN, ASK)
    said = await slack.submit(MAYA, form, **values)
    if "view" in said:
        await slack.submit(MAYA, said["view"])
    await close_all(slack)
    await slack.trust(MAYA, "coach")
    await top(slack)
    await slack.pass_time(days=2)
    await slack.click(BEN, await slack.again(intro), "reps.leave")
    await slack.again(intro)
    await slack.home(MAYA)


async def a_month(slack: Slack) -> None:
    """What comes by itself, with nothing answered, then with everything."""
    await started(slack, MAYA)
    await slack.pass_time(days=15)
    await slack.home(MAYA)
    until = await slack.now() + timedelta(days=14)
    while await slack.now() < until:
        await slack.trust(MAYA, "done share_why")
        await slack.pass_time(days=2)
    await slack.home(MAYA)
    await slack.trust(MAYA, "week")


TEAM_SURFACES = [
    something_to_do_now,
    every_form,
    share_why,
    what_slack_refuses,
    words_of_ones_own,
    asks_from_outside,
    coaching_with_a_rep,
    a_month,
]
TYPED = (REASON, ASK, QUESTION)
