"""`/trust happened`: something came up, and the prompt that fits comes as the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services.answering import week_start_changed
from bot.services.drawing import ask
from bot.services.focusing import working_on
from bot.services.messages import Choice, PromptMessage
from bot.services.planning import plan_manager
from bot.services.showing import prompt_message
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, prompts, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.prompts import PromptRecord
from habits.calendar import local_date, week_of
from habits.catalogue_lists import Cue
from habits.errors import UnknownPrompt
from habits.happening import find_event, in_a_sentence, to_list
from habits.plans import event_words
from habits.prompts import Origin
from habits.texts import say


@dataclass(frozen=True)
class CameUp:
    """What came of naming an event ("a lost deal"): the prompt that fits, None where no habit
    waits for it."""

    event: str
    prompt: PromptMessage | None = None


class Happening:
    """What comes up, as it is named."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def happened(self, who: Who, words: str, key: str) -> CameUp:
        """Something came up: `words` are its name or key. `key` names the request. Raises
        UnknownEvent, NotStarted."""
        return await self._house.database.write(self._happened, who, words, key)

    async def events(self, who: Who) -> tuple[Choice, ...]:
        """What can be named: those that the manager's own habits wait for come first."""
        return await self._house.database.read(self._events, who)

    def _events(self, connection: Connection, who: Who) -> tuple[Choice, ...]:
        manager = active_manager(connection, who, self._house)
        catalogue = self._house.catalogue
        mine = [
            cue
            for one in working_on(connection, manager, self._house.clock.now())
            if one.habit in catalogue.habits
            for cue in catalogue.get(one.habit).cues
        ]
        return tuple(Choice(cue.value, event_words(cue)) for cue in to_list(mine))

    def _happened(self, connection: Connection, who: Who, words: str, key: str) -> CameUp:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        event = find_event(words)
        today = local_date(now, manager.zone)
        if inbound.first_time(connection, who.workspace, f"happened:{who.user}:{key}", now):
            week = week_of(today, manager.work_days)
            weeks.happened(connection, manager.id, week, event.value, now)
            week_start_changed(connection, manager, now)
        fitting = self._fitting(connection, manager, event, now)
        if fitting is None:
            return CameUp(in_a_sentence(event))
        record = prompts.newest_open(connection, manager.id, now)
        if record is None or not _came_up_today(record, fitting, today):
            record = self._ask(connection, manager, fitting, event, key, now)
            # The prompt of this week has come with it.
            plan_manager(connection, manager, now, self._house.off(manager, now))
        return CameUp(
            in_a_sentence(event), prompt_message(connection, self._house, record, manager, now)
        )

    def _fitting(
        self, connection: Connection, manager: ManagerRecord, event: Cue, now: datetime
    ) -> ActiveHabitRecord | None:
        """The focus if it waits for the event, else another active habit that does, else the
        first of the catalogue."""
        catalogue = self._house.catalogue
        for one in working_on(connection, manager, now):
            if one.habit in catalogue.habits and event in catalogue.get(one.habit).cues:
                return one
        for habit in catalogue.habits.values():
            if event in habit.cues:
                return ActiveHabitRecord("", habit.key, now, None)
        return None

    def _ask(
        self,
        connection: Connection,
        manager: ManagerRecord,
        fitting: ActiveHabitRecord,
        event: Cue,
        key: str,
        now: datetime,
    ) -> PromptRecord:
        prompts.close_older(connection, manager.id, now)
        prompt = ask(
            connection,
            self._house,
            manager,
            fitting,
            origin=Origin.EVENT,
            lead=say("leads.happened", event=in_a_sentence(event)),
            key=f"happened:{manager.id}:{key}",
            planned_for=now,
            now=now,
        )
        record = prompts.get(connection, manager.workspace, prompt)
        if record is None:
            raise UnknownPrompt
        return record


def _came_up_today(record: PromptRecord, fitting: ActiveHabitRecord, today: date) -> bool:
    prompt = record.prompt
    same = prompt.origin is Origin.EVENT and prompt.habit == fitting.habit
    return same and prompt.about_day == today
