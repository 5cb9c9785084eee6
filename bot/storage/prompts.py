"""Prompts: what was asked and answered, and the decision behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, or_, select, update

from bot.storage.database import new_id
from bot.storage.tables import decisions, managers, prompts
from habits.prompts import Answer, Origin, Prompt


@dataclass(frozen=True)
class PromptRecord:
    """A prompt with the words it was asked in. `prompt` is what the rules know of it."""

    prompt: Prompt
    workspace: str
    user: str
    wording: str
    line: str
    lead: str
    with_why: bool
    snoozes: int


@dataclass(frozen=True)
class NewPrompt:
    """A prompt about to be asked, with its decision record. `rep` is whom the line names, `note`
    the note whose words stand in it."""

    workspace: str
    manager: str
    origin: Origin
    habit: str
    wording: str
    line: str
    lead: str
    with_why: bool
    about_day: date
    asked_at: datetime
    closes_at: datetime
    decision: Mapping[str, Any]
    policy: str
    rep: str | None = None
    note: str | None = None


def ask(connection: Connection, new: NewPrompt) -> str:
    """Keep a prompt and why it was chosen; its random id."""
    prompt = new_id()
    connection.execute(
        insert(prompts).values(
            id=prompt,
            workspace=new.workspace,
            manager=new.manager,
            origin=new.origin,
            habit=new.habit,
            wording=new.wording,
            line=new.line,
            rep=new.rep,
            note=new.note,
            lead=new.lead,
            with_why=new.with_why,
            about_day=new.about_day,
            asked_at=new.asked_at,
            closes_at=new.closes_at,
            closed=False,
            snoozes=0,
        )
    )
    connection.execute(
        insert(decisions).values(
            prompt=prompt,
            manager=new.manager,
            decided_at=new.asked_at,
            policy=new.policy,
            record=dict(new.decision),
        )
    )
    return prompt


def get(connection: Connection, workspace: str, prompt: str) -> PromptRecord | None:
    return _one(connection, _BY_ID, {"of_workspace": workspace, "of_id": prompt})


def newest_open(connection: Connection, manager: str, now: datetime) -> PromptRecord | None:
    """The latest prompt that still waits for an answer at the UTC instant `now`."""
    return _one(connection, _NEWEST_OPEN, {"of_manager": manager, "now": now})


def newest_since(connection: Connection, manager: str, since: datetime) -> PromptRecord | None:
    """The newest prompt asked or answered since the UTC instant."""
    return _one(connection, _NEWEST_SINCE, {"of_manager": manager, "since": since})


def asked_between(
    connection: Connection, manager: str, first: date, last: date
) -> list[PromptRecord]:
    """Prompts about local dates in the span, ends included, in the order they were asked."""
    ask_for = (
        _select()
        .where(
            prompts.c.manager == manager,
            prompts.c.about_day >= first,
            prompts.c.about_day <= last,
        )
        .order_by(prompts.c.asked_at)
    )
    return [_record(row) for row in connection.execute(ask_for)]


def decided_since(
    connection: Connection, manager: str, origin: Origin, since: datetime
) -> list[datetime]:
    """When the prompts of that origin were first asked, from the UTC instant `since` on."""
    ask_for = (
        select(decisions.c.decided_at)
        .join(prompts, prompts.c.id == decisions.c.prompt)
        .where(
            decisions.c.manager == manager,
            decisions.c.decided_at >= since,
            prompts.c.origin == origin,
        )
    )
    return list(connection.execute(ask_for).scalars())


def that_quote(connection: Connection, manager: str, note: str) -> list[PromptRecord]:
    """A manager's prompts in whose line the words of a note stand."""
    ask_for = _select().where(prompts.c.manager == manager, prompts.c.note == note)
    return [_record(row) for row in connection.execute(ask_for)]


def that_name(connection: Connection, workspace: str, rep: str) -> list[PromptRecord]:
    """Prompts of all managers of the workspace whose line names somebody."""
    ask_for = _select().where(prompts.c.workspace == workspace, prompts.c.rep == rep)
    return [_record(row) for row in connection.execute(ask_for)]


def reword(connection: Connection, prompt: str, line: str) -> None:
    """Another line, that names nobody, takes the place of the one that was asked."""
    connection.execute(
        update(prompts).where(prompts.c.id == prompt).values(line=line, rep=None, note=None)
    )


def save(connection: Connection, prompt: Prompt) -> None:
    """Keep what the rules decided about a prompt."""
    connection.execute(
        update(prompts)
        .where(prompts.c.id == prompt.id)
        .values(
            answer=prompt.answer,
            answered_at=prompt.answered_at,
            snoozed_until=prompt.snoozed_until,
            closes_at=prompt.closes_at,
        )
    )


def snooze(connection: Connection, prompt: str, until: datetime) -> int:
    """It comes back at the UTC instant; which Later this is (1 for the first)."""
    times = connection.execute(
        update(prompts)
        .where(prompts.c.id == prompt)
        .values(snoozed_until=until, snoozes=prompts.c.snoozes + 1)
        .returning(prompts.c.snoozes)
    ).scalar_one()
    return int(times)


def comes_back(connection: Connection, prompt: str, until: datetime | None) -> None:
    """The Later that waits was moved to the UTC instant; None: it was taken back."""
    connection.execute(update(prompts).where(prompts.c.id == prompt).values(snoozed_until=until))


def ask_again(
    connection: Connection,
    prompt: str,
    lead: str,
    about_day: date,
    now: datetime,
    closes_at: datetime,
) -> None:
    """A Later brought the prompt back: it is asked anew, with the same line and decision."""
    connection.execute(
        update(prompts)
        .where(prompts.c.id == prompt)
        .values(
            lead=lead,
            about_day=about_day,
            asked_at=now,
            closes_at=closes_at,
            closed=False,
            snoozed_until=None,
        )
    )


def close_older(connection: Connection, manager: str, now: datetime) -> None:
    """A new rhythm prompt falls due: the ones before it close."""
    connection.execute(
        update(prompts)
        .where(prompts.c.manager == manager, prompts.c.answer.is_(None), prompts.c.closes_at > now)
        .values(closes_at=now)
    )


def never_shown(connection: Connection, prompt: str, now: datetime) -> None:
    """It was drawn, but its message does not come: it waits for no answer."""
    connection.execute(
        update(prompts).where(prompts.c.id == prompt).values(closed=True, closes_at=now)
    )


def mark_closed(connection: Connection, now: datetime) -> list[str]:
    """Note which unanswered prompts closed by the UTC instant; their ids, each only once."""
    closed = (
        update(prompts)
        .where(prompts.c.closed.is_(False), prompts.c.answer.is_(None), prompts.c.closes_at <= now)
        .values(closed=True)
        .returning(prompts.c.id)
    )
    return list(connection.execute(closed).scalars())


def last_shown(connection: Connection, manager: str, habit: str) -> dict[str, date]:
    """For each line of the habit, the local date it was shown last."""
    ask_for = (
        select(prompts.c.wording, func.max(prompts.c.about_day, type_=prompts.c.about_day.type))
        .where(prompts.c.manager == manager, prompts.c.habit == habit)
        .group_by(prompts.c.wording)
    )
    return {row[0]: row[1] for row in connection.execute(ask_for)}


def scheduled_count(connection: Connection, manager: str, habit: str) -> int:
    ask_for = (
        select(func.count())
        .select_from(prompts)
        .where(
            prompts.c.manager == manager,
            prompts.c.habit == habit,
            prompts.c.origin == Origin.SCHEDULED,
        )
    )
    return connection.execute(ask_for).scalar_one()


def answers_count(connection: Connection, manager: str) -> int:
    ask_for = (
        select(func.count())
        .select_from(prompts)
        .where(prompts.c.manager == manager, prompts.c.answer.is_not(None))
    )
    return connection.execute(ask_for).scalar_one()


def decision_of(connection: Connection, prompt: str) -> dict[str, Any] | None:
    ask_for = select(decisions.c.record).where(decisions.c.prompt == prompt)
    row = connection.execute(ask_for).first()
    return None if row is None else dict(row.record)


def _select() -> Select[Any]:
    return select(prompts, managers.c.user).join(managers, managers.c.id == prompts.c.manager)


# Made once: putting such a statement together takes longer than SQLite takes to answer it.
_BY_ID = _select().where(
    prompts.c.workspace == bindparam("of_workspace"), prompts.c.id == bindparam("of_id")
)
_NEWEST_OPEN = (
    _select()
    .where(
        prompts.c.manager == bindparam("of_manager"),
        prompts.c.answer.is_(None),
        prompts.c.closed.is_(False),
        prompts.c.closes_at > bindparam("now"),
    )
    .order_by(prompts.c.asked_at.desc())
    .limit(1)
)
_NEWEST_SINCE = (
    _select()
    .where(
        prompts.c.manager == bindparam("of_manager"),
        or_(prompts.c.asked_at >= bindparam("since"), prompts.c.answered_at >= bindparam("since")),
    )
    .order_by(
        func.coalesce(prompts.c.answered_at, prompts.c.asked_at).desc(), prompts.c.asked_at.desc()
    )
    .limit(1)
)


def _one(
    connection: Connection, ask_for: Select[Any], values: Mapping[str, Any]
) -> PromptRecord | None:
    row = connection.execute(ask_for, values).first()
    return None if row is None else _record(row)


def _record(row: Row[Any]) -> PromptRecord:
    return PromptRecord(
        prompt=Prompt(
            id=row.id,
            manager=row.manager,
            habit=row.habit,
            asked_at=row.asked_at,
            about_day=row.about_day,
            answer=None if row.answer is None else Answer(row.answer),
            answered_at=row.answered_at,
            snoozed_until=row.snoozed_until,
            closes_at=row.closes_at,
            origin=Origin(row.origin),
        ),
        workspace=row.workspace,
        user=row.user,
        wording=row.wording,
        line=row.line,
        lead=row.lead,
        with_why=row.with_why,
        snoozes=row.snoozes,
    )


def days_it_did_not_come_up(
    connection: Connection, manager: str, habit: str, first: date
) -> list[date]:
    """The local dates from `first` on whose prompt for the habit was answered so."""
    ask = select(prompts.c.about_day).where(
        prompts.c.manager == manager,
        prompts.c.habit == habit,
        prompts.c.answer == Answer.DID_NOT_COME_UP,
        prompts.c.about_day >= first,
    )
    return list(connection.execute(ask).scalars())
