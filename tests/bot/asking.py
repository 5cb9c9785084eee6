"""A manager whose text names Ben, who is asked first, and what became of it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.services.consent_messages import ConsentMessage
from bot.services.consents import CONSENT, Consents
from bot.services.form_views import Confirmed, Ending, FormOf, Preview
from bot.services.forms import Filled, Forms
from bot.services.post_actions import Posts
from bot.services.team_messages import PostMessage, TodayItem
from bot.services.who import Who
from bot.storage import consents, posts, practices
from bot.storage.consents import About, ConsentRecord
from bot.storage.posts import PostRecord
from habits.catalogue_lists import Audience
from habits.filling import Values
from tests.bot.services.test_forms import FakePlaces
from tests.bot.team import AMY, BEN, MONDAY, Team
from tests.bot.world import OWNER, WORKSPACE, World

CHANNEL = "C0TEAM"
THANKS: Values = {"rep": BEN.user, "did": "You stayed late", "effect": "The demo worked"}
THANK = FormOf("contribution")


@dataclass
class Asking:
    """A manager whose text names Ben, and what became of it."""

    world: World
    team: Team
    forms: Forms
    consents: Consents
    posts: Posts

    async def ask(self, values: Values = THANKS, of: FormOf = THANK) -> str:
        """The manager asks first; the post's id."""
        checked = await self.forms.check(OWNER, of, Filled(values, Audience.TEAM_CHANNEL))
        assert isinstance(checked, Preview)
        agreed = Confirmed(checked.draft, CHANNEL, agreed=checked.consent is not None)
        ended = await self.forms.finish(OWNER, of, agreed)
        assert ended.how is Ending.ASKED
        await self.world.walk(minutes=30)
        return ended.post

    def asked(self, post: str, who: Who = BEN) -> ConsentRecord:
        read = self.world.database.read_now
        found = read(consents.newest_about, About.POST, post)
        return next(one for one in found if one.person == who.user)

    def post(self, post: str) -> PostRecord:
        found = self.world.database.read_now(posts.get, WORKSPACE, post)
        assert found is not None
        return found

    def shown(self, who: Who = BEN) -> list[ConsentMessage]:
        """What a person was sent about their consent."""
        sent = self.world.messenger.to(who.user)
        return [one.message for one in sent if isinstance(one.message, ConsentMessage)]

    async def items(self, who: Who = OWNER) -> list[TodayItem]:
        everything = await self.world.waits.everything(who)
        return [one for one in everything.items if one.kind == CONSENT]

    async def take(self, item: TodayItem, value: str) -> None:
        await self.world.waits.take(OWNER, CONSENT, item.id, value, self.world.click())

    def in_channel(self) -> list[PostMessage]:
        """What stands in the channel."""
        gone = set(self.world.messenger.deleted)
        return [
            one.message
            for one in self.world.messenger.to(CHANNEL)
            if isinstance(one.message, PostMessage) and (one.channel, one.ts) not in gone
        ]

    def counted(self) -> int:
        manager = self.world.manager().id

        def count(connection: Connection) -> int:
            return len([one for one in _practices(connection, manager) if one == THANK.habit])

        return self.world.database.read_now(count)

    async def time_is_up(self) -> None:
        await self.world.walk(days=8)
        await self.consents.settle()


def _practices(connection: Connection, manager: str) -> list[str]:
    ask = practices.practices.select().where(practices.practices.c.manager == manager)
    return [row.habit for row in connection.execute(ask)]


async def asking_in(world: World) -> Asking:
    """Ben and Amy take part."""
    world.clock.move_to(MONDAY)
    team = Team(world)
    for rep in (BEN, AMY):
        await team.introduced(rep)
    published = Posts(world.house, world.people)
    forms = Forms(world.house, world.people, FakePlaces(), published)
    return Asking(world, team, forms, Consents(world.house), published)


def naming(asking: Asking, *people: Who) -> Values:
    """A form of "purpose" that names these people."""
    fields = asking.world.house.catalogue.get("purpose").tool.fields
    typed = {one.id: "Some words" for one in fields if one.required}
    return {**typed, "who": tuple(one.user for one in people)}


PURPOSE = FormOf("purpose")


def key(asking: Asking) -> str:
    return asking.team.key()


def worded(asked: ConsentRecord, words: str) -> dict[int, str]:
    """The same text in other words."""
    return {place: words for place, part in enumerate(asked.parts) if part.text}
