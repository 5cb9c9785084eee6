"""Stories put up for the award: asked about, in, out, and what waits for the manager because of
them."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.services import consenting
from bot.services.award_cards import call_off, cards_anew, standing, vote_ends
from bot.services.taking_part import TakesNoPart, may_be_named, name_of, takes_part
from bot.services.team_messages import TodayItem, Way
from bot.services.today import remind, shown_anew
from bot.services.tools import Agreement, Known, WaitingKind
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, awards, consents
from bot.storage.awards import AwardRecord, NominationRecord
from bot.storage.consents import About, ConsentRecord
from bot.storage.managers import ManagerRecord
from bot.storage.stories import StoryRecord
from habits.awards import (
    LEAST_FOR_A_VOTE,
    MOST_NOMINATIONS,
    Award,
    Event,
    Nomination,
    after,
    month_of,
)
from habits.calendar import ONE_DAY, local_date
from habits.catalogue_lists import Need, SlotSource
from habits.composing import Part
from habits.errors import NotHere
from habits.phrases import month as month_name
from habits.texts import say

AWARD_WAITS = "award"
"""The kind of what waits, and the way that opens the window."""
OPENS = "open"
NOT_THIS_MONTH = "off"


def own_award(
    connection: Connection, house: House, who: Who, award: str
) -> tuple[ManagerRecord, AwardRecord]:
    """Raises NotHere: a foreign one and none at all get the same."""
    manager = active_manager(connection, who, house)
    found = awards.get(connection, manager.id, award)
    if found is None:
        raise NotHere
    return manager, found


def put_up(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    award: AwardRecord | None,
    story: StoryRecord,
    *,
    trophy: str,
    citation: str,
    vote_until: date | None,
    now: datetime,
) -> None:
    """Put a story up: the manager's own is in, any other once its owner agrees. Raises WrongFields
    where the award is full or closed, TellFirst, TakesNoPart."""
    mine = story.owner == manager.user
    if not mine:
        _may_be_asked(connection, manager, story)
    if award is None:
        month = month_of(local_date(now, manager.zone))
        award = awards.begin(connection, manager.id, month, trophy, now)
    if award.state is Award.OFF:
        awards.change(connection, award.id, state=Award.GATHERING)
    elif award.state is not Award.GATHERING:
        raise WrongFields({"story": say("awards.faults.closed")})
    up = [one for one in awards.up_for(connection, award.id) if one.state is not Nomination.OUT]
    if len(up) >= MOST_NOMINATIONS:
        raise WrongFields({"story": say("awards.faults.full", most=MOST_NOMINATIONS)})
    awards.change(connection, award.id, trophy=trophy, vote_until=vote_until)
    state = Nomination.IN if mine else Nomination.ASKED
    made = awards.put_up(connection, award, story.id, citation, state, now)
    if not mine:
        consenting.ask(
            connection,
            house,
            manager,
            about=About.NOMINATION,
            subject=made,
            person=story.owner,
            parts=_as_shown(story, trophy, citation),
            now=now,
        )


def _as_shown(story: StoryRecord, trophy: str, citation: str) -> tuple[Part, ...]:
    """What its owner is asked about, as the team would read it: with their name or without."""
    told = Part(say("awards.asked", trophy=trophy), citation)
    whose = Part("", "", (story.owner,)) if story.named else Part("", say("awards.one_of_us"))
    return told, whose


def take_out(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    one: NominationRecord,
    now: datetime,
) -> None:
    """The manager takes it out, or its story is gone: whoever was asked reads that it is over."""
    consenting.called_off(connection, house, About.NOMINATION, one.id, now)
    out(connection, house, manager, one, now)


def out(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    one: NominationRecord,
    now: datetime,
) -> None:
    """It is put up no longer: its votes go, and cards in the channel lose it. A vote with nothing
    left is called off."""
    if one.state is Nomination.OUT:
        return
    award = awards.get(connection, manager.id, one.award)
    awards.change_nomination(connection, one.id, state=Nomination.OUT, won=False)
    awards.forget_votes(connection, one.award, one.id)
    if award is None:
        return
    if award.state is Award.OPEN and not standing(connection, award):
        call_off(connection, house, manager, award, Award.OFF, now)
    cards_anew(connection, manager.workspace, award)


def story_gone(
    connection: Connection, house: House, manager: ManagerRecord, story: StoryRecord, now: datetime
) -> None:
    """A story was withdrawn: so is whatever put it up."""
    for one in awards.of_story(connection, story.id):
        take_out(connection, house, manager, one, now)


def rep_left(
    connection: Connection, house: House, manager: ManagerRecord, rep: str, now: datetime
) -> None:
    """Whoever takes no part any more is neither in an award that nobody has yet, nor on the card of
    its vote: their yes holds no longer. What they were asked and did not answer ends with its time,
    as silence does; an award that they have stays until they take it back."""
    for award in awards.unfinished(connection, manager.id):
        for one in standing(connection, award):
            if one.owner == rep:
                consenting.take_back_all(connection, house, manager, About.NOMINATION, one.id, now)
                out(connection, house, manager, one, now)


# --- what owners say ------------------------------------------------------------------------


def _yes(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    now: datetime,
) -> None:
    one = awards.nomination(connection, asked.subject)
    award = None if one is None else awards.get(connection, manager.id, one.award)
    if one is None or award is None or one.state is not Nomination.ASKED:
        return
    own_words = next((part.text for part in asked.suggested or ()), "")
    awards.change_nomination(
        connection, one.id, state=Nomination.IN, citation=own_words or one.citation
    )
    if award.state is Award.GATHERING:
        remind(connection, house, manager, now)
        shown_anew(connection, manager, now)


def _no(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    now: datetime,
) -> None:
    one = awards.nomination(connection, asked.subject)
    if one is not None:
        out(connection, house, manager, one, now)


def _change(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    _asked: ConsentRecord,
    now: datetime,
) -> None:
    """The manager is asked about the owner's own words: until then it stays out."""
    remind(connection, house, manager, now)


NOMINATION_AGREEMENT = Agreement(yes=_yes, no=_no, change=_change, withdrawn=_no)


# --- what waits, and what is true -----------------------------------------------------------


def _items(
    connection: Connection, house: House, manager: ManagerRecord, day: date, before: datetime
) -> list[TodayItem]:
    """Awards that somebody could have, once an owner agreed or a vote came to nothing."""
    del house
    found: list[TodayItem] = []
    for award in awards.unfinished(connection, manager.id):
        up = standing(connection, award)
        if award.month < month_of(month_of(day) - ONE_DAY) or not up:
            continue
        if award.state is Award.OPEN:
            continue
        if award.state is Award.GATHERING and all(one.owner == manager.user for one in up):
            # Their own story alone: they put it up just now, and know.
            continue
        if _waits_since(connection, manager, award, up) > before:
            continue
        text = _asks(award, len(up))
        ways = (
            Way(OPENS, say("awards.waits.open"), opens=True),
            Way(NOT_THIS_MONTH, say("awards.waits.off")),
        )
        title = say("awards.waits.title", month=month_name(award.month.month))
        found.append(TodayItem(AWARD_WAITS, award.id, text, title=title, ways=ways))
    return found


def _waits_since(
    connection: Connection,
    manager: ManagerRecord,
    award: AwardRecord,
    up: Sequence[NominationRecord],
) -> datetime:
    """The UTC instant of the first yes, or at which the vote was over."""
    if award.state is Award.COUNTED and award.vote_until is not None:
        return vote_ends(connection, manager, award, award.vote_until)
    said_yes = [
        one.answered_at
        for each in up
        for one in consents.newest_about(connection, About.NOMINATION, each.id)
        if one.answered_at is not None
    ]
    return min(said_yes, default=award.at)


def _asks(award: AwardRecord, count: int) -> str:
    if award.state is Award.COUNTED:
        return say("awards.waits.counted")
    if count >= LEAST_FOR_A_VOTE:
        return say("awards.waits.vote", count=count)
    return say("awards.waits.one")


def _take(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    award: str,
    value: str,
    now: datetime,
) -> None:
    found = awards.get(connection, manager.id, award)
    if found is None or value != NOT_THIS_MONTH:
        raise NotHere
    off = after(found.state, Event.CALLED_OFF)
    if off is not None:
        call_off(connection, house, manager, found, off, now)


AWARDS_WAIT = WaitingKind(_items, _take)


def nominations_known(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    """Whether something is in for the award of this month, which is still to be given; its trophy
    fills the gap."""
    del house
    month = month_of(local_date(now, manager.zone))
    award = awards.of_month(connection, manager.id, month)
    if award is None or award.state is not Award.GATHERING or not standing(connection, award):
        return None
    return Known({SlotSource.AWARD_TROPHY: award.trophy})


KNOWN_OF_AWARDS = {Need.NOMINATIONS: nominations_known}


def _may_be_asked(connection: Connection, manager: ManagerRecord, story: StoryRecord) -> None:
    """Whom the manager named must have been told about the bot; who told a story themselves is in
    the team, and must still be. Where no name stands in it, whose it is stays unsaid: the question
    to somebody who left goes nowhere and ends with its time, as silence does."""
    if story.told_by == manager.user:
        may_be_named(connection, manager, story.owner, "story")
    elif story.named and not takes_part(connection, manager.id, story.owner):
        raise TakesNoPart("story", name_of(connection, manager.workspace, story.owner))
