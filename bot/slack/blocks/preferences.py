"""The start and settings forms, and what comes next after they were sent."""

from itertools import groupby

from bot.services.messages import Choice, PlanShown, PreferencesForm, TimesChosen
from bot.slack.blocks.week import with_date
from bot.slack.elements import (
    Block,
    Element,
    View,
    checkboxes,
    context,
    field,
    group,
    modal,
    option,
    section,
    select,
    text_input,
    timepicker,
)
from bot.slack.forms import NEVER, OWN_DAY, PART_FIELDS, PLAN_LENGTH
from bot.slack.ids import NO_COUNTRY, ActionId, CallbackId, Field
from bot.slack.text import Marked, day, escape, lines, ours
from habits.people import Place, Weekday

_PARTS: dict[Place, tuple[str, str]] = {
    Place.START: ("Week start", "First work day"),
    Place.PROMPT: ("Prompt", "Second work day"),
    Place.CHECK_IN: ("Check-in", "Last work day"),
}


def start_form(form: PreferencesForm) -> View:
    intro = lines(
        ours("One habit, about two minutes at a time. Only you see what you do."),
        ours("Times are in your time zone: {zone}.", zone=form.zone),
    )
    blocks = [section(intro), _habit(form), *_time(form), _country(form)]
    return modal(CallbackId.START, "Start", blocks, submit="Start", close="Not now")


def settings_form(form: PreferencesForm) -> View:
    intro = ours("Times are in your time zone: {zone}.", zone=form.zone)
    parts = [block for place, chosen in form.parts for block in _part(place, chosen)]
    blocks = [section(intro), _habit(form), _plan(form), *_time(form), *parts, _country(form)]
    return modal(CallbackId.SETTINGS, "Settings", blocks, submit="Save", close="Cancel")


def _habit(form: PreferencesForm) -> Block:
    groups = [
        group(label, [option(each.value, each.label) for each in choices])
        for label, choices in form.habits
        if choices
    ]
    chosen = select(ActionId.FIELD, "Pick a habit", groups=groups, chosen=form.habit)
    return field(Field.HABIT, "Your habit", chosen)


def _plan(form: PreferencesForm) -> Block:
    sentence = text_input(
        ActionId.FIELD,
        initial=form.plan,
        placeholder="When ..., I will ...",
        max_length=PLAN_LENGTH,
        multiline=True,
    )
    hint = f"Leave it empty for ours: {form.default_plan}"
    return field(Field.PLAN, "Your plan, in your words", sentence, hint=hint, optional=True)


def _time(form: PreferencesForm) -> list[Block]:
    days = [option(str(int(each)), each.label) for each in Weekday]
    return [
        field(Field.WORK_DAYS, "Your work days", checkboxes(ActionId.FIELD, days, form.work_days)),
        field(
            Field.HOURS_START,
            "Your work hours: from",
            timepicker(ActionId.FIELD, form.hours_start),
            hint="Nothing is sent to you outside your hours.",
        ),
        field(Field.HOURS_END, "To", timepicker(ActionId.FIELD, form.hours_end)),
    ]


def _part(place: Place, chosen: TimesChosen) -> list[Block]:
    name, own_day = _PARTS[place]
    day_field, at_field = PART_FIELDS[place]
    days = [
        option(OWN_DAY, own_day),
        *(option(str(int(each)), each.label) for each in Weekday),
        option(NEVER, "Don't send"),
    ]
    return [
        field(day_field, name, select(ActionId.FIELD, "Pick a day", days, chosen=chosen.day)),
        field(at_field, f"{name}: time", timepicker(ActionId.FIELD, chosen.at)),
    ]


_COUNTRIES_A_GROUP = 60


def _country(form: PreferencesForm) -> Block:
    groups = [
        group("None", [option(NO_COUNTRY, "No public holidays")]),
        *_country_groups(form.countries),
    ]
    chosen = select(
        ActionId.FIELD, "Pick a country", groups=groups, chosen=form.country or NO_COUNTRY
    )
    return field(
        Field.COUNTRY,
        "Public holidays",
        chosen,
        hint="On a public holiday nothing is sent, or it moves.",
    )


def _country_groups(countries: tuple[Choice, ...]) -> list[Element]:
    """The countries as they come, in groups that Slack takes, named for their first letters."""
    numbered = groupby(enumerate(countries), lambda each: each[0] // _COUNTRIES_A_GROUP)
    groups: list[Element] = []
    for _, part in numbered:
        chunk = [country for _, country in part]
        label = f"{chunk[0].label[:1]} to {chunk[-1].label[:1]}"
        groups.append(group(label, [option(each.value, each.label) for each in chunk]))
    return groups


_COMING_SHOWN = 12


def confirmation(plan: PlanShown) -> View:
    """What comes next; takes the place of a form that was sent."""
    return modal(CallbackId.CONFIRMATION, "You're set", confirmation_blocks(plan), close="Done")


def confirmation_blocks(plan: PlanShown) -> list[Block]:
    """The same for a message, where no form was open."""
    blocks = [section(_coming(plan))]
    if plan.moved:
        moved = (escape(line) for line in plan.moved)
        blocks.append(section(lines(ours("*What moved*"), *moved)))
    blocks.append(context(ours("Change it any time with `/trust settings`.")))
    return blocks


def _coming(plan: PlanShown) -> Marked:
    back = (
        ours("You are on a break. Messages come again on {day}.", day=day(plan.paused_until))
        if plan.paused_until is not None
        else None
    )
    if not plan.coming:
        return lines(back or ours("Nothing is planned in the next days."))
    coming = (with_date(line) for line in plan.coming[:_COMING_SHOWN])
    return lines(back, ours("*What comes next*"), *coming)
