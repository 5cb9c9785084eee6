"""The page of an export: one file that a browser shows and prints, with nothing from elsewhere."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.services.export_words import entries, in_order, instant_words
from habits.texts import has, say, say_each

_LOOK = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:0 0 1rem;"
    "padding:.5rem 0;border-top:1px solid #ccc;break-inside:avoid}"
    "dt{color:#555}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;margin:0 0 1rem}tr{border-top:1px solid #ccc}"
    "th,td{text-align:left;vertical-align:top;padding:.25rem 1.5rem .25rem 0}"
    "th{color:#555;font-weight:normal}"
    "h2,h3{break-after:avoid}"
)
_MOST_COLUMNS = 6
_SHORT = 40
"""Rows with so few and so short values stand in a table; the others one below the other."""

Entries = Sequence[tuple[str, str]]


def page_of(told: Mapping[str, Any]) -> str:
    """HTML of what a person reads of data.json; every value is escaped."""
    title = escape(say("export.page.title"))
    user: str = told["user"]
    made = escape(say("export.page.made", at=instant_words(told["made_at"]), user=_name(told)))
    parts = [
        *_part(say("export.page.own"), told["own"], user, naming=False),
        *_part(say("export.page.naming"), told["naming_you"], user, naming=True),
    ]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_LOOK}</style></head><body>",
            f"<h1>{title}</h1>",
            f"<p>{made}</p>",
            f"<p>{escape(say('export.page.others'))}</p>",
            *parts,
            "</body></html>",
            "",
        ]
    )


def _name(told: Mapping[str, Any]) -> str:
    """The person's name where it is known, else their id."""
    people = told["own"].get("people", ())
    return next((one["name"] for one in people if one.get("name")), told["user"])


def _part(
    heading: str,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    user: str,
    *,
    naming: bool,
) -> list[str]:
    if not tables:
        return []
    shown = [f"<h2>{escape(heading)}</h2>"]
    for name, rows in tables.items():
        shown.append(f"<h3>{escape(_words_for(name, len(rows), naming=naming))}</h3>")
        told = [entries(name, row, user, naming=naming) for row in in_order(rows)]
        shown += _rows([one for one in told if one]) or [
            f"<p>{escape(say('export.page.only_marks'))}</p>"
        ]
    return shown


def _words_for(table: str, count: int, *, naming: bool) -> str:
    if naming and has("export.tables.naming", table):
        return say_each("export.tables.naming", table, count=count)
    if has("export.tables", table):
        return say_each("export.tables", table, count=count)
    return say_each("privacy.tables", table, count=count)


def _rows(rows: Sequence[Entries]) -> list[str]:
    """What is empty is left out of the page; data.json has it."""
    columns = list(dict.fromkeys(label for row in rows for label, _ in row))
    short = all(len(value) <= _SHORT and "\n" not in value for row in rows for _, value in row)
    if len(rows) > 1 and short and len(columns) <= _MOST_COLUMNS:
        return [_table(columns, rows)]
    return [_list(row) for row in rows]


def _table(columns: Sequence[str], rows: Sequence[Entries]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(dict(row).get(one, ''))}</td>" for one in columns) + "</tr>"
        for row in rows
    )
    return f"<table><tr>{head}</tr>\n{body}</table>"


def _list(row: Entries) -> str:
    told = (f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in row)
    return f"<dl>{''.join(told)}</dl>"
