"""Small tests that were agreed on: kept, asked after, told of or dropped."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services.came_of_it import can_be_told
from bot.services.form_views import FormOf
from bot.services.meetings import clip
from bot.services.taking_part import name_of
from bot.services.team_messages import Way
from bot.services.today_answers import answer_follow_up
from bot.services.tools import AskedAgain, AskedNow, Finished, Known
from bot.services.waiting import question_of
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, experiments, follow_ups
from bot.storage.experiments import RUNNING, ExperimentRecord, State
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import ONE_WEEK, local_date, work_dates_from
from habits.catalogue_lists import Cue, Need, SlotSource
from habits.errors import NotHere
from habits.filling import Values, text_in
from habits.small_tests import BET, BY_TOMORROW, DEBRIEF, OWNER, STOPS, agreed, from_body
from habits.texts import say

_STARTED, _DROPPED, _LONGER = "started", "dropped", "longer"
_TWO_WEEKS = 2 * ONE_WEEK
_LONGEST = 100


@dataclass(frozen=True)
class Running:
    """A test without an end: `owner` is a user; `stop_on` None where nobody set a date.
    `can_be_told`: whoever read of it first can still read what it showed."""

    id: str
    test: str
    owner: str
    owner_name: str
    stop_on: date | None
    started: bool
    can_be_told: bool


class Experiments:
    """The manager's list of tests. Every method raises NotStarted."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def running(self, who: Who) -> tuple[Running, ...]:
        """The first to stop first."""
        return await self._house.database.read(self._running, who)

    async def drop(self, who: Who, experiment: str) -> tuple[Running, ...]:
        """It does not go on; what is left. Raises NotHere."""
        return await self._house.database.write(self._drop, who, experiment)

    def _running(self, connection: Connection, who: Who) -> tuple[Running, ...]:
        manager = active_manager(connection, who, self._house)
        return tuple(
            Running(
                id=one.id,
                test=from_body(one.body)[0],
                owner=one.owner,
                owner_name=name_of(connection, manager.workspace, one.owner),
                stop_on=one.stop_on,
                started=one.state is State.STARTED,
                can_be_told=can_be_told(connection, manager, one.source_id),
            )
            for one in experiments.running(connection, manager.id)
        )

    def _drop(self, connection: Connection, who: Who, experiment: str) -> tuple[Running, ...]:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        one = experiments.get(connection, manager.id, experiment)
        if one is None:
            raise NotHere
        if one.state in RUNNING:
            experiments.becomes(connection, manager.id, one.id, State.DROPPED, now)
            follow_ups.drop(connection, manager.id, one.source_id)
        return self._running(connection, who)


# --- the form ---------------------------------------------------------------------------------


def begun(
    connection: Connection, house: House, manager: ManagerRecord, of: FormOf, now: datetime
) -> Values:
    """The date stands in the form already: two weeks on."""
    del connection
    return {STOPS[of.habit]: _in_two_weeks(house, manager, now).isoformat()}


def _in_two_weeks(house: House, manager: ManagerRecord, now: datetime) -> date:
    """The first work day from then on."""
    wished = local_date(now, manager.zone) + _TWO_WEEKS
    return next(work_dates_from(wished, manager.schedule, house.off(manager, now)), wished)


def was_agreed(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> None:
    """The form ended: its test is kept."""
    del house
    found = agreed(finished.of.habit, finished.values)
    if found is None:
        return
    experiments.add(
        connection,
        manager.id,
        finished.of.habit,
        text_in(finished.values.get(OWNER)),
        found.body,
        found.stop_on,
        finished.source_id,
        finished.now,
    )


# --- what is asked again ----------------------------------------------------------------------


def _word(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> AskedNow | None:
    del now
    one = experiments.of_source(connection, manager.id, asked.source_id)
    if one is None or one.state not in RUNNING:
        return None
    test = clip(from_body(one.body)[0], _LONGEST)
    question = question_of(house.catalogue.get(asked.habit))
    dropped = Way(_DROPPED, say("experiments.dropped"))
    if one.habit == BY_TOMORROW:
        started = Way(_STARTED, say("experiments.started"))
        not_yet = Way(FollowUpAnswer.NOT_YET, say("experiments.not_yet"))
        return AskedNow(question, (test,), (one.owner,), (started, not_yet, dropped))
    ways = (Way(_LONGER, say("experiments.longer")), dropped)
    if not can_be_told(connection, manager, one.source_id):
        return AskedNow(question, (test,), (one.owner,), (dropped,))
    label = say("experiments.tell")
    return AskedNow(question, (test,), (one.owner,), ways, opens=one.habit, label=label)


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    value: str,
    now: datetime,
) -> None:
    one = experiments.of_source(connection, manager.id, asked.source_id)
    if one is None or value not in (_STARTED, _DROPPED, _LONGER):
        raise NotHere
    if value == _LONGER:
        _goes_on(connection, house, manager, one, asked, now)
        return
    state = State.STARTED if value == _STARTED else State.DROPPED
    experiments.becomes(connection, manager.id, one.id, state, now)
    answer_follow_up(connection, manager, asked.id, FollowUpAnswer.DONE, now)


def _goes_on(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    one: ExperimentRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> None:
    """Two weeks more from today on."""
    day = _in_two_weeks(house, manager, now)
    experiments.goes_on_until(connection, manager.id, one.id, day)
    follow_ups.put_off(connection, asked, day)


ASKED_AGAIN = AskedAgain(_word, _take)


# --- what is true now -------------------------------------------------------------------------


def _ended(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    """A test was to stop before today, and nobody has told yet what it showed."""
    del house
    today = local_date(now, manager.zone)
    running = experiments.running(connection, manager.id)
    over = any(one.stop_on is not None and one.stop_on < today for one in running)
    return Known() if over else None


def _not_started(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    """Something to try by tomorrow was agreed on, and nobody has said that it started."""
    del house, now
    waits = [
        from_body(one.body)[1]
        for one in experiments.running(connection, manager.id)
        if one.habit == BY_TOMORROW and one.state is State.AGREED
    ]
    return Known({SlotSource.EXPERIMENT_TOPIC: waits[-1].rstrip(" .!?…")}) if waits else None


KNOWN = {Need.TEST_ENDED: _ended, Need.OPEN_TOPIC: _not_started}


def stop_days(
    connection: Connection, manager: ManagerRecord, first: date, last: date
) -> list[date]:
    return experiments.stop_dates(connection, manager.id, first, last)


COMES_UP = {Cue.TEST_ENDED: stop_days}
HABITS = (BET, BY_TOMORROW, DEBRIEF)
