"""What became of a change that a manager named when they owned a mistake."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.services.form_views import FormOf
from bot.services.meetings import clip
from bot.services.team_messages import Way
from bot.services.today_answers import answer_follow_up
from bot.services.tools import AskedAgain, AskedNow, Finished, Known
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, admissions, follow_ups
from bot.storage.admissions import AdmissionRecord
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import ONE_WEEK, local_date
from habits.catalogue_lists import Audience, Cue, Need, SlotSource
from habits.errors import NotHere
from habits.filling import TO, Values, text_in
from habits.following import Done, due_dates
from habits.texts import say

ADMIT, REPORT = "admit_mistake", "fix_repeat"
HOLDS = "holds"
_CHANGE, _STATE = "change", "state"
_THREE_WEEKS = 3 * ONE_WEEK
_CLOSE = "close"
_LONGEST = 100


@dataclass(frozen=True)
class Choice:
    """One of several changes that stand open; `on` is the manager's date on which it was named."""

    id: str
    change: str
    on: date


class Admissions:
    """Which changes stand open."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def open(self, who: Who) -> tuple[Choice, ...]:
        """The latest first. Raises NotStarted."""
        return await self._house.database.read(self._open, who)

    def _open(self, connection: Connection, who: Who) -> tuple[Choice, ...]:
        manager = active_manager(connection, who, self._house)
        found = admissions.open_of(connection, manager.id)
        return tuple(
            Choice(one.id, clip(one.change, _LONGEST), local_date(one.at, manager.zone))
            for one in reversed(found)
        )


# --- the form ---------------------------------------------------------------------------------


def admitted(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> None:
    """A mistake was owned: the line on the change is kept until it holds."""
    del house
    change = " ".join(text_in(finished.values.get(_CHANGE)).split())
    admissions.add(
        connection,
        manager.id,
        change,
        finished.audience,
        finished.recipient,
        finished.source_id,
        finished.now,
    )


def begun(
    connection: Connection, house: House, manager: ManagerRecord, of: FormOf, now: datetime
) -> Values:
    """The report on a change begins with it, and with whom it was said to."""
    del house, now
    one = _told_of(connection, manager, of)
    if one is None:
        return {}
    alone = one.recipient if one.audience == Audience.OWN_VOICE else None
    return {_CHANGE: one.change} | ({TO: alone} if alone else {})


def meant_for(
    connection: Connection, manager: ManagerRecord, of: FormOf, now: datetime
) -> Audience | None:
    """It goes to the same people."""
    del now
    one = _told_of(connection, manager, of)
    return None if one is None else Audience(one.audience)


def reported(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> None:
    """Once the change holds, the line on it goes; else the same is asked once more."""
    one = _told_of(connection, manager, finished.of)
    if one is None:
        return
    for source_id in (finished.source_id, one.source_id):
        follow_ups.drop(connection, manager.id, source_id)
    if finished.values.get(_STATE) == HOLDS:
        admissions.remove(connection, manager.id, one.id)
        return
    today = local_date(finished.now, manager.zone)
    done = Done(today, manager.schedule, house.off(manager, finished.now))
    for day in due_dates(house.catalogue.get(REPORT), finished.values, done):
        follow_ups.add(connection, manager.id, REPORT, one.source_id, finished.now, day)


def _told_of(connection: Connection, manager: ManagerRecord, of: FormOf) -> AdmissionRecord | None:
    """What the form is about: named itself, by what asked about it, or the only one there is."""
    if not of.record:
        found = admissions.open_of(connection, manager.id)
        return found[0] if len(found) == 1 else None
    asked = follow_ups.get(connection, manager.id, of.record)
    if asked is None:
        return admissions.get(connection, manager.id, of.record)
    return admissions.of_source(connection, manager.id, asked.source_id)


# --- what is asked again ----------------------------------------------------------------------


def _word(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> AskedNow | None:
    del now
    if REPORT not in house.catalogue.habits:
        return AskedNow()
    one = admissions.of_source(connection, manager.id, asked.source_id)
    if one is None:
        return AskedNow()
    return AskedNow(
        text=say("admissions.question"),
        lines=(say("admissions.change", change=clip(one.change, _LONGEST)),),
        opens=REPORT,
        label=say("admissions.tell"),
        ways=(
            Way(FollowUpAnswer.NOT_YET, say("admissions.later")),
            Way(_CLOSE, say("admissions.close")),
        ),
    )


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    value: str,
    now: datetime,
) -> None:
    """It is not followed any more: the line goes as well."""
    del house
    one = admissions.of_source(connection, manager.id, asked.source_id)
    if value != _CLOSE:
        raise NotHere
    answer_follow_up(connection, manager, asked.id, FollowUpAnswer.NOT_NOW, now)
    if one is not None:
        follow_ups.drop(connection, manager.id, one.source_id)
        admissions.remove(connection, manager.id, one.id)


ASKED_AGAIN = AskedAgain(_word, _take)


# --- what is true now -------------------------------------------------------------------------


def _three_weeks_ago(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    """A change was named three weeks ago, and not four."""
    del house
    today = local_date(now, manager.zone)
    for one in reversed(admissions.open_of(connection, manager.id)):
        if _THREE_WEEKS <= today - local_date(one.at, manager.zone) < _THREE_WEEKS + ONE_WEEK:
            return Known({SlotSource.ADMISSION_CHANGE: one.change.rstrip(" .!?…")})
    return None


def _open(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    del house, now
    return Known() if admissions.open_of(connection, manager.id) else None


KNOWN = {Need.ADMISSION_21_DAYS: _three_weeks_ago, Need.OPEN_ADMISSION: _open}


def due_days(connection: Connection, manager: ManagerRecord, first: date, last: date) -> list[date]:
    """The local dates between these on which the report on a change fell due."""
    return follow_ups.due_between(connection, manager.id, (ADMIT, REPORT), first, last)


COMES_UP = {Cue.ADMISSION_DUE: due_days}
