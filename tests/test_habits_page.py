"""docs/habits.md: made from the habits' files, without a gap, and no practice is forgotten."""

import re
from pathlib import Path

import pytest

from bot.cli.habits_page import habits_page
from config.content import load
from config.practices import load_practices
from habits.catalogue import Catalogue

PAGE = Path(__file__).parents[1] / "docs" / "habits.md"
COLUMNS = 6
PRACTICES = {
    "Firm, fair, and then over": 8,
    "Mistakes that are fast and useful": 15,
    "Owning one's mistakes": 11,
    "What reps trust": 9,
    "People before sales": 14,
}
"""How many practices each article has, counted by hand."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(None)


def rows(page: str) -> list[list[str]]:
    """The cells of each row about a habit."""
    found = [line for line in page.splitlines() if re.match(r"\| \*\*", line)]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found]


def test_the_page_is_what_the_habits_files_say(catalogue: Catalogue) -> None:
    made = habits_page(catalogue)
    assert PAGE.read_text() == made, "run: .venv/bin/trust-habits habits page > docs/habits.md"


def test_each_habit_has_a_row_without_an_empty_cell(catalogue: Catalogue) -> None:
    found = rows(habits_page(catalogue))
    assert [re.findall(r"`(\w+)`", row[0]) for row in found] == [[key] for key in catalogue.habits]
    assert len(found) == 36
    for row in found:
        assert len(row) == COLUMNS, row[0]
        assert all(len(cell) > 5 for cell in row), row[0]


def test_every_practice_of_the_articles_leads_to_habits_that_exist(catalogue: Catalogue) -> None:
    groups = load_practices()
    assert {one.about: len(one.practices) for one in groups} == PRACTICES
    named = {key for group in groups for one in group.practices for key in one.habits}
    assert named == set(catalogue.habits)


def test_the_page_names_every_practice(catalogue: Catalogue) -> None:
    page = habits_page(catalogue)
    for group in load_practices():
        assert f"### {group.about}" in page
        assert all(f"| {one.practice} |" in page for one in group.practices)
