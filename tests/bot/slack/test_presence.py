"""A status that says away, and Do Not Disturb: whatever Slack sends is one of them or nothing."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.services.ports import Quiet
from bot.slack.clients import Clients, open_clients
from bot.slack.features import OptionalFeatures
from bot.slack.people import parse_person
from bot.slack.presence import AwayStatus, fetch_quiet_times, quiet_of, status_of
from tests.bot.slack.loopback import Loopback, loopback, refused

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
DND = {
    "dnd_enabled": True,
    "next_dnd_start_ts": int(NINE.timestamp()),
    "next_dnd_end_ts": int(TEN.timestamp()),
}
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
STATUSES = st.dictionaries(st.sampled_from(["status_emoji", "status_expiration"]), LEAF)
QUIETS = st.dictionaries(st.sampled_from(list(DND)), LEAF)


def status(emoji: object, expiration: object = 0) -> AwayStatus | None:
    return status_of({"profile": {"status_emoji": emoji, "status_expiration": expiration}})


@pytest.mark.parametrize(
    "emoji",
    [":palm_tree:", ":face_with_thermometer:", ":airplane:", ":desert_island:",
     ":beach_with_umbrella:", ":away:", ":out-away:", ":ooo:", ":team_vacation:"],
)  # fmt: skip
def test_these_statuses_say_away(emoji: str) -> None:
    assert status(emoji) == AwayStatus(None)
    assert status(emoji, int(TEN.timestamp())) == AwayStatus(TEN)


@pytest.mark.parametrize(
    "emoji", ["", ":house_with_garden:", ":takeaway_box:", ":bus:", ":football:", None, 5]
)
def test_other_statuses_say_nothing(emoji: object) -> None:
    assert status(emoji) is None


def test_neither_the_emoji_nor_the_words_of_a_status_are_kept() -> None:
    profile = {"status_emoji": ":face_with_thermometer:", "status_text": "Flu"}
    person = parse_person({"id": "U1", "profile": profile})
    assert person is not None
    assert person.is_away
    assert "Flu" not in repr(person)
    assert "thermometer" not in repr(person)


@given(LEAF | STATUSES, LEAF | QUIETS)
def test_junk_is_a_status_or_none(profile: object, quiet: object) -> None:
    assert isinstance(status_of({"profile": profile}), AwayStatus | None)
    assert isinstance(quiet_of(quiet), Quiet | None)


def test_do_not_disturb_is_its_next_time_or_none() -> None:
    assert quiet_of(DND) == Quiet(NINE, TEN)
    assert quiet_of(DND | {"dnd_enabled": False}) is None
    assert quiet_of(DND | {"next_dnd_end_ts": 1}) is None


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with loopback() as server:
        yield server


@pytest.fixture
async def clients(slack: Loopback) -> AsyncIterator[Clients]:
    opened = await open_clients("xoxb-test", slack.url, 5)
    yield opened
    await opened.close()


async def test_quiet_times_are_asked_for_fifty_people_at_a_time(
    slack: Loopback, clients: Clients
) -> None:
    asked: list[int] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        users = request.query["users"].split(",")
        asked.append(len(users))
        told: dict[str, Any] = dict.fromkeys(users[1:], DND)
        return web.json_response({"ok": True, "users": told})

    slack.answer = answer
    users = [f"U{n:03}" for n in range(120)]
    found = await fetch_quiet_times(clients.read, OptionalFeatures(), users)
    assert asked == [50, 50, 20]
    assert len(found) == 117
    assert set(found.values()) == {Quiet(NINE, TEN)}


async def test_without_the_grant_nobodys_quiet_time_is_known_and_it_is_asked_once(
    slack: Loopback, clients: Clients
) -> None:
    slack.answer = refused("missing_scope")
    features = OptionalFeatures()
    for _ in range(2):
        assert await fetch_quiet_times(clients.read, features, ["U1", "U2"]) == {}
    assert len(slack.asked) == 1
