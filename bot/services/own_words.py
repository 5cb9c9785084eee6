"""What follows when a manager said something in their own words: who was thanked when, and what is
asked later of which nothing else is kept."""

from datetime import date, datetime

from bot.services.doing import done_by_tool
from bot.services.form_views import FormOf
from bot.services.team_messages import Way
from bot.services.today import follow_up_later
from bot.services.tools import AskedAgain, AskedNow, Finished
from bot.services.who import House
from bot.storage import Connection, contacts, follow_ups, people, roster
from bot.storage.drafts import DraftRecord
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.managers import ManagerRecord
from habits.calendar import local_date
from habits.errors import NotHere
from habits.filling import as_value, ids_in
from habits.texts import say

THANKS = ("contribution", "thank_creative_mistake", "ease_intensity")
"""Habits that tell somebody what they did well: together they make the round."""

TAKE_THE_HIT = "take_the_hit"
FORGIVE = "forgive_close"
EASE = "ease_intensity"

_MOST_NAMED = 5
_SAID = "said"
_STAYED = "stayed"
_AGAIN = "came-up-again"


# --- thanks go round ------------------------------------------------------------------------


def thanked(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> None:
    """Somebody was told what they did well: on which day, and nothing else."""
    del house
    today = local_date(finished.now, manager.zone)
    for rep in ids_in(finished.values.get("rep")):
        contacts.met(connection, manager.id, rep, finished.of.habit, today)


def eased(connection: Connection, house: House, manager: ManagerRecord, finished: Finished) -> None:
    """What is asked later is about a check that was dropped; which one it was is not kept."""
    thanked(connection, house, manager, finished)
    if not finished.values.get("drop"):
        follow_ups.drop(connection, manager.id, finished.source_id)


def perhaps_next(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    """At the end of the month: who has had no thanks in it, whoever waits longest first."""
    del house, now
    month = follow_up.due_on.replace(day=1)
    last = _last_thanks(connection, manager)
    team = [entry.user for entry in roster.of_manager(connection, manager.id)]
    known = people.several(connection, manager.workspace, team)
    here = [user for user in team if user not in known or not known[user].deleted]
    waits = [user for user in here if user not in last or last[user] < month]
    if not here:
        return AskedNow()
    if not waits:
        return AskedNow(say("own_words.thanks.everybody"))
    waits.sort(key=lambda user: (last[user].toordinal() if user in last else 0, user))
    return AskedNow(say("own_words.thanks.next"), people=tuple(waits[:_MOST_NAMED]))


def _last_thanks(connection: Connection, manager: ManagerRecord) -> dict[str, date]:
    last = contacts.last_days(connection, manager.id, THANKS[0])
    for habit in THANKS[1:]:
        for user, day in contacts.last_days(connection, manager.id, habit).items():
            last[user] = max(day, last.get(user, day))
    return last


# --- said, or still to say ------------------------------------------------------------------


def read_before_said(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    of: FormOf,
    kept: DraftRecord,
    now: datetime,
) -> None:
    """The text is ready, and nobody knows yet whether it will be said: the check-in asks."""
    del of
    follow_ups.drop_of_habit(connection, manager.id, TAKE_THE_HIT)
    values = {name: as_value(one) for name, one in kept.filled.items()}
    follow_up_later(connection, house, manager, TAKE_THE_HIT, kept.id, values, now)


def owned(connection: Connection, house: House, manager: ManagerRecord, finished: Finished) -> None:
    """It was said: nothing is left to ask."""
    del house, finished
    follow_ups.drop_of_habit(connection, manager.id, TAKE_THE_HIT)


def still_to_say(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    del connection, house, manager, follow_up, now
    return AskedNow(
        ways=(
            Way(_SAID, say("own_words.hit.said")),
            Way(FollowUpAnswer.NOT_NOW, say("own_words.hit.not_now")),
        ),
        opens=TAKE_THE_HIT,
        label=say("own_words.hit.write"),
    )


def take_said(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    value: str,
    now: datetime,
) -> None:
    """It counts as if [I said it] had been pressed."""
    del house
    if value != _SAID:
        raise NotHere
    done_by_tool(connection, manager, TAKE_THE_HIT, follow_up.source_id, now)
    follow_ups.answer(connection, manager.id, follow_up.id, FollowUpAnswer.DONE, now)


# --- over, and nothing of it kept -----------------------------------------------------------


def stayed_closed(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    del connection, house, manager, follow_up, now
    ways = (
        Way(_STAYED, say("own_words.closed.stayed")),
        Way(_AGAIN, say("own_words.closed.again")),
    )
    return AskedNow(ways=ways)


def forget_closed(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    value: str,
    now: datetime,
) -> None:
    """Whatever the answer, nothing of it is kept, the answer neither."""
    del house, now
    if value not in (_STAYED, _AGAIN):
        raise NotHere
    follow_ups.drop(connection, manager.id, follow_up.source_id)


# --- plain answers, in words that fit -------------------------------------------------------


def met_or_moved(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    """On the date that was agreed. One that moved is asked about a week later."""
    del connection, house, manager, follow_up, now
    return AskedNow(
        ways=(
            Way(FollowUpAnswer.DONE, say("own_words.met.met")),
            Way(FollowUpAnswer.NOT_YET, say("own_words.met.moved")),
            Way(FollowUpAnswer.NOT_NOW, say("own_words.met.talk")),
        )
    )


def shaped_by_the_rep(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    del connection, house, manager, follow_up, now
    return _yes_or_no(say("own_words.shaped.yes_they"), say("own_words.shaped.not_this_time"))


def missed_check(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow:
    del connection, house, manager, follow_up, now
    return _yes_or_no(say("own_words.missed.nobody"), say("own_words.missed.somebody"))


def _yes_or_no(first: str, second: str) -> AskedNow:
    ways = (Way(FollowUpAnswer.DONE, first), Way(FollowUpAnswer.NOT_NOW, second))
    return AskedNow(ways=ways)


ASKED_AGAIN = {
    "firm_and_fair": AskedAgain(met_or_moved),
    "contribution": AskedAgain(perhaps_next),
    "ask_not_order": AskedAgain(shaped_by_the_rep),
    EASE: AskedAgain(missed_check),
    TAKE_THE_HIT: AskedAgain(still_to_say, take_said),
    FORGIVE: AskedAgain(stayed_closed, forget_closed),
}
AFTER = {
    "contribution": thanked,
    "thank_creative_mistake": thanked,
    EASE: eased,
    TAKE_THE_HIT: owned,
}
