"""The Home tab of a rep keeps to Slack's limits and ours, however much is open."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.services.failure_cv import CvPage, OwnCv
from bot.services.form_views import Ended, Ending, HeldBack, NextWords
from bot.services.rep_things import RepHomeView, RepThing
from bot.services.reps import TeamOf
from bot.services.team_messages import HeldMessage, Way
from bot.services.views import HomeView
from bot.slack.blocks.compose import ended_view
from bot.slack.blocks.failure_cv import cv_kept, cv_page
from bot.slack.blocks.home import home
from bot.slack.blocks.own_words import held, held_view
from bot.slack.blocks.rep_home import rep_window
from bot.slack.lint import lint_message, lint_reading, lint_view

MAYA = TeamOf("e1", "U0MAYA", "Maya")
SAM = TeamOf("e2", "U0SAM", "Sam")
WAYS = (Way("write", "Write my line", opens=True), Way("not-now", "Not this time"))
AT = datetime(2026, 3, 3, 10, 30, tzinfo=UTC)


def things(count: int) -> tuple[RepThing, ...]:
    return tuple(
        RepThing("note", f"n{n}", "Maya wrote the start of a note.", own="Some words.", ways=WAYS)
        for n in range(count)
    )


def read(view: dict[str, Any]) -> str:
    return str(view["blocks"])


@pytest.mark.parametrize("managers", [(MAYA,), (MAYA, SAM)])
@pytest.mark.parametrize(("count", "more"), [(0, 0), (1, 0), (3, 0), (4, 0), (30, 9)])
def test_a_reps_home_and_its_window_fit(
    managers: tuple[TeamOf, ...], count: int, more: int
) -> None:
    view = RepHomeView("T0PLAY", managers, things(count), more)
    for shown in (home(HomeView(started=False, rep=view)), rep_window(view)):
        assert lint_view(shown) == []
        assert lint_reading(shown["blocks"]) == []
        assert "U0MAYA" in read(shown)


def test_what_has_no_room_on_home_is_one_press_away() -> None:
    shown = home(HomeView(started=False, rep=RepHomeView("T0PLAY", (MAYA,), things(7))))
    assert "Show all 7" in read(shown)
    one = read(home(HomeView(started=False, rep=RepHomeView("T0PLAY", (MAYA,), things(1)))))
    assert "Show all" not in one
    assert all(way.label in one for way in WAYS)
    two = read(home(HomeView(started=False, rep=RepHomeView("T0PLAY", (MAYA,), things(2)))))
    assert "Show all 2" in two


def test_what_somebody_agreed_to_stands_apart_and_is_not_open() -> None:
    back = (Way("back", "Take it back"),)
    told = RepThing("story", "s1", "You told this.", own="Ask who signs.", ways=back, agreed=True)
    alone = RepHomeView("T0PLAY", (MAYA,), (told,))
    beside = RepHomeView("T0PLAY", (MAYA,), (*things(1), told))
    for view in (alone, beside):
        window = read(rep_window(view))
        assert "*What you agreed to*" in window
        assert "things are open" not in window
    assert "Nothing waits for you." in read(home(HomeView(started=False, rep=alone)))
    shown = read(home(HomeView(started=False, rep=beside)))
    assert "*One thing is open*" in shown
    assert "What you agreed to" in shown
    crowded = RepHomeView("T0PLAY", (MAYA,), (*things(2), told))
    assert "Show all 3" in read(home(HomeView(started=False, rep=crowded)))


def test_a_note_is_deleted_only_after_asking_once_more() -> None:
    ways = (Way("agree", "Agree"), Way("change", "Change it", opens=True), Way("delete", "Delete"))
    thing = RepThing("note", "n1", "Maya made a note.", own="Learned: ask.", ways=ways)
    shown = home(HomeView(started=False, rep=RepHomeView("T0PLAY", (MAYA,), (thing,))))
    row = next(one for one in shown["blocks"] if "rep_home.take" in str(one))
    assert [one["text"]["text"] for one in row["elements"]] == ["Agree", "Change it", "Delete"]
    assert [one["text"]["text"] for one in row["elements"] if "confirm" in one] == ["Delete"]


def test_nothing_open_is_said_in_words_and_leaving_is_asked_twice() -> None:
    shown = read(home(HomeView(started=False, rep=RepHomeView("T0PLAY", (MAYA,)))))
    assert "Nothing waits for you." in shown
    assert "'confirm'" in shown


def test_who_leads_a_team_reaches_the_other_side_by_one_button() -> None:
    rep = RepHomeView("T0PLAY", (SAM,), leads=True)
    shown = home(HomeView(started=True, rep=rep))
    assert lint_view(shown) == []
    assert "As a member of" in read(shown)
    assert "As a member of your teams" in read(
        home(HomeView(started=True, rep=RepHomeView("T0PLAY", (SAM, MAYA), leads=True)))
    )


@pytest.mark.parametrize("waits", [True, False])
def test_a_draft_that_comes_back_tells_neither_whom_it_is_for_nor_what_it_says(waits: bool) -> None:
    shown = held(HeldMessage("r1", "Firm and fair", None, waits))
    assert lint_message(shown) == []
    assert "U0" not in str(shown.blocks)


def test_a_draft_that_comes_back_on_the_same_day_says_the_time_alone() -> None:
    assert "comes back at 10:30." in read(held_view(HeldBack("Firm", AT, today=True)))
    assert "Tuesday 3 March, 10:30" in read(held_view(HeldBack("Firm", AT)))


def test_the_windows_of_forms_in_own_words_read_easily() -> None:
    along = NextWords("For your calendar:", "Tuesday 3 March, 10:00", "T0PLAY")
    question = NextWords("Your question for Ben.", "Who books it?", "T0PLAY", "U0BEN", "Ben")
    for view in (
        held_view(HeldBack("Firm and fair", AT)),
        held_view(HeldBack("Firm and fair", AT, today=True)),
        cv_page(CvPage("U0MAYA", "Maya", "T0PLAY", ("2019: the wrong plan",))),
        cv_kept(OwnCv((), shown=False)),
        cv_kept(OwnCv(("One",), shown=True)),
        ended_view(Ended(Ending.KEPT, "Make time for people", next_words=along)),
        ended_view(Ended(Ending.COUNTED, "Know the business", next_words=question)),
    ):
        assert lint_view(view) == []
        assert lint_reading(view["blocks"]) == []
