"""All habits from the prompt to what comes of them weeks later, against the table of expectations.

A part of the table is lived through in one workspace: one manager for each habit, all at once.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from habits.catalogue import Catalogue
from tests.e2e.every_habit.company import (
    ZONE,
    Company,
    Team,
    company,
    introduce,
    start_all,
)
from tests.e2e.every_habit.expected import (
    EXPECTED,
    LONG,
    MANY_FIELDS,
    PARTS,
    Asked,
    Expected,
    Place,
    Where,
)
from tests.e2e.every_habit.kept import practised, rows, waits
from tests.e2e.every_habit.steps import BEFORE, LATER, STEPS, Scene
from tests.e2e.seeing import complaints
from tests.e2e.slack import JSON, controls, options, posted_at, words

LONGEST = 120.0
"""Seconds that a person may take for a habit."""
MOST_FIELDS = 2
JITTER = timedelta(minutes=12)
LOCAL = ZoneInfo(ZONE)


@dataclass
class Lived:
    """A part of the table as it went; `wrong` says what was otherwise, by habit."""

    company: Company
    part: dict[str, Expected]
    scenes: dict[str, Scene] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def finds(self, habit: str, fault: str) -> None:
        self.wrong.setdefault(habit, []).append(fault)

    async def tries(self, habit: str, doing: Callable[[], Awaitable[None]]) -> None:
        """What fails for one habit leaves the others their chance."""
        try:
            await doing()
        except AssertionError as failed:  # also what the playground refuses
            self.finds(habit, str(failed))
            for member in (self.scenes[habit].manager, self.scenes[habit].rep):
                await member.closes()

    def now_shown(self, team: Team, text: str) -> str:
        """The table names people by what they are."""
        for who, user in (("manager", team.manager), ("rep", team.rep), ("other", team.other)):
            text = text.replace(f"<@{who}>", f"<@{user}>")
        return text.replace("<#channel>", f"<#{team.channel}>")


def told(team: Team) -> tuple[str, ...]:
    """Whom the manager has told about the bot."""
    return (team.rep, team.other) if team.habit == "contribution" else (team.rep,)


def in_march(part: dict[str, Expected]) -> bool:
    return any(one.counts.month == 3 for one in part.values())


@pytest.fixture(params=range(len(PARTS)), ids=[next(iter(part)) for part in PARTS])
async def lived(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    template: Path,
    catalogue: Catalogue,
    manifest: dict[str, object],
) -> AsyncIterator[Lived]:
    """It is Tuesday morning: each manager has got the prompt of their habit."""
    part = PARTS[request.param]
    sunday = date(2027, 3, 14) if in_march(part) else date(2027, 1, 3)
    begins = datetime.combine(sunday, time(12), UTC)
    async with company(tmp_path, template, catalogue, manifest, begins, part) as made:
        lived = Lived(made, part)
        for habit, team in made.teams.items():
            lived.scenes[habit] = Scene.of(made.slack, team)
        monday = sunday + timedelta(days=1)
        await made.slack.walk_to(local(monday, "07:00"))
        await start_all(made)
        await made.slack.walk_to(local(monday, "09:00"))
        await introduce(made, ((team, rep) for team in made.teams.values() for rep in told(team)))
        for habit in BEFORE.keys() & part.keys():
            await BEFORE[habit](lived.scenes[habit])
        await made.slack.walk_to(local(monday + timedelta(days=1), "10:30"))
        yield lived


async def test_each_habit_is_done_in_slack_and_asked_about_again(
    lived: Lived, record_property: Callable[[str, object], None]
) -> None:
    for habit in lived.part:
        await lived.tries(habit, lambda habit=habit: does(lived, habit))
    slack = lived.company.slack
    for moment, habit, asked in in_order(lived.part):
        if moment > await slack.now():
            await slack.walk_to(moment)
        looks = stands_on_home if moment.date() == asked.home else is_asked
        await lived.tries(habit, lambda f=looks, h=habit, a=asked: f(lived, h, a))
    for habit, one in lived.part.items():
        team = lived.company.teams[habit]
        days = practised(lived.company.database, team.manager, habit)
        if days != [one.counts]:
            lived.finds(habit, f"counts for {days}")
        record_property("figure", figure(habit, lived.scenes[habit]))
        for fault in too_much(habit, lived.scenes[habit]):
            lived.finds(habit, fault)
    told = [f"{habit}: {fault}" for habit, faults in lived.wrong.items() for fault in faults]
    assert not told, "\n".join(told)
    assert await complaints(slack) == []


def test_the_table_has_all_habits_and_each_has_its_steps(catalogue: Catalogue) -> None:
    assert len(EXPECTED) == sum(len(part) for part in PARTS) == 36
    assert EXPECTED.keys() == set(catalogue.habits)
    assert EXPECTED.keys() == STEPS.keys()
    assert len(MANY_FIELDS) <= 2
    assert {"ride_along", "blame_free_debrief", "hall_of_shame_lunch"} == LONG


# --- doing it ---------------------------------------------------------------------------------


async def does(lived: Lived, habit: str) -> None:
    scene, expected = lived.scenes[habit], lived.part[habit]
    team = scene.team
    assert practised(lived.company.database, team.manager, habit) == []
    await STEPS[habit](scene)
    assert scene.opened == expected.opens, f"opens {scene.opened!r}"
    who = lived.now_shown(team, expected.who)
    assert scene.manager.saw(who), f"nobody said {who!r}"
    for where, phrase in expected.shown:
        shown = lived.now_shown(team, phrase)
        assert await stands(scene, where, shown), f"{shown!r} is not in {where}"
    found = rows(lived.company.database, team.manager, habit)
    assert found == expected.kept, f"keeps {found}"


async def stands(scene: Scene, where: Where, phrase: str) -> bool:
    match where:
        case Where.CHANNEL:
            return any(phrase in plain(one) for one in await scene.in_channel())
        case Where.REP:
            direct = await scene.slack.direct(scene.team.rep)
            return any(phrase in plain(one) for one in direct) or scene.rep.saw(phrase)
        case Where.MANAGER:
            return scene.manager.saw(phrase)


# --- asked about again ------------------------------------------------------------------------


def in_order(part: dict[str, Expected]) -> list[tuple[datetime, str, Asked]]:
    """When to look for what is asked: on Home at noon, for a message once it had its time."""
    asked = [(habit, each) for habit, one in part.items() for each in one.asked]
    found = [(local(one.on, one.at) + JITTER, habit, one) for habit, one in asked]
    found += [(local(one.home, "12:00"), habit, one) for habit, one in asked if one.home]
    return sorted(found, key=lambda one: one[0])


async def stands_on_home(lived: Lived, habit: str, asked: Asked) -> None:
    scene = lived.scenes[habit]
    home = plain(await scene.slack.home(scene.team.manager))
    phrases = [lived.now_shown(scene.team, phrase) for phrase in asked.says]
    missing = [phrase for phrase in phrases if phrase not in home]
    assert missing == [], f"{missing} are not on Home"


async def is_asked(lived: Lived, habit: str, asked: Asked) -> None:
    scene = lived.scenes[habit]
    team, at = scene.team, local(asked.on, asked.at)
    messages = [
        one for one in await scene.slack.direct(team.manager) if abs(posted_at(one) - at) <= JITTER
    ]
    said = [plain(first_form(one)) for one in messages]
    phrases = [lived.now_shown(team, phrase) for phrase in asked.says]
    fitting = [
        one
        for one, text in zip(messages, said, strict=True)
        if all(phrase in text for phrase in phrases) and is_of(asked.by, first_form(one))
    ]
    assert fitting, f"{asked.on} {asked.at}: {phrases} are not in {asked.by}: {said}"
    if habit in LATER:
        await LATER[habit](scene, fitting[-1])
    else:
        await is_answered(scene, fitting[-1], lived.company.database)


async def is_answered(scene: Scene, message: JSON, database: Path) -> None:
    """The first answer there is is taken; where a window answers, it opens."""
    user = scene.team.manager
    shown = await scene.slack.again(message)
    known = controls(shown)
    before = waits(database, user)
    if "check_in.follow-up" in known:
        await presses(scene, shown, "check_in.follow-up", options(known["check_in.follow-up"])[0])
    elif at_once := [one for one in known if one in ("today.done", "today.take")]:
        await presses(scene, shown, at_once[0])
    else:
        opens = [
            one
            for one in known
            if one in ("today.open", "today.answer", "filter.again", "coach.prepare")
        ]
        assert opens, f"nothing answers it: {[*known]}"
        await presses(scene, shown, opens[0])
        await scene.manager.window()
        await scene.manager.closes()
        return
    assert waits(database, user) != before, "it still waits"


async def presses(scene: Scene, message: JSON, action: str, value: str = "") -> None:
    """Home follows two seconds after it was shown last, for which nobody has to wait here."""
    body = {"action_id": action, "channel": message["channel"], "ts": message["ts"]}
    body |= {"value": value} if value else {}
    await scene.slack.post("click", user=scene.team.manager, **body)


def first_form(message: JSON) -> JSON:
    return message["versions"][0] if message["versions"] else message


def is_of(place: Place, message: JSON) -> bool:
    at_check_in = any(one.startswith("check_in.") for one in controls(message))
    match place:
        case Place.CHECK_IN:
            return at_check_in
        case Place.TODAY:
            return "waited for you" in words(message)
        case Place.ALONE:
            return not at_check_in


# --- how long it takes ------------------------------------------------------------------------


def figure(habit: str, scene: Scene) -> str:
    others = [one for one in (scene.rep, scene.other) if one.watch.seconds]
    each = "".join(f"; rep {one.watch.seconds:.0f} s" for one in others)
    watch = scene.manager.watch
    return f"{habit}: {watch}, {scene.manager.required} of them required{each}"


def too_much(habit: str, scene: Scene) -> list[str]:
    everybody = (scene.manager, scene.rep, scene.other)
    long = max(one.watch.seconds for one in everybody)
    found = [f"takes {long:.0f} s"] if long > LONGEST and habit not in LONG else []
    required = max(one.required for one in everybody)
    if required > MOST_FIELDS and habit not in MANY_FIELDS:
        found.append(f"asks for {required} typed fields")
    return found


def plain(shown: JSON) -> str:
    return words(shown).replace("*", "")


def local(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), LOCAL).astimezone(UTC)
