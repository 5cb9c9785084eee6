"""Posts: what the team does below them, and what their author can still change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.services.form_views import Ending
from bot.services.messages import NoticeMessage
from bot.services.own_posts import NotTheAuthor, PostGone, SlackRefuses, TooLate
from bot.services.people import NotForGuests
from bot.services.ports import Content, NotSent, Refused, SendOutcome, Unknown
from bot.services.post_actions import LONGEST_QUESTION, Asked, NotForVisitors, Posts
from bot.services.posts import confirm
from bot.services.prompts import Click
from bot.services.team_messages import NotPostedMessage, PostMessage
from bot.services.who import Who
from bot.storage import drafts, managers, posts, practices, questions
from bot.storage.outgoing import Kind, State
from bot.storage.posts import PostRecord
from bot.storage.posts import State as PostState
from bot.storage.questions import QuestionRecord
from bot.storage.team_tables import helped as helped_table
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import NotHere, WrongField
from habits.texts import say_each
from tests.bot.fakes import FakePerson
from tests.bot.team import BEN, Team
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, STRANGER, WORKSPACE, World

TEAM = "C0TEAM"
PARTS = (Part("Why", "Support costs more than it brings in."),)
BETTER = (Part("Why", "A better reason."),)
DAY = timedelta(hours=24)


@pytest.fixture
def below(world: World) -> Posts:
    return Posts(world.house, world.people)


def confirmed(world: World, *, name: str | None = None, parts: Sequence[Part] = PARTS) -> str:
    """A text that its author confirmed just now."""

    def act(connection: Connection) -> str:
        return confirm(
            connection,
            world.house,
            world.manager(),
            habit=HABIT,
            recipient=TEAM,
            audience=Audience.TEAM_CHANNEL,
            parts=parts,
            prompt=None,
            now=world.now,
            filled={"why": PARTS[0].text},
            post=name,
        )

    return world.database.write_now(act)


async def posted(world: World) -> str:
    name = confirmed(world)
    await world.deliver()
    return name


def post(world: World, name: str) -> PostRecord:
    found = world.database.read_now(posts.get, WORKSPACE, name)
    assert found is not None
    return found


def asked(world: World) -> list[QuestionRecord]:
    return world.database.read_now(questions.open_of, world.manager().id)


def counted(world: World) -> int:
    manager, week = world.manager().id, timedelta(days=7)
    today = world.now.date()
    return len(world.database.read_now(practices.between, manager, today - week, today + week))


# --- on its way ------------------------------------------------------------------------------


async def test_a_post_goes_out_at_once_also_at_night_and_in_a_break(world: World) -> None:
    assert world.now.weekday() == 6, "a Sunday"
    name = await posted(world)
    [sent] = world.messenger.to(TEAM)
    assert sent.message == PostMessage(
        post=name,
        author=OWNER.user,
        author_name="your colleague",
        team=WORKSPACE,
        habit="A decision, and why",
        parts=PARTS,
    )
    found = post(world, name)
    assert found.state is PostState.POSTED
    assert (found.channel, found.ts) == (sent.channel, sent.ts)
    assert found.editable_until == world.now + DAY


async def test_the_same_post_confirmed_twice_is_one_post(world: World) -> None:
    first = confirmed(world, name="the-one")
    assert confirmed(world, name="the-one") == first
    await world.deliver()
    assert len(world.messenger.to(TEAM)) == 1
    assert counted(world) == 1


@pytest.mark.parametrize("why", ["is_archived", "not_in_channel", "channel_not_found", "odd_one"])
async def test_a_refused_post_counts_for_nothing_and_its_author_hears_why(
    world: World, why: str
) -> None:
    world.messenger.outcomes.append(Refused(why))
    name = await posted(world)
    await world.deliver()
    assert post(world, name).state is PostState.NOT_POSTED
    assert post(world, name).parts is None
    assert counted(world) == 0
    [told] = world.messenger.to(OWNER.user)
    assert isinstance(told.message, NotPostedMessage)
    assert told.message.kept
    assert told.message.why.strip()
    draft = world.database.read_now(drafts.get, world.manager().id, HABIT, world.now)
    assert draft is not None
    assert draft.filled == {"why": PARTS[0].text}


async def test_a_post_that_waits_too_long_is_given_back(world: World) -> None:
    world.messenger.outcomes.append(NotSent("rate limited", retry_after=900))
    name = await posted(world)
    assert post(world, name).state is PostState.WAITING
    await world.walk(minutes=16)
    assert post(world, name).state is PostState.NOT_POSTED
    assert world.row(kind=Kind.POST).state is State.EXPIRED
    assert len(world.messenger.to(TEAM)) == 1, "the one that did not get through"


async def test_an_unclear_post_is_not_repeated_and_its_author_is_told(world: World) -> None:
    world.messenger.outcomes.append(Unknown("no answer"))
    await posted(world)
    await world.walk(minutes=5)
    assert len(world.messenger.to(TEAM)) == 1
    [told] = world.messenger.to(OWNER.user)
    assert isinstance(told.message, NoticeMessage)
    assert told.message.title == "Did your post arrive?"


async def test_a_click_proves_that_an_unclear_post_arrived(world: World, below: Posts) -> None:
    world.messenger.outcomes.append(Unknown("no answer"))
    name = await posted(world)
    assert post(world, name).state is PostState.WAITING
    row = world.row(kind=Kind.POST)
    click = Click("c1", TEAM, "1000000.000100", row.id)
    await below.helped(MATE, name, click)
    found = post(world, name)
    assert (found.state, found.channel, found.ts) == (PostState.POSTED, TEAM, "1000000.000100")
    assert world.row(kind=Kind.POST).state is State.SENT
    assert (await below.to_edit(OWNER, name)).post == name


# --- below a post ----------------------------------------------------------------------------


async def test_that_helped_counts_once_a_person(world: World, below: Posts) -> None:
    name = await posted(world)
    assert "counts without your name" in await below.helped(MATE, name)
    assert "said so already" in await below.helped(MATE, name)
    assert "counts without your name" in await below.helped(OUTSIDER, name)
    assert "your own post" in await below.helped(OWNER, name)
    assert post(world, name).helped == 2
    since = world.now - DAY
    found = world.database.read_now(posts.helped_since, world.manager().id, since)
    assert found == {HABIT: 2}


async def test_marks_name_nobody_and_differ_from_post_to_post(world: World, below: Posts) -> None:
    for name in (await posted(world), await posted(world)):
        await below.helped(MATE, name)
    marks = world.database.read_now(lambda c: c.execute(select(helped_table.c.mark)).all())
    assert len(set(marks)) == 2
    assert not any(MATE.user in mark for (mark,) in marks)


async def test_after_a_day_nobody_can_add_or_trace_a_mark(world: World, below: Posts) -> None:
    name = await posted(world)
    await below.helped(MATE, name)
    world.clock.advance(hours=24)
    await below.let_go()
    found = post(world, name)
    assert (found.parts, found.filled, found.salt) == (None, None, None)
    assert found.helped == 1
    assert "more than a day old" in await below.helped(MATE, name)
    assert post(world, name).helped == 1


async def test_an_unclear_post_keeps_nothing_after_a_day(world: World, below: Posts) -> None:
    world.messenger.outcomes.append(Unknown("no answer"))
    name = await posted(world)
    world.clock.advance(hours=23)
    await below.let_go()
    assert post(world, name).parts == PARTS
    world.clock.advance(hours=1)
    await below.let_go()
    found = post(world, name)
    assert (found.parts, found.filled, found.salt) == (None, None, None)


@pytest.mark.parametrize("at_the_fence", [False, True])
async def test_a_post_whose_author_left_before_it_went_out_ends_as_not_posted(
    world: World, below: Posts, at_the_fence: bool
) -> None:
    name = confirmed(world)
    if at_the_fence:
        world.database.write_now(managers.leave, world.manager().id, world.now)
    else:
        await world.preferences.leave(OWNER, erase=False)
    await world.deliver()
    assert world.row(kind=Kind.POST).state is State.WITHDRAWN
    await below.let_go()
    found = post(world, name)
    assert (found.state, found.parts, found.salt) == (PostState.NOT_POSTED, None, None)
    assert counted(world) == 0
    assert world.messenger.sent == []


@pytest.mark.parametrize("tried", [False, True])
async def test_a_post_that_waits_does_not_go_out_once_somebody_it_names_erases(
    world: World, tried: bool
) -> None:
    """Nothing of it is kept, and its author does not learn why."""
    team = Team(world)
    name = confirmed(world, parts=(Part("Who", f"Thanks to <@{BEN.user}>", (BEN.user,)),))
    if tried:
        world.messenger.outcomes.append(NotSent("rate limited", retry_after=300))
        await world.deliver()
    await team.reps.erase(BEN, team.key())
    found = post(world, name)
    assert (found.state, found.parts, found.filled) == (PostState.NOT_POSTED, None, None)
    assert counted(world) == 0
    tries = len(world.messenger.to(TEAM))
    await world.walk(minutes=20)
    assert len(world.messenger.to(TEAM)) == tries
    [told] = world.messenger.to(OWNER.user)
    assert isinstance(told.message, NotPostedMessage)
    assert (told.message.why, told.message.kept) == (say_each("posts.refused", "let_go"), False)


async def test_a_post_on_its_way_arrives_though_somebody_it_names_erases(world: World) -> None:
    world.messenger.outcomes.append(Unknown("no answer"))
    name = confirmed(world, parts=(Part("Who", f"Thanks to <@{BEN.user}>", (BEN.user,)),))
    await world.deliver()
    team = Team(world)
    await team.reps.erase(BEN, team.key())
    found = post(world, name)
    assert (found.state, found.parts) == (PostState.WAITING, None)
    assert counted(world) == 1


async def test_an_edit_that_ends_after_the_day_writes_nothing_back(
    world: World, below: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = await posted(world)
    world.clock.advance(hours=23, minutes=59, seconds=59)
    at_once = world.messenger.update

    async def slowly(channel: str, ts: str, content: Content) -> SendOutcome:
        world.clock.advance(seconds=2)
        await below.let_go()
        return await at_once(channel, ts, content)

    monkeypatch.setattr(world.messenger, "update", slowly)
    await below.reword(OWNER, name, BETTER, {"why": BETTER[0].text})
    found = post(world, name)
    assert (found.parts, found.filled, found.salt) == (None, None, None)


async def test_who_left_is_asked_nothing_any_more(world: World, below: Posts) -> None:
    name = await posted(world)
    await world.preferences.leave(OWNER, erase=False)
    for tried in (
        below.helped(MATE, name),
        below.author_of(MATE, name, visitor=False),
        below.ask(MATE, name, "Why?", "k"),
    ):
        with pytest.raises(NotHere):
            await tried
    assert asked(world) == []
    assert (await below.withdraw(OWNER, name)).how is Ending.WITHDRAWN, "it is still theirs"


async def test_who_asks_somebody_on_a_break_hears_until_when(world: World, below: Posts) -> None:
    name = await posted(world)
    assert (await below.ask(MATE, name, "Why?", "k1")).back_on is None
    await world.preferences.pause_weeks(OWNER, 3)
    answer = await below.ask(MATE, name, "And when?", "k2")
    assert answer == Asked("your colleague", world.manager().paused_until)
    assert answer.back_on is not None
    assert len(asked(world)) == 2, "it waits until then"


async def test_a_question_goes_to_the_author_alone(world: World, below: Posts) -> None:
    name = await posted(world)
    await below.ask(MATE, name, "  Does it touch old deals? ", "k1")
    await below.ask(MATE, name, "  Does it touch old deals? ", "k1")
    [question] = asked(world)
    assert (question.asker, question.body) == (MATE.user, "Does it touch old deals?")
    assert question.habit == HABIT
    assert [row for row in world.rows() if row.kind is Kind.TODAY], "it comes with what waits"
    assert not [row for row in world.rows(MATE) if row.kind is Kind.TODAY]

    def close(connection: Connection, manager: str) -> bool:
        return questions.close(connection, manager, question.id, world.now)

    assert not world.database.write_now(close, world.manager(MATE).id)
    assert world.database.write_now(close, world.manager().id)
    assert not world.database.write_now(close, world.manager().id)
    assert asked(world) == []


@pytest.mark.parametrize("question", ["", " \n", "x" * (LONGEST_QUESTION + 1)])
async def test_a_question_is_one_to_three_hundred_characters(
    world: World, below: Posts, question: str
) -> None:
    name = await posted(world)
    with pytest.raises(WrongField):
        await below.ask(MATE, name, question, "k1")
    assert asked(world) == []


async def test_ten_questions_of_one_person_are_enough(world: World, below: Posts) -> None:
    name = await posted(world)
    for n in range(10):
        await below.ask(MATE, name, f"Question {n}", f"k{n}")
    with pytest.raises(WrongField, match="ten times"):
        await below.ask(MATE, name, "One more", "k10")


async def test_guests_and_visitors_do_not_ask(world: World, below: Posts) -> None:
    name = await posted(world)
    world.directory.known["U0GUEST"] = FakePerson("U0GUEST", is_guest=True)
    with pytest.raises(NotForGuests):
        await below.author_of(Who(WORKSPACE, "U0GUEST"), name, visitor=False)
    with pytest.raises(NotForVisitors, match="members of this workspace"):
        await below.author_of(OUTSIDER, name, visitor=True)
    assert await below.author_of(OUTSIDER, name, visitor=False)


async def test_unknown_and_foreign_posts_get_the_same_words(world: World, below: Posts) -> None:
    name = await posted(world)
    for who, unknown in ((OWNER, "no-such-post"), (STRANGER, name)):
        with pytest.raises(NotHere):
            await below.helped(who, unknown)
        with pytest.raises(NotHere):
            await below.ask(who, unknown, "Why?", "k")
        with pytest.raises(NotHere):
            await below.to_edit(who, unknown)


# --- its author ------------------------------------------------------------------------------


async def test_only_its_author_changes_a_post(world: World, below: Posts) -> None:
    name = await posted(world)
    with pytest.raises(NotTheAuthor, match="can change this post"):
        await below.to_edit(MATE, name)
    with pytest.raises(NotTheAuthor):
        await below.withdraw(MATE, name)
    assert world.messenger.deleted == []
    assert (await below.to_edit(OWNER, name)).post == name


async def test_an_edit_changes_the_message_first_and_then_what_is_kept(
    world: World, below: Posts
) -> None:
    name = await posted(world)
    ended = await below.reword(OWNER, name, BETTER, {"why": BETTER[0].text})
    assert ended.how is Ending.EDITED
    [changed] = world.messenger.updated
    assert isinstance(changed.message, PostMessage)
    assert changed.message.parts == BETTER
    found = post(world, name)
    assert (found.parts, found.edited, found.filled) == (BETTER, True, {"why": BETTER[0].text})


@pytest.mark.parametrize("outcome", [NotSent("busy"), Unknown("silent"), Refused("is_inactive")])
async def test_what_slack_does_not_change_stays_as_it_was(
    world: World, below: Posts, outcome: NotSent | Unknown | Refused
) -> None:
    name = await posted(world)
    world.messenger.updates.append(outcome)
    with pytest.raises(SlackRefuses):
        await below.reword(OWNER, name, BETTER, {})
    assert post(world, name).parts == PARTS
    world.messenger.updates.append(outcome)
    with pytest.raises(SlackRefuses):
        await below.withdraw(OWNER, name)
    assert post(world, name).state is PostState.POSTED


async def test_a_message_that_is_gone_is_said_to_be_gone(world: World, below: Posts) -> None:
    name = await posted(world)
    world.messenger.updates.append(Refused("message_not_found"))
    with pytest.raises(PostGone):
        await below.reword(OWNER, name, BETTER, {})
    assert post(world, name).state is PostState.GONE
    with pytest.raises(NotHere):
        await below.to_edit(OWNER, name)


async def test_a_withdrawn_post_leaves_nothing_behind(world: World, below: Posts) -> None:
    name = await posted(world)
    sent = world.messenger.to(TEAM)[0]
    assert (await below.to_withdraw(OWNER, name)).channel == TEAM
    assert (await below.withdraw(OWNER, name)).how is Ending.WITHDRAWN
    assert world.messenger.deleted == [(sent.channel, sent.ts)]
    found = post(world, name)
    assert (found.state, found.parts, found.salt) == (PostState.WITHDRAWN, None, None)
    with pytest.raises(NotHere):
        await below.helped(MATE, name)


async def test_after_a_day_a_post_stays_as_it_is(world: World, below: Posts) -> None:
    name = await posted(world)
    assert changeable(world, world.now) == [name]
    world.clock.advance(hours=24)
    assert changeable(world, world.now) == []
    for change in (below.to_edit, below.to_withdraw, below.withdraw):
        with pytest.raises(TooLate):
            await change(OWNER, name)


def changeable(world: World, now: datetime) -> list[str]:
    found = world.database.read_now(posts.changeable, world.manager().id, now)
    return [one.id for one in found]
