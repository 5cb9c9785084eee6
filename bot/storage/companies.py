"""What admins set for everybody in a workspace."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update

from bot.storage.tables import companies, managers, people
from habits.company import NO_COMPANY, Company
from habits.people import Hours, ManagerState


def get(connection: Connection, workspace: str, *, to_change: bool = False) -> Company:
    """With `to_change` the next change of it waits for this transaction."""
    ask = select(companies.c.settings, companies.c.days).where(companies.c.workspace == workspace)
    row = connection.execute(ask.with_for_update() if to_change else ask).first()
    return NO_COMPANY if row is None else company_of(row.settings, row.days)


def save(connection: Connection, workspace: str, company: Company, now: datetime) -> None:
    """Keep what the company sets now; a later one takes its place."""
    within = company.within
    values: dict[str, Any] = {
        "settings": {
            "country": company.country,
            "region": company.region,
            "within": None if within is None else [f"{within.start:%H:%M}", f"{within.end:%H:%M}"],
            "most_a_week": company.most_a_week,
            "year_begins": company.year_begins,
        },
        "days": {f"{day}": name for day, name in company.days.items()},
        "changed_at": now,
    }
    here = companies.c.workspace == workspace
    if connection.execute(update(companies).where(here).values(**values)).rowcount == 0:
        connection.execute(insert(companies).values(workspace=workspace, **values))


def count_active(connection: Connection, workspace: str) -> int:
    """How many managers are at work here."""
    active = (managers.c.workspace == workspace, managers.c.state == ManagerState.ACTIVE)
    theirs = exists().where(*active, managers.c.user == people.c.user)
    deleted = (people.c.workspace == workspace, people.c.deleted.is_(True), theirs)
    # Looking at every person behind a manager would take five times as long.
    everybody = select(func.count()).select_from(managers).where(*active).scalar_subquery()
    gone = select(func.count()).select_from(people).where(*deleted).scalar_subquery()
    return connection.execute(select(everybody - gone)).scalar_one()


def company_of(
    settings: Mapping[str, Any] | None, days: Mapping[str, str | None] | None
) -> Company:
    """The company of a stored row; both are None where no admin has set anything."""
    if settings is None:
        return NO_COMPANY
    within = settings["within"]
    return Company(
        country=settings["country"],
        region=settings["region"],
        within=None if within is None else Hours(*(time.fromisoformat(at) for at in within)),
        most_a_week=settings["most_a_week"],
        year_begins=settings["year_begins"],
        days={date.fromisoformat(day): name for day, name in (days or {}).items()},
    )
