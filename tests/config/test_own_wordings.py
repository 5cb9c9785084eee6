"""Own wordings: each broken file is refused with its file, line, field and what was expected."""

import os
import re
from pathlib import Path

import pytest

from bot.cli import main
from config.content import PACKAGED, lint_folder, load
from habits.errors import BadContent

GOOD = """\
wordings:
- id: share_why/own-1
  text: Something changed for the team? Two lines say why.
- id: share_why/own-2
  text: Before you announce it, write the reason down.
  needs:
  - decision_ahead
off:
- share_why/2
"""
FILE = "share_why.wordings.yaml"
KEPT = ["share_why/1", "share_why/3", "share_why/4", "share_why/5", "share_why/6"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(GOOD, encoding="utf-8")
    return tmp_path


def said(folder: Path) -> list[str]:
    return [str(complaint) for complaint in lint_folder(folder)]


def line_of(text: str) -> int:
    assert GOOD.count(text) == 1, text
    return GOOD[: GOOD.index(text)].count("\n") + 1


def test_own_wordings_stand_beside_ours_and_those_that_are_off_are_gone(folder: Path) -> None:
    assert said(folder) == []
    wordings = load(folder).get("share_why").wordings
    assert [one.id for one in wordings] == [*KEPT, "share_why/own-1", "share_why/own-2"]
    assert wordings[-1].needs == ("decision_ahead",)


def test_a_changed_choice_of_lines_is_another_catalogue(folder: Path) -> None:
    assert load(folder).hash != load().hash
    assert load(folder).get("coach_11") == load().get("coach_11")


@pytest.mark.parametrize(
    ("old", "new", "at", "complaint"),
    [
        (
            "id: share_why/own-1",
            "id: direction/own-1",
            "id: share_why/own-1",
            "wordings, the 1st, id: “direction/own-1”; expected the habit's key and a name, "
            "e.g. share_why/own-1.",
        ),
        (
            "id: share_why/own-1",
            "id: share_why/1",
            "id: share_why/own-1",
            "wordings, the 1st, id: “share_why/1” is the id of one of ours; each needs its own.",
        ),
        (
            "id: share_why/own-2",
            "id: share_why/own-1",
            "id: share_why/own-2",
            "wordings, the 2nd, id: “share_why/own-1” is there twice; each needs its own.",
        ),
        (
            "id: share_why/own-1",
            "id: share_why/2",
            "id: share_why/own-1",
            "wordings, the 1st, id: “share_why/2” is the id of one of ours; each needs its own.",
        ),
        (
            "text: Something changed for the team?",
            "text: Something bad happened?",
            "text: Something",
            "wordings, the 1st, text: found “bad”; expected words that do not judge anybody.",
        ),
        (
            "Before you announce it, write the reason down.",
            "Before you announce it, write the reason down. " + "Then wait. " * 8,
            "text: Before",
            "wordings, the 2nd, text: ",
        ),
        (
            "text: Before you",
            "text: Before {name}",
            "text: Before",
            "wordings, the 2nd, text: {name} is not under slots; say there which record",
        ),
        (
            "- decision_ahead",
            "- decision_ahed",
            "- decision_ahead",
            "wordings, the 2nd, needs, the 1st: found “decision_ahed”; did you mean "
            "“decision_ahead”?",
        ),
        (
            "  needs:\n",
            "  need:\n",
            "  needs:\n",
            "wordings, the 2nd, need: there is no such field; did you mean “needs”?",
        ),
        (
            "off:\n- share_why/2",
            "off: share_why/2",
            "off:\n",
            "off: found “share_why/2”; expected a list, each item on its own line after “- ”.",
        ),
        (
            "- share_why/2",
            "- share_why/22",
            "- share_why/2",
            "off, the 1st: “share_why/22” is no wording of this habit; did you mean “share_why/2”?",
        ),
        (
            "- share_why/2",
            "- share_why/2\n- share_why/2",
            "- share_why/2",
            "off, the 2nd: “share_why/2” is there twice; once is enough.",
        ),
        (
            "off:\n- share_why/2",
            f"off: [share_why/2, {', '.join(KEPT)}]\nwordings:\n- id: share_why/own-1\n"
            "  text: Two lines say why.",
            "off:\n",
            "wordings: there twice, first in line 1; keep one.",
        ),
    ],
)
def test_a_complaint_names_file_line_field_and_what_is_expected(
    folder: Path, old: str, new: str, at: str, complaint: str
) -> None:
    assert GOOD.count(old) == 1, old
    (folder / FILE).write_text(GOOD.replace(old, new), encoding="utf-8")
    found = said(folder)
    starts = tuple(f"{FILE}, line {line_of(at) + more}, {complaint}" for more in (0, 1))
    assert any(one.startswith(starts) for one in found), found
    with pytest.raises(BadContent, match=FILE):
        load(folder)


def test_two_lines_that_always_fit_must_be_left(folder: Path) -> None:
    own = f"off: [share_why/2, {', '.join(KEPT)}]\n"
    (folder / FILE).write_text(own)
    assert f"{FILE}, line 1, off: 0 without needs; at least 2." in said(folder)


def test_a_file_without_wordings_is_a_mistake(folder: Path) -> None:
    (folder / FILE).write_text("off: []\n")
    message = "nothing in it; expected wordings, or ids of ours under off."
    assert said(folder) == [f"{FILE}, line 1: {message}"]


def test_wordings_for_a_habit_that_is_not_there_are_a_mistake(folder: Path) -> None:
    (folder / FILE).rename(folder / "share_wy.wordings.yaml")
    assert said(folder) == [
        "share_wy.wordings.yaml: there is no habit “share_wy”; "
        "did you mean share_why.wordings.yaml?"
    ]


def test_wordings_may_be_for_a_habit_of_ones_own(folder: Path) -> None:
    (folder / FILE).unlink()
    packaged = (PACKAGED / "share_why.yaml").read_text(encoding="utf-8")
    own = packaged.replace("share_why", "say_hello").replace("name: Share why", "name: Say hello")
    (folder / "say_hello.yaml").write_text(own, encoding="utf-8")
    (folder / "say_hello.wordings.yaml").write_text("off: [say_hello/1]\n")
    assert said(folder) == []
    assert "say_hello/1" not in [one.id for one in load(folder).get("say_hello").wordings]
    (folder / "say_hello.yaml").write_text("key: say_hello\n")
    assert {complaint.split(",")[0] for complaint in said(folder)} == {"say_hello.yaml"}


def test_the_command_says_what_it_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["habits", "lint", str(folder)]) == 0
    assert capsys.readouterr().out == "wordings for 1 habit, all in order.\n"
    (folder / FILE).write_text(GOOD.replace("  needs", "  need"))
    assert main(["habits", "lint", str(folder)]) == 1
    assert f"{FILE}, line {line_of('needs:')}, wordings, the 2nd, need: " in capsys.readouterr().out


def test_a_preview_shows_every_wording_with_its_needs_and_its_buttons(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["habits", "preview", "Share why", "--folder", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Share why (share_why): 7 wordings\n")
    assert "share_why/own-2 (only while decision_ahead)\n" in shown
    assert "    Before you announce it, write the reason down.\n" in shown
    assert shown.count("[Do it now]  [Done already]  [Later: In 1 hour / ") == 7
    assert "share_why/2" not in shown


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("TRUST_")]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("no_settings")
def test_a_gap_of_a_wording_is_shown_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["habits", "preview", "coach_11"]) == 0
    shown = capsys.readouterr().out
    assert "[rep] is filled from one_on_one.rep" in shown
    assert "{rep}" not in shown


@pytest.mark.usefixtures("no_settings")
def test_a_habit_that_is_not_there_has_no_preview(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["habits", "preview", "share_wy"]) == 2
    assert "Share why" in capsys.readouterr().err


def test_the_example_of_the_install_page_is_right(folder: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "install.md"
    [example] = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    (folder / FILE).write_text(example, encoding="utf-8")
    assert said(folder) == []
    assert len(load(folder).get("share_why").wordings) == 7
