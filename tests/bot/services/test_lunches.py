"""A lunch for useful mistakes: invited to, told about, put in order, moved, called off, learned
from."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.services.coming_up import named_weeks
from bot.services.consents import Consents
from bot.services.form_endings import TextChanged
from bot.services.lunch_views import LunchForm, LunchMessage, LunchPage, TellFilled
from bot.services.lunches import Lunches
from bot.services.places import Standing
from bot.services.ports import Refused
from bot.services.running_order import ORDER_WAITS, RunningOrders, page_of, story_gone
from bot.services.team_messages import TodayItem
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import consents, lunches, practices, roster, stories
from bot.storage.consents import About
from bot.storage.roster import Ended
from habits.errors import NotHere, WrongField
from habits.lunches import Lunch, Place, Wish
from tests.bot.services.test_filter import FakePlaces
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, World

CHANNEL = "C0TEAM"
ON = date(2026, 5, 1)
"""A Friday, more than eight weeks ahead; two weeks before is Friday 17 April."""
AFTER = datetime(2026, 5, 4, 8, tzinfo=UTC)
STORY = TellFilled(tried="I sent the draft to all", know_now="Two people look at a list")


class Table:
    """A team with a lunch to come, and the services around it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.team = Team(world)
        self.places = FakePlaces()
        self.lunches = Lunches(world.house, self.places)
        self.orders = RunningOrders(world.house)
        self.consents = Consents(world.house)

    async def set(self, on: date = ON, **changed: Any) -> str:
        """The invitation went out; the lunch."""
        wish = Wish(
            **({"name": "Flop lunch", "on": on, "place": "", "own_story": "Mine"} | changed)
        )
        seen = await self.lunches.preview(OWNER, wish)
        await self.lunches.invite(OWNER, seen.draft, CHANNEL, self.team.key())
        await self.world.walk(minutes=1)
        return (await self.page()).lunch

    async def page(self) -> LunchPage:
        found = await self.lunches.window(OWNER)
        assert isinstance(found, LunchPage)
        return found

    async def tells(self, who: Who, lunch: str, filled: TellFilled = STORY) -> str:
        """Somebody would tell a story; its id at the lunch."""
        before = {one for one, _ in (await self.orders.to_tell(who, lunch)).offered}
        told = await self.orders.tell(who, lunch, filled, self.team.key())
        [new] = {one for one, _ in told.offered} - before
        return new

    async def chosen(self, lunch: str, *told: str) -> None:
        await self.orders.choose(OWNER, lunch, told, self.team.key())
        await self.world.walk(minutes=1)

    async def in_order(self, who: Who = BEN) -> tuple[str, str]:
        """A lunch at which somebody tells their story; both ids."""
        lunch = await self.set()
        told = await self.tells(who, lunch)
        await self.chosen(lunch, told)
        await self.says(who, "yes", told)
        return lunch, told

    def asked(self, told: str) -> str:
        [one, *_] = self.world.database.read_now(consents.newest_about, About.LUNCH, told)
        return one.id

    async def says(self, who: Who, answer: str, told: str) -> None:
        say = {"yes": self.consents.yes, "no": self.consents.no, "back": self.consents.take_back}
        await say[answer](who, self.asked(told), self.team.key())

    def place(self, told: str) -> Place:
        found = self.world.database.read_now(lunches.story, told)
        assert found is not None
        return found.state

    async def tellers(self, lunch: str) -> list[str]:
        """Who stands in the running order, the printed page and the window alike."""
        order = await self.orders.order(OWNER, lunch)
        page = page_of(order)
        assert all(one.who in page for one in order.stories)
        return [one.who for one in order.stories][1:]

    def lunch(self, lunch: str) -> lunches.LunchRecord:
        found = self.world.database.read_now(lunches.any_of, lunch)
        assert found is not None
        return found

    async def sweep(self) -> None:
        """All messages show what holds now; a few are mended at a time."""
        for _ in range(20):
            await self.world.showing.sweep()

    def invitations(self) -> list[LunchMessage]:
        """The card as it went out, and as it was changed."""
        sent = [one.message for one in self.world.messenger.to(CHANNEL)]
        changed = [one.message for one in self.world.messenger.updated]
        return [one for one in (*sent, *changed) if isinstance(one, LunchMessage)]

    async def waits(self, kind: str = "") -> list[TodayItem]:
        """What waits for the manager about lunches."""
        found = await self.world.waits.everything(OWNER)
        return [one for one in found.items if kind in ("", one.kind)]

    def done(self) -> list[date]:
        manager = self.world.manager().id
        first, last = date(2026, 1, 1), date(2027, 12, 31)
        found = self.world.database.read_now(practices.between, manager, first, last)
        return [one.about_day for one in found if one.habit == "hall_of_shame_lunch"]

    async def leaves(self, who: Who) -> None:
        manager = self.world.manager().id
        entry = self.world.database.read_now(roster.current, manager, who.user)
        assert entry is not None
        await self.team.reps.leave(who, entry.id, Ended.LEFT)


@pytest.fixture
async def table(world: World) -> Table:
    await world.walk_to(MONDAY)
    table = Table(world)
    await table.team.introduced(BEN)
    await table.team.introduced(AMY)
    return table


# --- set ------------------------------------------------------------------------------------


async def test_a_lunch_is_planned_once_its_invitation_is_posted(table: Table) -> None:
    window = await table.lunches.window(OWNER)
    assert isinstance(window, LunchForm)
    await table.set(place="Café Nord")
    [card] = table.invitations()
    assert (card.name, card.on, card.place) == ("Flop lunch", ON, "Café Nord")
    assert "Mine" not in str(card)


async def test_what_is_wrong_with_a_lunch_is_said_by_field(table: Table) -> None:
    with pytest.raises(WrongFields) as refused:
        await table.lunches.preview(OWNER, Wish("x" * 3000, None, "y" * 3000, "z" * 3000))
    assert set(refused.value.faults) == {"name", "date", "place", "own_story"}


async def test_the_same_invitation_twice_is_one(table: Table) -> None:
    seen = await table.lunches.preview(OWNER, Wish("Flop lunch", ON, "", "Mine"))
    for _ in range(2):
        await table.lunches.invite(OWNER, seen.draft, CHANNEL, "one key")
    await table.world.walk(minutes=1)
    assert len(table.invitations()) == 1
    with pytest.raises(TextChanged):
        await table.lunches.invite(OWNER, seen.draft, CHANNEL, "another key")


async def test_a_channel_without_the_bot_or_archived_plans_no_lunch(table: Table) -> None:
    seen = await table.lunches.preview(OWNER, Wish("Flop lunch", ON, "", "Mine"))
    for standing in (Standing.NOT_IN, Standing.ARCHIVED):
        table.places.told[CHANNEL] = standing
        with pytest.raises(WrongField):
            await table.lunches.invite(OWNER, seen.draft, CHANNEL, table.team.key())
    assert isinstance(await table.lunches.window(OWNER), LunchForm)


async def test_an_invitation_that_slack_refuses_plans_no_lunch(table: Table) -> None:
    seen = await table.lunches.preview(OWNER, Wish("Flop lunch", ON, "", "Mine"))
    await table.lunches.invite(OWNER, seen.draft, CHANNEL, table.team.key())
    table.world.messenger.outcomes.append(Refused("is_archived"))
    await table.world.walk(minutes=1)
    assert isinstance(await table.lunches.window(OWNER), LunchForm)


# --- who would tell -------------------------------------------------------------------------


async def test_whoever_takes_part_offers_a_story_that_only_the_manager_and_they_see(
    table: Table,
) -> None:
    lunch = await table.set()
    await table.tells(BEN, lunch)
    [teller] = (await table.page()).tellers
    assert (teller.who, teller.state) == (BEN.user, Place.OFFERED)
    mine = await table.orders.to_tell(BEN, lunch)
    assert [lesson for _, lesson in mine.offered] == [STORY.know_now]
    for other in (AMY, MATE):
        assert (await table.orders.to_tell(other, lunch)).offered == ()
    assert len(table.invitations()) == 1


async def test_the_same_offer_twice_is_one(table: Table) -> None:
    lunch = await table.set()
    for _ in range(2):
        told = await table.orders.tell(BEN, lunch, STORY, "one key")
    assert len(told.offered) == 1


async def test_an_own_story_that_was_posted_can_be_offered_and_no_other(table: Table) -> None:
    lunch = await table.set()
    manager = table.world.manager().id

    def add(connection: Any, owner: Who) -> str:
        made = stories.add(
            connection,
            workspace=owner.workspace,
            manager=manager,
            owner=owner.user,
            told_by=owner.user,
            body={"tried": "A demo", "know_now": "Ask first"},
            named=True,
            state=stories.State.WAITING,
            at=table.world.now,
        )
        was = (stories.State.WAITING,)
        posted_at = table.world.now
        stories.change(connection, made, stories.State.POSTED, was=was, posted_at=posted_at)
        return made

    bens = table.world.database.write_now(add, BEN)
    amys = table.world.database.write_now(add, AMY)
    form = await table.orders.to_tell(BEN, lunch)
    assert [one.story for one in form.stories] == [bens]
    told = await table.tells(BEN, lunch, TellFilled(story=bens))
    with pytest.raises(NotHere):
        await table.tells(BEN, lunch, TellFilled(story=amys))
    await table.chosen(lunch, told)
    await table.says(BEN, "yes", told)
    assert await table.tellers(lunch) == ["Ben"]

    def goes(connection: Any) -> None:
        story = stories.get(connection, BEN.workspace, bens)
        assert story is not None
        story_gone(connection, table.world.house, table.world.manager(), story, table.world.now)

    table.world.database.write_now(goes)
    assert await table.tellers(lunch) == []


async def test_people_of_no_team_or_of_another_workspace_are_answered(table: Table) -> None:
    lunch = await table.set()
    for who in (MATE, OUTSIDER):
        with pytest.raises(WrongFields) as refused:
            await table.tells(who, lunch)
        assert "team" in str(refused.value.faults)
    with pytest.raises(NotHere):
        await table.orders.to_tell(STRANGER, lunch)
    with pytest.raises(NotHere):
        await table.orders.to_tell(BEN, "never-was")


async def test_a_story_too_long_or_empty_is_answered(table: Table) -> None:
    lunch = await table.set()
    for filled in (TellFilled(), TellFilled(tried="x" * 3000, know_now="y" * 3000)):
        with pytest.raises(WrongFields) as refused:
            await table.tells(BEN, lunch, filled)
        assert set(refused.value.faults) == {"tried", "know_now"}


# --- the running order ----------------------------------------------------------------------


async def test_each_owner_is_asked_once_more_and_the_managers_story_comes_first(
    table: Table,
) -> None:
    lunch = await table.set()
    bens, amys = await table.tells(BEN, lunch), await table.tells(AMY, lunch)
    await table.chosen(lunch, amys, bens)
    assert await table.tellers(lunch) == []
    await table.says(BEN, "yes", bens)
    await table.says(AMY, "yes", amys)
    order = await table.orders.order(OWNER, lunch)
    assert [one.who for one in order.stories][1:] == ["Amy", "Ben"]
    assert order.stories[0].parts[0].text == "Mine"


async def test_a_no_and_silence_look_alike_and_nobody_is_in_without_a_yes(table: Table) -> None:
    lunch = await table.set()
    bens, amys = await table.tells(BEN, lunch), await table.tells(AMY, lunch)
    await table.chosen(lunch, bens, amys)
    await table.says(BEN, "no", bens)
    assert {one.state for one in (await table.page()).tellers} == {Place.ASKED}
    await table.world.walk(days=7)
    await table.consents.settle()
    assert (await table.page()).tellers == ()
    assert await table.waits(ORDER_WAITS) == []
    assert await table.tellers(lunch) == []


async def test_three_stories_are_enough(table: Table) -> None:
    lunch = await table.set()
    told = [await table.tells(who, lunch) for who in (BEN, AMY, BEN, AMY)]
    with pytest.raises(WrongFields) as refused:
        await table.chosen(lunch, *told)
    assert "3 stories" in str(refused.value.faults)
    await table.chosen(lunch, *told[:3])
    with pytest.raises(WrongFields):
        await table.chosen(lunch, told[3])


async def test_whoever_is_out_leaves_a_place_for_another(table: Table) -> None:
    lunch = await table.set()
    told = [await table.tells(who, lunch) for who in (BEN, AMY, BEN, AMY)]
    await table.chosen(lunch, *told[:3])
    await table.orders.take_back(BEN, told[0], table.world.click())
    await table.chosen(lunch, told[3])
    assert table.place(told[3]) is Place.ASKED
    places = {one.position for one in table.world.database.read_now(lunches.told_at, lunch)}
    assert places == {None, 2, 3, 4}


async def test_a_yes_taken_back_takes_the_story_off_every_page_and_the_manager_hears_so(
    table: Table,
) -> None:
    lunch, told = await table.in_order()
    assert await table.tellers(lunch) == ["Ben"]
    await table.says(BEN, "back", told)
    assert await table.tellers(lunch) == []
    [item] = await table.waits(ORDER_WAITS)
    assert "Ben" not in str(item)
    await table.world.waits.take(OWNER, ORDER_WAITS, item.id, "seen", table.world.click())
    assert await table.waits(ORDER_WAITS) == []


async def test_a_rep_who_leaves_tells_nothing_at_a_lunch_to_come(table: Table) -> None:
    lunch, told = await table.in_order()
    offered = await table.tells(BEN, lunch)
    await table.leaves(BEN)
    assert await table.tellers(lunch) == []
    assert {table.place(told), table.place(offered)} == {Place.OUT}
    assert (await table.page()).tellers == ()


# --- moved, called off ----------------------------------------------------------------------


async def test_a_lunch_that_moves_is_asked_about_on_its_new_days_and_its_card_says_so(
    table: Table,
) -> None:
    lunch = await table.set()
    moved = ON + timedelta(days=28)
    await table.lunches.change(OWNER, lunch, Wish("Flop", moved, "Nord", "Mine"), table.team.key())
    await table.sweep()
    assert table.invitations()[-1].on == moved
    await table.world.walk_to(datetime(2026, 4, 20, 8, tzinfo=UTC))
    texts = [one.text for one in await table.waits("follow-up")]
    assert not any("Two weeks" in one for one in texts)
    assert any("29 May" in one for one in texts)


async def test_a_lunch_that_is_called_off_asks_nobody_and_nothing_any_more(table: Table) -> None:
    lunch, told = await table.in_order()
    await table.lunches.call_off(OWNER, lunch, table.world.click())
    await table.sweep()
    assert table.invitations()[-1].off
    for gesture in (
        table.orders.to_tell(AMY, lunch),
        table.orders.choose(OWNER, lunch, [told], table.team.key()),
        table.lunches.learnings(OWNER, lunch, "Ask first"),
    ):
        with pytest.raises(NotHere):
            await gesture
    await table.world.walk_to(AFTER)
    assert await table.waits() == []
    assert isinstance(await table.lunches.window(OWNER), LunchForm)


# --- afterwards -----------------------------------------------------------------------------


async def test_the_learnings_count_the_habit_once_and_the_next_date_is_offered(
    table: Table,
) -> None:
    lunch, _ = await table.in_order()
    with pytest.raises(NotHere):
        await table.lunches.learnings(OWNER, lunch, "Too early")
    await table.world.walk_to(AFTER)
    [item] = await table.waits("follow-up")
    assert "behind you" in item.text
    for wrong in ("", "x" * 3000):
        with pytest.raises(WrongField):
            await table.lunches.learnings(OWNER, lunch, wrong)
    await table.lunches.learnings(OWNER, lunch, "Two people look at a list")
    for _ in range(2):
        await table.lunches.tell_learnings(OWNER, lunch, CHANNEL, "one key")
    with pytest.raises(NotHere):
        await table.lunches.tell_learnings(OWNER, lunch, CHANNEL, "another key")
    await table.world.walk(minutes=1)
    await table.sweep()
    assert table.done() == [date(2026, 5, 4)]
    assert table.lunch(lunch).state is Lunch.HELD
    assert table.invitations()[-1].over
    assert await table.waits() == []
    half = await table.lunches.form(OWNER, lunch, 6)
    year = await table.lunches.form(OWNER, lunch, 12)
    assert (half.wish.on, year.wish.on) == (date(2026, 11, 2), date(2027, 5, 3))
    assert half.lunch == year.lunch == half.wish.own_story == ""


async def test_learnings_that_slack_refuses_count_for_nothing_and_can_be_told_again(
    table: Table,
) -> None:
    lunch = await table.set()
    await table.world.walk_to(AFTER)
    await table.lunches.learnings(OWNER, lunch, "Ask first")
    await table.lunches.tell_learnings(OWNER, lunch, CHANNEL, "one key")
    table.world.messenger.outcomes.append(Refused("is_archived"))
    await table.world.walk(minutes=1)
    assert table.done() == []
    assert table.lunch(lunch).state is Lunch.PLANNED
    assert not table.invitations()[-1].over
    await table.lunches.learnings(OWNER, lunch, "Ask first")
    await table.lunches.tell_learnings(OWNER, lunch, CHANNEL, "another key")
    await table.world.walk(minutes=1)
    assert len(table.done()) == 1


# --- when it comes up -----------------------------------------------------------------------


async def test_a_lunch_comes_up_in_the_weeks_in_which_it_asks_for_something(table: Table) -> None:
    habit = table.world.house.catalogue.get("hall_of_shame_lunch")

    def weeks(connection: Any) -> list[date]:
        manager, house = table.world.manager(), table.world.house
        return sorted(
            named_weeks(connection, house, manager, habit, date(2026, 3, 2), date(2026, 6, 30))
        )

    assert table.world.database.read_now(weeks) == []
    lunch = await table.set()
    assert table.world.database.read_now(weeks) == [
        date(2026, 3, 16),
        date(2026, 4, 13),
        date(2026, 5, 4),
    ]
    await table.lunches.call_off(OWNER, lunch, table.world.click())
    assert table.world.database.read_now(weeks) == []
