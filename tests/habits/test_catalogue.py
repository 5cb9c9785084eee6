from collections import Counter

import pytest
from pydantic import ValidationError

from config.content import load
from habits.catalogue import Catalogue, Habit, option_label
from habits.catalogue_lists import TICKED_AT_WEEK_START, Cue, Need, SlotSource, Theme
from habits.catalogue_order import ORDER, SECOND_ROW, STARTERS
from habits.errors import UnknownHabit
from habits.texts import has

CATALOGUE = load()


def altered(of: str, /, **changes: object) -> Habit:
    return CATALOGUE.get(of).model_copy(update=changes)


def test_there_are_six_habits_for_each_of_six_situations() -> None:
    counts = Counter(habit.theme for habit in CATALOGUE.habits.values())
    assert counts == dict.fromkeys(Theme, 6)


def test_habits_stand_in_the_order_in_which_they_are_offered() -> None:
    for theme in Theme:
        assert tuple(habit.key for habit in CATALOGUE.by_theme(theme)) == ORDER[theme]


def test_the_starters_and_the_second_row_have_six_lines_each() -> None:
    offered = CATALOGUE.starters() + CATALOGUE.second_row()
    assert tuple(habit.key for habit in offered) == STARTERS + SECOND_ROW
    assert [len(habit.wordings) for habit in offered] == [6] * 6


def test_every_cue_and_every_need_of_the_lists_is_of_use_to_a_habit() -> None:
    habits = CATALOGUE.habits.values()
    cues = {cue for habit in habits for cue in habit.cues}
    needs = {need for habit in habits for wording in habit.wordings for need in wording.needs}
    sources = {
        source
        for habit in habits
        for wording in habit.wordings
        for source in wording.slots.values()
    }
    assert cues == set(Cue)
    assert needs == set(Need)
    assert sources == set(SlotSource)


def test_the_week_start_asks_for_seven_cues() -> None:
    assert len(set(TICKED_AT_WEEK_START)) == 7


@pytest.mark.parametrize("key", CATALOGUE.habits)
def test_every_habit_is_found_by_its_key_and_by_its_name(key: str) -> None:
    habit = CATALOGUE.get(key)
    assert CATALOGUE.find(key) is habit
    assert CATALOGUE.find(habit.name) is habit
    assert CATALOGUE.find(habit.name.upper()) is habit


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("share why", "share_why"),
        ("  Share-Why! ", "share_why"),
        ("“be a filter”", "filter_request"),
        ("coach", "coach_11"),
        ("balance", "ease_intensity"),
        ("hall of", "hall_of_shame_lunch"),
    ],
)
def test_a_habit_is_found_however_a_person_types_it(words: str, key: str) -> None:
    assert CATALOGUE.find(words).key == key


def test_a_beginning_that_fits_several_habits_names_them() -> None:
    with pytest.raises(UnknownHabit, match=r"“share” can be “Share why”, “Share a useful failure”"):
        CATALOGUE.find("share")


def test_a_slip_of_the_finger_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownHabit, match=r"called “shrae why”. Did you mean “Share why”"):
        CATALOGUE.find("shrae why")
    with pytest.raises(UnknownHabit, match="Did you mean “Be a filter”"):
        CATALOGUE.get("filter_reqest")


def test_words_near_to_nothing_point_to_where_all_habits_are() -> None:
    with pytest.raises(UnknownHabit, match=r"no habit called “xyzzy”. `/trust settings` lists"):
        CATALOGUE.find("xyzzy")


@pytest.mark.parametrize("words", ["", "  ", "!?"])
def test_no_words_at_all_get_an_example(words: str) -> None:
    with pytest.raises(UnknownHabit):
        CATALOGUE.find(words)


def test_the_hash_is_of_the_content_and_not_of_the_order_of_files() -> None:
    habits = list(CATALOGUE.habits.values())
    assert Catalogue(reversed(habits)).hash == CATALOGUE.hash
    assert Catalogue(habits[1:]).hash != CATALOGUE.hash


def test_the_hash_changes_with_a_single_character() -> None:
    others = [habit for habit in CATALOGUE.habits.values() if habit.key != "share_why"]
    changed = altered("share_why", why="People accept hard decisions when they hear the reasons.")
    assert Catalogue([*others, changed]).hash != CATALOGUE.hash


def test_a_companys_own_habit_stands_after_ours() -> None:
    own = altered("share_why", key="a_habit", name="A habit")
    catalogue = Catalogue([own, *CATALOGUE.habits.values()])
    assert [habit.key for habit in catalogue.by_theme(Theme.REASONS)][-1] == "a_habit"


def test_a_habit_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        CATALOGUE.get("share_why").name = "Other"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("option", "label"),
    [("not_this_one", "Not this one"), ("open", "Open"), ("Talk to HR", "Talk to HR")],
)
def test_an_option_is_read_as_words(option: str, label: str) -> None:
    assert option_label(option) == label


def test_every_option_of_the_packaged_habits_has_its_words() -> None:
    habits = CATALOGUE.habits.values()
    options = [
        option for habit in habits for field in habit.tool.fields for option in field.options or ()
    ]
    assert [option for option in options if not has("options", option)] == []


def test_admissions_refusals_and_reprimands_are_spoken_by_the_person() -> None:
    for key in ("firm_and_fair", "forgive_close", "take_the_hit", "land_feedback"):
        assert [str(one) for one in CATALOGUE.get(key).tool.audience] == ["own_voice"]
    assert CATALOGUE.get("filter_request").tool.audience[0] == "own_voice"
    assert CATALOGUE.get("admit_mistake").tool.audience[0] == "own_voice"
