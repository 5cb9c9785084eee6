"""A manager's failure CV: bets that did not pay off. It is theirs alone, unless they show it; then
the team opens it from a post of theirs, and it is closed at once when they take it back."""

from dataclasses import dataclass
from datetime import timedelta

from bot.services.posts import HUMAN_FLAW, find_post, name_in
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, outgoing, own_lists
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, State
from bot.storage.own_lists import ListKind
from habits.calendar import local_date
from habits.errors import HabitsError, NotHere, WrongField
from habits.filling import clean
from habits.texts import say

LINES_FIELD = "failure_cv.lines"
"""The field of the form with the lines."""

MOST_LINES = 10
LONGEST_LINE = 150
_POSTS_CHANGE_FOR = timedelta(days=2)


class NotShown(HabitsError):
    """The manager does not show it any more."""

    def __init__(self, author: str) -> None:
        super().__init__(say("failure_cv.not_shown", name=author))


@dataclass(frozen=True)
class OwnCv:
    """What its owner edits. `shown`: the team may read it."""

    lines: tuple[str, ...]
    shown: bool


@dataclass(frozen=True)
class CvPage:
    """What the team reads; `author` is a user of the workspace `team`."""

    author: str
    author_name: str
    team: str
    lines: tuple[str, ...]


class FailureCv:
    """Every method of its owner raises NotStarted."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def own(self, who: Who) -> OwnCv:
        return await self._house.database.read(self._own, who)

    async def keep(self, who: Who, text: str, shown: bool, key: str) -> OwnCv:
        """One line each; `key` names the sending. Raises WrongField."""
        return await self._house.database.write(self._keep, who, text, shown, key)

    async def read(self, who: Who, post: str, *, visitor: bool) -> CvPage:
        """The page behind a post. Raises NotHere, for `visitor`s of other workspaces as well, and
        NotShown."""
        if visitor:
            raise NotHere
        return await self._house.database.read(self._read, who, post)

    def _own(self, connection: Connection, who: Who) -> OwnCv:
        return _cv(connection, active_manager(connection, who, self._house))

    def _keep(self, connection: Connection, who: Who, text: str, shown: bool, key: str) -> OwnCv:
        manager = active_manager(connection, who, self._house)
        found = tuple(line for one in text.splitlines() if (line := clean(one)))
        if len(found) > MOST_LINES:
            raise WrongField(LINES_FIELD, say("failure_cv.too_many", most=MOST_LINES))
        if any(len(line) > LONGEST_LINE for line in found):
            raise WrongField(LINES_FIELD, say("failure_cv.too_long", most=LONGEST_LINE))
        if shown and not found:
            raise WrongField(LINES_FIELD, say("failure_cv.nothing_to_show"))
        now = self._house.clock.now()
        if inbound.first_time(connection, who.workspace, key, now):
            own_lists.keep(connection, manager.id, ListKind.FAILURE_CV, found, now)
            to_team = found if shown else ()
            own_lists.keep(connection, manager.id, ListKind.SHOWN_CV, to_team, now)
            self._posts_follow(connection, manager)
        return _cv(connection, manager)

    def _posts_follow(self, connection: Connection, manager: ManagerRecord) -> None:
        """Posts of the last days get the button, or lose it."""
        first = local_date(self._house.clock.now() - _POSTS_CHANGE_FOR, manager.zone)
        rows = outgoing.of_manager(connection, manager.id, first)
        posted = [row.id for row in rows if row.kind is Kind.POST and row.state is State.SENT]
        outgoing.shows_something_else(connection, posted)

    def _read(self, connection: Connection, who: Who, post: str) -> CvPage:
        found, manager = find_post(connection, who, post)
        if found.habit != HUMAN_FLAW:
            raise NotHere
        name = name_in(connection, who.workspace, manager.user)
        shown = own_lists.lines(connection, manager.id, ListKind.SHOWN_CV)
        if not shown or not manager.is_active:
            raise NotShown(name)
        return CvPage(manager.user, name, who.workspace, shown)


def _cv(connection: Connection, manager: ManagerRecord) -> OwnCv:
    found = own_lists.lines(connection, manager.id, ListKind.FAILURE_CV)
    shown = own_lists.lines(connection, manager.id, ListKind.SHOWN_CV)
    return OwnCv(found, bool(shown))
