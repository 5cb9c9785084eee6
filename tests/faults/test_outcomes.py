"""What Slack answers, or fails to answer, decides: again later, never again, or nobody knows."""

from datetime import datetime, timedelta

import pytest

from bot.playground.faults import Faults
from bot.storage.outgoing import State
from tests.faults.lives import REPS, Town, judge, markers_of

TWO = REPS[:2]
POSTS = ["chat.postMessage"]


@pytest.fixture
async def due(town: Town) -> Town:
    """Two prompts are due, and nothing runs yet."""
    town.seed(TWO, town.tuesday - timedelta(hours=4))
    town.jump_to(town.tuesday + timedelta(hours=12, minutes=30))
    return town


def states(town: Town) -> set[State]:
    return {row.state for row in town.rows() if row.place == "prompt-1"}


def calls(town: Town) -> list[datetime]:
    """When a message was posted, or tried to."""
    log = town.running.playground.web_api.log("chat.postMessage")
    return [datetime.fromisoformat(one["at"]) for one in log]


async def test_a_lost_answer_is_never_sent_again(due: Town) -> None:
    due.running.playground.faults = Faults(lost_answer=1.0, methods=POSTS)
    await due.live()
    await due.calm()
    due.running.playground.faults = Faults()
    await due.walk_to(due.tuesday + timedelta(days=1, hours=12))
    assert len(calls(due)) == 2
    assert states(due) == {State.UNKNOWN}
    assert due.standing().unknown == 2
    verdict = judge(due, dict.fromkeys(TWO, 1))
    assert (verdict.lost, verdict.doubled) == ((), ())
    assert all("Server" in (row.reason or "") for row in due.rows() if row.state is State.UNKNOWN)


async def test_a_click_proves_a_message_whose_answer_was_lost(due: Town) -> None:
    due.running.playground.faults = Faults(lost_answer=1.0, methods=POSTS)
    await due.live()
    await due.calm()
    due.running.playground.faults = Faults()
    [message] = [one for one in due.seen() if one["channel"] == f"D{TWO[0][1:]}"]
    where = {"channel": message["channel"], "ts": message["ts"]}
    await due.post("click", user=TWO[0], action_id="prompt.answer.done", wait=True, **where)
    [row] = [row for row in due.rows() if row.id in markers_of(message)]
    assert (row.state, row.channel, row.ts) == (State.SENT, message["channel"], message["ts"])
    assert due.standing().unknown == 1


async def test_a_broken_server_leaves_it_unknown_and_is_not_asked_twice(due: Town) -> None:
    due.running.playground.faults = Faults(http_500=1.0, methods=POSTS)
    await due.live()
    await due.calm()
    due.running.playground.faults = Faults()
    await due.walk_to(due.tuesday + timedelta(days=1, hours=12))
    assert len(calls(due)) == 2
    verdict = judge(due, dict.fromkeys(TWO, 1))
    assert (verdict.lost, verdict.doubled, set(verdict.unsure)) == ((), (), set(TWO))


async def test_a_slow_answer_leaves_it_unknown_and_is_not_waited_for(due: Town) -> None:
    due.running.playground.faults = Faults(slow_ms=700, methods=POSTS)
    await due.live()
    await due.calm()
    due.running.playground.faults = Faults()
    await due.walk_to(due.tuesday + timedelta(days=1, hours=12))
    verdict = judge(due, dict.fromkeys(TWO, 1))
    assert (verdict.lost, verdict.doubled) == ((), ())
    assert states(due) == {State.UNKNOWN}


async def test_too_many_requests_is_tried_again_only_after_the_time_slack_named(due: Town) -> None:
    due.running.playground.faults = Faults(ratelimited=1.0, retry_after=90, methods=POSTS)
    await due.live()
    await due.walk_to(due.now + timedelta(seconds=60))
    [first] = calls(due)
    due.running.playground.faults = Faults()
    await due.walk_to(first + timedelta(minutes=5))
    later = calls(due)[1:]
    assert len(later) == 2
    assert min(later) >= first + timedelta(seconds=90)
    assert max(later) <= first + timedelta(seconds=100)
    assert judge(due, dict.fromkeys(TWO, 1)).lost == ()
    assert states(due) == {State.SENT}


async def test_a_successor_waits_for_as_long_as_slack_told_the_one_before(due: Town) -> None:
    due.running.playground.faults = Faults(ratelimited=1.0, retry_after=90, methods=POSTS)
    await due.dies_at("delivery.handed_back")
    due.running.playground.faults = Faults()
    [first] = calls(due)
    due.leases_end()
    await due.live()
    await due.walk_to(first + timedelta(minutes=5))
    later = calls(due)[1:]
    assert len(later) == 2
    assert min(later) >= first + timedelta(seconds=90)
