"""The 1:1s of a manager: their usual times, and the page that shows each rep."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.services.forgetting import remove_times
from bot.services.meetings import coming
from bot.services.pair_parts import COACH, managers_parts, next_step_of, reps_parts
from bot.services.planning import plan_manager
from bot.services.taking_part import TellFirst, may_be_named, name_in, name_of
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, one_on_ones, pair_notes, people, roster
from bot.storage.pair_notes import NoteState, PairNoteRecord
from bot.storage.people import PersonRecord
from bot.storage.roster import BY_THE_REP, RosterRecord
from habits.calendar import ONE_DAY, local, local_date, work_dates_from
from habits.coaching import UsualTime, check_usual_time, next_meeting
from habits.composing import Part
from habits.errors import NotHere, WrongField
from habits.people import Hours
from habits.texts import say

_USUAL = time(14, 0)
_MOVED = "the 1:1 is at another time"
MOST_TIMES = 30
MOST_NOTES = 8
_NOT_YET = (NoteState.WAITING, NoteState.ASKED, NoteState.DECLINED)


@dataclass(frozen=True)
class RepShown:
    """A rep on the manager's page. `next_at` is local; `here`: "yes", "left" or "gone"."""

    user: str
    name: str
    next_at: datetime | None
    next_step: str | None
    here: str
    notes: bool


@dataclass(frozen=True)
class UsualShown:
    """A usual time; `next_at` is local."""

    id: str
    user: str
    name: str
    usual: UsualTime
    next_at: datetime | None


@dataclass(frozen=True)
class TimeForm:
    """The form for a usual time; `changes` is the id of the one it replaces."""

    usual: UsualTime
    rep: str | None = None
    changes: str | None = None


@dataclass(frozen=True)
class NoteShown:
    """A note of two, as the manager reads it."""

    id: str
    habit: str
    about_day: date
    parts: tuple[Part, ...]
    answered: tuple[Part, ...]
    waits: bool


class OneOnOnes:
    """What a manager sees and sets about 1:1s."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def reps(self, who: Who) -> tuple[RepShown, ...]:
        """Everybody the manager has a 1:1 or a note with, or in the team; the soonest 1:1 first."""
        return await self._house.database.read(self._reps, who)

    async def times(self, who: Who) -> tuple[UsualShown, ...]:
        return await self._house.database.read(self._times, who)

    async def time_form(self, who: Who, changes: str | None = None) -> TimeForm:
        """A new time, or one that stands. Raises NotHere."""
        return await self._house.database.read(self._time_form, who, changes)

    async def set_time(
        self, who: Who, rep: str, usual: UsualTime, changes: str | None, key: str
    ) -> None:
        """Keep a rep's usual time, in place of an earlier one; `key` names the sending.
        Raises WrongField, NotHere."""
        await self._house.database.write(self._set_time, who, rep, usual, changes, key)

    async def drop_time(self, who: Who, one_on_one: str) -> None:
        """Raises NotHere."""
        await self._house.database.write(self._drop_time, who, one_on_one)

    async def notes(self, who: Who, rep: str) -> tuple[str, tuple[NoteShown, ...]]:
        """The rep's name, and the newest notes of the pair."""
        return await self._house.database.read(self._notes, who, rep)

    async def rep_to_prepare(self, who: Who, rep: str) -> str:
        """Somebody on the manager's page, if a 1:1 with them can be prepared. Raises NotHere,
        TakesNoPart, WrongField."""
        return await self._house.database.read(self._rep_to_prepare, who, rep)

    # --- transactions ----------------------------------------------------------------------

    def _reps(self, connection: Connection, who: Who) -> tuple[RepShown, ...]:
        manager = active_manager(connection, who, self._house)
        now = self._house.clock.now()
        meetings = {one.rep: one for one in coming(connection, self._house, manager, now)}
        noted = pair_notes.reps_of(connection, manager.id)
        entries = roster.last_of_each(connection, manager.id)
        team = [user for user, entry in entries.items() if entry.until is None]
        timed = [one.rep for one in one_on_ones.of_manager(connection, manager.id)]
        reps = tuple(dict.fromkeys((*meetings, *timed, *team, *noted)))
        known = people.several(connection, manager.workspace, reps)
        last = pair_notes.last_returned(connection, manager.id, reps, COACH)
        found: list[RepShown] = []
        for rep in reps:
            meeting = meetings.get(rep)
            starts = None if meeting is None else meeting.meeting.starts_at
            here = _here(known.get(rep), entries.get(rep))
            found.append(
                RepShown(
                    user=rep,
                    name=name_in(known, rep),
                    next_at=None if starts is None else local(starts, manager.zone),
                    next_step=next_step_of(last.get(rep)) if here == "yes" else None,
                    here=here,
                    notes=rep in noted,
                )
            )
        return tuple(found)

    def _rep_to_prepare(self, connection: Connection, who: Who, rep: str) -> str:
        manager = active_manager(connection, who, self._house)
        if rep not in {one.user for one in self._reps(connection, who)}:
            raise NotHere
        # Who is still to be told is asked for once the form is filled in.
        with suppress(TellFirst):
            may_be_named(connection, manager, rep)
        return rep

    def _times(self, connection: Connection, who: Who) -> tuple[UsualShown, ...]:
        manager = active_manager(connection, who, self._house)
        now = self._house.clock.now()
        starts = {
            one.rep: local(one.meeting.starts_at, manager.zone)
            for one in coming(connection, self._house, manager, now)
        }
        usual = one_on_ones.of_manager(connection, manager.id)
        known = people.several(connection, manager.workspace, [one.rep for one in usual])
        found = [
            UsualShown(
                id=one.id,
                user=one.rep,
                name=name_in(known, one.rep),
                usual=one.usual,
                next_at=starts.get(one.rep),
            )
            for one in usual
        ]
        return tuple(sorted(found, key=lambda one: one.name.casefold()))

    def _time_form(self, connection: Connection, who: Who, changes: str | None) -> TimeForm:
        manager = active_manager(connection, who, self._house)
        now = self._house.clock.now()
        off = self._house.off(manager, now)
        if changes is None:
            tomorrow = local_date(now, manager.zone) + ONE_DAY
            day = next(work_dates_from(tomorrow, manager.schedule, off), tomorrow)
            return TimeForm(UsualTime(day, _within(_USUAL, manager.schedule.hours)))
        one = one_on_ones.get(connection, manager.id, changes)
        if one is None:
            raise NotHere
        following = next_meeting(one.usual, manager.schedule, off, now)
        first = local_date(now, manager.zone) if following is None else following.day
        return TimeForm(replace(one.usual, first=first), one.rep, one.id)

    def _set_time(
        self,
        connection: Connection,
        who: Who,
        rep: str,
        usual: UsualTime,
        changes: str | None,
        key: str,
    ) -> None:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        stands = one_on_ones.of_manager(connection, manager.id)
        replaced = [one for one in stands if one.rep == rep or one.id == changes]
        if any(one.rep == rep and one.usual == usual for one in replaced):
            return
        check_usual_time(usual, manager.schedule, local_date(now, manager.zone))
        if len(stands) - len(replaced) >= MOST_TIMES:
            raise WrongField("rep", say("coach.times.faults.many", count=MOST_TIMES))
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        remove_times(connection, who.workspace, [one.id for one in replaced], _MOVED)
        one_on_ones.add(connection, manager.id, rep, usual)
        plan_manager(connection, manager, now, self._house.off(manager, now))

    def _drop_time(self, connection: Connection, who: Who, one_on_one: str) -> None:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if one_on_ones.get(connection, manager.id, one_on_one) is None:
            raise NotHere
        remove_times(connection, who.workspace, [one_on_one], "the 1:1 was removed")
        plan_manager(connection, manager, now, self._house.off(manager, now))

    def _notes(
        self, connection: Connection, who: Who, rep: str
    ) -> tuple[str, tuple[NoteShown, ...]]:
        manager = active_manager(connection, who, self._house)
        newest = pair_notes.newest(connection, manager.id, rep, MOST_NOTES)
        name = name_of(connection, manager.workspace, rep)
        return name, tuple(self._shown(one) for one in newest)

    def _shown(self, note: PairNoteRecord) -> NoteShown:
        habit = self._house.catalogue.habits.get(note.habit)
        return NoteShown(
            id=note.id,
            habit=habit.name if habit else note.habit,
            about_day=note.about_day,
            parts=managers_parts(self._house, note),
            answered=reps_parts(self._house, note),
            waits=note.state in _NOT_YET,
        )


def _within(at: time, hours: Hours) -> time:
    return at if hours.start <= at < hours.end else hours.start


def _here(person: PersonRecord | None, entry: RosterRecord | None) -> str:
    if person is not None and person.deleted:
        return "gone"
    return "left" if entry is not None and entry.ended in BY_THE_REP else "yes"
