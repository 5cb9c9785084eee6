"""The page of an export: one file that a browser shows and prints, with nothing from elsewhere."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from habits.texts import has, say, say_each

_LOOK = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:0 0 1rem;"
    "padding:.5rem 0;border-top:1px solid #ccc;break-inside:avoid}"
    "dt{color:#555}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "h2{break-after:avoid}"
)


def page_of(told: Mapping[str, Any]) -> str:
    """HTML of what data.json holds; every value is escaped."""
    title = escape(say("export.page.title"))
    made = escape(say("export.page.made", at=told["made_at"], user=told["user"]))
    parts = [
        *_part(say("export.page.own"), told["own"], naming=False),
        *_part(say("export.page.naming"), told["naming_you"], naming=True),
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


def _part(
    heading: str, tables: Mapping[str, Sequence[Mapping[str, Any]]], *, naming: bool
) -> list[str]:
    if not tables:
        return []
    shown = [f"<h2>{escape(heading)}</h2>"]
    for name, rows in tables.items():
        shown.append(f"<h3>{escape(_words_for(name, len(rows), naming=naming))}</h3>")
        shown += [_row(row) for row in rows]
    return shown


def _words_for(table: str, count: int, *, naming: bool) -> str:
    if naming and has("export.tables.naming", table):
        return say_each("export.tables.naming", table, count=count)
    if has("export.tables", table):
        return say_each("export.tables", table, count=count)
    return say_each("privacy.tables", table, count=count)


def _row(row: Mapping[str, Any]) -> str:
    """What is empty is left out of the page; data.json has it."""
    entries = [
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(_text(value))}</dd>"
        for name, value in row.items()
        if value not in (None, "", [], {})
    ]
    return f"<dl>{''.join(entries)}</dl>"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return say("export.page.yes") if value else say("export.page.no")
    return json.dumps(value, ensure_ascii=False)
