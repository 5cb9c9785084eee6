"""The lunch in the channel, on Home, and in a prompt's line: what is so on a day."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.services import consenting
from bot.services.lunch_views import LunchMessage
from bot.services.posts import name_in
from bot.services.team_messages import Way
from bot.services.today import remind
from bot.services.tools import AskedAgain, AskedNow, Known, Knows
from bot.services.who import House
from bot.storage import Connection, follow_ups, lunches, outgoing
from bot.storage.consents import About
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.lunches import LunchRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, OutgoingRecord
from habits.calendar import local_date
from habits.catalogue_lists import Cue, Need, SlotSource
from habits.lunches import Lunch, Mark, Place, comes_up_on, mark_of, marks, needs_of
from habits.phrases import day as day_words
from habits.texts import say

LUNCH = "hall_of_shame_lunch"


def source_of(lunch: str) -> str:
    """How follow-ups name a lunch."""
    return f"lunch:{lunch}"


def invitation(connection: Connection, manager: ManagerRecord, lunch: LunchRecord) -> LunchMessage:
    return LunchMessage(
        lunch=lunch.id,
        author=manager.user,
        author_name=name_in(connection, manager.workspace, manager.user),
        team=manager.workspace,
        name=lunch.name,
        on=lunch.on_day,
        place=lunch.place or "",
        over=lunch.state is Lunch.HELD,
        off=lunch.state is Lunch.OFF,
    )


def invitation_voice(
    connection: Connection, row: OutgoingRecord, lunch: LunchRecord, manager: ManagerRecord
) -> LunchMessage | None:
    """The invitation as it stands; None where the lunch was called off before it went out."""
    if row.ts is None and lunch.state is not Lunch.PLANNED:
        return None
    return invitation(connection, manager, lunch)


def invitation_anew(connection: Connection, workspace: str, lunch: LunchRecord) -> None:
    """What stands in the channel follows what holds now."""
    rows = outgoing.of_subject(connection, workspace, Kind.POST, lunch.post or "")
    outgoing.shows_something_else(connection, [row.id for row in rows])


# --- how it ends ----------------------------------------------------------------------------


def end(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    lunch: LunchRecord,
    state: Lunch,
    now: datetime,
    *,
    learnings_post: str | None = None,
) -> None:
    """It was held or called off: nobody is asked about it any more, and the invitation says so.
    What would have been told at one that is called off is shown nowhere."""
    if not lunches.move(
        connection, lunch.id, state, was=(Lunch.PLANNED,), learnings_post=learnings_post
    ):
        return
    follow_ups.drop(connection, manager.id, source_of(lunch.id))
    if state is Lunch.OFF:
        for one in lunches.told_at(connection, lunch.id):
            consenting.called_off(connection, house, About.LUNCH, one.id, now)
            lunches.change_story(connection, one.id, state=Place.OUT, position=None)
        rows = outgoing.of_subject(connection, manager.workspace, Kind.POST, lunch.post or "")
        outgoing.withdraw(connection, [row.id for row in rows], "the lunch was called off")
    invitation_anew(connection, manager.workspace, lunch)


def not_posted(
    connection: Connection, house: House, manager: ManagerRecord, post: str, now: datetime
) -> None:
    """Slack did not take a post about a lunch: without its invitation it is not planned; without
    the learnings it is still to be told."""
    lunch = lunches.of_post(connection, post)
    if lunch is None:
        return
    if lunch.learnings_post == post:
        lunches.move(connection, lunch.id, Lunch.PLANNED, was=(Lunch.HELD,), learnings_post=None)
    elif lunch.state is Lunch.PLANNED:
        end(connection, house, manager, lunch, Lunch.OFF, now)


# --- what is asked on its days --------------------------------------------------------------


def ask_on_its_days(
    connection: Connection, house: House, manager: ManagerRecord, lunch: LunchRecord, now: datetime
) -> None:
    """Six and two weeks before, and the day after: what comes then waits for the manager. What was
    asked for another date is asked no more."""
    follow_ups.drop(connection, manager.id, source_of(lunch.id))
    if lunch.state is not Lunch.PLANNED:
        return
    for on in marks(lunch.on_day, local_date(now, manager.zone)).values():
        follow_ups.add(connection, manager.id, LUNCH, source_of(lunch.id), now, on)
        remind(connection, house, manager, now, on=on)


def _word(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: FollowUpRecord,
    now: datetime,
) -> AskedNow | None:
    del house
    lunch = lunches.get(connection, manager.id, asked.source_id.removeprefix("lunch:"))
    if lunch is None or lunch.state is not Lunch.PLANNED:
        return None
    mark = mark_of(asked.due_on, lunch.on_day)
    if mark is not Mark.LEARNINGS and local_date(now, manager.zone) > lunch.on_day:
        return None  # What was to be ready for it is asked no more.
    opens, label = LUNCH, say("lunches.waits.open")
    match mark:
        case Mark.OWN_STORY:
            text = say("lunches.waits.own_story", name=lunch.name, day=day_words(lunch.on_day))
            done = Way(FollowUpAnswer.DONE, say("lunches.waits.ready"))
        case Mark.STORIES:
            told = lunches.told_at(connection, lunch.id)
            count = sum(one.state is not Place.OUT for one in told)
            text = say("lunches.waits.stories", name=lunch.name, count=count)
            done = Way(FollowUpAnswer.DONE, say("lunches.waits.ready"))
        case Mark.LEARNINGS:
            text = say("lunches.waits.learnings", name=lunch.name)
            done = Way(FollowUpAnswer.NOT_NOW, say("today.not_now"))
    return AskedNow(text, ways=(done,), opens=opens, label=label)


LUNCH_ASKS_AGAIN = AskedAgain(_word)


# --- what a line may say --------------------------------------------------------------------


def _true_now(
    connection: Connection, house: House, manager: ManagerRecord, need: Need, now: datetime
) -> Known | None:
    lunch = lunches.planned(connection, manager.id)
    today, off = local_date(now, manager.zone), house.off(manager, now)
    on = None if lunch is None else lunch.on_day
    if need not in needs_of(on, today, manager.schedule, off):
        return None
    return Known({} if lunch is None else {SlotSource.LUNCH_NAME: lunch.name})


def _knows(need: Need) -> Knows:
    def holds(
        connection: Connection, house: House, manager: ManagerRecord, now: datetime
    ) -> Known | None:
        return _true_now(connection, house, manager, need, now)

    return holds


KNOWN_OF_LUNCHES = {
    need: _knows(need)
    for need in (
        Need.LUNCH_IN_42_DAYS,
        Need.LUNCH_IN_14_DAYS,
        Need.LUNCH_YESTERDAY,
        Need.NO_LUNCH_DATE,
    )
}


def _days(
    connection: Connection, manager: ManagerRecord, first: date, last: date
) -> Sequence[date]:
    """The local dates between these on which a lunch that was not called off asks for
    something."""
    return [
        day
        for lunch in lunches.not_off(connection, manager.id)
        for day in comes_up_on(lunch.on_day, manager.schedule)
        if first <= day <= last
    ]


COMES_UP_OF_LUNCHES = {Cue.LUNCH_DATE: _days}
