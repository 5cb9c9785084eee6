"""Cards: a few lines to go by, one tap for how it went, and a word on it for those two."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.services.card_follow_ups import ask_again, next_in_turn
from bot.services.card_views import Card, CardEnded, Words
from bot.services.coach import asked_when
from bot.services.doing import done_by_tool
from bot.services.form_views import FormOf
from bot.services.pair_agreeing import hand_over
from bot.services.people import People
from bot.services.picked import names_of
from bot.services.prompts import own_prompt
from bot.services.taking_part import may_be_named
from bot.services.today_answers import answer_follow_up
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    contacts,
    follow_ups,
    inbound,
    new_id,
    own_lists,
    roster,
    sizes,
)
from bot.storage.follow_ups import FollowUpAnswer
from bot.storage.managers import ManagerRecord
from bot.storage.own_lists import ListKind
from habits.calendar import local_date
from habits.cards import (
    AT_ONCE,
    BELONGING,
    LONGEST_LINE,
    MOST_LINES,
    SIZE,
    TO_TAKE_ALONG,
    counts,
    for_both,
    is_card,
    leads_to,
    list_lines,
    missing,
    outcome_field,
    quarter_of,
)
from habits.catalogue import Field, Habit
from habits.errors import NotHere, WrongField
from habits.filling import Values, field_faults, text_in
from habits.texts import has, say, say_each

LIST = "big_five"
"""The field of the manager's own list; it stands in a window of its own."""
INTRO = "intro"
REP = "rep"

_IN_OWN_WINDOWS = frozenset({LIST, INTRO, *TO_TAKE_ALONG.values()})


def card_fields(habit: Habit) -> tuple[Field, ...]:
    """What can be noted beside the outcome."""
    outcome = outcome_field(habit)
    return tuple(
        one for one in habit.tool.fields if one != outcome and one.id not in _IN_OWN_WINDOWS
    )


class Cards:
    """Every method raises NotStarted; those about a card NotHere for what is none, and
    UnknownPrompt for a prompt that is not theirs."""

    def __init__(self, house: House, people: People) -> None:
        self._house = house
        self._people = people

    async def open(self, who: Who, of: FormOf) -> Card:
        return await self._house.database.read(self._open, who, of)

    async def save(self, who: Who, of: FormOf, outcome: str, values: Values, key: str) -> CardEnded:
        """Note how it went; `outcome` "" is the one that stands among the values. `key` names the
        tap. Raises WrongFields, and where a line goes to a rep what `may_be_named` raises."""
        outcome = outcome or text_in(values.get(outcome_field(self._card(of.habit)).id))
        rep = text_in(values.get(REP))
        asked = [rep] if rep and for_both(of.habit, outcome, values) else []
        names = await names_of(self._people, who, asked)
        return await self._house.database.write(self._save, who, of, outcome, values, names, key)

    async def words(self, who: Who, habit: str) -> Words:
        """A text to take along. Raises NotStarted, and NotHere where a card has none."""
        return await self._house.database.read(self._words, who, habit)

    async def own_list(self, who: Who) -> tuple[str, ...]:
        """The mistakes that would truly cost, as the manager put them down."""
        return await self._house.database.read(self._own_list, who)

    async def keep_list(self, who: Who, text: str) -> None:
        """Raises WrongField for more than five lines, or long ones."""
        lines = list_lines(text)
        if len(lines) > MOST_LINES:
            raise WrongField(LIST, say("cards.faults.lines", most=MOST_LINES, now=len(lines)))
        if any(len(line) > LONGEST_LINE for line in lines):
            raise WrongField(LIST, say("cards.faults.line", most=LONGEST_LINE))
        await self._house.database.write(self._keep_list, who, lines)

    # --- transactions -----------------------------------------------------------------------

    def _open(self, connection: Connection, who: Who, of: FormOf) -> Card:
        manager = active_manager(connection, who, self._house)
        habit = self._card(of.habit)
        if of.prompt:
            own_prompt(connection, self._house, who, of.prompt)
        begun: Values = {}
        lines: tuple[str, ...] = ()
        if habit.key == BELONGING:
            begun = {REP: next_in_turn(connection, manager) or ""}
        elif habit.key == SIZE:
            lines = own_lists.lines(connection, manager.id, ListKind.COSTLY)
        return Card(
            of=of,
            name=habit.name,
            outcome=outcome_field(habit),
            fields=card_fields(habit),
            values=begun,
            at_once=habit.key in AT_ONCE,
            lines=lines,
        )

    def _words(self, connection: Connection, who: Who, key: str) -> Words:
        active_manager(connection, who, self._house)
        habit = self._card(key)
        name = TO_TAKE_ALONG.get(key)
        field = next((one for one in habit.tool.fields if one.id == name), None)
        if field is None:
            raise NotHere
        begun = say_each("cards.begun", key).strip() if has("cards.begun", key) else ""
        return Words(key, field, begun)

    def _save(
        self,
        connection: Connection,
        who: Who,
        of: FormOf,
        outcome: str,
        values: Values,
        names: Mapping[str, str | None],
        key: str,
    ) -> CardEnded:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        habit = self._card(of.habit)
        if of.prompt:
            own_prompt(connection, self._house, who, of.prompt)
        _check(habit, outcome, values, names, local_date(now, manager.zone))
        ended = CardEnded(habit.key, habit.name, outcome, leads_to=self._leads_to(habit, outcome))
        rep, shared = text_in(values.get(REP)), for_both(habit.key, outcome, values)
        if shared:
            may_be_named(connection, manager, rep, REP)
        if not inbound.first_time(connection, who.workspace, key, now):
            return ended
        if shared:
            prompt = of.prompt or None
            source = hand_over(connection, self._house, manager, habit, rep, shared, prompt, now)
            asked = asked_when(connection, self._house, manager, habit.key, rep, now)
            ended = replace(ended, asked=asked)
        else:
            source = new_id()
        self._remember(connection, manager, habit, outcome, rep, now)
        if counts(habit.key, outcome):
            answered = done_by_tool(
                connection, manager, habit.key, source, now, prompt=of.prompt or None
            )
            ended = replace(ended, prompt=answered)
            if of.record and follow_ups.get(connection, manager.id, of.record) is not None:
                given = FollowUpAnswer.DONE
                answer_follow_up(connection, manager, of.record, given, now)
        ask_again(connection, self._house, manager, habit, outcome, source, values, now)
        return ended

    def _remember(
        self,
        connection: Connection,
        manager: ManagerRecord,
        habit: Habit,
        outcome: str,
        rep: str,
        now: datetime,
    ) -> None:
        """What the manager's own lists keep of it: how many of a size, or when they last spoke."""
        today = local_date(now, manager.zone)
        if habit.key == SIZE:
            sizes.count_one(connection, manager.id, quarter_of(today), outcome)
        elif habit.key == BELONGING and counts(habit.key, outcome) and rep:
            in_team = roster.current(connection, manager.id, rep) is not None
            # Of somebody who is not in the team nothing is kept.
            if in_team:
                contacts.met(connection, manager.id, rep, habit.key, today)

    def _own_list(self, connection: Connection, who: Who) -> tuple[str, ...]:
        manager = active_manager(connection, who, self._house)
        return own_lists.lines(connection, manager.id, ListKind.COSTLY)

    def _keep_list(self, connection: Connection, who: Who, lines: tuple[str, ...]) -> None:
        manager = active_manager(connection, who, self._house)
        now = self._house.clock.now()
        own_lists.keep(connection, manager.id, ListKind.COSTLY, lines, now)

    # --- what holds for all -----------------------------------------------------------------

    def _card(self, key: str) -> Habit:
        habit = self._house.catalogue.habits.get(key)
        if habit is None or not is_card(habit):
            raise NotHere
        return habit

    def _leads_to(self, habit: Habit, outcome: str) -> str:
        key = leads_to(habit.key, outcome)
        return key if key in self._house.catalogue.habits else ""


def _check(
    habit: Habit, outcome: str, values: Values, names: Mapping[str, str | None], today: date
) -> None:
    """Raises WrongFields, with the outcome's among them where it is none of the card's."""
    asked = outcome_field(habit)
    if outcome not in (asked.options or ()):
        raise WrongFields({asked.id: say("compose.faults.choice")})
    wrong = field_faults(card_fields(habit), values, today)
    for name in missing(habit.key, outcome, values):
        wrong.setdefault(name, say_each("cards.faults.missing", name))
    if any(name is None for name in names.values()):
        wrong.setdefault(REP, say("compose.faults.not_a_member"))
    if wrong:
        raise WrongFields(wrong)
