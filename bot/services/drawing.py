"""A line is chosen for a habit, and kept as a prompt with the decision behind it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.services.asks import true_of_asks
from bot.services.meetings import can_fill, clip, fill, fillings, named_in, soon, true_of_coaching
from bot.services.tools import Known
from bot.services.who import House
from bot.storage import Connection, posts, prompts, weeks
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.prompts import NewPrompt
from habits.calendar import instant, local_date, week_named, week_of
from habits.catalogue import Habit
from habits.catalogue_lists import Need, SlotSource
from habits.choosing import POLICY, Candidate, Situation, choose, plan_sentence, to_record
from habits.facts import true_needs
from habits.plans import default_plan
from habits.prompts import Origin, closes_at

_DIRECTION = "direction"
_WITH_WHY_EVERY = 4
_MOST_WORDS = 60
_SEVEN_DAYS = timedelta(days=7)


def ask(
    connection: Connection,
    house: House,
    manager: ManagerRecord,
    active: ActiveHabitRecord,
    *,
    origin: Origin,
    lead: str,
    key: str,
    planned_for: datetime,
    now: datetime,
) -> str:
    """Choose a line for the habit and keep the prompt with its decision; the prompt's id.

    `planned_for` is the UTC instant the rhythm asked for, before the jitter.
    """
    habit = house.catalogue.get(active.habit)
    today = local_date(now, manager.zone)
    so_far = prompts.scheduled_count(connection, manager.id, habit.key)
    shown = prompts.last_shown(connection, manager.id, habit.key)
    week = week_of(today, manager.work_days)
    named = weeks.named(connection, manager.id, week, now - _SEVEN_DAYS)
    one_on_one = soon(connection, house, manager, now)
    known = _known(connection, house, manager, habit, now)
    found = fillings(one_on_one)
    for one in known.values():
        found |= {source: clip(text, source.longest) for source, text in one.fillings.items()}
    facts = true_needs(
        today,
        [one.event for one in named if week_named(one.week, manager.work_days) == week],
        {one.event: now - one.at for one in named},
        manager.work_days,
        house.off(manager, now),
        of_records=(
            true_of_asks(connection, manager)
            | true_of_coaching(one_on_one)
            | _true_of_posts(connection, manager, week)
            | known.keys()
        ),
    )
    decision = choose(
        Situation(
            decision_key=key,
            manager=manager.id,
            habit=habit.key,
            moment=now,
            today=today,
            candidates=tuple(
                Candidate(one.id, tuple(one.needs), shown.get(one.id))
                for one in habit.wordings
                if can_fill(one, found)
            ),
            facts=tuple(sorted(facts)),
            plan_turn=origin is Origin.SCHEDULED and so_far % 2 == 1,
            available=True,
            reasons=(),
            catalogue=house.catalogue.hash,
            context={
                "origin": origin,
                "week": week.isoformat(),
                "planned_for": planned_for.isoformat(),
            },
        )
    )
    wording = decision.chosen or plan_sentence(habit.key)
    line = _line(habit, wording, active.plan, found)
    rep, note = named_in(habit, wording, one_on_one)
    rep = rep or _named_by_tools(habit, wording, known)
    return prompts.ask(
        connection,
        NewPrompt(
            workspace=manager.workspace,
            manager=manager.id,
            origin=origin,
            habit=habit.key,
            wording=wording,
            line=line,
            lead=lead,
            with_why=so_far % _WITH_WHY_EVERY == 0 and _fits(lead, line, habit.why),
            about_day=today,
            asked_at=now,
            closes_at=closes_at(now, None),
            decision=to_record(decision),
            policy=POLICY,
            rep=rep,
            note=note,
        ),
    )


def _known(
    connection: Connection, house: House, manager: ManagerRecord, habit: Habit, now: datetime
) -> dict[Need, Known]:
    """What records of tools make true, asked only as far as the habit's lines depend on it."""
    asked = {need for line in habit.wordings for need in line.needs}
    found = {
        need: knows(connection, house, manager, now)
        for need, knows in house.tools.known.items()
        if need in asked
    }
    return {need: known for need, known in found.items() if known is not None}


def _named_by_tools(habit: Habit, wording: str, known: Mapping[Need, Known]) -> str | None:
    """Whom the line names once it is filled from a tool's record."""
    line = next((one for one in habit.wordings if one.id == wording), None)
    if line is None or not line.slots:
        return None
    gaps = set(line.slots.values())
    return next((one.rep for one in known.values() if one.rep and gaps & set(one.fillings)), None)


def _true_of_posts(connection: Connection, manager: ManagerRecord, week: date) -> set[Need]:
    monday = instant(week, time.min, manager.zone)
    posted = posts.posted_since(connection, manager.id, _DIRECTION, monday)
    return {Need.DIRECTION_POSTED} if posted else set()


def _line(habit: Habit, wording: str, plan: str | None, found: Mapping[SlotSource, str]) -> str:
    for one in habit.wordings:
        if one.id == wording:
            return fill(one, found)
    return plan or default_plan(habit)


def _fits(*texts: str) -> bool:
    return sum(len(text.split()) for text in texts) <= _MOST_WORDS
