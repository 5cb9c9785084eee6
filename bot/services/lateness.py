"""Owning up to lateness."""

from datetime import datetime, timedelta

from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import HELD_FOR_READER, OutgoingRecord
from habits.calendar import local
from habits.phrases import clock, weekday
from habits.texts import say

LATE_AFTER = timedelta(minutes=10)


def late_words(row: OutgoingRecord, manager: ManagerRecord, at: datetime) -> str | None:
    """What a message says that comes at the UTC instant `at`; None when it was in time, or waited
    for its reader."""
    if at - row.due_at <= LATE_AFTER or row.reason == HELD_FOR_READER:
        return None
    due = local(row.due_at, manager.zone)
    return say("leads.late", weekday=weekday(due), at=clock(due))
