"""The check-in with a look back, a question, and next week's focus in two groups."""

from dataclasses import replace
from typing import Any

from bot.services.messages import (
    Bars,
    Chart,
    CheckInMessage,
    Choice,
    FocusChoice,
    HelpAsked,
    RatingAsked,
    TwelveWeeksAsked,
)
from bot.services.team_messages import TodayItem, Way
from bot.slack.blocks.charts import bars
from bot.slack.blocks.check_in import check_in
from bot.slack.lint import lint_message

CHART = Chart(
    "Times done, week by week",
    ("23 February", "2 March", "9 March", "16 March"),
    (Bars("Share why", (1, 0, 2, 1)),),
)
FOCUS = FocusChoice(
    "share_why", (Choice("share_why", "Share why"),), (Choice("coach_11", "Coach"),)
)
WAITING = tuple(
    TodayItem("follow-up", f"item-{n}", "Did it help?", title="Share why") for n in range(2)
)
SAVED = CheckInMessage(
    row="row",
    lead=None,
    habits=(Choice("share_why", "Share why"),),
    ticked=("share_why",),
    recap="Done in the weeks that counted: Share why 3 of 4.",
    follow_ups=WAITING,
    focus=FOCUS,
    weeks=4,
    week_by_week="Times, week by week: Share why 1, 0, 2, 1.",
    chart=CHART,
)


def kinds(message: CheckInMessage) -> list[str]:
    return [block["type"] for block in check_in(message).blocks]


def selects(message: CheckInMessage) -> list[dict[str, Any]]:
    held = [block.get("accessory", {}) for block in check_in(message).blocks]
    return [one for one in held if one.get("type") == "static_select"]


def test_a_chart_stands_with_the_same_in_words_or_not_at_all() -> None:
    blocks = check_in(SAVED).blocks
    at = kinds(SAVED).index("data_visualization")
    assert blocks[at + 1]["elements"][0]["text"] == SAVED.week_by_week
    long = replace(SAVED, recap="word " * 50)
    assert "data_visualization" not in kinds(long)
    assert "data_visualization" not in kinds(replace(SAVED, week_by_week=None))


def test_a_look_back_on_three_habits_keeps_to_the_figures_and_tells_the_rest_first() -> None:
    names = ("Share why", "Be a filter", "Go on the call")
    three = replace(
        SAVED,
        recap="Done in the weeks that counted: Share why 3 of 4, Be a filter 1 of 2 and Go on the"
        " call 2 of 2.\nShare why is back after a week with nothing noted. Good to see.",
        week_by_week="Times, week by week: Share why 1, 0, 2, 1; Be a filter 0, 1, 0, 0;"
        " Go on the call 1, 1, 0, 0.",
        chart=replace(CHART, series=tuple(Bars(name, (1, 0, 2, 1)) for name in names)),
    )
    assert lint_message(check_in(three)) == []
    assert "data_visualization" in kinds(three)
    asked = replace(three, question=TwelveWeeksAsked("share_why", "Share why"))
    assert lint_message(check_in(asked)) == []


def test_a_chart_leaves_out_the_weeks_that_count_for_none_of_its_habits() -> None:
    some = (Bars("Share why", (None, 1, None, 0)), Bars("Coach", (None, None, 2, 1)))
    made = bars(replace(CHART, series=some))["chart"]
    assert made["axis_config"]["categories"] == ["2 March", "9 March", "16 March"]
    values = [[point["value"] for point in one["data"]] for one in made["series"]]
    assert values == [[1, 0, 0], [0, 2, 1]]
    assert lint_message(check_in(replace(SAVED, chart=replace(CHART, series=some)))) == []


def test_a_chart_is_told_apart_by_its_names_within_slacks_limits() -> None:
    made = bars(
        Chart("t" * 80, ("a", "a"), (Bars("", (1, 2)), Bars("n" * 30, (3, 4)), Bars("", (5, 6))))
    )
    assert len(made["title"]) == 50
    series = made["chart"]["series"]
    assert [one["name"] for one in series] == ["-", "n" * 19 + "…", "- 2"]
    assert made["chart"]["axis_config"]["categories"] == ["a", "a 2"]
    assert series[2]["data"] == [{"label": "a", "value": 5}, {"label": "a 2", "value": 6}]


def test_a_question_leaves_room_for_the_rest_within_five_controls() -> None:
    for question in (RatingAsked("share_why", "Share why"), TwelveWeeksAsked("x", "X")):
        message = replace(SAVED, question=question)
        assert lint_message(check_in(message)) == []
        assert len(selects(message)) == 4


def test_what_would_help_is_asked_beside_the_boxes_in_place_of_one_that_waits() -> None:
    asking = replace(SAVED, ticked=None, question=HelpAsked())
    assert lint_message(check_in(asking)) == []
    assert [one["action_id"] for one in selects(asking)] == [
        "check_in.help",
        "check_in.follow-up",
    ]


def test_an_older_check_in_asks_nothing() -> None:
    old = replace(SAVED, changeable=False, question=TwelveWeeksAsked("x", "X"))
    assert selects(old) == []


def test_a_rating_that_stands_is_shown_and_can_be_changed() -> None:
    [rating] = [
        one
        for one in selects(replace(SAVED, question=RatingAsked("share_why", "Share why", 6)))
        if one["action_id"] == "check_in.rating"
    ]
    assert rating["initial_option"]["value"] == "row:6:share_why"
    assert [option["text"]["text"] for option in rating["options"]] == [
        "1, not at all",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7, fully",
    ]


def test_another_habit_is_one_more_or_takes_a_place_and_the_select_says_which() -> None:
    def groups(focus: FocusChoice) -> list[str]:
        [chosen] = [
            one
            for one in selects(replace(SAVED, focus=focus))
            if one["action_id"] == "check_in.focus"
        ]
        assert chosen["initial_option"]["value"] == "row:share_why"
        return [each["label"]["text"] for each in chosen["option_groups"]]

    assert groups(FOCUS) == ["Yours", "Instead of Share why"]
    assert groups(replace(FOCUS, more=True)) == ["Yours", "One more habit"]


def test_the_focus_is_next_weeks_until_that_week_has_begun() -> None:
    def heading(focus: FocusChoice) -> bool:
        blocks = check_in(replace(SAVED, focus=focus)).blocks
        return any("*Next week's focus*" in str(block.get("text")) for block in blocks)

    assert heading(FOCUS)
    assert not heading(replace(FOCUS, begun=True))


def test_what_opens_a_window_can_be_answered_at_once_too_where_there_is_room() -> None:
    ways = (Way("write", "Write it now", opens=True), Way("said", "I said it"))
    one, another = (replace(item, ways=ways) for item in WAITING)
    [answers] = [
        element
        for block in check_in(replace(SAVED, follow_ups=(one,))).blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "check_in.follow-up"
    ]
    assert [one["text"]["text"] for one in answers["options"]] == ["I said it"]
    both = check_in(replace(SAVED, follow_ups=(one, another)))
    assert lint_message(both) == []
    assert "check_in.follow-up" not in str(both.blocks), "five controls are the most"
