"""A check-in after twelve weeks: four weeks as bars and in words, and what it asks by itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.services.ports import Content
from bot.slack.lint import lint_message
from tests.e2e.slack import JSON, Slack, controls, options, words
from tests.e2e.test_do_now import press

ELEVEN_WEEKS_EARLIER = (
    "UPDATE managers SET started_at = datetime(started_at, '-77 days') || '.000000'",
    "UPDATE active_habits SET since = datetime(since, '-77 days') || '.000000'",
)


def began_earlier(database: Path) -> None:
    """As if the manager had started eleven weeks ago."""
    with closing(sqlite3.connect(database)) as open_one, open_one:
        for statement in ELEVEN_WEEKS_EARLIER:
            open_one.execute(statement)


async def check_in_message(slack: Slack) -> JSON:
    while "check_in.save" not in controls(message := await slack.next_message()):
        pass
    return message


async def save(slack: Slack, user: str, message: JSON) -> JSON:
    await slack.click(user, message, "check_in.ticks", ["share_why"])
    await slack.click(user, await slack.again(message), "check_in.save")
    return await slack.again(message)


def kinds(message: JSON) -> list[str]:
    return [block["type"] for block in message["blocks"]]


async def choose(slack: Slack, user: str, message: JSON, action: str, part: str) -> JSON:
    offered = options(controls(await slack.again(message))[action])
    await slack.click(user, message, action, next(one for one in offered if f":{part}:" in one))
    return await slack.again(message)


async def test_twelve_weeks_end_in_a_look_back_and_a_choice(
    slack: Slack, maya: str, tmp_path: Path
) -> None:
    began_earlier(tmp_path / "trust.db")
    check_in = await check_in_message(slack)
    shown = await save(slack, maya, check_in)
    assert lint_message(Content(shown["text"], shown["blocks"])) == []
    assert "data_visualization" in kinds(shown)
    assert "Times, week by week: Share why 0, 0, 0, 1." in words(shown)
    assert "Share why has had its twelve weeks" in words(shown).replace("*", "")

    # A Slack that knows no charts gets the same in words.
    await slack.post("faults", refuse_blocks=["data_visualization"])
    await slack.click(maya, shown, "check_in.change")
    shown = await save(slack, maya, await slack.again(check_in))
    assert "data_visualization" not in kinds(shown)
    assert "Times, week by week: Share why 0, 0, 0, 1." in words(shown)

    await choose(slack, maya, check_in, "check_in.twelve-weeks", "another")
    view = await slack.modal(maya)
    assert "What you make yours takes the place of Share why." in words(view).replace("*", "")
    await press(slack, maya, "3")
    await slack.click(maya, await slack.modal(maya), "do-now.open")
    await press(slack, maya, "3")
    ways = await slack.modal(maya)
    [mine] = [
        block["block_id"]
        for block in ways["blocks"]
        if any(one.get("value") == "listen_first" for one in block.get("elements", ()))
    ]
    await slack.click(maya, ways, "habit.another", block=mine)
    view = await slack.modal(maya)
    assert "It takes the place of Share why" in words(view).replace("*", "")
    await slack.post("close", user=maya, view_id=view["id"], all=True)
    shown = await choose(slack, maya, check_in, "check_in.twelve-weeks", "keep")
    assert "check_in.twelve-weeks" not in controls(shown)
    assert "You keep Share why." in words((await slack.messages(maya))[-1])

    check_in = await check_in_message(slack)
    await save(slack, maya, check_in)
    shown = await choose(slack, maya, check_in, "check_in.rating", "6")
    assert controls(shown)["check_in.rating"]["initial_option"]["text"]["text"] == "6"
