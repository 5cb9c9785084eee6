"""What is open for a rep: each kind of it has its own list, and its own answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.services.team_messages import Way
from bot.storage import Connection

if TYPE_CHECKING:
    from bot.services.who import House, Who


@dataclass(frozen=True)
class TeamOf:
    """A manager in whose team somebody is: the roster's entry, and who the manager is."""

    entry: str
    manager: str
    manager_name: str


@dataclass(frozen=True)
class RepThing:
    """One open thing of a rep, such as a request and where it stands. `id` names it within its
    `kind`; `text` is what it is, in one short line of ours; `own` what somebody wrote, shown as it
    was written; `ways` what can be done with it, the most likely first. `agreed`: they told it or
    said yes to it and can take it back; nothing is asked of them."""

    kind: str
    id: str
    text: str
    own: str = ""
    ways: tuple[Way, ...] = ()
    agreed: bool = False


@dataclass(frozen=True)
class RepThings:
    """One kind of them. `items` are those of the person, the most urgent first, of every manager
    they work for; `take` is one of an item's ways that opens nothing, by its id and the way's
    value, and raises NotHere for what is unknown or not theirs."""

    items: "Callable[[Connection, House, Who, datetime], list[RepThing]]"
    take: "Callable[[Connection, House, Who, str, str, datetime], None] | None" = None


@dataclass(frozen=True)
class RepHomeView:
    """Somebody as a member of teams. `team` is the workspace; `managers` those whose first message
    arrived, one at the least; `things` what is open, then what they agreed to; `more` beside them.
    `leads`: they use the bot themselves."""

    team: str
    managers: tuple[TeamOf, ...]
    things: tuple[RepThing, ...] = ()
    more: int = 0
    leads: bool = False
