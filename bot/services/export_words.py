"""The words in which the page of an export tells one stored value; data.json has it as it is."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from habits.catalogue_lists import Cue
from habits.phrases import clock, day_of_month, together, weekday
from habits.plans import event_words
from habits.texts import has, say, say_each

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MARK = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_SLACK_ID = re.compile(r"[CDGUW][A-Z0-9]{6,}")
_CUES = frozenset(cue.value for cue in Cue)

_AS_WRITTEN = frozenset(
    {"asker", "author", "because", "body", "change", "citation", "content", "debrief", "expert",
     "filled", "first_step", "lead", "learnings", "line", "lines", "manager", "name", "own_story",
     "owner", "parts", "person", "plan", "reason", "rep", "rep_body", "requester", "suggested",
     "told", "told_by", "trophy", "user", "values", "zone"}
)  # fmt: skip
_AS_WRITTEN_OF: Mapping[str, frozenset[str]] = {
    "lunches": frozenset({"place"}),
    "obstacles": frozenset({"answer"}),
    "talks": frozenset({"about"}),
}
"""Columns with words that somebody wrote, or with a name: nothing in them is worded anew."""

_SETTINGS = frozenset({"keeps_notes", "quiet_quarters"})
_TECHNICAL = frozenset(
    {"added", "award", "channel", "closed", "closes_at", "deleted", "editable_until", "id", "key",
     "learnings_post", "lunch", "note", "planned_until", "policy", "post", "prompt",
     "refreshed_at", "replaced", "result_post", "reviewed_week", "source_id", "story", "subject",
     "ts", "with_why", "wording", "workspace"}
)  # fmt: skip
_TECHNICAL_OF: Mapping[str, frozenset[str]] = {
    "outgoing": frozenset({"asked_at", "place", "week"}),
}
"""What only programs need: ids, and columns that keep the bot going."""

_IN_ORDER = (
    "asked_at",
    "due_at",
    "decided_at",
    "confirmed_at",
    "done_at",
    "at",
    "since",
    "week",
    "quarter",
    "last_on",
)


def in_order(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of a table from the oldest to the newest."""
    return sorted(rows, key=lambda row: str(next((row[x] for x in _IN_ORDER if row.get(x)), "")))


def label(column: str, table: str = "") -> str:
    """What stands before a value."""
    if has("export.columns_of", f"{table}.{column}"):
        return say_each("export.columns_of", f"{table}.{column}")
    if has("export.columns", column):
        return say_each("export.columns", column)
    return _plain(column.removesuffix("_at"))


def entries(
    table: str, row: Mapping[str, Any], user: str, *, naming: bool
) -> list[tuple[str, str]]:
    """The labels and values of a row that a person reads. `user` is the id of the one whose export
    it is; `naming`: the row is a manager's, who is named in it."""
    left_out = _TECHNICAL | _TECHNICAL_OF.get(table, frozenset())
    if not naming:
        left_out |= {"manager"}
    if row.get("sent_at"):
        left_out |= {"due_at"}
    written = _AS_WRITTEN | _AS_WRITTEN_OF.get(table, frozenset())
    return [
        (label(column, table), words)
        for column, value in row.items()
        if column not in left_out and _tells(column, value) and value != user
        if (words := _words(column, value, as_written=column in written))
    ]


def instant_words(stored: str) -> str:
    """ "24 November 2026, 09:12 (UTC)" for an instant as data.json has it."""
    at = datetime.fromisoformat(stored)
    return say("export.page.instant", day=_date(at.date()), at=clock(at))


def _tells(column: str, value: Any) -> bool:
    """A setting that is off tells something; what is empty elsewhere does not."""
    return bool(value) or (value is False and column in _SETTINGS)


def _words(column: str, value: Any, *, as_written: bool) -> str:
    match column, value:
        case "work_days", list():
            return together([_weekday(one) for one in cast("list[int]", value)])
        case "rhythm", Mapping():
            parts = cast("Mapping[str, Mapping[str, Any] | None]", value)
            return "\n".join(_part(place, part) for place, part in parts.items())
        case "time_off", list():
            return "\n".join(_span(*span) for span in cast("list[tuple[str, str]]", value))
        case "own_days", Mapping():
            days = cast("Mapping[str, bool]", value)
            return "\n".join(_own_day(day, is_off=off) for day, off in days.items())
        case "prompt_turns", list():
            return "\n".join(_turn(*turn) for turn in cast("list[tuple[int, str | None]]", value))
        case "record", Mapping():
            lines = len(cast("Mapping[str, Any]", value).get("eligible", ()))
            return say("export.page.picked_from", count=lines) if lines else ""
        case "content", Mapping():
            return str(cast("Mapping[str, Any]", value).get("text", ""))
        case "recipient", str() if _SLACK_ID.fullmatch(value):
            return ""
        case _:
            return _any(value, as_written=as_written)


def _any(value: Any, *, as_written: bool) -> str:
    match value:
        case bool():
            return say("export.page.yes") if value else say("export.page.no")
        case float():
            return f"{value:.2f}"
        case str():
            return value if as_written else _string(value)
        case Mapping():
            pairs = cast("Mapping[str, Any]", value).items()
            told = [
                say("export.page.pair", name=label(name), value=_any(one, as_written=as_written))
                for name, one in pairs
                if name not in _TECHNICAL and one is not None
            ]
            return "\n".join(told)
        case list():
            return _listed(cast("list[Any]", value), as_written=as_written)
        case _:
            return str(value)


def _listed(values: Sequence[Any], *, as_written: bool) -> str:
    told = [_any(one, as_written=as_written) for one in values]
    nested = any(isinstance(one, (list, Mapping)) for one in values)
    return ("\n" if nested else ", ").join(told)


def _string(value: str) -> str:
    if _INSTANT.fullmatch(value):
        return instant_words(value)
    if _DATE.fullmatch(value):
        return _date(date.fromisoformat(value))
    if value in _CUES:
        return event_words(Cue(value))
    return _plain(value) if _MARK.fullmatch(value) else value


def _plain(mark: str) -> str:
    words = mark.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _date(day: date) -> str:
    return say("export.page.date", day=day_of_month(day), year=day.year)


def _weekday(number: int) -> str:
    return weekday(date.fromordinal(number + 1))  # the first of all days was a Monday


def _part(place: str, part: Mapping[str, Any] | None) -> str:
    what = say_each("rhythm.titles", place) if has("rhythm.titles", place) else _plain(place)
    when = say("export.page.never")
    if part is not None:
        when = part["at"]
        if part["day"] is not None:
            when = say("times.weekday_and_time", weekday=_weekday(part["day"]), at=part["at"])
    return say("export.page.pair", name=what, value=when)


def _span(first: str, last: str) -> str:
    if first == last:
        return _string(first)
    return say("export.page.span", first=_string(first), last=_string(last))


def _own_day(day: str, *, is_off: bool) -> str:
    kind = say("free_time.day.off") if is_off else say("free_time.day.work")
    return say("export.page.pair", name=_string(day), value=kind)


def _turn(every: int, since: str | None) -> str:
    if since is None:
        return say("export.page.every", count=every)
    return say("export.page.every_since", count=every, day=_string(since))
