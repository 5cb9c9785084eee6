"""An independent judge of what a prompt's line may claim: its own SQL, its own calendar.

It shares no code with the bot's facts. Each function answers for one manager at one instant
whether a need of the catalogue holds; needs whose records do not exist yet never hold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from bot.storage.tables import metadata

ZONE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True)
class Moment:
    """A manager who works Monday to Friday in Stockholm without days off, at a UTC instant."""

    connection: Connection
    manager: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    def count(self, sql: str, **values: object) -> int:
        found = self.connection.execute(text(sql), {"manager": self.manager, **values})
        return int(found.scalar_one())


def ticked(event: str) -> Callable[[Moment], bool]:
    def holds(at: Moment) -> bool:
        sql = (
            "SELECT count(*) FROM opportunities"
            " WHERE manager = :manager AND week = :week AND event = :event"
        )
        return at.count(sql, week=str(at.monday), event=event) > 0

    return holds


def named_within(event: str, hours: int = 7 * 24) -> Callable[[Moment], bool]:
    def holds(at: Moment) -> bool:
        sql = (
            "SELECT count(*) FROM opportunities"
            " WHERE manager = :manager AND event = :event AND at >= :since"
        )
        since = (at.now - timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S.%f")
        return at.count(sql, event=event, since=since) > 0

    return holds


def a_mistake_was_told(at: Moment) -> bool:
    """Somebody named one, or a story of somebody else stands in the channel, for two days."""
    since = (at.now - timedelta(hours=48)).strftime("%Y-%m-%d %H:%M:%S.%f")
    sql = (
        "SELECT count(*) FROM stories JOIN managers ON managers.id = stories.manager"
        " WHERE stories.manager = :manager AND stories.state = 'posted'"
        ' AND stories.owner <> managers."user" AND stories.posted_at >= :since'
    )
    told = at.count(sql, since=since) > 0
    return told or named_within("shared_mistake", hours=48)(at)


def an_ask_is_held(at: Moment) -> bool:
    return at.count(
        "SELECT count(*) FROM requests WHERE manager = :manager AND state = 'held'"
    ) > 0  # fmt: skip


def a_promise_is_open(at: Moment) -> bool:
    sql = "SELECT count(*) FROM promises WHERE manager = :manager AND closed_at IS NULL"
    return at.count(sql) > 0


def somebody_is_blocked(at: Moment) -> bool:
    sql = "SELECT count(*) FROM obstacles WHERE manager = :manager AND answered_at IS NULL"
    return at.count(sql) > 0


def direction_was_posted(at: Moment) -> bool:
    sql = (
        "SELECT count(*) FROM posts WHERE manager = :manager AND habit = 'direction'"
        " AND state = 'posted' AND posted_at >= :since"
    )
    since = datetime.combine(at.monday, datetime.min.time(), ZONE).astimezone(ZoneInfo("UTC"))
    return at.count(sql, since=since.strftime("%Y-%m-%d %H:%M:%S.%f")) > 0


def reps_met_within_a_day(at: Moment) -> list[str]:
    sql = "SELECT rep, first, at, every_weeks FROM one_on_ones WHERE manager = :m"
    met: list[str] = []
    for rep, first, clock, weeks in at.connection.execute(text(sql), {"m": at.manager}):
        begin = date.fromisoformat(first)
        for day in (at.today, at.today + timedelta(days=1)):
            apart = (day - begin).days
            start = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)
            near = timedelta() <= start - at.now <= timedelta(hours=24)
            if apart >= 0 and apart % (7 * weeks) == 0 and near:
                met.append(rep)
    return met


def last_steps(at: Moment) -> set[str]:
    """What the reps whom the manager meets within a day wrote last."""
    notes = metadata.tables["pair_notes"]
    steps: set[str] = set()
    for rep in reps_met_within_a_day(at):
        ask = (
            notes.select()
            .where(notes.c.manager == at.manager, notes.c.rep == rep)
            .where(notes.c.habit == "coach_11", notes.c.state == "returned")
            .order_by(notes.c.returned_at.desc())
        )
        newest = at.connection.execute(ask).first()
        if newest is not None:
            steps.add(newest.rep_body["next_step"])
    return steps


def month_is_ending(at: Moment) -> bool:
    days = [at.today + timedelta(days=n) for n in range(1, 32)]
    left = [day for day in days if day.month == at.today.month and day.weekday() < 5]
    return len(left) < 3


def quarter_has_begun(at: Moment) -> bool:
    first = date(at.today.year, at.today.month - (at.today.month - 1) % 3, 1)
    gone = [first + timedelta(days=n) for n in range((at.today - first).days)]
    return len([day for day in gone if day.weekday() < 5]) < 10


def two_talks_come_up(at: Moment) -> bool:
    sql = (
        "SELECT count(*) FROM talks WHERE manager = :manager AND state = 'booked'"
        " AND starts_at > :now AND starts_at <= :last"
    )
    now, last = (
        one.strftime("%Y-%m-%d %H:%M:%S.%f") for one in (at.now, at.now + timedelta(days=7))
    )
    return at.count(sql, now=now, last=last) == 2


NOT_TAKEN_BACK = (
    " AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.id = source_id"
    " AND posts.state IN ('asking', 'not-posted', 'withdrawn'))"
)


def changes_named(at: Moment) -> list[date]:
    """The local dates on which the manager named a change that is not told to hold yet."""
    sql = "SELECT at FROM admissions WHERE manager = :m" + NOT_TAKEN_BACK  # noqa: S608  (ours)
    rows = at.connection.execute(text(sql), {"m": at.manager})
    utc = [datetime.fromisoformat(str(one)).replace(tzinfo=ZoneInfo("UTC")) for (one,) in rows]
    return [one.astimezone(ZONE).date() for one in utc]


def a_change_was_named_three_weeks_ago(at: Moment) -> bool:
    return any((at.today - day).days // 7 == 3 for day in changes_named(at))


def a_test_is_past_its_date(at: Moment) -> bool:
    sql = (
        "SELECT count(*) FROM experiments WHERE manager = :manager"
        " AND state IN ('agreed', 'started') AND stop_on < :today"
    )
    return at.count(sql + NOT_TAKEN_BACK, today=str(at.today)) > 0


def a_test_waits_to_start(at: Moment) -> bool:
    sql = (
        "SELECT count(*) FROM experiments WHERE manager = :manager"
        " AND state = 'agreed' AND habit = 'act_fast'"
    )
    return at.count(sql + NOT_TAKEN_BACK) > 0


def a_call_is_booked(at: Moment) -> bool:
    sql = (
        "SELECT count(*) FROM rides WHERE manager = :manager AND state = 'booked'"
        " AND starts_at >= :now AND starts_at < :end"
    )
    after_tomorrow = datetime.combine(at.today + timedelta(days=2), datetime.min.time(), ZONE)
    now, end = (
        one.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S.%f")
        for one in (at.now, after_tomorrow)
    )
    return at.count(sql, now=now, end=end) > 0


def something_is_put_up(at: Moment) -> bool:
    """For the award of this month, which is still to be given."""
    sql = (
        "SELECT count(*) FROM nominations JOIN awards ON awards.id = nominations.award"
        " WHERE awards.manager = :manager AND awards.month = :month"
        " AND awards.state = 'gathering' AND nominations.state = 'in'"
    )
    return at.count(sql, month=str(at.today.replace(day=1))) > 0


def day_of_the_lunch(at: Moment) -> date | None:
    sql = (
        "SELECT on_day FROM lunches WHERE manager = :m AND state = 'planned'"
        " ORDER BY on_day DESC LIMIT 1"
    )
    found = at.connection.execute(text(sql), {"m": at.manager}).scalar()
    return None if found is None else date.fromisoformat(str(found))


def work_days(first: date, last: date) -> int:
    """After the first day, up to the last one."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


def a_lunch_is_near(weeks: int) -> Callable[[Moment], bool]:
    def holds(at: Moment) -> bool:
        lunch = day_of_the_lunch(at)
        if lunch is None:
            return False
        mark = lunch - timedelta(weeks=weeks)
        return at.today <= mark and work_days(at.today, mark) <= 3

    return holds


def the_lunch_was_yesterday(at: Moment) -> bool:
    lunch = day_of_the_lunch(at)
    if lunch is None or lunch.weekday() > 4:
        return False
    before = at.today - timedelta(days=1)
    return lunch < at.today and work_days(lunch, before) == 0


def no_lunch_is_set(at: Moment) -> bool:
    lunch = day_of_the_lunch(at)
    return lunch is None or lunch < at.today


TRUTH: dict[str, Callable[[Moment], bool]] = {
    "nominations": something_is_put_up,
    "lunch_in_42_days": a_lunch_is_near(6),
    "lunch_in_14_days": a_lunch_is_near(2),
    "lunch_yesterday": the_lunch_was_yesterday,
    "no_lunch_date": no_lunch_is_set,
    "decision_ahead": ticked("decision_ahead"),
    "customer_call": ticked("customer_call"),
    "new_person": ticked("new_person"),
    "review_ahead": ticked("review_ahead"),
    "lost_deal_this_week": named_within("lost_deal"),
    "escalation_this_week": named_within("escalation"),
    "customer_win_this_week": named_within("customer_win"),
    "shared_mistake_48h": a_mistake_was_told,
    "open_batch": an_ask_is_held,
    "booked_call": a_call_is_booked,
    "open_promise": a_promise_is_open,
    "blocked_item": somebody_is_blocked,
    "people_slots_booked": two_talks_come_up,
    "open_admission": lambda at: bool(changes_named(at)),
    "admission_21_days": a_change_was_named_three_weeks_ago,
    "test_ended": a_test_is_past_its_date,
    "open_topic": a_test_waits_to_start,
    "direction_posted": direction_was_posted,
    "one_on_one_soon": lambda at: bool(reps_met_within_a_day(at)),
    "last_next_step": lambda at: bool(last_steps(at)),
    "month_end": month_is_ending,
    "quarter_start": quarter_has_begun,
}
"""Every need that something can make true by now."""

ONLY_WHERE_NAMED = {
    "open_promise",
    "blocked_item",
    "booked_call",
    "people_slots_booked",
    "open_admission",
    "admission_21_days",
    "test_ended",
    "open_topic",
    "nominations",
    "lunch_in_42_days",
    "lunch_in_14_days",
    "lunch_yesterday",
    "no_lunch_date",
}
"""Needs that are looked up only for habits with a line that depends on them."""
