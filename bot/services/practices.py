"""Logging a habit that was done without a prompt."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services import dosing
from bot.services.answering import take_answer
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, practices, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.practices import Source
from habits.calendar import local_date
from habits.catalogue import Habit
from habits.phrases import weekday
from habits.prompts import Answer
from habits.texts import say


@dataclass(frozen=True)
class Logged:
    """What became of `/trust done`: words for the manager, the prompt it answered, or the habit
    and local date that can be taken back."""

    said: str
    prompt: str | None = None
    undo: tuple[str, date] | None = None


class Practices:
    """`/trust done <habit>`."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def log(self, who: Who, words: str) -> Logged:
        """Count a habit as done today. `words` is a key, a name or the beginning of one.

        Raises UnknownHabit, NotStarted.
        """
        return await self._house.database.write(self._log, who, words)

    async def undo(self, who: Who, habit: str, day: date) -> str:
        """Take back what a command logged for a local date; words for the manager."""
        return await self._house.database.write(self._undo, who, habit, day)

    def _log(self, connection: Connection, who: Who, words: str) -> Logged:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        habit = self._house.catalogue.find(words)
        prompt = prompts.newest_open(connection, manager.id, now)
        if prompt is not None and prompt.prompt.habit == habit.key:
            take_answer(connection, prompt, Answer.DONE, now)
            return Logged(say("done.answered", habit=habit.name), prompt=prompt.prompt.id)
        return self._count(connection, manager, habit, now)

    def _undo(self, connection: Connection, who: Who, habit: str, day: date) -> str:
        manager = active_manager(connection, who, self._house)
        name = self._house.catalogue.get(habit).name
        practices.take_back(connection, manager.id, Source.COMMAND, _source(manager, day), habit)
        return say("done.taken_back", habit=name, weekday=weekday(day))

    def _count(
        self, connection: Connection, manager: ManagerRecord, habit: Habit, now: datetime
    ) -> Logged:
        today = local_date(now, manager.zone)
        source = _source(manager, today)
        fresh = practices.record(
            connection, manager.id, habit.key, today, Source.COMMAND, source, now
        )
        dosing.done(connection, manager.id, now)
        said = say("done.logged" if fresh else "done.already", habit=habit.name)
        return Logged(said, undo=(habit.key, today))


def _source(manager: ManagerRecord, day: date) -> str:
    return f"{manager.id}:{day}"
