"""Cards in the miniature workspace: what a tap counts, keeps, hands over and asks again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.services.card_views import CardEnded
from bot.services.cards import Cards
from bot.services.form_views import FormOf
from bot.services.introducing import Introducing
from bot.services.places import Standing
from bot.services.taking_part import TellFirst
from bot.services.team_messages import SharedNoteMessage, TodayItem
from bot.services.today_answers import TodayAnswers
from bot.services.waiting import follow_up_items
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import (
    consents,
    contacts,
    follow_ups,
    pair_notes,
    people,
    posts,
    practices,
    prompts,
    sizes,
)
from bot.storage.consents import About
from bot.storage.people import PersonRecord
from bot.storage.practices import PracticeRecord
from bot.storage.roster import Ended
from bot.storage.tables import metadata
from bot.storage.team_tables import posts as posts_table
from habits.cards import KEYS
from habits.catalogue_lists import Audience
from habits.errors import HabitsError, NotHere, NotStarted, UnknownPrompt, WrongField
from habits.filling import Values
from habits.prompts import Answer
from tests.bot.fakes import FakePerson
from tests.bot.services.test_filter import FakePlaces
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STOCKHOLM, WORKSPACE, World

A_YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PLAN = {"outcome": "found_together", "rep": BEN.user, "plan": "Call the buyer on Friday"}
ACTION = {
    "outcome": "held_with_action",
    "rep": BEN.user,
    "action": "One day a week at home",
    "by": "2026-03-20",
}


class Desk:
    """The owner's cards."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.team = Team(world)
        self.cards = Cards(world.house, world.people)
        self.today = TodayAnswers(world.house)

    async def note(
        self,
        habit: str,
        outcome: str = "",
        values: Values | None = None,
        *,
        of: FormOf | None = None,
        key: str = "",
        who: Who = OWNER,
    ) -> CardEnded:
        of = of or FormOf(habit)
        return await self.cards.save(who, of, outcome, values or {}, key or self.team.key())

    def done(self) -> list[PracticeRecord]:
        return self.world.database.read_now(practices.between, self.world.manager().id, *A_YEAR)

    def asked_again(self, until: date = date(2026, 12, 31)) -> list[tuple[date, TodayItem]]:
        manager, house, now = self.world.manager(), self.world.house, self.world.now

        def read(connection: Any) -> list[tuple[date, TodayItem]]:
            due = follow_ups.open_on(connection, manager.id, until)
            return [
                (one.due_on, item)
                for one in due
                for item in follow_up_items(connection, house, manager, [one], now)
            ]

        return self.world.database.read_now(read)

    def notes(self) -> list[pair_notes.PairNoteRecord]:
        return self.world.database.read_now(pair_notes.of_rep, WORKSPACE, BEN.user)


@pytest.fixture
async def desk(world: World) -> Desk:
    await world.walk_to(MONDAY)
    return Desk(world)


async def test_every_card_opens_with_its_outcomes(desk: Desk) -> None:
    for key in KEYS:
        card = await desk.cards.open(OWNER, FormOf(key))
        assert card.outcome.options
        assert card.outcome not in card.fields


async def test_what_is_no_card_is_not_here(desk: Desk) -> None:
    for key in ("share_why", "ride_along", "nothing"):
        with pytest.raises(NotHere):
            await desk.cards.open(OWNER, FormOf(key))
        with pytest.raises(NotHere):
            await desk.note(key, "people")


@pytest.mark.parametrize("who", [OUTSIDER, BEN])
async def test_who_did_not_start_has_no_cards(desk: Desk, who: Who) -> None:
    with pytest.raises(NotStarted):
        await desk.cards.open(who, FormOf("people_first"))
    with pytest.raises(NotStarted):
        await desk.note("people_first", "people", who=who)
    with pytest.raises(NotStarted):
        await desk.cards.keep_list(who, "A lost customer")


async def test_one_tap_counts_once_however_often_it_arrives(desk: Desk) -> None:
    for _ in range(3):
        await desk.note("people_first", "people", key="submit:same")
    [one] = desk.done()
    assert one.habit == "people_first"


@pytest.mark.parametrize(
    ("habit", "outcome", "values"),
    [
        ("listen_first", "", {"outcome": "i_advised_first"}),
        ("belonging", "", {"outcome": "not_today"}),
        ("land_feedback", "not_a_good_moment", {}),
        ("people_first", "numbers", {}),
        ("stay_talk", "", {"outcome": "date_set", "by": "2026-03-10"}),
    ],
)
async def test_what_does_not_count_leaves_the_prompt_open(
    desk: Desk, habit: str, outcome: str, values: Values
) -> None:
    ended = await desk.note(habit, outcome, values)
    assert ended.prompt is None
    assert desk.done() == []


async def test_a_card_answers_the_prompt_it_was_opened_from(world: World) -> None:
    lee = Who(WORKSPACE, "U0LEE")
    person = PersonRecord(WORKSPACE, lee.user, STOCKHOLM, deleted=False, refreshed_at=world.now)
    world.database.write_now(people.save, person)
    world.started(lee, habit="people_first")
    await world.walk_to(MONDAY)
    desk = Desk(world)
    prompt, _ = await world.first_prompt(lee)
    of = FormOf("people_first", prompt=prompt)
    with pytest.raises(UnknownPrompt):
        await desk.note("people_first", "people", of=of)
    ended = await desk.note("people_first", "people", of=of, who=lee)
    assert ended.prompt == prompt
    record = world.database.read_now(prompts.get, WORKSPACE, prompt)
    assert record is not None
    assert record.prompt.answer is Answer.DONE


@pytest.mark.parametrize("outcome", ["", "people;", "trivial", "x" * 3000])
async def test_an_outcome_of_another_card_is_refused(desk: Desk, outcome: str) -> None:
    with pytest.raises(WrongFields):
        await desk.note("people_first", outcome)
    assert desk.done() == []


# --- listen first ------------------------------------------------------------------------------


async def test_a_joint_plan_goes_to_the_rep_and_nothing_of_how_it_went(desk: Desk) -> None:
    await desk.team.introduced()
    ended = await desk.note("listen_first", values=PLAN)
    assert ended.asked == "Ben is asked now."
    [note] = desk.notes()
    assert note.body == {"plan": "Call the buyer on Friday"}
    await desk.world.walk(hours=1)
    [handed] = [
        one.message
        for one in desk.world.messenger.to(BEN.user)
        if isinstance(one.message, SharedNoteMessage)
    ]
    assert [part.text for part in handed.parts] == ["Call the buyer on Friday"]
    assert [one.habit for one in desk.done()] == ["listen_first"]


async def test_without_a_plan_nobody_is_asked_and_no_name_is_kept(desk: Desk) -> None:
    await desk.note("listen_first", values={"outcome": "found_together", "rep": BEN.user})
    assert desk.notes() == []
    assert desk.asked_again() == []
    assert len(desk.done()) == 1


async def test_advice_that_came_first_hands_nothing_over(desk: Desk) -> None:
    await desk.note("listen_first", values={**PLAN, "outcome": "i_advised_first"})
    assert desk.notes() == []


async def test_a_plan_needs_somebody_it_is_with(desk: Desk) -> None:
    with pytest.raises(WrongFields) as refused:
        await desk.note("listen_first", values={"outcome": "found_together", "plan": "Call"})
    assert list(refused.value.faults) == ["rep"]


async def test_who_was_not_told_is_told_first_and_nothing_counts_before(desk: Desk) -> None:
    with pytest.raises(TellFirst):
        await desk.note("listen_first", values=PLAN, key="submit:same")
    assert desk.done() == []
    await desk.team.told()
    ended = await desk.note("listen_first", values=PLAN, key="submit:same")
    assert ended.asked == "Ben gets my first message, and then this one."
    assert len(desk.done()) == 1


async def test_a_guest_and_a_long_plan_are_refused_under_their_fields(desk: Desk) -> None:
    desk.world.directory.known["U0GUEST"] = FakePerson("U0GUEST", is_guest=True)
    with pytest.raises(WrongFields) as refused:
        await desk.note("listen_first", values={**PLAN, "rep": "U0GUEST", "plan": "x" * 3000})
    assert set(refused.value.faults) == {"rep", "plan"}


async def test_the_check_in_asks_about_each_plan_as_long_as_it_stands(desk: Desk) -> None:
    await desk.team.introduced()
    await desk.note("listen_first", values=PLAN)
    [(due, item)] = desk.asked_again()
    assert due == date(2026, 3, 6)
    assert item.text == "Did your plan with Ben happen?"
    assert item.own == "Call the buyer on Friday"
    [note] = desk.notes()
    await desk.team.coach.delete(BEN, note.id)
    assert desk.asked_again() == []


# --- size ---------------------------------------------------------------------------------------


async def test_sizes_are_counted_by_quarter_and_told_at_its_end(desk: Desk) -> None:
    for size in ("trivial", "trivial", "costly"):
        await desk.note("size_mistake", size)
    manager = desk.world.manager().id
    found = desk.world.database.read_now(sizes.of_quarter, manager, date(2026, 1, 1))
    assert found == {"trivial": 2, "costly": 1}
    assert len(desk.done()) == 3
    [(due, item)] = desk.asked_again()
    assert due == date(2026, 3, 27)
    assert item.text == "Your count for the quarter: 2 trivial, 0 small, 1 costly."
    assert [way.value for way in item.ways] == ["done"]


async def test_what_could_follow_a_size_is_offered(desk: Desk) -> None:
    assert (await desk.note("size_mistake", "trivial")).leads_to == "thank_creative_mistake"
    assert (await desk.note("size_mistake", "small")).leads_to == ""
    assert (await desk.note("size_mistake", "costly")).leads_to == "blame_free_debrief"


async def test_the_list_holds_five_lines_and_no_more(desk: Desk) -> None:
    await desk.cards.keep_list(OWNER, "- A lost customer\n- A wrong price\n")
    card = await desk.cards.open(OWNER, FormOf("size_mistake"))
    assert card.lines == ("A lost customer", "A wrong price")
    with pytest.raises(WrongField, match="There are 6 now"):
        await desk.cards.keep_list(OWNER, "\n".join("abcdef"))
    with pytest.raises(WrongField, match="60 characters"):
        await desk.cards.keep_list(OWNER, "x" * 3000)
    assert await desk.cards.own_list(OWNER) == ("A lost customer", "A wrong price")
    assert await desk.cards.own_list(MATE) == ()
    await desk.cards.keep_list(OWNER, " \n")
    assert await desk.cards.own_list(OWNER) == ()


# --- belonging ----------------------------------------------------------------------------------


async def test_the_list_goes_round(desk: Desk) -> None:
    await desk.team.told(BEN)
    await desk.world.walk(minutes=1)
    await desk.team.told(AMY)
    turn: list[object] = []
    for _ in range(3):
        card = await desk.cards.open(OWNER, FormOf("belonging"))
        turn.append(card.values["rep"])
        await desk.note("belonging", values={**card.values, "outcome": "talked"})
        await desk.world.walk(days=1)
    assert turn == [BEN.user, AMY.user, BEN.user]


async def test_not_today_leaves_the_name_on_top_and_no_day(desk: Desk) -> None:
    await desk.team.told()
    await desk.note("belonging", values={"rep": BEN.user, "outcome": "not_today"})
    manager = desk.world.manager().id
    assert desk.world.database.read_now(contacts.last_days, manager, "belonging") == {}


async def test_of_somebody_outside_the_team_no_day_is_kept(desk: Desk) -> None:
    await desk.note("belonging", values={"rep": MATE.user, "outcome": "talked"})
    manager = desk.world.manager().id
    assert desk.world.database.read_now(contacts.last_days, manager, "belonging") == {}
    assert len(desk.done()) == 1


async def test_the_week_start_names_who_is_next_once(desk: Desk) -> None:
    await desk.team.told(BEN)
    await desk.team.told(AMY)
    await desk.note("belonging", values={"rep": BEN.user, "outcome": "talked"})
    await desk.note("belonging", values={"rep": BEN.user, "outcome": "view_invited"})
    [(due, item)] = desk.asked_again()
    assert due == date(2026, 3, 9)
    assert (item.text, item.people) == ("Next on your list:", (AMY.user,))
    assert await desk.today.opened_by(OWNER, item.id) == FormOf("belonging", record=item.id)
    of = FormOf("belonging", record=item.id)
    await desk.note("belonging", values={"rep": AMY.user, "outcome": "talked"}, of=of)
    assert item.id not in {one.id for _, one in desk.asked_again()}


async def test_without_a_team_the_week_start_asks_the_plain_question(desk: Desk) -> None:
    await desk.note("belonging", values={"outcome": "talked"})
    [(_, item)] = desk.asked_again()
    assert item.text == "Who have you not heard from for the longest time?"
    assert item.people == ()


# --- feedback and people first ----------------------------------------------------------------


async def test_of_feedback_only_that_it_took_place_is_kept(desk: Desk) -> None:
    text = "In the call you waited after each question"
    await desk.note("land_feedback", "in_their_own_words", {"text": text})

    def stored(connection: Any) -> str:
        return "".join(
            str(connection.execute(select(table)).all()) for table in metadata.sorted_tables
        )

    assert "waited" not in desk.world.database.read_now(stored)
    assert desk.notes() == []
    [(due, item)] = desk.asked_again()
    assert due == date(2026, 3, 16)
    assert item.text == "Could they use it?"
    assert [way.label for way in item.ways] == ["They could", "Not yet", "I do not know"]


async def test_a_text_to_take_along_begins_with_an_agenda_or_empty(desk: Desk) -> None:
    agenda = await desk.cards.words(OWNER, "people_first")
    assert agenda.begun.startswith("1. Who needs help this week?")
    assert (await desk.cards.words(OWNER, "land_feedback")).begun == ""
    with pytest.raises(NotHere):
        await desk.cards.words(OWNER, "stay_talk")
    with pytest.raises(NotStarted):
        await desk.cards.words(OUTSIDER, "people_first")


async def test_the_check_in_asks_once_what_came_first(desk: Desk) -> None:
    await desk.note("people_first", "numbers")
    await desk.note("people_first", "numbers")
    [(due, item)] = desk.asked_again()
    assert due == date(2026, 3, 6)
    assert item.text == "What came first this week, people or numbers?"
    await desk.today.take(OWNER, "follow-up", item.id, "people", desk.world.click())
    assert [one.habit for one in desk.done()] == ["people_first"]
    assert desk.asked_again() == []


async def test_the_answer_at_the_check_in_does_not_count_the_same_meeting_twice(
    desk: Desk,
) -> None:
    await desk.note("people_first", "people")
    [(_, item)] = desk.asked_again()
    await desk.today.take(OWNER, "follow-up", item.id, "people", desk.world.click())
    assert len(desk.done()) == 1


async def test_numbers_at_the_check_in_take_nothing_away(desk: Desk) -> None:
    await desk.note("people_first", "people")
    [(_, item)] = desk.asked_again()
    with pytest.raises(NotHere):
        await desk.today.take(OWNER, "follow-up", item.id, "both", desk.world.click())
    await desk.today.take(OWNER, "follow-up", item.id, "numbers", desk.world.click())
    assert len(desk.done()) == 1
    assert desk.asked_again() == []


# --- talks --------------------------------------------------------------------------------------


async def test_a_talk_with_an_action_is_handed_over_and_asked_about_on_its_day(
    desk: Desk,
) -> None:
    await desk.team.introduced()
    await desk.note("stay_talk", values=ACTION)
    [note] = desk.notes()
    assert note.body == {"action": "One day a week at home", "by": "2026-03-20"}
    [(due, item)] = desk.asked_again()
    assert due == date(2026, 3, 20)
    assert item.text == "Is it done, as you agreed with Ben?"
    assert item.own == "One day a week at home"
    assert len(desk.done()) == 1


async def test_a_talk_that_was_held_keeps_nothing_about_the_rep(desk: Desk) -> None:
    await desk.note("stay_talk", values={"outcome": "held", "rep": BEN.user, "action": "x"})
    assert desk.notes() == []
    assert desk.asked_again() == []
    assert len(desk.done()) == 1


async def test_a_day_for_a_talk_is_asked_about_without_a_name_and_then_counts(
    desk: Desk,
) -> None:
    values = {"outcome": "date_set", "rep": BEN.user, "by": "2026-03-10"}
    await desk.note("stay_talk", values=values)
    assert desk.done() == []
    assert desk.notes() == []
    [(due, item)] = desk.asked_again()
    assert due == date(2026, 3, 10)
    assert BEN.user not in str(item)
    of = await desk.today.opened_by(OWNER, item.id)
    await desk.note("stay_talk", values={"outcome": "held"}, of=of)
    assert len(desk.done()) == 1
    assert desk.asked_again() == []


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"outcome": "held_with_action"}, {"rep", "action", "by"}),
        ({"outcome": "date_set"}, {"by"}),
        ({**ACTION, "by": "2026-03-01"}, {"by"}),
        ({**ACTION, "action": "x" * 3000}, {"action"}),
    ],
)
async def test_what_a_talk_lacks_is_said_under_its_field(
    desk: Desk, values: Values, wrong: set[str]
) -> None:
    await desk.team.told()
    with pytest.raises(WrongFields) as refused:
        await desk.note("stay_talk", values=values)
    assert set(refused.value.faults) == wrong
    assert desk.done() == []


async def test_a_rep_who_left_is_not_asked_and_the_manager_talks_to_them(desk: Desk) -> None:
    entry = await desk.team.introduced()
    await desk.team.reps.leave(BEN, entry, Ended.LEFT)
    with pytest.raises(HabitsError, match="does not take part"):
        await desk.note("listen_first", values=PLAN)
    assert desk.notes() == []


# --- somebody new -------------------------------------------------------------------------------

WELCOME: Values = {
    "person": BEN.user,
    "intro": "Ben joins us from Malmo.",
    "compose.channel": "C0TEAM",
}


@pytest.fixture
def introducing(desk: Desk) -> Introducing:
    return Introducing(desk.world.house, desk.world.people, FakePlaces())


def introductions(desk: Desk) -> list[posts.PostRecord]:
    def read(connection: Any) -> list[posts.PostRecord]:
        ids = connection.execute(select(posts_table.c.id)).scalars().all()
        found = [posts.get(connection, WORKSPACE, one) for one in ids]
        return [one for one in found if one is not None]

    return desk.world.database.read_now(read)


async def test_somebody_new_is_asked_before_anything_is_posted(
    desk: Desk, introducing: Introducing
) -> None:
    await desk.team.introduced()
    asked = await introducing.ask(OWNER, WELCOME, "submit:same")
    assert await introducing.ask(OWNER, WELCOME, "submit:same") == asked
    assert (asked.name, asked.channel) == ("Ben", "C0TEAM")
    [post] = introductions(desk)
    assert post.state is posts.State.ASKING
    assert Audience(post.audience) is Audience.TEAM_CHANNEL
    [consent] = desk.world.database.read_now(consents.newest_about, About.POST, post.id)
    assert (consent.person, consent.parts) == (BEN.user, post.parts)
    await desk.world.walk(hours=1)
    assert desk.world.messenger.to("C0TEAM") == []
    assert desk.done() == []


async def test_an_introduction_of_somebody_who_was_not_told_waits(
    desk: Desk, introducing: Introducing
) -> None:
    with pytest.raises(TellFirst):
        await introducing.ask(OWNER, WELCOME, "submit:same")
    assert introductions(desk) == []


@pytest.mark.parametrize("left_out", ["person", "intro", "compose.channel"])
async def test_what_an_introduction_lacks_is_said(
    desk: Desk, introducing: Introducing, left_out: str
) -> None:
    values = {name: one for name, one in WELCOME.items() if name != left_out}
    with pytest.raises(WrongFields) as refused:
        await introducing.ask(OWNER, values, "submit:same")
    assert list(refused.value.faults) == [left_out]


async def test_a_guest_is_not_introduced(desk: Desk, introducing: Introducing) -> None:
    desk.world.directory.known["U0GUEST"] = FakePerson("U0GUEST", is_guest=True)
    with pytest.raises(WrongFields) as refused:
        await introducing.ask(OWNER, {**WELCOME, "person": "U0GUEST"}, "submit:same")
    assert list(refused.value.faults) == ["person"]


@pytest.mark.parametrize("standing", [Standing.NOT_IN, Standing.ARCHIVED])
async def test_where_nothing_can_be_posted_nobody_is_asked(desk: Desk, standing: Standing) -> None:
    await desk.team.told()
    places = FakePlaces({"C0TEAM": standing})
    introducing = Introducing(desk.world.house, desk.world.people, places)
    with pytest.raises(WrongField):
        await introducing.ask(OWNER, WELCOME, "submit:same")
    assert introductions(desk) == []


@pytest.mark.parametrize("who", [OUTSIDER, BEN])
async def test_who_did_not_start_introduces_nobody(introducing: Introducing, who: Who) -> None:
    with pytest.raises(NotStarted):
        await introducing.form(who)
    with pytest.raises(NotStarted):
        await introducing.ask(who, WELCOME, "submit:same")


async def test_the_window_begins_with_the_teams_channel(
    desk: Desk, introducing: Introducing
) -> None:
    assert (await introducing.form(OWNER)).channel is None
    await desk.team.told()
    await introducing.ask(OWNER, WELCOME, "submit:same")
    form = await introducing.form(OWNER)
    assert form.channel == "C0TEAM"
    assert [one.id for one in form.fields] == ["person", "intro"]
