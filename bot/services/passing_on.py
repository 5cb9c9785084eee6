"""Passing an ask on: what the team would read, sending it, and what is said besides."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from bot.services import posts
from bot.services.deciding import (
    FILTER,
    ask_form,
    changeable,
    decision_in,
    keep,
    reply_to,
    with_manager_again,
)
from bot.services.filter_views import AskForm, Decided, Filled, OwnWords, TeamPreview
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, drafts, managers, new_id, practices, requests, teams
from bot.storage import posts as post_records
from bot.storage.drafts import DraftRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import OutgoingRecord
from bot.storage.practices import Source
from bot.storage.requests import RequestRecord
from habits.catalogue_lists import Audience
from habits.errors import NotHere
from habits.filtering import Choice, parts_for_team

KEPT_FOR = timedelta(hours=24)

CHANNEL = "channel"
"""The field of a preview that says where it goes."""

_ASK = "filter:ask"
_WORDS = "filter:words"
"""Names of drafts; no habit has a colon in its key."""


def preview(
    connection: Connection, house: House, manager: ManagerRecord, form: AskForm, now: datetime
) -> TeamPreview:
    """Keep the form, as a draft, and show what it makes."""
    deadline = form.deadline
    assert deadline is not None  # noqa: S101  (what is passed on was found to have one)
    filled = {
        "request": form.request,
        "prompt": form.prompt,
        "sensitive": form.sensitive,
        "minutes": form.minutes,
        "ask": form.ask,
        "requester": form.requester,
        "reason": form.reason,
        "deadline": deadline.isoformat(),
        "first_step": form.first_step,
        "reply": form.reply,
    }
    return TeamPreview(
        draft=keep_draft(connection, manager, _ASK, filled, now),
        habit=posts.headline(house, FILTER),
        parts=parts_for_team(form.ask, form.reason, deadline, form.first_step),
        channel=teams.channel_of(connection, manager.id),
    )


def keep_draft(
    connection: Connection,
    manager: ManagerRecord,
    form: str,
    filled: Mapping[str, Any],
    now: datetime,
) -> str:
    """Keep what is previewed for a day; its id. The same once more keeps its id, so that a form
    that Slack sends twice leads to one preview."""
    before = drafts.get(connection, manager.id, form, now)
    same = before is not None and before.filled == filled
    name = before.id if before is not None and same else new_id()
    until = now + KEPT_FOR
    draft = DraftRecord(name, form, Audience.TEAM_CHANNEL, filled, until)
    drafts.keep(connection, manager.id, draft)
    return name


def drafted(
    connection: Connection, manager: ManagerRecord, record: RequestRecord, now: datetime
) -> Filled | None:
    """What reached the preview of this ask before, to go on with."""
    draft = drafts.get(connection, manager.id, _ASK, now)
    if draft is None or draft.filled["request"] != record.id:
        return None
    return _filled(draft.filled)


def post(connection: Connection, house: House, who: Who, draft: str, channel: str) -> Decided:
    """Decide what was previewed as `draft`, and send it to the team's channel. A second time
    changes nothing. Raises NotHere, WrongFields, AlreadyPassedOn."""
    now = house.clock.now()
    manager = active_manager(connection, who, house)
    found = drafts.get(connection, manager.id, _ASK, now)
    if found is None or found.id != draft:
        return _sent_before(connection, manager, draft, now)
    filled, prompt = _filled(found.filled), found.filled["prompt"]
    manager, record = changeable(connection, house, who, found.filled["request"])
    form = ask_form(house, manager, record, filled, prompt, now)
    decision = decision_in(house, manager, form, now)
    assert decision.deadline is not None  # noqa: S101  (checked one line above)
    keep(connection, house, manager, record, form, decision, now)
    remember_channel(connection, manager, channel)
    sent = posts.confirm(
        connection,
        house,
        manager,
        habit=FILTER,
        recipient=channel,
        audience=Audience.TEAM_CHANNEL,
        parts=parts_for_team(form.ask, decision.reason, decision.deadline, decision.first_step),
        prompt=prompt,
        now=now,
        post=draft,
    )
    requests.change(connection, record.id, post=sent)
    if record.choice:
        # It counted when it was decided first.
        practices.take_back(connection, manager.id, Source.TOOL, sent, FILTER)
    drafts.forget(connection, manager.id, _ASK)
    words = reply_to(connection, manager, form.requester, decision.reply)
    keep_words(connection, manager, record.id, [words], now)
    kept = post_records.get(connection, who.workspace, sent)
    return Decided(record.id, Choice.PASS_ON, None, words, kept.prompt if kept else None)


def remember_channel(connection: Connection, manager: ManagerRecord, channel: str) -> None:
    """The first channel that a manager posts in is the team's."""
    if teams.channel_of(connection, manager.id) is None:
        teams.choose_channel(connection, manager.id, channel)


def post_not_sent(
    connection: Connection, house: House, row: OutgoingRecord, why: str, now: datetime
) -> None:
    """A post did not go out, so the asks that it carried are with the manager again."""
    posts.not_sent(connection, house, row, why, now)
    found = post_records.get(connection, row.workspace, row.subject or "")
    manager = managers.get(connection, row.manager)
    if found is not None and manager is not None:
        with_manager_again(connection, manager, found, now, stood=False)


def keep_words(
    connection: Connection,
    manager: ManagerRecord,
    request: str,
    words: Sequence[OwnWords],
    now: datetime,
) -> None:
    """Keep what the manager is going to say, until it is said or a day is over."""
    filled = {"request": request, "words": [asdict(one) for one in words]}
    until = now + KEPT_FOR
    draft = DraftRecord(new_id(), _WORDS, Audience.OWN_VOICE, filled, until)
    drafts.keep(connection, manager.id, draft)


def words_to_say(
    connection: Connection, manager: ManagerRecord, request: str, said: int, now: datetime
) -> OwnWords | None:
    """What comes after the first `said` texts; None, and nothing is kept, where that was all."""
    draft = drafts.get(connection, manager.id, _WORDS, now)
    if draft is None or draft.filled["request"] != request:
        return None
    words = draft.filled["words"]
    if said < len(words):
        return OwnWords(**words[said])
    drafts.forget(connection, manager.id, _WORDS)
    return None


def _sent_before(
    connection: Connection, manager: ManagerRecord, draft: str, now: datetime
) -> Decided:
    """The same form again: what it led to. Raises NotHere where it never led to anything."""
    record = requests.of_post(connection, manager.id, draft)
    if record is None:
        raise NotHere
    words = words_to_say(connection, manager, record.id, 0, now)
    return Decided(record.id, Choice.PASS_ON, None, words, None)


def _filled(kept: Mapping[str, Any]) -> Filled:
    return Filled(
        choice=Choice.PASS_ON,
        sensitive=kept["sensitive"],
        minutes=kept["minutes"],
        ask=kept["ask"],
        requester=kept["requester"],
        reason=kept["reason"],
        deadline=date.fromisoformat(kept["deadline"]),
        first_step=kept["first_step"],
        reply=kept["reply"],
        audience=Audience.TEAM_CHANNEL,
    )
