"""Posts that name people who are asked first: they wait for a yes, and go with it."""

from dataclasses import replace
from datetime import datetime

from bot.services import consenting
from bot.services.form_drafts import form_key
from bot.services.form_views import FormOf
from bot.services.outcomes import OUTCOME_OF, is_told, outcome_ids, outcomes_of
from bot.services.posts import LONG_KEPT_FOR, came_to_nothing, go_out, hold
from bot.services.taking_part import takes_part
from bot.services.today import remind
from bot.services.tools import Agreement, Finished
from bot.services.who import House, Who
from bot.storage import Connection, consents, drafts, follow_ups, new_id, outgoing, posts
from bot.storage.consents import About, ConsentRecord
from bot.storage.consents import State as ConsentState
from bot.storage.drafts import DraftRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind
from bot.storage.outgoing import State as Outgoing
from bot.storage.posts import PostRecord, State
from habits.agreeing import NOBODY, MustAgree, must_agree, reworded
from habits.catalogue import Field
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.filling import Values, as_value, fields_for, people_in

_RECORD = "form:record"
"""What the form told of, kept beside its fields; no field has a colon in its name."""


def who_must_agree(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    habit: str,
    audience: Audience,
    fields: tuple[Field, ...],
    values: Values,
) -> MustAgree:
    """Whom the bot asks about a text of this form, and whether the manager has to ask others."""
    found = house.catalogue.habits.get(habit)
    if found is None:
        return NOBODY
    named = {user for _, user in people_in(fields, values)}
    reached = {user for user in named if takes_part(connection, manager.id, user)}
    return must_agree(found, audience, fields, values, manager.user, reached)


def ask_first(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    of: FormOf,
    *,
    post: str,
    channel: str,
    parts: tuple[Part, ...],
    values: Values,
    asked: tuple[str, ...],
    now: datetime,
) -> datetime:
    """Keep the post, and ask everybody whom it names; the UTC instant until which they may
    answer."""
    filled = {**values, _RECORD: of.record} if of.record else values
    hold(
        connection,
        manager,
        post=post,
        habit=of.habit,
        recipient=channel,
        parts=parts,
        prompt=of.prompt or None,
        filled=filled,
        now=now,
    )
    for person in asked:
        consenting.ask(
            connection,
            house,
            manager,
            about=About.POST,
            subject=post,
            person=person,
            parts=parts,
            now=now,
        )
    consenting.end_together(connection, About.POST, post)
    return last_day(connection, About.POST, post)


def added_by_edit(
    connection: Connection,
    who: Who,
    post: str,
    fields: tuple[Field, ...],
    asked: tuple[str, ...],
) -> tuple[str, ...]:
    """Of those whom the bot would ask about an edited text, who did not stand in it before."""
    found = posts.get(connection, who.workspace, post)
    before = set[str]() if found is None else {one for _, one in people_in(fields, _values(found))}
    return tuple(user for user in asked if user not in before)


def last_day(connection: Connection, about: About, subject: str) -> datetime:
    """The UTC instant at which the last of them can no longer answer."""
    return max(one.ends_at for one in consents.newest_about(connection, about, subject))


def send_agreed(
    connection: Connection, house: House, manager: ManagerRecord, post: PostRecord, now: datetime
) -> bool:
    """All agreed: it goes out, and counts. False where it waits no more."""
    if (source := _outcome_of(post)) is not None:
        posts.reworded_before(connection, post.id, post.parts or (), None)
        if not go_out(connection, house, manager, post, now, counts=False):
            return False
        is_told(connection, manager, source, now)
        return True
    values = _values(post)
    of = FormOf(post.habit, post.prompt or "", record=str((post.filled or {}).get(_RECORD, "")))
    if post.filled is not None:
        posts.reworded_before(connection, post.id, post.parts or (), values)
    if not go_out(connection, house, manager, replace(post, filled=values), now):
        return False
    follows = house.tools.after.get(post.habit)
    if follows is not None:
        audience = Audience(post.audience)
        follows(
            connection,
            house,
            manager,
            Finished(of, post.id, values, audience, post.recipient, now),
        )
    return True


def keep_as_draft(
    connection: Connection, manager: ManagerRecord, post: PostRecord, now: datetime
) -> bool:
    """It is not posted: the text waits as a draft, unless the manager is at another one. False
    where it was settled before."""
    if not posts.not_agreed(connection, post.id):
        return False
    if post.filled is None or _outcome_of(post) is not None:
        return True
    of = FormOf(post.habit, record=str(post.filled.get(_RECORD, "")))
    if drafts.get(connection, manager.id, form_key(of), now) is None:
        until = now + LONG_KEPT_FOR
        draft = DraftRecord(new_id(), form_key(of), post.audience, _values(post), until)
        drafts.keep(connection, manager.id, draft)
    return True


def take_down(
    connection: Connection, house: House, manager: ManagerRecord, post: PostRecord, now: datetime
) -> bool:
    """It may stand nowhere any more: what waits does not go out, what stands is deleted next.
    False where it was settled before."""
    rows = outgoing.of_subject(connection, post.workspace, Kind.POST, post.id)
    outgoing.withdraw(connection, [row.id for row in rows], "somebody took their yes back")
    rows = outgoing.of_subject(connection, post.workspace, Kind.POST, post.id)
    never_left = bool(rows) and all(row.state is Outgoing.WITHDRAWN for row in rows)
    if post.state is State.WAITING and never_left:
        # What waited, tried before or not, surely did not leave: nothing was done.
        settled = came_to_nothing(connection, manager, post, now)
    else:
        settled = posts.to_come_down(connection, post.id)
        follow_ups.drop(connection, manager.id, post.id)
    if settled:
        consenting.called_off(connection, house, About.POST, post.id, now)
    return settled


# --- what answers lead to -------------------------------------------------------------------


def _yes(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    post = posts.get(connection, given.workspace, given.subject)
    if post is not None and consenting.all_said_yes(connection, About.POST, post.id):
        send_agreed(connection, house, manager, post, now)


def _no(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    post = posts.get(connection, given.workspace, given.subject)
    if post is not None and keep_as_draft(connection, manager, post, now):
        consenting.over_for_the_rest(connection, About.POST, post.id, now)
        remind(connection, house, manager, now)


def _change(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    del given
    remind(connection, house, manager, now)


def _withdrawn(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    given: ConsentRecord,
    now: datetime,
) -> None:
    post = posts.get(connection, given.workspace, given.subject)
    if post is not None and take_down(connection, house, manager, post, now):
        remind(connection, house, manager, now)
    # What came of it tells of the same person: neither stands without the other.
    for told in outcomes_of(connection, given.workspace, given.subject):
        take_down(connection, house, manager, told, now)
    theirs = consents.of_person(connection, given.workspace, given.person, ConsentState.YES)
    for other in theirs:
        if other.about is About.POST and given.subject in outcome_ids(other.subject):
            consenting.take_back(connection, house, manager, other, now)


POSTS = Agreement(yes=_yes, no=_no, change=_change, withdrawn=_withdrawn)
"""What comes of it when somebody agrees to a post that names them, or does not."""


def reword(
    connection: Connection, house: House, post: PostRecord, parts: tuple[Part, ...]
) -> PostRecord:
    """The post in the words that somebody would rather have, before it went out."""
    filled = post.filled
    habit = house.catalogue.habits.get(post.habit)
    if filled is not None and habit is not None:
        fields = fields_for(habit, Audience(post.audience))
        filled = {**filled, **reworded(fields, _values(post), parts)}
    posts.reworded_before(connection, post.id, parts, filled)
    return replace(post, parts=parts, filled=filled)


def _values(post: PostRecord) -> Values:
    filled = post.filled or {}
    own = {_RECORD, OUTCOME_OF}
    return {name: as_value(one) for name, one in filled.items() if name not in own}


def _outcome_of(post: PostRecord) -> str | None:
    """What it tells the outcome of, while somebody is asked about it."""
    source = (post.filled or {}).get(OUTCOME_OF)
    return None if source is None else str(source)
