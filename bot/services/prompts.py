"""Prompts: answering, putting off, asking for one, and saying why it came."""

from dataclasses import dataclass
from datetime import datetime

from bot.services.answering import NotOpen, put_off, save, take_answer
from bot.services.drawing import ask
from bot.services.focusing import working_on
from bot.services.messages import PromptMessage, PromptReopened
from bot.services.showing import prompt_message
from bot.services.views import WhyView
from bot.services.who import House, Who, active_manager
from bot.services.why_prompt import why_view
from bot.storage import (
    Connection,
    inbound,
    outgoing,
    prompts,
    sending,
)
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord, State
from bot.storage.prompts import PromptRecord
from habits.errors import HabitsError, UnknownPrompt
from habits.prompts import (
    AlreadyAnswered,
    Answer,
    Changed,
    Origin,
    Outcome,
    TooOld,
    undo,
)
from habits.snoozing import Snooze
from habits.texts import say

__all__ = ["Click", "NoHabit", "NotOpen", "Prompts", "Shown"]


class NoHabit(HabitsError):
    """The manager works on no habit at the moment."""

    def __init__(self) -> None:
        super().__init__(say("errors.no_active_habit"))


@dataclass(frozen=True)
class Click:
    """One press of a button. `key` is the same when Slack delivers it again; `channel` and `ts`
    name the message, and `row` the row it came from: proof that it arrived."""

    key: str
    channel: str | None = None
    ts: str | None = None
    row: str | None = None


@dataclass(frozen=True)
class Shown:
    """What the clicked message shows now; `row` and `version` say what to mark as shown."""

    message: PromptMessage
    outcome: Outcome | None = None
    row: str | None = None
    version: int = 0


class Prompts:
    """What managers do with their prompts."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def answer(self, who: Who, prompt: str, answer: Answer, click: Click) -> Shown:
        """Raises UnknownPrompt, NotStarted, StorageUnavailable."""
        return await self._house.database.write(self._answer, who, prompt, answer, click)

    async def change(self, who: Who, prompt: str, click: Click) -> Shown:
        """Take a Skip back; for another answer, offer the choices while it stands."""
        return await self._house.database.write(self._change, who, prompt, click)

    async def later(self, who: Who, prompt: str, choice: Snooze, click: Click) -> Shown:
        """Raises NotOpen as well."""
        return await self._house.database.write(self._later, who, prompt, choice, click)

    async def today(self, who: Who, key: str) -> PromptMessage:
        """The open prompt, or a new one now. `key` names the request. Raises NoHabit."""
        return await self._house.database.write(self._today, who, key)

    async def why(self, who: Who, prompt: str) -> WhyView:
        return await self._house.database.read(self._why, who, prompt)

    async def habit_of(self, who: Who, prompt: str) -> str:
        """The key of the habit that a prompt of theirs asks for."""
        found = await self._house.database.read(own_prompt, self._house, who, prompt)
        return found[1].prompt.habit

    def _answer(
        self, connection: Connection, who: Who, prompt: str, answer: Answer, click: Click
    ) -> Shown:
        now = self._house.clock.now()
        manager, record = own_prompt(connection, self._house, who, prompt)
        _take_as_proof(connection, record, click, now)
        outcome: Outcome = AlreadyAnswered(record.prompt)
        if inbound.first_time(connection, who.workspace, click.key, now):
            outcome = take_answer(connection, record, answer, now)
        return self._shown(connection, manager, prompt, outcome, click, now)

    def _change(self, connection: Connection, who: Who, prompt: str, click: Click) -> Shown:
        now = self._house.clock.now()
        manager, record = own_prompt(connection, self._house, who, prompt)
        fresh = inbound.first_time(connection, who.workspace, click.key, now)
        if record.prompt.answer is Answer.SKIPPED and fresh:
            outcome = undo(record.prompt, now=now)
            if isinstance(outcome, Changed):
                save(connection, record, outcome.prompt, now)
            return self._shown(connection, manager, prompt, outcome, click, now)
        shown = self._shown(connection, manager, prompt, None, click, now)
        if record.prompt.answer is None or isinstance(undo(record.prompt, now=now), TooOld):
            return shown
        choices = PromptMessage(
            prompt=shown.message.prompt,
            habit=shown.message.habit,
            lead=shown.message.lead,
            line=shown.message.line,
            good_for=None,
            state=PromptReopened(record.prompt.answer),
            doable=shown.message.doable,
            theirs=shown.message.theirs,
        )
        return Shown(choices)

    def _later(
        self, connection: Connection, who: Who, prompt: str, choice: Snooze, click: Click
    ) -> Shown:
        now = self._house.clock.now()
        manager, record = own_prompt(connection, self._house, who, prompt)
        _take_as_proof(connection, record, click, now)
        if inbound.first_time(connection, who.workspace, click.key, now):
            put_off(connection, self._house, manager, record, choice, now)
        return self._shown(connection, manager, prompt, None, click, now)

    def _today(self, connection: Connection, who: Who, key: str) -> PromptMessage:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        record = prompts.newest_open(connection, manager.id, now)
        if record is None:
            active = working_on(connection, manager, now)
            if not active or active[0].habit not in self._house.catalogue.habits:
                raise NoHabit
            lead = say("leads.asked")
            prompt = ask(
                connection,
                self._house,
                manager,
                active[0],
                origin=Origin.ASKED,
                lead=lead,
                key=f"today:{manager.id}:{key}",
                planned_for=now,
                now=now,
            )
            record = prompts.get(connection, who.workspace, prompt)
        if record is None:
            raise UnknownPrompt
        return prompt_message(connection, self._house, record, manager, now)

    def _why(self, connection: Connection, who: Who, prompt: str) -> WhyView:
        manager, record = own_prompt(connection, self._house, who, prompt)
        return why_view(connection, self._house, manager, record)

    def _shown(
        self,
        connection: Connection,
        manager: ManagerRecord,
        prompt: str,
        outcome: Outcome | None,
        click: Click,
        now: datetime,
    ) -> Shown:
        record = prompts.get(connection, manager.workspace, prompt)
        if record is None:
            raise UnknownPrompt
        row = _row_of(outgoing.of_prompt(connection, prompt), click)
        return Shown(
            message=prompt_message(connection, self._house, record, manager, now),
            outcome=outcome,
            row=row.id if row else None,
            version=row.version if row else 0,
        )


def own_prompt(
    connection: Connection, house: House, who: Who, prompt: str
) -> tuple[ManagerRecord, PromptRecord]:
    """The prompt, if it is theirs; a foreign one and none at all get the same answer."""
    manager = active_manager(connection, who, house)
    record = prompts.get(connection, who.workspace, prompt)
    if record is None or record.user != who.user:
        raise UnknownPrompt
    return manager, record


def _take_as_proof(
    connection: Connection, record: PromptRecord, click: Click, now: datetime
) -> None:
    """A click on a message whose sending was never confirmed proves that it arrived."""
    if click.channel is None or click.ts is None:
        return
    for row in outgoing.of_prompt(connection, record.prompt.id):
        if row.id == click.row and row.state in (State.UNKNOWN, State.SENDING):
            sending.settle_sent(connection, row.id, click.channel, click.ts, now)


def _row_of(rows: list[OutgoingRecord], click: Click) -> OutgoingRecord | None:
    for row in rows:
        if row.channel == click.channel and row.ts == click.ts and click.ts is not None:
            return row
    return None
