"""Escaping, and how hard a text is to read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reading import count_words, fitting, grade, syllables
from bot.slack.text import (
    LiveText,
    Marked,
    assert_no_mention,
    bold,
    channel_mention,
    clip,
    clip_marked,
    escape,
    lines,
    mention,
    said,
    unescape,
)
from habits.texts import using


@given(st.text())
def test_what_is_escaped_reads_as_it_was_and_never_acts(text: str) -> None:
    assert unescape(escape(text)) == text
    assert "<" not in escape(text)
    assert ">" not in escape(text)
    assert_no_mention(escape(text))


@given(st.text(alphabet="a&<>;lt ", max_size=80), st.integers(1, 40))
def test_cutting_never_leaves_half_an_escape(text: str, limit: int) -> None:
    cut = clip_marked(escape(text), limit)
    assert len(cut) <= limit
    rest = cut.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert "&" not in rest
    assert "<" not in rest


def test_cutting_shows_that_something_is_missing() -> None:
    assert clip("one two three", 8) == "one two…"
    assert clip("one", 8) == "one"


def test_texts_of_ours_take_values_as_text_and_marks_of_ours_as_they_stand() -> None:
    with using({"greeting": "*{name}*: `/trust`"}):
        assert said("greeting", name="<!here> {x}") == "*&lt;!here&gt; {x}*: `/trust`"
        assert said("greeting", name=mention("U0BEN")) == "*<@U0BEN>*: `/trust`"


@given(st.text())
def test_only_what_is_an_id_becomes_a_mention(told: str) -> None:
    for shown in (mention(told), channel_mention(told)):
        assert re.fullmatch(r"<[@#][A-Z0-9]+>", shown) or shown == escape(told)


def test_a_heading_and_lines_leave_out_what_is_empty() -> None:
    assert bold("a<b") == "*a&lt;b*"
    assert lines(escape("a"), None, Marked(""), escape("b")) == "a\nb"


@pytest.mark.parametrize("live", ["<!here>", "<!subteam^S1>", "<@u1>", "<@U1|x>", "<#general>"])
def test_a_live_mention_is_found_wherever_markup_counts(live: str) -> None:
    with pytest.raises(LiveText):
        assert_no_mention(live)
    with pytest.raises(LiveText):
        assert_no_mention([{"elements": [{"text": {"type": "mrkdwn", "text": f"hi {live}"}}]}])
    assert_no_mention({"text": {"type": "plain_text", "text": live}, "value": live})


@pytest.mark.parametrize(
    ("word", "number"),
    [("why", 1), ("share", 1), ("people", 2), ("decided", 3), ("habit", 2), ("changes", 2),
     ("asked", 1), ("needed", 2), ("24", 1), ("10:00", 1), ("two", 1), ("table", 2),
     ("whole", 1), ("studies", 2)],
)  # fmt: skip
def test_syllables_are_counted_by_spelling(word: str, number: int) -> None:
    assert syllables(word) == number


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("", 0.0),
        ("`/trust today`", 0.0),
        ("The cat sat on the mat.", -1.45),
        ("Tell the team why you chose it.", -1.06),
        ("Skipped. Do it any other day and it still counts.", 0.52),
        (
            "Organisational accountability necessitates considerable communication "
            "regarding responsibilities.",
            46.14,
        ),
    ],
)
def test_the_grade_of_these_texts_is_pinned(text: str, figure: float) -> None:
    assert grade(text) == pytest.approx(figure, abs=0.005)


def test_line_ends_end_sentences() -> None:
    assert grade("Share why\nCoach them") == grade("Share why. Coach them.")


def test_words_are_counted_as_people_count_them() -> None:
    assert count_words(["Don't wait: it is at 10:00, a 1:1.", "*Two* words"]) == 10


def test_only_what_fits_beside_the_needed_words_is_kept() -> None:
    assert fitting(["a " * 50], ["b " * 11, "c " * 10, "d", None, ""]) == [
        False,
        True,
        False,
        False,
        False,
    ]
