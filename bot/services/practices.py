"""Logging a habit that was done without a prompt."""

from datetime import datetime

from bot.services.answering import take_answer
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, practices, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.practices import Source
from habits.calendar import local_date
from habits.catalogue import Habit
from habits.prompts import Answer


class Practices:
    """`/trust done <habit>`."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def log(self, who: Who, words: str) -> tuple[str, str | None]:
        """Count a habit as done today. Words for the manager, and the prompt this answered.

        `words` is a key, a name or the beginning of one.
        Raises UnknownHabit, NotStarted.
        """
        return await self._house.database.write(self._log, who, words)

    def _log(self, connection: Connection, who: Who, words: str) -> tuple[str, str | None]:
        now = self._house.clock.now()
        manager = active_manager(connection, who)
        habit = self._house.catalogue.find(words)
        prompt = prompts.newest_open(connection, manager.id, now)
        if prompt is not None and prompt.prompt.habit == habit.key:
            take_answer(connection, prompt, Answer.DONE, now)
            return f"Done: {habit.name}. That answers your open prompt, too.", prompt.prompt.id
        return self._count(connection, manager, habit, now), None

    def _count(
        self, connection: Connection, manager: ManagerRecord, habit: Habit, now: datetime
    ) -> str:
        today = local_date(now, manager.zone)
        source = f"{manager.id}:{today}"
        if practices.record(connection, manager.id, habit.key, today, Source.COMMAND, source, now):
            return f"Logged: {habit.name}, done today. It counts for this week."
        return f"{habit.name} is logged for today already."
