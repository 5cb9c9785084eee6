"""How much comes: fewer messages for those who do not answer, and for habits that go well."""

from datetime import datetime, timedelta

from bot.services.planning import plan_manager
from bot.services.time_off import begin_break
from bot.services.who import House
from bot.storage import Connection, active_habits, managers, outgoing, practices
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
from habits.calendar import ONE_DAY, local_date
from habits.dose import (
    ANSWERED_WITHIN,
    DONES,
    LOOKED_AT,
    PAUSE_WEEKS,
    Help,
    eased_turns,
    is_fatigued,
)

COUNTED = (Kind.PROMPT, Kind.CHECK_IN)
"""What the bot sends of these waits for an answer."""


def count_prompts(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ManagerRecord:
    """In which weeks the prompt falls due, from the habits and from easing; where that changes,
    the messages to come are planned anew. The manager afterwards."""
    today = local_date(now, manager.zone)
    turns = active_habits.turns(connection, manager.id)
    if manager.eased_at is not None:
        last = outgoing.last_of(connection, manager.id, [Kind.PROMPT], now, limit=1)
        came = local_date(last[0], manager.zone) if last else today
        turns = eased_turns(turns, came, today, manager.work_days)
    elif any(one.every == 1 for one in turns):
        turns = ()
    if turns == manager.prompt_turns:
        return manager
    managers.prompt_turns(connection, manager.id, turns)
    return _plan_anew(connection, house, manager, now)


def judge(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ManagerRecord:
    """Ease the manager's messages if the last ones went unanswered; the manager afterwards."""
    if manager.eased_at is not None or not manager.is_active:
        return manager
    day_ago = now - ANSWERED_WITHIN
    sent = outgoing.last_of(connection, manager.id, COUNTED, day_ago, limit=LOOKED_AT)
    if not is_fatigued(sent, manager.acted_at, now):
        return manager
    managers.ease(connection, manager.id, now)
    return _counted_anew(connection, house, manager, now)


def done(connection: Connection, manager: str, now: datetime) -> None:
    """A habit was done: with two of them the usual messages come again, unless the manager said
    that fewer are right. The next tick plans them."""
    found = managers.get(connection, manager)
    if found is None or found.eased_at is None or found.eased_answer == Help.FEWER:
        return
    if practices.recorded_since(connection, manager, found.eased_at) >= DONES:
        _ends(connection, found)
        managers.planned_to(connection, manager, now)


def as_before(connection: Connection, house: House, manager: ManagerRecord, now: datetime) -> None:
    """The usual messages come again."""
    _ends(connection, manager)
    _counted_anew(connection, house, manager, now)


def _ends(connection: Connection, manager: ManagerRecord) -> None:
    """The check-in that asked what would help has nothing to ask any more."""
    if manager.eased_at is not None and manager.eased_answer is None:
        since = manager.eased_at
        asked = outgoing.left_since(connection, manager.id, Kind.CHECK_IN, since)
        outgoing.shows_something_else(connection, asked[:1])
    managers.ease(connection, manager.id, None)


def asks_what_would_help(
    connection: Connection, manager: ManagerRecord, row: OutgoingRecord | None = None
) -> bool:
    """Whether a check-in asks what would help: the first one after messages became fewer. `row`
    is the check-in that would ask, None for the next one."""
    if manager.eased_at is None or manager.eased_answer is not None:
        return False
    return _may_ask(connection, manager, manager.eased_at, row)


def has_said_what_would_help(
    connection: Connection, manager: ManagerRecord, row: OutgoingRecord
) -> bool:
    """Whether what this check-in asked about fewer messages was answered."""
    if manager.eased_at is None or manager.eased_answer is None:
        return False
    return _may_ask(connection, manager, manager.eased_at, row)


def _may_ask(
    connection: Connection, manager: ManagerRecord, eased_at: datetime, row: OutgoingRecord | None
) -> bool:
    asked = outgoing.left_since(connection, manager.id, Kind.CHECK_IN, eased_at)
    return not asked or (row is not None and asked[0] == row.id)


def helped_by(
    connection: Connection, house: House, manager: ManagerRecord, answer: str, now: datetime
) -> None:
    """Keep what the manager said would help, one of Help: a pause begins, or the usual messages
    come again. Other times and another habit are chosen elsewhere. Where the usual messages came
    again meanwhile, a pause begins all the same, and nothing else is kept. Raises ValueError."""
    chosen = Help(answer)
    if manager.eased_at is not None:
        if chosen is Help.AS_BEFORE:
            as_before(connection, house, manager, now)
            return
        managers.says_to_easing(connection, manager.id, chosen)
    if chosen is Help.PAUSE:
        until = local_date(now, manager.zone) + timedelta(weeks=PAUSE_WEEKS)
        begin_break(connection, manager, until - ONE_DAY, now)
        _plan_anew(connection, house, manager, now)


def _counted_anew(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ManagerRecord:
    changed = managers.get(connection, manager.id) or manager
    count_prompts(connection, house, changed, now)
    return _plan_anew(connection, house, changed, now)


def _plan_anew(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ManagerRecord:
    changed = managers.get(connection, manager.id) or manager
    plan_manager(connection, changed, now, house.off(changed, now))
    return changed
