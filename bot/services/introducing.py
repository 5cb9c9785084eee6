"""An introduction of somebody new: they read it first, and it is posted once they agree."""

from dataclasses import dataclass

from bot.services import consenting
from bot.services.form_endings import CHANNEL
from bot.services.people import People
from bot.services.picked import names_of
from bot.services.places import BOT_NAME, Places, need_place
from bot.services.posts import hold
from bot.services.taking_part import may_be_named, name_of
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, inbound, new_id, teams
from bot.storage.consents import About
from habits.cards import BELONGING
from habits.catalogue import Field
from habits.catalogue_lists import FieldKind
from habits.composing import Part
from habits.filling import Values, field_faults, text_in, typed
from habits.texts import say

PERSON, INTRO = "person", "intro"


@dataclass(frozen=True)
class Introduction:
    """The window: `fields` to fill in, and where it would be posted, None where nobody said."""

    fields: tuple[Field, ...]
    channel: str | None


@dataclass(frozen=True)
class Introduced:
    """Whom the bot asks now, and where it would stand."""

    name: str
    channel: str


class Introducing:
    def __init__(
        self, house: House, people: People, places: Places, bot_name: str = BOT_NAME
    ) -> None:
        self._house = house
        self._people = people
        self._places = places
        self._bot_name = bot_name

    async def form(self, who: Who) -> Introduction:
        """Raises NotStarted."""
        return await self._house.database.read(self._form, who)

    async def ask(self, who: Who, values: Values, key: str) -> Introduced:
        """Ask the person whether this may be posted; `key` names the sending. Raises NotStarted,
        WrongField, WrongFields, and what `may_be_named` raises."""
        person, channel = text_in(values.get(PERSON)), text_in(values.get(CHANNEL))
        if channel:
            await need_place(self._places, channel, CHANNEL, self._bot_name)
        names = await names_of(self._people, who, [person] if person else [])
        member = names.get(person, "") is not None
        return await self._house.database.write(
            self._ask, who, values, person, channel, member, key
        )

    def _form(self, connection: Connection, who: Who) -> Introduction:
        manager = active_manager(connection, who, self._house)
        return Introduction(self._fields(), teams.channel_of(connection, manager.id))

    def _ask(
        self,
        connection: Connection,
        who: Who,
        values: Values,
        person: str,
        channel: str,
        member: bool,
        key: str,
    ) -> Introduced:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        fields = self._fields()
        wrong = field_faults(fields, values, now.date())
        if not member:
            wrong[PERSON] = say("compose.faults.not_a_member")
        if not channel:
            wrong[CHANNEL] = say("compose.faults.channel")
        if wrong:
            raise WrongFields(wrong)
        may_be_named(connection, manager, person, PERSON)
        asked = Introduced(name_of(connection, who.workspace, person), channel)
        if not inbound.first_time(connection, who.workspace, key, now):
            return asked
        text = next(typed(one, values.get(INTRO)) for one in fields if one.id == INTRO)
        parts = (Part("", text, people=(person,)),)
        post = new_id()
        hold(
            connection,
            manager,
            post=post,
            habit=BELONGING,
            recipient=channel,
            parts=parts,
            prompt=None,
            filled=None,
            now=now,
        )
        consenting.ask(
            connection,
            self._house,
            manager,
            about=About.POST,
            subject=post,
            person=person,
            parts=parts,
            now=now,
        )
        if teams.channel_of(connection, manager.id) is None:
            teams.choose_channel(connection, manager.id, channel)
        return asked

    def _fields(self) -> tuple[Field, ...]:
        """Who is new, and the habit's own field for the text."""
        habit = self._house.catalogue.get(BELONGING)
        text = next(one for one in habit.tool.fields if one.id == INTRO)
        person = Field(
            id=PERSON,
            label=say("cards.introduce.person"),
            kind=FieldKind.PERSON,
            required=True,
        )
        return (person, text.model_copy(update={"required": True}))
