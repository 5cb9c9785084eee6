"""Logging a habit that was done without a prompt."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services import dosing
from bot.services.answering import take_answer
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, practices, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.practices import Source
from habits.back_filling import split_day
from habits.calendar import local_date
from habits.catalogue import Habit
from habits.phrases import weekday
from habits.prompts import Answer, Recorded
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
        """Count a habit as done. `words` is a key, a name or the beginning of one, and perhaps
        one of the last seven days, as `habits.back_filling` reads it; else it was today.

        Raises UnknownHabit, NotThatDay, NotStarted.
        """
        return await self._house.database.write(self._log, who, words)

    async def undo(self, who: Who, habit: str, day: date) -> str:
        """Take back what a command logged for a local date; words for the manager."""
        return await self._house.database.write(self._undo, who, habit, day)

    def _log(self, connection: Connection, who: Who, words: str) -> Logged:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        today = local_date(now, manager.zone)
        named, day = split_day(words, today)
        habit = self._house.catalogue.find(named)
        if day != today:
            return self._count_on(connection, manager, habit, day, now)
        prompt = prompts.newest_open(connection, manager.id, now)
        if prompt is not None and prompt.prompt.habit == habit.key:
            take_answer(connection, prompt, Answer.DONE, now)
            return Logged(say("done.answered", habit=habit.name), prompt=prompt.prompt.id)
        said = say("done.logged", habit=habit.name)
        if not _record(connection, manager, habit, today, now):
            said = say("done.already", habit=habit.name)
        return Logged(said, undo=(habit.key, today))

    def _undo(self, connection: Connection, who: Who, habit: str, day: date) -> str:
        manager = active_manager(connection, who, self._house)
        name = self._house.catalogue.get(habit).name
        practices.take_back(connection, manager.id, Source.COMMAND, _source(manager, day), habit)
        return say("done.taken_back", habit=name, weekday=weekday(day))

    def _count_on(
        self,
        connection: Connection,
        manager: ManagerRecord,
        habit: Habit,
        day: date,
        now: datetime,
    ) -> Logged:
        """A day that is over: a prompt of that day is answered by it."""
        on = weekday(day)
        for record in prompts.asked_between(connection, manager.id, day, day):
            if record.prompt.habit == habit.key and record.prompt.answer is None:
                outcome = take_answer(connection, record, Answer.DONE, now)
                if isinstance(outcome, Recorded):
                    said = say("done.answered_on", habit=habit.name, weekday=on)
                    return Logged(said, prompt=record.prompt.id)
        said = say("done.logged_on", habit=habit.name, weekday=on)
        if not _record(connection, manager, habit, day, now):
            said = say("done.already_on", habit=habit.name, weekday=on)
        return Logged(said, undo=(habit.key, day))


def _record(
    connection: Connection, manager: ManagerRecord, habit: Habit, day: date, now: datetime
) -> bool:
    """Count it for that day; False where a command did so before."""
    source = _source(manager, day)
    fresh = practices.record(connection, manager.id, habit.key, day, Source.COMMAND, source, now)
    dosing.done(connection, manager.id, now)
    return fresh


def _source(manager: ManagerRecord, day: date) -> str:
    return f"{manager.id}:{day}"
