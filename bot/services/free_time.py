"""Days off and breaks: holidays, days of one's own, time off planned ahead, quiet quarters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.services.leaving_out import is_here_on
from bot.services.messages import Choice
from bot.services.replanning import fortnight, replanned
from bot.services.time_off import LONGEST, begin_break, end_time_off, leave_out, still_to_come
from bot.services.views import PlanShown
from bot.services.wanted import WrongFields, check_country
from bot.services.who import House, Who, active_manager, off_days
from bot.storage import Connection, managers
from bot.storage.excuses import Why
from bot.storage.managers import ManagerRecord, Preferences
from config.holidays import countries, regions
from habits.absence import Span
from habits.calendar import local_date
from habits.phrases import day as day_words
from habits.phrases import month, weekday
from habits.texts import say

MOST_OWN_DAYS = 30
"""Days to come that differ; of those that are past, a year's are kept."""
MOST_TIME_OFF = 30
_KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True)
class FreeTimeForm:
    """What is chosen, and what can be. `country` and `region` are codes or "" for none; `days`
    maps dates to come to whether they are free; `time_off` are spans, both ends included;
    `year_begins` is the name of the month with which the fiscal year begins."""

    countries: tuple[Choice, ...]
    country: str
    regions: tuple[Choice, ...]
    region: str
    quiet_quarters: bool
    year_begins: str
    days: tuple[tuple[date, bool], ...]
    time_off: tuple[Span, ...]


class FreeTime:
    """When a manager is not at work. Each change plans anew and tells what comes and what moved."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def form(self, who: Who) -> FreeTimeForm:
        return await self._house.database.read(self._form, who)

    async def today(self, who: Who) -> date:
        """Their local date."""

        def ask(connection: Connection) -> date:
            manager = active_manager(connection, who, self._house)
            return local_date(self._house.clock.now(), manager.zone)

        return await self._house.database.read(ask)

    async def prefer(
        self, who: Who, country: str | None, region: str | None, *, quiet_quarters: bool
    ) -> PlanShown:
        """Raises WrongField, NotStarted."""
        check_country(country, region)

        def change(connection: Connection, manager: ManagerRecord, _now: datetime) -> None:
            chosen = replace(
                preferences_of(manager),
                country=country,
                region=region,
                quiet_quarters=quiet_quarters,
            )
            managers.prefer(connection, manager.id, chosen)

        return await self._changed(who, change)

    async def add_day(self, who: Who, day: date, *, is_off: bool) -> PlanShown:
        """The date is a day off, or a work day, whatever the calendar says. Raises WrongFields."""

        def change(connection: Connection, manager: ManagerRecord, now: datetime) -> None:
            today = local_date(now, manager.zone)
            _check_day(manager, day, today)
            kept = {
                one: off
                for one, off in manager.own_days.items()
                if one > today - _KEPT_FOR and one != day
            }
            calendar = off_days(self._house.days_off, replace(manager, own_days=kept), day.year)
            if (day in calendar) != is_off:
                kept[day] = is_off
            elif day not in manager.own_days:
                raise WrongFields({"date": _as_the_calendar_says(day, calendar)})
            if sum(one >= today for one in kept) > MOST_OWN_DAYS:
                full = say("free_time.faults.many_days", count=MOST_OWN_DAYS)
                raise WrongFields({"date": full})
            managers.has_days(connection, manager.id, kept)

        return replace(await self._changed(who, change), added=(day, day))

    async def remove_day(self, who: Who, day: date) -> PlanShown:
        """The calendar decides about the date again."""

        def change(connection: Connection, manager: ManagerRecord, _now: datetime) -> None:
            left = {one: off for one, off in manager.own_days.items() if one != day}
            managers.has_days(connection, manager.id, left)

        return await self._changed(who, change)

    async def add_time_off(self, who: Who, first: date, last: date) -> PlanShown:
        """Nothing comes on these dates, both included. Where they begin today, it is a break.
        Raises WrongFields."""

        def change(connection: Connection, manager: ManagerRecord, now: datetime) -> None:
            today = local_date(now, manager.zone)
            _check_span(first, last, today)
            if first == today:
                begin_break(connection, manager, last, now)
                return
            if len(still_to_come(manager, today)) >= MOST_TIME_OFF:
                full = say("free_time.faults.many_spans", count=MOST_TIME_OFF)
                raise WrongFields({"first_day": full})
            leave_out(connection, manager, (first, last), Why.TIME_OFF)

        return replace(await self._changed(who, change), added=(first, last))

    async def remove_time_off(self, who: Who, first: date, last: date) -> PlanShown:
        """Messages come on these dates again; those that are past stay as they were."""

        def change(connection: Connection, manager: ManagerRecord, now: datetime) -> None:
            today = local_date(now, manager.zone)
            end_time_off(connection, manager, max(first, today), last)
            is_here_on(connection, manager, max(first, today), last, now)

        return await self._changed(who, change)

    # --- transactions ----------------------------------------------------------------------

    async def _changed(
        self, who: Who, change: Callable[[Connection, ManagerRecord, datetime], None]
    ) -> PlanShown:
        def write(connection: Connection) -> PlanShown:
            now = self._house.clock.now()
            manager = active_manager(connection, who, self._house)
            before = fortnight(connection, self._house, manager, now)
            change(connection, manager, now)
            return replanned(connection, self._house, who, now, before)

        return await self._house.database.write(write)

    def _form(self, connection: Connection, who: Who) -> FreeTimeForm:
        manager = active_manager(connection, who, self._house)
        today = local_date(self._house.clock.now(), manager.zone)
        return FreeTimeForm(
            countries=tuple(Choice(code, name) for code, name in countries()),
            country=manager.country or "",
            regions=regions_of(manager.country),
            region=manager.region or "",
            quiet_quarters=manager.quiet_quarters,
            year_begins=month(manager.company.year_begins),
            days=tuple(sorted((day, off) for day, off in manager.own_days.items() if day >= today)),
            time_off=still_to_come(manager, today),
        )


def regions_of(country: str | None) -> tuple[Choice, ...]:
    """The regions of a country that have holidays of their own."""
    return tuple(Choice(code, name) for code, name in regions(country)) if country else ()


def preferences_of(manager: ManagerRecord) -> Preferences:
    """What a manager has chosen about time."""
    return Preferences(
        manager.work_days,
        manager.hours,
        manager.country,
        manager.rhythm,
        manager.region,
        manager.quiet_quarters,
    )


def _check_day(manager: ManagerRecord, day: date, today: date) -> None:
    if day < today:
        raise WrongFields({"date": say("free_time.faults.today_or_later")})
    if day - today > LONGEST:
        raise WrongFields({"date": say("settings.faults.within_a_year")})
    if day.weekday() not in manager.work_days:
        raise WrongFields({"date": say("free_time.faults.never_work", weekday=weekday(day))})


def _as_the_calendar_says(day: date, calendar: Mapping[date, str]) -> str:
    """Nothing differs on that day."""
    if day in calendar:
        return say("free_time.faults.off_already", name=calendar[day])
    return say("free_time.faults.work_already", day=day_words(day))


def _check_span(first: date, last: date, today: date) -> None:
    if first < today:
        raise WrongFields({"first_day": say("free_time.faults.today_or_later")})
    if first - today > LONGEST:
        raise WrongFields({"first_day": say("settings.faults.within_a_year")})
    if last < first:
        raise WrongFields({"last_day": say("free_time.faults.last_after_first")})
    if last - first >= LONGEST:
        raise WrongFields({"last_day": say("free_time.faults.a_year_at_most")})
