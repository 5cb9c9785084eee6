"""Asking people whether they agree to a text that names them, and what their answers lead to.

A no and silence are one thing to whoever asked: both come to light when the time to answer is
over, and from then on no row tells which of the two it was."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.services import rep_forms
from bot.services.consent_messages import ConsentMessage, ConsentStands
from bot.services.taking_part import introduced as introduced_to_team
from bot.services.taking_part import name_of, takes_part
from bot.services.who import House
from bot.storage import (
    Connection,
    consents,
    managers,
    outgoing,
    people,
    posts,
    roster,
    stories,
    teams,
)
from bot.storage.consents import UNSETTLED, About, ConsentRecord, State
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord
from bot.storage.outgoing import State as Outgoing
from bot.storage.posts import PostRecord
from bot.storage.posts import State as PostState
from habits.calendar import local
from habits.composing import Part

CHANGE_KEEPS = timedelta(days=14)
"""So long the manager can take up the text that somebody would rather have."""

_STANDS: dict[State, ConsentStands] = {
    State.WAITING: ConsentStands.ASKED,
    State.ASKED: ConsentStands.ASKED,
    State.YES: ConsentStands.YES,
    State.NO: ConsentStands.NO,
    State.CHANGE: ConsentStands.CHANGED,
    State.TIME_UP: ConsentStands.OVER,
    State.WITHDRAWN: ConsentStands.TAKEN_BACK,
    State.NOT_SENT: ConsentStands.OVER,
    State.OVER: ConsentStands.OVER,
}


def ask(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    *,
    about: About,
    subject: str,
    person: str,
    parts: Sequence[Part],
    now: datetime,
) -> str:
    """Ask the person about the exact text `parts`, in their work hours; the consent's id. They
    have three of their work days. Whoever did not get the bot's first message yet is asked once it
    arrived. An earlier question about the same is over."""
    for one in consents.newest_about(connection, about, subject):
        if one.person == person:
            _end(connection, one, State.OVER, now, was=(*UNSETTLED, State.YES, State.TIME_UP))
    times = rep_forms.when(connection, house, manager, person, now, now)
    reached = takes_part(connection, manager.id, person)
    made = consents.add(
        connection,
        workspace=manager.workspace,
        manager=manager.id,
        person=person,
        about=about,
        subject=subject,
        parts=parts,
        state=State.ASKED if reached else State.WAITING,
        asked_at=now,
        ends_at=times.window_ends,
    )
    if reached:
        _queue(connection, manager, made, person, times, now)
    return made


def ask_those_who_waited(
    connection: Connection, house: House, manager: ManagerRecord, person: str, now: datetime
) -> None:
    """The bot's first message reached the person: what waited for it follows."""
    for one in consents.of_person(connection, manager.workspace, person, State.WAITING):
        if one.manager != manager.id:
            continue
        times = rep_forms.when(connection, house, manager, person, now, now)
        if consents.ask_now(connection, one.id, now, times.window_ends):
            _queue(connection, manager, one.id, person, times, now)
            end_together(connection, one.about, one.subject)


def introduced(
    connection: Connection, house: House, row: OutgoingRecord, channel: str, ts: str, now: datetime
) -> None:
    """The bot's first message arrived: the person takes part, and is asked what waited for it."""
    introduced_to_team(connection, house, row, channel, ts, now)
    entry = roster.get(connection, row.workspace, row.subject or "")
    manager = managers.get(connection, row.manager)
    if entry is not None and entry.until is None and manager is not None:
        ask_those_who_waited(connection, house, manager, entry.user, now)


def end_together(connection: Connection, about: About, subject: str) -> None:
    """All who are asked about one thing have the same time: when it is over tells nothing about
    any of them. Other words have a longer time, which the manager knows."""
    asked = consents.newest_about(connection, about, subject)
    open_still = [one for one in asked if one.state in UNSETTLED and one.suggested is None]
    last = max((one.ends_at for one in open_still), default=None)
    for one in open_still:
        if last is not None and one.ends_at != last:
            consents.prolong(connection, one.id, last)
            show_anew(connection, one)


def all_said_yes(connection: Connection, about: About, subject: str) -> bool:
    """Whether everybody who was asked about this agrees to the text as they saw it last."""
    asked = consents.newest_about(connection, about, subject)
    return bool(asked) and all(one.state is State.YES for one in asked)


def called_off(
    connection: Connection, house: House, about: About, subject: str, now: datetime
) -> None:
    """Nothing comes of it: whoever was asked or agreed reads that it is over."""
    del house
    for one in consents.newest_about(connection, about, subject):
        _end(connection, one, State.OVER, now, was=(*UNSETTLED, State.YES))


def could_not_go_out(
    connection: Connection, house: House, about: About, subject: str, now: datetime
) -> None:
    """All agreed, and Slack did not take it: nobody's yes holds, and the manager sees so."""
    for one in consents.newest_about(connection, about, subject):
        _end(connection, one, State.NOT_SENT, now, was=(State.YES,))
    called_off(connection, house, about, subject, now)


def over_for_the_rest(connection: Connection, about: About, subject: str, now: datetime) -> None:
    """Somebody did not agree: a yes of the others has nothing to hold for any more."""
    for one in consents.newest_about(connection, about, subject):
        _end(connection, one, State.OVER, now, was=(State.YES,))


# --- what becomes of it ---------------------------------------------------------------------


def say_yes(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    now: datetime,
    *,
    named: bool | None = None,
) -> None:
    """The person agrees to the text that they were asked about."""
    _agree(connection, house, manager, asked, asked.parts, named, now)


def take_up(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    now: datetime,
) -> None:
    """The manager takes up the person's own words. Where they said no since, these go nowhere
    either: it ends like a question about them that nobody answers."""
    words = asked.suggested or asked.parts
    if asked.state is not State.NO:
        _agree(connection, house, manager, asked, words, None, now)
        return
    until = rep_forms.when(connection, house, manager, asked.person, now, now).window_ends
    at, was = asked.answered_at, (State.NO,)
    consents.answer(connection, asked.id, State.NO, at, was=was, of_parts=words, ends_at=until)


def _agree(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    parts: Sequence[Part],
    named: bool | None,
    now: datetime,
) -> None:
    was = (State.ASKED, State.NO, State.CHANGE)
    yes = State.YES
    if consents.answer(connection, asked.id, yes, now, was=was, named=named, of_parts=parts):
        show_anew(connection, asked)
        look_again(connection, house, manager, asked.about, asked.subject, now)


def suggest(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    asked: ConsentRecord,
    parts: Sequence[Part],
    now: datetime,
    *,
    named: bool | None = None,
) -> None:
    """The person would rather have it in other words: the manager says whether they take those
    up."""
    moved = consents.answer(
        connection,
        asked.id,
        State.CHANGE,
        now,
        was=(State.ASKED, State.NO, State.CHANGE),
        named=named,
        suggested=parts,
        ends_at=now + CHANGE_KEEPS,
    )
    agreement = house.tools.agreements.get(asked.about)
    if moved and agreement is not None:
        show_anew(connection, asked)
        agreement.change(connection, house, manager, asked, now)


def settle(connection: Connection, house: House, now: datetime) -> None:
    """What nobody answered in time, and what was answered with a no, ends at the same instant."""
    over = consents.to_settle(connection, now)
    for one in over:
        _end(connection, one, State.TIME_UP, now, was=UNSETTLED)
    for about, subject, manager_id in dict.fromkeys(
        (one.about, one.subject, one.manager) for one in over
    ):
        manager = managers.get(connection, manager_id)
        if manager is not None:
            look_again(connection, house, manager, about, subject, now)


def look_again(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    about: About,
    subject: str,
    now: datetime,
) -> None:
    """Let follow what all answers together lead to, once the last of them is known."""
    agreement = house.tools.agreements.get(about)
    asked = consents.newest_about(connection, about, subject)
    if agreement is None or not asked or any(one.state in UNSETTLED for one in asked):
        return
    refused = [one for one in asked if one.state is State.TIME_UP]
    if refused:
        agreement.no(connection, house, manager, refused[0], now)
    elif all(one.state is State.YES for one in asked):
        agreement.yes(connection, house, manager, asked[-1], now)


def take_back(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    """A yes holds no longer: whatever came of it goes."""
    if _end(connection, given, State.WITHDRAWN, now, was=(State.YES,)):
        agreement = house.tools.agreements.get(given.about)
        if agreement is not None:
            agreement.withdrawn(connection, house, manager, given, now)


def take_back_all(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    about: About,
    subject: str,
    now: datetime,
) -> None:
    """The same for every yes to one thing."""
    for given in consents.newest_about(connection, about, subject):
        if given.state is State.YES:
            take_back(connection, house, manager, given, now)


def show_anew(connection: Connection, asked: ConsentRecord) -> None:
    """The person's message follows what stands now."""
    rows = outgoing.of_subject(connection, asked.workspace, Kind.CONSENT, asked.id)
    outgoing.shows_something_else(connection, [row.id for row in rows if row.ts is not None])


# --- its message ----------------------------------------------------------------------------


def consent_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> ConsentMessage | None:
    """The question as it stands; None where it was answered or called off before it went out."""
    del house, now
    asked = consents.get(connection, row.workspace, row.subject or "")
    if asked is None or (row.ts is None and asked.state is not State.ASKED):
        return None
    return message_of(connection, asked, manager)


def message_of(
    connection: Connection, asked: ConsentRecord, manager: ManagerRecord
) -> ConsentMessage:
    """What the person reads, as it stands."""
    person = people.get(connection, asked.workspace, asked.person)
    return ConsentMessage(
        consent=asked.id,
        about=asked.about,
        manager=manager.user,
        manager_name=name_of(connection, manager.workspace, manager.user),
        team=manager.workspace,
        channel=_channel(connection, asked),
        parts=asked.suggested or asked.parts,
        stands=_stands(connection, asked),
        named=asked.named,
        until=local(asked.ends_at, person.zone if person else manager.zone),
    )


def _channel(connection: Connection, asked: ConsentRecord) -> str:
    """Where it would stand; "" where that is not known."""
    post = _post(connection, asked)
    if post is not None:
        return post.recipient
    if asked.about is About.POST:
        return ""
    return teams.channel_of(connection, asked.manager) or ""


def _post(connection: Connection, asked: ConsentRecord) -> PostRecord | None:
    """The post in which it stands, or will; None where there is none yet."""
    match asked.about:
        case About.POST:
            name: str | None = asked.subject
        case About.STORY:
            story = stories.get(connection, asked.workspace, asked.subject)
            name = None if story is None else story.post
        case About.NOMINATION:
            name = posts.of_nomination(connection, asked.subject)
        case About.LUNCH:
            name = posts.of_lunch_story(connection, asked.subject)
    return None if name is None else posts.get(connection, asked.workspace, name)


def _stands(connection: Connection, asked: ConsentRecord) -> ConsentStands:
    post = _post(connection, asked) if asked.about in (About.POST, About.STORY) else None
    if asked.state is State.WITHDRAWN and post is not None:
        if post.state is PostState.WITHDRAWN and post.ts is not None:
            return ConsentStands.COMING_DOWN
        if may_have_arrived(connection, post):
            return ConsentStands.UNSURE
    return _STANDS[asked.state]


def may_have_arrived(connection: Connection, post: PostRecord) -> bool:
    """Slack never said whether it took the message."""
    rows = outgoing.of_subject(connection, post.workspace, Kind.POST, post.id)
    return any(row.state is Outgoing.UNKNOWN for row in rows)


def _queue(
    connection: Connection,
    manager: ManagerRecord,
    consent: str,
    person: str,
    times: rep_forms.Times,
    now: datetime,
) -> None:
    row = NewRow(
        workspace=manager.workspace,
        key=f"{Kind.CONSENT}:{consent}",
        kind=Kind.CONSENT,
        manager=manager.id,
        recipient=person,
        local_date=times.local_date,
        asked_at=now,
        due_at=times.due_at,
        window_ends=times.window_ends,
        subject=consent,
    )
    outgoing.add(connection, [row])


def _end(
    connection: Connection,
    asked: ConsentRecord,
    state: State,
    now: datetime,
    *,
    was: Sequence[State],
) -> bool:
    """It ends like this: its message does not go out any more, or says so."""
    if not consents.answer(connection, asked.id, state, now, was=was):
        return False
    rows = outgoing.of_subject(connection, asked.workspace, Kind.CONSENT, asked.id)
    outgoing.withdraw(connection, [row.id for row in rows], "it is not asked any more")
    show_anew(connection, asked)
    return True
