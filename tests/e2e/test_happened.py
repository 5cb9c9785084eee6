"""Something comes up, and one more habit is taken up: by command and in windows."""

from tests.e2e.slack import Slack, controls, options, words
from tests.e2e.test_do_now import press, ways


async def test_what_comes_up_brings_its_prompt_as_the_answer(slack: Slack, maya: str) -> None:
    shown = await slack.trust(maya, "happened lost-deal")
    assert "You said it came up: a lost deal." in words(shown)
    assert "Debrief without blame" in words(shown)
    await slack.click(maya, (await slack.messages(maya))[-1], "prompt.answer.done")
    assert "Done. That counts." in words((await slack.messages(maya))[-1])
    week = words(await slack.trust(maya, "week"))
    assert "Debrief without blame, when it came up (done)" in week
    assert "lost-deal" in words(await slack.trust(maya, "happened last-deel"))


async def test_without_a_word_the_events_are_there_to_pick_from(slack: Slack, maya: str) -> None:
    listed = await slack.trust(maya, "happened")
    offered = options(controls(listed)["happened.pick"])
    assert len(offered) == 12
    message = (await slack.messages(maya))[-1]
    await slack.click(maya, message, "happened.pick", "decision_ahead")
    assert "You said it came up: a decision to announce." in words((await slack.messages(maya))[-1])


async def test_a_second_habit_is_taken_up_from_a_situation(slack: Slack, maya: str) -> None:
    await slack.pass_time(days=15)
    await slack.trust(maya)
    await press(slack, maya, "2")
    view = await slack.modal(maya)
    assert "share_why" in ways(view)
    [row] = [
        block
        for block in view["blocks"]
        if any(
            (one["action_id"], one.get("value")) == ("habit.another", "direction")
            for one in block.get("elements", [])
        )
    ]
    await slack.click(maya, view, "habit.another", block=row["block_id"])
    form = await slack.modal(maya)
    assert form["callback_id"] == "another_habit"
    await slack.submit(maya, form)
    assert "is one of yours now" in words(await slack.modal(maya))
    assert "Focus: Share why. Beside it: One clear priority." in words(
        await slack.trust(maya, "week")
    )
