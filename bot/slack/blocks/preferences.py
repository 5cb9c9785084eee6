"""The start and settings forms, and what comes next after they were sent."""

from itertools import groupby

from bot.services.messages import Choice, PlanShown, PreferencesForm, TimesChosen
from bot.services.ports import Content
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
    notification,
    option,
    section,
    select,
    text_input,
    timepicker,
)
from bot.slack.forms import NEVER, OWN_DAY, PART_FIELDS, PLAN_LENGTH
from bot.slack.ids import NO_COUNTRY, ActionId, CallbackId, Field
from bot.slack.text import Marked, clip, day, escape, lines, ours
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
    chosen = (each.label for _, group in form.habits for each in group if each.value == form.habit)
    example = f"Not sure? {next(chosen, 'This one')} is a good first one."
    blocks = [section(intro), _habit(form, example), *_time(form), _country(form)]
    return modal(CallbackId.START, "Start", blocks, submit="Start", close="Not now")


def settings_form(form: PreferencesForm) -> View:
    intro = lines(
        ours("Times are in your time zone: {zone}.", zone=form.zone),
        ours("Too many messages? Set one of the three to *Don't send*."),
    )
    parts = [block for place, chosen in form.parts for block in _part(place, chosen)]
    blocks = [section(intro), _habit(form), _plan(form), *parts, *_time(form), _country(form)]
    return modal(CallbackId.SETTINGS, "Settings", blocks, submit="Save", close="Cancel")


def _habit(form: PreferencesForm, hint: str | None = None) -> Block:
    groups = [
        group(label, [option(each.value, each.label, clip(each.about, 75)) for each in choices])
        for label, choices in form.habits
        if choices
    ]
    chosen = select(ActionId.FIELD, "Pick a habit", groups=groups, chosen=form.habit)
    return field(Field.HABIT, "Your habit", chosen, hint=hint)


def _plan(form: PreferencesForm) -> Block:
    sentence = text_input(
        ActionId.FIELD,
        initial=form.plan,
        placeholder="When ..., I will ...",
        max_length=PLAN_LENGTH,
        multiline=True,
    )
    hint = "Leave it empty for ours. It belongs to the habit above: another habit, another plan."
    return field(Field.PLAN, "Your plan, in your words", sentence, hint=hint, optional=True)


def _time(form: PreferencesForm) -> list[Block]:
    days = [option(str(int(each)), each.label) for each in Weekday]
    return [
        field(
            Field.WORK_DAYS,
            "Your work days",
            checkboxes(ActionId.FIELD, days, form.work_days),
            hint="With one or two work days there is no week start, and the prompt comes first.",
        ),
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
        field(
            day_field, f"{name}: day", select(ActionId.FIELD, "Pick a day", days, chosen=chosen.day)
        ),
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


_MOST_IN_A_FORM = 12
_MOST_IN_A_MESSAGE = 3  # a message has sixty words


def confirmation(plan: PlanShown) -> View:
    """What comes next; takes the place of a form that was sent."""
    blocks = [*_away(plan), section(_coming(plan, _MOST_IN_A_FORM))]
    if plan.moved:
        moved = (escape(line) for line in plan.moved)
        blocks.append(section(lines(ours("*What moved*"), *moved)))
    blocks.append(context(_ways_on(plan)))
    title = "You're set" if plan.paused_until is None else "Enjoy your break"
    return modal(CallbackId.CONFIRMATION, title, blocks, close="Close")


def on_a_break(plan: PlanShown) -> Content:
    """The beginning of a break, where no form was open."""
    said = notification("You are on a break.")
    return Content(text=said, blocks=[*_away(plan), context(_ways_on(plan))])


def back_again(plan: PlanShown) -> Content:
    """The end of a break."""
    said = ours("Welcome back. Your break is over.")
    blocks = [section(said), section(_coming(plan, _MOST_IN_A_MESSAGE))]
    return Content(text=said, blocks=blocks)


def _away(plan: PlanShown) -> list[Block]:
    if plan.paused_until is None:
        return []
    back = ours("Messages come again on {day}.", day=day(plan.paused_until))
    return [section(lines(ours("You are on a break."), back))]


def _coming(plan: PlanShown, most: int) -> Marked:
    if not plan.coming:
        return ours("Nothing comes by itself in the next days.")
    coming = (with_date(line) for line in plan.coming[:most])
    return lines(ours("*What comes next, in our chat*"), *coming)


def _ways_on(plan: PlanShown) -> Marked:
    if plan.paused_until is not None:
        return ours("`/trust resume` ends the break.")
    return lines(
        ours("Each comes within ten minutes after its time.") if plan.coming else None,
        ours("`/trust today` gives you something now, `/trust settings` changes the times."),
    )
