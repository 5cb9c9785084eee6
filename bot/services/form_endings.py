"""How a form ends: as a post, as a note, or as words that the person said themselves."""

from datetime import datetime

from bot.services.agreed_posts import ask_first, who_must_agree
from bot.services.coach import asked_when, keep
from bot.services.doing import done_by_tool
from bot.services.form_drafts import NEVER_KEPT, form_key
from bot.services.form_views import Confirmed, Ended, Ending, FormOf
from bot.services.posts import confirm, habit_name, name_in
from bot.services.today import follow_up_later, shown_anew
from bot.services.tools import Finished
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, drafts, follow_ups, inbound, notes, posts, teams
from bot.storage.drafts import DraftRecord
from bot.storage.follow_ups import FollowUpAnswer
from bot.storage.managers import ManagerRecord
from habits.calendar import local
from habits.catalogue_lists import Audience
from habits.composing import addressees, in_words, parts_from
from habits.errors import HabitsError, WrongField
from habits.filling import as_value, fields_for, people_in
from habits.phrases import day
from habits.texts import say

CHANNEL = "compose.channel"
"""The field of the preview that says where it goes."""


AGREED = "compose.agreed"
"""The field of the preview by which the author says that those who are named agreed."""

_NOBODY = "none"


class TextChanged(HabitsError):
    """The preview shows what is no longer kept: another window changed it, or a day went by."""

    def __init__(self) -> None:
        super().__init__(say("compose.changed"))


def consent_for(house: House, of: FormOf, audience: Audience) -> str | None:
    """Who must agree before this goes to a channel, in the habit's words; None for nobody."""
    habit = house.catalogue.habits.get(of.habit)
    if habit is None or audience is not Audience.TEAM_CHANNEL or habit.tool.consent == _NOBODY:
        return None
    return habit.tool.consent


def need_consent(consent: str | None, confirmed: Confirmed) -> None:
    """Raises WrongField where somebody must agree and the author did not say that they do."""
    if consent is not None and not confirmed.agreed:
        raise WrongField(AGREED, say("compose.faults.agreed"))


def finish(
    connection: Connection, house: House, who: Who, of: FormOf, confirmed: Confirmed
) -> Ended:
    """What the preview showed goes out, or is kept. Raises TextChanged, WrongField."""
    now = house.clock.now()
    manager = active_manager(connection, who, house)
    name = habit_name(house, of.habit)
    kept = drafts.get(connection, manager.id, form_key(of), now)
    if kept is None or kept.id != confirmed.draft:
        return _finished_before(connection, manager, name, confirmed.draft, now)
    audience = Audience(kept.audience)
    fields = fields_for(house.catalogue.get(of.habit), audience)
    values = {field: as_value(one) for field, one in kept.filled.items()}
    prompt = of.prompt or None
    match audience:
        case Audience.TEAM_CHANNEL:
            ended = _to_team(connection, house, manager, of, kept, confirmed, now)
        case Audience.PAIR_NOTE:
            rep = next(iter(addressees(fields, values)), "")
            note = keep(connection, house, manager, of.habit, rep, values, prompt, now)
            _after(connection, house, manager, Finished(of, note, values, audience, rep, now))
            asked = asked_when(connection, house, manager, of.habit, rep, now)
            ended = Ended(Ending.NOTED, name, prompt=prompt, said=asked)
        case _:
            ended = _kept(connection, house, manager, of, kept, now)
    drafts.forget(connection, manager.id, form_key(of))
    _remember(connection, manager, kept, ended)
    return ended


def _to_team(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    of: FormOf,
    kept: DraftRecord,
    confirmed: Confirmed,
    now: datetime,
) -> Ended:
    """It goes out, or first to whom it names. Raises WrongField."""
    audience = Audience(kept.audience)
    fields = fields_for(house.catalogue.get(of.habit), audience)
    values = {field: as_value(one) for field, one in kept.filled.items()}
    agree = who_must_agree(connection, house, manager, of.habit, audience, fields, values)
    need_consent(consent_for(house, of, audience) if agree.others else None, confirmed)
    channel = confirmed.channel
    if channel is None:
        raise WrongField(CHANNEL, say("compose.faults.channel"))
    parts, name = parts_from(fields, values), habit_name(house, of.habit)
    if teams.channel_of(connection, manager.id) is None:
        teams.choose_channel(connection, manager.id, channel)
    if agree.asked:
        until = ask_first(
            connection,
            house,
            manager,
            of,
            post=kept.id,
            channel=channel,
            parts=parts,
            values=values,
            asked=agree.asked,
            now=now,
        )
        told = say("consent.ended.until", day=day(local(until, manager.zone)))
        return Ended(Ending.ASKED, name, channel=channel, said=told, post=kept.id)
    confirm(
        connection,
        house,
        manager,
        habit=of.habit,
        recipient=channel,
        audience=audience,
        parts=parts,
        prompt=of.prompt or None,
        now=now,
        filled=values,
        post=kept.id,
    )
    _after(connection, house, manager, Finished(of, kept.id, values, audience, channel, now))
    return _posted(connection, manager, name, kept.id)


def _after(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> None:
    """What the tool behind the form keeps of it."""
    follows = house.tools.after.get(finished.of.habit)
    if follows is not None:
        follows(connection, house, manager, finished)
    answered = FollowUpAnswer.DONE
    if follow_ups.answer(connection, manager.id, finished.of.record, answered, finished.now):
        shown_anew(connection, manager, finished.now)


def _remember(
    connection: Connection, manager: ManagerRecord, draft: DraftRecord, ended: Ended
) -> None:
    """How this text ended, without the text, for as long as it would have been kept."""
    how = {"how": ended.how, "prompt": ended.prompt, "said": ended.said, "post": ended.post}
    ending = DraftRecord(draft.id, _ending_of(draft.id), draft.audience, how, draft.kept_until)
    drafts.keep(connection, manager.id, ending)


def _finished_before(
    connection: Connection, manager: ManagerRecord, name: str, draft: str, now: datetime
) -> Ended:
    """The same preview, sent a second time, gets the same answer. Raises TextChanged."""
    ending = drafts.get(connection, manager.id, _ending_of(draft), now)
    if ending is None:
        raise TextChanged
    how = Ending(ending.filled["how"])
    if how is Ending.POSTED:
        return _posted(connection, manager, name, draft)
    return Ended(
        how,
        name,
        prompt=ending.filled["prompt"],
        said=ending.filled["said"],
        post=ending.filled.get("post", ""),
    )


def _ending_of(draft: str) -> str:
    """The name of what is kept about an ending; no habit has a colon in its key."""
    return f"ended:{draft}"


def _posted(connection: Connection, manager: ManagerRecord, name: str, post: str) -> Ended:
    found = posts.get(connection, manager.workspace, post)
    if found is None:
        return Ended(Ending.POSTED, name)
    return Ended(Ending.POSTED, name, channel=found.recipient, prompt=found.prompt)


def _kept(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    of: FormOf,
    kept: DraftRecord,
    now: datetime,
) -> Ended:
    """As a note of the manager's own."""
    name = habit_name(house, of.habit)
    audience = Audience(kept.audience)
    fields = fields_for(house.catalogue.get(of.habit), audience)
    values = {field: as_value(one) for field, one in kept.filled.items()}
    answered = done_by_tool(connection, manager, of.habit, kept.id, now, prompt=of.prompt or None)
    follow_up_later(connection, house, manager, of.habit, kept.id, values, now)
    finished = Finished(of, kept.id, values, audience, None, now)
    _after(connection, house, manager, finished)
    words = house.tools.next_words.get(of.habit)
    along = words(connection, house, manager, finished) if words else None
    if not manager.keeps_notes:
        return Ended(Ending.COUNTED, name, prompt=answered, next_words=along)
    named = {
        user: name_in(connection, manager.workspace, user) for _, user in people_in(fields, values)
    }
    lines = (
        f"{part.label}: {in_words(part, named)}" if part.label else part.text
        for part in parts_from(fields, values)
    )
    body = "\n".join([name, *lines])
    notes.keep(connection, manager.id, answered, body, now)
    return Ended(Ending.KEPT, name, prompt=answered, next_words=along)


def was_said(
    connection: Connection, house: House, who: Who, habit: str, token: str, key: str
) -> Ended:
    """The person said it: it counts once, and the draft is gone."""
    now = house.clock.now()
    manager = active_manager(connection, who, house)
    name = habit_name(house, habit)
    if not inbound.first_time(connection, who.workspace, key, now):
        return Ended(Ending.SAID, name)
    source, _, rest = token.partition(":")
    prompt, _, record = rest.partition(":")
    of = FormOf(habit, prompt, record=record)
    kept = drafts.get(connection, manager.id, form_key(of), now)
    answered = done_by_tool(connection, manager, habit, source, now, prompt=prompt or None)
    if habit in NEVER_KEPT:
        follow_up_later(connection, house, manager, habit, source, {}, now)
    elif kept is not None and kept.id == source:
        values = {name: as_value(one) for name, one in kept.filled.items()}
        follow_up_later(connection, house, manager, habit, source, values, now)
        audience = Audience(kept.audience)
        told = addressees(fields_for(house.catalogue.get(habit), audience), values)
        to = told[0] if len(told) == 1 else None
        _after(connection, house, manager, Finished(of, source, values, audience, to, now))
        drafts.forget(connection, manager.id, form_key(of))
    return Ended(Ending.SAID, name, prompt=answered)
