"""The lunch for useful mistakes, as its manager sets it: invited to, moved, called off, and what
the team knows afterwards."""

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.services.form_endings import CHANNEL, TextChanged
from bot.services.lunch_cards import (
    LUNCH,
    ask_on_its_days,
    end,
    invitation,
    invitation_anew,
)
from bot.services.lunch_views import (
    LearningsEnded,
    LearningsPreview,
    LunchForm,
    LunchMessage,
    LunchPage,
    LunchPreview,
    Teller,
)
from bot.services.places import BOT_NAME, Places, need_place
from bot.services.posts import confirm, headline, name_in
from bot.services.prompts import Click
from bot.services.today import shown_anew
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import (
    Connection,
    drafts,
    inbound,
    lunches,
    new_id,
    outgoing,
    posts,
    stories,
    teams,
)
from bot.storage.drafts import DraftRecord
from bot.storage.lunches import LunchRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow
from bot.storage.posts import NewPost
from habits.calendar import local_date
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import NotHere, WrongField
from habits.filling import clean
from habits.lunches import (
    LONGEST_LEARNINGS,
    Lunch,
    Place,
    Wish,
    faults,
    in_months,
)
from habits.texts import say

_WISH = "lunch:wish"
"""The name of a draft; no habit has a colon in its key."""
_KEPT_FOR = timedelta(hours=24)
_MAY_BE_LATE = timedelta(minutes=10)


class Lunches:
    """All methods raise NotStarted, and NotHere for what is somebody else's."""

    def __init__(self, house: House, places: Places, bot_name: str = BOT_NAME) -> None:
        self._house = house
        self._places = places
        self._bot_name = bot_name

    async def window(self, who: Who) -> LunchForm | LunchPage:
        """The lunch that is planned, else the form for one."""
        return await self._house.database.read(self._window, who)

    async def page(self, who: Who, lunch: str) -> LunchPage:
        return await self._house.database.read(self._page, who, lunch)

    async def form(self, who: Who, lunch: str, months: int | None = None) -> LunchForm:
        """The form with what stands, to change it; with `months`, for the next lunch so long
        after that one."""
        return await self._house.database.read(self._form, who, lunch, months)

    async def preview(self, who: Who, wish: Wish) -> LunchPreview:
        """The invitation as the team will see it. Raises WrongFields."""
        return await self._house.database.write(self._preview, who, wish)

    async def again(self, who: Who, draft: str, channel: str) -> LunchPreview:
        """The preview for another channel. Raises TextChanged."""
        return await self._house.database.read(self._again, who, draft, channel)

    async def invite(self, who: Who, draft: str, channel: str | None, key: str) -> LunchPreview:
        """Post the invitation: the lunch is planned. Raises TextChanged, WrongField."""
        where = await self._place(channel)
        return await self._house.database.write(self._invite, who, draft, where, key)

    async def change(self, who: Who, lunch: str, wish: Wish, key: str) -> LunchPage:
        """Another date, place or name; the invitation follows. Raises WrongFields."""
        await self._house.database.write(self._change, who, lunch, wish, key)
        return await self.page(who, lunch)

    async def call_off(self, who: Who, lunch: str, click: Click) -> None:
        await self._house.database.write(self._call_off, who, lunch, click)

    async def learnings(self, who: Who, lunch: str, text: str) -> LearningsPreview:
        """The post with what the team knows now. Raises WrongField."""
        return await self._house.database.write(self._learnings, who, lunch, text)

    async def learnings_again(self, who: Who, lunch: str, channel: str) -> LearningsPreview:
        return await self._house.database.read(self._learnings_again, who, lunch, channel)

    async def tell_learnings(
        self, who: Who, lunch: str, channel: str | None, key: str
    ) -> LearningsEnded:
        """Post them: the lunch was held. Raises WrongField."""
        where = await self._place(channel)
        return await self._house.database.write(self._tell_learnings, who, lunch, where, key)

    async def _place(self, channel: str | None) -> str:
        if channel is None:
            raise WrongField(CHANNEL, say("compose.faults.channel"))
        await need_place(self._places, channel, CHANNEL, self._bot_name)
        return channel

    # --- windows ----------------------------------------------------------------------------

    def _window(self, connection: Connection, who: Who) -> LunchForm | LunchPage:
        manager = active_manager(connection, who, self._house)
        lunch = lunches.planned(connection, manager.id)
        if lunch is not None:
            return self._page(connection, who, lunch.id)
        kept = drafts.get(connection, manager.id, _WISH, self._house.clock.now())
        if kept is not None:
            return LunchForm(_wish(kept))
        own = stories.of_owner(connection, manager.workspace, manager.user)
        told = "\n".join(
            words for one in own[:1] for name in _TOLD if (words := one.body.get(name, ""))
        )
        return LunchForm(Wish(say("lunches.usual_name"), None, "", told))

    def _page(self, connection: Connection, who: Who, lunch: str) -> LunchPage:
        manager, found = own_lunch(connection, self._house, who, lunch)
        told = lunches.told_at(connection, found.id)
        today = local_date(self._house.clock.now(), manager.zone)
        may_tell = found.state is Lunch.PLANNED and today >= found.on_day
        owes = found if may_tell else lunches.to_learn_from(connection, manager.id, today)
        is_past = today > found.on_day
        tellers = tuple(
            Teller(one.id, one.owner, one.body.get("know_now", ""), one.state)
            for one in told
            if one.state is not Place.OUT
        )
        return LunchPage(
            found.id,
            found.name,
            found.on_day,
            found.place or "",
            tellers,
            may_choose=not is_past and any(one.state is Place.OFFERED for one in told),
            may_tell_learnings=may_tell,
            learnings_of="" if owes is None else owes.id,
            may_set_next=is_past and to_come(connection, manager, today) is None,
        )

    def _form(self, connection: Connection, who: Who, lunch: str, months: int | None) -> LunchForm:
        manager, found = own_lunch(connection, self._house, who, lunch)
        if months is None:
            wish = Wish(found.name, found.on_day, found.place or "", found.own_story)
            return LunchForm(wish, found.id)
        now = self._house.clock.now()
        today, off = local_date(now, manager.zone), self._house.off(manager, now)
        on = in_months(found.on_day, months, today, manager.schedule, off)
        return LunchForm(Wish(found.name, on, found.place or "", ""))

    # --- the invitation ---------------------------------------------------------------------

    def _preview(self, connection: Connection, who: Who, wish: Wish) -> LunchPreview:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        wish = _tidy(wish)
        wrong = faults(wish, local_date(now, manager.zone))
        if wrong:
            raise WrongFields(wrong)
        filled = {
            "name": wish.name,
            "on": wish.on.isoformat() if wish.on else "",
            "place": wish.place,
            "own_story": wish.own_story,
        }
        kept = DraftRecord(new_id(), _WISH, Audience.TEAM_CHANNEL, filled, now + _KEPT_FOR)
        drafts.keep(connection, manager.id, kept)
        channel = teams.channel_of(connection, manager.id)
        return LunchPreview(kept.id, _card(connection, manager, wish), channel)

    def _again(self, connection: Connection, who: Who, draft: str, channel: str) -> LunchPreview:
        manager = active_manager(connection, who, self._house)
        now = self._house.clock.now()
        kept = drafts.get(connection, manager.id, _WISH, now)
        if kept is None or kept.id != draft:
            raise TextChanged
        return LunchPreview(draft, _card(connection, manager, _wish(kept)), channel)

    def _invite(
        self, connection: Connection, who: Who, draft: str, channel: str, key: str
    ) -> LunchPreview:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if not inbound.first_time(connection, who.workspace, key, now):
            lunch = lunches.planned(connection, manager.id)
            if lunch is None:
                raise TextChanged
            return LunchPreview(draft, invitation(connection, manager, lunch), channel)
        kept = drafts.get(connection, manager.id, _WISH, now)
        today = local_date(now, manager.zone)
        if kept is None or kept.id != draft or to_come(connection, manager, today):
            raise TextChanged
        wish = _wish(kept)
        post = _post(connection, manager, channel, now)
        made = lunches.add(
            connection,
            manager.id,
            name=wish.name,
            on_day=wish.on or local_date(now, manager.zone),
            place=wish.place or None,
            own_story=wish.own_story,
            post=post,
            now=now,
        )
        lunch = lunches.get(connection, manager.id, made)
        assert lunch is not None  # noqa: S101  (it was written just now)
        ask_on_its_days(connection, self._house, manager, lunch, now)
        drafts.forget(connection, manager.id, _WISH)
        if teams.channel_of(connection, manager.id) is None:
            teams.choose_channel(connection, manager.id, channel)
        return LunchPreview(draft, invitation(connection, manager, lunch), channel)

    def _change(self, connection: Connection, who: Who, lunch: str, wish: Wish, key: str) -> None:
        now = self._house.clock.now()
        manager, found = own_lunch(connection, self._house, who, lunch)
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        wish = _tidy(wish)
        wrong = faults(wish, local_date(now, manager.zone))
        if wrong:
            raise WrongFields(wrong)
        newest = lunches.planned(connection, manager.id)
        if newest is None or newest.id != found.id or wish.on is None:
            raise NotHere
        lunches.change(
            connection,
            found.id,
            name=wish.name,
            on_day=wish.on,
            place=wish.place or None,
            own_story=wish.own_story,
        )
        moved = lunches.get(connection, manager.id, found.id) or found
        if moved.on_day != found.on_day:
            ask_on_its_days(connection, self._house, manager, moved, now)
        invitation_anew(connection, manager.workspace, moved)
        shown_anew(connection, manager, now)

    def _call_off(self, connection: Connection, who: Who, lunch: str, click: Click) -> None:
        now = self._house.clock.now()
        manager, found = own_lunch(connection, self._house, who, lunch)
        if inbound.first_time(connection, who.workspace, click.key, now):
            end(connection, self._house, manager, found, Lunch.OFF, now)
            shown_anew(connection, manager, now)

    # --- afterwards -------------------------------------------------------------------------

    def _learnings(
        self, connection: Connection, who: Who, lunch: str, text: str
    ) -> LearningsPreview:
        manager, found = self._to_tell(connection, who, lunch)
        words = clean(text)
        if not words:
            raise WrongField("learnings", say("lunches.faults.missing"))
        if len(words) > LONGEST_LEARNINGS:
            raise WrongField("learnings", say("lunches.faults.too_long", most=LONGEST_LEARNINGS))
        lunches.change(connection, found.id, learnings=words)
        channel = teams.channel_of(connection, manager.id)
        return self._told(manager, replace(found, learnings=words), channel)

    def _learnings_again(
        self, connection: Connection, who: Who, lunch: str, channel: str
    ) -> LearningsPreview:
        manager, found = self._to_tell(connection, who, lunch)
        return self._told(manager, found, channel)

    def _tell_learnings(
        self, connection: Connection, who: Who, lunch: str, channel: str, key: str
    ) -> LearningsEnded:
        now = self._house.clock.now()
        if not inbound.first_time(connection, who.workspace, key, now):
            manager, _ = own_lunch(connection, self._house, who, lunch)
            return _learned(connection, manager, lunch, channel, now)
        manager, found = self._to_tell(connection, who, lunch)
        if not found.learnings:
            raise TextChanged
        # What it would ask again comes with its days: nothing else follows the post.
        post = confirm(
            connection,
            self._house,
            manager,
            habit=LUNCH,
            recipient=channel,
            audience=Audience.TEAM_CHANNEL,
            parts=self._told(manager, found, channel).parts,
            prompt=None,
            now=now,
        )
        end(connection, self._house, manager, found, Lunch.HELD, now, learnings_post=post)
        if teams.channel_of(connection, manager.id) is None:
            teams.choose_channel(connection, manager.id, channel)
        shown_anew(connection, manager, now)
        return _learned(connection, manager, lunch, channel, now)

    def _to_tell(
        self, connection: Connection, who: Who, lunch: str
    ) -> tuple[ManagerRecord, LunchRecord]:
        """A lunch whose day has come. Raises NotHere."""
        manager, found = own_lunch(connection, self._house, who, lunch)
        today = local_date(self._house.clock.now(), manager.zone)
        if found.state is not Lunch.PLANNED or today < found.on_day:
            raise NotHere
        return manager, found

    def _told(
        self, manager: ManagerRecord, lunch: LunchRecord, channel: str | None
    ) -> LearningsPreview:
        parts = (Part(say("lunches.learnings.from", name=lunch.name), lunch.learnings or ""),)
        return LearningsPreview(
            lunch.id, headline(self._house, LUNCH), manager.user, parts, channel
        )


_TOLD = ("tried", "know_now")


def own_lunch(
    connection: Connection, house: House, who: Who, lunch: str
) -> tuple[ManagerRecord, LunchRecord]:
    """Raises NotHere: a foreign one and none at all get the same."""
    manager = active_manager(connection, who, house)
    found = lunches.get(connection, manager.id, lunch)
    if found is None:
        raise NotHere
    return manager, found


def to_come(connection: Connection, manager: ManagerRecord, today: date) -> LunchRecord | None:
    """The lunch that is planned for today or later."""
    found = lunches.planned(connection, manager.id)
    return None if found is None or found.on_day < today else found


def _learned(
    connection: Connection, manager: ManagerRecord, lunch: str, channel: str, now: datetime
) -> LearningsEnded:
    today = local_date(now, manager.zone)
    return LearningsEnded(lunch, channel, to_come(connection, manager, today) is None)


def _card(connection: Connection, manager: ManagerRecord, wish: Wish) -> LunchMessage:
    return LunchMessage(
        lunch="",
        author=manager.user,
        author_name=name_in(connection, manager.workspace, manager.user),
        team=manager.workspace,
        name=wish.name,
        on=wish.on or date.max,
        place=wish.place,
    )


def _tidy(wish: Wish) -> Wish:
    return Wish(
        " ".join(clean(wish.name).split()),
        wish.on,
        " ".join(clean(wish.place).split()),
        clean(wish.own_story),
    )


def _wish(kept: DraftRecord) -> Wish:
    filled = kept.filled
    on = date.fromisoformat(filled["on"]) if filled["on"] else None
    return Wish(filled["name"], on, filled["place"], filled["own_story"])


def _post(connection: Connection, manager: ManagerRecord, channel: str, now: datetime) -> str:
    """The invitation goes out; its words come from what is kept about the lunch."""
    post = new_id()
    posts.add(
        connection,
        NewPost(
            id=post,
            workspace=manager.workspace,
            manager=manager.id,
            habit=LUNCH,
            prompt=None,
            audience=Audience.TEAM_CHANNEL,
            recipient=channel,
            parts=None,
            filled=None,
            confirmed_at=now,
            salt=secrets.token_hex(32),
        ),
    )
    row = NewRow(
        workspace=manager.workspace,
        key=f"{Kind.POST}:{post}",
        kind=Kind.POST,
        manager=manager.id,
        recipient=channel,
        local_date=local_date(now, manager.zone),
        asked_at=now,
        due_at=now,
        window_ends=now + _MAY_BE_LATE,
        subject=post,
    )
    outgoing.add(connection, [row])
    return post
