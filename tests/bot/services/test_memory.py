"""Forms with a memory: a change that was named, small tests, and what came of them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.services import admissions as changes
from bot.services import experiments as tests_of
from bot.services.admissions import Admissions
from bot.services.came_of_it import CameOfIt, OutcomeTold
from bot.services.consents import Consents
from bot.services.experiments import Experiments
from bot.services.form_endings import TextChanged
from bot.services.form_views import Confirmed, Ending, FormOf, OwnVoice, Preview
from bot.services.form_views import Ended as Finished
from bot.services.forms import Filled, Forms
from bot.services.pair_agreeing import SharedNotes
from bot.services.post_actions import Posts
from bot.services.posts import confirm
from bot.services.progress import seen_of
from bot.services.taking_part import gone, leave
from bot.services.team_messages import PostMessage, TodayItem
from bot.services.today_answers import TodayAnswers
from bot.services.waiting import FOLLOW_UP
from bot.services.wanted import WrongFields
from bot.storage import admissions, consents, experiments, follow_ups, posts, practices, roster
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.admissions import AdmissionRecord
from bot.storage.consents import ConsentRecord
from bot.storage.consents import State as Agreed
from bot.storage.experiments import ExperimentRecord, State
from bot.storage.follow_ups import FollowUpRecord
from bot.storage.posts import PostRecord
from bot.storage.posts import State as Posted
from bot.storage.roster import Ended
from bot.storage.team_tables import posts as posts_table
from habits.catalogue_lists import Audience, SlotSource
from habits.composing import Part
from habits.errors import NotHere, WrongField
from habits.filling import TO, Values
from tests.bot.services.test_forms import FakePlaces
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import MATE, OWNER, WORKSPACE, World

TEAM = "C0TEAM"
Answers = dict[str, str | bool | tuple[str, ...]]
MISTAKE: Answers = {"did_effect": "I was late twice.", "change": "I come five minutes early."}
BET: Answers = {"test": "Call old leads", "owner": BEN.user, "stop": "2026-03-13"}
TOMORROW: Answers = {"topic": "Pricing page", "test": "Show it to one buyer", "owner": BEN.user}
DEBRIEF: Answers = {
    "deal": "Nord",
    "why": "We met the buyer late.",
    "next_test": "Meet the buyer first",
    "owner": BEN.user,
    "day": "2026-03-12",
}


@pytest.fixture
async def team(world: World) -> Team:
    """It is Monday, 10:00; Ben was told, and introduced."""
    await world.walk_to(MONDAY)
    team = Team(world)
    await team.introduced()
    return team


def forms_of(team: Team) -> Forms:
    world = team.world
    return Forms(world.house, world.people, FakePlaces(), Posts(world.house, world.people))


async def posted(team: Team, of: FormOf, values: Values) -> None:
    forms = forms_of(team)
    preview = await forms.check(OWNER, of, Filled(values, Audience.TEAM_CHANNEL))
    assert isinstance(preview, Preview)
    await forms.finish(OWNER, of, Confirmed(preview.draft, TEAM, agreed=True))
    await team.world.walk(minutes=1)


async def said(team: Team, of: FormOf, values: Values) -> None:
    forms = forms_of(team)
    words = await forms.check(OWNER, of, Filled(values, Audience.OWN_VOICE))
    assert isinstance(words, OwnVoice)
    await forms.said(OWNER, of.habit, words.token, team.key())


async def noted(team: Team, habit: str, values: Values) -> None:
    forms, of = forms_of(team), FormOf(habit)
    preview = await forms.check(OWNER, of, Filled(values, Audience.PAIR_NOTE))
    assert isinstance(preview, Preview)
    await forms.finish(OWNER, of, Confirmed(preview.draft))


def lines(team: Team) -> list[AdmissionRecord]:
    manager = team.world.manager().id
    return team.world.database.read_now(admissions.open_of, manager)


def running(team: Team) -> list[ExperimentRecord]:
    manager = team.world.manager().id
    return team.world.database.read_now(experiments.running, manager)


def asked(team: Team) -> list[FollowUpRecord]:
    manager = team.world.manager().id
    return team.world.database.read_now(follow_ups.open_on, manager, date(2026, 12, 31))


async def waiting(team: Team) -> list[TodayItem]:
    found = await TodayAnswers(team.world.house).everything(OWNER)
    return [one for one in found.items if one.kind == FOLLOW_UP]


async def takes(team: Team, item: TodayItem, value: str) -> None:
    answers = TodayAnswers(team.world.house)
    await answers.take(OWNER, FOLLOW_UP, item.id, value, team.world.click())


def known(team: Team, need: Any) -> Any:
    def knows(connection: Connection) -> Any:
        world = team.world
        found = {**changes.KNOWN, **tests_of.KNOWN}[need]
        return found(connection, world.house, world.manager(), world.now)

    return team.world.database.read_now(knows)


async def later(team: Team, **distance: float) -> None:
    await team.world.walk_to(team.world.now + timedelta(**distance))


# --- a change that was named ------------------------------------------------------------------


async def test_a_change_is_asked_about_after_three_weeks_until_it_holds(team: Team) -> None:
    await said(team, FormOf("admit_mistake"), MISTAKE | {"people": (BEN.user,)})
    [line] = lines(team)
    assert (line.change, line.recipient) == (MISTAKE["change"], BEN.user)
    assert await waiting(team) == []
    await later(team, days=21)
    [item] = await waiting(team)
    assert item.lines == ("Your change: I come five minutes early.",)
    of = await TodayAnswers(team.world.house).opened_by(OWNER, item.id)
    form = await forms_of(team).open(OWNER, of)
    assert form.values == {"change": MISTAKE["change"], TO: BEN.user}
    assert form.audience is Audience.OWN_VOICE

    report = {"change": MISTAKE["change"], "state": "partly", "line": "Late once."}
    await said(team, of, report)
    assert await waiting(team) == []
    assert [one.change for one in lines(team)] == [MISTAKE["change"]]
    await later(team, days=21)
    [item] = await waiting(team)
    await said(team, FormOf("fix_repeat", record=item.id), report | {"state": "holds"})
    assert (lines(team), asked(team)) == ([], [])


async def test_a_report_goes_to_the_same_people(team: Team) -> None:
    await posted(team, FormOf("admit_mistake"), MISTAKE)
    form = await forms_of(team).open(OWNER, FormOf("fix_repeat"))
    assert form.audience is Audience.TEAM_CHANNEL
    assert form.values == {"change": MISTAKE["change"]}


async def test_of_several_changes_one_is_picked(team: Team) -> None:
    await posted(team, FormOf("admit_mistake"), MISTAKE)
    await later(team, days=2)
    await posted(team, FormOf("admit_mistake"), MISTAKE | {"change": "I ask first."})
    assert (await forms_of(team).open(OWNER, FormOf("fix_repeat"))).values == {}
    first, second = await Admissions(team.world.house).open(OWNER)
    assert (first.change, second.change) == ("I ask first.", MISTAKE["change"])
    form = await forms_of(team).open(OWNER, FormOf("fix_repeat", record=second.id))
    assert form.values["change"] == MISTAKE["change"]
    assert await Admissions(team.world.house).open(MATE) == ()
    mates = await forms_of(team).open(MATE, FormOf("fix_repeat", record=second.id))
    assert mates.values == {}


async def test_a_change_can_be_closed_and_its_line_goes(team: Team) -> None:
    await posted(team, FormOf("admit_mistake"), MISTAKE)
    await later(team, days=21)
    [item] = await waiting(team)
    with pytest.raises(NotHere):
        await takes(team, item, "else")
    await takes(team, item, "close")
    assert (lines(team), asked(team), await waiting(team)) == ([], [], [])


async def test_what_was_taken_back_is_not_reported_on(team: Team) -> None:
    await posted(team, FormOf("admit_mistake"), MISTAKE)
    [line] = lines(team)
    world = team.world
    await Posts(world.house, world.people).withdraw(OWNER, line.source_id)
    assert lines(team) == []
    assert known(team, "open_admission") is None


async def test_lines_about_a_change_are_true_when_they_are_drawn(team: Team) -> None:
    assert known(team, "open_admission") is None
    await posted(team, FormOf("admit_mistake"), MISTAKE)
    assert known(team, "open_admission") is not None
    assert known(team, "admission_21_days") is None
    await later(team, days=21)
    found = known(team, "admission_21_days")
    assert found.fillings == {SlotSource.ADMISSION_CHANGE: "I come five minutes early"}
    await later(team, days=7)
    assert known(team, "admission_21_days") is None


async def test_a_report_counts_in_the_week_in_which_it_fell_due(team: Team) -> None:
    world = team.world
    await posted(team, FormOf("admit_mistake"), MISTAKE)
    since = world.now
    await later(team, days=23)

    def named(connection: Connection) -> frozenset[date]:
        habit = world.house.catalogue.get("fix_repeat")
        active = ActiveHabitRecord("a", habit.key, since, None)
        return seen_of(connection, world.house, world.manager(), active, habit, world.now).named

    assert world.database.read_now(named) == {date(2026, 3, 23)}


# --- small tests ------------------------------------------------------------------------------


async def test_a_test_runs_until_somebody_tells_what_it_showed(team: Team) -> None:
    await noted(team, "bless_risk", BET)
    [test] = running(team)
    assert (test.owner, test.stop_on, test.body["test"]) == (
        BEN.user,
        date(2026, 3, 13),
        "Call old leads",
    )
    assert known(team, "test_ended") is None
    await team.world.walk_to(datetime.fromisoformat("2026-03-16T09:00:00+00:00"))
    assert known(team, "test_ended") is not None
    [item] = await waiting(team)
    assert (item.lines, item.people) == (("Call old leads",), (BEN.user,))
    came = CameOfIt(team.world.house)
    form = await came.form(OWNER, item.id)
    assert (form.channel, form.rep) == ("", BEN.user)
    key = team.key()
    first = await came.tell(OWNER, item.id, "Four of ten answered.", key)
    assert first.is_test
    assert await came.tell(OWNER, item.id, "Four of ten answered.", key) == first
    _, [note] = await team.one_on_ones.notes(OWNER, BEN.user)
    assert (note.parts[-1].label, note.parts[-1].text) == (
        "What it showed",
        "Four of ten answered.",
    )
    assert (running(team), await waiting(team)) == ([], [])
    assert known(team, "test_ended") is None
    with pytest.raises(NotHere):
        await came.form(OWNER, item.id)
    with pytest.raises(NotHere):
        await came.tell(OWNER, item.id, "Again", team.key())


async def test_a_test_can_go_on_for_two_weeks(team: Team) -> None:
    await noted(team, "bless_risk", BET)
    await team.world.walk_to(datetime.fromisoformat("2026-03-16T09:00:00+00:00"))
    [item] = await waiting(team)
    await takes(team, item, "longer")
    assert await waiting(team) == []
    assert [one.stop_on for one in running(team)] == [date(2026, 3, 30)]
    assert [one.due_on for one in asked(team)] == [date(2026, 3, 30)]


async def test_the_two_weeks_more_stay_when_the_rep_words_the_note_anew(team: Team) -> None:
    await noted(team, "bless_risk", BET)
    await team.world.walk_to(datetime.fromisoformat("2026-03-16T09:00:00+00:00"))
    [item] = await waiting(team)
    await takes(team, item, "longer")
    [test] = running(team)
    notes = SharedNotes(team.world.house)
    await notes.change(BEN, test.source_id, {"test": "Call ten", "stop": "2026-03-13"}, "k1")
    [test] = running(team)
    assert (test.body["test"], test.stop_on) == ("Call ten", date(2026, 3, 30))
    assert [one.due_on for one in asked(team)] == [date(2026, 3, 30)]


@pytest.mark.parametrize(
    ("habit", "values"), [("bless_risk", BET), ("blame_free_debrief", DEBRIEF)]
)
async def test_nothing_can_be_told_to_somebody_who_left(
    team: Team, habit: str, values: Values
) -> None:
    await noted(team, habit, values)
    world = team.world
    entry = world.database.read_now(roster.current, world.manager().id, BEN.user)
    assert entry is not None
    world.database.write_now(leave, world.house, BEN, entry.id, Ended.LEFT, world.now)
    await later(team, days=20)
    [item] = await waiting(team)
    assert [one.value for one in item.ways] == ["dropped"]
    [test] = await Experiments(world.house).running(OWNER)
    assert not test.can_be_told
    await takes(team, item, "dropped")
    assert (running(team), await waiting(team)) == ([], [])


# --- what came of a card is asked about again --------------------------------------------------


async def test_without_a_yes_what_it_showed_stays_out_and_is_asked_about_again(team: Team) -> None:
    item, _ = await told_of_bens_card(team)
    assert await waiting(team) == []
    assert not (await Experiments(team.world.house).running(OWNER))[0].can_be_told
    with pytest.raises(NotHere):
        await CameOfIt(team.world.house).form(OWNER, item)
    await Consents(team.world.house).no(BEN, bens(team)[-1].id, team.key())
    await later(team, days=8)
    await Consents(team.world.house).settle()
    assert [one.state for one in posts_of(team)] == [Posted.POSTED, Posted.NOT_POSTED]
    [again] = await waiting(team)
    form = await CameOfIt(team.world.house).form(OWNER, again.id)
    assert form.text == "Ben reached nobody."


@pytest.mark.parametrize("which", [0, 1], ids=["the card", "what it showed"])
async def test_a_yes_that_is_taken_back_takes_down_both(team: Team, which: int) -> None:
    await told_of_bens_card(team)
    await says_yes(team)
    assert [one.state for one in posts_of(team)] == [Posted.POSTED, Posted.POSTED]
    assert running(team) == []
    service = Consents(team.world.house)
    await service.take_back(BEN, bens(team)[which].id, team.key())
    await service.take_down()
    assert {one.state for one in posts_of(team)} == {Posted.WITHDRAWN}
    assert len(team.world.messenger.deleted) == 2


async def test_a_card_taken_back_while_its_outcome_is_asked_about_ends_that_too(
    team: Team,
) -> None:
    await told_of_bens_card(team)
    await Consents(team.world.house).take_back(BEN, bens(team)[0].id, team.key())
    assert {one.state for one in posts_of(team)} == {Posted.WITHDRAWN}
    assert [one.state for one in bens(team)] == [Agreed.WITHDRAWN, Agreed.OVER]


async def test_somebody_who_takes_no_part_any_more_is_asked_by_the_author(team: Team) -> None:
    await posted(team, FormOf("bless_risk"), BET)
    await says_yes(team)
    await later(team, days=12)
    [item] = await waiting(team)
    world, came = team.world, CameOfIt(team.world.house)
    entry = world.database.read_now(roster.current, world.manager().id, BEN.user)
    assert entry is not None
    world.database.write_now(leave, world.house, BEN, entry.id, Ended.LEFT, world.now)
    preview = await came.check(OWNER, item.id, "Nobody answered.")
    assert (preview.asks, preview.must_agree) == ("", True)
    with pytest.raises(WrongField):
        await came.post(OWNER, item.id, preview.draft, team.key())
    await came.post(OWNER, item.id, preview.draft, team.key(), agreed=True)
    assert len(posts_of(team)) == 2


async def told_of_bens_card(team: Team) -> tuple[str, str]:
    """The card of Ben's test stands, and Ben is asked about what it showed; the follow-up and the
    post."""
    await posted(team, FormOf("bless_risk"), BET)
    await says_yes(team)
    await later(team, days=12)
    [item] = await waiting(team)
    came = CameOfIt(team.world.house)
    preview = await came.check(OWNER, item.id, "Ben reached nobody.")
    key = team.key()
    ended = await came.post(OWNER, item.id, preview.draft, key)
    assert await came.post(OWNER, item.id, preview.draft, key) == ended
    assert isinstance(ended, Finished)
    assert ended.how is Ending.ASKED
    await team.world.walk(minutes=2)
    return item.id, ended.post


async def says_yes(team: Team) -> None:
    await Consents(team.world.house).yes(BEN, bens(team)[-1].id, team.key())
    await team.world.walk(minutes=2)


def bens(team: Team) -> list[ConsentRecord]:
    """What Ben was asked, the oldest first."""
    return team.world.database.read_now(consents.of_person, WORKSPACE, BEN.user, *Agreed)


def posts_of(team: Team) -> list[PostRecord]:
    """All that was asked about, the oldest first."""
    read = team.world.database.read_now
    ask = select(posts_table.c.id).order_by(posts_table.c.confirmed_at)
    ids = read(lambda c: c.execute(ask).scalars().all())
    found = [read(posts.get, WORKSPACE, one) for one in ids]
    return [one for one in found if one is not None]


async def test_what_starts_by_tomorrow_is_asked_after_a_day(team: Team) -> None:
    await noted(team, "act_fast", TOMORROW)
    assert known(team, "open_topic").fillings == {SlotSource.EXPERIMENT_TOPIC: "Pricing page"}
    await later(team, days=1)
    [item] = await waiting(team)
    assert [one.value for one in item.ways] == ["started", "not-yet", "dropped"]
    await takes(team, item, "started")
    assert known(team, "open_topic") is None
    assert [one.state for one in running(team)] == [State.STARTED]
    [row] = await Experiments(team.world.house).running(OWNER)
    assert row.started
    came = CameOfIt(team.world.house)
    await came.tell(OWNER, row.id, "It was clear at once.", team.key())
    assert running(team) == []


async def test_a_test_is_dropped_by_its_manager_alone(team: Team) -> None:
    await noted(team, "bless_risk", BET)
    [test] = running(team)
    service = Experiments(team.world.house)
    for who, one in ((MATE, test.id), (OWNER, "never")):
        with pytest.raises(NotHere):
            await service.drop(who, one)
        with pytest.raises(NotHere):
            await CameOfIt(team.world.house).form(who, one)
        with pytest.raises(NotHere):
            await CameOfIt(team.world.house).tell(who, one, "x", team.key())
        with pytest.raises(NotHere):
            await CameOfIt(team.world.house).check(who, one, "x")
        with pytest.raises(NotHere):
            await CameOfIt(team.world.house).post(who, one, "x", team.key())
    assert await service.drop(OWNER, test.id) == ()
    assert (running(team), asked(team)) == ([], [])


async def test_what_the_rep_changes_changes_the_test(team: Team) -> None:
    await noted(team, "bless_risk", BET)
    [test] = running(team)
    notes = SharedNotes(team.world.house)
    changed = {"test": "Call ten leads", "stop": "2026-03-18"}
    await notes.change(BEN, test.source_id, changed, "k1")
    [test] = running(team)
    assert (test.body["test"], test.stop_on) == ("Call ten leads", date(2026, 3, 18))
    await team.coach.delete(BEN, test.source_id)
    assert (running(team), asked(team)) == ([], [])


async def test_dates_stand_in_the_form_already(team: Team) -> None:
    for habit, field in (("bless_risk", "stop"), ("blame_free_debrief", "day")):
        form = await forms_of(team).open(OWNER, FormOf(habit))
        assert form.values == {field: "2026-03-16"}


async def test_more_lines_of_a_debrief_show_when_they_are_wanted(team: Team) -> None:
    form = await forms_of(team).open(OWNER, FormOf("blame_free_debrief"))
    assert "expected" not in {one.id for one in form.fields}
    full = DEBRIEF | {"more": True, "expected": "A yes in March"}
    await noted(team, "blame_free_debrief", full)
    _, [note] = await team.one_on_ones.notes(OWNER, BEN.user)
    assert "A yes in March" in {one.text for one in note.parts}
    assert [one.label for one in note.parts if "more" in one.label] == []


async def test_what_a_test_showed_goes_where_the_debrief_went(team: Team) -> None:
    world = team.world

    def add(connection: Connection) -> None:
        source = confirm(
            connection,
            world.house,
            world.manager(),
            habit="blame_free_debrief",
            recipient=TEAM,
            audience=Audience.TEAM_CHANNEL,
            parts=(Part("Deal", "Nord"),),
            prompt=None,
            now=world.now,
            filled=DEBRIEF,
        )
        body = {"test": "Meet the buyer first", "topic": ""}
        manager = world.manager().id
        day = date(2026, 3, 12)
        experiments.add(
            connection, manager, "blame_free_debrief", BEN.user, body, day, source, world.now
        )

    world.database.write_now(add)
    await world.walk_to(datetime.fromisoformat("2026-03-12T10:00:00+00:00"))
    before = len(world.messenger.sent)
    [item] = await waiting(team)
    form = await CameOfIt(world.house).form(OWNER, item.id)
    assert form.channel == TEAM
    with pytest.raises(WrongFields):
        await CameOfIt(world.house).check(OWNER, item.id, "x" * 3000)
    preview = await CameOfIt(world.house).check(OWNER, item.id, "They said yes sooner.")
    assert (preview.channel, preview.asks, preview.asks_name) == (TEAM, BEN.user, "Ben")
    assert [one.text for one in preview.parts] == ["Meet the buyer first", "They said yes sooner."]
    with pytest.raises(NotHere):
        await CameOfIt(world.house).tell(OWNER, item.id, "Unseen", team.key())
    with pytest.raises(TextChanged):
        await CameOfIt(world.house).post(OWNER, item.id, "another text", team.key())
    await CameOfIt(world.house).post(OWNER, item.id, preview.draft, team.key())
    await world.walk(minutes=1)
    assert [one for one in world.messenger.sent[before:] if one.recipient == TEAM] == []
    await says_yes(team)
    [post] = [one.message for one in world.messenger.sent[before:] if one.recipient == TEAM]
    assert isinstance(post, PostMessage)
    assert [one.text for one in post.parts] == ["Meet the buyer first", "They said yes sooner."]
    assert (running(team), asked(team)) == ([], [])
    span = (date(2026, 1, 1), date(2026, 12, 31))
    done = world.database.read_now(practices.between, world.manager().id, *span)
    assert len(done) == 1, "it tells of the debrief and is none itself"


# --- what else asks again ---------------------------------------------------------------------


async def test_what_was_heard_is_told_with_where_it_stands(team: Team) -> None:
    heard = {"source": "own_review", "heard": "I decide late.", "will": "Decide by Friday"}
    await posted(team, FormOf("share_criticism"), heard | {"by": "2026-03-13"})
    await team.world.walk_to(datetime.fromisoformat("2026-03-13T10:00:00+00:00"))
    [item] = await waiting(team)
    assert [one.value for one in item.ways] == ["open", "done", "not-yet"]
    came = CameOfIt(team.world.house)
    preview = await came.check(OWNER, item.id, "Twice so far.")
    assert (preview.asks, preview.must_agree) == ("", False)
    key = team.key()
    told = await came.post(OWNER, item.id, preview.draft, key)
    assert await came.post(OWNER, item.id, preview.draft, key) == told
    assert isinstance(told, OutcomeTold)
    assert (told.channel, told.is_test) == (TEAM, False)
    assert await waiting(team) == []


async def test_nothing_new_is_all_that_is_told_and_asks_nothing_later(team: Team) -> None:
    heard = {"source": "own_review", "heard": "I decide late.", "will": "Decide by Friday"}
    rest = {"by": "2026-03-13", "will_not": "Meet daily", "because": "It takes too long"}
    before = len(team.world.messenger.sent)
    await posted(team, FormOf("share_criticism"), heard | rest | {"nothing_new": True})
    [post] = [one.message for one in team.world.messenger.sent[before:] if one.recipient == TEAM]
    assert isinstance(post, PostMessage)
    assert [one.text for one in post.parts] == ["Nothing new this time."]
    assert asked(team) == []


async def test_the_priority_is_asked_about_in_the_middle_of_the_week(team: Team) -> None:
    values = {"priority": "Renewals", "wait": "The survey"}
    await posted(team, FormOf("direction"), values)
    await later(team, days=2)
    [item] = await waiting(team)
    assert [one.value for one in item.ways] == ["open", "done"]
    await posted(team, FormOf("direction", record=item.id), values | {"priority": "Nord"})
    assert await waiting(team) == []


async def test_a_stretch_is_asked_about_with_its_words(team: Team) -> None:
    note = team.keep(habit="develop", values={"stretch": "Lead the review", "support": "I listen"})
    await team.returned(note, {"good_at": "Speaking"})
    await later(team, days=29)
    [item] = await waiting(team)
    assert (item.lines, item.people) == (("Lead the review",), (BEN.user,))
    await team.coach.delete(BEN, note)
    assert await waiting(team) == []


async def test_a_rep_who_left_is_told_nothing_of_a_test(team: Team) -> None:
    await noted(team, "bless_risk", BET)
    [test] = running(team)
    world = team.world

    def ends(connection: Connection) -> None:
        gone(connection, world.house, "T1", BEN.user, world.now)

    world.database.write_now(ends)
    with pytest.raises(NotHere):
        await CameOfIt(world.house).form(OWNER, test.id)
