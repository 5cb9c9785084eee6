"""What cards ask again: the plan, the action, the counts of a quarter, and who is next."""

from datetime import datetime

from bot.services.doing import done_by_tool
from bot.services.taking_part import name_of
from bot.services.team_messages import Way
from bot.services.today import follow_up_later
from bot.services.today_answers import answer_follow_up
from bot.services.tools import AskedAgain, AskedNow
from bot.services.waiting import question_of
from bot.services.who import House
from bot.storage import Connection, contacts, follow_ups, pair_notes, practices, roster, sizes
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import local_date, week_of
from habits.cards import (
    BELONGING,
    DATE_SET,
    FEEDBACK,
    LISTEN,
    PEOPLE,
    SIZE,
    STAY,
    counts,
    for_both,
    longest_waiting,
    quarter_of,
)
from habits.catalogue import Habit
from habits.errors import NotHere
from habits.filling import Values, text_in
from habits.following import Done, due_dates
from habits.texts import say

_DUE, _QUARTER, _TALK = "due:", "quarter:", "talk:"
_PEOPLE, _NUMBERS = "people", "numbers"


def ask_again(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: Habit,
    outcome: str,
    source: str,
    values: Values,
    now: datetime,
) -> None:
    """See that the card is followed up. What is about a week or a quarter as a whole is asked
    once, however often the card was used in it."""
    today = local_date(now, manager.zone)
    if habit.key in (PEOPLE, BELONGING):
        for day in due_dates(habit, {}, Done(today, manager.schedule, house.off(manager, now))):
            follow_ups.add(connection, manager.id, habit.key, f"{_DUE}{day}", now, day)
        return
    if habit.key == SIZE:
        source = f"{_QUARTER}{quarter_of(today)}"
    elif habit.key == STAY and outcome == DATE_SET:
        source = f"{_TALK}{source}"
    else:
        shared = bool(for_both(habit.key, outcome, values))
        if not (counts(habit.key, outcome) if habit.key == FEEDBACK else shared):
            return
    follow_up_later(connection, house, manager, habit.key, source, values, now)


def next_in_turn(connection: Connection, manager: ManagerRecord) -> str | None:
    """Whoever of the team waited longest for a word; None where there is no team yet."""
    team = [one.user for one in roster.of_manager(connection, manager.id)]
    last = contacts.last_days(connection, manager.id, BELONGING)
    return next(iter(longest_waiting(team, last)), None)


# --- how they read ----------------------------------------------------------------------------


def _plan(
    connection: Connection,
    _house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    _now: datetime,
) -> AskedNow | None:
    """The plan, as long as both keep it."""
    note = pair_notes.get(connection, manager.workspace, asked.source_id)
    if note is None:
        return None
    name = name_of(connection, manager.workspace, note.rep)
    plan = text_in(note.body.get("plan"))
    return AskedNow(text=say("cards.again.plan", name=name), own=plan)


def _which_came_first(
    _connection: Connection,
    _house: House,
    _manager: ManagerRecord,
    _asked: FollowUpRecord,
    _now: datetime,
) -> AskedNow:
    ways = (
        Way(_PEOPLE, say("cards.again.people")),
        Way(_NUMBERS, say("cards.again.numbers")),
    )
    return AskedNow(ways=ways)


def _took_first(
    connection: Connection,
    _house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    value: str,
    now: datetime,
) -> None:
    """People count, unless the week has that already: most weeks have one such meeting."""
    if value not in (_PEOPLE, _NUMBERS):
        raise NotHere
    today = local_date(now, manager.zone)
    week = week_of(today, manager.schedule.work_days)
    if value == _PEOPLE and not practices.days_of(connection, manager.id, PEOPLE, week, today):
        done_by_tool(connection, manager, PEOPLE, asked.id, now)
    answer_follow_up(connection, manager, asked.id, FollowUpAnswer.DONE, now)


def _counts(
    connection: Connection,
    _house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    _now: datetime,
) -> AskedNow:
    quarter = quarter_of(local_date(asked.done_at, manager.zone))
    found = sizes.of_quarter(connection, manager.id, quarter)
    text = say(
        "cards.again.sizes",
        trivial=found.get("trivial", 0),
        small=found.get("small", 0),
        costly=found.get("costly", 0),
    )
    return AskedNow(text=text, ways=(Way(FollowUpAnswer.DONE, say("cards.again.seen")),))


def _next(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    _now: datetime,
) -> AskedNow | None:
    """Whose turn it is; where there is no team yet, the question alone."""
    if not asked.source_id.startswith(_DUE):
        return None  # An introduction was posted: the list is asked about by itself.
    person = next_in_turn(connection, manager)
    text = (
        question_of(house.catalogue.get(BELONGING)) if person is None else say("cards.again.next")
    )
    return AskedNow(
        text=text,
        people=() if person is None else (person,),
        ways=(Way(FollowUpAnswer.NOT_NOW, say("cards.again.not_this_week")),),
        opens=BELONGING,
        label=say("cards.again.open"),
    )


def _of_use(
    _connection: Connection,
    _house: House,
    _manager: ManagerRecord,
    _asked: FollowUpRecord,
    _now: datetime,
) -> AskedNow:
    return AskedNow(
        ways=(
            Way(FollowUpAnswer.DONE, say("cards.again.of_use")),
            Way(FollowUpAnswer.NOT_YET, say("cards.again.not_yet")),
            Way(FollowUpAnswer.NOT_NOW, say("cards.again.unknown")),
        )
    )


def _action(
    connection: Connection,
    _house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    _now: datetime,
) -> AskedNow | None:
    """The action as both see it; or the day of a talk, of which no name is kept."""
    if asked.source_id.startswith(_TALK):
        later = Way(FollowUpAnswer.NOT_YET, say("cards.again.later"))
        text, label = say("cards.again.talk"), say("cards.again.open")
        return AskedNow(text=text, ways=(later,), opens=STAY, label=label)
    note = pair_notes.get(connection, manager.workspace, asked.source_id)
    if note is None:
        return None
    name = name_of(connection, manager.workspace, note.rep)
    text = say("cards.again.action", name=name)
    return AskedNow(text=text, own=text_in(note.body.get("action")))


CARDS_ASK_AGAIN = {
    LISTEN: AskedAgain(_plan),
    PEOPLE: AskedAgain(_which_came_first, _took_first),
    SIZE: AskedAgain(_counts),
    BELONGING: AskedAgain(_next),
    FEEDBACK: AskedAgain(_of_use),
    STAY: AskedAgain(_action),
}
