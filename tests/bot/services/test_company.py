"""Admins invite, and set what holds for all; they never learn who uses the bot."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

import pytest

from bot.services.admins import Admins
from bot.services.companies import Companies, Limits
from bot.services.inviting import MOST_AT_ONCE, Invited, Inviting, NotInvited
from bot.services.messages import HelpMessage
from bot.services.ports import Group
from bot.services.preferences import Preferences
from bot.services.starting import Starting
from bot.services.typed import TypedWords
from bot.services.wanted import WrongFields
from bot.services.who import Who
from bot.slack.blocks.company import company_view, invite_view, invited_view, told_view
from bot.slack.blocks.company_rules import days_view, limits_view, preview_view
from bot.slack.blocks.home import home
from bot.slack.blocks.preferences import settings_form
from bot.slack.people import CannotReadPerson
from bot.storage import Connection, companies, invitations, managers, people
from bot.storage.managers import Preferences as Chosen
from bot.storage.outgoing import State
from habits.calendar import local
from habits.company import Company
from habits.errors import HabitsError, NotHere, WrongField
from habits.people import MONDAY_TO_FRIDAY, Hours, Part, Place, Rhythm
from habits.snoozing import Snooze
from tests.bot.fakes import FakeDirectory, FakePerson
from tests.bot.services.test_today import ask as remind_about_a_question
from tests.bot.world import MATE, OUTSIDER, OWNER, STOCKHOLM, WORKSPACE, World, wanted

ADMIN = Who(WORKSPACE, "U0ADMIN")
LIMITS = Limits(None, None, None, 5, 1)
TUESDAY = date(2026, 3, 3)


class FakeGroups:
    """One group; None: Slack does not let us read groups."""

    def __init__(self) -> None:
        self.people: list[str] | None = []

    async def groups(self) -> Sequence[Group] | None:
        return None if self.people is None else [Group("S0ALL", "All leads")]

    async def members(self, group: str) -> Sequence[str] | None:
        return self.people if self.people is None or group == "S0ALL" else []


@dataclass
class Office:
    """What admins have, beside a world."""

    world: World
    groups: FakeGroups
    admins: Admins
    companies: Companies
    inviting: Inviting

    @classmethod
    def beside(cls, world: World, *named: str) -> "Office":
        world.directory.known[ADMIN.user] = FakePerson(ADMIN.user, is_admin=True)
        groups = FakeGroups()
        admins = Admins(world.house, world.directory, named)
        return cls(
            world,
            groups,
            admins,
            Companies(world.house, admins),
            Inviting(world.house, admins, world.directory, groups),
        )

    def member(self, user: str, **facts: Any) -> str:
        self.world.directory.known[user] = FakePerson(user, **facts)
        return user

    async def all_windows(self) -> str:
        """Everything that an admin is shown, as Slack gets it."""
        companies, inviting = self.companies, self.inviting
        views = [
            company_view(await companies.page(ADMIN)),
            invite_view(await inviting.form(ADMIN)),
            invited_view(await inviting.invited(ADMIN)),
            told_view(await inviting.invite(ADMIN, await inviting.invited(ADMIN)), WORKSPACE),
            days_view(await companies.days(ADMIN)),
            limits_view(await companies.limits_form(ADMIN)),
            preview_view(await companies.preview(ADMIN, "share_why")),
        ]
        return json.dumps(views, sort_keys=True)


@pytest.fixture
def office(world: World) -> Office:
    return Office.beside(world)


def count(world: World, table: Any) -> int:
    return world.database.read_now(lambda c: len(c.execute(table.select()).all()))


# --- who is an admin ----------------------------------------------------------------------------


async def test_slacks_admins_and_those_named_by_the_operator_are_admins(world: World) -> None:
    office = Office.beside(world, OWNER.user)
    assert await office.admins.is_admin(ADMIN)
    assert await office.admins.is_admin(OWNER)
    assert not await office.admins.is_admin(MATE)


@pytest.mark.parametrize("outside", [{"is_guest": True}, {"deleted": True}, {"is_bot": True}])
async def test_whoever_does_not_work_here_is_no_admin(office: Office, outside: Any) -> None:
    office.member("U0WAS", is_admin=True, **outside)
    assert not await office.admins.is_admin(Who(WORKSPACE, "U0WAS"))


async def test_slack_is_asked_each_time_so_that_a_lost_right_is_lost_at_once(
    office: Office,
) -> None:
    await office.companies.page(ADMIN)
    office.member(ADMIN.user)
    assert await office.admins.seems_admin(ADMIN)  # shows a way in that is closed now
    with pytest.raises(NotHere):
        await office.companies.page(ADMIN)
    assert not await office.admins.seems_admin(ADMIN)


ASKED: list[Callable[[Office, Who], Awaitable[object]]] = [
    lambda office, who: office.companies.page(who),
    lambda office, who: office.companies.days(who),
    lambda office, who: office.companies.today(who),
    lambda office, who: office.companies.add_day(who, TUESDAY, "Party"),
    lambda office, who: office.companies.remove_day(who, TUESDAY),
    lambda office, who: office.companies.limits_form(who),
    lambda office, who: office.companies.set_limits(who, LIMITS),
    lambda office, who: office.companies.preview(who, "share_why"),
    lambda office, who: office.inviting.form(who),
    lambda office, who: office.inviting.invite(who, [MATE.user]),
    lambda office, who: office.inviting.invite_group(who, "S0ALL"),
    lambda office, who: office.inviting.invited(who),
    lambda office, who: office.inviting.remove(who, [MATE.user]),
]


@pytest.mark.parametrize("ask", ASKED)
async def test_for_everybody_else_there_is_nothing(
    office: Office, ask: Callable[[Office, Who], Awaitable[object]]
) -> None:
    for who in (OWNER, Who(WORKSPACE, "U0NOBODY")):
        with pytest.raises(NotHere):
            await ask(office, who)


# --- inviting -----------------------------------------------------------------------------------


async def test_an_invitation_enrols_nobody_and_sends_nothing(office: Office) -> None:
    world = office.world
    office.member("U0NEW")
    before = [count(world, table) for table in (managers.managers, people.people)]
    assert await office.inviting.invite(ADMIN, ["U0NEW"]) == Invited(("U0NEW",))
    await world.walk(days=3)
    assert world.messenger.to("U0NEW") == []
    assert [count(world, table) for table in (managers.managers, people.people)] == before
    assert await office.inviting.invited(ADMIN) == ["U0NEW"]


async def test_an_invitation_twice_is_one_and_can_be_taken_back(office: Office) -> None:
    for _ in range(2):
        await office.inviting.invite(ADMIN, [OUTSIDER.user, MATE.user])
    assert await office.inviting.invited(ADMIN) == [MATE.user, OUTSIDER.user]
    assert await office.inviting.remove(ADMIN, [MATE.user]) == [OUTSIDER.user]
    with pytest.raises(WrongField, match="not on the list"):
        await office.inviting.remove(ADMIN, [MATE.user])
    with pytest.raises(WrongField, match="Pick one person"):
        await office.inviting.remove(ADMIN, [])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_guest": True}, "Name of U0NEW is a guest."),
        ({"is_bot": True}, "One of them is an app."),
        ({"deleted": True}, "Name of U0NEW is no longer in Slack here."),
        (None, "Slack does not know this person here."),
    ],
)
async def test_guests_apps_strangers_and_leavers_cannot_be_invited(
    office: Office, facts: Any, words: str
) -> None:
    if facts is not None:
        office.member("U0NEW", **facts)
    with pytest.raises(WrongField, match=words) as refused:
        await office.inviting.invite(ADMIN, [MATE.user, "U0NEW"])
    assert refused.value.field == "invited"
    assert await office.inviting.invited(ADMIN) == []


async def test_nobody_and_too_many_are_refused_before_slack_is_asked(office: Office) -> None:
    for users in ([], [f"U0{n}" for n in range(MOST_AT_ONCE + 1)]):
        with pytest.raises(WrongField):
            await office.inviting.invite(ADMIN, users)
    assert office.world.directory.asked == [ADMIN.user] * 2


async def test_a_group_is_invited_without_those_who_cannot_be(office: Office) -> None:
    office.member("U0GUEST", is_guest=True)
    office.groups.people = [MATE.user, "U0GUEST", "U0UNKNOWN", OUTSIDER.user]
    invited = await office.inviting.invite_group(ADMIN, "S0ALL", [OWNER.user])
    assert invited == Invited((OWNER.user, MATE.user, OUTSIDER.user), passed_over=2)
    assert len(await office.inviting.invited(ADMIN)) == 3


@pytest.mark.parametrize("told", [[], [MATE.user]])
async def test_where_slack_cannot_tell_about_a_group_nobody_is_invited_and_none_is_called_gone(
    office: Office, told: list[str]
) -> None:
    """Slack's list did not come, or one of its people did not; asked alone, it is silent again."""

    class Silent(FakeDirectory):
        async def person(self, user: str) -> FakePerson | None:
            if user == ADMIN.user or user in told:
                return office.world.directory.known[user]
            raise CannotReadPerson

    directory = Silent([office.world.directory.known[user] for user in told])
    world, office.groups.people = office.world, [MATE.user, OUTSIDER.user]
    inviting = Inviting(world.house, office.admins, directory, office.groups)
    with pytest.raises(HabitsError, match="Slack did not answer"):
        await inviting.invite_group(ADMIN, "S0ALL")
    assert await inviting.invited(ADMIN) == []


async def test_where_slack_hides_its_groups_the_form_says_so(office: Office) -> None:
    assert "All leads" in json.dumps(invite_view(await office.inviting.form(ADMIN)))
    office.groups.people = None
    view = json.dumps(invite_view(await office.inviting.form(ADMIN)))
    assert "I cannot read your user groups." in view
    with pytest.raises(WrongField, match="usergroups:read"):
        await office.inviting.invite_group(ADMIN, "S0ALL")


# --- who sees what ------------------------------------------------------------------------------


async def test_fewer_than_five_are_not_counted(office: Office) -> None:
    world = office.world
    for n in range(2):
        world.add_manager(f"U0M{n}")
    assert (await office.companies.page(ADMIN)).using is None
    world.add_manager("U0M9")
    assert (await office.companies.page(ADMIN)).using == 5
    await world.preferences.leave(OWNER, erase=False)
    assert (await office.companies.page(ADMIN)).using is None


async def test_somebody_who_left_slack_does_not_count(office: Office) -> None:
    world = office.world
    for n in range(3):
        world.add_manager(f"U0M{n}")
    gone = FakePerson("U0M0", deleted=True)
    await world.people.changed(WORKSPACE, gone, "event")
    assert (await office.companies.page(ADMIN)).using is None


async def test_no_window_of_an_admin_tells_who_uses_it(office: Office) -> None:
    """All that is shown is the same whoever of the same people uses it, and whatever they do."""
    world = office.world
    invited = [office.member(f"U0PERSON{n}") for n in range(12)]
    await office.inviting.invite(ADMIN, invited)
    for user in invited[:3]:
        world.add_manager(user)
    shown = await office.all_windows()
    assert "5 or more people use it." in shown
    for user in invited[:3]:
        await world.preferences.leave(Who(WORKSPACE, user), erase=user == invited[0])
    for user in invited[6:9]:
        world.add_manager(user)
    await world.preferences.pause_weeks(Who(WORKSPACE, invited[7]), 2)
    await world.practices.log(Who(WORKSPACE, invited[8]), "share_why")
    assert await office.all_windows() == shown
    for user in (OWNER.user, MATE.user):
        assert user not in shown


async def test_an_invitation_stays_on_the_list_when_its_person_leaves_and_erases(
    office: Office,
) -> None:
    await office.inviting.invite(ADMIN, [OWNER.user, OUTSIDER.user])
    await office.world.preferences.leave(OWNER, erase=True)
    assert await office.inviting.invited(ADMIN) == [OUTSIDER.user, OWNER.user]


async def test_changes_are_logged_with_ids_alone(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await office.inviting.invite(ADMIN, [MATE.user])
    await office.inviting.remove(ADMIN, [MATE.user])
    await office.companies.add_day(ADMIN, TUESDAY, "Summer party")
    await office.companies.set_limits(ADMIN, LIMITS)
    told = [(record.message, record.__dict__["admin"]) for record in caplog.records]
    names = ("invited", "uninvited", "changed", "changed")
    assert told == [(f"company.{name}", ADMIN.user) for name in names]
    assert all("Summer" not in str(record.__dict__) for record in caplog.records)


@pytest.mark.parametrize(
    ("invited", "says"),
    [
        (7, "So few people are invited that I do not say how many use it."),
        (9, "So few people are invited that I do not say how many use it."),
        (10, "5 or more people use it. Nobody sees who."),
        (14, "5 or more people use it. Nobody sees who."),
        (15, "10 or more people use it. Nobody sees who."),
    ],
)
async def test_where_only_the_invited_can_start_the_count_does_not_name_them_all(
    office: Office, invited: int, says: str
) -> None:
    world = office.world
    managers_here = [world.add_manager(f"U0M{n}").user for n in range(8)]
    everybody = [OWNER.user, MATE.user, *managers_here, *(f"U0N{n}" for n in range(5))]
    world.database.write_now(invitations.add, WORKSPACE, everybody[:invited], world.now)
    house = replace(world.house, by_invitation=True)
    page = await Companies(house, office.admins).page(ADMIN)
    assert says in json.dumps(company_view(page))


async def test_with_few_of_many_invited_the_window_says_fewer_than_five(office: Office) -> None:
    world = office.world
    many = [f"U0N{n}" for n in range(20)]
    world.database.write_now(invitations.add, WORKSPACE, many, world.now)
    page = await Companies(replace(world.house, by_invitation=True), office.admins).page(ADMIN)
    assert "Fewer than five people use it." in json.dumps(company_view(page))


# --- days, defaults and limits ------------------------------------------------------------------


async def test_a_day_off_moves_what_was_planned_for_it(office: Office) -> None:
    world = office.world
    await world.planning.plan_everybody()
    assert TUESDAY in {row.local_date for row in world.rows() if row.state is State.PLANNED}
    for _ in range(2):
        days = await office.companies.add_day(ADMIN, TUESDAY, "  Founders'  day ")
    assert [(one.day, one.name) for one in days] == [(TUESDAY, "Founders' day")]
    await world.planning.plan_everybody()
    assert TUESDAY not in {row.local_date for row in world.rows() if row.state is State.PLANNED}
    assert await office.companies.remove_day(ADMIN, TUESDAY) == ()
    await world.planning.plan_everybody()
    assert TUESDAY in {row.local_date for row in world.rows() if row.state is State.PLANNED}


async def test_a_work_day_stands_above_a_public_holiday(office: Office) -> None:
    world = office.world
    world.days_off[TUESDAY] = "Some holiday"
    await office.companies.add_day(ADMIN, TUESDAY, None)
    assert TUESDAY not in world.house.off(world.manager(), world.now)


@pytest.mark.parametrize(
    ("day", "name", "field"),
    [
        (date(2026, 2, 27), "Party", "day"),
        (date(2029, 1, 1), "Party", "day"),
        (TUESDAY, " ", "name"),
        (TUESDAY, "x" * 41, "name"),
    ],
)
async def test_a_day_that_cannot_be_is_refused_under_its_field(
    office: Office, day: date, name: str, field: str
) -> None:
    with pytest.raises(WrongFields) as refused:
        await office.companies.add_day(ADMIN, day, name)
    assert list(refused.value.faults) == [field]


async def test_newcomers_begin_with_what_the_company_set(office: Office) -> None:
    world = office.world
    within = Hours(time(9, 0), time(17, 0))
    await office.companies.set_limits(ADMIN, Limits("DE", "BY", within, 3, 4))
    offer = await Starting(world.house, "SE").offer(OUTSIDER, "1")
    times = offer.times
    assert (times.country, times.region, times.hours) == ("DE", "BY", within)
    page = await office.companies.page(ADMIN)
    assert (page.country, page.region) == ("Germany", "Bayern")


async def test_a_limit_holds_for_those_who_are_here_already(office: Office) -> None:
    world = office.world
    within = Hours(time(10, 0), time(11, 30))
    with pytest.raises(WrongFields):
        await office.companies.set_limits(ADMIN, replace(LIMITS, within=within))
    within = Hours(time(11, 0), time(15, 0))
    await office.companies.set_limits(ADMIN, replace(LIMITS, within=within, most_a_week=2))
    schedule = world.manager().schedule
    assert schedule.hours == within
    assert schedule.dose.most_a_week == 2
    assert schedule.rhythm.start is not None
    assert schedule.rhythm.start.at == time(11, 0)
    assert schedule.rhythm.check_in is not None
    assert schedule.rhythm.check_in.at == time(11, 30)


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        (replace(LIMITS, country="XX"), "country"),
        (replace(LIMITS, country="DE", region="AL"), "region"),
        (replace(LIMITS, region="BY"), "region"),
        (replace(LIMITS, within=Hours(time(12), time(11))), "latest"),
        (replace(LIMITS, most_a_week=6), "most_a_week"),
        (replace(LIMITS, most_a_week=0), "most_a_week"),
        (replace(LIMITS, year_begins=13), "year_begins"),
    ],
)
async def test_limits_that_cannot_be_are_refused_under_their_field(
    office: Office, limits: Limits, field: str
) -> None:
    with pytest.raises(WrongFields) as refused:
        await office.companies.set_limits(ADMIN, limits)
    assert list(refused.value.faults) == [field]


# --- by invitation ------------------------------------------------------------------------------


async def test_by_invitation_nobody_else_can_start(office: Office) -> None:
    world = office.world
    house = replace(world.house, by_invitation=True)
    preferences, starting = Preferences(house), Starting(house, None)
    with pytest.raises(NotInvited, match="Ask your People team or an admin"):
        await starting.check_open(OUTSIDER)
    with pytest.raises(NotInvited):
        await preferences.start(OUTSIDER, wanted())
    said = await TypedWords(house).take(OUTSIDER, world.says("hello", who=OUTSIDER))
    assert said.answer == HelpMessage(started=False, may_start=False)
    await office.inviting.invite(ADMIN, [OUTSIDER.user])
    await starting.check_open(OUTSIDER)
    await preferences.start(OUTSIDER, wanted())
    assert world.manager(OUTSIDER).is_active


async def test_who_is_at_work_here_goes_on_without_an_invitation(office: Office) -> None:
    house = replace(office.world.house, by_invitation=True)
    preferences = Preferences(house)
    await preferences.start(OWNER, wanted())
    await preferences.leave(OWNER, erase=False)
    with pytest.raises(NotInvited):
        await preferences.start(OWNER, wanted())


async def test_by_default_anybody_can_start(office: Office) -> None:
    def listed(connection: Connection) -> int:
        return invitations.count(connection, WORKSPACE)

    assert office.world.database.read_now(listed) == 0
    await office.world.preferences.start(OUTSIDER, wanted())
    assert office.world.manager(OUTSIDER).is_active


async def test_an_admin_who_watches_the_count_does_not_see_it_move_by_one(office: Office) -> None:
    for n in range(3):
        office.world.add_manager(f"U0PERSON{n}")
    five = await office.companies.page(ADMIN)
    office.world.add_manager("U0PERSON7")
    assert await office.companies.page(ADMIN) == five


# --- hours that do not meet ---------------------------------------------------------------------

NIGHT = Chosen(
    MONDAY_TO_FRIDAY,
    Hours(time(16), time(22)),
    None,
    Rhythm(Part(time(16, 30)), Part(time(16, 30)), Part(time(16, 30))),
)


async def test_where_a_managers_hours_do_not_meet_the_companys_nothing_comes_and_home_says_why(
    world: World,
) -> None:
    night = world.add_manager("U0NIGHT", NIGHT)
    prompt, message = await world.first_prompt(night)
    await world.prompts.later(night, prompt, Snooze.TOMORROW, world.click(message))
    day = Company(within=Hours(time(8), time(15)))
    world.database.write_now(companies.save, WORKSPACE, day, world.now)
    remind_about_a_question(world, who=night)
    before = len(world.messenger.to(night.user))
    await world.walk(days=9)
    assert len(world.messenger.to(night.user)) == before
    shown = await world.home.view(night)
    assert shown.next is None
    told = "Nothing comes: your company has messages come from 08:00 to 15:00"
    assert told in json.dumps(home(shown))
    form = await world.preferences.settings_form(night)
    assert "*Nothing comes now.*" in json.dumps(settings_form(form))
    lines = [line.where_it_stands for line in (await world.weeks.week(night)).lines]
    reason = "not this week: Your work hours and those of your company do not meet"
    assert lines.count(reason) == 3

    # The limit goes: what still has time comes in the manager's own hours.
    world.database.write_now(companies.save, WORKSPACE, Company(), world.now)
    await world.walk(days=7)
    at = {local(one.at, STOCKHOLM).time() for one in world.messenger.to(night.user)}
    assert len(world.messenger.to(night.user)) >= before + 3
    assert all(time(16) <= one < time(22) for one in at)


async def test_a_newcomer_who_changes_only_the_hours_gets_times_that_the_company_allows(
    world: World,
) -> None:
    day = Company(within=Hours(time(8), time(15)))
    world.database.write_now(companies.save, WORKSPACE, day, world.now)
    starting = Starting(world.house, None)
    offer = await starting.offer(OUTSIDER, "1")
    late = Hours(time(13), time(21))
    taken = await starting.checked(OUTSIDER, offer.times, replace(offer.times, hours=late))
    assert taken.hours == late
    kept = [part for place in Place if (part := taken.rhythm.part(place)) is not None]
    assert all(time(13) <= part.at < time(15) for part in kept)
