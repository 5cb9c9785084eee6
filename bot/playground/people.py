"""Who works in the playground's company, and the conversations that they share."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.playground.presence import NO_STATUS, Status, team_quiet

TEAM = "T0PLAY"
TEAM_NAME = "Northwind Sales"
TEAM_DOMAIN = "northwind-sales"
APP = "A0TRUST"
BOT_USER = "U0TRUST"
BOT = "B0TRUST"
OTHER_TEAM = "T0OTHER"  # of people who share a channel from another company
OTHER_APP = "A0OTHER"
BOT_TOKEN = "xoxb-playground"  # noqa: S105 - not a secret: everybody's playground has the same
APP_TOKEN = "xapp-playground"  # noqa: S105

COLORS = ("4bbe2e", "e7392d", "3c989f", "9f69e7", "e96699", "d58247", "2b6836", "674b1b")


@dataclass
class Person:
    """A member of the workspace; the bot is one too."""

    id: str
    name: str  # the handle, as in @maya
    real_name: str
    tz: str  # IANA name
    title: str = ""
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False
    updated: int = 0  # seconds since 1970
    dnd_until: datetime | None = None
    status: Status = NO_STATUS
    is_restricted: bool = False  # a guest
    is_ultra_restricted: bool = False  # a guest of one channel
    is_stranger: bool = False  # of another company, in a shared channel

    @property
    def dm(self) -> str | None:
        """The id of the conversation with the app; bots and strangers have none."""
        return None if self.is_bot or self.is_stranger else f"D{self.id[1:]}"

    @property
    def is_guest(self) -> bool:
        return self.is_restricted or self.is_ultra_restricted

    @property
    def team(self) -> str:
        return OTHER_TEAM if self.is_stranger else TEAM

    def tz_offset(self, now: datetime) -> int:
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset() or timedelta()
        return round(offset.total_seconds())

    def to_state(self, now: datetime) -> dict[str, Any]:
        """How the control API shows a person."""
        return {
            "id": self.id,
            "name": self.name,
            "real_name": self.real_name,
            "title": self.title,
            "tz": self.tz,
            "tz_offset": self.tz_offset(now),
            "is_bot": self.is_bot,
            "is_admin": self.is_admin,
            "is_restricted": self.is_guest,
            "is_stranger": self.is_stranger,
            "deleted": self.deleted,
            "dm": self.dm,
            "status": self.status.at(now).to_slack(),
            "dnd": team_quiet(self, now)["dnd_enabled"],
        }

    def to_slack(self, now: datetime, *, with_locale: bool = False) -> dict[str, Any]:
        """The user object of users.info and user_change; Slack leaves a leaver's zone out."""
        first, _, last = self.real_name.partition(" ")
        shown: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "deleted": self.deleted,
            "profile": {
                "title": self.title,
                "real_name": self.real_name,
                "real_name_normalized": self.real_name,
                "display_name": self.name,
                "display_name_normalized": self.name,
                "first_name": first,
                "last_name": last,
                **self.status.at(now).to_slack(),
                "team": self.team,
            },
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.is_bot:
            shown["profile"] |= bot_names(self.id)
        if self.is_stranger:
            shown["is_stranger"] = True
        if self.deleted:
            return shown
        shown |= {
            "color": COLORS[sum(map(ord, self.id)) % len(COLORS)],
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz.rpartition("/")[2].replace("_", " ") + " time",
            "tz_offset": self.tz_offset(now),
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        return shown | ({"locale": "en-US"} if with_locale else {})


def bot_names(user: str) -> dict[str, str]:
    """The bot id and the app behind a bot's user."""
    if user == BOT_USER:
        return {"bot_id": BOT, "api_app_id": APP}
    return {"bot_id": f"B{user[1:]}", "api_app_id": OTHER_APP}


@dataclass
class Channel:
    """A public channel, or the conversation of one person with the app."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_im: bool = False
    user: str = ""  # of a DM: the human in it
    created: int = 0
    is_archived: bool = False
    is_shared: bool = False  # with another company

    def to_state(self) -> dict[str, Any]:
        shown = {"id": self.id, "name": self.name, "is_im": self.is_im, "members": self.members}
        shown |= {"is_archived": self.is_archived, "is_shared": self.is_shared}
        return shown | ({"user": self.user} if self.is_im else {})

    def to_slack(self) -> dict[str, Any]:
        """The conversation object of conversations.info and .list."""
        shared = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": self.is_im,
            "is_mpim": False,
            "is_org_shared": False,
            "is_ext_shared": self.is_shared,
            "is_shared": self.is_shared,
            "context_team_id": TEAM,
        }
        if self.is_im:
            return shared | {"user": self.user, "is_open": True, "is_user_deleted": False}
        return shared | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_private": False,
            "is_general": self.name == "general",
            "is_member": BOT_USER in self.members,
            "creator": "U0OLGA",
            "num_members": len(self.members),
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        return False
    return True


SEED_BOT = Person(BOT_USER, "trust-habits", "trust-habits", "UTC", is_bot=True)
SEED_PEOPLE = (
    Person("U0MAYA", "maya", "Maya Lindqvist", "Europe/Stockholm", "Sales manager"),
    Person("U0BEN", "ben", "Ben Carter", "Europe/London", "Account executive"),
    Person("U0AISHA", "aisha", "Aisha Khan", "Europe/Stockholm", "Account executive"),
    Person("U0DIEGO", "diego", "Diego Morales", "Europe/Madrid", "Account executive"),
    Person("U0LENA", "lena", "Lena Fischer", "Europe/Berlin", "Account executive"),
    Person("U0TOMAS", "tomas", "Tomas Novak", "Europe/Prague", "Sales development"),
    Person("U0PRIYA", "priya", "Priya Nair", "Europe/Stockholm", "Sales development"),
    Person("U0SAM", "sam", "Sam Okafor", "Europe/Stockholm", "Account executive"),
    Person("U0OLGA", "olga", "Olga Petrova", "Europe/Stockholm", "Operations", is_admin=True),
    Person("U0NOAH", "noah", "Noah Williams", "America/New_York", "Sales manager"),
)
SEED_GROUP = ("S0LEADS", "sales-leads", "Sales leads", ("U0MAYA", "U0NOAH", "U0LENA"))
"""A user group: its id, handle, name and people."""
NEWCOMER = "U0NOAH"  # has not begun with the app, so that a person can
SEED_TEAM = ("U0MAYA", "U0BEN", "U0AISHA", "U0DIEGO", "U0LENA", "U0TOMAS", "U0PRIYA", "U0SAM")


def seed_people(*, full: bool, now: datetime) -> list[Person]:
    """Fresh copies: the bot, and with `full` the whole company, else Maya alone."""
    chosen = SEED_PEOPLE if full else SEED_PEOPLE[:1]
    return [replace(person, updated=int(now.timestamp())) for person in (*chosen, SEED_BOT)]


def seed_channels(people: list[Person], *, full: bool, now: datetime) -> list[Channel]:
    created = int(now.timestamp())
    everybody = [person.id for person in people]
    channels = [Channel("C0GENERAL", "general", everybody, created=created)]
    if full:
        team = Channel("C0TEAM", "team-northwind", [*SEED_TEAM, BOT_USER], created=created)
        channels.insert(0, team)
    return channels
