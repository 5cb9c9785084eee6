"""Reps: told first, introduced once, free to leave, and shown what names them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.services.ports import Refused, Unknown
from bot.services.taking_part import TakesNoPart, TellFirst, may_be_named
from bot.services.team_messages import IntroMessage
from bot.services.who import Who
from bot.storage import naming, new_id, outgoing, roster
from bot.storage.naming import Entries
from bot.storage.outgoing import TO_REPS, Kind, State
from bot.storage.roster import Ended, Standing
from bot.storage.team_tables import posts, questions, requests
from habits.errors import NotHere, NotStarted, WrongField
from habits.texts import say
from tests.bot.fakes import FakePerson
from tests.bot.team import AMY, BEN, MONDAY, NEXT_STEP, Team
from tests.bot.world import MATE, OUTSIDER, OWNER, STRANGER, WORKSPACE, World

TOKYO = "Asia/Tokyo"


@pytest.fixture
async def team(world: World) -> Team:
    await world.walk_to(MONDAY)
    return Team(world)


def named(team: Team, rep: Who = BEN, manager: Who = OWNER) -> None:
    found = team.world.manager(manager)
    team.world.database.read_now(may_be_named, found, rep.user, "rep")


def in_the_team(team: Team, entry: str) -> bool:
    return team.world.database.read_now(roster.get, WORKSPACE, entry) is not None


# --- told first -------------------------------------------------------------------------------


async def test_whoever_was_not_told_yet_is_to_be_told_first(team: Team) -> None:
    with pytest.raises(TellFirst) as refused:
        named(team)
    assert (refused.value.user, refused.value.name) == (BEN.user, "Ben")
    with pytest.raises(TellFirst):
        team.keep()
    assert [row for row in team.world.rows() if row.kind in TO_REPS] == []


async def test_picking_a_person_sends_them_nothing_and_keeps_nothing(team: Team) -> None:
    """The manager may think better of it: then nobody learns that they use the bot."""
    await team.reps.to_tell(OWNER, BEN.user)
    await team.world.walk(days=5)
    assert team.world.messenger.to(BEN.user) == []
    assert not (await team.reps.view(BEN)).is_named
    taken = await team.world.typed.take(BEN, team.world.says("help", who=BEN))
    assert taken.as_rep is None
    with pytest.raises(TellFirst):
        named(team)


async def test_once_told_the_first_message_goes_out_and_forms_go_on(team: Team) -> None:
    entry = await team.told()
    named(team)
    await team.world.walk(minutes=1)
    [intro] = team.intros()
    assert intro.message == IntroMessage(
        entry, OWNER.user, "your colleague", WORKSPACE, over=False, not_mine=False
    )
    assert team.entry(entry).state is Standing.INTRODUCED


async def test_telling_twice_sends_one_message(team: Team) -> None:
    await team.told()
    await team.reps.told(OWNER, BEN.user)
    await team.world.walk(days=1)
    await team.told()
    await team.world.walk(days=1)
    assert len(team.intros()) == 1


async def test_the_first_message_keeps_to_the_reps_own_work_hours(team: Team) -> None:
    team.joins(BEN, "Ben", TOKYO)
    await team.told()  # 18:00 on Monday in Tokyo: the day is over
    await team.world.walk(days=2)
    [intro] = team.intros()
    assert intro.at == datetime(2026, 3, 2, 23, tzinfo=UTC)  # Tuesday 08:00 in Tokyo


async def test_the_first_message_waits_three_work_days_at_most(team: Team) -> None:
    entry = await team.told()
    row = team.world.row(kind=Kind.INTRO)
    assert row.window_ends == datetime(2026, 3, 5, 17, tzinfo=UTC)  # Thursday 18:00
    team.world.change_rows(not_before=MONDAY + timedelta(days=7))
    await team.world.walk(days=8)
    assert team.intros() == []
    assert not in_the_team(team, entry)
    with pytest.raises(TellFirst):
        named(team)


async def test_where_slack_refuses_the_first_message_the_manager_tells_again(team: Team) -> None:
    entry = await team.told()
    team.world.messenger.outcomes.append(Refused("user_disabled"))
    await team.world.walk(minutes=1)
    assert not in_the_team(team, entry)
    again = await team.told()
    await team.world.walk(minutes=1)
    assert team.entry(again).state is Standing.INTRODUCED


async def test_where_nobody_knows_whether_it_arrived_the_manager_tells_again(team: Team) -> None:
    await team.told()
    team.world.messenger.outcomes.append(Unknown("no answer"))
    await team.world.walk(minutes=1)
    with pytest.raises(TellFirst):
        named(team)
    await team.introduced()
    named(team)


async def test_an_entry_that_may_be_known_to_the_person_outlives_a_later_refusal(
    team: Team,
) -> None:
    """The first try may have arrived: the button to leave in it goes on to work."""
    team.world.messenger.outcomes += [Unknown("no answer"), Refused("user_disabled")]
    entry = await team.told()
    await team.world.walk(minutes=1)
    assert await team.told() == entry
    await team.world.walk(minutes=1)
    assert len(team.intros()) == 2
    with pytest.raises(TellFirst):
        named(team)
    assert (await team.reps.leave(BEN, entry, Ended.LEFT)).over


async def test_only_a_manager_can_say_that_they_told_and_only_of_somebody_else(
    team: Team,
) -> None:
    for who in (OUTSIDER, Who("T2", MATE.user)):
        with pytest.raises(NotStarted):
            await team.reps.to_tell(who, BEN.user)
        with pytest.raises(NotStarted):
            await team.reps.told(who, BEN.user)
    with pytest.raises(NotHere):
        await team.reps.told(OWNER, "")
    with pytest.raises(WrongField, match="That is you"):
        await team.reps.told(OWNER, OWNER.user)
    assert [row for row in team.world.rows() if row.kind in TO_REPS] == []


async def test_whoever_left_while_the_window_was_open_is_not_told_again(team: Team) -> None:
    await team.reps.leave(BEN, await team.introduced(), Ended.LEFT)
    with pytest.raises(TakesNoPart):
        await team.reps.told(OWNER, BEN.user)


# --- who may be named -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (FakePerson("U0X", is_bot=True), "That is an app."),
        (FakePerson("U0X", is_guest=True), "That is a guest."),
        (FakePerson("U0X", deleted=True), "is no longer in Slack here."),
        (None, "Slack does not know this person here."),
    ],
)
async def test_only_members_can_be_picked(team: Team, person: Any, words: str) -> None:
    team.world.directory.known.pop("U0X", None)
    if person is not None:
        team.world.directory.known["U0X"] = person
    with pytest.raises(WrongField, match=words) as refused:
        await team.world.people.member(OWNER, "U0X", "rep")
    assert refused.value.field == "rep"


async def test_nobody_picks_themselves(team: Team) -> None:
    with pytest.raises(WrongField, match="That is you"):
        await team.world.people.member(OWNER, OWNER.user, "rep")
    with pytest.raises(WrongField, match="That is you"):
        named(team, OWNER)


async def test_a_member_is_asked_of_slack_once(team: Team) -> None:
    team.world.directory.known["U0NEW"] = FakePerson("U0NEW")
    for _ in range(2):
        person = await team.world.people.member(OWNER, "U0NEW", "rep")
        assert person.name == "Name of U0NEW"
    assert team.world.directory.asked == ["U0NEW"]


# --- leaving ----------------------------------------------------------------------------------


@pytest.mark.parametrize("why", [Ended.LEFT, Ended.NOT_MINE])
async def test_whoever_leaves_gets_nothing_and_the_manager_reads_that_they_take_no_part(
    team: Team, why: Ended
) -> None:
    entry = await team.introduced()
    team.keep()
    shown = await team.reps.leave(BEN, entry, why)
    assert (shown.over, shown.not_mine) == (True, why is Ended.NOT_MINE)
    assert team.world.row(kind=Kind.REP_FORM).state is State.WITHDRAWN
    await team.world.walk(days=7)
    assert team.forms() == []
    with pytest.raises(TakesNoPart, match=r"^Ben does not take part\. Talk to Ben directly\.$"):
        team.keep()
    assert str(team.entry(entry).ended) == why


async def test_the_first_message_shows_that_they_left(team: Team) -> None:
    entry = await team.introduced()
    await team.reps.leave(BEN, entry, Ended.LEFT)
    await team.world.showing.mend_subject(WORKSPACE, Kind.INTRO, entry)
    shown = team.world.messenger.updated[-1].message
    assert isinstance(shown, IntroMessage)
    assert shown.over


async def test_taking_part_again_brings_what_waited(team: Team) -> None:
    entry = await team.introduced()
    note = team.keep()
    await team.reps.leave(BEN, entry, Ended.LEFT)
    shown = await team.reps.again(BEN, entry)
    assert not shown.over
    assert team.entry(entry).state is Standing.INTRODUCED
    named(team)
    await team.world.walk(minutes=1)
    [form] = team.forms()
    assert form.message.note == note


async def test_whoever_left_before_the_first_message_gets_it_first_when_they_come_back(
    team: Team,
) -> None:
    entry = await team.told()
    team.keep()
    for _ in range(2):
        await team.reps.leave(BEN, entry, Ended.LEFT)
        await team.reps.again(BEN, entry)
    await team.reps.leave(BEN, entry, Ended.LEFT)
    await team.world.walk(days=1)
    assert team.intros() == []
    await team.reps.again(BEN, entry)
    await team.world.walk(days=1)
    [intro], [form] = team.intros(), team.forms()
    assert intro.at < form.at
    assert team.entry(entry).state is Standing.INTRODUCED


async def test_a_first_message_that_arrives_while_they_leave_is_not_sent_again(
    team: Team,
) -> None:
    entry = await team.told()

    async def leave() -> None:
        await team.reps.leave(BEN, entry, Ended.LEFT)

    team.world.messenger.while_sending = leave
    await team.world.walk(minutes=1)
    team.world.messenger.while_sending = None
    await team.reps.again(BEN, entry)
    await team.world.walk(days=1)
    assert len(team.intros()) == 1
    assert team.entry(entry).state is Standing.INTRODUCED


async def test_leaving_or_coming_back_twice_changes_nothing(team: Team) -> None:
    entry = await team.introduced()
    await team.reps.again(BEN, entry)
    await team.reps.leave(BEN, entry, Ended.LEFT)
    await team.reps.leave(BEN, entry, Ended.NOT_MINE)
    assert team.entry(entry).ended is Ended.LEFT
    await team.reps.again(BEN, entry)
    await team.reps.again(BEN, entry)
    assert team.entry(entry).until is None


async def test_nobody_is_reminded_of_a_1_1_with_somebody_who_left(team: Team) -> None:
    entry = await team.introduced()
    await team.meets()
    await team.reps.leave(BEN, entry, Ended.NOT_MINE)
    await team.world.walk(days=9)
    assert team.reminders() == []
    assert await team.one_on_ones.times(OWNER) == ()


async def test_nobody_else_leaves_or_comes_back_for_a_rep(team: Team) -> None:
    entry = await team.introduced()
    for who in (OWNER, MATE, AMY, OUTSIDER, STRANGER, Who("T2", BEN.user)):
        with pytest.raises(NotHere):
            await team.reps.leave(who, entry, Ended.LEFT)
        with pytest.raises(NotHere):
            await team.reps.again(who, entry)
    with pytest.raises(NotHere):
        await team.reps.leave(BEN, "no such entry", Ended.LEFT)
    assert team.entry(entry).until is None


async def test_leaving_one_manager_leaves_the_other_alone(team: Team) -> None:
    first = await team.introduced(manager=OWNER)
    second = await team.introduced(manager=MATE)
    await team.reps.leave(BEN, first, Ended.NOT_MINE)
    assert team.entry(second).until is None
    named(team, manager=MATE)
    assert [one.manager for one in (await team.reps.view(BEN)).managers] == [MATE.user]


# --- gone from Slack --------------------------------------------------------------------------


async def test_whoever_is_deactivated_is_in_no_team_and_gets_nothing(team: Team) -> None:
    entry = await team.introduced()
    team.keep()
    await team.meets()
    await team.world.people.changed(WORKSPACE, team.gone(), "event:1")
    assert team.entry(entry).ended is Ended.GONE
    assert await team.one_on_ones.times(OWNER) == ()
    with pytest.raises(WrongField, match="is no longer in Slack here"):
        team.keep()
    await team.world.walk(days=7)
    assert team.forms() == team.reminders() == []
    [shown] = [one for one in await team.one_on_ones.reps(OWNER) if one.user == BEN.user]
    assert shown.here == "gone"


async def test_a_lost_event_is_made_up_for_within_a_day_or_so(team: Team) -> None:
    entry = await team.introduced()
    team.gone()
    team.world.clock.advance(days=2)
    await team.world.people.refresh(WORKSPACE)
    assert team.entry(entry).ended is Ended.GONE


async def test_whoever_comes_back_to_slack_is_told_anew(team: Team) -> None:
    entry = await team.introduced()
    await team.world.people.changed(WORKSPACE, team.gone(), "event:1")
    await team.world.people.changed(WORKSPACE, FakePerson(BEN.user), "event:2")
    with pytest.raises(TellFirst):
        named(team)
    assert await team.told() != entry
    with pytest.raises(NotHere):
        await team.reps.again(BEN, entry)


# --- what names them --------------------------------------------------------------------------


def elsewhere(team: Team, rep: Who = BEN) -> None:
    """A question of the rep below a post, and an ask of theirs, both with the owner."""
    manager = team.world.manager().id
    post = new_id()

    def write(connection: Any) -> None:
        connection.execute(
            insert(posts).values(
                id=post,
                workspace=WORKSPACE,
                manager=manager,
                habit="share_why",
                audience="team_channel",
                recipient="C1",
                state="posted",
                confirmed_at=MONDAY,
                edited=False,
                helped=0,
            )
        )
        asked = {"id": new_id(), "manager": manager, "post": post, "asker": rep.user}
        connection.execute(insert(questions).values(**asked, body="Why?", at=MONDAY))
        connection.execute(
            insert(requests).values(
                id=new_id(),
                manager=manager,
                requester=rep.user,
                body="A list, please",
                choice="batch",
                state="closed",
                sensitive=False,
                at=MONDAY,
                decided_at=MONDAY,
            )
        )

    team.world.database.write_now(write)


async def test_a_rep_reads_what_names_them_and_can_erase_all_but_their_place(team: Team) -> None:
    entry = await team.introduced()
    note = team.keep()
    await team.world.walk(minutes=1)
    await team.returned(note)
    await team.meets()
    elsewhere(team)
    before = await team.reps.view(BEN)
    assert before.entries == Entries(1, 1, 1, 1, 1)
    assert (before.entries.all, before.entries.erasable) == (5, 4)
    after = await team.reps.erase(BEN, "click:1")
    assert after.entries == Entries(roster=1)
    assert team.note(note) is None
    assert team.entry(entry).until is None
    [kept] = team.world.database.read_now(lambda c: c.execute(select(requests)).all())
    assert (kept.requester, kept.body, kept.state) == (None, say("privacy.erased_ask"), "closed")


async def test_an_ask_that_still_waits_goes_with_the_person_who_asked(team: Team) -> None:
    await team.introduced()
    elsewhere(team)
    team.world.database.write_now(lambda c: c.execute(update(requests).values(state="held")))
    await team.reps.erase(BEN, "click:1")
    assert team.world.database.read_now(lambda c: c.execute(select(requests)).all()) == []


async def test_erasing_touches_nobody_else(team: Team) -> None:
    await team.introduced(BEN)
    await team.introduced(AMY)
    team.keep(BEN)
    note = team.keep(AMY)
    await team.reps.erase(BEN, "click:1")
    assert team.note(note) is not None
    found = team.world.database.read_now(naming.entries_naming, WORKSPACE, AMY.user)
    assert found == Entries(pair_notes=1, roster=1)
    assert team.world.database.read_now(naming.entries_naming, "T2", AMY.user) == Entries()


async def test_what_was_erased_is_not_asked_about_any_more(team: Team) -> None:
    await team.introduced()
    await team.meets()
    team.keep()
    await team.world.planning.plan_everybody()
    await team.reps.erase(BEN, "click:1")
    await team.world.walk(days=4)
    assert team.forms() == team.reminders() == []


async def test_the_message_of_an_erased_note_says_so(team: Team) -> None:
    await team.introduced()
    note = team.keep()
    await team.world.walk(minutes=1)
    await team.returned(note)
    await team.reps.erase(BEN, "click:1")
    await team.world.showing.mend_subject(WORKSPACE, Kind.REP_FORM, note)
    shown = team.world.messenger.updated[-1].message
    assert (shown.deleted, shown.parts, shown.answered) == (True, (), ())
    assert NEXT_STEP["next_step"] not in str(shown)


async def test_the_erase_of_a_manager_takes_their_team_along(team: Team) -> None:
    entry = await team.introduced()
    note = team.keep()
    await team.world.preferences.leave(OWNER, erase=True)
    assert team.note(note) is None
    with pytest.raises(NotHere):
        await team.reps.leave(BEN, entry, Ended.LEFT)
    assert not (await team.reps.view(BEN)).is_named


# --- words typed to the bot -------------------------------------------------------------------


async def test_what_a_rep_types_is_not_kept_and_not_passed_on(team: Team) -> None:
    await team.introduced()
    before = team.world.database.read_now(outgoing.counts)
    taken = await team.world.typed.take(BEN, team.world.says("I am unhappy", who=BEN))
    assert taken.as_rep is not None
    assert [one.manager for one in taken.as_rep.managers] == [OWNER.user]
    assert not taken.helps
    assert team.world.database.read_now(outgoing.counts) == before


async def test_a_rep_who_types_help_or_stop_reads_what_they_can_do(team: Team) -> None:
    await team.introduced()
    for word in ("help", "stop", "Pause"):
        taken = await team.world.typed.take(BEN, team.world.says(word, who=BEN))
        assert taken.helps


async def test_whoever_is_in_no_team_gets_the_invitation(team: Team) -> None:
    entry = await team.introduced()
    await team.reps.leave(BEN, entry, Ended.LEFT)
    taken = await team.world.typed.take(BEN, team.world.says("hello", who=BEN))
    assert taken.as_rep is None
    assert taken.answer is not None


async def test_a_manager_who_is_a_rep_types_as_a_manager(team: Team) -> None:
    await team.introduced(MATE)
    taken = await team.world.typed.take(MATE, team.world.says("a thought", who=MATE))
    assert taken.as_rep is None
    assert taken.answer is None
