"""What admins set for everybody: company days, what newcomers begin with, limits. They see a count
of who uses the bot, from five on, and never who."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.services.admins import Admins
from bot.services.messages import Choice
from bot.services.previewing import HabitPreview, preview
from bot.services.wanted import WrongFields
from bot.services.who import House, Who
from bot.storage import Connection, companies, invitations
from config.holidays import countries, regions
from habits.calendar import ONE_DAY
from habits.company import MOST_A_WEEK, Company, days_within
from habits.errors import WrongField
from habits.people import Hours
from habits.texts import say

logger = logging.getLogger(__name__)

FEWEST_COUNTED = 5
"""A smaller number of people is never told: it would point to somebody."""
LONGEST_NAME = 40
MOST_DAYS = 60
LONGEST_REGION = 8
LEAST_MINUTES = 120
"""The narrowest time of day that a limit may leave."""
MONTHS = 12
_AHEAD = timedelta(days=2 * 366)
_KEPT_BACK = timedelta(days=366)


@dataclass(frozen=True)
class CompanyDay:
    """A day of the company's own: its name for a day off, None for a work day."""

    day: date
    name: str | None


@dataclass(frozen=True)
class CompanyPage:
    """`using` is how many use the bot at the least, in steps of five: an exact
    count would tell who it was that began. None below five. Where only the invited can start, at
    least five more are invited than it says: else it would name them all. `is_short`: too few are
    invited there to say anything. `invited` how many are invited. `country` and `region` are
    names."""

    using: int | None
    invited: int
    by_invitation: bool
    next_day: CompanyDay | None
    country: str | None
    region: str | None
    company: Company

    @property
    def is_short(self) -> bool:
        return self.by_invitation and self.invited < 2 * FEWEST_COUNTED


@dataclass(frozen=True)
class LimitsForm:
    """Defaults and limits as they stand, with a country's regions to choose from."""

    company: Company
    countries: tuple[Choice, ...]
    regions: tuple[Choice, ...]


@dataclass(frozen=True)
class Limits:
    """What was sent; `earliest` and `latest` are both given, or neither, and lie in one day."""

    country: str | None
    region: str | None
    within: Hours | None
    most_a_week: int
    year_begins: int


class Companies:
    """Every method raises NotHere for those who are no admins."""

    def __init__(self, house: House, admins: Admins) -> None:
        self._house = house
        self._admins = admins

    async def page(self, who: Who) -> CompanyPage:
        await self._admins.check(who)
        return await self._house.database.read(self._page, who)

    async def days(self, who: Who) -> tuple[CompanyDay, ...]:
        """Today's and those to come, the next one first."""
        await self._admins.check(who)
        company = await self._house.database.read(companies.get, who.workspace)
        return tuple(self._coming(company))

    async def today(self, who: Who) -> date:
        """The day that a form for one begins with."""
        await self._admins.check(who)
        return self._house.clock.now().date()

    async def add_day(self, who: Who, day: date, name: str | None) -> tuple[CompanyDay, ...]:
        """A day off of that name, or a work day (None), in the place of what stood there. Raises
        WrongFields."""
        await self._admins.check(who)
        if faults := self._day_faults(day, name):
            raise WrongFields(faults)
        company = await self._change(who, "day", lambda before: _with_day(before, day, name))
        return tuple(self._coming(company))

    async def remove_day(self, who: Who, day: date) -> tuple[CompanyDay, ...]:
        """The day is again as the calendar has it."""
        await self._admins.check(who)

        def without(before: Company) -> Company:
            left = {one: name for one, name in before.days.items() if one != day}
            return replace(before, days=left)

        return tuple(self._coming(await self._change(who, "day", without)))

    async def limits_form(
        self, who: Who, of_country: tuple[str | None] | None = None
    ) -> LimitsForm:
        """With `of_country` another country, or none, is chosen in the form just now."""
        await self._admins.check(who)
        company = await self._house.database.read(companies.get, who.workspace)
        if of_country is not None and of_country[0] != company.country:
            company = replace(company, country=of_country[0], region=None)
        return LimitsForm(
            company,
            tuple(Choice(code, name) for code, name in countries()),
            _regions(company.country),
        )

    async def set_limits(self, who: Who, limits: Limits) -> None:
        """Raises WrongFields."""
        await self._admins.check(who)
        if faults := _limit_faults(limits):
            raise WrongFields(faults)

        def limited(before: Company) -> Company:
            return replace(
                before,
                country=limits.country,
                region=limits.region,
                within=limits.within,
                most_a_week=limits.most_a_week,
                year_begins=limits.year_begins,
            )

        await self._change(who, "limits", limited)

    async def preview(self, who: Who, habit: str | None = None) -> HabitPreview:
        """Raises UnknownHabit."""
        await self._admins.check(who)
        return preview(self._house.catalogue, habit)

    # --- transactions ----------------------------------------------------------------------

    def _page(self, connection: Connection, who: Who) -> CompanyPage:
        company = companies.get(connection, who.workspace)
        using = companies.count_active(connection, who.workspace)
        invited = invitations.count(connection, who.workspace)
        if self._house.by_invitation:
            using = max(0, min(using, invited - FEWEST_COUNTED))
        named = dict(countries()).get(company.country or "")
        return CompanyPage(
            using=using // FEWEST_COUNTED * FEWEST_COUNTED or None,
            invited=invited,
            by_invitation=self._house.by_invitation,
            next_day=next(iter(self._coming(company)), None),
            country=named,
            region=_region_name(company),
            company=company,
        )

    async def _change(self, who: Who, what: str, to: Callable[[Company], Company]) -> Company:
        def change(connection: Connection) -> Company:
            now = self._house.clock.now()
            changed = to(companies.get(connection, who.workspace, to_change=True))
            kept = days_within(changed.days, (now - _KEPT_BACK).date(), date.max)
            changed = replace(changed, days=kept)
            companies.save(connection, who.workspace, changed, now)
            return changed

        changed = await self._house.database.write(change)
        logger.info("company.changed", extra={"admin": who.user, "changed": what})
        return changed

    # --- what can be taken -----------------------------------------------------------------

    def _coming(self, company: Company) -> list[CompanyDay]:
        coming = days_within(company.days, self._yesterday(self._house.clock.now()), date.max)
        return [CompanyDay(day, name) for day, name in sorted(coming.items())]

    def _yesterday(self, now: datetime) -> date:
        """Where the sun rises last it is still yesterday in UTC."""
        return now.date() - ONE_DAY

    def _day_faults(self, day: date, name: str | None) -> dict[str, str]:
        today = self._yesterday(self._house.clock.now())
        if not today <= day <= today + _AHEAD:
            return {"day": say("company.days.faults.when")}
        if name is None:
            return {}
        if not name.strip():
            return {"name": say("company.days.faults.name")}
        if len(name) > LONGEST_NAME:
            return {"name": say("company.days.faults.long", count=LONGEST_NAME)}
        return {}


def _with_day(before: Company, day: date, name: str | None) -> Company:
    days = {**before.days, day: None if name is None else " ".join(name.split())}
    if len(days) > MOST_DAYS:
        raise WrongField("day", say("company.days.faults.many", count=MOST_DAYS))
    return replace(before, days=days)


def _regions(country: str | None) -> tuple[Choice, ...]:
    """Those whose code fits what is kept of it."""
    if country is None:
        return ()
    known = ((code, name) for code, name in regions(country) if len(code) <= LONGEST_REGION)
    return tuple(Choice(code, name) for code, name in known)


def _region_name(company: Company) -> str | None:
    names = {one.value: one.label for one in _regions(company.country)}
    return names.get(company.region or "")


def _limit_faults(limits: Limits) -> dict[str, str]:
    if limits.country is not None and limits.country not in dict(countries()):
        return {"country": say("settings.faults.country")}
    if limits.region is not None:
        known = {one.value for one in _regions(limits.country)}
        if limits.region not in known:
            return {"region": say("company.limits.faults.region")}
    within = limits.within
    if within is not None and _minutes(within.end) - _minutes(within.start) < LEAST_MINUTES:
        return {"latest": say("company.limits.faults.latest")}
    if not 1 <= limits.most_a_week <= MOST_A_WEEK:
        return {"most_a_week": say("settings.faults.choose_one")}
    if not 1 <= limits.year_begins <= MONTHS:
        return {"year_begins": say("settings.faults.choose_one")}
    return {}


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
