"""Whether a manager can be reached now: what their Slack status and Do Not Disturb say."""

from datetime import datetime, timedelta

from bot.services.away import quiet_until, running
from bot.services.claimed import Drop, Hold
from bot.storage import Connection
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import HELD_FOR_READER, Kind, OutgoingRecord
from habits.calendar import local_date
from habits.texts import say

_VANISH = (Kind.START, Kind.PROMPT, Kind.ONE_ON_ONE)
_FIND_ANOTHER_DAY = (Kind.TODAY, Kind.NOTICE, Kind.HELP)
"""What comes another day if not on its own: what a rep asks for, in a Today message."""
_WAIT = (Kind.CHECK_IN, Kind.LATER, Kind.HELD, Kind.CALL, *_FIND_ANOTHER_DAY)
_SELF_SET = (Kind.LATER, Kind.ONE_ON_ONE, Kind.CALL, Kind.HELD)
"""Managers set their time themselves: Do Not Disturb, which comes back each day, lets them by."""
_LOOK_AGAIN = timedelta(minutes=30)
"""A status or Do Not Disturb may end earlier than it said."""


def why_not_now(
    connection: Connection, row: OutgoingRecord, manager: ManagerRecord, now: datetime
) -> Hold | Drop | None:
    """What keeps a row back that is due; None where nothing does. While the status says away
    nothing at all comes to the manager."""
    if row.kind not in (*_VANISH, *_WAIT):
        return None
    away = running(connection, manager, now)
    if away is not None:
        reason = say("rhythm.why.away")
        if row.kind in _VANISH:
            return Drop(reason)
        return _wait(row, manager, away.until or now + _LOOK_AGAIN, reason, now)
    until = None if row.kind in _SELF_SET else quiet_until(manager, now)
    if until is None or until <= now:
        return None
    return _wait(row, manager, until, say("rhythm.why.do_not_disturb"), now)


def _wait(
    row: OutgoingRecord, manager: ManagerRecord, until: datetime, reason: str, now: datetime
) -> Hold | Drop:
    """Until then where that is within the row's window. What can come on another day ends with
    its window, which finds it one."""
    if row.window_ends is not None and until >= row.window_ends:
        if row.kind not in _FIND_ANOTHER_DAY:
            return Drop(reason)
        until = row.window_ends
    again = min(until, now + _LOOK_AGAIN)
    return Hold(again, local_date(again, manager.zone), HELD_FOR_READER)
