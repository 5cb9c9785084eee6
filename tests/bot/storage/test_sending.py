"""Each step of a row from planned to its end, and that no two processes ever take it."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from bot.storage import managers, outgoing, people, prompts, sending, sending_statements
from bot.storage.outgoing import Kind, OutgoingRecord, State
from bot.storage.people import PersonRecord
from bot.storage.prompts import NewPrompt
from bot.storage.tables import prompts as prompts_table
from habits.prompts import Origin
from tests.bot.storage.conftest import LEASE, NEEDED, NOON, Rows
from tests.bot.world import STOCKHOLM, WORKSPACE

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ENDED = [s for s in State if s not in (State.PLANNED, State.SENDING)]


def claim(
    rows: Rows, *, owner: str = "one", limit: int = 20, after: timedelta = timedelta()
) -> list[OutgoingRecord]:
    return rows.database.write_now(
        sending.claim, WORKSPACE, NOON + after, owner, limit=limit, lasts=LEASE
    )


def fence(rows: Rows, *claimed: OutgoingRecord) -> list[str]:
    return rows.database.write_now(sending.fence, claimed, NOON, NEEDED)


def recover(rows: Rows) -> list[OutgoingRecord]:
    return rows.database.write_now(sending.recover, WORKSPACE)


# --- claim ----------------------------------------------------------------------------------


def test_a_claim_reads_neither_what_was_sent_nor_what_is_planned_for_later(rows: Rows) -> None:
    if not rows.database.is_sqlite:
        pytest.skip("PostgreSQL plans by what the tables hold")
    statement = sending_statements.claim._statement.compile(
        rows.database.engine, compile_kwargs={"render_postcompile": True}
    )
    places = ("0",) * len(statement.positiontup or ())
    ask = f"EXPLAIN QUERY PLAN {statement.string}"
    plan = rows.database.read_now(lambda c: c.exec_driver_sql(ask, places).all())
    steps = [str(step[-1]) for step in plan if "outgoing" in step[-1] or "recent" in step[-1]]
    assert [step.partition(" USING ")[2] for step in steps] == [
        "INDEX sqlite_autoindex_outgoing_1 (id=?)",
        "INDEX ix_outgoing_state_due_at (state=? AND due_at<?)",
        "INDEX ix_outgoing_recipient_sent_at (workspace=? AND recipient=? AND sent_at>?)",
    ]


def test_a_claim_takes_what_is_due_the_earliest_first(rows: Rows) -> None:
    late = rows.add(due_at=NOON - timedelta(hours=1))
    now = rows.add()
    rows.add(due_at=NOON + timedelta(seconds=1))
    claimed = claim(rows)
    assert [row.id for row in claimed] == [late.id, now.id]
    assert all((row.state, row.attempt, row.owner) == (State.SENDING, 1, "one") for row in claimed)
    assert claim(rows, owner="two") == []


def test_a_claim_takes_no_more_than_it_may(rows: Rows) -> None:
    for _ in range(3):
        rows.add()
    assert [len(claim(rows, limit=2)) for _ in range(3)] == [2, 1, 0]


def test_a_claim_leaves_what_must_wait(rows: Rows) -> None:
    rows.change(rows.add(), not_before=NOON + timedelta(seconds=1))
    assert claim(rows) == []
    assert len(claim(rows, after=timedelta(seconds=1))) == 1


def test_one_person_gets_one_message_at_a_time_and_one_a_second(rows: Rows) -> None:
    first = rows.add("U1", due_at=NOON - timedelta(minutes=1))
    second = rows.add("U1")
    [claimed] = claim(rows)
    assert claimed.id == first.id
    rows.database.write_now(sending.settle_sent, first.id, "D1", "1.0", NOON)
    assert claim(rows, after=timedelta(milliseconds=999)) == []
    assert [row.id for row in claim(rows, after=timedelta(seconds=1))] == [second.id]


@pytest.mark.parametrize("state", [*ENDED, State.SENDING])
def test_only_what_is_planned_is_claimed(rows: Rows, state: State) -> None:
    rows.change(rows.add(), state=state)
    assert claim(rows) == []


def test_two_who_claim_at_once_never_take_the_same_row(rows: Rows) -> None:
    for n in range(12):
        rows.add(f"U{n}")
    start, taken = threading.Barrier(3), []

    def take(owner: str) -> None:
        start.wait()
        while found := claim(rows, owner=owner, limit=1):
            taken.extend((row.id, owner) for row in found)

    taking = [threading.Thread(target=take, args=(owner,)) for owner in ("a", "b", "c")]
    for thread in taking:
        thread.start()
    for thread in taking:
        thread.join()
    assert len({row for row, _ in taken}) == len(taken)
    # A claim that loses the race for one row may come back empty-handed: nothing is lost by it.
    taken += [(row.id, "last") for row in claim(rows)]
    assert len({row for row, _ in taken}) == 12


# --- fence ----------------------------------------------------------------------------------


def test_the_fence_writes_the_intent(rows: Rows) -> None:
    rows.add()
    [claimed] = claim(rows)
    assert fence(rows, claimed) == [claimed.id]
    row = rows.now(claimed)
    assert (row.intent_at, row.intent_attempt, row.state) == (NOON, 1, State.SENDING)


def test_two_who_hold_the_same_claim_never_both_pass_the_fence(rows: Rows) -> None:
    """The first was frozen past its lease; the second recovered and claimed the row anew."""
    rows.add()
    [frozen] = claim(rows, owner="one")
    rows.change(frozen, lease_until=LONG_AGO)
    recover(rows)
    [taken] = claim(rows, owner="two")
    start, passed = threading.Barrier(2), []

    def pass_fence(row: OutgoingRecord) -> None:
        start.wait()
        passed.extend((row.owner, found) for found in fence(rows, row))

    threads = [threading.Thread(target=pass_fence, args=(row,)) for row in (frozen, taken)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed == [("two", taken.id)]
    assert rows.now(taken).state is State.SENDING


def test_a_row_whose_lease_is_nearly_over_is_planned_again(rows: Rows) -> None:
    rows.add()
    [claimed] = claim(rows)
    rows.change(claimed, lease_until=datetime.now(UTC) + NEEDED - timedelta(seconds=1))
    assert fence(rows, claimed) == []
    row = rows.now(claimed)
    assert (row.state, row.owner, row.lease_until) == (State.PLANNED, None, None)


def leaves(connection: Connection, row: OutgoingRecord) -> None:
    managers.leave(connection, row.manager, NOON)


def pauses(connection: Connection, row: OutgoingRecord) -> None:
    managers.pause(connection, row.manager, date(2026, 3, 2))


def is_deactivated(connection: Connection, row: OutgoingRecord) -> None:
    gone = PersonRecord(WORKSPACE, row.recipient, STOCKHOLM, deleted=True, refreshed_at=NOON)
    people.save(connection, gone)


@pytest.mark.parametrize("meanwhile", [leaves, pauses, is_deactivated])
def test_whoever_went_away_meanwhile_gets_nothing(rows: Rows, meanwhile: object) -> None:
    rows.add()
    stays = rows.add()
    claimed = claim(rows)
    assert callable(meanwhile)
    [gone] = [row for row in claimed if row.id != stays.id]
    rows.database.write_now(meanwhile, gone)
    assert fence(rows, *claimed) == [stays.id]
    row = rows.now(gone)
    assert (row.state, row.owner, row.content) == (State.WITHDRAWN, None, None)
    assert row.reason == "no longer wanted: answered, paused or left"


def test_a_pause_that_is_over_that_day_holds_nothing_back(rows: Rows) -> None:
    rows.add(local_date=date(2026, 3, 2))
    [claimed] = claim(rows)
    rows.database.write_now(pauses, claimed)
    assert fence(rows, claimed) == [claimed.id]


@pytest.mark.parametrize(
    ("meanwhile", "passes"), [(leaves, True), (pauses, True), (is_deactivated, False)]
)
def test_an_answer_to_own_words_goes_to_all_who_are_still_there(
    rows: Rows, meanwhile: object, passes: bool
) -> None:
    rows.add(kind=Kind.REPLY)
    [claimed] = claim(rows)
    assert callable(meanwhile)
    rows.database.write_now(meanwhile, claimed)
    assert bool(fence(rows, claimed)) is passes


def test_a_later_whose_prompt_was_answered_meanwhile_stays_here(rows: Rows) -> None:
    row = rows.add(kind=Kind.LATER, window_ends=None)

    def prompt(connection: Connection) -> str:
        new = NewPrompt(
            workspace=WORKSPACE,
            manager=row.manager,
            origin=Origin.SCHEDULED,
            habit="share_why",
            wording="share_why/1",
            line="Tell them why.",
            lead="It is Tuesday.",
            with_why=False,
            about_day=date(2026, 3, 1),
            asked_at=NOON,
            closes_at=NOON + timedelta(days=2),
            decision={},
            policy="rhythm-1",
        )
        return prompts.ask(connection, new)

    asked = rows.database.write_now(prompt)
    rows.change(row, prompt=asked)
    [claimed] = claim(rows)
    assert fence(rows, claimed) == [row.id]
    rows.database.write_now(lambda c: c.execute(update(prompts_table).values(answer="done")))
    assert fence(rows, claimed) == []
    assert rows.now(row).state is State.WITHDRAWN


# --- recover --------------------------------------------------------------------------------


def test_a_row_without_an_intent_is_planned_again(rows: Rows) -> None:
    rows.add()
    [claimed] = claim(rows)
    assert recover(rows) == []
    assert rows.now(claimed).state is State.SENDING
    rows.change(claimed, lease_until=LONG_AGO)
    assert recover(rows) == []
    row = rows.now(claimed)
    assert (row.state, row.attempt, row.owner) == (State.PLANNED, 1, None)


def test_a_row_with_an_intent_becomes_unknown_and_is_never_claimed_again(rows: Rows) -> None:
    rows.add()
    [claimed] = claim(rows)
    fence(rows, claimed)
    rows.change(claimed, lease_until=LONG_AGO)
    [lost] = recover(rows)
    assert (lost.id, lost.state) == (claimed.id, State.UNKNOWN)
    assert "may or may not have arrived" in (lost.reason or "")
    assert recover(rows) == []
    assert claim(rows, after=timedelta(days=1)) == []


def test_an_intent_of_an_earlier_try_does_not_count_for_this_one(rows: Rows) -> None:
    rows.add()
    [first] = claim(rows)
    fence(rows, first)
    rows.database.write_now(sending.settle, [first], State.PLANNED, "rate limited")
    [second] = claim(rows)
    assert second.attempt == 2
    rows.change(second, lease_until=LONG_AGO)
    assert recover(rows) == []
    assert rows.now(second).state is State.PLANNED


# --- expire ---------------------------------------------------------------------------------


def test_what_came_too_late_ends_with_a_reason(rows: Rows) -> None:
    row = rows.add(content={"text": "x", "blocks": []})
    for_ever = rows.add(window_ends=None)
    end = NOON + timedelta(hours=5)
    assert rows.database.write_now(sending.expire, WORKSPACE, end - timedelta(seconds=1)) == []
    [expired] = rows.database.write_now(sending.expire, WORKSPACE, end)
    assert (expired.id, expired.state, expired.content) == (row.id, State.EXPIRED, None)
    assert expired.reason == "too late: its time had passed"
    assert rows.now(for_ever).state is State.PLANNED


# --- settle ---------------------------------------------------------------------------------

CONTENT = {"text": "x", "blocks": []}


def test_sent_is_remembered_with_its_name_in_slack_and_its_text_is_let_go(rows: Rows) -> None:
    rows.add(content=CONTENT)
    [claimed] = claim(rows)
    rows.database.write_now(sending.settle_sent, claimed.id, "D1", "1.5", NOON)
    row = rows.now(claimed)
    assert (row.state, row.channel, row.ts, row.sent_at) == (State.SENT, "D1", "1.5", NOON)
    assert (row.owner, row.lease_until, row.content, row.reason) == (None, None, None, None)


def test_sent_may_be_learned_later_of_what_was_unknown(rows: Rows) -> None:
    row = rows.change(rows.add(), state=State.UNKNOWN, reason="no sure answer")
    rows.database.write_now(sending.settle_sent, row.id, "D1", "1.5", NOON)
    assert rows.now(row).state is State.SENT


@pytest.mark.parametrize("state", [s for s in State if s not in (State.SENDING, State.UNKNOWN)])
def test_what_is_not_under_way_is_not_settled_as_sent(rows: Rows, state: State) -> None:
    row = rows.change(rows.add(), state=state)
    rows.database.write_now(sending.settle_sent, row.id, "D1", "1.5", NOON)
    assert rows.now(row) == row


@pytest.mark.parametrize(
    ("state", "keeps"),
    [
        (State.PLANNED, True),
        (State.UNKNOWN, True),
        (State.FAILED, False),
        (State.WITHDRAWN, False),
    ],
)
def test_an_attempt_ends_with_a_reason_and_keeps_its_text_if_it_may_go_on(
    rows: Rows, state: State, keeps: bool
) -> None:
    rows.add(content=CONTENT)
    [claimed] = claim(rows)
    later = NOON + timedelta(minutes=1)
    rows.database.write_now(sending.settle, [claimed], state, "because", not_before=later)
    row = rows.now(claimed)
    assert (row.state, row.reason, row.not_before) == (state, "because", later)
    assert (row.owner, row.lease_until) == (None, None)
    assert row.content == (CONTENT if keeps else None)


def test_an_attempt_that_is_no_longer_ours_is_not_settled(rows: Rows) -> None:
    rows.add()
    [first] = claim(rows)
    rows.change(first, lease_until=LONG_AGO)
    recover(rows)
    [second] = claim(rows, owner="two")
    rows.database.write_now(sending.settle, [first], State.FAILED, "too slow")
    assert rows.now(second) == second
    rows.database.write_now(sending.settle, [], State.FAILED, "nothing")


# --- plans ----------------------------------------------------------------------------------


def test_a_key_has_one_row_for_ever(rows: Rows) -> None:
    row = rows.add(key="once")
    rows.change(row, state=State.SENT)
    again = rows.add("U9", key="other")
    assert again.state is State.PLANNED
    rows.add("U1", key="once", due_at=NOON + timedelta(days=1))
    assert rows.now(row).due_at == NOON


@pytest.mark.parametrize("state", [s for s in State if s is not State.PLANNED])
def test_only_a_plan_is_moved_or_withdrawn(rows: Rows, state: State) -> None:
    row = rows.change(rows.add(), state=state)
    rows.database.write_now(outgoing.withdraw, [row.id], "why")
    rows.database.write_now(outgoing.move, row.id, due_at=NOON + timedelta(days=1))
    assert rows.now(row) == row


def test_what_surely_did_not_leave_may_be_moved_and_taken_back_but_not_revived(
    rows: Rows,
) -> None:
    row = rows.change(rows.add(), intent_at=NOON)
    later = NOON + timedelta(days=1)
    rows.database.write_now(outgoing.move, row.id, due_at=later)
    assert rows.now(row).due_at == later
    rows.database.write_now(outgoing.withdraw, [row.id], "why")
    gone = rows.now(row)
    assert (gone.state, gone.reason) == (State.WITHDRAWN, "why")
    rows.database.write_now(outgoing.revive, row.id, due_at=NOON)
    assert rows.now(row) == gone


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.UNKNOWN])
def test_what_may_have_left_is_neither_moved_nor_taken_back(rows: Rows, state: State) -> None:
    row = rows.change(rows.add(), intent_at=NOON, state=state)
    rows.database.write_now(outgoing.withdraw, [row.id], "why")
    rows.database.write_now(outgoing.move, row.id, due_at=NOON + timedelta(days=1))
    assert rows.now(row) == row


def test_a_withdrawn_plan_is_revived_at_its_new_time(rows: Rows) -> None:
    row = rows.add()
    rows.database.write_now(outgoing.withdraw, [row.id], "a day off")
    assert (rows.now(row).state, rows.now(row).reason) == (State.WITHDRAWN, "a day off")
    later = NOON + timedelta(hours=1)
    rows.database.write_now(outgoing.revive, row.id, due_at=later)
    found = rows.now(row)
    assert (found.state, found.reason, found.due_at) == (State.PLANNED, None, later)


def test_whoever_leaves_gets_nothing_more_but_answers(rows: Rows) -> None:
    planned = rows.add("U1")
    tried = rows.change(rows.add("U1"), intent_at=NOON)
    reply = rows.add("U1", kind=Kind.REPLY)
    other = rows.add("U2")
    rows.database.write_now(outgoing.withdraw_all_of, planned.manager, "left")
    states = [rows.now(row).state for row in (planned, tried, reply, other)]
    assert states == [State.WITHDRAWN, State.WITHDRAWN, State.PLANNED, State.PLANNED]


def test_the_next_instant_is_the_earliest_at_which_a_row_may_go(rows: Rows) -> None:
    assert rows.database.read_now(outgoing.next_due) is None
    row = rows.add(due_at=NOON + timedelta(hours=1))
    rows.change(rows.add(due_at=NOON - timedelta(days=1)), state=State.SENT)
    assert rows.database.read_now(outgoing.next_due) == NOON + timedelta(hours=1)
    rows.change(row, not_before=NOON + timedelta(hours=2))
    assert rows.database.read_now(outgoing.next_due) == NOON + timedelta(hours=2)


def test_what_is_due_and_neither_out_nor_ended_is_stuck(rows: Rows) -> None:
    row = rows.add()
    rows.change(rows.add(), state=State.UNKNOWN)
    assert rows.database.read_now(outgoing.stuck, NOON) == 0
    soon = NOON + timedelta(seconds=1)
    assert rows.database.read_now(outgoing.stuck, soon) == 1
    rows.change(row, not_before=soon)
    assert rows.database.read_now(outgoing.stuck, soon) == 0
    assert rows.database.read_now(outgoing.counts) == {"planned": 1, "unknown": 1}
