"""What a message about an obstacle says, when it goes out and when it is shown anew."""

from datetime import datetime

from bot.services.obstacle_messages import ObstacleMessage, ObstacleShown, Place
from bot.services.obstacle_moments import rows_of
from bot.services.taking_part import name_of, takes_part
from bot.services.today import remind
from bot.services.who import House
from bot.storage import Connection, managers, obstacles, outgoing
from bot.storage.managers import ManagerRecord
from bot.storage.obstacles import ObstacleRecord
from bot.storage.outgoing import OutgoingRecord, State
from habits.calendar import local_date
from habits.obstacles import ObstacleState
from habits.texts import say


def obstacle_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> ObstacleMessage | None:
    """How it stands; None where there is nothing to say any more."""
    del house
    place = Place(row.place or Place.TOLD)
    found = obstacles.get(connection, row.workspace, row.subject or "")
    if row.ts is None and (found is None or not _is_news(connection, place, found)):
        return None
    to_manager = place is Place.TOLD
    other = manager.user if not to_manager else found.rep if found else ""
    here = found is not None and takes_part(connection, found.manager, found.rep)
    return ObstacleMessage(
        place=place,
        other=other,
        other_name=name_of(connection, row.workspace, other) if other else say("reps.somebody"),
        team=row.workspace,
        obstacle=shown_to(connection, found, manager, other, now) if found and here else None,
        older=_has_newer(connection, row),
        manager_left=not manager.is_active,
    )


def shown_to(
    connection: Connection,
    found: ObstacleRecord,
    manager: ManagerRecord,
    other: str,
    now: datetime,
) -> ObstacleShown:
    """An obstacle as somebody reads it at the UTC instant; `other` is the other one of the two."""
    one, today = found.obstacle, local_date(now, manager.zone)
    return ObstacleShown(
        id=found.id,
        other=other,
        other_name=name_of(connection, found.workspace, other),
        team=found.workspace,
        blocked=one.blocked,
        holds_up=one.holds_up,
        due_on=one.due_on,
        is_past=one.due_on is not None and one.due_on < today,
        state=one.state,
        answer=one.answer or "",
        noted=one.noted,
    )


def obstacle_sent(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    """Earlier messages to the rep point to this one."""
    del house, channel, ts, now
    earlier = [
        one.id
        for one in rows_of(connection, row.workspace, row.subject or "")
        if one.recipient == row.recipient and one.ts is not None and one.id != row.id
    ]
    outgoing.shows_something_else(connection, earlier)


def obstacle_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """What could not reach the manager in time lies on their Home: a Today message brings it."""
    del why
    manager = managers.get(connection, row.manager)
    if row.place == Place.TOLD and manager is not None and manager.is_active:
        remind(connection, house, manager, now)


def _is_news(connection: Connection, place: Place, found: ObstacleRecord) -> bool:
    """Whether there is still something to say to somebody who did not read it yet."""
    if not takes_part(connection, found.manager, found.rep):
        return False
    match place:
        case Place.TOLD:
            return found.obstacle.is_open
        case Place.TAKEN:
            return found.obstacle.state is ObstacleState.TAKEN
        case Place.ANSWERED:
            return not found.obstacle.is_open


def _has_newer(connection: Connection, row: OutgoingRecord) -> bool:
    if row.place == Place.TOLD or row.sent_at is None:
        return False
    return any(
        other.recipient == row.recipient
        and other.state is State.SENT
        and other.sent_at is not None
        and other.sent_at > row.sent_at
        for other in rows_of(connection, row.workspace, row.subject or "")
    )
