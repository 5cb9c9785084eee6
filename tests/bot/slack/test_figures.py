"""What people feel of each message and form, held as figures: length, controls, plain words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.admissions import Choice as NamedChange
from bot.services.away import AwayOffer
from bot.services.came_of_it import OutcomeForm, OutcomePreview, OutcomeTold
from bot.services.experiments import Running
from bot.services.free_time import FreeTimeForm
from bot.services.happening import CameUp
from bot.services.messages import Choice, Message
from bot.services.ports import Content
from bot.services.practices import Logged
from bot.services.privacy import PrivacyPage, PrivacyView
from bot.services.reps import RepView, TeamOf
from bot.services.situations import Doable, Situation, Situations
from bot.services.stopping import HabitToStop
from bot.services.views import (
    AnotherHabit,
    HabitOffer,
    HabitTakenUp,
    PlanShown,
    WeekLine,
    WeekView,
    WhyView,
)
from bot.slack.blocks.away import with_away_offer
from bot.slack.blocks.export import answer, nothing_kept, with_the_file
from bot.slack.blocks.free_time import free_time_view, own_day_view, time_off_view
from bot.slack.blocks.happened import came_up, what_came_up
from bot.slack.blocks.leaving import leave_form, pause_form, stop_habit_form
from bot.slack.blocks.memory import (
    admissions_view,
    outcome_preview,
    running_view,
    tell_view,
    told_view,
)
from bot.slack.blocks.notices import logged_today, plain_answer, unexpected
from bot.slack.blocks.privacy import privacy, privacy_page
from bot.slack.blocks.situations import (
    another_habit,
    do_now,
    habits_now,
    offer_block,
    taken_up,
)
from bot.slack.blocks.week import week
from bot.slack.blocks.why import why
from bot.slack.files import Handed
from bot.slack.lint import lint_message, lint_reading, lint_view
from bot.slack.messenger import SlackMessenger
from bot.storage.kept import TABLES
from bot.storage.naming import Entries
from config.wordings import fields_of, load_texts, templates_of
from habits.composing import Part
from habits.happening import to_list
from habits.plans import event_words
from habits.texts import say, say_each
from tests.bot.slack import values
from tests.bot.slack.award_values import cards
from tests.bot.slack.team_values import team_messages

MESSENGER = SlackMessenger(AsyncWebClient(token="xoxb-none"))
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
EVERY_MESSAGE = st.one_of(
    values.PLAIN_MESSAGE,
    cards(values.SHORT, values.LINE),
    team_messages(values.SHORT, values.LINE),
)
FIRST_FOUND = settings(phases=[Phase.generate], deadline=None, max_examples=5000)
KINDS: tuple[type[Any], ...] = get_args(Message)


# --- messages: at most 5 controls, 60 words, reading grade 7, no inner words -------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_message_is_among_those_that_are_measured(kind: type[Any]) -> None:
    one = find(EVERY_MESSAGE, lambda message: isinstance(message, kind), settings=FIRST_FOUND)
    assert isinstance(one, kind)


@given(EVERY_MESSAGE)
def test_every_message_keeps_to_the_figures(message: Message) -> None:
    assert lint_message(MESSENGER.render(message)) == []


LONG_WEEK = WeekView(
    tuple(
        WeekLine(TUESDAY, say_each("rhythm.names", place), say("rhythm.why.short_week"))
        for place in ("start", "prompt-1", "check-in")
    ),
    ("Share why", "Coach"),
)
A_REP = RepView(
    "T0PLAY", (TeamOf("entry", "U0MAYA", "Maya"), TeamOf("e", "U0BO", "Bo")), Entries(*[12] * 5)
)
EVENTS = tuple(Choice(cue.value, event_words(cue)) for cue in to_list(()))
SECOND = HabitOffer((Choice("coach_11", "Coach"), Choice("listen_first", "Listen first")), True)
TAKEN_UP = HabitTakenUp(Choice("coach_11", "Coach"), ("Share why",), "Share why", doable=True)
ANSWERS: list[Callable[[], Content]] = [
    lambda: week(LONG_WEEK),
    lambda: week(replace(LONG_WEEK, habits=("Share why", "Coach", "Be a filter"))),
    lambda: what_came_up(EVENTS),
    lambda: came_up(CameUp("a lost deal")),
    lambda: Content("-", [offer_block(SECOND)]),
    lambda: Content("-", [offer_block(replace(SECOND, second=False))]),
    lambda: week(replace(LONG_WEEK, lines=())),
    lambda: privacy(PrivacyView(True, 120, 30, 20, True, True)),
    lambda: privacy(PrivacyView(True, 120, 30, 20, False, True)),
    lambda: privacy(PrivacyView(False, 120, 30, 20, False, True)),
    lambda: privacy(PrivacyView(False)),
    lambda: privacy(PrivacyView(False, rep=A_REP)),
    lambda: privacy(PrivacyView(True, 120, 30, 20, True, True, A_REP)),
    lambda: with_the_file(),
    lambda: nothing_kept(),
    lambda: answer(Handed.OVER, "U0MAYA"),
    lambda: answer(Handed.NOT_GRANTED, "U0MAYA"),
    lambda: answer(Handed.FAILED, "U0MAYA"),
    lambda: unexpected("0a1b2c3d"),
    lambda: logged_today(
        Logged(say("done.logged", habit="Share why"), undo=("share_why", TUESDAY.date()))
    ),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_keeps_to_the_figures(answer: Callable[[], Content]) -> None:
    assert lint_message(answer()) == []


ERRORS = sorted(
    (key, template)
    for key, wording in load_texts().items()
    if "errors" in key.split(".") or "faults" in key.split(".")
    for template in templates_of(wording)
)


@pytest.mark.parametrize(("key", "template"), ERRORS, ids=[key for key, _ in ERRORS])
def test_every_refusal_keeps_to_the_figures(key: str, template: str) -> None:
    filled = template.format(**dict.fromkeys(fields_of(template), "10"))
    assert lint_message(plain_answer(filled)) == []


# --- forms and windows: reading grade 7, no inner words -----------------------------------------

PLAN = "When a 1:1 is near, I will pick one skill and one open question for it."
WAYS = Doable("share_why", "Share why", "Tell them why, not only what", here=True)
MANY_WAYS = Situation(
    "They don't know why or where to",
    (WAYS, replace(WAYS, mine=True), replace(WAYS, can_be_mine=True)),
)
FULL_PAGE = PrivacyPage(
    known=True,
    kept=tuple(say_each("privacy.tables", table, count=12) for table in TABLES),
    naming=tuple(say_each("reps.privacy.entries", kind, count=2) for kind in vars(Entries())),
)
WHY = WhyView("Share why", (say("why.chosen", habit="Share why"), say("why.private")))
SHARE_WHY = Choice("share_why", "Share why")
AWAY_UNTIL = AwayOffer("a1", TUESDAY.date(), TUESDAY.date(), TUESDAY.date())
FREE_TIME = FreeTimeForm(
    countries=(Choice("DE", "Germany"),),
    country="DE",
    regions=(Choice("BY", "Bavaria"),),
    region="BY",
    quiet_quarters=True,
    year_begins="January",
    days=((TUESDAY.date(), True), (date(2026, 12, 26), False)),
    time_off=((date(2026, 12, 1), date(2026, 12, 1)), (date(2026, 12, 7), date(2026, 12, 18))),
)
WHYS = [
    (say("why.chosen_day", habit="Share why", weekday="Tuesday"), say("why.named", event="A 1:1")),
    (say("why.happened", habit="Share why", event="A lost deal"), say("why.by_chance", number=4)),
    (say("why.happened_today", habit="Share why"), say("why.own_plan"), say("why.eased")),
    (say("why.asked"), say("why.only_text")),
    (
        say("why.goes_well", often=say("why.every_other_week")),
        say("why.is_rare", often=say("why.every_weeks", number=4)),
    ),
]
NORD, MIA = date(2026, 12, 1), "U0MIA"
TESTS = (Running("e1", "Call old leads", MIA, "Mia", NORD, started=False, can_be_told=True),) * 21
NAMED_CHANGES = (NamedChange("a1", "I come early.", NORD), NamedChange("a2", "I ask.", NORD))
BET_SHOWN = OutcomePreview(
    "f1", "d1", "Back a small bet", "U0MAYA", "C0TEAM", (Part("The test", "-"),), MIA, "Mia"
)
BET_TOLD = OutcomeTold("Back a small bet", "C0TEAM", "", "", is_test=True)
WINDOWS: list[Callable[[], Any]] = [
    lambda: running_view(TESTS),
    lambda: running_view(()),
    lambda: admissions_view(NAMED_CHANGES, ""),
    lambda: tell_view(OutcomeForm("f1", "bless_risk", "Back a small bet", "-", channel="C0TEAM")),
    lambda: tell_view(OutcomeForm("f1", "act_fast", "Back a small bet", "-", rep_name="Ben")),
    lambda: outcome_preview(BET_SHOWN),
    lambda: outcome_preview(replace(BET_SHOWN, asks="", must_agree=True)),
    lambda: told_view(BET_TOLD),
    lambda: told_view(replace(BET_TOLD, channel="", rep=MIA, is_test=False)),
    lambda: another_habit(AnotherHabit(Choice("coach_11", "Coach", "Pick one skill"), PLAN)),
    lambda: another_habit(AnotherHabit(SHARE_WHY, PLAN, Choice("coach_11", "Coach"))),
    lambda: taken_up(TAKEN_UP),
    lambda: taken_up(replace(TAKEN_UP, rests="Be a filter")),
    lambda: do_now(Situations((), "1"), SHARE_WHY),
    lambda: habits_now(replace(MANY_WAYS, instead=SHARE_WHY)),
    lambda: habits_now(MANY_WAYS),
    lambda: pause_form(date(2026, 12, 1)),
    lambda: leave_form(),
    lambda: stop_habit_form(HabitToStop(SHARE_WHY, ())),
    lambda: stop_habit_form(HabitToStop(SHARE_WHY, ("Coach", "Be a filter"))),
    lambda: free_time_view(FREE_TIME, PlanShown((), ("Prompt: Tuesday 10:00 no longer comes",))),
    lambda: free_time_view(replace(FREE_TIME, days=(), time_off=(), regions=()), PlanShown((), ())),
    lambda: free_time_view(FREE_TIME, PlanShown((), (), added=FREE_TIME.time_off[0])),
    lambda: free_time_view(FREE_TIME, PlanShown((), (), added=FREE_TIME.time_off[1])),
    lambda: own_day_view(TUESDAY.date(), "DE"),
    lambda: time_off_view(TUESDAY.date(), ""),
    lambda: with_away_offer(do_now(Situations((), "1")), AWAY_UNTIL),
    lambda: with_away_offer(do_now(Situations((), "1")), replace(AWAY_UNTIL, until=None)),
    lambda: privacy_page(FULL_PAGE),
    lambda: privacy_page(PrivacyPage(known=False)),
    lambda: privacy_page(PrivacyPage(known=False, naming=("a planned 1:1", "a note"))),
    lambda: privacy_page(PrivacyPage(known=True, naming=("a planned 1:1", "a note"))),
    lambda: why(WHY),
    *(lambda lines=lines: why(WhyView("Share why", lines)) for lines in WHYS),
]


@pytest.mark.parametrize("window", WINDOWS)
def test_every_window_reads_easily(window: Callable[[], Any]) -> None:
    view = window()
    assert lint_view(view) == []
    assert lint_reading(view["blocks"]) == []
