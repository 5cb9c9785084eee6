"""Killed at any instant, the bot loses nothing without a word and sends nothing twice."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.playground.faults import Faults
from bot.storage import active_habits, managers, outgoing
from bot.storage.outgoing import Kind, NewRow
from tests.faults.lives import REPS, ROOT, WORKSPACE, Town, judge

THREE = REPS[:3]
GHOST = "U0GHOST"
POSTS = ["chat.postMessage"]


# --- what the bot finds when it starts ------------------------------------------------------


def prompts_are_due(town: Town) -> dict[str, int]:
    """Three prompts fell due while nobody ran; how many messages each person should get."""
    town.seed(THREE, town.tuesday - timedelta(hours=4))
    town.jump_to(town.tuesday + timedelta(hours=12, minutes=30))
    return dict.fromkeys(THREE, 1)


def slack_says_later(town: Town) -> dict[str, int]:
    town.running.playground.faults = Faults(ratelimited=1.0, retry_after=5, methods=POSTS)
    return prompts_are_due(town)


def slack_breaks(town: Town) -> dict[str, int]:
    town.running.playground.faults = Faults(http_500=1.0, methods=POSTS)
    return prompts_are_due(town)


def somebody_is_gone(town: Town) -> dict[str, int]:
    """Slack does not know one of the recipients."""
    town.seed([GHOST], town.tuesday - timedelta(hours=4))
    return prompts_are_due(town) | {GHOST: 1}


def one_has_no_habit(town: Town) -> dict[str, int]:
    expected = prompts_are_due(town)

    def stop(connection: Connection) -> None:
        manager = managers.of_user(connection, WORKSPACE, THREE[0])
        assert manager is not None
        active_habits.stop(connection, manager.id, "share_why", town.now)

    town.database.write_now(stop)
    return expected


def one_cannot_be_composed(town: Town) -> dict[str, int]:
    expected = prompts_are_due(town)

    def spoil(connection: Connection) -> None:
        manager = managers.of_user(connection, WORKSPACE, THREE[0])
        assert manager is not None
        spoilt = "UPDATE active_habits SET plan = x'00' WHERE manager = :manager"
        connection.execute(text(spoilt), {"manager": manager.id})
        # The results of the week are drawn up already: that, too, would need the sentence.
        managers.reviewed(connection, manager.id, town.tuesday.date())

    town.database.write_now(spoil)
    return expected


def a_notice_comes_after_hours(town: Town) -> dict[str, int]:
    """It was due in the afternoon, and the bot runs again in the evening."""
    town.seed(THREE[:1], town.tuesday + timedelta(hours=12))

    def add(connection: Connection) -> None:
        manager = managers.of_user(connection, WORKSPACE, THREE[0])
        assert manager is not None
        due = town.tuesday + timedelta(hours=17)
        row = NewRow(
            workspace=WORKSPACE,
            key="notice:1",
            kind=Kind.NOTICE,
            manager=manager.id,
            recipient=manager.user,
            local_date=due.date(),
            asked_at=due,
            due_at=due,
            window_ends=due + timedelta(days=1),
            content={"text": "Hello", "blocks": []},
        )
        outgoing.add(connection, [row])

    town.database.write_now(add)
    town.jump_to(town.tuesday + timedelta(hours=20))
    return {THREE[0]: 1}


# --- where it dies --------------------------------------------------------------------------


@dataclass(frozen=True)
class Death:
    """A point of the delivery path. `found`: what there was to do. `sure`: nothing was on its
    way, so everybody must be served. `first`: a point at which an earlier life died already."""

    point: str
    found: Callable[[Town], dict[str, int]] = prompts_are_due
    sure: bool = True
    first: str = ""


DEATHS = [
    Death("delivery.ticked"),
    Death("lease.taken"),
    Death("delivery.leased"),
    Death("claim.extended"),
    Death("recover.planned", first="delivery.claimed"),
    Death("claim.recovered", first="delivery.claimed"),
    Death("claim.recovered", first="delivery.answered", sure=False),
    Death("claim.expired"),
    Death("claim.counted"),
    Death("claim.taken"),
    Death("claim.spent"),
    Death("claim.composed"),
    Death("claim.composed:2"),
    Death("claim.frozen"),
    Death("claim.frozen:1"),
    Death("claim.put_off", a_notice_comes_after_hours),
    Death("claim.dropped", one_has_no_habit),
    Death("claim.not_composed", one_cannot_be_composed),
    Death("claim.complete"),
    Death("delivery.claimed"),
    Death("fence.intended"),
    Death("fence.out_of_time"),
    Death("fence.withdrawn"),
    Death("fence.closed"),
    Death("delivery.fenced", sure=False),
    Death("delivery.sending", sure=False),
    Death("delivery.sending:1", sure=False),
    Death("delivery.answered", sure=False),
    Death("delivery.answered:2", sure=False),
    Death("settle.sent", sure=False),
    Death("settle.refused", somebody_is_gone, sure=False),
    Death("settle.unknown", slack_breaks, sure=False),
    Death("settle.put_off", slack_says_later, sure=False),
    Death("settle.blocked", slack_says_later, sure=False),
    Death("delivery.settled", sure=False),
    Death("delivery.settled:2"),
    Death("delivery.handing_back", slack_says_later, sure=False),
    Death("delivery.handed_back", slack_says_later),
    Death("delivery.done"),
    Death("delivery.released"),
]


def test_every_point_of_the_delivery_path_has_its_kill() -> None:
    in_the_source = {
        point
        for file in (ROOT / "bot").rglob("*.py")
        for point in re.findall(r'\breach\("([^"]+)"\)', file.read_text(encoding="utf-8"))
    }
    assert len(in_the_source) >= 20
    assert in_the_source == {death.point.partition(":")[0] for death in DEATHS}


@pytest.mark.parametrize("death", DEATHS, ids=lambda one: f"{one.first}>{one.point}".strip(">"))
async def test_after_a_kill_each_message_is_seen_once_or_accounted_for(
    town: Town, death: Death
) -> None:
    expected = death.found(town)
    for point in filter(None, (death.first, death.point)):
        await town.dies_at(point)
    town.running.playground.faults = Faults()
    await town.live()
    await town.calm()
    await town.walk_to(town.tuesday + timedelta(days=1, hours=12))
    verdict = judge(town, expected)
    assert (verdict.lost, verdict.doubled) == ((), ())
    assert len(verdict.unsure) <= town.standing().unknown
    if death.sure:
        assert town.standing().unknown == 0


async def test_the_judge_sees_a_double_when_an_intent_is_not_heeded(town: Town) -> None:
    expected = prompts_are_due(town)
    await town.dies_at("delivery.answered")
    await town.live(broken="intent")
    await town.calm()
    assert len(judge(town, expected).doubled) == 1


async def test_the_judge_sees_a_loss_when_a_message_is_done_before_it_is_sent(town: Town) -> None:
    expected = prompts_are_due(town)
    await town.dies_at("delivery.sending:1", broken="order")
    await town.live()
    await town.calm()
    verdict = judge(town, expected)
    assert (len(verdict.lost), verdict.doubled) == (2, ())
