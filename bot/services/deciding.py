"""What becomes of one ask: its form, what was decided, and keeping that."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.doing import done_by_tool
from bot.services.filter_views import AskForm, Filled, OwnWords
from bot.services.today import remind, shown_anew
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, people, requests
from bot.storage.managers import ManagerRecord
from bot.storage.posts import PostRecord
from bot.storage.requests import RequestRecord, State
from habits.calendar import local_date
from habits.catalogue import Field
from habits.catalogue_lists import Audience
from habits.errors import HabitsError, NotHere
from habits.filtering import (
    Choice,
    Decision,
    draft_reason,
    draft_reply,
    faults,
    fields_for,
    said_to_one,
    suggested_deadline,
    without_others,
)
from habits.texts import say

FILTER = "filter_request"
LONGEST_ASK = 1000
"""Characters of an ask that are kept."""

_STATES = {Choice.BATCH: State.HELD, Choice.DELAY: State.DELAYED}


class AlreadyPassedOn(HabitsError):
    """The team has it: that cannot be decided again."""

    def __init__(self) -> None:
        super().__init__(say("filter.passed_on_already"))


def own_request(
    connection: Connection, house: House, who: Who, request: str
) -> tuple[ManagerRecord, RequestRecord]:
    """The request, if it is theirs. Raises NotHere: a foreign one and none at all get the same."""
    manager = active_manager(connection, who, house)
    record = requests.get(connection, manager.id, request)
    if record is None:
        raise NotHere
    return manager, record


def changeable(
    connection: Connection, house: House, who: Who, request: str
) -> tuple[ManagerRecord, RequestRecord]:
    """The same, where it may be decided. Raises AlreadyPassedOn as well."""
    manager, record = own_request(connection, house, who, request)
    if record.post is not None:
        raise AlreadyPassedOn
    return manager, record


def ask_form(
    house: House,
    manager: ManagerRecord,
    record: RequestRecord,
    filled: Filled,
    prompt: str | None,
    now: datetime,
) -> AskForm:
    """The form with what stands in it, and with our drafts where nothing was changed."""
    choice, reason, deadline = filled.choice, filled.reason, filled.deadline
    needed: tuple[str, ...] = ()
    reply = ""
    if choice is not None:
        needed = fields_for(form_fields(house), choice)
        reason = draft_reason(choice) if reason is None else reason
        if deadline is None:
            today, off = local_date(now, manager.zone), house.off(manager, now)
            deadline = suggested_deadline(choice, today, manager.schedule, off)
        reply = draft_reply(choice, reason, deadline) if filled.reply is None else filled.reply
    usual = Audience.OWN_VOICE if filled.sensitive else Audience.TEAM_CHANNEL
    by_hand = record.channel is None
    return AskForm(
        request=record.id,
        prompt=prompt,
        by_hand=by_hand,
        ask=words_of(record, filled),
        requester=filled.requester if by_hand else record.requester,
        choice=choice,
        sensitive=filled.sensitive,
        minutes=filled.minutes,
        fields=needed,
        reason=reason or "",
        deadline=deadline,
        first_step=say("filter.first_step") if filled.first_step is None else filled.first_step,
        reply=reply,
        audience=filled.audience or usual,
        person=filled.person,
    )


def decision_in(house: House, manager: ManagerRecord, form: AskForm, now: datetime) -> Decision:
    """What was decided. Raises WrongFields."""
    if form.choice is None:
        raise WrongFields({"choice": say("filter.faults.no_choice")})
    fields = form_fields(house)
    decision = Decision(
        form.choice,
        form.sensitive,
        form.minutes,
        form.reason,
        form.deadline,
        form.first_step,
        form.reply,
    )
    decision = without_others(fields, decision)
    found = faults(fields, decision, local_date(now, manager.zone))
    if not form.ask and (form.by_hand or form.choice is Choice.PASS_ON):
        found = {"ask": say("filter.faults.empty")} | found
    if found:
        raise WrongFields(found)
    return decision


def keep(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    record: RequestRecord,
    form: AskForm,
    decision: Decision,
    now: datetime,
) -> None:
    """Store a decision. One that was made before gives way to it."""
    again_on = decision.deadline if decision.choice is Choice.DELAY else None
    requests.change(
        connection,
        record.id,
        body=form.ask if form.by_hand else record.body,
        requester=form.requester,
        choice=decision.choice,
        state=_STATES.get(decision.choice, State.CLOSED),
        sensitive=decision.sensitive,
        minutes=decision.minutes,
        reason=decision.reason or None,
        deadline=decision.deadline,
        first_step=decision.first_step or None,
        again_on=again_on,
        decided_at=now,
    )
    shown_anew(connection, manager, now)
    if again_on is not None:
        remind(connection, house, manager, now, on=again_on)


def drop(
    connection: Connection, manager: ManagerRecord, record: RequestRecord, now: datetime
) -> None:
    """Take it from the list; it stays counted."""
    if record.state is State.HELD:
        requests.change(connection, record.id, state=State.DROPPED, choice=Choice.BATCH)
    elif record.state is State.DELAYED:
        requests.change(connection, record.id, state=State.DROPPED)
    shown_anew(connection, manager, now)


def with_manager_again(
    connection: Connection, manager: ManagerRecord, post: PostRecord, now: datetime, *, stood: bool
) -> None:
    """A post does not stand, so the asks that it carried are with the manager again. One that was
    passed on by itself is undecided; where the post `stood`, it counted and counts no second
    time."""
    choice = Choice.BATCH
    if post.habit == FILTER:
        choice = Choice.PASS_ON if stood else ""
    requests.hold_again(connection, post.id, choice)
    shown_anew(connection, manager, now)


def count_once(
    connection: Connection,
    manager: ManagerRecord,
    record: RequestRecord,
    prompt: str | None,
    now: datetime,
) -> str | None:
    """The first decision about an ask counts; the prompt that it answered. `record` is as it was
    before the decision."""
    if record.choice:
        return None
    return done_by_tool(connection, manager, FILTER, record.id, now, prompt=prompt)


def reply_to(
    connection: Connection, manager: ManagerRecord, requester: str | None, reply: str
) -> OwnWords:
    """What the manager answers whoever asked."""
    return _words_for_one(connection, manager, requester, reply)


def words_to_team(connection: Connection, manager: ManagerRecord, form: AskForm) -> OwnWords:
    """What is passed on, for the manager to say to one person of the team."""
    assert form.deadline is not None  # noqa: S101  (what is passed on was found to have one)
    text = said_to_one(form.ask, form.reason, form.deadline, form.first_step)
    return _words_for_one(connection, manager, form.person, text, for_team=True)


def as_filled(record: RequestRecord) -> Filled:
    """What was decided before, to be changed. A date is suggested anew."""
    return Filled(
        choice=Choice(record.choice) if record.choice else None,
        sensitive=record.sensitive,
        minutes=record.minutes,
        requester=record.requester,
        reason=record.reason,
        first_step=record.first_step,
    )


def words_of(record: RequestRecord, filled: Filled) -> str:
    """The words of an ask: as somebody typed them for the team, else as the message had them."""
    return (record.body if filled.ask is None else filled.ask).strip()[:LONGEST_ASK]


def form_fields(house: House) -> Sequence[Field]:
    """The form as the catalogue has it. Raises UnknownHabit."""
    return house.catalogue.get(FILTER).tool.fields


def _words_for_one(
    connection: Connection,
    manager: ManagerRecord,
    to: str | None,
    text: str,
    *,
    for_team: bool = False,
) -> OwnWords:
    name = people.name_of(connection, manager.workspace, to) if to else None
    return OwnWords(text, to, name or "", for_team)
