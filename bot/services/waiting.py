"""What waits for a manager: it lies on Home, and at most three of it come in one message."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.services import asks
from bot.services.away import AwayOffer, offers_afterwards
from bot.services.filter_views import Waiting
from bot.services.team_messages import TodayItem, Way
from bot.services.tools import AskedNow
from bot.services.who import House
from bot.storage import Connection, follow_ups, people, questions
from bot.storage.follow_ups import FollowUpRecord
from bot.storage.managers import ManagerRecord
from bot.storage.questions import QuestionRecord
from habits.calendar import local
from habits.catalogue import Habit
from habits.phrases import clock, day_of_month
from habits.phrases import day as day_words
from habits.texts import has, say, say_each

AT_MOST = 3
ASKED_FOR = timedelta(days=28)
"""So long messages bring what a form asks again; after that it lies on Home."""
QUESTION = "question"
FOLLOW_UP = "follow-up"
ASK = "ask"
AWAY = "away"
OPENS = "open"
"""The way that opens the form which answers a follow-up."""


def waiting(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """All that waits on the manager's local date, questions that came after the UTC instant
    left out: people first, then what tools keep, then what is due, then asks whose day has come,
    then days to leave out."""
    due = follow_ups.open_on(connection, manager.id, day)
    return _in_order(connection, house, manager, day, before, due)


def waiting_in_messages(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """The same without what forms ask and nobody answered for four weeks."""
    due = still_asked(connection, manager, day)
    return _in_order(connection, house, manager, day, before, due)


def given_for(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """What the manager gave somebody that day for, or an earlier one, and is open: it goes along
    with whatever else comes on the manager's local date."""
    items = [
        item
        for tool in house.tools.waiting.values()
        if tool.dated
        for item in tool.items(connection, house, manager, day, before)
        if item.due_on is not None
    ]
    return sorted(items, key=lambda one: one.due_on or date.max)


def still_asked(connection: Connection, manager: ManagerRecord, day: date) -> list[FollowUpRecord]:
    """What forms ask in messages of the manager's local date: due, not answered, and not for four
    weeks already. Whoever says "not yet" is asked for four weeks more."""
    due = follow_ups.open_on(connection, manager.id, day)
    return [one for one in due if day - one.due_on < ASKED_FOR]


def _in_order(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    day: date,
    before: datetime,
    due: Sequence[FollowUpRecord],
) -> list[TodayItem]:
    tools = [
        item
        for tool in house.tools.waiting.values()
        for item in tool.items(connection, house, manager, day, before)
    ]
    asked = [one for one in questions.open_of(connection, manager.id) if one.at <= before]
    delayed = [one for one in asks.waiting(connection, manager, day) if one.again_on is not None]
    items = [
        *(_question(connection, house, manager, one) for one in asked),
        *tools,
        *follow_up_items(connection, house, manager, due, before),
        *(ask_item(one) for one in delayed),
        *(_away(one) for one in offers_afterwards(connection, house, manager, before)),
    ]
    # A day that was given to somebody comes before all else.
    return sorted(items, key=lambda one: one.due_on or date.max)


def follow_up_items(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    due: Sequence[FollowUpRecord],
    now: datetime,
) -> list[TodayItem]:
    """What forms ask again. Where a habit asks more than once, each says what it is about: the
    day on which that was done, and where that is the same, the time as well."""
    known = [one for one in due if one.habit in house.catalogue.habits]
    done_at = {one.id: local(one.done_at, manager.zone) for one in known}
    times = Counter(one.habit for one in known)
    days = Counter((one.habit, done_at[one.id].date()) for one in known)
    items: list[TodayItem] = []
    for one in known:
        habit, at = house.catalogue.get(one.habit), done_at[one.id]
        about = day_of_month(at) if times[one.habit] > 1 else ""
        if days[one.habit, at.date()] > 1:
            about = say("times.day_and_time", day=about, at=clock(at))
        item = TodayItem(FOLLOW_UP, one.id, question_of(habit), title=habit.name, when=about)
        asks = house.tools.asked_again.get(habit.key)
        if asks is None:
            items.append(item)
        elif (asked := asks.word(connection, house, manager, one, now)) is not None:
            items.append(_as_asked(item, asked))
    return items


def _as_asked(item: TodayItem, asked: AskedNow) -> TodayItem:
    opens = (Way(OPENS, asked.label or say("buttons.do"), opens=True),) if asked.opens else ()
    return replace(
        item,
        text=asked.text or item.text,
        lines=asked.lines,
        people=asked.people,
        own=asked.own,
        ways=(*opens, *asked.ways),
    )


def ask_item(one: Waiting) -> TodayItem:
    return TodayItem(kind=ASK, id=one.request, text=one.ask, when=one.age)


def _away(offer: AwayOffer) -> TodayItem:
    first, last = day_words(offer.first), day_words(offer.last or offer.first)
    text = say("away.afterwards", first=first, last=last)
    if first == last:
        text = say("away.one_day_afterwards", day=first)
    return TodayItem(AWAY, offer.away, text)


def question_of(habit: Habit) -> str:
    """What a habit asks again later."""
    if has("follow_ups.questions", habit.key):
        return say_each("follow_ups.questions", habit.key)
    what = habit.tool.follow_up.what
    return f"{what[:1].upper()}{what[1:]}"


def _question(
    connection: Connection, house: House, manager: ManagerRecord, one: QuestionRecord
) -> TodayItem:
    habit = house.catalogue.habits.get(one.habit)
    return TodayItem(
        kind=QUESTION,
        id=one.id,
        text=one.body,
        title=habit.name if habit else one.habit,
        about=one.asker,
        name=people.name_of(connection, manager.workspace, one.asker) or "",
        team=manager.workspace,
    )
