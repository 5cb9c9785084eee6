"""Home, what waits and the check-in: over random states within all limits, and what they say."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.messages import (
    CheckInMessage,
    Choice,
    FocusChoice,
    HabitProgress,
    HelpAsked,
    PromptClosed,
    PromptMessage,
)
from bot.services.situations import Doable, Situation, situation, situations
from bot.services.team_messages import TodayItem, TodayMessage, Way
from bot.services.views import HomeView, PostLine, WeekLine
from bot.services.waiting import question_of
from bot.slack.blocks.home import home
from bot.slack.blocks.situations import do_now, habits_now
from bot.slack.blocks.strip import strip
from bot.slack.blocks.today import everything, today
from bot.slack.lint import lint_blocks, lint_message, lint_reading, lint_view
from bot.slack.messenger import SlackMessenger
from config.content import load
from habits.catalogue_lists import Period
from habits.phrases import together
from habits.strip import Mark, Strip
from habits.texts import say
from tests.bot.slack import values
from tests.bot.slack.values import ANY_TEXT, FLAG, IDS, LINE, SHORT, TIMES, Text

MESSENGER = SlackMessenger(AsyncWebClient(token="xoxb-none"))
FRIDAY = datetime(2026, 3, 6, 11, 30, tzinfo=UTC)
CATALOGUE = load(None)


def homes(name: Text, line: Text) -> st.SearchStrategy[HomeView]:
    where = st.sampled_from(["C0TEAM", "U0BEN"])
    return st.builds(
        HomeView,
        started=st.just(True),
        prompt=st.none() | values.prompts(name, line),
        items=values.waiting(name, line, 3),
        more=st.integers(0, 9),
        habits=st.lists(values.progress(name, line), max_size=3).map(tuple),
        posts=st.lists(st.builds(PostLine, IDS, name, where, TIMES), max_size=3).map(tuple),
        filter=st.none() | line,
        meeting=st.none() | line,
        next=st.none() | st.builds(WeekLine, TIMES, name, st.just("")),
        paused_until=st.none() | TIMES,
    )


def found(view: Any, kind: str) -> list[dict[str, Any]]:
    return [one for one in _objects(view) if one.get("type") == kind]


def _objects(told: Any) -> list[dict[str, Any]]:
    if isinstance(told, dict):
        return [told, *(one for value in told.values() for one in _objects(value))]
    return [one for value in told for one in _objects(value)] if isinstance(told, list) else []


def read(blocks: Any) -> str:
    return json.dumps(blocks, ensure_ascii=False)


# --- Home -----------------------------------------------------------------------------------


@given(homes(SHORT, LINE))
def test_home_keeps_its_limits_in_every_state(view: HomeView) -> None:
    shown = home(view)
    assert lint_view(shown) == []
    assert lint_reading(shown["blocks"]) == []
    assert len(shown["blocks"]) <= 30
    assert len(found(shown, "button")) <= 8


@given(homes(ANY_TEXT, ANY_TEXT))
def test_slack_takes_every_home_whatever_people_wrote(view: HomeView) -> None:
    complaints = lint_view(home(view))
    assert [one for one in complaints if "inner word" not in one] == []


@given(homes(SHORT, LINE))
def test_home_always_leads_to_something_to_do_and_to_settings(view: HomeView) -> None:
    actions = {one["action_id"] for one in found(home(view), "button")}
    assert {"do-now.open", "settings.open"} <= actions
    assert ("pause.open" in actions) == (view.paused_until is None)


PROMPT = PromptMessage(
    "p1", "Coach", "", "Ask one open question.", None, PromptClosed(), doable=True
)
WAITING = tuple(TodayItem("follow-up", f"f{n}", f"Question {n}?", "Share why") for n in range(3))


def test_an_open_prompt_comes_before_what_waits_and_both_are_there() -> None:
    shown = read(home(HomeView(started=True, items=WAITING[:1], prompt=PROMPT)))
    assert 0 < shown.index("Ask one open question.") < shown.index("Question 0?")
    assert "Nothing waits" not in shown


def test_what_has_no_room_beside_a_prompt_is_counted_and_one_press_away() -> None:
    view = home(HomeView(started=True, items=WAITING, more=2, prompt=PROMPT))
    assert lint_view(view) == []
    assert "Question 0?" in read(view)
    assert "Question 1?" not in read(view)
    assert "4 more wait." in read(view)
    assert [one["action_id"] for one in found(view, "button")].count("today.all") == 1


def test_without_a_prompt_there_is_room_for_all_three() -> None:
    view = home(HomeView(started=True, items=WAITING))
    assert all(item.text in read(view) for item in WAITING)
    assert "today.all" not in read(view)


@given(homes(SHORT, LINE))
def test_whatever_waits_is_shown_or_counted_with_the_way_to_it(view: HomeView) -> None:
    shown = home(view)
    buttons = found(shown, "button")
    values_shown = {str(one.get("value", "")).split(":")[-1] for one in buttons}
    hidden = [item for item in view.items if item.id not in values_shown]
    ways = [one for one in buttons if one["action_id"] == "today.all"]
    assert len(ways) == (1 if hidden or (view.items and view.more) else 0)


@given(values.waiting(ANY_TEXT, ANY_TEXT, 30), st.integers(0, 9))
def test_the_window_holds_thirty_things_whatever_people_wrote(
    items: tuple[TodayItem, ...], more: int
) -> None:
    complaints = lint_view(everything(TodayMessage(items, more)))
    assert [one for one in complaints if "inner word" not in one] == []


def test_an_empty_window_says_that_all_is_done() -> None:
    assert "All of it is done. Thank you." in read(everything(TodayMessage(())))


def test_home_says_once_what_the_marks_mean() -> None:
    marks = Strip((Mark.DONE,) * 12, Period.WEEK)
    habits = (HabitProgress("Coach", "When ...", marks), HabitProgress("Share why", "When", marks))
    shown = read(home(HomeView(started=True, habits=habits)))
    legend = "■ done, □ nothing noted, ◇ still open, \N{EN DASH} does not count, · before it began"
    assert shown.count(legend) == 1
    assert "□ nothing noted" not in read(home(HomeView(started=True)))


def test_a_post_of_the_last_day_can_be_edited_or_withdrawn_from_home() -> None:
    view = home(HomeView(started=True, posts=(PostLine("p1", "Share why", "C0TEAM", FRIDAY),)))
    [menu] = found(view, "overflow")
    assert [one["value"] for one in menu["options"]] == ["edit:p1", "withdraw:p1"]
    assert "<#C0TEAM>" in read(view)


def test_what_waits_for_a_yes_can_only_be_stopped_and_two_alike_are_told_apart() -> None:
    lines = tuple(
        PostLine(f"p{n}", "Say thank you", "C0TEAM", FRIDAY, begins=words, asks=True)
        for n, words in enumerate(("You stayed late", "You called them all back"))
    )
    view = home(HomeView(started=True, posts=lines))
    assert found(view, "overflow") == []
    shown = read(view)
    assert shown.count("waits for a yes") == 2
    assert "“You stayed late”" in shown
    stops = [one for one in found(view, "button") if one["action_id"] == "post.withdraw"]
    assert [(one["text"]["text"], one["value"]) for one in stops] == [
        ("Stop asking", "p0"),
        ("Stop asking", "p1"),
    ]


# --- twelve weeks ---------------------------------------------------------------------------


def test_each_mark_has_a_shape_of_its_own_and_the_line_says_the_same() -> None:
    marks = (Mark.BEFORE,) * 2 + (Mark.DONE,) * 7 + (Mark.MISSED, Mark.EXCUSED, Mark.OPEN)
    signs, line = strip(Strip(marks, Period.WEEK)).split("\n")
    assert signs == "· · ■ ■ ■ ■ ■ ■ ■ □ \N{EN DASH} ◇"
    assert line == "7 of 8 weeks that counted: growing"


def test_before_any_week_counted_no_number_is_shown() -> None:
    marks = (Mark.BEFORE,) * 11 + (Mark.OPEN,)
    assert strip(Strip(marks, Period.WEEK)).endswith("No week has counted so far.")


# --- what waited ----------------------------------------------------------------------------


@given(st.builds(TodayMessage, values.waiting(SHORT, LINE, 3), st.integers(0, 9)))
def test_what_waited_fits_a_message_with_five_controls(message: TodayMessage) -> None:
    assert lint_message(today(message)) == []


@given(st.builds(TodayMessage, values.waiting(ANY_TEXT, ANY_TEXT, 3), st.integers(0, 9)))
def test_slack_takes_what_waited_whatever_people_wrote(message: TodayMessage) -> None:
    assert lint_blocks(today(message).blocks, "message") == []


def test_a_question_names_who_asks_and_leads_to_the_chat_with_them() -> None:
    item = TodayItem("question", "q1", "Who decides?", "Share why", "U0BEN", "", "Ben", "T0PLAY")
    content = today(TodayMessage((item,)))
    assert "<@U0BEN> asks about *Share why*:" in read(content.blocks)
    assert "Who decides?" in read(content.blocks)
    done, chat = found(content.blocks, "button")
    assert done["value"] == "question:q1"
    assert chat["url"] == "https://slack.com/app_redirect?team=T0PLAY&channel=U0BEN"


def test_three_things_have_five_buttons_and_all_their_answers() -> None:
    items = tuple(TodayItem("follow-up", f"f{n}", "Did it help?", "Coach") for n in range(3))
    actions = [one["action_id"] for one in found(today(TodayMessage(items)).blocks, "button")]
    assert actions == [*("today.done", "today.not-now") * 2, "today.answer"]


OPENING = (Way("move", "Move it", opens=True), Way("hand-back", "Hand it back", opens=True))
TAKEN = (Way("done", "Done"), Way("longer", "Two more weeks"))
SETS_OF_WAYS = st.sampled_from(
    [OPENING[:1], OPENING, TAKEN[:1], TAKEN, (*TAKEN[:1], *OPENING), (*TAKEN, *OPENING[:1])]
)
ITEMS = st.lists(SETS_OF_WAYS, min_size=1, max_size=3).map(
    lambda ways: tuple(
        TodayItem("promise", f"p{n}", "Done?", "Keep your word", ways=one)
        for n, one in enumerate(ways)
    )
)


@given(ITEMS)
def test_each_thing_keeps_all_its_ways_or_a_button_that_leads_to_them(
    items: tuple[TodayItem, ...],
) -> None:
    content = today(TodayMessage(items))
    assert lint_message(content) == []
    rows = [one["elements"] for one in content.blocks if one["type"] == "actions"]
    for item, row in zip(items, rows, strict=True):
        if [one["action_id"] for one in row] != ["today.answer"]:
            assert all(way.label in read(row) for way in item.ways)
        else:
            assert len(item.ways) > 1
            assert row[0]["value"] == f"promise:{item.id}"


@given(ITEMS)
def test_the_window_holds_all_ways_of_everything(items: tuple[TodayItem, ...]) -> None:
    view = everything(TodayMessage(items))
    assert lint_view(view) == []
    rows = [one["elements"] for one in view["blocks"] if one["type"] == "actions"]
    for item, row in zip(items, rows, strict=True):
        assert all(way.label in read(row) for way in item.ways)


@given(ITEMS, FLAG, FLAG)
def test_a_check_in_leads_to_all_ways_of_what_it_asks(
    items: tuple[TodayItem, ...], is_saved: bool, has_question: bool
) -> None:
    message = replace(
        a_check_in(),
        follow_ups=tuple(replace(one, kind="follow-up") for one in items),
        ticked=("share_why",) if is_saved else None,
        question=HelpAsked() if has_question else None,
    )
    content = MESSENGER.render(message)
    assert lint_message(content) == []
    for item in items:
        if f"follow-up:{item.id}" in read(content.blocks):
            has_all = all(way.label in read(content.blocks) for way in item.ways)
            assert has_all or f'"value": "follow-up:{item.id}"' in read(content.blocks)


def test_when_all_of_it_is_done_the_message_says_so() -> None:
    content = today(TodayMessage(()))
    assert "All of it is done. Thank you." in read(content.blocks)
    assert found(content.blocks, "button") == []


# --- the check-in ---------------------------------------------------------------------------


def a_check_in(**more: Any) -> CheckInMessage:
    habits = (Choice("share_why", "Share why"),)
    return CheckInMessage(row="r1", lead=None, habits=habits, ticked=None, recap=None, **more)


FOLLOW_UPS = (
    TodayItem("follow-up", "f1", "Did it help?", "Share why"),
    TodayItem("ask", "a1", "A list of all deals, please.", when="since Tuesday"),
)


def test_a_check_in_asks_for_what_waits_beside_its_boxes() -> None:
    content = MESSENGER.render(a_check_in(follow_ups=FOLLOW_UPS))
    assert lint_message(content) == []
    [answers] = found(content.blocks, "static_select")
    assert [one["value"] for one in answers["options"]] == [
        "r1:done:f1",
        "r1:not-yet:f1",
        "r1:not-now:f1",
    ]
    [again] = [one for one in found(content.blocks, "button") if "check_in" not in one["action_id"]]
    assert (again["action_id"], again["value"]) == ("filter.again", "a1")


def test_after_saving_it_shows_the_weeks_and_asks_for_next_weeks_focus() -> None:
    focus = FocusChoice("share_why", (Choice("share_why", "Share why"), Choice("coach_11", "C")))
    marks = (Mark.DONE,) * 12
    progress = HabitProgress("Share why", "When ...", Strip(marks, Period.WEEK))
    message = a_check_in(focus=focus, progress=progress)
    asking = MESSENGER.render(message)
    assert found(asking.blocks, "static_select") == []
    saved = CheckInMessage(**{**vars(message), "ticked": ("share_why",), "recap": "Noted."})
    content = MESSENGER.render(saved)
    assert lint_message(content) == []
    assert "12 of 12 weeks that counted: steady" in read(content.blocks)
    [select] = found(content.blocks, "static_select")
    assert select["initial_option"]["value"] == "r1:share_why"


NAMES = [habit.name for habit in CATALOGUE.habits.values()]


@given(st.data())
def test_at_its_fullest_a_check_in_keeps_its_words(data: st.DataObject) -> None:
    """The longest of all that can come together: the recap of three habits and of the team, a
    late lead, the weeks, the focus and two follow-ups."""
    long = sorted(NAMES, key=lambda name: -len(name.split()))[:6]
    names = data.draw(st.lists(st.sampled_from(long), min_size=3, max_size=3, unique=True))
    done = together([say("recap.done_times", habit=name, times="12 times") for name in names])
    helped = say("recap.kept_away_and_helped", count=12, habits=together(names))
    questions = [question_of(habit) for habit in CATALOGUE.habits.values()]
    items = [
        TodayItem("follow-up", f"f{n}", data.draw(st.sampled_from(questions)), name, when="2 May")
        for n, name in enumerate(names[:2])
    ]
    ask = TodayItem("ask", "a1", "A list of all deals, please.", when="since Tuesday")
    message = CheckInMessage(
        row="r1",
        lead=data.draw(st.sampled_from([None, say("leads.late", weekday="Friday", at="11:30")])),
        habits=data.draw(st.sampled_from([(), (Choice("a", names[0]),)])),
        ticked=data.draw(st.sampled_from([None, ("a",)])),
        recap=say("recap.noted", habits=done),
        noted=data.draw(FLAG),
        follow_ups=tuple(data.draw(st.permutations([*items, ask]))[:2]),
    )
    if message.ticked is not None or not message.habits:
        marks = Strip((Mark.DONE,) * 10 + (Mark.MISSED,) * 2, Period.WEEK)
        message = replace(
            message,
            recap=f"{message.recap}\n{helped}",
            focus=FocusChoice("a", (Choice("a", names[0]),)),
            progress=HabitProgress(names[0], "When ...", marks),
        )
    assert lint_message(MESSENGER.render(message)) == []


def test_what_came_of_a_week_is_told_where_it_fits() -> None:
    message = a_check_in(focus=FocusChoice("share_why", (Choice("share_why", "Share why"),)))
    recap = "Noted so far: Share why once.\nYour team did not have to read 7 asks."
    saved = replace(message, ticked=("share_why",), recap=recap)
    shown = read(MESSENGER.render(saved).blocks)
    assert "Your team did not have to read 7 asks." in shown
    assert "Next week's focus" in shown


def test_two_questions_of_one_habit_say_what_they_are_about() -> None:
    items = (
        TodayItem("follow-up", "f1", "Did it help?", "Share why", when="2 May"),
        TodayItem("follow-up", "f2", "Did it help?", "Share why", when="3 May"),
    )
    for content in (MESSENGER.render(a_check_in(follow_ups=items)), today(TodayMessage(items))):
        assert "*Share why, 2 May:* Did it help?" in read(content.blocks)
        assert "*Share why, 3 May:* Did it help?" in read(content.blocks)


# --- something to do now --------------------------------------------------------------------


def test_the_situations_and_their_habits_keep_all_limits() -> None:
    shown = situations(CATALOGUE)
    assert lint_view(do_now(shown)) == []
    for each in shown.choices:
        view = habits_now(situation(CATALOGUE, each.value))
        assert lint_view(view) == []
        assert lint_reading(view["blocks"]) == []
        ways = [one for one in found(view, "button") if one["action_id"] != "do-now.open"]
        assert len(ways) == 6


@given(st.lists(st.builds(Doable, IDS, ANY_TEXT, ANY_TEXT, FLAG), max_size=60).map(tuple), ANY_TEXT)
def test_slack_takes_any_own_habits_of_a_situation(
    habits: tuple[Doable, ...], question: str
) -> None:
    complaints = lint_view(habits_now(Situation(question, habits)))
    assert [one for one in complaints if "inner word" not in one] == []
