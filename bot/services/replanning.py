"""What follows from a change of settings: a new plan, and words for what comes and what moved."""

from datetime import datetime, timedelta

from bot.services.glance import focus_name
from bot.services.planning import outlook, plan_manager
from bot.services.today import planned_anew
from bot.services.views import PlanShown, WeekLine
from bot.services.who import House, Who, active_manager
from bot.services.zones import zone_planned_anew
from bot.storage import Connection
from bot.storage.managers import ManagerRecord
from habits.calendar import back_on, instant, local, local_date
from habits.moving import moved, moved_words
from habits.people import Place
from habits.planning import Moment, Planned
from habits.rhythm import title_of
from habits.texts import say

_SHOWN_DAYS = timedelta(days=9)
_FORTNIGHT = timedelta(days=13)


def fortnight(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> list[Planned]:
    """The plan of this week and the next, from Sunday to Saturday: the same dates before and
    after a change of work days, so that the two can be compared."""
    today = local_date(now, manager.zone)
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    off = house.off(manager, now)
    return outlook(connection, manager, sunday, sunday + _FORTNIGHT, off).planned


def replanned(
    connection: Connection, house: House, who: Who, now: datetime, before: list[Planned] | None
) -> PlanShown:
    """Plan anew. `before` is the fortnight as it stood, to say what moved; None or empty: say
    nothing of it."""
    manager = active_manager(connection, who, house)
    off = house.off(manager, now)
    plan_manager(connection, manager, now, off)
    planned_anew(connection, house, manager, now)
    zone_planned_anew(connection, house, manager, now)
    today = local_date(now, manager.zone)
    first = back_on(today, manager.schedule) or today
    planned = outlook(connection, manager, first, first + _SHOWN_DAYS, off).planned
    changes = moved(before, fortnight(connection, house, manager, now)) if before else []
    about = {
        Place.START: say("rhythm.about.start"),
        Place.PROMPT: focus_name(connection, house, manager) or "",
        Place.CHECK_IN: say("rhythm.about.check-in"),
    }
    return PlanShown(
        coming=tuple(
            WeekLine(local(one.asked_at, manager.zone), title_of(one.place), about[one.place])
            for one in planned
            if isinstance(one, Moment) and one.due_at > now
        ),
        moved=tuple(moved_words(changes)),
        paused_until=paused_until(manager, now),
    )


def paused_until(manager: ManagerRecord, now: datetime) -> datetime | None:
    """The local start of the day on which messages come again; None when not on a break."""
    until = back_on(local_date(now, manager.zone), manager.schedule)
    if until is None:
        return None
    return local(instant(until, manager.schedule.hours.start, manager.zone), manager.zone)
