"""Being a filter: asks from outside, what the manager decides about each, and what waits."""

from datetime import datetime, timedelta

from bot.services import passing_on
from bot.services.asks import listed, summary
from bot.services.bundling import Bundle
from bot.services.deciding import (
    LONGEST_ASK,
    as_filled,
    ask_form,
    changeable,
    count_once,
    decision_in,
    drop,
    keep,
    own_request,
    reply_to,
    words_to_team,
)
from bot.services.filter_views import (
    Ask,
    AskForm,
    Decided,
    Filled,
    Ledger,
    Standing,
    TeamPreview,
)
from bot.services.passing_on import CHANNEL
from bot.services.places import BOT_NAME, Places, need_place
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, requests
from bot.storage.managers import ManagerRecord
from bot.storage.requests import RequestRecord
from habits.calendar import local_date
from habits.filtering import COUNTED_DAYS, Choice


class Filter:
    """What managers do with asks from outside. Every method raises NotStarted; those that take the
    id of a request raise NotHere where it is not theirs. `bundle` is the weekly one."""

    def __init__(self, house: House, places: Places, bot_name: str = BOT_NAME) -> None:
        self._house = house
        self._places = places
        self._bot_name = bot_name
        self.bundle = Bundle(house, places, bot_name)

    async def open(self, who: Who, ask: Ask, prompt: str | None = None) -> AskForm | Standing:
        """Begin with a message of Slack's, or with an ask that is typed in by hand. The decision
        that stands comes back where the same message was decided before."""
        return await self._house.database.write(self._open, who, ask, prompt)

    async def again(self, who: Who, request: str, prompt: str | None = None) -> AskForm:
        """The form once more, filled with what was decided. Raises AlreadyPassedOn."""
        return await self._house.database.read(self._again, who, request, prompt)

    async def form(
        self, who: Who, request: str, filled: Filled, prompt: str | None = None
    ) -> AskForm:
        """The form for what stands in it now. Raises AlreadyPassedOn."""
        return await self._house.database.read(self._form, who, request, filled, prompt)

    async def take(
        self, who: Who, request: str, filled: Filled, key: str, prompt: str | None = None
    ) -> Decided:
        """Keep a decision; `key` names the sending of the form. Raises WrongFields,
        AlreadyPassedOn."""
        return await self._house.database.write(self._take, who, request, filled, key, prompt)

    async def preview(
        self, who: Who, request: str, filled: Filled, prompt: str | None = None
    ) -> TeamPreview:
        """What would go to the team's channel; nothing is decided yet. Raises WrongFields,
        AlreadyPassedOn."""
        return await self._house.database.write(self._preview, who, request, filled, prompt)

    async def post(self, who: Who, draft: str, channel: str) -> Decided:
        """Decide what was previewed, and send it on its way. Raises WrongFields, WrongField,
        NotHere."""
        await need_place(self._places, channel, CHANNEL, self._bot_name)
        return await self._house.database.write(passing_on.post, self._house, who, draft, channel)

    async def said(self, who: Who, request: str, said: int) -> Decided:
        """The manager said so many of the texts about this ask: what was decided, and what is to
        be said next, if anything."""
        return await self._house.database.write(self._said, who, request, said)

    async def drop(self, who: Who, request: str) -> Ledger:
        """Take an ask from the list; it stays counted."""
        return await self._house.database.write(self._drop, who, request)

    async def ledger(self, who: Who) -> Ledger:
        return await self._house.database.read(self._ledger, who)

    def _open(
        self, connection: Connection, who: Who, ask: Ask, prompt: str | None
    ) -> AskForm | Standing:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        record = requests.begin(
            connection,
            manager.id,
            ask.text[:LONGEST_ASK],
            now,
            requester=ask.requester,
            channel=ask.channel,
            ts=ask.ts,
        )
        if record.is_decided:
            return _standing(manager, record, now)
        filled = passing_on.drafted(connection, manager, record, now) or as_filled(record)
        return ask_form(self._house, manager, record, filled, prompt, now)

    def _again(self, connection: Connection, who: Who, request: str, prompt: str | None) -> AskForm:
        manager, record = changeable(connection, self._house, who, request)
        now = self._house.clock.now()
        return ask_form(self._house, manager, record, as_filled(record), prompt, now)

    def _form(
        self, connection: Connection, who: Who, request: str, filled: Filled, prompt: str | None
    ) -> AskForm:
        manager, record = changeable(connection, self._house, who, request)
        return ask_form(self._house, manager, record, filled, prompt, self._house.clock.now())

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
        manager, record = changeable(connection, self._house, who, request)
        form = ask_form(self._house, manager, record, filled, prompt, now)
        decision = decision_in(self._house, manager, form, now)
        answered = None
        if inbound.first_time(connection, who.workspace, key, now):
            keep(connection, self._house, manager, record, form, decision, now)
            answered = count_once(connection, manager, record, prompt, now)
        words = None
        if decision.reply:
            words = reply_to(connection, manager, form.requester, decision.reply)
        if words is not None and decision.choice is Choice.PASS_ON:
            both = [words_to_team(connection, manager, form), words]
            passing_on.keep_words(connection, manager, record.id, both, now)
            words = both[0]
        again_on = decision.deadline if decision.choice is Choice.DELAY else None
        return Decided(record.id, decision.choice, again_on, words, answered)

    def _preview(
        self, connection: Connection, who: Who, request: str, filled: Filled, prompt: str | None
    ) -> TeamPreview:
        now = self._house.clock.now()
        manager, record = changeable(connection, self._house, who, request)
        form = ask_form(self._house, manager, record, filled, prompt, now)
        decision_in(self._house, manager, form, now)
        return passing_on.preview(connection, self._house, manager, form, now)

    def _said(self, connection: Connection, who: Who, request: str, said: int) -> Decided:
        manager, record = own_request(connection, self._house, who, request)
        now = self._house.clock.now()
        words = passing_on.words_to_say(connection, manager, record.id, said, now)
        choice = Choice(record.choice)
        aloud = choice is Choice.PASS_ON and record.post is None
        return Decided(record.id, choice, record.again_on, words, None, aloud)

    def _drop(self, connection: Connection, who: Who, request: str) -> Ledger:
        manager, record = own_request(connection, self._house, who, request)
        drop(connection, manager, record, self._house.clock.now())
        return self._ledger(connection, who)

    def _ledger(self, connection: Connection, who: Who) -> Ledger:
        manager = active_manager(connection, who, self._house)
        today = local_date(self._house.clock.now(), manager.zone)
        first = today - timedelta(days=COUNTED_DAYS - 1)
        waits = listed(connection, manager, today)
        return Ledger(summary(connection, manager, first, today), tuple(waits))


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
