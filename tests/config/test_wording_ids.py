"""A wording's id is a promise: decision records point to it."""

import hashlib
from pathlib import Path

from config.content import load

RECORDED = Path(__file__).with_name("wordings.txt")


def present() -> list[str]:
    """A line for each wording: its id and the beginning of its text's hash."""
    return [
        f"{wording.id} {hashlib.sha256(wording.text.encode()).hexdigest()[:16]}"
        for habit in load().habits.values()
        for wording in habit.wordings
    ]


def test_a_changed_wording_gets_a_new_id() -> None:
    recorded = dict(line.split() for line in RECORDED.read_text().splitlines())
    changed = [
        line.split()[0]
        for line in present()
        if recorded.get(line.split()[0], line.split()[1]) != line.split()[1]
    ]
    assert changed == [], "give these a new id instead, e.g. the next number of the habit"


def test_every_wording_is_recorded() -> None:
    new = set(present()) - set(RECORDED.read_text().splitlines())
    assert new == set(), f"add these lines to {RECORDED.name}"
