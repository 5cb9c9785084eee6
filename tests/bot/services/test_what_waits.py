"""What waits is what had come by then: a message brings whatever came since the last one."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection

from bot.services.all_tools import ALL_TOOLS
from bot.services.consents import CONSENT, Consents
from bot.services.form_views import Confirmed, FormOf, Preview
from bot.services.forms import Filled, Forms
from bot.services.nominating import AWARD_WAITS
from bot.services.obstacle_waiting import OBSTACLE
from bot.services.pair_agreeing import CHANGED_NOTE, SharedNotes
from bot.services.post_actions import Posts
from bot.services.promises import PROMISE, Noting, Promises
from bot.services.ride_waiting import RIDE
from bot.services.running_order import ORDER_WAITS
from bot.services.stories import STORY
from bot.services.team_messages import TodayItem, TodayMessage
from bot.storage import consents
from bot.storage.consents import About
from habits.calendar import local_date
from habits.catalogue_lists import Audience
from tests.bot.services.test_awards import Prize
from tests.bot.services.test_forms import FakePlaces
from tests.bot.services.test_lunches import Table
from tests.bot.services.test_obstacles import Blocked
from tests.bot.services.test_pair_agreeing import CHANGED, bet
from tests.bot.services.test_rides import Helping
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import OWNER, World

CHANNEL = "C0TEAM"
Comes = Callable[[], Awaitable[object]]
"""The last thing that has to happen until it waits."""


async def a_yes_taken_back(world: World, team: Team) -> Comes:
    forms = Forms(world.house, world.people, FakePlaces(), Posts(world.house, world.people))
    of = FormOf("contribution")
    thanks = {"rep": BEN.user, "did": "You stayed late", "effect": "The demo worked"}
    preview = await forms.check(OWNER, of, Filled(thanks, Audience.TEAM_CHANNEL))
    assert isinstance(preview, Preview)
    ended = await forms.finish(OWNER, of, Confirmed(preview.draft, CHANNEL, agreed=True))
    [asked] = world.database.read_now(consents.newest_about, About.POST, ended.post)
    says = Consents(world.house)
    await says.yes(BEN, asked.id, team.key())
    await world.walk(minutes=5)
    return lambda: says.take_back(BEN, asked.id, team.key())


async def a_story_of_another(world: World, team: Team) -> Comes:
    del team

    async def comes() -> None:
        Prize(world).story(BEN, "Ask first", told_by=OWNER)

    return comes


async def another_time_for_a_call(world: World, team: Team) -> Comes:
    helping = Helping(world)
    team.joins(BEN, "Ben", "Europe/London")
    ride = await helping.offered()
    return lambda: helping.rides.other_time(
        BEN, ride.id, date(2026, 3, 4), time(13), helping.team.key()
    )


async def a_yes_for_the_award(world: World, team: Team) -> Comes:
    del team
    prize = Prize(world)
    bens = prize.story(BEN, "Ask who decides")
    await prize.up(bens)
    await world.walk(minutes=5)
    return lambda: prize.says(BEN, "yes", bens)


async def a_place_in_the_order_taken_back(world: World, team: Team) -> Comes:
    del team
    table = Table(world)
    _, told = await table.in_order()
    return lambda: table.says(BEN, "back", told)


async def an_obstacle(world: World, team: Team) -> Comes:
    blocked = Blocked(world)
    [view] = (await team.reps.view(BEN)).managers
    blocked.entry = view.entry
    return blocked.tells


async def a_promise_for_today(world: World, team: Team) -> Comes:
    promises = Promises(world.house, world.people)
    today = local_date(world.now, world.manager().zone)
    return lambda: promises.note(OWNER, Noting("Send it", None, today), team.key())


async def a_note_in_other_words(world: World, team: Team) -> Comes:
    note = bet(team)
    await world.walk(minutes=5)
    return lambda: SharedNotes(world.house).change(BEN, note, CHANGED, team.key())


COMING: dict[str, Callable[[World, Team], Awaitable[Comes]]] = {
    CONSENT: a_yes_taken_back,
    STORY: a_story_of_another,
    RIDE: another_time_for_a_call,
    AWARD_WAITS: a_yes_for_the_award,
    ORDER_WAITS: a_place_in_the_order_taken_back,
    OBSTACLE: an_obstacle,
    PROMISE: a_promise_for_today,
    CHANGED_NOTE: a_note_in_other_words,
}


def test_each_kind_is_looked_at() -> None:
    assert COMING.keys() == ALL_TOOLS.waiting.keys()


@pytest.mark.parametrize("kind", COMING)
async def test_what_came_later_did_not_wait_before(world: World, kind: str) -> None:
    await world.walk_to(MONDAY)
    team = Team(world)
    await team.introduced()
    comes = await COMING[kind](world, team)
    await world.walk(minutes=30)
    before = world.now
    world.clock.advance(minutes=30)
    await comes()
    world.clock.advance(minutes=1)

    def waits(connection: Connection, at: datetime) -> list[TodayItem]:
        manager = world.manager()
        day = local_date(at, manager.zone)
        return ALL_TOOLS.waiting[kind].items(connection, world.house, manager, day, at)

    assert world.database.read_now(waits, before) == []
    assert len(world.database.read_now(waits, world.now)) == 1


async def test_a_note_in_other_words_comes_in_a_message_though_there_was_one_before(
    world: World,
) -> None:
    await world.walk_to(MONDAY)
    team = Team(world)
    await team.introduced()
    await Promises(world.house, world.people).note(
        OWNER, Noting("Send it", None, date(2026, 3, 2)), team.key()
    )
    await world.walk(days=4)
    assert len(todays(world)) == 1
    note = bet(team, stop="2026-04-20")
    await world.walk(minutes=2)
    changed = CHANGED | {"stop": "2026-04-20"}
    await SharedNotes(world.house).change(BEN, note, changed, team.key())
    await world.walk_to(world.now + timedelta(days=7))
    assert CHANGED_NOTE in [item.kind for item in todays(world)[-1].items]


def todays(world: World) -> list[TodayMessage]:
    sent = [one.message for one in world.messenger.to(OWNER.user)]
    return [one for one in sent if isinstance(one, TodayMessage)]
