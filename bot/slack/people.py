"""Who somebody is in Slack, read defensively: every field may be missing or odd."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.ports import Quiet
from bot.slack.features import OptionalFeatures
from bot.slack.outcomes import TROUBLE, Answer
from bot.slack.presence import fetch_quiet_times, status_of
from habits.errors import HabitsError
from habits.texts import say

logger = logging.getLogger(__name__)

USERS_LIST = "users.list"

_PAGE = 200
_MOST_PAGES = 200
_SLACKBOT = "USLACKBOT"
_LONGEST_NAME = 80


class CannotReadPerson(HabitsError):
    """Slack gave no usable answer about somebody."""

    def __init__(self) -> None:
        super().__init__(say("errors.slack_silent"))


@dataclass(frozen=True)
class Person:
    """`zone` is an IANA name that exists, or None; guests include people of other workspaces.
    `is_away`: the status says so, until `away_until` (UTC; None: without an end)."""

    user: str
    name: str | None
    zone: str | None
    is_bot: bool
    is_guest: bool
    deleted: bool
    is_away: bool = False
    away_until: datetime | None = None
    is_admin: bool = False


def parse_person(told: object) -> Person | None:
    """A user object of Slack's, also from the events `user_change` and `team_join`."""
    if not isinstance(told, Mapping):
        return None
    user = told.get("id")
    if not isinstance(user, str) or not user:
        return None
    away = status_of(told)
    return Person(
        user=user,
        name=_name(told),
        zone=_zone(told.get("tz")),
        is_bot=_any(told, "is_bot", "is_workflow_bot") or user == _SLACKBOT,
        is_guest=_any(told, "is_restricted", "is_ultra_restricted", "is_stranger"),
        deleted=_any(told, "deleted"),
        is_admin=_any(told, "is_admin", "is_owner", "is_primary_owner"),
        is_away=away is not None,
        away_until=away.until if away else None,
    )


def _name(told: Mapping[str, Any]) -> str | None:
    profile = told.get("profile")
    inside: Mapping[str, Any] = profile if isinstance(profile, Mapping) else {}
    names = (
        inside.get("real_name"),
        told.get("real_name"),
        inside.get("display_name"),
        told.get("name"),
    )
    found = next((name for one in names if (name := _string(one))), None)
    return found[:_LONGEST_NAME] if found else None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _any(told: Mapping[Any, Any], *names: str) -> bool:
    return any(told.get(name) is True for name in names)


def _zone(value: object) -> str | None:
    name = _string(value)
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None
    return name


async def fetch_person(read: AsyncWebClient, user: str) -> Person | None:
    """None: Slack knows nobody of that id. Raises CannotReadPerson where it cannot be told."""
    try:
        response = await read.users_info(user=user)
        return parse_person(response.get("user"))
    except SlackApiError as error:
        if Answer.of(error).error in ("user_not_found", "users_not_found", "user_not_visible"):
            return None
        raise CannotReadPerson from error
    except TROUBLE as error:
        raise CannotReadPerson from error


async def fetch_people(
    read: AsyncWebClient, features: OptionalFeatures, users: Collection[str]
) -> dict[str, Person]:
    """Those of `users` that Slack could tell about, by id.

    One list of the workspace where that is granted, else one call for each person.
    """
    wanted = set(users)
    try:
        listed = await features.call(USERS_LIST, lambda: _listed(read, wanted))
    except TROUBLE as error:
        logger.warning("people.list_failed", extra={"why": type(error).__name__})
        return {}
    if listed is not None:
        return listed
    found: dict[str, Person] = {}
    for user in sorted(wanted):
        try:
            person = await fetch_person(read, user)
        except CannotReadPerson:
            logger.warning("people.read_failed", extra={"person": user})
            continue
        if person is not None:
            found[user] = person
    return found


async def _listed(read: AsyncWebClient, wanted: set[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    cursor = ""
    for _ in range(_MOST_PAGES):
        response = await read.users_list(limit=_PAGE, cursor=cursor or None)
        members = response.get("members")
        for told in members if isinstance(members, list) else []:
            person = parse_person(told)
            if person is not None and person.user in wanted:
                found[person.user] = person
        after = response.get("response_metadata")
        cursor = str(after.get("next_cursor") or "") if isinstance(after, dict) else ""
        if not cursor or len(found) == len(wanted):
            break
    return found


class SlackDirectory:
    """Asks Slack who somebody is; the directory of one workspace."""

    def __init__(self, read: AsyncWebClient, features: OptionalFeatures) -> None:
        self._read = read
        self._features = features

    async def person(self, user: str) -> Person | None:
        return await fetch_person(self._read, user)

    async def people(self, users: Collection[str]) -> Mapping[str, Person]:
        return await fetch_people(self._read, self._features, users)

    async def quiet_times(self, users: Collection[str]) -> Mapping[str, Quiet | None]:
        return await fetch_quiet_times(self._read, self._features, users)
