"""The file of texts: what it may hold, and how its texts are said."""

from pathlib import Path

import pytest

from config.wordings import fields_of, load_texts, marked, pseudo
from habits.errors import BadContent
from habits.texts import UnknownText, has, listed, say, say_each, using


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "en.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_names_inside_names_become_keys_with_dots_and_lists_are_numbered(tmp_path: Path) -> None:
    path = written(tmp_path, "a:\n  yes: Well\n  days: [Monday, Tuesday]\n")
    assert load_texts(path) == {"a.yes": "Well", "a.days.0": "Monday", "a.days.1": "Tuesday"}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("a: one\nb: two\na: three\n", "line 3: a: there twice, first in line 1"),
        ("a: 12\n", "“a” is 12; put it in quotes"),
        ("a:\n  b: {name}\n", "“a.b.name” is None; put it in quotes"),
        ("a: b: c\n", "line 1: not YAML"),
        ("a:\n", "“a” is None"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(
    tmp_path: Path, content: str, complaint: str
) -> None:
    with pytest.raises(BadContent, match=complaint.replace("(", r"\(")):
        load_texts(written(tmp_path, content))


def test_one_and_many_are_told_apart_by_the_count(tmp_path: Path) -> None:
    path = written(tmp_path, 'notes:\n  one: "{count} note"\n  other: "{count} notes"\n')
    with using(load_texts(path)):
        assert [say("notes", count=n) for n in (0, 1, 2)] == ["0 notes", "1 note", "2 notes"]
        with pytest.raises(UnknownText, match="no text “nothing”"):
            say("nothing")


def test_a_list_holds_plain_texts() -> None:
    with using({"days.0": "Monday", "days.1": {"one": "a day", "other": "days"}}):
        with pytest.raises(UnknownText, match=r"days\.1.* needs a count"):
            listed("days")
        assert listed("months") == []


def test_a_value_may_have_any_name() -> None:
    with using({"a": "{key} {name} {prefix}", "b.c": "{key} {name} {prefix}"}):
        assert say("a", key="1", name="2", prefix="3") == "1 2 3"
        assert say_each("b", "c", key="1", name="2", prefix="3") == "1 2 3"
        assert has("b", "c")
        assert not has("b", "d")


def test_the_texts_before_are_spoken_again_afterwards() -> None:
    before = say("buttons.close")
    with using({"buttons.close": "Zu"}):
        assert say("buttons.close") == "Zu"
    assert say("buttons.close") == before


def test_marked_texts_keep_their_gaps_their_commands_and_their_length() -> None:
    text = "Open {name}: `/trust {word}` or <https://x.example|that>."
    shown = marked(text)
    assert shown == "Ōƥēñ {name}: `/trust {word}` ōř <https://x.example|that>."
    assert len(shown) == len(text)
    texts = load_texts()
    assert {key: fields_of(one) for key, one in pseudo(texts).items()} == {
        key: fields_of(one) for key, one in texts.items()
    }


def test_the_files_of_a_folder_are_one_and_no_key_stands_in_two_of_them(tmp_path: Path) -> None:
    (tmp_path / "calls.yaml").write_text("calls:\n  title: A call\n", encoding="utf-8")
    (tmp_path / "en.yaml").write_text("a: one\n", encoding="utf-8")
    assert load_texts(tmp_path) == {"calls.title": "A call", "a": "one"}
    (tmp_path / "other.yaml").write_text("a: two\n", encoding="utf-8")
    with pytest.raises(BadContent, match=r"other.yaml: “a” stands in another file as well"):
        load_texts(tmp_path)
