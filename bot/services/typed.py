"""Words typed to the bot: some act as buttons, the rest is a private note."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.answering import put_off, take_answer
from bot.services.form_drafts import NEVER_KEPT
from bot.services.inviting import may_start
from bot.services.mentions import by_name
from bot.services.messages import (
    Choice,
    HelpMessage,
    Message,
    NoteSavedMessage,
    PauseOfferMessage,
    StopOfferMessage,
    WordTakenMessage,
)
from bot.services.reps import RepView, rep_view
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, active_habits, inbound, managers, notes, outgoing, prompts
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow
from bot.storage.prompts import PromptRecord
from habits.calendar import local, local_date
from habits.phrases import clock, weekday
from habits.prompts import (
    AlreadyAnswered,
    Answer,
    Changed,
    Recorded,
    TooOld,
    Word,
    is_open,
    read_word,
)
from habits.snoozing import snooze_choices
from habits.texts import say

_RECENT = timedelta(hours=24)
_ANSWER_WITHIN = timedelta(days=1)
_LONGEST_NOTE = 3000
_ASKS_FOR_HELP = (Word.HELP, Word.STOP, Word.PAUSE)


@dataclass(frozen=True)
class Typed:
    """A message to the bot. `ts` names it, `thread` the message it answers below, if any."""

    channel: str
    ts: str
    thread: str | None
    text: str


@dataclass(frozen=True)
class Taken:
    """What became of it. `answer` is for a person who has not started: nothing was kept.
    `as_rep` is for one who is in somebody's team: with `helps` they asked what they can do, else
    they meant it for their manager. `prompt` was changed and its message should be mended."""

    answer: Message | None = None
    prompt: str | None = None
    as_rep: RepView | None = None
    helps: bool = False


class TypedWords:
    """Takes what people type."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def take(self, who: Who, typed: Typed) -> Taken:
        """Act on it once, however often it is delivered; the answer goes the one road out."""
        return await self._house.database.write(self._take, who, typed)

    async def ways_to_stop(self, who: Who) -> StopOfferMessage:
        """What the word "stop" offers. Raises NotStarted."""

        def ask(connection: Connection) -> StopOfferMessage:
            return self._stop(connection, active_manager(connection, who, self._house))

        return await self._house.database.read(ask)

    def _take(self, connection: Connection, who: Who, typed: Typed) -> Taken:
        now = self._house.clock.now()
        manager = managers.of_user(connection, who.workspace, who.user)
        key = f"reply:{typed.channel}:{typed.ts}"
        if manager is None or not manager.is_active:
            as_rep = rep_view(connection, who)
            if as_rep.managers:
                return Taken(as_rep=as_rep, helps=read_word(typed.text) in _ASKS_FOR_HELP)
            invited = may_start(connection, self._house, who)
            return Taken(answer=HelpMessage(started=False, may_start=invited))
        if not inbound.first_time(connection, who.workspace, key, now):
            return Taken()
        target = self._target(connection, manager, typed, now)
        message, prompt = self._act(connection, manager, target, typed, now)
        self._answer(connection, manager, typed, key, message, now)
        return Taken(prompt=prompt)

    def _target(
        self, connection: Connection, manager: ManagerRecord, typed: Typed, now: datetime
    ) -> PromptRecord | None:
        """A thread reply belongs to that thread's prompt, else the newest of the last 24 hours."""
        if typed.thread is not None:
            row = outgoing.of_message(connection, manager.id, typed.channel, typed.thread)
            if row is None or row.prompt is None:
                return None
            return prompts.get(connection, manager.workspace, row.prompt)
        return prompts.newest_since(connection, manager.id, now - _RECENT)

    def _act(
        self,
        connection: Connection,
        manager: ManagerRecord,
        target: PromptRecord | None,
        typed: Typed,
        now: datetime,
    ) -> tuple[Message, str | None]:
        match read_word(typed.text):
            case Word.DONE:
                return self._answered(connection, target, Answer.DONE, now)
            case Word.SKIP:
                return self._answered(connection, target, Answer.SKIPPED, now)
            case Word.LATER:
                return self._later(connection, manager, target, now)
            case Word.STOP:
                return self._stop(connection, manager), None
            case Word.PAUSE:
                return PauseOfferMessage(), None
            case Word.HELP:
                return HelpMessage(started=True), None
            case None:
                return self._note(connection, manager, target, typed, now), None

    def _answered(
        self,
        connection: Connection,
        target: PromptRecord | None,
        answer: Answer,
        now: datetime,
    ) -> tuple[Message, str | None]:
        if target is None:
            return WordTakenMessage(say("typed.no_prompt")), None
        if target.prompt.answer is not None:
            return WordTakenMessage(say("typed.answered_already")), None
        name = self._name(target)
        match take_answer(connection, target, answer, now):
            case Recorded() | Changed():
                if answer is Answer.SKIPPED:
                    return WordTakenMessage(say("typed.skipped", habit=name)), target.prompt.id
                return WordTakenMessage(self._done_words(target, name)), target.prompt.id
            case AlreadyAnswered() | TooOld():
                return WordTakenMessage(say("typed.no_prompt")), None

    def _done_words(self, target: PromptRecord, name: str) -> str:
        habit = self._house.catalogue.habits.get(target.prompt.habit)
        if habit is None or habit.key in NEVER_KEPT:
            return say("typed.done", habit=name)
        return say("typed.done_with_question", habit=name, question=habit.reflection)

    def _later(
        self,
        connection: Connection,
        manager: ManagerRecord,
        target: PromptRecord | None,
        now: datetime,
    ) -> tuple[Message, str | None]:
        if target is None or not is_open(target.prompt, now):
            return WordTakenMessage(say("typed.nothing_to_put_off")), None
        off = self._house.off(manager, now)
        choice = snooze_choices(now, manager.schedule, off)[0]
        until = put_off(connection, self._house, manager, target, choice, now)
        back = local(until, manager.zone)
        today = back.date() == local_date(now, manager.zone)
        name, at = self._name(target), clock(back)
        said = (
            say("typed.back_today", habit=name, at=at)
            if today
            else say("typed.back_on", habit=name, weekday=weekday(back), at=at)
        )
        return WordTakenMessage(said), target.prompt.id

    def _stop(self, connection: Connection, manager: ManagerRecord) -> StopOfferMessage:
        known = self._house.catalogue.habits
        return StopOfferMessage(
            tuple(
                Choice(one.habit, known[one.habit].name)
                for one in active_habits.of_manager(connection, manager.id)
                if one.habit in known
            )
        )

    def _note(
        self,
        connection: Connection,
        manager: ManagerRecord,
        target: PromptRecord | None,
        typed: Typed,
        now: datetime,
    ) -> Message:
        if not manager.keeps_notes:
            return WordTakenMessage(say("typed.not_kept"))
        prompt = target.prompt if target else None
        if prompt is not None and prompt.habit in NEVER_KEPT:
            return WordTakenMessage(say("typed.never_kept"))
        body = by_name(connection, manager.workspace, typed.text)[:_LONGEST_NOTE]
        note = notes.keep(connection, manager.id, prompt.id if prompt else None, body, now)
        waits = prompt is not None and is_open(prompt, now)
        return NoteSavedMessage(note, prompt.id if prompt and waits else None)

    def _answer(
        self,
        connection: Connection,
        manager: ManagerRecord,
        typed: Typed,
        key: str,
        message: Message,
        now: datetime,
    ) -> None:
        content = self._house.messenger.render(message)
        stored = {"text": content.text, "blocks": content.blocks}
        if typed.thread is not None:
            stored |= {"channel": typed.channel, "thread": typed.thread}
        row = NewRow(
            workspace=manager.workspace,
            key=key,
            kind=Kind.REPLY,
            manager=manager.id,
            recipient=manager.user,
            local_date=local_date(now, manager.zone),
            asked_at=now,
            due_at=now,
            window_ends=now + _ANSWER_WITHIN,
            content=stored,
        )
        outgoing.add(connection, [row])

    def _name(self, record: PromptRecord) -> str:
        habit = self._house.catalogue.habits.get(record.prompt.habit)
        return habit.name if habit else record.prompt.habit
