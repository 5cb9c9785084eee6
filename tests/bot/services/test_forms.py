"""Forms: opened, checked, kept for a day, and finished as a post, a note or own words."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from bot.services.form_endings import AGREED, CHANNEL, TextChanged
from bot.services.form_views import Confirmed, Ended, Ending, FormOf, OwnVoice, Preview
from bot.services.forms import Filled, Forms, NoFormHere
from bot.services.places import Standing
from bot.services.post_actions import Posts
from bot.services.posts import confirm
from bot.services.prompts import Prompts
from bot.services.team_messages import NotPostedMessage, PostMessage
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.storage import drafts, follow_ups, managers, notes, posts, practices, teams
from bot.storage.outgoing import Kind
from bot.storage.practices import Source
from bot.storage.team_tables import drafts as drafts_table
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import NotStarted, UnknownHabit, UnknownPrompt, WrongField
from habits.filling import TO, Values
from habits.prompts import Answer
from tests.bot.fakes import FakePerson
from tests.bot.team import BEN, MONDAY, Team
from tests.bot.world import HABIT, MATE, OUTSIDER, OWNER, World

SHARE_WHY = FormOf(HABIT)
TAKE_THE_HIT = FormOf("take_the_hit")
WHY: Values = {"why": "Support costs more than it brings in."}
TEAM = "C0TEAM"


class FakePlaces:
    """Says of each channel what it was told; all others are fine."""

    def __init__(self) -> None:
        self.known: dict[str, Standing] = {}
        self.asked: list[str] = []

    async def standing(self, channel: str) -> Standing:
        self.asked.append(channel)
        return self.known.get(channel, Standing.IN)


@pytest.fixture
def places() -> FakePlaces:
    return FakePlaces()


@pytest.fixture
def forms(world: World, places: FakePlaces) -> Forms:
    return Forms(world.house, world.people, places, Posts(world.house, world.people))


async def previewed(
    forms: Forms, of: FormOf = SHARE_WHY, values: Values = WHY, who: Who = OWNER
) -> Preview:
    checked = await forms.check(who, of, Filled(values, None))
    assert isinstance(checked, Preview)
    return checked


async def finished(forms: Forms, preview: Preview, channel: str | None = TEAM) -> Ended:
    return await forms.finish(OWNER, preview.of, Confirmed(preview.draft, channel))


def counted(world: World, who: Who = OWNER) -> list[tuple[str, Source]]:
    today = world.now.date()
    manager = world.manager(who).id
    week = timedelta(days=30)
    found = world.database.read_now(practices.between, manager, today - week, today + week)
    return [(one.habit, one.source) for one in found]


def kept(world: World, form: str = HABIT) -> drafts.DraftRecord | None:
    return world.database.read_now(drafts.get, world.manager().id, form, world.now)


# --- opening ---------------------------------------------------------------------------------


async def test_a_form_opens_for_those_who_started(forms: Forms) -> None:
    form = await forms.open(OWNER, SHARE_WHY)
    assert form.fields[0].id == "why"
    assert form.audience is Audience.TEAM_CHANNEL
    assert not form.kept
    with pytest.raises(NotStarted):
        await forms.open(OUTSIDER, SHARE_WHY)


async def test_a_habit_without_a_form_says_what_else_there_is(forms: Forms) -> None:
    with pytest.raises(NoFormHere, match="/trust done size_mistake"):
        await forms.open(OWNER, FormOf("size_mistake"))
    with pytest.raises(UnknownHabit):
        await forms.find("nonsense")
    assert await forms.find("share why") == SHARE_WHY


async def test_a_foreign_prompt_opens_nothing(world: World, forms: Forms) -> None:
    prompt, _ = await world.first_prompt()
    with pytest.raises(UnknownPrompt):
        await forms.open(MATE, FormOf(HABIT, prompt=prompt))
    assert (await forms.open(OWNER, FormOf(HABIT, prompt=prompt))).of.prompt == prompt


async def test_a_change_shows_other_fields_and_keeps_what_stands_there(forms: Forms) -> None:
    filled = Filled({"withheld": True, "open": "When it ends"}, None)
    form = await forms.again(OWNER, SHARE_WHY, filled)
    assert "share_on" in [field.id for field in form.fields]
    assert form.values["open"] == "When it ends"


async def test_what_was_typed_comes_back_when_its_field_shows_again(
    world: World, forms: Forms
) -> None:
    stood = frozenset({"why", "considered", "open", "touches", "withheld"})
    ticked = Filled({"why": "We lose money", "withheld": True}, None, stood)
    form = await forms.again(OWNER, SHARE_WHY, ticked)
    names = {field.id for field in form.fields}
    assert "why" not in names
    found = kept(world)
    assert found is not None
    assert (found.filled, found.hidden) == ({"withheld": True}, {"why": "We lose money"})
    entered: Values = {"decision": "Prices rise", "share_on": "2026-12-24"}
    again = await forms.again(OWNER, SHARE_WHY, Filled(entered, None, frozenset(names)))
    assert again.values["why"] == "We lose money"
    form = await forms.again(OWNER, SHARE_WHY, ticked)
    assert form.values["decision"] == "Prices rise"
    assert form.values["share_on"] == "2026-12-24"


async def test_several_people_stand_in_their_field_after_a_choice_in_another(
    forms: Forms,
) -> None:
    form = await forms.again(OWNER, SHARE_WHY, Filled({"touches": ("U0BEN", "U0REP")}, None))
    assert form.values["touches"] == ("U0BEN", "U0REP")


async def test_a_field_that_was_emptied_stays_empty(forms: Forms) -> None:
    stood = frozenset({"why", "considered", "open", "touches", "withheld"})
    await forms.again(OWNER, SHARE_WHY, Filled({"why": "Old", "open": "Much"}, None, stood))
    form = await forms.again(OWNER, SHARE_WHY, Filled({"open": "Much"}, None, stood))
    assert form.values == {"open": "Much"}
    await forms.again(OWNER, SHARE_WHY, Filled({}, None, stood))
    assert not (await forms.open(OWNER, SHARE_WHY)).kept, "an empty form is no draft"


async def test_the_newest_draft_comes_back_also_where_it_was_not_sent(forms: Forms) -> None:
    stood = frozenset({"why", "considered", "open", "touches", "withheld"})
    await previewed(forms)
    await forms.again(OWNER, SHARE_WHY, Filled({"why": "Newer", "withheld": True}, None, stood))
    form = await forms.open(OWNER, SHARE_WHY)
    assert form.kept
    assert (form.values["why"], form.values["withheld"]) == ("Newer", True)


async def test_what_a_hidden_field_holds_is_neither_posted_nor_kept_with_the_post(
    world: World, forms: Forms
) -> None:
    share_on = f"{(world.now + timedelta(days=4)).date()}"
    entered: Values = {
        "why": "A secret so far",
        "decision": "Prices rise",
        "touches": "All",
        "withheld": True,
        "share_on": share_on,
    }
    preview = await previewed(forms, values=entered)
    assert "secret" not in str(preview.parts)
    await finished(forms, preview)
    post = world.database.read_now(posts.get, OWNER.workspace, preview.draft)
    assert post is not None
    assert "secret" not in str((post.parts, post.filled))


# --- checking, and what is kept --------------------------------------------------------------


async def test_what_failed_a_check_is_kept_for_a_day(world: World, forms: Forms) -> None:
    with pytest.raises(WrongFields) as refused:
        await forms.check(OWNER, SHARE_WHY, Filled({"why": "a" * 3000}, None))
    assert refused.value.faults.keys() == {"why"}
    form = await forms.open(OWNER, SHARE_WHY)
    assert form.kept
    assert form.values["why"] == "a" * 3000
    assert not (await forms.open(MATE, SHARE_WHY)).kept, "for its author alone"
    world.clock.advance(hours=24)
    assert not (await forms.open(OWNER, SHARE_WHY)).kept


async def test_what_was_kept_can_be_put_away(world: World, forms: Forms) -> None:
    await previewed(forms)
    form = await forms.open(OWNER, SHARE_WHY, empty=True)
    assert (form.values, form.kept) == ({}, False)
    assert kept(world) is None


async def test_old_drafts_are_dropped(world: World, forms: Forms) -> None:
    await previewed(forms)
    await previewed(forms, who=MATE)
    world.clock.advance(hours=23)
    await forms.forget_drafts()
    count = select(drafts_table.c.habit)
    assert len(world.database.read_now(lambda c: c.execute(count).all())) == 2
    world.clock.advance(hours=1)
    await forms.forget_drafts()
    assert world.database.read_now(lambda c: c.execute(count).all()) == []


async def test_drafts_are_stored_unreadable(world: World, forms: Forms) -> None:
    await previewed(forms)

    def raw(connection: Connection) -> bytes:
        [row] = connection.exec_driver_sql('SELECT "values" FROM drafts').all()
        return bytes(row[0])

    assert b"Support" not in world.database.read_now(raw)


async def test_whoever_is_named_must_be_a_member(world: World, forms: Forms) -> None:
    world.directory.known["U0GUEST"] = FakePerson("U0GUEST", is_guest=True)
    values: Values = {"rep": "U0GUEST", "did": "You stayed late", "effect": "It worked"}
    with pytest.raises(WrongFields) as refused:
        await forms.check(OWNER, FormOf("contribution"), Filled(values, None))
    assert refused.value.faults.keys() == {"rep"}


async def test_an_empty_form_is_refused_and_leaves_no_draft(world: World, forms: Forms) -> None:
    with pytest.raises(WrongFields):
        await forms.check(OWNER, SHARE_WHY, Filled({}, None))
    assert kept(world) is None


async def test_an_audience_that_is_not_offered_is_not_taken(forms: Forms) -> None:
    checked = await forms.check(OWNER, SHARE_WHY, Filled(WHY, Audience.PRIVATE))
    assert isinstance(checked, Preview)
    assert checked.audience is Audience.TEAM_CHANNEL


# --- posting ---------------------------------------------------------------------------------


async def test_a_confirmed_text_goes_out_once_in_the_managers_name(
    world: World, forms: Forms
) -> None:
    preview = await previewed(forms)
    ended = await finished(forms, preview)
    assert (ended.how, ended.channel) == (Ending.POSTED, TEAM)
    await world.deliver()
    [sent] = world.messenger.to(TEAM)
    assert isinstance(sent.message, PostMessage)
    assert sent.message.author == OWNER.user
    assert sent.message.parts == (Part("What was decided, and why", str(WHY["why"])),)
    assert kept(world) is None
    assert counted(world) == [(HABIT, Source.TOOL)]
    again = await finished(forms, preview)
    assert again == ended
    await world.deliver()
    assert len(world.messenger.to(TEAM)) == 1
    assert counted(world) == [(HABIT, Source.TOOL)]


async def test_an_older_preview_posts_nothing(world: World, forms: Forms) -> None:
    first = await previewed(forms)
    await previewed(forms, values={"why": "Another text"})
    with pytest.raises(TextChanged):
        await finished(forms, first)
    await world.deliver()
    assert world.messenger.to(TEAM) == []
    found = kept(world)
    assert found is not None
    assert found.filled == {"why": "Another text"}


async def test_the_first_channel_is_remembered(world: World, forms: Forms) -> None:
    first = await previewed(forms)
    assert first.channel is None
    await finished(forms, first)
    second = await previewed(forms)
    assert second.channel == TEAM
    await finished(forms, second, "C0OTHER")
    manager = world.manager().id
    assert world.database.read_now(teams.channel_of, manager) == TEAM


async def test_nothing_goes_where_the_bot_is_not(
    world: World, forms: Forms, places: FakePlaces
) -> None:
    preview = await previewed(forms)
    for standing, words in (
        (Standing.NOT_IN, "/invite @trust-habits"),
        (Standing.ARCHIVED, "archived"),
    ):
        places.known[TEAM] = standing
        with pytest.raises(WrongField, match=words) as refused:
            await finished(forms, preview)
        assert refused.value.field == CHANNEL
    with pytest.raises(WrongField, match="pick a channel"):
        await finished(forms, preview, channel=None)
    places.known[TEAM] = Standing.UNKNOWN
    assert (await finished(forms, preview)).how is Ending.POSTED, "Slack itself will say"


async def test_who_is_named_in_a_channel_agreed_first(world: World, forms: Forms) -> None:
    values: Values = {"rep": MATE.user, "did": "You stayed late", "effect": "It worked"}
    of = FormOf("contribution")
    checked = await forms.check(OWNER, of, Filled(values, Audience.TEAM_CHANNEL))
    assert isinstance(checked, Preview)
    assert checked.consent is not None
    with pytest.raises(WrongField) as refused:
        await finished(forms, checked)
    assert refused.value.field == AGREED
    agreed = Confirmed(checked.draft, TEAM, agreed=True)
    assert (await forms.finish(OWNER, of, agreed)).how is Ending.POSTED


async def test_the_prompt_it_came_from_is_answered(world: World, forms: Forms) -> None:
    prompt, sent = await world.first_prompt()
    preview = await previewed(forms, FormOf(HABIT, prompt=prompt))
    ended = await finished(forms, preview)
    assert ended.prompt == prompt
    shown = await Prompts(world.house).answer(OWNER, prompt, Answer.DONE, world.click(sent))
    assert counted(world) == [(HABIT, Source.PROMPT)]
    assert shown.outcome is not None


async def test_what_slack_refuses_is_a_draft_again(world: World, forms: Forms) -> None:
    preview = await previewed(forms)
    await finished(forms, preview)
    world.clock.advance(minutes=11)
    await world.deliver()
    await world.deliver()
    assert world.messenger.to(TEAM) == []
    [told] = world.messenger.to(OWNER.user)
    assert isinstance(told.message, NotPostedMessage)
    assert "ten minutes" in told.message.why
    assert world.row(kind=Kind.REPLY).subject == preview.draft
    assert counted(world) == []
    form = await forms.open(OWNER, SHARE_WHY)
    assert form.kept
    assert form.values == dict(WHY)


# --- notes and own words ---------------------------------------------------------------------


async def test_a_private_form_is_kept_as_a_note(world: World, forms: Forms) -> None:
    values: Values = {"gap": "How the price is made", "expert": MATE.user}
    preview = await previewed(forms, FormOf("know_business"), values)
    assert preview.audience is Audience.PRIVATE
    ended = await finished(forms, preview, channel=None)
    assert ended.how is Ending.KEPT
    assert world.database.read_now(notes.count, world.manager().id) == 1
    assert counted(world) == [("know_business", Source.TOOL)]
    assert await finished(forms, preview, channel=None) == ended
    assert world.database.read_now(notes.count, world.manager().id) == 1


async def test_a_form_that_is_sent_twice_ends_twice_alike(world: World, forms: Forms) -> None:
    team = Team(world)
    await world.walk_to(MONDAY)
    await team.introduced()
    for_two: Values = {"rep": BEN.user, "skill": "Ask", "question": "How?"}
    for_one: Values = {"gap": "How the price is made", "expert": MATE.user}
    await world.preferences.keep_notes(OWNER, False)
    for habit, values, how, more in (
        ("coach_11", for_two, Ending.NOTED, "Ben is asked now."),
        ("know_business", for_one, Ending.COUNTED, ""),
    ):
        preview = await previewed(forms, FormOf(habit), values)
        first = await finished(forms, preview, channel=None)
        assert (first.how, first.said) == (how, more)
        assert await finished(forms, preview, channel=None) == first
        world.clock.advance(hours=24)
        with pytest.raises(TextChanged):
            await finished(forms, preview, channel=None)
    assert counted(world) == [("know_business", Source.TOOL)], "the rep's part is still open"


async def test_who_keeps_no_notes_has_it_counted_alone(world: World, forms: Forms) -> None:
    world.database.write_now(managers.keep_notes, world.manager().id, False)
    values: Values = {"gap": "How the price is made", "expert": MATE.user}
    preview = await previewed(forms, FormOf("know_business"), values)
    assert (await finished(forms, preview, channel=None)).how is Ending.COUNTED
    assert world.database.read_now(notes.count, world.manager().id) == 0
    assert counted(world) == [("know_business", Source.TOOL)]


async def test_what_stays_open_is_asked_about_later(world: World, forms: Forms) -> None:
    preview = await previewed(forms, values={**WHY, "open": "When it ends"})
    await finished(forms, preview)
    later = world.now.date() + timedelta(days=7)
    [asked] = world.database.read_now(follow_ups.open_on, world.manager().id, later)
    assert (asked.habit, asked.source_id) == (HABIT, preview.draft)


# --- changing a post -------------------------------------------------------------------------


async def test_an_edit_is_seen_before_it_shows(world: World, forms: Forms) -> None:
    first = await previewed(forms)
    await finished(forms, first)
    await world.deliver()
    of = FormOf(HABIT, post=first.draft)
    form = await forms.open(OWNER, of)
    assert (form.values, form.audiences) == (dict(WHY), (Audience.TEAM_CHANNEL,))
    changed = await previewed(forms, of, {"why": "A better reason"})
    assert changed.channel == TEAM
    assert world.messenger.updated == []
    assert (await finished(forms, changed, None)).how is Ending.EDITED
    [shown] = world.messenger.updated
    assert isinstance(shown.message, PostMessage)
    assert shown.message.parts[0].text == "A better reason"
    assert kept(world, f"edit:{first.draft}") is None
    assert counted(world) == [(HABIT, Source.TOOL)], "an edit counts for nothing"


async def test_a_post_that_no_form_made_is_edited_piece_by_piece(
    world: World, forms: Forms
) -> None:
    def act(connection: Connection) -> str:
        return confirm(
            connection,
            world.house,
            world.manager(),
            habit="weekly_batch",
            recipient=TEAM,
            audience=Audience.TEAM_CHANNEL,
            parts=(Part("", "Three asks, one note."), Part("By", "Friday")),
            prompt=None,
            now=world.now,
        )

    name = world.database.write_now(act)
    await world.deliver()
    of = FormOf("weekly_batch", post=name)
    form = await forms.open(OWNER, of)
    assert form.values == {"part_0": "Three asks, one note.", "part_1": "Friday"}
    assert [field.label for field in form.fields] == ["Text", "By"]
    changed = await previewed(forms, of, {**form.values, "part_1": "Monday"})
    await finished(forms, changed, None)
    [shown] = world.messenger.updated
    assert isinstance(shown.message, PostMessage)
    assert shown.message.parts == (Part("", "Three asks, one note."), Part("By", "Monday"))
    again = await forms.open(OWNER, of)
    assert again.values["part_1"] == "Monday"
    assert [field.id for field in again.fields] == ["part_0", "part_1"]


async def test_own_words_count_and_leave_nothing_behind(world: World, forms: Forms) -> None:
    values: Values = {TO: MATE.user, "my_part": "I was late", "facts": "We call them today"}
    checked = await forms.check(OWNER, TAKE_THE_HIT, Filled(values, None))
    assert isinstance(checked, OwnVoice)
    assert checked.text == "I was late.\nWe call them today."
    assert (checked.to, checked.to_name) == (MATE.user, f"Name of {MATE.user}")
    assert kept(world, "take_the_hit") is not None
    ended = await forms.said(OWNER, "take_the_hit", checked.token, "k1")
    assert ended.how is Ending.SAID
    assert kept(world, "take_the_hit") is None
    assert counted(world) == [("take_the_hit", Source.TOOL)]
    await forms.said(OWNER, "take_the_hit", checked.token, "k1")
    await forms.said(OWNER, "take_the_hit", checked.token, "k2")
    assert counted(world) == [("take_the_hit", Source.TOOL)]


async def test_own_words_for_several_have_no_chat_to_open(world: World, forms: Forms) -> None:
    values: Values = {
        "did_effect": "I was late, and you waited",
        "change": "I set an alarm",
        "people": (MATE.user, OUTSIDER.user),
    }
    checked = await forms.check(OWNER, FormOf("admit_mistake"), Filled(values, None))
    assert isinstance(checked, OwnVoice)
    assert checked.to is None
    assert checked.text == "I was late, and you waited.\nI set an alarm."


async def test_posts_are_found_by_their_own_workspace_alone(world: World, forms: Forms) -> None:
    preview = await previewed(forms)
    await finished(forms, preview)
    assert world.database.read_now(posts.get, "T2", preview.draft) is None
    assert world.database.read_now(posts.get, OWNER.workspace, preview.draft) is not None
