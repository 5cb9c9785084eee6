"""Two talks with people, blocked for next week: put down, said when near, asked about after."""

from datetime import datetime, time, timedelta

from bot.services.form_views import FormOf, NextWords
from bot.services.team_messages import Way
from bot.services.tools import AskedAgain, AskedNow, Finished, Known
from bot.services.who import House
from bot.storage import Connection, follow_ups, talks
from bot.storage.follow_ups import FollowUpAnswer, FollowUpRecord
from bot.storage.managers import ManagerRecord
from bot.storage.talks import TalkRecord, TalkState
from habits.calendar import ONE_WEEK, instant, local, local_date, week_of, work_dates
from habits.errors import NotHere
from habits.filling import Values, clean, read_date, text_in
from habits.people import Hours
from habits.phrases import clock, day_and_time
from habits.texts import say

PROTECT_TIME = "protect_time"

_TIMES = (("day_1", "hour_1"), ("day_2", "hour_2"))
_ABOUT = "for_whom"
_WISHED = (time(10), time(14))
_LASTS = timedelta(minutes=20)
_NEAR = timedelta(days=7)
_TWO = 2
_BECOMES = {"kept": TalkState.KEPT, "moved": TalkState.MOVED, "let-go": TalkState.DROPPED}


def begun(
    connection: Connection, house: House, manager: ManagerRecord, of: FormOf, now: datetime
) -> Values:
    """Two times that would do: on the second and the fourth work day of next week, or as near as
    it has them."""
    del connection, of
    week = week_of(local_date(now, manager.zone), manager.work_days) + ONE_WEEK
    days = work_dates(week, manager.work_days, house.off(manager, now))
    if not days:
        return {}
    values: dict[str, str] = {}
    for (day, hour), nth, wished in zip(_TIMES, (1, 3), _WISHED, strict=True):
        values[day] = days[min(nth, len(days) - 1)].isoformat()
        values[hour] = f"{_within(manager.schedule.hours, wished):%H:%M}"
    return values


def _within(hours: Hours, wished: time) -> time:
    """The wished time, else the first hour of the day in which somebody works."""
    return wished if hours.start <= wished < hours.end else hours.start


def refused(manager: ManagerRecord, values: Values, now: datetime) -> dict[str, str]:
    """Times that are over, and two talks at one time, in words by field."""
    first, second = (_starts(manager, values, *fields) for fields in _TIMES)
    found = {
        hour: say("own_words.talks.past")
        for (_, hour), at in zip(_TIMES, (first, second), strict=True)
        if at is not None and at <= now
    }
    if first is not None and first == second:
        found.setdefault(_TIMES[1][1], say("own_words.talks.same"))
    return found


def booked(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> None:
    del house
    about = clean(text_in(finished.values.get(_ABOUT))) or None
    for at in _both(manager, finished.values):
        talks.book(connection, manager.id, at, about, finished.source_id, finished.now)


def for_the_calendar(
    connection: Connection, house: House, manager: ManagerRecord, finished: Finished
) -> NextWords | None:
    """A line for each talk, to copy into a calendar."""
    del connection, house
    about = clean(text_in(finished.values.get(_ABOUT))) or say("own_words.talks.people")
    lines = [
        say(
            "own_words.talks.line",
            when=day_and_time(local(at, manager.zone)),
            until=clock(local(at + _LASTS, manager.zone)),
            about=about,
        )
        for at in _both(manager, finished.values)
    ]
    return NextWords(say("own_words.talks.copy"), "\n".join(lines), manager.workspace)


def are_booked(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> Known | None:
    """Two talks come up within a week: not one, not three."""
    del house
    coming = talks.booked_between(connection, manager.id, now, now + _NEAR)
    return Known() if len(coming) == _TWO else None


def what_became(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    now: datetime,
) -> AskedNow | None:
    """One talk after the other, each once it is over: the soonest of which nobody said yet what
    became of it."""
    del house
    talk = _next(connection, manager, follow_up, now)
    if talk is None:
        return None
    when = day_and_time(local(talk.starts_at, manager.zone))
    return AskedNow(
        say("own_words.talks.asked", when=when),
        lines=(talk.about,) if talk.about else (),
        ways=(
            Way("kept", say("own_words.talks.kept")),
            Way("moved", say("own_words.talks.moved")),
            Way("let-go", say("own_words.talks.let_go")),
        ),
    )


def take_talk(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    follow_up: FollowUpRecord,
    value: str,
    now: datetime,
) -> None:
    """The next one is asked about then; after the last one nothing is."""
    del house
    talk = _next(connection, manager, follow_up, now)
    if value not in _BECOMES or talk is None:
        raise NotHere
    talks.becomes(connection, talk.id, _BECOMES[value])
    if not _booked(connection, manager, follow_up):
        follow_ups.answer(connection, manager.id, follow_up.id, FollowUpAnswer.DONE, now)


def _next(
    connection: Connection, manager: ManagerRecord, follow_up: FollowUpRecord, now: datetime
) -> TalkRecord | None:
    booked = _booked(connection, manager, follow_up)
    return next((one for one in booked if one.starts_at + _LASTS <= now), None)


def _booked(
    connection: Connection, manager: ManagerRecord, follow_up: FollowUpRecord
) -> list[TalkRecord]:
    """Those of which nobody said yet what became of them."""
    made = talks.of_source(connection, manager.id, follow_up.source_id)
    return [one for one in made if one.state is TalkState.BOOKED]


def _both(manager: ManagerRecord, values: Values) -> list[datetime]:
    times = (_starts(manager, values, *fields) for fields in _TIMES)
    return sorted(at for at in times if at is not None)


def _starts(manager: ManagerRecord, values: Values, day: str, hour: str) -> datetime | None:
    """UTC, of a local day and time as they stand in the form; None where one is missing."""
    on = read_date(values.get(day))
    try:
        at = time.fromisoformat(text_in(values.get(hour)))
    except ValueError:
        return None
    return None if on is None else instant(on, at, manager.zone)


TALKS_ASKED = AskedAgain(what_became, take_talk)
