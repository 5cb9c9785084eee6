"""Being a filter: asks from outside, what the manager decides about each, and what waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.services.asks import listed, summary
from bot.services.doing import done_by_tool
from bot.services.filter_views import Ask, AskForm, Decided, Filled, Ledger, Standing
from bot.services.preferences import WrongFields
from bot.services.today import remind
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, requests
from bot.storage.managers import ManagerRecord
from bot.storage.requests import RequestRecord, State
from habits.calendar import local_date
from habits.catalogue import Field
from habits.errors import HabitsError, NotHere
from habits.filtering import (
    COUNTED_DAYS,
    Choice,
    Decision,
    draft_reason,
    draft_reply,
    faults,
    fields_for,
    suggested_deadline,
    without_others,
)
from habits.texts import say

FILTER = "filter_request"
LONGEST_ASK = 1000
"""Characters of an ask that are kept."""

_UNDECIDED_FOR = timedelta(hours=24)
_STATES = {Choice.BATCH: State.HELD, Choice.DELAY: State.DELAYED}


class AlreadyPassedOn(HabitsError):
    """The team has it: that cannot be decided again."""

    def __init__(self) -> None:
        super().__init__(say("filter.passed_on_already"))


class Filter:
    """What managers do with asks from outside. Every method raises NotStarted; those that take the
    id of a request raise NotHere where it is not theirs."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def open(self, who: Who, ask: Ask, prompt: str | None = None) -> AskForm | Standing:
        """Begin with a message of Slack's, or with an ask typed in by hand (no channel). The
        decision that stands comes back where the same message was decided before."""
        return await self._house.database.write(self._open, who, ask, prompt)

    async def again(self, who: Who, request: str, prompt: str | None = None) -> AskForm:
        """The form once more, filled with what was decided. Raises AlreadyPassedOn."""
        return await self._house.database.read(self._again, who, request, prompt)

    async def filled(
        self, who: Who, request: str, filled: Filled, prompt: str | None = None
    ) -> AskForm:
        """The form with the fields of another choice; what was typed stays."""
        return await self._house.database.read(self._filled, who, request, filled, prompt)

    async def take(
        self, who: Who, request: str, filled: Filled, key: str, prompt: str | None = None
    ) -> Decided:
        """Keep a decision; `key` names the sending of the form. Raises WrongFields,
        AlreadyPassedOn."""
        return await self._house.database.write(self._take, who, request, filled, key, prompt)

    async def drop(self, who: Who, request: str) -> Ledger:
        """Take an ask from the list; it stays counted."""
        return await self._house.database.write(self._drop, who, request)

    async def ledger(self, who: Who) -> Ledger:
        return await self._house.database.read(self._ledger, who)

    async def asked_by(self, who: Who, request: str, requester: str | None) -> None:
        """Slack says who asked, or that nobody of this workspace did."""
        await self._house.database.write(self._asked_by, who, request, requester)

    def _open(
        self, connection: Connection, who: Who, ask: Ask, prompt: str | None
    ) -> AskForm | Standing:
        now = self._house.clock.now()
        manager = active_manager(connection, who)
        requests.forget_new(connection, manager.id, now - _UNDECIDED_FOR)
        record = requests.begin(
            connection,
            manager.id,
            ask.text[:LONGEST_ASK],
            now,
            requester=ask.requester,
            channel=ask.channel,
            ts=ask.ts,
        )
        if record.state is State.NEW:
            return self._form(manager, record, Filled(), prompt, now)
        return _standing(manager, record, now)

    def _again(self, connection: Connection, who: Who, request: str, prompt: str | None) -> AskForm:
        manager, record = own_request(connection, who, request)
        _still_ours(record)
        return self._form(manager, record, _as_filled(record), prompt, self._house.clock.now())

    def _filled(
        self, connection: Connection, who: Who, request: str, filled: Filled, prompt: str | None
    ) -> AskForm:
        manager, record = own_request(connection, who, request)
        _still_ours(record)
        return self._form(manager, record, filled, prompt, self._house.clock.now())

    def _take(
        self,
        connection: Connection,
        who: Who,
        request: str,
        filled: Filled,
        key: str,
        prompt: str | None,
    ) -> Decided:
        now = self._house.clock.now()
        manager, record = own_request(connection, who, request)
        if not inbound.first_time(connection, who.workspace, key, now):
            reply = self.decision(manager, record, filled, now).reply
            return _decided(record, reply, None)
        _still_ours(record)
        decision = self.decision(manager, record, filled, now)
        answered = self.keep(connection, manager, record, filled, decision, now, prompt)
        _, record = own_request(connection, who, request)
        return _decided(record, decision.reply, answered)

    def keep(
        self,
        connection: Connection,
        manager: ManagerRecord,
        record: RequestRecord,
        filled: Filled,
        decision: Decision,
        now: datetime,
        prompt: str | None,
    ) -> str | None:
        """Store a decision, and count the first one; the prompt that it answered."""
        again_on = decision.deadline if decision.choice is Choice.DELAY else None
        by_hand = record.channel is None
        requests.change(
            connection,
            record.id,
            body=words_of(record, filled) if by_hand else record.body,
            requester=filled.requester if by_hand else record.requester,
            choice=decision.choice,
            state=_STATES.get(decision.choice, State.CLOSED),
            sensitive=decision.sensitive,
            minutes=decision.minutes,
            reason=decision.reason or None,
            deadline=decision.deadline,
            first_step=decision.first_step or None,
            again_on=again_on,
            decided_at=now,
        )
        if again_on is not None:
            remind(connection, self._house, manager, now, on=again_on)
        if record.state is not State.NEW:
            return None
        return done_by_tool(connection, manager, FILTER, record.id, now, prompt=prompt)

    def decision(
        self, manager: ManagerRecord, record: RequestRecord, filled: Filled, now: datetime
    ) -> Decision:
        """What was decided, with our drafts where nothing was changed. Raises WrongFields."""
        today = local_date(now, manager.zone)
        if filled.choice is None:
            raise WrongFields({"choice": say("filter.faults.no_choice")})
        form = self._form(manager, record, filled, None, now)
        decision = without_others(
            self._fields,
            Decision(
                filled.choice,
                filled.sensitive,
                filled.minutes,
                form.reason,
                form.deadline,
                form.first_step,
                form.reply,
            ),
        )
        found = faults(self._fields, decision, today)
        if record.channel is None and not words_of(record, filled):
            found = {"ask": say("filter.faults.empty")} | found
        if found:
            raise WrongFields(found)
        return decision

    def _form(
        self,
        manager: ManagerRecord,
        record: RequestRecord,
        filled: Filled,
        prompt: str | None,
        now: datetime,
    ) -> AskForm:
        choice = filled.choice
        reason, deadline = filled.reason, filled.deadline
        reply, needed = "", ()
        if choice is not None:
            needed = fields_for(self._fields, choice)
            reason = draft_reason(choice) if reason is None else reason
            if deadline is None:
                today = local_date(now, manager.zone)
                off = self._house.off(manager, now)
                deadline = suggested_deadline(choice, today, manager.schedule, off)
            reply = draft_reply(choice, reason, deadline) if filled.reply is None else filled.reply
        first_step = filled.first_step
        return AskForm(
            request=record.id,
            prompt=prompt,
            by_hand=record.channel is None,
            ask=words_of(record, filled),
            requester=filled.requester if record.channel is None else record.requester,
            choice=choice,
            sensitive=filled.sensitive,
            minutes=filled.minutes,
            fields=needed,
            reason=reason or "",
            deadline=deadline,
            first_step=say("filter.first_step") if first_step is None else first_step,
            reply=reply,
        )

    def _drop(self, connection: Connection, who: Who, request: str) -> Ledger:
        _, record = own_request(connection, who, request)
        if record.state in requests.WAITING:
            requests.change(connection, record.id, state=State.DROPPED)
        return self._ledger(connection, who)

    def _ledger(self, connection: Connection, who: Who) -> Ledger:
        manager = active_manager(connection, who)
        today = local_date(self._house.clock.now(), manager.zone)
        first = today - timedelta(days=COUNTED_DAYS - 1)
        on_the_list = listed(connection, manager, today)
        return Ledger(summary(connection, manager, first, today), tuple(on_the_list))

    def _asked_by(
        self, connection: Connection, who: Who, request: str, requester: str | None
    ) -> None:
        _, record = own_request(connection, who, request)
        requests.change(connection, record.id, requester=requester)

    @property
    def _fields(self) -> Sequence[Field]:
        return self._house.catalogue.get(FILTER).tool.fields


def own_request(
    connection: Connection, who: Who, request: str
) -> tuple[ManagerRecord, RequestRecord]:
    """The request, if it is theirs. Raises NotHere: a foreign one and none at all get the same."""
    manager = active_manager(connection, who)
    record = requests.get(connection, manager.id, request)
    if record is None:
        raise NotHere
    return manager, record


def words_of(record: RequestRecord, filled: Filled) -> str:
    """The words of an ask: as typed in by hand, else as they stood in the message."""
    return (record.body if filled.ask is None else filled.ask).strip()[:LONGEST_ASK]


def _still_ours(record: RequestRecord) -> None:
    if record.post is not None:
        raise AlreadyPassedOn


def _as_filled(record: RequestRecord) -> Filled:
    return Filled(
        choice=Choice(record.choice) if record.choice else None,
        sensitive=record.sensitive,
        minutes=record.minutes,
        requester=record.requester,
        reason=record.reason,
        first_step=record.first_step,
    )


def _standing(manager: ManagerRecord, record: RequestRecord, now: datetime) -> Standing:
    return Standing(
        request=record.id,
        ask=record.body,
        requester=record.requester,
        choice=Choice(record.choice),
        decided=local_date(record.decided_at, manager.zone),
        today=local_date(now, manager.zone),
        again_on=record.again_on,
        final=record.post is not None,
    )


def _decided(record: RequestRecord, reply: str, prompt: str | None) -> Decided:
    return Decided(
        request=record.id,
        choice=Choice(record.choice),
        requester=record.requester,
        reply=reply,
        again_on=record.again_on,
        prompt=prompt,
    )
