"""The one road out: what leaves, when, at most once, and what becomes of the rest."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection, text

from bot.services.delivery import Limits
from bot.services.messages import CheckInMessage, NoticeMessage, PromptMessage
from bot.services.ports import NotSent, Refused, Sent, Unknown
from bot.storage import StorageUnavailable, managers, outgoing, workspaces
from bot.storage.outgoing import Kind, NewRow, State
from habits.snoozing import Snooze
from tests.bot.world import MATE, OWNER, WORKSPACE, World

TUESDAY = datetime(2026, 3, 3, tzinfo=UTC)
TEN = TUESDAY + timedelta(hours=9)
"""10:00 in Stockholm, when prompts are asked for."""
EVENING = TUESDAY + timedelta(hours=17)


@pytest.fixture
async def due(world: World) -> World:
    """The prompts of the owner and of a team mate are due; nothing was sent yet."""
    await world.planning.plan_everybody()
    world.clock.move_to(TEN + timedelta(minutes=11))
    await world.planning.plan_due(world.now)
    world.change_rows(state=State.WITHDRAWN)
    for row in (*world.rows(OWNER), *world.rows(MATE)):
        if row.kind is Kind.PROMPT and row.due_at <= world.now:
            revive(world, row.id)
    return world


def revive(world: World, row: str) -> None:
    def again(connection: Connection) -> None:
        outgoing.revive(connection, row)
        connection.execute(text("UPDATE outgoing SET state='planned' WHERE id=:id"), {"id": row})

    world.database.write_now(again)


def states(world: World) -> list[State]:
    rows = [world.row(who, kind=Kind.PROMPT) for who in (OWNER, MATE)]
    return [row.state for row in rows]


async def test_what_is_due_goes_out_once(due: World) -> None:
    await due.deliver()
    await due.deliver()
    assert {one.recipient for one in due.messenger.sent} == {OWNER.user, MATE.user}
    assert len(due.messenger.sent) == 2
    assert states(due) == [State.SENT, State.SENT]
    [sent] = due.messenger.to(OWNER.user)
    row = due.row(kind=Kind.PROMPT)
    assert (row.channel, row.ts, row.sent_at) == (sent.channel, sent.ts, due.now)
    assert (row.content, row.owner, sent.marker) == (None, None, row.id)
    assert due.workspace().owner is None


async def test_the_intent_is_stored_before_the_first_byte_leaves(due: World) -> None:
    seen: list[State] = []

    async def look() -> None:
        who = OWNER if due.messenger.sent[-1].recipient == OWNER.user else MATE
        row = due.row(who, kind=Kind.PROMPT)
        assert row.intent_at == due.now
        assert row.intent_attempt == row.attempt
        assert row.content is not None
        seen.append(row.state)

    due.messenger.while_sending = look
    await due.deliver()
    assert len(seen) == 2


async def test_two_processes_with_the_same_work_send_it_once(due: World) -> None:
    other = due.another_delivery()
    await due.delivery.tick()
    await other.tick()
    await due.tasks.idle()
    assert len(due.messenger.sent) == 2


async def test_a_process_frozen_while_it_sends_is_not_repeated_by_its_successor(due: World) -> None:
    successor = due.another_delivery()

    async def freeze() -> None:
        due.messenger.while_sending = None
        due.leases_end()
        await successor.tick()

    due.messenger.while_sending = freeze
    await due.deliver()
    assert len({one.marker for one in due.messenger.sent}) == len(due.messenger.sent)


# --- outcomes -------------------------------------------------------------------------------


async def test_an_unknown_outcome_is_never_sent_again(due: World) -> None:
    due.messenger.outcomes.append(Unknown("the answer never came"))
    await due.deliver()
    await due.walk_to(EVENING)
    assert len(due.messenger.sent) == 2
    assert sorted(states(due)) == [State.SENT, State.UNKNOWN]
    [unknown] = [r for w in (OWNER, MATE) for r in due.rows(w) if r.state is State.UNKNOWN]
    assert unknown.reason == "no sure answer: the answer never came"


async def test_what_slack_refuses_ends_and_does_not_stop_the_rest(due: World) -> None:
    due.messenger.outcomes.append(Refused("channel_not_found"))
    await due.deliver()
    await due.walk_to(EVENING)
    assert len(due.messenger.sent) == 2
    assert sorted(states(due)) == [State.FAILED, State.SENT]
    [failed] = [r for w in (OWNER, MATE) for r in due.rows(w) if r.state is State.FAILED]
    assert failed.reason == "Slack refused it: channel_not_found"
    assert failed.content is None


async def test_a_rate_limit_stops_the_whole_workspace_for_the_time_slack_names(due: World) -> None:
    due.messenger.outcomes.append(NotSent("rate limited", retry_after=90))
    await due.deliver()
    assert len(due.messenger.sent) == 1
    assert states(due) == [State.PLANNED, State.PLANNED]
    assert due.workspace().blocked_until == due.now + timedelta(seconds=90)
    limited_at = due.now
    await due.walk_to(limited_at + timedelta(seconds=89))
    assert len(due.messenger.sent) == 1
    await due.walk_to(limited_at + timedelta(seconds=91))
    assert len(due.messenger.sent) == 3
    assert states(due) == [State.SENT, State.SENT]


async def test_a_successor_obeys_the_time_slack_named(due: World) -> None:
    due.messenger.outcomes.append(NotSent("rate limited", retry_after=90))
    await due.deliver()
    successor = due.another_delivery()
    due.clock.advance(seconds=89)
    await due.deliver(successor)
    assert len(due.messenger.sent) == 1
    due.clock.advance(seconds=1)
    await due.deliver(successor)
    assert len(due.messenger.sent) == 3


async def test_what_concerns_one_message_does_not_hold_up_the_others(due: World) -> None:
    due.messenger.outcomes.append(NotSent("metadata is not taken here", 0.0, everybody=False))
    await due.deliver()
    assert sorted(states(due)) == [State.PLANNED, State.SENT]
    await due.deliver()
    assert len(due.messenger.sent) == 3
    assert states(due) == [State.SENT, State.SENT]


async def test_slack_out_of_reach_is_tried_at_growing_distances_until_it_is_too_late(
    due: World,
) -> None:
    due.messenger.outcomes.extend([NotSent("Slack is out of reach")] * 1000)
    begin = due.now
    due.change_rows(window_ends=begin + timedelta(hours=1))
    await due.walk_to(begin + timedelta(minutes=65))
    times = sorted({one.at for one in due.messenger.sent})
    gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
    assert gaps[:3] == [30, 60, 120]
    assert max(gaps) == 300
    assert states(due) == [State.EXPIRED, State.EXPIRED]
    assert due.row(kind=Kind.PROMPT).reason == "too late: its time had passed"


async def test_a_message_that_never_gets_through_is_given_up_with_a_reason(due: World) -> None:
    row = due.row(kind=Kind.PROMPT)
    due.change_rows(window_ends=None)
    due.messenger.outcomes.extend([NotSent("busy", 60.0, everybody=False)] * 1000)
    await due.walk(hours=2)
    mine = [one for one in due.messenger.sent if one.marker == row.id]
    assert len(mine) == 20
    ended = due.row(kind=Kind.PROMPT, local_date=row.local_date)
    assert (ended.state, ended.reason) == (State.FAILED, "given up after many tries: busy")


# --- one bad row ----------------------------------------------------------------------------


async def test_a_row_that_cannot_be_composed_waits_and_the_rest_goes_on(due: World) -> None:
    def spoil(connection: Connection) -> None:
        manager = managers.of_user(connection, OWNER.workspace, OWNER.user)
        assert manager is not None
        spoilt = text("UPDATE active_habits SET plan = :none WHERE manager = :manager")
        connection.execute(spoilt, {"none": b"\0", "manager": manager.id})

    due.database.write_now(spoil)
    await due.deliver()
    assert [one.recipient for one in due.messenger.sent] == [MATE.user]
    row = due.row(kind=Kind.PROMPT)
    assert (row.state, row.reason) == (State.PLANNED, "it could not be composed")
    assert row.not_before == due.now + timedelta(hours=1)
    await due.walk_to(EVENING + timedelta(hours=1))
    assert due.row(kind=Kind.PROMPT, local_date=row.local_date).state is State.EXPIRED
    assert len(due.messenger.sent) == 1


# --- pace -----------------------------------------------------------------------------------


async def test_messages_leave_at_the_pace_and_a_burst_at_most_at_once(due: World) -> None:
    def ask(connection: Connection) -> None:
        workspaces.spend(connection, WORKSPACE, 0)

    due.database.write_now(ask)
    for n in range(50):
        who = due.add_manager(f"U{n}")
        notice(due, who.user, key=f"notice-{n}")
    begin = due.now
    await due.walk_to(begin + timedelta(seconds=60))
    times = [one.at - begin for one in due.messenger.sent]
    assert len(times) == 52
    assert sum(at <= timedelta(seconds=1) for at in times) <= 20 + 3
    for second in range(20):
        within = timedelta(seconds=second), timedelta(seconds=second + 5)
        assert sum(within[0] < at <= within[1] for at in times) <= 20 + 15
    assert times[-1] <= timedelta(seconds=15)


async def test_one_person_gets_at_most_one_message_a_second(due: World) -> None:
    for n in range(4):
        notice(due, OWNER.user, key=f"notice-{n}")
    await due.walk(seconds=20)
    times = [one.at for one in due.messenger.to(OWNER.user)]
    assert len(times) == 5
    assert all(b - a >= timedelta(seconds=1) for a, b in pairwise(times))


def notice(world: World, user: str, *, key: str, due: datetime | None = None) -> None:
    def add(connection: Connection) -> None:
        manager = managers.of_user(connection, WORKSPACE, user)
        assert manager is not None
        at = due or world.now
        content = world.messenger.render(NoticeMessage("News", ("Something changed.",)))
        row = NewRow(
            workspace=WORKSPACE,
            key=key,
            kind=Kind.NOTICE,
            manager=manager.id,
            recipient=user,
            local_date=at.date(),
            asked_at=at,
            due_at=at,
            window_ends=at + timedelta(days=1),
            content={"text": content.text, "blocks": content.blocks},
        )
        outgoing.add(connection, [row])

    world.database.write_now(add)


# --- the fence grows old, and stopping ------------------------------------------------------


async def test_a_fence_that_grew_old_is_renewed_before_the_next_message(due: World) -> None:
    async def slow() -> None:
        due.machine.seconds += 10
        if len(due.messenger.sent) == 1:
            due.database.write_now(
                lambda c: managers.leave(c, due.manager(left_over(due)).id, due.now)
            )

    def left_over(world: World) -> object:
        return MATE if world.messenger.sent[0].recipient == OWNER.user else OWNER

    due.messenger.while_sending = slow
    await due.deliver()
    assert len(due.messenger.sent) == 1
    assert sorted(states(due)) == [State.SENT, State.WITHDRAWN]


async def test_a_stop_hands_back_what_was_not_on_its_way(due: World) -> None:
    async def stop() -> None:
        due.delivery.stop()

    due.messenger.while_sending = stop
    await due.deliver()
    assert len(due.messenger.sent) == 1
    assert sorted(states(due)) == [State.PLANNED, State.SENT]
    assert due.workspace().owner is None
    due.messenger.while_sending = None
    await due.deliver()
    assert len(due.messenger.sent) == 1
    await due.deliver(due.another_delivery())
    assert states(due) == [State.SENT, State.SENT]


async def test_a_lease_shorter_than_what_it_must_hold_sends_nothing(due: World) -> None:
    hasty = due.another_delivery(Limits(lease=1.0, http_timeout=10, settle=15, margin=10))
    await hasty.tick()
    hasty.stop()
    await due.tasks.idle()
    assert due.messenger.sent == []
    assert set(states(due)) == {State.PLANNED}


# --- recovery -------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


async def test_who_died_before_the_intent_lost_nothing(due: World) -> None:
    from bot import failpoints

    def die() -> None:
        raise Killed

    failpoints.arm("delivery.claimed", die)
    await due.delivery.tick()
    await due.tasks.idle()
    failpoints.disarm()
    assert [type(one) for one in due.failures.raised] == [Killed]
    due.failures.raised.clear()
    assert set(states(due)) == {State.SENDING}
    frozen = due.row(kind=Kind.PROMPT).content
    successor = due.another_delivery()
    await due.deliver(successor)
    assert due.messenger.sent == []
    due.leases_end()
    await due.deliver(successor)
    assert states(due) == [State.SENT, State.SENT]
    [sent] = due.messenger.to(OWNER.user)
    assert frozen is not None
    assert due.messenger._rendered[frozen["blocks"][0]["rendered"]] == sent.message


async def test_an_outcome_is_recorded_even_if_the_database_is_away_for_a_moment(
    due: World,
) -> None:
    troubles = [StorageUnavailable(), StorageUnavailable()]
    recorded = due.delivery._settling._settle

    def settle(*args: object) -> None:
        if troubles:
            raise troubles.pop()
        recorded(*args)  # type: ignore[arg-type]

    due.delivery._settling._settle = settle  # type: ignore[method-assign]
    await due.deliver()
    assert due.machine.slept == [0.2, 1.0]
    assert states(due) == [State.SENT, State.SENT]


# --- lateness -------------------------------------------------------------------------------


async def test_a_prompt_may_be_late_until_the_work_day_ends(due: World) -> None:
    due.clock.move_to(EVENING - timedelta(seconds=1))
    await due.deliver()
    [sent] = due.messenger.to(OWNER.user)
    assert isinstance(sent.message, PromptMessage)
    assert sent.message.lead.startswith("Sorry, I am late with this: it was due Tuesday at 10:")


async def test_a_prompt_ends_with_the_work_day(due: World) -> None:
    due.clock.move_to(EVENING)
    await due.deliver()
    assert due.messenger.sent == []
    assert states(due) == [State.EXPIRED, State.EXPIRED]


@pytest.mark.parametrize(("late", "comes"), [(timedelta(), True), (timedelta(hours=1), False)])
async def test_a_check_in_may_come_until_the_end_of_the_next_work_day(
    world: World, late: timedelta, comes: bool
) -> None:
    await world.walk_to(datetime(2026, 3, 6, 6, 0, tzinfo=UTC))
    before = len(world.messenger.to(OWNER.user))
    world.clock.move_to(datetime(2026, 3, 9, 16, 59, tzinfo=UTC) + late)
    await world.planning.plan_due(world.now)
    await world.deliver()
    new = world.messenger.to(OWNER.user)[before:]
    assert any(isinstance(one.message, CheckInMessage) for one in new) is comes
    if comes:
        [check_in] = [one.message for one in new if isinstance(one.message, CheckInMessage)]
        assert check_in.lead is not None
        assert "it was due Friday at 11:3" in check_in.lead


async def test_a_late_check_in_waits_for_work_hours(world: World) -> None:
    await world.walk_to(datetime(2026, 3, 6, 10, 0, tzinfo=UTC))
    before = len(world.messenger.to(OWNER.user))
    world.clock.move_to(datetime(2026, 3, 6, 22, 0, tzinfo=UTC))
    await world.walk_to(datetime(2026, 3, 9, 6, 59, tzinfo=UTC))
    assert len(world.messenger.to(OWNER.user)) == before
    await world.walk_to(datetime(2026, 3, 9, 10, 0, tzinfo=UTC))
    [late] = world.messenger.to(OWNER.user)[before:]
    assert isinstance(late.message, CheckInMessage), "it wins the day over the week start"


async def test_a_check_in_that_was_held_up_is_worded_for_the_day_it_goes_out(
    world: World,
) -> None:
    await world.walk_to(datetime(2026, 3, 6, 10, 0, tzinfo=UTC))
    before = len(world.messenger.to(OWNER.user))
    world.messenger.outcomes.extend([NotSent("invalid_auth", 300.0)] * 200)
    await world.walk_to(datetime(2026, 3, 6, 16, 0, tzinfo=UTC))
    world.messenger.outcomes.clear()
    await world.walk_to(datetime(2026, 3, 6, 16, 30, tzinfo=UTC))
    late = world.messenger.to(OWNER.user)[-1]
    assert len(world.messenger.to(OWNER.user)) > before
    assert isinstance(late.message, CheckInMessage)
    assert late.message.lead is not None


async def test_a_later_that_slack_refused_for_now_is_still_put_off_only_once(
    world: World,
) -> None:
    prompt, _ = await world.first_prompt()
    await world.prompts.later(OWNER, prompt, Snooze.ONE_HOUR, world.click())
    world.messenger.outcomes.extend([NotSent("ratelimited", 600.0)] * 3)
    await world.walk(hours=1, minutes=2)
    await world.prompts.later(OWNER, prompt, Snooze.TOMORROW, world.click())
    world.messenger.outcomes.clear()
    before = len(world.messenger.to(OWNER.user))
    await world.walk(hours=3)
    assert len(world.messenger.to(OWNER.user)) == before
    await world.walk(days=1)
    assert len(world.messenger.to(OWNER.user)) == before + 1


async def test_a_notice_outside_hours_waits_for_the_next_work_day(world: World) -> None:
    night = TUESDAY - timedelta(hours=2)
    world.clock.move_to(night)
    notice(world, OWNER.user, key="notice", due=night)
    await world.deliver()
    assert world.messenger.sent == []
    row = world.row(kind=Kind.NOTICE)
    assert (row.state, row.not_before) == (State.PLANNED, TUESDAY + timedelta(hours=7))
    await world.walk_to(TUESDAY + timedelta(hours=7, minutes=1))
    assert world.row(kind=Kind.NOTICE).state is State.SENT


async def test_sent_names_the_message_whatever_the_recipient(due: World) -> None:
    due.messenger.outcomes.append(Sent("D-other", "9.9"))
    await due.deliver()
    rows = [due.row(who, kind=Kind.PROMPT) for who in (OWNER, MATE)]
    assert ("D-other", "9.9") in [(row.channel, row.ts) for row in rows]
