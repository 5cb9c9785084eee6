"""The workspace's user groups, which it may keep from us."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.ports import Group
from bot.slack.features import OptionalFeatures
from bot.slack.outcomes import TROUBLE, Answer
from habits.errors import HabitsError
from habits.texts import say

USERGROUPS = "usergroups"

_LONGEST_NAME = 75
_GONE = frozenset({"no_such_subteam", "subteam_not_found", "plan_upgrade_required"})


class CannotReadGroups(HabitsError):
    """Slack gave no usable answer about the groups."""

    def __init__(self) -> None:
        super().__init__(say("errors.slack_silent"))


class SlackGroups:
    """Asks Slack about the groups; of one workspace."""

    def __init__(self, read: AsyncWebClient, features: OptionalFeatures) -> None:
        self._read = read
        self._features = features

    async def groups(self) -> list[Group] | None:
        """Those with somebody in them, by name. A workspace whose plan has none gives none."""
        try:
            told = await self._features.call(USERGROUPS, self._listed)
        except SlackApiError as error:
            if Answer.of(error).error in _GONE:
                return []
            raise CannotReadGroups from error
        except TROUBLE as error:
            raise CannotReadGroups from error
        if told is None:
            return None
        return sorted(_groups(told), key=lambda one: one.name.casefold())

    async def members(self, group: str) -> list[str] | None:
        async def ask() -> object:
            response = await self._read.usergroups_users_list(usergroup=group)
            return response.get("users")

        try:
            told = await self._features.call(USERGROUPS, ask)
        except SlackApiError as error:
            if Answer.of(error).error in _GONE:
                return []
            raise CannotReadGroups from error
        except TROUBLE as error:
            raise CannotReadGroups from error
        if told is None:
            return [] if self._features.has(USERGROUPS) else None
        return [user for user in told if isinstance(user, str)] if isinstance(told, list) else []

    async def _listed(self) -> list[object]:
        response = await self._read.usergroups_list(include_count=True)
        told = response.get("usergroups")
        return list(told) if isinstance(told, list) else []


def _groups(told: list[object]) -> list[Group]:
    found: list[Group] = []
    for one in told:
        group: Mapping[str, Any] = one if isinstance(one, Mapping) else {}
        own, name = group.get("id"), group.get("name") or group.get("handle")
        nobody = group.get("user_count") in (0, "0")
        if isinstance(own, str) and own and isinstance(name, str) and name and not nobody:
            found.append(Group(own, name[:_LONGEST_NAME]))
    return found
