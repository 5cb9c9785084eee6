"""Knowing people: their zone and flags, as Slack has them, and what changes with them."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.services.leaving_out import status_told
from bot.services.planning import plan_manager
from bot.services.ports import Described, Directory, Quiet
from bot.services.taking_part import gone
from bot.services.today import planned_anew
from bot.services.who import House, Who
from bot.services.zones import tell_new_zone
from bot.storage import Connection, inbound, managers, people, roster
from bot.storage.people import PersonRecord
from habits.errors import HabitsError, WrongField
from habits.texts import say

logger = logging.getLogger(__name__)

REFRESH_EVERY = timedelta(days=1)
_UNKNOWN_ZONE = "UTC"
_BATCH = 200


class NotForGuests(HabitsError):
    """Guests, bots and people of other companies cannot start."""

    def __init__(self) -> None:
        super().__init__(say("errors.not_for_guests"))


class People:
    """Who the people are that the bot writes to."""

    def __init__(self, house: House, directory: Directory) -> None:
        self._house = house
        self._directory = directory

    async def know(self, who: Who) -> PersonRecord:
        """The person, asked of Slack when not known yet. Raises NotForGuests, HabitsError."""
        known = await self._house.database.read(people.get, who.workspace, who.user)
        if known is not None and known.name is not None:
            return known
        described = await self._directory.person(who.user)
        if described is None or described.is_bot or described.is_guest:
            raise NotForGuests
        person = _record(who.workspace, described, self._house.clock.now())
        await self._house.database.write(people.save, person)
        return person

    async def member(self, who: Who, user: str, field: str) -> PersonRecord:
        """Somebody whom `who` names in a form's `field`: a member who works here, and not
        themselves. Raises WrongField, HabitsError."""
        if user == who.user:
            raise WrongField(field, say("reps.pick.yourself"))
        known = await self._house.database.read(people.get, who.workspace, user)
        if known is not None and known.name is not None and not known.deleted:
            return known
        described = await self._directory.person(user)
        if described is None:
            raise WrongField(field, say("reps.pick.unknown"))
        if described.is_bot:
            raise WrongField(field, say("reps.pick.bot"))
        if described.is_guest:
            raise WrongField(field, say("reps.pick.guest"))
        if described.deleted:
            name = described.name or say("reps.somebody")
            raise WrongField(field, say("reps.pick.gone", name=name))
        person = _record(who.workspace, described, self._house.clock.now())
        await self._house.database.write(people.save, person)
        return person

    async def is_member(self, who: Who, user: str) -> bool:
        """Whether a user is somebody who works here; nothing is kept of who is asked about."""
        known = await self._house.database.read(people.get, who.workspace, user)
        if known is not None and known.name is not None:
            return not known.deleted
        try:
            described = await self._directory.person(user)
        except HabitsError:
            return False
        return described is not None and not (
            described.is_bot or described.is_guest or described.deleted
        )

    async def changed(self, workspace: str, described: Described, event: str) -> None:
        """Slack says that a person changed. `event` names the telling, which may come twice."""
        await self._house.database.write(self._changed, workspace, described, event)

    async def quiet_changed(self, workspace: str, user: str, quiet: Quiet | None) -> None:
        """Slack says when somebody is not to be disturbed; kept of active managers alone."""

        def keep(connection: Connection) -> None:
            if _active_among(connection, workspace, [user]):
                _keep_quiet(connection, workspace, {user: quiet})

        await self._house.database.write(keep)

    async def refresh(self, workspace: str) -> None:
        """Ask Slack about active managers and their teams once a day: an event can be lost. Who
        was only picked or asked about is forgotten after that time."""
        now = self._house.clock.now()
        day_ago = now - REFRESH_EVERY
        await self._house.database.write(people.forget_unnamed, workspace, before=day_ago)
        unseen = _not_seen_since
        if not await self._house.database.read(unseen, workspace, day_ago):
            return
        # Slack lists everybody at once, so those whose turn comes soon are asked about as well.
        users = await self._house.database.read(unseen, workspace, now - REFRESH_EVERY / 2)
        described = list((await self._directory.people(users)).values())
        for start in range(0, len(described), _BATCH):
            chunk = described[start : start + _BATCH]
            await self._house.database.write(self._learn_all, workspace, chunk)
        taking_part = await self._house.database.read(_active_among, workspace, users)
        quiet = await self._directory.quiet_times(taking_part)
        await self._house.database.write(_keep_quiet, workspace, quiet)

    def _learn_all(
        self, connection: Connection, workspace: str, described: Sequence[Described]
    ) -> None:
        # In one order for all processes: managers are locked as they come.
        for one in sorted(described, key=lambda person: person.user):
            before = people.get(connection, workspace, one.user)
            if before is not None:
                self._learn(connection, before, one)
            else:
                people.save(connection, _record(workspace, one, self._house.clock.now()))

    def _changed(
        self, connection: Connection, workspace: str, described: Described, event: str
    ) -> None:
        now = self._house.clock.now()
        before = people.get(connection, workspace, described.user)
        if before is not None and inbound.first_time(connection, workspace, event, now):
            self._learn(connection, before, described)

    def _learn(self, connection: Connection, before: PersonRecord, described: Described) -> None:
        """Keep what Slack says now, and let follow what follows from a change."""
        now = self._house.clock.now()
        after = _record(before.workspace, described, now, before.zone)
        old = managers.of_user(connection, before.workspace, before.user)
        people.save(connection, after)
        if after.deleted and not before.deleted:
            gone(connection, self._house, before.workspace, before.user, now)
        manager = managers.of_user(connection, before.workspace, before.user)
        if old is None or manager is None or not old.is_active:
            return
        if (after.zone, after.deleted) != (before.zone, before.deleted):
            plan_manager(connection, manager, now, self._house.off(manager, now))
        if after.deleted:
            managers.leave(connection, manager.id, now)
            logger.info("manager.deactivated", extra={"manager": manager.id})
            return
        if after.zone != before.zone:
            planned_anew(connection, self._house, manager, now)
            tell_new_zone(connection, self._house, manager, now)
        says_away, until = described.is_away, described.away_until
        status_told(connection, self._house, manager, says_away, until, now)


def _not_seen_since(connection: Connection, workspace: str, since: datetime) -> list[str]:
    """Active managers, and people in their teams."""
    found = people.managers_not_seen_since(connection, workspace, since)
    return sorted({*found, *roster.not_seen_since(connection, workspace, since)})


def _active_among(connection: Connection, workspace: str, users: Sequence[str]) -> list[str]:
    found = (managers.of_user(connection, workspace, user) for user in sorted(users))
    return [one.user for one in found if one is not None and one.is_active]


def _keep_quiet(connection: Connection, workspace: str, quiet: Mapping[str, Quiet | None]) -> None:
    for user, window in sorted(quiet.items()):
        begins, ends = (window.begins, window.ends) if window else (None, None)
        people.keep_quiet(connection, workspace, user, begins, ends)


def _record(
    workspace: str, described: Described, now: datetime, zone: str | None = None
) -> PersonRecord:
    return PersonRecord(
        workspace=workspace,
        user=described.user,
        zone=described.zone or zone or _UNKNOWN_ZONE,
        deleted=described.deleted,
        refreshed_at=now,
        name=described.name,
    )
