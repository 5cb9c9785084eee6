"""The weekly bundle: what was held becomes one note for the team, or nothing at all."""

from datetime import datetime

from bot.services import posts
from bot.services.asks import listed
from bot.services.doing import done_by_tool
from bot.services.filter_views import BundleFilled, BundleForm, TeamPreview, Waiting
from bot.services.passing_on import CHANNEL, keep_draft, remember_channel
from bot.services.places import Places, need_place
from bot.services.today import follow_up_later, shown_anew
from bot.services.wanted import WrongFields
from bot.services.who import House, Who, active_manager
from bot.storage import Connection, drafts, inbound, requests, teams
from bot.storage import posts as post_records
from bot.storage.managers import ManagerRecord
from habits.calendar import local_date
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.errors import NotHere
from habits.filling import clean
from habits.filtering import bundle_note
from habits.texts import say

BUNDLE = "weekly_batch"
LONGEST_NOTE = 600
MOST_SHOWN = 10
"""Slack shows no more boxes than this."""

_DRAFT = "filter:bundle"
"""The name of a draft; no habit has a colon in its key."""


class Bundle:
    """One tidy post a week, or nothing. Every method raises NotStarted."""

    def __init__(self, house: House, places: Places, bot_name: str) -> None:
        self._house = house
        self._places = places
        self._bot_name = bot_name

    async def form(
        self, who: Who, filled: BundleFilled | None = None, prompt: str | None = None
    ) -> BundleForm:
        """The form for what stands in it now; at first with all that is held."""
        return await self._house.database.read(self._form, who, filled, prompt)

    async def preview(
        self, who: Who, filled: BundleFilled, prompt: str | None = None
    ) -> TeamPreview:
        """What would go to the team's channel. Raises WrongFields."""
        return await self._house.database.write(self._preview, who, filled, prompt)

    async def post(self, who: Who, draft: str, channel: str) -> str | None:
        """Send what was previewed on its way; the prompt that it answered. A second time changes
        nothing. Raises NotHere, WrongField."""
        await need_place(self._places, channel, CHANNEL, self._bot_name)
        return await self._house.database.write(self._post, who, draft, channel)

    async def empty(self, who: Who, key: str, prompt: str | None = None) -> str | None:
        """Let go of all that is held; the prompt that it answered. `key` names the sending of the
        form."""
        return await self._house.database.write(self._empty, who, key, prompt)

    def _form(
        self,
        connection: Connection,
        who: Who,
        filled: BundleFilled | None,
        prompt: str | None,
    ) -> BundleForm:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        return _form(connection, manager, filled or _drafted(connection, manager, now), prompt, now)

    def _preview(
        self, connection: Connection, who: Who, filled: BundleFilled, prompt: str | None
    ) -> TeamPreview:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        form = _form(connection, manager, filled, prompt, now)
        note = clean(form.note)
        if not note:
            raise WrongFields({"note": say("filter.faults.empty_note")})
        if len(note) > LONGEST_NOTE:
            raise WrongFields({"note": say("filter.faults.long", most=LONGEST_NOTE)})
        kept = {"asks": list(form.ticked), "note": note, "prompt": prompt}
        return TeamPreview(
            draft=keep_draft(connection, manager, _DRAFT, kept, now),
            habit=posts.headline(self._house, BUNDLE),
            parts=(Part("", note),),
            channel=teams.channel_of(connection, manager.id),
        )

    def _post(self, connection: Connection, who: Who, draft: str, channel: str) -> str | None:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        found = drafts.get(connection, manager.id, _DRAFT, now)
        if found is None or found.id != draft:
            before = post_records.get(connection, who.workspace, draft)
            if before is None or before.manager != manager.id:
                raise NotHere
            return before.prompt
        remember_channel(connection, manager, channel)
        sent = posts.confirm(
            connection,
            self._house,
            manager,
            habit=BUNDLE,
            recipient=channel,
            audience=Audience.TEAM_CHANNEL,
            parts=(Part("", found.filled["note"]),),
            prompt=found.filled["prompt"],
            now=now,
            post=draft,
        )
        requests.close_held(connection, manager.id, found.filled["asks"], sent)
        shown_anew(connection, manager, now)
        drafts.forget(connection, manager.id, _DRAFT)
        kept = post_records.get(connection, who.workspace, sent)
        return kept.prompt if kept else None

    def _empty(self, connection: Connection, who: Who, key: str, prompt: str | None) -> str | None:
        now = self._house.clock.now()
        manager = active_manager(connection, who, self._house)
        if not inbound.first_time(connection, who.workspace, key, now):
            return None
        requests.drop_held(connection, manager.id)
        shown_anew(connection, manager, now)
        drafts.forget(connection, manager.id, _DRAFT)
        # A bundle a day at most is emptied: a second one is the same.
        source = f"empty:{manager.id}:{local_date(now, manager.zone)}"
        follow_up_later(connection, self._house, manager, BUNDLE, source, {}, now)
        return done_by_tool(connection, manager, BUNDLE, source, now, prompt=prompt)


def _form(
    connection: Connection,
    manager: ManagerRecord,
    filled: BundleFilled | None,
    prompt: str | None,
    now: datetime,
) -> BundleForm:
    held = _held(connection, manager, now)
    shown = tuple(held[:MOST_SHOWN])
    there = [one.request for one in shown]
    wanted = there if filled is None else filled.ticked
    ticked = tuple(one for one in there if one in wanted)
    note = None if filled is None else filled.note
    if note is None:
        note = bundle_note([one.ask for one in shown if one.request in ticked], LONGEST_NOTE)
    return BundleForm(
        prompt=prompt,
        asks=shown,
        ticked=ticked,
        note=note,
        edited=filled is not None and filled.note is not None,
        empty=filled is not None and filled.empty,
        more=len(held) - len(shown),
    )


def _held(connection: Connection, manager: ManagerRecord, now: datetime) -> list[Waiting]:
    today = local_date(now, manager.zone)
    return [one for one in listed(connection, manager, today) if one.again_on is None]


def _drafted(connection: Connection, manager: ManagerRecord, now: datetime) -> BundleFilled | None:
    """What reached the preview before and was not posted."""
    draft = drafts.get(connection, manager.id, _DRAFT, now)
    if draft is None:
        return None
    return BundleFilled(tuple(draft.filled["asks"]), draft.filled["note"])
