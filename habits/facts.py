"""Which of the catalogue's needs are true now."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from habits.calendar import is_work_date
from habits.catalogue_lists import Cue, Need
from habits.people import Weekday

_OF_THIS_WEEK = {
    Cue.DECISION_AHEAD: Need.DECISION_AHEAD,
    Cue.REVIEW_AHEAD: Need.REVIEW_AHEAD,
    Cue.CUSTOMER_CALL: Need.CUSTOMER_CALL,
    Cue.NEW_PERSON: Need.NEW_PERSON,
}
_SEVEN_DAYS = timedelta(days=7)
_FOR_A_WHILE = {
    Cue.LOST_DEAL: (Need.LOST_DEAL_THIS_WEEK, _SEVEN_DAYS),
    Cue.ESCALATION: (Need.ESCALATION_THIS_WEEK, _SEVEN_DAYS),
    Cue.CUSTOMER_WIN: (Need.CUSTOMER_WIN_THIS_WEEK, _SEVEN_DAYS),
    Cue.SHARED_MISTAKE: (Need.SHARED_MISTAKE_48H, timedelta(hours=48)),
}
_LAST_DAYS_OF_MONTH = 3
_FIRST_DAYS_OF_QUARTER = 10


def true_needs(
    today: date,
    events_of_week: Iterable[str],
    named_ago: Mapping[str, timedelta],
    work_days: frozenset[Weekday],
    days_off: Mapping[date, str],
    of_records: Iterable[Need] = (),
) -> frozenset[Need]:
    """The needs that hold on the manager's local date `today`. `named_ago` says of events how
    long ago they were named last; `of_records` are the needs that records of their own make true,
    such as a held ask."""
    this_week = set(events_of_week)
    needs = {need for cue, need in _OF_THIS_WEEK.items() if cue in this_week}
    needs |= {
        need
        for cue, (need, holds_for) in _FOR_A_WHILE.items()
        if cue in named_ago and named_ago[cue] <= holds_for
    }
    needs |= set(of_records)
    if _is_month_end(today, work_days, days_off):
        needs.add(Need.MONTH_END)
    if _is_quarter_start(today, work_days, days_off):
        needs.add(Need.QUARTER_START)
    return frozenset(needs)


def _is_month_end(today: date, work_days: frozenset[Weekday], days_off: Mapping[date, str]) -> bool:
    """One of the last three work days of the month."""
    after = 0
    day = today + timedelta(days=1)
    while day.month == today.month:
        after += is_work_date(day, work_days, days_off)
        day += timedelta(days=1)
    return after < _LAST_DAYS_OF_MONTH


def _is_quarter_start(
    today: date, work_days: frozenset[Weekday], days_off: Mapping[date, str]
) -> bool:
    """One of the first ten work days of the calendar quarter."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    before = sum(
        is_work_date(first + timedelta(days=n), work_days, days_off)
        for n in range((today - first).days)
    )
    return before < _FIRST_DAYS_OF_QUARTER
