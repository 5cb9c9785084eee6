"""Which line a prompt shows, and a record from which the choice can be made again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from habits.errors import HabitsError

POLICY = "rhythm-1"
REST_DAYS = 28  # a line comes back only after so many days while another one fits
OUTCOME_WINDOWS: Mapping[str, int] = {"action_hours": 48, "answered_hours": 24}
_BITS = 53  # whole numbers that every JSON reader keeps, and every step of a float in [0, 1)


class UnknownPolicy(HabitsError):
    """A record was made by rules that this version does not know."""

    def __init__(self, policy: str) -> None:
        super().__init__(f"The policy “{policy}” is not known here; this version has “{POLICY}”.")


@dataclass(frozen=True)
class Candidate:
    """A wording by its id, with what must be true for it; `last_shown` is a local date."""

    wording: str
    needs: tuple[str, ...] = ()
    last_shown: date | None = None


@dataclass(frozen=True)
class Situation:
    """All that the choice is made from. `moment` is the planned instant (UTC), `today` the
    local date; `facts` are the needs that are true now. `decision_key` is the source of the
    draw: the same key draws the same number. `plan_turn`: it is the turn of the manager's own
    if-then sentence. Not `available` means that nothing may be sent now, for these `reasons`."""

    decision_key: str
    manager: str
    habit: str
    moment: datetime
    today: date
    candidates: tuple[Candidate, ...]
    facts: tuple[str, ...] = ()
    plan_turn: bool = False
    available: bool = True
    reasons: tuple[str, ...] = ()
    catalogue: str = ""
    context: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Decision:
    """What was chosen, out of what, and with which probabilities: in the order of `eligible`,
    1 in all. Nothing eligible, no probabilities and nothing chosen where sending was not
    available. `seed` is a whole number below 2**53."""

    situation: Situation
    eligible: tuple[str, ...]
    probabilities: tuple[float, ...]
    seed: int
    chosen: str | None
    send_probability: float = 1.0
    experiment: bool = False
    policy: str = POLICY
    outcome_windows: Mapping[str, int] = field(default_factory=lambda: dict(OUTCOME_WINDOWS))


def plan_sentence(habit: str) -> str:
    """The id under which the manager's own sentence for a habit is chosen and recorded."""
    return f"{habit}/plan"


def choose(situation: Situation) -> Decision:
    """One eligible line, each with the same chance; the plan sentence where none is, or where
    it is its turn."""
    seed = _number(situation.decision_key)
    if not situation.available:
        return Decision(situation, (), (), seed, None, send_probability=0.0)
    eligible = _eligible(situation)
    probabilities = tuple(1 / len(eligible) for _ in eligible)
    chosen = _draw(eligible, probabilities, seed)
    return Decision(situation, eligible, probabilities, seed, chosen)


def to_record(decision: Decision) -> dict[str, Any]:
    """The decision as JSON values; it is stored as it is and never changed."""
    about = decision.situation
    situation = vars(about) | {
        "moment": about.moment.isoformat(),
        "today": about.today.isoformat(),
        "candidates": [
            {
                "wording": candidate.wording,
                "needs": list(candidate.needs),
                "last_shown": candidate.last_shown and candidate.last_shown.isoformat(),
            }
            for candidate in about.candidates
        ],
        "facts": list(about.facts),
        "reasons": list(about.reasons),
        "context": dict(about.context),
    }
    return vars(decision) | {
        "situation": situation,
        "eligible": list(decision.eligible),
        "probabilities": list(decision.probabilities),
        "outcome_windows": dict(decision.outcome_windows),
    }


def from_record(record: Mapping[str, Any]) -> Decision:
    """The decision that was recorded, as it was made then."""
    return Decision(
        situation=_situation(record["situation"]),
        eligible=tuple(record["eligible"]),
        probabilities=tuple(record["probabilities"]),
        seed=record["seed"],
        chosen=record["chosen"],
        send_probability=record["send_probability"],
        experiment=record["experiment"],
        policy=record["policy"],
        outcome_windows=dict(record["outcome_windows"]),
    )


def replay(record: Mapping[str, Any]) -> Decision:
    """The choice made again from what the record says about the situation, and nothing else.
    Equal to `from_record` unless the record was altered. Raises UnknownPolicy."""
    if record["policy"] != POLICY:
        raise UnknownPolicy(record["policy"])
    return choose(_situation(record["situation"]))


def _eligible(situation: Situation) -> tuple[str, ...]:
    if not situation.plan_turn:
        facts = set(situation.facts)
        lines = tuple(
            candidate.wording
            for candidate in situation.candidates
            if facts.issuperset(candidate.needs) and _rested(candidate, situation.today)
        )
        if lines:
            return lines
    return (plan_sentence(situation.habit),)


def _rested(candidate: Candidate, today: date) -> bool:
    return candidate.last_shown is None or (today - candidate.last_shown).days >= REST_DAYS


def _draw(options: tuple[str, ...], probabilities: tuple[float, ...], seed: int) -> str:
    """The option at whose share of [0, 1) the seed's number falls. The number comes from a hash
    and not from `random`, so that a record replays alike in every version of Python."""
    point = _number(f"{seed}:line") / 2**_BITS
    for option, upper in zip(options, accumulate(probabilities), strict=True):
        if point < upper:
            return option
    return options[-1]  # rounding left the sum just below 1


def _number(text: str) -> int:
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8]) >> (64 - _BITS)


def _situation(record: Mapping[str, Any]) -> Situation:
    return Situation(
        decision_key=record["decision_key"],
        manager=record["manager"],
        habit=record["habit"],
        moment=datetime.fromisoformat(record["moment"]),
        today=date.fromisoformat(record["today"]),
        candidates=tuple(_candidate(one) for one in record["candidates"]),
        facts=tuple(record["facts"]),
        plan_turn=record["plan_turn"],
        available=record["available"],
        reasons=tuple(record["reasons"]),
        catalogue=record["catalogue"],
        context=dict(record["context"]),
    )


def _candidate(record: Mapping[str, Any]) -> Candidate:
    shown = record["last_shown"]
    return Candidate(
        wording=record["wording"],
        needs=tuple(record["needs"]),
        last_shown=date.fromisoformat(shown) if shown else None,
    )
