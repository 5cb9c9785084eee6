"""What waits comes in one message a day, beside no other; Home holds all of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.services.messages import CheckInMessage
from bot.services.team_messages import TodayMessage
from bot.services.today import follow_up_later, remind
from bot.services.who import Who
from bot.storage import companies, follow_ups, new_id, posts, questions
from bot.storage.follow_ups import FollowUpAnswer
from bot.storage.managers import Preferences as Chosen
from bot.storage.outgoing import Kind, State
from bot.storage.posts import NewPost
from habits.calendar import local, local_date
from habits.company import Company
from habits.errors import NotHere, NotStarted
from habits.people import MONDAY_TO_FRIDAY, Hours, Part, Rhythm, Weekday
from tests.bot.fakes import SentMessage
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, STOCKHOLM, WORKSPACE, World, wanted

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
OPEN = {"why": "Because.", "open": "Who decides?"}


def done(
    world: World,
    habit: str = HABIT,
    values: Mapping[str, object] = OPEN,
    who: Who = OWNER,
) -> None:
    """A habit was done with its form."""
    manager = world.manager(who)
    world.database.write_now(
        follow_up_later, world.house, manager, habit, new_id(), values, world.now
    )


def ask(world: World, text: str = "Who decides?", who: Who = OWNER) -> str:
    """Somebody of the team asks from under a post."""
    manager, post = world.manager(who), new_id()

    def add(connection: object) -> str:
        new = NewPost(
            id=post,
            workspace=manager.workspace,
            manager=manager.id,
            habit=HABIT,
            prompt=None,
            audience="team_channel",
            recipient="C0TEAM",
            parts=(),
            filled=None,
            confirmed_at=world.now,
            salt="s",
        )
        posts.add(connection, new)  # type: ignore[arg-type]
        found = questions.add(connection, manager.id, post, MATE.user, text, world.now)  # type: ignore[arg-type]
        remind(connection, world.house, manager, world.now)  # type: ignore[arg-type]
        return found

    return world.database.write_now(add)


def came(world: World, who: Who = OWNER) -> list[SentMessage]:
    return [one for one in world.messenger.to(who.user) if isinstance(one.message, TodayMessage)]


def at(message: SentMessage) -> str:
    return f"{local(message.at, STOCKHOLM):%a %H:%M}"


# --- when it comes --------------------------------------------------------------------------


async def test_on_a_day_without_a_message_it_comes_after_half_an_hour(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    ask(world)
    await world.walk(days=1)
    assert [at(one) for one in came(world)] == ["Wed 10:30"]


async def test_on_a_day_with_a_message_it_waits_for_the_next_free_morning(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(hours=7))
    ask(world)  # a week start on Monday, a prompt on Tuesday
    await world.walk(days=6)
    assert [at(one) for one in came(world)] == ["Wed 09:00"]


async def test_what_comes_late_in_the_day_waits_for_the_next_free_one(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=16, minutes=45))
    ask(world)
    await world.walk(days=3)
    assert [at(one) for one in came(world)] == ["Thu 09:00"]


async def test_what_comes_together_is_gathered_into_one_message(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    for n in range(5):
        ask(world, f"Question {n}")
        world.clock.advance(minutes=5)
    await world.walk(hours=3)
    [one] = came(world)
    assert isinstance(one.message, TodayMessage)
    assert [item.text for item in one.message.items] == ["Question 4", "Question 3", "Question 2"]
    assert one.message.more == 2


async def test_there_is_never_a_second_one_on_the_same_day(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=8))
    ask(world)
    await world.walk(hours=2)
    ask(world)
    await world.walk(days=4)
    assert [at(one) for one in came(world)] == ["Wed 09:30", "Thu 09:00"]


async def test_later_hours_begin_with_it(world: World) -> None:
    late = Chosen(MONDAY_TO_FRIDAY, Hours(time(12), time(20)), None, Rhythm(None, None, None))
    who = world.add_manager("U0LATE", late)
    ask(world, who=who)
    await world.walk(days=2)
    assert [at(one) for one in came(world, who)] == ["Mon 12:00"]


@pytest.mark.parametrize(
    ("within", "comes"),
    [(Hours(time(10), time(18)), "10:00"), (Hours(time(8), time(15)), "09:00")],
)
async def test_where_the_company_allows_messages_later_it_comes_when_those_hours_begin(
    world: World, within: Hours, comes: str
) -> None:
    world.database.write_now(companies.save, WORKSPACE, Company(within=within), world.now)
    await world.walk_to(MONDAY + timedelta(hours=19))
    ask(world)
    await world.walk_to(MONDAY + timedelta(days=3))
    [message] = came(world)
    assert at(message) == f"Wed {comes}"


async def test_whatever_waits_there_is_one_message_a_day_and_five_a_week(world: World) -> None:
    await world.walk_to(MONDAY)
    for _ in range(60):
        ask(world)
        done(world)
        await world.walk(hours=7)
    await world.walk(days=7)
    dates = [local_date(one.at, STOCKHOLM) for one in world.messenger.to(OWNER.user)]
    assert len(dates) == len(set(dates))
    weeks: dict[date, int] = {}
    for day in dates:
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + 1
    assert max(weeks.values()) == 5
    assert all(day.weekday() < 5 for day in dates)


async def test_the_new_comes_before_what_was_in_a_message_already(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=8))
    for n in range(4):
        ask(world, f"Question {n}")
        world.clock.advance(seconds=1)
    await world.walk(hours=2)
    done(world, values=OPEN)
    await world.walk(days=1)
    texts = [item.text for item in came(world)[-1].message.items]  # type: ignore[union-attr]
    assert texts[0].startswith("Can you answer what stayed open")
    assert texts[1:] == ["Question 3", "Question 2"]


async def test_what_was_in_a_message_does_not_make_another_one(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=8))
    ask(world)
    await world.walk(hours=2)
    question = ask(world)
    await world.waits.done(OWNER, "question", question, world.click())
    await world.walk(days=5)
    assert len(came(world)) == 1


async def test_without_anything_left_to_say_nothing_comes(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    question = ask(world)
    await world.waits.done(OWNER, "question", question, world.click())
    await world.walk(days=1)
    assert came(world) == []
    assert world.row(kind=Kind.TODAY).state is State.WITHDRAWN


async def test_after_a_quiet_day_its_row_can_come_after_all(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=7))
    question = ask(world)
    await world.waits.done(OWNER, "question", question, world.click())
    await world.walk(hours=2)
    ask(world)
    await world.walk(hours=2)
    assert [at(one) for one in came(world)] == ["Wed 10:30"]


async def test_where_settings_put_another_message_on_its_day_it_moves_on(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(hours=7))
    ask(world)
    assert world.row(kind=Kind.TODAY).local_date == date(2026, 3, 4)
    moved = Rhythm(prompt=Part(time(10), Weekday.WEDNESDAY))
    await world.preferences.change(OWNER, wanted(rhythm=moved))
    await world.walk(days=6)
    assert [at(one) for one in came(world)] == ["Tue 09:00"]


async def test_a_break_holds_it_back_until_after_it(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    ask(world)
    await world.preferences.pause(OWNER, date(2026, 3, 16))
    await world.walk(days=20)
    # Monday and Tuesday have the week start and the prompt.
    assert [at(one) for one in came(world)] == ["Wed 09:00"]
    assert came(world)[0].at.date() == date(2026, 3, 18)


async def test_coming_back_early_brings_it_early(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    ask(world)
    await world.preferences.pause(OWNER, date(2026, 3, 30))
    await world.walk(days=7)
    await world.preferences.resume(OWNER)
    await world.walk(days=3)
    assert [one.at.date() for one in came(world)] == [date(2026, 3, 11)]


async def test_after_an_outage_of_days_it_comes_on_another_day(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    ask(world)
    world.clock.advance(days=1, hours=1)  # nobody was running
    await world.walk(days=7)
    assert len(came(world)) == 1


# --- what forms ask again -------------------------------------------------------------------


async def test_an_open_question_of_a_post_comes_one_working_day_later(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=1, hours=9))
    done(world)
    await world.walk(days=3)
    [one] = came(world)
    assert at(one) == "Wed 09:00"
    assert isinstance(one.message, TodayMessage)
    assert one.message.items[0].text.startswith("Can you answer what stayed open")


async def test_what_rides_in_the_rhythm_adds_no_message(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=1, hours=9))
    done(world, "ask_not_order", {})
    await world.walk(days=3, hours=3)
    assert [row for row in world.rows() if row.kind is Kind.TODAY] == []
    [check_in] = [
        one.message
        for one in world.messenger.to(OWNER.user)
        if isinstance(one.message, CheckInMessage)
    ]
    assert [item.title for item in check_in.follow_ups] == ["Ask, do not order"]


async def test_what_nobody_answers_for_four_weeks_is_on_home_alone(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=1, hours=9))
    done(world, "ask_not_order", {})
    await world.walk(days=36)
    check_ins = [
        one.message
        for one in world.messenger.to(OWNER.user)
        if isinstance(one.message, CheckInMessage)
    ]
    assert [len(one.follow_ups) for one in check_ins] == [1, 1, 1, 1, 0]
    ask(world)
    await world.walk(days=4)
    [today] = came(world)
    assert isinstance(today.message, TodayMessage)
    assert [item.text for item in today.message.items] == ["Who decides?"]
    assert "Ask, do not order" in [one.title for one in (await world.home.view(OWNER)).items]


async def test_whoever_says_not_yet_is_asked_for_four_weeks_more(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=1, hours=9))
    done(world, "ask_not_order", {})
    await world.walk_to(MONDAY + timedelta(days=25, hours=11))
    today = world.now.date()
    [row] = [r for r in world.rows() if (r.kind, r.local_date) == (Kind.CHECK_IN, today)]
    [item] = (await world.home.view(OWNER)).items
    not_yet = FollowUpAnswer.NOT_YET
    await world.weeks.answer_follow_up(OWNER, row.id, item.id, not_yet, world.click())
    await world.walk(days=7)
    check_in = world.messenger.to(OWNER.user)[-1].message
    assert isinstance(check_in, CheckInMessage)
    assert [one.id for one in check_in.follow_ups] == [item.id]


async def test_a_check_in_that_moves_before_a_day_off_asks_in_the_same_week(world: World) -> None:
    world.days_off[date(2026, 3, 6)] = "Holiday"
    await world.walk_to(MONDAY + timedelta(days=1, hours=12))
    done(world, "ask_not_order", {})
    await world.walk(days=3)
    check_in = world.messenger.to(OWNER.user)[-1]
    assert isinstance(check_in.message, CheckInMessage)
    assert f"{check_in.at:%a}" == "Thu"
    assert [item.title for item in check_in.message.follow_ups] == ["Ask, do not order"]


async def test_the_same_thing_done_asks_once(world: World) -> None:
    manager, source = world.manager(), new_id()
    for _ in range(2):
        world.database.write_now(
            follow_up_later, world.house, manager, HABIT, source, OPEN, world.now
        )
    due = world.database.read_now(follow_ups.open_on, manager.id, date(2026, 4, 1))
    assert len(due) == 1


async def test_where_a_habit_asks_twice_each_question_says_what_it_is_about(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(hours=9))
    done(world, "ask_not_order", {})
    await world.walk(days=7)
    assert [item.when for item in (await world.home.view(OWNER)).items] == [""]
    done(world, "ask_not_order", {})
    world.clock.advance(minutes=5)
    done(world, "ask_not_order", {})
    await world.walk(days=7)
    items = (await world.home.view(OWNER)).items
    assert sorted(item.when for item in items) == ["2 March", "9 March, 10:00", "9 March, 10:05"]


async def test_all_that_waits_can_be_seen_at_once(world: World) -> None:
    for n in range(32):
        ask(world, f"Question {n}")
    shown = await world.waits.everything(OWNER)
    assert (len(shown.items), shown.more) == (30, 2)
    assert (await world.home.view(OWNER)).more == 29
    with pytest.raises(NotStarted):
        await world.waits.everything(OUTSIDER)


async def test_a_habit_that_is_gone_asks_nothing(world: World) -> None:
    done(world, "sing", {})
    due = world.database.read_now(follow_ups.open_on, world.manager().id, date(2027, 1, 1))
    assert due == []


# --- answers --------------------------------------------------------------------------------


async def test_done_takes_it_from_the_message_and_from_home(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    question = ask(world)
    await world.walk(hours=1)
    [sent] = came(world)
    assert len((await world.home.view(OWNER)).items) == 1
    shown = await world.waits.done(OWNER, "question", question, world.click(sent))
    assert shown.message == TodayMessage(())
    assert (await world.home.view(OWNER)).items == ()


async def test_what_came_after_the_message_is_not_in_it(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    question = ask(world)
    await world.walk(hours=1)
    ask(world, "A later one")
    [sent] = came(world)
    shown = await world.waits.done(OWNER, "question", question, world.click(sent))
    assert shown.message == TodayMessage(())
    assert len((await world.home.view(OWNER)).items) == 1


async def test_not_now_is_an_answer_and_asks_no_more(world: World) -> None:
    done(world, "ask_not_order", {})
    await world.walk_to(MONDAY + timedelta(days=7))
    [item] = (await world.home.view(OWNER)).items
    await world.waits.not_now(OWNER, "follow-up", item.id, world.click())
    assert (await world.home.view(OWNER)).items == ()


async def test_an_answer_on_home_mends_the_message(world: World) -> None:
    await world.walk_to(MONDAY + timedelta(days=2, hours=9))
    question = ask(world)
    await world.walk(hours=1)
    await world.waits.done(OWNER, "question", question, world.click())
    await world.showing.sweep()
    mended = [one.message for one in world.messenger.updated]
    assert [one for one in mended if isinstance(one, TodayMessage)] == [TodayMessage(())]


@pytest.mark.parametrize("who", [MATE, OUTSIDER])
async def test_nobody_answers_for_somebody_else(world: World, who: Who) -> None:
    question = ask(world)
    with pytest.raises(NotHere if who is MATE else NotStarted):
        await world.waits.done(who, "question", question, world.click())
    assert len((await world.home.view(OWNER)).items) == 1


@pytest.mark.parametrize("kind", ["question", "follow-up", "ask", "", "x"])
async def test_what_is_unknown_is_not_here(world: World, kind: str) -> None:
    with pytest.raises(NotHere):
        await world.waits.done(OWNER, kind, "nothing", world.click())


async def test_not_yet_asks_again_a_week_later(world: World) -> None:
    done(world, "ask_not_order", {})
    await world.walk_to(MONDAY + timedelta(days=4, hours=11))
    row = world.row(kind=Kind.CHECK_IN)
    [item] = (await world.home.view(OWNER)).items
    not_yet = FollowUpAnswer.NOT_YET
    shown = await world.weeks.answer_follow_up(OWNER, row.id, item.id, not_yet, world.click())
    assert isinstance(shown.message, CheckInMessage)
    assert shown.message.follow_ups == ()
    due = world.database.read_now(follow_ups.open_on, world.manager().id, date(2026, 3, 13))
    assert [one.id for one in due] == [item.id]
