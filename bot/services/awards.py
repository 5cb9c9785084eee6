"""The award of the month, as its manager gives it: put up, seen, opened to votes or given."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.services import award_cards
from bot.services.award_cards import lesson_of, open_vote, standing
from bot.services.award_views import (
    AwardFilled,
    AwardPreview,
    AwardWindow,
    Keeper,
    Lesson,
    Next,
    PutUp,
    StoryChoice,
)
from bot.services.form_endings import CHANNEL, TextChanged
from bot.services.nominating import own_award, put_up, take_out
from bot.services.places import BOT_NAME, Places, need_place
from bot.services.posts import name_in
from bot.services.prompts import Click
from bot.services.today import shown_anew
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, awards, inbound, own_lists, stories, teams
from bot.storage.awards import AwardRecord
from bot.storage.managers import ManagerRecord
from bot.storage.own_lists import ListKind
from bot.storage.stories import StoryRecord
from habits.awards import (
    LEAST_FOR_A_VOTE,
    Award,
    Event,
    Nomination,
    after,
    begun_citation,
    faults,
    is_too_late,
    is_work_day,
    month_of,
    suggested_end,
    trophies,
)
from habits.calendar import ONE_DAY, instant, local_date
from habits.errors import NotHere, WrongField
from habits.texts import say

_LOG = 6
"""So many months stand in the trophy's log."""


class Awards:
    """All methods raise NotStarted, and NotHere for what is somebody else's."""

    def __init__(self, house: House, places: Places, bot_name: str = BOT_NAME) -> None:
        self._house = house
        self._places = places
        self._bot_name = bot_name

    async def window(self, who: Who, filled: AwardFilled | None = None) -> AwardWindow:
        """The award of this month, or that of the last one where nobody has it yet. `filled` is
        what stands in the window already."""
        return await self._house.database.read(self._window, who, filled or AwardFilled())

    async def put_up(self, who: Who, filled: AwardFilled, key: str) -> AwardWindow:
        """Put a story up; its owner is asked. Raises WrongFields, TellFirst, TakesNoPart."""
        await self._house.database.write(self._put_up, who, filled, key)
        return await self.window(who)

    async def take_out(self, who: Who, nomination: str, click: Click) -> AwardWindow:
        """It is not put up any more."""
        await self._house.database.write(self._take_out, who, nomination, click)
        return await self.window(who)

    async def call_off(self, who: Who, award: str, click: Click) -> AwardWindow:
        """No award this month, or no vote any more."""
        await self._house.database.write(self._call_off, who, award, click)
        return await self.window(who)

    async def preview(
        self, who: Who, award: str, filled: AwardFilled, channel: str | None = None
    ) -> AwardPreview:
        """The card as the team will see it. Raises WrongFields."""
        return await self._house.database.write(self._preview, who, award, filled, channel)

    async def again(self, who: Who, award: str, shown: Sequence[str], channel: str) -> AwardPreview:
        """The preview once more, for another channel. Raises TextChanged."""
        return await self._house.database.read(self._again, who, award, shown, channel)

    async def post(
        self, who: Who, award: str, shown: Sequence[str], channel: str | None, key: str
    ) -> AwardPreview:
        """Open the vote, or give the award. Raises TextChanged where what the preview `shown` no
        longer stands, WrongField for the channel."""
        if channel is None:
            raise WrongField(CHANNEL, say("compose.faults.channel"))
        await need_place(self._places, channel, CHANNEL, self._bot_name)
        return await self._house.database.write(self._post, who, award, shown, channel, key)

    # --- the window -------------------------------------------------------------------------

    def _window(self, connection: Connection, who: Who, filled: AwardFilled) -> AwardWindow:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        return window_of(connection, self._house, manager, filled, now)

    def _put_up(self, connection: Connection, who: Who, filled: AwardFilled, key: str) -> None:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if not inbound.first_time(connection, who.workspace, key, now):
            return
        today = local_date(now, manager.zone)
        award = current(connection, manager, today)
        trophy, stays = _prize(connection, manager, award, filled)
        citation = " ".join(filled.citation.split())
        wrong = self._faults(manager, trophy, citation, filled.vote_until, now) | stays
        choices = stories_of(connection, self._house, manager, award, now)
        chosen = next((one for one in choices if one.id == filled.story), None)
        if chosen is None:
            wrong["story"] = say("awards.faults.missing")
        if wrong or chosen is None:
            raise WrongFields(wrong)
        put_up(
            connection,
            self._house,
            manager,
            award,
            chosen,
            trophy=trophy,
            citation=citation,
            vote_until=filled.vote_until,
            now=now,
        )
        _keep_trophy(connection, manager, trophy, now)
        shown_anew(connection, manager, now)

    def _take_out(self, connection: Connection, who: Who, nomination: str, click: Click) -> None:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = awards.nomination(connection, nomination)
        if found is None or found.manager != manager.id:
            raise NotHere
        if inbound.first_time(connection, who.workspace, click.key, now):
            take_out(connection, self._house, manager, found, now)
            shown_anew(connection, manager, now)

    def _call_off(self, connection: Connection, who: Who, award: str, click: Click) -> None:
        now = self._house.clock.now()
        manager, found = own_award(connection, self._house, who, award)
        off = after(found.state, Event.CALLED_OFF)
        if off is not None and inbound.first_time(connection, who.workspace, click.key, now):
            award_cards.call_off(connection, self._house, manager, found, off, now)
            shown_anew(connection, manager, now)

    def _preview(
        self,
        connection: Connection,
        who: Who,
        award: str,
        filled: AwardFilled,
        channel: str | None,
    ) -> AwardPreview:
        now = self._house.clock.now()
        manager, found = own_award(connection, self._house, who, award)
        if found.state is Award.GATHERING:
            # Once all lessons are put up, the window asks for neither any more.
            trophy, stays = _prize(connection, manager, found, filled)
            trophy = trophy or found.trophy
            until = filled.vote_until or _until(self._house, manager, found, now)
            closes = until if len(standing(connection, found)) > 1 else None
            wrong = self._faults(manager, trophy, None, closes, now) | stays
            if wrong:
                raise WrongFields(wrong)
            awards.change(connection, found.id, trophy=trophy, vote_until=until)
            _keep_trophy(connection, manager, trophy, now)
            found = awards.get(connection, manager.id, found.id) or found
        shown = _to_show(connection, found, filled.chosen)
        if not shown:
            raise WrongField("chosen", say("awards.faults.missing"))
        where = channel or teams.channel_of(connection, manager.id)
        return self._card(connection, manager, found, shown, where, now)

    def _again(
        self, connection: Connection, who: Who, award: str, shown: Sequence[str], channel: str
    ) -> AwardPreview:
        manager, found = own_award(connection, self._house, who, award)
        still = _to_show(connection, found, shown[0] if shown else "")
        if tuple(shown) != still:
            raise TextChanged
        return self._card(connection, manager, found, still, channel, self._house.clock.now())

    def _post(
        self,
        connection: Connection,
        who: Who,
        award: str,
        shown: Sequence[str],
        channel: str,
        key: str,
    ) -> AwardPreview:
        now = self._house.clock.now()
        manager, found = own_award(connection, self._house, who, award)
        if not inbound.first_time(connection, who.workspace, key, now):
            return self._card(connection, manager, found, shown, channel, now)
        still = _to_show(connection, found, shown[0] if shown else "")
        if tuple(shown) != still or not still:
            raise TextChanged
        # The preview may have stood there for a night.
        wrong = self._faults(manager, found.trophy, None, found.vote_until, now)
        is_vote = len(still) >= LEAST_FOR_A_VOTE and found.state is Award.GATHERING
        if is_vote and "vote_until" in wrong:
            raise WrongField(CHANNEL, say("awards.faults.day_over"))
        seen = self._card(connection, manager, found, still, channel, now)
        for one in awards.up_for(connection, found.id):
            # A yes that comes later would change a card on which people voted.
            if one.state is Nomination.ASKED:
                take_out(connection, self._house, manager, one, now)
        if is_vote:
            open_vote(connection, manager, found, channel, now)
        else:
            award_cards.give(connection, manager, found, still, channel, now)
        if teams.channel_of(connection, manager.id) is None:
            teams.choose_channel(connection, manager.id, channel)
        shown_anew(connection, manager, now)
        return seen

    def _card(
        self,
        connection: Connection,
        manager: ManagerRecord,
        award: AwardRecord,
        shown: Sequence[str],
        channel: str | None,
        now: datetime,
    ) -> AwardPreview:
        """The card as it will be: with the vote open, or the award given."""
        if len(shown) >= LEAST_FOR_A_VOTE and award.state is Award.GATHERING:
            card = award_cards.vote_message(
                connection, manager, replace(award, state=Award.OPEN, post=None), now
            )
            return AwardPreview(award.id, card, tuple(shown), channel)
        told = award_cards.result_message(connection, manager, replace(award, state=Award.GIVEN))
        up = standing(connection, award)
        won = tuple(lesson_of(one) for one in up if one.id in shown)
        votes = max((one.votes for one in up if one.id in shown), default=0)
        return AwardPreview(
            award.id, replace(told, winners=won, votes=votes), tuple(shown), channel
        )

    def _faults(
        self,
        manager: ManagerRecord,
        trophy: str,
        citation: str | None,
        until: date | None,
        now: datetime,
    ) -> dict[str, str]:
        today, off = local_date(now, manager.zone), self._house.off(manager, now)
        wrong = faults(trophy, citation, until, today)
        if until is not None and not is_work_day(until, manager.schedule, off):
            wrong.setdefault("vote_until", say("awards.faults.work_day"))
        if until is not None and is_too_late(until, manager.schedule, now):
            wrong.setdefault("vote_until", say("awards.faults.too_late"))
        return wrong


def window_of(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    filled: AwardFilled,
    now: datetime,
) -> AwardWindow:
    today = local_date(now, manager.zone)
    award = current(connection, manager, today)
    own = own_lists.lines(connection, manager.id, ListKind.TROPHIES)
    ideas = trophies(own, award.trophy if award else None)
    offered = stories_of(connection, house, manager, award, now)
    up = [] if award is None else awards.up_for(connection, award.id)
    taken = {one.story for one in up if one.state is not Nomination.OUT}
    choices = tuple(_choice(connection, manager, one) for one in offered if one.id not in taken)
    chosen = next((one for one in choices if one.story == filled.story), None)
    chosen = chosen or next(iter(choices), None)
    state = Award.GATHERING if award is None else award.state
    state = Award.GATHERING if state is Award.OFF else state
    count = sum(one.state is Nomination.IN for one in up)
    known = chosen.known_now if chosen else ""
    kept = award.vote_until if award is not None and state is not Award.GATHERING else None
    return AwardWindow(
        award=award.id if award else "",
        month=award.month if award else month_of(today),
        state=state,
        trophy=ideas.chosen,
        ideas=ideas.ideas,
        up=tuple(_as_seen(connection, manager, one) for one in up if one.story in taken),
        stories=choices,
        next=_next(state),
        vote_until=kept or _until(house, manager, award, now),
        keepers=_log(connection, manager),
        story=chosen.story if chosen else "",
        citation=begun_citation(known),
        may_open=state is Award.GATHERING and count >= LEAST_FOR_A_VOTE,
        may_give=(state is Award.GATHERING and count == 1) or state is Award.COUNTED,
        may_call_off=award is not None and after(award.state, Event.CALLED_OFF) is not None,
        trophy_stays=award is not None and trophy_stays(connection, manager, award),
    )


def current(connection: Connection, manager: ManagerRecord, today: date) -> AwardRecord | None:
    """The award that is to be given: that of last month where nobody has it yet, else that of this
    month; None where it has not begun."""
    month = month_of(today)
    last = month_of(month - ONE_DAY)
    for one in awards.unfinished(connection, manager.id):
        if one.month >= last:
            return one
    return awards.of_month(connection, manager.id, month)


def stories_of(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    award: AwardRecord | None,
    now: datetime,
) -> list[StoryRecord]:
    """What can be put up: stories posted since the award's month began, the manager's own first."""
    del house
    month = award.month if award else month_of(local_date(now, manager.zone))
    first = instant(month, time(), manager.zone)
    found = stories.posted_between(connection, manager.id, first, now + ONE_DAY)
    return sorted(found, key=lambda one: one.owner != manager.user)


def _next(state: Award) -> Next:
    match state:
        case Award.GATHERING | Award.OFF:
            return Next.PUT_UP
        case Award.COUNTED:
            return Next.CHOOSE
        case Award.OPEN | Award.GIVEN:
            return Next.NOTHING


def _to_show(connection: Connection, award: AwardRecord, chosen: str) -> tuple[str, ...]:
    """The lessons that the card will have: all that are in, who won, or the one that was chosen
    where nobody voted."""
    up = standing(connection, award)
    match award.state:
        case Award.GATHERING:
            return tuple(one.id for one in up)
        case Award.COUNTED:
            won = tuple(one.id for one in up if one.won)
            return won or tuple(one.id for one in up if one.id == chosen)
        case Award.OPEN | Award.GIVEN | Award.OFF:
            return ()


def _choice(connection: Connection, manager: ManagerRecord, story: StoryRecord) -> StoryChoice:
    mine = story.owner == manager.user
    known = mine or bool(story.named) or story.told_by == manager.user
    name = name_in(connection, manager.workspace, story.owner) if known else None
    return StoryChoice(story.id, story.body.get("know_now", ""), name, mine)


def _as_seen(connection: Connection, manager: ManagerRecord, one: awards.NominationRecord) -> PutUp:
    story = stories.get(connection, manager.workspace, one.story)
    mine = one.owner == manager.user
    known = mine or bool(one.named) or (story is not None and story.told_by == manager.user)
    return PutUp(Lesson(one.id, one.citation, one.owner if known else None), one.state)


def _log(connection: Connection, manager: ManagerRecord) -> tuple[Keeper, ...]:
    found: list[Keeper] = []
    for award in awards.given(connection, manager.id, _LOG):
        won = [one for one in standing(connection, award) if one.won]
        names = tuple(
            name_in(connection, manager.workspace, one.owner)
            if one.named
            else say("awards.one_of_us")
            for one in won
        )
        if names:
            found.append(Keeper(award.month, award.trophy, names))
    return tuple(found)


def trophy_stays(connection: Connection, manager: ManagerRecord, award: AwardRecord) -> bool:
    """Whether others were asked about the trophy: what they agree to is what the team reads."""
    up = awards.up_for(connection, award.id)
    return any(one.owner != manager.user and one.state is not Nomination.OUT for one in up)


def _prize(
    connection: Connection,
    manager: ManagerRecord,
    award: AwardRecord | None,
    filled: AwardFilled,
) -> tuple[str, dict[str, str]]:
    """The trophy, and what is wrong with another one once it stays."""
    trophy = _trophy(connection, manager, filled)
    if award is None or not trophy_stays(connection, manager, award):
        return trophy, {}
    if trophy in ("", award.trophy):
        return award.trophy, {}
    return award.trophy, {"trophy": say("awards.faults.prize", trophy=award.trophy)}


def _until(house: House, manager: ManagerRecord, award: AwardRecord | None, now: datetime) -> date:
    """The day for votes as it was picked, as long as it can be; else the usual one."""
    kept = None if award is None else award.vote_until
    if kept is not None and not is_too_late(kept, manager.schedule, now):
        return kept
    today = local_date(now, manager.zone)
    return suggested_end(today, manager.schedule, house.off(manager, now))


def _trophy(connection: Connection, manager: ManagerRecord, filled: AwardFilled) -> str:
    """The idea that was picked, else what was typed."""
    ideas = trophies(own_lists.lines(connection, manager.id, ListKind.TROPHIES)).ideas
    picked = dict(zip(map(str, range(len(ideas))), ideas, strict=True)).get(filled.idea)
    return picked or " ".join(filled.trophy.split())


def _keep_trophy(
    connection: Connection, manager: ManagerRecord, trophy: str, now: datetime
) -> None:
    """A trophy of the manager's own stands in the list from now on."""
    kept = own_lists.lines(connection, manager.id, ListKind.TROPHIES)
    if trophy not in kept and trophy not in trophies(()).ideas:
        own_lists.keep(connection, manager.id, ListKind.TROPHIES, (trophy, *kept)[:5], now)
