"""Obstacles: from what a rep says is in the way to the answer they get, and nobody else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from bot.services.obstacle_messages import ObstacleMessage, Place
from bot.services.obstacle_waiting import OBSTACLE
from bot.services.obstacles import AnswerChanged, Obstacles
from bot.services.rep_home import RepHomes
from bot.services.taking_part import TellFirst
from bot.services.team_messages import TodayMessage
from bot.services.who import Who
from bot.storage import obstacles as stored
from bot.storage import practices
from bot.storage.outgoing import Kind, State
from bot.storage.roster import Ended
from habits.errors import NotHere, NotStarted, WrongField
from habits.obstacles import ObstacleState
from tests.bot.fakes import SentMessage
from tests.bot.services.test_away import says
from tests.bot.services.test_data_map import all_rows
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, World

LEGAL = "Legal has had the contract for ten days"
THURSDAY = date(2026, 3, 5)


class Blocked:
    """Ben works for the owner, and something is in his way."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.team = Team(world)
        self.obstacles = Obstacles(world.house, world.people)
        self.entry = ""

    async def begins(self) -> None:
        await self.world.walk_to(MONDAY)
        self.entry = await self.team.introduced()

    async def tells(self, words: str = LEGAL, key: str = "") -> str:
        key = key or self.team.key()
        own = await self.obstacles.tell(BEN, self.entry, words, "The Nordwind deal", key)
        return own.found[0].id

    async def takes(self, obstacle: str, due: date = THURSDAY) -> None:
        await self.obstacles.take(OWNER, obstacle, due, self.team.key())

    async def answers(self, obstacle: str, words: str = "Legal signs today") -> None:
        preview = await self.obstacles.check(OWNER, obstacle, "gone", words)
        await self.obstacles.answer(OWNER, obstacle, preview.draft, self.team.key())

    def sent(self, who: Who, place: Place) -> list[SentMessage]:
        return [
            one
            for one in self.world.messenger.to(who.user)
            if isinstance(one.message, ObstacleMessage) and one.message.place is place
        ]

    def times(self) -> int:
        """How often the habit counts."""

        def count(connection: Connection) -> int:
            first, last = date(2026, 1, 1), date(2026, 12, 31)
            manager = self.world.manager().id
            found = practices.between(connection, manager, first, last)
            return len([one for one in found if one.habit == "clear_path"])

        return self.world.database.read_now(count)


@pytest.fixture
async def blocked(world: World) -> Blocked:
    blocked = Blocked(world)
    await blocked.begins()
    return blocked


def shown(messages: Sequence[SentMessage]) -> ObstacleMessage:
    [message] = [one.message for one in messages]
    assert isinstance(message, ObstacleMessage)
    return message


async def test_the_manager_reads_it_in_their_hours_once(blocked: Blocked) -> None:
    for _ in range(2):
        await blocked.tells(key="the same form")
    await blocked.world.walk(hours=24)
    message = shown(blocked.sent(OWNER, Place.TOLD))
    assert message.obstacle is not None
    assert (message.other, message.other_name) == (BEN.user, "Ben")
    assert (message.obstacle.blocked, message.obstacle.holds_up) == (LEGAL, "The Nordwind deal")
    assert blocked.times() == 0


async def test_the_rep_hears_by_when_and_then_the_answer(blocked: Blocked) -> None:
    world = blocked.world
    obstacle = await blocked.tells()
    await world.walk(minutes=5)
    await blocked.takes(obstacle)
    await world.walk(minutes=5)
    taken = shown(blocked.sent(BEN, Place.TAKEN))
    assert taken.obstacle is not None
    assert taken.obstacle.due_on == THURSDAY
    assert blocked.times() == 0
    await blocked.answers(obstacle)
    await world.walk(minutes=5)
    answer = shown(blocked.sent(BEN, Place.ANSWERED))
    assert answer.obstacle is not None
    assert (answer.obstacle.state, answer.obstacle.answer) == (
        ObstacleState.GONE,
        "Legal signs today",
    )
    assert blocked.times() == 1
    assert (await blocked.obstacles.queue(OWNER)).open == ()


async def test_on_the_day_of_the_answer_it_waits_among_todays_things(blocked: Blocked) -> None:
    world = blocked.world
    obstacle = await blocked.tells()
    await blocked.takes(obstacle)
    assert [one.kind for one in (await world.waits.everything(OWNER)).items] == []
    await world.walk_to(datetime(2026, 3, 10, 16, tzinfo=UTC))
    today = [one for one in world.messenger.to(OWNER.user) if isinstance(one.message, TodayMessage)]
    [item] = today[0].message.items
    assert (item.kind, item.own, item.people) == (OBSTACLE, LEGAL, (BEN.user,))
    await blocked.answers(obstacle)
    assert [one.kind for one in (await world.waits.everything(OWNER)).items] == []


async def test_what_was_not_read_in_time_comes_with_todays_things(blocked: Blocked) -> None:
    world = blocked.world
    obstacle = await blocked.tells()
    [row] = [one for one in world.rows() if one.kind is Kind.HELP]
    ends = datetime(2026, 3, 1, tzinfo=UTC)
    world.change_rows(window_ends=ends)
    await world.walk(hours=1)
    assert world.row(id=row.id).state is State.EXPIRED
    [item] = (await world.waits.everything(OWNER)).items
    assert item.id == obstacle


async def test_an_answer_is_given_once_and_only_as_it_was_seen(blocked: Blocked) -> None:
    obstacle = await blocked.tells()
    seen = await blocked.obstacles.check(OWNER, obstacle, "stays", "Until May")
    newer = await blocked.obstacles.check(OWNER, obstacle, "stays", "Until June")
    with pytest.raises(AnswerChanged):
        await blocked.obstacles.answer(OWNER, obstacle, seen.draft, "a")
    for _ in range(2):
        given = await blocked.obstacles.answer(OWNER, obstacle, newer.draft, "b")
    assert given.obstacle.answer == "Until June"
    with pytest.raises(NotHere):
        await blocked.obstacles.check(OWNER, obstacle, "gone", "Too late")
    await blocked.world.walk(minutes=5)
    assert len(blocked.sent(BEN, Place.ANSWERED)) == 1
    assert blocked.times() == 1


async def test_an_answer_needs_words(blocked: Blocked) -> None:
    obstacle = await blocked.tells()
    for ending, words in (("", "Words"), ("gone", ""), ("gone", "x" * 3000)):
        with pytest.raises(WrongField):
            await blocked.obstacles.check(OWNER, obstacle, ending, words)


async def test_what_the_manager_noted_goes_to_nobody_but_the_rep_can_see_it(
    blocked: Blocked,
) -> None:
    world = blocked.world
    queue = await blocked.obstacles.note(OWNER, BEN.user, LEGAL, THURSDAY, "key")
    [one] = queue.open
    [own] = (await blocked.obstacles.own(BEN)).found
    assert (own.id, own.noted) == (one.id, True)
    await blocked.answers(one.id)
    await world.walk(hours=24)
    assert blocked.sent(BEN, Place.ANSWERED) == []
    assert blocked.times() == 1


async def test_nobody_is_noted_whom_the_manager_did_not_tell(blocked: Blocked) -> None:
    with pytest.raises(TellFirst):
        await blocked.obstacles.note(OWNER, AMY.user, LEGAL, THURSDAY, "key")
    with pytest.raises(WrongField):
        await blocked.obstacles.note(OWNER, "U0NOBODY", LEGAL, THURSDAY, "key")


async def test_a_rep_takes_it_back_and_nothing_stays(blocked: Blocked) -> None:
    world = blocked.world
    obstacle = await blocked.tells()
    await world.walk(minutes=5)
    own = await blocked.obstacles.take_back(BEN, obstacle)
    assert own.found == ()
    assert world.database.read_now(stored.get, "T1", obstacle) is None
    await world.showing.mend_subject("T1", Kind.HELP, obstacle)
    message = world.messenger.updated[-1].message
    assert isinstance(message, ObstacleMessage)
    assert message.obstacle is None
    with pytest.raises(NotHere):
        await blocked.obstacles.form(OWNER, obstacle)


async def test_a_rep_who_leaves_takes_theirs_with_them(blocked: Blocked) -> None:
    obstacle = await blocked.tells()
    await blocked.takes(obstacle)
    await blocked.team.reps.leave(BEN, blocked.entry, Ended.LEFT)
    await blocked.world.walk(hours=24)
    assert (await blocked.obstacles.queue(OWNER)).open == ()
    assert blocked.sent(OWNER, Place.TOLD) == []
    assert blocked.sent(BEN, Place.TAKEN) == []
    with pytest.raises(NotHere):
        await blocked.tells()


async def test_a_rep_who_erases_leaves_no_answer_waiting(blocked: Blocked) -> None:
    obstacle = await blocked.tells()
    seen = await blocked.obstacles.check(OWNER, obstacle, "gone", "Done")
    await blocked.team.reps.erase(BEN, "press")
    with pytest.raises(NotHere):
        await blocked.obstacles.answer(OWNER, obstacle, seen.draft, "key")


async def test_a_manager_on_a_break_is_said_to_be_away(blocked: Blocked) -> None:
    await blocked.world.preferences.pause_in_words(OWNER, "2 weeks")
    own = await blocked.obstacles.tell(BEN, blocked.entry, LEGAL, "", "key")
    assert own.told
    assert own.away_until is not None
    await blocked.world.walk(days=5)
    assert blocked.sent(OWNER, Place.TOLD) == []


async def test_ten_are_enough(blocked: Blocked) -> None:
    for n in range(10):
        await blocked.tells(f"Thing {n}")
    with pytest.raises(WrongField):
        await blocked.tells("One more")


async def test_a_rep_sees_theirs_on_their_home_and_takes_them_back_there(
    blocked: Blocked,
) -> None:
    homes = RepHomes(blocked.world.house)
    obstacle = await blocked.tells()
    [thing] = (await homes.view(BEN)).things
    assert (thing.kind, thing.own) == (OBSTACLE, LEGAL)
    shown = await homes.take(BEN, OBSTACLE, obstacle, thing.ways[0].value, "press")
    assert shown.things == ()


async def test_a_date_that_is_over_is_no_promise_any_more(blocked: Blocked) -> None:
    homes = RepHomes(blocked.world.house)
    obstacle = await blocked.tells()
    await blocked.takes(obstacle)
    [thing] = (await homes.view(BEN)).things
    assert "comes back to you by" in thing.text
    await blocked.world.walk(hours=24 * 20)
    [thing] = (await homes.view(BEN)).things
    assert "was to come back to you by" in thing.text
    assert "You can write to" in thing.text


@pytest.mark.parametrize("who", [MATE, OUTSIDER, STRANGER, AMY, BEN])
async def test_nobody_but_the_manager_answers(blocked: Blocked, who: Who) -> None:
    obstacle = await blocked.tells()
    seen = await blocked.obstacles.check(OWNER, obstacle, "gone", "Done")
    for asked in (
        blocked.obstacles.form(who, obstacle),
        blocked.obstacles.take(who, obstacle, THURSDAY, "a"),
        blocked.obstacles.check(who, obstacle, "gone", "Mine"),
        blocked.obstacles.answer(who, obstacle, seen.draft, "b"),
    ):
        with pytest.raises((NotHere, NotStarted)):
            await asked
    assert [one.id for one in (await blocked.obstacles.queue(OWNER)).open] == [obstacle]


@pytest.mark.parametrize("who", [MATE, OUTSIDER, STRANGER, AMY, OWNER])
async def test_nobody_but_the_rep_sees_it_or_takes_it_back(blocked: Blocked, who: Who) -> None:
    obstacle = await blocked.tells()
    with pytest.raises(NotStarted):
        await blocked.obstacles.own(who)
    for asked in (
        blocked.obstacles.take_back(who, obstacle),
        blocked.obstacles.tell(who, blocked.entry, LEGAL, "", "a"),
    ):
        with pytest.raises(NotHere):
            await asked
    assert [one.id for one in (await blocked.obstacles.queue(OWNER)).open] == [obstacle]


@pytest.mark.parametrize("end", [None, datetime(2026, 3, 16, 7, tzinfo=UTC)])
async def test_a_manager_who_was_away_finds_it_when_they_are_back(
    blocked: Blocked, end: datetime | None
) -> None:
    world = blocked.world
    await says(world, away_until=end)
    await blocked.tells()
    await world.walk_to(datetime(2026, 3, 16, 7, 30, tzinfo=UTC))
    if end is None:
        await says(world, is_away=False)
    await world.walk_to(datetime(2026, 3, 18, 15, tzinfo=UTC))
    today = [
        item.kind
        for one in world.messenger.to(OWNER.user)
        if isinstance(one.message, TodayMessage)
        for item in one.message.items
    ]
    assert OBSTACLE in today


async def test_of_an_answer_in_ones_own_voice_only_that_it_was_said_is_kept(
    blocked: Blocked,
) -> None:
    queue = await blocked.obstacles.note(OWNER, BEN.user, LEGAL, THURSDAY, "key")
    obstacle = queue.open[0].id
    await blocked.answers(obstacle, "Legal is too impatient with you, Ben")
    kept = blocked.world.database.read_now(stored.get, "T1", obstacle)
    assert kept is not None
    assert (kept.obstacle.state, kept.obstacle.answer) == (ObstacleState.GONE, None)
    assert kept.answered_at is not None
    [own] = (await blocked.obstacles.own(BEN)).found
    assert own.answer == ""
    assert "impatient" not in str(all_rows(blocked.world))


@pytest.mark.parametrize("way", ["leave", "erase", "take back"])
async def test_the_draft_of_an_answer_goes_with_what_it_answers(blocked: Blocked, way: str) -> None:
    obstacle = await blocked.tells()
    other = await blocked.obstacles.note(OWNER, BEN.user, "Prices", THURSDAY, "key")
    for one in (obstacle, *(each.id for each in other.open)):
        await blocked.obstacles.check(OWNER, one, "gone", "The words of the answer")
    if way == "leave":
        await blocked.team.reps.leave(BEN, blocked.entry, Ended.LEFT)
    elif way == "erase":
        await blocked.team.reps.erase(BEN, "press")
    else:
        for one in (await blocked.obstacles.own(BEN)).found:
            await blocked.obstacles.take_back(BEN, one.id)
    assert "The words of the answer" not in str(all_rows(blocked.world))
