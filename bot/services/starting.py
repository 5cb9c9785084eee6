"""Starting: what is hardest, a first habit with its plan, and the times that come with it."""

from dataclasses import dataclass, replace

from bot.services.doable import has_form
from bot.services.inviting import check_invited
from bot.services.messages import Choice
from bot.services.preference_forms import preferences_form
from bot.services.situations import Situations, habits_of, situations
from bot.services.views import PreferencesForm
from bot.services.wanted import check_times
from bot.services.who import House, Who
from bot.storage import companies, people
from bot.storage.managers import Preferences as Chosen
from bot.storage.people import PersonRecord
from config.holidays import guess_country
from habits.catalogue import Habit
from habits.company import Company, limited
from habits.errors import NotStarted, WrongField
from habits.people import MONDAY_TO_FRIDAY, Hours, Place, Schedule
from habits.phrases import clock
from habits.plans import default_plan, in_short
from habits.rhythm import own_day, rhythm_within
from habits.texts import say

_MOST = 10
"""Slack shows at most ten buttons of a kind."""
_SAID = (Place.PROMPT, Place.CHECK_IN)


@dataclass(frozen=True)
class Offer:
    """The habits of a situation, one of them chosen. `hears` are the times of the week at which
    the manager will be asked, in words."""

    situation: str
    habits: tuple[Choice, ...]
    habit: str
    plan: str
    times: Chosen
    hears: tuple[str, ...]


class Starting:
    """What somebody sees who has not started."""

    def __init__(self, house: House, default_country: str | None) -> None:
        self._house = house
        self._default_country = default_country

    async def check_open(self, who: Who) -> None:
        """Raises NotInvited for those who need an invitation first."""
        await self._house.database.read(check_invited, self._house, who)

    def situations(self, chosen: str | None = None) -> Situations:
        return situations(self._house.catalogue, chosen)

    async def offer(
        self, who: Who, number: str, habit: str | None = None, times: Chosen | None = None
    ) -> Offer:
        """Raises WrongField for a situation or a habit that is not there."""
        if times is None:
            company = await self._house.database.read(companies.get, who.workspace)
            times = self._usual(await self._person(who), company)
        habits = habits_of(self._house.catalogue, number)
        chosen = habits[0] if habit is None else _named(habits, habit)
        return Offer(
            situation=number,
            habits=tuple(Choice(one.key, one.name, in_short(one)) for one in habits[:_MOST]),
            habit=chosen.key,
            plan=default_plan(chosen),
            times=times,
            hears=hears(times),
        )

    async def times_form(self, who: Who, habit: str, times: Chosen) -> PreferencesForm:
        person = await self._person(who)
        schedule = _schedule(person, times)
        country = times.country or ""
        catalogue = self._house.catalogue
        return preferences_form(catalogue, schedule, country, habit, None, started=False)

    async def checked(self, who: Who, shown: Chosen, sent: Chosen) -> Chosen:
        """The times that were sent. Where only the hours were changed, the parts of the week
        move into them. Raises WrongFields."""
        company = await self._house.database.read(companies.get, who.workspace)
        if sent.hours != shown.hours and sent.rhythm == shown.rhythm:
            hours = limited(sent.hours, company.within) or sent.hours
            sent = replace(sent, rhythm=rhythm_within(hours))
        if sent.country == shown.country:
            sent = replace(sent, region=shown.region)
        check_times(sent, _schedule(await self._person(who), sent), company.within)
        return sent

    def choice(self, habit: str) -> Choice:
        """A habit by key and name. Raises UnknownHabit."""
        found = self._house.catalogue.get(habit)
        return Choice(found.key, found.name)

    def can_be_done_here(self, habit: str) -> bool:
        found = self._house.catalogue.habits.get(habit)
        return found is not None and has_form(found)

    def _usual(self, person: PersonRecord, company: Company) -> Chosen:
        """What the company has set for newcomers goes first."""
        country = company.country or guess_country(person.zone) or self._default_country
        hours = limited(Hours(), company.within) or company.within or Hours()
        return Chosen(MONDAY_TO_FRIDAY, hours, country, rhythm_within(hours), company.region)

    async def _person(self, who: Who) -> PersonRecord:
        person = await self._house.database.read(people.get, who.workspace, who.user)
        if person is None:
            raise NotStarted
        return person


def hears(times: Chosen) -> tuple[str, ...]:
    """When the prompt and the check-in come in a full week: "Tuesday 10:00"."""
    return tuple(
        say(
            "times.weekday_and_time",
            weekday=own_day(place, part, times.work_days).label,
            at=clock(part.at),
        )
        for place in _SAID
        if (part := times.rhythm.part(place))
    )


def _named(habits: list[Habit], key: str) -> Habit:
    for habit in habits:
        if habit.key == key:
            return habit
    raise WrongField("habit", say("settings.faults.habit_gone"))


def _schedule(person: PersonRecord, times: Chosen) -> Schedule:
    return Schedule(
        "",
        person.zone,
        person.refreshed_at,
        work_days=times.work_days,
        hours=times.hours,
        rhythm=times.rhythm,
    )
