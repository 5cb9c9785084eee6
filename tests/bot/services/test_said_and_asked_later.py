"""What is kept, and asked later, of what a manager said in own words: very little."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.services.form_views import Confirmed, Ended, FormOf, OwnVoice, Preview
from bot.services.forms import Filled, Forms
from bot.services.post_actions import Posts
from bot.services.team_messages import TodayItem
from bot.services.waiting import FOLLOW_UP, waiting
from bot.services.wanted import WrongFields
from bot.storage import contacts, drafts, follow_ups, gaps, practices
from bot.storage.gaps import GapState
from bot.storage.tables import metadata
from habits.calendar import local_date
from habits.errors import NotHere
from habits.filling import Values
from habits.people import Hours, Part, Rhythm
from tests.bot.services.test_forms import FakePlaces
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import OWNER, STOCKHOLM, World, wanted

OLD_STORY = "The tender of last spring that nobody was to mention again"


@pytest.fixture
async def forms(world: World) -> Forms:
    await world.walk_to(MONDAY)
    return Forms(world.house, world.people, FakePlaces(), Posts(world.house, world.people))


@pytest.fixture
def team(world: World, forms: Forms) -> Team:
    return Team(world)


async def ready(forms: Forms, habit: str, values: Values) -> OwnVoice:
    checked = await forms.check(OWNER, FormOf(habit), Filled(values, None))
    assert isinstance(checked, OwnVoice)
    return checked


async def say_it(forms: Forms, habit: str, values: Values) -> None:
    text = await ready(forms, habit, values)
    await forms.said(OWNER, habit, text.token, f"key:{text.token}")


async def keep_it(forms: Forms, habit: str, values: Values) -> Ended:
    checked = await forms.check(OWNER, FormOf(habit), Filled(values, None))
    assert isinstance(checked, Preview)
    return await forms.finish(OWNER, checked.of, Confirmed(checked.draft))


def asked(world: World, habit: str, on: date | None = None) -> list[TodayItem]:
    name = world.house.catalogue.get(habit).name
    manager = world.manager()
    day = on or local_date(world.now, STOCKHOLM)
    items = world.database.read_now(waiting, world.house, manager, day, world.now)
    return [one for one in items if one.kind == FOLLOW_UP and one.title == name]


async def answers(world: World, item: TodayItem, value: str) -> None:
    await world.waits.take(OWNER, FOLLOW_UP, item.id, value, world.click())


def done(world: World, habit: str) -> int:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    found = world.database.read_now(practices.between, world.manager().id, first, last)
    return sum(one.habit == habit for one in found)


def everything_stored(world: World) -> str:
    """All rows of all tables, as our keys read them."""

    def read(connection: Any) -> str:
        tables = metadata.sorted_tables
        return str([connection.execute(one.select()).all() for one in tables])

    return world.database.read_now(read)


# --- Let it be over: nothing is kept --------------------------------------------------------


async def test_of_an_old_mistake_that_is_closed_nothing_is_ever_stored(
    world: World, forms: Forms
) -> None:
    values: Values = {"limits": True, "happened": OLD_STORY, "closed": OLD_STORY}
    text = await ready(forms, "forgive_close", values)
    assert OLD_STORY in text.text
    assert OLD_STORY not in everything_stored(world)
    assert (await forms.open(OWNER, FormOf("forgive_close"))).values == {}
    await forms.said(OWNER, "forgive_close", text.token, "key-1")
    assert OLD_STORY not in everything_stored(world)
    assert done(world, "forgive_close") == 1


@pytest.mark.parametrize("answer", ["stayed", "came-up-again"])
async def test_two_weeks_later_it_asks_whether_it_stayed_closed_and_the_entry_vanishes(
    world: World, forms: Forms, answer: str
) -> None:
    await say_it(forms, "forgive_close", {"limits": True, "closed": OLD_STORY})
    assert asked(world, "forgive_close", MONDAY.date() + timedelta(days=13)) == []
    [item] = asked(world, "forgive_close", MONDAY.date() + timedelta(days=14))
    assert item.text == "Did it stay closed?"
    assert [way.label for way in item.ways] == ["It stayed closed", "It came up again"]
    await answers(world, item, answer)
    rows = world.database.read_now(
        lambda connection: connection.execute(metadata.tables["follow_ups"].select()).all()
    )
    assert rows == []
    assert done(world, "forgive_close") == 1


async def test_misconduct_is_kept_out_of_it(forms: Forms) -> None:
    with pytest.raises(WrongFields):
        await forms.check(OWNER, FormOf("forgive_close"), Filled({"closed": OLD_STORY}, None))


# --- Own it upward: said, or still to say ----------------------------------------------------

MY_PART: Values = {"my_part": "I read the contract too late", "facts": "We call them today"}


async def test_a_text_that_was_read_but_not_said_is_asked_about_at_the_check_in(
    world: World, forms: Forms
) -> None:
    await ready(forms, "take_the_hit", MY_PART)
    await ready(forms, "take_the_hit", MY_PART)
    friday = date(2026, 3, 6)
    [item] = asked(world, "take_the_hit", friday)
    assert [way.label for way in item.ways] == ["Write it now", "I said it", "Not needed"]
    await answers(world, item, "said")
    assert done(world, "take_the_hit") == 1
    assert asked(world, "take_the_hit", friday) == []


async def test_once_it_was_said_nothing_is_asked_and_no_draft_is_left(
    world: World, forms: Forms
) -> None:
    await say_it(forms, "take_the_hit", MY_PART)
    assert asked(world, "take_the_hit", date(2026, 3, 31)) == []
    manager = world.manager().id
    assert world.database.read_now(drafts.get, manager, "take_the_hit", world.now) is None
    assert "contract" not in everything_stored(world)


# --- thanks go round -------------------------------------------------------------------------


async def test_who_was_thanked_is_kept_as_a_day_and_the_month_ends_with_who_may_be_next(
    world: World, forms: Forms, team: Team
) -> None:
    await team.told(BEN)
    await team.told(AMY)
    thanks = {"did": "Called the plant on Sunday", "effect": "the line ran on Monday"}
    await say_it(forms, "contribution", {"rep": BEN.user, **thanks})
    manager = world.manager().id
    days = world.database.read_now(contacts.last_days, manager, "contribution")
    assert days == {BEN.user: MONDAY.date()}
    assert "Sunday" not in everything_stored(world)
    [item] = asked(world, "contribution", date(2026, 3, 31))
    assert item.people == (AMY.user,)
    assert "missed" not in item.text


async def test_any_of_the_three_thanks_counts_for_the_round(
    world: World, forms: Forms, team: Team
) -> None:
    await team.told(BEN)
    await team.told(AMY)
    brave: Values = {"rep": AMY.user, "tried": "A new opening", "learned": "It is too long"}
    await say_it(forms, "thank_creative_mistake", brave)
    thanks = {"did": "Called the plant", "effect": "the line ran"}
    await say_it(forms, "contribution", {"rep": BEN.user, **thanks})
    [item] = asked(world, "contribution", date(2026, 3, 31))
    assert item.people == ()
    assert item.text == "Each person in your team had a thank-you this month."


async def test_a_check_is_asked_about_only_where_one_was_dropped_and_is_never_kept(
    world: World, forms: Forms, team: Team
) -> None:
    credit: Values = {"rep": BEN.user, "did": "Kept calm", "effect": "the buyer stayed"}
    friday = date(2026, 3, 6)
    await say_it(forms, "ease_intensity", credit)
    assert asked(world, "ease_intensity", friday) == []
    await say_it(forms, "ease_intensity", {**credit, "drop": "The Monday forecast call"})
    [item] = asked(world, "ease_intensity", friday)
    assert [way.label for way in item.ways] == ["Nobody did", "Somebody did"]
    assert "forecast" not in everything_stored(world)


async def test_an_order_as_first_thought_is_gone_once_the_request_was_said(
    world: World, forms: Forms, team: Team
) -> None:
    await say_it(
        forms, "ask_not_order", {"order": "Do it my way", "rep": BEN.user, "ask": "Could you try?"}
    )
    assert "my way" not in everything_stored(world)
    [item] = asked(world, "ask_not_order", date(2026, 3, 6))
    assert [way.label for way in item.ways] == ["They did", "Not this time"]


# --- Know the business: last week's gap ------------------------------------------------------

GAP: Values = {"gap": "How rebates are booked", "expert": BEN.user, "question": "Who books them?"}


async def test_the_question_is_taken_along_and_the_gap_comes_back_next_week(
    world: World, forms: Forms, team: Team
) -> None:
    ended = await keep_it(forms, "know_business", GAP)
    assert ended.next_words is not None
    assert (ended.next_words.text, ended.next_words.to) == ("Who books them?", BEN.user)
    assert [one for one in world.messenger.sent if one.channel == BEN.user] == []
    [item] = asked(world, "know_business", date(2026, 3, 9))
    assert item.lines == ("How rebates are booked",)
    await answers(world, item, "not-yet")
    [item] = asked(world, "know_business", date(2026, 3, 16))
    await answers(world, item, "answered")
    assert asked(world, "know_business", date(2026, 4, 16)) == []
    [gap] = world.database.read_now(gaps.newest, world.manager().id, 5)
    assert gap.state is GapState.ANSWERED


# --- Make time for people: two talks ---------------------------------------------------------

TALKS: Values = {
    "day_1": "2026-03-03",
    "hour_1": "09:00",
    "day_2": "2026-03-05",
    "hour_2": "15:30",
    "for_whom": "the two new ones",
}


async def test_two_talks_are_put_down_for_the_calendar_in_the_managers_own_time(
    world: World, forms: Forms
) -> None:
    ended = await keep_it(forms, "protect_time", TALKS)
    assert ended.next_words is not None
    assert ended.next_words.text.splitlines() == [
        "Tuesday 3 March, 09:00 to 09:20: the two new ones",
        "Thursday 5 March, 15:30 to 15:50: the two new ones",
    ]
    assert ended.next_words.to is None


async def test_at_the_check_in_each_talk_is_asked_about_by_itself(
    world: World, forms: Forms
) -> None:
    await keep_it(forms, "protect_time", TALKS)
    friday = date(2026, 3, 6)
    await world.walk_to(datetime(2026, 3, 6, 10, tzinfo=UTC))
    [first] = asked(world, "protect_time", friday)
    assert "Tuesday 3 March, 09:00" in first.text
    await answers(world, first, "kept")
    [second] = asked(world, "protect_time", friday)
    assert "Thursday 5 March, 15:30" in second.text
    await answers(world, second, "let-go")
    assert asked(world, "protect_time", friday) == []
    with pytest.raises(NotHere):
        await answers(world, second, "kept")


async def test_a_talk_is_asked_about_once_it_is_over(world: World, forms: Forms) -> None:
    later = {"day_2": "2026-03-06", "hour_2": "16:00"}
    await keep_it(forms, "protect_time", {**TALKS, **later})
    friday = date(2026, 3, 6)
    assert asked(world, "protect_time", friday) == []
    await world.walk_to(datetime(2026, 3, 6, 10, 30, tzinfo=UTC))
    [first] = asked(world, "protect_time", friday)
    await answers(world, first, "kept")
    assert asked(world, "protect_time", friday) == []
    await world.walk_to(datetime(2026, 3, 6, 15, 20, tzinfo=UTC))  # 16:20 in Stockholm
    [second] = asked(world, "protect_time", friday)
    assert "Friday 6 March, 16:00" in second.text


@pytest.mark.parametrize(
    ("hours", "times"),
    [
        (Hours(time(9), time(17)), ("10:00", "14:00")),
        (Hours(time(10, 30), time(13)), ("10:30", "10:30")),
    ],
)
async def test_two_times_of_next_week_stand_in_the_form_already(
    world: World, forms: Forms, hours: Hours, times: tuple[str, str]
) -> None:
    early = Rhythm(*(Part(hours.start) for _ in range(3)))
    await world.preferences.change(OWNER, wanted(hours=hours, rhythm=early))
    world.days_off[date(2026, 3, 9)] = "Holiday"
    form = await forms.open(OWNER, FormOf("protect_time"))
    assert form.values == {
        "day_1": "2026-03-11",
        "hour_1": times[0],
        "day_2": "2026-03-13",
        "hour_2": times[1],
    }
    assert await forms.check(OWNER, FormOf("protect_time"), Filled(form.values, None))


async def test_the_next_date_of_a_clear_word_is_a_work_day_in_a_week(
    world: World, forms: Forms
) -> None:
    world.days_off[date(2026, 3, 9)] = "Holiday"
    form = await forms.open(OWNER, FormOf("firm_and_fair"))
    assert form.values == {"date": "2026-03-10"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day_1": "2026-03-02", "hour_1": "09:59"}, "hour_1"),
        ({"day_2": "2026-03-03", "hour_2": "09:00"}, "hour_2"),
        ({"day_1": "2026-02-27"}, "day_1"),
    ],
)
async def test_a_talk_that_is_over_or_there_twice_is_refused_under_its_field(
    forms: Forms, change: dict[str, str], field: str
) -> None:
    with pytest.raises(WrongFields) as refused:
        await forms.check(OWNER, FormOf("protect_time"), Filled({**TALKS, **change}, None))
    assert field in refused.value.faults


async def test_an_answer_on_the_date_that_was_agreed_keeps_no_word(
    world: World, forms: Forms, team: Team
) -> None:
    values: Values = {
        "rep": BEN.user,
        "gap": "Three call notes are missing",
        "help": "I sit with you",
        "date": "2026-03-20",
    }
    await say_it(forms, "firm_and_fair", values)
    assert "missing" not in everything_stored(world)
    [item] = asked(world, "firm_and_fair", date(2026, 3, 20))
    assert [way.label for way in item.ways] == ["It was met", "It moved", "We talk it over"]
    assert item.people == ()
    await answers(world, item, "done")
    manager = world.manager().id
    assert world.database.read_now(follow_ups.open_on, manager, date(2026, 12, 31)) == []
