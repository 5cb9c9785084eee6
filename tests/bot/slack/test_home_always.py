"""Home stays small in every state it can be in, whatever is added to it."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import count
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.messages import PromptMessage, PromptState
from bot.services.views import HomeView
from bot.slack.blocks.home import home
from bot.slack.lint import lint_reading, lint_view
from tests.simulator.home_limits import MOST_BLOCKS, MOST_BUTTONS, buttons_in, home_limits

MOST = {"items": 3, "habits": 3, "posts": 3, "choices": 10, "later": 4}
"""How many of them the services show at most."""

LEAST = {"choices": 1, "managers": 1}
EXACTLY = {"marks": 12}
_IDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=12, max_size=24)
_USERS = st.sampled_from(["U0BEN", "U0AMY", "C0TEAM"])
_TEXTS = st.sampled_from(
    [
        "Coach",
        "Share why",
        "Ask one person what they would try next. Then wait.",
        "When I tell the team what we chose, I will say in two lines why we did.",
    ]
)
_OF_IDS = {"prompt", "post", "id", "away", "value", "row", "note", "entry", "kind"}
_OF_USERS = {"where", "about", "team"}
_NUMBERS = count()
_START = datetime(2026, 1, 1, tzinfo=UTC)
_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 9),
    datetime: st.integers(0, 10_000).map(lambda hours: _START + timedelta(hours=hours)),
    time: st.times(),
    date: st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    NoneType: st.none(),
}


def anything(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Every value of a type, made from its fields: a new one is filled, too."""
    if kind is str:
        return _IDS if name in _OF_IDS else _USERS if name in _OF_USERS else _TEXTS
    if kind in _LEAVES:
        return _LEAVES[kind]
    if get_origin(kind) is tuple:
        inside, _ = get_args(kind)
        least, most = EXACTLY.get(name, LEAST.get(name, 0)), EXACTLY.get(name, MOST.get(name, 3))
        unique = None if name in EXACTLY else name_of
        drawn = anything(inside, name)
        return st.lists(drawn, min_size=least, max_size=most, unique_by=unique).map(tuple)
    if get_origin(kind) in (Union, UnionType):
        return st.one_of([anything(one, name) for one in get_args(kind)])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind), f"how is a {kind} made?"
    hints = get_type_hints(kind)
    return st.builds(
        kind, **{one.name: anything(hints[one.name], one.name) for one in fields(kind)}
    )


def name_of(value: Any) -> Any:
    """By what one of several is told apart."""
    known = (getattr(value, name, None) for name in sorted(_OF_IDS))
    return next((one for one in known if isinstance(one, str)), repr(value))


def names_of(kind: Any) -> list[str]:
    return [one.name for one in fields(kind)]


HOMES = anything(HomeView)


@given(HOMES)
def test_home_has_at_most_thirty_blocks_and_eight_buttons(view: HomeView) -> None:
    shown = home(view)
    assert home_limits(shown) == []
    assert lint_view(shown) == []
    assert lint_reading(shown["blocks"]) == []


@pytest.mark.parametrize("state", get_args(PromptState), ids=lambda state: state.__name__)
@pytest.mark.parametrize("away", [False, True], ids=["here", "away"])
def test_home_holds_everything_at_once(state: Any, away: bool) -> None:
    prompt = fullest(PromptMessage, state=fullest(state))
    view = fullest(HomeView, prompt=prompt, paused_until=_START if away else None)
    shown = home(view)
    assert home_limits(shown) == []
    assert lint_view(shown) == []


def test_the_limits_are_counted_by_what_slack_gets() -> None:
    button = {"type": "button"}
    full = {"blocks": [{"type": "actions", "elements": [button] * 2}] * MOST_BLOCKS}
    assert sum(1 for _ in buttons_in(full)) == 2 * MOST_BLOCKS
    assert home_limits(full) == [f"{2 * MOST_BLOCKS} buttons, {MOST_BUTTONS} at most"]
    assert home_limits({"blocks": [{}] * 31}) == ["31 blocks, 30 at most"]


def fullest(kind: Any, name: str = "", **given: Any) -> Any:
    """The value of a type with everything in it, and as many of it as there may be."""
    if kind is str:
        return (
            f"id{next(_NUMBERS)}" if name in _OF_IDS else "U0BEN" if name in _OF_USERS else "Coach"
        )
    if kind in (bool, int):
        return kind(9)
    if kind is datetime:
        return _START
    if kind is date:
        return _START.date()
    if kind is time:
        return time(9)
    if get_origin(kind) is tuple:
        most = EXACTLY.get(name, MOST.get(name, 3))
        return tuple(fullest(get_args(kind)[0], name) for _ in range(most))
    if get_origin(kind) in (Union, UnionType):
        return fullest(next(one for one in get_args(kind) if one is not NoneType), name)
    if issubclass(kind, Enum):
        return list(kind)[next(_NUMBERS) % len(kind)]
    hints = get_type_hints(kind)
    return kind(**{name: fullest(hints[name], name) for name in names_of(kind)} | given)
