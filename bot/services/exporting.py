"""A person's export: everything that is kept about them, as data and as a page."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from bot.services.export_page import page_of
from bot.services.who import House, Who
from bot.storage import Connection, exporting
from bot.storage.exporting import Kept
from habits.texts import say

_ID = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|\b[UW][A-Z0-9]+\b")


@dataclass(frozen=True)
class Export:
    """A file for one person: a zip with data.json and page.html, its bytes in `body`."""

    name: str
    body: bytes


class Exporting:
    """Draws up what is kept about somebody."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def of(self, who: Who) -> Export | None:
        """None where nothing at all is kept about the person."""
        return await self._house.database.read(export_of, who, self._house.clock.now())


def export_of(connection: Connection, who: Who, now: datetime) -> Export | None:
    """What is kept at the UTC instant `now`. Others stand in it by name, never by id."""
    kept = exporting.kept_about(connection, who.workspace, who.user)
    if kept.is_nothing:
        return None
    told = as_told(kept, who, now)
    day = f"{now.astimezone(UTC):%Y-%m-%d}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        folder.writestr("page.html", page_of(told))
    return Export(f"trust-habits-{day}.zip", packed.getvalue())


def as_told(kept: Kept, who: Who, now: datetime) -> dict[str, Any]:
    """The content of data.json: instants in UTC ISO, dates as they are, own texts readable."""

    def named(found: re.Match[str]) -> str:
        return _named(found, who.user, kept.names)

    own, naming = _told(kept.own, named), _told(kept.naming, named)
    return {
        "made_at": _instant(now),
        "workspace": who.workspace,
        "user": who.user,
        "own": own,
        "naming_you": naming,
    }


def _told(value: Any, named: Callable[[re.Match[str]], str]) -> Any:
    match value:
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case str():
            return _ID.sub(named, value)
        case Mapping():
            pairs = cast("Mapping[Any, Any]", value).items()
            return {_told(str(key), named): _told(one, named) for key, one in pairs}
        case list() | tuple():
            return [_told(one, named) for one in cast("list[Any]", value)]
        case _:
            return value


def _named(found: re.Match[str], own: str, names: Mapping[str, str | None]) -> str:
    """A name for the id of somebody else, known or not; every other word stays as it is."""
    mentioned = found.group(1)
    user = mentioned or found.group()
    if user == own or (mentioned is None and user not in names):
        return found.group()
    return names.get(user) or say("reps.somebody")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
