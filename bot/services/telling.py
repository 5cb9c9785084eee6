"""Telling a useful failure: one's own at once, somebody else's with their yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.services import consenting
from bot.services.agreed_posts import last_day
from bot.services.own_posts import prove
from bot.services.people import People
from bot.services.picked import names_of
from bot.services.places import BOT_NAME, Places, need_place
from bot.services.posts import confirm, headline, hold
from bot.services.prompts import Click
from bot.services.stories import LONGEST_PREFILL, may_be_thanked, no_more_thanks, take_back_story
from bot.services.taking_part import may_be_named, name_of
from bot.services.wanted import WrongFields
from bot.services.who import House, Who
from bot.storage import (
    Connection,
    inbound,
    managers,
    new_id,
    posts,
    roster,
    stories,
    teams,
)
from bot.storage.consents import About
from bot.storage.managers import ManagerRecord
from bot.storage.roster import Standing
from bot.storage.stories import State, StoryRecord
from habits.calendar import local, local_date
from habits.catalogue import Field
from habits.catalogue_lists import Audience
from habits.composing import Part, faults, hint
from habits.errors import HabitsError, NotHere, NotStarted, WrongField
from habits.failures import (
    FAILURE,
    OWNER,
    TRIED,
    Voice,
    card,
    may_put_forward,
    told_fields,
    voice_of,
)
from habits.filling import Values, text_in
from habits.phrases import day as day_words
from habits.texts import say

CHANNEL = "story.channel"
TEAM = "story.team"
NAMED = "story.named"
"""Fields of the form and its preview besides those of the habit."""


class ChannelClosed(HabitsError):
    """Nothing can be posted in the team's channel, and whoever tells cannot pick another."""

    def __init__(self) -> None:
        super().__init__(say("stories.channel_closed"))


class NoChannel(HabitsError):
    """The manager did not pick a channel for the team yet."""

    def __init__(self, name: str) -> None:
        super().__init__(say("stories.no_channel", name=name))


@dataclass(frozen=True)
class StoryTeam:
    """A team in which somebody can tell a story. `id` is the manager's record; `mine`: they lead
    it."""

    id: str
    name: str
    mine: bool


@dataclass(frozen=True)
class StoryForm:
    """The form as it stands. `teams` are those to choose from, `team` the chosen one. In their own
    team a manager may put somebody else's lesson forward (`owner`) once they `went_first`. `kept`:
    it was written before, and not posted."""

    fields: tuple[Field, ...]
    values: Values
    teams: tuple[StoryTeam, ...]
    team: str
    owner: str
    went_first: bool
    named: bool
    kept: bool = False
    prompt: str = ""

    @property
    def leads(self) -> bool:
        """They tell it to their own team."""
        return any(one.mine for one in self.teams if one.id == self.team)


@dataclass(frozen=True)
class ToldStory:
    """What was entered. `owner` "" is the person themselves."""

    values: Values
    team: str
    owner: str
    named: bool
    prompt: str = ""


@dataclass(frozen=True)
class StoryPreview:
    """The exact text, and who will see it. `asks` is whose yes it needs first, `asks_name` what
    Slack calls them; `teller` whose name stands above it, None for nobody's. `picks`: the channel
    can be picked."""

    story: str
    prompt: str
    title: str
    parts: tuple[Part, ...]
    teller: str | None
    channel: str | None
    picks: bool
    asks: str | None
    asks_name: str
    hint: str | None


@dataclass(frozen=True)
class StoryEnded:
    """What became of it. `until`: the day on which the last answer can come, in words; "" where
    nobody is asked. `owner` is who is asked."""

    channel: str
    until: str = ""
    owner: str = ""
    post: str = ""


class NotTheTeller(HabitsError):
    """The same for everybody else: who told it is not said."""

    def __init__(self) -> None:
        super().__init__(say("stories.not_yours"))


class Stories:
    """Methods raise NotStarted for who has no team here, NotHere for what is not theirs."""

    def __init__(
        self, house: House, people: People, places: Places, bot_name: str = BOT_NAME
    ) -> None:
        self._house = house
        self._people = people
        self._places = places
        self._bot_name = bot_name

    async def open(
        self, who: Who, *, prompt: str = "", words: str = "", about: str = ""
    ) -> StoryForm:
        """The form, with what was written before. `words` are what was tried, as typed or taken
        from a message of the user `about`. Raises NotForGuests, NotStarted."""
        await self._people.know(who)
        return await self._house.database.read(self._open, who, prompt, words, about)

    async def check(self, who: Who, told: ToldStory) -> StoryPreview:
        """What the team would read; kept for a day. Raises WrongFields, TellFirst, TakesNoPart."""
        owner = told.owner or who.user
        names = await names_of(self._people, who, [owner])
        found = await self._house.database.write(self._check, who, told, names)
        if isinstance(found, HabitsError):
            # Only now: what was typed is kept all the same.
            raise found
        return found

    async def finish(
        self, who: Who, story: str, channel: str | None, prompt: str = ""
    ) -> StoryEnded:
        """Post one's own, or ask whose lesson it is; a second time changes nothing. Raises
        WrongField, ChannelClosed, NoChannel, NotHere."""
        where = await self._house.database.read(self._where, who, story, channel)
        try:
            await need_place(self._places, where, CHANNEL, self._bot_name)
        except WrongField:
            if channel is not None:
                raise
            # Somebody of the team has no other channel to pick.
            raise ChannelClosed from None
        return await self._house.database.write(self._finish, who, story, where, prompt)

    async def take_back(self, who: Who, story: str, key: str) -> None:
        """The owner does not want it to stand any more: it goes, with all that came of it."""
        await self._house.database.write(self._take_back, who, story, key)

    async def take_back_post(self, who: Who, post: str, click: Click) -> None:
        """The same, from the post in which it stands. Raises NotTheTeller."""
        await prove(self._house, who, post, click)
        await self._house.database.write(self._take_back_post, who, post, click.key)

    async def thank(self, who: Who, story: str) -> None:
        """The manager goes on to thank the owner: it is offered no more. Raises NotHere."""
        await self._house.database.write(self._thank, who, story)

    # --- the form ---------------------------------------------------------------------------

    def _open(
        self, connection: Connection, who: Who, prompt: str, words: str, about: str
    ) -> StoryForm:
        found = _teams(connection, who)
        if not found:
            raise NotStarted
        begun = stories.begun_by(connection, who.workspace, who.user)
        if words:
            values: Values = {TRIED: words[:LONGEST_PREFILL]}
            begun = None
        else:
            values = {} if begun is None else dict(begun.body)
        team = found[0].id
        if begun is not None and any(one.id == begun.manager for one in found):
            team = begun.manager
        mine = next((one.id for one in found if one.mine), "")
        first = bool(mine) and stories.has_posted(connection, mine, who.user)
        owner = about if begun is None else begun.owner
        return StoryForm(
            fields=self._fields(),
            values=values,
            teams=tuple(found),
            team=team,
            owner=owner if first and owner else who.user,
            went_first=first,
            named=begun is None or begun.named is not False,
            kept=begun is not None,
            prompt=prompt,
        )

    def _check(
        self,
        connection: Connection,
        who: Who,
        told: ToldStory,
        names: Mapping[str, str | None],
    ) -> StoryPreview | HabitsError:
        now = self._house.clock.now()
        manager = _team(connection, who, told.team)
        leads = manager.user == who.user
        owner = told.owner if leads and told.owner else who.user
        fields = self._fields()
        named = None if owner != who.user else leads or told.named
        stories.drop_begun(connection, who.workspace, who.user)
        story = stories.add(
            connection,
            workspace=who.workspace,
            manager=manager.id,
            owner=owner,
            told_by=who.user,
            body={field.id: text_in(told.values.get(field.id)) for field in fields},
            named=named,
            state=State.DRAFT,
            at=now,
        )
        wrong = faults(fields, told.values, local_date(now, manager.zone))
        if names.get(owner) is None:
            wrong[OWNER] = say("compose.faults.not_a_member")
        first = stories.has_posted(connection, manager.id, who.user)
        if not may_put_forward(owner, who.user, went_first=first):
            wrong[OWNER] = say("stories.going_first")
        if wrong:
            return WrongFields(wrong)
        if owner != who.user:
            try:
                may_be_named(connection, manager, owner, OWNER)
            except HabitsError as refused:
                return refused
        channel = teams.channel_of(connection, manager.id)
        if channel is None and not leads:
            return NoChannel(name_of(connection, who.workspace, manager.user))
        record = stories.get(connection, who.workspace, story)
        assert record is not None  # noqa: S101  (it was written above)
        return StoryPreview(
            story=story,
            prompt=told.prompt,
            title=headline(self._house, FAILURE),
            parts=self._parts(record),
            teller=_teller(record, manager),
            channel=channel,
            picks=leads,
            asks=owner if owner != who.user else None,
            asks_name=names.get(owner) or "",
            hint=hint(fields, told.values),
        )

    def _fields(self) -> tuple[Field, ...]:
        return told_fields(self._house.catalogue.get(FAILURE))

    def _parts(self, story: StoryRecord) -> tuple[Part, ...]:
        return card(self._fields(), story.body)

    # --- how it ends ------------------------------------------------------------------------

    def _where(self, connection: Connection, who: Who, story: str, channel: str | None) -> str:
        found = _told_by(connection, who, story)
        manager = _team(connection, who, found.manager)
        picked = channel if manager.user == who.user else None
        where = picked or teams.channel_of(connection, manager.id)
        if where is None:
            raise WrongField(CHANNEL, say("compose.faults.channel"))
        return where

    def _finish(
        self, connection: Connection, who: Who, story: str, channel: str, prompt: str
    ) -> StoryEnded:
        now = self._house.clock.now()
        found = _told_by(connection, who, story)
        manager = _team(connection, who, found.manager)
        if teams.channel_of(connection, manager.id) is None:
            teams.choose_channel(connection, manager.id, channel)
        if found.state is State.DRAFT:
            if found.owner == who.user:
                self._post(connection, manager, found, channel, prompt, now)
            else:
                self._ask(connection, manager, found, channel, prompt, now)
        elif found.post is None:
            raise NotHere
        return _ended(connection, manager, story)

    def _post(
        self,
        connection: Connection,
        manager: ManagerRecord,
        story: StoryRecord,
        channel: str,
        prompt: str,
        now: datetime,
    ) -> None:
        """One's own: it goes out at once, and counts for the manager where it is theirs."""
        voice = voice_of(story.owner, story.told_by, manager.user, named=story.named)
        name = confirm(
            connection,
            self._house,
            manager,
            habit=FAILURE,
            recipient=channel,
            audience=Audience.TEAM_CHANNEL,
            parts=self._parts(story),
            prompt=prompt or None,
            now=now,
            author=_author(voice, story.owner),
            counts=voice is Voice.MANAGER,
        )
        stories.change(connection, story.id, State.WAITING, was=(State.DRAFT,), post=name, at=now)

    def _ask(
        self,
        connection: Connection,
        manager: ManagerRecord,
        story: StoryRecord,
        channel: str,
        prompt: str,
        now: datetime,
    ) -> None:
        """Somebody else's: they read the exact text first."""
        name, parts = new_id(), self._parts(story)
        hold(
            connection,
            manager,
            post=name,
            habit=FAILURE,
            recipient=channel,
            parts=parts,
            prompt=prompt or None,
            filled=None,
            now=now,
        )
        stories.change(connection, story.id, State.ASKING, was=(State.DRAFT,), post=name, at=now)
        consenting.ask(
            connection,
            self._house,
            manager,
            about=About.STORY,
            subject=story.id,
            person=story.owner,
            parts=parts,
            now=now,
        )

    # --- afterwards -------------------------------------------------------------------------

    def _take_back(self, connection: Connection, who: Who, story: str, key: str) -> None:
        found = stories.get(connection, who.workspace, story)
        if found is None or found.owner != who.user:
            raise NotHere
        now = self._house.clock.now()
        if inbound.first_time(connection, who.workspace, key, now):
            take_back_story(connection, self._house, found, now)

    def _take_back_post(self, connection: Connection, who: Who, post: str, key: str) -> None:
        found = stories.of_post(connection, post)
        if found is None or found.workspace != who.workspace:
            raise NotHere
        if found.owner != who.user:
            raise NotTheTeller
        self._take_back(connection, who, found.id, key)

    def _thank(self, connection: Connection, who: Who, story: str) -> None:
        now = self._house.clock.now()
        manager = managers.of_user(connection, who.workspace, who.user)
        found = stories.get(connection, who.workspace, story)
        if manager is None or found is None or found.manager != manager.id:
            raise NotHere
        if not may_be_thanked(found, manager):
            raise NotHere
        no_more_thanks(connection, manager, story, now)


# --- which one ------------------------------------------------------------------------------


def _teams(connection: Connection, who: Who) -> list[StoryTeam]:
    """Where somebody can tell a story: their own team, then those they belong to."""
    found: list[StoryTeam] = []
    own = managers.of_user(connection, who.workspace, who.user)
    if own is not None and own.is_active:
        found.append(StoryTeam(own.id, say("stories.my_team"), mine=True))
    for entry in roster.of_user(connection, who.workspace, who.user):
        manager = managers.get(connection, entry.manager)
        if entry.state is Standing.INTRODUCED and manager is not None and manager.is_active:
            name = name_of(connection, who.workspace, manager.user)
            found.append(StoryTeam(manager.id, say("stories.team_of", name=name), mine=False))
    return found


def _team(connection: Connection, who: Who, team: str) -> ManagerRecord:
    """The manager of a team in which they can tell a story. Raises NotHere."""
    manager = managers.get(connection, team)
    if manager is None or not any(one.id == team for one in _teams(connection, who)):
        raise NotHere
    return manager


def _told_by(connection: Connection, who: Who, story: str) -> StoryRecord:
    found = stories.get(connection, who.workspace, story)
    if found is None or found.told_by != who.user:
        raise NotHere
    return found


def _author(voice: Voice, owner: str) -> str | None:
    """What `posts.author` keeps: None for the manager, "" for one of the team without a name."""
    match voice:
        case Voice.MANAGER:
            return None
        case Voice.OWNER:
            return owner
        case Voice.NOBODY:
            return ""


def _teller(story: StoryRecord, manager: ManagerRecord) -> str | None:
    match voice_of(story.owner, story.told_by, manager.user, named=story.named):
        case Voice.MANAGER:
            return manager.user
        case Voice.OWNER:
            return story.owner
        case Voice.NOBODY:
            return None


def _ended(connection: Connection, manager: ManagerRecord, story: str) -> StoryEnded:
    found = stories.get(connection, manager.workspace, story)
    post = None if found is None else posts.get(connection, manager.workspace, found.post or "")
    if found is None or post is None:
        raise NotHere
    if found.state is not State.ASKING:
        return StoryEnded(post.recipient, post=post.id)
    until = last_day(connection, About.STORY, story)
    words = day_words(local(until, manager.zone))
    return StoryEnded(post.recipient, words, found.owner, post.id)
