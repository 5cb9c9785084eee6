"""The judge of easing: from what came and what was done alone, when fewer messages may come."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tests.simulator.diary import Diary
from tests.simulator.judge import Came, Fault, Kind

DAY = timedelta(hours=24)
COUNTED = (Kind.PROMPT, Kind.CHECK_IN)
_SURELY_JUDGED_WITHIN = timedelta(hours=25)
"""Everybody is planned anew at least once in so many hours."""


def is_too_much(diary: Diary, came: Sequence[Came], at: datetime) -> bool:
    """Whether three of the last four prompts and check-ins that are a day old are unanswered."""
    old = [one.at for one in came if one.kind in COUNTED and at >= one.at + DAY][-4:]
    acts = [moment for moment, _ in diary.acts if moment <= at]
    return sum(not any(moment > one for moment in acts) for one in old) >= 3


def eased_at(changes: Sequence[tuple[datetime, datetime | None]], at: datetime) -> datetime | None:
    """Since when fewer messages came, as it stood before the instant `at`; None: the usual."""
    known = [since for moment, since in changes if moment <= at]
    since = known[-1] if known else None
    return since if since is None or since <= at else None


def judge_easing(
    diary: Diary,
    came: Sequence[Came],
    changes: Sequence[tuple[datetime, datetime | None]],
    end: datetime,
) -> Iterator[Fault]:
    """`changes`: when it was seen that messages became fewer, and since when; None: the usual
    ones again."""
    yield from _begins_rightly(diary, came, changes)
    yield from _ends_rightly(diary, changes, end)
    yield from _begins_in_time(diary, came, changes, end)
    yield from _keeps_to_less(diary, came, changes)


def _begins_rightly(
    diary: Diary, came: Sequence[Came], changes: Sequence[tuple[datetime, datetime | None]]
) -> Iterator[Fault]:
    for _, since in changes:
        if since is not None and not is_too_much(diary, came, since):
            yield Fault("eased without cause", diary.user, since, "messages were answered")


def _ends_rightly(
    diary: Diary, changes: Sequence[tuple[datetime, datetime | None]], end: datetime
) -> Iterator[Fault]:
    for number, (_, since) in enumerate(changes):
        if since is None:
            continue
        ended = changes[number + 1][0] if number + 1 < len(changes) else None
        stays = min((moment for moment in diary.fewer if moment >= since), default=end)
        dones = sorted(one.at for one in diary.dones if since <= one.at)[:2]
        dones = dones if len(dones) == 2 and dones[1] < stays else []
        said = [moment for moment in diary.as_before if moment >= since]
        due = min([*dones[1:], *said[:1]], default=None)
        if due != ended and (due is None or due < end):
            what = f"should have been {due}, was {ended}"
            yield Fault("the usual ones again at a wrong time", diary.user, since, what)


def _begins_in_time(
    diary: Diary,
    came: Sequence[Came],
    changes: Sequence[tuple[datetime, datetime | None]],
    end: datetime,
) -> Iterator[Fault]:
    for one in came:
        judged = one.kind in COUNTED or one.kind is Kind.START
        if judged and is_too_much(diary, came, one.at) and eased_at(changes, one.at) is None:
            yield Fault("not eased though unanswered", diary.user, one.at, one.kind.value)
    for one in came:
        judged = one.at + DAY + _SURELY_JUDGED_WITHIN
        quiet = not any(one.at + DAY <= moment <= judged for moment, _ in diary.acts)
        if one.kind not in COUNTED or judged > end or not quiet:
            continue
        if is_too_much(diary, came, one.at + DAY) and eased_at(changes, judged) is None:
            yield Fault("not eased in time", diary.user, judged, one.kind.value)


def _keeps_to_less(
    diary: Diary, came: Sequence[Came], changes: Sequence[tuple[datetime, datetime | None]]
) -> Iterator[Fault]:
    prompts = [one for one in came if one.kind is Kind.PROMPT]
    for one in came:
        since = eased_at(changes, one.at)
        if since is None:
            continue
        if one.kind is Kind.START:
            yield Fault("a week start though eased", diary.user, one.at, f"since {since}")
        before = [other for other in prompts if other.at < one.at]
        if one.kind is Kind.PROMPT and before and one.week - before[-1].week < 2 * timedelta(7):
            yield Fault("a prompt each week though eased", diary.user, one.at, f"since {since}")
