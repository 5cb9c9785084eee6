"""Who somebody is: every field may be missing; a list that is not granted is asked for once."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.clients import Clients, open_clients
from bot.slack.features import OptionalFeatures
from bot.slack.people import (
    CannotReadPerson,
    Person,
    fetch_people,
    fetch_person,
    parse_person,
)
from tests.bot.slack.loopback import Loopback, loopback, refused, said, wrote

MAYA = {"id": "U0MAYA", "real_name": "Maya Lindqvist", "tz": "Europe/Stockholm"}
PERSON = Person("U0MAYA", "Maya Lindqvist", "Europe/Stockholm", False, False, False)

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["id", "tz", "is_bot", "deleted", "is_restricted"])


@given(JUNK | st.dictionaries(NAMES, JUNK))
def test_junk_for_a_person_is_a_person_or_nobody(told: object) -> None:
    person = parse_person(told)
    assert person is None or person.user


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ({"id": "U1"}, None),
        ({"id": "U1", "tz": None}, None),
        ({"id": "U1", "tz": "Mars/Olympus"}, None),
        ({"id": "U1", "tz": "../../etc/passwd"}, None),
        ({"id": "U1", "tz": "Asia/Kolkata"}, "Asia/Kolkata"),
    ],
)
def test_a_zone_is_one_that_exists_or_none(told: object, zone: str | None) -> None:
    person = parse_person(told)
    assert person is not None
    assert person.zone == zone


def test_bots_guests_and_strangers_are_told_apart() -> None:
    def kind(**told: Any) -> tuple[bool, bool]:
        person = parse_person({"id": "U1"} | told)
        assert person is not None
        return person.is_bot, person.is_guest

    assert kind() == (False, False)
    assert kind(is_bot=True) == (True, False)
    assert kind(id="USLACKBOT") == (True, False)
    assert kind(is_restricted=True) == (False, True)
    assert kind(is_stranger=True) == (False, True)


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with loopback() as server:
        yield server


@pytest.fixture
async def clients(slack: Loopback) -> AsyncIterator[Clients]:
    opened = await open_clients("xoxb-test", slack.url, 5)
    yield opened
    await opened.close()


async def test_one_person_is_read(slack: Loopback, clients: Clients) -> None:
    slack.answer = said({"ok": True, "user": MAYA})
    assert await fetch_person(clients.read, "U0MAYA") == PERSON
    slack.answer = refused("user_not_found")
    assert await fetch_person(clients.read, "U0NOBODY") is None


async def test_no_usable_answer_about_a_person_is_said_in_words(
    slack: Loopback, clients: Clients
) -> None:
    for answer in (refused("internal_error"), wrote("ok", "text/plain"), said({}, status=500)):
        slack.answer = answer
        with pytest.raises(CannotReadPerson, match="try again"):
            await fetch_person(clients.read, "U0MAYA")


async def test_many_people_are_read_page_by_page(slack: Loopback, clients: Clients) -> None:
    async def pages(request: web.Request) -> web.StreamResponse:
        if "cursor" not in request.query and "cursor" not in await request.post():
            first = {"members": [{"id": "U1"}, {"id": "U2"}, "junk"]}
            return web.json_response(
                {"ok": True, **first, "response_metadata": {"next_cursor": "two"}}
            )
        return web.json_response({"ok": True, "members": [MAYA], "response_metadata": None})

    slack.answer = pages
    found = await fetch_people(clients.read, OptionalFeatures(), ["U2", "U0MAYA"])
    assert set(found) == {"U2", "U0MAYA"}
    assert len(slack.asked) == 2


@pytest.mark.parametrize("code", ["unknown_method", "missing_scope"])
async def test_without_the_list_each_person_is_asked_for_and_one_line_is_logged(
    code: str, slack: Loopback, clients: Clients, caplog: pytest.LogCaptureFixture
) -> None:
    async def only_one_by_one(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("users.list"):
            return web.json_response({"ok": False, "error": code})
        return web.json_response({"ok": True, "user": MAYA})

    slack.answer = only_one_by_one
    features = OptionalFeatures()
    with caplog.at_level(logging.WARNING, logger="bot.slack"):
        for _ in range(2):
            assert await fetch_people(clients.read, features, ["U0MAYA"]) == {"U0MAYA": PERSON}
    assert [method for method, _ in slack.asked] == ["users.list", "users.info", "users.info"]
    assert len(caplog.records) == 1
    assert not features.has("users.list")


async def test_a_broken_list_is_no_people_this_time_and_asked_again_next_time(
    slack: Loopback, clients: Clients
) -> None:
    features = OptionalFeatures()
    slack.answer = refused("internal_error")
    assert await fetch_people(clients.read, features, ["U0MAYA"]) == {}
    assert features.has("users.list")
