"""Days off and breaks: one window with lists, and two small forms that add to them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.services.free_time import FreeTimeForm
from bot.services.messages import Choice
from bot.services.views import PlanShown
from bot.slack.blocks.preferences import country_field, grouped
from bot.slack.elements import (
    Block,
    View,
    actions,
    button,
    checkboxes,
    context,
    datepicker,
    divider,
    field,
    modal,
    option,
    radio_buttons,
    section,
    select,
)
from bot.slack.free_time_forms import DAY_OFF, NO_REGION, QUIET, WORK_DAY
from bot.slack.ids import ActionId, CallbackId, Field, pair
from bot.slack.text import Marked, escape, lines, said
from habits.phrases import day
from habits.texts import say


def free_time_view(form: FreeTimeForm, changed: PlanShown | None = None) -> View:
    """`changed` is what followed from the last change, told on top."""
    return modal(
        CallbackId.FREE_TIME,
        say("free_time.title"),
        [
            *_changed(changed),
            country_field(form.countries, form.country, dispatch=True),
            *_region(form),
            _quarters(form),
            divider(),
            *_days(form.days),
            divider(),
            *_time_off(form.time_off),
        ],
        submit=say("settings.save"),
        close=say("buttons.back"),
    )


def in_country(
    form: FreeTimeForm, country: str, regions: tuple[Choice, ...], changed: PlanShown | None = None
) -> View:
    """The window with this country chosen, which may not be saved yet; everything else stays."""
    if country == form.country:
        return free_time_view(form, changed)
    return free_time_view(replace(form, country=country, regions=regions, region=""), changed)


def own_day_view(today: date, country: str) -> View:
    """`country` is the one that is chosen in the window below, "" for none."""
    choices = [
        option(DAY_OFF, say("free_time.day.off")),
        option(WORK_DAY, say("free_time.day.work"), say("free_time.day.work_about")),
    ]
    return modal(
        CallbackId.OWN_DAY,
        say("free_time.day.title"),
        [
            field(Field.DATE, say("free_time.day.date"), _date(today)),
            field(
                Field.KIND,
                say("free_time.day.kind"),
                radio_buttons(ActionId.FIELD, choices, DAY_OFF),
            ),
        ],
        submit=say("free_time.add"),
        close=say("buttons.back"),
        private_metadata=country,
    )


def time_off_view(today: date, country: str) -> View:
    """`country` is the one that is chosen in the window below, "" for none."""
    return modal(
        CallbackId.TIME_OFF,
        say("free_time.span.title"),
        [
            section(said("free_time.span.about")),
            field(Field.FIRST_DAY, say("free_time.span.first"), _date(today)),
            field(Field.LAST_DAY, say("free_time.span.last"), _date(today)),
        ],
        submit=say("free_time.add"),
        close=say("buttons.back"),
        private_metadata=country,
    )


def _date(today: date) -> dict[str, object]:
    return datepicker(ActionId.FIELD, today.isoformat())


def _changed(plan: PlanShown | None) -> list[Block]:
    if plan is None:
        return []
    moved = [escape(line) for line in plan.moved]
    told: list[Marked] = [said("coming.moved"), *moved] if moved else []
    return [section(lines(_saved(plan), *told)), divider()]


def _saved(plan: PlanShown) -> Marked:
    if plan.added is None:
        return said("free_time.saved")
    first, last = plan.added
    if first == last:
        return said("free_time.saved_on", day=day(first))
    return said("free_time.saved_from", first=day(first), last=day(last))


def _region(form: FreeTimeForm) -> list[Block]:
    if not form.regions:
        return []
    groups = grouped(form.regions, say("free_time.whole_country"), NO_REGION)
    chosen = select(
        ActionId.FIELD,
        say("free_time.pick_region"),
        groups=groups,
        chosen=form.region or NO_REGION,
    )
    # What is chosen in a field stays as long as its id: another country begins anew.
    chosen["action_id"] = f"{ActionId.FIELD}.{form.country}"
    return [field(Field.REGION, say("free_time.region"), chosen)]


def _quarters(form: FreeTimeForm) -> Block:
    quiet = checkboxes(
        ActionId.FIELD,
        [option(QUIET, say("free_time.quiet"), say("free_time.quiet_about"))],
        [QUIET] if form.quiet_quarters else [],
    )
    hint = say("free_time.quiet_hint", month=form.year_begins)
    return field(Field.QUARTERS, say("free_time.quarters"), quiet, hint=hint, optional=True)


def _days(days: Sequence[tuple[date, bool]]) -> list[Block]:
    rows = [
        section(
            said("free_time.is_off", day=day(one))
            if is_off
            else said("free_time.is_work", day=day(one)),
            button(ActionId.OWN_DAY_REMOVE, say("free_time.remove"), one.isoformat()),
        )
        for one, is_off in days
    ]
    add = button(ActionId.OWN_DAY_ADD, say("free_time.day.add"))
    return [section(said("free_time.days")), *rows, actions(add)]


def _time_off(spans: Sequence[tuple[date, date]]) -> list[Block]:
    rows = [
        section(
            said("free_time.off_on", day=day(first))
            if first == last
            else said("free_time.off_from", first=day(first), last=day(last)),
            button(
                ActionId.TIME_OFF_REMOVE,
                say("free_time.remove"),
                pair(first.isoformat(), last.isoformat()),
            ),
        )
        for first, last in spans
    ]
    add = button(ActionId.TIME_OFF_ADD, say("free_time.span.add"))
    return [section(said("free_time.spans")), *rows, actions(add), context(said("free_time.now"))]
