"""Being a filter: what may happen to an ask from outside, and how that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from habits.calendar import work_dates_from
from habits.catalogue import Field
from habits.composing import Part
from habits.people import Schedule
from habits.phrases import day as day_words
from habits.phrases import weekday
from habits.texts import has, say, say_each

MOST_MINUTES = 2400
"""A week of work, in minutes: more than an ask can take."""

COUNTED_DAYS = 28
"""The days that the sentence about held asks looks back on."""

_FURTHEST = timedelta(days=366)
_HALF_HOUR = 30
_DELAYED_BY = timedelta(days=7)
_PASSED_ON_FOR = timedelta(days=2)


class Choice(StrEnum):
    """What happens to an ask. The order is the one in which they are offered."""

    ABSORB = "absorb"
    ANSWER_NOW = "answer_now"
    DECLINE = "decline"
    DELAY = "delay"
    BATCH = "batch"
    PASS_ON = "pass_on"  # noqa: S105  (a choice, not a password)

    @property
    def label(self) -> str:
        return say_each("filter.choices", self)

    @property
    def about(self) -> str:
        """What it means, in one short line."""
        return say_each("filter.about", self)

    @property
    def has_reply(self) -> bool:
        """Whether the person who asked gets an answer now."""
        return has("filter.replies", self)


@dataclass(frozen=True)
class Decision:
    """What the manager decided. `minutes` is their guess of the time the team would have lost;
    `deadline` a local date. A text is "" where the choice does not need it."""

    choice: Choice
    sensitive: bool = False
    minutes: int | None = None
    reason: str = ""
    deadline: date | None = None
    first_step: str = ""
    reply: str = ""


def fields_for(form: Sequence[Field], choice: Choice) -> tuple[str, ...]:
    """The fields that a choice needs, by id, in the order of the form."""
    return tuple(field.id for field in form if _wanted(field, choice))


def without_others(form: Sequence[Field], decision: Decision) -> Decision:
    """The decision without what its choice does not need."""
    needed = fields_for(form, decision.choice)
    return replace(
        decision,
        reason=decision.reason if "reason" in needed else "",
        deadline=decision.deadline if "deadline" in needed else None,
        first_step=decision.first_step if "first_step" in needed else "",
        reply=decision.reply if "reply" in needed else "",
    )


def faults(form: Sequence[Field], decision: Decision, today: date) -> dict[str, str]:
    """Why a decision cannot be taken: by field, worded for the manager. {} where it can."""
    found: dict[str, str] = {}
    if decision.sensitive and decision.choice is not Choice.PASS_ON:
        found["choice"] = say("filter.faults.sensitive")
    if decision.minutes is not None and not 1 <= decision.minutes <= MOST_MINUTES:
        found["minutes"] = say("filter.faults.minutes", most=MOST_MINUTES)
    needed = fields_for(form, decision.choice)
    for field in form:
        text = _text(decision, field.id)
        if field.id not in needed or text is None:
            continue
        if field.required and not text.strip():
            found[field.id] = say("filter.faults.empty")
        elif field.max is not None and len(text) > field.max:
            found[field.id] = say("filter.faults.long", most=field.max)
    if "deadline" in needed and (wrong := _wrong_date(decision, today)):
        found["deadline"] = wrong
    return found


def _wanted(field: Field, choice: Choice) -> bool:
    return all(choice in values for name, values in field.only_if.items() if name == "choice")


def _text(decision: Decision, field: str) -> str | None:
    match field:
        case "reason":
            return decision.reason
        case "first_step":
            return decision.first_step
        case "reply":
            return decision.reply
        case _:
            return None


def _wrong_date(decision: Decision, today: date) -> str | None:
    if decision.deadline is None:
        return say("filter.faults.no_date")
    if decision.choice is Choice.DELAY and decision.deadline <= today:
        return say("filter.faults.after_today")
    if decision.deadline < today:
        return say("filter.faults.past")
    if decision.deadline > today + _FURTHEST:
        return say("filter.faults.far")
    return None


# --- what is filled in to begin with ------------------------------------------------------


def suggested_deadline(
    choice: Choice, today: date, schedule: Schedule, days_off: Mapping[date, str]
) -> date:
    """A work day: a week ahead for what is delayed, two days ahead for what is passed on."""
    ahead = _PASSED_ON_FOR if choice is Choice.PASS_ON else _DELAYED_BY
    return next(work_dates_from(today + ahead, schedule, days_off), today + ahead)


def draft_reason(choice: Choice) -> str:
    """ "" where the choice needs none."""
    return say_each("filter.reasons", choice) if has("filter.reasons", choice) else ""


def draft_reply(choice: Choice, reason: str, deadline: date | None) -> str:
    """What the manager could answer, in their own voice; "" where nobody waits for an answer."""
    if not choice.has_reply:
        return ""
    date_words = "" if deadline is None else day_words(deadline)
    text = say_each("filter.replies", choice, reason=as_sentence(reason), date=date_words)
    return " ".join(text.split())


def as_sentence(text: str) -> str:
    """The words with a capital first and a mark at the end."""
    text = text.strip()
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def parts_for_team(ask: str, reason: str, deadline: date, first_step: str) -> tuple[Part, ...]:
    """What the team reads of an ask that is passed on."""
    return (
        Part(say("filter.for_team.ask"), ask),
        Part(say("filter.for_team.why"), as_sentence(reason)),
        Part(say("filter.for_team.by"), day_words(deadline)),
        Part(say("filter.for_team.first_step"), as_sentence(first_step)),
    )


def said_to_one(ask: str, reason: str, deadline: date, first_step: str) -> str:
    """The same in the manager's own voice, for one person."""
    begun = say("filter.for_one")
    told = parts_for_team(ask, reason, deadline, first_step)
    return "\n".join([begun, *(f"{part.label}: {part.text}" for part in told)])


def bundle_note(asks: Sequence[str], longest: int) -> str:
    """The asks as tidy lines, one each, within so many characters together."""
    if not asks:
        return ""
    each = (longest - len(asks) + 1) // len(asks) - len("• ")
    return "\n".join(f"• {_clipped(' '.join(ask.split()), each)}" for ask in asks)


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


# --- how it is said -----------------------------------------------------------------------


def age(since: date, today: date) -> str:
    """How long an ask has waited: "since today", "since Tuesday", "9 days"."""
    days = (today - since).days
    match days:
        case _ if days <= 0:
            return say("filter.age.today")
        case 1:
            return say("filter.age.yesterday")
        case _ if days < 7:
            return say("filter.age.weekday", weekday=weekday(since))
        case _:
            return say("filter.age.days", count=days)


def is_held_back(choice: str, post: str | None) -> bool:
    """Whether the team never had to read an ask: it was neither passed on nor in a post."""
    return choice != Choice.PASS_ON and post is None


@dataclass(frozen=True)
class Summary:
    """Of `asks` that came in, `held` were held back; `minutes` is what the manager guessed that
    those would have taken, None where they made no guess."""

    held: int = 0
    asks: int = 0
    minutes: int | None = None


def summed_up(asks: Sequence[tuple[str, int | None, str | None]]) -> Summary:
    """Each ask as its choice, its minutes and the post that carried it, if any."""
    held = [minutes for choice, minutes, post in asks if is_held_back(choice, post)]
    guessed = [minutes for minutes in held if minutes is not None]
    return Summary(len(held), len(asks), sum(guessed) if guessed else None)


def in_words(summary: Summary) -> str:
    """ "Held back 7 of 11 asks, about 3 hours of selling time by your own estimate."; "" where no
    ask came in."""
    if summary.asks == 0:
        return ""
    if summary.held == 0:
        return say("filter.sum.none", count=summary.asks)
    held = say("filter.sum.held", count=summary.asks, held=summary.held)
    if summary.minutes is None:
        return say("filter.sum.alone", held=held)
    return say("filter.sum.with_time", held=held, time=_time(summary.minutes))


def _time(minutes: int) -> str:
    halves = (minutes + _HALF_HOUR // 2) // _HALF_HOUR
    match halves:
        case 0:
            return say("filter.time.under_half")
        case 1:
            return say("filter.time.half")
        case _ if halves % 2:
            return say("filter.time.and_half", hours=halves // 2)
        case _:
            return say("filter.time.whole", count=halves // 2)
