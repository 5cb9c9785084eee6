"""Obstacles: a rep says what is in the way, the manager takes it on and answers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.services import obstacle_moments
from bot.services.doing import done_by_tool
from bot.services.obstacle_messages import ObstacleShown, Place
from bot.services.obstacle_voices import shown_to
from bot.services.people import People
from bot.services.posts import KEPT_FOR
from bot.services.ride_asking import TeamChoice, away_until, teams_of
from bot.services.taking_part import may_be_named, name_of, takes_part
from bot.services.today import remind
from bot.services.today_answers import shown_anew
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, drafts, inbound, managers, obstacles, prompts
from bot.storage.database import new_id
from bot.storage.drafts import DraftRecord
from bot.storage.managers import ManagerRecord
from bot.storage.obstacles import ObstacleRecord
from habits.calendar import local_date
from habits.catalogue_lists import Audience, Need
from habits.errors import HabitsError, NotHere, NotStarted, WrongField
from habits.obstacles import BLOCKED, ObstacleState, answered, kept, noted, taken, told, usual_due
from habits.texts import say

CLEAR_PATH = "clear_path"
REP = "obstacle_rep"
"""The field that names whom a noted one is about."""

MOST_OPEN = 10
"""Of one pair at a time."""
MOST_LISTED = 12
_SHOWN_FOR = timedelta(days=14)


class AnswerChanged(HabitsError):
    """The preview shows what is no longer kept: another window changed it, or a day went by."""

    def __init__(self) -> None:
        super().__init__(say("compose.changed"))


@dataclass(frozen=True)
class Queue:
    """What waits for a manager, the oldest first, `more` left out. `in_a_team`: they can tell a
    manager of their own."""

    open: tuple[ObstacleShown, ...]
    more: int
    in_a_team: bool


@dataclass(frozen=True)
class OwnObstacles:
    """What a rep told, the newest first. `teams` are those whose manager they can tell; `told`
    is the name of the one they just told, who reads it on `away_until` where they are away."""

    teams: tuple[TeamChoice, ...]
    found: tuple[ObstacleShown, ...]
    told: str = ""
    away_until: date | None = None


@dataclass(frozen=True)
class NoteForm:
    """A fresh form for what a manager heard."""

    due_on: date
    blocked: str = ""


@dataclass(frozen=True)
class AnswerForm:
    """`ending` and `answer` are what stands in the form; `due_on` a date that would do."""

    obstacle: ObstacleShown
    due_on: date
    ending: str = ""
    answer: str = ""


@dataclass(frozen=True)
class AnswerPreview:
    """What goes to the rep, or what the manager says: the rep said it to them, so they answer by
    themselves. `draft` names the text."""

    obstacle: ObstacleShown
    draft: str
    state: ObstacleState
    answer: str


@dataclass(frozen=True)
class AnswerGiven:
    """`prompt` was answered by it: its messages should be mended."""

    obstacle: ObstacleShown
    prompt: str | None


class Obstacles:
    """Those of a manager raise NotStarted; those about one obstacle NotHere."""

    def __init__(self, house: House, people: People) -> None:
        self._house = house
        self._people = people

    # --- the rep ---------------------------------------------------------------------------

    async def own(self, who: Who) -> OwnObstacles:
        """Raises NotStarted for who is in no team."""
        return await self._house.database.read(self._own, who)

    async def tell(
        self, who: Who, entry: str, blocked: str, holds_up: str, key: str
    ) -> OwnObstacles:
        """Tell the manager of that place in a team; `key` names the sending. Raises NotHere,
        WrongField."""
        return await self._house.database.write(self._tell, who, entry, blocked, holds_up, key)

    async def take_back(self, who: Who, obstacle: str) -> OwnObstacles:
        """The rep deletes it for both."""
        return await self._house.database.write(self._take_back, who, obstacle)

    # --- the manager -----------------------------------------------------------------------

    async def queue(self, who: Who) -> Queue:
        return await self._house.database.read(self._queue, who)

    async def note_form(self, who: Who, blocked: str = "") -> NoteForm:
        return await self._house.database.read(self._note_form, who, blocked)

    async def note(self, who: Who, rep: str, blocked: str, due_on: date | None, key: str) -> Queue:
        """What a rep said. Raises TellFirst, TakesNoPart, WrongField."""
        await self._people.member(who, rep, REP)
        return await self._house.database.write(self._note, who, rep, blocked, due_on, key)

    async def form(self, who: Who, obstacle: str) -> AnswerForm:
        """An open one, to be taken on or answered."""
        return await self._house.database.read(self._form, who, obstacle)

    async def take(self, who: Who, obstacle: str, due_on: date | None, key: str) -> Queue:
        """The manager comes back to it on that date, and the rep hears so. Raises WrongField."""
        return await self._house.database.write(self._take, who, obstacle, due_on, key)

    async def check(self, who: Who, obstacle: str, ending: str, answer: str) -> AnswerPreview:
        """The answer as it will be read; it is kept for a day. Raises WrongField."""
        return await self._house.database.write(self._check, who, obstacle, ending, answer)

    async def answer(
        self, who: Who, obstacle: str, draft: str, key: str, prompt: str = ""
    ) -> AnswerGiven:
        """It goes to the rep, or was said. Raises AnswerChanged."""
        return await self._house.database.write(self._answer, who, obstacle, draft, key, prompt)

    async def asks_outlook(self, who: Who, prompt: str) -> bool:
        """Whether the prompt's line asks where the team will be in a year."""
        return await self._house.database.read(self._asks_outlook, who, prompt)

    # --- transactions of reps --------------------------------------------------------------

    def _own(self, connection: Connection, who: Who) -> OwnObstacles:
        if not teams_of(connection, who):
            raise NotStarted
        return self._owned(connection, who)

    def _tell(
        self, connection: Connection, who: Who, entry: str, blocked: str, holds_up: str, key: str
    ) -> OwnObstacles:
        now = self._house.clock.now()
        team = next((one for one in teams_of(connection, who) if one.id == entry), None)
        manager = None if team is None else managers.get(connection, team.manager)
        if manager is None:
            raise NotHere
        new = told(blocked, holds_up)
        if inbound.first_time(connection, who.workspace, key, now):
            _room(connection, manager, who.user)
            made = obstacles.add(connection, who.workspace, manager.id, who.user, new, now)
            obstacle_moments.tell_manager(connection, self._house, manager, made, now)
        name = name_of(connection, who.workspace, manager.user)
        return self._owned(connection, who, name, away_until(connection, manager, now))

    def _take_back(self, connection: Connection, who: Who, obstacle: str) -> OwnObstacles:
        take_back(connection, who, obstacle, self._house.clock.now())
        return self._owned(connection, who)

    def _owned(
        self, connection: Connection, who: Who, told_to: str = "", away: date | None = None
    ) -> OwnObstacles:
        teams = teams_of(connection, who)
        return OwnObstacles(
            tuple(
                TeamChoice(one.id, name_of(connection, who.workspace, one.manager_user))
                for one in teams
            ),
            tuple(own_obstacles(connection, who, self._house.clock.now())[:MOST_LISTED]),
            told_to,
            away,
        )

    # --- transactions of managers ----------------------------------------------------------

    def _queue(self, connection: Connection, who: Who) -> Queue:
        return self._listed(connection, active_manager(connection, who, self._house))

    def _note_form(self, connection: Connection, who: Who, blocked: str) -> NoteForm:
        manager = active_manager(connection, who, self._house)
        return NoteForm(self._usual_due(manager), blocked)

    def _note(
        self,
        connection: Connection,
        who: Who,
        rep: str,
        blocked: str,
        due_on: date | None,
        key: str,
    ) -> Queue:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        may_be_named(connection, manager, rep, REP)
        new = noted(blocked, due_on, local_date(now, manager.zone))
        if inbound.first_time(connection, who.workspace, key, now):
            _room(connection, manager, rep)
            obstacles.add(connection, who.workspace, manager.id, rep, new, now)
            remind(connection, self._house, manager, now, on=new.due_on, dated=True)
        return self._listed(connection, manager)

    def _form(self, connection: Connection, who: Who, obstacle: str) -> AnswerForm:
        manager, found = self._open(connection, who, obstacle)
        begun = drafts.get(connection, manager.id, _draft_of(found), self._house.clock.now())
        shown = self._shown(connection, manager, found)
        if begun is None:
            return AnswerForm(shown, self._usual_due(manager))
        ending, answer = str(begun.filled["ending"]), str(begun.filled["answer"])
        return AnswerForm(shown, self._usual_due(manager), ending, answer)

    def _take(
        self, connection: Connection, who: Who, obstacle: str, due_on: date | None, key: str
    ) -> Queue:
        now = self._house.clock.now()
        manager, found = self._open(connection, who, obstacle)
        changed = taken(found.obstacle, due_on, local_date(now, manager.zone))
        if changed is not None and inbound.first_time(connection, who.workspace, key, now):
            obstacles.save(connection, found, changed, now)
            remind(connection, self._house, manager, now, on=changed.due_on, dated=True)
            same = found.obstacle.due_on == changed.due_on
            if not changed.noted and not same:
                house = self._house
                obstacle_moments.tell_rep(connection, house, manager, found, Place.TAKEN, now)
            self._follow(connection, manager, found, now)
        return self._listed(connection, manager)

    def _check(
        self, connection: Connection, who: Who, obstacle: str, ending: str, answer: str
    ) -> AnswerPreview:
        now = self._house.clock.now()
        manager, found = self._open(connection, who, obstacle)
        changed = answered(found.obstacle, ending, answer)
        if changed is None:
            raise NotHere
        words = changed.answer or ""
        filled = {"ending": changed.state, "answer": words}
        draft = DraftRecord(
            new_id(), _draft_of(found), Audience.REP_DM, filled, kept_until=now + KEPT_FOR
        )
        drafts.keep(connection, manager.id, draft)
        shown = self._shown(connection, manager, found)
        return AnswerPreview(shown, draft.id, changed.state, words)

    def _answer(
        self, connection: Connection, who: Who, obstacle: str, draft: str, key: str, prompt: str
    ) -> AnswerGiven:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = _of_manager(connection, manager, obstacle)
        mended = None
        if inbound.first_time(connection, who.workspace, key, now):
            seen = drafts.get(connection, manager.id, _draft_of(found), now)
            if seen is None or seen.id != draft:
                raise AnswerChanged
            changed = answered(found.obstacle, str(seen.filled["ending"]), seen.filled["answer"])
            if changed is None:
                raise NotHere
            obstacles.save(connection, found, kept(changed), now)
            drafts.forget(connection, manager.id, _draft_of(found))
            house = self._house
            if not changed.noted:
                obstacle_moments.tell_rep(connection, house, manager, found, Place.ANSWERED, now)
            done = done_by_tool
            mended = done(connection, manager, CLEAR_PATH, found.id, now, prompt=prompt or None)
            self._follow(connection, manager, found, now)
            found = _of_manager(connection, manager, obstacle)
        return AnswerGiven(self._shown(connection, manager, found), mended)

    def _asks_outlook(self, connection: Connection, who: Who, prompt: str) -> bool:
        record = prompts.get(connection, who.workspace, prompt) if prompt else None
        habit = self._house.catalogue.habits.get(CLEAR_PATH)
        if record is None or habit is None:
            return False
        lines = [one.id for one in habit.wordings if Need.QUARTER_START in one.needs]
        return record.wording in lines

    # --- what holds for all ----------------------------------------------------------------

    def _open(
        self, connection: Connection, who: Who, obstacle: str
    ) -> tuple[ManagerRecord, ObstacleRecord]:
        manager = active_manager(connection, who, self._house)
        found = _of_manager(connection, manager, obstacle)
        if not found.obstacle.is_open:
            raise NotHere
        return manager, found

    def _listed(self, connection: Connection, manager: ManagerRecord) -> Queue:
        found = obstacles.open_of(connection, manager.id)
        return Queue(
            tuple(self._shown(connection, manager, one) for one in found[:MOST_LISTED]),
            max(0, len(found) - MOST_LISTED),
            bool(teams_of(connection, Who(manager.workspace, manager.user))),
        )

    def _shown(
        self, connection: Connection, manager: ManagerRecord, found: ObstacleRecord
    ) -> ObstacleShown:
        return shown_to(connection, found, manager, found.rep, self._house.clock.now())

    def _usual_due(self, manager: ManagerRecord) -> date:
        now = self._house.clock.now()
        off = self._house.off(manager, now)
        return usual_due(local_date(now, manager.zone), manager.schedule, off)

    def _follow(
        self, connection: Connection, manager: ManagerRecord, found: ObstacleRecord, now: datetime
    ) -> None:
        obstacle_moments.shown_anew(connection, found)
        shown_anew(connection, manager, now)


def own_obstacles(connection: Connection, who: Who, now: datetime) -> list[ObstacleShown]:
    """What the rep told those managers in whose team they are, and what they answered lately."""
    shown: list[ObstacleShown] = []
    for found in obstacles.of_rep(connection, who.workspace, who.user, now - _SHOWN_FOR):
        manager = managers.get(connection, found.manager)
        here = takes_part(connection, found.manager, found.rep)
        if manager is not None and manager.is_active and here:
            shown.append(shown_to(connection, found, manager, manager.user, now))
    return shown


def take_back(connection: Connection, who: Who, obstacle: str, now: datetime) -> None:
    """The rep deletes it for both. Raises NotHere for everybody else."""
    found = obstacles.get(connection, who.workspace, obstacle)
    if found is None or found.rep != who.user:
        raise NotHere
    obstacle_moments.remove(connection, who.workspace, [found.id])
    manager = managers.get(connection, found.manager)
    if manager is not None:
        shown_anew(connection, manager, now)


def _of_manager(connection: Connection, manager: ManagerRecord, obstacle: str) -> ObstacleRecord:
    found = obstacles.get(connection, manager.workspace, obstacle)
    if found is None or found.manager != manager.id:
        raise NotHere
    return found


def _room(connection: Connection, manager: ManagerRecord, rep: str) -> None:
    there = [one for one in obstacles.of_pair(connection, manager.id, rep) if one.obstacle.is_open]
    if len(there) >= MOST_OPEN:
        raise WrongField(BLOCKED, say("obstacles.faults.many", count=MOST_OPEN))


def _draft_of(found: ObstacleRecord) -> str:
    return obstacles.answer_form(found.id)
