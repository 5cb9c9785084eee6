"""User groups: every field may be missing; where they are not granted, that is known."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.services.ports import Group
from bot.slack.clients import Clients, open_clients
from bot.slack.features import OptionalFeatures
from bot.slack.usergroups import CannotReadGroups, SlackGroups
from tests.bot.slack.loopback import Loopback, loopback, refused, said, wrote

LEADS = {"id": "S0LEADS", "name": "Sales leads", "handle": "leads", "user_count": "3"}
OTHERS: list[Any] = [
    "junk",
    {"id": "S0EMPTY", "name": "Nobody", "user_count": 0},
    {"id": "S0ALL", "handle": "all"},
    {"id": None, "name": "Nameless"},
]


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with loopback() as server:
        yield server


@pytest.fixture
async def clients(slack: Loopback) -> AsyncIterator[Clients]:
    opened = await open_clients("xoxb-test", slack.url, 5)
    yield opened
    await opened.close()


async def test_groups_with_somebody_in_them_are_listed_by_name(
    slack: Loopback, clients: Clients
) -> None:
    slack.answer = said({"ok": True, "usergroups": [LEADS, *OTHERS]})
    groups = SlackGroups(clients.read, OptionalFeatures())
    assert await groups.groups() == [Group("S0ALL", "all"), Group("S0LEADS", "Sales leads")]
    slack.answer = said({"ok": True, "users": ["U1", None, "U2"]})
    assert await groups.members("S0LEADS") == ["U1", "U2"]
    slack.answer = said({"ok": True, "usergroups": "junk"})
    assert await groups.groups() == []


async def test_where_they_are_not_granted_slack_is_asked_once(
    slack: Loopback, clients: Clients
) -> None:
    slack.answer = refused("missing_scope")
    groups = SlackGroups(clients.read, OptionalFeatures())
    for _ in range(2):
        assert await groups.groups() is None
        assert await groups.members("S0LEADS") is None
    assert [method for method, _ in slack.asked] == ["usergroups.list"]


async def test_a_group_that_is_gone_and_a_plan_without_groups_have_nobody(
    slack: Loopback, clients: Clients
) -> None:
    groups = SlackGroups(clients.read, OptionalFeatures())
    slack.answer = refused("no_such_subteam")
    assert await groups.members("S0GONE") == []
    slack.answer = refused("plan_upgrade_required")
    assert await groups.groups() == []


async def test_no_usable_answer_is_said_in_words(slack: Loopback, clients: Clients) -> None:
    groups = SlackGroups(clients.read, OptionalFeatures())
    for answer in (refused("internal_error"), wrote("ok", "text/plain"), said({}, status=500)):
        slack.answer = answer
        with pytest.raises(CannotReadGroups, match="try again"):
            await groups.groups()
        with pytest.raises(CannotReadGroups, match="try again"):
            await groups.members("S0LEADS")
