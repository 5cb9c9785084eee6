"""The award in the team's channel: the card with the votes, its end, and who has the trophy."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.services import consenting
from bot.services.award_views import Lesson, ResultMessage, VoteMessage
from bot.services.doing import done_by_tool
from bot.services.posts import EDITABLE_FOR, came_to_nothing, name_in, unsure
from bot.services.today import remind, shown_anew
from bot.services.who import House
from bot.storage import Connection, awards, managers, new_id, outgoing, posts
from bot.storage.awards import AwardRecord, NominationRecord
from bot.storage.consents import About
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord
from bot.storage.posts import NewPost
from habits.awards import Award, Event, Nomination, before, ends_at, winners
from habits.calendar import local_date
from habits.catalogue_lists import Audience

AWARD = "fun_award"
NO_VOTE_ANY_MORE = "there is no vote any more"

_MAY_BE_LATE = timedelta(minutes=10)


def vote_message(
    connection: Connection, manager: ManagerRecord, award: AwardRecord, now: datetime
) -> VoteMessage:
    until = award.vote_until or local_date(now, manager.zone)
    lessons = tuple(lesson_of(one) for one in standing(connection, award))
    open_still = award.state is Award.OPEN and now < vote_ends(connection, manager, award, until)
    return VoteMessage(
        author=manager.user,
        author_name=name_in(connection, manager.workspace, manager.user),
        team=manager.workspace,
        trophy=award.trophy,
        lessons=lessons,
        until=until,
        over=not open_still,
        called_off=award.state in (Award.OFF, Award.GATHERING) or not lessons,
    )


def vote_ends(
    connection: Connection, manager: ManagerRecord, award: AwardRecord, until: date
) -> datetime:
    """The UTC instant from which on nobody can vote any more. It was fixed with the row of the
    result when the vote opened: wherever the manager is and however long they work since."""
    rows = outgoing.of_subject(connection, manager.workspace, Kind.AWARD, award.id)
    fixed = next((row.asked_at for row in rows if row.key == _result_key(award.post)), None)
    return fixed or ends_at(until, manager.schedule)


def is_over(
    connection: Connection, manager: ManagerRecord, award: AwardRecord, now: datetime
) -> bool:
    until = award.vote_until
    return until is None or now >= vote_ends(connection, manager, award, until)


def _result_key(post: str | None) -> str:
    return f"{Kind.AWARD}:{post}"


def result_message(
    connection: Connection, manager: ManagerRecord, award: AwardRecord
) -> ResultMessage:
    up = standing(connection, award)
    won = [one for one in up if one.won]
    return ResultMessage(
        post=award.result_post or "",
        author=manager.user,
        author_name=name_in(connection, manager.workspace, manager.user),
        team=manager.workspace,
        trophy=award.trophy,
        month=award.month,
        winners=tuple(lesson_of(one) for one in won) if award.state is Award.GIVEN else (),
        votes=max((one.votes for one in won), default=0),
        of_votes=sum(one.votes for one in up),
    )


def lesson_of(one: NominationRecord) -> Lesson:
    """As the team reads it: without the name where its owner did not agree to it."""
    return Lesson(one.id, one.citation, one.owner if one.named else None)


def standing(connection: Connection, award: AwardRecord) -> list[NominationRecord]:
    """What is in: its owners agree."""
    return [one for one in awards.up_for(connection, award.id) if one.state is Nomination.IN]


# --- on their way ---------------------------------------------------------------------------


def open_vote(
    connection: Connection,
    manager: ManagerRecord,
    award: AwardRecord,
    channel: str,
    now: datetime,
) -> None:
    """The card with the votes goes out, and its end is planned."""
    if award.state not in before(Event.OPENS):
        return
    until = award.vote_until or local_date(now, manager.zone)
    post = _post(connection, manager, channel, None, now)
    awards.move(
        connection,
        award.id,
        Award.OPEN,
        was=before(Event.OPENS),
        post=post,
        vote_until=until,
        salt=secrets.token_hex(32),
    )
    ends = ends_at(until, manager.schedule)
    outgoing.add(
        connection,
        [
            _post_row(manager, post, channel, now),
            NewRow(
                workspace=manager.workspace,
                key=_result_key(post),
                kind=Kind.AWARD,
                manager=manager.id,
                recipient=channel,
                local_date=local_date(ends, manager.zone),
                asked_at=ends,
                due_at=ends,
                subject=award.id,
            ),
        ],
    )


def give(
    connection: Connection,
    manager: ManagerRecord,
    award: AwardRecord,
    won: Sequence[str],
    channel: str,
    now: datetime,
) -> None:
    """The award is given without a vote, or after one in which nobody voted."""
    post = _given(connection, manager, award, won, channel, Event.IS_GIVEN, now)
    if post is not None:
        outgoing.add(connection, [_post_row(manager, post, channel, now)])


def count_votes(connection: Connection, manager: ManagerRecord, award: AwardRecord) -> None:
    """The vote is over: what was counted stays, and nothing that could tell who voted."""
    if award.salt is None:
        return
    counted = awards.count(connection, award.id)
    for one in standing(connection, award):
        awards.change_nomination(connection, one.id, votes=counted.get(one.id, 0))
    forget_marks(connection, award.id)
    _vote_anew(connection, manager.workspace, award)


def close(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    award: AwardRecord,
    channel: str,
    now: datetime,
) -> None:
    """The result goes out now: whoever has the most votes has the award."""
    count_votes(connection, manager, award)
    won = winners_of(connection, award)
    if won:
        _given(connection, manager, award, won, channel, Event.CLOSES_WITH_WINNERS, now)
    else:
        was = before(Event.CLOSES_WITHOUT)
        awards.move(connection, award.id, Award.COUNTED, was=was)
        remind(connection, house, manager, now)
    _vote_anew(connection, manager.workspace, award)


def without_result(
    connection: Connection, house: House, manager: ManagerRecord, award: AwardRecord, now: datetime
) -> None:
    """The message with the result will never come: the manager is asked where it can go."""
    won = winners_of(connection, award)
    for one in standing(connection, award):
        awards.change_nomination(connection, one.id, won=one.id in won)
    if awards.move(connection, award.id, Award.COUNTED, was=before(Event.CLOSES_WITHOUT)):
        remind(connection, house, manager, now)


def winners_of(connection: Connection, award: AwardRecord) -> tuple[str, ...]:
    """Of what is still in, what had the most votes when they were counted."""
    up = standing(connection, award)
    return winners({one.id: one.votes for one in up}, [one.id for one in up])


def forget_marks(connection: Connection, award: str) -> None:
    awards.forget_votes(connection, award)
    awards.change(connection, award, salt=None)


def cards_anew(connection: Connection, workspace: str, award: AwardRecord) -> None:
    """What stands in the channel follows what holds now."""
    for kind, subject in (
        (Kind.POST, award.post),
        (Kind.POST, award.result_post),
        (Kind.AWARD, award.id),
    ):
        if subject is not None:
            rows = outgoing.of_subject(connection, workspace, kind, subject)
            outgoing.shows_something_else(connection, [row.id for row in rows])


def _vote_anew(connection: Connection, workspace: str, award: AwardRecord) -> None:
    """The card with the votes says that they are over."""
    rows = outgoing.of_subject(connection, workspace, Kind.POST, award.post or "")
    outgoing.shows_something_else(connection, [row.id for row in rows])


def call_off(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    award: AwardRecord,
    state: Award,
    now: datetime,
) -> None:
    """The vote ends without a result: nothing of it is kept. Where there is no award at all (OFF),
    nothing is up for it any more, and whoever was asked or agreed reads that it is over."""
    for one in awards.up_for(connection, award.id) if state is Award.OFF else ():
        consenting.called_off(connection, house, About.NOMINATION, one.id, now)
        awards.change_nomination(connection, one.id, state=Nomination.OUT, won=False)
    rows = outgoing.of_subject(connection, manager.workspace, Kind.AWARD, award.id)
    if award.post is not None:
        rows += outgoing.of_subject(connection, manager.workspace, Kind.POST, award.post)
    outgoing.withdraw(connection, [row.id for row in rows], NO_VOTE_ANY_MORE)
    forget_marks(connection, award.id)
    awards.change(connection, award.id, state=state)
    cards_anew(connection, manager.workspace, award)


# --- what the rows say ----------------------------------------------------------------------


def award_voice(
    connection: Connection,
    house: House,
    row: OutgoingRecord,
    manager: ManagerRecord,
    now: datetime,
) -> ResultMessage | None:
    """The end of a vote: it is counted when its message goes out, and tells who has the award. None
    where nobody voted, or the vote was called off."""
    award = awards.get(connection, row.manager, row.subject or "")
    if award is None:
        return None
    over = award.vote_until is not None and is_over(connection, manager, award, now)
    if row.sent_at is None and award.state is Award.OPEN and over:
        close(connection, house, manager, award, row.recipient, now)
        award = awards.get(connection, row.manager, award.id) or award
    if row.sent_at is None and award.state is not Award.GIVEN:
        return None
    return result_message(connection, manager, award)


def card_voice(
    connection: Connection,
    row: OutgoingRecord,
    award: AwardRecord,
    manager: ManagerRecord,
    now: datetime,
) -> VoteMessage | ResultMessage | None:
    """The card of a post, as it stands; None once it is called off before it went out."""
    if award.result_post == row.subject:
        if row.ts is None and award.state is not Award.GIVEN:
            return None
        return result_message(connection, manager, award)
    if row.ts is None and award.state is not Award.OPEN:
        return None
    return vote_message(connection, manager, award, now)


def award_sent(
    connection: Connection,
    _house: House,
    row: OutgoingRecord,
    channel: str,
    ts: str,
    now: datetime,
) -> None:
    award = awards.get(connection, row.manager, row.subject or "")
    if award is not None and award.result_post is not None:
        posts.posted(connection, award.result_post, channel, ts, now, now + EDITABLE_FOR)


def award_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, _why: str, now: datetime
) -> None:
    """Slack did not take the result: nobody has the award yet, and the manager is asked where it
    can go."""
    award = awards.get(connection, row.manager, row.subject or "")
    if award is not None:
        card_not_sent(connection, house, award, award.result_post, now)


def award_unsure(connection: Connection, house: House, row: OutgoingRecord, now: datetime) -> None:
    """Nobody knows whether the result arrived: the manager is told where to look."""
    award = awards.get(connection, row.manager, row.subject or "")
    if award is not None and award.result_post is not None:
        unsure(connection, house, replace(row, subject=award.result_post), now)


def card_not_sent(
    connection: Connection, house: House, award: AwardRecord, post: str | None, now: datetime
) -> None:
    """A card surely never will stand anywhere."""
    manager = managers.get(connection, award.manager)
    if manager is None:
        return
    found = posts.get(connection, manager.workspace, post or "")
    if found is not None:
        came_to_nothing(connection, manager, found, now)
    if post is not None and post == award.post:
        if award.state is Award.OPEN:
            call_off(connection, house, manager, award, Award.GATHERING, now)
    elif award.state is Award.GIVEN:
        awards.change(connection, award.id, state=Award.COUNTED, result_post=None, awarded_at=None)
        remind(connection, house, manager, now)
        shown_anew(connection, manager, now)


# --- what is kept of a card -----------------------------------------------------------------


def _given(
    connection: Connection,
    manager: ManagerRecord,
    award: AwardRecord,
    won: Sequence[str],
    channel: str,
    event: Event,
    now: datetime,
) -> str | None:
    """The award has somebody; the id of the post that tells, None where it was given before."""
    if award.state not in before(event):
        return None
    post = new_id()
    answered = done_by_tool(connection, manager, AWARD, post, now)
    _post(connection, manager, channel, answered, now, post)
    was = before(event)
    awards.move(connection, award.id, Award.GIVEN, was=was, result_post=post, awarded_at=now)
    for one in standing(connection, award):
        awards.change_nomination(connection, one.id, won=one.id in won)
    return post


def _post(
    connection: Connection,
    manager: ManagerRecord,
    channel: str,
    prompt: str | None,
    now: datetime,
    post: str | None = None,
) -> str:
    """A post without words of its own: its card is worded from what is kept about the award."""
    made = post or new_id()
    new = NewPost(
        id=made,
        workspace=manager.workspace,
        manager=manager.id,
        habit=AWARD,
        prompt=prompt,
        audience=Audience.TEAM_CHANNEL,
        recipient=channel,
        parts=None,
        filled=None,
        confirmed_at=now,
        salt=secrets.token_hex(32),
    )
    posts.add(connection, new)
    return made


def _post_row(manager: ManagerRecord, post: str, channel: str, now: datetime) -> NewRow:
    return NewRow(
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
