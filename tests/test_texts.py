"""The file of texts and the code that names them: nothing missing, nothing left over."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.slack.lint import FORBIDDEN
from config.wordings import fields_of, load_texts, templates_of
from habits import content_words
from habits.texts import Wording

ROOT = Path(__file__).parents[1]
TEXTS = load_texts()
SAYING = {"said": "marked", "say": "text", "say_each": "family", "has": "family", "listed": "list"}
ONE = ("text", "marked")
"""The kinds that name one text; what is "marked" goes to Slack as markup."""

HOMES = {"habits.texts", "bot.slack.text"}
THE_SPEAKERS = {ROOT / "habits" / "texts.py", ROOT / "bot" / "slack" / "text.py"}

LONGEST_TITLE = 24
"""Characters that Slack shows of a title, a Submit or a Close of a form."""

NOT_MEANT = {
    ("plans.take_the_hit", "wrong"),
    ("plans.admit_mistake", "excuse"),
    ("plans.human_flaw", "bad"),
    ("plans.thank_creative_mistake", "failed"),
    ("errors.unexpected", "wrong"),
    ("errors.unexpected_in_short", "wrong"),
}
"""Words that judge or press elsewhere, and here do not: the speaker means themselves, or a try."""


@dataclass(frozen=True)
class Named:
    """A place in the code that names a text, a family of texts or a list. `key` None: it cannot
    be read from the source. `values` None: some come as **values."""

    where: str
    kind: str
    key: str | None
    values: frozenset[str] | None


def read_source() -> Iterator[Named]:
    for room in ("bot", "config", "habits"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if path not in THE_SPEAKERS and "playground" not in path.parts:
                yield from names_in(path)


def names_in(path: Path) -> Iterator[Named]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    speaking = dict(_speaking(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        kind = SAYING.get(speaking.get(ast.unparse(node.func), ""))
        if kind is None:
            continue
        where = f"{path.relative_to(ROOT)}:{node.lineno}"
        values = {keyword.arg for keyword in node.keywords}
        given = None if None in values else frozenset(name for name in values if name)
        for key in _keys(node.args[0]):
            yield Named(where, kind, key, given)


def _speaking(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What the file calls the functions that say texts, e.g. ("texts.say", "say")."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            called = alias.asname or alias.name
            # The other `listed` puts words together: it is not in habits.texts.
            joins = (node.module, alias.name) == ("bot.slack.text", "listed")
            if node.module in HOMES and alias.name in SAYING and not joins:
                yield called, alias.name
            elif (node.module, alias.name) == ("habits", "texts"):
                yield from ((f"{called}.{name}", name) for name in SAYING)


def _keys(told: ast.expr) -> Iterator[str | None]:
    match told:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=body, orelse=orelse):
            yield from _keys(body)
            yield from _keys(orelse)
        case _:
            yield None


NAMED = list(read_source())


def members(family: str) -> list[str]:
    """The texts below a name; a family may have rooms, such as one for each habit."""
    return [key for key in TEXTS if key.startswith(f"{family}.")]


def wanted(wording: Wording) -> set[frozenset[str]]:
    """The sets of values that fit a text: a plural may speak of the count or leave it out."""
    fields = fields_of(wording)
    return {fields} if isinstance(wording, str) else {fields | {"count"}}


# --- code and file agree ---------------------------------------------------------------------


def test_every_text_is_named_by_a_key_that_can_be_read_in_the_source() -> None:
    assert [one.where for one in NAMED if one.key is None] == []


def test_every_text_that_is_named_exists() -> None:
    missing = [
        f"{one.where}: {one.key}"
        for one in NAMED
        if one.key is not None and not (one.key in TEXTS if one.kind in ONE else members(one.key))
    ]
    assert missing == []


def test_every_text_in_the_file_is_used() -> None:
    used = {one.key for one in NAMED if one.kind in ONE}
    used |= {key for one in NAMED if one.kind not in ONE and one.key for key in members(one.key)}
    assert sorted(TEXTS.keys() - used) == []


def test_every_text_gets_exactly_the_values_it_wants() -> None:
    wrong = [
        f"{one.where}: {one.key} wants {sorted(fields_of(TEXTS[one.key]))}"
        for one in NAMED
        if one.kind in ONE and one.key in TEXTS and one.values not in wanted(TEXTS[one.key])
    ]
    assert wrong == []


def test_no_text_of_a_family_wants_a_value_that_is_not_there() -> None:
    wrong = [
        f"{one.where}: {key} wants {sorted(fields_of(TEXTS[key]))}"
        for one in NAMED
        if one.kind == "family" and one.values and one.key
        for key in members(one.key)
        if not one.values >= fields_of(TEXTS[key])
    ]
    assert wrong == []


def test_lists_have_no_gaps_to_fill() -> None:
    found = [
        key
        for one in NAMED
        if one.kind == "list" and one.key
        for key in members(one.key)
        if not isinstance(TEXTS[key], str) or fields_of(TEXTS[key])
    ]
    assert found == []


# --- and nothing beside the file -------------------------------------------------------------

_READS_LIKE_WORDS = re.compile(r"[A-Z][a-z]|[a-z]{2,} [a-z]")


def test_no_words_stand_in_the_code_that_gives_messages_their_form() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for path in sorted((ROOT / "bot" / "slack" / "blocks").glob("*.py"))
        for node in _literals(ast.parse(path.read_text(encoding="utf-8")))
        if _READS_LIKE_WORDS.search(node.value)
    ]
    assert found == []


def _literals(tree: ast.Module) -> Iterator[Any]:
    """The texts in a file's code, without what explains it."""
    explain = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        texts = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if texts and id(node) not in explain:
            yield node


# --- what the texts are like -----------------------------------------------------------------

EACH = [(key, template) for key, wording in TEXTS.items() for template in templates_of(wording)]


def test_gaps_are_plain_names() -> None:
    assert [key for key in TEXTS for gap in fields_of(TEXTS[key]) if not gap.isidentifier()] == []


def test_no_text_is_empty_or_ends_in_a_space() -> None:
    assert [key for key, text in EACH if not text.strip() or text != text.strip()] == []


def test_titles_and_the_buttons_of_forms_fit_into_what_slack_shows() -> None:
    long = [
        f"{key}: {text!r}"
        for key, text in EACH
        if key.rpartition(".")[2] in ("title", "submit", "close") and len(text) > LONGEST_TITLE
    ]
    assert long == []


def test_no_inner_word_stands_in_a_text() -> None:
    found = [(key, FORBIDDEN.findall(text)) for key, text in EACH if FORBIDDEN.search(_read(text))]
    assert found == []


def test_no_text_blames_presses_or_cheers() -> None:
    found = [
        (key, word)
        for key, text in EACH
        for word in [
            *content_words.blame_words(_read(text)),
            *content_words.pressure_words(_read(text)),
            *content_words.loose_slips(_read(text)),
            *content_words.shouted(_read(text)),
            *re.findall("!", text),
        ]
    ]
    assert [one for one in found if one not in NOT_MEANT] == []


def test_no_text_holds_marks_that_slack_would_read_as_its_own() -> None:
    marked = {one.key for one in NAMED if one.kind == "marked"}
    live = re.compile(r"[<>]|&(?!(?:lt|gt|amp);)")
    assert [key for key, text in EACH if key in marked and live.search(text)] == []


def test_no_text_mentions_anybody_or_holds_an_emoji() -> None:
    found = [
        (key, word)
        for key, text in EACH
        for word in [*content_words.mentions(_read(text)), *content_words.emoji(_read(text))]
    ]
    assert found == []


def _read(template: str) -> str:
    """A text without what is typed (in backticks) and without its gaps."""
    return re.sub(r"`[^`]*`|\{\w+\}", " ", template)


# --- the test itself -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "key", "values"),
    [
        ('from habits.texts import say\nsay("a.b", x=1)', "a.b", {"x"}),
        ('from bot.slack.text import said as s\ns("a.b")', "a.b", set()),
        ('from habits import texts\ntexts.say_each("a", name, n=1)', "a", {"n"}),
        ("from habits.texts import say\nsay(key)", None, set()),
    ],
)
def test_names_are_read_however_they_are_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, key: str, values: set[str]
) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / "one.py"
    path.write_text(source)
    [named] = names_in(path)
    assert (named.key, named.values) == (key, values)
