"""Forms that do a habit: opened, filled in, checked, seen as they will appear, and finished."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.services.agreed_posts import added_by_edit, who_must_agree
from bot.services.form_drafts import all_of, form_key, keep_form, shown_of
from bot.services.form_endings import (
    CHANNEL,
    TextChanged,
    consent_for,
    finish,
    need_consent,
    was_said,
)
from bot.services.form_fields import FormFields
from bot.services.form_views import Checked, Confirmed, Ended, Form, FormOf, OwnVoice, Preview
from bot.services.people import People
from bot.services.picked import names_of
from bot.services.places import BOT_NAME, Places, need_place
from bot.services.post_actions import Posts
from bot.services.posts import KEPT_FOR, habit_name, headline
from bot.services.prompts import own_prompt
from bot.services.taking_part import may_be_named, name_of
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, drafts, posts, requests, teams
from bot.storage.managers import ManagerRecord
from habits.agreeing import MustAgree
from habits.calendar import local_date
from habits.catalogue import Field
from habits.catalogue_lists import Audience
from habits.composing import addressees, faults, hint, spoken
from habits.errors import HabitsError
from habits.filling import Values, is_form, naming_field, people_in, visible
from habits.texts import say

_SAID = (Audience.OWN_VOICE, Audience.REP_DM, Audience.PEOPLE_DM)


class AskFirst(HabitsError):
    """Whoever an edit would add to a post is asked about the text before."""

    def __init__(self) -> None:
        super().__init__(say("consent.edit_adds"))


class NoFormHere(HabitsError):
    """The habit is not one that a form does."""

    def __init__(self, habit: str, key: str) -> None:
        super().__init__(say("compose.no_form", habit=habit, key=key))


@dataclass(frozen=True)
class Filled:
    """What somebody entered, and who is to see it: None where the form did not ask. `stood` names
    the fields that were in the form, empty ones as well: what was entered before in others
    waits."""

    values: Values
    audience: Audience | None
    stood: frozenset[str] = frozenset()


class Forms:
    """Every method raises NotStarted; those about a prompt or a post UnknownPrompt, NotHere and
    what `Posts` raises for an author."""

    def __init__(
        self,
        house: House,
        people: People,
        places: Places,
        published: Posts,
        bot_name: str = BOT_NAME,
    ) -> None:
        self._house = house
        self._people = people
        self._places = places
        self._posts = published
        self._bot_name = bot_name
        self._fields = FormFields(house)

    # --- filling in -------------------------------------------------------------------------

    async def find(self, words: str) -> FormOf:
        """The form of a habit, by what a person typed. Raises UnknownHabit."""
        return FormOf(self._house.catalogue.find(words).key)

    async def open(self, who: Who, of: FormOf, *, empty: bool = False) -> Form:
        """The form with what was kept of it; `empty` forgets that. Raises NoFormHere."""
        if empty:
            await self._house.database.write(self._forget, who, of)
        return await self._house.database.read(self._open, who, of)

    async def again(self, who: Who, of: FormOf, filled: Filled) -> Form:
        """The form as it stands after a choice in it. It is kept for a day, hidden fields too."""
        return await self._house.database.write(self._again, who, of, filled)

    async def check(self, who: Who, of: FormOf, filled: Filled) -> Checked:
        """What will be seen, or said. It is kept for a day, in any case.

        Raises WrongFields, and for a note of two what `may_be_named` raises.
        """
        fields = self._fields.of_habit(of, self._audience(of, filled))
        named = (user for _, user in people_in(fields, filled.values))
        names = await names_of(self._people, who, named)
        found = await self._house.database.write(self._check, who, of, filled, names)
        if isinstance(found, HabitsError):
            # Only now: what was typed is kept all the same.
            raise found
        return found

    def _forget(self, connection: Connection, who: Who, of: FormOf) -> None:
        drafts.forget(connection, active_manager(connection, who, self._house).id, form_key(of))

    def _open(self, connection: Connection, who: Who, of: FormOf) -> Form:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if of.prompt:
            own_prompt(connection, self._house, who, of.prompt)
        habit = self._house.catalogue.get(of.habit)
        if not of.post and not is_form(habit):
            raise NoFormHere(habit.name, habit.key)
        begun = self._fields.begun(connection, who, of, now)
        kept = drafts.get(connection, manager.id, form_key(of), now)
        if kept is None:
            return self._fields.form(connection, who, of, begun.values, begun.audience, now)
        values = all_of(kept)
        fits = kept.audience in set(habit.tool.audience)
        audience = Audience(kept.audience) if fits and not of.post else begun.audience
        return self._fields.form(connection, who, of, values, audience, now, kept=True)

    def _again(self, connection: Connection, who: Who, of: FormOf, filled: Filled) -> Form:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        audience = self._audience(of, filled)
        fields = self._fields.asked(connection, who, of, audience, now)
        kept = keep_form(
            connection, manager.id, of, fields, filled.values, filled.stood, audience, now
        )
        return self._fields.form(connection, who, of, all_of(kept), audience, now)

    def _check(
        self,
        connection: Connection,
        who: Who,
        of: FormOf,
        filled: Filled,
        names: Mapping[str, str | None],
    ) -> Checked | HabitsError:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        audience = self._audience(of, filled)
        fields = self._fields.asked(connection, who, of, audience, now)
        kept = keep_form(
            connection, manager.id, of, fields, filled.values, filled.stood, audience, now
        )
        draft, values = kept.id, shown_of(kept)
        parts = self._fields.parts(connection, who, of, audience, values, now)
        wrong = faults(fields, values, local_date(now, manager.zone))
        if of.habit in self._house.tools.refuses and not of.post:
            wrong = self._house.tools.refuses[of.habit](manager, values, now) | wrong
        for name, user in people_in(fields, values):
            if names.get(user) is None:
                wrong.setdefault(name, say("compose.faults.not_a_member"))
        if not parts:
            # Nothing but remarks for oneself: there is nothing to show.
            first = visible(fields, values)[0].id
            wrong.setdefault(first, say("compose.faults.text"))
        if wrong:
            return WrongFields(wrong)
        called = {user: name for user, name in names.items() if name}
        told = addressees(fields, values)
        to = told[0] if len(told) == 1 else None
        if audience is Audience.PAIR_NOTE and to is not None:
            try:
                may_be_named(connection, manager, to, naming_field(fields, values))
            except HabitsError as refused:
                return refused
        look_again = hint(fields, values)
        agree = who_must_agree(connection, self._house, manager, of.habit, audience, fields, values)
        added = self._added(connection, who, of, fields, agree)
        if added:
            names_them = (name for name, user in people_in(fields, values) if user in added)
            return WrongFields({next(names_them): say("consent.edit_adds")})
        asks = () if of.post else agree.asked
        if audience in _SAID and not of.post:
            looks = self._house.tools.before_said.get(of.habit)
            held = looks(connection, self._house, manager, of, kept, now) if looks else None
            if held is not None:
                return held
            return OwnVoice(
                habit=of.habit,
                text=spoken(fields, values, called),
                to=to,
                to_name=called.get(to or "", ""),
                token=f"{draft}:{of.prompt}:{of.record}",
                team=manager.workspace,
                hint=look_again,
            )
        return Preview(
            of=of,
            draft=draft,
            name=self._title(of, audience),
            audience=audience,
            parts=parts,
            author=manager.user,
            channel=self._channel(connection, who, of, manager),
            with_whom=to if audience is Audience.PAIR_NOTE else None,
            consent=consent_for(self._house, of, audience) if of.post or agree.others else None,
            hint=look_again,
            asks=asks,
            asks_name=called.get(asks[0], "") if len(asks) == 1 else "",
        )

    def _added(
        self,
        connection: Connection,
        who: Who,
        of: FormOf,
        fields: tuple[Field, ...],
        agree: MustAgree,
    ) -> tuple[str, ...]:
        return added_by_edit(connection, who, of.post, fields, agree.asked) if of.post else ()

    def _audience(self, of: FormOf, filled: Filled) -> Audience:
        if of.post:
            return Audience.TEAM_CHANNEL
        offered = self._house.catalogue.get(of.habit).tool.audience
        asked = filled.audience
        return asked if asked is not None and asked in offered else offered[0]

    def _title(self, of: FormOf, audience: Audience) -> str:
        """What stands above the text: a team reads another name than the manager."""
        named = headline if audience is Audience.TEAM_CHANNEL else habit_name
        return named(self._house, of.habit)

    def _channel(
        self, connection: Connection, who: Who, of: FormOf, manager: ManagerRecord
    ) -> str | None:
        found = posts.get(connection, who.workspace, of.post) if of.post else None
        return found.channel if found else teams.channel_of(connection, manager.id)

    # --- finishing --------------------------------------------------------------------------

    async def preview(self, who: Who, of: FormOf, draft: str, channel: str | None) -> Preview:
        """The preview once more, for another channel. Raises TextChanged, AskFirst."""
        return await self._house.database.read(self._preview, who, of, draft, channel)

    async def finish(self, who: Who, of: FormOf, confirmed: Confirmed) -> Ended:
        """Post what the preview showed, or keep it. Raises TextChanged, WrongField for the fields
        of the preview, SlackRefuses and AskFirst for an edited post."""
        if of.post:
            return await self._edited(who, of, confirmed)
        if confirmed.channel is not None:
            await need_place(self._places, confirmed.channel, CHANNEL, self._bot_name)
        return await self._house.database.write(finish, self._house, who, of, confirmed)

    async def said(self, who: Who, habit: str, token: str, key: str) -> Ended:
        """They said it themselves: it counts, and nothing of the text is kept."""
        return await self._house.database.write(was_said, self._house, who, habit, token, key)

    async def forget_drafts(self) -> None:
        """Drop what anybody began and did not send for a day, asks of the filter included."""
        await self._house.database.write(self._forget_drafts)

    def _forget_drafts(self, connection: Connection) -> None:
        now = self._house.clock.now()
        drafts.forget_older(connection, now)
        requests.forget_new(connection, now - KEPT_FOR)

    def _preview(
        self, connection: Connection, who: Who, of: FormOf, draft: str, channel: str | None
    ) -> Preview:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        kept = drafts.get(connection, manager.id, form_key(of), now)
        if kept is None or kept.id != draft:
            raise TextChanged
        audience = Audience(kept.audience)
        fields = self._fields.asked(connection, who, of, audience, now)
        values = shown_of(kept)
        agree = who_must_agree(connection, self._house, manager, of.habit, audience, fields, values)
        if self._added(connection, who, of, fields, agree):
            raise AskFirst
        asks = () if of.post else agree.asked
        only = name_of(connection, who.workspace, asks[0]) if len(asks) == 1 else ""
        return Preview(
            of=of,
            draft=draft,
            name=self._title(of, audience),
            audience=audience,
            parts=self._fields.parts(connection, who, of, audience, values, now),
            author=manager.user,
            channel=channel,
            consent=consent_for(self._house, of, audience) if of.post or agree.others else None,
            hint=hint(fields, values),
            asks=asks,
            asks_name=only,
        )

    async def _edited(self, who: Who, of: FormOf, confirmed: Confirmed) -> Ended:
        shown = await self._house.database.read(self._preview, who, of, confirmed.draft, None)
        need_consent(shown.consent, confirmed)
        values = await self._house.database.read(self._kept_values, who, of)
        ended = await self._posts.reword(who, of.post, shown.parts, values)
        await self._house.database.write(self._forget, who, of)
        return ended

    def _kept_values(self, connection: Connection, who: Who, of: FormOf) -> Values:
        manager = active_manager(connection, who, self._house)
        kept = drafts.get(connection, manager.id, form_key(of), self._house.clock.now())
        return {} if kept is None else shown_of(kept)
