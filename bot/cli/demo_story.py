"""What happened to Maya and her team before the look-alike opens: nine weeks, made up."""

from collections.abc import Mapping
from datetime import timedelta

from bot.cli.demo import Life
from bot.cli.demo_time import WEEKS
from bot.services.preferences import Preferences, Wanted
from bot.services.prompts import Click, Prompts
from bot.services.weeks import Weeks
from bot.services.who import Who
from bot.storage import Connection, managers, outgoing, prompts
from bot.storage.managers import Preferences as Chosen
from bot.storage.outgoing import Kind, State
from habits.people import Hours, Rhythm, Weekday
from habits.prompts import Answer

MAYA = "U0MAYA"
HABIT = "share_why"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)

AWAY_IN_WEEK = 5
ANSWERS: Mapping[int, Answer] = {
    1: Answer.DONE,
    2: Answer.DONE,
    3: Answer.SKIPPED,
    6: Answer.DONE,
    7: Answer.DID_NOT_COME_UP,
}
"""How prompts were answered in the weeks without a post."""


class Story:
    """Maya as the services know her."""

    def __init__(self, life: Life) -> None:
        house = life.house
        self._life = life
        self._maya = Who(life.workspace, MAYA)
        self._preferences = Preferences(house)
        self._weeks = Weeks(house)
        self._prompts = Prompts(house)
        self._clicks = 0

    async def tell(self) -> None:
        await self._begin()
        for week in range(1, WEEKS):
            await self._week(week)
        await self._this_week()
        await self._life.tidy()

    async def _begin(self) -> None:
        await self._life.at(1, MONDAY, "07:00")
        await self._life.people.know(self._maya)
        days = frozenset(Weekday(n) for n in range(5))
        times = Chosen(work_days=days, hours=Hours(), country=None, rhythm=Rhythm())
        await self._preferences.start(self._maya, Wanted(HABIT, None, times))

    async def _week(self, week: int) -> None:
        if week == AWAY_IN_WEEK:
            return
        await self._life.at(week, MONDAY, "09:00")
        await self._expect("decision_ahead", "one_on_one")
        await self._life.at(week, TUESDAY, "10:15")
        if week in ANSWERS:
            await self._answer(ANSWERS[week])
        await self._life.at(week, FRIDAY, "11:50")
        await self._check_in(week)
        if week + 1 == AWAY_IN_WEEK:
            back = self._life.monday + timedelta(weeks=AWAY_IN_WEEK)
            await self._preferences.pause(self._maya, back)

    async def _this_week(self) -> None:
        await self._life.at(WEEKS, MONDAY, "09:00")
        await self._expect("decision_ahead")
        await self._life.at(WEEKS, TUESDAY, "10:12")

    # --- gestures --------------------------------------------------------------------------

    async def _expect(self, *events: str) -> None:
        if (row := await self._newest(Kind.START)) is not None:
            await self._weeks.expect(self._maya, row, events, self._click())

    async def _check_in(self, week: int) -> None:
        if (row := await self._newest(Kind.CHECK_IN)) is None:
            return
        done = ANSWERS.get(week) is not Answer.SKIPPED
        habits = (HABIT,) if done else ()
        await self._weeks.happened(self._maya, row, habits, self._click(), none=not done)

    async def _answer(self, answer: Answer) -> None:
        if (prompt := await self._open_prompt()) is not None:
            await self._prompts.answer(self._maya, prompt, answer, self._click())

    async def _open_prompt(self) -> str | None:
        def ask(connection: Connection) -> str | None:
            manager = managers.of_user(connection, self._maya.workspace, self._maya.user)
            now = self._life.house.clock.now()
            found = manager and prompts.newest_open(connection, manager.id, now)
            return found.prompt.id if found else None

        return await self._life.house.database.read(ask)

    async def _newest(self, kind: Kind) -> str | None:
        """The row of the newest message of a kind that came this week."""

        def ask(connection: Connection) -> str | None:
            manager = managers.of_user(connection, self._maya.workspace, self._maya.user)
            if manager is None:
                return None
            rows = outgoing.of_manager(connection, manager.id, self._life.days_ago(5))
            sent = [row for row in rows if row.kind is kind and row.state is State.SENT]
            return sent[-1].id if sent else None

        return await self._life.house.database.read(ask)

    def _click(self) -> Click:
        self._clicks += 1
        return Click(f"click:{MAYA}:story:{self._clicks}")
