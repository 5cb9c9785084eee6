"""The table of docs/privacy.md, read as rules: one for each column of the database."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
_ROW = re.compile(r"^\| `([a-z_]+)\.([a-z_, ]+)` \|(.*)\|$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """What happens to one column. `export`: own, by name or no; `erase`: row goes, cut, changes
    or stays. Those of the rep are None where no rep is concerned. `until`: in words."""

    export: str
    erase: str
    rep_export: str | None
    rep_erase: str | None
    until: str


def rules() -> dict[tuple[str, str], list[Rule]]:
    """By table and column; more than one where a column is named twice."""
    found: dict[tuple[str, str], list[Rule]] = {}
    until = ""
    for table, columns, rest in _ROW.findall(PAGE.read_text()):
        _about, _what, export, erase, said = (cell.strip() for cell in rest.split("|"))
        until = until if said == "as above" else said
        own, own_rep = _both(export)
        goes, goes_rep = _both(erase)
        rule = Rule(own, goes, own_rep, goes_rep, until)
        for column in columns.split(", "):
            found.setdefault((table, column), []).append(rule)
    return found


def _both(cell: str) -> tuple[str, str | None]:
    """The rule for the manager and the one for the rep; reasons are for readers."""
    own, _, rep = cell.partition("; rep: ")
    return own.partition(":")[0], rep.partition(":")[0] or None
