"""Why a prompt came, and why with this text, in plain sentences."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.services.views import WhyView
from bot.services.who import House
from bot.storage import Connection, active_habits, prompts, weeks
from bot.storage.managers import ManagerRecord
from bot.storage.prompts import PromptRecord
from habits.calendar import local, local_date, week_of
from habits.catalogue import Habit
from habits.choosing import plan_sentence
from habits.dose import base_weeks
from habits.phrases import weekday
from habits.prompts import Origin
from habits.texts import has, say, say_each

_EVERY_OTHER = 2


def why_view(
    connection: Connection, house: House, manager: ManagerRecord, record: PromptRecord
) -> WhyView:
    """What brought it, how its text was chosen, and the own settings that matter."""
    habit = house.catalogue.habits.get(record.prompt.habit)
    name = habit.name if habit else record.prompt.habit
    decision = prompts.decision_of(connection, record.prompt.id)
    return WhyView(
        habit=name,
        lines=(
            *_what_brought_it(connection, record, manager, habit, name, decision),
            _how_chosen(record, decision),
            *_how_often(connection, record, manager, habit),
            say("why.private"),
        ),
    )


def _what_brought_it(
    connection: Connection,
    record: PromptRecord,
    manager: ManagerRecord,
    habit: Habit | None,
    name: str,
    decision: Mapping[str, Any] | None,
) -> list[str]:
    prompt = record.prompt
    if record.snoozes > 0 and prompt.snoozed_until is None:
        return [say("leads.came_back")]
    if prompt.origin is Origin.ASKED:
        return [say("why.asked")]
    if prompt.origin is Origin.EVENT:
        return [_what_happened(connection, record, manager, name)]
    if decision is None:
        return [say("why.chosen", habit=name)]
    context = decision["situation"]["context"]
    day = weekday(local(datetime.fromisoformat(context["planned_for"]), manager.zone))
    comes = say("why.chosen_day", habit=name, weekday=day)
    week = date.fromisoformat(context["week"])
    named = [one.event for one in weeks.named(connection, manager.id, week)]
    fits = [one for one in named if habit and one in habit.cues and has("events", one)]
    if not fits:
        return [comes]
    return [comes, say("why.named", event=say_each("events", fits[0]))]


def _what_happened(
    connection: Connection, record: PromptRecord, manager: ManagerRecord, name: str
) -> str:
    asked_at = record.prompt.asked_at
    week = week_of(local_date(asked_at, manager.zone), manager.work_days)
    for one in weeks.named(connection, manager.id, week):
        if one.at == asked_at and has("events", one.event):
            return say("why.happened", habit=name, event=say_each("events", one.event))
    return say("why.happened_today", habit=name)


def _how_chosen(record: PromptRecord, decision: Mapping[str, Any] | None) -> str:
    """The chance with which the text was drawn is that of the decision as it was recorded."""
    if record.wording == plan_sentence(record.prompt.habit):
        return say("why.own_plan")
    fitting = len(decision["eligible"]) if decision else 1
    if fitting == 1:
        return say("why.only_text")
    return say("why.by_chance", number=fitting)


def _how_often(
    connection: Connection, record: PromptRecord, manager: ManagerRecord, habit: Habit | None
) -> list[str]:
    """Where prompts come less often than every week, and why."""
    if record.prompt.origin is not Origin.SCHEDULED:
        return []
    told: list[str] = []
    active = active_habits.of_manager(connection, manager.id)
    own = next((one for one in active if one.habit == record.prompt.habit), None)
    usual = base_weeks(habit.cadence) if habit else 1
    if own is not None and own.every > 1:
        thinned = own.every > usual
        often = _often(own.every)
        told.append(
            say("why.goes_well", often=often) if thinned else say("why.is_rare", often=often)
        )
    if manager.eased_at is not None:
        told.append(say("why.eased"))
    return told


def _often(weeks_apart: int) -> str:
    """ "every other week"."""
    if weeks_apart == _EVERY_OTHER:
        return say("why.every_other_week")
    return say("why.every_weeks", number=weeks_apart)
