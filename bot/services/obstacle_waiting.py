"""Obstacles among what waits for a manager and what is open for a rep, and whether there is one."""

from datetime import date, datetime

from bot.services.obstacle_messages import ObstacleShown
from bot.services.obstacles import CLEAR_PATH, own_obstacles, take_back
from bot.services.rep_things import RepThing, RepThings
from bot.services.team_messages import TodayItem, Way
from bot.services.tools import Known, WaitingKind
from bot.services.who import House, Who
from bot.storage import Connection, obstacles
from bot.storage.managers import ManagerRecord
from bot.storage.obstacles import ObstacleRecord
from habits.errors import NotHere
from habits.obstacles import ObstacleState
from habits.phrases import day as day_words
from habits.texts import say

OBSTACLE = "obstacle"
"""The kind of what waits."""
TAKE, ANSWER = "take", "answer"
_TAKE_BACK = "take-back"


def _items(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """What nobody took on yet, and what was to be answered by the manager's local date."""
    habit = house.catalogue.habits.get(CLEAR_PATH)
    return [
        TodayItem(
            kind=OBSTACLE,
            id=one.id,
            text=_asks(one, day),
            title=habit.name if habit else "",
            people=(one.rep,),
            own=one.obstacle.blocked,
            ways=_ways(one),
            due_on=one.obstacle.due_on,
        )
        for one in obstacles.open_of(connection, manager.id)
        if one.at <= before and (one.obstacle.due_on is None or one.obstacle.due_on <= day)
    ]


def _asks(one: ObstacleRecord, day: date) -> str:
    if one.obstacle.due_on is None:
        return say("obstacles.today.told")
    if one.obstacle.due_on == day:
        return say("obstacles.today.now")
    return say("obstacles.today.was", day=day_words(one.obstacle.due_on))


def _ways(one: ObstacleRecord) -> tuple[Way, ...]:
    later = say("obstacles.take" if one.obstacle.due_on is None else "obstacles.new_date")
    return (
        Way(ANSWER, say("obstacles.answer"), opens=True),
        Way(TAKE, later, opens=True),
    )


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    item: str,
    value: str,
    now: datetime,
) -> None:
    """Both ways open a window."""
    del connection, house, manager, item, value, now
    raise NotHere


def _blocked_item(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    del house, now
    return Known() if obstacles.any_open(connection, manager.id) else None


def _of_rep(connection: Connection, house: House, who: Who, now: datetime) -> list[RepThing]:
    del house
    return [
        RepThing(
            kind=OBSTACLE,
            id=one.id,
            text=_stands(one),
            own=one.blocked,
            ways=(Way(_TAKE_BACK, say("obstacles.take_back")),),
        )
        for one in own_obstacles(connection, who, now)
        if one.state in (ObstacleState.TOLD, ObstacleState.TAKEN)
    ]


def _stands(one: ObstacleShown) -> str:
    if one.due_on is None:
        return say("obstacles.rep.waits", name=one.other_name)
    day = day_words(one.due_on)
    if one.is_past:
        return say("obstacles.rep.was", name=one.other_name, day=day)
    return say("obstacles.rep.by", name=one.other_name, day=day)


def _taken_back(
    connection: Connection, house: House, who: Who, item: str, value: str, now: datetime
) -> None:
    del house
    if value != _TAKE_BACK:
        raise NotHere
    take_back(connection, who, item, now)


OBSTACLES_WAIT = WaitingKind(_items, _take, dated=True)
OBSTACLES_OF_REPS = RepThings(_of_rep, _taken_back)
KNOWS_BLOCKED_ITEM = _blocked_item
