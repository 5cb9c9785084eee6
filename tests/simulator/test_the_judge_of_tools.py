"""The judge sees what is wrong with what people write, agree to and vote for, and with what comes
to reps: rules switched off one by one turn the verdict red."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services import going, rep_forms
from bot.services.award_views import Lesson, ResultMessage, VoteMessage
from bot.services.messages import Message, NoticeMessage
from bot.services.ports import Content
from bot.services.telling import Stories
from habits.catalogue import Catalogue
from tests.simulator.diary import Company, Diary, Times, Vote, Words
from tests.simulator.judge import Came, Kind, judge_budget, judge_moments
from tests.simulator.people import DILIGENT, Manager
from tests.simulator.reps import judge_reps
from tests.simulator.screen import Log, Seen
from tests.simulator.verdict import faults
from tests.simulator.words import appearances, judge_votes, judge_words
from tests.simulator.year import live

MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
"""Nine o'clock in Stockholm."""

STOCKHOLM = Times("Europe/Stockholm", country="SE")
WITH_TOOLS = Manager("eager", "T1", "share_why", STOCKHOLM, DILIGENT, simple=False, reps=3, tools=1)
MARK = "m001n0001x"


def at_once(moment: datetime, *_rest: Any) -> datetime:
    return moment


def always(*_args: Any, **_values: Any) -> bool:
    return True


BREAKS: dict[str, tuple[list[tuple[object, str, Callable[..., Any]]], str]] = {
    "hours of reps": (
        [(rep_forms, "next_work_moment", at_once), (going, "within_hours", always)],
        "to a rep outside hours",
    ),
    "a yes": ([(Stories, "_ask", Stories._post)], "posted without a yes"),
}


@pytest.mark.parametrize("name", BREAKS)
async def test_a_rule_that_is_switched_off_is_seen(
    name: str, fresh: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    off, fault = BREAKS[name]
    for where, rule, instead in off:
        monkeypatch.setattr(where, rule, instead)
    year = await live(fresh, catalogue, [WITH_TOOLS], seed=1, weeks=5)
    assert fault in {one.rule for one in faults(year)}, faults(year)


# --- judged on what is made up for it -----------------------------------------------------------


def diary(*words: Words) -> Diary:
    one = Diary("U1", "T1", "eager", Company())
    one.changes.append((MONDAY - timedelta(days=30), STOCKHOLM))
    one.words += words
    return one


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def seen(recipient: str, after: float, text: str = "", message: Message | None = None) -> Seen:
    said = message or NoticeMessage("", ())
    at = MONDAY + hours(after)
    return Seen(at, recipient, recipient, f"{after}", "r", said, Content(text, []))


def log(*messages: Seen) -> Log:
    one = Log()
    for message in messages:
        one.seen.append(message)
        one.of[message.recipient].append(message)
    return one


def rules(found: Any) -> list[str]:
    return [one.rule for one in found]


def of_words(words: Words, happened: Log) -> list[str]:
    return rules(judge_words(diary(words), appearances(happened)))


def test_what_is_not_for_somebody_is_seen() -> None:
    own = Words(MARK, {"U1", "U1R0"})
    assert of_words(own, log(seen("U1", 0, MARK), seen("U1R0", 1, MARK))) == []
    assert of_words(own, log(seen("U1R1", 0, MARK))) == ["read by somebody else"]
    assert of_words(own, log(seen("C1", 0, f"say {MARK} there"))) == ["read by somebody else"]


def test_a_post_without_a_yes_is_seen() -> None:
    asked = Words(MARK, {"U1"}, "C1", {"U1R0": []})
    assert of_words(asked, log(seen("C1", 2, MARK))) == ["posted without a yes"]
    asked.asked["U1R0"].append((MONDAY + hours(1), True))
    assert of_words(asked, log(seen("C1", 2, MARK))) == []
    assert of_words(asked, log(seen("C1", 0.5, MARK))) == ["posted without a yes"]
    both = replace(asked, asked={**asked.asked, "U1R1": [(MONDAY, False)]})
    assert of_words(both, log(seen("C1", 2, MARK))) == ["posted without a yes"]


def test_what_stays_after_it_was_taken_back_is_seen() -> None:
    answers = [(MONDAY, True), (MONDAY + hours(3), False)]
    words = Words(MARK, {"U1"}, "C1", {"U1R0": answers})
    happened = log(seen("C1", 1, MARK))
    assert of_words(words, happened) == ["visible after it was taken back"]
    happened.changes["C1", "1"].append((MONDAY + hours(5), None))
    assert of_words(words, happened) == ["visible after it was taken back"]
    happened.changes["C1", "1"][0] = (MONDAY + hours(3), Content("taken down", []))
    assert of_words(words, happened) == []
    own = Words(MARK, {"U1"}, "C1", gone_at=MONDAY + hours(2))
    built = Words("m001n0002x", {"U1"}, "C1", built_on=own)
    assert of_words(built, log(seen("C1", 1, "m001n0002x"))) == ["visible after it was taken back"]


def test_a_name_that_was_not_to_be_told_is_seen() -> None:
    words = Words(MARK, {"U1"}, "C1", nameless="U1R0")
    assert of_words(words, log(seen("C1", 1, f"{MARK} from <@U1>"))) == []
    named = log(seen("C1", 1, f"{MARK} from <@U1R0>"))
    assert of_words(words, named) == ["a name that was not to be told"]


def test_a_lunch_without_a_yes_is_seen() -> None:
    one = diary(Words(MARK, {"U1"}, "C1", {"U1R0": [(MONDAY + hours(1), True)]}))
    one.told_at_lunch.append((MONDAY + hours(2), {MARK}))
    assert rules(judge_words(one, {})) == []
    one.told_at_lunch.append((MONDAY, {MARK}))
    assert rules(judge_words(one, {})) == ["told at the lunch without a yes"]


CALLS, CHATS = Lesson("n1", "Calls m001n0001x", "U1R0"), Lesson("n2", "Chats m001n0002x", None)


def vote_for(lesson: Lesson, voter: str, after: float) -> Vote:
    return Vote(MONDAY + hours(after), voter, lesson.nomination)


def result(votes: int, of_votes: int, *winners: Lesson, after: float = 9.5) -> Log:
    """A vote on Monday until six; what came of it."""
    card = VoteMessage("U1", "Maya", "T1", "The mug", (CALLS, CHATS), date(2026, 3, 9))
    month = date(2026, 3, 1)
    told = ResultMessage("p", "U1", "Maya", "T1", "The mug", month, winners, votes, of_votes)
    return log(seen("C1", 0, message=card), seen("C1", after, message=told))


def of_votes(happened: Log, *votes: Vote, agrees: bool = True) -> list[str]:
    one = diary(
        Words("m001n0001x", {"U1"}, "C1"),
        Words("m001n0002x", {"U1"}, "C1", {"U1R1": [(MONDAY, agrees)]}),
    )
    one.votes += votes
    return rules(judge_votes(one, happened, "C1"))


def test_votes_that_are_counted_wrongly_are_seen() -> None:
    two = (vote_for(CALLS, "U1R0", 1), vote_for(CALLS, "U1R1", 2))
    assert of_votes(result(2, 2, CALLS), *two) == []
    assert of_votes(result(3, 3, CALLS), *two) == ["votes counted wrongly"]
    assert of_votes(result(2, 2, CHATS), *two) == ["votes counted wrongly"]
    tie = (vote_for(CALLS, "U1R0", 1), vote_for(CHATS, "U1R1", 2))
    assert of_votes(result(1, 2, CALLS, CHATS), *tie) == []
    assert of_votes(result(1, 2, CALLS), *tie) == ["votes counted wrongly"]


def test_the_last_vote_in_time_for_what_still_stands_counts() -> None:
    again = (vote_for(CHATS, "U1R0", 1), vote_for(CALLS, "U1R0", 2), vote_for(CHATS, "U1R0", 9.2))
    assert of_votes(result(1, 1, CALLS), *again) == []
    gone = (vote_for(CALLS, "U1R0", 1), vote_for(CHATS, "U1R1", 2), vote_for(CHATS, "U1R2", 2))
    assert of_votes(result(1, 1, CALLS), *gone, agrees=False) == []
    assert of_votes(result(2, 3, CHATS), *gone, agrees=False) == ["votes counted wrongly"]


def test_a_result_that_comes_too_early_or_from_nowhere_is_seen() -> None:
    vote = vote_for(CALLS, "U1R0", 1)
    early = result(1, 1, CALLS, after=8)
    assert of_votes(early, vote) == ["a result before the vote was over"]
    unknown = result(2, 2, Lesson("n9", "Else", "U1R0"))
    assert of_votes(unknown) == ["votes nobody cast"]


def test_what_comes_to_a_rep_at_a_wrong_moment_is_seen() -> None:
    one = diary()
    one.zones_of_reps["U1R0"] = "America/New_York"
    early, good = log(seen("U1R0", 2)), log(seen("U1R0", 6))
    assert rules(judge_reps(one, early)) == ["to a rep outside hours"]
    assert rules(judge_reps(one, good)) == []
    assert rules(judge_reps(one, log(seen("U1R0", 6 - 24)))) == ["to a rep on a day without work"]
    good_friday = (date(2026, 4, 3) - MONDAY.date()).days * 24 + 7
    assert rules(judge_reps(one, log(seen("U1R0", good_friday)))) == ["to a rep on a day off"]
    one.left["U1R0"] = MONDAY
    assert rules(judge_reps(one, good)) == ["to a rep who left"]


def came(*at: tuple[Kind, float]) -> list[Came]:
    found: list[Came] = []
    for kind, after in at:
        one = seen("U1", after)
        week = one.at.date() - timedelta(days=one.at.weekday())
        found.append(Came(kind, one.at, one.at.date(), week, None, one))
    return found


def test_what_reps_ask_and_what_managers_set_comes_beside_the_rest() -> None:
    beside = came((Kind.PROMPT, 0), (Kind.HELP, 0.5), (Kind.HELP, 1), (Kind.CALL, 1.5))
    assert rules(judge_budget(diary(), beside)) == []
    many = came(*((Kind.HELP, hour) for hour in range(6)), (Kind.HELD, 7), (Kind.CHECK_IN, 24))
    assert rules(judge_budget(diary(), many)) == []


@pytest.mark.parametrize("kind", [Kind.HELP, Kind.CALL, Kind.HELD])
def test_tools_keep_to_hours_and_to_the_work_days_as_well(kind: Kind) -> None:
    assert rules(judge_moments(diary(), came((kind, 11)))) == ["outside hours"]
    assert "on a day without work" in rules(judge_moments(diary(), came((kind, 5 * 24))))
