"""What one person does, through the services, as the listeners would call them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.services.filter_views import Ask, AskForm, Filled
from bot.services.form_views import Confirmed, FormOf, Preview
from bot.services.forms import Filled as FormFilled
from bot.services.messages import CheckInMessage
from bot.services.more_habits import NoRoom
from bot.services.prompts import NotOpen
from bot.services.team_messages import TodayItem
from bot.services.typed import Typed
from bot.slack.blocks.home import home
from bot.slack.lint import lint_view
from bot.storage.follow_ups import FollowUpAnswer
from habits.coaching import UsualTime
from habits.dose import Help
from habits.filtering import Choice
from habits.prompts import Answer, Changed, Recorded
from habits.snoozing import Snooze
from tests.simulator.diary import Break
from tests.simulator.home_limits import home_limits
from tests.simulator.own_time import OwnTime
from tests.simulator.screen import Seen
from tests.simulator.town import team_channel

_ANSWERED = (Recorded, Changed)


class Desk(OwnTime):
    """A manager at work: what they answer, and what they do with the tools."""

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

    async def goes(self, seen: Seen, item: TodayItem, way: str) -> None:
        await self.town.waits.take(self.who, item.kind, item.id, way, self.click(seen))
        self.did(f"takes a {item.kind}: {way}")

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
