"""At most one message of the bot's own on a work day and five a week, whatever moves."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.services.messages import CheckInMessage, NoticeMessage, PromptMessage
from bot.services.team_messages import TodayMessage
from bot.services.today import remind
from bot.storage import companies
from bot.storage.outgoing import Kind, State
from habits.calendar import local, local_date
from habits.company import Company
from habits.people import Part, Rhythm, Weekday
from tests.bot.fakes import FakePerson, SentMessage
from tests.bot.services.test_today import ask
from tests.bot.world import OWNER, STOCKHOLM, WORKSPACE, World, wanted

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


async def moves_to(world: World, zone: str) -> None:
    await world.people.changed(WORKSPACE, FakePerson(OWNER.user, zone), f"moves to {zone}")


def sent(world: World) -> list[SentMessage]:
    return world.messenger.to(OWNER.user)


def kinds(came: list[SentMessage]) -> list[type]:
    return [type(one.message) for one in came]


def notices(world: World) -> list[str]:
    """When the news of a zone came, as UTC shows it."""
    return [f"{one.at:%a %d %H}" for one in sent(world) if isinstance(one.message, NoticeMessage)]


# --- the news of a zone ---------------------------------------------------------------------


async def test_on_the_day_of_a_prompt_a_new_zone_is_told_another_day(world: World) -> None:
    await world.walk_to(MONDAY + DAY + timedelta(hours=7))
    before = len(sent(world))
    await moves_to(world, "Europe/London")
    await world.walk(days=2)
    assert kinds(sent(world)[before:]) == [PromptMessage, NoticeMessage]


async def test_the_news_of_a_zone_and_what_waits_share_no_day(world: World) -> None:
    await world.walk_to(MONDAY + 2 * DAY + timedelta(hours=7, minutes=30))
    await moves_to(world, "Europe/Berlin")
    world.database.write_now(remind, world.house, world.manager(), world.now)
    days = {row.kind: f"{row.local_date:%a}" for row in world.rows() if row.state is State.PLANNED}
    assert (days[Kind.NOTICE], days[Kind.TODAY]) == ("Wed", "Thu")


async def test_a_break_holds_the_news_of_a_zone_back_until_after_it(world: World) -> None:
    await world.walk_to(MONDAY + 2 * DAY + timedelta(hours=18))
    await moves_to(world, "Europe/Berlin")
    await world.preferences.pause_weeks(OWNER, 1)
    await world.walk(days=20)
    assert notices(world) == ["Wed 11 08"]


async def test_a_day_that_was_missed_moves_the_news_of_a_zone_to_another(world: World) -> None:
    await world.walk_to(MONDAY + 2 * DAY + timedelta(hours=18))
    await moves_to(world, "Europe/Berlin")
    world.clock.advance(days=1)  # nobody was running on Thursday
    await world.walk(days=7)
    assert notices(world) == ["Wed 11 08"]


async def test_what_waits_keeps_to_the_hours_of_a_new_zone(world: World) -> None:
    await world.walk_to(MONDAY + DAY + timedelta(hours=12))
    ask(world)
    await moves_to(world, "America/New_York")
    await world.walk(days=4)
    [today] = [one for one in sent(world) if isinstance(one.message, TodayMessage)]
    assert f"{local(today.at, 'America/New_York'):%a %H:%M}" == "Wed 09:00"


# --- what moves onto a day with a message ---------------------------------------------------


@pytest.fixture
async def told_on_tuesday(world: World) -> World:
    """Something that waited came on Tuesday, since the prompt stood on Thursday."""
    await world.walk_to(MONDAY + 8 * DAY + timedelta(hours=7))
    thursday = replace(Rhythm(), prompt=Part(time(15), Weekday.THURSDAY))
    await world.preferences.change(OWNER, wanted(rhythm=thursday))
    ask(world)
    await world.walk_to(MONDAY + 8 * DAY + timedelta(hours=10))
    assert isinstance(sent(world)[-1].message, TodayMessage)
    return world


async def test_a_prompt_moved_to_such_a_day_is_promised_for_the_next_and_comes_then(
    told_on_tuesday: World,
) -> None:
    world, before = told_on_tuesday, len(sent(told_on_tuesday))
    today = replace(Rhythm(), prompt=Part(time(15), Weekday.TUESDAY))
    shown = await world.preferences.change(OWNER, wanted(rhythm=today))
    assert shown.moved == ("Prompt: Thursday 15:00 is now Wednesday 15:00",)
    following = (await world.home.view(OWNER)).next
    assert following is not None
    assert following.at == shown.coming[0].at
    await world.walk_to(MONDAY + 13 * DAY)
    came = sent(world)[before:]
    assert kinds(came) == [PromptMessage, CheckInMessage]
    assert local_date(came[0].at, STOCKHOLM) == shown.coming[0].at.date()


async def test_a_check_in_moved_to_such_a_day_is_promised_for_the_next_and_comes_then(
    told_on_tuesday: World,
) -> None:
    world, before = told_on_tuesday, len(sent(told_on_tuesday))
    moved = Rhythm(prompt=None, check_in=Part(time(15), Weekday.TUESDAY))
    shown = await world.preferences.change(OWNER, wanted(rhythm=moved))
    assert "Check-in: Friday 11:30 is now Wednesday 15:00" in shown.moved
    await world.walk_to(MONDAY + 13 * DAY)
    [came] = sent(world)[before:]
    assert f"{local(came.at, STOCKHOLM):%a %H}" == "Wed 15"


async def test_where_no_day_of_the_week_is_left_it_says_so(told_on_tuesday: World) -> None:
    world, before = told_on_tuesday, len(sent(told_on_tuesday))
    short = wanted(
        rhythm=Rhythm(None, Part(time(15)), None),
        work_days=frozenset({Weekday.MONDAY, Weekday.TUESDAY, Weekday.SUNDAY}),
    )
    await world.preferences.change(OWNER, short)
    lines = [line.where_it_stands for line in (await world.weeks.week(OWNER)).lines]
    assert "not this week: You already have a message that day" in lines
    await world.walk_to(MONDAY + 13 * DAY)
    assert sent(world)[before:] == []


async def test_a_prompt_that_meets_a_late_check_in_comes_the_next_day(world: World) -> None:
    on_mondays = wanted(rhythm=Rhythm(None, Part(time(10), Weekday.MONDAY)))
    await world.preferences.change(OWNER, on_mondays)
    await world.walk_to(MONDAY + 4 * DAY + timedelta(hours=9))
    world.clock.move_to(MONDAY + 7 * DAY + timedelta(hours=9, minutes=30))
    before = len(sent(world))
    await world.walk(days=2)
    came = sent(world)[before:]
    assert kinds(came) == [CheckInMessage, PromptMessage]
    assert [f"{one.at:%a}" for one in came] == ["Mon", "Tue"]


# --- five a week ----------------------------------------------------------------------------


@pytest.mark.parametrize("days", [6, 7])
async def test_with_more_than_five_work_days_there_are_five_messages_a_week(
    world: World, days: int
) -> None:
    work_days = frozenset(list(Weekday)[:days])
    await world.preferences.change(OWNER, wanted(work_days=work_days))
    for _ in range(3 * 7):
        ask(world)
        await moves_to(world, ["Europe/Berlin", "Europe/Stockholm"][_ % 2])
        await world.walk(days=1)
    dates = [local_date(one.at, STOCKHOLM) for one in sent(world)]
    weeks = Counter(day - timedelta(days=day.weekday()) for day in dates)
    assert max(weeks.values()) == 5
    assert len(dates) == len(set(dates))


async def test_what_waits_does_not_come_in_the_last_three_work_days_of_a_quarter(
    world: World,
) -> None:
    await world.walk_to(MONDAY + 23 * DAY + timedelta(hours=20))  # Wednesday 25 March
    ask(world)
    await world.walk_to(MONDAY + 24 * DAY + timedelta(hours=7))
    await world.preferences.pause(OWNER, date(2026, 3, 27))
    await world.walk_to(MONDAY + 40 * DAY)
    [today] = [one for one in sent(world) if isinstance(one.message, TodayMessage)]
    assert local_date(today.at, STOCKHOLM) == date(2026, 4, 1)


async def test_what_waits_does_not_come_over_the_limit_of_the_company(world: World) -> None:
    company = Company(most_a_week=3)
    world.database.write_now(companies.save, WORKSPACE, company, world.now)
    world.days_off[date(2026, 3, 9)] = "Town Day"
    ask(world)
    await world.walk_to(MONDAY + 13 * DAY)
    [today] = [one for one in sent(world) if isinstance(one.message, TodayMessage)]
    # The first week has three messages already, the second no week start.
    assert local_date(today.at, STOCKHOLM) == date(2026, 3, 11)


@pytest.mark.parametrize(
    ("most", "came"),
    [
        (1, ["check-in Mon"]),
        (2, ["check-in Mon", "check-in Fri"]),
        (3, ["check-in Mon", "prompt Tue", "check-in Fri"]),
    ],
)
async def test_a_late_check_in_counts_for_the_limit_of_the_company(
    world: World, most: int, came: list[str]
) -> None:
    company = Company(most_a_week=most)
    world.database.write_now(companies.save, WORKSPACE, company, world.now)
    await world.walk_to(MONDAY + 4 * DAY + timedelta(hours=9))
    world.acts()
    monday = MONDAY + 7 * DAY
    world.clock.move_to(monday + timedelta(hours=6))  # down since Friday at 10
    for _ in range(6):
        await world.walk(days=1)
        world.acts()
    rows = [row for row in world.rows() if row.sent_at is not None and row.sent_at > monday]
    assert [f"{row.kind} {row.sent_at:%a}" for row in rows] == came
    own = world.row(kind=Kind.CHECK_IN, week=monday.date())
    assert (own.state is State.SENT) == (most > 1)
    assert own.reason == (None if most > 1 else "You had enough messages that week")


async def test_after_an_afternoon_prompt_what_waits_comes_20_hours_later(world: World) -> None:
    late = wanted(rhythm=Rhythm(prompt=Part(time(16, 50))))
    await world.preferences.change(OWNER, late)
    await world.walk_to(MONDAY + DAY + timedelta(hours=17))
    ask(world)
    await world.walk_to(MONDAY + 4 * DAY)
    prompt, today = sent(world)[-2:]
    assert isinstance(prompt.message, PromptMessage)
    assert isinstance(today.message, TodayMessage)
    assert timedelta(hours=20) <= today.at - prompt.at < timedelta(hours=20, minutes=5)
