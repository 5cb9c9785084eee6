"""How forms ask again: about the priority, what was heard, a stretch, a buyer."""

from datetime import datetime

from bot.services import admissions, experiments
from bot.services.came_of_it import can_be_told
from bot.services.meetings import clip
from bot.services.pair_parts import rep_fields, shared_fields
from bot.services.team_messages import Way
from bot.services.tools import AskedAgain, AskedNow
from bot.services.who import House
from bot.storage import Connection, pair_notes
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.managers import ManagerRecord
from habits.composing import in_words, parts_from
from habits.small_tests import FORMS
from habits.texts import say

CRITICISM, DIRECTION = "share_criticism", "direction"
OF_PAIRS = ("develop", "lead_buyers")
_LONGEST = 80
_DONE, _NOT_YET = FollowUpAnswer.DONE, FollowUpAnswer.NOT_YET


def _priority(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    """Yes, or the form once more: what matters now, and what dropped off."""
    del connection, house, manager, asked, now
    still = Way(_DONE, say("memory.still"))
    return AskedNow(ways=(still,), opens=DIRECTION, label=say("memory.changed"))


def _heard(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    """What was promised is done, or the team hears where it stands."""
    del house, now
    ways = (Way(_DONE, say("memory.done")), Way(_NOT_YET, say("memory.not_yet")))
    if not can_be_told(connection, manager, asked.source_id):
        return AskedNow(ways=ways)
    return AskedNow(ways=ways, opens=CRITICISM, label=say("memory.tell"))


def _of_note(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> AskedNow | None:
    """What the two wrote down; None once they deleted it."""
    del now
    note = pair_notes.get(connection, manager.workspace, asked.source_id)
    if note is None:
        return None
    habit = house.catalogue.get(asked.habit)
    theirs = parts_from(rep_fields(habit), note.rep_body or {})
    mine = parts_from(shared_fields(habit), note.body)
    written = mine if habit.key == "develop" else (theirs or mine)
    lines = tuple(clip(in_words(one, {}), _LONGEST) for one in written[:1])
    return AskedNow(lines=lines, people=(note.rep,))


ASKED_AGAIN = {
    admissions.ADMIT: admissions.ASKED_AGAIN,
    admissions.REPORT: admissions.ASKED_AGAIN,
    **dict.fromkeys(FORMS, experiments.ASKED_AGAIN),
    DIRECTION: AskedAgain(_priority),
    CRITICISM: AskedAgain(_heard),
    **dict.fromkeys(OF_PAIRS, AskedAgain(_of_note)),
}
