"""Drafts: what was typed into a form and not sent yet, for a day, encrypted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.storage.database import add_missing
from bot.storage.team_tables import drafts


@dataclass(frozen=True)
class DraftRecord:
    """What stands in one form. `form` is a habit's key, or names the post that is edited; `id`
    names this very text: it changes with every keeping. `hidden` was entered in fields that do not
    show just now: it belongs to no text, and comes back with its field."""

    id: str
    form: str
    audience: str
    filled: Mapping[str, Any]
    kept_until: datetime
    hidden: Mapping[str, Any] = field(default_factory=dict[str, Any])


def keep(connection: Connection, manager: str, draft: DraftRecord) -> None:
    """Keep it instead of what was kept of the same form."""
    body = {"id": draft.id, "audience": draft.audience, "filled": dict(draft.filled)}
    if draft.hidden:
        body["hidden"] = dict(draft.hidden)
    kept = {"values": body, "kept_until": draft.kept_until}
    changed = connection.execute(
        update(drafts)
        .where(drafts.c.manager == manager, drafts.c.habit == draft.form)
        .values(**kept)
    )
    if changed.rowcount == 0:
        add_missing(connection, drafts, [{"manager": manager, "habit": draft.form, **kept}])


def get(connection: Connection, manager: str, form: str, now: datetime) -> DraftRecord | None:
    """None also where its time is over."""
    ask = select(drafts).where(
        drafts.c.manager == manager, drafts.c.habit == form, drafts.c.kept_until > now
    )
    row = connection.execute(ask).mappings().first()
    if row is None:
        return None
    body = row["values"]
    hidden = body.get("hidden", {})
    until = row["kept_until"]
    return DraftRecord(body["id"], form, body["audience"], body["filled"], until, hidden)


def forget(connection: Connection, manager: str, form: str) -> None:
    connection.execute(delete(drafts).where(drafts.c.manager == manager, drafts.c.habit == form))


def forget_older(connection: Connection, now: datetime) -> int:
    """Drop those whose time is over; how many there were."""
    return connection.execute(delete(drafts).where(drafts.c.kept_until <= now)).rowcount
