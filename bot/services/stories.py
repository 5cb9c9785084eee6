"""Useful failures: told, asked about, posted and taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.services import consenting
from bot.services.agreed_posts import keep_as_draft, send_agreed, take_down
from bot.services.form_views import FormOf
from bot.services.posts import habit_name
from bot.services.rep_things import RepThing, RepThings
from bot.services.taking_part import name_of
from bot.services.team_messages import TodayItem, Way
from bot.services.today import remind
from bot.services.today_answers import shown_anew
from bot.services.tools import Agreement, AskedAgain, AskedNow, Known, WaitingKind
from bot.services.who import House, Who
from bot.storage import (
    Connection,
    awards,
    consents,
    drafts,
    managers,
    new_id,
    posts,
    stories,
)
from bot.storage.consents import About, ConsentRecord
from bot.storage.drafts import DraftRecord
from bot.storage.follow_ups import FollowUpRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from bot.storage.posts import PostRecord
from bot.storage.stories import State, StoryRecord
from habits.agreeing import reworded as values_of
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import NotHere
from habits.failures import (
    FAILURE,
    KNOW_NOW,
    TRIED,
    told_fields,
    with_owner,
)
from habits.filling import Values, text_in
from habits.texts import say

STORY = "story"
"""The kind of a story for which somebody can be thanked, and of a rep's own."""
THANK = "thank"
_SEEN = "seen"
_BACK = "back"
_THANKED_FOR = timedelta(days=7)
_DRAFT_KEPT_FOR = timedelta(hours=24)
_REFUSED_KEPT_FOR = timedelta(days=10)
_SHARED = timedelta(hours=48)
LONGEST_PREFILL = 150


def stories_of(connection: Connection, workspace: str, user: str) -> list[StoryRecord]:
    """Somebody's own stories that stand or are on their way, in whatever team; the newest
    first."""
    return stories.of_owner(connection, workspace, user)


def story_of(connection: Connection, post: PostRecord) -> StoryRecord | None:
    """The story that stands in a post; None for other posts."""
    return stories.of_post(connection, post.id) if post.habit == FAILURE else None


def post_of(connection: Connection, workspace: str, story: str) -> PostRecord | None:
    """The post in which a story stands, or will."""
    found = stories.get(connection, workspace, story)
    return None if found is None or not found.post else posts.get(connection, workspace, found.post)


def went_first(connection: Connection, manager: ManagerRecord) -> bool:
    """Whether the manager told the team a failure of their own."""
    return stories.has_posted(connection, manager.id, manager.user)


def take_back_story(
    connection: Connection, house: House, story: StoryRecord, now: datetime
) -> None:
    """Its owner does not want it to stand any more."""
    manager = managers.get(connection, story.manager)
    if manager is None:
        raise NotHere
    given = [
        one
        for one in consents.newest_about(connection, About.STORY, story.id)
        if one.person == story.owner and one.state is consents.State.YES
    ]
    if given:
        consenting.take_back(connection, house, manager, given[0], now)
    else:
        _withdraw(connection, house, manager, story, now)
    shown_anew(connection, manager, now)


def gone(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    story: StoryRecord,
    now: datetime,
) -> None:
    """It stands no longer: what was built on it goes as well."""
    was = (State.ASKING, State.WAITING, State.POSTED)
    if stories.change(connection, story.id, State.WITHDRAWN, was=was, body={}):
        for follows in house.tools.story_gone:
            follows(connection, house, manager, story, now)


def post_ended(
    connection: Connection, house: House, manager: ManagerRecord, post: PostRecord, now: datetime
) -> None:
    """The author withdrew a post, or somebody deleted it: a story goes with it, and nobody is
    asked about it any more."""
    consenting.called_off(connection, house, About.POST, post.id, now)
    story = story_of(connection, post)
    if story is not None:
        consenting.called_off(connection, house, About.STORY, story.id, now)
        gone(connection, house, manager, story, now)


def was_sent(connection: Connection, house: House, row: OutgoingRecord, now: datetime) -> None:
    """A post arrived: the story in it stands from now on."""
    story = stories.of_post(connection, row.subject or "")
    manager = managers.get(connection, row.manager)
    if story is None or manager is None:
        return
    was = (State.WAITING,)
    if stories.change(connection, story.id, State.POSTED, was=was, posted_at=now) and (
        may_be_thanked(story, manager)
    ):
        remind(connection, house, manager, now)


def was_not_sent(connection: Connection, house: House, row: OutgoingRecord, now: datetime) -> None:
    """A post surely never arrives: what it said can be written again, and nobody's yes holds."""
    post = posts.get(connection, row.workspace, row.subject or "")
    if post is None:
        return
    consenting.could_not_go_out(connection, house, About.POST, post.id, now)
    story = story_of(connection, post)
    if story is not None:
        consenting.could_not_go_out(connection, house, About.STORY, story.id, now)
        was = (State.WAITING,)
        stories.change(connection, story.id, State.NOT_POSTED, was=was, at=now)


def forget_drafts(connection: Connection, now: datetime) -> None:
    """What was written and not sent is kept for a day; what nobody agreed to, a few days."""
    stories.forget_begun(connection, now - _DRAFT_KEPT_FOR, now - _REFUSED_KEPT_FOR)


def not_told(connection: Connection, asked: ConsentRecord) -> None:
    """The manager leaves it at that: the story is not posted."""
    if asked.about is About.STORY:
        stories.change(connection, asked.subject, State.NOT_POSTED, was=(State.ASKING,))


def reword(
    connection: Connection, house: House, asked: ConsentRecord, parts: tuple[Part, ...]
) -> None:
    """The manager takes up the owner's own words."""
    found = stories.get(connection, asked.workspace, asked.subject)
    if asked.about is not About.STORY or found is None:
        return
    fields = told_fields(house.catalogue.get(FAILURE))
    values = values_of(fields, found.body, parts)
    stories.reword(connection, found.id, {name: text_in(one) for name, one in values.items()})


# --- what answers lead to -------------------------------------------------------------------


def _yes(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    found = stories.get(connection, given.workspace, given.subject)
    post = None if found is None else posts.get(connection, given.workspace, found.post or "")
    if found is None or post is None or post.parts is None:
        return
    named = given.named is True
    was = (State.ASKING,)
    if not stories.change(connection, found.id, State.WAITING, was=was, named=named):
        return
    parts = with_owner(post.parts, found.owner, named=named)
    posts.reworded_before(connection, post.id, parts, None)
    send_agreed(connection, house, manager, replace(post, parts=parts), now)


def _no(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    post = post_of(connection, given.workspace, given.subject)
    not_told(connection, given)
    if post is not None and keep_as_draft(connection, manager, post, now):
        remind(connection, house, manager, now)


def _change(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    del given
    remind(connection, house, manager, now)


def _withdrawn(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    found = stories.get(connection, given.workspace, given.subject)
    if found is not None:
        _withdraw(connection, house, manager, found, now)
        remind(connection, house, manager, now)


def _could_win(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> AskedNow | None:
    """Whether it could win the award, as long as it stands and was not put up."""
    del house, manager, now
    found = stories.of_post(connection, asked.source_id)
    if found is None or found.state is not State.POSTED or awards.of_story(connection, found.id):
        return None
    return AskedNow()


ASKED_AGAIN = AskedAgain(_could_win)

AGREED = Agreement(yes=_yes, no=_no, change=_change, withdrawn=_withdrawn)
"""What comes of it when the owner agrees to a story, or does not."""


def _withdraw(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    story: StoryRecord,
    now: datetime,
) -> None:
    gone(connection, house, manager, story, now)
    post = posts.get(connection, story.workspace, story.post or "")
    if post is not None:
        take_down(connection, house, manager, post, now)


# --- what waits for the manager -------------------------------------------------------------


def _items(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """Stories of others that were posted: their owners can be thanked."""
    del day
    since = before - _THANKED_FOR
    items: list[TodayItem] = []
    for one in stories.posted_between(connection, manager.id, since, before):
        if not may_be_thanked(one, manager) or _is_thanked(connection, manager, one.id, before):
            continue
        name = name_of(connection, one.workspace, one.owner)
        ways = (
            Way(THANK, say("stories.today.thank", name=name), opens=True),
            Way(_SEEN, say("stories.today.not_now")),
        )
        text = say("stories.today.posted", name=name)
        title = habit_name(house, FAILURE)
        items.append(TodayItem(STORY, one.id, text, title=title, ways=ways))
    return items


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    item: str,
    value: str,
    now: datetime,
) -> None:
    del house
    found = stories.get(connection, manager.workspace, item)
    if found is None or found.manager != manager.id or value != _SEEN:
        raise NotHere
    no_more_thanks(connection, manager, item, now)


WAITING = WaitingKind(_items, _take)


def may_be_thanked(story: StoryRecord, manager: ManagerRecord) -> bool:
    """Whose lesson it is the manager knows: another's that they wrote down, or that stands there
    with a name."""
    if story.owner == manager.user:
        return False
    return story.told_by == manager.user or story.named is True


def _is_thanked(
    connection: Connection, manager: ManagerRecord, story: str, before: datetime
) -> bool:
    return drafts.get(connection, manager.id, _thanked(story), before) is not None


def no_more_thanks(
    connection: Connection, manager: ManagerRecord, story: str, now: datetime
) -> None:
    """A name of a draft without words: it says that this is not offered again."""
    until = now + _THANKED_FOR
    seen = DraftRecord(new_id(), _thanked(story), Audience.OWN_VOICE, {}, until)
    drafts.keep(connection, manager.id, seen)


def _thanked(story: str) -> str:
    """No habit has a colon in its key."""
    return f"thanked:{story}"


def begin_thanks(
    connection: Connection, house: House, manager: ManagerRecord, of: FormOf, now: datetime
) -> Values:
    """What stands in the form that thanks for a story."""
    del house, now
    found = stories.get(connection, manager.workspace, of.record)
    if found is None or found.manager != manager.id or not may_be_thanked(found, manager):
        return {}
    learned = found.body.get(KNOW_NOW, "")[:LONGEST_PREFILL]
    tried = found.body.get(TRIED, "")[:LONGEST_PREFILL]
    return {"rep": found.owner, "tried": tried, "learned": learned}


def shared_lately(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    """Somebody else's mistake was told to the team within two days."""
    del house
    found = stories.posted_between(connection, manager.id, now - _SHARED, now)
    theirs = any(one.owner != manager.user for one in found)
    return Known() if theirs else None


# --- a rep's own ----------------------------------------------------------------------------


def _own(connection: Connection, house: House, who: Who, now: datetime) -> list[RepThing]:
    """Stories of their own that they told themselves; those that others told stand where they
    agreed to them."""
    del house, now
    back = (Way(_BACK, say("stories.take_back")),)
    text = say("stories.yours")
    return [
        RepThing(STORY, one.id, text, one.body.get(KNOW_NOW, ""), back, agreed=True)
        for one in stories_of(connection, who.workspace, who.user)
        if one.told_by == one.owner
    ]


def _own_taken_back(
    connection: Connection, house: House, who: Who, item: str, value: str, now: datetime
) -> None:
    found = stories.get(connection, who.workspace, item)
    if found is None or found.owner != who.user or value != _BACK:
        raise NotHere
    take_back_story(connection, house, found, now)


OF_REPS = RepThings(_own, _own_taken_back)
