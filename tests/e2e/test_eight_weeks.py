"""Eight weeks of twelve managers all over the world, judged by what is visible in Slack."""

import html
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import open_database
from bot.cli.planning import plan_lines
from config.settings import Settings
from habits.catalogue import Catalogue
from tests.e2e.slack import JSON, Slack, controls, posted_at, started, words
from tests.oracle import is_allowed
from tests.rhythm_oracle import USUAL, Break, Expected, Person, expected

WEEKS = timedelta(weeks=8)
JITTER = timedelta(minutes=10)
A_MOMENT = timedelta(seconds=2)
FOUR_WEEKS = timedelta(days=28)

SUN_THU = (6, 0, 1, 2, 3)
TUE_SAT = (1, 2, 3, 4, 5)
SUN_FRI = (6, 0, 1, 2, 3, 4)

SHOWN = {"week.save": "start", "prompt.more": "prompt", "check_in.save": "check-in"}
"""The control by which a message shows what it is."""


def rhythm(**parts: tuple[int | None, str] | None) -> dict[str, tuple[int | None, time]]:
    """The usual rhythm with some parts moved, or dropped by None."""
    moved = {name.replace("_", "-"): part for name, part in parts.items()}
    usual = {place: (None, at) for place, at in USUAL.items() if place not in moved}
    own = {place: (part[0], time.fromisoformat(part[1])) for place, part in moved.items() if part}
    return {place: (usual | own)[place] for place in USUAL if place in usual | own}


def hours(start: str, end: str) -> tuple[time, time]:
    return time.fromisoformat(start), time.fromisoformat(end)


@dataclass
class Manager:
    """`starts_after` the beginning of the eight weeks; `away` = after how many of the messages
    they take a break, and for how many days."""

    habit: str
    person: Person
    starts_after: timedelta = timedelta()
    away: dict[int, int] = field(default_factory=dict)
    id: str = ""
    messages: int = 0

    @property
    def has_started(self) -> bool:
        return self.person.started_at is not None


def company() -> list[Manager]:
    ny, midweek = "America/New_York", timedelta(days=2, hours=15)
    return [
        Manager("share_why", Person("Europe/Stockholm", country="SE")),
        Manager("coach_11", Person("Europe/Berlin", TUE_SAT, country="DE", every=2), away={7: 9}),
        Manager("filter_request", Person(ny, country="US", parts=rhythm(check_in=(3, "11:30")))),
        Manager("contribution", Person("Asia/Riyadh", SUN_THU, country="SA")),
        Manager("share_why", Person("Australia/Lord_Howe", country="AU")),
        Manager("coach_11", Person("Australia/Sydney", hours=hours("09:00", "17:00"), country="AU",
                                   parts=rhythm(start=(0, "09:00"), prompt=(2, "16:55")),
                                   every=2)),
        Manager("act_fast", Person("Pacific/Auckland", country="NZ", parts=rhythm(start=None)),
                timedelta(days=3), {5: 20}),
        Manager("hall_of_shame_lunch", Person("Asia/Tokyo", country="JP", every=4),
                timedelta(days=7)),
        Manager("fix_repeat", Person("America/Sao_Paulo", country="BR",
                                     parts=rhythm(start=(0, "17:55"), prompt=(2, "17:50")))),
        Manager("keep_word", Person("Asia/Kathmandu", SUN_FRI), midweek, {3: 1, 9: 6}),
        Manager("listen_first", Person("Asia/Jerusalem", SUN_THU, country="IL")),
        Manager("belonging", Person("Europe/Lisbon", (0, 3), country="PT"), timedelta(days=9)),
    ]  # fmt: skip


# --- living it ------------------------------------------------------------------------------


async def start(slack: Slack, manager: Manager) -> None:
    person = manager.person
    await started(
        slack,
        manager.id,
        habit=manager.habit,
        work_days=[str(day) for day in person.work_days],
        country=person.country or "none",
    )
    person.started_at = await slack.now()
    if (person.parts, person.hours) != (rhythm(), hours("08:00", "18:00")):
        await set_times(slack, manager)


async def set_times(slack: Slack, manager: Manager) -> None:
    person = manager.person
    chosen = {"hours_start": f"{person.hours[0]:%H:%M}", "hours_end": f"{person.hours[1]:%H:%M}"}
    for place in USUAL:
        name = place.replace("-", "_")
        if place not in person.parts:
            chosen |= {f"{name}_day": "off", f"{name}_at": "10:00"}
            continue
        day, at = person.parts[place]
        chosen |= {f"{name}_day": "own" if day is None else str(day), f"{name}_at": f"{at:%H:%M}"}
    await slack.trust(manager.id, "settings")
    said = await slack.submit(manager.id, await slack.modal(manager.id), **chosen)
    assert said.get("response_action") == "update", said
    await slack.post("close", user=manager.id, view_id=said["view"]["id"], all=True)


async def take_a_break(slack: Slack, manager: Manager, days: int) -> None:
    now = await slack.now()
    until = now.astimezone(ZoneInfo(manager.person.zone)).date() + timedelta(days=days)
    await slack.trust(manager.id, "pause")
    said = await slack.submit(manager.id, await slack.modal(manager.id), until=until.isoformat())
    assert said.get("response_action") == "update", said
    await slack.post("close", user=manager.id, view_id=said["view"]["id"], all=True)
    manager.person.breaks.append(Break(now, until))


@dataclass
class Life:
    """The walk through the weeks; `plans` are the snapshots of `trust-habits plan`."""

    slack: Slack
    managers: list[Manager]
    planned: Callable[[datetime], list[JSON]]
    stops: int = 0
    seconds: float = 0.0
    promised: list[JSON] = field(default_factory=list)

    async def until(self, end: datetime) -> None:
        by_channel = {f"D{one.id[1:]}": one for one in self.managers}
        begin = now = await self.slack.now()
        last_break, since = end - timedelta(weeks=3), ""
        while now < end:
            for manager in self.managers:
                if not manager.has_started and now >= begin + manager.starts_after:
                    await start(self.slack, manager)
            if not self.promised and now >= last_break:
                self.promised = self.planned(now)
            walked = await self.slack.post("clock", next_message=True)
            self.stops += walked["stops"]
            self.seconds += walked["stops"] * walked["seconds_per_stop"]
            now = datetime.fromisoformat(walked["now"])
            for message in await self.slack.messages(since=since):
                since = message["ts"]
                if message["user"] == "U0TRUST" and "ephemeral_to" not in message:
                    manager = by_channel[message["channel"]]
                    await self._react(manager, message, breaks=now < last_break)

    async def _react(self, manager: Manager, message: JSON, *, breaks: bool) -> None:
        if "prompt.answer.skipped" in controls(message):
            # The clock waits for the bot before its next step, so that nobody has to here.
            skip = {"action_id": "prompt.answer.skipped", "ts": message["ts"]}
            await self.slack.post("click", user=manager.id, channel=message["channel"], **skip)
        if "check_in.none" in controls(message):
            # Silence would ease.
            none = {"action_id": "check_in.none", "ts": message["ts"]}
            await self.slack.post("click", user=manager.id, channel=message["channel"], **none)
        manager.messages += 1
        if breaks and manager.messages in manager.away:
            await take_a_break(self.slack, manager, manager.away[manager.messages])


def spring(after: datetime) -> datetime:
    """Midnight UTC before the first Monday of the next March that begins after `after`."""
    year = after.year + (after >= datetime(after.year, 3, 1, tzinfo=UTC))
    day = date(year, 3, 1)
    while day.weekday() != 0:
        day += timedelta(days=1)
    return datetime.combine(day, time(), UTC)


# --- judging it -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    place: str
    posted_at: datetime
    message: JSON


def as_first_shown(message: JSON) -> JSON:
    return message["versions"][0] if message["versions"] else message


def seen_by(manager: Manager, log: list[JSON]) -> list[Seen]:
    """What the bot sent by itself; each must be a part of the rhythm."""
    mine = [
        one
        for one in log
        if one["channel"] == f"D{manager.id[1:]}"
        and one["user"] == "U0TRUST"
        and "ephemeral_to" not in one
    ]
    assert not any(one["deleted"] or "thread_ts" in one for one in mine)
    found: list[Seen] = []
    for message in mine:
        [place] = {SHOWN[name] for name in controls(as_first_shown(message)) if name in SHOWN}
        found.append(Seen(place, posted_at(message), message))
    return found


def pair_up(
    wanted: list[Expected], seen: list[Seen], whose: str
) -> Iterator[tuple[Expected, Seen]]:
    """Each expected message with the one that came; nothing may be left on either side."""
    left = list(seen)
    for one in wanted:
        fitting = [
            other
            for other in left
            if other.place == one.place
            and timedelta() <= other.posted_at - one.asked_at <= JITTER + A_MOMENT
        ]
        assert len(fitting) == 1, f"{whose}: {one} came {len(fitting)} times"
        left.remove(fitting[0])
        yield one, fitting[0]
    assert not left, f"{whose}: nobody expected {[(s.place, s.posted_at) for s in left]}"


def judge_times(person: Person, pairs: list[tuple[Expected, Seen]], whose: str) -> None:
    days: list[date] = []
    weeks: dict[date, int] = defaultdict(int)
    for one, seen in pairs:
        off = {one.day} if person.is_off(one.day) else set()
        here = seen.posted_at
        assert is_allowed(here, person.zone, person.work_days, person.hours, off, None), whose
        assert not person.is_away(one.day, here), f"{whose} is away on {one.day}"
        days.append(one.day)
        weeks[person.week_begins(one.day)] += 1
    assert len(days) == len(set(days)), f"{whose}: two on one day"
    assert max(weeks.values()) <= 5, whose
    for (before, _), (after, _) in pairwise(pairs):
        apart = after.asked_at - before.asked_at
        assert apart >= timedelta(hours=20) or after.place == "check-in", f"{whose}: {after}"


def judge_lines(manager: Manager, seen: list[Seen], catalogue: Catalogue) -> set[str]:
    """No line of ours came twice in four weeks; the lines that came."""
    lines = {one.text for one in catalogue.get(manager.habit).wordings}
    last: dict[str, datetime] = {}
    for one in seen:
        if one.place != "prompt":
            continue
        written = html.unescape(words(as_first_shown(one.message))).splitlines()
        for line in lines.intersection(written):
            before = last.get(line)
            rested = before is None or one.posted_at - before > FOUR_WEEKS - timedelta(days=1)
            assert rested, f"{line!r} came twice within four weeks"
            last[line] = one.posted_at
    return set(last)


def judge_skips(seen: list[Seen], end: datetime) -> int:
    prompts = [one for one in seen if one.place == "prompt" and one.posted_at < end]
    for one in prompts:
        shown = words(one.message)
        assert "Skipped. Do it any other day and it still counts." in shown, shown
        assert "Done already" not in shown
    return len(prompts)


def judge_rows(rows: list[sqlite3.Row], log: list[JSON], end: datetime) -> int:
    """Each row of the rhythm that was planned is one visible message in the minute it was due."""
    by_name = {(one["channel"], one["ts"]): one for one in log}
    count = 0
    for row in rows:
        asked, due = (
            datetime.fromisoformat(row[name]).replace(tzinfo=UTC) for name in ("asked_at", "due_at")
        )
        assert asked <= due <= asked + JITTER
        if row["state"] == "withdrawn" or (row["state"] == "planned" and due > end):
            continue
        assert row["state"] == "sent", dict(row)
        late = posted_at(by_name.pop((row["channel"], row["ts"]))) - due
        assert timedelta() <= late < timedelta(minutes=1), f"{row['key']} came {late} late"
        count += 1
    return count


def judge_promises(
    promised: list[JSON], managers: list[Manager], seen: dict[str, list[Seen]], end: datetime
) -> int:
    """What `trust-habits plan` said weeks before is what came."""
    kept = 0
    for line in promised:
        due = datetime.fromisoformat(line["due_at"]) if line["due_at"] else None
        if due is None or due > end:
            continue
        came = [
            one
            for one in seen[line["manager"]]
            if timedelta() <= one.posted_at - due < timedelta(minutes=1)
        ]
        assert len(came) == 1, line
        kept += 1
    return kept


def rows_of(path: Path) -> list[sqlite3.Row]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        connection.row_factory = sqlite3.Row
        return connection.execute("SELECT * FROM outgoing").fetchall()
    finally:
        connection.close()


def _offset(manager: Manager, moment: datetime) -> timedelta | None:
    return moment.astimezone(ZoneInfo(manager.person.zone)).utcoffset()


async def test_in_eight_weeks_every_message_comes_once_at_its_moment_and_no_other(
    slack: Slack,
    settings: Settings,
    tmp_path: Path,
    catalogue: Catalogue,
    record_property: Callable[[str, object], None],
) -> None:
    begin = spring(await slack.now())
    await slack.walk_to(begin)
    managers = company()
    for number, manager in enumerate(managers):
        zone = manager.person.zone
        name = f"Manager {number} {zone.rpartition('/')[2]}"
        manager.id = (await slack.person(name=name, tz=zone))["id"]

    def planned(now: datetime) -> list[JSON]:
        database = open_database(settings)
        try:
            return database.read_now(plan_lines, None, 30, now)
        finally:
            database.close()

    end = begin + WEEKS
    life = Life(slack, managers, planned)
    await life.until(end)
    await slack.walk_to(await slack.now() + timedelta(minutes=11))

    log = await slack.messages()
    seen = {one.id: seen_by(one, log) for one in managers}
    skips = lines = 0
    for manager in managers:
        whose = f"{manager.habit} in {manager.person.zone}"
        wanted = expected(manager.person, end)
        mine = [one for one in seen[manager.id] if one.posted_at <= end + JITTER + A_MOMENT]
        in_time = [
            one
            for one in mine
            if one.posted_at <= end
            or any(timedelta() <= one.posted_at - w.asked_at <= JITTER + A_MOMENT for w in wanted)
        ]
        pairs = list(pair_up(wanted, in_time, whose))
        judge_times(manager.person, pairs, whose)
        lines += len(judge_lines(manager, mine, catalogue))
        skips += judge_skips(seen[manager.id], end)
    sent = judge_rows(rows_of(tmp_path / "trust.db"), log, end)
    kept = judge_promises(life.promised, managers, seen, end)

    moved = {one.person.zone for one in managers if _offset(one, begin) != _offset(one, end)}
    assert {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe"} <= moved
    assert "Asia/Tokyo" not in moved
    assert sent > 200
    assert skips > 60
    assert lines > 20
    assert kept > 40
    assert all(one.messages for one in managers)
    figure = (
        f"8 weeks of 12 managers: {sent} messages, {skips} skipped, {life.stops} stops in "
        f"{life.seconds:.1f} s, {1000 * life.seconds / life.stops:.1f} ms a stop (at most 60)"
    )
    record_property("figure", figure)
