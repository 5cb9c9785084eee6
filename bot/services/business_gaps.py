"""What a manager does not understand about the business yet, whom they ask, and what came of it."""

from datetime import datetime

from bot.services.form_views import NextWords
from bot.services.taking_part import name_of
from bot.services.team_messages import Way
from bot.services.tools import AskedAgain, AskedNow, Finished
from bot.services.who import House
from bot.storage import Connection, follow_ups, gaps
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.gaps import GapState
from bot.storage.managers import ManagerRecord
from habits.errors import NotHere
from habits.filling import clean, ids_in, text_in
from habits.texts import say

KNOW_BUSINESS = "know_business"

_GAP, _EXPERT, _QUESTION = "gap", "expert", "question"
_FIELDS = ("number", "customer", _GAP, _QUESTION)
_ANSWERED = "answered"


def noted(connection: Connection, house: House, manager: ManagerRecord, finished: Finished) -> None:
    """The week's entry is kept, for the manager alone."""
    del house
    values = finished.values
    body = {one: text for one in _FIELDS if (text := clean(text_in(values.get(one))))}
    expert = next(iter(ids_in(values.get(_EXPERT))), None)
    gaps.keep(connection, manager.id, body, expert, finished.source_id, finished.now)


def question_to_take(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> NextWords | None:
    """The question, for the manager to send; without one there is nothing to take along."""
    del house
    question = clean(text_in(finished.values.get(_QUESTION)))
    expert = next(iter(ids_in(finished.values.get(_EXPERT))), None)
    if not question or expert is None:
        return None
    name = name_of(connection, manager.workspace, expert)
    intro = say("own_words.gap.question", name=name)
    return NextWords(intro, question, manager.workspace, expert, name)


def last_gap(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow | None:
    """A week later: what was not understood. None where the entry is gone."""
    del house, now
    gap = gaps.of_source(connection, manager.id, follow_up.source_id)
    if gap is None or gap.state is not GapState.OPEN:
        return None
    ways = (
        Way(_ANSWERED, say("own_words.gap.answered")),
        Way(FollowUpAnswer.NOT_YET, say("own_words.gap.still_open")),
    )
    return AskedNow(lines=(gap.body.get(_GAP, ""),), ways=ways)


def take_gap(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    value: str,
    now: datetime,
) -> None:
    del house
    gap = gaps.of_source(connection, manager.id, follow_up.source_id)
    if value != _ANSWERED or gap is None:
        raise NotHere
    gaps.answered(connection, gap.id, now)
    follow_ups.answer(connection, manager.id, follow_up.id, FollowUpAnswer.DONE, now)


GAPS_ASKED = AskedAgain(last_gap, take_gap)
