"""Twenty managers as they might be: what they set, how they answer, and what they do besides."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

from tests.simulator.diary import MON_FRI, USUAL, Company, Times

SUN_THU = (6, 0, 1, 2, 3)
TUE_SAT = (1, 2, 3, 4, 5)

COMPANIES = {
    "T1": Company(),
    "T2": Company(most_a_week=5, year_begins=4, days={date(2026, 6, 26): "Company day"}),
    "T3": Company(most_a_week=3, year_begins=10, days={date(2026, 12, 25): None}),
    "T4": Company(most_a_week=2, year_begins=2),
}
"""Workspaces differ in what their admins set."""


@dataclass(frozen=True)
class Manners:
    """How somebody answers. `answers` is the chance that they answer a message at all, `within`
    the hours that it takes; `done`, `skip` and `later` are chances that add up to at most 1;
    `ticks` is the chance that a habit is ticked in a check-in."""

    answers: float = 1.0
    within: tuple[float, float] = (0.1, 5.0)
    done: float = 0.6
    skip: float = 0.25
    later: float = 0.0
    ticks: float = 0.7


@dataclass(frozen=True)
class Manager:
    """`silent` are the weeks, first and last, in which nothing is done at all. `simple`: nothing
    but the rhythm ever comes to them, so that all of it can be foretold."""

    character: str
    workspace: str
    habit: str
    times: Times
    manners: Manners = Manners()
    starts_after: timedelta = timedelta()
    simple: bool = True
    silent: tuple[tuple[int, int], ...] = ()
    plans: tuple[tuple[float, str, dict[str, Any]], ...] = ()
    """What they do once: in which week, which method of `Desk`, with what."""
    helped_by: str = ""
    """What they say would help, when a check-in asks."""
    reps: int = 0
    does: frozenset[str] = field(default_factory=frozenset)
    """What they do besides: why, filter, coach, log, ask, note, focus, happened, home."""
    tools: float = 0
    """How much they and their reps use every tool: 1 is a lot, 0 not at all."""
    zones: tuple[str, ...] = ()
    """Where their reps live, in turn; empty: where they do."""
    leaves: tuple[tuple[float, int], ...] = ()
    """In which week which rep does not want to take part any more."""

    def zone_of_rep(self, number: int) -> str:
        return self.zones[number % len(self.zones)] if self.zones else self.times.zone


EVERYTHING = frozenset(
    {"why", "filter", "coach", "log", "ask", "note", "focus", "happened", "home"}
)
BUSY = Manners(answers=0.7, within=(6, 44), done=0.3, skip=0.3, later=0.3)
DILIGENT = Manners(done=0.9, skip=0.1)


def at(place: str, day: int | None, clock: str) -> dict[str, tuple[int | None, time]]:
    """The usual rhythm with one part moved."""
    return {**USUAL, place: (day, time.fromisoformat(clock))}


def without(place: str) -> dict[str, tuple[int | None, time]]:
    return {name: part for name, part in USUAL.items() if name != place}


def company() -> list[Manager]:
    midweek = timedelta(days=2, hours=15)
    return [
        Manager("usual", "T1", "share_why", Times("Europe/Stockholm", country="SE")),
        Manager("usual", "T1", "listen_first", Times("Europe/London", country="GB", region="SCT"),
                starts_after=midweek),
        Manager("diligent", "T2", "contribution",
                Times("Europe/Berlin", country="DE", region="BY"), DILIGENT),
        Manager("diligent", "T1", "purpose", Times("America/New_York", country="US", region="CA"),
                DILIGENT, starts_after=timedelta(days=4)),
        Manager("half-hearted", "T4", "keep_word", Times("Europe/Paris", country="FR"),
                Manners(answers=0.6, done=0.4, skip=0.5)),
        Manager("eager", "T1", "coach_11", Times("Europe/Stockholm", country="SE"), DILIGENT,
                simple=False, reps=7, does=EVERYTHING, tools=1, leaves=((40.2, 6),),
                zones=("Europe/Stockholm", "Europe/London", "America/New_York"),
                plans=((3.2, "take_up_another", {"habit": "share_why"}),
                       (8.2, "take_up_another", {"habit": "filter_request"}))),
        Manager("eager", "T3", "filter_request", Times("America/Chicago", country="US"), DILIGENT,
                simple=False, reps=3, does=EVERYTHING, tools=0.2,
                plans=((5.4, "take_up_another", {"habit": "coach_11"}),)),
        Manager("busy", "T2", "share_why", Times("Europe/Madrid", country="ES"), BUSY),
        Manager("away by status", "T1", "coach_11", Times("Asia/Tokyo", country="JP"), BUSY,
                simple=False, reps=2, does=frozenset({"coach", "log"}),
                plans=((3.1, "status", {"hours": 50}),
                       (6.3, "do_not_disturb", {"begin": time(8), "hours": 3}),
                       (9.0, "do_not_disturb", {"begin": time(20), "hours": 11}),
                       (12.0, "status", {"hours": 200, "known": False}),
                       (12.8, "status_ends", {}),
                       (20.2, "status", {"hours": 120, "here": True}),
                       (21.1, "status_ends", {}),
                       (30.1, "do_not_disturb", {"begin": time(11), "hours": 9}),
                       (33.1, "do_not_disturb", {"begin": time(22), "hours": 8}))),
        Manager("on vacation", "T1", "direction", Times("Europe/Rome", country="IT"),
                plans=((8.2, "pause", {"days": 12}), (20.1, "pause", {"days": 30}),
                       (21.8, "resume", {}), (35.2, "pause", {"days": 3}),
                       (44.3, "plan_time_off", {"in_days": 9, "days": 16}))),
        Manager("on vacation", "T2", "act_fast", Times("Australia/Sydney", country="AU"),
                simple=False, does=frozenset({"why", "home"}), tools=0.2, reps=2,
                plans=((2.0, "plan_time_off", {"in_days": 20, "days": 30}),
                       (30.2, "plan_time_off", {"in_days": 4, "days": 16}),
                       (31.9, "resume", {}), (40.1, "pause", {"days": 5}),
                       (45.2, "day_differs", {"in_days": 4, "is_off": True}))),
        Manager("silent", "T1", "share_why", Times("Europe/Stockholm", country="SE"),
                silent=((0, 99),)),
        Manager("comes back", "T2", "share_why", Times("America/Denver", country="US"),
                silent=((6, 15), (30, 33)), helped_by="as-before"),
        Manager("comes back", "T3", "belonging", Times("Europe/Vienna", country="AT"), DILIGENT,
                silent=((3, 9), (20, 22)), helped_by="fewer", does=frozenset({"log"})),
        Manager("moving", "T1", "fix_repeat", Times("Europe/Lisbon", country="PT"), simple=False,
                tools=0.2, reps=2,
                plans=((4.3, "move_to", {"zone": "America/Los_Angeles"}),
                       (5.6, "move_to", {"zone": "Europe/Lisbon"}),
                       (18.2, "move_to", {"zone": "Asia/Singapore"}),
                       (19.1, "move_to", {"zone": "Pacific/Auckland"}),
                       (21.4, "move_to", {"zone": "Europe/Lisbon"}))),
        Manager("Sunday", "T1", "contribution", Times("Asia/Riyadh", SUN_THU, country="SA")),
        Manager("Saturday", "T4", "bless_risk", Times("Pacific/Chatham", TUE_SAT, country="NZ"),
                plans=((12.3, "pause", {"days": 9}),)),
        Manager("short weeks", "T1", "human_flaw", Times("Europe/Lisbon", (0, 3), country="PT")),
        Manager("own times", "T2", "share_why",
                Times("America/Sao_Paulo", hours=(time(9), time(17)), country="BR",
                      parts={"start": (None, time(9, 15)), "prompt": (2, time(16, 55)),
                             "check-in": (None, time(11, 30))}, quiet_quarters=False)),
        Manager("changing", "T1", "share_why", Times("Asia/Kolkata", country="IN"), simple=False,
                tools=0.2, reps=2, zones=("Europe/Berlin",),
                plans=((6.3, "change_times", {"parts": at("prompt", 3, "15:00")}),
                       (9.3, "change_times", {"parts": without("start")}),
                       (15.2, "change_times", {"work_days": TUE_SAT, "parts": dict(USUAL)}),
                       (20.2, "day_differs", {"in_days": 2, "is_off": True}),
                       (26.4, "change_times",
                        {"work_days": (0, 1, 2), "hours": (time(7), time(13))}),
                       (40.5, "change_times",
                        {"work_days": MON_FRI, "hours": (time(8), time(18))}))),
    ]  # fmt: skip


ELSEWHERE = (
    ("Europe/Stockholm", "SE"), ("Europe/Warsaw", "PL"), ("Europe/Dublin", "IE"),
    ("America/Toronto", "CA"), ("America/Bogota", "CO"), ("America/St_Johns", "CA"),
    ("Asia/Kathmandu", None), ("Asia/Manila", "PH"), ("Australia/Lord_Howe", "AU"),
    ("Pacific/Auckland", "NZ"), ("Pacific/Apia", None), ("Africa/Cairo", "EG"),
)  # fmt: skip


def many(count: int, seed: int) -> list[Manager]:
    """So many managers: the twenty, then others like them who live and work elsewhere."""
    chance = Random(f"people {seed}")  # noqa: S311  (a game of chance)
    twenty = company()
    return [*twenty, *(_like(chance.choice(twenty), chance) for _ in range(count - 20))][:count]


def _like(one: Manager, chance: Random) -> Manager:
    zone, country = chance.choice(ELSEWHERE)
    times = replace(one.times, zone=zone, country=country, region=None)
    manners = replace(
        one.manners,
        answers=min(1.0, max(0.0, one.manners.answers + chance.uniform(-0.2, 0.1))),
        ticks=chance.uniform(0.2, 1.0),
    )
    return replace(
        one,
        workspace=chance.choice(sorted(COMPANIES)),
        times=times,
        manners=manners,
        starts_after=timedelta(hours=chance.uniform(0, 24 * 20)),
        plans=tuple((week + chance.uniform(0, 5), name, how) for week, name, how in one.plans),
    )
