"""Prompts: what was asked and answered, and the decision behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, Select, func, or_, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, insertion, prepared
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
    _keep.run(
        connection,
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
    _keep_decision.run(
        connection,
        prompt=prompt,
        manager=new.manager,
        decided_at=new.asked_at,
        policy=new.policy,
        record=dict(new.decision),
    )
    return prompt


_keep = insertion(
    prompts,
    "id workspace manager origin habit wording line rep note lead with_why about_day asked_at "
    "closes_at closed snoozes",
)
_keep_decision = insertion(decisions, "prompt manager decided_at policy record")


def get(connection: Connection, workspace: str, prompt: str) -> PromptRecord | None:
    return _one(_by_id.first(connection, workspace=workspace, prompt=prompt))


def newest_open(connection: Connection, manager: str, now: datetime) -> PromptRecord | None:
    """The latest prompt that still waits for an answer at the UTC instant `now`."""
    return _one(_newest_open.first(connection, manager=manager, now=now))


def newest_since(connection: Connection, manager: str, since: datetime) -> PromptRecord | None:
    """The newest prompt asked or answered since the UTC instant."""
    return _one(_newest_since.first(connection, manager=manager, since=since))


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
    return _decided_since.scalars(connection, manager=manager, origin=origin, since=since)


@prepared
def _decided_since(manager: Value, origin: Value, since: Value) -> Executable:
    return (
        select(decisions.c.decided_at)
        .join(prompts, prompts.c.id == decisions.c.prompt)
        .where(
            decisions.c.manager == manager,
            decisions.c.decided_at >= since,
            prompts.c.origin == origin,
        )
    )


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
    _close_older.run(connection, manager=manager, now=now)


@prepared
def _close_older(manager: Value, now: Value) -> Executable:
    return (
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
    return {row[0]: row[1] for row in _last_shown.all(connection, manager=manager, habit=habit)}


@prepared
def _last_shown(manager: Value, habit: Value) -> Executable:
    return (
        select(prompts.c.wording, func.max(prompts.c.about_day, type_=prompts.c.about_day.type))
        .where(prompts.c.manager == manager, prompts.c.habit == habit)
        .group_by(prompts.c.wording)
    )


def scheduled_count(connection: Connection, manager: str, habit: str) -> int:
    return _scheduled_count.scalar(connection, manager=manager, habit=habit) or 0


@prepared
def _scheduled_count(manager: Value, habit: Value) -> Executable:
    return (
        select(func.count())
        .select_from(prompts)
        .where(
            prompts.c.manager == manager,
            prompts.c.habit == habit,
            prompts.c.origin == Origin.SCHEDULED,
        )
    )


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


@prepared
def _by_id(workspace: Value, prompt: Value) -> Executable:
    return _select().where(prompts.c.workspace == workspace, prompts.c.id == prompt)


@prepared
def _newest_open(manager: Value, now: Value) -> Executable:
    return (
        _select()
        .where(
            prompts.c.manager == manager,
            prompts.c.answer.is_(None),
            prompts.c.closed.is_(False),
            prompts.c.closes_at > now,
        )
        .order_by(prompts.c.asked_at.desc())
        .limit(1)
    )


@prepared
def _newest_since(manager: Value, since: Value) -> Executable:
    latest = func.coalesce(prompts.c.answered_at, prompts.c.asked_at)
    return (
        _select()
        .where(
            prompts.c.manager == manager,
            or_(prompts.c.asked_at >= since, prompts.c.answered_at >= since),
        )
        .order_by(latest.desc(), prompts.c.asked_at.desc())
        .limit(1)
    )


def _one(row: Row[Any] | None) -> PromptRecord | None:
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
    return _did_not_come_up.scalars(connection, manager=manager, habit=habit, first=first)


@prepared
def _did_not_come_up(manager: Value, habit: Value, first: Value) -> Executable:
    return select(prompts.c.about_day).where(
        prompts.c.manager == manager,
        prompts.c.habit == habit,
        prompts.c.answer == Answer.DID_NOT_COME_UP,
        prompts.c.about_day >= first,
    )
