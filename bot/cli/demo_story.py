"""What happened to Maya and her team before the look-alike opens, told through the services."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from bot.cli.demo import Life, life
from bot.cli.demo_time import WEEKS, moment
from bot.cli.demo_words import (
    ASKS,
    BUNDLE,
    COACHING,
    DRAFT,
    NEXT_STEP,
    QUESTION,
    TOLD,
    Came,
    Told,
)
from bot.services.check_in_answers import CheckInAnswers
from bot.services.coach import Coach, keep
from bot.services.filter import Filter
from bot.services.filter_views import Ask, AskForm, BundleFilled, Filled
from bot.services.form_views import Confirmed, FormOf, Preview
from bot.services.forms import Filled as Written
from bot.services.forms import Forms
from bot.services.messages import CheckInMessage
from bot.services.one_on_ones import OneOnOnes
from bot.services.post_actions import Posts
from bot.services.practices import Practices
from bot.services.preferences import Preferences
from bot.services.prompts import Click, Prompts
from bot.services.reps import Reps
from bot.services.team_messages import TodayItem
from bot.services.today_answers import TodayAnswers
from bot.services.waiting import waiting
from bot.services.wanted import Wanted
from bot.services.weeks import Weeks
from bot.services.who import Who, active_manager
from bot.storage import Connection, outgoing, posts, prompts
from bot.storage.managers import Preferences as Chosen
from bot.storage.outgoing import Kind, State
from config.settings import Settings
from habits.catalogue import Catalogue
from habits.catalogue_lists import Audience
from habits.coaching import UsualTime
from habits.filtering import Choice
from habits.people import Hours, Rhythm, Weekday
from habits.prompts import Answer

MAYA, BEN, AISHA = "U0MAYA", "U0BEN", "U0AISHA"
CHANNEL = "C0TEAM"
HABIT, COACH = "share_why", "coach_11"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)

RATED = 4
"""How much sharing the why comes to her by itself, from 1 to 7."""
AWAY_IN_WEEK = 5
INTRODUCED_IN_WEEK = 6
COACHED_IN_WEEK = 7
ANSWERS: Mapping[int, Answer] = {1: Answer.DONE, 3: Answer.SKIPPED, 6: Answer.DONE, 7: Answer.DONE}
"""How prompts were answered in the weeks without a post."""


async def tell_story(
    playground: Any, monday: date, settings: Settings, catalogue: Catalogue
) -> None:
    """Walk a playground in this process through the weeks. A mark leads to the next check-in."""
    from bot.playground.marks import Mark

    async with life(playground, monday, settings, catalogue) as lived:
        await Story(lived).tell()
    at = moment(monday, WEEKS, FRIDAY, "11:45")
    about = "Friday, when Maya is asked what happened this week"
    playground.marks.put([Mark("+ to check-in", at, about)])


class Story:
    """Maya as the services know her."""

    def __init__(self, life: Life) -> None:
        house = self._house = life.house
        self._life = life
        self._maya = Who(life.workspace, MAYA)
        self._preferences = Preferences(house)
        self._weeks = Weeks(house)
        self._check_ins = CheckInAnswers(house)
        self._prompts = Prompts(house)
        self._practices = Practices(house)
        self._posts = Posts(house, life.people)
        self._forms = Forms(house, life.people, life.places, self._posts)
        self._filter = Filter(house, life.places)
        self._reps = Reps(house)
        self._coach = Coach(house)
        self._one_on_ones = OneOnOnes(house)
        self._today = TodayAnswers(house)
        self._gestures = 0

    async def tell(self) -> None:
        await self._begin()
        for week in range(1, WEEKS):
            if week != AWAY_IN_WEEK:
                await self._week(week)
        await self._this_week()
        await self._life.tidy()

    async def _begin(self) -> None:
        await self._life.at(1, MONDAY, "07:00")
        await self._life.people.know(self._maya)
        days = frozenset(Weekday(n) for n in range(5))
        times = Chosen(
            work_days=days, hours=Hours(), country=None, rhythm=Rhythm(), quiet_quarters=False
        )
        await self._preferences.start(self._maya, Wanted(HABIT, None, times))

    async def _week(self, week: int) -> None:
        await self._life.at(week, MONDAY, "09:00")
        await self._expect("decision_ahead", "one_on_one")
        await self._life.at(week, TUESDAY, "10:15")
        if week in TOLD:
            await self._tell_why(week, TOLD[week])
        else:
            await self._answer(ANSWERS[week])
        if week == INTRODUCED_IN_WEEK:
            await self._introduce()
        await self._life.at(week, WEDNESDAY, "15:00")
        for came in ASKS:
            if came.week == week:
                await self._decide(came)
        if week == COACHED_IN_WEEK:
            await self._coach_ben(week)
            await self._bundle()
        if week == WEEKS - 1:
            await self._life.at(week, THURSDAY, "16:00")
            await self._answer_what_waits()
        await self._life.at(week, FRIDAY, "11:50")
        await self._check_in(week)
        if week + 1 == AWAY_IN_WEEK:
            back = self._life.monday + timedelta(weeks=AWAY_IN_WEEK)
            await self._preferences.pause(self._maya, back)

    async def _this_week(self) -> None:
        """A decision is ahead, its reason half written, and the prompt has just come."""
        await self._life.at(WEEKS, MONDAY, "09:00")
        await self._expect("decision_ahead")
        await self._life.at(WEEKS, MONDAY, "16:30")
        await self._forms.check(self._maya, FormOf(HABIT), _written(DRAFT))
        await self._life.at(WEEKS, TUESDAY, "10:12")

    # --- scenes ----------------------------------------------------------------------------

    async def _tell_why(self, week: int, told: Told) -> None:
        prompt = await self._life.house.database.read(self._open_prompt)
        form = FormOf(HABIT, prompt=prompt or "")
        preview = await self._forms.check(self._maya, form, _written(told.values))
        assert isinstance(preview, Preview)  # noqa: S101  (it is for a channel)
        await self._forms.finish(self._maya, form, Confirmed(preview.draft, CHANNEL))
        await self._life.at(week, TUESDAY, "10:40")
        post = await self._life.house.database.read(self._newest_post)
        for user in told.helped:
            await self._posts.helped(Who(self._maya.workspace, user), post)
        if "open" in told.values:
            asker, question = QUESTION
            await self._life.people.know(Who(self._maya.workspace, asker))
            await self._posts.ask(
                Who(self._maya.workspace, asker), post, question, self._key(asker)
            )

    async def _introduce(self) -> None:
        for user in (BEN, AISHA):
            await self._life.people.know(Who(self._maya.workspace, user))
            await self._reps.told(self._maya, user)
        first = self._life.monday + timedelta(weeks=COACHED_IN_WEEK - 1, days=THURSDAY)
        for user, at in ((BEN, time(14)), (AISHA, time(15, 30))):
            usual = UsualTime(first, at, every_weeks=2)
            await self._one_on_ones.set_time(self._maya, user, usual, None, self._key())

    async def _coach_ben(self, week: int) -> None:
        await self._life.at(week, THURSDAY, "13:35")
        house = self._life.house
        body = {"rep": BEN, **COACHING}

        def note(connection: Connection) -> str:
            manager = active_manager(connection, self._maya, self._house)
            return keep(connection, house, manager, COACH, BEN, body, None, house.clock.now())

        kept = await house.database.write(note)
        await self._life.at(week, THURSDAY, "15:10")
        step = {"next_step": NEXT_STEP}
        await self._coach.write(Who(self._maya.workspace, BEN), kept, step, self._key(BEN))

    async def _decide(self, came: Came) -> None:
        who_asked = Who(self._maya.workspace, came.by)
        await self._life.people.know(who_asked)
        form = await self._filter.open(self._maya, Ask(text=came.text, requester=came.by))
        assert isinstance(form, AskForm)  # noqa: S101  (it is new)
        filled = Filled(choice=came.choice, minutes=came.minutes, reason=came.reason or None)
        if came.choice is Choice.PASS_ON:
            filled = Filled(
                choice=came.choice,
                minutes=came.minutes,
                reason=came.reason,
                deadline=self._life.days_ahead(3),
                first_step="Answer by a word to me",
                audience=Audience.OWN_VOICE,
                person=BEN,
            )
        await self._filter.take(self._maya, form.request, filled, self._key())

    async def _bundle(self) -> None:
        bundle = self._filter.bundle
        form = await bundle.form(self._maya)
        filled = BundleFilled(tuple(one.request for one in form.asks), BUNDLE)
        preview = await bundle.preview(self._maya, filled)
        await bundle.post(self._maya, preview.draft, CHANNEL)

    async def _answer_what_waits(self) -> None:
        for item in await self._life.house.database.read(self._waiting):
            await self._today.done(self._maya, item.kind, item.id, self._click())

    # --- gestures --------------------------------------------------------------------------

    async def _expect(self, *events: str) -> None:
        row = await self._life.house.database.read(self._newest, Kind.START)
        await self._weeks.expect(self._maya, row, events, self._click())

    async def _check_in(self, week: int) -> None:
        row = await self._life.house.database.read(self._newest, Kind.CHECK_IN)
        done = ANSWERS.get(week) is not Answer.SKIPPED
        habits = (HABIT,) if done else ()
        shown = await self._weeks.happened(self._maya, row, habits, self._click(), none=not done)
        if isinstance(shown.message, CheckInMessage) and shown.message.question is not None:
            await self._check_ins.rate(self._maya, row, HABIT, RATED, self._click())

    async def _answer(self, answer: Answer) -> None:
        prompt = await self._life.house.database.read(self._open_prompt)
        if prompt is not None:
            await self._prompts.answer(self._maya, prompt, answer, self._click())
        elif answer is Answer.DONE:
            # What goes well is asked for every other week: she tells it by herself.
            await self._practices.log(self._maya, HABIT)

    def _open_prompt(self, connection: Connection) -> str | None:
        manager = active_manager(connection, self._maya, self._house)
        found = prompts.newest_open(connection, manager.id, self._life.house.clock.now())
        return found.prompt.id if found else None

    def _waiting(self, connection: Connection) -> list[TodayItem]:
        manager = active_manager(connection, self._maya, self._house)
        house, today = self._life.house, self._life.days_ahead(0)
        return waiting(connection, house, manager, today, house.clock.now())

    def _newest_post(self, connection: Connection) -> str:
        manager = active_manager(connection, self._maya, self._house)
        return posts.changeable(connection, manager.id, self._life.house.clock.now())[0].id

    def _newest(self, connection: Connection, kind: Kind) -> str:
        """The row of the newest message of a kind."""
        manager = active_manager(connection, self._maya, self._house)
        rows = outgoing.of_manager(connection, manager.id, self._life.days_ahead(-5))
        return [row.id for row in rows if row.kind is kind and row.state is State.SENT][-1]

    def _key(self, user: str = MAYA) -> str:
        self._gestures += 1
        return f"submit:{user}:story:{self._gestures}"

    def _click(self) -> Click:
        self._gestures += 1
        return Click(f"click:{MAYA}:story:{self._gestures}")


def _written(values: Mapping[str, str]) -> Written:
    return Written(dict(values), Audience.TEAM_CHANNEL)
