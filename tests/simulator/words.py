"""The judge of what people wrote and voted: who read it, when, and whether it was counted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.services.award_views import ResultMessage, VoteMessage
from tests.simulator.days import instant
from tests.simulator.diary import Diary, Words
from tests.simulator.judge import Fault
from tests.simulator.screen import Log, Stood

AT_ONCE = timedelta(minutes=1)
"""So long what was taken back may still be on somebody's screen."""

_MARK = re.compile(r"\bm\d{3}n\d{4}x\b")


def marks_in(told: object) -> set[str]:
    """Every mark in a tree of blocks, or in a text."""
    return set(_MARK.findall(str(told)))


def appearances(log: Log) -> dict[str, list[Stood]]:
    """Where each mark stood, and when."""
    found: dict[str, list[Stood]] = defaultdict(list)
    for one in log.stood():
        for mark in marks_in((one.content.text, one.content.blocks)):
            found[mark].append(one)
    return found


def judge_words(diary: Diary, stood: Mapping[str, Sequence[Stood]]) -> Iterator[Fault]:
    """Nobody reads what is not for them; a channel reads nothing without a yes, nothing for
    longer than it holds, and no name that was not to be told."""
    for words in diary.words:
        for one in stood.get(words.mark, ()):
            if one.recipient in words.readers:
                continue
            what = f"{words.mark} in {one.recipient}"
            if one.recipient != words.channel:
                yield Fault("read by somebody else", diary.user, one.since, what)
                continue
            if not words.may_stand(one.since):
                yield Fault("posted without a yes", diary.user, one.since, what)
            for ended in words.ends():
                over = ended + AT_ONCE
                if one.since <= ended and (one.until is None or one.until > over):
                    yield Fault("visible after it was taken back", diary.user, over, what)
            if words.nameless and f"<@{words.nameless}>" in str(one.content):
                yield Fault("a name that was not to be told", diary.user, one.since, what)
    for at, agreed in diary.told_at_lunch:
        for words in diary.words:
            if words.mark in agreed and not words.may_stand(at):
                yield Fault("told at the lunch without a yes", diary.user, at, words.mark)


def judge_votes(diary: Diary, log: Log, channel: str) -> Iterator[Fault]:
    """Each person's last vote in time counts, for what still stands when the vote ends."""
    marked = {words.mark: words for words in diary.words}
    cards: dict[str, VoteMessage] = {}
    for seen in log.of.get(channel, ()):
        match seen.message:
            case VoteMessage() as card:
                cards |= {one.nomination: card for one in card.lessons}
            case ResultMessage() as told:
                yield from _result(diary, marked, cards, told, seen.at)
            case _:
                pass


def _result(
    diary: Diary,
    marked: Mapping[str, Words],
    cards: Mapping[str, VoteMessage],
    told: ResultMessage,
    at: datetime,
) -> Iterator[Fault]:
    card = next((cards[one.nomination] for one in told.winners if one.nomination in cards), None)
    if card is None:
        if told.votes or told.of_votes:
            yield Fault("votes nobody cast", diary.user, at, str(told.votes))
        return
    times = diary.at(at)
    closes = instant(times.zone, card.until, times.hours[1])
    if at < closes:
        yield Fault("a result before the vote was over", diary.user, at, str(card.until))
    up = {
        one.nomination
        for one in card.lessons
        if all(marked[mark].may_stand(at) for mark in marks_in(one.citation))
    }
    last = {
        vote.voter: vote.nomination
        for vote in diary.votes
        if vote.at < closes and vote.nomination in {one.nomination for one in card.lessons}
    }
    counted = Counter(dict.fromkeys(up, 0))
    counted.update(one for one in last.values() if one in up)
    most = max(counted.values(), default=0)
    won = {one for one in up if most and counted[one] == most}
    if most == 0:
        won = {one.nomination for one in told.winners}
    right = (won, most, counted.total())
    said: tuple[Any, ...] = (
        {one.nomination for one in told.winners},
        told.votes,
        told.of_votes,
    )
    if said != right:
        yield Fault("votes counted wrongly", diary.user, at, f"{said} instead of {right}")
