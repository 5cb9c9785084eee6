"""A manager and a rep of whom everything is kept: rows in every table, few or thousands."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, ForeignKey, Table, insert, select
from sqlalchemy.types import JSON, Boolean, Date, Float, Integer

from bot.storage.tables import managers, metadata
from bot.storage.types import Encrypted, UtcDateTime
from tests.bot.world import WORKSPACE

SHARED = {"workspaces", "people", "managers", "inbound", "companies", "invitations"}
"""Rows of these are not made here: they are the world's own."""

Values = Mapping[str, Any]


def fill(
    connection: Connection,
    manager: str,
    rep: str,
    now: datetime,
    day: date = date(2026, 3, 2),
    workspace: str = WORKSPACE,
) -> None:
    """One row in each table that belongs to a manager, pointing at each other, with a rep wherever
    one is named; and a message to the rep. Made at `now`, about the local date `day`."""
    ids = {"managers.id": manager, "workspaces.id": workspace}
    known = _known(connection, manager, rep)
    for table in metadata.sorted_tables:
        if table.name in SHARED:
            continue
        row: dict[str, Any] = {
            **{column.name: _value(table, column, ids, now, day) for column in table.columns},
            **known.get(table.name, {}),
        }
        connection.execute(insert(table).values(**row))
        if "id" in row:
            ids[f"{table.name}.id"] = row["id"]
        if table.name == "outgoing":
            to_rep = {"id": f"to-rep-{manager}", "key": f"to-rep-{manager}", "kind": "rep-form"}
            about = {"recipient": rep, "subject": _id("pair_notes", manager), "prompt": None}
            connection.execute(insert(table).values(**row | to_rep | about))


def fill_many(
    connection: Connection, workspace: str, manager: str, rep: str, rows: int, last: date
) -> None:
    """About so many more rows of a manager with one rep, a few each day up to the local date
    `last`: what was asked, sent and done, notes, shared notes and asks, two of five about the
    rep."""
    days = [last - timedelta(days=n) for n in range(max(1, rows // 10))]
    made: dict[str, list[Values]] = {}
    ids = {"managers.id": manager, "workspaces.id": workspace}
    names = (
        "prompts", "decisions", "outgoing", "practices", "notes", "pair_notes", "requests",
        "follow_ups", "excuses", "one_on_ones",
    )  # fmt: skip
    known = _known(connection, manager, rep)
    for number, day in enumerate(days):
        now = datetime.combine(day, datetime.min.time(), UTC)
        own = {**ids, "prompts.id": f"p-{number}-{manager}"[:32]}
        for name in names:
            table = metadata.tables[name]
            row = {column.name: _value(table, column, own, now, day) for column in table.columns}
            row |= known.get(name, {})
            unique = {"id": f"{name[0]}-{number}-{manager}"[:32], "key": f"many-{number}-{manager}"}
            unique |= {"source_id": f"many-{number}-{manager}", "prompt": own["prompts.id"]}
            unique |= {"post": None, "channel": None, "ts": None, "note": None}
            made.setdefault(name, []).append(row | {k: v for k, v in unique.items() if k in row})
    for name in names:
        connection.execute(insert(metadata.tables[name]), made[name])


def _known(connection: Connection, manager: str, rep: str) -> dict[str, Values]:
    """What has to make sense to the code that reads it."""
    named = f"About <@{rep}>"
    text = [{"label": "", "text": named, "people": [rep], "channel": ""}]
    ask = select(managers.c.user).where(managers.c.id == manager)
    user = connection.execute(ask).scalar_one()
    return {
        "roster": {"user": rep, "state": "introduced", "until": None, "ended": None},
        "one_on_ones": {"rep": rep, "at": "14:00"},
        "pair_notes": {"rep": rep, "state": "returned", "body": {"a": "b"}, "rep_body": {"c": "d"}},
        "questions": {"asker": rep},
        "requests": {"requester": rep, "state": "closed", "choice": "pass_on"},
        "prompts": {
            "rep": rep,
            "note": _id("pair_notes", manager),
            "origin": "scheduled",
            "answer": "done",
            "closes_at": datetime(2026, 3, 5, tzinfo=UTC),
        },
        "outgoing": {
            "kind": "prompt",
            "place": "prompt-1",
            "recipient": user,
            "state": "sent",
            "version": 0,
            "shown_version": 0,
            "content": {"text": named},
        },
        "posts": {"state": "posted", "author": rep, "parts": text, "filled": {}},
        "drafts": {"values": {"filled": {"rep": rep}}},
        "excuses": {"why": "break", "habit": None},
        "follow_ups": {"answer": "done"},
        "week_answers": {"place": "start", "ticks": ["lost_deal"]},
        "opportunities": {"event": "lost_deal"},
        **_of_tools(manager, rep, user, text),
    }


def _of_tools(manager: str, rep: str, user: str, text: Sequence[Values]) -> dict[str, Values]:
    """The same for calls, promises and useful failures. The manager wrote the rep's story down."""
    return {
        "consents": {
            "person": rep,
            "about": "story",
            "subject": _id("stories", manager),
            "parts": text,
            "suggested": text,
            "named": True,
            "state": "yes",
        },
        "stories": {"owner": rep, "told_by": user, "named": True, "state": "posted"},
        "awards": {"state": "given", "trophy": "The golden sponge"},
        "nominations": {"state": "in"},
        "lunches": {"state": "planned"},
        "lunch_stories": {"state": "in"},
        "rides": {
            "rep": rep,
            "asked_by": "rep",
            "body": {"deal": "Own words"},
            "role": "listen",
            "state": "booked",
            "debrief": {"we_do": "Own words"},
            "rep_body": {"customer_needs": "Own words"},
            "helped": "partly",
        },
        "obstacles": {"rep": rep, "body": {"blocked": "Own words"}, "state": "answered"},
        "promises": {"person": rep, "state": "kept"},
        "admissions": {"audience": "people_dm", "recipient": rep, "state": "closed"},
        "experiments": {"owner": rep, "body": {"try": "Own words"}, "state": "closed"},
        "talks": {"state": "held"},
        "gaps": {"expert": rep, "state": "closed"},
        "sizes": {"size": "small"},
        "own_lists": {"kind": "trophies", "lines": ["Own words"]},
        "contacts": {"person": rep},
    }


def _id(table: str, manager: str) -> str:
    return f"{table[:6]}-{manager}"[:32]


def _value(table: Table, column: Any, ids: Mapping[str, str], now: datetime, day: date) -> Any:
    for key in column.foreign_keys:
        assert isinstance(key, ForeignKey)
        return ids.get(key.target_fullname)
    match column.type:
        case UtcDateTime():
            return now
        case Encrypted():
            return f"own words in {table.name}.{column.name}"
        case Date():
            return day
        case Boolean():
            return False
        case Integer() | Float():
            return 1
        case JSON():
            return {}
        case text:
            return _id(table.name, ids["managers.id"])[: text.length or 40]
