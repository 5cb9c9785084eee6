"""Erasing what is kept about a person: as a manager, and where managers name them."""

from datetime import datetime

from bot.services import consenting, taking_part
from bot.services.forgetting import (
    NO_LONGER_WANTED,
    quote_no_more,
    remove_from_tools,
    remove_notes,
    remove_times,
)
from bot.services.passing_on import post_not_sent
from bot.services.who import House, Who
from bot.storage import (
    Connection,
    consents,
    inbound,
    invitations,
    letting_go,
    managers,
    naming,
    one_on_ones,
    outgoing,
    pair_notes,
    people,
    roster,
)
from bot.storage.consents import State as Answer
from bot.storage.outgoing import Kind, State
from bot.storage.roster import Ended
from habits.texts import say

_NOT_SETTLED = (Answer.WAITING, Answer.ASKED, Answer.NO, Answer.CHANGE)


def erase_all(connection: Connection, house: House, who: Who) -> None:
    """Everything that is the person's own, and all that names them in lists of managers. Places in
    a team stay, since those end when the person leaves."""
    erase_naming(connection, house, who)
    manager = managers.of_user(connection, who.workspace, who.user)
    if manager is not None:
        managers.erase(connection, manager)
    inbound.forget_of(connection, who.workspace, who.user)
    people.forget_unnamed(connection, who.workspace, [who.user])


def erase_person(connection: Connection, house: House, who: Who, now: datetime) -> None:
    """The same for somebody who has nothing to do with the bot any more: they leave every team, and
    no invitation stays. That they left is kept, so that nobody asks them again."""
    for entry in roster.of_user(connection, who.workspace, who.user):
        taking_part.leave(connection, house, who, entry.id, Ended.LEFT, now)
    invitations.remove(connection, who.workspace, [who.user])
    erase_all(connection, house, who)


def erase_naming(connection: Connection, house: House, who: Who) -> None:
    """What managers keep that names the person: shared notes, 1:1 times, questions, calls,
    obstacles and their stories go, and their id and words are cut from the rest."""
    workspace, user = who.workspace, who.user
    _agree_no_more(connection, house, who)
    notes = pair_notes.of_rep(connection, workspace, user)
    remove_notes(connection, house, workspace, notes, NO_LONGER_WANTED)
    times = one_on_ones.of_person(connection, workspace, user)
    remove_times(connection, workspace, times, NO_LONGER_WANTED)
    quote_no_more(connection, house, workspace, user)
    letting_go.empty_all_to(connection, workspace, user)
    worded = letting_go.forget_words_naming(connection, workspace, user)
    told = remove_from_tools(connection, workspace, user, say("privacy.erased_promise"))
    for post in dict.fromkeys((*worded, *told)):
        _post_no_more(connection, house, workspace, post)
    naming.erase(connection, workspace, user, say("privacy.erased_ask"))
    roster.forget_gone(connection, workspace, user)


def _agree_no_more(connection: Connection, house: House, who: Who) -> None:
    """A yes is taken back, and what the person did not answer counts as no answer: what would name
    them goes nowhere, and what names them is removed."""
    now = house.clock.now()
    asked = consents.of_person(connection, who.workspace, who.user, Answer.YES, *_NOT_SETTLED)
    for one in asked:
        manager = managers.get(connection, one.manager)
        if manager is None:
            continue
        if one.state is Answer.YES:
            consenting.take_back(connection, house, manager, one, now)
        elif consents.answer(connection, one.id, Answer.TIME_UP, now, was=_NOT_SETTLED):
            consenting.look_again(connection, house, manager, one.about, one.subject, now)


def _post_no_more(connection: Connection, house: House, workspace: str, post: str) -> None:
    """A post without words does not go out, and its author hears so; one that is on its way or
    stands in the channel stays there."""
    rows = outgoing.of_subject(connection, workspace, Kind.POST, post)
    waiting = [row.id for row in rows if row.state is State.PLANNED]
    outgoing.withdraw(connection, waiting, NO_LONGER_WANTED)
    for row in outgoing.of_subject(connection, workspace, Kind.POST, post):
        if row.id in waiting and row.state is State.WITHDRAWN:
            post_not_sent(connection, house, row, "let_go", house.clock.now())
