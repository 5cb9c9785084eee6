"""A manager's own time: what they set, and what Slack tells of their whereabouts."""

from datetime import date, datetime, time, timedelta

from bot.services.prompts import Click
from bot.services.wanted import Wanted
from bot.services.who import Who
from bot.storage.away import AwayAnswer
from bot.storage.managers import Preferences as Chosen
from habits.people import Hours, Part, Rhythm, Weekday
from tests.simulator.days import instant, is_away, local
from tests.simulator.days import is_off as is_free
from tests.simulator.diary import Break, Diary, Disturbed, Done, StatusAway, Times
from tests.simulator.screen import Seen
from tests.simulator.town import Town

LONG_ENOUGH = 24
"""Hours: whoever is away so long is away for more than a quarter of a work day, as a rule."""


class OwnTime:
    """A manager in the town. Everything done is noted in the diary."""

    def __init__(self, town: Town, diary: Diary) -> None:
        self.town = town
        self.diary = diary
        self.who = Who(diary.workspace, diary.user)
        self.habits: list[str] = []
        self._keys = 0

    @property
    def now(self) -> datetime:
        return self.town.now

    @property
    def today(self) -> date:
        return local(self.now, self.diary.now.zone).date()

    def did(self, what: str) -> None:
        self.diary.acted(self.now, what)

    def done(self, habit: str, seen: Seen | None = None) -> None:
        """Noted for today, or for the day of the message."""
        moment = self.now if seen is None else seen.at
        about = local(moment, self.diary.at(moment).zone).date()
        self.diary.dones.append(Done(self.now, habit, about))

    def click(self, seen: Seen | None = None) -> Click:
        self._keys += 1
        key = f"click:{self.who.user}:{self._keys}"
        return Click(key) if seen is None else Click(key, seen.channel, seen.ts, seen.row)

    # --- settings ---------------------------------------------------------------------------

    async def start(self, habit: str, times: Times) -> None:
        self.town.lives_here(self.who, times.zone)
        await self.town.people.know(self.who)
        self.diary.changes.append((self.now, times))
        await self.town.preferences.start(self.who, Wanted(habit, None, chosen(times)))
        self.diary.started_at = self.now
        self.habits = [habit]
        self.did("starts")

    async def change_times(self, **values: object) -> None:
        times = self.diary.changed(self.now, **values)
        await self.town.preferences.change(self.who, Wanted(self.habits[0], None, chosen(times)))
        self.did(f"changes {', '.join(values)}")

    async def move_to(self, zone: str) -> None:
        """Travel; nothing is done in Slack for it."""
        self.diary.changed(self.now, zone=zone)
        await self.town.slack_tells(self.who, zone=zone)

    async def day_differs(self, in_days: int, *, is_off: bool) -> None:
        """A day off of one's own, or a work day, where the calendar says otherwise."""
        times, day = self.diary.now, self.today + timedelta(days=in_days)
        while day.weekday() not in times.work_days or (
            is_free(day, times, self.diary.company) is is_off
        ):
            day += timedelta(days=1)
        await self.town.free_time.add_day(self.who, day, is_off=is_off)
        self.diary.changed(self.now, own_days={**times.own_days, day: is_off})
        self.did(f"{'is off' if is_off else 'works'} on {day}")

    async def plan_time_off(self, in_days: int, days: int) -> None:
        first = self.today + timedelta(days=in_days)
        last = first + timedelta(days=days - 1)
        await self.town.free_time.add_time_off(self.who, first, last)
        self.diary.changed(self.now, time_off=(*self.diary.now.time_off, (first, last)))
        self.did(f"plans time off from {first} to {last}")

    async def status(self, hours: float, *, here: bool = False, known: bool = True) -> None:
        """The Slack status says away for so long; `known`: it tells when it ends. With `here`
        the manager says that they are at work all the same."""
        until = self.now + timedelta(hours=hours)
        assert hours > LONG_ENOUGH, "a shorter one is no time away"
        told = until if known else None
        await self.town.slack_tells(self.who, is_away=True, away_until=told)
        span = StatusAway(self.now, self.now, until)
        self.diary.status.append(span)
        if here and (offer := await self.town.being_away.offered(self.who)) is not None:
            await self.town.being_away.answer(self.who, offer.away, AwayAnswer.HERE, self.click())
            span.here_since = self.now
            self.did("is here")

    async def status_ends(self) -> None:
        await self.town.slack_tells(self.who, is_away=False, away_until=None)
        if self.diary.status:
            last = self.diary.status[-1]
            last.until = self.now if last.until is None else min(last.until, self.now)

    async def do_not_disturb(self, begin: time, hours: float) -> None:
        """Each day from that local time on."""
        zone = self.diary.now.zone
        begins = instant(zone, self.today + timedelta(days=1), begin)
        ends = begins + timedelta(hours=hours)
        await self.town.do_not_disturb(self.who, begins, ends)
        self.diary.quiet.append(Disturbed(self.now, begins, ends))

    async def pause(self, days: int) -> None:
        until = self.today + timedelta(days=days)
        await self.town.preferences.pause(self.who, until)
        for one in self.diary.breaks:
            if one.ended is None and one.until > self.today:
                one.ended = self.now
        self.diary.breaks.append(Break(self.now, until))
        self.did(f"takes a break until {until}")

    async def resume(self) -> None:
        if not is_away(self.now, self.diary):
            return
        await self.town.preferences.resume(self.who)
        for one in self.diary.breaks:
            if one.ended is None and self.today < one.until:
                one.ended = self.now
        yesterday = self.today - timedelta(days=1)
        cut = ((first, min(last, yesterday)) for first, last in self.diary.now.time_off)
        planned = [one for one in self.diary.now.time_off if one[0] > self.today]
        left = (*(one for one in cut if one[0] <= one[1]), *planned)
        self.diary.changed(self.now, time_off=left)
        self.did("comes back early")


def chosen(times: Times) -> Chosen:
    """The settings as the forms would read them."""
    parts = {
        place: Part(at, None if day is None else Weekday(day))
        for place, (day, at) in times.parts.items()
    }
    return Chosen(
        work_days=frozenset(Weekday(day) for day in times.work_days),
        hours=Hours(*times.hours),
        country=times.country,
        rhythm=Rhythm(parts.get("start"), parts.get("prompt"), parts.get("check-in")),
        region=times.region,
        quiet_quarters=times.quiet_quarters,
    )
