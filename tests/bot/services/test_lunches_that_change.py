"""A lunch whose stories are taken back, that is called off, or that is behind the team."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services.form_endings import TextChanged
from bot.services.lunch_views import LunchForm, LunchPage, TellFilled
from bot.services.lunches import Lunches
from bot.services.running_order import ORDER_WAITS, RunningOrders
from bot.services.stories import take_back_story
from bot.services.wanted import WrongFields
from bot.slack.blocks.lunches import lunch_page
from bot.slack.ids import ActionId
from bot.storage import Connection, consents, lunches, stories
from bot.storage.consents import About
from habits.lunches import Lunch, Place, Wish
from tests.bot.services.test_awards import CHANNEL, Prize
from tests.bot.team import AMY, BEN, MONDAY
from tests.bot.world import OWNER, World

ON = date(2026, 5, 5)
LATER = datetime(2026, 7, 1, 9, tzinfo=UTC)


class Table(Prize):
    """A team with a lunch to come."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.lunches = Lunches(world.house, self.places)
        self.orders = RunningOrders(world.house)

    async def set(self, on: date = ON) -> str:
        seen = await self.lunches.preview(OWNER, Wish("Flop lunch", on, "Bar", "Mine"))
        await self.lunches.invite(OWNER, seen.draft, CHANNEL, self.team.key())
        await self.world.walk(minutes=1)
        return (await self.page()).lunch

    async def page(self) -> LunchPage:
        found = await self.lunches.window(OWNER)
        assert isinstance(found, LunchPage)
        return found

    def place(self, lunch: str) -> lunches.LunchStoryRecord:
        return self.world.database.read_now(lunches.told_at, lunch)[0]

    def taken_back(self, story: str) -> None:
        def back(connection: Connection) -> None:
            found = stories.get(connection, OWNER.workspace, story)
            assert found is not None
            take_back_story(connection, self.world.house, found, self.world.now)

        self.world.database.write_now(back)


@pytest.fixture
async def table(world: World) -> Table:
    await world.walk_to(MONDAY)
    table = Table(world)
    await table.team.introduced(BEN)
    await table.team.introduced(AMY)
    return table


async def test_a_story_taken_back_while_the_form_is_open_is_not_offered(table: Table) -> None:
    lunch, bens = await table.set(), table.story(BEN, "Ask who decides")
    assert (await table.orders.to_tell(BEN, lunch)).stories
    table.taken_back(bens)
    with pytest.raises(WrongFields) as refused:
        await table.orders.tell(BEN, lunch, TellFilled(story=bens), table.team.key())
    assert set(refused.value.faults) == {"story"}
    assert (await table.page()).tellers == ()
    assert (await table.orders.to_tell(BEN, lunch)).stories == ()


async def test_no_story_is_shown_of_a_lunch_that_was_called_off(table: Table) -> None:
    lunch, bens = await table.set(), table.story(BEN, "Ask who decides")
    amys = table.story(AMY, "Call first")
    await table.orders.tell(BEN, lunch, TellFilled(story=bens), table.team.key())
    one = table.place(lunch)
    await table.orders.choose(OWNER, lunch, [one.id], table.team.key())
    await table.world.walk(minutes=5)
    [asked] = table.world.database.read_now(consents.newest_about, About.LUNCH, one.id)
    await table.consents.yes(BEN, asked.id, table.team.key())
    await table.orders.tell(AMY, lunch, TellFilled(story=amys), table.team.key())
    assert len((await table.orders.order(OWNER, lunch)).stories) == 2
    await table.lunches.call_off(OWNER, lunch, table.world.click())
    told = table.world.database.read_now(lunches.told_at, lunch)
    assert {each.state for each in told} == {Place.OUT}
    order = await table.orders.order(OWNER, lunch)
    assert [each.parts[0].text for each in order.stories] == ["Mine"]
    assert (await table.lunches.page(OWNER, lunch)).tellers == ()
    found = await table.world.waits.everything(OWNER)
    assert [each for each in found.items if each.kind == ORDER_WAITS] == []


async def test_the_next_lunch_is_set_while_the_learnings_of_the_last_are_open(
    table: Table,
) -> None:
    first = await table.set()
    page = await table.page()
    assert ActionId.LUNCH_NEXT_HALF not in str(lunch_page(page))
    await table.world.walk_to(LATER)
    page = await table.page()
    assert (page.lunch, page.learnings_of, page.may_set_next) == (first, first, True)
    assert ActionId.LUNCH_NEXT_HALF in str(lunch_page(page))
    assert ActionId.LUNCH_LEARNINGS in str(lunch_page(page))
    form = await table.lunches.form(OWNER, first, 6)
    assert isinstance(form, LunchForm)
    assert form.wish.on == date(2026, 11, 5)
    second = await table.set(date(2026, 11, 5))
    assert second != first

    page = await table.page()
    assert (page.lunch, page.learnings_of, page.may_set_next) == (second, first, False)
    shown = str(lunch_page(page))
    assert ActionId.LUNCH_LEARNINGS in shown
    assert f"'{first}'" in shown
    await table.lunches.learnings(OWNER, first, "Two people look at a list")
    await table.lunches.tell_learnings(OWNER, first, CHANNEL, table.team.key())
    await table.world.walk(minutes=1)
    page = await table.page()
    assert (page.lunch, page.learnings_of) == (second, "")
    assert ActionId.LUNCH_LEARNINGS not in str(lunch_page(page))
    held = table.world.database.read_now(lunches.any_of, first)
    assert held is not None
    assert held.state is Lunch.HELD


async def test_only_one_lunch_is_to_come(table: Table) -> None:
    await table.set()
    with pytest.raises(TextChanged):
        await table.set(ON + timedelta(days=7))
