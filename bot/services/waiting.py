"""What waits for a manager: it lies on Home, and at most three of it come in one message."""

from datetime import date, datetime

from bot.services.team_messages import TodayItem
from bot.services.who import House
from bot.storage import Connection, follow_ups
from bot.storage.follow_ups import FollowUpRecord
from bot.storage.managers import ManagerRecord
from habits.catalogue import Habit
from habits.texts import has, say_each

AT_MOST = 3
FOLLOW_UP = "follow-up"


def waiting(
    connection: Connection, house: House, manager: ManagerRecord, day: date, _before: datetime
) -> list[TodayItem]:
    """All that waits on the manager's local date, and came before the UTC instant, the newest of
    each kind first."""
    due = follow_ups.open_on(connection, manager.id, day)
    return [follow_up_item(house, one) for one in due if one.habit in house.catalogue.habits]


def follow_up_item(house: House, one: FollowUpRecord) -> TodayItem:
    habit = house.catalogue.get(one.habit)
    return TodayItem(kind=FOLLOW_UP, id=one.id, text=question_of(habit), title=habit.name)


def question_of(habit: Habit) -> str:
    """What a habit asks again later."""
    if has("follow_ups.questions", habit.key):
        return say_each("follow_ups.questions", habit.key)
    what = habit.tool.follow_up.what
    return f"{what[:1].upper()}{what[1:]}"
