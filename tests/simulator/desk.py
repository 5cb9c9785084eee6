"""What one person does, through the services, as the listeners would call them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.services.filter_views import Ask, AskForm, Filled
from bot.services.form_views import Confirmed, FormOf, Preview
from bot.services.forms import Filled as FormFilled
from bot.services.messages import CheckInMessage
from bot.services.more_habits import NoRoom
from bot.services.prompts import Click, NotOpen
from bot.services.team_messages import TodayItem
from bot.services.typed import Typed
from bot.services.wanted import Wanted
from bot.services.who import Who
from bot.slack.blocks.home import home
from bot.slack.lint import lint_view
from bot.storage.away import AwayAnswer
from bot.storage.follow_ups import FollowUpAnswer
from bot.storage.managers import Preferences as Chosen
from habits.coaching import UsualTime
from habits.dose import Help
from habits.filtering import Choice
from habits.people import Hours, Part, Rhythm, Weekday
from habits.prompts import Answer, Changed, Recorded
from habits.snoozing import Snooze
from tests.simulator.days import instant, is_away, local
from tests.simulator.days import is_off as is_free
from tests.simulator.diary import Break, Diary, Disturbed, Done, StatusAway, Times
from tests.simulator.home_limits import home_limits
from tests.simulator.town import Seen, Town, team_channel

_ANSWERED = (Recorded, Changed)


LONG_ENOUGH = 24
"""Hours: whoever is away so long is away for more than a quarter of a work day, as a rule."""


class Desk:
    """A manager at work. Everything done is noted in the diary."""

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

    # --- answers ----------------------------------------------------------------------------

    def click(self, seen: Seen | None = None) -> Click:
        self._keys += 1
        key = f"click:{self.who.user}:{self._keys}"
        return Click(key) if seen is None else Click(key, seen.channel, seen.ts, seen.row)

    async def answer(self, seen: Seen, prompt: str, answer: Answer, habit: str) -> None:
        shown = await self.town.prompts.answer(self.who, prompt, answer, self.click(seen))
        self.did(f"answers {answer}")
        if answer is Answer.DONE and isinstance(shown.outcome, _ANSWERED):
            self.done(habit, seen)
        await self._mended(shown.row, shown.version, prompt)

    async def later(self, seen: Seen, prompt: str, choice: Snooze) -> None:
        try:
            shown = await self.town.prompts.later(self.who, prompt, choice, self.click(seen))
        except NotOpen:
            return
        self.did(f"says later: {choice}")
        await self._mended(shown.row, shown.version, prompt)

    async def expect(self, seen: Seen, row: str, events: Sequence[str]) -> None:
        shown = await self.town.weeks.expect(
            self.who, row, events, self.click(seen), none=not events
        )
        self.did(f"ticks {', '.join(events) or 'none of these'}")
        await self.town.showing.shown(shown.row, shown.version)

    async def happened(self, seen: Seen, row: str, habits: Sequence[str]) -> CheckInMessage:
        """The check-in as it stands afterwards, with what it asks next."""
        shown = await self.town.weeks.happened(
            self.who, row, habits, self.click(seen), none=not habits
        )
        self.did(f"checks in: {', '.join(habits) or 'none'}")
        for habit in habits:
            self.done(habit, seen)
        await self.town.showing.shown(shown.row, shown.version)
        assert isinstance(shown.message, CheckInMessage)
        return shown.message

    async def rate(self, seen: Seen, row: str, habit: str, value: int) -> None:
        await self.town.check_ins.rate(self.who, row, habit, value, self.click(seen))
        self.did(f"rates {habit}: {value}")

    async def keep(self, seen: Seen, row: str, habit: str) -> None:
        await self.town.check_ins.keep(self.who, row, habit, self.click(seen))
        self.did(f"keeps {habit} for another twelve weeks")

    async def next_focus(self, seen: Seen, row: str, habit: str) -> None:
        await self.town.weeks.focus(self.who, row, habit, self.click(seen))
        self.did(f"next week: {habit}")
        if habit not in self.habits:
            self.habits.append(habit)

    async def follow_up(self, seen: Seen, row: str, item: TodayItem, done: bool) -> None:
        given = FollowUpAnswer.DONE if done else FollowUpAnswer.NOT_YET
        await self.town.weeks.answer_follow_up(self.who, row, item.id, given, self.click(seen))
        self.did(f"answers a follow-up: {given}")

    async def deal_with(self, seen: Seen, item: TodayItem, done: bool) -> None:
        act = self.town.waits.done if done else self.town.waits.not_now
        await act(self.who, item.kind, item.id, self.click(seen))
        self.did(f"deals with a {item.kind}")

    # --- tools ------------------------------------------------------------------------------

    async def log(self, habit: str) -> None:
        await self.town.practices.log(self.who, habit)
        self.did(f"logs {habit}")
        self.done(habit)

    async def came_up(self, event: str) -> None:
        self._keys += 1
        await self.town.happening.happened(self.who, event, f"{self.who.user}:{self._keys}")
        self.did(f"says that {event} came up")

    async def take_up_another(self, habit: str) -> None:
        try:
            await self.town.more_habits.start_another(self.who, habit, None)
        except NoRoom:
            return
        self.did(f"takes up {habit}")

    async def what_would_help(self, seen: Seen, row: str, answer: str) -> None:
        await self.town.check_ins.helped_by(self.who, row, Help(answer), self.click(seen))
        self.did(f"says what would help: {answer}")
        match answer:
            case "as-before":
                self.diary.as_before.append(self.now)
            case "fewer":
                self.diary.fewer.append(self.now)
            case "pause":
                until = self.today + timedelta(weeks=4)
                self.diary.breaks.append(Break(self.now, until))
            case _:
                pass

    async def look_at_home(self) -> None:
        """Home as it is now keeps within its limits."""
        view = await self.town.home.view(self.who)
        shown = home(view)
        complaints = [*lint_view(shown), *home_limits(shown)]
        assert not complaints, (complaints, view)
        self.town.homes_seen += 1

    async def ask_for_one(self) -> None:
        self._keys += 1
        await self.town.prompts.today(self.who, f"{self.who.user}:{self._keys}")
        self.did("asks for a prompt")

    async def type(self, text: str) -> None:
        self._keys += 1
        typed = Typed(f"D{self.who.user[1:]}", f"2000000.{self._keys:06d}", None, text)
        await self.town.typed.take(self.who, typed)
        self.did(f"types {text!r}")

    async def share_why(self) -> None:
        await self._form("share_why", {"why": "Support costs more than it brings in."})

    async def coach(self, rep: str) -> None:
        skill = {"skill": "Ask one open question and wait", "question": "How do you see it?"}
        await self._form("coach_11", {"rep": rep, **skill})

    async def _form(self, habit: str, values: dict[str, str]) -> None:
        of = FormOf(habit)
        seen = await self.town.forms.check(self.who, of, FormFilled(values, None))
        assert isinstance(seen, Preview)
        channel = team_channel(self.who) if habit == "share_why" else None
        await self.town.forms.finish(self.who, of, Confirmed(seen.draft, channel))
        self.did(f"fills in {habit}")
        if habit == "share_why":
            self.done(habit)

    async def filter(self, choice: Choice) -> None:
        self._keys += 1
        ask = Ask("Can the team send me all numbers?", None, "C0ALL", f"3.{self._keys:06d}")
        form = await self.town.filter.open(self.who, ask)
        assert isinstance(form, AskForm)
        filled = Filled(choice, reason="Nobody reads it.")
        if choice is Choice.DELAY:
            filled = replace(filled, deadline=self.today + timedelta(days=7))
        await self.town.filter.take(self.who, form.request, filled, f"{self.who.user} {self._keys}")
        self.did(f"filters: {choice}")
        self.done("filter_request")

    async def introduce(self, rep: str) -> None:
        await self.town.reps.to_tell(self.who, rep)
        await self.town.reps.told(self.who, rep)
        self.did(f"tells {rep}")

    async def meet(self, rep: str, usual: UsualTime) -> None:
        self._keys += 1
        await self.town.one_on_ones.set_time(
            self.who, rep, usual, None, f"submit:{self.who.user}:{self._keys}"
        )
        self.did(f"meets {rep} every week")

    async def _mended(self, row: str | None, version: int, prompt: str) -> None:
        await self.town.showing.shown(row, version)
        await self.town.showing.mend_prompt(prompt)


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
