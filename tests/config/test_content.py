"""Broken files: each is refused with its file, its line, its field and what was expected."""

from pathlib import Path

import pytest

from config.content import LARGEST, PACKAGED, lint_folder, load
from habits.content_rules import in_words
from habits.errors import BadContent

GOOD = (PACKAGED / "share_why.yaml").read_text(encoding="utf-8")
LONG = "Say " + "why " * 30 + "now."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company's own folder with one habit in it."""
    (tmp_path / "share_why.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def said(folder: Path) -> list[str]:
    return [str(complaint) for complaint in lint_folder(folder)]


def line_of(text: str, content: str = GOOD) -> int:
    assert content.count(text) == 1, text
    return content[: content.index(text)].count("\n") + 1


def changed(folder: Path, old: str, new: str) -> list[str]:
    assert GOOD.count(old) == 1, old
    (folder / "share_why.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    return said(folder)


def test_the_packaged_habits_have_nothing_to_correct() -> None:
    assert lint_folder() == []
    assert len(load().habits) == 36


def test_a_file_that_is_right_gets_no_complaint(folder: Path) -> None:
    assert said(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "complaint"),
    [
        (
            "text: Not free to give the reason yet? Say so, with the day you can.",
            f"text: {LONG}",
            "text: Not free to give",
            f"wordings, the 3rd, text: {len(LONG)} characters; at most 110.",
        ),
        (
            "- decision_ahead\naction",
            "- decision_ahed\naction",
            "- decision_ahead\naction",
            "cues, the 1st: found “decision_ahed”; did you mean “decision_ahead”?",
        ),
        (
            "  - decision_ahead\n- id",
            "  - full_moon\n- id",
            "  - decision_ahead\n- id",
            "wordings, the 4th, needs, the 1st: found “full_moon”; expected one of: open_batch,",
        ),
        (
            "reflection: Which",
            "refection: Which",
            "reflection: Which",
            "refection: there is no such field; did you mean “reflection”?",
        ),
        (
            "    kind: date\n",
            "    colour: red\n    kind: date\n",
            "    kind: date\n",
            "tool.fields, the 7th, colour: there is no such field; expected one of: id, label,",
        ),
        (
            "  times: 1",
            "  times: once",
            "  times: 1",
            "cadence.times: found “once”; expected a whole number.",
        ),
        ("  times: 1", "  times: 0", "  times: 1", "cadence.times: 0; expected 1 or more."),
        (
            "theme: 2",
            "theme: 7",
            "theme: 2",
            "theme: found “7”; expected one of: 1, 2, 3, 4, 5, 6.",
        ),
        (
            "name: Share why",
            "name: yes",
            "name: Share why",
            "name: found “true”; expected text (in quotes, if YAML reads it as something else).",
        ),
        (
            "name: Share why",
            "name: 2026",
            "name: Share why",
            "name: found “2026”; expected text (in quotes, if YAML reads it as something else).",
        ),
        ("name: Share why", "name: ''", "name: Share why", "name: empty; expected some text."),
        (
            "name: Share why",
            "name:",
            "name: Share why",
            "name: found nothing; expected text (in quotes, if YAML reads it as something else).",
        ),
        (
            "cues:\n- decision_ahead",
            "cues: decision_ahead",
            "cues:\n",
            "cues: found “decision_ahead”; expected a list, each item on its own line after “- ”.",
        ),
        (
            "cues:\n- decision_ahead",
            "cues: []",
            "cues:\n",
            "cues: empty; expected one item or more.",
        ),
        (
            "  follow_up:\n    when: one working",
            "  follow_up: tomorrow\n  rest:\n    when: one working",
            "  follow_up:\n",
            "tool.follow_up: found “tomorrow”; expected names and values, as “name: value”.",
        ),
        (
            "    required: true\n    max: 500",
            "    required: 'yes'\n    max: 500",
            "    required: true\n    max: 500",
            "tool.fields, the 2nd, required: found “yes”; expected true or false.",
        ),
        (
            "- id: withheld",
            "- id: With-Held",
            "- id: withheld",
            "tool.fields, the 6th, id: “With-Held”; expected small letters, digits and _ only.",
        ),
        (
            "key: share_why",
            "key: share_reason",
            "key: share_why",
            "key: “share_reason”; expected the name of the file, “share_why”.",
        ),
        (
            "- id: share_why/4",
            "- id: share_why/1",
            "- id: share_why/4",
            "wordings, the 4th, id: “share_why/1” is also the id of ",
        ),
        (
            "theme: 2",
            "theme: 2\nname: Other",
            "seeds:",
            "name: there twice, first in line 2; keep one.",
        ),
        (
            "text: Decided something yesterday? The reason",
            "text: Decided something bad? The reason",
            "text: Decided something yesterday?",
            "wordings, the 2nd, text: found “bad”; expected words that do not judge anybody.",
        ),
    ],
)
def test_a_complaint_names_file_line_field_and_what_is_expected(
    folder: Path, old: str, new: str, at: str, complaint: str
) -> None:
    found = changed(folder, old, new)
    assert any(
        one.startswith(f"share_why.yaml, line {line_of(at)}, {complaint}") for one in found
    ), found


def test_a_missing_field_is_named_with_the_line_of_what_lacks_it(folder: Path) -> None:
    assert changed(folder, "done: The why was posted in the team channel.\n", "") == [
        "share_why.yaml, line 1, done: missing; it is needed here."
    ]
    line = line_of("when: one working")
    assert changed(folder, "    by: timer\n", "") == [
        f"share_why.yaml, line {line}, tool.follow_up.by: missing; it is needed here."
    ]


def test_missing_fields_of_one_place_are_one_complaint(folder: Path) -> None:
    (folder / "share_why.yaml").write_text("key: share_why\n")
    [complaint] = said(folder)
    assert complaint.startswith("share_why.yaml, line 1: missing: name, theme, ")
    old = GOOD[GOOD.index("    when: one working") : GOOD.index("    by: timer\n")]
    line = line_of("    when: one working")
    assert changed(folder, f"{old}    by: timer\n", "    who: me\n") == [
        f"share_why.yaml, line {line}, tool.follow_up: missing: when, what, by.",
        f"share_why.yaml, line {line}, tool.follow_up.who: there is no such field; "
        "expected one of: when, what, by.",
    ]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ((), ""),
        (("name",), "name"),
        (("wordings", 0), "wordings, the 1st"),
        (("tool", "fields", 1, "only_if", "a", 2), "tool.fields, the 2nd, only_if.a, the 3rd"),
        (("wordings", 10, "text"), "wordings, the 11th, text"),
        (("wordings", 21, "text"), "wordings, the 22nd, text"),
        ((2, "key"), "the 3rd, key"),
    ],
)
def test_places_in_a_list_are_counted_from_one(where: tuple[str | int, ...], words: str) -> None:
    assert in_words(where) == words


def test_yaml_that_cannot_be_read_is_named_with_its_line(folder: Path) -> None:
    found = changed(folder, "name: Share why", "name: 'Share why")
    assert len(found) == 1
    assert found[0].startswith("share_why.yaml, line ")
    assert "not YAML: " in found[0]
    found = changed(folder, "name: Share why", "name: Share: why")
    assert found[0].startswith("share_why.yaml, line 2: not YAML: mapping values are not allowed")
    found = changed(folder, "name: Share why", "\tname: Share why")
    assert found[0].startswith("share_why.yaml, line 2: not YAML: ")


def test_a_file_of_bytes_is_no_text(folder: Path) -> None:
    (folder / "share_why.yaml").write_bytes(b"key: share_why\nname: Caf\xe9\n")
    assert said(folder) == ["share_why.yaml, line 2: not UTF-8; save the file as UTF-8 text."]
    (folder / "share_why.yaml").write_bytes(b"key: share_why\nname: a\x01b\n")
    assert said(folder) == ["share_why.yaml, line 2: not YAML: a character that cannot be shown."]


@pytest.mark.parametrize("content", ["", "# nothing yet\n"])
def test_an_empty_file_is_no_habit(folder: Path, content: str) -> None:
    (folder / "share_why.yaml").write_text(content)
    assert said(folder) == [
        "share_why.yaml, line 1: found nothing; expected names and values, as “name: value”."
    ]


def test_a_list_is_no_habit(folder: Path) -> None:
    (folder / "share_why.yaml").write_text("- key: share_why\n")
    assert said(folder)[0].startswith("share_why.yaml, line 1: found “[{'key': 'share_why'}]”")


def test_two_documents_in_a_file_are_one_too_many(folder: Path) -> None:
    found = changed(folder, "name: Share why", "---\nname: Share why")
    assert len(found) == 1
    assert "not YAML: but found another document" in found[0]


def test_aliases_and_tags_are_not_used(folder: Path) -> None:
    found = changed(folder, "theme: 2\nseeds:", "theme: &two 2\nseeds:")
    assert found == []
    text = GOOD.replace("theme: 2", "theme: &two 2").replace("times: 1", "times: *two")
    (folder / "share_why.yaml").write_text(text)
    assert any(
        "cadence.times: repeated by an alias (*); write it out." in one for one in said(folder)
    )
    found = changed(folder, "name: Share why", "name: !!python/object:os.system Share why")
    assert "name: “!!python/object:os.system” is not used here; leave it out." in found[0]
    found = changed(folder, "theme: 2", "theme: !!int two")
    assert "share_why.yaml, line 3, theme: “two” cannot be read as int." in found
    found = changed(folder, "name: Share why", "name: !own Share why")
    assert "share_why.yaml, line 2, name: “!own” is not used here; leave it out." in found


def test_a_few_lines_cannot_grow_into_gigabytes(folder: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (folder / "share_why.yaml").write_text("\n".join(lines))
    assert any("repeated by an alias" in one for one in said(folder))


def test_a_file_that_holds_itself_is_refused(folder: Path) -> None:
    (folder / "share_why.yaml").write_text("&all\nkey: share_why\nname: *all\n")
    assert any("name: repeated by an alias" in one for one in said(folder))


def test_a_file_of_megabytes_is_not_read(folder: Path) -> None:
    (folder / "share_why.yaml").write_text("#" * (LARGEST + 1))
    assert said(folder) == [f"share_why.yaml: {LARGEST + 1} bytes; at most {LARGEST}."]


def test_the_other_ending_is_not_passed_over_in_silence(folder: Path) -> None:
    (folder / "my_habit.yml").write_text(GOOD)
    assert said(folder) == [
        "my_habit.yml: this ending is passed over; name the file my_habit.yaml."
    ]


def test_other_files_in_the_folder_are_left_alone(folder: Path) -> None:
    (folder / "README.md").write_text("Our habits")
    (folder / "drafts").mkdir()
    assert said(folder) == []


def test_a_folder_in_a_files_place_is_named(folder: Path) -> None:
    (folder / "folder.yaml").mkdir()
    assert said(folder) == ["folder.yaml: Is a directory."]


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(BadContent, match=r"no habit in this folder; expected one <key>\.yaml"):
        load(tmp_path)


def test_a_path_that_is_no_folder_is_a_mistake(folder: Path) -> None:
    with pytest.raises(BadContent, match="/nowhere: No such file or directory; expected"):
        load(folder / "nowhere")
    with pytest.raises(BadContent, match="Not a directory; expected a folder"):
        load(folder / "share_why.yaml")


def test_a_companys_habit_is_added_to_ours(folder: Path) -> None:
    own = GOOD.replace("share_why", "say_hello").replace("name: Share why", "name: Say hello")
    (folder / "say_hello.yaml").write_text(own.replace("- S3", "- own"))
    catalogue = load(folder)
    assert len(catalogue.habits) == 37
    assert catalogue.find("say hello").seeds == ("own",)


def test_a_companys_habit_replaces_ours_of_the_same_key(folder: Path) -> None:
    assert changed(folder, "name: Share why", "name: Tell why") == []
    catalogue = load(folder)
    assert len(catalogue.habits) == 36
    assert catalogue.get("share_why").name == "Tell why"
    assert catalogue.hash != load().hash


def test_layout_and_comments_do_not_change_the_hash(folder: Path) -> None:
    assert changed(folder, "name: Share why", "# our words\nname:   'Share why'") == []
    assert load(folder).hash == load().hash


def test_two_habits_never_share_a_name(folder: Path) -> None:
    own = GOOD.replace("share_why", "say_hello").replace("name: Share why", "name: coach")
    (folder / "say_hello.yaml").write_text(own)
    complaint = (
        "say_hello.yaml, line 2, name: “coach” is also the name in coach_11.yaml; "
        "each needs its own."
    )
    assert said(folder) == [complaint]
    with pytest.raises(BadContent, match=complaint):
        load(folder)


def test_a_replaced_habit_and_not_ours_is_named_for_taking_a_name(folder: Path) -> None:
    packaged = (PACKAGED / "act_fast.yaml").read_text(encoding="utf-8")
    own = packaged.replace("name: Try it by tomorrow", "name: Coach")
    (folder / "act_fast.yaml").write_text(own)
    assert said(folder)[0].startswith("act_fast.yaml, line 2, name: “Coach” is also the name in")


def test_all_complaints_of_all_files_come_at_once_and_nothing_is_loaded(folder: Path) -> None:
    (folder / "a_one.yaml").write_text(GOOD.replace("theme: 2", "theme: two"))
    (folder / "b_two.yaml").write_text(GOOD.replace("share_why", "b_two") + "more: 1\n")
    changed(folder, "seeds:\n- S3", "seeds:\n- S9")
    with pytest.raises(BadContent) as refused:
        load(folder)
    first, *complaints, last = str(refused.value).split("\n")
    assert first == "The habits cannot be used; 3 things need correcting:"
    assert [one.strip().split(",")[0] for one in complaints] == [
        "a_one.yaml",
        "b_two.yaml",
        "share_why.yaml",
    ]
    assert last.startswith("Correct them and start again.")
