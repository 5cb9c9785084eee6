"""Managers and the habits they chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Executable, Row, Select, delete, func, literal, select, update

from bot.storage import naming
from bot.storage.companies import company_of
from bot.storage.database import add_missing, new_id, writes
from bot.storage.people import forget_unnamed, keep_quiet
from bot.storage.prepared import Value, prepared
from bot.storage.tables import (
    active_habits,
    away,
    companies,
    decisions,
    focuses,
    inbound,
    managers,
    notes,
    opportunities,
    outgoing,
    people,
    practices,
    prompts,
    ratings,
    strengths,
    week_answers,
    week_totals,
)
from bot.storage.team_tables import OF_A_MANAGER, helped, posts
from bot.storage.tool_tables import TOOLS_OF_A_MANAGER
from habits.company import Company, limited, moved_into
from habits.people import (
    Dose,
    Hours,
    ManagerState,
    Part,
    Place,
    Rhythm,
    Schedule,
    Turn,
    Weekday,
)


@dataclass(frozen=True)
class ManagerRecord:
    """A manager with the zone and flags of the person, and the company's settings.

    Instants are UTC, dates the manager's own. `own_days`: True for a day off, False for a work
    day. `quiet_from` and `quiet_until` are the next time of Slack's Do Not Disturb.
    """

    id: str
    workspace: str
    user: str
    state: ManagerState
    started_at: datetime
    paused_until: date | None
    work_days: frozenset[Weekday]
    hours: Hours
    country: str | None
    region: str | None
    own_days: Mapping[date, bool]
    time_off: tuple[tuple[date, date], ...]
    quiet_quarters: bool
    rhythm: Rhythm
    keeps_notes: bool
    acted_at: datetime | None
    eased_at: datetime | None
    eased_answer: str | None
    prompt_turns: tuple[Turn, ...]
    reviewed_week: date | None
    planned_until: datetime
    zone: str
    deleted: bool
    quiet_from: datetime | None
    quiet_until: datetime | None
    company: Company

    @property
    def is_active(self) -> bool:
        return self.state is ManagerState.ACTIVE and not self.deleted

    @property
    def schedule(self) -> Schedule:
        both = limited(self.hours, self.company.within)
        hours = both or self.hours
        return Schedule(
            manager=self.id,
            zone=self.zone,
            started_at=self.started_at,
            work_days=self.work_days,
            hours=hours,
            rhythm=moved_into(self.rhythm, both) if both and self.company.within else self.rhythm,
            paused_until=self.paused_until,
            time_off=self.time_off,
            dose=Dose(
                turns=self.prompt_turns,
                eased=self.eased_at is not None,
                most_a_week=self.company.most_a_week,
            ),
            year_begins=self.company.year_begins if self.quiet_quarters else None,
            hours_apart=both is None,
        )


@dataclass(frozen=True)
class Preferences:
    """What a manager chose about time."""

    work_days: frozenset[Weekday]
    hours: Hours
    country: str | None
    rhythm: Rhythm
    region: str | None = None
    quiet_quarters: bool = True


def of_user(connection: Connection, workspace: str, user: str) -> ManagerRecord | None:
    """The manager behind a person. In a transaction that writes, the next change of the same
    manager waits for this one, as SQLite makes all of them wait."""
    ask = _of_user_to_change if writes(connection) else _of_user
    row = ask.first(connection, workspace=workspace, user=user)
    return None if row is None else _record(row)


def get(connection: Connection, manager: str) -> ManagerRecord | None:
    row = _by_id.first(connection, manager=manager)
    return None if row is None else _record(row)


def every_active(connection: Connection) -> list[ManagerRecord]:
    ask = _select().where(managers.c.state == ManagerState.ACTIVE).order_by(managers.c.id)
    return [_record(row) for row in connection.execute(ask)]


def due_for_planning(connection: Connection, horizon: datetime, limit: int) -> list[str]:
    """Active managers whose rows do not reach the UTC instant `horizon`."""
    ask = (
        select(managers.c.id)
        .where(managers.c.state == ManagerState.ACTIVE, managers.c.planned_until < horizon)
        .order_by(managers.c.planned_until)
        .limit(limit)
    )
    return list(connection.execute(ask).scalars())


def hold(connection: Connection, ids: Sequence[str]) -> None:
    """Let other changes of these managers wait until this transaction ends."""
    ask = select(managers.c.id).where(managers.c.id.in_(ids)).order_by(managers.c.id)
    connection.execute(ask.with_for_update(key_share=True))


def planned_least(connection: Connection) -> datetime | None:
    """How far rows reach for the manager planned least far (UTC)."""
    return _planned_least.scalar(connection)


@prepared
def _planned_least() -> Executable:
    reach = func.min(managers.c.planned_until, type_=managers.c.planned_until.type)
    return select(reach).where(managers.c.state == ManagerState.ACTIVE)


def start(
    connection: Connection, workspace: str, user: str, chosen: Preferences, now: datetime
) -> str:
    """Make the person an active manager from `now`; their id. One who left begins anew."""
    values: dict[str, Any] = {
        "state": ManagerState.ACTIVE,
        "started_at": now,
        "left_at": None,
        "paused_until": None,
        "time_off": [],
        "acted_at": now,
        "eased_at": None,
        "eased_answer": None,
        "prompt_turns": [],
        "planned_until": now,
        **_preference_values(chosen),
    }
    known = connection.execute(
        update(managers)
        .where(managers.c.workspace == workspace, managers.c.user == user)
        .values(**values)
        .returning(managers.c.id)
    ).scalar()
    if known is not None:
        return known
    fresh: dict[str, Any] = {
        "id": new_id(),
        "workspace": workspace,
        "user": user,
        "keeps_notes": True,
        "own_days": {},
        **values,
    }
    add_missing(connection, managers, [fresh])
    ask = select(managers.c.id).where(managers.c.workspace == workspace, managers.c.user == user)
    return connection.execute(ask).scalar_one()


def prefer(connection: Connection, manager: str, chosen: Preferences) -> None:
    _change(connection, manager, **_preference_values(chosen))


def pause(connection: Connection, manager: str, until: date | None) -> None:
    """Away until the local date `until`; None ends the pause."""
    _change(connection, manager, paused_until=until)


def leave(connection: Connection, manager: str, now: datetime) -> None:
    """The habits end, too: who comes back begins anew. Kept is when they left first, and no more
    when they are not to be disturbed."""
    connection.execute(
        update(active_habits)
        .where(active_habits.c.manager == manager, active_habits.c.until.is_(None))
        .values(until=now)
    )
    first = func.coalesce(managers.c.left_at, literal(now, managers.c.left_at.type))
    _change(connection, manager, state=ManagerState.LEFT, left_at=first, paused_until=None)
    found = get(connection, manager)
    if found is not None:
        keep_quiet(connection, found.workspace, found.user, None, None)


def keep_notes(connection: Connection, manager: str, keeps: bool) -> None:
    _change(connection, manager, keeps_notes=keeps)


def acted(connection: Connection, manager: str, now: datetime) -> None:
    """The manager did something here, whatever it was."""
    _acted.run(connection, manager=manager, at=now)


def has_days(connection: Connection, manager: str, own_days: Mapping[date, bool]) -> None:
    """These dates are the manager's own days off (True) and work days (False)."""
    _change(connection, manager, own_days={f"{day}": off for day, off in own_days.items()})


def has_time_off(connection: Connection, manager: str, spans: Sequence[tuple[date, date]]) -> None:
    """Nothing comes on these dates, both ends included."""
    _change(connection, manager, time_off=[[f"{first}", f"{last}"] for first, last in spans])


def ease(connection: Connection, manager: str, since: datetime | None) -> None:
    """Fewer messages from the UTC instant `since`; None: the usual ones again."""
    _change(connection, manager, eased_at=since, eased_answer=None)


def says_to_easing(connection: Connection, manager: str, answer: str) -> None:
    _change(connection, manager, eased_answer=answer)


def prompt_turns(connection: Connection, manager: str, turns: Sequence[Turn]) -> None:
    """The prompt comes in the weeks of these turns; without any, in every week."""
    stored = [[one.every, None if one.since is None else f"{one.since}"] for one in turns]
    _change(connection, manager, prompt_turns=stored)


def reviewed(connection: Connection, manager: str, week: date) -> None:
    """The results of the weeks up to `week` are drawn up."""
    _change(connection, manager, reviewed_week=week)


def planned_to(connection: Connection, manager: str, until: datetime) -> None:
    _planned_to.run(connection, manager=manager, until=until)


@prepared
def _planned_to(manager: Value, until: Value) -> Executable:
    return update(managers).where(managers.c.id == manager).values(planned_until=until)


def erase(connection: Connection, manager: ManagerRecord) -> None:
    """Delete all that is kept about a manager, zone and remembered clicks included, and the
    people whom only this manager named. The messages in Slack stay with Slack."""
    named = naming.named_by(connection, manager.id)
    own_posts = select(posts.c.id).where(posts.c.manager == manager.id)
    for table in (*TOOLS_OF_A_MANAGER, *OF_A_MANAGER):
        connection.execute(delete(table).where(table.c.manager == manager.id))
    connection.execute(delete(helped).where(helped.c.post.in_(own_posts)))
    for table in (
        notes,
        decisions,
        outgoing,
        posts,
        prompts,
        practices,
        opportunities,
        week_answers,
        focuses,
        strengths,
        ratings,
        week_totals,
        away,
    ):
        connection.execute(delete(table).where(table.c.manager == manager.id))
    connection.execute(delete(active_habits).where(active_habits.c.manager == manager.id))
    connection.execute(delete(managers).where(managers.c.id == manager.id))
    keep_quiet(connection, manager.workspace, manager.user, None, None)
    forget_unnamed(connection, manager.workspace, [*named, manager.user])
    connection.execute(
        delete(inbound).where(
            inbound.c.workspace == manager.workspace,
            inbound.c.key.contains(f":{manager.user}:", autoescape=True),
        )
    )


# --- rows and values -----------------------------------------------------------------------


def _select() -> Select[Any]:
    return (
        select(
            managers,
            people.c.zone,
            people.c.deleted,
            people.c.quiet_from,
            people.c.quiet_until,
            companies.c.settings.label("company_settings"),
            companies.c.days.label("company_days"),
        )
        .join(
            people,
            (people.c.workspace == managers.c.workspace) & (people.c.user == managers.c.user),
        )
        .outerjoin(companies, companies.c.workspace == managers.c.workspace)
    )


@prepared
def _by_id(manager: Value) -> Executable:
    return _select().where(managers.c.id == manager)


@prepared
def _of_user(workspace: Value, user: Value) -> Executable:
    return _select().where(managers.c.workspace == workspace, managers.c.user == user)


@prepared
def _of_user_to_change(workspace: Value, user: Value) -> Executable:
    found = _select().where(managers.c.workspace == workspace, managers.c.user == user)
    return found.with_for_update(of=managers, key_share=True)


@prepared
def _acted(manager: Value, at: Value) -> Executable:
    return update(managers).where(managers.c.id == manager).values(acted_at=at)


def _change(connection: Connection, manager: str, **values: Any) -> None:
    connection.execute(update(managers).where(managers.c.id == manager).values(**values))


def _preference_values(chosen: Preferences) -> dict[str, Any]:
    parts = {place: chosen.rhythm.part(place) for place in Place}
    return {
        "work_days": sorted(int(day) for day in chosen.work_days),
        "hours_start": chosen.hours.start.strftime("%H:%M"),
        "hours_end": chosen.hours.end.strftime("%H:%M"),
        "country": chosen.country,
        "region": chosen.region,
        "quiet_quarters": chosen.quiet_quarters,
        "rhythm": {
            place.value: None
            if part is None
            else {"day": None if part.day is None else int(part.day), "at": f"{part.at:%H:%M}"}
            for place, part in parts.items()
        },
    }


def _record(row: Row[Any]) -> ManagerRecord:
    return ManagerRecord(
        id=row.id,
        workspace=row.workspace,
        user=row.user,
        state=ManagerState(row.state),
        started_at=row.started_at,
        paused_until=row.paused_until,
        work_days=frozenset(Weekday(day) for day in row.work_days),
        hours=Hours(time.fromisoformat(row.hours_start), time.fromisoformat(row.hours_end)),
        country=row.country,
        region=row.region,
        own_days=_days(row.own_days),
        time_off=_spans(row.time_off),
        quiet_quarters=row.quiet_quarters,
        rhythm=Rhythm(
            start=_part(row.rhythm[Place.START]),
            prompt=_part(row.rhythm[Place.PROMPT]),
            check_in=_part(row.rhythm[Place.CHECK_IN]),
        ),
        keeps_notes=row.keeps_notes,
        acted_at=row.acted_at,
        eased_at=row.eased_at,
        eased_answer=row.eased_answer,
        prompt_turns=_turns(row.prompt_turns),
        reviewed_week=row.reviewed_week,
        planned_until=row.planned_until,
        zone=row.zone,
        deleted=row.deleted,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        company=company_of(row.company_settings, row.company_days),
    )


def _part(stored: Mapping[str, Any] | None) -> Part | None:
    if stored is None:
        return None
    day = stored["day"]
    return Part(at=time.fromisoformat(stored["at"]), day=None if day is None else Weekday(day))


def _days(stored: Mapping[str, bool] | None) -> dict[date, bool]:
    return {date.fromisoformat(day): off for day, off in (stored or {}).items()}


def _spans(stored: Sequence[tuple[str, str]] | None) -> tuple[tuple[date, date], ...]:
    return tuple(
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in stored or ()
    )


def _turns(stored: Sequence[tuple[int, str | None]] | None) -> tuple[Turn, ...]:
    return tuple(
        Turn(every, None if since is None else date.fromisoformat(since))
        for every, since in stored or ()
    )
