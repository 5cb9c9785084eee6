"""What arrives twice, too late or from somebody else."""

import copy
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.playground.server import Running
from tests.e2e.slack import JSON, Slack, controls, started, words


class Network:
    """Between the playground and the bot: `change` is done to each envelope on its way, which
    then arrives as often as `times` says."""

    def __init__(self, deliver: Callable[..., Awaitable[Any]]) -> None:
        self.times = 1
        self.change: Callable[[JSON], None] = lambda _payload: None
        self._deliver = deliver

    async def deliver(self, kind: str, payload: JSON, **more: Any) -> Any:
        payload = copy.deepcopy(payload)
        self.change(payload)
        answer = None
        for _ in range(self.times):
            answer = await self._deliver(kind, payload, **more)
        return answer


@pytest.fixture
def network(playground: Running) -> Network:
    sockets = playground.playground.sockets
    network = Network(sockets.deliver)
    sockets.deliver = network.deliver  # type: ignore[method-assign]
    return network


async def test_whatever_arrives_twice_has_one_effect(
    slack: Slack, monday: object, network: Network
) -> None:
    network.times = 2
    maya = await started(slack, "U0MAYA")
    week_start = await slack.next_message()
    await slack.click(maya, week_start, "week.none")
    prompt = await slack.next_message()
    hour = controls(prompt)["prompt.later"]["options"][0]["value"]
    await slack.click(maya, prompt, "prompt.later", hour)
    back = await slack.next_message()
    await slack.click(maya, back, "prompt.answer.done")
    await slack.type(maya, "They asked good questions.")
    await slack.trust(maya, "done coach_11")
    await slack.pass_time(hours=3)

    assert len(await slack.direct(maya)) == 4, "three of the rhythm with the Later, one answer"
    kept = words(await slack.trust(maya, "privacy"))
    assert "1 private note" in kept
    assert "2 habits done" in kept
    assert "1 answer," in kept


async def test_a_skip_that_arrives_again_after_undo_does_not_skip_again(
    slack: Slack, maya: str, network: Network
) -> None:
    await slack.next_message()
    prompt = await slack.next_message()
    skips: list[JSON] = []
    network.change = skips.append
    await slack.click(maya, prompt, "prompt.answer.skipped")
    network.change = lambda _payload: None
    await slack.click(maya, await slack.again(prompt), "prompt.change")
    network.change = lambda payload: payload.update(copy.deepcopy(skips[0]))
    await slack.click(maya, await slack.again(prompt), "prompt.answer.skipped")
    assert "prompt.later" in controls(await slack.again(prompt))


def asks_for(value: str) -> Callable[[JSON], None]:
    """A click with another value: anybody can make one with a little effort."""

    def change(payload: JSON) -> None:
        for action in payload.get("actions", []):
            if "selected_option" in action:
                entry, _, rest = action["selected_option"]["value"].partition(":")
                mine = value if action["action_id"] == "prompt.later" else entry
                other = rest if action["action_id"] == "prompt.later" else value
                action["selected_option"]["value"] = f"{mine}:{other}"
            else:
                action["value"] = value

    return change


@pytest.mark.parametrize(
    "action",
    ["prompt.answer.done", "prompt.answer.skipped", "prompt.change", "prompt.later", "prompt.more"],
)
async def test_somebody_elses_prompt_and_one_that_never_was_get_the_same_answer(
    slack: Slack, maya: str, network: Network, action: str
) -> None:
    noah = await started(slack, "U0NOAH")
    theirs: dict[str, JSON] = {}
    while theirs.keys() != {"D0MAYA", "D0NOAH"}:
        message = await slack.next_message()
        if "prompt.more" in controls(message):
            theirs[message["channel"]] = message
    mayas = controls(theirs["D0MAYA"])["prompt.answer.done"]["value"]
    if action == "prompt.change":
        await slack.click(noah, theirs["D0NOAH"], "prompt.answer.done")
    own = await slack.again(theirs["D0NOAH"])
    chosen = {
        "prompt.later": lambda: [controls(own)[action]["options"][0]["value"]],
        "prompt.more": lambda: [controls(own)[action]["options"][0]["value"]],
    }.get(action, list)()

    answers: list[str] = []
    for value in (mayas, "never-was-an-id"):
        network.change = asks_for(value)
        await slack.click(noah, own, action, *chosen)
        answers.append(words((await slack.messages(noah))[-1]))
    assert answers[0] == answers[1]
    assert not (await slack.get("views", user=noah))["modals"]
    assert (await slack.again(theirs["D0MAYA"]))["versions"] == []
    assert words(await slack.again(own)) == words(own)


@pytest.mark.parametrize("action", ["week.none", "week.save", "week.change"])
async def test_somebody_elses_week_and_one_that_never_was_get_the_same_answer(
    slack: Slack, maya: str, network: Network, action: str
) -> None:
    noah = await started(slack, "U0NOAH")
    theirs: dict[str, JSON] = {}
    while theirs.keys() != {"D0MAYA", "D0NOAH"}:
        message = await slack.next_message()
        theirs[message["channel"]] = message
    mayas = controls(theirs["D0MAYA"])["week.save"]["value"]
    own = theirs["D0NOAH"]
    if action == "week.change":
        await slack.click(noah, own, "week.none")
        own = await slack.again(own)
    if action == "week.save":
        await slack.click(noah, own, "week.ticks", ["lost_deal"])

    answers: list[str] = []
    for value in (mayas, "never-was-an-id"):
        network.change = asks_for(value)
        await slack.click(noah, own, action)
        answers.append(words((await slack.messages(noah))[-1]))
    assert answers[0] == answers[1]
    assert (await slack.again(theirs["D0MAYA"]))["versions"] == []


async def test_whoever_has_not_started_can_press_nothing_of_others(
    slack: Slack, maya: str, network: Network
) -> None:
    await slack.next_message()
    prompt = await slack.next_message()
    mayas = controls(prompt)["prompt.answer.done"]["value"]
    await slack.trust("U0BEN", "today")
    invitation = (await slack.messages("U0BEN"))[-1]

    def change(payload: JSON) -> None:
        for action in payload.get("actions", []):
            action |= {"action_id": "prompt.answer.done", "value": mayas}

    network.change = change
    await slack.click("U0BEN", invitation, "start.open")
    assert "Done" not in words((await slack.messages("U0BEN"))[-1])
    assert (await slack.again(prompt))["versions"] == []
